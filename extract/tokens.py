"""Tokens: the words of a section's prose, with what the tagger and their place say of them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extract.blocks import Block, read_blocks
from extract.evidence import FIRST, HEADING, TITLE, Sentence
from extract.language import HYPHENS, hyphenate, lemma_of
from extract.sections import Section

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LETTERS = {"NOUN": "N", "PROPN": "N", "ADJ": "A", "NUM": "D", "DET": "T", "AUX": "X"}
_EMPHASIS = frozenset("*_`")
_BREAK = "\n\n"  # between blocks: a token of its own, so that no phrase reaches across
_PLACES = {"title": TITLE, "heading": HEADING}
_STOPS = frozenset((".", "!", "?", "...", "\u2026", ".."))
# Written with a stop that the tokeniser does not take for a part of them.
_ABBREVIATIONS = frozenset(
    ("approx", "cf", "eg", "etc", "fig", "ie", "incl", "max", "min", "no", "nr", "resp")
)
_LONGEST_SENTENCE = 300  # tokens; what has no stop for longer is a log or a list, and is cut
_OPTIONAL_PLURALS = ("(s", "(es")  # the tokeniser takes the bracket that closes off "resolver(s)"
_CLOSERS = frozenset("\"')]\u2019\u201d*_")


class JoinedBlocks(NamedTuple):
    """A section's blocks, joined to two texts that know where their characters come from."""

    section: Section
    prose: str
    prose_blocks: list[tuple[int, Block]]  # start in `prose`
    prose_offsets: list[int]  # of each character of `prose` in Section.text; -1 between blocks
    code: str
    code_offsets: list[int]


class Tokens(NamedTuple):
    """The tokens of a section's prose, as columns of equal length."""

    texts: list[str]
    lemmas: list[str]
    name_forms: list[bool]  # has the form of a name
    starts: list[int]  # characters into the prose
    ends: list[int]
    shape: str  # a letter per token, so that a regular expression can read phrases: see below
    places: list[int]  # the evidence that its place gives: TITLE, HEADING, FIRST
    sentences: list[int]  # number of its sentence
    plain: list[bool]  # stands where a capital means a name
    in_code: list[bool]  # inside inline code

    # Letters: N noun, A adjective or past participle, G gerund, V other verb, X auxiliary,
    # D number, T determiner, H hyphen, O anything else.

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens that begin between two characters of the prose."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


def join_blocks(section: Section) -> JoinedBlocks:
    """Join the blocks of a section to one text of prose and one of code."""
    prose, code = [], []
    blocks: list[tuple[int, Block]] = []
    prose_offsets: list[int] = []
    code_offsets: list[int] = []
    for block in read_blocks(section.text):
        if block.kind == "code":
            code.append(block.text + "\n")
            code_offsets += [*block.offsets, block.offsets[-1] + 1]
        else:
            blocks.append((len(prose_offsets), block))
            prose.append(block.text + _BREAK)
            prose_offsets += [*block.offsets, *[-1] * len(_BREAK)]
    return JoinedBlocks(section, "".join(prose), blocks, prose_offsets, "".join(code), code_offsets)


def read_tokens(doc: "Doc", joined: JoinedBlocks) -> tuple[Tokens, list[Sentence]]:
    """Return the tokens and the sentences of a section's prose.

    Parameters
    ----------
    doc : Doc
        ``joined.prose``, tagged.
    joined : JoinedBlocks

    Notes
    -----
    The cells of one table row are one sentence: what they name belongs together.
    """
    tokens, letters = _split_words(doc, hyphenate(joined.prose))
    texts, starts, ends = tokens.texts, tokens.starts, tokens.ends
    sentences: list[Sentence] = []
    row_end: int | None = None  # of the last table cell, in Section.text
    for block_start, block in joined.prose_blocks:
        first, last = tokens.range_of(block_start, block_start + len(block.text))
        if block.kind in _PLACES:
            tokens.places[first:last] = [_PLACES[block.kind]] * (last - first)
        for span in block.spans:
            if span.kind == "code":
                _set_code_apart(tokens, letters, block_start + span.start, block_start + span.end)
        same_row = (
            block.kind == "cell"
            and row_end is not None
            and "\n" not in joined.section.text[row_end : block.offsets[0]]
        )
        row_end = block.offsets[-1] + 1 if block.kind == "cell" else None
        titled = _is_title_case(texts[first:last])
        for begin, stop in _split_sentences(tokens, first, last):
            start, end = _with_markup(
                joined.section.text,
                joined.prose_offsets[starts[begin]],
                joined.prose_offsets[ends[stop - 1] - 1] + 1,
            )
            if same_row and begin == first:
                sentences[-1] = sentences[-1]._replace(end=end)
            else:
                sentences.append(Sentence(start, end, block.kind))
            tokens.sentences[begin:stop] = [len(sentences) - 1] * (stop - begin)
            tokens.plain[begin:stop] = [not titled] * (stop - begin)
            opener = next((at for at in range(begin, stop) if texts[at][0].isalnum()), begin)
            tokens.places[opener] |= FIRST
            tokens.plain[opener] = False
    return tokens._replace(shape="".join(letters)), sentences


