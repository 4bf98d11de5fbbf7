"""Licences: every package that is installed with the project is named with its licence."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pinned(requirements: str) -> set[str]:
    text = (ROOT / requirements).read_text(encoding="utf-8")
    return set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))


def named() -> set[str]:
    text = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    return {name.lower().replace("_", "-") for name in re.findall(r"[\w.-]*\w", text)}


@pytest.mark.parametrize("requirements", ["requirements.txt", "requirements-cluster.txt"])
def test_every_package_is_named_with_its_licence(requirements):
    packages = pinned(requirements)
    assert len(packages) > 5
    assert {name.lower().replace("_", "-") for name in packages} - named() == set()


@pytest.mark.parametrize(
    "requirements", ["requirements.txt", "requirements-dev.txt", "requirements-cluster.txt"]
)
def test_every_package_is_pinned_with_its_hashes(requirements):
    text = (ROOT / requirements).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[\w.-]+==)", f"\n{text}")[1:]
    assert len(entries) == len(pinned(requirements))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_server_tells_nobody_and_hides_errors_from_visitors():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["maxUploadSize"] <= 100
