"""Predicates: whether the verb behind a concept says what it does."""

import re
from bisect import bisect_left
from collections.abc import Sequence

# Verbs that only help another one say what must, may or did happen, not what the subject does; nor
# does what it needs.
_AUXILIARIES = frozenset(
    (
        "are", "be", "can", "could", "did", "do", "does", "had", "has", "have", "is", "may",
        "might", "must", "need", "needs", "shall", "should", "was", "were", "will", "would",
    )
)  # fmt: skip
# "started it in 2014" tells what happened once. Irregular verbs are not known by their form.
_PAST = re.compile(r"[a-z]+[a-df-z]ed")


def acts(text: str, end: int, verbs: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a verb follows at once, and says what the subject does, not what it once did.

    Parameters
    ----------
    text : str
    end : int
        Where the subject ends in it.
    verbs : sequence of (int, int)
        Where the verb groups of the sentence stand, in order.
    """
    place = bisect_left(verbs, (end, 0))
    if place == len(verbs) or text[end : verbs[place][0]].strip(" ,"):
        return False
    first = text[slice(*verbs[place])].casefold().split(maxsplit=1)[:1]
    return bool(first) and first[0] not in _AUXILIARIES and not _PAST.fullmatch(first[0])
