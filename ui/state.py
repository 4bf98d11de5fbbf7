"""What is open: kept in the address of the page, so that a link and the browser's back hold it.

Widgets keep their own values there (``bind="query-params"``); this module keeps what no widget
holds, and is the only one to name keys of the session and of the address.
"""

from dataclasses import dataclass
from typing import Any, Literal, cast, get_args
from urllib.parse import parse_qs, urlencode

import streamlit as st

Kind = Literal["nothing", "concept", "edge", "topic", "question", "search"]

MOST_COMPARED = 5
VIEWS = ("Concepts", "Topic map", "Table")

# Keys of widgets; those of bound ones are at the same time names in the address.
VIEW = "view"
SEARCH = "search"
TOPICS = "topics"
KINDS = "kinds"
CONCEPTS = "concepts"
WEIGHT = "weight"
CODE = "code"
SENTENCES = "sentences"
TABLE = "table"

# Names in the address that no widget is bound to.
_SELECTION = "see"
_FOCUS = "focus"


@dataclass(frozen=True, slots=True)
class Selection:
    """What the panel shows and the graph lights up."""

    kind: Kind = "nothing"
    names: tuple[str, ...] = ()  # one to five concepts, two ends, a topic's number, a section

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts among what is selected."""
        return self.names if self.kind in {"concept", "edge"} else ()

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


def topics_query(*topics: int) -> str:
    """Return the query of an address that shows the concepts of some topics alone."""
    return _query(TOPICS, *map(str, topics))


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
    allowed = {"concept": range(1, MOST_COMPARED + 1), "edge": (2,)}
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
    if selection == read_selection():
        return
    if selection.kind == "nothing":
        del st.query_params[_SELECTION]
    else:
        st.query_params[_SELECTION] = [selection.kind, *selection.names]


def read_focus() -> Focus | None:
    """Return the concept whose neighbourhood alone is shown, if there is one."""
    return parse_focus(st.query_params.get_all(_FOCUS))


def focus(on: Focus | None) -> None:
    """Show the neighbourhood of one concept alone, or everything again."""
    if on == read_focus():
        return
    if on is None:
        del st.query_params[_FOCUS]
    else:
        st.query_params[_FOCUS] = [on.concept, str(on.steps)]


def follow(query: str) -> None:
    """Open what a link of the panel leads to."""
    values = parse_qs(query.removeprefix("?"))
    if TOPICS in values:
        set_widget(VIEW, VIEWS[0])
        set_widget(TOPICS, [int(topic) for topic in values[TOPICS] if topic.isdecimal()])
    if _FOCUS in values:
        focus(parse_focus(values[_FOCUS]))
    if _SELECTION in values:
        select(parse_selection(values[_SELECTION]))


def of_widget(key: str) -> Any:
    """Return what a widget or component last said, or None."""
    return st.session_state.get(key)


def set_widget(key: str, value: Any) -> None:
    """Set a widget from elsewhere: in a callback, or before the widget is shown."""
    st.session_state[key] = value
