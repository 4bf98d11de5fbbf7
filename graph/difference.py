"""Difference: which concepts and connections came, went or changed most between two indexes."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from extract.language import key_of
from graph.concept_graph import Index

_Name = TypeVar("_Name", str, tuple[str, str])


class ConceptChange(NamedTuple):
    """A concept, and how often two corpora mention it."""

    concept: str  # its name in the later index, if it is there
    before: int | None  # mentions; None: it is not there
    after: int | None
    surprise: float  # log-likelihood ratio, 0 or more: how little chance explains the change


class EdgeChange(NamedTuple):
    """A connection, and in how many sections two corpora make it."""

    source: str  # names of the later index, where it has them; source < target
    target: str
    before: int | None  # sections that mention both; None: there are none
    after: int | None
    surprise: float


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs, the most surprising first."""

    concepts: tuple[ConceptChange, ...]
    edges: tuple[EdgeChange, ...]
    renamed: tuple[tuple[str, str], ...]  # what the later index has under another name: it, that

    @property
    def came(self) -> tuple[ConceptChange, ...]:
        """The concepts that only the later index has."""
        return tuple(change for change in self.concepts if change.before is None)

    @property
    def went(self) -> tuple[ConceptChange, ...]:
        """The concepts that only the earlier index has."""
        return tuple(change for change in self.concepts if change.after is None)

    @property
    def changed(self) -> tuple[ConceptChange, ...]:
        """The concepts that both have, more or less often."""
        return tuple(change for change in self.concepts if None not in change)


def compare_indexes(before: Index, after: Index) -> Difference:
    r"""Return how one index differs from another, earlier one.

    A concept that the later index knows by another name, as one of its aliases, is the same one.

    Notes
    -----
    How surprising a change is, is told by the log-likelihood ratio of two corpora [1]_: with
    :math:`a` and :math:`b` occurrences in corpora of :math:`c` and :math:`d` words (of edges:
    sections), :math:`G^2 = 2 (a \ln(a / E_a) + b \ln(b / E_b))` where
    :math:`E_a = c (a + b) / (c + d)` and :math:`E_b` likewise. So corpora of different sizes can
    be compared, and a rare concept that doubles counts less than a frequent one that does. Takes
    O(n + e) time for n concepts and e edges.

    References
    ----------
    .. [1] P. Rayson and R. Garside, "Comparing corpora using frequency profiling", Proceedings of
       the Workshop on Comparing Corpora, 1-6, 2000. https://doi.org/10.3115/1117729.1117730
    """
    names = _later_names(before, after)
    old, new = _mentions(before, names), _mentions(after, {})
    words = (_words(before), _words(after))
    concepts = [ConceptChange(*change) for change in _differences(old, new, words)]
    sections = (len(before.sections), len(after.sections))
    edges = [
        EdgeChange(*pair, there, here, score)
        for pair, there, here, score in _differences(
            _pairs(before, names), _pairs(after, {}), sections
        )
    ]
    renamed = sorted((former, name) for former, name in names.items() if former != name)
    return Difference(tuple(concepts), tuple(edges), tuple(renamed))


def _later_names(before: Index, after: Index) -> dict[str, str]:
    """Return what the concepts of the earlier index are called in the later one."""
    there = set(after.concepts["concept"])
    by_alias = {
        key_of(alias): concept
        for concept, aliases in zip(
            after.concepts["concept"], after.concepts["aliases"], strict=True
        )
        for alias in (*aliases, concept)
    }
    return {
        name: name if name in there else by_alias.get(key_of(name), name)
        for name in before.concepts["concept"]
    }


def _mentions(index: Index, names: Mapping[str, str]) -> dict[str, int]:
    table = index.concepts
    return _count(table["concept"], table["mentions"].tolist(), lambda name: names.get(name, name))


def _pairs(index: Index, names: Mapping[str, str]) -> dict[tuple[str, str], int]:
    table = index.cooccurrences

    def rename(pair: tuple[str, str]) -> tuple[str, str]:
        one, other = sorted(names.get(name, name) for name in pair)
        return one, other

    pairs = zip(table["source"], table["target"], strict=True)
    counts = _count(pairs, table["sections"].tolist(), rename)
    return {pair: count for pair, count in counts.items() if pair[0] != pair[1]}


def _count(
    names: Iterable[_Name], counts: Iterable[int], rename: Callable[[_Name], _Name]
) -> dict[_Name, int]:
    summed: dict[_Name, int] = {}
    for name, count in zip(names, counts, strict=True):
        renamed = rename(name)
        summed[renamed] = summed.get(renamed, 0) + count
    return summed


def _words(index: Index) -> int:
    return int(index.sections["words"].sum())


def _differences(
    old: Mapping[_Name, int], new: Mapping[_Name, int], sizes: tuple[int, int]
) -> list[tuple[_Name, int | None, int | None, float]]:
    found = [
        (name, old.get(name), new.get(name), surprise(old.get(name, 0), new.get(name, 0), sizes))
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]
    return sorted(found, key=lambda change: (-change[3], change[0]))


def surprise(before: int, after: int, sizes: tuple[int, int]) -> float:
    """Return the log-likelihood ratio of two counts in corpora of the given sizes.

    >>> round(surprise(10, 20, (1000, 1000)), 3)
    3.398
    >>> surprise(10, 20, (1000, 2000))
    0.0
    """
    share = (before + after) / max(sum(sizes), 1)
    terms = (
        count * math.log(count / (size * share))
        for count, size in zip((before, after), sizes, strict=True)
        if count and size
    )
    return round(max(2 * sum(terms), 0.0), 6)
