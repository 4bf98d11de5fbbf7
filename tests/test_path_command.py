"""The commands: python -m graph prerequisites, and python -m graph path."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from graph.__main__ import main
from graph.evidence import Sentence
from graph.path_export import PathWithReading, paths_csv, paths_markdown
from graph.path_reading import Reading, ReadingList
from graph.paths import LearningPath, Step


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_prerequisites_are_written_the_likeliest_first(baking_index: Path, tmp_path: Path) -> None:
    assert run("prerequisites", baking_index, "-o", tmp_path / "p.csv") == 0
    found = rows(tmp_path / "p.csv")
    assert list(found[0]) == ["before", "after", "score", "told", "reasons", "sections"]
    assert ("yeast", "sourdough") in {(row["before"], row["after"]) for row in found}
    scores = [float(row["score"]) for row in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < one <= 1 for one in scores)
    assert all(row["reasons"] and row["sections"] for row in found)
    assert {row["told"] for row in found} == {"yes", "no"}


def test_prerequisites_are_the_same_bytes_each_time(shipped_index: Path, tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        run("prerequisites", shipped_index, "-o", tmp_path / name)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_a_path_is_a_checklist_on_standard_output(
    baking_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("path", baking_index, "--to", "natural leaven") == 0
    said = capsys.readouterr().out
    assert said.startswith("# Learning path to sourdough\n")
    assert said.count("- [ ] **") > 1
    assert "  - Read: 1. What is a sourdough?" in said


def test_where_sections_are_questions_a_path_says_so(
    shipped_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("path", shipped_index, "--to", "cosign") == 0
    assert re.search(r"steps, \d+ questions to read", capsys.readouterr().out)
    assert run("prerequisites", shipped_index, "-o", tmp_path / "p.csv") == 0
    reasons = " ".join(row["reasons"] for row in rows(tmp_path / "p.csv"))
    assert re.search(r"is the more general, in \d+ questions; ", reasons)
    assert not re.search(r"\d sections?\b", reasons)


def test_names_are_found_by_alias_and_known_ones_are_left_out(
    baking_index: Path, tmp_path: Path
) -> None:
    file = tmp_path / "path.json"
    run("path", baking_index, "--to", "natural leaven", "--known", "wild yeast", "-o", file)
    [found] = json.loads(file.read_text(encoding="utf-8"))["paths"]
    steps = [step["concept"] for step in found["steps"]]
    assert steps[-1] == "sourdough"
    assert "yeast" not in steps


def test_a_table_has_one_row_for_each_step(baking_index: Path, tmp_path: Path) -> None:
    file = tmp_path / "path.csv"
    assert run("path", baking_index, "--to", "sourdough", "--alternatives", 1, "-o", file) == 0
    found = rows(file)
    assert [row["step"] for row in found if row["path"] == "1"] == [
        str(number + 1) for number in range(sum(row["path"] == "1" for row in found))
    ]
    assert {row["path"] for row in found} <= {"1", "2"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "perpetual motion"], "there is no concept 'perpetual motion'"),
        (["--to", "bread", "--known", "perpetual motion"], "no concept 'perpetual motion'"),
        (["--to", "bread", "-o", "path.docx"], "end its name with .md, .csv or .json"),
        (["--to", "bread", "-o", "/nowhere/path.md"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    baking_index: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    assert run("path", baking_index, *arguments) == 2
    assert message in capsys.readouterr().err


def test_prerequisites_have_one_format(
    baking_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("prerequisites", baking_index, "-o", "relations.json") == 2
    assert "end the name of the file with .csv" in capsys.readouterr().err


def test_too_many_alternatives_are_refused(
    baking_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run("path", baking_index, "--to", "bread", "--alternatives", "21")
    assert "give 0 to 20" in capsys.readouterr().err


HOSTILE = PathWithReading(
    LearningPath(("<b>",), (Step("<b>", 0, ("=1",), (True,), ("*why*",)),), ("=1",)),
    ReadingList(
        (Reading("s", "1", "# [Title](x)", 1, ("<b>",)),),
        {"<b>": "s"},
        {"<b>": Sentence("<script>\n- [ ] more", (), "paragraph", 0)},
        {"<b>": "is"},
        1,
    ),
)


TART = PathWithReading(
    LearningPath(
        ("tart",),
        (
            Step("crust", 0, ("flour",), (False,), ("flour is mentioned before crust.",)),
            Step("tart", 1, ("crust",), (True,), ("crust is used in the definition of tart.",)),
        ),
        ("flour",),
        (("flour", "dough"),),
    ),
    ReadingList(
        (Reading("s", None, "Tarts", 3, ("crust", "tart")),),
        {"crust": "s", "tart": "s"},
        {
            "crust": Sentence("Blind-bake the crust.", (), "paragraph", 1),
            "tart": Sentence("A tart is a crust with a filling.", (), "paragraph", 2),
        },
        {"crust": "mention", "tart": "is"},
        3,
    ),
)


def test_a_checklist_claims_no_more_than_the_text_says() -> None:
    assert paths_markdown([TART]).splitlines()[2:] == [
        "2 steps, 1 section to read, 3 minutes. "
        "Builds on what you know: flour (which dough builds on).",
        "",
        "- [ ] **1. crust**",
        "  - Comes after flour: flour is mentioned before crust.",
        "  - Read: Tarts (3 minutes)",
        "  - Only mentioned there: Blind-bake the crust.",
        "",
        "- [ ] **2. tart**",
        "  - Needs crust: crust is used in the definition of tart.",
        "  - Read: Tarts (with step 1)",
        "  - A tart is a crust with a filling.",
    ]


def test_the_minutes_of_a_table_add_up() -> None:
    found = list(csv.DictReader(io.StringIO(paths_csv([TART]), newline="")))
    assert [(row["minutes"], row["needs"], row["comes_after"], row["says"]) for row in found] == [
        ("3", "", "flour", "mention"),
        ("0", "crust", "", "is"),
    ]


def test_nothing_of_the_documents_is_markup_in_a_checklist() -> None:
    assert paths_markdown([HOSTILE]).splitlines() == [
        r"# Learning path to \<b\>",
        "",
        "1 step, 1 section to read, 1 minute. Builds on what you know: =1.",
        "",
        r"- [ ] **1. \<b\>**",
        r"  - Needs =1: \*why\*",
        r"  - Read: 1. \# \[Title\](x) (1 minute)",
        r"  - \<script\> - \[ \] more",
    ]


def test_nothing_of_the_documents_is_a_formula_in_a_table() -> None:
    assert "'=1" in paths_csv([HOSTILE])


def test_a_path_without_steps_says_that_all_is_known() -> None:
    known = PathWithReading(LearningPath(("oven",), (), ()), ReadingList((), {}, {}, {}, 0))
    assert paths_markdown([known]) == (
        "# Learning path to oven\n\nNothing is left to learn: all of it is known.\n"
    )