def _split_words(doc: "Doc", prose: str) -> tuple[Tokens, list[str]]:
    """Return the tokens of a tagged text, of which no block is known yet, and their letters."""
    columns = doc.to_array(["POS", "MORPH", "LENGTH", "SPACY"])
    lengths, blanks = columns[:, 2].astype(np.int64), columns[:, 3].astype(np.int64)
    after = np.cumsum(lengths + blanks)
    starts, ends = (after - blanks - lengths).tolist(), (after - blanks).tolist()
    texts = [prose[start:end] for start, end in zip(starts, ends, strict=True)]
    for place in [place for place, text in enumerate(texts) if text.endswith(_OPTIONAL_PLURALS)]:
        texts[place] = texts[place].rpartition("(")[0] or texts[place]
        ends[place] = starts[place] + len(texts[place])
    letters = _letters(doc, texts, columns[:, 0].tolist(), columns[:, 1].tolist())
    size = len(texts)
    words = Tokens(
        texts=texts,
        lemmas=list(map(lemma_of, texts)),
        name_forms=list(map(is_name_form, texts)),
        starts=starts,
        ends=ends,
        shape="",
        places=[0] * size,
        sentences=[0] * size,
        plain=[False] * size,
        in_code=[False] * size,
    )
    return words, letters


def _with_markup(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a sentence with the markup that opens and closes at its ends, so that it is whole."""
    while start and text[start - 1] in _EMPHASIS:
        start -= 1
    while end < len(text) and text[end] in _EMPHASIS:
        end += 1
    return start, end


def _letters(doc: "Doc", texts: list[str], parts: list[int], morphs: list[int]) -> list[str]:
    strings = doc.vocab.strings
    tags = list(zip(parts, morphs, strict=True))
    letter_of = {tag: _letter(*map(strings.__getitem__, tag)) for tag in set(tags)}
    letters = [letter_of[tag] for tag in tags]
    for place, text in enumerate(texts):
        if text.isalpha():
            continue
        if text in HYPHENS:
            letters[place] = "H"
        elif letters[place] in "NA" and not any(map(str.isalpha, text)):
            letters[place] = "O"
    return letters


@cache
def _letter(part: str, morph: str) -> str:
    if part != "VERB":
        return _LETTERS.get(part, "O")
    # Gerunds can be nouns, and past participles can be adjectives.
    if "VerbForm=Ger" in morph or ("VerbForm=Part" in morph and "Tense=Pres" in morph):
        return "G"
    return "A" if "VerbForm=Part" in morph else "V"


def _set_code_apart(tokens: Tokens, letters: list[str], start: int, end: int) -> None:
    """Take the words of inline code out of the running text, but for a single name."""
    first, last = tokens.range_of(start, end)
    single = last - first == 1 and any(map(str.isalpha, tokens.texts[first]))
    for token in range(first, last):
        tokens.in_code[token] = True
        letters[token] = "N" if single else "O"


@lru_cache(maxsize=100_000)
def is_name_form(word: str) -> bool:
    """Tell whether a word has the form of a name: inner capitals, all capitals, or a digit inside.

    Examples
    --------
    >>> [is_name_form(word) for word in ("GitHub", "mTLS", "CRI", "k8s", "Pod", "pod", "2024")]
    [True, True, True, True, False, False, False]
    """
    if not word[:1].isalpha() or len(word) < 2:
        return False
    stem = word[:-1] if word[-1] == "s" else word
    return any(map(str.isupper, stem[1:])) or any(map(str.isdigit, word))


def _is_title_case(words: Sequence[str]) -> bool:
    """Tell whether capitals mean nothing here, since most longer words have one."""
    longer = [word for word in words if len(word) > 3 and word.isalpha()]
    return len(longer) > 2 and sum(word[0].isupper() for word in longer) > 0.6 * len(longer)


def _split_sentences(tokens: Tokens, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a block as ranges of tokens."""
    texts, begin = tokens.texts, first
    stops = [
        place
        for place in range(first, last)
        if texts[place] in _STOPS and not tokens.in_code[place]
    ]
    for place in [*stops, last - 1]:
        while place - begin >= _LONGEST_SENTENCE:
            yield begin, begin + _LONGEST_SENTENCE
            begin += _LONGEST_SENTENCE
        if place < begin:
            continue
        stop = place + 1
        while stop < last and texts[stop] in _CLOSERS:
            stop += 1
        if (
            stop == last
            or not texts[stop][0].islower()
            or (texts[place] == "." and _ends(tokens, place, stop))
        ):
            yield begin, stop
            begin = stop


def _ends(tokens: Tokens, place: int, after: int) -> bool:
    """Tell whether a full stop ends a sentence, though a small letter follows: "kubectl shows"."""
    before = tokens.texts[place - 1].lower() if place else ""
    return before not in _ABBREVIATIONS and tokens.ends[after - 1] < tokens.starts[after]
