"""Documents: which files are read, in which order, and what is said of those that are not."""

import hashlib
import os
from pathlib import Path

import pytest

from extract.documents import (
    MAX_BYTES,
    Document,
    NoDocumentsError,
    Skipped,
    SourceFile,
    UnreadableDocumentError,
    find_files,
    read_document,
    read_documents,
)


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")


def sources(*paths: Path) -> list[str]:
    return [file.source for file in find_files(paths)[0]]


def reasons(*paths: Path) -> list[str]:
    """Return why files were not read, while all the others were."""
    try:
        return [item.reason for item in read_documents(paths) if isinstance(item, Skipped)]
    except NoDocumentsError as error:
        return [str(error)]


def test_a_document_is_its_text_with_the_facts_of_its_file(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf# Pods\r\n\r\nThey run."
    (tmp_path / "a.md").write_bytes(data)
    assert read_document(SourceFile(tmp_path / "a.md", "guide/a.md")) == Document(
        source="guide/a.md",
        text="# Pods\n\nThey run.",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        repaired=False,
    )


def test_a_document_tells_whether_its_encoding_was_mended(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Itâ€™s a pod.", encoding="utf-8")
    document = read_document(SourceFile(tmp_path / "a.md", "a.md"))
    assert (document.text, document.repaired) == ("It’s a pod.", True)


def test_files_are_found_in_natural_order_files_before_folders(tmp_path: Path) -> None:
    write(tmp_path, "10.md", "2.md", "b.txt", "a/10/x.md", "a/9/x.md", "a/B.markdown", "a/a.mdx")
    assert sources(tmp_path) == [
        "2.md", "10.md", "b.txt", "a/a.mdx", "a/B.markdown", "a/9/x.md", "a/10/x.md",
    ]  # fmt: skip


def test_hidden_names_and_other_kinds_of_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.md", ".b.md", ".git/c.md", "d.py", "Makefile", "E.MD")
    assert sources(tmp_path) == ["a.md", "E.MD"]


def test_sources_are_relative_to_what_the_paths_have_in_common(tmp_path: Path) -> None:
    write(tmp_path, "x/a.md", "y/b/a.md")
    assert sources(tmp_path / "x" / "a.md") == ["a.md"]
    assert sources(tmp_path / "x", tmp_path / "y" / "b") == ["x/a.md", "y/b/a.md"]
    assert sources(tmp_path / "y" / "b" / "a.md", tmp_path / "x") == ["y/b/a.md", "x/a.md"]


def test_a_file_reached_twice_counts_once(tmp_path: Path) -> None:
    write(tmp_path, "x/a.md", "x/b.md")
    (tmp_path / "x" / "link.md").symlink_to(tmp_path / "x" / "a.md")
    assert sources(tmp_path / "x" / "b.md", tmp_path / "x") == ["x/b.md", "x/a.md"]


def test_links_that_lead_in_circles_are_followed_once(tmp_path: Path) -> None:
    write(tmp_path, "a/b.md")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    assert sources(tmp_path) == ["a/b.md"]


def test_a_file_without_a_suffix_is_read_as_text_when_it_is_named(tmp_path: Path) -> None:
    write(tmp_path, "NOTES")
    [document] = read_documents([tmp_path / "NOTES"])
    assert isinstance(document, Document)
    assert document.source == "NOTES"


def test_a_name_that_is_no_text_can_be_written_as_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md"))
    try:
        path.write_text("# Pods\n")
    except OSError:
        pytest.skip("this file system takes only names that are text")
    assert sources(tmp_path) == ["\\xff.md"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.md", b"", "is empty; remove it, or write into it."),
        ("blank.md", b" \n\t\n", "is empty; remove it, or write into it."),
        ("mark.md", b"\xff\xfe", "has no text in it; remove it, or write into it."),
        ("picture.md", b"\x89PNG\r\n\x1a\n" + bytes(64),
         "is not text, although its name says so; convert it to Markdown."),
        ("huge.md", b"#" * (MAX_BYTES + 1),
         "has 20 MB, and a document may have 20 MB; split it into several files."),
    ],
    ids=["empty", "blank", "only a byte order mark", "binary", "huge"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_gets_one_sentence_and_the_rest_is_read(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    write(tmp_path, "a.md", "z.md")
    (tmp_path / name).write_bytes(data)
    items = list(read_documents([tmp_path]))
    assert [item.source for item in items if isinstance(item, Document)] == ["a.md", "z.md"]
    expected = f"'{tmp_path / name}' {reason}"
    assert [item for item in items if isinstance(item, Skipped)] == [Skipped(name, expected)]
    with pytest.raises(UnreadableDocumentError) as error:
        read_document(SourceFile(tmp_path / name, name))
    assert str(error.value) == expected


def test_a_file_of_fifty_megabytes_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "huge.md").open("wb") as file:
        file.truncate(50_000_000)
    assert reasons(tmp_path) == [
        f"'{tmp_path / 'huge.md'}' has 50 MB, and a document may have 20 MB; "
        "split it into several files."
    ]


def test_a_broken_link_gets_one_sentence(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "c.md").symlink_to(tmp_path / "c.md")
    broken, circular = reasons(tmp_path)
    assert broken == (
        f"'{tmp_path / 'b.md'}' cannot be opened (no such file or directory); "
        "check the file and its permissions."
    )
    assert circular.startswith(f"'{tmp_path / 'c.md'}' cannot be opened (too many levels of ")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert reasons(tmp_path) == [
        f"'{tmp_path / 'pipe.md'}' is not a regular file; give a file or a folder."
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may open every file")
def test_a_closed_file_and_a_closed_folder_get_one_sentence_each(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md", "c/d.md")
    (tmp_path / "b.md").chmod(0)
    (tmp_path / "c").chmod(0)
    try:
        closed = reasons(tmp_path)
    finally:
        (tmp_path / "c").chmod(0o700)
    assert [reason.partition("; ")[0] for reason in closed] == [
        f"The folder '{tmp_path / 'c'}' cannot be opened (permission denied)",
        f"'{tmp_path / 'b.md'}' cannot be opened (permission denied)",
    ]


def test_a_missing_path_and_an_empty_folder_get_one_sentence_each(tmp_path: Path) -> None:
    write(tmp_path, "full/a.md")
    (tmp_path / "empty").mkdir()
    missing, long = tmp_path / "nowhere", tmp_path / ("x" * 300)
    found = reasons(missing, tmp_path / "empty", long, tmp_path / "full")
    assert found[0] == f"There is no file or folder '{missing}'; check the path."
    assert found[1].startswith(f"The folder '{tmp_path / 'empty'}' holds no .")
    assert found[2] == f"There is no file or folder '{long}'; check the path."


def test_a_file_of_another_kind_gets_one_sentence_when_it_is_named(tmp_path: Path) -> None:
    write(tmp_path, "a.exe")
    [reason] = reasons(tmp_path / "a.exe")
    assert reason.startswith(f"'{tmp_path / 'a.exe'}' is of a kind that cannot be read; give .")


def test_a_corpus_without_anything_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoDocumentsError, match="There is nothing to read; give a file"):
        list(read_documents([]))
    (tmp_path / "a.md").touch()
    (tmp_path / "b.md").touch()
    with pytest.raises(NoDocumentsError, match=r"a\.md' is empty.*1 more"):
        list(read_documents([tmp_path]))


def test_documents_are_read_one_at_a_time(tmp_path: Path) -> None:
    write(tmp_path, "1.md", "2.md")
    documents = read_documents([tmp_path])
    first = next(documents)
    (tmp_path / "2.md").write_text("# Changed\n")
    second = next(documents)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, second.text) == ("# 1.md\n", "# Changed\n")
