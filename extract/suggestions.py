"""Suggestions: concepts that may be one, and names that may be no concepts, for a person to judge.

Nothing here is applied by itself, and each suggestion stands for itself: that A may be B, and B
may be C, does not say that A is C.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from extract.evidence import FENCED
from extract.expansions import long_form_of
from extract.language import key_of
from extract.lexicon import is_acronym
from extract.termhood import commonness, count_features, score_termhood

if TYPE_CHECKING:
    import pandas as pd

    from extract.analysis import Tables

_SHORTEST = 5  # letters of a key; shorter names differ in a letter and mean different things
_LETTERS_A_SLIP = 7  # a slip in so many letters is one name misspelt
_ALIKE = 0.35  # cosine of what two names occur with, from which one may stand for the other
_UNLIKELY = 0.15  # probability of being no concept, from which it is worth a look
_COMMON = 4.0  # log10 of uses in 10^9 words: a word that everybody knows
_BESIDE = ("of", "and", "the", "for", "to", "in", "a")


class Suggestion(NamedTuple):
    """Something that a person should look at."""

    action: Literal["merge", "hide"]
    concepts: tuple[str, ...]  # to merge: the one that stays, and the other
    reason: str  # half a sentence
    score: float  # 0..1: how likely it is right


def suggest(tables: "Tables", *, limit: int = 200) -> list[Suggestion]:
    """Return what may be put right, the most likely first.

    Known concepts are taken to be right: only what was discovered is suggested to be hidden or
    merged. Who makes it a known concept (`extract.curation.promote`) has answered.

    Parameters
    ----------
    tables : dict of str to pandas.DataFrame
        The tables ``sections``, ``concepts``, ``cooccurrences`` and ``analysis/candidates`` of an
        index.
    limit : int, default 200
        At most so many.
    """
    concepts = tables["concepts"]
    if not (concepts["origin"] == "discovered").any():
        return []
    mentions = dict(zip(concepts["concept"], concepts["mentions"].tolist(), strict=True))
    discovered = set(concepts["concept"][concepts["origin"] == "discovered"])
    around = _neighbours(tables["cooccurrences"])
    pairs: dict[tuple[str, str], Suggestion] = {}
    for one, other, reason, score in (
        *_misspelt(mentions),
        *_shortened(mentions, around),
        *_alike(mentions, around),
    ):
        if not {one, other} & discovered:
            continue
        # Who is known, or mentioned more, stays.
        stays, goes = sorted(
            (one, other), key=lambda name: (name in discovered, -mentions[name], name)
        )
        found = Suggestion("merge", (stays, goes), reason, round(score, 3))
        pairs[stays, goes] = max(pairs.get((stays, goes), found), found, key=lambda s: s.score)
    noise = _unlikely(tables, discovered)
    return sorted([*pairs.values(), *noise], key=lambda s: (-s.score, s.action, s.concepts))[:limit]


_Pair = tuple[str, str, str, float]  # two concepts, the reason, the score


def _misspelt(names: Iterable[str]) -> Iterator[_Pair]:
    """Yield names that differ in a letter or two, but not in their digits."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    by_key = {key_of(name): name for name in sorted(names)}
    blocks: dict[tuple[int, str], list[str]] = defaultdict(list)
    for key in by_key:
        if len(key) >= _SHORTEST:
            # A slip spares the beginning or the end.
            blocks[0, key[:3]].append(key)
            blocks[1, key[-3:]].append(key)
    seen = set()
    for keys in blocks.values():
        slips = cdist(keys, keys, scorer=OSA.distance, score_cutoff=2)
        for row, column in zip(*(slips <= 2).nonzero(), strict=True):
            one, other = keys[row], keys[column]
            shorter, distance = min(len(one), len(other)), int(slips[row, column])
            if one >= other or (one, other) in seen or distance > shorter / _LETTERS_A_SLIP:
                continue
            seen.add((one, other))
            if _digits(one) == _digits(other):
                reason = f"they differ in {'one letter' if distance == 1 else 'two letters'}"
                yield by_key[one], by_key[other], reason, 1 - 2 * distance / shorter


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _shortened(mentions: Mapping[str, int], around: "_Around") -> Iterator[_Pair]:
    """Yield acronyms with the names of which they may be the initials."""
    by_initials: dict[str, list[str]] = defaultdict(list)
    for name in sorted(mentions):
        words = [word for word in name.replace("-", " ").split() if word.casefold() not in _BESIDE]
        if len(words) > 1:
            by_initials["".join(word[0] for word in words).casefold()].append(name)
    for short in sorted(filter(is_acronym, mentions)):
        for long in by_initials.get(short.casefold(), ()):
            if long_form_of(short, long) is None:
                continue
            together = long in around.get(short, {})
            where = ", and they occur together" if together else ""
            score = 0.9 if together else 0.1 * (2 + len(short))  # two letters are soon alike
            yield short, long, f"the one may be short for the other{where}", score


