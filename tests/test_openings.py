"""What stands before the parts of a document, and only announces them."""

import pytest

from extract.documents import parse_document
from extract.sections import split_sections
from graph.openings import find_opening


def opening_of(text: str) -> str:
    document = parse_document("course.md", text.encode())
    return find_opening(document, split_sections(document))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# Bread\n\n## Day 1\n\nFlour.\n\n## Day 2\n\nSalt.\n", id="title"),
        pytest.param(
            "# Bread\n\nSix evenings.\n\n## Day 1\n\n### Flour\n\nIt is milled.\n", id="and lead"
        ),
        pytest.param("Bread\n=====\n\nDay 1\n-----\n\nFlour\n\nDay 2\n-----\n", id="underlined"),
    ],
)
def test_the_title_of_a_document_opens_it(text: str) -> None:
    assert opening_of(text) == "course.md#bread"


def test_text_before_all_headings_opens_a_document() -> None:
    assert opening_of("Six evenings.\n\n# Day 1\n\nFlour.\n\n# Day 2\n\nSalt.\n") == (
        "course.md#course"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# Day 1\n\nFlour.\n\n# Day 2\n\nSalt.\n\n# Day 3\n\nWater.\n", id="a par"),
        pytest.param("# Bread\n\n## Day 1\n\nFlour.\n\n# Cakes\n\nSugar.\n", id="one more title"),
        pytest.param("# Bread\n\nFlour and salt.\n\n## More\n\nWater.\n", id="one part only"),
        pytest.param("Flour and salt.\n", id="no heading"),
    ],
)
def test_a_first_part_among_others_opens_nothing(text: str) -> None:
    assert opening_of(text) == ""
