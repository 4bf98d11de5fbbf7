"""The panel beside the graph: what the documents say about what is selected, as HTML.

Each function returns a piece of HTML in which all text of documents is escaped. Links start with
``?`` and hold what they open (`ui.state`), so that they can be followed here and opened elsewhere.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

import networkx as nx

from graph.backbone import rank
from graph.concept_graph import Index
from graph.connections import Connection, compare, connect
from graph.evidence import (
    Neighbour,
    SectionEvidence,
    Sentence,
    concept_evidence,
    definition,
    neighbours,
    pair_evidence,
    section_marks,
)
from graph.search import search
from graph.stability import edge_stability
from graph.view import topic_colour
from ui.loaders import Corpus
from ui.markup import mark_text, render_section
from ui.state import Focus, Selection, topics_query

_SHOWN_SENTENCES = 3  # of a question; the others unfold
_SHOWN_SECTIONS = 25
_SHOWN_NEIGHBOURS = 8
_MOST_NEIGHBOURS = 40
_SHOWN_ALIASES = 8


def panel(corpus: Corpus, selection: Selection) -> str:
    """Return what the panel says about a selection."""
    show = {
        "nothing": _overview,
        "concept": _concept if len(selection.names) == 1 else _comparison,
        "edge": _edge,
        "topic": _topic,
        "question": _question,
        "search": _suggestions,
    }[selection.kind]
    return show(corpus, *selection.names)


def unit(index: Index, count: int) -> str:
    """Return a number of sections in the words of the corpus: questions, where they are numbered.

    >>> from types import SimpleNamespace
    >>> import pandas as pd
    >>> faq = SimpleNamespace(sections=pd.DataFrame({"number": ["1", "2", None]}))
    >>> unit(faq, 1), unit(faq, 1200)
    ('1 question', '1,200 questions')
    """
    word = "question" if index.sections["number"].notna().mean() > 0.5 else "section"
    return plural(count, word)


def plural(count: int, word: str) -> str:
    """Return a count with its noun.

    >>> plural(1, "sentence"), plural(0, "sentence")
    ('1 sentence', '0 sentences')
    """
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


# ---- One page of the panel for each kind of selection --------------------------------------


def _overview(corpus: Corpus) -> str:
    graph, index = corpus.graph, corpus.index
    topics = _members(graph)
    salient = rank(graph, graph)[:12]
    return f"""
<h2 tabindex="-1">What these documents are about</h2>
<p class="facts">{unit(index, len(index.sections))} · {plural(len(graph), "concept")} ·
{plural(len(topics), "topic")}</p>
<p>Click a concept in the graph to read what is said about it, or a line to see what binds two.
Double-click shows a neighbourhood alone; hold Shift and click to compare.</p>
<h3>Most salient concepts</h3>
<p class="chips">{"".join(_chip(graph, concept) for concept in salient)}</p>
<h3>Topics</h3>
<ul class="rows">{
        "".join(
            f"<li>{_topic_link(graph, topic)}<small>{len(members):,}</small></li>"
            for topic, members in topics.items()
        )
    }</ul>"""


def _concept(corpus: Corpus, concept: str) -> str:
    graph, index = corpus.graph, corpus.index
    if concept not in graph:
        return _missing(concept)
    node = graph.nodes[concept]
    aliases = [alias for alias in node["aliases"] if alias.casefold() != concept.casefold()]
    also = ", ".join(map(escape, aliases[:_SHOWN_ALIASES]))
    more = " …" if len(aliases) > _SHOWN_ALIASES else ""
    found = concept_evidence(index, concept)
    return f"""
