"""Once: what is computed of a frozen graph is kept as long as the graph, and no longer."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import networkx as nx

Graph = TypeVar("Graph", bound="nx.Graph[Any]")
Given = TypeVarTuple("Given")
Made = TypeVar("Made")


def once(make: Callable[[Graph, *Given], Made]) -> Callable[[Graph, *Given], Made]:
    """Keep what a function returns for a frozen graph and some other arguments.

    What it returns must not refer to the graph, which would then stay for ever.
    """
    kept: WeakKeyDictionary[Graph, dict[tuple[object, ...], Made]] = WeakKeyDictionary()

    @wraps(make)
    def look(graph: Graph, *given: *Given) -> Made:
        made = kept.setdefault(graph, {})
        if given not in made:
            made[given] = make(graph, *given)
        return made[given]

    return look
