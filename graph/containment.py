"""Containment: which concepts have the names of others in theirs."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.language import lemma_of
from graph.statements import Pair

if TYPE_CHECKING:
    import networkx as nx


def names_within(graph: "nx.Graph[str]") -> dict[Pair, tuple[str, str]]:
    """Return where the name of one concept is part of another's: the two names, by the pair.

    Aliases count as names. Where two concepts contain each other, by different aliases, their
    canonical names decide.
    """
    owners: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for concept, aliases in graph.nodes(data="aliases"):
        for name in (concept, *aliases):
            owners[words_of(name)].setdefault(concept, name)
    inside: dict[Pair, tuple[str, str]] = {}
    for words in sorted(owners):
        for shorter in sorted(parts_of(words) & owners.keys()):
            for part, part_name in owners[shorter].items():
                for whole, whole_name in owners[words].items():
                    if part != whole:
                        inside.setdefault((part, whole), (part_name, whole_name))
    return {
        (part, whole): names
        for (part, whole), names in inside.items()
        if (whole, part) not in inside or is_within(part, whole)
    }


def is_within(part: str, whole: str) -> bool:
    """Tell whether the words of a name are some, but not all, of another's, side by side.

    Examples
    --------
    >>> is_within("image layers", "image layer cache"), is_within("age", "image")
    (True, False)
    """
    return words_of(part) in parts_of(words_of(whole))


def words_of(name: str) -> tuple[str, ...]:
    """Return the lemmas of a name; an option such as "--cache" is a word of its own."""
    return tuple(lemma_of(word) for word in re.split(r"[\s_/.:]+|(?<=\w)-+", name) if word)


def parts_of(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Return some of a name's words, but not all, that stand side by side."""
    return {
        tuple(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if end - start < len(words)
    }
