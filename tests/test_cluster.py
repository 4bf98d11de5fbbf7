"""Analysis on a Dask cluster: a real one, of two processes on this machine."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from extract.__main__ import main
from extract.analysis import ANALYSIS, analyse
from extract.cluster import connect
from extract.lexicon import LexiconConcept
from extract.sections import Section

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
LEXICON = [LexiconConcept("Pod", "resource"), LexiconConcept("container runtime", "tool")]
# Five batches of 200.
SECTIONS = [
    Section(f"s{n}", "s.md", n, None, "Pods", f"A Pod asks the **node agent {n}** for work.", 1, 9)
    for n in range(900)
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as running:
        yield running


def bytes_of(index: Path) -> dict[str, bytes]:
    return {
        file.relative_to(index).as_posix(): file.read_bytes()
        for file in sorted(index.rglob("*"))
        if file.is_file() and file.name != "graph.parquet"  # which extraction does not make
    }


def test_an_index_of_a_cluster_has_the_bytes_of_one_process(cluster, shipped_index, tmp_path):
    there = tmp_path / "there"
    assert main([str(SAMPLE), "-o", str(there), "--dask", cluster.scheduler_address]) == 0
    assert bytes_of(there) == bytes_of(shipped_index)


def test_the_work_of_a_worker_that_is_killed_is_done_by_another(cluster):
    killed = []

    def kill_one(_stage: str, _done: int, _total: int) -> None:
        if not killed:
            with Client(cluster, set_as_default=False) as client:
                killed.extend(client.run(os.getpid).values())
            os.kill(killed[0], signal.SIGKILL)

    with connect(cluster.scheduler_address) as workers:
        tables = analyse(SECTIONS, LEXICON, workers=workers, progress=kill_one)
    assert len(killed) == 2
    alone = analyse(SECTIONS, LEXICON)
    assert all(tables[name].equals(alone[name]) for name in ANALYSIS)


def test_a_cluster_of_this_machine_is_made_by_its_name(tmp_path):
    document = tmp_path / "pods.md"
    document.write_text("# What is a Pod?\n\nA Pod holds containers.\n", encoding="utf-8")
    assert main([str(document), "-o", str(tmp_path / "index"), "--dask", "local", "--quiet"]) == 0


def test_a_pipeline_that_the_workers_lack_is_named(cluster, tmp_path, capsys):
    arguments = [str(SAMPLE), "-o", str(tmp_path / "index"), "--model", "no_such_pipeline"]
    assert main([*arguments, "--dask", cluster.scheduler_address]) == 2
    assert "no spaCy pipeline is installed under the name 'no_such_pipeline'" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{free}", "no address", "ftp://host:1"])
def test_a_scheduler_that_does_not_answer_is_told_of(address, tmp_path, capsys):
    with socket.socket() as held:  # bound and not listening: nobody else gets the port
        held.bind(("127.0.0.1", 0))
        address = address.format(free=held.getsockname()[1])
        assert main([str(SAMPLE), "-o", str(tmp_path / "index"), "--dask", address]) == 2
    assert f"no Dask scheduler answers at {address!r}" in capsys.readouterr().err
