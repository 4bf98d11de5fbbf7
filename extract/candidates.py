"""Candidates: every stretch of a section that may name a concept, with the evidence for it.

This step looks at one section at a time, so it can run anywhere and be kept. Which candidates are
concepts is decided later, from the whole corpus (`extract.concepts`).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extract.blocks import Block, read_blocks
from extract.language import HYPHENS, lemma_of
from extract.matching import KnownName, LexiconMatcher, find_known_names
from extract.sections import Section

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Evidence: the bits of `Candidate.evidence`.
TITLE = 1  # in the title of a section
HEADING = 2  # in a heading below it
STRONG = 4  # in bold
CODE = 8  # is inline code, whole
LINK = 16  # is the text of a link, whole
HEAD = 32  # opens a list item or a table row, before a colon, a dash or a cell's end
CAPITAL = 64  # begins with a capital where ordinary words do not
NAME = 128  # has the form of a name: inner capitals, capitals and digits, all capitals
DEFINED = 256  # "X is a ..." opens a sentence
EXPANDED = 512  # an acronym beside its long form, or the long form beside it
WHOLE = 1024  # is a whole noun phrase, not a part of one
FENCED = 2048  # in a code block
FIRST = 4096  # the first word of a sentence
LEXICON = 8192  # a known name
PROPER = 16384  # all its words are proper nouns to the tagger
PHRASE = 32768  # a noun phrase, or a part of one

_MOST_WORDS = 4  # of a candidate that no markup delimits: longer noun phrases are descriptions
_MOST_MARKED_WORDS = 6
_BATCH = 64  # sections tagged at a time
_BREAK = "\n\n"  # between blocks: a token of its own, so that no phrase reaches across
_MARKUP = {"strong": STRONG, "code": CODE, "link": LINK}
_PLACES = {"title": TITLE, "heading": HEADING}

# One letter per token, so that a regular expression can read a sentence's shape: A adjective or
# participle, N noun, G gerund, D number, H hyphen, V other verb, X auxiliary, T determiner,
# O anything else.
_NOUN_PHRASE = re.compile(r"(?:[AND]H?|G(?=H?[NA])H?)*(?:NH?)*(?:N(?:H?G)?|AG|NDN?)(?![ANH])")
_VERB_GROUP = re.compile(r"(?:XO?)*V+")
# What a piece of inline code names: a command by its first two words, a flag or a key without its
# value, any other single word whole.
_NAMED_BY_CODE = re.compile(
    r"--[a-z][a-z0-9-]+(?=$|[= ])"
    r"|[a-z][\w.+-]* [a-z][a-z-]+(?=$| )"
    r"|[A-Za-z][\w.+-]*(?=$|[:=]| -| [a-z./<{$\"'])"
    r"|[@/.~]?\w[\w./@-]*(?=$|[:=])"
)
_STOPS = frozenset((".", "!", "?", "...", "\u2026", ".."))
_CLOSERS = frozenset("\"')]\u2019\u201d*_")
_HEAD_ENDS = frozenset((":", "-", "--", "\u2013", "\u2014", "\u2192", "=>", "->", "(", "="))
_JOINERS = HYPHENS | frozenset(("/", "&", "+", ".", "'", "'s", "\u2019s"))
_PARENTHESES = re.compile(r"\(([^()\n]{2,80})\)")


class Candidate(NamedTuple):
    """A stretch of a section that may name a concept."""

    sentence: int  # 0-based in the section
    start: int  # characters into Section.text
    end: int
    surface: str  # as written, without markup
    concept: str  # the known concept that it names, or ""
    evidence: int  # the bits above


class Sentence(NamedTuple):
    """A sentence, a title, a table row or a line of code."""

    start: int  # characters into Section.text
    end: int
    kind: str  # of its first block: "title", "heading", "paragraph", "item", "cell", "code"


class Expansion(NamedTuple):
    """A short form that a section explains by its long form."""

    short: str  # as written, in the singular
    long: str


class Verb(NamedTuple):
    """A verb group: "stores", "can be replaced"."""

    sentence: int
    start: int  # characters into Section.text
    end: int


@dataclass(frozen=True, slots=True)
class SectionAnalysis:
    """What one section says, before the corpus decides what counts."""

    section: str
    sentences: tuple[Sentence, ...]
    candidates: tuple[Candidate, ...]
    expansions: tuple[Expansion, ...]
    verbs: tuple[Verb, ...]


def analyse_sections(
    sections: Iterable[Section], nlp: "Language", matcher: LexiconMatcher
) -> Iterator[SectionAnalysis]:
    """Yield what each section says, in order.

    Parameters
    ----------
    sections : iterable of Section
    nlp : Language
        A pipeline that tags parts of speech (`extract.language.load_pipeline`).
    matcher : LexiconMatcher
        The known names (`extract.matching.build_matcher`), made with the vocabulary of `nlp`.

    Notes
    -----
    Takes O(words) time and holds one batch of sections in memory.
    """
    layouts = ((layout.prose, layout) for layout in map(_lay_out, sections))
    for doc, layout in nlp.pipe(layouts, as_tuples=True, batch_size=_BATCH):
        yield _analyse(doc, nlp.make_doc(layout.code), layout, matcher)


class _Layout(NamedTuple):
    """A section's blocks, joined to two texts that know where their characters come from."""

    section: Section
    prose: str
    prose_blocks: list[tuple[int, Block]]  # start in `prose`
    code: str
    code_offsets: list[int]  # of each character of `code` in Section.text


