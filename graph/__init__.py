"""From an index to the concept graph, and to what can be seen in it.

The names below are the Python interface; `examples/learning_path.ipynb` shows it at work. They are
imported when they are used, for pandas and networkx take a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.backbone import select_view
    from graph.concept_graph import Index, build_concept_graph, load_index
    from graph.corpus_gaps import find_corpus_gaps
    from graph.coverage import describe_reference, measure_coverage
    from graph.curriculum import read_curriculum, reference_curriculum
    from graph.evidence import concept_evidence, pair_evidence
    from graph.export import write_export
    from graph.path_reading import reading_list
    from graph.paths import find_paths, ready_to_learn, syllabus
    from graph.prerequisites import find_prerequisites
    from graph.search import find_concept
    from graph.topics import list_topics

__all__ = [
    "Index", "build_concept_graph", "concept_evidence", "describe_reference", "find_concept",
    "find_corpus_gaps", "find_paths", "find_prerequisites", "list_topics", "load_index",
    "measure_coverage", "pair_evidence", "read_curriculum", "reading_list", "ready_to_learn",
    "reference_curriculum", "select_view", "syllabus", "write_export",
]  # fmt: skip

_HOMES = {
    "graph.backbone": ("select_view",),
    "graph.concept_graph": ("Index", "build_concept_graph", "load_index"),
    "graph.corpus_gaps": ("find_corpus_gaps",),
    "graph.coverage": ("describe_reference", "measure_coverage"),
    "graph.curriculum": ("read_curriculum", "reference_curriculum"),
    "graph.evidence": ("concept_evidence", "pair_evidence"),
    "graph.export": ("write_export",),
    "graph.path_reading": ("reading_list",),
    "graph.paths": ("find_paths", "ready_to_learn", "syllabus"),
    "graph.prerequisites": ("find_prerequisites",),
    "graph.search": ("find_concept",),
    "graph.topics": ("list_topics",),
}


def __getattr__(name: str) -> object:
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module 'graph' has no attribute {name!r}")
    return getattr(import_module(home), name)
