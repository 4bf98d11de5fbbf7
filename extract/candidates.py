"""Candidates: every stretch of a section that may name a concept, with the evidence for it.

This step looks at one section at a time, so it can run anywhere and be kept. Which candidates are
concepts is decided later, from the whole corpus (`extract.concepts`).

"X is a Y" is looked for here before anybody knows that X is a concept, and is to speak for it.
Hence any words may be X, and "The X is a Y", which points back to an X, does not count.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.evidence import (
    CAPITAL,
    CODE,
    DEFINED,
    EXPANDED,
    FENCED,
    FIRST,
    HEAD,
    LEXICON,
    LINK,
    NAME,
    STRONG,
    WHOLE,
    Candidate,
    Expansion,
    SectionAnalysis,
    Sentence,
    Verb,
)
from extract.expansions import find_expansions
from extract.language import HYPHENS, lemma_of, singular_acronym
from extract.matching import LexiconMatcher, find_known_names
from extract.meaning import names_meant
from extract.sections import Section
from extract.tokens import JoinedBlocks, Tokens, is_name_form, join_blocks, read_tokens

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_BATCH = 64  # sections tagged at a time
_MOST_WORDS = 4  # of a candidate that no markup delimits: longer noun phrases are descriptions
_MOST_MARKED_WORDS = 6
_MARKUP = {"strong": STRONG, "link": LINK}

# In the letters of `Tokens.shape`: modifiers, nouns, and at the end a noun or, after another
# word, a gerund ("lazy pulling").
_NOUN_PHRASE = re.compile(r"(?:[AND]H?|G(?=H?[NA])H?)*(?:NH?)*(?:N(?:H?G)?|AG|NDN?)(?![ANH])")
_VERB_GROUP = re.compile(r"(?:XO?)*V+")
# What a piece of inline code names: a flag or a key without its value, a command by its first two
# words, any other single word whole.
_NAMED_BY_CODE = re.compile(
    r"--[a-z][a-z0-9-]+(?=$|[= ])"
    r"|[a-z][\w.+-]* [a-z][a-z-]+(?=$| )"
    r"|[A-Za-z][\w.+-]*(?=$|[:=]| -| [a-z./<{$\"'])"
    r"|[@/.~]?\w[\w./@-]*(?=$|[:=])"
)
_HEAD_ENDS = frozenset((":", "-", "--", "\u2013", "\u2014", "\u2192", "=>", "->", "(", "="))
_JOINERS = HYPHENS | frozenset(("/", "&", "+", ".", "'", "'s", "\u2019s"))
_ARTICLES = frozenset(("a", "an", "the"))


def analyse_sections(
    sections: Iterable[Section],
    nlp: "Language",
    matcher: LexiconMatcher,
    *,
    discovery: bool = True,
) -> Iterator[SectionAnalysis]:
    """Yield what each section says, in order.

    Parameters
    ----------
    sections : iterable of Section
    nlp : Language
        A pipeline that tags parts of speech (`extract.language.load_pipeline`).
    matcher : LexiconMatcher
        The known names (`extract.matching.build_matcher`), made with the tokeniser of `nlp`.
    discovery : bool, default True
        Without it nothing is tagged, so that known names are the only candidates, and there are
        no verbs.

    Notes
    -----
    Takes O(words) time and holds one batch of sections in memory.
    """
    joined_sections = map(join_blocks, sections)
    if discovery:
        texts = ((joined.prose, joined) for joined in joined_sections)
        docs = nlp.pipe(texts, as_tuples=True, batch_size=_BATCH)
    else:
        docs = ((nlp.make_doc(joined.prose), joined) for joined in joined_sections)
    for doc, joined in docs:
        yield _analyse(doc, nlp.make_doc(joined.code), joined, matcher, discovery=discovery)


def _analyse(
    doc: "Doc", code: "Doc", joined: JoinedBlocks, matcher: LexiconMatcher, *, discovery: bool
) -> SectionAnalysis:
    tokens, sentences = read_tokens(doc, joined)
    expansions = list(_expansions(tokens, joined))
    candidates = [
        _candidate(tokens, joined, span, evidence)
        for span, evidence in _gather(tokens, joined, matcher, expansions).items()
        if discovery or span[2]
    ]
    code_sentences, code_candidates = _read_code(code, joined, matcher, len(sentences))
    if not discovery:
        code_candidates = [candidate for candidate in code_candidates if candidate.concept]
    return SectionAnalysis(
        joined.section.section,
        tuple(sentences + code_sentences),
        tuple(sorted(candidates + code_candidates)),
        tuple(
            Expansion(
                singular_acronym(_prose(tokens, joined, *short)), _prose(tokens, joined, *long)
            )
            for short, long in expansions
        ),
        tuple(_verbs(tokens, joined)),
    )


def _gather(
    tokens: Tokens,
    joined: JoinedBlocks,
    matcher: LexiconMatcher,
    expansions: Iterable[tuple[tuple[int, int], tuple[int, int]]],
) -> dict[tuple[int, int, str], int]:
    """Return all that speaks for each candidate, a range of tokens with its concept or ""."""
    found: dict[tuple[int, int, str], int] = {}

    def note(start: int, end: int, evidence: int) -> None:
        span = (start, end, "")
        found[span] = found.get(span, 0) | evidence

    for start, end, evidence in _noun_phrases(tokens):
        note(start, end, evidence)
    for start, end, evidence in _marked(tokens, joined):
        note(start, end, evidence)
    for place, name_form in enumerate(tokens.name_forms):
        if name_form and not tokens.in_code[place]:
            note(place, place + 1, 0)  # whatever the tagger takes it for
    for short, long in expansions:
        note(*short, EXPANDED)
        note(*long, EXPANDED)
    for span in _known(tokens, joined, matcher):
        # A known name has the marks of its place, whoever noted them.
        found[span] = LEXICON | found.get((*span[:2], ""), 0)
    return found


def _verbs(tokens: Tokens, joined: JoinedBlocks) -> Iterator[Verb]:
    """Yield the verb groups of a section, in order."""
    offsets = joined.prose_offsets
    for match in _VERB_GROUP.finditer(tokens.shape):
        yield Verb(
            tokens.sentences[match.start()],
            offsets[tokens.starts[match.start()]],
            offsets[tokens.ends[match.end() - 1] - 1] + 1,
        )


def find_names_again(
    section: Section,
    nlp: "Language",
    matcher: LexiconMatcher,
    noted: Mapping[tuple[int, int], int],
) -> list[Candidate]:
    """Return where a section that was analysed before writes known names.

    Nothing is tagged for it: the names are found by their words, and what else speaks for them
    was noted then.

    Parameters
    ----------
    section : Section
    nlp : Language
        The pipeline of the analysis.
    matcher : LexiconMatcher
    noted : mapping of (int, int) to int
        The evidence of the candidates without a concept, by their characters in ``section.text``.
    """
    joined = join_blocks(section)
    tokens, sentences = read_tokens(nlp.make_doc(joined.prose), joined)
    names = {_candidate(tokens, joined, span, LEXICON) for span in _known(tokens, joined, matcher)}
    in_prose = [
        name._replace(evidence=name.evidence | noted.get((name.start, name.end), 0))
        for name in names
    ]
    _, in_code = _read_code(nlp.make_doc(joined.code), joined, matcher, len(sentences))
    return sorted([*in_prose, *(candidate for candidate in in_code if candidate.concept)])


def _known(
    tokens: Tokens, joined: JoinedBlocks, matcher: LexiconMatcher
) -> Iterator[tuple[int, int, str]]:
    """Yield the known names that a section means, as ranges of tokens with their concepts."""
    known = find_known_names(tokens.texts, tokens.lemmas, matcher)
    for name in names_meant(known, tokens, joined.prose):
        yield name.start, name.end, name.concept.name


def _candidate(
    tokens: Tokens, joined: JoinedBlocks, span: tuple[int, int, str], evidence: int
) -> Candidate:
    start, end, concept = span
    return Candidate(
        tokens.sentences[start],
        joined.prose_offsets[tokens.starts[start]],
        joined.prose_offsets[tokens.ends[end - 1] - 1] + 1,
        _prose(tokens, joined, start, end),
        concept,
        evidence | _form(tokens, start, end),
    )


def _prose(tokens: Tokens, joined: JoinedBlocks, start: int, end: int) -> str:
    return joined.prose[tokens.starts[start] : tokens.ends[end - 1]]


def _form(tokens: Tokens, start: int, end: int) -> int:
    """Return the evidence that the place and the letters of a stretch of tokens give."""
    evidence = tokens.places[start]
    if any(tokens.name_forms[start:end]):
        evidence |= NAME
    if tokens.plain[start] and tokens.texts[start][0].isupper():
        longer = (text for text in tokens.texts[start + 1 : end] if text[2:])
        if all(text[0].isupper() for text in longer):
            evidence |= CAPITAL
    opens = evidence & FIRST
    if (opens or (start and tokens.places[start - 1] & FIRST)) and _is_defined(tokens, start, end):
        evidence |= DEFINED
    return evidence


def _is_defined(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether "X is a ..." or "An X is a ..." opens a sentence; "The X is ..." points back."""
    texts = tokens.texts
    articles = _ARTICLES
    if not tokens.places[start] & FIRST:
        articles = _ARTICLES - {"the"}
        if texts[start - 1].casefold() not in articles:
            return False
    after = end
    if after < len(texts) and texts[after] == "(":
        closing = texts.index(")", after) if ")" in texts[after : after + 15] else after
        after = closing + 1
    return after + 1 < len(texts) and texts[after] in {"is", "are"} and texts[after + 1] in articles