def _lay_out(section: Section) -> _Layout:
    prose, code = [], []
    blocks: list[tuple[int, Block]] = []
    code_offsets: list[int] = []
    length = 0
    for block in read_blocks(section.text):
        if block.kind == "code":
            code.append(block.text + "\n")
            code_offsets += [*block.offsets, block.offsets[-1] + 1] if block.offsets else [0]
        elif block.text:
            blocks.append((length, block))
            prose.append(block.text + _BREAK)
            length += len(block.text) + len(_BREAK)
    return _Layout(section, "".join(prose), blocks, "".join(code), code_offsets)


class _Tokens(NamedTuple):
    """The tokens of a section's prose, as columns of equal length."""

    texts: list[str]
    lemmas: list[str]
    starts: list[int]  # characters into the prose
    ends: list[int]
    shape: str  # a letter per token, see `_NOUN_PHRASE`
    proper: list[bool]  # a proper noun to the tagger
    marks: list[int]  # evidence that its place and markup give
    sentences: list[int]  # number of its sentence
    opens: list[bool]  # is the first word of a sentence
    plain: list[bool]  # stands where a capital means a name


def _analyse(doc: "Doc", code: "Doc", layout: _Layout, matcher: LexiconMatcher) -> SectionAnalysis:
    tokens, sentences = _read_tokens(doc, layout)
    offsets = [offset for _, block in layout.prose_blocks for offset in (*block.offsets, -1, -1)]
    found: dict[tuple[int, int, str], int] = {}

    def note(start: int, end: int, evidence: int, concept: str = "") -> None:
        evidence |= _form(tokens, start, end)
        span = (start, end, concept)
        found[span] = found.get(span, 0) | evidence

    for start, end, evidence in _noun_phrases(tokens):
        note(start, end, evidence)
    for start, end, evidence in _marked(tokens, layout):
        note(start, end, evidence)
    expansions = []
    for expansion, short, long in _expansions(layout, tokens):
        expansions.append(expansion)
        note(*short, EXPANDED)
        note(*long, EXPANDED)
    known = find_known_names(tokens.texts, tokens.lemmas, matcher)
    for name in _meant(known, tokens, layout):
        note(name.start, name.end, LEXICON, name.concept.name)

    candidates = [
        Candidate(
            tokens.sentences[start],
            offsets[tokens.starts[start]],
            offsets[tokens.ends[end - 1] - 1] + 1,
            layout.prose[tokens.starts[start] : tokens.ends[end - 1]],
            concept,
            evidence,
        )
        for (start, end, concept), evidence in found.items()
    ]
    verbs = tuple(
        Verb(
            tokens.sentences[match.start()],
            offsets[tokens.starts[match.start()]],
            offsets[tokens.ends[match.end() - 1] - 1] + 1,
        )
        for match in _VERB_GROUP.finditer(tokens.shape)
    )
    code_sentences, code_candidates = _read_code(code, layout, matcher, len(sentences))
    return SectionAnalysis(
        layout.section.section,
        tuple(sentences + code_sentences),
        tuple(sorted(candidates + code_candidates)),
        tuple(expansions),
        verbs,
    )


