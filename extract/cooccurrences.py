"""Co-occurrences: which concepts are mentioned in the same sentence, and in the same section."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

_Numbers = npt.NDArray[np.int64]

# A section that names more concepts, such as a log, tells little of what belongs together, and
# each of them would meet each other one.
MOST_TOGETHER = 400


def npmi(
    both: npt.ArrayLike, left: npt.ArrayLike, right: npt.ArrayLike, units: int
) -> npt.NDArray[np.float64]:
    """Return the normalised pointwise mutual information of pairs of events (Bouma 2009).

    All four are counts of the same units, so the probabilities share one event space.

    Parameters
    ----------
    both, left, right : int, or array of int
        Units with both concepts, with the one, and with the other; `both` is at least 1.
    units : int
        All units.

    Returns
    -------
    array of float
        1 if neither comes without the other, 0 if they are independent, towards -1 if they
        avoid each other. Two concepts that are in every unit tell nothing: 0.

    Examples
    --------
    >>> npmi([2, 2, 8], [2, 4, 8], [2, 4, 8], units=8).tolist()
    [1.0, 0.0, 0.0]
    """
    together = np.asarray(both)
    everywhere = together == units
    information = np.log(together * units / (np.asarray(left) * np.asarray(right)))
    most = -np.log(np.where(everywhere, 0.5, together / units))
    return np.where(everywhere, 0.0, np.clip(information / most, -1.0, 1.0))


def count_cooccurrences(
    mentions: "pd.DataFrame", sections: int, *, meetings_at_once: int = 2_000_000
) -> "pd.DataFrame":
    """Return every pair of concepts that share a section, in alphabetical order.

    In a section with more than `MOST_TOGETHER` concepts, two share it if both are among those that
    it mentions most often, or if they share a sentence of it.

    Parameters
    ----------
    mentions : pandas.DataFrame
        One row per mention, with ``section``, ``sentence`` (its number in the section) and
        ``concept``.
    sections : int
        All sections of the corpus, those without concepts included: the event space of `npmi`.
    meetings_at_once : int, default 2,000,000
        Places where two concepts meet that are held in memory to be counted; the table does not
        depend on it.

    Returns
    -------
    pandas.DataFrame
        ``source`` < ``target``, as categories; ``sentences`` and ``sections``: those that mention
        both, each counted once; ``npmi`` (-1..1) over sections.

    Notes
    -----
    Two concepts of one sentence also share its section, so no pair is lost. Takes
    O(concepts) time and memory for each section, and O(square of concepts) for each sentence.
    """
    import pandas as pd

    concept, names = pd.factorize(mentions["concept"], sort=True)
    section, _ = pd.factorize(mentions["section"])
    longest = mentions["sentence"].max() + 1 if len(mentions) else 1
    sentence = section * longest + mentions["sentence"].to_numpy(dtype=np.int64)
    most = _are_mentioned_most(section, concept, len(names))
    pairs, in_sections = _count_pairs(section[most], concept[most], len(names), meetings_at_once)
    beyond = _pairs_beyond(section, sentence, concept, most, len(names))
    if len(beyond):
        pairs, place = np.unique(np.concatenate([pairs, beyond]), return_inverse=True)
        counted = np.concatenate([in_sections, np.ones_like(beyond)])
        in_sections = np.bincount(place, weights=counted).astype(np.int64)
    close_pairs, in_sentences = _count_pairs(sentence, concept, len(names), meetings_at_once)
    sentences = np.zeros_like(in_sections)
    sentences[np.searchsorted(pairs, close_pairs)] = in_sentences
    alone = np.unique(section * len(names) + concept)
    counts = np.bincount(alone % max(1, len(names)), minlength=len(names))
    source, target = pairs // max(1, len(names)), pairs % max(1, len(names))
    return pd.DataFrame(
        {
            "source": pd.Categorical.from_codes(source, names),
            "target": pd.Categorical.from_codes(target, names),
            "sentences": sentences,
            "sections": in_sections,
            "npmi": npmi(in_sections, counts[source], counts[target], sections),
        }
    )


def _are_mentioned_most(section: _Numbers, concept: _Numbers, size: int) -> npt.NDArray[np.bool_]:
    """Tell of each mention whether its concept is among the most mentioned ones of its section."""
    members, member, counts = np.unique(
        section * size + concept, return_inverse=True, return_counts=True
    )
    within = members // max(1, size)
    order = np.lexsort((members, -counts, within))
    kept = np.empty(len(members), dtype=bool)
    kept[order] = np.arange(len(members)) - np.searchsorted(within, within) < MOST_TOGETHER
    return kept[member]


def _pairs_beyond(
    section: _Numbers,
    sentence: _Numbers,
    concept: _Numbers,
    most: npt.NDArray[np.bool_],
    size: int,
) -> _Numbers:
    """Return the pairs that share a sentence, but not the most mentioned concepts of its section.

    A pair is there once for each such section.
    """
    crowded = np.flatnonzero(np.isin(section, section[~most]))
    crowded = crowded[np.argsort(section[crowded], kind="stable")]
    found = [np.empty(0, dtype=np.int64)]
    for here in np.split(crowded, np.flatnonzero(np.diff(section[crowded])) + 1):
        pairs, _ = _count_pairs(sentence[here], concept[here], size, max(1, len(here) ** 2))
        kept = concept[here[most[here]]]
        counted = np.isin(pairs // max(1, size), kept) & np.isin(pairs % max(1, size), kept)
        found.append(pairs[~counted])
    return np.concatenate(found)


def _count_pairs(
    units: _Numbers, concepts: _Numbers, size: int, meetings_at_once: int
) -> tuple[_Numbers, _Numbers]:
    """Return each pair of numbers below `size` that share a unit, as source * size + target.

    And, beside it, the number of units that they share.
    """
    members = np.unique(units * size + concepts)  # once per unit, in order
    unit, concept = members // max(1, size), members % max(1, size)
    partners = np.searchsorted(unit, unit, side="right") - np.arange(len(members)) - 1
    # One range of sources after the other: no pair is in two of them.
    meetings = np.bincount(concept, weights=partners, minlength=size).cumsum()
    part = meetings[concept] // meetings_at_once
    counted = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))]
    for number in np.unique(part):
        left = np.flatnonzero(part == number)
        pairs = [np.empty(0, dtype=np.int64)]
        step = 1
        while len(left := left[partners[left] >= step]):
            pairs.append(concept[left] * size + concept[left + step])
            step += 1
        counted.append(np.unique(np.concatenate(pairs), return_counts=True))
    different, counts = zip(*counted, strict=True)
    return np.concatenate(different), np.concatenate(counts)
