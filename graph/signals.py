"""Signals: what a corpus says about which of two concepts to learn first, and whether to ask.

Each signal compares two concepts that meet. The order signals speak for the first (positive) or
the second (negative) of the two. The bond signals tell two of which one builds on the other from
alternatives and companions, and from those that only happen to meet.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extract.termhood import commonness
from graph.concept_graph import Index
from graph.containment import names_within, words_of
from graph.meetings import measure_meetings
from graph.needs import Answers, count_answers
from graph.statements import (
    Pair,
    Sentence,
    Statement,
    find_coordinated,
    find_statements,
    read_sentences,
)

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

ORDER = (
    "name", "definition", "reference", "phrase", "example", "introduction", "position", "spread",
    "kind", "words", "commonness", "identifier",
)  # fmt: skip
BOND = (
    "coordination", "head", "same kind", "products", "distance", "focus", "name",
)  # fmt: skip

_SAID = ("definition", "reference", "phrase", "example")
IN_THE_TEXT = (*_SAID, "name")  # the order signals that words of the text show
# Of two concepts that meet, a tool is a means to the other, and a practice a way of handling it.
_LATENESS = {"tool": 1.0, "command": 1.0, "practice": 0.7}
_PRODUCTS = frozenset({"tool", "standard", "organization"})
_LEAST_SHARE = 0.2  # of the sections of the rarer concept, where no sentence has both
_LEAST_FOCUS = 0.001  # that of two concepts no section has both of
_IDENTIFIER = re.compile(r"[a-z][A-Z]|[_.]\w|\d")


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of p pairs of concepts."""

    pairs: list[Pair]  # each in the order of names, sorted
    order: "NDArray[np.float64]"  # p x len(ORDER)
    bond: "NDArray[np.float64]"  # p x len(BOND)
    statements: dict[Pair, list[Statement]]  # by (before, after)
    answers: Answers  # `graph.needs.count_answers`


def measure_signals(index: Index, graph: "nx.Graph[str]") -> Signals:
    """Measure the signals of all pairs of concepts that belong together.

    These are the pairs that share a sentence, or a fifth of the sections of the rarer one, and
    those of which one's name contains the other's.

    Parameters
    ----------
    index : Index
    graph : networkx.Graph
        The concept graph of `index`.

    Notes
    -----
    The order signals, each positive if it speaks for the first concept:

    - *name*: its name is part of the other's ("image layer" in "image layer cache").
    - *definition*: a sentence that says what the other is mentions it.
    - *reference*: other sentences that open with the other mention it. This and the one before
      are the reference distance of Liang et al. (2015), with the two concepts alone in place of
      all that is related to them.
    - *phrase*: the words between them say so: "X requires Y", "X for Y".
    - *example*: the other is an example of it: "Y such as X", "Y (X)".
    - *introduction*: the corpus mentions it first.
    - *position*: in sections that have both, and neither in the title, it comes first.
    - *spread*: it is in more sections, by the logarithm: what is general is everywhere (Sanderson
      and Croft 1999).
    - *kind*: the other is a tool or a command, or a practice, and it is none.
    - *words*: its name has fewer words, of up to four.
    - *commonness*: its name, or an alias, is made of commoner words of general English.
    - *identifier*: the other is more often code, or written as an identifier.

    The bond signals:

    - *coordination*: "X or Y", "X, Y and Z", "X vs Y", items of one list.
    - *head*: other words before one noun, as in "liveness probe" and "readiness probe".
    - *same kind*, and *products*: that kind is a tool, a standard or an organization.
    - *distance*: the logarithm of the sentences between them, where they are nearest.
    - *focus*: the logarithm of how much some section is about both.
    - *name*: the name of one is part of the other's.

    References
    ----------
    C. Liang, Z. Wu, W. Huang, C. L. Giles, "Measuring prerequisite relations among concepts",
    EMNLP 2015, 1668-1674. https://doi.org/10.18653/v1/D15-1193

    M. Sanderson, B. Croft, "Deriving concept hierarchies from text", SIGIR 1999, 206-213.
    https://doi.org/10.1145/312624.312679
    """
    sentences = list(read_sentences(index))
    statements = find_statements(sentences)
    contained = names_within(graph)
    pairs = _related(index, graph, contained)
    meetings = measure_meetings(sentences, dict(index.sections["words"]), pairs)
    order: dict[str, Iterable[float]] = {
        "name": _balance(pairs, Counter(contained.keys())),
        **_stated(pairs, statements),
        "position": meetings.ahead,
        **_compared(pairs, graph, sentences, _shares_of_code(index)),
    }
    bond: dict[str, Iterable[float]] = {
        **_kinship(pairs, graph, find_coordinated(sentences)),
        "distance": np.log1p(meetings.distance),
        "focus": np.log(_LEAST_FOCUS + meetings.focus),
        "name": [abs(value) for value in order["name"]],
    }
    return Signals(
        pairs, _columns(order, ORDER), _columns(bond, BOND), statements, count_answers(sentences)
    )


