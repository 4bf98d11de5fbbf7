"""How often an edge survives when the sections are drawn anew."""

import numpy as np
import pandas as pd
import pytest

from extract.cooccurrences import count_cooccurrences
from graph.concept_graph import Index, weigh
from graph.stability import edge_stability


def draws(sections: int, resamples: int = 200, seed: int = 0) -> "np.typing.NDArray[np.int64]":
    """Return how often each resample (row) holds each section (column), as the module draws."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(sections, [1 / sections] * sections, resamples)


def test_an_edge_that_rests_on_one_section_is_kept_where_this_is_drawn(baking: Index) -> None:
    # Flour is in section 2 alone, and so is what it shares with a starter: however often this
    # is drawn, all flour comes with a starter, which is no less often than chance has it.
    assert edge_stability(baking, [("flour", "starter")]) == [(draws(5)[:, 1] > 0).mean()]


def test_an_edge_that_rests_on_two_sections_is_kept_more_often(baking: Index) -> None:
    # Bread and steam: together in sections 3 and 4, and nowhere else.
    drawn = draws(5)
    assert edge_stability(baking, [("bread", "steam")]) == [(drawn[:, 2] + drawn[:, 3] > 0).mean()]


@pytest.mark.parametrize("min_weight", [0.0, 1.0, 2.0, 3.0])
def test_a_resample_is_counted_as_an_index_is(baking: Index, min_weight: float) -> None:
    pairs = [("bread", "oven"), ("crust", "oven"), ("flour", "starter"), ("starter", "water")]
    by_section = dict(list(baking.mentions.groupby("section")))
    kept = np.zeros(len(pairs))
    for drawn in draws(5, resamples=40):
        # The same section drawn twice is two sections.
        parts = [
            by_section[section].assign(section=f"{section} {copy}")
            for section, times in zip(baking.sections["section"], drawn, strict=True)
            for copy in range(times)
        ]
        table = count_cooccurrences(pd.concat(parts), 5).set_index(["source", "target"])
        weight = weigh(*(table[name].to_numpy() for name in ("sentences", "sections", "npmi")))
        enough = table[(weight >= min_weight) & (table["npmi"] > -1e-9)]
        kept += [pair in enough.index for pair in pairs]
    shares = edge_stability(baking, pairs, min_weight=min_weight, resamples=40)
    assert shares == (kept / 40).tolist()


def test_what_does_not_meet_is_never_kept(baking: Index) -> None:
    assert edge_stability(baking, [("DDT", "oven")]) == [0.0]


def test_the_order_of_the_ends_does_not_matter(baking: Index) -> None:
    pairs = [("flour", "starter"), ("bread", "oven")]
    turned = [(target, source) for source, target in pairs]
    assert edge_stability(baking, pairs) == edge_stability(baking, turned)


def test_an_edge_is_as_stable_alone_as_among_others(baking: Index) -> None:
    pairs = [("flour", "starter"), ("bread", "oven"), ("crust", "oven")]
    assert edge_stability(baking, pairs) == [edge_stability(baking, [pair])[0] for pair in pairs]


def test_the_same_seed_draws_the_same_sections(baking: Index) -> None:
    pairs = [("flour", "starter")]
    assert edge_stability(baking, pairs, seed=1) == edge_stability(baking, pairs, seed=1)


def test_no_edges_no_shares(baking: Index) -> None:
    assert edge_stability(baking, []) == []
