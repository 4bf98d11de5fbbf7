"""The shipped lexicon: files that a person can review, and names that mean one thing."""

from collections import defaultdict
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from extract.language import key_of
from extract.lexicon import SHIPPED_LEXICONS, LexiconConcept, is_acronym, read_lexicon

FILES = sorted(SHIPPED_LEXICONS.glob("*.toml"))
CONCEPTS = [concept for file in FILES for concept in read_lexicon(file)]

# Names of tools and resources that other technical English uses as plain words.
PLAIN_WORDS = (
    "Go", "Express", "Dive", "Compose", "Secret", "Service", "Notary", "Helm", "Vault", "Consul",
    "Harbor", "Flux", "Argo", "Spark", "Rust", "Swift", "Ruby", "Swarm", "Job", "Role", "Node",
    "node", "volume", "Deployment", "deployment", "Ingress", "Event", "Lease", "namespace",
    "Tempo", "Loki", "Envoy", "Salt", "Chef", "Puppet", "Puppeteer", "Packer", "Nomad", "Drone",
    "Buddy", "Atlas", "Beam", "Storm", "Pulsar", "image", "layer", "registry", "tag", "label",
    "Spring", "Flask", "React", "Make", "Jest", "Slack", "Sentry", "Snowflake", "Presto",
)  # fmt: skip


class Surface(NamedTuple):
    """A name of a concept, as matching takes it."""

    concept: str
    needs_evidence: bool
    only: str | None  # the one way to write it, if there is but one: an acronym, an exact case

    def is_also(self, other: "Surface") -> bool:
        """Tell whether a text may write two concepts at once, of which one needs no evidence."""
        same_spelling = self.only is None or other.only is None or self.only == other.only
        sure = not (self.needs_evidence and other.needs_evidence)
        return self.concept != other.concept and same_spelling and sure


def surface_of(concept: LexiconConcept, surface: str) -> Surface:
    needs_evidence = surface in concept.ambiguous
    one_way = is_acronym(surface) or (needs_evidence and concept.case)
    return Surface(concept.name, needs_evidence, surface if one_way else None)


def spelled_together(surface: str) -> str:
    """Return what the spellings of a name share: matching joins words ("v-if" may be VIF).

    The underscores of a constant are letters to it: DOCKER_HOST is no Docker host.
    """
    return "_".join(map(key_of, surface.split("_")))


def test_the_lexicon_has_a_file_per_area_and_more_than_a_thousand_concepts() -> None:
    assert {file.stem for file in FILES} >= {
        "api-and-system-design", "ci-cd", "cloud-native", "cloud-providers", "computer-science",
        "containers", "data", "databases", "front-end", "kubernetes", "languages", "linux",
        "machine-learning", "network-engineering", "networking", "observability",
        "operating-systems-and-cli", "programming", "security", "statistics", "web-backends",
    }  # fmt: skip
    assert len(CONCEPTS) >= 1_000


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_concepts_stand_in_the_order_of_their_names(file: Path) -> None:
    names = [concept.name for concept in read_lexicon(file)]
    pairs = pairwise((name.casefold(), name) for name in names)
    wrong = [f"{after[1]} stands after {before[1]}" for before, after in pairs if before > after]
    assert wrong == []


def test_no_name_belongs_to_two_concepts() -> None:
    names = [concept.name for concept in CONCEPTS]
    assert len(names) == len(set(names))


def test_two_concepts_share_a_surface_only_where_each_needs_evidence_for_it() -> None:
    owners: defaultdict[str, list[Surface]] = defaultdict(list)
    for concept in CONCEPTS:
        for surface in concept.surfaces():
            owners[spelled_together(surface)].append(surface_of(concept, surface))
    shared = {
        key: sorted({one.concept, another.concept})
        for key, surfaces in owners.items()
        for one, another in combinations(surfaces, 2)
        if one.is_also(another)
    }
    assert shared == {}


def test_a_concept_does_not_list_a_surface_twice() -> None:
    def twice(concept: LexiconConcept) -> bool:
        spellings = [surface.replace("-", " ") for surface in concept.surfaces()]
        return len(spellings) != len(set(spellings))

    assert [concept.name for concept in CONCEPTS if twice(concept)] == []


def test_an_ambiguous_surface_names_the_evidence_that_it_needs() -> None:
    def has_evidence(concept: LexiconConcept) -> bool:
        return concept.case or bool(concept.context)

    assert [c.name for c in CONCEPTS if c.ambiguous and not has_evidence(c)] == []


def test_evidence_is_given_only_where_a_surface_needs_it() -> None:
    idle = [c.name for c in CONCEPTS if not c.ambiguous and (c.case or c.context or c.code)]
    assert idle == []


@pytest.mark.parametrize("word", PLAIN_WORDS)
def test_a_plain_word_names_a_concept_only_with_evidence(word: str) -> None:
    owners = [concept for concept in CONCEPTS if word in concept.surfaces()]
    assert owners
    assert all(word in concept.ambiguous for concept in owners)
