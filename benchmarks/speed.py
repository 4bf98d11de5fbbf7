"""Measure the speed of extraction, stage by stage, beside GraphRAG's extractor and YAKE.

    python benchmarks/speed.py [DOCS ...]
    python benchmarks/speed.py --sizes 10000 100000 1000000 DOCS ...

Words per second of processor time, in one process, with everything loaded. Runs of all extractors
take turns, so that a busy machine slows them alike; ratios are medians over the rounds. The
others get the same sections as plain text. Without DOCS the shipped documents are read and, if
they are there, the questions in ``../shared/data``. With ``--sizes``, time and memory per word
are measured on the first sections that have so many words, in a new process each.
"""

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))  # of a file that is run by its path

from benchmarks.peers import peers
from extract.analysis import analyse
from extract.blocks import read_blocks
from extract.documents import find_files, read_document
from extract.lexicon import SHIPPED_LEXICONS, read_lexicons
from extract.resolve import resolve
from extract.sections import Section, split_sections

ROOT = Path(__file__).parent.parent
DOCS = (
    ROOT / "data" / "sample",
    ROOT / "benchmarks" / "gold",
    *sorted((ROOT.parent / "shared" / "data" / "corpora").glob("qa-*")),
)
_ROUNDS = 5

Seconds = dict[str, float]  # by stage


def read(docs: list[Path]) -> list[Section]:
    """Return the sections of documents."""
    files, _ = find_files(docs)
    return [section for file in files for section in split_sections(read_document(file))]


def extract(sections: list[Section], *, discovery: bool) -> Seconds:
    """Return the processor time of each stage of an extraction."""
    lexicon = read_lexicons([SHIPPED_LEXICONS])
    started = time.process_time()
    analysis = analyse(sections, lexicon, discovery=discovery)
    analysed = time.process_time()
    resolve(sections, analysis, lexicon, discovery=discovery)
    return {"analyse": analysed - started, "resolve": time.process_time() - analysed}


def compare(docs: list[Path]) -> None:
    """Print words per second of each stage and extractor, and the ratios to GraphRAG's."""
    sections = read(docs)
    words = sum(section.words for section in sections)
    texts = ["\n\n".join(block.text for block in read_blocks(s.text)) for s in sections]
    print(f"{words:,} words in {len(sections):,} sections, {_ROUNDS} rounds\n")
    with peers() as ask:
        methods: dict[str, Callable[[], Seconds]] = {
            "reading documents": partial(_timed, lambda: read(docs)),
            "reading sections": partial(_timed, lambda: [read_blocks(s.text) for s in sections]),
            "all evidence": partial(extract, sections, discovery=True),
            "lexicon alone": partial(extract, sections, discovery=False),
            "GraphRAG": lambda: {"extract": ask("GraphRAG", texts).seconds},
        }
        for method in methods.values():
            method()  # fills what is remembered of words
        rounds = [{name: method() for name, method in methods.items()} for _ in range(_ROUNDS)]
        yake = words / ask("YAKE", texts).seconds
    for name in methods:
        stages = {stage: median(run[name][stage] for run in rounds) for stage in rounds[0][name]}
        total = median(sum(run[name].values()) for run in rounds)
        ratio = median(sum(run["GraphRAG"].values()) / sum(run[name].values()) for run in rounds)
        parts = ", ".join(f"{stage} {words / took:,.0f}" for stage, took in stages.items())
        print(f"{name:18} {words / total:9,.0f} words/s  {ratio:5.2f} x GraphRAG   ({parts})")
    print(f"{'YAKE':18} {yake:9,.0f} words/s")


def _timed(work: Callable[[], object]) -> Seconds:
    started = time.process_time()
    work()
    return {"read": time.process_time() - started}


def grow(docs: list[Path], sizes: list[int]) -> None:
    """Print time and memory per word at several sizes of a corpus."""
    sections = read(docs)
    ends = list(accumulate(section.words for section in sections))
    print(f"{'words':>12} {'analyse':>10} {'resolve':>10} {'memory':>10}")
    for size in sizes:
        part = [section for section, end in zip(sections, ends, strict=True) if end <= size]
        words = sum(section.words for section in part)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            seconds, memory = pool.apply(_measure, (part,))
        per_word = [f"{seconds[stage] / words * 1e6:7.1f} us" for stage in ("analyse", "resolve")]
        print(f"{words:12,} {per_word[0]:>10} {per_word[1]:>10} {memory / words:8,.0f} B")


def _measure(sections: list[Section]) -> tuple[Seconds, int]:
    """Return the time of an extraction, and the memory in bytes that it adds at its peak."""
    extract(sections[:50], discovery=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = extract(sections, discovery=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds, (peak - before) * unit


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the speed of extraction.")
    parser.add_argument("docs", nargs="*", type=Path, metavar="DOCS", default=list(DOCS))
    parser.add_argument("--sizes", nargs="+", type=int, metavar="WORDS")
    options = parser.parse_args()
    if options.sizes:
        grow(options.docs, options.sizes)
    else:
        compare(options.docs)


if __name__ == "__main__":
    main()
