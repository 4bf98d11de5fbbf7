"""In which order to learn what a goal needs."""

from collections.abc import Iterable

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.needs import find_needs, link_needs
from graph.paths import (
    LearningPath,
    NoPathError,
    Ready,
    UnknownStepError,
    find_hubs,
    find_paths,
    foundations,
    levels,
    ready_to_learn,
    suggest_goals,
    syllabus,
    unlocks,
)

Dag = "nx.DiGraph[str]"


def make(
    *relations: tuple[str, str, float],
    kinds: dict[str, str] | None = None,
    unexplained: str = "",
    certain: tuple[str, ...] = (),
) -> Dag:
    """Return relations as (before, after, strength); those of less than 1 are not told.

    What comes before by a certain one is told, whatever its strength.
    """
    dag: nx.DiGraph[str] = nx.DiGraph(topic_names=["baking"])
    for before, after, strength in relations:
        dag.add_edge(
            before, after, strength=strength, score=0.995 if before in certain else 0.9,
            reasons=(f"{before} before {after}.",), told=strength >= 1 or before in certain,
            sections=("1",),
        )  # fmt: skip
    for concept in dag:
        kind = (kinds or {}).get(concept, "concept")
        dag.nodes[concept].update(
            kind=kind, topic=0, salience=0.5, explained=concept != unexplained
        )
    return nx.freeze(dag)


# Flour and water make a dough, a dough and a starter a sourdough, a sourdough and an oven a bread.
BREAD = (
    ("flour", "dough", 2.0), ("water", "dough", 2.0), ("flour", "starter", 2.0),
    ("dough", "sourdough", 2.0), ("starter", "sourdough", 2.0), ("sourdough", "bread", 2.0),
    ("oven", "bread", 2.0), ("flour", "bread", 0.5),
)  # fmt: skip


def concepts(path: LearningPath) -> list[str]:
    return [step.concept for step in path.steps]


def test_a_path_has_all_that_the_goal_needs_in_an_order_that_works() -> None:
    [path] = find_paths(make(*BREAD), ["bread"])
    assert concepts(path) == ["flour", "oven", "water", "dough", "starter", "sourdough", "bread"]
    assert path.known == ()


def test_a_path_leaves_out_what_the_goal_does_not_need() -> None:
    [path] = find_paths(make(*BREAD), ["dough"])
    assert concepts(path) == ["flour", "water", "dough"]


def test_what_is_known_and_what_it_needs_is_not_learned_again() -> None:
    [path] = find_paths(make(*BREAD), ["bread"], known=["sourdough"])
    assert concepts(path) == ["oven", "bread"]
    assert path.known == ("sourdough",)


def test_what_is_known_only_with_something_else_names_it() -> None:
    [path] = find_paths(make(*BREAD), ["starter"], known=["oven", "dough"])
    assert path.known == ("flour",)
    assert path.implied == (("flour", "dough"),)
    [path] = find_paths(make(*BREAD), ["starter"], known=["dough", "flour"])
    assert (path.known, path.implied) == (("flour",), ())


def test_a_known_goal_leaves_nothing_to_learn() -> None:
    [path] = find_paths(make(*BREAD), ["dough"], known=["bread"])
    assert path.steps == ()


def test_several_goals_share_their_steps() -> None:
    [path] = find_paths(make(*BREAD), ["dough", "starter"])
    assert concepts(path) == ["flour", "water", "dough", "starter"]


def test_a_step_says_what_it_needs_and_why() -> None:
    [path] = find_paths(make(*BREAD), ["dough"])
    assert path.steps[-1] == (
        "dough",
        1,
        ("flour", "water"),
        (True, True),
        ("flour before dough.", "water before dough."),
    )


def test_a_step_tells_what_the_text_says_that_it_needs_from_what_only_comes_before() -> None:
    [path] = find_paths(make(("flour", "dough", 1.5), ("water", "dough", 0.9)), ["dough"])
    assert path.steps[-1].needs == ("flour", "water")
    assert path.steps[-1].told == (True, False)