<p class="kicker">{_topic_link(graph, node["topic"])}<span class="kind">{node["kind"]}</span></p>
<h2 tabindex="-1">{escape(concept)}</h2>
{f'<p class="also">Also: {also}{more}</p>' if also else ""}
{_definition(corpus, concept)}
<p class="facts">{plural(node["mentions"], "mention")} in {unit(index, node["sections"])} ·
{plural(node["degree"], "connection")}</p>
<p class="actions"><a href="{escape(Focus(concept, 1).query())}">Show its neighbourhood alone</a></p>
<h3>Strongest connections</h3>
{_neighbour_list(corpus, concept, neighbours(graph, concept))}
<h3>Read about it</h3>
{_evidence(corpus, found)}"""


def _edge(corpus: Corpus, first: str, second: str) -> str:
    graph, index = corpus.graph, corpus.index
    if not graph.has_edge(first, second):
        return _comparison(corpus, first, second)
    edge = graph[first][second]
    phrases = "".join(
        f"<li>{_link(phrase.source)} <em>{escape(phrase.phrase)}</em> {_link(phrase.target)}"
        f"{f' <small>{phrase.count} times</small>' if phrase.count > 1 else ''}</li>"
        for phrase in edge["phrases"]
    )
    together = plural(edge["sentences"], "sentence")
    return f"""
<p class="kicker"><span class="kind">connection</span></p>
<h2 tabindex="-1">{_link(first)} <span class="and">and</span> {_link(second)}</h2>
<p class="facts">Together in {together} and {unit(index, edge["sections"])}</p>
{_figures(edge, edge_stability(index, [(first, second)])[0])}
{f'<h3>What is said of the two</h3><ul class="phrases">{phrases}</ul>' if phrases else ""}
<h3>Where they come together</h3>
{_evidence(corpus, pair_evidence(index, first, second))}"""


def _figures(edge: dict[str, float], stability: float) -> str:
    return f"""<dl class="figures">
<div><dt>Association (NPMI)</dt><dd>{edge["npmi"]:.2f}</dd></div>
<div><dt>Weight</dt><dd>{edge["weight"]:.1f}</dd></div>
<div><dt>Stability</dt><dd>{stability:.0%}</dd></div></dl>
<p class="also">Stability is the share of random resamples of the documents that keep this connection.</p>"""


def _comparison(corpus: Corpus, *concepts: str) -> str:
    graph, index = corpus.graph, corpus.index
    for concept in concepts:
        if concept not in graph:
            return _missing(concept)
    shared = compare(graph, index, concepts)
    questions = index.sections.loc[shared.sections]
    chips = "".join(
        f"""<span class="chip">{_dot(graph, concept)}{_link(concept)}<a class="off"
href="{_without(concepts, concept)}" aria-label="Take {escape(concept)} out">×</a></span>"""
        for concept in concepts
    )
    ways = connect(graph, *concepts) if len(concepts) == 2 else []
    between = "".join(
        f'<li><a href="{_query("edge", one, other)}">{escape(one)} and {escape(other)}</a>'
        f"<small>{unit(index, graph[one][other]['sections'])}</small></li>"
        for place, one in enumerate(concepts)
        for other in concepts[place + 1 :]
        if graph.has_edge(one, other)
    )
    return f"""
<p class="kicker"><span class="kind">comparison</span></p>
<h2 tabindex="-1">{" and ".join(map(escape, concepts))}</h2>
<p class="chips">{chips}</p>
{_ways(ways) if ways else f"<h3>Connections among them</h3>{_rows(between)}"}
<h3>Shared neighbours</h3>
{_chips(graph, shared.neighbours[:_MOST_NEIGHBOURS]) if shared.neighbours else "<p>None.</p>"}
<h3>Shared {unit(index, 2).split()[1]}</h3>
{_titles(questions.itertuples()) if len(questions) else "<p>None mentions them all.</p>"}"""


def _topic(corpus: Corpus, topic: str) -> str:
    graph, index = corpus.graph, corpus.index
    members = _members(graph)
    number = int(topic) if topic.isdecimal() else -1
    if number not in members:
        return _missing(topic)
    concepts = rank(members[number], graph)
    inside = index.mentions[index.mentions["concept"].isin(concepts)]
    telling = (
        inside.groupby("section")["concept"].nunique().sort_values(ascending=False, kind="stable")
    )
    questions = index.sections.loc[list(telling.index[:10])]
    return f"""
