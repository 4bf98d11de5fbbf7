"""Stability: how far an edge depends on which sections happened to be written."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from extract.cooccurrences import npmi
from graph.concept_graph import Index, weigh

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_PAIRS_AT_ONCE = 4096  # bounds the memory: so many times `resamples` numbers


def edge_stability(
    index: Index,
    pairs: Sequence[tuple[str, str]],
    *,
    min_weight: float = 0.0,
    resamples: int = 200,
    seed: int = 0,
) -> list[float]:
    """Return the share of resamples of the sections that keep each edge.

    Each resample draws as many sections as there are, with replacement (the bootstrap of Efron
    1979), and counts anew. It keeps an edge if its two concepts still meet, no less often than
    chance would have it (NPMI of 0 or more), with at least `min_weight`.

    Parameters
    ----------
    index : Index
        s sections.
    pairs : sequence of p pairs of str
        Edges, by their ends.
    min_weight : float, default 0
        The least weight (`graph.concept_graph.weigh`) that a view shows.
    resamples : int, default 200
        With 200, the standard error of a share is at most 0.035.
    seed : int, default 0

    Returns
    -------
    list of p floats
        0..1. An edge that rests on one section is in about 1 - 1/e = 0.63 of the resamples, one
        that rests on three in 0.95.

    Notes
    -----
    Takes O(mentions + p · (s + resamples)) time at worst.

    References
    ----------
    B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1),
    1-26, 1979. https://doi.org/10.1214/aos/1176344552
    """
    if not pairs:
        return []
    units = len(index.sections)
    # One column per resample: how often it holds each section.
    draws = np.random.default_rng(seed).multinomial(units, [1 / units] * units, resamples).T
    concepts = sorted({concept for pair in pairs for concept in pair})
    place = {concept: number for number, concept in enumerate(concepts)}
    mentions = index.mentions[index.mentions["concept"].isin(concepts)]
    rows = mentions["concept"].map(place).to_numpy()
    in_section, in_sentence, section_of = _incidence(mentions, rows, index)
    singles = in_section @ draws
    found: list[float] = []
    for at in range(0, len(pairs), _PAIRS_AT_ONCE):
        left = np.array([place[source] for source, _ in pairs[at : at + _PAIRS_AT_ONCE]])
        right = np.array([place[target] for _, target in pairs[at : at + _PAIRS_AT_ONCE]])
        sections = in_section[left].multiply(in_section[right]) @ draws
        sentences = in_sentence[left].multiply(in_sentence[right]) @ section_of @ draws
        # Where the two do not meet, there is nothing to measure, and nothing is kept.
        both, one, other = (
            np.maximum(1, count) for count in (sections, singles[left], singles[right])
        )
        association = npmi(both, one, other, units)
        weight = weigh(sentences, sections, association)
        kept = (sections > 0) & (association > -1e-9) & (weight >= min_weight)
        found += kept.mean(axis=1).tolist()
    return found


def _incidence(mentions: "pd.DataFrame", rows: "NDArray[Any]", index: Index) -> tuple[Any, ...]:
    """Return which concepts are in which sections and sentences, and the sections of these."""
    from scipy.sparse import csr_array

    sections = index.sections["position"].loc[mentions["section"]].to_numpy().astype(np.int64)
    longest = int(mentions["sentence"].max()) + 1
    units, sentences = np.unique(
        sections * longest + mentions["sentence"].to_numpy(), return_inverse=True
    )
    height, width = rows.max() + 1, len(index.sections)

    def indicator(columns: "NDArray[Any]", count: int) -> Any:  # noqa: ANN401 - untyped library
        counts = csr_array((np.ones(len(rows)), (rows, columns)), (height, count))
        counts.data[:] = 1.0  # a second mention in a unit adds nothing
        return counts

    section_of = csr_array(
        (np.ones(len(units)), (np.arange(len(units)), units // longest)), (len(units), width)
    )
    return indicator(sections, width), indicator(sentences, len(units)), section_of
