"""Pieces of the panel: links, chips, lists and quotes, as HTML in which all text is escaped.

Links begin with ``?`` and hold what they open (`ui.state`): they can be followed in place, opened
in another tab, and copied.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from extract.index import text_or_none
from extract.places import describe_place, source_address
from graph.concept_graph import Index
from graph.connections import Connection
from graph.evidence import Neighbour, SectionEvidence, section_marks
from graph.vis import topic_colour
from graph.wording import plural
from ui.markup import mark_text, render_section
from ui.state import Focus, Kind, Selection, rank_query, topic_query

if TYPE_CHECKING:
    import networkx as nx

_SHOWN_SENTENCES = 3  # of a section; the others unfold
_SHOWN_SECTIONS = 25
_SHOWN_NEIGHBOURS = 8
_MOST_NEIGHBOURS = 40
_MOST_CHIPS = 40
# What the figures of the graph mean, wherever they are met.
SALIENCE = "How much is said of a concept: how often texts mention it, and whether titles do."
ASSOCIATION = (
    "How much more often two concepts come together than by chance: normalised pointwise mutual "
    "information, from -1 (never) over 0 (by chance) to 1 (always)."
)
STRENGTH = "Grows with how often two concepts come together, and with their association."
STABILITY = "The share of 200 random redraws of the documents that keep the connection."
_RANKINGS = (  # whether by association, its name, what it means
    (False, "by strength", STRENGTH),
    (True, "by association", ASSOCIATION),
)


def shown_of(count: int, total: int) -> str:
    """Say how many of all are shown.

    >>> shown_of(40, 1320)
    '40 of 1,320 are shown'
    """
    return f"{count:,} of {total:,} are shown"


def concept_address(concept: str) -> str:
    """Return the address that selects a concept."""
    return Selection("concept", (concept,)).query()


def href(kind: Kind, *names: str) -> str:
    """Return the address of a selection, escaped."""
    return escape(Selection(kind, names).query())


def concept_link(concept: str) -> str:
    """Return the name of a concept as a link to it."""
    return f'<a href="{href("concept", concept)}">{escape(concept)}</a>'


def focus_link(concept: str) -> str:
    """Return a link that shows the neighbourhood of a concept alone."""
    return f'<a href="{escape(Focus(concept, 1).query())}">Show its neighbourhood alone</a>'


def topic_only_link(name: str) -> str:
    """Return a link that shows the concepts of a topic alone."""
    return f'<a href="{escape(topic_query(name))}">Show this topic alone</a>'


def topic_dot(topic: int) -> str:
    """Return a disc in the colour of a topic."""
    light, dark = topic_colour(topic), topic_colour(topic, theme="dark")
    return f'<i class="dot" style="--light: {light}; --dark: {dark}"></i>'


def dot(graph: "nx.Graph[str]", concept: str) -> str:
    """Return a disc in the colour of a concept's topic."""
    return topic_dot(graph.nodes[concept]["topic"])


def topic_link(graph: "nx.Graph[str]", topic: int) -> str:
    """Return the name of a topic as a link to it."""
    name = escape(graph.graph["topic_names"][topic])
    return f'<a class="topic" href="{href("topic", str(topic))}">{topic_dot(topic)}{name}</a>'


def chips(graph: "nx.Graph[str]", concepts: Sequence[str]) -> str:
    """Return concepts as a cloud of links."""
    links = "".join(
        f'<span class="chip">{dot(graph, concept)}{concept_link(concept)}</span>'
        for concept in concepts[:_MOST_CHIPS]
    )
    cut = len(concepts) > _MOST_CHIPS
    told = f"<small>{shown_of(_MOST_CHIPS, len(concepts))}</small>" if cut else ""
    return f'<p class="chips">{links}{told}</p>'


def removable_chips(graph: "nx.Graph[str]", concepts: Sequence[str]) -> str:
    """Return compared concepts as links, each with one that takes it out."""
    links = "".join(
        f'<span class="chip">{dot(graph, concept)}{concept_link(concept)}<a class="off" '
        f'href="{href("concept", *(other for other in concepts if other != concept))}" '
        f'aria-label="Take {escape(concept)} out">×</a></span>'
        for concept in concepts
    )
    return f'<p class="chips">{links}</p>'


def rows(items: Iterable[str], *, name: str = "rows", none: str = "None.") -> str:
    """Return items as a list."""
    joined = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="{name}">{joined}</ul>' if joined else f"<p>{none}</p>"


def ranking(*, by_association: bool) -> str:
    """Return the heading above neighbours, with links that rank them otherwise."""
    links = []
    for association, name, title in _RANKINGS:
        current = ' aria-current="true"' if association == by_association else ""
        address = escape(rank_query(by_association=association))
        links.append(f'<a href="{address}" title="{title}"{current}>{name}</a>')
    return f'<div class="ranked"><h3>Connections</h3><span>{"".join(links)}</span></div>'


def neighbour_rows(
    corpus_unit: str, graph: "nx.Graph[str]", concept: str, found: Sequence[Neighbour]
) -> str:
    """Return the neighbours of a concept, each with what is said and where."""
    items = [
        f"<li><span>{dot(graph, neighbour.concept)}{_said(concept, neighbour)}</span>"
        f'<a class="why" href="{href("edge", concept, neighbour.concept)}">'
        f"{_together(neighbour.sentences, neighbour.sections, corpus_unit)}</a></li>"
        for neighbour in found[:_MOST_NEIGHBOURS]
    ]
    return _unfold("ul", "rows", items, _SHOWN_NEIGHBOURS, "connections", total=len(found))


