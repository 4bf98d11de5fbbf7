"""Without code: an index as if its documents held no code."""

from dataclasses import replace

from extract.cooccurrences import count_cooccurrences
from graph.concept_graph import Index


def without_code(index: Index) -> Index:
    """Return an index in which only what is said in prose counts.

    Mentions, and the counts of concepts and co-occurrences that follow from them, are counted
    anew; concepts that only code mentions are left out. Salience is that of the whole.
    """
    mentions = index.mentions[~index.mentions["in_code"]]
    by_concept = mentions.groupby("concept")["section"]
    concepts = index.concepts[index.concepts["concept"].isin(mentions["concept"].unique())]
    concepts = concepts.assign(
        mentions=concepts["concept"].map(by_concept.size()),
        sections=concepts["concept"].map(by_concept.nunique()),
    )
    cooccurrences = count_cooccurrences(mentions, len(index.sections))
    return replace(index, concepts=concepts, mentions=mentions, cooccurrences=cooccurrences)