def _read_tokens(doc: "Doc", layout: _Layout) -> tuple[_Tokens, list[Sentence]]:
    texts = [token.text for token in doc]
    lemmas = [lemma_of(text) for text in texts]
    columns = doc.to_array(["POS", "MORPH", "LENGTH", "SPACY"])
    lengths, blanks = columns[:, 2].astype(np.int64), columns[:, 3].astype(np.int64)
    after = np.cumsum(lengths + blanks)
    starts, ends = (after - blanks - lengths).tolist(), (after - blanks).tolist()
    letters, proper = _letters(doc, texts, columns[:, 0].tolist(), columns[:, 1].tolist())

    marks = [0] * len(texts)
    sentence_of = [0] * len(texts)
    opens = [False] * len(texts)
    plain = [False] * len(texts)
    sentences: list[Sentence] = []
    first = 0
    row_end = -1  # of the last table cell, in Section.text
    for block_start, block in layout.prose_blocks:
        block_end = block_start + len(block.text)
        last = first
        while last < len(texts) and starts[last] < block_end:
            last += 1
        same_row = (
            block.kind == "cell"
            and row_end >= 0
            and "\n" not in layout.section.text[row_end : block.offsets[0]]
        )
        _mark_block(marks, starts, first, last, block_start, block)
        for span in block.spans:
            if span.kind == "code":
                inside = [
                    token
                    for token in range(first, last)
                    if block_start + span.start <= starts[token] < block_start + span.end
                ]
                _blur_code(letters, texts, inside)
        titled = _is_title_case(texts[first:last])
        for begin, stop in _split_sentences(texts, first, last):
            start = block.offsets[starts[begin] - block_start]
            end = block.offsets[ends[stop - 1] - 1 - block_start] + 1
            if same_row and begin == first:
                sentences[-1] = sentences[-1]._replace(end=end)
            else:
                sentences.append(Sentence(start, end, block.kind))
            for place in range(begin, stop):
                sentence_of[place] = len(sentences) - 1
                plain[place] = not titled
            opener = next((p for p in range(begin, stop) if texts[p][0].isalnum()), begin)
            opens[opener] = True
            plain[opener] = False
        row_end = block.offsets[-1] + 1 if block.kind == "cell" else -1
        while last < len(texts) and starts[last] < block_end + len(_BREAK):
            letters[last] = "O"
            last += 1
        first = last
    shape = "".join(letters)
    return (
        _Tokens(texts, lemmas, starts, ends, shape, proper, marks, sentence_of, opens, plain),
        sentences,
    )


def _letters(
    doc: "Doc", texts: list[str], parts: list[int], morphs: list[int]
) -> tuple[list[str], list[bool]]:
    from spacy.symbols import ADJ, AUX, DET, NOUN, NUM, PROPN, VERB

    strings = doc.vocab.strings
    letter_of = {NOUN: "N", PROPN: "N", ADJ: "A", NUM: "D", DET: "T", AUX: "X"}
    for morph in set(morphs):
        letter_of[VERB, morph] = _verb_letter(strings[morph])  # type: ignore[index]
    letters = []
    for text, part, morph in zip(texts, parts, morphs, strict=True):
        letter = letter_of.get((part, morph) if part == VERB else part, "O")  # type: ignore[call-overload]
        if text in HYPHENS:
            letter = "H"
        elif letter in "NA" and not any(map(str.isalpha, text)):
            letter = "O"
        letters.append(letter)
    return letters, [part == PROPN for part in parts]


