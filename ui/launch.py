"""Launch: what the app was started with, on its command line or in its environment.

``streamlit run streamlit_app.py -- [INDEX_OR_DOCS] [--owner]``; where no command line can be given,
``CONCEPT_GRAPH_PATH`` and ``CONCEPT_GRAPH_OWNER=1`` say the same.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ui.errors import LaunchError

SAMPLE = Path(__file__).parent.parent / "data" / "sample"


@dataclass(frozen=True, slots=True)
class Launch:
    """What the one who started the app decided."""

    path: Path = SAMPLE  # an index, or documents
    # Whoever reaches the app owns it: what they put right is kept beside the index that it was
    # started with, and they may open files of this machine. Visitors of a served app may neither.
    owner: bool = False


def read_launch(
    arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ
) -> Launch:
    """Return what the app was started with.

    Raises
    ------
    LaunchError
        If it was started with something that it does not know.

    Examples
    --------
    >>> read_launch(["build/notes", "--owner"], {})
    Launch(path=PosixPath('build/notes'), owner=True)
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    owner = "--owner" in given or environment.get("CONCEPT_GRAPH_OWNER") == "1"
    rest = [argument for argument in given if argument != "--owner"]
    strange = [argument for argument in rest if argument.startswith("-")] or rest[1:]
    if strange:
        raise LaunchError(
            f"The app does not know {strange[0]!r}; start it with an index, or a file or folder "
            "to read, and perhaps --owner."
        )
    path = rest[0] if rest else environment.get("CONCEPT_GRAPH_PATH")
    return Launch(Path(path) if path else SAMPLE, owner)


def check_launch() -> None:
    """End the server with one sentence if what it was started with cannot be opened.

    A folder without documents is told in the page, as its documents may come later.
    """
    try:
        check_there(read_launch().path)
    except LaunchError as error:
        print(error, file=sys.stderr)  # noqa: T201 - to whoever starts the server
        sys.exit(2)


def check_there(path: Path) -> None:
    """Refuse a path where there is nothing.

    Raises
    ------
    LaunchError
        If there is neither an index nor a file or folder.
    """
    if not path.exists():
        raise LaunchError(
            f"{path} is not there; start the app with an index, or with a file or folder to read."
        )
