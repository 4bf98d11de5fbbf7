"""Resolve: what a corpus as a whole makes of the analysis of its sections."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from extract import evidence
from extract.analysis import Tables
from extract.collecting import no_collection
from extract.concepts import Concept, Mention, choose_concepts, place_mentions, texts_of
from extract.cooccurrences import count_cooccurrences
from extract.definitions import Definition, find_definitions
from extract.evidence import Sentence, Verb
from extract.index import COLUMNS
from extract.kinds import guess_kind
from extract.lexicon import LexiconConcept
from extract.phrases import find_phrases
from extract.sections import Section

if TYPE_CHECKING:
    import pandas as pd

Row = TypeVar("Row")

# A title says what its section is about; it weighs as much as this many mentions.
_TITLE_WEIGHT = 4
# A title that so many sections share belongs to a template, not to a subject.
_TEMPLATE_TITLES = 3


@no_collection()
def resolve(
    sections: Sequence[Section],
    analysis: Tables,
    lexicon: Sequence[LexiconConcept],
    *,
    discovery: bool = True,
) -> Tables:
    """Return the tables of an index.

    Parameters
    ----------
    sections : sequence of Section
        In reading order.
    analysis : dict of str to pandas.DataFrame
        As `extract.analysis.analyse` returns it, for the same sections.
    lexicon : sequence of LexiconConcept
        The known names that were looked for.
    discovery : bool, default True
        Whether names that no lexicon has may become concepts.

    Returns
    -------
    dict of str to pandas.DataFrame
        All tables of `extract.index.COLUMNS`.
    """
    concepts, mentions = _find_concepts(sections, analysis, lexicon, discovery=discovery)
    prose = [mention for mention in mentions if not mention.evidence & evidence.FENCED]
    texts = [section.text for section in sections]
    ids = [section.section for section in sections]
    row_of = _places(sections)
    sentences = _by_section(analysis["sentences"], Sentence, row_of)
    verbs = _by_section(analysis["analysis/verbs"], Verb, row_of)
    definitions = find_definitions(prose, texts, sentences, verbs)
    phrases = find_phrases(prose, sentences, verbs, texts)
    del prose, verbs
    concept_rows = _concept_rows(concepts, mentions, definitions, texts, sentences, ids)
    del concepts, definitions, sentences
    tables = {
        "sections": _section_table(sections),
        "concepts": _table("concepts", concept_rows),
        "mentions": _mention_table(mentions, sections),
    }
    del concept_rows, mentions
    phrase_rows = sorted(
        (phrase.source, phrase.target, phrase.phrase, ids[phrase.section], phrase.sentence)
        for phrase in phrases
    )
    tables["phrases"] = _table("phrases", phrase_rows)
    tables["cooccurrences"] = count_cooccurrences(tables["mentions"], len(sections))
    return tables | analysis


@no_collection()
def resolve_mentions(
    sections: Sequence[Section], analysis: Tables, lexicon: Sequence[LexiconConcept]
) -> "pd.DataFrame":
    """Return the mentions alone, as `resolve` does, for who needs no index."""
    _, mentions = _find_concepts(sections, analysis, lexicon, discovery=True)
    return _mention_table(mentions, sections)


def _find_concepts(
    sections: Sequence[Section],
    analysis: Tables,
    lexicon: Sequence[LexiconConcept],
    *,
    discovery: bool,
) -> tuple[list[Concept], list[Mention]]:
    """Return the concepts of a corpus, and where its sections mention them."""
    candidates = analysis["analysis/candidates"]
    rows = candidates["section"].map(_places(sections)).astype(int)
    candidates = candidates.assign(section=rows)
    candidates = candidates[~_in_template_title(candidates, sections)].reset_index(drop=True)
    expansions = analysis["analysis/expansions"]
    concepts, names = choose_concepts(
        candidates,
        zip(expansions["short"], expansions["long"], strict=True),
        lexicon,
        sections=len(sections),
        discovery=discovery,
    )
    return concepts, place_mentions(candidates, names)


def _places(sections: Sequence[Section]) -> dict[str, int]:
    return {section.section: place for place, section in enumerate(sections)}


def _table(name: str, rows: Sequence[tuple[Any, ...]]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows, columns=list(COLUMNS[name]))


def _section_table(sections: Sequence[Section]) -> "pd.DataFrame":
    rows = [
        (s.section, s.source, place, s.number, s.title, s.text, s.line, s.words)
        for place, s in enumerate(sections)
    ]
    return _table("sections", rows)


def _mention_table(mentions: Sequence[Mention], sections: Sequence[Section]) -> "pd.DataFrame":
    import pandas as pd

    texts = [section.text for section in sections]
    ids = [section.section for section in sections]
    # Column by column, which takes a fraction of the memory that rows take.
    columns = {
        "section": pd.Series([ids[m.section] for m in mentions]),
        "sentence": pd.Series([m.sentence for m in mentions]),
        "concept": pd.Series([m.concept for m in mentions]),
        "surface": pd.Series([texts[m.section][m.start : m.end] for m in mentions]),
        "start": pd.Series([m.start for m in mentions]),
        "end": pd.Series([m.end for m in mentions]),
        "in_code": pd.Series([bool(m.evidence & evidence.FENCED) for m in mentions]),
    }
    return pd.DataFrame(columns)[list(COLUMNS["mentions"])]


def _by_section(
    table: "pd.DataFrame", record: Callable[..., Row], row_of: Mapping[str, int]
) -> list[list[Row]]:
    rows: list[list[Row]] = [[] for _ in row_of]
    columns = [column for column in table.columns if column != "section"]
    if record is Sentence:
        columns.remove("sentence")  # their number is their place
    for section, *values in zip(
        texts_of(table["section"]), *(_values(table[column]) for column in columns), strict=True
    ):
        rows[row_of[section]].append(record(*values))
    return rows


def _values(column: "pd.Series[Any]") -> list[Any]:
    return column.tolist() if column.dtype.kind == "i" else texts_of(column)


def _in_template_title(
    candidates: "pd.DataFrame", sections: Sequence[Section]
) -> "pd.Series[bool]":
    """Tell which candidates stand in a title that a template repeats ("Synopsis", "See also")."""
    counts = Counter(section.title.casefold() for section in sections)
    repeated = [
        place
        for place, section in enumerate(sections)
        if counts[section.title.casefold()] >= _TEMPLATE_TITLES
    ]
    return ((candidates["evidence"] & evidence.TITLE) > 0) & candidates["section"].isin(repeated)


def _concept_rows(
    concepts: Sequence[Concept],
    mentions: Sequence[Mention],
    definitions: Mapping[str, Definition],
    texts: Sequence[str],
    sentences: Sequence[Sequence[Sentence]],
    ids: Sequence[str],
) -> list[tuple[Any, ...]]:
    by_concept: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_concept[mention.concept].append(mention)
    weights = {name: _weight(places) for name, places in by_concept.items()}
    # Where fenced code alone names concepts, all weigh nothing.
    heaviest = math.log1p(max(weights.values(), default=0.0)) or 1.0
    rows = []
    for concept in concepts:
        name = concept.concept
        places = by_concept.get(name)
        if not places:
            continue  # every place of it is inside a longer name
        definition = definitions.get(name)
        kind = concept.kind or _guess(name, places, definition, texts, sentences)
        rows.append(
            (
                name, kind, list(concept.aliases), concept.origin, len(places),
                len({mention.section for mention in places}), math.log1p(weights[name]) / heaviest,
                ids[definition.section] if definition else None,
                definition.sentence if definition else None,
            )
        )  # fmt: skip
    return rows


def _weight(places: Sequence[Mention]) -> float:
    """Return how much a corpus speaks of a concept: its mentions in prose, and its titles."""
    titles = {mention.section for mention in places if mention.evidence & evidence.TITLE}
    in_prose = sum(not mention.evidence & evidence.FENCED for mention in places)
    return in_prose + _TITLE_WEIGHT * len(titles)


def _guess(
    name: str,
    places: Sequence[Mention],
    definition: Definition | None,
    texts: Sequence[str],
    sentences: Sequence[Sequence[Sentence]],
) -> str:
    after = ""
    if definition and definition.sentence is not None:
        place = (definition.section, definition.sentence)
        for mention in places:
            if mention[:2] == place:
                stop = sentences[definition.section][definition.sentence].end
                after = texts[definition.section][mention.end : stop]
                break
    plain = [
        mention
        for mention in places
        if not mention.evidence & (evidence.FIRST | evidence.TITLE | evidence.HEADING)
    ]
    return guess_kind(
        name,
        after,
        in_code=any(mention.evidence & evidence.CODE for mention in places),
        capitals=2 * sum(bool(m.evidence & evidence.CAPITAL) for m in plain) > len(plain),
    )
