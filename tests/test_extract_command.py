"""The command ``python -m extract``, as a user runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from extract.__main__ import main
from extract.index import read_manifest

ROOT = Path(__file__).parent.parent


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extract", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "one.md"
    file.write_text("# What is cosign?\n\ncosign is a tool that signs container images.\n")
    return file


def test_an_index_is_made_and_summed_up_on_standard_output(document, tmp_path):
    result = run(document, "-o", tmp_path / "index")
    assert result.returncode == 0
    assert result.stdout.startswith(f"{tmp_path / 'index'}: 1 file (1 read), 1 section, ")
    assert "extracting" in result.stderr


def test_a_file_is_added_and_the_only_one_that_is_read(document, tmp_path, capsys):
    index = tmp_path / "index"
    assert main([str(document), "-o", str(index)]) == 0
    new = tmp_path / "two.md"
    new.write_text("# What is Trivy?\n\nTrivy scans images.\n")
    document.unlink()
    assert main(["add", str(index), str(new)]) == 0
    assert "2 files (1 read), 2 sections" in capsys.readouterr().out


def test_nothing_can_be_added_where_there_is_no_index(document, tmp_path, capsys):
    assert main(["add", str(tmp_path / "nowhere"), str(document)]) == 2
    assert "is no index; make one with" in capsys.readouterr().err


def test_an_address_on_the_web_is_kept_with_the_index(document, tmp_path, capsys):
    index = tmp_path / "index"
    assert main([str(document), "-o", str(index), "--base-url", "https://docs.example/"]) == 0
    assert main([str(document), "-o", str(index)]) == 0
    assert read_manifest(index)["base_url"] == "https://docs.example/"
    assert main([str(document), "-o", str(index), "--base-url", "javascript:alert(1)"]) == 2
    assert "is no address of the web" in capsys.readouterr().err


def test_help_comes_without_loading_the_language_model():
    probe = "import sys, runpy\ntry:\n    runpy.run_module('extract', run_name='__main__')\n"
    probe += "except SystemExit:\n    print('spacy' in sys.modules, 'pandas' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", probe, "-h"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.endswith("False False\n")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: folder / "missing", "There is no file or folder"),
        (lambda folder: (folder / "empty").mkdir() or folder / "empty", "holds no"),
        (lambda folder: write(folder / "empty.md", b""), "empty"),
        (lambda folder: write(folder / "binary.md", bytes(range(256)) * 9), "binary.md"),
    ],
)
def test_each_unusable_input_is_one_sentence_and_status_2(make, sentence, tmp_path, capsys):
    status = main([str(make(tmp_path)), "-o", str(tmp_path / "index")])
    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert sentence in captured.err
    assert "Traceback" not in captured.err


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_lexicon_of_ones_own_is_used_beside_the_shipped_one(document, tmp_path, capsys):
    names = tmp_path / "names.toml"
    names.write_text("[[concept]]\nname = 'sign'\nkind = 'practice'\naliases = ['signs']\n")
    assert main([str(document), "-o", str(tmp_path / "index"), "--lexicon", str(names)]) == 0
    broken = write(tmp_path / "broken.toml", b"[[concept]]\n")
    assert main([str(document), "-o", str(tmp_path / "x"), "--lexicon", str(broken)]) == 2
    assert "needs a name" in capsys.readouterr().err


def test_without_a_lexicon_only_discovery_is_left(document, tmp_path, capsys):
    none = ["--lexicon", "none", "--no-discovery"]
    assert main([str(document), "-o", str(tmp_path / "index"), *none]) == 2
    captured = capsys.readouterr()
    assert captured.out.endswith(" 0 concepts\n")
    assert "no concept is named in it" in captured.err


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (b"Frage,Antwort", 'faq.csv: no columns are called "question" and "answer", so it was'),
        (b"Title,Response", ""),
    ],
)
def test_a_table_without_columns_of_questions_is_told_to_be_read_as_one(
    header, told, tmp_path, capsys
):
    table = write(tmp_path / "faq.csv", header + b"\nWhat is cosign?,cosign signs images.\n")
    assert main([str(table), "-o", str(tmp_path / "index"), "--quiet"]) == 0
    err = capsys.readouterr().err
    assert (told in err) if told else not err


def test_with_none_ones_own_lexicon_is_the_only_one(document, tmp_path, capsys):
    names = write(tmp_path / "names.toml", b"[[concept]]\nname = 'sign'\naliases = ['signs']\n")
    only = ["--lexicon", "none", "--lexicon", str(names), "--no-discovery"]
    assert main([str(document), "-o", str(tmp_path / "index"), *only]) == 0
    assert capsys.readouterr().out.endswith(" 1 concept\n")


def test_what_is_added_is_read_with_the_names_that_the_index_was_made_with(
    document, tmp_path, capsys
):
    names = write(tmp_path / "names.toml", b"[[concept]]\nname = 'sign'\naliases = ['signs']\n")
    only = ["--lexicon", "none", "--lexicon", str(names), "--no-discovery"]
    main([str(document), "-o", str(tmp_path / "index"), *only])
    more = write(tmp_path / "more.md", b"# What is a sign?\n\nA sign is a mark. Docker signs.\n")
    assert main(["add", str(tmp_path / "index"), str(more)]) == 0
    assert capsys.readouterr().out.endswith(" 1 concept\n")


def test_a_wrong_number_of_processes_is_a_usage_error(document, tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        main([str(document), "-o", str(tmp_path / "index"), "--workers", "0"])
    told = capsys.readouterr().err
    assert "'0' is no number of processes; give 1 or more" in told
    assert told.count("\n") == 1  # one sentence, without the usage
