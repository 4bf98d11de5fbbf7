"""Quotes: sentences that say something out of their place."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.concept_graph import Index
from graph.evidence import Sentence, sentence_at

if TYPE_CHECKING:
    import pandas as pd

_PROSE = frozenset({"paragraph", "item"})
_LONGEST = 240  # characters of two sentences: a longer quote is read where it stands
# "It polled", "Without it", "Its maintainers": nothing in the sentence comes before the pronoun.
_OPENS_WITH_PRONOUN = re.compile(
    r"\W*(?:\w+\s+)?(?:it|its|they|them|their|this|these|those|both)\b", re.IGNORECASE
)
# An object is not the subject of its own verb: "A digest prevents that." The subject apart, nothing
# comes before the object of the first verb. But "that" opens a clause, too: "learns that it".
_PRONOUN = re.compile(
    r"\s+(?:(?:it|them|this|these|those)\b|that(?=\s*(?:[.,;:!?)]|$)))", re.IGNORECASE
)


def quote(index: Index, section: str, sentence: Sentence, verbs: "pd.DataFrame") -> Sentence:
    """Return a sentence, with the one before it if a pronoun points back to that one.

    Both must stand in one paragraph, or in one item of a list, and be short enough together.

    Parameters
    ----------
    index : Index
    section : str
        Id.
    sentence : Sentence
        Of that section.
    verbs : pandas.DataFrame
        With the columns of ``analysis/verbs`` of the index.
    """
    place = sentence.sentence
    table = index.sentences
    near = table[(table["section"] == section) & table["sentence"].isin([place - 1, place])]
    if len(near) < 2 or not set(near["kind"]) <= _PROSE:
        return sentence
    (_, end), (start, last) = zip(near["start"].tolist(), near["end"].tolist(), strict=True)
    text = str(index.sections.at[section, "text"])
    between = text[end:start]
    if between.strip() or between.count("\n") > 1:
        return sentence
    said = verbs[(verbs["section"] == section) & (verbs["sentence"] == place)]
    if not _points_back(text[start:last], [end - start for end in said["end"].tolist()]):
        return sentence
    before = sentence_at(index, section, place - 1).text
    if len(before) + len(sentence.text) >= _LONGEST:
        return sentence
    moved = len(before) + 1
    marks = tuple(
        mark._replace(start=mark.start + moved, end=mark.end + moved) for mark in sentence.marks
    )
    return replace(sentence, text=f"{before} {sentence.text}", marks=marks)


def _points_back(sentence: str, verbs: Sequence[int]) -> bool:
    """Tell whether a sentence needs the one before it; `verbs` end at those characters of it."""
    if _OPENS_WITH_PRONOUN.match(sentence):
        return True
    return bool(verbs) and _PRONOUN.match(sentence, min(verbs)) is not None
