"""Learning: what someone wants to learn and knows already, the path between, and its downloads."""

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import streamlit as st

from graph.path_export import (
    PathWithReading,
    paths_csv,
    paths_json,
    paths_markdown,
    syllabus_csv,
    syllabus_markdown,
)
from graph.paths import LearningPath, NoPathError, UnknownStepError, find_paths, syllabus
from ui import explorer, state
from ui.component import show_graph, show_text
from ui.downloads import offer
from ui.loaders import Corpus, load_names, load_prerequisites, load_reading
from ui.markup import plain
from ui.panel_column import show_panel
from ui.path_panel import goals_html, path_html, ready_html, relation_html, step_html, syllabus_html
from ui.path_picture import NAME, draw_path
from ui.picture import Highlight, View, pack
from ui.state import Selection
from ui.views import load_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import networkx as nx

    Dag = nx.DiGraph[str]

_ALTERNATIVES = 3


class Wish(NamedTuple):
    """What someone wants to learn."""

    goals: list[str]
    known: list[str]
    start: str | None
    avoid_hubs: bool


def ask(corpus: Corpus) -> Wish:
    """Show what to choose from, and return the choice."""
    names = load_names(corpus)
    goals = st.multiselect(
        "I want to learn", names, key=state.GOALS, max_selections=state.MOST_GOALS,
        placeholder="Choose a concept", bind="query-params", select_all=False,
    )  # fmt: skip
    known = st.multiselect(
        "I know", names, key=state.KNOWN, placeholder="Nothing yet", bind="query-params",
        select_all=False,
    )  # fmt: skip
    with st.popover("Options", icon=":material/tune:"):
        start = st.selectbox(
            "Lead on from", names, index=None, key=state.START, bind="query-params",
            placeholder="Anywhere",
            help="A concept that you know, and that the path is to begin with.",
        )  # fmt: skip
        avoid_hubs = st.toggle(
            "Leave out what almost everything builds on", key=state.AVOID_HUBS,
            bind="query-params",
        )  # fmt: skip
    return Wish(goals, known, start, avoid_hubs)


def find_ways(corpus: Corpus, wish: Wish) -> list[LearningPath]:
    """Return the paths to what is wished for; where there is none, say why."""
    if not wish.goals:
        return []
    try:
        return find_paths(
            load_prerequisites(corpus),
            wish.goals,
            known=wish.known,
            start=wish.start,
            alternatives=_ALTERNATIVES,
            avoid_hubs=wish.avoid_hubs,
        )
    except (NoPathError, UnknownStepError) as error:
        said = str(error)
        st.warning(plain(f"{said[:1].upper()}{said[1:]}."), icon=":material/route:")
        return []


def choose_way(ways: "Sequence[LearningPath]") -> LearningPath | None:
    """Show the paths to choose from, and return the choice."""
    if len(ways) < 2:
        return ways[0] if ways else None
    names = _name_ways(ways)
    chosen = st.segmented_control(
        "Way", list(names), default=next(iter(names)), key=state.WAY, required=True,
        label_visibility="collapsed", format_func=plain,
    )  # fmt: skip
    return names.get(chosen, ways[0])


def _name_ways(ways: "Sequence[LearningPath]") -> dict[str, LearningPath]:
    """Name the first path, and each other one by the last step of the first that it leaves out."""
    first, *others = ways
    names = {"Main way": first}
    for way in others:
        taken = {step.concept for step in way.steps}
        left_out = [step.concept for step in first.steps if step.concept not in taken]
        unnamed = [one for one in left_out if f"without {one}" not in names]
        names[f"without {(unnamed or left_out)[-1]}"] = way
    return names


def show_path(corpus: Corpus, path: LearningPath, selection: Selection) -> None:
    """Show a path as a picture."""
    picture = draw_path(path, load_prerequisites(corpus))
    shown = {node["id"] for node in picture.nodes}
    strong = [concept for concept in selection.concepts if concept in shown]
    highlight = Highlight(
        NAME, strong, pair=selection.kind == "edge", around=selection.kind != "edge"
    )
    view = View(NAME, status="From left to right: what a step builds on is left of it")
    show_graph(pack(picture), pack(view), highlight, _answer)


def _answer(event: dict[str, Any]) -> None:
    """Do what was asked for by a click or a key in the picture."""
    names = [str(name) for name in event["names"]]
    match event["kind"]:
        case "expand" | "focus":
            state.select(Selection("concept", (names[0],)))
        case "leave" | "topics":
            pass
        case _:
            explorer.answer(event)


def show_goals(corpus: Corpus, wish: Wish) -> None:
    """Show a few concepts to choose as goals, or as others if no way leads to those chosen."""
    html = goals_html(load_prerequisites(corpus), wish.known, others=bool(wish.goals))
    show_text(html, key="goals", label="Goals", on_open=state.follow_path)


def show_syllabus(corpus: Corpus) -> None:
    """Show all concepts by level and topic."""
    dag = load_prerequisites(corpus)
    html = syllabus_html(dag, syllabus(dag))
    show_text(html, key="syllabus", label="Syllabus", on_open=state.follow_path)


def show_steps(
    corpus: Corpus, path: LearningPath | None, known: "Sequence[str]", selection: Selection
) -> None:
    """Show the path as a list, or the evidence for what is selected."""
    html = _steps(corpus, path, known, selection)
    show_panel(html, selection, state.follow_path)


def _steps(
    corpus: Corpus, path: LearningPath | None, known: "Sequence[str]", selection: Selection
) -> str:
    dag = load_prerequisites(corpus)
    evidence = partial(load_evidence, corpus, selection, state.ranks_by_association())
    match selection.kind, selection.names:
        case "nothing", _ if path:
            return path_html(corpus, dag, path, load_reading(corpus, path))
        case "nothing", _:
            return ready_html(dag, known)
        case "concept", (concept,) if concept in dag:
            return step_html(dag, path, concept) + evidence()
        case "edge", (before, after):
            return relation_html(dag, path, before, after) + evidence()
    return step_html(dag, path, "") + evidence()


def show_downloads(
    corpus: Corpus, path: LearningPath | None, ways: "Sequence[LearningPath]"
) -> None:
    """Show a button for each format; a file is made when its button is pressed.

    The checklist is of the path that is shown; the tables hold the others, too.
    """
    with st.popover("Download", icon=":material/download:"), st.container(gap="xxsmall"):
        if path:
            offer(
                "Checklist (Markdown)",
                "learning-path.md",
                partial(_write, paths_markdown, corpus, [path]),
            )
            offer("Table (CSV)", "learning-path.csv", partial(_write, paths_csv, corpus, ways))
            offer("JSON", "learning-path.json", partial(_write, paths_json, corpus, ways))
        dag = load_prerequisites(corpus)
        offer("Syllabus (Markdown)", "syllabus.md", lambda: syllabus_markdown(syllabus(dag)))
        offer("Syllabus (CSV)", "syllabus.csv", lambda: syllabus_csv(syllabus(dag)))


def _write(
    form: "Callable[[Sequence[PathWithReading]], str]",
    corpus: Corpus,
    ways: "Sequence[LearningPath]",
) -> str:
    return form([PathWithReading(way, load_reading(corpus, way)) for way in ways])
