"""Path panel: the steps of a path with reasons and reading, as HTML.

As in `ui.panel`, all text is escaped.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from graph.path_export import reading_of, relation_verb, say_known, say_quote, say_time, say_why
from graph.paths import (
    LearningPath,
    Lesson,
    Ready,
    Step,
    foundations,
    ready_to_learn,
    suggest_goals,
    unlocks,
)
from graph.wording import plural
from ui import pieces
from ui.pieces import concept_link, dot, href
from ui.state import know_query, learn_query

if TYPE_CHECKING:
    import networkx as nx

    from graph.path_reading import ReadingList
    from ui.loaders import Corpus

    Dag = nx.DiGraph[str]

_MOST_READY = 12
_MOST_UNLOCKED = 12
_LONGEST_QUOTE = 240  # characters; the whole sentence is a click away


def path_html(corpus: "Corpus", dag: "Dag", path: LearningPath, reading: "ReadingList") -> str:
    """Return a path as a list: each step with its reasons, its reading and what it is."""
    goals = ", ".join(map(escape, path.goals))
    if not path.steps:
        return (
            f'<h2 tabindex="-1">{goals}</h2><p>Nothing is left to learn: you know all of it.</p>'
            f"{_unlocked(dag, path.goals)}"
        )
    counts = (
        plural(len(path.steps), "step"),
        f"{plural(len(reading.readings), reading.unit)} to read",
        plural(reading.minutes, "minute"),
    )
    steps = (
        _step(corpus, dag, place, step, path, reading)
        for place, step in enumerate(path.steps, start=1)
    )
    known = f"<p>{escape(say_known(path))}</p>" if path.known else ""
    return (
        '<p class="kicker"><span>learning path</span></p>'
        f'<h2 tabindex="-1">To {goals}</h2><p class="facts">{" · ".join(counts)}</p>'
        f"{known}{pieces.rows(steps, name='rows reasons')}{_unlocked(dag, path.goals)}"
    )


def _step(
    corpus: "Corpus",
    dag: "Dag",
    place: int,
    step: Step,
    path: LearningPath,
    reading: "ReadingList",
) -> str:
    about = reading_of(step.concept, reading)
    link = pieces.section_link(corpus.index, about.section)
    lead, quote = say_quote(step.concept, reading)
    lines = [escape(reason) for reason in say_why(step)]
    lines.append(f"Read {link} ({say_time(step, path, reading)})")
    lines.append(f"{lead}“{escape(_shorten(quote))}”")
    told = "".join(f"<small>{line}</small>" for line in lines)
    return (
        f"<span>{dot(dag, step.concept)}{place}. <strong>{concept_link(step.concept)}</strong>"
        f'{told}</span><a class="why" href="{escape(know_query(step.concept))}" '
        f'aria-label="I know {escape(step.concept)}">I know this</a>'
    )


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _LONGEST_QUOTE:
        return text
    return text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _unlocked(dag: "Dag", goals: Sequence[str]) -> str:
    found = list(dict.fromkeys(after for goal in goals for after in unlocks(dag, goal)))
    if not found:
        return ""
    return f"<h3>What this unlocks</h3>{_goal_chips(dag, found[:_MOST_UNLOCKED])}"


def _goal_chips(dag: "Dag", concepts: Iterable[str]) -> str:
    links = "".join(
        f'<span class="chip">{dot(dag, concept)}'
        f'<a href="{escape(learn_query(concept))}">{escape(concept)}</a></span>'
        for concept in concepts
    )
    return f'<p class="chips">{links}</p>'


def step_html(dag: "Dag", path: LearningPath | None, concept: str) -> str:
    """Return why a concept stands where it does, and what can be done about it."""
    steps = {step.concept: step for step in path.steps} if path else {}
    actions = []
    if path is None or concept not in path.goals:
        actions.append(f'<a href="{escape(learn_query(concept))}">Learn this</a>')
    if concept in steps:
        actions.append(f'<a href="{escape(know_query(concept))}">I know this</a>')
    reasons = [
        f"<span>{dot(dag, need)}{_verb(dag, need, concept)} {concept_link(need)}"
        f"{_reasons(dag, need, concept)}</span>"
        for need in (steps[concept].needs if concept in steps else ())
    ]
    why = f"<h3>Why here</h3>{pieces.rows(reasons, name='rows reasons')}" if reasons else ""
    return f'{_back(path)}<p class="actions">{" ".join(actions)}</p>{why}'


def relation_html(dag: "Dag", path: LearningPath | None, before: str, after: str) -> str:
    """Return why one concept comes before another."""
    if dag.has_edge(after, before):
        before, after = after, before
    if not dag.has_edge(before, after):
        return _back(path)
    reasons = _reasons(dag, before, after)
    return (
        f"{_back(path)}<h3>Why {concept_link(before)} comes before {concept_link(after)}</h3>"
        f"<ul class='rows reasons'><li><span>{reasons}</span></li></ul>"
    )


def _verb(dag: "Dag", before: str, after: str) -> str:
    return relation_verb(told=dag.edges[before, after]["told"])


def _back(path: LearningPath | None) -> str:
    name = "Back to the path" if path else "What to learn next"
    return f'<p><a href="{href("nothing")}">{name}</a></p>'


def _reasons(dag: "Dag", before: str, after: str) -> str:
    reasons = dag.edges[before, after]["reasons"]
    return "".join(f"<small>{escape(reason)}</small>" for reason in reasons)


def ready_html(dag: "Dag", known: Sequence[str]) -> str:
    """Return what can be learned next by someone who knows some concepts."""
    ready = ready_to_learn(dag, known)[:_MOST_READY] if known else foundations(dag)
    heading = "Ready to be learned" if known else "Where to begin"
    said = (
        "You know all that comes before these. What opens the way to most comes first."
        if known
        else "Most others come after these. Say what you know already to see what comes next."
    )
    return (
        f'<h2 tabindex="-1">{heading}</h2><p>{said}</p>'
        f"{pieces.rows((_ready(dag, one) for one in ready), name='rows reasons')}"
    )


def _ready(dag: "Dag", ready: Ready) -> str:
    link = f'<a href="{escape(learn_query(ready.concept))}">{escape(ready.concept)}</a>'
    told = {need: dag.edges[need, ready.concept]["told"] for need in ready.needs}
    lines = [
        f"{relation_verb(told=so)} {', '.join(map(escape, found))}"
        for so in (True, False)
        if (found := [need for need in ready.needs if told[need] == so])
    ]
    if ready.unlocks:
        lines.append(f"{plural(ready.unlocks, 'concept')} after it")
    about = f"<small>{' · '.join(lines)}</small>" if lines else ""
    return (
        f"<span>{dot(dag, ready.concept)}{link}{about}</span>"
        f'<a class="why" href="{escape(know_query(ready.concept))}" '
        f'aria-label="I know {escape(ready.concept)}">I know this</a>'
    )


def goals_html(dag: "Dag", known: Sequence[str], *, others: bool) -> str:
    """Return a few concepts to choose as goals, with how many steps lead to each.

    Parameters
    ----------
    dag : networkx.DiGraph
    known : sequence of str
    others : bool
        Whether there are goals already, to which no way is shown.
    """
    items = (
        f'<span>{dot(dag, goal)}<a href="{escape(learn_query(goal))}">{escape(goal)}</a></span>'
        f"<span>{plural(len(path.steps), 'step')}</span>"
        for path in suggest_goals(dag, known)
        for goal in path.goals
    )
    heading = "What else do you want to learn?" if others else "What do you want to learn?"
    return (
        f'<h2 tabindex="-1">{heading}</h2>'
        "<p>Choose what you want to learn, above or here. The way to it is then drawn here; "
        "<em>Syllabus</em> shows all that there is.</p>"
        f"{pieces.rows(items, none='Nothing here takes several steps.')}"
    )


def syllabus_html(dag: "Dag", lessons: Sequence[Lesson]) -> str:
    """Return all concepts by level and topic."""
    parts = [
        '<h2 tabindex="-1">Syllabus</h2><p>All concepts: a level builds on those before it. '
        "Choose one to see the way to it.</p>"
    ]
    for level, found in groupby(lessons, key=lambda lesson: lesson.level):
        parts.append(f"<h3>Level {level + 1}</h3>")
        parts += [
            f'<p class="kicker">{pieces.topic_link(dag, lesson.topic)}</p>'
            f"{_goal_chips(dag, lesson.concepts)}"
            for lesson in found
        ]
    return "".join(parts)
