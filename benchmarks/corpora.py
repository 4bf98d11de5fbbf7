"""Multiply real documents to a corpus of any size, with a vocabulary that grows as in real ones.

    python -m benchmarks.corpora OUT DOCS ... --words 10000000

Each copy of the documents has other names: a word that general English does not know, or hardly,
is replaced by one made up of syllables. How many forms a word has among k copies is k^0.6, as the
vocabulary of real text grows with its length (Heaps 1978). All is drawn from the words themselves,
so the same call writes the same files.
"""

import argparse
import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from extract.documents import find_files, read_document
from extract.termhood import commonness

_HEAPS = 0.6  # exponent of the growth of vocabulary
_ORDINARY = 3.5  # of `commonness`; commoner words stay as they are
_WORD = re.compile(r"[A-Za-z]{4,}")
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]


def multiply(texts: Sequence[str], words: int) -> Iterator[tuple[int, int, str]]:
    """Yield copies of texts until they have so many words.

    Yields
    ------
    copy : int
        Its number; the first, 0, is as the texts are.
    text : int
        Its place in `texts`.
    varied : str
    """
    written = copy = 0
    while True:
        for place, text in enumerate(texts):
            if written >= words:
                return
            varied = vary(text, copy)
            written += len(varied.split())
            yield copy, place, varied
        copy += 1


def vary(text: str, copy: int) -> str:
    """Return a text with the names that it has in one copy.

    Examples
    --------
    >>> vary("The kubelet of the house", 0)
    'The kubelet of the house'
    >>> vary("The Kubelet of the house, kubelet", 1) != vary("The kubelet of the house", 2)
    True
    """
    if not copy:
        return text
    return _WORD.sub(lambda match: _vary_word(match[0], copy), text)


def _vary_word(word: str, copy: int) -> str:
    lower = word.lower()
    forms = _count_forms(copy)
    if forms < 2 or not _is_name(lower):
        return word
    drawn = int.from_bytes(blake2b(f"{lower} {copy}".encode(), digest_size=4).digest())
    form = drawn % forms
    varied = _make_up(lower, form) if form else lower
    if word.isupper():
        return varied.upper()
    return varied.capitalize() if word[0].isupper() else varied


def _count_forms(copy: int) -> int:
    return math.ceil(math.pow(copy + 1, _HEAPS))


@lru_cache(maxsize=100_000)
def _is_name(word: str) -> bool:
    return commonness(word) < _ORDINARY


@lru_cache(maxsize=500_000)
def _make_up(word: str, form: int) -> str:
    """Return a word of about the same length that nobody has used; a plural stays one."""
    plural = word.endswith("s") and not word.endswith("ss")
    drawn = blake2b(f"{word.removesuffix('s') if plural else word} {form}".encode()).digest()
    syllables = [_SYLLABLES[byte % len(_SYLLABLES)] for byte in drawn[: max(2, len(word) // 2)]]
    return "".join(syllables) + ("s" if plural else "")


def write_corpus(docs: Sequence[Path], words: int, out: Path) -> None:
    """Write a corpus of so many words, a folder per copy."""
    files, _ = find_files(docs)
    texts = [read_document(file).text for file in files]
    for copy, place, varied in multiply(texts, words):
        target = out / f"{copy:04}" / f"{files[place].source}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(varied, encoding="utf-8")


def main() -> None:
    """Write what the command line asks for."""
    parser = argparse.ArgumentParser(description="Multiply documents, with varied names.")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("docs", nargs="+", type=Path, metavar="DOCS")
    parser.add_argument("--words", type=int, required=True, metavar="N")
    options = parser.parse_args()
    write_corpus(options.docs, options.words, options.out)


if __name__ == "__main__":
    main()
