"""The scorer of the benchmarks, against counts worked out by hand."""

import pytest

from benchmarks.concepts import Gold, Prediction, Score, normalise, score_document, score_question


def concept(name, *surfaces, optional=False):
    return {"name": name, "surfaces": surfaces or (name,), "optional": optional}


def test_precision_recall_and_f1_follow_from_the_counts():
    score = Score(right=6, wrong=2, missed=4)
    # 6 of 8 predicted, 6 of 10 annotated; 2 * 3/4 * 3/5 / (3/4 + 3/5) = 0.9 / 1.35.
    assert (score.precision, score.recall, score.f1) == pytest.approx((0.75, 0.6, 2 / 3))


def test_nothing_found_scores_nothing():
    assert Score(0, 0, 3).f1 == 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zero-Trust", "zero trust"),
        ("policies", "Policy"),
        ("Pods", "pod"),
        ("`kubectl`.", "kubectl"),
        ("TCP/IP", "tcp ip"),
    ],
)
def test_spellings_of_one_surface_are_the_same(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize("word", ["class", "status", "analysis", "bus"])
def test_what_only_looks_like_a_plural_keeps_its_ending(word):
    assert normalise(word) == word


def test_each_concept_counts_once_by_any_of_its_surfaces():
    annotated = [concept("Kubernetes", "Kubernetes", "K8s"), concept("etcd"), concept("kubelet")]
    score, errors = score_question(annotated, [["K8s", "k8s"], ["ETCD"], ["the team"]])
    assert score == Score(right=2, wrong=1, missed=1)
    assert errors == [("wrong", "the team"), ("missed", "kubelet")]


def test_a_concept_found_under_two_names_costs_an_error():
    annotated = [concept("Kubernetes", "Kubernetes", "K8s")]
    score, errors = score_question(annotated, [["Kubernetes"], ["K8s"]])
    assert score == Score(right=1, wrong=1, missed=0)
    assert errors == [("twice", "K8s")]


def test_an_optional_concept_costs_nothing_either_way():
    annotated = [concept("etcd"), concept("cluster", optional=True)]
    assert score_question(annotated, [["etcd"], ["cluster"]])[0] == Score(1, 0, 0)
    assert score_question(annotated, [["etcd"]])[0] == Score(1, 0, 0)


def test_a_document_is_scored_over_its_annotated_questions_only():
    gold = Gold("d", [], [{"qid": 1, "concepts": [concept("etcd")]}, {"qid": 2, "concepts": []}])
    prediction = Prediction({"1": [["etcd"]], "2": [["team"]], "3": [["other"]]}, 1.0)
    assert score_document(gold, prediction) == Score(right=1, wrong=1, missed=0)
