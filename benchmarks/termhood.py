"""Fit the weights of termhood to annotated questions; check them on the document left out.

    python -m benchmarks.termhood

An L2-regularised logistic regression over the features of `extract.termhood`. Each candidate name
counts as right in the annotated sections that have it as a concept, and as wrong in the others.
The weights that it prints belong into `extract/termhood.py`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.concepts import Gold, Score, normalise, read_gold
from extract.analysis import analyse
from extract.evidence import FENCED
from extract.language import key_of
from extract.termhood import (
    INTERCEPT,
    WEIGHTS,
    count_features,
    plain_words,
    score_termhood,
)

if TYPE_CHECKING:
    import pandas as pd

_PENALTY = 1.0  # of the squared weights of standardised features

Floats = npt.NDArray[np.float64]


class Examples(NamedTuple):
    """The candidate names of a document, in how many sections they are concepts, and are not."""

    features: "pd.DataFrame"  # as `extract.termhood.count_features` returns them
    right: Floats
    wrong: Floats


class Model(NamedTuple):
    """A logistic model of termhood."""

    weights: Mapping[str, float]
    intercept: float


def read_examples(gold: Gold) -> Examples:
    """Return the candidate names of a document that no lexicon was asked about."""
    candidates = analyse(gold.sections, [])["analysis/candidates"]
    candidates = candidates.assign(key=[key_of(surface) for surface in candidates["surface"]])
    candidates = candidates[((candidates["evidence"] & FENCED) == 0) & (candidates["key"] != "")]
    features = count_features(candidates, len(gold.sections))
    features = features[~features.index.isin(plain_words()["nouns"] | plain_words()["idioms"])]

    required, optional = _annotated_sections(gold)
    number_of = {section.section: section.number for section in gold.sections}
    annotated = {str(question["qid"]) for question in gold.questions}
    surfaces: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[str]] = defaultdict(set)
    for key, surface, section in zip(
        candidates["key"], candidates["surface"], candidates["section"], strict=True
    ):
        surfaces[key].add(normalise(surface))
        places[key].add(number_of[section] or "")
    right, wrong = [], []
    for key in features.index:
        here = places[key] & annotated
        meant = here & set().union(*(required[surface] for surface in surfaces[key]))
        spared = here & set().union(*(optional[surface] for surface in surfaces[key]))
        right.append(len(meant))
        wrong.append(len(here - meant - spared))
    return Examples(features, np.array(right, dtype=float), np.array(wrong, dtype=float))


def _annotated_sections(gold: Gold) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return where each surface is a concept that has to be found, and one that may be."""
    required: dict[str, set[str]] = defaultdict(set)
    optional: dict[str, set[str]] = defaultdict(set)
    for question in gold.questions:
        for concept in question["concepts"]:
            for surface in (*concept["surfaces"], concept["name"]):
                kind = optional if concept["optional"] else required
                kind[normalise(surface)].add(str(question["qid"]))
    return required, optional


def fit(documents: Sequence[Examples]) -> Model:
    """Return the model that explains the annotations of several documents best."""
    from scipy.optimize import minimize

    features = np.vstack([document.features[list(WEIGHTS)].to_numpy() for document in documents])
    # A name of many sections says no more than a few names of one: square roots.
    right = np.sqrt(np.concatenate([document.right for document in documents]))
    wrong = np.sqrt(np.concatenate([document.wrong for document in documents]))
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-9
    inputs = np.column_stack([np.ones(len(features)), (features - mean) / deviation])

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = inputs @ weights
        penalty = weights[1:] @ weights[1:]
        cost = right @ np.logaddexp(0, -odds) + wrong @ np.logaddexp(0, odds) + _PENALTY * penalty
        share = 1 / (1 + np.exp(-odds))
        gradient = inputs.T @ (wrong * share - right * (1 - share))
        gradient[1:] += 2 * _PENALTY * weights[1:]
        return float(cost), gradient

    found = minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B").x
    weights = found[1:] / deviation
    return Model(
        dict(zip(WEIGHTS, weights.tolist(), strict=True)), float(found[0] - weights @ mean)
    )


def score(document: Examples, model: Model) -> Score:
    """Return how well a model tells the concepts of a document from other names."""
    accepted = score_termhood(document.features, model.weights, model.intercept) >= 0
    return Score(
        int(document.right[accepted].sum()),
        int(document.wrong[accepted].sum()),
        int(document.right[~accepted].sum()),
    )


def main() -> None:
    """Print the scores of each document, then the weights fitted to all."""
    documents = {gold.name: read_examples(gold) for gold in read_gold()}
    print(f"{'names that are candidates':26} precision  recall    F1   with today's weights")
    for name, document in documents.items():
        others = [other for other in documents.values() if other is not document]
        left_out = score(document, fit(others))
        today = score(document, Model(WEIGHTS, INTERCEPT))
        print(
            f"{name:26} {left_out.precision:9.2f} {left_out.recall:7.2f} {left_out.f1:5.2f} "
            f"{today.f1:8.2f}"
        )
    model = fit(list(documents.values()))
    print(f"\nINTERCEPT = {model.intercept:.2f}\nWEIGHTS = {{")
    for name, weight in model.weights.items():
        print(f'    "{name}": {weight:.2f},')
    print("}")


if __name__ == "__main__":
    main()