def test_a_path_from_a_concept_takes_it_for_known() -> None:
    [path] = find_paths(make(*BREAD), ["sourdough"], start="dough")
    assert concepts(path) == ["starter", "sourdough"]
    assert path.known == ("dough", "flour")


def test_a_path_from_a_concept_that_the_goal_does_not_need_goes_by_the_strongest_relations() -> (
    None
):
    # d needs a and b alone; the chain x - y - d costs 1/0.7 + 1/0.7, x - z - d 1/0.5 + 1/0.7.
    dag = make(
        ("a", "d", 2.0), ("b", "d", 2.0), ("y", "d", 0.7), ("x", "y", 0.7), ("x", "z", 0.5),
        ("z", "d", 0.7),
    )  # fmt: skip
    [path] = find_paths(dag, ["d"], start="x")
    assert concepts(path) == ["a", "b", "y", "d"]
    assert path.known == ("x",)


def test_where_nothing_leads_from_a_concept_to_the_goal_the_nearest_are_named() -> None:
    dag = make(("a", "b", 1.0), ("c", "d", 1.0), ("a", "e", 1.0), ("e", "f", 1.0), ("d", "f", 1.0))
    with pytest.raises(
        NoPathError, match="no evidence connects c to b; nearest: a, e, which b belongs with"
    ):
        find_paths(dag, ["b"], start="c")
    with pytest.raises(
        NoPathError, match="no evidence connects a to d; nearest: f, e, which a leads"
    ):
        find_paths(dag, ["d"], start="a")


def test_of_those_two_relations_away_the_strongest_bound_are_nearest() -> None:
    dag = make(
        ("start", "a", 1.0), ("start", "b", 1.0), ("m", "a", 0.6), ("m", "b", 1.5),
        ("m", "goal", 2.0),
    )  # fmt: skip
    with pytest.raises(NoPathError, match="nearest: b, a, which start leads to"):
        find_paths(dag, ["goal"], start="start")


def test_a_goal_before_the_start_is_said_to_be_so() -> None:
    # Three stronger relations are what x needs: a is not known with it.
    dag = make(("b", "x", 2.0), ("c", "x", 2.0), ("d", "x", 2.0), ("a", "x", 0.5))
    with pytest.raises(NoPathError, match="a comes before x, so ask the other way round"):
        find_paths(dag, ["a"], start="x")


def test_a_weak_relation_connects_nothing() -> None:
    dag = make(("b", "x", 2.0), ("c", "x", 2.0), ("d", "x", 2.0), ("a", "x", 0.4))
    with pytest.raises(NoPathError, match="nearest: b, c, d, which x belongs with"):
        find_paths(dag, ["x"], start="a")


def test_a_goal_without_relations_has_no_nearest() -> None:
    dag = nx.DiGraph(make(("a", "b", 1.0)))
    dag.add_node("lonely", kind="concept", explained=False)
    with pytest.raises(NoPathError, match="nothing is related to lonely"):
        find_paths(nx.freeze(dag), ["lonely"], start="a")


def test_an_alternative_leaves_a_step_out_and_goes_by_another_one() -> None:
    dag = make(("a", "goal", 2.0), ("b", "goal", 0.5))
    first, other = find_paths(dag, ["goal"], alternatives=3)
    assert concepts(first) == ["a", "goal"]
    assert concepts(other) == ["b", "goal"]


def test_a_path_with_no_other_way_has_no_alternatives() -> None:
    assert len(find_paths(make(("a", "b", 2.0)), ["b"], alternatives=3)) == 1


def test_no_more_alternatives_than_asked_for_the_shortest_first() -> None:
    dag = make(("x", "a", 2.0), ("y", "a", 0.9), ("a", "goal", 2.0), ("b", "goal", 0.5))
    found = find_paths(dag, ["goal"], alternatives=2)
    assert [concepts(path) for path in found] == [
        ["x", "a", "goal"],
        ["b", "goal"],
        ["y", "a", "goal"],
    ]
    assert find_paths(dag, ["goal"], alternatives=1) == found[:2]


