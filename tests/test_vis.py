"""What vis-network is given to draw, and colours that everybody can tell apart."""

import json
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graph.backbone import select_view
from graph.concept_graph import Index, build_concept_graph
from graph.vis import EDGE_COLOUR, OTHER_COLOUR, TEXT_COLOUR, TOPIC_COLOURS, topic_colour, vis_data

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

GROUND = {"light": "#ffffff", "dark": "#0e1117"}
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
# Machado, Oliveira and Fernandes (2009): what is seen without one kind of cone, in linear RGB.
SIGHT = {
    "all cones": np.eye(3),
    "no red": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no green": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no blue": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def linear(colour: str) -> "NDArray[np.float64]":
    values = np.frombuffer(bytes.fromhex(colour[1:]), dtype=np.uint8) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return a colour in a space in which distances are differences to the eye (Ottosson 2020)."""
    cones = np.cbrt(
        np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]])
        @ np.clip(rgb, 0, 1)
    )
    return np.asarray(
        np.array([[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]])
        @ cones
    )


@THEMES
def test_topics_stand_out_from_the_ground(theme: str) -> None:
    for colour in (*TOPIC_COLOURS[theme], OTHER_COLOUR[theme]):
        assert contrast(colour, GROUND[theme]) >= 3  # WCAG 2.2, 1.4.11


def test_text_and_edges_stand_out_from_the_ground() -> None:
    assert contrast(TEXT_COLOUR, GROUND["light"]) >= 4.5  # 1.4.3
    assert contrast(EDGE_COLOUR, GROUND["light"]) >= 3


@THEMES
@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_topics_look_the_same_to_anybody(theme: str, sight: str) -> None:
    # 0.02 is about the least difference that is seen side by side; dots stand apart.
    colours = [*TOPIC_COLOURS[theme], OTHER_COLOUR[theme]]
    seen = [oklab(np.array(SIGHT[sight]) @ linear(colour)) for colour in colours]
    assert min(np.linalg.norm(one - other) for one, other in combinations(seen, 2)) > 0.06


def test_topics_beyond_the_last_colour_are_grey() -> None:
    assert topic_colour(0) == TOPIC_COLOURS["light"][0]
    assert topic_colour(99, theme="dark") == OTHER_COLOUR["dark"]


@pytest.fixture
def drawn(baking_graph: "nx.Graph[str]") -> dict[str, Any]:
    return vis_data(select_view(baking_graph))


def test_a_concept_is_drawn_where_it_stands(
    drawn: dict[str, Any], baking_graph: "nx.Graph[str]"
) -> None:
    oven = next(node for node in drawn["nodes"] if node["id"] == "oven")
    place = baking_graph.nodes["oven"]
    assert (oven["x"], oven["y"]) == (place["x"], place["y"])
    # A salience of 0.4: 4 + 14 * 0.16 and 10 + 16 * 0.16 pixels.
    assert (oven["size"], oven["font"]["size"]) == (6.2, 12.6)
    assert (oven["title"], oven["color"]) == (
        "oven: tool, in 2 questions",
        topic_colour(place["topic"]),
    )


def test_an_edge_says_what_its_ends_share(drawn: dict[str, Any]) -> None:
    titles = {frozenset((edge["from"], edge["to"])): edge["title"] for edge in drawn["edges"]}
    assert titles[frozenset(("flour", "starter"))] == "starter - flour: 2 sentences, 1 question"


def test_sections_without_a_number_are_called_no_questions(baking: Index) -> None:
    told = replace(baking, sections=baking.sections.assign(number=None))
    view = select_view(build_concept_graph(told))
    assert "oven: tool, in 2 sections" in {node["title"] for node in vis_data(view)["nodes"]}


def test_nothing_moves_by_itself(drawn: dict[str, Any]) -> None:
    assert drawn["options"]["physics"] == {"enabled": False}
    assert drawn["options"]["edges"]["smooth"] is False


def test_what_is_drawn_is_json_and_the_same_each_time(baking_graph: "nx.Graph[str]") -> None:
    texts = {json.dumps(vis_data(select_view(baking_graph))) for _ in range(2)}
    assert len(texts) == 1


def test_all_that_is_drawn_is_in_the_view(drawn: dict[str, Any]) -> None:
    names = {node["id"] for node in drawn["nodes"]}
    assert all({edge["from"], edge["to"]} <= names for edge in drawn["edges"])
    assert len(names) == len(drawn["nodes"]) == 11
