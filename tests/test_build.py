"""Making an index: the same bytes each time, and no work that is done already."""

from pathlib import Path

import pytest

from extract.build import Report, Settings, add_documents, build_index, update_names
from extract.documents import Document, NoDocumentsError, read_documents
from extract.index import COLUMNS, UnusableIndexError, read_table
from extract.lexicon import own_lexicon
from extract.reuse import read_sections
from extract.sections import Section, split_sections

FILES = {
    "1-basics.md": "# Basics\n\n## 1. What is a Pod?\n\nA Pod is a group of containers.\n",
    "2-more.md": "## 2. What is cosign?\n\ncosign signs images; Sigstore made it.\n",
    "10-last.md": "## 3. What is the CRI?\n\nThe Container Runtime Interface (CRI) is an API.\n",
}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def content(index: Path) -> dict[str, bytes]:
    return {str(f.relative_to(index)): f.read_bytes() for f in index.rglob("*") if f.is_file()}


def build(docs: Path, index: Path, **options: object) -> Report:
    return build_index([docs], index, **options)  # type: ignore[arg-type]


def test_the_same_documents_give_the_same_bytes_in_any_number_of_processes(docs, tmp_path):
    build(docs, tmp_path / "one")
    build(docs, tmp_path / "two", workers=2)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert set(content(tmp_path / "one")) == {f"{name}.parquet" for name in COLUMNS} | {
        "manifest.json"
    }


def test_sections_come_in_natural_order(docs, tmp_path):
    build(docs, tmp_path / "index")
    sections = read_table(tmp_path / "index", "sections")
    assert sections["number"].dropna().tolist() == ["1", "2", "3"]
    assert sections["position"].tolist() == list(range(len(sections)))


def test_stored_sections_are_those_that_were_read_with_and_without_a_number(docs, tmp_path):
    (docs / "0-none.md").write_text("# No question\n\nA text without any.\n", encoding="utf-8")
    build(docs, tmp_path / "index")
    stored = read_sections(read_table(tmp_path / "index", "sections"))
    assert [section.number for section in stored] == [None, None, "1", "2", "3"]
    read: list[Section] = []
    for document in read_documents([docs]):
        assert isinstance(document, Document)
        read += split_sections(document, start=len(read))
    assert stored == read


def test_concepts_that_only_code_names_weigh_nothing(tmp_path):
    (tmp_path / "a.md").write_text("# How do I list all?\n\n```bash\nkubectl get pods\n```\n")
    build(tmp_path / "a.md", tmp_path / "index")
    assert read_table(tmp_path / "index", "concepts")["salience"].tolist() == [0.0]


def test_unchanged_files_are_not_read_again(docs, tmp_path):
    index = tmp_path / "index"
    assert build(docs, index).read == 3
    before = content(index)
    written = (index / "manifest.json").stat().st_mtime_ns
    assert build(docs, index).read == 0
    assert (index / "manifest.json").stat().st_mtime_ns == written
    assert content(index) == before


def test_a_changed_file_is_read_alone_and_gives_the_index_of_a_fresh_run(docs, tmp_path):
    build(docs, tmp_path / "index")
    (docs / "2-more.md").write_text("## 2. What is Trivy?\n\nTrivy is a scanner.\n")
    assert build(docs, tmp_path / "index").read == 1
    build(docs, tmp_path / "fresh")
    assert content(tmp_path / "index") == content(tmp_path / "fresh")


def test_a_removed_file_leaves_the_index(docs, tmp_path):
    build(docs, tmp_path / "index")
    (docs / "2-more.md").unlink()
    assert build(docs, tmp_path / "index").read == 0
    build(docs, tmp_path / "fresh")
    assert content(tmp_path / "index") == content(tmp_path / "fresh")


def test_other_settings_make_another_index(docs, tmp_path):
    build(docs, tmp_path / "index")
    report = build(docs, tmp_path / "index", settings=Settings(lexicons=(), discovery=False))
    assert (report.read, report.concepts) == (3, 0)


NAMES = """
[[concept]]
name = "bundle of containers"
kind = "concept"
aliases = ["group of containers"]

[[concept]]
name = "Sigstore"
kind = "organization"
hidden = true
"""


def test_names_beside_the_index_count_and_outlive_it(docs, tmp_path):
    own_lexicon(tmp_path / "index").write_text(NAMES)
    build(docs, tmp_path / "index")
    concepts = read_table(tmp_path / "index", "concepts").set_index("concept")
    assert concepts.loc["bundle of containers", ["kind", "origin"]].tolist() == ["concept", "user"]
    assert "Sigstore" not in concepts.index
    build(docs, tmp_path / "index", settings=Settings(discovery=False))
    assert "bundle of containers" in set(read_table(tmp_path / "index", "concepts")["concept"])


def test_other_names_are_found_without_reading_a_file_again(docs, tmp_path):
    build(docs, tmp_path / "index")
    own_lexicon(tmp_path / "index").write_text(NAMES)
    assert build(docs, tmp_path / "index").read == 0
    own_lexicon(tmp_path / "fresh").write_text(NAMES)
    build(docs, tmp_path / "fresh")
    assert content(tmp_path / "index") == content(tmp_path / "fresh")


def test_without_its_names_an_index_is_what_it_was(docs, tmp_path):
    build(docs, tmp_path / "index")
    before = content(tmp_path / "index")
    own_lexicon(tmp_path / "index").write_text(NAMES)
    update_names(tmp_path / "index")
    assert content(tmp_path / "index") != before
    own_lexicon(tmp_path / "index").unlink()
    update_names(tmp_path / "index")
    assert content(tmp_path / "index") == before


