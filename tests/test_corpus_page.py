"""The Corpus page without a browser: documents are read, names put right, and kept."""

import io
import os
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from extract.curation import read_entries
from extract.index import COLUMNS, MANIFEST, read_table, write_index
from extract.lexicon import own_lexicon
from tests.disks import full, mounted
from ui import reading, visits

OpenPage = Callable[..., AppTest]  # from an index or documents, and arguments of the app

ROOT = Path(__file__).parent.parent
TEXT = """# What is cosign?

cosign signs container images. Cosign is part of Sigstore.

# What is Sigstore?

Sigstore is a project; cosign belongs to it.
"""


@pytest.fixture(autouse=True)
def data(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "concept-graph-explorer"


@pytest.fixture
def documents(tmp_path):
    (tmp_path / "documents.md").write_text(TEXT)
    return tmp_path / "documents.md"


@pytest.fixture
def open_page(monkeypatch, documents) -> OpenPage:
    def open_page(*arguments, part="Documents", path=documents):
        monkeypatch.setattr(sys, "argv", ["streamlit_app.py", str(path), *arguments])
        app = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=120)
        app.query_params["part"] = part
        return app.run().switch_page("ui/pages/corpus.py").run()

    return open_page


def button(app, label):
    return next(found for found in app.button if found.label == label)


def box(app, label):
    return next(found for found in app.selectbox if found.label == label)


def concepts(data):
    """Return the concepts of the index that the app has made of the documents."""
    [index] = [f for f in (data / "indexes").iterdir() if f.is_dir() and not f.name.startswith(".")]
    return set(read_table(index, "concepts")["concept"]), index


def said(app):
    return " ".join(found.value for found in (*app.markdown, *app.caption, *app.info, *app.error))


def finish(app):
    """Wait until everything is read, then look again."""
    for future, _ in list(reading._running.values()):
        future.result()
    return app.run()


# --- documents ---


def test_the_page_says_what_is_open(open_page):
    assert "**The documents of this app**: 1 file, 2 sections" in said(open_page())


def test_numbered_questions_are_called_so_wherever_they_are_counted(open_page):
    app = open_page()
    app.text_area[0].set_value("# 1. What is Trivy?\n\nA scanner.\n\n# 2. Why?\n\nTo scan.\n")
    app = finish(button(app, "Read").click().run())
    assert "**Your documents**: 1 file, 2 questions" in said(app)
    assert "there are 2 questions" in app.success[0].value
    assert "Questions" in app.dataframe[0].value


def test_pasted_text_is_read_and_opened_and_who_closes_it_is_back(open_page, data):
    app = open_page()
    app.text_area[0].set_value("# What is Trivy?\n\nTrivy scans images.\n")
    app = finish(button(app, "Read").click().run())
    assert not app.exception
    assert "**Your documents**: 1 file, 1 " in said(app)
    assert "Read 1 file in" in app.success[0].value
    app = button(app, "Delete").click().run()
    assert "**The documents of this app**" in said(app)
    assert list((data / "visits").iterdir()) == []
    assert [toast.value for toast in app.toast] == ["Deleted: your 1 uploaded file."]


def test_a_visit_to_any_page_keeps_the_documents_for_another_week(open_page, data):
    app = open_page()
    app.text_area[0].set_value(TEXT)
    app = finish(button(app, "Read").click().run())
    [folder] = (data / "visits").iterdir()
    os.utime(folder, (0, 0))
    app = app.switch_page("ui/pages/explore.py").run()
    assert folder.stat().st_mtime > 0
    [cookie] = [found.proto for found in app.get("bidi_component") if "visit" in found.proto.id]
    assert b"max-age=604800" in cookie.bytes


def test_a_visit_to_one_app_is_none_to_another_of_this_machine(monkeypatch, tmp_path):
    names = set()
    for documents in (tmp_path / "a", tmp_path / "b", tmp_path / "b" / ".." / "a"):
        monkeypatch.setattr(sys, "argv", ["streamlit_app.py", str(documents)])
        names.add(visits._cookie_name())
    assert len(names) == 2


def test_files_of_several_formats_and_an_archive_are_read_together(open_page):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("guide/a.rst", "What is a Pod?\n==============\n\nA Pod is a group.\n")
    app = open_page()
    app.file_uploader[0].upload("q.csv", b"question,answer\nWhat is Trivy?,A scanner.\n")
    app.file_uploader[0].upload("p.html", b"<h1>What is Helm?</h1><p>A package manager.</p>")
    app.file_uploader[0].upload("a.zip", archive.getvalue())
    app = finish(button(app, "Read").click().run())
    assert "**Your documents**: 3 files" in said(app)


