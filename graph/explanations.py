"""Explanations: the sections that say what a concept is, and the sentences that do.

All sections that explain a concept are found, not the best one (`extract.definitions`). So "X is a
Y" may come after an opening here ("In Kubernetes, a Pod is a") and go without an article ("is
signed metadata"), and glosses, names given and entries of lists count as well.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from extract.expansions import long_form_of
from extract.predicates import acts
from graph.without_code import in_prose

if TYPE_CHECKING:
    import pandas as pd

Verbs = Mapping[tuple[str, int], list[tuple[int, int]]]

# How telling each sign is. A section explains a concept if it has one of them.
_STRENGTH = {"is": 4.0, "title": 3.0, "does": 2.0, "gloss": 2.0, "name": 2.0, "long form": 1.5,
             "entry": 1.5}  # fmt: skip
_MOST_IN_TITLE = 2  # a title that names more concepts is about none of them
_FAR_MORE = 2
_BODY_WORDS = 25  # below a title that says what its section is about
_HEADING_WORDS = 10
_ENTRY_WORDS = 3
_FARTHEST = 300  # characters before a mention that are searched: a row of a table may be long

_MARKUP = r"[\s*_`\"'“”‘’\[\]~]*"
_PARENTHESIS = r"(?:\([^()]{1,90}\)" + _MARKUP + r")?"
# What may stand before a subject: "In Kubernetes, a Pod", "In mutual TLS", "Each workload". What
# happens if or when something else does explains nothing. After a preposition of its own, as in
# "In mutual TLS", the name is not what acts.
_OPENING = re.compile(
    _MARKUP
    + r"(?:(?!(?:when|if|once|while|until|unless|although|because)\b)[^\s,][^,]{0,60},\s+)?"
    + r"(?P<within>(?:in|with|under|by)\s+)?"
    + r"(?:(?:an?|the|each|every|most|all)\s+)?"
    + _MARKUP,
    re.IGNORECASE,
)
_BARE_OPENING = re.compile(_MARKUP)
_ADVERB = r"(?:(?:basically|simply|essentially|usually|actually|also|often|just|now)\s+)*"
# "is a", "are the", and "is signed metadata", but neither "is signed by" nor "is stored."
_SAYS_WHAT_IT_IS = re.compile(
    r",?\s*(?:is|are|was|were)\s+(?!not\b|no\b|what\b|how\b|why\b|where\b)"
    + _ADVERB
    + r"(?:(?:an?|the|one\s+of)\b"
    + r"|[a-z-]+\s+(?!(?:by|to|for|with|in|on|from|at|as|of|than|that|if|when|and|or|but|so)\b)"
    + r"[a-z])",
    re.IGNORECASE,
)
# After a comma "a URI within a trust domain"; in parentheses also "the tool that signs".
_GLOSS_FOLLOWS = re.compile(
    r"\s*(?:[,–—]\s*an?|\(\s*(?:an?|the))\s+[^\s,.;:()]+(?:\s+[^\s,.;:()]+){2,}", re.IGNORECASE
)
# A comma within a sentence may as well go on with another clause, "in one loaf, a crust forms", or
# with the next of a list, "a loaf, a roll or": what describes a thing says so.
_DESCRIBED = re.compile(
    r"\s*(?:\(|\S\s*an?(?:\s+[^\s,.;:()]+){1,4}\s+(?:that|which|who|whose|where|for|of)\b)",
    re.IGNORECASE,
)
_NAME_FOLLOWS = re.compile(  # but not in "the named loaf", which has been named before
    r"(?<!\bthe )\b(?:called|known\s+as|termed|named)\s+(?:an?\s+|the\s+)?" + _MARKUP + "$",
    re.IGNORECASE,
)
_ENTRY_FOLLOWS = re.compile(r"\s*[:–—-]" + _MARKUP + r"(.+)", re.DOTALL)
# "How do you run X in Y?" is about X, and Y is where, unless the text names Y far more often.
_SETTING = re.compile(
    r"\b(?:across|in|inside|into|on|under|within|without)\s+(?:(?!and\b|or\b|with\b)[\w-]+\s+){0,3}"
    + _MARKUP
    + "$",
    re.IGNORECASE,
)


class Explanation(NamedTuple):
    """A section that says what a concept is."""

    concept: str
    section: str  # id
    sentence: int  # that says so; the title's, where only the section as a whole does
    sign: str  # "is", "does", "gloss", "name", "long form", "entry", or "title" (or heading)
    strength: float  # of the sentence and of the title together, above 0

    @property
    def defines(self) -> bool:
        """Whether the sentence says what the concept is, not only what it does."""
        return self.sign not in {"does", "title"}


class _Sentence(NamedTuple):
    start: int  # characters into Section.text
    end: int
    kind: str


class _Sign(NamedTuple):
    strength: float
    sentence: int
    sign: str


_NO_SIGN = _Sign(0.0, -1, "")


def find_explanations(
    texts: Mapping[str, str],
    sentences: "pd.DataFrame",
    mentions: "pd.DataFrame",
    verbs: "pd.DataFrame",
) -> list[Explanation]:
    """Return which section explains which concept.

    Whether it does is decided from the section alone, so taking others away changes nothing.

    Parameters
    ----------
    texts : mapping of str to str
        Section.text by section.
    sentences, mentions, verbs : pandas.DataFrame
        With the columns of ``sentences``, ``mentions`` and ``analysis/verbs`` of an index.

    Returns
    -------
    list of Explanation
        At most one for a concept and a section, by section (in the order of `texts`) and name.

    Notes
    -----
    The signs are: a sentence whose subject is the concept and that says what it is ("X is a")
    or does ("X limits"); a gloss ("X, a tool that"); a name given ("is called X"); the long form
    beside the short one where it opens a sentence; an entry in a list ("X: ..."); a title or
    heading about it with text below. Of "X in Y" a title is about X, unless its section names Y
    more than twice as often.
    """
    spans: dict[str, list[_Sentence]] = defaultdict(list)
    for section, start, end, kind in zip(
        *(sentences[name].tolist() for name in ("section", "start", "end", "kind")), strict=True
    ):
        spans[section].append(_Sentence(start, end, kind))
    groups: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for section, sentence, start, end in zip(
        *(verbs[name].tolist() for name in ("section", "sentence", "start", "end")), strict=True
    ):
        groups[section, sentence].append((start, end))
    prose = in_prose(mentions)
    places: dict[str, list[tuple[int, str, int, int]]] = defaultdict(list)
    for section, sentence, concept, start, end in zip(
        *(prose[name].tolist() for name in ("section", "sentence", "concept", "start", "end")),
        strict=True,
    ):
        places[section].append((sentence, concept, start, end))
    found: list[Explanation] = []
    for section, text in texts.items():
        if section in places:
            found += _explain(section, text, spans[section], places[section], groups)
    return found


def _explain(
    section: str,
    text: str,
    sentences: list[_Sentence],
    mentions: list[tuple[int, str, int, int]],
    verbs: Verbs,
) -> Iterator[Explanation]:
    """Yield the concepts that a section explains, in alphabetical order."""
    said: dict[str, _Sign] = {}
    heads: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for number, concept, start, end in mentions:
        sentence = sentences[number]
        if sentence.kind in {"title", "heading"}:
            heads[number].setdefault(concept, (start, end))
        elif not text[: sentence.end].endswith("?"):
            name = _sign(text, sentence, (start, end), verbs.get((section, number), []))
            if _STRENGTH.get(name, 0.0) > said.get(concept, _NO_SIGN).strength:
                said[concept] = _Sign(_STRENGTH[name], number, name)
    often = Counter(concept for _, concept, _, _ in mentions)
    headed = _headed(text, sentences, heads, often)
    for concept in sorted(said.keys() | headed.keys()):
        sentence_sign, title = said.get(concept, _NO_SIGN), headed.get(concept, _NO_SIGN)
        best = sentence_sign if sentence_sign.sign else title
        strength = sentence_sign.strength + title.strength
        yield Explanation(concept, section, best.sentence, best.sign, strength)


def _headed(
    text: str,
    sentences: list[_Sentence],
    heads: Mapping[int, Mapping[str, tuple[int, int]]],
    often: Mapping[str, int],
) -> dict[str, _Sign]:
    """Return the concepts that a title or heading with text below it is about."""
    found: dict[str, _Sign] = {}
    for number, named in heads.items():
        head = sentences[number]
        wanted = _BODY_WORDS if head.kind == "title" else _HEADING_WORDS
        if len(named) > _MOST_IN_TITLE or _words_below(text, sentences, number) < wanted:
            continue
        first = min(named, key=named.__getitem__)
        for concept, (start, end) in named.items():
            setting = concept != first and _SETTING.search(text[head.start : start][-_FARTHEST:])
            if setting and often[concept] <= _FAR_MORE * often[first]:
                continue
            # A title that is the name says more than one that holds it.
            strength = _STRENGTH["title"] * (1 + (end - start) / (head.end - head.start)) / 2
            if strength > found.get(concept, _NO_SIGN).strength:
                found[concept] = _Sign(strength, number, "title")
    return found


def _sign(
    text: str, sentence: _Sentence, mention: tuple[int, int], verbs: list[tuple[int, int]]
) -> str:
    """Return the sign by which a sentence explains what it mentions, or ""."""
    start, end = mention
    before = text[sentence.start : start]
    after = text[end : sentence.end]
    parenthesis = re.match(_MARKUP + _PARENTHESIS, after)
    inside = parenthesis.group() if parenthesis else ""
    rest = after[len(inside) :]
    opening = _OPENING.fullmatch(before)
    opens = opening is not None
    subject = opening is not None and not opening["within"]
    entry = _ENTRY_FOLLOWS.match(rest) if _BARE_OPENING.fullmatch(before) else None
    signs = {
        "is": opens and _SAYS_WHAT_IT_IS.match(rest),
        "does": subject and acts(text, end + len(inside), verbs),
        "gloss": _GLOSS_FOLLOWS.match(after) and (opens or _DESCRIBED.match(after)),
        "name": _NAME_FOLLOWS.search(before[-_FARTHEST:]),
        "long form": opens and "(" in inside and _expands(text[start:end], inside),
        "entry": entry
        and sentence.kind in {"item", "cell"}
        and len(entry.group(1).split()) >= _ENTRY_WORDS,
    }
    return next((sign for sign, found in signs.items() if found), "")


def _expands(name: str, parenthesis: str) -> bool:
    """Tell whether one of a name and what stands in parentheses after it is short for the other."""
    inner = parenthesis[parenthesis.index("(") + 1 :].split(")")[0].strip()
    short, long = sorted((name, inner), key=len)
    return " " not in short and long_form_of(short, long) is not None


def _words_below(text: str, sentences: list[_Sentence], head: int) -> int:
    """Count the words of prose between a heading, or a title, and the next heading."""
    words = 0
    for sentence in sentences[head + 1 :]:
        if sentence.kind == "heading" and sentences[head].kind == "heading":
            break
        if sentence.kind not in {"heading", "code"}:
            words += len(text[sentence.start : sentence.end].split())
    return words
