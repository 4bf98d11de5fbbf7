"""Concepts: which candidates of a corpus are concepts, under which name, and where they stand."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extract.discovery import discover, ordinary_short_forms
from extract.evidence import FENCED
from extract.language import key_of
from extract.lexicon import LexiconConcept

if TYPE_CHECKING:
    import pandas as pd


class Mention(NamedTuple):
    """One occurrence of a concept."""

    section: int  # row of its section
    sentence: int
    concept: str
    start: int  # characters into Section.text
    end: int
    evidence: int  # bits of `extract.evidence`


@dataclass(frozen=True, slots=True)
class Concept:
    """A node of the graph to be."""

    concept: str  # canonical name
    kind: str  # "" where it is to be guessed
    aliases: tuple[str, ...]  # other surfaces, in alphabetical order
    origin: str  # "lexicon", "discovered", "user"


def choose_concepts(
    candidates: "pd.DataFrame",
    expansions: Iterable[tuple[str, str]],
    lexicon: Sequence[LexiconConcept],
    *,
    sections: int,
    discovery: bool = True,
) -> tuple[list[Concept], list[str]]:
    """Decide which candidates are concepts, and which names mean the same one.

    Parameters
    ----------
    candidates : pandas.DataFrame
        One row per candidate: ``section`` (row number), ``surface``, ``concept``, ``evidence``.
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
    tuple of (list of Concept, list of str)
        The concepts in alphabetical order, and for each candidate its concept's name, or "".
    """
    import numpy as np
    import pandas as pd

    # Millions of rows write the same texts: a text is looked at once, and a row has its number.
    concept, surface = (candidates[name].astype("category") for name in ("concept", "surface"))
    surfaces, names = surface.cat.categories.tolist(), concept.cat.categories.tolist()
    written, meant = surface.cat.codes.to_numpy(), concept.cat.codes.to_numpy()
    if discovery:
        expansions = list(expansions)
        words = ordinary_short_forms(short for short, _ in expansions)
        key_by_surface = [
            "" if text.islower() and key_of(text) in words else key_of(text) for text in surfaces
        ]
        numbers, keys = pd.factorize(pd.Index(key_by_surface, dtype="str"), sort=True)
        key = pd.Categorical.from_codes(numbers.astype(np.int32)[written], keys)
        known = {key_of(name): entry.name for entry in lexicon for name in entry.surfaces()}
        unknown = (concept == "").to_numpy()
        rows = unknown & ((candidates["evidence"] & FENCED) == 0).to_numpy() & (key != "")
        prose = candidates.loc[rows, ["section", "evidence"]]
        prose = prose.assign(surface=surface[rows], key=key[rows])
        meant_keys = {key_by_surface[text] for text in np.unique(written[~unknown]).tolist()}
        discovered = discover(prose, expansions, known, meant_keys, sections)
        del prose
        meant = np.where(unknown, key.codes + np.int32(len(names)), meant)
        names += [discovered.get(text, "") for text in keys]
    hidden = {entry.name for entry in lexicon if entry.hidden}
    names = ["" if name in hidden else name for name in names]
    pairs = np.unique(meant.astype(np.int64) * len(surfaces) + written).tolist()
    found = ((names[pair // len(surfaces)], surfaces[pair % len(surfaces)]) for pair in pairs)
    return _describe(found, lexicon), np.array(names, dtype=object)[meant].tolist()


def texts_of(column: "pd.Series[str]") -> list[str]:
    """Return a column as a list in which equal texts are one object, as few are not repeated."""
    import pandas as pd

    codes, texts = pd.factorize(column)
    different = texts.tolist()
    return [different[code] for code in codes.tolist()]


def _describe(names: Iterable[tuple[str, str]], lexicon: Sequence[LexiconConcept]) -> list[Concept]:
    """Return the concepts, from each name with each of its surfaces."""
    known = {entry.name: entry for entry in lexicon}
    written: dict[str, set[str]] = defaultdict(set)
    for name, surface in names:
        if name:
            written[name].add(surface)
    concepts = []
    for name, found in sorted(written.items()):
        entry = known.get(name)
        aliases = [*(entry.aliases if entry else ()), *sorted(" ".join(s.split()) for s in found)]
        origin = ("user" if entry.own else "lexicon") if entry else "discovered"
        kind = entry.kind if entry else ""
        concepts.append(Concept(name, kind, _distinct(name, aliases), origin))
    return concepts


def _distinct(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """Return the aliases that are no mere spellings of the name, or of each other."""
    kept = {key_of(name): name}
    for alias in aliases:
        kept.setdefault(key_of(alias), alias)
    return tuple(sorted(set(kept.values()) - {name}))


def place_mentions(candidates: "pd.DataFrame", names: Sequence[str]) -> list[Mention]:
    """Return the mentions of the chosen concepts; of overlapping names the longest counts.

    Parameters
    ----------
    candidates : pandas.DataFrame
        As for `choose_concepts`, with ``sentence``, ``start`` and ``end``.
    names : sequence of str
        For each candidate its concept, or "".

    Returns
    -------
    list of Mention
        By section and place; no two overlap.
    """
    import numpy as np

    chosen = np.flatnonzero(np.array(names, dtype=bool))
    section = candidates["section"].to_numpy()[chosen]
    order = chosen[np.argsort(section, kind="stable")]
    table = candidates[["section", "start", "end", "sentence", "evidence"]].to_numpy()[order]
    discovered = (candidates["concept"] == "").to_numpy()[order]
    # One section at a time: as objects, the rows of a large corpus would fill the memory.
    bounds = [*np.unique(table[:, 0], return_index=True)[1].tolist(), len(table)]
    mentions: list[Mention] = []
    same: dict[int, int] = {}  # equal numbers are one object, which is a third of a mention
    for first, stop in pairwise(bounds):
        here = slice(first, stop)
        longest_first = sorted(
            (start - end, new, start, end, names[row], sentence, bits, section)
            for (section, start, end, sentence, bits), new, row in zip(
                table[here].tolist(), discovered[here].tolist(), order[here].tolist(), strict=True
            )
        )
        mentions += [
            Mention(
                same.setdefault(m.section, m.section), m.sentence, m.concept,
                same.setdefault(m.start, m.start), same.setdefault(m.end, m.end),
                same.setdefault(m.evidence, m.evidence),
            )
            for m in _longest(longest_first)
        ]  # fmt: skip
    return mentions


def _longest(
    longest_first: Iterable[tuple[int, bool, int, int, str, int, int, int]],
) -> list[Mention]:
    starts: list[int] = []
    ends: list[int] = []
    mentions: list[Mention] = []
    for _, _, start, end, name, sentence, bits, section in longest_first:
        place = bisect_right(starts, start)
        if (place and ends[place - 1] > start) or (place < len(starts) and starts[place] < end):
            continue
        starts.insert(place, start)
        ends.insert(place, end)
        mentions.insert(place, Mention(section, sentence, name, start, end, bits))
    return mentions