def test_that_all_had_been_read_before_is_said(open_page):
    app = open_page()
    for _ in range(2):
        app.file_uploader[0].upload("t.md", b"# What is Trivy?\n\nTrivy scans images.\n")
        app = finish(button(app, "Read").click().run())
    assert "All of it had been read before: there are 1 section" in app.success[0].value


def test_that_more_documents_are_added_to_ones_own_is_said_before(open_page):
    app = open_page()
    assert "Your documents take the place of those of this app" in said(app)
    for name, there in (("a.md", "1 file"), ("b.md", "2 files"), ("b.md", "2 files")):
        app.file_uploader[0].upload(name, TEXT.encode())
        app = finish(button(app, "Read").click().run())
        assert f"**Your documents**: {there}" in said(app)
        assert "New documents are added to yours; one of the same name is replaced" in said(app)


def test_what_is_being_read_can_be_cancelled_and_not_deleted_beside_it(open_page):
    app = open_page()
    app.text_area[0].set_value(TEXT)
    app = finish(button(app, "Read").click().run())
    app.text_area[0].set_value(TEXT * 900)
    app = button(app, "Read").click().run()
    assert {"Cancel", "Delete"} - {found.label for found in app.button} == {"Delete"}
    assert "Delete" in {found.label for found in button(app, "Cancel").click().run().button}


def test_nothing_to_read_is_said(open_page):
    app = button(open_page(), "Read").click().run()
    assert "Choose files or a folder" in str(app.dataframe[-1].value)


def test_a_table_with_unclear_columns_asks_which_they_are(open_page):
    app = open_page()
    table = b"Frage,Antwort\nWas ist Trivy?,Trivy scans images.\n"
    app.file_uploader[0].upload("fragen.csv", table)
    app = finish(button(app, "Read").click().run())
    assert (box(app, "Question").value, box(app, "Answer").value) == ("Frage", "Antwort")
    app = finish(button(app, "Read it so").click().run())
    assert "**Your documents**: 1 file, 1 " in said(app)


def test_one_column_is_not_both_question_and_answer(open_page):
    app = open_page()
    app.file_uploader[0].upload("fragen.csv", b"Frage,Antwort\nWas ist Trivy?,A scanner.\n")
    app = finish(button(app, "Read").click().run())
    box(app, "Answer").set_value("Frage")
    app = button(app, "Read it so").click().run()
    assert app.error[-1].value == "Choose two columns that differ."
    assert [found.value for found in app.text] == ["fragen.csv"]


def test_unclear_tables_of_one_name_are_asked_for_one_by_one(open_page):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        for folder in ("one", "two"):
            written.writestr(f"{folder}/data.csv", "Frage,Antwort\nWas ist Trivy?,A scanner.\n")
    app = open_page()
    app.file_uploader[0].upload("tables.zip", archive.getvalue())
    app = finish(button(app, "Read").click().run())
    assert not app.exception
    assert [found.value for found in app.text] == ["one/data.csv", "two/data.csv"]
    app = finish(button(app, "Read it so").click().run())
    assert [found.value for found in app.text] == ["two/data.csv"]


def test_a_place_on_this_machine_is_opened_for_the_owner_alone(open_page, tmp_path):
    other = tmp_path / "other.md"
    other.write_text("# What is Trivy?\n\nTrivy scans images.\n")
    assert all(found.label != "An index, a file or a folder" for found in open_page().text_input)
    app = open_page("--owner")
    field = next(f for f in app.text_input if f.label == "An index, a file or a folder")
    field.set_value(str(other))
    app = button(app, "Open").click().run()
    assert "1 file, 1 " in said(app)


@pytest.mark.parametrize("address", [None, "Sample"])
def test_the_sample_of_a_curriculum_is_not_held_against_ones_own_documents(open_page, address):
    app = open_page()
    if address:
        app.query_params["curriculum"] = address
    app = app.switch_page("ui/pages/gaps.py").run()
    assert not app.exception
    [sources] = [found for found in app.segmented_control if found.label == "Curriculum"]
    assert sources.options == ["Files", "Text", "This corpus"]
    assert sources.value == "This corpus"


# --- names ---


