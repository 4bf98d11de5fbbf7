"""Where concepts stand: apart, together with their topic, and in the same place each time."""

import math
from itertools import combinations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.layout import label_box, lay_out
from graph.topics import list_topics


def graph_of(saliences: dict[str, float], edges: list[tuple[str, str]]) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from((concept, {"salience": value}) for concept, value in saliences.items())
    graph.add_edges_from(edges, weight=1.0, alpha=0.1, sentences=1)
    return graph


def overlaps(graph: "nx.Graph[str]", positions: dict[str, tuple[float, float]]) -> list[object]:
    boxes = {name: label_box(name, node["salience"]) for name, node in graph.nodes.items()}
    return [
        (one, other)
        for one, other in combinations(graph, 2)
        if all(
            abs(positions[one][axis] - positions[other][axis])
            # The raster rounds a box up, and a position to a tenth of a pixel.
            < (boxes[one][axis] + boxes[other][axis]) / 2 - 0.11
            for axis in (0, 1)
        )
    ]


names = st.text("abcdefghij ", min_size=1, max_size=40)


@settings(max_examples=settings.default.max_examples // 5)  # each is a layout of its own
@given(st.dictionaries(names, st.floats(0, 1), min_size=1, max_size=40), st.data())
def test_no_label_is_over_another(saliences: dict[str, float], data: st.DataObject) -> None:
    pairs = st.tuples(*[st.sampled_from(sorted(saliences))] * 2).filter(lambda p: p[0] != p[1])
    edges = data.draw(st.lists(pairs, max_size=60)) if len(saliences) > 1 else []
    graph = graph_of(saliences, edges)
    assert overlaps(graph, lay_out(graph, [set(graph)])) == []


def test_three_hundred_labels_of_a_dense_graph_do_not_overlap() -> None:
    concepts = {f"a rather long name {number}": 1.0 for number in range(300)}
    ordered = list(concepts)
    graph = graph_of(concepts, [(a, b) for a in ordered[:40] for b in ordered[:40] if a < b])
    assert overlaps(graph, lay_out(graph, [set(graph)])) == []


def test_a_topic_stands_together() -> None:
    groups = [[f"{letter}{number}" for number in range(30)] for letter in "abc"]
    edges = [(group[0], name) for group in groups for name in group[1:]]
    edges += [("a0", "b0"), ("b0", "c0"), ("a1", "b1")]
    graph = graph_of({name: 0.5 for group in groups for name in group}, edges)
    positions = lay_out(graph, [set(group) for group in groups])
    spread = {
        letter: np.mean([positions[name] for name in group], axis=0)
        for letter, group in zip("abc", groups, strict=True)
    }
    nearest = [
        min(spread, key=lambda letter: math.dist(spread[letter], positions[name]))
        for name in positions
    ]
    at_home = sum(name[0] == letter for name, letter in zip(positions, nearest, strict=True))
    assert at_home >= 0.9 * len(positions)


def test_the_same_graph_has_the_same_places(baking_graph: "nx.Graph[str]") -> None:
    topics = [set(topic.concepts) for topic in list_topics(baking_graph)]
    assert lay_out(baking_graph, topics) == lay_out(baking_graph, topics)


def test_the_picture_is_wider_than_high() -> None:
    graph = graph_of({f"concept {number:03}": 0.5 for number in range(200)}, [])
    points = np.array(list(lay_out(graph, [set(graph)]).values()))
    width, height = np.ptp(points, axis=0)
    assert 1.3 < width / height < 1.9  # 16:10, but for the labels at the rim


def test_what_comes_after_the_first_1500_stands_near_its_neighbours() -> None:
    saliences = {f"concept {number:04}": 1 - number / 2000 for number in range(1501)}
    names = list(saliences)
    graph = graph_of(saliences, [(names[0], names[1]), (names[1500], names[0])])
    positions = lay_out(graph, [set(graph)])
    assert math.dist(positions[names[1500]], positions[names[0]]) < 60


def test_no_concepts_no_places() -> None:
    assert lay_out(nx.Graph(), []) == {}
