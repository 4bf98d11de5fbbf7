"""Score concept extraction on annotated questions: precision, recall and F1 per document.

    python benchmarks/concepts.py [--gold FOLDER] ...

A prediction is right if one of its surfaces is one of the concept's; a concept found twice under
two names costs an error; concepts that only one annotator named cost nothing either way.
"""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple


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