def test_hubs_come_before_a_tenth_of_all_and_can_be_avoided() -> None:
    dag = make(*(("hub", f"c{number}", 2.0) for number in range(12)), ("a", "c0", 0.7))
    assert find_hubs(dag) == {"hub"}
    assert concepts(find_paths(dag, ["c0"])[0]) == ["hub", "c0"]
    assert concepts(find_paths(dag, ["c0"], avoid_hubs=True)[0]) == ["a", "c0"]


def test_a_hub_that_is_the_goal_is_not_avoided() -> None:
    dag = make(*(("hub", f"c{number}", 2.0) for number in range(12)))
    assert concepts(find_paths(dag, ["hub"], avoid_hubs=True)[0]) == ["hub"]


@pytest.mark.parametrize("wrong", ["goals", "known", "start"])
def test_a_concept_without_relations_is_refused_by_name(wrong: str) -> None:
    asked = {"goals": ["bread"], "known": [], "start": None}
    asked[wrong] = "cake" if wrong == "start" else ["cake"]
    goals = asked.pop("goals")
    with pytest.raises(UnknownStepError, match="there is no concept 'cake'"):
        find_paths(make(*BREAD), goals, **asked)  # type: ignore[arg-type]


def test_a_path_needs_a_goal() -> None:
    with pytest.raises(ValueError, match="a path needs a goal"):
        find_paths(make(*BREAD), [])


def test_the_needs_are_the_strongest_relations_and_three_at_most() -> None:
    dag = make(
        *((name, "x", strength) for name, strength in zip("abcd", (4, 3, 2.5, 2.4), strict=True))
    )
    assert find_needs(dag, "x") == ["a", "b", "c"]


def test_a_weak_second_relation_is_no_need_but_for_a_goal() -> None:
    dag = make(("a", "x", 1.0), ("b", "x", 0.9))
    assert find_needs(dag, "x") == ["a"]
    assert find_needs(dag, "x", goal=True) == ["a", "b"]


def test_what_is_told_and_certain_is_a_need_of_a_goal_however_strong_another_is() -> None:
    relations = ("a", "x", 3.0), ("b", "x", 0.4), ("c", "x", 0.4), ("d", "x", 0.2)
    dag = make(*relations, certain=("b", "d"))
    assert find_needs(dag, "x", goal=True) == ["a", "b"]
    assert find_needs(dag, "x") == ["a"]


def test_a_relation_that_hardly_says_anything_is_no_need() -> None:
    assert find_needs(make(("a", "x", 0.1)), "x") == []


def test_a_goal_has_a_need_where_what_is_no_goal_has_none() -> None:
    dag = make(("a", "x", 0.4))
    assert find_needs(dag, "x") == []
    assert find_needs(dag, "x", goal=True) == ["a"]


def test_what_a_need_needs_takes_no_place_among_the_needs() -> None:
    dag = make(
        ("a", "x", 4.0), ("b", "x", 3.9), ("c", "x", 3.8), ("d", "x", 3.7), ("b", "a", 2.0)
    )  # fmt: skip
    assert find_needs(dag, "x") == ["a", "c", "d"]
    assert concepts(find_paths(dag, ["x"])[0])[0] == "b"


def test_what_only_a_comparison_suggests_is_no_need_if_no_section_explains_it() -> None:
    dag = make(("a", "x", 0.9), ("b", "x", 0.8), unexplained="a")
    assert find_needs(dag, "x", goal=True) == ["b"]


def test_what_a_sentence_tells_is_a_need_even_if_no_section_explains_it() -> None:
    dag = make(("a", "x", 1.5), ("b", "x", 0.8), unexplained="a")
    assert find_needs(dag, "x", goal=True) == ["a", "b"]


def test_an_organization_is_no_step() -> None:
    dag = make(("bakery", "x", 2.0), ("a", "x", 1.0), kinds={"bakery": "organization"})
    assert find_needs(dag, "x") == ["a"]


