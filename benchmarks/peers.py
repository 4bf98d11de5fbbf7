"""Other extractors, in an environment of their own: ``make benchmark``.

YAKE, GraphRAG's fast extractor, and textnets, which makes a network of words.

GraphRAG asks for other versions of packages than this project does, so it runs in a process with
the interpreter of that environment, which reads and writes lines of JSON.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PYTHON = ROOT / ".venv.benchmark" / "bin" / "python"
MODEL = ROOT / "extract" / "model"
NAMES = ("YAKE", "GraphRAG")  # those that name concepts in a text

_KEYWORDS = 25  # per text, for YAKE; it names as many as it is asked for


class Answer(NamedTuple):
    """What an extractor found in each text, and the processor time that it took."""

    phrases: list[list[str]]
    seconds: float


@contextmanager
def peers() -> Iterator[Callable[[str, Sequence[str]], Answer]]:
    """Start the process with the other extractors; yield a function that puts texts to one.

    Raises
    ------
    SystemExit
        If their environment has not been made.
    """
    if not PYTHON.exists():
        raise SystemExit(f"{PYTHON} is not there; make it with: make benchmark")
    with subprocess.Popen(
        [PYTHON, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def ask(name: str, texts: Sequence[str]) -> Answer:
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("the process of the other extractors has no pipes")
            process.stdin.write(json.dumps([name, list(texts)]) + "\n")
            process.stdin.flush()
            return Answer(*json.loads(process.stdout.readline()))

        yield ask


def _yake() -> Callable[[str], list[str]]:
    from yake import KeywordExtractor

    extractor = KeywordExtractor(lan="en", n=3, top=_KEYWORDS)
    return lambda text: [phrase for phrase, _ in extractor.extract_keywords(text)]


def _graphrag() -> Callable[[str], list[str]]:
    """Return GraphRAG's fast extractor with its own defaults and this project's tagger."""
    from graphrag.config.models.extract_graph_nlp_config import TextAnalyzerConfig
    from graphrag.index.operations.build_noun_graph.np_extractors.cfg_extractor import (
        CFGNounPhraseExtractor,
    )
    from graphrag.index.operations.build_noun_graph.np_extractors.stop_words import EN_STOP_WORDS

    config = TextAnalyzerConfig()
    extract: Callable[[str], list[str]] = CFGNounPhraseExtractor(
        model_name=str(MODEL),
        max_word_length=config.max_word_length,
        include_named_entities=False,
        exclude_entity_tags=config.exclude_entity_tags,
        exclude_pos_tags=config.exclude_pos_tags,
        exclude_nouns=config.exclude_nouns or EN_STOP_WORDS,
        word_delimiter=config.word_delimiter,
        noun_phrase_grammars={
            tuple(tags.split(",")): into for tags, into in config.noun_phrase_grammars.items()
        },
        noun_phrase_tags=config.noun_phrase_tags,
    ).extract
    return extract


def _textnets() -> Callable[[Sequence[str]], list[list[str]]]:
    """Return what makes a network of the words of texts, with this project's tagger."""
    import textnets
    from pandas import Series

    def build(texts: Sequence[str]) -> list[list[str]]:
        named = Series(list(texts), index=[str(place) for place in range(len(texts))])
        with redirect_stdout(sys.stderr):  # it prints that the tagger is no package
            words = textnets.Corpus(named, lang=str(MODEL)).tokenized()
            textnets.Textnet(words).project(node_type="term")
        return []

    return build


def main() -> None:
    """Answer each line of standard input: a name, and texts."""
    yake, graphrag = _yake(), _graphrag()
    extractors: dict[str, Callable[[Sequence[str]], list[list[str]]]] = {
        "YAKE": lambda texts: [yake(text) for text in texts],
        "GraphRAG": lambda texts: [graphrag(text) for text in texts],
        "textnets": _textnets(),
    }
    for line in sys.stdin:
        name, texts = json.loads(line)
        started = time.process_time()
        phrases = extractors[name](texts)
        print(json.dumps([phrases, time.process_time() - started]), flush=True)


if __name__ == "__main__":
    main()
