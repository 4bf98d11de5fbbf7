"""Continuity: a small change leaves the picture as it was."""

import shutil

import networkx as nx
import pytest

from extract import curation
from extract.build import update_names
from extract.index import read_table
from extract.lexicon import own_lexicon
from extract.names import Names
from graph.concept_graph import build_concept_graph, load_concept_graph, load_index
from graph.continuity import carry_arrangement


@pytest.fixture(scope="module")
def former(shipped_index):
    return load_concept_graph(shipped_index)


@pytest.fixture
def change(shipped_index, former, tmp_path):
    """Return a function that changes the names of a copy, and returns the graph that follows."""

    def make(action, *names_and_more):
        index = tmp_path / "index"
        shutil.copytree(shipped_index, index)
        concepts = read_table(index, "concepts")
        lexicon = Names().lexicon()
        arguments = [
            curation.describe(value, lexicon, concepts) if value in former else value
            for value in names_and_more
        ]
        curation.write_entries(own_lexicon(index), action((), *arguments))
        update_names(index, before=())
        return build_concept_graph(load_index(index), former=former)

    return make


def place(graph, concept):
    return tuple(graph.nodes[concept][name] for name in ("topic", "x", "y"))


def test_all_others_stay_where_they_are_when_one_is_hidden(change, former):
    graph = change(curation.hide, "cosign")
    assert "cosign" not in graph
    assert all(place(graph, concept) == place(former, concept) for concept in graph)


def test_a_concept_with_another_name_is_where_it_was(change, former):
    graph = change(curation.rename, "cosign", "Sigstore Cosign")
    assert place(graph, "Sigstore Cosign") == place(former, "cosign")


def test_merged_concepts_are_where_the_one_was_that_stays(change, former):
    graph = change(curation.merge, "cosign", "Sigstore")
    assert place(graph, "cosign") == place(former, "cosign")


def test_what_came_is_near_its_neighbours_and_in_one_of_their_topics(change):
    graph = change(curation.add, "signs", "practice")
    around = graph["signs"]
    assert graph.nodes["signs"]["topic"] in {graph.nodes[other]["topic"] for other in around}


def test_the_topics_are_named_anew(change, former):
    first = former.graph["topic_names"][0].split(" · ")[0]
    graph = change(curation.rename, first, "Something else")
    assert len(graph.graph["topic_names"]) == len(former.graph["topic_names"])
    assert first not in graph.graph["topic_names"][0].split(" · "), graph.graph["topic_names"]


def test_a_topic_that_falls_apart_keeps_a_name_of_its_own():
    star = nx.Graph([("hub", leaf) for leaf in "abcd"] + [(one, "z") for one in "wxyv"])
    nx.set_edge_attributes(star, 1.0, "weight")
    nx.set_node_attributes(star, 0.5, "salience")
    topics = [{"z", "w", "x", "y", "v"}, {"hub", "a", "b", "c", "d"}]
    for place, topic in enumerate(topics):
        for name in topic:
            star.nodes[name].update(topic=place, x=0.0, y=0.0, aliases=())
    star.graph["topic_names"] = ["z", "hub"]
    left = star.subgraph(star.nodes - {"hub"})
    assert carry_arrangement(left, star).topic_names[1] != "Other"


def test_the_places_are_stored_with_the_index(change, tmp_path):
    graph = change(curation.hide, "cosign")
    again = load_concept_graph(tmp_path / "index")
    assert {c: place(again, c) for c in again} == {c: place(graph, c) for c in graph}


def test_after_a_great_change_everything_is_laid_out_anew(former):
    few = former.subgraph(list(former)[:40])
    assert carry_arrangement(few, former) is None  # topics are gone
    assert carry_arrangement(former, few) is None  # most of it came
