"""The panel beside the graph: what the documents say about what is selected, as HTML."""

import math
from bisect import bisect_left
from html import escape
from typing import Any

from extract.index import text_or_none
from graph.backbone import rank
from graph.connections import compare, connect
from graph.evidence import concept_evidence, definition, neighbours, pair_evidence
from graph.search import search
from graph.stability import edge_stability
from graph.topics import list_topics
from graph.wording import plural, unit
from ui import pieces
from ui.loaders import Corpus, load_prerequisites, load_weights
from ui.markup import mark_text
from ui.pieces import concept_link, dot
from ui.state import Selection

_SALIENT = 12  # concepts to begin with
_MOST_ALIASES = 8
_TELLING = 10  # sections that are most about a topic
_SUGGESTIONS = 10
_STEPS = 8  # prerequisites, and concepts that build on one
_NOTHING = "Nothing in these documents is called so, or nearly so."


def panel(
    corpus: Corpus, selection: Selection, *, by_association: bool = False, in_graph: bool = True
) -> str:
    """Return what the panel says about a selection.

    Parameters
    ----------
    corpus : Corpus
    selection : Selection
    by_association : bool, default False
        Rank neighbours by association instead of weight.
    in_graph : bool, default True
        The panel stands beside the whole graph, of which links show a part alone.
    """
    names = selection.names
    missing = [name for name in selection.concepts if name not in corpus.graph]
    if missing:
        return _missing(missing[0])
    match selection.kind:
        case "concept":
            if len(names) > 1:
                return _comparison(corpus, names)
            return _concept(corpus, names[0], by_association=by_association, in_graph=in_graph)
        case "order":
            return _order(corpus, names[0])
        case "edge":
            return _edge(corpus, *names)
        case "topic":
            return _topic(corpus, names[0], in_graph=in_graph)
        case "question":
            return _question(corpus, names[0])
        case "search":
            return _suggestions(corpus, names[0])
        case _:
            return _overview(corpus)


def _overview(corpus: Corpus) -> str:
    graph, index = corpus.graph, corpus.index
    topics = list_topics(graph)
    counts = (
        plural(len(index.sections), unit(index)),
        plural(len(graph), "concept"),
        plural(len(topics), "topic"),
    )
    listed = (
        f"{pieces.topic_link(graph, topic)}<small>{plural(len(concepts), 'concept')}</small>"
        for topic, _, concepts in topics
    )
    return f"""
<h2 tabindex="-1">What these documents are about</h2>
<p class="facts">{" · ".join(counts)}</p>
<p>Click a concept in the graph to read what is said about it, or a line to see what binds two.
Double-click to see a neighbourhood alone, and hold Shift to compare.</p>
<h3>Most salient</h3>
<p class="facts">{pieces.SALIENCE} The larger the disc, the more salient.</p>
{pieces.chips(graph, rank(graph, graph)[:_SALIENT])}
<h3>Topics</h3>
{pieces.rows(listed)}"""


def _concept(corpus: Corpus, concept: str, *, by_association: bool, in_graph: bool) -> str:
    graph, index = corpus.graph, corpus.index
    node = graph.nodes[concept]
    counts = (
        f"{plural(node['mentions'], 'mention')} in {plural(node['sections'], unit(index))}",
        plural(node["degree"], "connection"),
    )
    near = neighbours(graph, concept, by_npmi=by_association)
    return f"""
<p class="kicker">{pieces.topic_link(graph, node["topic"])}<span>{escape(node["kind"])}</span></p>
<h2 tabindex="-1">{escape(concept)}</h2>
{_aliases(concept, node["aliases"])}
{_definition(corpus, concept)}
<p class="facts">{" · ".join(counts)}</p>
<p class="actions">{pieces.focus_link(concept) if in_graph else ""}
<a href="{pieces.href("order", concept)}">What to learn before and after</a></p>
{pieces.ranking(by_association=by_association)}
{pieces.neighbour_rows(unit(index), graph, concept, near)}
<h3>Read about it</h3>
{pieces.evidence(unit(index), concept_evidence(index, concept))}"""


