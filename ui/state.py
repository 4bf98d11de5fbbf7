"""What is open: kept in the address of the page, so that a link or a reload opens the same.

Widgets keep their own values there (``bind="query-params"``), which the browser's back passes over.
What no widget holds, this module keeps: selection, neighbourhood, ranking. Back steps through it.
It is the only one to name keys of the session and of the address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args
from urllib.parse import parse_qs, urlencode

import streamlit as st

Kind = Literal["nothing", "concept", "order", "edge", "topic", "question", "search"]

MOST_COMPARED = 5
MOST_GOALS = 5
# The choices of a page, as they are shown and as they are written in the address.
VIEWS = CONCEPT_GRAPH, TOPIC_MAP, TABLE = "Concepts", "Topic map", "Table"
PARTS = DOCUMENTS, NAMES, WORK_LIST = "Documents", "Names", "Work list"
PATH_VIEWS = STEPS, SYLLABUS = "Path", "Syllabus"

# Keys of widgets; those of bound ones are at the same time names in the address.
VIEW = "view"
TOPICS = "topics"
KINDS = "kinds"
CONCEPTS = "concepts"
WEIGHT = "weight"
CODE = "code"
SENTENCES = "sentences"

PART = "part"
FILES, FOLDER, PASTED, BASE_URL, PATH = "files", "folder", "pasted", "base_url", "path"
CONCEPT, ACTION, SUGGESTION = "concept", "action", "suggestion"
NEW_NAME = "new_name"

SOURCE, CURRICULA, OUTLINE = "curriculum", "curricula", "outline"
GAP_PART, STATUSES, SHOWN_STATUSES = "gaps", "status", "shown"
NAMED_TOO, MINUTES = "named", "minutes"

GOALS, KNOWN, START = "to", "known", "from"
PATH_VIEW, WAY, AVOID_HUBS = "paths", "way", "basics"

# Names in the address that no widget is bound to.
_SELECTION = "see"
_FOCUS = "focus"
_RANK = "rank"

# Keys of the session that no widget has.
_INDEX = "index"
_HELD = "held"
_AWAITED = "awaited_index"
_VISIT = "visit_token"
_SKIPPED = "skipped"
_MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Selection:
    """What the panel shows and the graph lights up."""

    kind: Kind = "nothing"
    # One to five concepts; one in the order of learning; the two ends of an edge; the number of
    # a topic; the id of a section; a text that was searched for.
    names: tuple[str, ...] = ()

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts that are selected themselves."""
        return self.names if self.kind in {"concept", "order", "edge"} else ()

    def query(self) -> str:
        """Return the selection as the query of an address."""
        return _query(_SELECTION, self.kind, *self.names)


@dataclass(frozen=True, slots=True)
class Focus:
    """The concept whose neighbourhood alone is shown."""

    concept: str
    steps: int  # 1 or 2

    def query(self) -> str:
        """Return the focus as the query of an address."""
        return _query(_FOCUS, self.concept, str(self.steps))


def see_params(selection: Selection) -> list[tuple[str, str]]:
    """Return the parameters of an address that selects something, as links to pages take them."""
    return [(_SELECTION, value) for value in (selection.kind, *selection.names)]


def topic_query(name: str) -> str:
    """Return the query of an address that shows the concepts of one topic alone."""
    return _query(TOPICS, name)


def _query(name: str, *values: str) -> str:
    return "?" + urlencode({name: values}, doseq=True)


def parse_selection(values: list[str]) -> Selection:
    """Read a selection from the address; one that makes no sense selects nothing.

    >>> parse_selection(["concept", "cosign"])
    Selection(kind='concept', names=('cosign',))
    >>> parse_selection(["edge", "cosign"])
    Selection(kind='nothing', names=())
    """
    kind, names = (values[0], tuple(dict.fromkeys(values[1:]))) if values else ("nothing", ())
    allowed = {"nothing": (0,), "concept": range(1, MOST_COMPARED + 1), "edge": (2,)}
    if kind not in get_args(Kind) or len(names) not in allowed.get(kind, (1,)):
        return Selection()
    return Selection(cast(Kind, kind), names)


def parse_focus(values: list[str]) -> Focus | None:
    """Read the focus from the address; one that makes no sense is none.

    >>> parse_focus(["cosign", "2"])
    Focus(concept='cosign', steps=2)
    >>> parse_focus(["cosign", "9"])
    """
    match values:
        case [concept, "1" | "2" as steps]:
            return Focus(concept, int(steps))
    return None


def read_selection() -> Selection:
    """Return what is selected."""
    return parse_selection(st.query_params.get_all(_SELECTION))


def select(selection: Selection) -> None:
    """Select something; the browser's back returns to what was selected before."""
    _write({_SELECTION: _selection_values(selection)})


def read_focus() -> Focus | None:
    """Return the concept whose neighbourhood alone is shown, if there is one."""
    return parse_focus(st.query_params.get_all(_FOCUS))


def focus(on: Focus | None) -> None:
    """Show the neighbourhood of one concept alone, or everything again."""
    _write({_FOCUS: _focus_values(on)})


def go_to(selection: Selection, on: Focus | None) -> None:
    """Select something and show a neighbourhood, or everything: one step of the browser's back."""
    _write({_SELECTION: _selection_values(selection), _FOCUS: _focus_values(on)})


