"""Faults: a full disk, a place that only reads, a kill at any moment, two writers at once."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

import pandas as pd
import pytest

from extract.build import Settings, build_index
from extract.index import COLUMNS, UnusableIndexError, read_manifest, read_table, write_index
from extract.lexicon import own_lexicon, read_lexicon
from tests.disks import mounted, no_larger_files
from ui import visits
from ui.loaders import stamp_of

ROOT = Path(__file__).parent.parent
MANIFEST = {"files": {}, "settings": {}}
OLD = "# Old\n\nA Pod runs containers.\n"


def tables(text: str) -> dict[str, pd.DataFrame]:
    empty = {name: pd.DataFrame(columns=list(columns)) for name, columns in COLUMNS.items()}
    row = ("a#x", "a.md", 0, None, "X", text, 1, 2)
    return empty | {"sections": pd.DataFrame([row], columns=list(COLUMNS["sections"]))}


def texts(index: Path) -> list[str]:
    """Return the texts of an index, after looking at all of it."""
    read_manifest(index)
    for name in COLUMNS:
        read_table(index, name)
    return list(read_table(index, "sections")["text"])


def no_noise(size: int) -> str:
    # What does not shrink when it is packed, the same each time.
    return random.Random(0).randbytes(size).hex()  # noqa: S311


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a file system of two megabytes."""
    with mounted(tmp_path / "disk", 2) as is_mounted:
        if not is_mounted:
            pytest.skip("no file system can be mounted here")
        yield tmp_path / "disk"


def test_a_full_disk_leaves_the_former_index_and_nothing_beside(small_disk):
    write_index(small_disk / "index", tables("old"), MANIFEST)
    with pytest.raises(UnusableIndexError, match="what was there before is unchanged") as caught:
        write_index(small_disk / "index", tables(no_noise(4_000_000)), MANIFEST)
    assert "No space left on device" in str(caught.value)
    assert texts(small_disk / "index") == ["old"]
    assert [path.name for path in small_disk.iterdir()] == ["index"]


def test_a_limit_on_the_size_of_files_leaves_the_former_index(tmp_path):
    write_index(tmp_path / "index", tables("old"), MANIFEST)
    unchanged = "what was there before is unchanged"
    with no_larger_files(1_000_000), pytest.raises(UnusableIndexError, match=unchanged):
        write_index(tmp_path / "index", tables(no_noise(4_000_000)), MANIFEST)
    assert texts(tmp_path / "index") == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_place_that_only_reads_gets_one_sentence(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(UnusableIndexError, match="the index cannot be written"):
        write_index(tmp_path / "index", tables("x"), MANIFEST)
    tmp_path.chmod(0o755)


def test_a_disk_that_only_reads_gets_one_sentence(small_disk):
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)  # noqa: S607
    with pytest.raises(UnusableIndexError, match=r"cannot be written \(Read-only file system\)"):
        write_index(small_disk / "index", tables("x"), MANIFEST)


def test_a_link_to_an_index_stays_one(tmp_path):
    write_index(tmp_path / "elsewhere", tables("old"), MANIFEST)
    (tmp_path / "index").symlink_to(tmp_path / "elsewhere")
    write_index(tmp_path / "index", tables("new"), MANIFEST)
    assert (tmp_path / "index").is_symlink()
    assert texts(tmp_path / "elsewhere") == ["new"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "index"]


def test_of_two_writers_at_once_one_wins_whole(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        writers = [
            pool.submit(write_index, tmp_path / "index", tables(str(number)), MANIFEST)
            for number in range(40)
        ]
        for _ in range(40):
            if (tmp_path / "index").exists():
                [text] = read_table(tmp_path / "index", "sections")["text"]
                assert int(text) in range(40)
        assert [writer.result() for writer in writers] == [None] * 40
    [text] = texts(tmp_path / "index")
    assert int(text) in range(40)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_clock_that_goes_back_hides_no_change(tmp_path):
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "a.md").write_text("# Old\n\nA Pod runs containers.\n")
    build_index([docs], index)
    before = stamp_of(index)
    (docs / "a.md").write_text("# New\n\nA Pod runs containers.\n")
    os.utime(docs / "a.md", (0, 0))
    assert build_index([docs], index).read == 1
    os.utime(index / "manifest.json", (0, 0))
    assert texts(index)[0].startswith("# New")
    assert stamp_of(index) != before