def _aliases(concept: str, aliases: tuple[str, ...]) -> str:
    others = [alias for alias in aliases if alias.casefold() != concept.casefold()]
    more = " …" if len(others) > _MOST_ALIASES else ""
    shown = ", ".join(map(escape, others[:_MOST_ALIASES]))
    return f'<p class="also">Also: {shown}{more}</p>' if others else ""


def _definition(corpus: Corpus, concept: str) -> str:
    found = definition(corpus.index, concept)
    if found is None or found.sentence is None:
        return ""
    return f"""<blockquote><p>{mark_text(found.sentence.text, found.sentence.marks)}</p>
<cite>{pieces.section_link(corpus.index, found.section)}</cite></blockquote>"""


def _order(corpus: Corpus, concept: str) -> str:
    graph, prerequisites = corpus.graph, load_prerequisites(corpus)
    before = sorted(prerequisites.pred[concept].items(), key=_by_score)[:_STEPS]
    after = sorted(prerequisites.succ[concept].items(), key=_by_score)[:_STEPS]
    return f"""
<p class="kicker"><span>order of learning</span></p>
<h2 tabindex="-1">Before and after {concept_link(concept)}</h2>
<h3>Learn before</h3>
{pieces.reason_rows(graph, before)}
<h3>Learn after</h3>
{pieces.reason_rows(graph, after)}"""


def _by_score(relation: tuple[str, dict[str, Any]]) -> tuple[float, str]:
    concept, found = relation
    return -found["score"], concept


def _edge(corpus: Corpus, first: str, second: str) -> str:
    graph, index = corpus.graph, corpus.index
    if not graph.has_edge(first, second):
        return _comparison(corpus, (first, second))
    edge = graph[first][second]
    said = [
        f"{concept_link(phrase.source)} <em>{escape(phrase.phrase)}</em> "
        f"{concept_link(phrase.target)}"
        f"{f' <small>{phrase.sentences} times</small>' if phrase.sentences > 1 else ''}"
        for phrase in edge["phrases"]
    ]
    together = plural(edge["sentences"], "sentence"), plural(edge["sections"], unit(index))
    return f"""
<p class="kicker"><span>connection</span></p>
<h2 tabindex="-1">{concept_link(first)} <span class="and">and</span> {concept_link(second)}</h2>
<p class="facts">Together in {" and ".join(together)}</p>
{_figures(corpus, edge, edge_stability(index, [(first, second)])[0])}
{f"<h3>What is said</h3>{pieces.rows(said, name='phrases')}" if said else ""}
<h3>Where they come together</h3>
{pieces.evidence(unit(index), pair_evidence(index, first, second))}"""


def _figures(corpus: Corpus, edge: dict[str, Any], stability: float) -> str:
    """Return what the figures of a connection say, in words beside each."""
    weights = load_weights(corpus)
    below = bisect_left(weights, edge["weight"]) / len(weights)
    figures = (
        (_say_association(edge["npmi"]), f"association {edge['npmi']:.2f}", pieces.ASSOCIATION),
        (_say_strength(below), f"strength {edge['weight']:.2f}", pieces.STRENGTH),
        (
            _say_stability(stability, unit(corpus.index)),
            f"stability {100 * stability:.0f} %",
            pieces.STABILITY,
        ),
    )
    return pieces.rows(
        f'<span>{said}</span><small title="{meaning}">{figure}</small>'
        for said, figure, meaning in figures
    )


def _say_association(npmi: float) -> str:
    """Say what an association means.

    >>> [_say_association(npmi) for npmi in (0.8, 0.3, 0.0, -0.4)]  # doctest: +NORMALIZE_WHITESPACE
    ['Together far more often than by chance', 'Together more often than by chance',
     'Together about as often as by chance', 'Together less often than by chance']
    """
    steps = ((0.5, "far more often than"), (0.1, "more often than"), (-0.1, "about as often as"))
    often = next((words for least, words in steps if npmi >= least), "less often than")
    return f"Together {often} by chance"


def _say_strength(below: float) -> str:
    """Say what a strength means, given the share of connections that have less."""
    if below < 0.5:
        return "Weaker than most connections here"
    return f"Stronger than {math.floor(100 * below)} % of the connections here"


