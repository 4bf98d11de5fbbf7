"""Gap panel: coverage by topic as bars, and what is to be done about a concept, as HTML.

As in `ui.panel`, all text is escaped.
"""

from html import escape
from typing import TYPE_CHECKING

from graph.coverage import Coverage, TopicCoverage
from graph.gap_report import percent, quote, section_labels, why
from ui.pieces import concept_link, href
from ui.statuses import BAR_COLOURS, LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from graph.placements import Placement

NO_EVIDENCE = (
    '<h2 tabindex="-1">Evidence</h2>'
    "<p>Choose a row about a concept to read what the corpus says of it.</p>"
)


def coverage_html(coverage: Coverage) -> str:
    """Return the coverage of each topic as bars, with a legend."""
    key = " ".join(
        f"<span>{_swatch(colour)}&nbsp;{escape(label)}</span>"
        for label, colour in zip(LABELS.values(), BAR_COLOURS, strict=True)
    )
    bars = "".join(map(_topic_html, coverage.topics))
    return f'<h2>Coverage by topic</h2><div class="kicker">{key}</div>{bars}'


def _topic_html(topic: TopicCoverage) -> str:
    covered = f"{topic.covered:,} of {topic.concepts:,} covered"
    return (
        f'<h3><a class="topic" href="{href("topic", str(topic.topic))}">{escape(topic.name)}</a>'
        f"</h3>{_bar(topic)}<small>{covered}, {percent(topic.weighted)} % by importance</small>"
    )


def _bar(topic: TopicCoverage) -> str:
    parts = (topic.covered, topic.mentioned, topic.missing)
    said = ", ".join(
        f"{count} {label.lower()}" for count, label in zip(parts, LABELS.values(), strict=True)
    )
    rects = []
    start = 0.0
    for count, colour in zip(parts, BAR_COLOURS, strict=True):
        width = 100 * count / max(1, topic.concepts)
        rects.append(f'<rect x="{start:.2f}%" width="{width:.2f}%" height="10" fill="{colour}"/>')
        start += width
    return (
        f'<svg role="img" aria-label="{escape(said)}" width="100%" height="10" display="block">'
        f"{''.join(rects)}</svg>"
    )


def _swatch(colour: str) -> str:
    return (
        '<svg width="10" height="10" aria-hidden="true">'
        f'<rect width="10" height="10" fill="{colour}"/></svg>'
    )


def concept_html(
    coverage: Coverage,
    concept: str,
    placements: "Mapping[str, Placement]",
    sections: "pd.DataFrame",
) -> str:
    """Return what the curriculum makes of a concept, and what to do about it.

    Parameters
    ----------
    coverage : Coverage
    concept : str
    placements : mapping of str to Placement
    sections : pandas.DataFrame
        Those of the reference.
    """
    row = next((row for row in coverage.concepts if row.concept == concept), None)
    back = f'<p><a href="{href("nothing")}">Coverage by topic</a></p>'
    if row is None:
        return back
    status = LABELS.get(row.status, row.status)
    said = [f"<strong>{escape(status)}.</strong> {escape(_sentence(why(row)))}"]
    if row.status == "covered":
        said = [f"<strong>{escape(status)}.</strong>"]
    if row.place:
        said.append(
            f"<q>{escape(quote(row.place.text))}</q> <cite>{escape(row.place.title)}</cite>"
        )
    if row.sections:
        titles = section_labels(sections)
        links = ", ".join(
            f'<a href="{href("question", section)}">{escape(title)}</a>'
            for section, title in zip(row.sections, titles(row.sections), strict=False)
        )
        said.append(f"Take in {links}.")
    placement = placements.get(concept)
    if placement:
        said.append(_belongs(placement))
    return back + "".join(f"<p>{sentence}</p>" for sentence in said)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _belongs(placement: "Placement") -> str:
    parts = [f"Belongs into “{escape(placement.title)}”"]
    if placement.line:
        parts.append(f"after the line “{escape(quote(placement.line))}”")
    parts += [
        f"{word} {concept_link(name)}"
        for word, name in (("after", placement.after), ("before", placement.before))
        if name
    ]
    return f"{', '.join(parts)}."
