"""Company: what an ambiguous name means in a curriculum, told by the concepts around it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from extract.concepts import place_mentions
from extract.evidence import FENCED
from extract.language import key_of
from extract.lexicon import LexiconConcept
from graph.concept_graph import Index

if TYPE_CHECKING:
    import pandas as pd

# With two, "the root key of a certificate" was the user of that name.
_LEAST_COMPANY = 3


def read_in_company(
    candidates: "pd.DataFrame",
    chosen: Sequence[str],
    lexicon: Sequence[LexiconConcept],
    reference: Index,
) -> list[str]:
    """Return the concepts of candidates, those too that an ambiguous name means in its company.

    Parameters
    ----------
    candidates : pandas.DataFrame
        As for `extract.concepts.place_mentions`.
    chosen : sequence of str
        For each candidate the concept that is known by now, or "".
    lexicon : sequence of LexiconConcept
    reference : Index

    Notes
    -----
    A session of a course may say "registry" without any of the words that the lexicon asks for.
    The name is meant there if the section names three concepts, and half of all that it names,
    which the reference mentions in sections with that of the name more often than chance would
    (NPMI above 0): a word is known by the company it keeps (Firth 1957). What a capital or code
    tells from an ordinary word is left to them.
    """
    named: dict[int, set[str]] = defaultdict(set)
    for mention in place_mentions(candidates, chosen):
        named[mention.section].add(mention.concept)
    senses = _senses(lexicon, set(reference.concepts["concept"]))
    keys = [key_of(surface) for surface in candidates["surface"]]
    company = _company(reference, {sense for key in set(keys) for sense in senses.get(key, ())})
    fenced = (candidates["evidence"] & FENCED) > 0
    return [
        concept
        if concept or in_code or key not in senses
        else _choose(senses[key], named[section], company)
        for concept, in_code, key, section in zip(
            chosen, fenced.tolist(), keys, candidates["section"].tolist(), strict=True
        )
    ]


def _senses(lexicon: Sequence[LexiconConcept], known: Collection[str]) -> dict[str, list[str]]:
    """Return the concepts of the reference that each ambiguous name may mean, by its key."""
    senses: dict[str, list[str]] = defaultdict(list)
    for entry in lexicon:
        if entry.name in known and not entry.case and not entry.code:
            for key in sorted(map(key_of, entry.ambiguous)):
                senses[key].append(entry.name)
    return senses


def _company(reference: Index, concepts: Collection[str]) -> dict[str, set[str]]:
    """Return what the reference mentions together with each concept, more often than by chance."""
    company: dict[str, set[str]] = defaultdict(set)
    table = reference.cooccurrences[reference.cooccurrences["npmi"] > 0]
    for one, other in (("source", "target"), ("target", "source")):
        rows = table[table[one].isin(list(concepts))]
        for concept, near in zip(rows[one], rows[other], strict=True):
            company[concept].add(near)
    return company


def _choose(
    senses: Sequence[str], named: Collection[str], company: Mapping[str, Collection[str]]
) -> str:
    """Return the sense that most of the concepts around tell, or ""."""
    tied = {sense: sum(concept in company[sense] for concept in named) for sense in senses}
    best = min(senses, key=lambda sense: (-tied[sense], sense))
    return best if tied[best] >= max(_LEAST_COMPANY, len(named) / 2) else ""