def test_a_change_is_seen_before_it_is_made_then_undone_and_done_again(open_page, data):
    app = open_page("--owner", part="Names")
    box(app, "What to do").set_value("Merge").run()
    box(app, "Concept").set_value("Sigstore").run()
    app = box(app, "Takes in").set_value("cosign").run()
    assert "mentions" in said(app)
    assert "cosign" in concepts(data)[0]  # nothing has changed yet
    app = button(app, "Merge").click().run()
    names, index = concepts(data)
    assert "cosign" not in names
    assert [entry.name for entry in read_entries(own_lexicon(index))] == ["Sigstore"]
    app = button(app, "Undo").click().run()
    assert "cosign" in concepts(data)[0]
    app = button(app, "Redo").click().run()
    assert "cosign" not in concepts(data)[0]
    assert not app.exception


def test_a_visitor_changes_a_copy_of_their_own(open_page, data):
    app = open_page(part="Names")
    box(app, "What to do").set_value("Hide").run()
    app = box(app, "Concept").set_value("cosign").run()
    app = button(app, "Hide").click().run()
    assert not app.exception
    assert "cosign" in concepts(data)[0]
    app = app.segmented_control[0].set_value("Documents").run()
    assert "Delete your 1 own name from this app?" in said(app)
    [folder] = (data / "visits").iterdir()
    assert "cosign" not in set(read_table(folder / "index", "concepts")["concept"])
    assert [entry.hidden for entry in read_entries(own_lexicon(folder / "index"))] == [True]


def test_names_that_were_put_right_hold_for_documents_that_come_later(open_page, data):
    app = open_page(part="Names")
    box(app, "What to do").set_value("Rename").run()
    box(app, "Concept").set_value("cosign").run()
    app = next(f for f in app.text_input if f.label == "New name").set_value("Cosigner").run()
    button(app, "Rename").click().run()
    app.query_params["part"] = "Documents"
    app = app.segmented_control[0].set_value("Documents").run()
    app.text_area[0].set_value("# What is cosign?\n\ncosign signs.\n")
    finish(button(app, "Read").click().run())
    [folder] = (data / "visits").iterdir()
    assert "Cosigner" in set(read_table(folder / "index", "concepts")["concept"])


@pytest.mark.parametrize(
    ("action", "concept", "sentence"),
    [
        ("Make a known concept", "cosign", "It is known already."),
    ],
)
def test_a_change_that_makes_no_sense_says_why(open_page, action, concept, sentence):
    app = open_page(part="Names")
    box(app, "What to do").set_value(action).run()
    app = box(app, "Concept").set_value(concept).run()
    assert app.warning[0].value == sentence


def test_where_the_pipeline_of_the_index_is_not_installed_it_is_said_and_nothing_changes(
    open_page, data
):
    app = open_page("--owner", part="Names")
    box(app, "What to do").set_value("Hide").run()
    box(app, "Concept").set_value("cosign").run()
    app = button(app, "Hide").click().run()
    _, index = concepts(data)
    own, manifest = own_lexicon(index).read_text(), (index / MANIFEST).read_text()
    (index / MANIFEST).write_text(manifest.replace('"shipped"', '"not_installed"'))
    app = button(app, "Undo").click().run()
    assert "no spaCy pipeline is installed under the name 'not\\_installed'" in said(app)
    assert own_lexicon(index).read_text() == own
    app = box(app, "Concept").set_value("Sigstore").run()
    assert "no spaCy pipeline is installed under the name 'not\\_installed'" in said(app)
    assert not app.exception
    own_lexicon(index).write_text("")
    assert "1 file, 2 sections" in said(open_page("--owner"))


def test_edits_of_the_file_count_when_the_app_is_opened(open_page, data):
    open_page("--owner")
    _, index = concepts(data)
    own_lexicon(index).write_text('[[concept]]\nname = "cosign"\nkind = "tool"\nhidden = true\n')
    open_page("--owner")
    assert "cosign" not in concepts(data)[0]


# --- faults ---

BROKEN = '[[concept]]\nname = "cosign\n'


@pytest.mark.parametrize("part", ["Names", "Work list"])
def test_a_names_file_that_breaks_meanwhile_is_told_and_the_rest_of_the_app_goes_on(
    open_page, data, part
):
    app = open_page("--owner", part=part)
    own = own_lexicon(concepts(data)[1])
    own.write_text(BROKEN)
    app = app.run()
    assert not app.exception
    [error] = app.error
    assert error.value.startswith("No name can be put right until this is mended")
    assert "at line 2" in error.value
    assert "The documents of this app" in said(
        app.segmented_control[0].set_value("Documents").run()
    )
    app = app.switch_page("ui/pages/explore.py").run()
    assert not app.error
    own.write_text("")
    app = app.switch_page("ui/pages/corpus.py").run()
    assert not app.error
    assert button(app, "Undo")


