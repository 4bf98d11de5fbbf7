"""Concepts: which candidates of a corpus are concepts, under which name, and where they stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extract import candidates as evidence
from extract.language import key_of
from extract.lexicon import LexiconConcept
from extract.termhood import count_features, plain_words, score_termhood

if TYPE_CHECKING:
    import pandas as pd


class Mention(NamedTuple):
    """One occurrence of a concept."""

    section: int  # row of its section
    sentence: int
    concept: str
    start: int  # characters into Section.text
    end: int
    evidence: int  # bits of `extract.candidates`


@dataclass(frozen=True, slots=True)
class Concept:
    """A node of the graph to be."""

    concept: str  # canonical name
    kind: str
    aliases: tuple[str, ...]  # other surfaces, in alphabetical order
    origin: str  # "lexicon", "discovered", "user"


def choose_concepts(
    candidates: "pd.DataFrame",
    expansions: Iterable[tuple[str, str]],
    lexicon: Sequence[LexiconConcept],
    *,
    sections: int,
    discovery: bool = True,
) -> "tuple[list[Concept], pd.Series[str]]":
    """Decide which candidates are concepts, and which names mean the same one.

    Parameters
    ----------
    candidates : pandas.DataFrame
        One row per candidate: ``section`` (row number), ``sentence``, ``start``, ``end``,
        ``surface``, ``concept``, ``evidence``.
    expansions : iterable of (short, long)
        Every place where the text explains a short form.
    lexicon : sequence of LexiconConcept
        The known names that `candidates` were matched with.
    sections : int
        All sections of the corpus.
    discovery : bool, default True
        Whether names that no lexicon has may become concepts.

    Returns
    -------
    tuple of (list of Concept, pandas.Series of str)
        The concepts in alphabetical order, and for each candidate its concept's name, or "".
    """
    names = candidates["concept"].copy()
    if discovery:
        open_rows = candidates.index[names == ""]
        discovered = _discover(candidates.loc[open_rows], expansions, lexicon, candidates, sections)
        names.loc[open_rows] = candidates.loc[open_rows, "surface"].map(discovered).fillna("")
    known = {concept.name: concept for concept in lexicon}
    hidden = {concept.name for concept in lexicon if concept.hidden}
    names[names.isin(hidden)] = ""
    return _describe(candidates, names, known), names


def _discover(
    rows: "pd.DataFrame",
    expansions: Iterable[tuple[str, str]],
    lexicon: Sequence[LexiconConcept],
    every: "pd.DataFrame",
    sections: int,
) -> dict[str, str]:
    """Return the concept that each surface without a lexicon names."""
    surfaces = rows["surface"].unique().tolist()
    keys = {surface: key_of(surface) for surface in surfaces}
    known = {key_of(surface): concept.name for concept in lexicon for surface in concept.surfaces()}
    groups = _merge_expansions(expansions, known)
    rows = rows.assign(key=rows["surface"].map(keys))
    prose = rows[((rows["evidence"] & evidence.FENCED) == 0) & (rows["key"] != "")]
    if prose.empty:
        return {}
    scores = _score(prose, sections, known)
    accepted = set(scores.index[scores >= 0]) - known.keys() - plain_words()["nouns"]
    prose = prose[~prose["key"].isin(known)]
    for short, long in groups.items():
        if short in accepted or long in accepted:
            accepted |= {short, long}
    groups |= _short_names(prose, accepted, groups)

    members: dict[str, set[str]] = defaultdict(set)
    for key in accepted:
        members[_root(key, groups)].add(key)
    counts = prose[prose["key"].isin(accepted)].groupby(["key", "surface"]).size()
    plain = prose[(prose["evidence"] & (evidence.FIRST | evidence.TITLE | evidence.HEADING)) == 0]
    plain_counts = plain[plain["key"].isin(accepted)].groupby(["key", "surface"]).size()
    by_key: dict[str, Counter[str]] = defaultdict(Counter)
    plain_by_key: dict[str, Counter[str]] = defaultdict(Counter)
    for (key, surface), count in counts.items():
        by_key[key][surface] += int(count)
    for (key, surface), count in plain_counts.items():
        plain_by_key[key][surface] += int(count)
    name_of = {}
    taken: set[str] = set()
    for root in sorted(members):
        if root in known:
            name = known[root]
        else:
            written = sum((by_key[key] for key in members[root]), Counter())
            in_plain = sum((plain_by_key[key] for key in members[root]), Counter())
            if not written:
                continue
            name = canonical_name(written, in_plain)
            while name in taken:
                name += " "
            taken.add(name)
        for key in members[root]:
            name_of[key] = name
    return {surface: name_of[keys[surface]] for surface in surfaces if keys[surface] in name_of}


def _score(prose: "pd.DataFrame", sections: int, known: Mapping[str, str]) -> "pd.Series[float]":
    """Return the log odds that a name which the lexicon lacks is a concept, by key.

    The more of a corpus's concepts a lexicon has, the less likely is what it lacks to be one: by
    Bayes' rule the log odds fall by that of the share that it lacks.
    """
    import pandas as pd

    features = count_features(prose, sections)
    scores = pd.Series(score_termhood(features), index=features.index)
    likely = scores.index[scores >= 0]
    covered = likely.isin(known).sum() / (len(likely) + 1)
    return scores + np.log(1 - covered)


def _merge_expansions(
    expansions: Iterable[tuple[str, str]], known: Mapping[str, str]
) -> dict[str, str]:
    """Return for the key of each short form the key of the long form that it stands for most."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for short, long in expansions:
        counts[key_of(short)][key_of(long)] += 1
    merged = {}
    for short, longs in counts.items():
        long = min(longs, key=lambda key: (-longs[key], key))
        if short in known:
            merged[long] = short  # the lexicon's name takes the long form in
        elif short != long:
            merged[short] = long
    return merged


