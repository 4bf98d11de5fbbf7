"""The commands that read an index: what they print, what they write, and how they fail."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graph.__main__ import main
from tests.baking import write_baking_index

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_baking_index(tmp_path_factory.mktemp("command") / "index")


def test_stats_counts_what_the_index_holds(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", str(index)]) == 0
    counts = dict(line.rsplit(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert counts["sections"] == "5"
    assert counts["concepts"] == "11"
    assert counts["  tool"] == "1"


def test_topics_are_listed_with_their_most_salient_concepts(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["topics", str(index)]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("1. ")
    assert second.lstrip().startswith("starter, ")


def test_topics_can_be_written_to_a_file(index: Path, tmp_path: Path) -> None:
    assert main(["topics", str(index), "-o", str(tmp_path / "topics.json")]) == 0
    topics = json.loads((tmp_path / "topics.json").read_text())
    assert sum(len(topic["concepts"]) for topic in topics) == 11


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["topics", "{index}"], "t.csv"),
        (["prerequisites", "{index}"], "p.csv"),
        (["path", "{index}", "--to", "bread"], "path.md"),
        (["gaps", "{index}", "--self"], "gaps.md"),
        (["diff", "{index}", "{index}"], "diff.md"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_writes_a_file_names_it_and_prints_nothing_else(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], name: str
) -> None:
    file = tmp_path / name
    arguments = [part.format(index=index) for part in command]
    assert main([*arguments, "-o", str(file)]) == 0
    assert file.stat().st_size > 0
    assert capsys.readouterr().out == f"{file}\n"


def test_export_names_the_files_that_it_wrote(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(index), "-o", str(tmp_path / "bread.csv")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        str(tmp_path / "bread.csv"),
        str(tmp_path / "bread-edges.csv"),
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["stats", "{tmp}"], "is no index; make one with", id="no index"),
        pytest.param(["topics", "{tmp}/missing"], "is no index; make one with", id="no folder"),
        pytest.param(
            ["export", "{index}", "-o", "{tmp}/x.docx"], "end its name with", id="no such format"
        ),
        pytest.param(
            ["export", "{index}", "-o", "{tmp}/no/x.json"], "cannot be written", id="no such place"
        ),
    ],
)
def test_each_unusable_input_is_one_sentence_and_status_2(
    index: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    status = main([argument.format(tmp=tmp_path, index=index) for argument in arguments])
    captured = capsys.readouterr()
    assert (status, captured.out, captured.err.count("\n")) == (2, "", 1)
    assert sentence in captured.err


def test_a_reader_that_stops_early_gets_no_traceback(index: Path) -> None:
    command = subprocess.Popen(
        [sys.executable, "-m", "graph", "topics", str(index)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert command.stdout
    command.stdout.close()
    _, errors = command.communicate(timeout=60)
    assert (command.returncode, errors) == (0, b"")


def test_an_index_is_read_without_threads_which_may_abort_a_process_at_its_end(index: Path) -> None:
    if not Path("/proc/self/task").is_dir():
        pytest.skip("this system does not list the threads of a process")
    code = """
import os, sys
from pathlib import Path
import igraph, pandas, pyarrow.compute, pyarrow.parquet, scipy.sparse  # have threads of their own
from graph.concept_graph import load_concept_graph
before = len(os.listdir("/proc/self/task"))
load_concept_graph(Path(sys.argv[1]))
print(len(os.listdir("/proc/self/task")) - before)
"""
    shown = subprocess.run(
        [sys.executable, "-c", code, str(index)], cwd=ROOT, capture_output=True, text=True
    )
    assert (shown.stdout, shown.stderr) == ("0\n", "")


def test_help_loads_nothing_heavy() -> None:
    loaded = (
        "import sys; from graph.__main__ import main\ntry: main(['-h'])\nexcept SystemExit: pass\n"
    )
    check = "print(sorted({'networkx', 'pandas', 'numpy', 'pyarrow', 'igraph'} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", loaded + check],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert result.stdout.splitlines()[-1] == "[]"
