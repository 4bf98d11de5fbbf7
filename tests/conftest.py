"""What several test files use: the corpora, and an index of each, built once."""

import fcntl
import gc
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from extract.build import build_index
from graph.concept_graph import Index, build_concept_graph, load_concept_graph, load_index
from tests.baking import write_baking_index
from tests.hostile import write_hostile_index

if TYPE_CHECKING:
    import networkx as nx

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"


# The first example loads the language model, and a shared machine may pause at any: no deadline.
# The same examples each time: a failure is one for everybody.
settings.register_profile("project", deadline=None, derandomize=True, max_examples=50)
# Out of continuous integration: a hundred times as many examples, other ones each time.
settings.register_profile("long", deadline=None, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser, so that few processes start one, and none waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """Look for cycles among all objects a hundredth as often: with models, it takes half a second.

    Cycles of young objects are looked for as often as ever.
    """
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, 1000)


@pytest.fixture(scope="session", autouse=True)
def _one_scan_for_components() -> Iterator[None]:
    """Have Streamlit look once for installed components: it reads what all packages say of them.

    Each app of a test is one that has just been started, and would look again.
    """
    found = cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(autouse=True)
def _same_main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the main module back, as which an app runs: processes of a later test would start it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of development data, which is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the development data ../shared/data is not here")
    return SHARED


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return a function that has a folder made once, by whichever process of the run is first."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def made_once(name: str, make: Callable[[Path], object]) -> Path:
        folder, begun = base / name, base / f"{name}.begun"
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                make(begun)
                begun.rename(folder)
        return folder

    return made_once


def make_index(documents: Path, index: Path) -> None:
    """Make an index with the layout of its graph, which is stored beside its tables."""
    build_index([documents], index)
    load_concept_graph(index)


@pytest.fixture(scope="session")
def shipped_index(made_once: Callable[..., Path]) -> Path:
    """Return an index of the shipped sample, which nobody may change."""
    return made_once("shipped", partial(make_index, ROOT / "data" / "sample"))


@pytest.fixture(scope="session")
def sample_index(shared_data: Path, made_once: Callable[..., Path]) -> Path:
    """Return an index of the sample, the user's fifty questions, which nobody may change."""
    documents = shared_data / "corpus" / "docker-kubernetes-251-300.md"
    return made_once("sample", partial(make_index, documents))


@pytest.fixture(scope="session")
def hostile_index(made_once: Callable[..., Path]) -> Path:
    """Return an index that consists of attacks, which nobody may change."""

    def make(index: Path) -> None:
        write_hostile_index(index)
        load_concept_graph(index)

    return made_once("hostile", make)


@pytest.fixture(scope="session")
def baking_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the corpus of `tests.baking`, which nobody may change."""
    return write_baking_index(tmp_path_factory.mktemp("baking") / "index")


@pytest.fixture(scope="session")
def baking(baking_index: Path) -> Index:
    """Return the tables of the corpus of `tests.baking`."""
    return load_index(baking_index)


@pytest.fixture(scope="session")
def baking_graph(baking: Index) -> "nx.Graph[str]":
    """Return the concept graph of the corpus of `tests.baking`."""
    return build_concept_graph(baking)
