"""Analysis: what each section says, in as many processes as there are workers."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from extract.collecting import give_back, no_collection
from extract.index import schema_of
from extract.lexicon import LexiconConcept, substitutes
from extract.sections import Section

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    import pyarrow as pa

    from extract.matching import LexiconMatcher

ANALYSIS = ("sentences", "analysis/candidates", "analysis/expansions", "analysis/verbs")

Tables = dict[str, "pd.DataFrame"]
Progress = Callable[[str, int, int], None]  # stage, units done, units in all (0: not known)
Parts = dict[str, "pa.Table"]  # of some sections
Work = Callable[[list[Section]], Parts]
Map = Callable[[Work, Sequence[list[Section]]], Iterator[Parts]]  # the results in order
_Rows = Mapping[str, list[tuple[Any, ...]]]

_BATCH = 200  # sections that a worker takes at a time


def analyse(
    sections: Sequence[Section],
    lexicon: Sequence[LexiconConcept],
    model: str | None = None,
    *,
    discovery: bool = True,
    workers: int | Map = 1,
    progress: Progress | None = None,
) -> Tables:
    """Return what each section says, before the corpus decides what counts.

    Parameters
    ----------
    sections : sequence of Section
    lexicon : sequence of LexiconConcept
        The known names to look for.
    model : str, optional
        An installed spaCy pipeline; the shipped one otherwise.
    discovery : bool, default True
        Whether to look for names beyond the lexicon, and for verbs, which takes the tagger.
    workers : int, or function; default 1
        Processes, or what maps work over batches elsewhere (`extract.cluster.connect`); the
        tables do not depend on it.
    progress : callable, optional
        Is told how many sections are done.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables of `ANALYSIS`, as `extract.index.COLUMNS` describes them, in the order of
        `sections`; their texts are categories in alphabetical order.
    """
    batches = [list(sections[at : at + _BATCH]) for at in range(0, len(sections), _BATCH)]
    work = partial(_analyse_batch, lexicon=tuple(lexicon), model=model, discovery=discovery)
    parts = [_as_parts({})]
    run = workers if callable(workers) else partial(_map, workers=min(workers, len(batches)))
    for done, part in enumerate(run(work, batches), 1):
        parts.append(part)
        if progress:
            progress("extracting", min(done * _BATCH, len(sections)), len(sections))
    tables = {name: _concatenate([part.pop(name) for part in parts]) for name in ANALYSIS}
    give_back()
    return tables


def _map(work: Work, batches: Sequence[list[Section]], workers: int) -> Iterator[Parts]:
    if workers <= 1:
        yield from map(work, batches)
        return
    # "spawn": a fork would copy the threads of a server that holds the app.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            # The lexicon is sent along with each chunk.
            yield from pool.map(work, batches, chunksize=max(1, len(batches) // (8 * workers)))
        except BrokenProcessPool as error:
            raise ValueError(
                "a process that analysed documents was ended by the system, for want of memory "
                "perhaps; give fewer of them with --workers"
            ) from error


@no_collection()
def _analyse_batch(
    sections: list[Section],
    lexicon: tuple[LexiconConcept, ...],
    model: str | None,
    *,
    discovery: bool,
) -> Parts:
    from extract.candidates import analyse_sections
    from extract.language import load_pipeline

    nlp, matcher = load_pipeline(model), load_matcher(lexicon, model)
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for found in analyse_sections(sections, nlp, matcher, discovery=discovery):
        name = (found.section,)
        rows["sentences"] += [(*name, place, *row) for place, row in enumerate(found.sentences)]
        rows["analysis/candidates"] += map(name.__add__, found.candidates)
        rows["analysis/expansions"] += map(name.__add__, found.expansions)
        rows["analysis/verbs"] += map(name.__add__, found.verbs)
    return _as_parts(rows)


def _as_parts(rows: _Rows) -> Parts:
    """Return rows as tables, which are small in memory and quick to send to another process."""
    import pyarrow as pa

    parts = {}
    for name in ANALYSIS:
        schema = schema_of(name, coded=True)
        columns = zip(*rows[name], strict=True) if rows.get(name) else [()] * len(schema)
        arrays = [
            pa.array(values, pa.string()).dictionary_encode()
            if pa.types.is_dictionary(field.type)
            else pa.array(values, field.type)
            for field, values in zip(schema, columns, strict=True)
        ]
        parts[name] = pa.Table.from_arrays(arrays, schema=schema)
    return parts


def _as_part(table: "pd.DataFrame", name: str) -> "pa.Table":
    import pyarrow as pa

    return pa.Table.from_pandas(table, schema=schema_of(name, coded=True), preserve_index=False)


def _concatenate(parts: Sequence["pa.Table"]) -> "pd.DataFrame":
    """Return the rows of several tables, their texts as categories in alphabetical order.

    A corpus writes the same few texts in millions of rows, so that most of a table is numbers.
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    columns: dict[str, Any] = {}
    table = pa.concat_tables(parts).unify_dictionaries()
    for name in table.column_names:
        column = table[name].combine_chunks()
        if pa.types.is_dictionary(column.type):
            codes, texts = column.indices.to_numpy(), column.dictionary
            used = texts.take(np.flatnonzero(np.bincount(codes, minlength=len(texts))))
            used = used.take(pc.sort_indices(used))
            places = pc.index_in(texts, used).fill_null(-1).to_numpy()
            columns[name] = pd.Categorical.from_codes(places[codes], used.to_pandas())
        else:
            columns[name] = column.to_numpy()
    return pd.DataFrame(columns, copy=False)


