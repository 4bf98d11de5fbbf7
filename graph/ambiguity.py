"""Ambiguity: what an ambiguous name means in a curriculum, told by the concepts around it."""

from collections import defaultdict
from collections.abc import Collection, Sequence, Set
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from extract.concepts import place_mentions
from extract.evidence import FENCED
from extract.language import key_of
from extract.lexicon import LexiconConcept
from graph.concept_graph import Index

if TYPE_CHECKING:
    import pandas as pd

# With two, "the root key of a certificate" was the user of that name.
_LEAST_COMPANY = 3
# Of the sections of a curriculum. Courses of the field of a reference had a half and more, those
# that touch it in passing an eighth at most.
_LEAST_SHARE = 1 / 3


def read_in_company(
    candidates: "pd.DataFrame",
    chosen: Sequence[str],
    lexicon: Sequence[LexiconConcept],
    reference: Index,
    *,
    sections: int,
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
    sections : int
        Of the curriculum.

    Notes
    -----
    A session of a course may say "registry" without any of the words that the lexicon asks for. A
    word is known by the company it keeps (Firth 1957): the name is meant there if the section
    names three concepts, and half of all that it names, which the reference mentions in sections
    with that of the name more often than chance would (NPMI above 0), or more often than not.
    Where a section names fewer than three, the curriculum speaks for it, if it is of the
    reference's field: if a third of its sections name three concepts that keep each other company.

    What a capital or code tells from an ordinary word is left to them.
    """
    named: dict[int, set[str]] = defaultdict(set)
    for mention in place_mentions(candidates, chosen):
        named[mention.section].add(mention.concept)
    everything = set().union(*named.values())
    senses = _senses(lexicon, set(reference.concepts["concept"]))
    keys = [key_of(surface) for surface in candidates["surface"]]
    meant = {sense for key in set(keys) for sense in senses.get(key, ())}
    ties = _ties(reference, everything | meant)
    fitting = sum(_keep_company(ties, here) for here in named.values())
    course = everything if fitting >= _LEAST_SHARE * sections else set()
    fenced = (candidates["evidence"] & FENCED) > 0
    return [
        concept
        if concept or in_code or key not in senses
        else _choose(senses[key], ties, named[section], course)
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


def _ties(reference: Index, concepts: Collection[str]) -> "nx.Graph[str]":
    """Return which of some concepts the reference brings together.

    That is more often than chance, or, as nothing is with what most sections speak of, more often
    than not.
    """
    table = reference.cooccurrences
    table = table[table["source"].isin(list(concepts)) & table["target"].isin(list(concepts))]
    sections = reference.concepts.set_index("concept")["sections"]
    source, target = (table[end].map(sections).astype(int) for end in ("source", "target"))
    rarer = np.minimum(source, target)
    table = table[(table["npmi"] > 0) | (2 * table["sections"] > rarer)]
    ties: nx.Graph[str] = nx.Graph(zip(table["source"], table["target"], strict=True))
    ties.add_nodes_from(concepts)
    return ties


def _keep_company(ties: "nx.Graph[str]", named: Set[str]) -> bool:
    """Tell whether three of some concepts are tied to each other."""
    return any(
        ties.adj[one].keys() & ties.adj[other].keys() & named
        for one in named
        for other in ties.adj[one].keys() & named
    )


def _choose(senses: Sequence[str], ties: "nx.Graph[str]", named: Set[str], course: Set[str]) -> str:
    """Return the sense that most of the concepts around tell, or ""."""
    enough = len(named) >= _LEAST_COMPANY
    around = named if enough else course
    tied = {sense: len(around & ties.adj[sense].keys()) for sense in senses}
    best = min(senses, key=lambda sense: (-tied[sense], sense))
    least = max(_LEAST_COMPANY, len(named) / 2)
    return best if tied[best] >= least else ""