def test_a_level_is_one_more_than_the_highest_of_the_needs() -> None:
    assert levels(make(*BREAD)) == {
        "flour": 0, "water": 0, "oven": 0, "dough": 1, "starter": 1, "sourdough": 2, "bread": 3,
    }  # fmt: skip


def test_in_a_syllabus_every_concept_is_a_goal_whose_weaker_needs_count_too() -> None:
    dag = make(("a", "x", 0.4))
    assert levels(dag) == {"a": 0, "x": 1}
    assert [ready.concept for ready in ready_to_learn(dag, [])] == ["a"]


def test_ready_is_what_needs_only_what_is_known() -> None:
    # Knowing the dough is knowing flour and water; the starter needs flour alone.
    assert ready_to_learn(make(*BREAD), ["dough"]) == [Ready("starter", ("flour",), 2)]


def test_who_knows_a_concept_is_ready_for_no_more_than_a_path_takes_for_known() -> None:
    # x needs b only where it is a goal, so a path to y still has b.
    dag = make(("a", "x", 1.5), ("b", "x", 0.9), ("b", "y", 1.5), ("x", "z", 1.5))
    assert [ready.concept for ready in ready_to_learn(dag, ["x"])] == ["z"]
    [path] = find_paths(dag, ["y"], known=["x"])
    assert concepts(path) == ["b", "y"]


def test_one_begins_with_what_most_others_need() -> None:
    # Four need flour in the end, three water; nothing needs bread.
    assert foundations(make(*BREAD)) == [
        Ready("flour", (), 4), Ready("water", (), 3), Ready("dough", ("flour", "water"), 2),
        Ready("starter", ("flour",), 2), Ready("oven", (), 1),
        Ready("sourdough", ("dough", "starter"), 1),
    ]  # fmt: skip


def test_one_begins_with_nothing_that_firmly_comes_after_something_else_there() -> None:
    # The bread needs three stronger ones, so that salt and yeast, which less needs, are no needs.
    dag = make(
        ("flour", "bread", 4.0), ("water", "bread", 3.9), ("oven", "bread", 3.8),
        ("salt", "bread", 1.5), ("yeast", "bread", 0.6), ("zest", "bread", 0.4),
        *(("bread", meal, 2.0) for meal in ("toast", "stuffing", "crumbs")),
        *((thing, "soup", 0.4) for thing in ("salt", "yeast", "zest")),
    )  # fmt: skip
    found = [ready.concept for ready in foundations(dag)]
    assert found == ["flour", "oven", "water", "salt", "yeast", "bread", "zest"]


def test_goals_are_suggested_that_a_few_steps_lead_to_the_most_salient_of_each_topic() -> None:
    dag = nx.DiGraph(make(*BREAD, ("bread", "toast", 2.0), ("oven", "tray", 2.0)))
    dag.nodes["toast"].update(salience=0.4)
    assert [path.goals for path in suggest_goals(nx.freeze(dag), [])] == [("toast",)]
    [path] = suggest_goals(dag, ["dough", "cake"])
    assert concepts(path) == ["oven", "starter", "sourdough", "bread", "toast"]


def test_with_nothing_known_the_foundations_are_ready_the_most_useful_first() -> None:
    found = ready_to_learn(make(*BREAD), [])
    assert [one.concept for one in found] == ["flour", "water", "oven"]


def test_what_is_known_but_unknown_to_the_corpus_does_no_harm() -> None:
    assert ready_to_learn(make(*BREAD), ["cake"]) == ready_to_learn(make(*BREAD), [])


def test_a_concept_unlocks_what_needs_it() -> None:
    assert unlocks(make(*BREAD), "flour") == ["dough", "starter"]
    assert unlocks(make(*BREAD), "bread") == []
    with pytest.raises(UnknownStepError, match="cake"):
        unlocks(make(*BREAD), "cake")