<p class="kicker"><span class="kind">topic</span></p>
<h2 tabindex="-1">{_dot(graph, concepts[0])}{escape(graph.graph["topic_names"][number])}</h2>
<p class="facts">{plural(len(concepts), "concept")}</p>
<p class="actions"><a href="{escape(topics_query(number))}">Show this topic alone</a></p>
<h3>Its concepts</h3>
{_chips(graph, concepts[:_MOST_NEIGHBOURS])}
<h3>Most about it</h3>
{_titles(questions.itertuples())}"""


def _question(corpus: Corpus, section: str) -> str:
    index = corpus.index
    if section not in index.sections.index:
        return _missing(section)
    row = index.sections.loc[section]
    number = f"{escape(row['number'])} · " if isinstance(row["number"], str) else ""
    text = render_section(
        row["text"], section_marks(index, section), lambda concept: _query("concept", concept)
    )
    return f"""
<p class="kicker"><span class="kind">{number}{escape(row["source"])}, line {row["line"]}</span></p>
<article>{text}</article>"""


def _suggestions(corpus: Corpus, text: str) -> str:
    found = search(corpus.graph, text, 10)
    rows = "".join(
        f"<li>{_dot(corpus.graph, match.concept)}{_link(match.concept)}"
        f"{f'<small>{escape(match.surface)}</small>' if match.surface != match.concept else ''}</li>"
        for match in found
    )
    return f"""
<p class="kicker"><span class="kind">search</span></p>
<h2 tabindex="-1">{escape(text)}</h2>
{f'<p>Did you mean</p><ul class="rows">{rows}</ul>' if rows else "<p>Nothing is called so, or nearly so.</p>"}"""


def _missing(name: str) -> str:
    return f"""
<h2 tabindex="-1">Not in these documents</h2>
<p>There is no <strong>{escape(name)}</strong> here; the link may come from other documents, or an
earlier state of these.</p>"""


def _ways(ways: Sequence[Connection]) -> str:
    items = "".join(
        "<li>"
        + " ".join(
            f"""{_link(one)} <a class="step" href="{_query("edge", one, other)}"
aria-label="What binds {escape(one)} and {escape(other)}">⟶</a>"""
            for one, other in pairwise(way.concepts)
        )
        + f" {_link(way.concepts[-1])}</li>"
        for way in ways
    )
    return f'<h3>What connects the two</h3><ul class="phrases">{items}</ul>'


def _rows(items: str) -> str:
    return f'<ul class="rows">{items}</ul>' if items else "<p>None.</p>"


# ---- Pieces ---------------------------------------------------------------------------------


def _query(kind: str, *names: str) -> str:
    return escape(Selection(kind, names).query())  # type: ignore[arg-type]


def _link(concept: str) -> str:
    return f'<a href="{_query("concept", concept)}">{escape(concept)}</a>'


def _without(concepts: Sequence[str], concept: str) -> str:
    return _query("concept", *(other for other in concepts if other != concept))


def _dot(graph: nx.Graph, concept: str) -> str:
    return _topic_dot(graph.nodes[concept]["topic"])


def _topic_dot(topic: int) -> str:
    light, dark = topic_colour(topic), topic_colour(topic, theme="dark")
    return f'<i class="dot" style="--light: {light}; --dark: {dark}"></i>'


def _topic_link(graph: nx.Graph, topic: int) -> str:
    name = escape(graph.graph["topic_names"][topic])
    return f'<a class="topic" href="{_query("topic", str(topic))}">{_topic_dot(topic)}{name}</a>'


def _chip(graph: nx.Graph, concept: str) -> str:
    return f'<span class="chip">{_dot(graph, concept)}{_link(concept)}</span>'


def _chips(graph: nx.Graph, concepts: Iterable[str]) -> str:
    return f'<p class="chips">{"".join(_chip(graph, concept) for concept in concepts)}</p>'


def _members(graph: nx.Graph) -> dict[int, list[str]]:
    members: dict[int, list[str]] = {}
    for concept, topic in graph.nodes(data="topic"):
        members.setdefault(topic, []).append(concept)
    return dict(sorted(members.items()))


def _definition(corpus: Corpus, concept: str) -> str:
    found = definition(corpus.index, concept)
    if found is None or found.sentence is None:
        return ""
    return f"""<blockquote><p>{_sentence(found.sentence)}</p>