def _root(key: str, groups: Mapping[str, str]) -> str:
    seen = {key}
    while groups.get(key, key) not in seen:
        key = groups[key]
        seen.add(key)
    return key


def _short_names(
    prose: "pd.DataFrame", accepted: set[str], groups: Mapping[str, str]
) -> dict[str, str]:
    """Return the keys of short names with those of the full names that they stand for.

    "Swarm" is "Docker Swarm" where it has a capital, for only names keep theirs.
    """
    names = prose[prose["key"].isin(accepted) & ((prose["evidence"] & evidence.CAPITAL) > 0)]
    full: dict[str, Counter[str]] = defaultdict(Counter)
    for surface, key in zip(names["surface"], names["key"], strict=True):
        words = surface.split()
        if len(words) == 2 and words[1][0].isupper() and words[1].isalpha():
            full[key_of(words[1])][key] += 1
    single = prose[prose["key"].isin(full.keys() & accepted)]
    capitals = (single["evidence"] & evidence.CAPITAL) > 0
    plain = (single["evidence"] & (evidence.FIRST | evidence.TITLE | evidence.HEADING)) == 0
    kept = capitals[plain].groupby(single["key"][plain]).mean()
    return {
        short: next(iter(longs))
        for short, longs in sorted(full.items())
        if len(longs) == 1 and short not in groups and kept.get(short, 0.0) > 0.8
    }


def canonical_name(written: Mapping[str, int], plain: Mapping[str, int]) -> str:
    """Return the surface that an editor would choose as the name.

    Parameters
    ----------
    written : mapping of str to int
        How often each surface is written.
    plain : mapping of str to int
        The same, only where a capital means a name.

    Examples
    --------
    >>> canonical_name({"Image layers": 3, "image layer": 1}, {"image layer": 1})
    'image layer'
    """
    counts = plain or written
    full = {surface: written[surface] for surface in written}
    spelled: Counter[str] = Counter()
    for surface, count in counts.items():
        spelled[surface] += count
    best = min(spelled, key=lambda surface: (-spelled[surface], len(surface), surface))
    singular = [
        surface
        for surface in full
        if best.startswith(surface) and best != surface and best[len(surface) :] in {"s", "es"}
    ]
    return min(singular, key=len) if singular else " ".join(best.split())


def _describe(
    candidates: "pd.DataFrame",
    names: "pd.Series[str]",
    known: Mapping[str, LexiconConcept],
) -> list[Concept]:
    rows = candidates[names != ""]
    surfaces: dict[str, set[str]] = defaultdict(set)
    for name, surface in zip(names[names != ""], rows["surface"], strict=True):
        surfaces[name].add(" ".join(surface.split()))
    concepts = []
    for name in sorted(surfaces):
        entry = known.get(name)
        aliases = surfaces[name] | set(entry.aliases if entry else ())
        aliases.discard(name)
        concepts.append(
            Concept(
                name,
                entry.kind if entry else "concept",
                tuple(sorted(aliases)),
                "lexicon" if entry else "discovered",
            )
        )
    return concepts


def place_mentions(candidates: "pd.DataFrame", names: "pd.Series[str]") -> list[Mention]:
    """Return the mentions of the chosen concepts; of overlapping names the longest counts.

    Parameters
    ----------
    candidates : pandas.DataFrame
        As for `choose_concepts`.
    names : pandas.Series of str
        For each candidate its concept, or "".

    Returns
    -------
    list of Mention
        By section and place; no two overlap.
    """
    rows = candidates[names != ""].assign(name=names[names != ""])
    rows = rows.assign(
        length=rows["end"] - rows["start"],
        open=rows["concept"] == "",
    ).sort_values(
        ["section", "length", "open", "start", "name"], ascending=[True, False, True, True, True]
    )
    mentions = []
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in rows.itertuples():
        spans = taken[row.section]
        if any(start < row.end and row.start < end for start, end in spans):
            continue
        spans.append((row.start, row.end))
        mentions.append(
            Mention(row.section, row.sentence, row.name, row.start, row.end, row.evidence)
        )
    return sorted(mentions)
