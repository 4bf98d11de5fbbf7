"""The language pipeline: the spaCy tagger that ships with the project, and the lemma of a word."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from spacy.language import Language

HYPHENS = frozenset("-\u2010\u2011")
_LONGEST_WORD = 200  # characters; a longer one is a token as it stands
SHIPPED_MODEL = Path(__file__).parent / "model"

# Endings that only look like a plural: class, status, analysis.
_NO_PLURAL = ("ss", "us", "is", "os", "'s")
_IRREGULAR = {
    "alias": "alias",
    "aliases": "alias",
    "analyses": "analysis",
    "buses": "bus",
    "calories": "calorie",
    "cookies": "cookie",
    "criteria": "criterion",
    "children": "child",
    "data": "data",
    "feet": "foot",
    "https": "https",
    "indices": "index",
    "indexes": "index",
    "matrices": "matrix",
    "men": "man",
    "movies": "movie",
    "news": "news",
    "people": "person",
    "repos": "repo",
    "series": "series",
    "species": "species",
    "statuses": "status",
    "vertices": "vertex",
    "women": "woman",
    "zombies": "zombie",
}


class PipelineError(ValueError):
    """A spaCy pipeline that cannot be used; the message says what to do."""


@cache
def load_pipeline(model: str | None = None) -> "Language":
    """Return the spaCy pipeline that tags parts of speech, loaded once per process.

    Parameters
    ----------
    model : str, optional
        Name of an installed spaCy pipeline with a tagger. The shipped one otherwise.

    Raises
    ------
    PipelineError
        If there is no such pipeline, or it does not tag parts of speech.
    """
    import spacy

    if model is None:
        nlp = spacy.load(SHIPPED_MODEL)
        _look_at_less(nlp)
        _keep_long_words_whole(nlp)
        return nlp
    # An index from somebody else may name it: spaCy would load any folder or package of that name.
    if model not in spacy.util.get_installed_models():
        raise PipelineError(
            f"no spaCy pipeline is installed under the name {model!r}; "
            "install it as a Python package, or make the index without --model"
        )
    try:
        nlp = spacy.load(model, exclude=["parser", "ner", "senter", "lemmatizer"])
    except (OSError, ImportError, ValueError) as error:
        raise PipelineError(
            f"the spaCy pipeline {model!r} cannot be loaded ({error}); install it anew"
        ) from error
    if not {"tagger", "morphologizer"} & set(nlp.pipe_names):
        raise PipelineError(
            f"the spaCy pipeline {model!r} does not tag parts of speech; choose one with a tagger"
        )
    _keep_long_words_whole(nlp)
    return nlp


def model_of(settings: Mapping[str, Any]) -> str | None:
    """Return the pipeline that the settings of a manifest name, as `load_pipeline` takes it."""
    model = settings.get("model", "shipped")
    return None if model == "shipped" else str(model)


def _look_at_less(nlp: "Language") -> None:
    """Make the shipped pipeline quicker with words that it has not met, to the same tags."""
    # spaCy ships no types for what is compiled.
    from spacy.attrs import LOWER, NORM, PREFIX, SHAPE, SUFFIX  # type: ignore[import-not-found]

    vocab, tokenizer = cast("Any", nlp.vocab), cast("Any", nlp.tokenizer)
    # Some twenty attributes of each new word would be worked out; the tagger looks at these.
    for attribute in {*vocab.lex_attr_getters} - {LOWER, NORM, PREFIX, SHAPE, SUFFIX}:
        del vocab.lex_attr_getters[attribute]
    # By default only the first 10,000 words are remembered with their tokens.
    tokenizer.max_cache_size = 200_000


def _keep_long_words_whole(nlp: "Language") -> None:
    """Split no word beyond all measure: spaCy looks through all of it for each sign at its ends."""
    tokenizer = cast("Any", nlp.tokenizer)
    known = tokenizer.token_match
    tokenizer.token_match = lambda word: len(word) > _LONGEST_WORD or (known and known(word))


@lru_cache(maxsize=200_000)
def lemma_of(word: str) -> str:
    """Return the form under which the variants of a word meet: lower case, singular.

    It looks at the word alone, so it is the same in a lexicon and in a text. Acronyms in
    capitals keep their S ("DNS"), their plural loses it ("PDBs").

    Examples
    --------
    >>> [lemma_of(word) for word in ("Pods", "PDBs", "DNS", "policies", "caches", "status")]
    ['pod', 'pdb', 'dns', 'policy', 'cache', 'status']
    """
    lower = word.casefold()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if len(word) > 2 and word.isalpha() and singular_acronym(word) != word:
        return lower[:-1]
    if len(lower) <= 3 or word.isupper() or not lower.endswith("s"):
        return lower
    if lower.endswith(_NO_PLURAL):
        return lower
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes", "zzes")) and not lower.endswith("caches"):
        return lower[:-2]
    return lower[:-1]


def singular_acronym(word: str) -> str:
    """Return a word in capitals without the small S of its plural, any other as it is.

    Examples
    --------
    >>> [singular_acronym(word) for word in ("PDBs", "DNS", "Pods")]
    ['PDB', 'DNS', 'Pods']
    """
    return word[:-1] if word.endswith("s") and word[:-1].isupper() else word


# An en dash between letters, without blanks, is a hyphen: "bias–variance tradeoff".
_DASH_IN_WORD = re.compile(r"(?<=[^\W\d_])\u2013(?=[^\W\d_])")


def hyphenate(text: str) -> str:
    """Return a text, or a name, with a hyphen for each en dash between two letters.

    Examples
    --------
    >>> hyphenate("The Kolmogorov–Smirnov test – pages 3–5")
    'The Kolmogorov-Smirnov test – pages 3–5'
    """
    return _DASH_IN_WORD.sub("-", text)


@lru_cache(maxsize=10_000)
def stems_of(lemma: str) -> tuple[str, ...]:
    """Return beginnings, in lower case, of which every word with a lemma has one.

    Examples
    --------
    >>> stems_of("policy"), stems_of("man")
    (('polic',), ('ma', 'men'))
    """
    irregular = (word for word, singular in _IRREGULAR.items() if singular == lemma)
    return (lemma[:-1] or lemma, *irregular)


_SEPARATORS = re.compile(r"[\s\-_/\u2010-\u2015]+")


@lru_cache(maxsize=200_000)
def key_of(words: str) -> str:
    """Return the key that all spellings of one name share: lemmas without separators.

    The dashes of an option stay, so that ``--read-only`` is not "read only".

    Examples
    --------
    >>> {key_of(name) for name in ("zero-trust", "Zero Trust", "ZeroTrust")}
    {'zerotrust'}
    """
    dashes = "--" if words.startswith("-") else ""
    return dashes + "".join(map(lemma_of, filter(None, _SEPARATORS.split(words))))
