"""Path export: learning paths as a checklist in Markdown, as CSV and as JSON."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.files import csv_text, format_of
from graph.path_reading import Reading, ReadingList
from graph.paths import LearningPath, Lesson, Step
from graph.wording import escape_markdown, plural

if TYPE_CHECKING:
    import networkx as nx

_CSV_COLUMNS = (
    "path", "step", "concept", "level", "needs", "comes_after", "reasons", "section", "number",
    "title", "minutes", "sentence", "says",
)  # fmt: skip
# Before the sentence of a step, by what it says.
_LEADS = {"is": "", "does": "What it does: ", "mention": "Only mentioned there: "}


class PathWithReading(NamedTuple):
    """A path, and what to read for it."""

    path: LearningPath
    reading: ReadingList


def choose_path_format(file: Path) -> Callable[[Sequence[PathWithReading]], str]:
    """Return what writes paths in the format that the name of a file ends with.

    Raises
    ------
    graph.files.ExportError
        If there is no such format.
    """
    return format_of(file, {".md": paths_markdown, ".csv": paths_csv, ".json": paths_json})


def paths_markdown(found: Sequence[PathWithReading]) -> str:
    """Return paths as checklists, in which nothing of the documents is markup."""
    parts = []
    for number, (path, reading) in enumerate(found):
        goals = ", ".join(map(escape_markdown, path.goals))
        parts.append(f"# Another path to {goals}" if number else f"# Learning path to {goals}")
        parts.append(escape_markdown(summarise(path, reading)))
        parts += [
            _checklist(place, step, path, reading) for place, step in enumerate(path.steps, start=1)
        ]
    return "\n\n".join(parts) + "\n"


def summarise(path: LearningPath, reading: ReadingList) -> str:
    """Say how long a path is."""
    if not path.steps:
        return "Nothing is left to learn: all of it is known."
    steps = plural(len(path.steps), "step")
    sections = plural(len(reading.readings), reading.unit)
    told = f"{steps}, {sections} to read, {plural(reading.minutes, 'minute')}."
    return f"{told} {say_known(path)}".rstrip()


def say_known(path: LearningPath) -> str:
    """Say what a path builds on, and why that is known; nothing if it builds on nothing."""
    if not path.known:
        return ""
    implied = dict(path.implied)
    known = (
        f"{one} (which {implied[one]} builds on)" if one in implied else one for one in path.known
    )
    return f"Builds on what you know: {', '.join(known)}."


def relation_verb(*, told: bool) -> str:
    """Say how a concept stands to one before it, no more surely than the text does."""
    return "needs" if told else "comes after"


def say_why(step: Step) -> list[str]:
    """Say of each need of a step how the step stands to it, and why."""
    return [
        f"{relation_verb(told=told).capitalize()} {need}: {reason}"
        for need, told, reason in zip(step.needs, step.told, step.reasons, strict=True)
    ]


def say_time(step: Step, path: LearningPath, reading: ReadingList) -> str:
    """Say how long the section of a step takes, or with which step it was read before."""
    about = reading_of(step.concept, reading)
    first = about.concepts[0]
    if first == step.concept:
        return plural(about.minutes, "minute")
    place = next(place for place, one in enumerate(path.steps, start=1) if one.concept == first)
    return f"with step {place}"


def say_quote(concept: str, reading: ReadingList) -> tuple[str, str]:
    """Return the sentence for a step, after words that tell if it is no definition."""
    return _LEADS[reading.says[concept]], reading.sentences[concept].text


def _checklist(place: int, step: Step, path: LearningPath, reading: ReadingList) -> str:
    about = reading_of(step.concept, reading)
    lines = [f"- [ ] **{place}. {escape_markdown(step.concept)}**"]
    said = say_why(step)
    said.append(f"Read: {_label(about)} ({say_time(step, path, reading)})")
    said.append("".join(say_quote(step.concept, reading)))
    return "\n".join([*lines, *(f"  - {escape_markdown(text)}" for text in said)])


def reading_of(concept: str, reading: ReadingList) -> Reading:
    """Return what is to be read for a step."""
    return next(item for item in reading.readings if item.section == reading.sections[concept])


def _label(reading: Reading) -> str:
    return f"{reading.number}. {reading.title}" if reading.number else reading.title


def paths_csv(found: Sequence[PathWithReading]) -> str:
    """Return paths as comma-separated values, one step a row.

    A section that is read for several steps takes its minutes at the first, and none at the others.
    """
    rows: list[tuple[Any, ...]] = []
    for number, (path, reading) in enumerate(found, start=1):
        for place, step in enumerate(path.steps, start=1):
            about = reading_of(step.concept, reading)
            rows.append(
                (
                    number, place, step.concept, step.level, _needs(step, told=True),
                    _needs(step, told=False), " ".join(step.reasons), about.section,
                    about.number or "", about.title,
                    about.minutes if about.concepts[0] == step.concept else 0,
                    reading.sentences[step.concept].text,
                    reading.says[step.concept],
                )
            )  # fmt: skip
    return csv_text(_CSV_COLUMNS, rows)


def _needs(step: Step, *, told: bool) -> str:
    pairs = zip(step.needs, step.told, strict=True)
    return "; ".join(need for need, by_text in pairs if by_text == told)


def paths_json(found: Sequence[PathWithReading]) -> str:
    """Return paths as JSON, with all that is known of them."""
    return (
        json.dumps(
            {"paths": [_record(path, reading) for path, reading in found]},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _record(path: LearningPath, reading: ReadingList) -> dict[str, Any]:
    return {
        "goals": path.goals,
        "known": path.known,
        "implied": dict(path.implied),
        "minutes": reading.minutes,
        "steps": [
            {
                **step._asdict(),
                "section": reading.sections[step.concept],
                "sentence": reading.sentences[step.concept].text,
                "says": reading.says[step.concept],
            }
            for step in path.steps
        ],
        "readings": [item._asdict() for item in reading.readings],
    }


def syllabus_markdown(lessons: Sequence[Lesson]) -> str:
    """Return a syllabus as a checklist by level and topic."""
    parts = ["# Syllabus"]
    last = -1
    for lesson in lessons:
        if lesson.level != last:
            parts.append(f"## Level {lesson.level + 1}")
            last = lesson.level
        items = "\n".join(f"- [ ] {escape_markdown(concept)}" for concept in lesson.concepts)
        parts.append(f"### {escape_markdown(lesson.name)}\n\n{items}")
    return "\n\n".join(parts) + "\n"


def syllabus_csv(lessons: Sequence[Lesson]) -> str:
    """Return a syllabus as comma-separated values, one concept a row."""
    return csv_text(
        ("level", "topic", "concept"),
        [
            (lesson.level + 1, lesson.name, concept)
            for lesson in lessons
            for concept in lesson.concepts
        ],
    )


def prerequisites_csv(dag: "nx.DiGraph[str]") -> str:
    """Return relations as comma-separated values, the likeliest first."""
    ranked = sorted(dag.edges(data=True), key=lambda edge: (-edge[2]["score"], edge[0], edge[1]))
    return csv_text(
        ("before", "after", "score", "told", "reasons", "sections"),
        [
            (
                before,
                after,
                f"{relation['score']:.3f}",
                "yes" if relation["told"] else "no",
                " ".join(relation["reasons"]),
                " ".join(relation["sections"]),
            )
            for before, after, relation in ranked
        ],
    )
