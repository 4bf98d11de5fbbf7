"""Writing a file: it is there whole, as it was or as it is to be."""

from pathlib import Path

import pytest

from extract.writing import write_beside


def test_a_file_is_as_it_was_until_all_is_written(tmp_path: Path) -> None:
    (tmp_path / "names").write_bytes(b"old")
    with write_beside(tmp_path / "names") as file:
        file.write(b"new")
        assert (tmp_path / "names").read_bytes() == b"old"
    assert (tmp_path / "names").read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["names"]


def begin_and_give_up(path: Path) -> None:
    with write_beside(path) as file:
        file.write(b"new")
        raise KeyboardInterrupt


def test_what_is_given_up_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "names").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        begin_and_give_up(tmp_path / "names")
    assert (tmp_path / "names").read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["names"]


def test_who_may_read_the_folder_may_read_the_file(tmp_path: Path) -> None:
    with write_beside(tmp_path / "names") as file:
        file.write(b"new")
    assert (tmp_path / "names").stat().st_mode & 0o777 == 0o644


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), write_beside(tmp_path / "missing" / "names"):
        pass
