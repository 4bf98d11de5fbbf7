"""Courses small enough to judge by hand, and references made of them, without any extraction."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import networkx as nx
import pandas as pd

from graph.concept_graph import Index
from graph.coverage import Reference, describe_reference
from graph.curriculum import Curriculum, describe_curriculum

# Title, and what is said below it: "- " begins an item, "$ " code, "## " a heading.
Course = Sequence[tuple[str, Sequence[str]]]

CONCEPTS = ("Sourdough", "Starter", "Flour", "Oven", "Steam", "Crust", "Yeast", "Salt")
_KINDS = {"- ": "item", "$ ": "code", "# ": "heading"}
# Finite verbs, as a tagger would find them.
_VERBS = re.compile(r"\b(?:raises|raised|needs|keeps|bakes|can bake|does)\b")
_CANONICAL = {name.lower(): name for name in (*CONCEPTS, "CPU", "DDT")}
_NAMES = re.compile(r"\b(" + "|".join(_CANONICAL) + r")\b", re.IGNORECASE)


def make_curriculum(course: Course, *, name: str = "course", titled: bool = False) -> Curriculum:
    """Return a course as it is read; it names `CONCEPTS`, CPU and DDT.

    If it is titled, its first section opens it.
    """
    sections, sentences, mentions, verbs = [], [], [], []
    for place, (title, said) in enumerate(course):
        text = f"# {title}"
        spans = [(2, len(text), "title")]
        for line in said:
            kind = _KINDS.get(line[:2], "paragraph")
            words = line[2:] if kind != "paragraph" else line
            text += f"\n\n{words}"
            spans.append((len(text) - len(words), len(text), kind))
        section = f"{name}#{place}"
        sections.append((section, name, place, None, title, text, 1, len(text.split()) - 1))
        for number, (start, end, kind) in enumerate(spans):
            sentences.append((section, number, start, end, kind))
            mentions += [
                (
                    section,
                    number,
                    _CANONICAL[match[0].lower()],
                    match[0],
                    *match.span(),
                    kind == "code",
                )
                for match in _NAMES.finditer(text, start, end)
            ]
            verbs += [
                (section, number, *match.span()) for match in _VERBS.finditer(text, start, end)
            ]
    return describe_curriculum(
        name,
        _table(sections, "section source position number title text line words")
        .set_index("section", drop=False)
        .rename_axis(None),
        _table(sentences, "section sentence start end kind"),
        _table(mentions, "section sentence concept surface start end in_code").astype(
            {"in_code": bool}
        ),
        _table(verbs, "section sentence start end"),
        {f"{name}#0"} if titled else (),
    )


def make_reference(
    course: Course,
    *,
    prerequisites: Iterable[tuple[str, str]] = (),
    topics: Mapping[str, int] | None = None,
) -> Reference:
    """Return a course as a reference; salience is the share of the greatest number of mentions."""
    curriculum = make_curriculum(course, name="reference")
    counts = Counter(curriculum.mentions["concept"])
    topics = topics or {}
    graph: nx.Graph[str] = nx.Graph(
        topic_names=[f"topic {topic}" for topic in range(1 + max(topics.values(), default=0))]
    )
    for concept in sorted(counts):
        graph.add_node(
            concept,
            kind="concept",
            aliases=(),
            salience=counts[concept] / max(counts.values()),
            topic=topics.get(concept, 0),
        )
    for unit in ("section", "sentence"):
        keys = ["section", "sentence"] if unit == "sentence" else ["section"]
        for _, found in curriculum.mentions.groupby(keys)["concept"]:
            for pair in combinations(sorted(set(found)), 2):
                if not graph.has_edge(*pair):
                    graph.add_edge(*pair, weight=0.0, sentences=0, alpha=0.01)
                graph.edges[pair]["weight"] += 1.0
                graph.edges[pair]["sentences"] += unit == "sentence"
    relations: nx.DiGraph[str] = nx.DiGraph()
    relations.add_nodes_from(graph)
    relations.add_edges_from(prerequisites, score=0.9)
    index = Index(
        path=Path("reference"),
        manifest={},
        sections=curriculum.sections,
        sentences=curriculum.sentences,
        concepts=pd.DataFrame({"concept": sorted(counts)}),
        mentions=curriculum.mentions,
        cooccurrences=pd.DataFrame(),
        phrases=pd.DataFrame(),
    )
    return describe_reference(index, graph, relations, curriculum.explanations)


def _table(rows: Sequence[tuple[object, ...]], columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())