def _said(concept: str, neighbour: Neighbour) -> str:
    """Return a neighbour in the order in which the text names it and the concept."""
    link = concept_link(neighbour.concept)
    if not neighbour.phrases:
        return link
    source, phrase, *_ = neighbour.phrases[0]
    if source == concept:
        return f"<em>{escape(phrase)}</em> {link}"
    return f"{link} <em>{escape(phrase)} it</em>"


def reason_rows(graph: "nx.Graph[str]", relations: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """Return concepts of prerequisite relations, each with the weightiest reason."""
    return rows(
        (
            f"<span>{dot(graph, concept)}{concept_link(concept)}"
            f"<small>{escape(relation['reasons'][0]) if relation['reasons'] else ''}</small></span>"
            for concept, relation in relations
        ),
        name="rows reasons",
        none="Nothing, as far as these documents tell.",
    )


def ways(graph: "nx.Graph[str]", corpus_unit: str, found: Iterable[Connection]) -> str:
    """Return ways from one concept to another; each step leads to what binds its ends."""
    return rows(
        (
            "".join(
                f'{concept_link(one)} <a class="step" href="{href("edge", one, other)}">'
                f"— {_together(edge['sentences'], edge['sections'], corpus_unit)} →</a> "
                for one, other in pairwise(way.concepts)
                for edge in [graph[one][other]]
            )
            + concept_link(way.concepts[-1])
            for way in found
        ),
        name="phrases",
        none=f"Nothing does: no chain of {corpus_unit}s leads from one to the other.",
    )


def _together(sentences: int, sections: int, corpus_unit: str) -> str:
    """Return in how many sentences two concepts meet; if in none, in how many sections."""
    return plural(sentences, "sentence") if sentences else plural(sections, corpus_unit)


def evidence(corpus_unit: str, found: Sequence[SectionEvidence]) -> str:
    """Return sections with the sentences that mention what is asked for."""
    items = [_section(section) for section in found]
    return _unfold("div", "questions", items, _SHOWN_SECTIONS, f"{corpus_unit}s")


def _section(found: SectionEvidence) -> str:
    address = href("question", found.section)
    heading = escape(found.title)
    quotes: list[str] = []
    for in_code, sentences in groupby(found.sentences, key=attrgetter("in_code")):
        marked = [(mark_text(one.text, one.marks), one.kind) for one in sentences]
        if in_code:
            lines = "\n".join(text for text, _ in marked)
            quotes.append(f"<pre>{lines}</pre>")
        heading = next((text for text, kind in marked if kind == "title"), heading)
        quotes += [f"<p>{text}</p>" for text, kind in marked if kind not in {"title", "code"}]
    return (
        f'<section><h4><a href="{address}">{_numbered(found.number, heading)}</a></h4>'
        f"{_unfold('div', 'quotes', quotes, _SHOWN_SENTENCES, 'sentences')}"
        f'<p class="actions"><a href="{address}">Read it whole</a></p></section>'
    )


def titles(index: Index, sections: Iterable[str]) -> str:
    """Return sections as links to them."""
    return rows((section_link(index, section) for section in sections), name="titles")


def section_link(index: Index, section: str) -> str:
    """Return the title of a section as a link to it."""
    number, title = index.sections.loc[section, ["number", "title"]]
    shown = _numbered(text_or_none(number), escape(str(title)))
    return f'<a href="{href("question", section)}">{shown}</a>'


def section_text(index: Index, section: str) -> str:
    """Return a section whole, every mention in it a link to its concept."""
    text = index.sections.loc[section, "text"]
    html = render_section(str(text), section_marks(index, section), concept_address)
    return f"<article>{html}</article>"


def source_link(index: Index, row: Any) -> str:  # noqa: ANN401 - a row of the sections
    """Return where a section stands in its file, as a link where that is on the web."""
    place = escape(f"{row['source']}, {describe_place(row['source'], int(row['line']))}")
    address = source_address(
        index.manifest.get("base_url"), row["source"], row["title"], int(row["line"])
    )
    if address is None:
        return f"<span>{place}</span>"
    return (
        f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer" '
        f'title="Open the source">{place}</a>'
    )


def turn_links(index: Index, section: str) -> str:
    """Return links to the sections before and after one, in the order of reading."""
    order = index.sections.sort_values("position")["section"].tolist()
    place = order.index(section)
    before = f"<span>{section_link(index, order[place - 1])}</span>" if place else ""
    after = f"<span>{section_link(index, order[place + 1])}</span>" if order[place + 1 :] else ""
    return f'<nav class="turn" aria-label="Before and after">{before}{after}</nav>'


def _numbered(number: str | None, title: str) -> str:
    return f"{escape(number)}. {title}" if number else title


def _unfold(
    tag: str, name: str, items: Sequence[str], shown: int, what: str, *, total: int = 0
) -> str:
    """Return items, perhaps the first of more; those after the first few unfold on a click."""
    if len(items) <= shown + 1:
        return f'<{tag} class="{name}">{"".join(items)}</{tag}>' if items else ""
    first, rest = "".join(items[:shown]), "".join(items[shown:])
    total = max(total, len(items))
    more = f"Show all {total:,}" if total == len(items) else f"Show {len(items):,} of {total:,}"
    return (
        f'<{tag} class="{name}">{first}</{tag}><details><summary>{more} {what}'
        f'</summary><{tag} class="{name}">{rest}</{tag}></details>'
    )
