"""Missing links: concepts that a reference connects and a curriculum never brings together."""

from collections import defaultdict
from typing import NamedTuple

from graph.coverage import Coverage, Reference

TELLING = 0.05  # probability by chance below which an edge of the reference tells something


class MissingLink(NamedTuple):
    """Two concepts of a curriculum that it never names in one section, as the reference does."""

    source: str  # source < target
    target: str
    bridge: bool  # they belong to different topics
    chance: float  # 0..1, how easily chance explains the edge in the reference
    sections: tuple[str, ...]  # of the reference, with a sentence that names both


def find_missing_links(coverage: Coverage, reference: Reference) -> list[MissingLink]:
    """Return the telling connections of a reference that a curriculum never makes.

    Both concepts are named by the curriculum, share a sentence of the reference, and share it too
    often for chance (`graph.backbone.disparity`). Bridges between topics come first: within a
    topic, what is not said in one section is said in the next. Then those that chance explains
    least.
    """
    graph = reference.graph
    together: dict[str, set[str]] = defaultdict(set)
    for concept, treatment in coverage.treatments.items():
        together[concept] = {place.section for place in treatment.places}
    named = sorted(together.keys() & graph.nodes)
    pairs = {
        (source, target): edge
        for source in named
        for target, edge in graph[source].items()
        if source < target
        and target in together
        and edge["sentences"]
        and edge["alpha"] < TELLING
        and together[source].isdisjoint(together[target])
    }
    sections = _shared_sections(reference, set(pairs))
    found = [
        MissingLink(
            source,
            target,
            graph.nodes[source]["topic"] != graph.nodes[target]["topic"],
            edge["alpha"],
            sections[source, target],
        )
        for (source, target), edge in pairs.items()
    ]
    return sorted(found, key=lambda link: (not link.bridge, link.chance, link.source, link.target))


def _shared_sections(
    reference: Reference, pairs: set[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the sections with a sentence that names both, in the order of reading."""
    partners: dict[str, set[str]] = defaultdict(set)
    for source, target in pairs:
        partners[source].add(target)
    here: dict[tuple[str, int], set[str]] = defaultdict(set)
    mentions = reference.index.mentions
    for concept, section, sentence in zip(
        *(mentions[name].tolist() for name in ("concept", "section", "sentence")), strict=True
    ):
        here[section, sentence].add(concept)
    found: dict[tuple[str, str], dict[str, None]] = {pair: {} for pair in sorted(pairs)}
    for (section, _), concepts in here.items():
        for source in concepts & partners.keys():
            for target in concepts & partners[source]:
                found[source, target][section] = None
    return {pair: tuple(sections) for pair, sections in found.items()}
