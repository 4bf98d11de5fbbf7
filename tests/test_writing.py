"""Writing a file: it is there whole, as it was or as it is to be."""

import os
from collections.abc import Iterator
from contextlib import chdir
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


@pytest.fixture(params=[0o022, 0o002, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Set what the process takes from the rights of new files."""
    former = os.umask(request.param)
    yield request.param
    os.umask(former)


@pytest.mark.usefixtures("umask")
def test_a_new_file_has_the_rights_of_any_that_the_process_makes(tmp_path: Path) -> None:
    with write_beside(tmp_path / "names") as file:
        file.write(b"new")
    (tmp_path / "other").write_bytes(b"new")
    assert (tmp_path / "names").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("mode", [0o600, 0o444, 0o664], ids=oct)
def test_a_file_that_is_replaced_keeps_its_rights_from_the_first_byte(
    tmp_path: Path, mode: int
) -> None:
    (tmp_path / "names").touch()
    (tmp_path / "names").chmod(mode)
    with write_beside(tmp_path / "names") as file:
        file.write(b"new")
        assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {mode}
    assert (tmp_path / "names").read_bytes() == b"new"
    assert (tmp_path / "names").stat().st_mode & 0o777 == mode


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), write_beside(tmp_path / "missing" / "names"):
        pass


@pytest.mark.parametrize("place", [".", ".."])
def test_a_place_that_is_a_folder_is_told(tmp_path: Path, place: str) -> None:
    with chdir(tmp_path), pytest.raises(OSError, match="'"), write_beside(Path(place)):
        pass
    assert list(tmp_path.iterdir()) == []
