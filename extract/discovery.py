"""Discovery: the concepts that no lexicon has, and which of their names mean the same one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import TYPE_CHECKING

import numpy as np

from extract.evidence import CAPITAL, FIRST, HEADING, TITLE
from extract.language import key_of, lemma_of
from extract.termhood import commonness, count_features, plain_words, score_termhood

if TYPE_CHECKING:
    import pandas as pd

_NO_CAPITAL = FIRST | TITLE | HEADING  # places where ordinary words have capitals, too
# A word that keeps its capital so often is a name, whatever else it means.
_NAME_SHARE = 0.8
_ORDINARY = 3.0  # one use in a million words
# Plain words are concepts of the documents that are about them, as those of a task queue are about
# tasks: marked like a concept, some 200 times as frequent as elsewhere, all over the documents, and
# what others are kinds of ("periodic task").
_CENTRAL = 4.0  # log odds
_THEME = {"domain": 2.3, "spread": 0.8}  # features
_HEADS = 2  # names


def discover(
    candidates: "pd.DataFrame",
    expansions: Iterable[tuple[str, str]],
    known: Mapping[str, str],
    meant: Set[str],
    sections: int,
) -> dict[str, str]:
    """Return the name of the concept that each key means.

    Parameters
    ----------
    candidates : pandas.DataFrame
        One row per candidate in prose that names no known concept: ``key``, ``surface``,
        ``section``, ``evidence``.
    expansions : iterable of (short, long)
        Every place where the text explains a short form.
    known : mapping of str to str
        The names of known concepts by the keys of their surfaces.
    meant : set of str
        Those of these keys that mean their concept somewhere in the corpus. A known name that is
        not meant where it stands (an ambiguous one) is not discovered instead, unless it never
        is: "broker" may be a concept of documents that have no Kafka broker.
    sections : int
        All sections of the corpus.

    Returns
    -------
    dict of str to str
        From key to the canonical name of a discovered concept, or to that of a known concept
        that the text gives another name.
    """
    if candidates.empty:
        return {}
    features = count_features(candidates, sections)
    scores = _score(features, known)
    accepted = {key for key in scores.index[scores >= 0] if len(key) > 1}
    accepted -= plain_words()["idioms"]
    central = {key for key in accepted if scores[key] >= _CENTRAL}
    free = {key for key in central & known.keys() - meant if key != key_of(known[key])}
    known = {key: name for key, name in known.items() if key not in free}
    ordinary = plain_words()["nouns"]
    accepted -= known.keys()
    longer = candidates[candidates["key"].isin(accepted - ordinary)].drop_duplicates("key")
    heads = Counter(key_of(words[-1]) for words in map(str.split, longer["surface"]) if words[1:])
    themes = features.index[(features[list(_THEME)] >= list(_THEME.values())).all(axis=1)]
    accepted -= ordinary - {key for key in central.intersection(themes) if heads[key] >= _HEADS}
    merged = _merge_expansions(expansions, known)
    for key, into in merged.items():
        if accepted & {key, into} or into in known:
            accepted |= {key, into} - known.keys()
    chosen = candidates[candidates["key"].isin(accepted)]
    merged |= _short_names(chosen, merged)

    members: dict[str, list[str]] = defaultdict(list)
    for key in sorted(accepted):
        members[_root(key, merged)].append(key)
    written = _count_surfaces(chosen)
    in_text = _count_surfaces(chosen[(chosen["evidence"] & _NO_CAPITAL) == 0])
    names: dict[str, str] = {}
    for root, keys in members.items():
        counts = sum((written[key] for key in keys), Counter[str]())
        if root in known:
            names |= dict.fromkeys(keys, known[root])
        elif counts:
            plain = sum((in_text[key] for key in keys), Counter[str]())
            names |= dict.fromkeys(keys, canonical_name(counts, plain))
    return names


def ordinary_short_forms(shorts: Iterable[str]) -> set[str]:
    """Return the keys of short forms that are words, too, and so count in capitals only ("USE")."""
    return {
        key_of(short)
        for short in shorts
        if short.isupper() and commonness(short.casefold()) >= _ORDINARY
    }


def _score(features: "pd.DataFrame", known: Mapping[str, str]) -> "pd.Series[float]":
    """Return the log odds that a name which the lexicon lacks is a concept, by key.

    The more of a corpus's concepts a lexicon has, the less likely is what it lacks to be one: by
    Bayes' rule the log odds fall by that of the share that it lacks.
    """
    import pandas as pd

    scores = pd.Series(score_termhood(features), index=features.index, dtype=float)
    likely = scores.index[scores >= 0]
    covered = sum(key in known for key in likely) / (len(likely) + 1)
    return scores.add(float(np.log(1 - covered)))


def _merge_expansions(
    expansions: Iterable[tuple[str, str]], known: Mapping[str, str]
) -> dict[str, str]:
    """Return for the key of each short form the key of the long form that it stands for most.

    Where the lexicon knows the short form, it takes the long form in instead.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for short, long in expansions:
        counts[key_of(short)][key_of(long)] += 1
    merged = {}
    for short, longs in sorted(counts.items()):
        long = min(longs, key=lambda key: (-longs[key], key))
        if short in known:
            merged[long] = short
        elif short != long:
            merged[short] = long
    return merged


