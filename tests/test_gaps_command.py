"""The command: python -m graph gaps."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graph.__main__ import main
from tests.conftest import ROOT

CURRICULUM = str(ROOT / "data" / "curriculum.md")


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """Return a curriculum about bread that leaves out sourdough."""
    file = tmp_path / "lesson.md"
    file.write_text("# How hot is the oven?\n\nThe oven bakes bread with steam.\n")
    return file


def run(*arguments: object) -> int:
    return main(["gaps", *map(str, arguments)])


def test_the_report_goes_to_standard_output(
    shipped_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shipped_index, "--curriculum", CURRICULUM) == 0
    said = capsys.readouterr()
    assert said.out.startswith("# Gap analysis: curriculum.md\n")
    assert "## What to add" in said.out
    assert "reading the curriculum" in said.err


@pytest.mark.parametrize("ending", [".md", ".json", ".csv", ".html"])
def test_the_report_is_written_in_every_format(
    baking_index: Path, lesson: Path, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"gaps{ending}"
    assert run(baking_index, "--curriculum", lesson, "-o", file) == 0
    assert "sourdough" in file.read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes(shipped_index: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        run(shipped_index, "--curriculum", CURRICULUM, "-o", tmp_path / name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_coverage_below_the_threshold_fails(
    baking_index: Path, lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(baking_index, "--curriculum", lesson, "--fail-under", 90) == 1
    assert "below 90 %" in capsys.readouterr().err


def test_coverage_above_the_threshold_passes(baking_index: Path, tmp_path: Path) -> None:
    lesson = tmp_path / "lesson.md"
    lesson.write_text("# What is a sourdough?\n\nA sourdough is a dough that wild yeast raises.\n")
    assert run(baking_index, "--curriculum", lesson, "--fail-under", 100) == 0


def test_two_curricula_are_compared(
    baking_index: Path, lesson: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "short.txt").write_text("sourdough\noven\n")
    run(baking_index, "--curriculum", lesson, "--curriculum", tmp_path / "short.txt")
    assert "## Where they differ" in capsys.readouterr().out


def test_a_corpus_is_held_against_itself(baking_index: Path, tmp_path: Path) -> None:
    file = tmp_path / "self.json"
    assert run(baking_index, "--self", "-o", file) == 0
    report = json.loads(file.read_text())
    titles = {table["title"] for table in report["tables"]}
    assert {"Never explained", "Topics that hardly meet", "Nothing new"} <= titles
    assert report["title"] == "Gap analysis of baking.md"


def test_a_corpus_of_many_files_is_named_by_the_first(
    shipped_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shipped_index, "--self")
    title = capsys.readouterr().out.partition("\n")[0]
    assert title.endswith(" and 1 other file")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--curriculum", "none.md"], "check the path", id="no curriculum"),
        pytest.param(["--curriculum", CURRICULUM, "-o", "x.doc"], "no such format", id="format"),
        pytest.param(["--self", "--fail-under", "50"], "needs --curriculum", id="self, threshold"),
    ],
)
def test_an_input_error_is_one_sentence_and_status_two(
    baking_index: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    assert run(baking_index, *arguments) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("graph: ")
    assert said in error


def test_a_folder_that_is_no_index_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--curriculum", CURRICULUM) == 2
    assert "is no index" in capsys.readouterr().err


@pytest.mark.parametrize("percent", ["-1", "101", "many"])
def test_a_threshold_is_a_percentage(percent: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("index", "--self", "--fail-under", percent)
    assert stopped.value.code == 2
    assert "is no percentage" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom graph.__main__ import main\n"
        "try:\n    main(['gaps', '-h'])\nexcept SystemExit:\n    pass\n"
        "print({'spacy', 'pandas', 'networkx', 'numpy'} & set(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "set()"
