"""Curricula: what to hold against the corpus, as files, as pasted text, or the sample."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from extract.documents import READERS
from ui import state
from ui.launch import SAMPLE as CORPUS
from ui.loaders import Corpus

SAMPLE = Path(__file__).parent.parent / "data" / "curriculum.md"
_SAMPLE, _FILES, _TEXT = "Sample", "Files", "Text"
ITSELF = "This corpus"


class GivenCurriculum(NamedTuple):
    """A curriculum that was not read yet."""

    name: str  # its ending tells the kind of the file
    data: bytes


def choose_source(corpus: Corpus) -> str:
    """Show where a curriculum may come from, and return the choice."""
    # The sample is a course on what the shipped documents are about, and on no others.
    shows_sample = set(corpus.index.manifest["files"]) == _sample_files()
    sample = "a sample course on container security, " if shows_sample else ""
    sources = [_FILES, _TEXT, ITSELF]
    return st.segmented_control(
        "Curriculum", [_SAMPLE, *sources] if shows_sample else sources, key=state.SOURCE,
        required=True, default=_SAMPLE if shows_sample else ITSELF, bind="query-params",
        help=f"What is held against the corpus: {sample}files of your own, pasted text, or the "
        "corpus itself.",
    )  # fmt: skip


@cache
def _sample_files() -> set[str]:
    return {file.name for file in CORPUS.iterdir()}


def give_curricula(source: str) -> list[GivenCurriculum]:
    """Show what a source needs, and return the curricula that were given, none to start with."""
    if source == _SAMPLE:
        return [GivenCurriculum(SAMPLE.name, SAMPLE.read_bytes())]
    if source == _FILES:
        files = st.file_uploader(
            "A syllabus, a list of topics or a job advertisement; two are shown side by side",
            type=sorted(READERS), accept_multiple_files=True, key=state.CURRICULA,
        )  # fmt: skip
        return [GivenCurriculum(file.name, file.getvalue()) for file in files]
    text = st.text_area(
        "Topics, one a line, or the text of a course", key=state.OUTLINE, height=200,
        placeholder="Cluster hardening\n- Role-based access control\n- Service accounts",
    )  # fmt: skip
    return [GivenCurriculum("Pasted text.md", text.encode())] if text and text.strip() else []
