"""Uploads: documents are kept where they belong, whatever their names and archives try."""

import io
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.documents import Skipped
from tests.disks import no_larger_files
from ui import uploads
from ui.uploads import Upload, find_unclear, keep


def archive(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", method) as written:
        for name, data in entries.items():
            written.writestr(name, data)
    return output.getvalue()


def kept(folder: Path) -> list[str]:
    return sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "visit" / "documents"


def test_files_and_folders_are_kept_under_their_names(folder):
    sent = [Upload("a.md", b"# A"), Upload("guide/part 1/b.rst", b"B\n=\n")]
    assert keep(sent, folder) == []
    assert kept(folder) == ["a.md", "guide/part 1/b.rst"]
    assert (folder / "a.md").read_bytes() == b"# A"


def test_an_archive_is_unpacked_without_what_is_hidden_in_it(folder):
    data = archive({"docs/a.md": b"# A", "docs/.git/x.md": b"x", "__MACOSX/docs/a.md": b"x"})
    assert keep([Upload("docs.zip", data)], folder) == []
    assert kept(folder) == ["docs/a.md"]


def test_a_file_of_the_same_name_is_replaced(folder):
    keep([Upload("a.md", b"old")], folder)
    keep([Upload("a.md", b"new")], folder)
    assert (folder / "a.md").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.md", "a.md/b.md"), ("a.md", "a.md/b/c.md"), ("a.md/b.md", "a.md")],
)
def test_what_would_be_a_file_and_a_folder_is_kept_as_what_came_first(first, second, folder):
    data = archive({first: b"# A", second: b"# B", "c.md": b"# C"})
    [skipped] = keep([Upload("a.zip", data)], folder)
    assert skipped.source == second
    assert skipped.reason == "A file and a folder would have the same name; rename one of them."
    assert kept(folder) == [first, "c.md"]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("../../etc/passwd.md", "etc/passwd.md"),
        ("/etc/passwd.md", "etc/passwd.md"),
        ("C:\\Windows\\a.md", "C_/Windows/a.md"),
        ("..\\..\\a.md", "a.md"),
        ("a/./b/../c.md", "a/b/c.md"),
        ("a\x00b\n.md", "a_b_.md"),
        ("x" * 300 + ".md", "x" * 117 + ".md"),
    ],
)
def test_a_path_gives_names_and_no_more(name, place, folder):
    keep([Upload(name, b"text")], folder)
    assert kept(folder) == [place]


@given(st.text(min_size=1, max_size=60))
def test_no_name_leads_out_of_the_folder(name):
    parts = uploads._parts(f"{name}.md")
    place = PurePosixPath("documents").joinpath(*parts)
    assert place.parts == ("documents", *parts)
    assert not {"..", ".", "", "/"} & set(parts)
    assert all(len(part.encode()) <= 120 for part in parts)


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (Upload("x.exe", b"MZ"), "Files that end with .exe cannot be read."),
        (Upload("x.zip", b"PK damaged"), "It is no archive that can be read"),
        (Upload("a.zip", archive({"b.zip": archive({})})), "Files of this kind cannot be read."),
        (Upload("a.zip", archive({"a.md": b"0" * 9_000_000})), "packed as only an attack would be"),
        (Upload(" / ", b"text"), "It has no name"),
        (Upload("big.md", b"0" * 20_000_001), "It has more than 20 MB; split it."),
    ],
)
def test_what_is_not_kept_is_told_with_its_reason(upload, reason, folder):
    [skipped] = keep([upload], folder)
    assert reason in skipped.reason
    assert kept(folder) == []


def test_an_archive_of_too_many_files_is_refused_whole(folder, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    data = archive({f"{number}.md": b"text" for number in range(3)})
    [skipped] = keep([Upload("a.zip", data)], folder)
    assert "more than the 2 files" in skipped.reason
    assert kept(folder) == []


def test_an_archive_that_unpacks_to_too_much_is_refused_whole(folder, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 10)
    [skipped] = keep([Upload("a.zip", archive({"a.md": b"12345678901"}))], folder)
    assert "It unpacks to more than" in skipped.reason


def test_what_is_there_already_counts(folder, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 10)
    assert keep([Upload("a.md", b"123456")], folder) == []
    [skipped] = keep([Upload("b.md", b"123456")], folder)
    assert "There is room for" in skipped.reason


def test_an_archive_that_lies_about_sizes_is_not_believed(folder):
    data = bytearray(archive({"a.md": b"0123456789" * 100}, zipfile.ZIP_STORED))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (5).to_bytes(4, "little")
    [skipped] = keep([Upload("a.zip", bytes(data))], folder)
    assert skipped.source == "a.md"
    assert kept(folder) == []


def test_a_link_in_an_archive_is_no_document(folder):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as written:
        link = zipfile.ZipInfo("passwd.md")
        link.external_attr = 0o120777 << 16
        written.writestr(link, "/etc/passwd")
    keep([Upload("a.zip", output.getvalue())], folder)
    assert kept(folder) == []


@given(st.binary(max_size=200), st.integers(0, 300), st.integers(0, 255))
def test_a_damaged_archive_never_fails(tmp_path_factory, noise, place, byte):
    data = bytearray(archive({"a.md": b"text " * 50, "b.md": noise}))
    data[place % len(data)] = byte
    keep([Upload("a.zip", bytes(data))], tmp_path_factory.mktemp("visit"))


def test_tables_with_unclear_columns_are_found(folder):
    keep(
        [
            Upload("clear.csv", b"question,answer\nWhy?,So.\n"),
            Upload("unclear.csv", b"Frage,Antwort\nWarum?,Darum.\n"),
            Upload("list.csv", b"Topic\nPod\n"),
            Upload("broken.json", b"{"),
        ],
        folder,
    )
    [unclear] = find_unclear(folder)
    row = {"Frage": "Warum?", "Antwort": "Darum."}
    assert unclear == (folder / "unclear.csv", ["Frage", "Antwort"], [row])


def test_a_table_that_is_replaced_is_looked_through_again(folder):
    keep([Upload("a.csv", b"Frage,Antwort\nWarum?,Darum.\n")], folder)
    assert find_unclear(folder)
    keep([Upload("a.csv", b"question,answer\nWhy?,So.\n")], folder)
    assert find_unclear(folder) == []


def test_where_there_is_no_room_the_former_file_stays_and_it_is_told(folder):
    keep([Upload("a.md", b"old")], folder)
    with no_larger_files(1_000):
        skipped = keep([Upload("a.md", b"new" * 1_000), Upload("b.md", b"small")], folder)
    reason = "It could not be kept (File too large); send it again later."
    assert skipped == [Skipped("a.md", reason)]
    assert (folder / "a.md").read_bytes() == b"old"
    assert [file.name for file in sorted(folder.iterdir())] == ["a.md", "b.md"]
