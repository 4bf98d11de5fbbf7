"""Invariants: what holds in the index of any documents at all."""

import math
from collections import Counter
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.build import build_index
from graph.concept_graph import Index, build_concept_graph, load_index
from tests.strategies import markdown

NAMES = ("Pod", "Kubernetes", "Docker", "etcd", "cosign", "a container", "RBAC", "Helm chart")
sentences = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map(
    lambda names: f"{' runs '.join(names)} well.\n\n"
)
documents = st.lists(
    st.lists(sentences | st.just("## Next\n\n") | markdown, max_size=6).map(
        lambda parts: "# What is it?\n\nIt is it.\n\n" + "".join(parts)
    ),
    min_size=1,
    max_size=3,
)


def index_of(texts: list[str]) -> Index:
    with TemporaryDirectory() as folder:
        docs = Path(folder, "docs")
        docs.mkdir()
        for number, text in enumerate(texts):
            (docs / f"{number}.md").write_text(text, encoding="utf-8")
        build_index([docs], Path(folder, "index"))
        return load_index(Path(folder, "index"))  # which checks the tables against each other


@settings(max_examples=settings.default.max_examples // 5)
@given(documents)
def test_tables_agree_with_each_other_and_with_a_naive_count(texts):
    index = index_of(texts)
    text_of = index.sections["text"]
    for mention in index.mentions.itertuples():
        assert text_of[mention.section][mention.start : mention.end] == mention.surface

    counts: dict[str, Counter[tuple[str, str]]] = {}
    for unit, columns in (("sentences", ["section", "sentence"]), ("sections", ["section"])):
        together = index.mentions.groupby(columns)["concept"].agg(set)
        counts[unit] = Counter(
            pair for concepts in together for pair in combinations(sorted(concepts), 2)
        )
    found = index.cooccurrences.set_index(["source", "target"])
    assert set(found.index) == set(counts["sections"])
    for pair, row in found.iterrows():
        assert (row["sentences"], row["sections"]) == tuple(
            counts[unit][pair] for unit in ("sentences", "sections")
        )
        assert -1 - 1e-9 <= row["npmi"] <= 1 + 1e-9

    graph = build_concept_graph(index)
    assert set(graph) == set(index.concepts["concept"])
    assert graph.number_of_edges() == len(found)
    for concept, node in graph.nodes.items():
        mine = index.mentions[index.mentions["concept"] == concept]
        assert (node["mentions"], node["sections"]) == (len(mine), mine["section"].nunique())
        assert 0 <= node["salience"] <= 1
        assert 0 <= node["centrality"] <= 1
        assert math.isfinite(node["x"])
        assert math.isfinite(node["y"])