def _verb_letter(morph: str) -> str:
    """Tell gerunds, which can be nouns, and past participles, which can be adjectives."""
    if "VerbForm=Ger" in morph or ("VerbForm=Part" in morph and "Tense=Pres" in morph):
        return "G"
    return "A" if "VerbForm=Part" in morph else "V"


def _mark_block(
    marks: list[int], starts: list[int], first: int, last: int, block_start: int, block: Block
) -> None:
    place = _PLACES.get(block.kind, 0)
    if place:
        for token in range(first, last):
            marks[token] |= place


def _blur_code(letters: list[str], texts: list[str], inside: list[int]) -> None:
    """Take the words of inline code out of the running text, but for a single name."""
    if len(inside) == 1 and any(map(str.isalpha, texts[inside[0]])):
        letters[inside[0]] = "N"
    else:
        for token in inside:
            letters[token] = "O"


def _is_title_case(words: Sequence[str]) -> bool:
    """Tell whether capitals mean nothing here, since most longer words have one."""
    longer = [word for word in words if len(word) > 3 and word.isalpha()]
    return len(longer) > 2 and sum(word[0].isupper() for word in longer) > 0.6 * len(longer)


def _split_sentences(texts: list[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a block as ranges of tokens."""
    begin = first
    for place in range(first, last):
        if texts[place] in _STOPS:
            stop = place + 1
            while stop < last and texts[stop] in _CLOSERS:
                stop += 1
            if stop < last and (texts[stop][0].islower() or stop <= begin):
                continue
            if stop > begin:
                yield begin, stop
                begin = stop
    if begin < last:
        yield begin, last


def _form(tokens: _Tokens, start: int, end: int) -> int:
    """Return the evidence that the place and the letters of a stretch of tokens give."""
    evidence = tokens.marks[start]
    if tokens.opens[start]:
        evidence |= FIRST
    words = [tokens.texts[place] for place in range(start, end) if tokens.shape[place] != "H"]
    if any(is_name_form(word) for word in words):
        evidence |= NAME
    if tokens.plain[start] and all(word[0].isupper() for word in words if len(word) > 3):
        if words[0][0].isupper():
            evidence |= CAPITAL
    if all(tokens.proper[place] for place in range(start, end) if tokens.shape[place] != "H"):
        evidence |= PROPER
    if end + 1 < len(tokens.texts) and tokens.opens[start] | (
        start > 0 and tokens.opens[start - 1] and tokens.shape[start - 1] == "T"
    ):
        after = end
        if tokens.texts[after] == "(":
            while after < len(tokens.texts) - 1 and tokens.texts[after] != ")":
                after += 1
            after += 1
        if tokens.texts[after : after + 1] and tokens.texts[after] in {"is", "are"}:
            if tokens.texts[after + 1 : after + 2] and tokens.texts[after + 1] in {
                "a", "an", "the",
            }:  # fmt: skip
                evidence |= DEFINED
    return evidence


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


def _noun_phrases(tokens: _Tokens) -> Iterator[tuple[int, int, int]]:
    """Yield the noun phrases and the parts of them that could be terms, as ranges of tokens."""
    for match in _NOUN_PHRASE.finditer(tokens.shape):
        start, end = match.span()
        while start < end and tokens.shape[start] in "HD":
            start += 1
        for left in range(start, end):
            if tokens.shape[left] in "HD" or (left > start and tokens.shape[left - 1] == "H"):
                continue
            words = 0
            for right in range(left + 1, end + 1):
                letter = tokens.shape[right - 1]
                words += letter != "H"
                if words > _MOST_WORDS:
                    break
                inner_hyphen = right < end and tokens.shape[right] == "H"
                if letter not in "ND" + "G" * (words > 1):
                    continue
                if inner_hyphen and not is_name_form(tokens.texts[right - 1]):
                    continue
                whole = WHOLE if (left, right) == (start, end) else 0
                yield left, right, PHRASE | whole


def _marked(tokens: _Tokens, layout: _Layout) -> Iterator[tuple[int, int, int]]:
    """Yield what the author marked as one thing: bold, inline code, links, list heads."""
    for block_start, block in layout.prose_blocks:
        first = bisect_right(tokens.starts, block_start - 1)
        last = bisect_right(tokens.starts, block_start + len(block.text) - 1)
        for span in block.spans:
            evidence = _MARKUP.get(span.kind)
            if evidence is None:
                continue
            left = bisect_right(tokens.starts, block_start + span.start - 1)
            right = bisect_right(tokens.starts, block_start + span.end - 1)
            if evidence == CODE:
                named = _NAMED_BY_CODE.match(block.text[span.start : span.end])
                if named and named.end():
                    start = block_start + span.start
                    left = bisect_right(tokens.starts, start - 1)
                    right = bisect_right(tokens.starts, start + named.end() - 1)
                    if left < right and tokens.ends[right - 1] == start + named.end():
                        yield left, right, CODE
                continue
            opens = HEAD if block.kind in {"item", "cell"} and span.start <= 1 else 0
            trimmed = _trim(tokens, left, right)
            if trimmed:
                yield *trimmed, evidence | opens
        if block.kind in {"item", "cell"} and last > first:
            head = _head(tokens, first, last, block.kind)
            if head:
                yield *head, HEAD


def _head(tokens: _Tokens, first: int, last: int, kind: str) -> tuple[int, int] | None:
    """Return the words of a list item before its colon or dash, or a whole short cell."""
    for place in range(first, min(last, first + 2 * _MOST_MARKED_WORDS)):
        if tokens.texts[place] in _HEAD_ENDS:
            return _trim(tokens, first, place)
    return _trim(tokens, first, last) if last - first <= _MOST_WORDS else None


def _trim(tokens: _Tokens, left: int, right: int) -> tuple[int, int] | None:
    """Return the name inside a marked stretch, if it looks like one."""
    while left < right and (tokens.shape[left] == "T" or not tokens.texts[left][0].isalnum()):
        left += 1
    while left < right and not tokens.texts[right - 1][-1].isalnum():
        right -= 1
    words = sum(letter != "H" for letter in tokens.shape[left:right])
    if not 0 < words <= _MOST_MARKED_WORDS:
        return None
    inside = tokens.texts[left:right]
    if any(not (text[0].isalnum() or text in _JOINERS) for text in inside):
        return None
    return left, right


def _expansions(
    layout: _Layout, tokens: _Tokens
) -> Iterator[tuple[Expansion, tuple[int, int], tuple[int, int]]]:
    """Yield short forms with their long forms, after Schwartz & Hearst (2003), and their places.

    Both orders are read: "long form (LF)" and "LF (long form)".
    """
    for block_start, block in layout.prose_blocks:
        for match in _PARENTHESES.finditer(block.text):
            inner, before = match.group(1), block.text[: match.start()].rstrip()
            if _is_short_form(inner):
                long = _long_form(inner, before)
                if long:
                    places = (match.start(1), match.end(1)), (len(before) - len(long), len(before))
                    yield from _located(inner, long, places, block_start, tokens)
            elif before:
                short = re.split(r"[\s(\[,;:]", before)[-1]
                if _is_short_form(short) and _long_form(short, inner) == inner:
                    places = (len(before) - len(short), len(before)), match.span(1)
                    yield from _located(short, inner, places, block_start, tokens)


def _located(
    short: str, long: str, places: tuple[tuple[int, int], tuple[int, int]], block_start: int,
    tokens: _Tokens,
) -> Iterator[tuple[Expansion, tuple[int, int], tuple[int, int]]]:  # fmt: skip
    ranges = []
    for start, end in places:
        left = bisect_right(tokens.starts, block_start + start - 1)
        right = bisect_right(tokens.starts, block_start + end - 1)
        if left == right or tokens.starts[left] != block_start + start:
            return
        ranges.append((left, right))
    stem = short[:-1] if short.endswith("s") and short[:-1].isupper() else short
    yield Expansion(stem, long), ranges[0], ranges[1]


def _is_short_form(text: str) -> bool:
    return (
        2 <= len(text) <= 10
        and " " not in text
        and text[0].isalnum()
        and sum(map(str.isupper, text)) >= 2
    )


def _long_form(short: str, text: str) -> str | None:
    """Return the end of `text` that spells `short` out, letter by letter from the right."""
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    if len(letters) > 2 and short.endswith("s") and short[:-1].isupper():
        letters.pop()
    words = text.split()
    text = " ".join(words[-min(len(letters) + 5, 2 * len(letters)) :])
    lower = text.casefold()
    place = len(lower)
    for number, letter in enumerate(reversed(letters), 1):
        first = number == len(letters)
        place = lower.rfind(letter, 0, place)
        while first and place > 0 and lower[place - 1].isalnum():
            place = lower.rfind(letter, 0, place)
        if place < 0:
            return None
    long = text[place:]
    if len(long.split()) < 2 or len(long) <= len(short) or re.search(r"[()\[\]:;]", long):
        return None
    return long


def _meant(known: Sequence[KnownName], tokens: _Tokens, layout: _Layout) -> Iterator[KnownName]:
    """Yield the known names that the section means: ambiguous ones need their evidence."""
    if not known:
        return
    sure = {name.concept.name for name in known if not name.ambiguous}
    lemmas = set(tokens.lemmas)
    prose = layout.prose.casefold()
    doubtful = []
    for name in known:
        if not name.ambiguous or name.concept.name in sure:
            yield name
            continue
        concept = name.concept
        in_code = bool(tokens.marks[name.start] & CODE)
        if concept.code and in_code:
            yield name
            continue
        around = any(
            (word in prose) if " " in word or "-" in word else (lemma_of(word) in lemmas)
            for word in concept.context
        )
        if concept.context and not around:
            continue
        if concept.case:
            surface = _surface(tokens, name, layout)
            if surface.rstrip("s") not in {s.rstrip("s") for s in concept.ambiguous}:
                continue
            if not tokens.plain[name.start] and not concept.context:
                doubtful.append(name)
                continue
        sure.add(concept.name) if tokens.plain[name.start] else None
        yield name
    yield from (name for name in doubtful if name.concept.name in sure)


def _surface(tokens: _Tokens, name: KnownName, layout: _Layout) -> str:
    return layout.prose[tokens.starts[name.start] : tokens.ends[name.end - 1]]


def _read_code(
    code: "Doc", layout: _Layout, matcher: LexiconMatcher, first_sentence: int
) -> tuple[list[Sentence], list[Candidate]]:
    """Return the lines of the code blocks as sentences, with the names that they could hold."""
    sentences: list[Sentence] = []
    candidates: list[Candidate] = []
    offsets, text = layout.code_offsets, layout.code
    line_ends: list[int] = []
    for match in re.finditer(r"\S[^\n]*", text):
        line_ends.append(match.end())
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        sentences.append(Sentence(start, end, "code"))

    starts = [token.idx for token in code]
    texts = [token.text for token in code]

    def note(left: int, right: int, evidence: int, concept: str = "") -> None:
        line = bisect_right(line_ends, starts[left])
        end = starts[right - 1] + len(texts[right - 1])
        if line < len(line_ends) and end <= line_ends[line]:
            candidates.append(
                Candidate(
                    first_sentence + line,
                    offsets[starts[left]],
                    offsets[end - 1] + 1,
                    text[starts[left] : end],
                    concept,
                    evidence | FENCED,
                )
            )

    for left in range(len(texts)):
        if texts[left][0].isalpha() and len(texts[left]) > 1:
            note(left, left + 1, NAME if is_name_form(texts[left]) else 0)
            for right in (left + 2, left + 3):
                if right <= len(texts) and texts[right - 1][0].isalpha():
                    note(left, right, 0)
                else:
                    break
    for name in find_known_names(texts, [lemma_of(text) for text in texts], matcher):
        if not name.ambiguous or name.concept.code:
            note(name.start, name.end, LEXICON, name.concept.name)
    return sentences, candidates
