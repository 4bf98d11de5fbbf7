"""Resolve: what a corpus as a whole makes of the analysis of its sections."""

import math
from collections import Counter
from collections.abc import Sequence

from extract import candidates as evidence
from extract.analysis import Tables
from extract.concepts import choose_concepts, place_mentions
from extract.cooccurrences import count_cooccurrences
from extract.definitions import Occurrence, find_definitions
from extract.index import COLUMNS
from extract.lexicon import LexiconConcept
from extract.phrases import PlacedConcept, find_phrases
from extract.sections import Section

# A title says what its section is about; it weighs as much as this many mentions.
_TITLE_WEIGHT = 4
# A title that so many sections share belongs to a template, not to a subject.
_TEMPLATE_TITLES = 3


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
    import pandas as pd

    row_of = {section.section: place for place, section in enumerate(sections)}
    ids = [section.section for section in sections]
    texts = [section.text for section in sections]
    candidates = analysis["analysis/candidates"]
    candidates = candidates.assign(section=candidates["section"].map(row_of).astype(int))
    candidates = candidates[~_in_template_title(candidates, sections)]
    expansions = analysis["analysis/expansions"]
    concepts, names = choose_concepts(
        candidates,
        zip(expansions["short"], expansions["long"], strict=True),
        lexicon,
        sections=len(sections),
        discovery=discovery,
    )
    mentions = place_mentions(candidates, names)
    placed = pd.DataFrame(
        mentions, columns=["section", "sentence", "concept", "start", "end", "evidence"]
    )
    present = set(placed["concept"])
    concepts = [concept for concept in concepts if concept.concept in present]

    by_sentence = placed.groupby(["section", "sentence"])["concept"].unique()
    by_section = placed.groupby("section")["concept"].unique()
    pairs = count_cooccurrences(by_sentence, by_section, len(sections))

    in_titles = placed[(placed["evidence"] & evidence.TITLE) > 0]
    title_counts = in_titles.groupby("section")["concept"].nunique().to_dict()
    sentences = [[] for _ in sections]
    for row in analysis["sentences"].itertuples(index=False):
        sentences[row_of[row.section]].append(evidence.Sentence(row.start, row.end, row.kind))
    definitions = find_definitions(
        (
            Occurrence(*row)
            for row in placed[["section", "sentence", "concept", "end", "evidence"]].itertuples(
                index=False
            )
        ),
        texts,
        sentences,
        title_counts,
    )
    verbs = [[] for _ in sections]
    for row in analysis["analysis/verbs"].itertuples(index=False):
        verbs[row_of[row.section]].append(evidence.Verb(row.sentence, row.start, row.end))
    prose = placed[(placed["evidence"] & evidence.FENCED) == 0]
    phrases = find_phrases(
        [
            PlacedConcept(*row)
            for row in prose[["section", "sentence", "concept", "start", "end"]].itertuples(
                index=False
            )
        ],
        verbs,
        texts,
    )

    weights = (
        prose.groupby("concept")
        .size()
        .add(_TITLE_WEIGHT * in_titles.groupby("concept").size(), fill_value=0)
    )
    heaviest = math.log1p(weights.max()) if len(weights) else 1.0
    mention_counts = placed.groupby("concept").size()
    section_counts = placed.groupby("concept")["section"].nunique()
    rows = []
    for concept in concepts:
        name = concept.concept
        definition = definitions.get(name)
        rows.append(
            (
                name, concept.kind, list(concept.aliases), concept.origin,
                int(mention_counts[name]), int(section_counts[name]),
                math.log1p(weights.get(name, 0.0)) / heaviest,
                ids[definition.section] if definition else None,
                definition.sentence if definition else None,
            )
        )  # fmt: skip
    section_of = placed["section"].map(ids.__getitem__)
    placed_table = pd.DataFrame(
        {
            "section": section_of,
            "sentence": placed["sentence"],
            "concept": placed["concept"],
            "surface": [
                texts[section][start:end]
                for section, start, end in zip(
                    placed["section"], placed["start"], placed["end"], strict=True
                )
            ],
            "start": placed["start"],
            "end": placed["end"],
            "in_code": (placed["evidence"] & evidence.FENCED) > 0,
        }
    )
    return {
        "sections": pd.DataFrame(
            [
                (s.section, s.source, place, s.number, s.title, s.text, s.line, s.words)
                for place, s in enumerate(sections)
            ],
            columns=list(COLUMNS["sections"]),
        ),
        "concepts": pd.DataFrame(rows, columns=list(COLUMNS["concepts"])),
        "mentions": placed_table,
        "cooccurrences": pd.DataFrame(pairs, columns=list(COLUMNS["cooccurrences"])),
        "phrases": pd.DataFrame(
            sorted((p.source, p.target, p.phrase, ids[p.section], p.sentence) for p in phrases),
            columns=list(COLUMNS["phrases"]),
        ),
        **analysis,
    }


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
