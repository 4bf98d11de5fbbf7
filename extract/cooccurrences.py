"""Co-occurrences: which concepts are mentioned in the same sentence, and in the same section."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple


class Cooccurrence(NamedTuple):
    """Two concepts that meet; each sentence and each section counts once."""

    source: str  # source < target
    target: str
    sentences: int  # in which both are mentioned
    sections: int
    npmi: float  # -1..1, over sections


def count_pairs(units: Iterable[Iterable[str]]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Count concepts, and unordered pairs of them, once per unit.

    Parameters
    ----------
    units : iterable of iterable of str
        The concepts that each sentence, or each section, mentions.

    Returns
    -------
    tuple of (Counter of str, Counter of (str, str))
        Units per concept, and units per pair with its names in alphabetical order.

    Examples
    --------
    >>> count_pairs([["Pod", "kubelet", "Pod"], ["Pod"]])
    (Counter({'Pod': 2, 'kubelet': 1}), Counter({('Pod', 'kubelet'): 1}))
    """
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for unit in units:
        concepts = sorted(set(unit))
        singles.update(concepts)
        pairs.update(combinations(concepts, 2))
    return singles, pairs


def npmi(both: int, left: int, right: int, units: int) -> float:
    """Return the normalised pointwise mutual information of two events (Bouma 2009).

    All four are counts of the same units, so the probabilities share one event space.

    Parameters
    ----------
    both, left, right : int
        Units with both concepts, with the one, and with the other; `both` is at least 1.
    units : int
        All units.

    Returns
    -------
    float
        1 if neither comes without the other, 0 if they are independent, towards -1 if they
        avoid each other. Two concepts that are in every unit tell nothing: 0.

    Examples
    --------
    >>> npmi(2, 2, 2, 8), npmi(2, 4, 4, 8), npmi(8, 8, 8, 8)
    (1.0, 0.0, 0.0)
    """
    if both == units:
        return 0.0
    information = math.log(both * units / (left * right))
    return max(-1.0, min(1.0, information / -math.log(both / units)))


def count_cooccurrences(
    sentences: Iterable[Sequence[str]], sections: Iterable[Sequence[str]], units: int
) -> list[Cooccurrence]:
    """Return every pair of concepts that share a section, in alphabetical order.

    Parameters
    ----------
    sentences, sections : iterable of sequence of str
        The concepts mentioned in each sentence, and in each section.
    units : int
        All sections of the corpus, those without concepts included: the event space of `npmi`.

    Notes
    -----
    Two concepts of one sentence also share its section, so no pair is lost. Takes
    O(sum of squares of concepts per section) time.
    """
    _, in_sentences = count_pairs(sentences)
    singles, in_sections = count_pairs(sections)
    return [
        Cooccurrence(
            source,
            target,
            in_sentences[source, target],
            count,
            npmi(count, singles[source], singles[target], units),
        )
        for (source, target), count in sorted(in_sections.items())
    ]
