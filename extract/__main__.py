"""The commands that make an index: ``python -m extract DOCS... -o INDEX``, and ``add``."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from extract.arguments import Parser
from extract.build import Report, Settings, add_documents, build_index
from extract.cluster import connect
from extract.documents import is_document
from extract.lexicon import SHIPPED_LEXICONS
from extract.stores import copies, fetch_documents, name_copies, open_index, place_of

_NO_LEXICON = Path("none")
_PLACES = "files and folders, here or in a store (s3://, gs://, abfs://)"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status: 0, or 2 for an input that gives no concept."""
    given = sys.argv[1:] if arguments is None else arguments
    adding = given[:1] == ["add"]
    options = _add_parser().parse_args(given[1:]) if adding else _parser().parse_args(given)
    shipped = () if _NO_LEXICON in options.lexicon else (SHIPPED_LEXICONS,)
    lexicons = (*shipped, *(path for path in options.lexicon if path != _NO_LEXICON))
    progress = _Progress(quiet=options.quiet)
    running = connect(options.dask) if options.dask else nullcontext(options.workers)
    location = options.index if adding else options.output
    try:
        with running as workers, copies() as folder:
            docs = [fetch_documents(document, folder) for document in options.docs]
            with open_index(location, folder) as index:
                if adding:
                    root = place_of(options.root, folder) if options.root else None
                    report = add_documents(
                        docs, index, root=root, lexicons=lexicons if options.lexicon else None,
                        workers=workers, progress=progress.tell,
                    )  # fmt: skip
                else:
                    settings = Settings(
                        lexicons, not options.no_discovery, options.model, options.base_url
                    )
                    report = build_index(
                        docs, index, settings=settings, workers=workers, progress=progress.tell
                    )
            plain = [name_copies(str(path), folder) for path in docs if _is_plain_table(path)]
    except ValueError as error:
        progress.end()
        print(f"extract: {error}", file=sys.stderr)
        return 2
    progress.end()
    _print_plain_tables(plain)
    _print_report(report, location, folder)
    return 0 if report.concepts else 2


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="python -m extract",
        description="Read documents, find the concepts in them, and write an index. Your own "
        "names beside it, in INDEX.lexicon.toml, count always.",
        epilog="To read more files into an index: python -m extract add INDEX FILE...",
    )
    parser.add_argument("docs", nargs="+", metavar="DOCS", help=_PLACES)
    parser.add_argument(
        "-o", "--output", required=True, metavar="INDEX", help="folder to write, here or in a store"
    )
    _add_common(parser)
    parser.add_argument(
        "--no-discovery", action="store_true", help="only the names that a lexicon has"
    )
    parser.add_argument(
        "--model", metavar="NAME", help="an installed spaCy pipeline, instead of the shipped one"
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        help="where the documents are on the web; {source}, {stem}, {place} and {anchor} in it "
        "are filled in",
    )
    return parser


def _add_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="python -m extract add",
        description="Read files into an index, and none of those that it has already. Files that "
        "it has under the same name are replaced.",
    )
    parser.add_argument("index", metavar="INDEX", help="an index")
    parser.add_argument("docs", nargs="+", metavar="FILE", help=_PLACES)
    parser.add_argument("--root", metavar="DIR", help="folder that the names of sources begin at")
    _add_common(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lexicon",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="your own names, beside the shipped ones; may be given again; 'none': without those",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--workers", type=_positive, default=1, metavar="N", help="processes (default: 1)"
    )
    where.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="of the scheduler of a Dask cluster that does it, or 'local' for one on this machine",
    )
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; give 1 or more")
    return int(text)


class _Progress:
    """Stages and counts on standard error, on one line where that is a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._stage = ""

    def tell(self, stage: str, done: int, total: int) -> None:
        if self._quiet:
            return
        if sys.stderr.isatty():
            count = f" {done:,} of {total:,}" if total else ""
            print(f"\r\x1b[K{stage}{count} ...", end="", file=sys.stderr, flush=True)
        elif stage != self._stage:
            print(f"{stage} ...", file=sys.stderr, flush=True)
        self._stage = stage

    def end(self) -> None:
        if not self._quiet and sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr)


def _is_plain_table(path: Path) -> bool:
    return path.suffix.lower() in {".csv", ".tsv"} and path.is_file() and not is_document(path)


def _print_plain_tables(names: Sequence[str]) -> None:
    for name in names:
        print(
            f'extract: {name}: no columns are called "question" and "answer", so it was read as a '
            "plain table; give two columns these names to have a question in each row",
            file=sys.stderr,
        )


def _print_report(report: Report, index: str, folder: Path) -> None:
    for skipped in report.skipped:
        reason = name_copies(skipped.reason, folder)
        print(f"extract: not read: {skipped.source}: {reason}", file=sys.stderr)
    for source in report.repaired:
        print(f"extract: {source}: the damaged encoding was repaired", file=sys.stderr)
    print(
        f"{index}: {_count(report.files, 'file')} ({report.read:,} read), "
        f"{_count(report.sections, 'section')}, {_count(report.words, 'word')}, "
        f"{_count(report.concepts, 'concept')}"
    )
    if not report.concepts:
        print("extract: no concept is named in it; give more text, or a lexicon", file=sys.stderr)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
