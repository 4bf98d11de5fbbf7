"""Measure the speed of extraction, beside GraphRAG's extractor, YAKE and textnets.

    python -m benchmarks.speed [DOCS ...]

Words per second of processor time, in one process, with everything loaded. Runs of all extractors
take turns, so that a busy machine slows them alike; ratios are medians over the rounds. The others
get the same sections as plain text, and the same tagger where they have one; what spaCy takes to
make words of a text, and to tag them, bounds what an extraction with it can reach. Without DOCS the
shipped documents are read and, if they are there, the questions in ``../shared/data``. What each
stage takes as a corpus grows, `benchmarks.scale` measures.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.peers import peers
from extract.analysis import analyse
from extract.blocks import read_blocks
from extract.documents import find_files, read_document
from extract.language import load_pipeline
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
    nlp = load_pipeline()
    print(f"{words:,} words in {len(sections):,} sections, {_ROUNDS} rounds\n")
    with peers() as ask:
        methods: dict[str, Callable[[], Seconds]] = {
            "reading documents": partial(_timed, lambda: read(docs)),
            "reading sections": partial(_timed, lambda: [read_blocks(s.text) for s in sections]),
            "spaCy, words alone": partial(_timed, lambda: [nlp.make_doc(text) for text in texts]),
            "spaCy, words, tags": partial(_timed, lambda: list(nlp.pipe(texts))),
            "all evidence": partial(extract, sections, discovery=True),
            "lexicon alone": partial(extract, sections, discovery=False),
            "GraphRAG": lambda: {"extract": ask("GraphRAG", texts).seconds},
            "textnets": lambda: {"extract and count": ask("textnets", texts).seconds},
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


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the speed of extraction.")
    parser.add_argument("docs", nargs="*", type=Path, metavar="DOCS", default=list(DOCS))
    compare(parser.parse_args().docs)


if __name__ == "__main__":
    main()