def _selection_values(selection: Selection) -> list[str]:
    return [selection.kind, *selection.names] if selection.names else []


def _focus_values(on: Focus | None) -> list[str]:
    return [on.concept, str(on.steps)] if on else []


def _write(params: dict[str, list[str]]) -> None:
    if all(values == st.query_params.get_all(name) for name, values in params.items()):
        return  # another entry in the browser's history would lead nowhere
    st.query_params.update(params)  # at once; what has no values is not written


def rank_query(*, by_association: bool) -> str:
    """Return the query of an address that ranks neighbours by association, or by weight."""
    return _query(_RANK, "association" if by_association else "weight")


def ranks_by_association() -> bool:
    """Tell whether neighbours are ranked by association; otherwise, they are by weight."""
    return st.query_params.get(_RANK) == "association"


def show_topics(names: Iterable[str]) -> None:
    """Show the concepts of some topics alone, or all, and no neighbourhood. For callbacks."""
    focus(None)
    st.session_state[TOPICS] = list(names)
    if st.session_state.get(VIEW) == TOPIC_MAP:
        st.session_state[VIEW] = CONCEPT_GRAPH


def show_statuses(statuses: list[str]) -> None:
    """Show the concepts of some statuses alone, or all. To be called in a callback."""
    st.session_state[SHOWN_STATUSES] = statuses


def follow(query: str) -> None:
    """Open what a link of the panel leads to. To be called in a callback."""
    values = parse_qs(query.removeprefix("?"))
    if TOPICS in values:
        show_topics(values[TOPICS])
    params = {}
    if _RANK in values:
        params[_RANK] = ["association"] if values[_RANK] == ["association"] else []
    if _FOCUS in values:
        params[_FOCUS] = _focus_values(parse_focus(values[_FOCUS]))
    if _SELECTION in values:
        params[_SELECTION] = _selection_values(parse_selection(values[_SELECTION]))
    _write(params)


def learn_query(concept: str) -> str:
    """Return the query of an address that makes a concept a goal."""
    return _query(GOALS, concept)


def know_query(concept: str) -> str:
    """Return the query of an address that takes a concept for known."""
    return _query(KNOWN, concept)


def follow_path(query: str) -> None:
    """Open what a link of the Learning paths page leads to. To be called in a callback."""
    values = parse_qs(query.removeprefix("?"))
    for key in (GOALS, KNOWN):
        if key in values:
            chosen = dict.fromkeys([*(st.session_state.get(key) or []), *values[key]])
            # With more goals than there may be, the box would end the page: the first give way.
            st.session_state[key] = list(chosen)[-MOST_GOALS if key == GOALS else 0 :]
            select(Selection())
    follow(query)


def read_row(table: str) -> int | None:
    """Return the place of the row that is selected in a table."""
    rows = st.session_state[table]["selection"]["rows"]
    return int(rows[0]) if rows else None


def put_row(table: str, row: int | None) -> None:
    """Select a row of a table, or none. To be called before the table is shown."""
    rows = [] if row is None else [row]
    st.session_state[table] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def read_index() -> Path | None:
    """Return the index that this visit has opened."""
    return cast(Path | None, st.session_state.get(_INDEX))


def keep_index(index: Path | None) -> None:
    """Remember the index that this visit has opened, or that it is to look for one anew."""
    st.session_state[_INDEX] = index


def hold(corpus: object) -> None:
    """Keep what this visit has opened in memory, until it opens something else or ends."""
    st.session_state[_HELD] = corpus


def await_index(index: Path | None) -> None:
    """Remember an index that is to be opened as soon as it is there."""
    st.session_state[_AWAITED] = index


def read_awaited() -> Path | None:
    """Return the index that is to be opened as soon as it is there."""
    return cast(Path | None, st.session_state.get(_AWAITED))


def read_visit() -> str | None:
    """Return the token of the folder with this browser's own documents (`ui.visits`)."""
    return cast(str | None, st.session_state.get(_VISIT))


def keep_visit(token: str | None) -> None:
    """Remember the token of the folder with this browser's own documents."""
    st.session_state[_VISIT] = token


def read_uploads() -> list[Any]:
    """Return the files that were sent, alone or in a folder. To be called in a callback."""
    return [*(st.session_state.get(FILES) or ()), *(st.session_state.get(FOLDER) or ())]


def read_text(key: str) -> str:
    """Return what was typed into a widget."""
    return str(st.session_state.get(key) or "")


def read_minutes(otherwise: int) -> int:
    """Return how many minutes there are for reading."""
    return int(st.session_state.get(MINUTES) or otherwise)


def put_text(key: str, text: str) -> None:
    """Let a widget hold a text. To be called before it is shown, or in a callback."""
    st.session_state[key] = text


def put_skipped(skipped: list[tuple[str, str]]) -> None:
    """Remember what was not taken of what was sent, and why, until it is shown."""
    st.session_state[_SKIPPED] = skipped


def take_skipped() -> list[tuple[str, str]]:
    """Return what was not taken, once."""
    return cast(list[tuple[str, str]], st.session_state.pop(_SKIPPED, []))


def put_message(message: str) -> None:
    """Remember why something could not be done, until it is shown."""
    st.session_state[_MESSAGE] = message


def take_message() -> str | None:
    """Return why something could not be done, once."""
    return cast(str | None, st.session_state.pop(_MESSAGE, None))
