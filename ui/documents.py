"""Documents: what the corpus holds, and a visitor's own to be read."""

from pathlib import Path
from typing import Any

import streamlit as st

from extract.documents import MAX_BYTES, READERS
from extract.formats.pairs import Columns, name_columns, read_rows, suggest_columns
from extract.index import is_index
from extract.places import AddressError, check_base_url
from extract.writing import write_beside
from graph.wording import plural, unit
from ui import readers, reading, state, uploads, visits
from ui.deleting import ask_to_delete
from ui.errors import TOLD, say
from ui.launch import read_launch
from ui.loaders import Corpus, stamp_of
from ui.markup import plain
from ui.opening import find_index, say_how_far
from ui.pieces import shown_of
from ui.reading import Reading, Task
from ui.storage import data_folder
from ui.uploads import MOST_UNPACKED, Upload

_SHOWN = 200  # documents, or what was not read, in a table
_TO_NONE = "Your documents take the place of those of this app, for you alone."
_TO_THOSE_OF_BEFORE = (
    "New documents are added to yours; one of the same name is replaced. To begin anew, delete "
    "yours first."
)


def show_documents(corpus: Corpus) -> None:
    """Show what is open, what is being read, and the ways to open something else."""
    folder = visits.own_folder()
    if stamp_of(corpus.index.path) != corpus.stamp:
        st.rerun()  # more was read meanwhile
    _show_open(corpus, folder)
    if folder:
        _show_reading(folder, unit(corpus.index))
        _ask_for_columns(folder)
    if folder is None or not _goes_on(folder):
        readers.prepare()
    _show_form(adds=folder is not None and bool(uploads.kept_files(visits.documents(folder))))
    if read_launch().owner:
        _show_path()


