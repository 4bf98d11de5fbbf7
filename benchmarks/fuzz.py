"""Search for inputs that end in anything but a result or one clear sentence, guided by coverage.

    pip install atheris
    nice python -m benchmarks.fuzz reader|lexicon|curriculum|address [FOLDER] [-max_total_time=150]

What comes after the target goes to libFuzzer: a folder of inputs to begin with, where it also
keeps what it finds, and its options. It ends with a traceback and the input, as a file
``crash-…``, if there is one. atheris is no requirement of the project, for it is made for Linux and
macOS alone, and only this needs it.
"""

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs

import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]

with atheris.instrument_imports(include=["extract", "graph", "ui", "tomllib"]):
    from extract.blocks import read_blocks
    from extract.build import build_index
    from extract.documents import READERS, UnreadableDocumentError, parse_document
    from extract.lexicon import LexiconError, parse_lexicon
    from extract.sections import split_sections
    from graph.concept_graph import Index, load_index
    from graph.curriculum import parse_curriculum
    from ui.markup import render_section
    from ui.state import parse_focus, parse_selection

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
_ENDINGS = sorted(READERS)


def read(data: bytes) -> None:
    """Read a document of some kind, and show its sections."""
    name = f"a{_ENDINGS[data[0] % len(_ENDINGS)]}" if data else "a"
    with suppress(UnreadableDocumentError):
        for section in split_sections(parse_document(name, data[1:])):
            for block in read_blocks(section.text):
                if len(block.offsets) != len(block.text):
                    raise AssertionError("each character has a place")
            render_section(section.text, [], str)


def read_names(data: bytes) -> None:
    """Read a lexicon."""
    with suppress(LexiconError):
        parse_lexicon(data.decode(errors="replace"), "fuzz.toml")


def read_course(index: "Index") -> Callable[[bytes], None]:
    """Return what reads a curriculum and holds it against an index."""

    def read_one(data: bytes) -> None:
        name = f"a{_ENDINGS[data[0] % len(_ENDINGS)]}" if data else "a"
        with suppress(ValueError):
            parse_curriculum(name, data[1:], index)

    return read_one


def read_address(data: bytes) -> None:
    """Read what is open from an address; what comes of it leads to itself."""
    values = parse_qs(data.decode(errors="replace")).get("see", [])
    selection = parse_selection(values)
    again = parse_selection(parse_qs(selection.query()[1:], keep_blank_values=True)["see"])
    if again != selection:
        raise AssertionError(f"{selection} leads to {again}")
    parse_focus(values)


def main() -> None:
    """Run libFuzzer on a target."""
    target = sys.argv.pop(1)
    run: Callable[[bytes], None]
    if target == "curriculum":
        with tempfile.TemporaryDirectory() as name:
            build_index([SAMPLE], Path(name) / "index")
            run = read_course(load_index(Path(name) / "index"))
    else:
        run = {"reader": read, "lexicon": read_names, "address": read_address}[target]
    atheris.Setup(sys.argv, run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