def _alike(mentions: Mapping[str, int], around: "_Around") -> Iterator[_Pair]:
    """Yield names with the same names around them, of which one begins or ends with the other."""
    by_key = {key_of(name): name for name in sorted(mentions)}
    longer: dict[str, list[str]] = defaultdict(list)
    for long in sorted(mentions):
        words = long.split()
        cuts = range(1, len(words))
        parts = {key_of(" ".join(part)) for at in cuts for part in (words[:at], words[at:])}
        for key in sorted(parts & by_key.keys()):
            longer[by_key[key]].append(long)
    for short, longs in longer.items():
        for long in longs:
            alike = _cosine(around.get(long, {}), around.get(short, {}), {long, short})
            if alike >= _ALIKE and min(mentions[long], mentions[short]) > 1:
                # What many names are made of is what they have in common, not one of them.
                score = 0.8 * alike / math.sqrt(len(longs))
                yield long, short, "they occur with the same concepts", score


_Around = Mapping[
    str, Mapping[str, int]
]  # of each concept, the sections that it shares with others


def _neighbours(pairs: "pd.DataFrame") -> _Around:
    around: dict[str, dict[str, int]] = defaultdict(dict)
    for source, target, sections in zip(
        pairs["source"], pairs["target"], pairs["sections"].tolist(), strict=True
    ):
        around[source][target] = sections
        around[target][source] = sections
    return around


def _cosine(one: Mapping[str, int], other: Mapping[str, int], besides: set[str]) -> float:
    """Return how much two concepts occur with the same others, 0 to 1."""
    shared = sum(count * other[name] for name, count in one.items() if name in other)
    lengths = (
        sum(count**2 for name, count in counts.items() if name not in besides)
        for counts in (one, other)
    )
    length = math.sqrt(math.prod(lengths))
    return shared / length if length else 0.0


def _unlikely(tables: "Tables", discovered: set[str]) -> Iterator[Suggestion]:
    """Yield the discovered concepts whose termhood was hardly enough."""
    candidates = tables["analysis/candidates"]
    rows = candidates[(candidates["concept"] == "") & ((candidates["evidence"] & FENCED) == 0)]
    key_by_surface = {surface: key_of(surface) for surface in set(rows["surface"])}
    rows = rows.assign(key=rows["surface"].map(key_by_surface))
    keys = {key_of(name): name for name in sorted(discovered)}
    features = count_features(rows[rows["key"] != ""], len(tables["sections"]))
    features = features[features.index.isin(list(keys))]
    sections = dict(zip(tables["concepts"]["concept"], tables["concepts"]["sections"], strict=True))
    for key, score in zip(features.index, score_termhood(features).tolist(), strict=True):
        name, doubt = keys[str(key)], 1 / (1 + math.exp(min(score, 50.0)))
        if doubt >= _UNLIKELY:
            yield Suggestion("hide", (name,), _doubt(name, int(sections[name])), round(doubt, 3))


def _doubt(name: str, sections: int) -> str:
    places = "one section" if sections == 1 else f"{sections} sections"
    words: Sequence[str] = name.casefold().replace("-", " ").split()
    plain = " and is made of common words" if all(commonness(w) > _COMMON for w in words) else ""
    return f"it occurs in {places}{plain}"
