"""A corpus small enough to count by hand: an index about baking bread, without any extraction."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from extract.cooccurrences import count_cooccurrences
from extract.index import COLUMNS, write_index

# Title, then sentences; one that begins with "$ " is a line of code.
SECTIONS = [
    (
        "What is a sourdough?",
        ["A sourdough is a **dough** that wild yeast raises.", "It needs a starter."],
    ),
    (
        "How is a starter kept?",
        ["A starter lives on flour and water.", "Feed the starter flour each day."],
    ),
    ("How hot is the oven?", ["The oven bakes bread with steam.", "$ oven --heat 230 --steam"]),
    (
        "Why is there steam?",
        ["Steam keeps the crust of a bread soft.", "The crust sets as the oven dries."],
    ),
    ("How warm is the water?", ["It follows from the desired dough temperature ([DDT](x))."]),
]  # fmt: skip
# Canonical name to kind and aliases.
CONCEPTS: dict[str, tuple[str, list[str]]] = {
    "DDT": ("concept", ["desired dough temperature"]),
    "bread": ("resource", []),
    "crust": ("concept", []),
    "dough": ("resource", []),
    "flour": ("resource", []),
    "oven": ("tool", []),
    "sourdough": ("resource", ["natural leaven"]),
    "starter": ("resource", ["levain"]),
    "steam": ("practice", []),
    "water": ("resource", []),
    "yeast": ("resource", ["wild yeast"]),
}
DEFINITIONS = {"sourdough": ("1", 1), "starter": ("2", None)}
PHRASES = [
    ("oven", "bread", "bakes", "3", 1),
    ("yeast", "dough", "raises", "1", 1),
    ("yeast", "dough", "raises", "1", 1),
]


def write_baking_index(index: Path) -> Path:
    """Write the index, and return its folder."""
    sections, sentences, mentions = [], [], []
    for place, (title, said) in enumerate(SECTIONS):
        section, text = str(place + 1), f"# {title}"
        spans = [(2, len(text), "title")]
        for sentence in said:
            kind = "code" if sentence.startswith("$ ") else "paragraph"
            text += "\n\n    " if kind == "code" else "\n\n"
            spans.append((len(text), len(text) + len(sentence), kind))
            text += sentence
        sections.append(
            (section, "baking.md", place, str(place + 1), title, text, 1 + 9 * place, 10)
        )
        for number, (start, end, kind) in enumerate(spans):
            sentences.append((section, number, start, end, kind))
            mentions += [
                (section, number, concept, text[at:to], at, to, kind == "code")
                for concept, at, to in _find(text, start, end)
            ]
    file = {"sections": len(sections), "repaired": False}
    about = {"files": {"baking.md": file}, "settings": {"model": "shipped"}}
    write_index(index, _tables(sections, sentences, mentions), about)
    return index


def _find(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    surfaces = {alias: name for name, (_, aliases) in CONCEPTS.items() for alias in aliases}
    surfaces |= {name: name for name in CONCEPTS}
    longest_first = sorted(surfaces, key=lambda surface: (-len(surface), surface))
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE)
    exact = {surface.lower(): name for surface, name in surfaces.items()}
    for match in pattern.finditer(text, start, end):
        yield exact[match[0].lower()], match.start(), match.end()


def _tables(
    sections: list[tuple[object, ...]],
    sentences: list[tuple[object, ...]],
    mentions: list[tuple[object, ...]],
) -> dict[str, pd.DataFrame]:
    found = pd.DataFrame(mentions, columns=list(COLUMNS["mentions"]))
    by_concept = found.groupby("concept")
    concepts = [
        (
            name, kind, aliases, "lexicon", len(by_concept.get_group(name)),
            by_concept.get_group(name)["section"].nunique(),
            len(by_concept.get_group(name)) / 10, *DEFINITIONS.get(name, (None, None)),
        )
        for name, (kind, aliases) in CONCEPTS.items()
    ]  # fmt: skip
    rows = {
        "sections": sections,
        "sentences": sentences,
        "concepts": concepts,
        "mentions": found,
        "cooccurrences": count_cooccurrences(found, len(sections)),
        "phrases": PHRASES,
    }
    return {
        name: pd.DataFrame(rows.get(name, []), columns=list(columns))
        for name, columns in COLUMNS.items()
    }
