"""Matching: where a tokenised text writes a name of the lexicon, in any spelling."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.collecting import no_collection
from extract.language import HYPHENS, hyphenate, key_of, lemma_of, singular_acronym, stems_of
from extract.lexicon import LexiconConcept, is_acronym, substitutes

if TYPE_CHECKING:
    from spacy.language import Language

# A trie: from a lemma to the trie of what may follow it, and under `_HERE`, which is no lemma, a
# list of the concepts whose names end there, each with its `_Rule`.
LexiconMatcher = dict[str, Any]
_HERE = ""


class _Rule(NamedTuple):
    """How a surface of a known concept has to be written to mean it."""

    acronym: bool  # only in capitals
    ambiguous: bool  # only with the evidence that the concept names


class KnownName(NamedTuple):
    """A stretch of tokens that writes a known name."""

    start: int  # tokens
    end: int
    concept: LexiconConcept
    ambiguous: bool


@no_collection()
def build_matcher(
    concepts: Sequence[LexiconConcept],
    nlp: "Language",
    stand_ins: Mapping[str, tuple[str, ...]] | None = None,
) -> LexiconMatcher:
    """Return a matcher for the names of a lexicon in every spelling.

    Words match by their lemmas; hyphens, blanks and CamelCase are spellings of one name, and a
    one-word alias stands for its concept inside longer names ("K8s Secret").

    Parameters
    ----------
    concepts : sequence of LexiconConcept
    nlp : Language
        Its tokeniser must be that of the texts.
    stand_ins : mapping of str to tuple of str, optional
        `extract.lexicon.substitutes` of a lexicon that `concepts` are a part of.

    Notes
    -----
    A trie over lemmas takes a tenth of the time of spaCy's PhraseMatcher to build, which needs a
    Doc for each spelling, and lets hyphens be optional instead of listing them.
    """
    trie: LexiconMatcher = {}
    stand_ins = substitutes(concepts) if stand_ins is None else stand_ins
    for concept in concepts:
        spellings: dict[str, list[str]] = {}
        rules: dict[str, _Rule] = {}
        for surface in concept.surfaces():
            rule = _Rule(is_acronym(surface), surface in concept.ambiguous)
            for name in _with_substitutes(surface, stand_ins):
                key = key_of(name)
                spellings.setdefault(key, []).append(name)
                # "json" beside "JSON" says that capitals are not needed.
                if key not in rules or (rules[key].acronym and not rule.acronym):
                    rules[key] = rule
        for key, names in spellings.items():
            for name in names:
                words = _tokenise(name, nlp)
                _plant(trie, words, concept, rules[key])
                if 1 < len(words) <= 5 and all(map(str.isalnum, words)):
                    camel_case = name.title().replace(" ", "").replace("-", "")
                    _plant(trie, [lemma_of(camel_case)], concept, rules[key])
    return trie


def find_changes(
    before: Sequence[LexiconConcept], after: Sequence[LexiconConcept]
) -> tuple[set[str], list[LexiconConcept]]:
    """Return the names of the concepts that are written otherwise after a change of a lexicon.

    Returns
    -------
    tuple of (set of str, list of LexiconConcept)
        The names of those that changed, came or went, and what the later lexicon has of them.
    """
    old, new = _spell_out(tuple(before)), _spell_out(tuple(after))
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    return changed, [concept for concept in after if concept.name in changed]


@lru_cache(maxsize=4)
def _spell_out(concepts: tuple[LexiconConcept, ...]) -> dict[str, tuple[object, ...]]:
    stand_ins = substitutes(concepts)
    return {
        concept.name: (
            concept,
            *(
                name
                for surface in concept.surfaces()
                if " " in surface
                for name in _with_substitutes(surface, stand_ins)
            ),
        )
        for concept in concepts
    }


def may_write(text: str, matcher: LexiconMatcher) -> bool:
    """Tell, without reading a text word by word, whether it may write a name of a matcher."""
    lower = text.casefold()
    return any(stem in lower for lemma in matcher for stem in stems_of(lemma))


def _with_substitutes(surface: str, stand_ins: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    yield surface
    words = surface.split()
    if len(words) > 1:
        for place, word in enumerate(words):
            for alias in stand_ins.get(word, ()):
                yield " ".join([*words[:place], alias, *words[place + 1 :]])


def _tokenise(name: str, nlp: "Language") -> list[str]:
    name = hyphenate(name)
    words = name.replace("-", " ").split()
    if name.startswith("-") or not all(map(str.isalpha, words)):
        words = [token.text for token in nlp.make_doc(name)]
    return [lemma_of(word) for word in words if word not in HYPHENS]


def _plant(
    trie: LexiconMatcher, lemmas: Sequence[str], concept: LexiconConcept, rule: _Rule
) -> None:
    node = trie
    for lemma in lemmas:
        node = node.setdefault(lemma, {})
    here = node.setdefault(_HERE, [])
    if (concept, rule) not in here:
        here.append((concept, rule))


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
    size = len(lemmas)
    for start, node in enumerate(map(matcher.get, lemmas)):
        end = start + 1
        while node:
            for concept, rule in node.get(_HERE, ()):
                if not (rule.acronym and not _in_capitals(texts[start])):
                    found.append(KnownName(start, end, concept, rule.ambiguous))
            while end < size and lemmas[end] in HYPHENS:
                end += 1
            node = node.get(lemmas[end]) if end < size else None
            end += 1
    return sorted(found, key=lambda name: (name.start, -name.end, name.concept.name))


def _in_capitals(word: str) -> bool:
    return singular_acronym(word).isupper()