def test_names_that_were_given_once_need_not_be_given_again(docs, tmp_path):
    given = tmp_path / "names.toml"
    given.write_text(NAMES)
    settings = Settings(lexicons=(given,))
    build(docs, tmp_path / "index", settings=settings)
    given.unlink()
    before = content(tmp_path / "index")
    update_names(tmp_path / "index")
    assert content(tmp_path / "index") == before
    (tmp_path / "new.md").write_text("# What is this?\n\nA group of containers, and cosign.\n")
    add_documents([tmp_path / "new.md"], tmp_path / "index")
    concepts = read_table(tmp_path / "index", "concepts").set_index("concept")
    assert concepts.loc["bundle of containers", "sections"] == 2
    assert concepts.loc["cosign", "origin"] == "discovered"  # for the shipped names were not


def test_an_added_file_is_the_only_one_that_is_read(docs, tmp_path):
    build(docs, tmp_path / "index")
    for file in docs.iterdir():
        file.unlink()  # nothing else can be read now
    new = tmp_path / "20-new.md"
    new.write_text("## 4. What is Trivy?\n\nTrivy scans images.\n")
    report = add_documents([new], tmp_path / "index")
    assert (report.files, report.read) == (4, 1)
    sections = read_table(tmp_path / "index", "sections")
    assert sections["number"].dropna().tolist() == ["1", "2", "3", "4"]
    assert sections["position"].tolist() == list(range(len(sections)))


def test_adding_gives_the_index_of_a_fresh_run(docs, tmp_path):
    last = docs / "10-last.md"
    text = last.read_text()
    last.unlink()
    build(docs, tmp_path / "index")
    last.write_text(text)
    add_documents([last], tmp_path / "index", root=docs)
    build(docs, tmp_path / "fresh")
    assert content(tmp_path / "index") == content(tmp_path / "fresh")


def test_a_file_that_is_added_again_takes_its_place(docs, tmp_path):
    build(docs, tmp_path / "index")
    (docs / "2-more.md").write_text("## 2. What is Trivy?\n\nTrivy is a scanner.\n")
    assert add_documents([docs / "2-more.md"], tmp_path / "index").read == 1
    build(docs, tmp_path / "fresh")
    assert content(tmp_path / "index") == content(tmp_path / "fresh")
    assert add_documents([docs / "2-more.md"], tmp_path / "index").read == 0


def test_a_name_that_begins_with_two_dots_lies_in_its_folder(docs, tmp_path):
    build(docs, tmp_path / "index")
    (docs / "..notes.md").write_text("# Notes\n\nTrivy scans images.\n")
    assert add_documents([docs / "..notes.md"], tmp_path / "index", root=docs).read == 1


def test_what_lies_outside_of_the_root_is_not_added(docs, tmp_path):
    build(docs, tmp_path / "index")
    (tmp_path / "new.md").write_text("# New")
    with pytest.raises(ValueError, match=r"new\.md does not lie in .*docs; name another folder"):
        add_documents([tmp_path / "new.md"], tmp_path / "index", root=docs)


def test_a_folder_with_other_things_is_refused_before_anything_is_read(docs, tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thesis.txt").write_text("years of work")
    stages = []
    with pytest.raises(UnusableIndexError, match="is there and is no index"):
        build_index([docs], tmp_path / "papers", progress=lambda stage, *_: stages.append(stage))
    assert stages == []


def test_nothing_can_be_added_to_what_is_no_index(docs, tmp_path):
    with pytest.raises(UnusableIndexError, match="is no index"):
        add_documents([docs], tmp_path / "nowhere")


def test_an_unreadable_file_is_reported_and_the_others_are_read(docs, tmp_path):
    (docs / "broken.md").write_bytes(bytes(range(256)) * 20)
    report = build(docs, tmp_path / "index")
    assert report.files == 3
    [skipped] = report.skipped
    assert skipped.source == "broken.md"


def test_nothing_to_read_is_an_error_and_writes_nothing(tmp_path):
    with pytest.raises(NoDocumentsError):
        build(tmp_path / "nowhere", tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_a_place_that_holds_something_else_is_refused(docs, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(UnusableIndexError, match="is there and is no index"):
        build(docs, tmp_path / "taken")


@pytest.mark.parametrize("index", ["shipped_index", "sample_index"])
def test_fifty_questions_lead_to_the_concepts_they_are_known_for(index, request):
    path = request.getfixturevalue(index)
    sections = read_table(path, "sections").set_index("section")
    assert sections["number"].tolist() == [str(number) for number in range(251, 301)]
    mentions = read_table(path, "mentions")
    numbers = mentions.assign(number=mentions["section"].map(sections["number"]))
    found = numbers.groupby("concept")["number"].agg(set)
    assert found["cosign"] >= {"276", "277"}
    assert found["SPIFFE"] >= {"280", "292"}
    assert found["CRI"] >= {"251", "291"}
    assert found["Pod Disruption Budget"] >= {"294"}
    concepts = read_table(path, "concepts").set_index("concept")
    assert "PDB" in concepts.loc["Pod Disruption Budget", "aliases"]


def test_no_mark_of_a_damaged_encoding_reaches_a_table(sample_index):
    for table in ("sections", "concepts", "mentions", "phrases"):
        text = read_table(sample_index, table).to_csv()
        assert not any(mark in text for mark in ("â€", "ðŸ", "\ufffd"))
