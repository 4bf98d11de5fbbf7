"""Without code: mentions in prose alone, and an index as if its documents held no code."""

from dataclasses import replace
from typing import TYPE_CHECKING

from extract.cooccurrences import count_cooccurrences
from graph.concept_graph import Index

if TYPE_CHECKING:
    import pandas as pd


def without_code(index: Index) -> Index:
    """Return an index in which only what is said in prose counts.

    Mentions, and the counts of concepts and co-occurrences that follow from them, are counted
    anew; concepts that only code mentions are left out. Salience is that of the whole.
    """
    mentions = in_prose(index.mentions)
    by_concept = mentions.groupby("concept")["section"]
    concepts = index.concepts[index.concepts["concept"].isin(mentions["concept"].unique())]
    concepts = concepts.assign(
        mentions=concepts["concept"].map(by_concept.size()),
        sections=concepts["concept"].map(by_concept.nunique()),
    )
    cooccurrences = count_cooccurrences(mentions, len(index.sections))
    return replace(index, concepts=concepts, mentions=mentions, cooccurrences=cooccurrences)


def in_prose(mentions: "pd.DataFrame") -> "pd.DataFrame":
    """Return the mentions that do not stand in code."""
    # A table without rows may not know that its column holds truth values.
    return mentions[~mentions["in_code"].astype(bool)]
