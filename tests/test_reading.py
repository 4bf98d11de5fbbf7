"""Reading: documents are read by another process, which tells how far it is and can be ended."""

import json
import os
import sys
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest

from extract.index import is_index, read_manifest, read_table
from tests.disks import no_larger_files
from ui import readers, reading
from ui.reading import Reading, Task


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    docs = tmp_path / "documents"
    docs.mkdir()
    (docs / "a.md").write_text("# What is cosign?\n\ncosign signs images.\n")
    return tmp_path


def task(folder: Path) -> Task:
    docs = str(folder / "documents")
    return Task((docs,), docs, str(folder / "index"))


@pytest.fixture
def none_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every reading start a process."""
    monkeypatch.setattr(readers, "_kept", [])


def ask(folder: Path, wanted: Task) -> Reading:
    """Do the work of the process in this one; return what it told last."""
    (folder / "task.json").write_text(
        json.dumps({"paths": wanted.paths, "root": wanted.root, "index": wanted.index})
    )
    reading.main(folder)
    return Reading(**json.loads((folder / "reading.json").read_text()))


def test_an_index_is_made_and_reported(folder):
    told = ask(folder, task(folder))
    assert told.state == "done"
    assert told.report is not None
    assert (told.report["files"], told.report["read"], told.report["sections"]) == (1, 1, 1)
    assert read_table(folder / "index", "sections")["source"].tolist() == ["a.md"]


def test_another_file_is_the_only_one_that_is_read(folder):
    ask(folder, task(folder))
    (folder / "documents" / "b.md").write_text("# What is Trivy?\n\nTrivy scans images.\n")
    told = ask(folder, task(folder))
    assert told.report is not None
    assert (told.report["files"], told.report["read"]) == (2, 1)


def test_of_many_documents_some_are_read_first(folder, monkeypatch):
    monkeypatch.setattr(reading, "_FIRST", 10)
    monkeypatch.setattr(reading, "_TELL", 0.0)
    (folder / "documents" / "b.md").write_text("# What is Trivy?\n\nTrivy scans images.\n")
    seen = []
    tell = reading._tell

    def watch(at: Path, state: Reading) -> None:
        seen.append((state, is_index(folder / "index")))
        tell(at, state)

    monkeypatch.setattr(reading, "_tell", watch)
    ask(folder, task(folder))
    assert any(state.first and state.goes_on and there for state, there in seen)
    assert len(read_manifest(folder / "index")["files"]) == 2


def test_what_cannot_be_read_is_told_without_places_of_the_machine(folder):
    (folder / "documents" / "a.md").write_bytes(b"")
    told = ask(folder, task(folder))
    assert told.state == "failed"
    assert told.message == "'a.md' is empty; remove it, or write into it."


def test_a_link_to_nothing_is_passed_over_in_one_sentence(folder):
    (folder / "documents" / "b.md").symlink_to(folder / "nothing.md")
    assert not reading.is_long([folder / "documents"])
    told = ask(folder, task(folder))
    assert told.report is not None
    assert told.report["files"] == 1
    [skipped] = told.report["skipped"]
    assert skipped["reason"].startswith("'b.md' cannot be opened")


@pytest.mark.usefixtures("none_kept")
def test_the_page_is_not_blocked_and_what_has_read_a_little_reads_again(folder):
    def read() -> "readers.Reader | None":
        reading.start(folder, task(folder))
        future, _ = reading._running[folder]
        assert reading.look(folder) is not None
        future.result()
        told = reading.look(folder)
        assert told is not None
        assert told.state == "done"
        assert folder not in reading._running  # else a server would grow with each visitor
        return readers._kept[0][0] if readers._kept else None

    first = read()
    assert first is not None
    assert first.is_there()
    assert read() is first
    first.end()  # as when memory runs out
    first.wait()
    later = read()
    assert later is not None
    assert later is not first
    readers._dismiss(later)
    assert readers._kept == []
    assert not later.is_there()


def test_a_process_that_has_read_much_is_not_kept(folder, monkeypatch):
    (folder / "task.json").write_text(json.dumps(asdict(task(folder))))
    assert reading.main(folder)
    monkeypatch.setattr(reading, "_LITTLE", 3)
    assert not reading.main(folder)


@pytest.mark.usefixtures("none_kept")
def test_a_process_that_was_given_up_is_not_kept(folder):
    reading.start(folder, task(folder))
    future, _ = reading._running[folder]
    reading.cancel(folder)
    with suppress(CancelledError):
        future.result()
    assert readers._kept == []


@pytest.mark.usefixtures("none_kept")
def test_only_who_comes_while_others_are_read_is_told_to_wait(folder, monkeypatch):
    monkeypatch.setattr(reading, "_AT_ONCE", 1)
    monkeypatch.setattr(reading, "_pool", ThreadPoolExecutor(1))
    os.mkfifo(folder / "go-on")
    (folder / "python").write_text(f"#!/bin/sh\ncat '{folder / 'go-on'}'\n")
    (folder / "python").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    other = folder / "other"
    other.mkdir()
    reading.start(folder, task(folder))
    reading.start(other, task(folder))
    assert [told and told.state for told in map(reading.look, (folder, other))] == [
        "reading", "waiting",
    ]  # fmt: skip
    (future, _), (later, _) = (reading._running[place] for place in (folder, other))
    (folder / "go-on").write_text("")
    future.result()
    (folder / "go-on").write_text("")
    later.result()


@pytest.mark.usefixtures("none_kept")
@pytest.mark.parametrize(
    ("program", "end"),
    [
        ("kill -KILL $$", "was ended by the system, as when memory runs out"),
        ("exit 1", "ended without a result"),
        (None, "could not begin (No such file or directory)"),
    ],
)
def test_a_process_that_tells_no_result_is_told_to_have_failed(folder, program, end, monkeypatch):
    if program:
        (folder / "python").write_text(f"#!/bin/sh\n{program}\n")
        (folder / "python").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    assert end in told_in_the_end(folder)
    assert folder not in reading._running


def test_what_takes_too_long_is_ended(folder, monkeypatch):
    monkeypatch.setattr(reading, "_LONGEST", 0)
    assert told_in_the_end(folder) == "The reading took more than an hour; try fewer documents."


def told_in_the_end(folder: Path) -> str:
    reading.start(folder, task(folder))
    for future, _ in list(reading._running.values()):
        future.result()
    told = reading.look(folder)
    assert told is not None
    assert told.state == "failed"
    return told.message


def test_a_state_that_cannot_be_written_leaves_nothing_behind(folder):
    (folder / "reading.json").mkdir()
    with pytest.raises(ValueError, match="cannot be written"):
        reading.start(folder, task(folder))
    assert sorted(file.name for file in folder.iterdir()) == [
        "documents", "reading.json", "task.json",
    ]  # fmt: skip


def test_who_cancels_keeps_what_was_there(folder):
    ask(folder, task(folder))
    before = read_manifest(folder / "index")
    (folder / "documents" / "b.md").write_text("# What is Trivy?\n\nTrivy scans images.\n" * 2_000)
    reading.start(folder, task(folder))
    reading.cancel(folder)
    told = reading.look(folder)
    assert told is not None
    assert told.state == "cancelled"
    assert read_manifest(folder / "index") == before


def test_a_reading_of_a_server_that_ended_is_told_to_be_interrupted(folder):
    reading._tell(folder, Reading("reading", "extracting", 1, 2))
    told = reading.look(folder)
    assert told is not None
    assert told.state == "failed"
    assert "interrupted" in told.message


def test_where_nothing_was_read_there_is_nothing_to_tell(tmp_path):
    assert reading.look(tmp_path) is None


def test_where_the_first_documents_cannot_be_read_the_others_are(folder, monkeypatch):
    monkeypatch.setattr(reading, "_FIRST", 10)
    (folder / "documents" / "a.md").write_bytes(bytes(range(256)) * 64)
    (folder / "documents" / "b.md").write_text("# What is Trivy?\n\nTrivy scans images.\n")
    told = ask(folder, task(folder))
    assert told.report is not None
    assert (told.state, told.report["files"]) == ("done", 1)
    [skipped] = told.report["skipped"]
    assert skipped["reason"].startswith("'a.md' is not text")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_told_and_the_others_are_read(folder, monkeypatch):
    monkeypatch.setattr(reading, "_FIRST", 10)
    (folder / "documents" / "closed").mkdir(0o000)
    (folder / "documents" / "a.md").chmod(0o000)
    (folder / "documents" / "b.md").write_text("# What is Trivy?\n\nTrivy scans images.\n")
    told = ask(folder, task(folder))
    (folder / "documents" / "closed").chmod(0o700)
    assert told.report is not None
    assert (told.state, told.report["files"]) == ("done", 1)
    reasons = sorted(skipped["reason"] for skipped in told.report["skipped"])
    assert [reason.split(";")[0] for reason in reasons] == [
        "'a.md' cannot be opened (permission denied)",
        "The folder 'closed' cannot be opened (permission denied)",
    ]


def test_on_a_full_disk_it_is_told_why_and_what_was_there_stays(folder):
    ask(folder, task(folder))
    before = read_manifest(folder / "index")
    (folder / "documents" / "b.md").write_text("# What is Trivy?\n\nTrivy scans images.\n")
    with no_larger_files(1_000):  # bytes: enough to tell it, and for no table
        told = ask(folder, task(folder))
    assert told.state == "failed"
    assert told.message == (
        "index: the index could not be written (File too large); what was there before is unchanged"
    )
    assert read_manifest(folder / "index") == before


def test_where_nothing_can_be_told_the_process_ends_all_the_same(folder):
    (folder / "task.json").write_text(json.dumps(asdict(task(folder))))
    with no_larger_files(0):
        assert not reading.main(folder)
    assert not is_index(folder / "index")


def test_on_a_full_disk_a_reading_can_be_given_up(folder):
    reading.start(folder, task(folder))
    with no_larger_files(0):
        reading.cancel(folder)
    told = reading.look(folder)
    assert told is not None
    assert not told.goes_on