def test_a_clock_that_goes_back_removes_no_visitor_s_documents(tmp_path):
    for name, days in (("from the future", 3650), ("of today", 0), ("forgotten", -8)):
        (tmp_path / name).mkdir()
        at = time.time() + days * 86_400
        os.utime(tmp_path / name, (at, at))
    visits._sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["from the future", "of today"]


def test_a_visitor_s_folder_that_goes_meanwhile_hinders_nobody(tmp_path):
    (tmp_path / "forgotten").mkdir()
    os.utime(tmp_path / "forgotten", (0, 0))
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")  # listed, and not there when asked
    visits._sweep(tmp_path)
    assert not (tmp_path / "forgotten").exists()


def leave(index: Path, name: str) -> Path:
    """Make a folder as a writer would have that was killed some time ago."""
    left = index.with_name(f".{index.name}-{name}")
    (left / "analysis").mkdir(parents=True)
    (left / "sections.parquet").write_text("half")
    os.utime(left, (0, 0))
    return left


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path):
    leave(tmp_path / "index", "abcd_123")
    leave(tmp_path / "other", "abcd_123")
    write_index(tmp_path / "index", tables("new"), MANIFEST)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other-abcd_123", "index"]


def test_what_a_writer_at_work_has_made_is_left_alone(tmp_path):
    import fcntl

    left = leave(tmp_path / "index", "abcd_123")
    descriptor = os.open(left, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    write_index(tmp_path / "index", tables("new"), MANIFEST)
    assert left.is_dir()
    os.close(descriptor)
    write_index(tmp_path / "index", tables("new"), MANIFEST)
    assert not left.exists()


def test_a_link_in_the_place_of_what_was_left_is_not_followed(tmp_path):
    elsewhere = leave(tmp_path / "elsewhere", "abcd_123")
    (tmp_path / ".index-abcd_123").symlink_to(elsewhere)
    write_index(tmp_path / "index", tables("new"), MANIFEST)
    assert (elsewhere / "sections.parquet").read_text() == "half"


# All is loaded once, for all children. Each is killed at an event of its own, wherever that is,
# rather than after some time.
WORKER = """
import os, signal, sys
from pathlib import Path
from extract import curation
from extract.build import Settings, build_index, update_names
from extract.lexicon import LexiconConcept, own_lexicon

docs, index = map(Path, sys.argv[1:])
settings = Settings(lexicons=())
names = [LexiconConcept(f"name {number}", "tool", ("group",)) for number in range(50)]

def work(docs, index):
    curation.write_entries(own_lexicon(index), tuple(names))
    update_names(index)
    build_index([docs], index, settings=settings)

def count(event, arguments):
    global left
    if event in {"open", "os.mkdir", "os.rename", "os.chmod", "os.remove"}:
        left -= str(arguments[0]).startswith(str(index.parent))
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

build_index([docs], index.with_name("other"), settings=settings)
work(docs, index.with_name("other"))
for line in sys.stdin:
    if (child := os.fork()) == 0:
        left = int(line)
        sys.addaudithook(count)
        work(docs, index)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def test_a_kill_at_any_moment_leaves_the_index_and_the_names_whole(tmp_path):
    docs, index = tmp_path / "docs", tmp_path / "here" / "index"
    docs.mkdir()
    index.parent.mkdir()
    (docs / "a.md").write_text(OLD)
    build_index([docs], index, settings=Settings(lexicons=()))
    shutil.copytree(index, tmp_path / "former")
    (docs / "a.md").write_text("# New\n\nA Pod runs containers, and a Service finds them.\n")
    seen = []
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, str(docs), str(index)],
        cwd=ROOT, text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as worker:  # fmt: skip
        assert worker.stdin is not None
        assert worker.stdout is not None
        for moment in range(0, 1000, 4):
            shutil.rmtree(index.parent)
            shutil.copytree(tmp_path / "former", index)
            worker.stdin.write(f"{moment}\n")
            ended = int(worker.stdout.readline())
            counts = read_manifest(index)["counts"]
            assert counts == {table: len(read_table(index, table)) for table in counts}
            names = own_lexicon(index)
            assert not names.exists() or len(read_lexicon(names)) == 50
            [text] = texts(index)
            seen.append((text.split()[1], names.exists()))
            if ended == 0:
                break
            assert ended == -signal.SIGKILL
        worker.stdin.close()
    # It was killed before, between and after what it does.
    assert [state for state, _ in groupby(seen)] == [("Old", False), ("Old", True), ("New", True)]
    assert len(seen) > 10
    build_index([docs], index)
    assert sorted(path.name for path in index.parent.iterdir()) == ["index", "index.lexicon.toml"]
