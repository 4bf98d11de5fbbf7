"""How two concepts stand to each other in the sections that mention both."""

import tracemalloc
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.meetings import FAR, measure_meetings
from graph.statements import Mention, Sentence

CORPUS = st.lists(
    st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3), min_size=1, max_size=5),
    min_size=1,
    max_size=4,
)


def corpus(*sections: list[list[str]], title: bool = False) -> list[Sentence]:
    """Return sentences that mention concepts of one letter, side by side."""
    return [
        Sentence(
            str(section),
            number,
            "title" if title and number == 0 else "paragraph",
            "".join(concepts),
            [Mention(concept, at, at + 1) for at, concept in enumerate(concepts)],
        )
        for section, sentences in enumerate(sections)
        for number, concepts in enumerate(sentences)
    ]


def test_what_comes_first_in_more_sections_is_ahead() -> None:
    # In the sections 0 and 1, a comes first; in 2, b does: (2 - 1) / 3.
    sentences = corpus([["a", "b"]], [["a"], ["b"]], [["b", "a"]])
    found = measure_meetings(sentences, dict.fromkeys("012", 10), [("a", "b")])
    assert found.ahead.tolist() == [1 / 3]


def test_a_title_does_not_tell_what_comes_first() -> None:
    sentences = corpus([["a"], ["b"], ["a"]], title=True)
    found = measure_meetings(sentences, {"0": 10}, [("a", "b")])
    assert found.ahead.tolist() == [0.0]


def test_distance_is_that_of_the_nearest_sentences() -> None:
    sentences = corpus([["a"], ["c"], ["c"], ["a"], ["c"], ["b"]])
    found = measure_meetings(sentences, {"0": 10}, [("a", "b"), ("a", "c")])
    assert found.distance.tolist() == [2.0, 1.0]


def test_focus_is_the_product_of_the_mentions_a_word() -> None:
    # Section 0: 2 * 1 mentions in 10 words; section 1: 1 * 1 in 20.
    sentences = corpus([["a", "b"], ["a"]], [["a", "b"]])
    found = measure_meetings(sentences, {"0": 10, "1": 20}, [("a", "b")])
    assert found.focus.tolist() == [0.2]


def test_two_that_never_meet_are_far_apart() -> None:
    found = measure_meetings(corpus([["a"]], [["b"]]), {"0": 5, "1": 5}, [("a", "b")])
    assert (found.ahead[0], found.distance[0], found.focus[0]) == (0.0, FAR, 0.0)


def test_no_pairs_have_no_measures() -> None:
    assert len(measure_meetings(corpus([["a"]]), {"0": 5}, []).ahead) == 0


@given(CORPUS)
def test_the_measures_are_those_of_the_definition(sections: list[list[list[str]]]) -> None:
    pairs = [("a", "b"), ("a", "c"), ("b", "d")]
    words = {str(number): 10 for number in range(len(sections))}
    found = measure_meetings(corpus(*sections), words, pairs)
    for row, (one, other) in enumerate(pairs):
        nearest, focus = FAR, 0.0
        for sentences in sections:
            here = [number for number, said in enumerate(sentences) if one in said]
            there = [number for number, said in enumerate(sentences) if other in said]
            for left in here:
                for right in there:
                    nearest = min(nearest, abs(left - right))
            counts = [sum(said.count(name) for said in sentences) for name in (one, other)]
            focus = max(focus, counts[0] * counts[1] / 10)
        assert found.distance[row] == nearest
        assert found.focus[row] == focus
        assert -1 <= found.ahead[row] <= 1


def test_a_section_of_thousands_of_concepts_takes_memory_for_what_is_asked_alone() -> None:
    names = [f"{number:04}" for number in range(5_000)]
    mentions = [Mention(name, 5 * place, 5 * place + 4) for place, name in enumerate(names)]
    crowded = [Sentence("0", 0, "paragraph", " ".join(names), mentions)]
    tracemalloc.start()
    measure_meetings(crowded, {"0": 5_000}, [*pairwise(names)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000 * len(names)  # all pairs of them would take 100 MB and more
