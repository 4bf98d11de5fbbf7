"""Meaning: whether a section that writes an ambiguous name means the concept."""

from collections.abc import Iterator, Sequence

from extract.language import HYPHENS, lemma_of
from extract.lexicon import LexiconConcept
from extract.matching import KnownName
from extract.tokens import Tokens


def names_meant(known: Sequence[KnownName], tokens: Tokens, prose: str) -> Iterator[KnownName]:
    """Yield the known names that a section means: ambiguous ones need their evidence.

    Parameters
    ----------
    known : sequence of KnownName
        What `extract.matching.find_known_names` found in the section.
    tokens : Tokens
    prose : str
        The text of the tokens.

    Notes
    -----
    An ambiguous name is meant where the section also writes an unambiguous one of its concept, or
    where the evidence that its concept asks for holds. A capital at the start of a sentence is no
    evidence by itself; it counts if the name keeps its capital elsewhere in the section.
    """
    sure = {name.concept.name for name in known if not name.ambiguous}
    context = _Context(tokens, prose) if any(name.ambiguous for name in known) else None
    keeps_capital: set[str] = set()
    at_openings = []  # with a capital that may be the sentence's
    for name in known:
        concept = name.concept
        if _is_negated(name, tokens) or _ends_compound(name, tokens):
            continue
        if concept.name in sure or (concept.code and tokens.in_code[name.start]):
            yield name
        elif context is None or not context.fits(concept):
            continue
        elif not concept.case:
            yield name
        elif _as_spelled(concept, prose[tokens.starts[name.start] : tokens.ends[name.end - 1]]):
            if tokens.plain[name.start]:
                keeps_capital.add(concept.name)
            if tokens.plain[name.start] or concept.context:
                yield name
            else:
                at_openings.append(name)
    yield from (name for name in at_openings if name.concept.name in keeps_capital)


def _is_negated(name: KnownName, tokens: Tokens) -> bool:
    """Tell whether a plain word is said of what something is not: "non-repeatable read"."""
    return (
        _is_hyphenated(name, tokens)
        and tokens.lemmas[name.start - 2] == "non"
        and tokens.texts[name.start].islower()
    )


def _ends_compound(name: KnownName, tokens: Tokens) -> bool:
    """Tell whether a name in small letters, which has capitals, ends another: "go-spiffe"."""
    return (
        _is_hyphenated(name, tokens)
        and tokens.texts[name.start].islower()
        and not name.concept.name.islower()
    )


def _is_hyphenated(name: KnownName, tokens: Tokens) -> bool:
    """Tell whether a hyphen binds a name to the word before it."""
    start = name.start
    return (
        start > 1
        and tokens.texts[start - 1] in HYPHENS
        and tokens.ends[start - 2] == tokens.starts[start - 1]
        and tokens.ends[start - 1] == tokens.starts[start]
    )


def _as_spelled(concept: LexiconConcept, surface: str) -> bool:
    return surface in concept.ambiguous or surface.removesuffix("s") in concept.ambiguous


class _Context:
    """The words of a section, looked at only where an ambiguous name asks for them."""

    def __init__(self, tokens: Tokens, prose: str) -> None:
        self._lemmas = set(tokens.lemmas)
        self._prose = prose.casefold()
        self._known: dict[str, bool] = {}  # by concept: a section may name one any number of times

    def fits(self, concept: LexiconConcept) -> bool:
        """Tell whether the section has one of the words that the concept asks for, if any."""
        if concept.name not in self._known:
            self._known[concept.name] = self._look_for(concept)
        return self._known[concept.name]

    def _look_for(self, concept: LexiconConcept) -> bool:
        if not concept.context:
            return concept.case or not concept.code  # a concept may ask for code, and no more
        return any(
            word in self._prose if " " in word or "-" in word else lemma_of(word) in self._lemmas
            for word in concept.context
        )