def test_a_change_is_not_written_over_a_names_file_that_has_just_broken(open_page, data):
    app = open_page("--owner", part="Names")
    box(app, "What to do").set_value("Hide").run()
    app = box(app, "Concept").set_value("cosign").run()
    own = own_lexicon(concepts(data)[1])
    own.write_text(BROKEN)
    app = button(app, "Hide").click().run()
    assert not app.exception
    assert len(app.error) == 1
    assert own.read_text() == BROKEN
    own.unlink()
    app = app.run()
    assert not app.error  # what was said is no longer true
    assert "cosign" in concepts(data)[0]


def test_an_index_with_a_broken_names_file_beside_it_is_shown_as_it_is(open_page, data):
    open_page()
    _, index = concepts(data)
    own_lexicon(index).write_text(BROKEN)
    app = open_page(path=index, part="Documents")
    assert not app.error
    assert "1 file, 2 sections" in said(app)


@pytest.fixture
def disk(tmp_path):
    """Return a disk of eight megabytes that holds all that the app writes."""
    with mounted(tmp_path / "data", 8):
        yield tmp_path / "data"


NO_ROOM = r"No space left on device|File too large"


def test_on_a_full_disk_an_upload_is_told_and_what_was_read_before_stays(open_page, disk, data):
    app = open_page()
    app.file_uploader[0].upload("t.md", b"# What is Trivy?\n\nTrivy scans images.\n")
    app = finish(button(app, "Read").click().run())
    with full(disk):
        app.file_uploader[0].upload("t.md", b"# What is Falco?\n\nFalco watches.\n" * 9_000)
        app = button(app, "Read").click().run()
        assert not app.exception
        assert re.search(NO_ROOM, str(app.dataframe[-1].value["Why"][0]))
        assert re.fullmatch(
            rf"Nothing new is read: task\.json cannot be written \(({NO_ROOM})\)\.",
            app.error[0].value,
        )
        app = app.run()
        assert "**Your documents**: 1 file, 1 section" in said(app)
        app = button(app, "Delete").click().run()
        assert not app.exception
    assert list((data / "visits").iterdir()) == []


@pytest.mark.parametrize("arguments", [(), ("--owner",)], ids=["visitor", "owner"])
def test_on_a_full_disk_names_are_told_not_to_be_changed_and_are_not(
    open_page, disk, data, arguments
):
    app = open_page(*arguments, part="Names")
    box(app, "What to do").set_value("Rename").run()
    box(app, "Concept").set_value("cosign").run()
    app = next(f for f in app.text_input if f.label == "New name").set_value("Cosigner").run()
    names, index = concepts(data)
    with full(disk):
        app = button(app, "Rename").click().run()
        assert not app.exception
        assert re.search(NO_ROOM, app.error[0].value)
        assert str(disk) not in app.error[0].value or arguments
    assert concepts(data) == (names, index)
    assert not own_lexicon(index).exists()
    assert list((data / "visits").glob("*/*")) == []  # no half of a copy
    app = button(app, "Rename").click().run()
    assert not app.error


def test_a_table_that_cannot_be_rewritten_on_a_full_disk_is_still_there(open_page, disk, data):
    app = open_page()
    table = b"Frage\tAntwort\nWas ist Trivy?\tTrivy scans images.\n"
    app.file_uploader[0].upload("fragen.tsv", table)
    app = finish(button(app, "Read").click().run())
    with full(disk):
        app = button(app, "Read it so").click().run()
        assert not app.exception
        assert re.search(NO_ROOM, app.error[-1].value)
    [file] = (data / "visits").glob("*/documents/*")
    assert file.read_bytes() == table


@pytest.mark.parametrize("page", ["explore", "paths", "gaps", "corpus"])
def test_a_table_of_the_index_that_goes_missing_ends_no_page_with_a_traceback(
    open_page, data, page
):
    open_page()
    _, index = concepts(data)
    for table in ("verbs", "candidates"):
        (index / "analysis" / f"{table}.parquet").unlink()
    app = open_page(path=index, part="Work list")
    app.query_params["to"] = app.query_params["see"] = "cosign"
    app = app.switch_page(f"ui/pages/{page}.py").run()
    assert not app.exception
    assert all("is missing or damaged" in error.value for error in app.error)
    assert len(app.error) == (page != "explore")


def test_where_there_are_no_texts_a_concept_can_be_added_all_the_same(open_page, tmp_path):
    tables = {name: pd.DataFrame(columns=list(columns)) for name, columns in COLUMNS.items()}
    write_index(tmp_path / "index", tables, {"files": {}, "settings": {}})
    app = open_page(path=tmp_path / "index", part="Names")
    app = box(app, "What to do").set_value("Add a concept").run()
    assert not app.exception
