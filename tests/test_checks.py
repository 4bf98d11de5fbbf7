"""The checks: what runs before a commit is what ``make test`` runs."""

from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent


def test_what_runs_before_a_commit_is_part_of_make_test():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    entries = [hook["entry"] for repo in hooks["repos"] for hook in repo["hooks"]]
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\ntest:")[1].split("\n\n")[0]
    tools = [entry.removeprefix(".venv/bin/").split(" --")[0] for entry in entries]
    assert tools == ["ruff check", "ruff format", "mypy", "lint-imports"]
    assert [tool for tool in tools if f"$(BIN)/{tool}" not in recipe] == []


def test_every_target_of_the_makefile_is_listed_by_its_help():
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").split("\n")
    [phony] = [line.split(":")[1].split() for line in lines if line.startswith(".PHONY")]
    assert [
        name for name in phony if not any(f"{name}: " in one and "## " in one for one in lines)
    ] == []