def _root(key: str, merged: Mapping[str, str]) -> str:
    seen = {key}
    while merged.get(key, key) not in seen:
        key = merged[key]
        seen.add(key)
    return key


def _short_names(chosen: "pd.DataFrame", merged: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of short names with those of the full names that they stand for.

    "Swarm" is "Docker Swarm", and "Vault" is "HashiCorp Vault", where it keeps its capital and
    no other full name ends with it.
    """
    full: dict[str, set[str]] = defaultdict(set)
    capital = chosen.loc[(chosen["evidence"] & CAPITAL) > 0, ["surface", "key"]].drop_duplicates()
    for surface, key in zip(capital["surface"], capital["key"], strict=True):
        words = surface.split()
        if len(words) == 2 and words[1].isalpha() and words[1][0].isupper():
            full[key_of(words[1])].add(key)
    single = chosen[chosen["key"].isin(list(full)) & ((chosen["evidence"] & _NO_CAPITAL) == 0)]
    kept = ((single["evidence"] & CAPITAL) > 0).groupby(single["key"]).mean().to_dict()
    return {
        short: next(iter(longs))
        for short, longs in sorted(full.items())
        if len(longs) == 1 and short not in merged and kept.get(short, 0.0) > _NAME_SHARE
    }


def _count_surfaces(candidates: "pd.DataFrame") -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    sizes = candidates.groupby(["key", "surface"]).size()
    for (key, surface), count in zip(sizes.index.tolist(), sizes.tolist(), strict=True):
        counts[key][" ".join(surface.split())] += count
    return counts


def canonical_name(written: Mapping[str, int], in_text: Mapping[str, int]) -> str:
    """Return the surface that an editor would choose as a concept's name.

    Parameters
    ----------
    written : mapping of str to int
        How often each surface is written anywhere.
    in_text : mapping of str to int
        The same, only where ordinary words have no capital.

    Notes
    -----
    The most frequent surface counts, in the singular where that is written too or the last of
    several words is a plain plural.

    Examples
    --------
    >>> canonical_name({"Image layers": 3, "image layer": 1}, {"image layer": 1})
    'image layer'
    >>> canonical_name({"bind mounts": 2}, {"bind mounts": 2})
    'bind mount'
    """
    counts = in_text or written
    best = min(counts, key=lambda surface: (-counts[surface], len(surface), surface))
    singular = [surface for surface in written if best in {f"{surface}s", f"{surface}es"}]
    if singular:
        return min(singular)
    *first, last = best.split()
    if first and last.islower() and last.isalpha():
        return " ".join([*first, lemma_of(last)])
    return best