def _show_open(corpus: Corpus, folder: Path | None) -> None:
    index = corpus.index
    files = index.manifest["files"]
    one = unit(index)
    own = folder is not None and index.path == visits.own_index(folder)
    of_whom = "Your documents" if own else "The documents of this app"
    counts = (
        plural(len(files), "file"),
        plural(len(index.sections), one),
        plural(int(index.sections["words"].sum()), "word"),
        plural(len(corpus.graph), "concept"),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{of_whom}**: {', '.join(counts)}", width="stretch")
        if folder is not None and not _goes_on(folder):
            ask_to_delete(folder)
    with st.expander(plural(len(files), "document")):
        rows = [
            {
                "Document": source,
                f"{one}s".capitalize(): file["sections"],
                "Repaired": file["repaired"],
            }
            for source, file in list(files.items())[:_SHOWN]
        ]
        st.dataframe(rows, hide_index=True)
        if len(files) > _SHOWN:
            st.caption(f"{shown_of(_SHOWN, len(files))}.")


# --- what is being read ---


def _goes_on(folder: Path) -> bool:
    found = reading.look(folder)
    return found is not None and found.goes_on


def _show_reading(folder: Path, one: str) -> None:
    found = reading.look(folder)
    if found is None:
        return
    if found.goes_on:
        _follow(folder)
    elif found.state == "failed":
        st.error(plain(found.message), icon=":material/error:")
    elif found.state == "cancelled":
        st.info("The reading was cancelled; what was read before is still there.")
    elif found.report:
        _show_report(found.report, one)


@st.fragment(run_every=0.5)
def _follow(folder: Path) -> None:
    """Show how far it is; the page is loaded anew when there is a first graph, and at the end."""
    found = reading.look(folder)
    there = state.read_awaited() is not None and is_index(visits.own_index(folder))
    if found is None or not found.goes_on or (found.first and there):
        st.rerun()
    _show_progress(found)
    st.button("Cancel", icon=":material/cancel:", on_click=reading.cancel, args=(folder,))


def _show_progress(found: Reading) -> None:
    st.progress(found.share, say_how_far(found))
    if found.first:
        st.caption("The first documents can be explored already; the others follow.")


def _show_report(report: dict[str, Any], one: str) -> None:
    """Show what was read, and what was not; `one` is what a section is called."""
    skipped, repaired = report["skipped"], report["repaired"]
    took = f"{plural(report['read'], 'file')} in {report['seconds']:g} seconds"
    st.success(
        f"{f'Read {took}' if report['read'] else 'All of it had been read before'}: there are "
        f"{plural(report['sections'], one)}, {plural(report['words'], 'word')} and "
        f"{plural(report['concepts'], 'concept')}.",
        icon=":material/check_circle:",
    )
    st.page_link("ui/pages/explore.py", label="See the graph", icon=":material/hub:")
    if repaired:
        st.info(f"The damaged encoding of {plural(len(repaired), 'file')} was repaired.")
    _show_skipped([(one["source"], one["reason"]) for one in skipped])


def _show_skipped(skipped: list[tuple[str, str]]) -> None:
    if skipped:
        st.warning(f"{plural(len(skipped), 'file')} could not be read.", icon=":material/warning:")
        rows = [{"File": name, "Why": reason} for name, reason in skipped[:_SHOWN]]
        st.dataframe(rows, hide_index=True)
        if len(skipped) > _SHOWN:
            st.caption(f"{shown_of(_SHOWN, len(skipped))}.")


# --- what is to be read ---


def _show_form(*, adds: bool) -> None:
    """Show what documents can be given by, and whether they are added to those of before."""
    skipped = state.take_skipped()
    st.subheader("Read your own documents")
    st.caption(
        "Markdown, text, reStructuredText, web pages, Jupyter notebooks, PDF, Word, and tables of "
        "questions and answers (CSV, TSV, JSON, JSON Lines), also in a zip archive. They stay in a "
        "folder for this browser alone, until a week after your last visit."
    )
    with st.form("documents", clear_on_submit=True):
        files, folder = st.columns(2)
        kinds = [*READERS, ".zip"]
        most, packed = MAX_BYTES // 1_000_000, MOST_UNPACKED // 1_000_000
        label = f"Files of up to {most} MB, or archives of up to {packed} MB"
        files.file_uploader(label, kinds, True, key=state.FILES, max_upload_size=packed)
        folder.file_uploader(
            "A folder", list(READERS), "directory", key=state.FOLDER, max_upload_size=most
        )
        st.text_area("Or paste text", key=state.PASTED, placeholder="# What is a Pod?\n\nA Pod …")
        st.text_input(
            "Where they are on the web, if they are", key=state.BASE_URL,
            placeholder="https://docs.example.org/guide",
            help="Sections then link to their source. {source}, {stem}, {place} and {anchor} in "
            "the address are filled in.",
        )  # fmt: skip
        st.caption(_TO_THOSE_OF_BEFORE if adds else _TO_NONE)
        st.form_submit_button(
            "Read", icon=":material/auto_stories:", on_click=_begin, type="primary"
        )
    message = state.take_message()
    if message:
        st.error(plain(message), icon=":material/error:")
    _show_skipped(skipped)


def _begin() -> None:
    """Keep what was sent, and begin to read it."""
    sent = [Upload(file.name, file.getvalue()) for file in state.read_uploads()]
    pasted = state.read_text(state.PASTED).strip()
    base_url = state.read_text(state.BASE_URL).strip() or None
    try:
        check_base_url(base_url)
    except AddressError as error:
        state.put_skipped([("The address", str(error))])
        return
    if not sent and not pasted:
        state.put_skipped([("Nothing", "Choose files or a folder, or paste some text.")])
        return
    try:
        _keep(sent, pasted, base_url)
    except TOLD as error:
        said = say(error, within=visits.own_folder() or data_folder())
        state.put_message(f"Nothing new is read: {said}.")


def _keep(sent: list[Upload], pasted: str, base_url: str | None) -> None:
    folder = visits.make_folder()
    documents = visits.documents(folder)
    if pasted:
        number = len(list(documents.glob("pasted-*.md"))) + 1
        sent.append(Upload(f"pasted-{number}.md", pasted.encode()))
    skipped = uploads.keep(sent, documents)
    state.put_skipped([(one.source, one.reason) for one in skipped])
    if uploads.kept_files(documents):
        _read(folder, base_url)


def _read(folder: Path, base_url: str | None = None) -> None:
    documents, index = str(visits.documents(folder)), visits.own_index(folder)
    reading.start(folder, Task((documents,), documents, str(index), base_url))
    state.await_index(index)


def _ask_for_columns(folder: Path) -> None:
    """Let a person say which columns of a table are questions and answers."""
    if _goes_on(folder):
        return
    documents = visits.documents(folder)
    for table in uploads.find_unclear(documents):
        source = table.file.relative_to(documents).as_posix()
        with st.form(f"columns {source}"):
            st.markdown("Which columns of this table are questions and answers?")
            st.text(source)
            left, right = st.columns(2)
            likely = suggest_columns(table.columns, table.rows)
            at = table.columns.index
            question = left.selectbox("Question", table.columns, at(likely.question))
            answer = right.selectbox("Answer", table.columns, at(likely.answer))
            if st.form_submit_button("Read it so"):
                _read_so(table.file, Columns(question, answer), folder)
            st.dataframe(table.rows, hide_index=True)


def _read_so(file: Path, columns: Columns, folder: Path) -> None:
    if columns.question == columns.answer:
        st.error("Choose two columns that differ.", icon=":material/error:")
        return
    try:
        _rewrite(file, columns)
        _read(folder)
    except TOLD as error:
        st.error(plain(f"It is not read: {say(error, within=folder)}."))
    else:
        st.rerun()


def _rewrite(file: Path, columns: Columns) -> None:
    """Put a table with columns that are called so in place of a file."""
    table = name_columns(read_rows(file.suffix.lower(), file.read_bytes()), columns)
    named = file.with_suffix(".csv")
    if named != file:
        named = named.with_stem(f"{file.stem}-{file.suffix[1:]}")
    with write_beside(named) as output:
        output.write(table)
    if named != file:
        file.unlink()


# --- what lies on this machine ---


def _show_path() -> None:
    st.subheader("Open what lies on this machine")
    with st.form("path"):
        path = st.text_input("An index, a file or a folder", key=state.PATH)
        if st.form_submit_button("Open", icon=":material/folder_open:") and path:
            try:
                state.keep_index(find_index(Path(path).expanduser()))
            except TOLD as error:
                st.error(plain(say(error)), icon=":material/error:")
            else:
                st.rerun()