def _say_stability(stability: float, corpus_unit: str) -> str:
    # What rests on one section is in about 0.63 of the redraws, what rests on three in 0.95.
    if stability >= 0.95:
        return f"Would be there without any one {corpus_unit}"
    if stability >= 0.7:
        return f"Rests on a few {corpus_unit}s"
    return f"Rests on one {corpus_unit} or two"


def _comparison(corpus: Corpus, concepts: tuple[str, ...]) -> str:
    graph, index = corpus.graph, corpus.index
    shared = compare(graph, index, concepts)
    between = [
        f'<a href="{pieces.href("edge", one, other)}">{escape(one)} and {escape(other)}</a>'
        f"<small>{plural(graph[one][other]['sections'], unit(index))}</small>"
        for place, one in enumerate(concepts)
        for other in concepts[place + 1 :]
        if graph.has_edge(one, other)
    ]
    if len(concepts) == 2:
        heading, connections = (
            "What connects them",
            pieces.ways(graph, unit(index), connect(graph, *concepts)),
        )
    else:
        heading, connections = "Connections among them", pieces.rows(between)
    return f"""
<p class="kicker"><span>comparison</span></p>
<h2 tabindex="-1">{", ".join(map(escape, concepts))}</h2>
{pieces.removable_chips(graph, concepts)}
<h3>{heading}</h3>
{connections}
<h3>Neighbours in common</h3>
{pieces.chips(graph, shared.neighbours) if shared.neighbours else "<p>None.</p>"}
<h3>{unit(index).capitalize()}s that mention them all</h3>
{pieces.titles(index, shared.sections)}"""


def _topic(corpus: Corpus, number: str, *, in_graph: bool) -> str:
    graph, index = corpus.graph, corpus.index
    topics = {str(topic.topic): topic for topic in list_topics(graph)}
    if number not in topics:
        return _missing(number)
    topic, name, concepts = topics[number]
    inside = index.mentions[index.mentions["concept"].isin(concepts)]
    counts = inside.groupby("section", sort=False)["concept"].nunique()
    telling = counts.sort_values(ascending=False, kind="stable").index[:_TELLING]
    return f"""
<p class="kicker"><span>topic</span></p>
<h2 tabindex="-1">{pieces.topic_dot(topic)}{escape(name).replace(" · ", "&nbsp;· ")}</h2>
<p class="facts">{plural(len(concepts), "concept")}</p>
<p class="actions">{pieces.topic_only_link(name) if in_graph else ""}</p>
<h3>Its concepts</h3>
{pieces.chips(graph, concepts)}
<h3>{unit(index).capitalize()}s that say most about it</h3>
{pieces.titles(index, telling)}"""


def _question(corpus: Corpus, section: str) -> str:
    index = corpus.index
    if section not in index.sections.index:
        return _missing(section)
    row: Any = index.sections.loc[section]
    printed = text_or_none(row["number"])
    number = f"<span>{unit(index)} {escape(printed)}</span>" if printed else ""
    return f"""
<p class="kicker">{number}{pieces.source_link(index, row)}</p>
{pieces.section_text(index, section)}
{pieces.turn_links(index, section)}"""


def _suggestions(corpus: Corpus, text: str) -> str:
    found = [
        f"<span>{dot(corpus.graph, concept)}{concept_link(concept)}</span>"
        f"{f'<small>{escape(surface)}</small>' if surface != concept else ''}"
        for concept, surface in search(corpus.graph, text, _SUGGESTIONS)
    ]
    answer = f"<p>Did you mean</p>{pieces.rows(found)}" if found else f"<p>{_NOTHING}</p>"
    return f"""
<p class="kicker"><span>search</span></p>
<h2 tabindex="-1">{escape(text)}</h2>
{answer}"""


def _missing(name: str) -> str:
    return f"""
<h2 tabindex="-1">Not in these documents</h2>
<p>There is no <strong>{escape(name)}</strong> here. The link may come from other documents, or from
an earlier state of these.</p>"""
