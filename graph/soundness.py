"""Soundness: whether the tables of an index agree with each other.

An index may come from somebody else. What the views rely on is checked once, when it is loaded, so
that no view meets a place outside of its text, or a concept that is in no table.
"""

from typing import TYPE_CHECKING

import numpy as np

from extract.lexicon import KINDS

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    _Places = Mapping[tuple[str, str], NDArray[np.int64]]  # by table and column

_COUNTS = ("position", "line", "words", "sentence", "start", "end", "mentions", "sections")


def find_fault(tables: "Mapping[str, pd.DataFrame]") -> str | None:
    """Return what is wrong with the tables of an index, or None.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``sections``, ``sentences``, ``concepts``, ``mentions``, ``cooccurrences`` and
        ``phrases``, as `extract.index.read_table` returns them.

    Returns
    -------
    str or None
        The end of a sentence that begins with the name of a table.

    Notes
    -----
    Takes time linear in the rows.
    """
    return next(_faults(tables), None)


def _faults(tables: "Mapping[str, pd.DataFrame]") -> "Iterator[str]":
    for name, table in tables.items():
        for column in table.columns.intersection(list(_COUNTS)):
            if (table[column] < 0).any():
                yield f"{name} has a negative {column!r}"
    for name, key in (("sections", ["section"]), ("concepts", ["concept"])):
        if tables[name].duplicated(key).any():
            yield f"{name} has two rows of one {key[0]!r}"
    places = yield from _unknown_names(tables)
    yield from _outside(tables, places)
    yield from _impossible(tables, places)


def _unknown_names(
    tables: "Mapping[str, pd.DataFrame]",
) -> "Generator[str, None, _Places]":
    """Yield what names nothing; return the places of the names that columns refer to.

    Places are those among all names, of concepts in alphabetical order, for numbers are compared
    many times faster than texts.
    """
    sections = tables["sections"]["section"]
    concepts = tables["concepts"]["concept"].sort_values()
    places = {}
    for name, column, known in (
        ("sentences", "section", sections),
        ("mentions", "section", sections),
        ("mentions", "concept", concepts),
        ("cooccurrences", "source", concepts),
        ("cooccurrences", "target", concepts),
        ("phrases", "source", concepts),
        ("phrases", "target", concepts),
        ("phrases", "section", sections),
    ):
        places[name, column] = place_names(tables[name][column], known.tolist())
        if (places[name, column] < 0).any():
            yield f"{name} has a {column!r} that is in no other table"
    if not tables["concepts"]["defining_section"].dropna().isin(sections).all():
        yield "concepts has a 'defining_section' that is in no other table"
    sentences, of = tables["sentences"], places["sentences", "section"]
    if not (sentences.groupby(of).cumcount().to_numpy() == sentences["sentence"].to_numpy()).all():
        yield "sentences has a section whose sentences are not numbered from 0 on, in their order"
    count = np.bincount(of, minlength=len(sections))
    if not (tables["mentions"]["sentence"] < count[places["mentions", "section"]]).all():
        yield "mentions has a 'sentence' that is in no other table"
    return places


def place_names(column: "pd.Series[str]", names: "Sequence[str]") -> "NDArray[np.int64]":
    """Return for each text of a column its place among names, all different; -1 if it is none.

    No text may be missing.
    """
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = isinstance(column.dtype, pd.CategoricalDtype)
    # Arrow looks into texts where they are; pandas would make an object of each.
    texts = pa.array(column.cat.categories if coded else column, pa.large_string())
    found = pc.index_in(texts, value_set=pa.array(names, pa.large_string()))
    places: NDArray[np.int64] = found.fill_null(-1).to_numpy().astype(np.int64)
    return places[column.cat.codes] if coded else places


def _outside(tables: "Mapping[str, pd.DataFrame]", places: "_Places") -> "Iterator[str]":
    length = tables["sections"]["text"].str.len().to_numpy()
    for name in ("sentences", "mentions"):
        table = tables[name]
        end = length[places[name, "section"]]
        if not ((table["start"] <= table["end"]) & (table["end"] <= end)).all():
            yield f"{name} has a place outside of its section's text"


def _impossible(tables: "Mapping[str, pd.DataFrame]", places: "_Places") -> "Iterator[str]":
    concepts, pairs = tables["concepts"], tables["cooccurrences"]
    if sorted(tables["sections"]["position"]) != list(range(len(tables["sections"]))):
        yield "sections has positions that are not those of an order"
    if not np.bincount(places["mentions", "concept"], minlength=len(concepts)).all():
        yield "concepts has one that is nowhere mentioned"
    if not (concepts["sections"] >= 1).all():
        yield "concepts has one that no section mentions"
    if not concepts["kind"].isin(KINDS).all():
        yield "concepts has a 'kind' that there is not"
    if not concepts["salience"].between(0, 1).all():
        yield "concepts has a 'salience' outside of 0..1"
    sources, targets = places["cooccurrences", "source"], places["cooccurrences", "target"]
    ordered = np.sort(sources * len(concepts) + targets)
    if not (sources < targets).all() or (ordered[1:] == ordered[:-1]).any():
        yield "cooccurrences has a pair twice, or not in alphabetical order"
    # Rounding may carry a share a little over its bound.
    if not (np.abs(pairs["npmi"]) <= 1 + 1e-9).all():
        yield "cooccurrences has an 'npmi' outside of -1..1"
    if not ((pairs["sentences"] >= 0) & (pairs["sections"] >= 1)).all():
        yield "cooccurrences has a pair that no section mentions"
