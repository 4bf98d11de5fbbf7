"""Meetings: how two concepts stand to each other in the sections that mention both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from graph.statements import Pair, Sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAR = 99.0  # sentences between two concepts that no section has both of


@dataclass(frozen=True, slots=True)
class Meetings:
    """Measures of p pairs of concepts."""

    ahead: "NDArray[np.float64]"  # -1..1: share of sections where the first comes first, less rest
    distance: "NDArray[np.float64]"  # sentences from the one to the other, where they are nearest
    focus: "NDArray[np.float64]"  # mentions of the one times those of the other, per word


def measure_meetings(
    sentences: Iterable[Sentence], words: dict[str, int], pairs: Sequence[Pair]
) -> Meetings:
    """Measure how pairs of concepts meet in sections.

    Parameters
    ----------
    sentences : iterable of Sentence
        In the order of reading.
    words : dict of str to int
        Of each section, by id.
    pairs : sequence of (str, str)
        Each in the order of names.

    Notes
    -----
    Titles do not tell what comes first: what a title asks for is where its section leads. Focus
    is that of the section where it is greatest. Takes no more time for a section than for its n²
    pairs of concepts, or for all p pairs that are asked for.
    """
    place = {name: number for number, name in enumerate(sorted({x for p in pairs for x in p}))}
    codes = np.array([place[one] * len(place) + place[other] for one, other in pairs], dtype=int)
    by_code = np.argsort(codes, kind="stable")
    codes = codes[by_code]
    ends = np.divmod(codes, max(1, len(place)))
    found = Meetings(np.zeros(len(pairs)), np.full(len(pairs), FAR), np.zeros(len(pairs)))
    told = np.zeros(len(pairs))
    for section, group in groupby(sentences, key=lambda sentence: sentence.section):
        met = _Section.read(group, place)
        found_here, one, other = _find_pairs(met.concepts, codes, ends, len(place))
        if not len(found_here):
            continue
        rows = by_code[found_here]
        first = met.first[other] - met.first[one]
        tells = np.isfinite(first)  # neither stands in the title alone
        found.ahead[rows[tells]] += np.sign(first[tells])
        told[rows[tells]] += 1
        np.minimum.at(found.distance, rows, met.distances(one, other))
        focus = met.counts[one] * met.counts[other] / max(1, words[section])
        np.maximum.at(found.focus, rows, focus)
    found.ahead[told > 0] /= told[told > 0]
    return found


@dataclass(frozen=True, slots=True)
class _Section:
    """The n concepts of a section, by place in the list of all, ascending."""

    concepts: "NDArray[np.int_]"
    first: "NDArray[np.float64]"  # place among the mentions, or NaN if the title has it
    counts: "NDArray[np.int_]"  # mentions
    sentences: list["NDArray[np.int_]"]  # that mention it, ascending

    @classmethod
    def read(cls, sentences: Iterable[Sentence], place: dict[str, int]) -> "_Section":
        first: dict[int, float] = {}
        counts: dict[int, int] = {}
        where: dict[int, list[int]] = {}
        number = 0
        for sentence in sentences:
            for mention in sentence.mentions:
                concept = place.get(mention.concept)
                if concept is None:
                    continue
                number += 1
                first.setdefault(concept, np.nan if sentence.kind == "title" else number)
                counts[concept] = counts.get(concept, 0) + 1
                where.setdefault(concept, []).append(sentence.sentence)
        concepts = sorted(counts)
        return cls(
            np.array(concepts, dtype=int),
            np.array([first[concept] for concept in concepts]),
            np.array([counts[concept] for concept in concepts]),
            [np.array(where[concept]) for concept in concepts],
        )

    def distances(self, one: "NDArray[np.int_]", other: "NDArray[np.int_]") -> "NDArray[np.int_]":
        """Return the sentences from one concept to another where nearest; `one` ascends."""
        numbers, begins = np.unique(one, return_index=True)
        nearest = []
        for number, others in zip(numbers.tolist(), np.split(other, begins[1:]), strict=True):
            own = self.sentences[number]
            theirs = [self.sentences[place] for place in others.tolist()]
            every = np.concatenate(theirs)
            right = np.searchsorted(own, every).clip(max=len(own) - 1)
            left = (right - 1).clip(min=0)
            gap = np.minimum(np.abs(every - own[right]), np.abs(every - own[left]))
            nearest.append(np.minimum.reduceat(gap, np.cumsum([0, *map(len, theirs[:-1])])))
        return np.concatenate(nearest)


def _find_pairs(
    concepts: "NDArray[np.int_]",
    codes: "NDArray[np.int_]",
    ends: tuple["NDArray[np.int_]", "NDArray[np.int_]"],
    size: int,
) -> tuple["NDArray[np.int_]", "NDArray[np.int_]", "NDArray[np.int_]"]:
    """Return which pairs, by ascending code, a section has both of, and where its concepts are.

    It looks at all pairs of its concepts or at all that are asked for, whichever are fewer.
    """
    if len(concepts) ** 2 < len(codes):
        one, other = np.triu_indices(len(concepts), 1)
        code = concepts[one] * size + concepts[other]
        rows = np.searchsorted(codes, code).clip(max=len(codes) - 1)
        known = codes[rows] == code
        return rows[known], one[known], other[known]
    here = np.zeros(size, dtype=bool)
    here[concepts] = True
    rows = np.flatnonzero(here[ends[0]] & here[ends[1]])
    one, other = (np.searchsorted(concepts, end[rows]) for end in ends)
    return rows, one, other