def _columns(signals: dict[str, Iterable[float]], names: Sequence[str]) -> "NDArray[np.float64]":
    return np.array([signals[name] for name in names], dtype=float).T.reshape(-1, len(names))


def _related(index: Index, graph: "nx.Graph[str]", contained: Iterable[Pair]) -> list[Pair]:
    table = index.cooccurrences
    sections = index.concepts.set_index("concept")["sections"]
    rarer = np.minimum(
        *(table[end].map(sections).to_numpy(dtype=np.int64) for end in ("source", "target"))
    )
    near = (table["sentences"] > 0) | (table["sections"] >= _LEAST_SHARE * rarer)
    found = set(zip(table["source"][near], table["target"][near], strict=True))
    found |= {(min(pair), max(pair)) for pair in contained}
    return sorted(pair for pair in found if pair[0] in graph and pair[1] in graph)


def _balance(pairs: Sequence[Pair], counts: "Counter[Pair]") -> list[int]:
    """Return, for each pair, whether more is counted for its order (1) or the reverse (-1)."""
    return [
        (counts[one, other] > counts[other, one]) - (counts[one, other] < counts[other, one])
        for one, other in pairs
    ]


def _stated(pairs: Sequence[Pair], statements: dict[Pair, list[Statement]]) -> dict[str, list[int]]:
    counts = {signal: Counter[Pair]() for signal in _SAID}
    for pair, said in statements.items():
        for statement in said:
            counts[statement.signal][pair] += 1
    return {signal: _balance(pairs, count) for signal, count in counts.items()}


def _shares_of_code(index: Index) -> dict[str, float]:
    return dict(index.mentions.groupby("concept")["in_code"].mean().astype(float))


def _compared(
    pairs: Sequence[Pair],
    graph: "nx.Graph[str]",
    sentences: Iterable[Sentence],
    in_code: dict[str, float],
) -> dict[str, list[float]]:
    """Return the signals that compare two numbers, one for each concept."""
    introduced: dict[str, int] = {}
    for sentence in sentences:
        for mention in sentence.mentions:
            introduced.setdefault(mention.concept, len(introduced))
    spread = {concept: float(np.log(node["sections"])) for concept, node in graph.nodes.items()}
    late = {concept: _LATENESS.get(node["kind"], 0.0) for concept, node in graph.nodes.items()}
    common = {
        concept: max(
            (
                min(map(commonness, words))
                for name in (concept, *aliases)
                if (words := words_of(name))
            ),
            default=0.0,
        )
        for concept, aliases in graph.nodes(data="aliases")
    }
    length = {concept: min(len(words_of(concept)), 4) for concept in graph}
    formal = {
        concept: min(1.0, in_code[concept] + bool(_IDENTIFIER.search(concept))) for concept in graph
    }
    return {
        "introduction": [float(np.sign(introduced[b] - introduced[a])) for a, b in pairs],
        "spread": [spread[a] - spread[b] for a, b in pairs],
        "kind": [late[b] - late[a] for a, b in pairs],
        "words": [float(length[b] - length[a]) for a, b in pairs],
        "commonness": [common[a] - common[b] for a, b in pairs],
        "identifier": [formal[b] - formal[a] for a, b in pairs],
    }


def _kinship(
    pairs: Sequence[Pair], graph: "nx.Graph[str]", coordinated: set[Pair]
) -> dict[str, Iterable[float]]:
    words = {concept: words_of(concept) for concept in graph}
    kinds = {concept: node["kind"] for concept, node in graph.nodes.items()}
    return {
        "coordination": [pair in coordinated for pair in pairs],
        "head": [
            len(words[a]) > 1 < len(words[b]) and words[a][-1] == words[b][-1] for a, b in pairs
        ],
        "same kind": [kinds[a] == kinds[b] for a, b in pairs],
        "products": [kinds[a] == kinds[b] and kinds[a] in _PRODUCTS for a, b in pairs],
    }