@lru_cache(maxsize=4)  # those of curricula come and go
def load_matcher(lexicon: tuple[LexiconConcept, ...], model: str | None) -> "LexiconMatcher":
    """Return a matcher of some names (`extract.matching.build_matcher`), as it was made before."""
    from extract.language import load_pipeline
    from extract.matching import build_matcher

    return build_matcher(lexicon, load_pipeline(model))


def match_again(
    sections: Sequence[Section],
    analysis: Tables,
    lexicon: Sequence[LexiconConcept],
    *,
    before: Sequence[LexiconConcept] | None = None,
    model: str | None = None,
) -> Tables:
    """Return an analysis as it is with another lexicon, without tagging the sections again.

    Parameters
    ----------
    sections : sequence of Section
        Those of the analysis, in the order of reading.
    analysis : dict of str to pandas.DataFrame
        As `analyse` returns it.
    lexicon : sequence of LexiconConcept
        The known names to look for now.
    before : sequence of LexiconConcept, optional
        Those of the analysis, if they are known: then only what differs is looked for.
    model : str, optional
        The pipeline of the analysis; the shipped one otherwise.
    """
    from extract.candidates import find_names_again
    from extract.language import load_pipeline
    from extract.matching import build_matcher, find_changes, may_write

    candidates = analysis["analysis/candidates"]
    plain = candidates["concept"] == ""
    changed, wanted = (set(), list(lexicon)) if before is None else find_changes(before, lexicon)
    stale = ~plain if before is None else candidates["concept"].isin(list(changed))
    nlp = load_pipeline(model)
    matcher = build_matcher(wanted, nlp, substitutes(lexicon))
    affected = [section for section in sections if may_write(section.text, matcher)]
    noted = candidates[plain & candidates["section"].isin([s.section for s in affected])]
    places = zip(noted["start"].tolist(), noted["end"].tolist(), strict=True)
    evidence: dict[str, dict[tuple[int, int], int]] = {section.section: {} for section in affected}
    for section, place, bits in zip(noted["section"], places, noted["evidence"], strict=True):
        evidence[section][place] = int(bits)
    rows = [
        (section.section, *row)
        for section in affected
        for row in find_names_again(section, nlp, matcher, evidence[section.section])
    ]
    found = _as_parts({"analysis/candidates": rows})["analysis/candidates"]
    table = _concatenate([_as_part(candidates[~stale], "analysis/candidates"), found])
    order = table.assign(section=_places(table["section"], sections))
    order = order.sort_values([*order.columns], kind="stable")
    return {**analysis, "analysis/candidates": table.iloc[order.index].reset_index(drop=True)}


def join(one: Tables, other: Tables, sections: Sequence[Section]) -> Tables:
    """Return the rows of two analyses together, in the order of `sections`."""
    joined = {}
    for name in ANALYSIS:
        table = _concatenate([_as_part(analysis[name], name) for analysis in (one, other)])
        order = _places(table["section"], sections).argsort(kind="stable")
        joined[name] = table.iloc[order].reset_index(drop=True)
    give_back()
    return joined


def _places(column: "pd.Series[str]", sections: Sequence[Section]) -> "npt.NDArray[np.int64]":
    """Return for each row the place of its section among all, from a column of categories."""
    place = {section.section: place for place, section in enumerate(sections)}
    categories = column.cat.categories.map(place).to_numpy()
    return categories[column.cat.codes]
