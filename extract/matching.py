"""Matching: where a tokenised text writes a name of the lexicon, in any spelling."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.language import HYPHENS, key_of, lemma_of
from extract.lexicon import LexiconConcept, is_acronym, substitutes

if TYPE_CHECKING:
    from spacy.language import Language

_HERE = ""  # the key under which a node of the trie keeps the concepts whose names end there

Trie = dict[str, Any]  # lemma -> Trie; `_HERE` -> list of indexes into the concepts


class _Surface(NamedTuple):
    """How a surface of a known concept has to be written to mean it."""

    acronym: bool  # only in capitals
    ambiguous: bool  # only with the evidence that the concept names


@dataclass(frozen=True, slots=True)
class LexiconMatcher:
    """Known names, ready to be found in a tokenised text."""

    concepts: tuple[LexiconConcept, ...]
    surfaces: tuple[dict[str, _Surface], ...]  # of each concept, by key
    trie: Trie


class KnownName(NamedTuple):
    """A stretch of tokens that writes a known name."""

    start: int  # tokens
    end: int
    concept: LexiconConcept
    ambiguous: bool


def build_matcher(concepts: Sequence[LexiconConcept], nlp: "Language") -> LexiconMatcher:
    """Return a matcher for the names of a lexicon in every spelling.

    Words match by their lemmas; hyphens, blanks and CamelCase are spellings of one name, and a
    one-word alias stands for its concept inside longer names ("K8s Secret").

    Parameters
    ----------
    concepts : sequence of LexiconConcept
    nlp : Language
        Its tokeniser must be that of the texts.

    Notes
    -----
    A trie over lemmas takes a tenth of the time of spaCy's PhraseMatcher to build, which needs a
    Doc for each spelling, and lets hyphens be optional instead of listing them.
    """
    trie: Trie = {}
    stand_ins = substitutes(concepts)
    surfaces_of = []
    for index, concept in enumerate(concepts):
        surfaces: dict[str, _Surface] = {}
        for surface in concept.surfaces():
            rule = _Surface(is_acronym(surface), surface in concept.ambiguous)
            for name in _with_substitutes(surface, stand_ins):
                key = key_of(name)
                # "json" beside "JSON" says that capitals are not needed.
                if key not in surfaces or (surfaces[key].acronym and not rule.acronym):
                    surfaces[key] = rule
                words = _tokenise(name, nlp)
                _plant(trie, words, index)
                if 1 < len(words) <= 5 and all(map(str.isalnum, words)):
                    _plant(trie, [lemma_of(name.title().replace(" ", "").replace("-", ""))], index)
        surfaces_of.append(surfaces)
    return LexiconMatcher(tuple(concepts), tuple(surfaces_of), trie)


def _with_substitutes(surface: str, stand_ins: dict[str, tuple[str, ...]]) -> Iterator[str]:
    yield surface
    words = surface.split()
    if len(words) > 1:
        for place, word in enumerate(words):
            for alias in stand_ins.get(word, ()):
                yield " ".join([*words[:place], alias, *words[place + 1 :]])


def _tokenise(name: str, nlp: "Language") -> list[str]:
    words = name.replace("-", " ").split()
    if not all(map(str.isalpha, words)):
        words = [token.text for token in nlp.make_doc(name)]
    return [lemma_of(word) for word in words if word not in HYPHENS]


def _plant(trie: Trie, lemmas: Sequence[str], index: int) -> None:
    node = trie
    for lemma in lemmas:
        node = node.setdefault(lemma, {})
    here = node.setdefault(_HERE, [])
    if index not in here:
        here.append(index)


def find_known_names(
    texts: Sequence[str], lemmas: Sequence[str], matcher: LexiconMatcher
) -> list[KnownName]:
    """Return where a text writes known names, in order; they may overlap.

    Parameters
    ----------
    texts, lemmas : sequence of str
        The tokens of the text, and their lemmas.
    matcher : LexiconMatcher

    Notes
    -----
    An acronym that is not in capitals is left out; whether an ambiguous name is meant depends on
    the section, and is not decided here. Takes O(tokens) time for names of bounded length.
    """
    found = []
    trie = matcher.trie
    for start, lemma in enumerate(lemmas):
        node = trie.get(lemma)
        end = start + 1
        while node is not None:
            for index in node.get(_HERE, ()):
                written = [text for text in texts[start:end] if text not in HYPHENS]
                surface = matcher.surfaces[index].get(key_of(" ".join(written)))
                if surface and not (surface.acronym and not _in_capitals(written[0])):
                    concept = matcher.concepts[index]
                    found.append(KnownName(start, end, concept, surface.ambiguous))
            while end < len(lemmas) and lemmas[end] in HYPHENS:
                end += 1
            node = node.get(lemmas[end]) if end < len(lemmas) else None
            end += 1
    return sorted(found, key=lambda name: (name.start, -name.end, name.concept.name))


def _in_capitals(word: str) -> bool:
    return (word[:-1] if word.endswith("s") else word).isupper()
