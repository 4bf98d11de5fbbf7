"""Reasons: the sentences that say why one concept comes before another, and where to read it."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from extract.index import text_or_none
from graph.concept_graph import Index
from graph.containment import names_within
from graph.needs import Answers
from graph.signals import IN_THE_TEXT, Signals
from graph.statements import Pair, Statement
from graph.wording import plural

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

_LEAST_EVIDENCE = 0.3  # log odds of a signal that is worth a sentence
_LEAST_LIKELY = 0.05  # chance of a difference of counts that is worth a sentence
_MANY = 100  # sections, of which any difference that is evidence enough is no chance
_MOST_REASONS = 4
_MOST_SECTIONS = 5
_MOST_LABELS = 3
_OF_NAMES = frozenset({"words", "commonness"})  # they tell a reader least


class Reasons(NamedTuple):
    """Why one concept comes before another, and where to read it."""

    sentences: tuple[str, ...]  # the weightiest first
    sections: tuple[str, ...]  # ids, the most telling first
    told: bool  # by a sentence of the text or by a name, not by a comparison of the two alone


@dataclass(frozen=True, slots=True)
class Grounds:
    """What reasons are made of."""

    kinds: Mapping[str, str]  # by concept
    labels: Mapping[str, str]  # by section id: "question 278"
    sections: Mapping[str, Sequence[str]]  # ids that mention a concept, in the order of reading
    names: Mapping[Pair, tuple[str, str]]  # the name inside, and the one that contains it
    statements: Mapping[Pair, Sequence[Statement]]
    answers: Answers
    unit: str  # what a section is called (`graph.wording.unit`)


def collect_grounds(index: Index, graph: "nx.Graph[str]", signals: Signals) -> Grounds:
    """Return what `explain` needs to know of a corpus."""
    ordered = index.sections.sort_values(["position", "section"])
    found = index.mentions[["section", "concept"]].drop_duplicates()
    place = {section: number for number, section in enumerate(ordered["section"])}
    found = found.assign(place=found["section"].map(place)).sort_values(["concept", "place"])
    sections: dict[str, list[str]] = {}
    for concept, section in zip(found["concept"], found["section"], strict=True):
        sections.setdefault(concept, []).append(section)
    return Grounds(
        {concept: node["kind"] for concept, node in graph.nodes.items()},
        _label_all(ordered),
        sections,
        names_within(graph),
        signals.statements,
        signals.answers,
        graph.graph["unit"],
    )


def _label_all(sections: "pd.DataFrame") -> dict[str, str]:
    """Return a label for each section, with its file where others have the same."""
    columns = (sections[name].tolist() for name in ("section", "number", "title", "source"))
    rows = [
        (section, _label(text_or_none(number), title), source)
        for section, number, title, source in zip(*columns, strict=True)
    ]
    often = Counter(label for _, label, _ in rows)
    return {
        section: f"{label} of {source}" if often[label] > 1 else label
        for section, label, source in rows
    }


def _label(number: str | None, title: str) -> str:
    if number is None:
        return f'"{title}"'
    return f"question {number}" if title.rstrip().endswith("?") else f"section {number}"


def explain(grounds: Grounds, before: str, after: str, evidence: Mapping[str, float]) -> Reasons:
    """Return the reasons for a relation, or else a sentence that says that there is none.

    That the earlier is in more sections is a reason if chance would hardly have it so: by the
    binomial distribution, with a probability below 0.05.

    Parameters
    ----------
    grounds : Grounds
    before, after : str
    evidence : mapping of str to float
        Log odds that each signal of `graph.signals.ORDER` adds for this order.
    """
    strongest = sorted(
        evidence,
        key=lambda signal: (signal not in IN_THE_TEXT, signal in _OF_NAMES, -evidence[signal]),
    )
    wide, narrow = len(grounds.sections[before]), len(grounds.sections[after])
    telling = [
        signal
        for signal in strongest
        if evidence[signal] >= _LEAST_EVIDENCE
        and (signal != "spread" or _chance_of(wide, wide + narrow) < _LEAST_LIKELY)
    ]
    answers = grounds.answers.get((before, after))
    reasons = [_reason(grounds, signal, before, after) for signal in telling]
    if not telling and not answers:
        reasons = [f"The text does not tell which of {before} and {after} to learn first."]
    told = sum(signal in IN_THE_TEXT for signal in telling)
    if answers:
        reasons.insert(told, _answer(grounds, answers, before, after))
    said = [statement.section for statement in grounds.statements.get((before, after), ())]
    there = set(grounds.sections[after])
    both = [section for section in grounds.sections[before] if section in there]
    sections = dict.fromkeys([*said, *both] or grounds.sections[after][:1])
    return Reasons(tuple(reasons[:_MOST_REASONS]), tuple(sections)[:_MOST_SECTIONS], told > 0)


@cache
def _chance_of(count: int, whole: int) -> float:
    """Return how likely so many of a number of sections, or more, are where each may be of two."""
    if whole > _MANY:
        return float(2 * count <= whole)
    return sum(math.comb(whole, more) for more in range(count, whole + 1)) / (1 << whole)


def _answer(grounds: Grounds, answers: Counter[str], before: str, after: str) -> str:
    section, count = min(answers.items(), key=lambda item: (-item[1], item[0]))
    sentences = "one sentence mentions" if count == 1 else f"{count} sentences mention"
    return f"In {grounds.labels[section]}, which asks for {after}, {sentences} {before}."


def _reason(grounds: Grounds, signal: str, before: str, after: str) -> str:
    """Say what a signal says of two concepts."""
    said = [one for one in grounds.statements.get((before, after), ()) if one.signal == signal]
    if said:
        return _said(grounds, said, before, after)
    if signal == "name":
        part, whole = grounds.names[before, after]
        return f'The name "{whole}" contains "{part}".'
    return _compared(grounds, signal, before, after)


def _said(grounds: Grounds, said: Sequence[Statement], before: str, after: str) -> str:
    where = _list(grounds.labels[one.section] for one in said)
    match said[0].signal:
        case "definition":
            return f"{before} is used in the definition of {after} ({where})."
        case "reference":
            return f"{before} is used where the text explains {after} ({where})."
        case "example":
            return f"{after} is named as an example of {before} ({where})."
        case _:
            left, right = (before, after) if said[0].forward else (after, before)
            quote = " ".join(f"{left} {said[0].words} {right}".split())
            return f'The text has "{quote}" ({grounds.labels[said[0].section]}).'


def _compared(grounds: Grounds, signal: str, before: str, after: str) -> str:
    mentioned = grounds.sections
    earlier, use = (_with_article(grounds.kinds[concept]) for concept in (before, after))
    first, later = (grounds.labels[mentioned[concept][0]] for concept in (before, after))
    wide, narrow = plural(len(mentioned[before]), grounds.unit), len(mentioned[after])
    if signal == "introduction" and first == later:
        return f"{before} is mentioned before {after} ({first})."
    return {
        "introduction": f"{before} is introduced in {first}, {after} only in {later}.",
        "position": f"Where both are mentioned, {before} mostly comes before {after}.",
        "spread": f"{before} is the more general, in {wide}; {after} is in {narrow:,}.",
        "kind": f"{before} is {earlier}, {after} {use}; what it serves comes first.",
        "words": f"{after} has a longer name than {before}, as special concepts do.",
        "commonness": f"{before} is commoner in general English than {after}.",
        "identifier": f"{after} is written as code, {before} as a word.",
    }[signal]


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _list(labels: Iterable[str]) -> str:
    return ", ".join(list(dict.fromkeys(labels))[:_MOST_LABELS])
