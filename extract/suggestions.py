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
    spellings = {
        name: (name, *aliases)
        for name, aliases in zip(concepts["concept"], concepts["aliases"], strict=True)
    }
    discovered = set(concepts["concept"][concepts["origin"] == "discovered"])
    around = _neighbours(tables["cooccurrences"])
    pairs: dict[tuple[str, str], Suggestion] = {}
    for one, other, reason, score in (
        *_misspelt(mentions),
        *_shortened(spellings, around),
        *_alike(spellings, mentions, around, discovered),
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


_Spellings = Mapping[str, Sequence[str]]  # of each concept, its name and its aliases


def _shortened(spellings: _Spellings, around: "_Around") -> Iterator[_Pair]:
    """Yield acronyms with the names of which they may be the initials.

    Who is spelled out by one of its own names is short for nothing else, and whose acronym is
    known has no other.
    """
    longs = [name for name in sorted(spellings) if not any(map(is_acronym, spellings[name]))]
    by_initials, by_last = defaultdict(list), defaultdict(list)
    for long in longs:
        words = [word for word in long.replace("-", " ").split() if word.casefold() not in _BESIDE]
        if len(words) > 1:
            by_initials["".join(word[0] for word in words).casefold()].append(long)
            if len(words) > 2 and not any(map(is_acronym, words)):
                by_last[words[-1].casefold()].append(long)
    for name in sorted(spellings):
        # "GIN index" says the last word of what it is short for once more.
        short, _, again = name.partition(" ")
        if not is_acronym(short) or _long_forms(short, spellings[name]):
            continue
        for long in by_last[again.casefold()] if again else by_initials[short.casefold()]:
            if long_form_of(short, long) != long:
                continue
            together = long in around.get(name, {})
            where = ", and they occur together" if together else ""
            # Two letters are soon alike.
            score = 0.9 if together else min(0.9, 0.1 * (2 + len(short)))
            yield name, long, f"the one may be short for the other{where}", score


def _long_forms(short: str, names: Iterable[str]) -> list[str]:
    """Return those names that spell an acronym out, and do not merely hold it."""
    return [name for name in names if short not in name.split() and long_form_of(short, name)]


def _alike(
    spellings: _Spellings, mentions: Mapping[str, int], around: "_Around", discovered: set[str]
) -> Iterator[_Pair]:
    """Yield names with the same names around them, of which one begins or ends with the other."""
    by_key = {key_of(name): name for name in sorted(mentions)}
    longer: dict[str, list[str]] = defaultdict(list)
    for long in sorted(mentions):
        parts = _parts(long)
        for form in _long_forms(long, spellings[long]) if is_acronym(long) else ():
            # Of what an acronym stands for, the last word is often left out.
            parts.add(key_of(form.rpartition(" ")[0]))
        for key in sorted(parts & by_key.keys()):
            longer[by_key[key]].append(long)
    for short, longs in longer.items():
        for long in longs:
            alike = _cosine(around.get(long, {}), around.get(short, {}), {long, short})
            # Once "the query planner" is named, texts go on with "the planner"; but what is a
            # known concept is not said in place of one kind of it.
            alone = longs == [long] and long in around.get(short, {}) and long.endswith(short)
            goes_on = alone and short in discovered
            once = mentions[long] == 1
            if alike >= _ALIKE and mentions[short] > 1 and (goes_on or not once):
                # What many names are made of is what they have in common, not one of them.
                score = 0.8 * alike / math.sqrt(len(longs)) / (1 + once)
                yield long, short, "they occur with the same concepts", score


def _parts(name: str) -> set[str]:
    """Return the keys of what a name begins and ends with."""
    words = name.split()
    cuts = range(1, len(words))
    return {key_of(" ".join(part)) for at in cuts for part in (words[:at], words[at:])}


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
