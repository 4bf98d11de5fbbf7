"""Once: what is computed of a graph, and for how long it is kept."""

import gc
import weakref

import networkx as nx

from graph.once import once


def test_it_is_computed_once_for_each_graph_and_argument():
    computed = []

    @once
    def count(graph, least):
        computed.append(sum(degree >= least for _, degree in graph.degree()))
        return computed[-1]

    path, star = nx.path_graph(4), nx.star_graph(4)
    assert [count(path, 2), count(path, 2), count(path, 1), count(star, 2)] == [2, 2, 4, 1]
    assert computed == [2, 4, 1]


def test_a_graph_and_what_was_computed_of_it_go_together():
    edges = once(lambda graph: sorted(graph.edges))
    graph = nx.path_graph(3)
    assert edges(graph) == [(0, 1), (1, 2)]
    gone = weakref.ref(graph)
    del graph
    gc.collect()  # networkx graphs refer to themselves
    assert gone() is None
