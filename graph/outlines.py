"""Outlines: headings and short lines that list what is to be taught, without saying what it is."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

_STOP = re.compile(r"(?<!\betc)(?<!\be\.g)(?<!\bi\.e)[.!?…][\"'”’»)\]*_]*\s*$")
_LINE_WORDS = 25  # longer ones are sentences that lack their stop
_SENTENCE_WORDS = 4
# Of the lines of a section to its full sentences: an introduction makes no prose of a list, and
# a list in the midst of prose no outline.
_LINES_PER_SENTENCE = 2
_HEADS = ("title", "heading")


class Line(NamedTuple):
    """A line of an outline, and a concept that it names."""

    section: str
    sentence: int
    concept: str


def find_lines(
    texts: Mapping[str, str], sentences: "pd.DataFrame", mentions: "pd.DataFrame"
) -> Iterator[Line]:
    """Yield the concepts that lines of outlines name, in the order of `mentions`.

    A line is an item, a table row or a paragraph that has no stop at its end and at most 25
    words. A section is an outline if it holds two lines for each full sentence; beside a full
    sentence, rows count as its data and not as lines. Titles and headings are lines where there
    is no full sentence below them. Below a title that asks a question there are no lines, but
    parts of its answer. Each section is judged by itself.

    Parameters
    ----------
    texts : mapping of str to str
        Section.text by section.
    sentences, mentions : pandas.DataFrame
        With the columns that they have in an index.
    """
    lines: set[tuple[str, int]] = set()
    heads: set[tuple[str, int]] = set()
    count: Counter[str] = Counter()
    prose: Counter[str] = Counter()
    rows: set[tuple[str, int]] = set()
    questions: set[str] = set()
    for section, sentence, start, end, kind in sentences.itertuples(index=False):
        text = texts[section][start:end]
        words = len(text.split())
        if kind == "code":
            continue
        if kind == "title" and is_full_sentence(text):
            questions.add(section)  # what is below it answers, in whatever form
        elif is_full_sentence(text):
            prose[section] += kind not in _HEADS
        elif kind in _HEADS:
            heads.add((section, sentence))
        elif words <= _LINE_WORDS and kind == "cell":
            rows.add((section, sentence))
        elif words <= _LINE_WORDS:
            lines.add((section, sentence))
            count[section] += 1
    bare = {place for place in rows | heads if not prose[place[0]]}
    listing = {place for place in lines if count[place[0]] >= _LINES_PER_SENTENCE * prose[place[0]]}
    for section, sentence, concept in dict.fromkeys(
        zip(mentions["section"], mentions["sentence"].tolist(), mentions["concept"], strict=True)
    ):
        place = (section, sentence)
        if section not in questions and (place in bare or place in listing):
            yield Line(section, sentence, concept)


def is_full_sentence(text: str) -> bool:
    """Tell whether a text has a stop at its end, and is more than a few words.

    Examples
    --------
    >>> [is_full_sentence(text) for text in ("Use probes", "Use probes, etc.", "It uses a probe.")]
    [False, False, True]
    """
    return bool(_STOP.search(text)) and len(text.split()) >= _SENTENCE_WORDS