def _noun_phrases(tokens: Tokens) -> Iterator[tuple[int, int, int]]:
    """Yield the noun phrases and the parts of them that could be terms, as ranges of tokens."""
    lemmas = tokens.lemmas
    for match in _NOUN_PHRASE.finditer(tokens.shape):
        first = match.start()
        for left, right, evidence, before_hyphen in _parts(match[0]):
            start, end = first + left, first + right
            # A word that stands there twice is no phrase: "`list` list the Pods".
            if any(lemmas[place] == lemmas[place + 1] for place in range(start, end - 1)):
                continue
            if "G" in match[0] and _holds_verb(tokens, start, end):
                continue
            if not before_hyphen or tokens.name_forms[end - 1]:
                yield start, end, evidence


def _holds_verb(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether a gerund is a verb: in "tasks using Redis", but not in "image signing".

    Nouns that modify others are in the singular, and a determiner begins an object.
    """
    gerunds = [place for place in range(start + 1, end) if tokens.shape[place] == "G"]
    for noun, lemma in ((tokens.texts[at - 1], tokens.lemmas[at - 1]) for at in gerunds):
        if noun.islower() and noun != lemma:  # "Kubernetes networking" is a term
            return True
    return gerunds[-1:] == [end - 1] and tokens.shape[end : end + 1] == "T"


@lru_cache(maxsize=10_000)
def _parts(shape: str) -> list[tuple[int, int, int, bool]]:
    """Return the parts of a noun phrase that could be terms: start, end, evidence, before a hyphen.

    Before a hyphen, only a word with the form of a name ends a term.
    """
    parts = []
    end = len(shape)
    start = end - len(shape.lstrip("HD"))
    for left in range(start, end):
        if shape[left] in "HD" or (left > start and shape[left - 1] == "H"):
            continue
        words = 0
        for right in range(left + 1, end + 1):
            letter = shape[right - 1]
            words += letter != "H"
            if words > _MOST_WORDS:
                break
            if letter in ("NDG" if words > 1 else "ND"):
                whole = WHOLE if (left, right) == (start, end) else 0
                parts.append((left, right, whole, shape[right : right + 1] == "H"))
    return parts


def _marked(tokens: Tokens, joined: JoinedBlocks) -> Iterator[tuple[int, int, int]]:
    """Yield what the author marked as one thing: bold, inline code, links, list heads."""
    for block_start, block in joined.prose_blocks:
        listed = block.kind in {"item", "cell"}
        for span in block.spans:
            start, end = block_start + span.start, block_start + span.end
            if span.kind == "code":
                named = _NAMED_BY_CODE.match(joined.prose[start:end])
                left, right = tokens.range_of(start, start + named.end() if named else start)
                if named and left < right and tokens.ends[right - 1] == start + named.end():
                    yield left, right, CODE
            elif span.kind in _MARKUP:
                name = _trim(tokens, *tokens.range_of(start, end))
                if name:
                    yield *name, _MARKUP[span.kind] | (HEAD if listed and span.start <= 1 else 0)
        if listed:
            head = _head(tokens, *tokens.range_of(block_start, block_start + len(block.text)))
            if head:
                yield *head, HEAD


def _head(tokens: Tokens, first: int, last: int) -> tuple[int, int] | None:
    """Return the words of a list item before its colon or dash, or a whole short item or cell."""
    for place in range(first, min(last, first + 2 * _MOST_MARKED_WORDS)):
        if tokens.texts[place] in _HEAD_ENDS:
            return _trim(tokens, first, place)
    return _trim(tokens, first, last) if last - first <= _MOST_WORDS else None


def _trim(tokens: Tokens, left: int, right: int) -> tuple[int, int] | None:
    """Return the name inside a marked stretch, if it looks like one."""
    while left < right and (tokens.shape[left] == "T" or not tokens.texts[left][0].isalnum()):
        left += 1
    while left < right and not tokens.texts[right - 1][-1].isalnum():
        right -= 1
    words = sum(letter != "H" for letter in tokens.shape[left:right])
    inside = tokens.texts[left:right]
    if not 0 < words <= _MOST_MARKED_WORDS:
        return None
    if any(not (text[0].isalnum() or text in _JOINERS) for text in inside):
        return None
    return left, right


def _expansions(
    tokens: Tokens, joined: JoinedBlocks
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the short and the long forms that the section explains, as ranges of tokens."""
    for block_start, block in joined.prose_blocks:
        for places in find_expansions(block.text):
            short, long = (
                tokens.range_of(block_start + start, block_start + end) for start, end in places
            )
            whole_words = all(
                first < last and tokens.starts[first] == block_start + place.start
                for (first, last), place in zip((short, long), places, strict=True)
            )
            if whole_words:
                yield short, long


def _read_code(
    code: "Doc", joined: JoinedBlocks, matcher: LexiconMatcher, first_sentence: int
) -> tuple[list[Sentence], list[Candidate]]:
    """Return the lines of the code blocks as sentences, with the names that they could hold.

    In code, words are looked up only; none becomes a concept by it.
    """
    text, offsets = joined.code, joined.code_offsets
    lines = [match.span() for match in re.finditer(r"\S[^\n]*", text)]
    line_ends = [end for _, end in lines]
    sentences = [Sentence(offsets[start], offsets[end - 1] + 1, "code") for start, end in lines]
    texts = [token.text for token in code]
    starts = [token.idx for token in code]
    found: dict[tuple[int, int, str], int] = {}
    for left, word in enumerate(texts):
        if len(word) < 2 or not word[0].isalpha():
            continue
        found[left, left + 1, ""] = NAME if is_name_form(word) else 0
        if left + 1 < len(texts) and texts[left + 1][0].isalpha():
            found[left, left + 2, ""] = 0
    for name in find_known_names(texts, [lemma_of(word) for word in texts], matcher):
        if not name.ambiguous or name.concept.code:
            found[name.start, name.end, name.concept.name] = LEXICON

    candidates = []
    for (left, right, concept), evidence in found.items():
        start, end = starts[left], starts[right - 1] + len(texts[right - 1])
        line = bisect_right(line_ends, start)
        if end <= line_ends[line]:
            candidates.append(
                Candidate(
                    first_sentence + line, offsets[start], offsets[end - 1] + 1,
                    text[start:end], concept, evidence | FENCED,
                )
            )  # fmt: skip
    return sentences, candidates
