"""Score concept extraction on annotated questions, beside YAKE and GraphRAG's extractor.

    python -m benchmarks.concepts

For each document: precision, recall and F1, and words per second of processor time. A prediction
is right if one of its surfaces is one of the concept's; a concept found twice under two names
costs an error; concepts that only one annotator named cost nothing either way. The others get the
same sections, without markup and code. The sample of ``../shared/data``, if it is there, is
scored too.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.peers import NAMES, peers
from extract.analysis import analyse
from extract.blocks import read_blocks
from extract.documents import SourceFile, read_document
from extract.lexicon import SHIPPED_LEXICONS, LexiconConcept, read_lexicons
from extract.resolve import resolve
from extract.sections import Section, split_sections

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "benchmarks" / "gold"
SHARED = ROOT.parent / "shared" / "data"

Surfaces = Sequence[str]  # of one predicted concept
Method = Callable[[list[Section]], "Prediction"]


class Score(NamedTuple):
    """Counts of concepts, summed over questions."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the predicted concepts that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the annotated concepts that were found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def normalise(surface: str) -> str:
    """Return a surface without case, hyphens and the plural of its last word."""
    text = re.sub(r"[\s_\-/]+", " ", surface.casefold()).strip(" .,:;'\"()`*")
    *first, last = text.split(" ")
    if len(last) > 3 and last.endswith("ies"):
        last = last[:-3] + "y"
    elif len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is")):
        last = last[:-1]
    return " ".join([*first, last])


def score_question(
    annotated: Sequence[dict[str, Any]], predicted: Iterable[Sequence[str]]
) -> tuple[Score, list[tuple[str, str]]]:
    """Compare the concepts of one question; also return the errors, as (what, surface)."""
    by_surface: dict[str, set[int]] = {}
    for place, concept in enumerate(annotated):
        for surface in (*concept["surfaces"], concept["name"]):
            by_surface.setdefault(normalise(surface), set()).add(place)
    needed = {place for place, concept in enumerate(annotated) if not concept["optional"]}
    found: set[int] = set()
    errors = []
    for surfaces in predicted:
        meant = set().union(*(by_surface.get(normalise(surface), set()) for surface in surfaces))
        required = meant & needed
        if required - found:
            found |= required
        elif required or not meant:
            errors.append(("twice" if required else "wrong", surfaces[0]))
    errors += [("missed", annotated[place]["name"]) for place in sorted(needed - found)]
    wrong = sum(what != "missed" for what, _ in errors)
    return Score(len(found), wrong, len(needed - found)), errors


class Prediction(NamedTuple):
    """The concepts of each section, by its number, and the processor time that they took."""

    concepts: Mapping[str | None, list[Surfaces]]
    seconds: float


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated document: its sections, and the concepts of those that are annotated."""

    name: str
    sections: list[Section]
    questions: list[dict[str, Any]]  # ``qid``, and ``concepts`` as `score_question` takes them


def read_gold() -> list[Gold]:
    """Return the annotated documents, read with the project's own reader."""
    pairs = {path.stem: (path.with_suffix(".md"), path) for path in sorted(GOLD.glob("*.json"))}
    sample = SHARED / "corpus" / "docker-kubernetes-251-300.md"
    if sample.exists():
        pairs["sample"] = sample, SHARED / "gold" / "concepts_251_275.json"
    return [
        Gold(
            name,
            split_sections(read_document(SourceFile(document, document.name))),
            json.loads(annotation.read_text(encoding="utf-8")),
        )
        for name, (document, annotation) in pairs.items()
    ]


def predict(
    sections: list[Section], lexicon: Sequence[LexiconConcept], *, discovery: bool = True
) -> Prediction:
    """Return what this project finds in a document."""
    started = time.process_time()
    analysis = analyse(sections, lexicon, discovery=discovery)
    mentions = resolve(sections, analysis, lexicon, discovery=discovery)["mentions"]
    seconds = time.process_time() - started
    number_of = {section.section: section.number for section in sections}
    found: dict[str | None, dict[str, dict[str, None]]] = {}
    for section, concept, surface in zip(
        mentions["section"], mentions["concept"], mentions["surface"], strict=True
    ):
        concepts = found.setdefault(number_of[section], {})
        concepts.setdefault(concept, {concept: None})[surface] = None
    return Prediction(
        {number: [list(surfaces) for surfaces in by.values()] for number, by in found.items()},
        seconds,
    )


def predict_with(
    ask: Callable[[str, Sequence[str]], Any], name: str, sections: list[Section]
) -> Prediction:
    """Return what another extractor finds in a document."""
    answer = ask(name, [_prose(section) for section in sections])
    concepts: list[list[Surfaces]] = [
        [[phrase] for phrase in phrases] for phrases in answer.phrases
    ]
    numbers = [section.number for section in sections]
    return Prediction(dict(zip(numbers, concepts, strict=True)), answer.seconds)


def _prose(section: Section) -> str:
    blocks = read_blocks(section.text)
    return "\n\n".join(block.text for block in blocks if block.kind != "code")


def score_document(gold: Gold, prediction: Prediction) -> Score:
    """Return the counts of a document, summed over its annotated questions."""
    scores = [
        score_question(question["concepts"], prediction.concepts.get(str(question["qid"]), []))[0]
        for question in gold.questions
    ]
    return Score(*map(sum, zip(*scores, strict=True)))


def main() -> None:
    """Print a table of scores."""
    documents = read_gold()
    lexicon = read_lexicons([SHIPPED_LEXICONS])
    with peers() as ask:
        methods: dict[str, Method] = {
            "all evidence": partial(predict, lexicon=lexicon),
            "lexicon alone": partial(predict, lexicon=lexicon, discovery=False),
            "discovery alone": partial(predict, lexicon=[]),
            **{name: partial(predict_with, ask, name) for name in NAMES},
        }
        print(f"{'':34} precision  recall    F1   words/s")
        for name, method in methods.items():
            method(documents[0].sections[:5])  # loads what it needs
            for gold in documents:
                prediction = method(gold.sections)
                score = score_document(gold, prediction)
                rate = sum(section.words for section in gold.sections) / prediction.seconds
                print(
                    f"{name:16} {gold.name:17} {score.precision:9.2f} {score.recall:7.2f} "
                    f"{score.f1:5.2f} {rate:9,.0f}"
                )


if __name__ == "__main__":
    main()
