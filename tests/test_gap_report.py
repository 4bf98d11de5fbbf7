"""What the report on a curriculum, or on a corpus, says in words."""

from dataclasses import replace

from graph.corpus_gaps import find_corpus_gaps
from graph.corpus_report import report_corpus
from graph.coverage import measure_coverage
from graph.gap_report import report_comparison, report_gaps, section_labels
from graph.report import Report, Table, report_html, report_markdown
from tests.courses import Course, make_curriculum, make_reference

REFERENCE: Course = [
    ("Dough", ["Sourdough is a dough.", "A starter is a living mix of flour."]),
    ("Heat", ["The oven is a hot box that keeps the steam in.", "Steam is a gas."]),
]
COURSE: Course = [
    ("Day 1", ["We feed the starter.", "The oven is a hot box."]),
    ("Day 2", ["A starter is a living mix.", "Yeast is a fungus."]),
]


def gap_report(course: Course = COURSE) -> Report:
    reference = make_reference(REFERENCE, prerequisites=[("Starter", "Sourdough")])
    return report_gaps(measure_coverage(make_curriculum(course), reference), reference)


def table(report: Report, title: str) -> Table:
    return next(table for table in report.tables if table.title.startswith(title))


def test_the_lead_counts_what_is_covered_named_and_missing() -> None:
    # Steam is mentioned twice, all else once, and the starter blocks sourdough: importance is 1/2
    # for steam, 3/4 for the starter, 1/4 for oven and sourdough. (3/4 + 1/4) / (7/4) = 4/7.
    assert gap_report().lead[0] == (
        "The curriculum covers 57 % of what the reference explains, by importance: 2 of 4 "
        "concepts. It names 0 more without explaining them, and 2 not at all."
    )


def test_each_gap_says_why_what_to_read_and_where_it_belongs() -> None:
    rows = {row[0]: row[1:] for row in table(gap_report(), "What to add").rows}
    assert rows.keys() == {"Sourdough", "Steam"}
    status, _, why, sections, where = rows["Sourdough"]
    assert (status, why, sections) == ("missing", "not named", ("Dough",))
    assert where == "“Day 2”, after Starter"


def test_a_gap_names_what_the_course_needs_it_for() -> None:
    reference = make_reference(REFERENCE, prerequisites=[("Steam", "Starter"), ("Steam", "Oven")])
    report = report_gaps(measure_coverage(make_curriculum(COURSE), reference), reference)
    rows = {row[0]: row for row in table(report, "What to add").rows}
    assert rows["Steam"][3] == "not named; comes before Starter, Oven"


def test_a_gap_counts_what_comes_after_it_where_the_course_teaches_none_of_that() -> None:
    reference = make_reference(REFERENCE, prerequisites=[("Steam", "Sourdough")])
    report = report_gaps(measure_coverage(make_curriculum(COURSE), reference), reference)
    rows = {row[0]: row for row in table(report, "What to add").rows}
    assert rows["Steam"][3] == "not named; one concept of the reference comes after it"


def test_sections_of_one_title_are_told_apart_by_their_files() -> None:
    sections = make_curriculum([("Notes", []), ("Heat", []), ("Notes", [])]).sections
    labels = section_labels(sections)
    assert labels(["course#0", "course#1"]) == ("Notes (course)", "Heat")


def test_order_quotes_the_place() -> None:
    [row] = table(gap_report(), "Order").rows
    assert row == (
        "Starter", "used before introduced", (), "“Day 1”: We feed the starter.", "Day 2",
    )  # fmt: skip


def test_the_plan_says_what_each_section_closes() -> None:
    rows = table(gap_report(), "Reading plan").rows
    assert [row[0] for row in rows] == ["Heat", "Dough"]
    assert [row[3] for row in rows] == [("Steam",), ("Sourdough",)]
    # What is covered weighs 4/7 as above, steam 2/7 and sourdough 1/7.
    assert [row[2] for row in rows] == [86, 100]


def test_what_goes_beyond_the_reference_is_listed() -> None:
    assert [row[0] for row in table(gap_report(), "Beyond").rows] == ["Yeast"]


def test_the_records_hold_every_concept_once() -> None:
    concepts = [row[0] for row in gap_report().records.rows]
    assert sorted(map(str, concepts)) == [
        "Flour", "Oven", "Sourdough", "Starter", "Steam", "Yeast",
    ]  # fmt: skip


def test_two_curricula_stand_side_by_side() -> None:
    reference = make_reference(REFERENCE)
    other = make_curriculum([("Day 1", ["Steam is a gas."])], name="other")
    report = report_comparison(
        [measure_coverage(make_curriculum(COURSE), reference), measure_coverage(other, reference)],
        reference,
    )
    differing = {row[0]: row[2:] for row in table(report, "Where they differ").rows}
    assert differing["Steam"] == ("missing", "covered")
    assert differing["Starter"] == ("covered", "missing")
    assert [row[0] for row in table(report, "What all of them lack").rows] == ["Sourdough"]


def test_two_curricula_of_one_name_are_told_apart() -> None:
    reference = make_reference(REFERENCE)
    coverage = measure_coverage(make_curriculum(COURSE, name="syllabus.md"), reference)
    report = report_comparison([coverage, coverage], reference)
    assert report.records.columns == ("concept", "importance", "syllabus.md", "syllabus.md (2)")


def test_a_corpus_lists_what_it_leaves_open() -> None:
    course: Course = [
        ("One", ["We use salt.", "Steam is a gas."]),
        ("Two", ["More salt.", "Steam is a vapour."]),
        ("Three", ["Salt again."]),
    ]
    corpus = make_curriculum(course)
    graph = make_reference(course).graph
    report = report_corpus(corpus, find_corpus_gaps(corpus, graph), graph)
    assert [row[0] for row in table(report, "Never explained").rows] == ["Salt"]
    assert [row[0] for row in table(report, "Explained more than once").rows] == ["Steam"]
    assert ("never explained", "Salt", ("course#0", "course#1", "course#2")) in report.records.rows
    assert "2 things open" in report.lead[0]


def test_a_report_on_numbered_questions_calls_them_so_throughout() -> None:
    course: Course = [
        ("One", ["We use salt."]),
        ("Two", ["More salt."]),
        ("Three", ["Salt again."]),
    ]
    corpus = make_curriculum(course)
    graph = make_reference(course).graph
    for numbers, one in (([None, None, None], "section"), (["1", "2", "3"], "question")):
        asked = replace(corpus, sections=corpus.sections.assign(number=numbers))
        report = report_corpus(asked, find_corpus_gaps(asked, graph), graph)
        assert report.lead == (f"3 {one}s and 1 concept leave 1 thing open.",)
        unexplained = table(report, "Never explained")
        assert unexplained.note.startswith(f"Concepts that many {one}s mention")
        assert unexplained.columns[1] == f"{one.capitalize()}s"


def test_an_empty_curriculum_still_has_a_report() -> None:
    report = gap_report([("Nothing yet", [])])
    assert "by importance: 0 of 4 concepts." in report.lead[0]
    assert report_html(report)
    assert report_markdown(report)
