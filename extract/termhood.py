"""Termhood: how much a candidate that no lexicon knows looks like a concept of its domain.

A logistic model over sixteen features of form, markup and frequency. Its weights were fitted to
annotated questions of several domains (`benchmarks/termhood.py` fits them again, and checks them
on the domain left out), so they know no names.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from extract import evidence
from extract.language import key_of, lemma_of

if TYPE_CHECKING:
    import pandas as pd

# Log odds of being a concept, per unit of each feature of `count_features`.
INTERCEPT = -8.82
WEIGHTS = {
    "words": -0.38,
    "whole": 1.64,
    "spread": 2.83,
    "domain": 1.40,
    "rarest": 0.50,
    "cohesion": 1.82,
    "modifier": 0.29,
    "capital": 1.71,
    "name": 0.27,
    "title": 0.72,
    "strong": 1.74,
    "code": 2.29,
    "list head": 1.06,
    "defined": 5.07,
    "expanded": 5.19,
    "plain modifier": -1.91,
}

_LEAST_CORPUS = 1000.0  # nouns; in fewer, any word would look frequent
_ENOUGH = 3  # marks; more of them say no more, or a large corpus would outvote its words
_PLAIN_WORDS = Path(__file__).with_name("plain_words.toml")
_COUNTED = {
    "whole": evidence.WHOLE,
    "title": evidence.TITLE,
    "strong": evidence.STRONG,
    "code": evidence.CODE,
    "list head": evidence.HEAD,
    "name": evidence.NAME,
    "capital": evidence.CAPITAL,
    "defined": evidence.DEFINED,
    "expanded": evidence.EXPANDED,
}
_NO_CAPITAL = evidence.FIRST | evidence.TITLE | evidence.HEADING


@lru_cache(maxsize=100_000)
def commonness(word: str) -> float:
    """Return how common a word is in general English: log10 of its uses in 10^9 words.

    After Speer's wordfreq (2022); 0 for a word that it does not list.
    """
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en", wordlist="small"))


@cache
def plain_words() -> dict[str, frozenset[str]]:
    """Return the keys of the ``nouns``, ``idioms`` and ``modifiers`` of prose in any field."""
    table = tomllib.loads(_PLAIN_WORDS.read_text(encoding="utf-8"))
    return {name: frozenset(map(key_of, words.split())) for name, words in table.items()}


def count_features(candidates: "pd.DataFrame", sections: int) -> "pd.DataFrame":
    """Return the features of each candidate name.

    Parameters
    ----------
    candidates : pandas.DataFrame
        One row per candidate in prose, with the columns ``key`` (of `extract.language.key_of`),
        ``surface``, ``section`` and ``evidence``.
    sections : int
        All sections of the corpus.

    Returns
    -------
    pandas.DataFrame
        One row per key, in alphabetical order, with the columns of `WEIGHTS`.

    Notes
    -----
    - *domain* is the weirdness of the words (Ahmad et al. 1999): log10 of their share of the
      corpus against their share of general English, on average; *rarest* is the
      commonness of the rarest word.
    - *whole* is the share of occurrences that are a whole noun phrase; nested ones say less, as in
      the C-value (Frantzi et al. 2000).
    - *cohesion* is the normalised pointwise mutual information of the first and the last word
      (Bouma 2009).
    - *modifier* is the logarithm of the number of nouns that the first word modifies.
    - *spread* is the logarithm of the sections, relative to that of all sections.
    - *plain modifier* marks a first word that belongs to technical prose of any field
      (``plain_words.toml``).
    - The others say how often, or in which share of its places, the text marks the name.
    """
    import pandas as pd

    key = candidates["key"].astype("category").cat.remove_unused_categories()
    section, found = pd.factorize(candidates["section"])
    keys, number = key.cat.categories, key.cat.codes.to_numpy()
    pairs = np.unique(number.astype(np.int64) * len(found) + section)
    spread = np.bincount(pairs // max(1, len(found)))
    del section, pairs  # of a large corpus, a hundred megabytes
    bits = candidates["evidence"].to_numpy()

    def count_where(marked: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        return np.bincount(number[marked], minlength=len(keys))

    count = np.bincount(number)
    sums = {name: count_where((bits & bit) > 0) for name, bit in _COUNTED.items()}
    informative = count_where((bits & _NO_CAPITAL) == 0)
    words = [_words(surface) for surface in usual_surfaces(candidates)]
    uses = _count_words(words, count.tolist())
    corpus = max(_LEAST_CORPUS, sum(uses.values()))
    weirdness = {
        word: np.log10((used + 1) / corpus * 1e9) - max(commonness(word), 1.0)
        for word, used in uses.items()
    }
    plain = plain_words()
    modified: dict[str, set[str]] = {}
    for name in words:
        if len(name) > 1:
            modified.setdefault(name[0], set()).add(name[-1])
    features: dict[str, Iterable[float]] = {
        "words": (min(len(name), 4) - 1 for name in words),
        "whole": sums["whole"] / count,
        "spread": np.log1p(spread) / np.log1p(sections),
        "domain": (fsum(weirdness[word] for word in name) / len(name) for name in words),
        "rarest": (min(map(commonness, name)) for name in words),
        "cohesion": _cohesion(words, count.tolist(), uses, corpus),
        "modifier": (np.log1p(len(modified[name[0]])) if name[1:] else 0.0 for name in words),
        "capital": sums["capital"] / informative.clip(1),
        "name": sums["name"] / count,
        "title": np.log1p(sums["title"].clip(max=_ENOUGH)),
        "strong": np.log1p(sums["strong"].clip(max=_ENOUGH)),
        "code": np.log1p(sums["code"].clip(max=_ENOUGH)),
        "list head": np.log1p(sums["list head"].clip(max=_ENOUGH)),
        "defined": sums["defined"] > 0,
        "expanded": sums["expanded"] > 0,
        "plain modifier": (name[0] in plain["modifiers"] for name in words),
    }
    columns = {name: np.fromiter(features[name], float, len(keys)) for name in WEIGHTS}
    return pd.DataFrame(columns, index=keys)


def score_termhood(
    features: "pd.DataFrame",
    weights: Mapping[str, float] = WEIGHTS,
    intercept: float = INTERCEPT,
) -> npt.NDArray[np.float64]:
    """Return the termhood of each candidate name: the log odds of being a concept.

    Parameters
    ----------
    features : pandas.DataFrame
        As `count_features` returns them.
    weights, intercept : optional
        Of the model; by default the fitted one.
    """
    scores: npt.NDArray[np.float64] = features[list(weights)].to_numpy() @ np.array(
        list(weights.values())
    )
    return scores + intercept


def usual_surfaces(candidates: "pd.DataFrame") -> list[str]:
    """Return the surface that is written most often for each key, by key in alphabetical order."""
    key, surface = (candidates[name].astype("category") for name in ("key", "surface"))
    texts = surface.cat.categories
    pairs = key.cat.codes.to_numpy().astype(np.int64) * len(texts) + surface.cat.codes.to_numpy()
    pairs, counts = np.unique(pairs, return_counts=True)
    keys, places = pairs // max(1, len(texts)), pairs % max(1, len(texts))
    order = np.lexsort((places, -counts, keys))
    _, firsts = np.unique(keys[order], return_index=True)
    usual: list[str] = texts[places[order[firsts]]].tolist()
    return usual


def _words(surface: str) -> tuple[str, ...]:
    return tuple(map(lemma_of, surface.replace("-", " ").split())) or (surface,)


def _count_words(words: Sequence[tuple[str, ...]], counts: Sequence[int]) -> dict[str, float]:
    """Return how often each word is used; one that never stands as a candidate itself, once."""
    uses = {word: 1.0 for name in words for word in name}
    for name, count in zip(words, counts, strict=True):
        if len(name) == 1:
            uses[name[0]] = max(uses[name[0]], float(count))
    return uses


def _cohesion(
    words: Sequence[tuple[str, ...]],
    counts: Sequence[int],
    uses: Mapping[str, float],
    corpus: float,
) -> Iterator[float]:
    for name, count in zip(words, counts, strict=True):
        together = count / corpus
        if len(name) == 1 or together >= 1:
            yield 0.0
        else:
            apart = max(uses[name[0]], count) * max(uses[name[-1]], count) / corpus**2
            yield float(np.log(together / apart) / -np.log(together))