<cite><a href="{_query("question", found.section)}">{_title(found)}</a></cite></blockquote>"""


def _neighbour_list(corpus: Corpus, concept: str, found: Sequence[Neighbour]) -> str:
    rows = [_neighbour(corpus, concept, neighbour) for neighbour in found[:_MOST_NEIGHBOURS]]
    return _unfold("ul", "rows", rows, _SHOWN_NEIGHBOURS, "connections")


def _neighbour(corpus: Corpus, concept: str, neighbour: Neighbour) -> str:
    phrase = next(iter(neighbour.phrases), None)
    said = ""
    if phrase is not None:
        before, after = ("… ", "") if phrase.target == concept else ("", " …")
        said = f" <em>{before}{escape(phrase.phrase)}{after}</em>"
    count = neighbour.sentences or neighbour.sections
    where = plural(count, "sentence") if neighbour.sentences else unit(corpus.index, count)
    return f"""<li>{_dot(corpus.graph, neighbour.concept)}{_link(neighbour.concept)}{said}
<a class="why" href="{_query("edge", concept, neighbour.concept)}">{where}</a></li>"""


def _evidence(corpus: Corpus, found: Sequence[SectionEvidence]) -> str:
    rows = [_section(evidence) for evidence in found]
    return _unfold("div", "questions", rows, _SHOWN_SECTIONS, unit(corpus.index, 2).split()[1])


def _section(evidence: SectionEvidence) -> str:
    quotes = [
        f'<p class="{"code" if sentence.in_code else "quote"}">{_sentence(sentence)}</p>'
        for sentence in evidence.sentences
        if sentence.kind != "title"
    ]
    marks = [sentence for sentence in evidence.sentences if sentence.kind == "title"]
    title = _title(evidence) if not marks else _title(evidence, marks[0])
    address = _query("question", evidence.section)
    return f"""<section><h4><a href="{address}">{title}</a></h4>
{_unfold("div", "quotes", quotes, _SHOWN_SENTENCES, "sentences")}
<p class="actions"><a href="{address}">Read it whole</a></p></section>"""


def _title(about: "SectionEvidence | object", marked: Sentence | None = None) -> str:
    number = getattr(about, "number", None)
    title = _sentence(marked) if marked else escape(getattr(about, "title", ""))
    return f"{escape(number)}. {title}" if number else title


def _titles(rows: Iterable[object]) -> str:
    items = (
        f'<li><a href="{_query("question", str(getattr(row, "section", "")))}">{_row_title(row)}</a></li>'
        for row in rows
    )
    return f'<ul class="titles">{"".join(items)}</ul>'


def _row_title(row: object) -> str:
    number, title = getattr(row, "number", None), escape(str(getattr(row, "title", "")))
    return f"{escape(number)}. {title}" if isinstance(number, str) else title


def _sentence(sentence: Sentence) -> str:
    return mark_text(sentence.text, sentence.marks)


def _unfold(tag: str, name: str, rows: Sequence[str], shown: int, what: str) -> str:
    """Return rows, of which those after the first few unfold on a click."""
    first = f'<{tag} class="{name}">{"".join(rows[:shown])}</{tag}>'
    if len(rows) <= shown + 1:
        return f'<{tag} class="{name}">{"".join(rows)}</{tag}>'
    rest = f'<{tag} class="{name}">{"".join(rows[shown:])}</{tag}>'
    return f"{first}<details><summary>{len(rows) - shown:,} more {what}</summary>{rest}</details>"
