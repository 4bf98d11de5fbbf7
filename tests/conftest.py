"""What several test files use: the corpora, and an index of each, built once."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from extract.build import build_index
from graph.concept_graph import Index, build_concept_graph, load_index
from tests.baking import write_baking_index

if TYPE_CHECKING:
    import networkx as nx

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"


# The first example loads the language model, and a shared machine may pause at any: no deadline.
# The same examples each time: a failure is one for everybody.
settings.register_profile("project", deadline=None, derandomize=True)
# Out of continuous integration: fifty times as many examples, other ones each time.
settings.register_profile("long", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of development data, which is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the development data ../shared/data is not here")
    return SHARED


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the shipped sample."""
    index = tmp_path_factory.mktemp("shipped") / "index"
    build_index([ROOT / "data" / "sample"], index)
    return index


@pytest.fixture(scope="session")
def sample_index(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the sample, the user's fifty questions."""
    index = tmp_path_factory.mktemp("sample") / "index"
    build_index([shared_data / "corpus" / "docker-kubernetes-251-300.md"], index)
    return index


@pytest.fixture(scope="session")
def baking(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Return the tables of the corpus of `tests.baking`."""
    return load_index(write_baking_index(tmp_path_factory.mktemp("baking") / "index"))


@pytest.fixture(scope="session")
def baking_graph(baking: Index) -> "nx.Graph[str]":
    """Return the concept graph of the corpus of `tests.baking`."""
    return build_concept_graph(baking)
