"""Questions: how the first words of a section are read."""

import pytest

from extract.questions import Opening, asks, drop_answer_mark, is_answer, read_opening, requests


@pytest.mark.parametrize(
    ("markdown", "number", "title"),
    [
        ("251. How does a `docker` image run?", "251", "How does a docker image run?"),
        ("Q1. Pods", "1", "Pods"),
        ("Q.1 Pods", "1", "Pods"),
        ("Q-1: Pods", "1", "Pods"),
        ("Q1 Pods", "1", "Pods"),
        ("1) Pods", "1", "Pods"),
        ("(1) Pods", "1", "Pods"),
        ("[12] Pods", "12", "Pods"),
        ("12 - Pods", "12", "Pods"),
        ("2.Pods", "2", "Pods"),
        ("2.1. Pods", "2.1", "Pods"),
        ("1\\. Pods", "1", "Pods"),
        ("1\ufe0f\u20e3 Pods", "1", "Pods"),
        ("Question 151: Pods", "151", "Pods"),
        ("**Question 5**: Pods", "5", "Pods"),
        ("**Q:** Pods", None, "Pods"),
        ("❓ **Pods** 👶", None, "Pods"),
        ("[1. Pods](#1-pods) [⬆](#top)", "1", "Pods"),
        ("**Q1**", "1", ""),
        ("Question 3", "3", ""),
        ("Quality: good", None, "Quality: good"),
        ("Question marks", None, "Question marks"),
        ("3.5 releases", None, "3.5 releases"),
        ("12-factor apps", None, "12-factor apps"),
        ("What is C#?", None, "What is C#?"),
        ("Explain F#", None, "Explain F#"),
    ],
)
def test_number_and_title_are_told_apart(markdown: str, number: str | None, title: str) -> None:
    opening = read_opening(markdown)
    assert (opening.number, opening.title, opening.rest) == (number, title, "")


@pytest.mark.parametrize(
    ("markdown", "title", "rest"),
    [
        ("**1. FizzBuzz.** Print numbers.", "FizzBuzz.", "Print numbers."),
        ("**What is a pod?** A group.", "What is a pod?", "A group."),
        ("**What is a pod**? A group.", "What is a pod?", "A group."),
        ("What is a pod? A: A group.", "What is a pod?", "A: A group."),
        ("What is a pod?\nA group.", "What is a pod?", "A group."),
        ("Explain pods.\nThey are groups.", "Explain pods.", "They are groups."),
        ("What is a pod? Why is it one?", "What is a pod? Why is it one?", ""),
        ("What does `{ a: 1 }` print?", "What does { a: 1 } print?", ""),
        ("**Create** the pod", "Create the pod", ""),
    ],
)
def test_the_title_ends_where_the_answer_begins(markdown: str, title: str, rest: str) -> None:
    opening = read_opening(markdown)
    assert (opening.title, opening.rest) == (title, rest)


def test_a_long_paragraph_is_cut_behind_its_question() -> None:
    opening = read_opening("What is a pod? " + "It is a group of containers. " * 20)
    assert opening.title == "What is a pod?"
    assert opening.rest.startswith("It is a group")


def test_an_opening_tells_whether_it_calls_itself_a_question() -> None:
    assert read_opening("Q: Pods") == Opening(None, "Pods", "", named=True)
    assert read_opening("1. Pods?") == Opening("1", "Pods?", "", named=False)


def test_questions_and_requests_are_known_by_their_words() -> None:
    assert asks("What is a pod")
    assert asks("Is it up? (yes or no)")
    assert not asks("Whatever works")
    assert requests("Explain pods.")
    assert requests("Differences between pods and nodes")
    assert not requests("Explanation")


@pytest.mark.parametrize(
    "title",
    ["Answer", "Answer: D", "Show answer", "Click to see the answer", "A1: A group", "Solution",
     "View Solution", "Details", "Hint", "Expand"],
)  # fmt: skip
def test_titles_that_announce_an_answer_are_known(title: str) -> None:
    assert is_answer(title)


@pytest.mark.parametrize(
    "title", ["What is an answer?", "Answering machines", "A guide", "A. Basics", "Solutions team"]
)
def test_other_titles_announce_no_answer(title: str) -> None:
    assert not is_answer(title)


@pytest.mark.parametrize(
    "mark",
    ["**Answer:** ", "A: ", "Ans. ", "- A: ", "#### Answer: ", "**A1:** ", "Answer - ", "> **A:** ",
     "✅ **Answer:** ", "### Answer\n", "**Answer**\n"],
)  # fmt: skip
def test_the_mark_of_an_answer_is_taken_off(mark: str) -> None:
    assert drop_answer_mark(f"{mark}A group.") == "A group."


@pytest.mark.parametrize("text", ["A pod is a group.", "A. 1\nB. 2", "Answers vary.", "A) one"])
def test_what_only_looks_like_the_mark_of_an_answer_stays(text: str) -> None:
    assert drop_answer_mark(text) == text


def test_a_verb_alone_asks_for_nothing():
    assert requests("Name the parts of a Pod")
    assert not requests("name")
