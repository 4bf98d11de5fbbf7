"""Corpus report: what a corpus leaves open, in words that one can act on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.corpus_gaps import CorpusGaps
from graph.curriculum import Curriculum
from graph.gap_report import section_labels
from graph.report import Cell, Report, Table, make_table
from graph.wording import plural, unit

if TYPE_CHECKING:
    import networkx as nx

_NAMED = 3  # files in a title


def report_corpus(corpus: Curriculum, gaps: CorpusGaps, graph: "nx.Graph[str]") -> Report:
    """Return what a corpus leaves open, held against itself."""
    title = section_labels(corpus.sections)
    names = graph.graph["topic_names"]
    one, many = unit(corpus), f"{unit(corpus)}s"
    tables = (
        make_table(
            "Never explained",
            f"Concepts that many {many} mention and none says what they are. Explain them in one "
            f"of these {many}, or add a {one}.",
            ("Concept", many.capitalize(), "Asked", "Mentioned most in"),
            [
                (item.concept, len(item.sections), "yes" if item.asked else "no",
                 title(item.sections))
                for item in gaps.unexplained
            ],
        ),
        make_table(
            "Asked in no question",
            "Concepts that no title names, although the text mentions them so often that chance "
            "would have brought them into some.",
            ("Concept", many.capitalize(), "Titles expected", "Mentioned most in"),
            [
                (item.concept, len(item.sections), round(item.expected, 1), title(item.sections))
                for item in gaps.unasked
            ],
        ),
        make_table(
            "Topics that hardly meet",
            "Topics that keep the same company, and share far fewer sentences than that leads us "
            f"to expect. A {one} about one of the bridges would join them.",
            ("Topics", "Shared sentences", "Expected", "Hang by", "Bridges"),
            [
                ((names[item.left], names[item.right]), item.observed, round(item.expected, 1),
                 item.thread, item.bridges)
                for item in gaps.holes
            ],
        ),
        make_table(
            "Used before explained",
            f"Concepts that several {many} use before a later one says what they are. Move the "
            "explanation forward, or point to it.",
            ("Concept", f"{many.capitalize()} before", "Explained in", "Used first in"),
            [
                (item.concept, len(item.used), title((item.defined,)), title(item.used))
                for item in gaps.forward
            ],
        ),
        make_table(
            "Explained more than once",
            f"Concepts that several {many} define. Keep one definition, and point to it.",
            ("Concept", many.capitalize(), "Defined in"),
            [(item.concept, len(item.sections), title(item.sections)) for item in gaps.duplicates],
        ),
        make_table(
            "Short forms never spelled out",
            "Spell them out where they are used first.",
            ("Short form", "Concept", many.capitalize(), "Used first in"),
            [
                (item.acronym, item.concept, len(item.sections), title(item.sections))
                for item in gaps.acronyms
            ],
        ),
        make_table(
            "Nothing new",
            f"{many.capitalize()} whose concepts, and whose pairs of concepts in one sentence, "
            "stand in others as well, and which explain nothing for the first time.",
            (one.capitalize(), "Concepts"),
            [(title((item.section,)), item.concepts) for item in gaps.redundant],
        ),
    )  # fmt: skip
    found = sum(len(table.rows) + table.more for table in tables)
    return Report(
        title=f"Gap analysis of {_name_documents(corpus)}",
        lead=(
            f"{plural(len(corpus.sections), one)} and {plural(len(graph), 'concept')} leave "
            f"{plural(found, 'thing')} open.",
        ),
        charts=(),
        tables=tables,
        records=_corpus_records(gaps, names),
    )


def _name_documents(corpus: Curriculum) -> str:
    """Name the files of a corpus as a reader knows them, the first few of many."""
    sources = list(dict.fromkeys(corpus.sections["source"]))
    names, more = sources[:_NAMED], len(sources) - _NAMED
    return f"{', '.join(names)} and {plural(more, 'other file')}" if more > 0 else ", ".join(names)


def _corpus_records(gaps: CorpusGaps, names: Sequence[str]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        *(("never explained", item.concept, item.sections) for item in gaps.unexplained),
        *(("asked in no question", item.concept, item.sections) for item in gaps.unasked),
        *(
            ("topics that hardly meet", f"{names[item.left]} / {names[item.right]}", item.bridges)
            for item in gaps.holes
        ),
        *(
            ("used before explained", item.concept, (item.defined, *item.used))
            for item in gaps.forward
        ),
        *(("explained more than once", item.concept, item.sections) for item in gaps.duplicates),
        *(("never spelled out", item.acronym, item.sections) for item in gaps.acronyms),
        *(("nothing new", item.section, (item.section,)) for item in gaps.redundant),
    ]
    return Table("Records", "", ("finding", "what", "where"), tuple(rows))
