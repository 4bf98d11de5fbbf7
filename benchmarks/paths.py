"""Time learning paths on 10,000 concepts and 100,000 relations drawn at random.

python -m benchmarks.paths
"""

import random
import time
from typing import TYPE_CHECKING

import networkx as nx

from graph.paths import find_paths, foundations, levels, ready_to_learn, suggest_goals

if TYPE_CHECKING:
    from collections.abc import Callable

CONCEPTS, RELATIONS = 10_000, 100_000


def draw_relations() -> "nx.DiGraph[str]":
    """Return an acyclic graph of relations with strengths between 0 and 2."""
    chance = random.Random(0)  # noqa: S311 - no secret
    names = [f"c{number:05}" for number in range(CONCEPTS)]
    dag: nx.DiGraph[str] = nx.DiGraph()
    dag.add_nodes_from(names, kind="concept", topic=0, salience=0.5, explained=True)
    while dag.number_of_edges() < RELATIONS:
        before, after = sorted(chance.sample(names, 2))
        dag.add_edge(
            before, after, strength=2 * chance.random(), score=0.9, told=True, reasons=("",)
        )
    return dag


def main() -> None:
    """Print the seconds that each kind of question takes."""
    dag = draw_relations()
    last = f"c{CONCEPTS - 1:05}"
    questions: dict[str, Callable[[], object]] = {
        "to a goal from nothing": lambda: find_paths(dag, [last]),
        "to a goal from known concepts": lambda: find_paths(dag, [last], known=["c00100"]),
        "from one concept to another": lambda: find_paths(dag, [last], start="c00010"),
        "with three alternatives": lambda: find_paths(dag, [last], alternatives=3),
        "levels of all": lambda: levels(dag),
        "ready to be learned": lambda: ready_to_learn(dag, ["c00010", "c00100"]),
        "where to begin": lambda: foundations(dag),
        "goals to choose": lambda: suggest_goals(dag, []),
    }
    for name, ask in questions.items():
        begin = time.perf_counter()
        ask()
        print(f"{name:32}{time.perf_counter() - begin:8.3f} s")


if __name__ == "__main__":
    main()