def test_a_syllabus_has_every_concept_once_by_level_and_topic() -> None:
    lessons = syllabus(make(*BREAD))
    assert [(lesson.level, lesson.name, lesson.concepts) for lesson in lessons] == [
        (0, "baking", ("flour", "oven", "water")),
        (1, "baking", ("dough", "starter")),
        (2, "baking", ("sourdough",)),
        (3, "baking", ("bread",)),
    ]


NAMES = [f"c{number}" for number in range(12)]
DAGS = st.lists(
    st.tuples(
        st.sampled_from(range(12)), st.sampled_from(range(12)), st.sampled_from([0.1, 0.9, 1.5])
    ).filter(lambda one: one[0] < one[1]),
    min_size=1,
    unique_by=lambda one: one[:2],
).map(lambda found: make(*((NAMES[one], NAMES[other], value) for one, other, value in found)))


@given(DAGS, st.data())
def test_every_step_of_every_path_needs_only_what_is_known_or_earlier(
    dag: Dag, data: st.DataObject
) -> None:
    nodes = sorted(dag)
    goals = data.draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=2, unique=True))
    known = data.draw(st.lists(st.sampled_from(nodes), max_size=3, unique=True))
    settled = _settled(dag, known)
    for path in find_paths(dag, goals, known=known, alternatives=3):
        steps = concepts(path)
        assert not settled & set(steps)
        assert set(goals) <= {*steps, *settled}
        for place, step in enumerate(path.steps):
            assert set(step.needs) <= {*settled, *steps[:place]}
            assert all(dag.has_edge(need, step.concept) for need in step.needs)


@given(DAGS, st.data())
def test_no_path_contradicts_a_relation(dag: Dag, data: st.DataObject) -> None:
    goal = data.draw(st.sampled_from(sorted(dag)))
    for path in find_paths(dag, [goal], alternatives=3):
        place = {step.concept: number for number, step in enumerate(path.steps)}
        assert all(
            place[before] < place[after]
            for before, after in dag.edges
            if before in place and after in place
        )


@given(DAGS, st.data())
def test_nothing_can_be_left_out_of_a_path(dag: Dag, data: st.DataObject) -> None:
    goal = data.draw(st.sampled_from(sorted(dag)))
    [path] = find_paths(dag, [goal])
    needed = {need for step in path.steps for need in step.needs}
    assert {step.concept for step in path.steps} == {*needed, goal}


@given(DAGS, st.data())
def test_a_path_from_a_concept_has_it_among_what_the_steps_need(
    dag: Dag, data: st.DataObject
) -> None:
    nodes = sorted(dag)
    start, goal = data.draw(st.sampled_from(nodes)), data.draw(st.sampled_from(nodes))
    try:
        [path] = find_paths(dag, [goal], start=start)
    except NoPathError:
        weak = [one for one in dag.edges if dag.edges[one]["strength"] < 0.5]
        assert not nx.has_path(nx.restricted_view(dag, [], weak), start, goal)
        return
    assert not path.steps or start in path.known
    assert bool(path.steps) == (goal not in _settled(dag, [start]))


@given(DAGS)
def test_what_one_begins_with_stands_in_an_order_that_works(dag: Dag) -> None:
    place = {ready.concept: number for number, ready in enumerate(foundations(dag))}
    for ready in foundations(dag):
        assert ready.unlocks == len(nx.descendants(link_needs(dag), ready.concept))
        assert all(place[need] < place[ready.concept] for need in ready.needs)


@given(DAGS)
def test_what_is_ready_is_the_outer_fringe(dag: Dag) -> None:
    needs = link_needs(dag)
    for concept in sorted(dag):
        settled = _settled(dag, [concept])
        fringe = {
            other
            for other in dag
            if other not in settled and needs.pred[other] and set(needs.pred[other]) <= settled
        }
        assert {ready.concept for ready in ready_to_learn(dag, [concept])} == fringe


def _settled(dag: Dag, known: Iterable[str]) -> set[str]:
    needs = nx.DiGraph([(need, one) for one in dag for need in find_needs(dag, one)])
    needs.add_nodes_from(dag)
    return {one for concept in known for one in (concept, *nx.ancestors(needs, concept))}
