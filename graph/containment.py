"""Containment: which concepts have the names of others in theirs."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from extract.language import lemma_of
from extract.termhood import commonness
from graph.statements import Pair

if TYPE_CHECKING:
    import networkx as nx

Words = tuple[str, ...]

_COMMON = 4.0  # `commonness` of a word that English uses ten times in a million words


class _Name(NamedTuple):
    """A name of a concept, and its lemmas."""

    concept: str
    words: Words


def names_within(graph: "nx.Graph[str]") -> dict[Pair, tuple[str, str]]:
    """Return where the name of one concept is part of another's: the two names, by the pair.

    Aliases count as names, with exceptions. An alias of one word may mean something else
    inside a longer name: it must open or end that one, and if it is a common word, and the longer
    name an alias, too, some section must mention both concepts. An alias that only puts a name
    before the canonical one ("brick oven" for oven) says nothing of a concept that is in more
    sections, and that other names are put before as well ("gas oven").

    Where two concepts contain each other, by different aliases, their canonical names decide.

    Parameters
    ----------
    graph : networkx.Graph
        With ``aliases`` and ``sections`` for each node, and edges between concepts that share a
        section.
    """
    names = {
        concept: {words_of(name): name for name in (*reversed(aliases), concept)}
        for concept, aliases in graph.nodes(data="aliases")
    }
    owners: dict[Words, list[_Name]] = defaultdict(list)
    for concept, own in names.items():
        for words in own:
            owners[words].append(_Name(concept, words))
    inside: dict[Pair, tuple[str, str]] = {}
    for words in sorted(owners):
        for shorter in sorted(parts_of(words) & owners.keys()):
            for part, whole in product(owners[shorter], owners[words]):
                if (
                    part.concept != whole.concept
                    and _is_meant(graph, part, whole)
                    and not _only_qualifies(graph, names, part, whole)
                ):
                    inside.setdefault(
                        (part.concept, whole.concept),
                        (names[part.concept][shorter], names[whole.concept][words]),
                    )
    return {
        (part, whole): found
        for (part, whole), found in inside.items()
        if (whole, part) not in inside or is_within(part, whole)
    }


def _is_meant(graph: "nx.Graph[str]", part: _Name, whole: _Name) -> bool:
    """Tell whether a name means its concept inside a name of another."""
    if len(part.words) > 1 or part.words == words_of(part.concept):
        return True
    [word] = part.words
    if word not in (whole.words[0], whole.words[-1]):
        return False  # "layer" in "transport layer security"
    return (
        whole.words == words_of(whole.concept)
        or commonness(word) < _COMMON
        or graph.has_edge(part.concept, whole.concept)
    )


def _only_qualifies(
    graph: "nx.Graph[str]", names: Mapping[str, Mapping[Words, str]], part: _Name, whole: _Name
) -> bool:
    """Tell whether a name is one of several that qualify the canonical one of a general concept."""
    own, nodes = words_of(whole.concept), graph.nodes
    if (
        whole.words != part.words + own
        or nodes[whole.concept]["sections"] <= nodes[part.concept]["sections"]
    ):
        return False
    among = names[whole.concept]
    qualifiers = (name[: -len(own)] for name in among if name[-len(own) :] == own)
    return any(words and words not in names[part.concept] for words in qualifiers)


def is_within(part: str, whole: str) -> bool:
    """Tell whether the words of a name are some, but not all, of another's, side by side.

    Examples
    --------
    >>> is_within("image layers", "image layer cache"), is_within("age", "image")
    (True, False)
    """
    return words_of(part) in parts_of(words_of(whole))


def words_of(name: str) -> Words:
    """Return the lemmas of a name; an option such as "--cache" is a word of its own."""
    return tuple(lemma_of(word) for word in re.split(r"[\s_/.:]+|(?<=\w)-+", name) if word)


def parts_of(words: Sequence[str]) -> set[Words]:
    """Return some of a name's words, but not all, that stand side by side."""
    return {
        tuple(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if end - start < len(words)
    }
