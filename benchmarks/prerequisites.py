"""Score prerequisite relations on annotated pairs, next to two baselines; fit their weights.

    python -m benchmarks.prerequisites [--fit]

Cross-validated: each domain is scored with weights that were fitted to the others. A pair counts
as given if its two concepts are in the index and the relations have either direction of it; a
pair that extraction misses is not given. The baselines order every pair: by first mention, and by
frequency. The documents of ``../shared/data``, if they are there, are scored too.
"""

import argparse
import csv
import json
import random
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extract.build import Settings, build_index
from extract.language import key_of
from extract.lexicon import KINDS, SHIPPED_LEXICONS
from graph.concept_graph import Index, build_concept_graph, load_index
from graph.prerequisites import WEIGHTS, Weights, find_prerequisites
from graph.signals import BOND, ORDER, measure_signals
from graph.statements import Pair

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "benchmarks" / "gold"
SHARED = ROOT.parent / "shared" / "data"

_RANDOM_PAIRS = 800  # of a document, taken for unrelated
_RANDOM_WEIGHT = 0.05  # all of them, against the ordered ones; some are ordered, too
_SIBLING_WEIGHT = 3.0  # of one, against an ordered one: few are annotated
_RIDGE = 3.0


@dataclass(frozen=True, slots=True)
class Document:
    """A document, and what people say about pairs of its concepts."""

    name: str
    domain: str  # documents of one domain are left out together
    path: Path
    ordered: tuple[Pair, ...]  # (before, after), as annotated
    siblings: tuple[Pair, ...]
    concepts: Path | None = None  # annotated concepts, as JSON


class Corpus(NamedTuple):
    """A document's index, and the annotated pairs as far as it has their concepts."""

    document: Document
    tables: Index
    graph: "nx.Graph[str]"
    ordered: list[Pair]  # canonical names
    siblings: list[Pair]


class Score(NamedTuple):
    """Counts of pairs."""

    ordered: int
    found: int  # of them, with both concepts in the index
    given: int  # of them, with a relation in either direction
    right: int  # of them, in the right one
    siblings: int
    wrong: int  # siblings with a relation


def list_documents() -> list[Document]:
    """Return the annotated documents that are here."""
    containers = _read_pairs(GOLD, "containers")
    documents = [Document("shipped", "containers", ROOT / "data" / "sample", *containers)]
    sample = SHARED / "corpus" / "docker-kubernetes-251-300.md"
    if sample.is_file():
        documents += [
            Document("sample", "containers", sample, *containers),
            Document("sample (dev)", "containers", sample, *_read_pairs(SHARED / "gold", "dev")),
        ]
    return documents + [
        Document(name, name, GOLD / f"{name}.md", *_read_pairs(GOLD, name), GOLD / f"{name}.json")
        for name in ("kafka", "graphql", "postgresql", "machine-learning")
    ]


def _read_pairs(folder: Path, name: str) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Return the ordered pairs and the siblings of one document."""
    found = []
    for kind in ("prerequisites", "siblings"):
        with (folder / f"{kind}_{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        found.append(tuple((one, other) for one, other in rows))
    return found[0], found[1]


def read_corpus(document: Document, folder: Path, *, with_gold: bool = False) -> Corpus:
    """Index a document, and look its annotated pairs up.

    Parameters
    ----------
    document : Document
    folder : Path
        For the index.
    with_gold : bool, default False
        Extract with the annotated concepts as a lexicon, so that no pair is lost.
    """
    lexicons = [SHIPPED_LEXICONS]
    if with_gold and document.concepts:
        lexicons.append(_write_lexicon(document.concepts, folder / f"{document.name}.toml"))
    place = folder / f"{document.name}{' with gold' if with_gold else ''}"
    build_index([document.path], place, settings=Settings(lexicons=tuple(lexicons)))
    index = load_index(place)
    graph = build_concept_graph(index)
    names: dict[str, str] = {}
    for concept in sorted(graph, key=lambda name: -graph.nodes[name]["mentions"]):
        names.setdefault(key_of(concept), concept)
    for concept, aliases in graph.nodes(data="aliases"):
        for alias in aliases:
            names.setdefault(key_of(alias), concept)

    def resolve(pairs: Iterable[Pair]) -> list[Pair]:
        found = [(names.get(key_of(one), ""), names.get(key_of(other), "")) for one, other in pairs]
        return [(one, other) for one, other in found if one and other and one != other]

    return Corpus(document, index, graph, resolve(document.ordered), resolve(document.siblings))


def _write_lexicon(annotated: Path, file: Path) -> Path:
    surfaces: dict[str, set[str]] = {}
    kinds: dict[str, str] = {}
    for question in json.loads(annotated.read_text(encoding="utf-8")):
        for concept in question["concepts"]:
            kind = concept["kind"] if concept["kind"] in KINDS else "concept"
            kinds.setdefault(concept["name"], kind)
            surfaces.setdefault(concept["name"], set()).update(concept["surfaces"])
    file.write_text(
        "".join(
            f"[[concept]]\nname = {json.dumps(name)}\nkind = {json.dumps(kinds[name])}\n"
            f"aliases = {json.dumps(sorted(surfaces[name] - {name}))}\n\n"
            for name in surfaces
        ),
        encoding="utf-8",
    )
    return file


def fit_weights(corpora: Sequence[Corpus]) -> Weights:
    """Fit both models to annotated pairs, each domain and document counting by its pairs.

    Returns
    -------
    Weights
        The maximum of the likelihood with a ridge on standardised signals.
    """
    order: list[NDArray[np.float64]] = []
    bond: list[NDArray[np.float64]] = []
    kinds: list[str] = []
    for corpus in corpora:
        signals = measure_signals(corpus.tables, corpus.graph)
        row_of = {pair: row for row, pair in enumerate(signals.pairs)}
        annotated = {
            (min(pair), max(pair)): (pair, kind)
            for kind, pairs in (("sibling", corpus.siblings), ("ordered", corpus.ordered))
            for pair in pairs
        }
        for key, (pair, kind) in annotated.items():
            if key in row_of:
                order.append(signals.order[row_of[key]] * (1 if pair == key else -1))
                bond.append(signals.bond[row_of[key]])
                kinds.append(kind)
        free = [row for pair, row in row_of.items() if pair not in annotated]
        for row in random.Random(0).sample(free, min(_RANDOM_PAIRS, len(free))):  # noqa: S311
            order.append(signals.order[row])
            bond.append(signals.bond[row])
            kinds.append("random")
    ordered = np.array([kind == "ordered" for kind in kinds])
    unrelated = _RANDOM_WEIGHT * kinds.count("ordered") / max(1, kinds.count("random"))
    counts = {"ordered": 1.0, "sibling": _SIBLING_WEIGHT, "random": unrelated}
    every = np.ones(ordered.sum())
    order_weights, _ = _fit(np.array(order)[ordered], every > 0, every, shift=False)
    bond_weights, intercept = _fit(
        np.array(bond), ordered, np.array([counts[kind] for kind in kinds])
    )
    return Weights(
        dict(zip(ORDER, order_weights.tolist(), strict=True)),
        dict(zip(BOND, bond_weights.tolist(), strict=True)),
        intercept,
    )


def _fit(
    signals: "NDArray[np.float64]",
    positive: "NDArray[np.bool_]",
    weight: "NDArray[np.float64]",
    *,
    shift: bool = True,
) -> tuple["NDArray[np.float64]", float]:
    """Return the weights of a logistic model, and its intercept, which is 0 without `shift`."""
    from scipy.optimize import minimize

    scale = signals.std(axis=0)
    scale[scale == 0] = 1.0
    columns = np.column_stack([signals / scale, np.full(len(signals), float(shift))])
    sign = np.where(positive, 1.0, -1.0)

    def loss(values: "NDArray[np.float64]") -> float:
        misfit = weight @ np.logaddexp(0, -sign * (columns @ values))
        return float(misfit + _RIDGE / 2 * (values[:-1] @ values[:-1]))

    values = minimize(loss, np.zeros(columns.shape[1]), method="L-BFGS-B").x
    return values[:-1] / scale, float(values[-1])


def score(corpus: Corpus, dag: "nx.DiGraph[str]") -> Score:
    """Compare relations with the annotated pairs of a document."""
    right = sum(dag.has_edge(*pair) for pair in corpus.ordered)
    against = sum(dag.has_edge(*pair[::-1]) for pair in corpus.ordered)
    return Score(
        ordered=len(corpus.document.ordered),
        found=len(corpus.ordered),
        given=right + against,
        right=right,
        siblings=len(corpus.document.siblings),
        wrong=sum(dag.has_edge(*pair) or dag.has_edge(*pair[::-1]) for pair in corpus.siblings),
    )


def score_baseline(corpus: Corpus, rank: dict[str, float]) -> Score:
    """Score the order by a number that every concept has, the smallest first."""
    return Score(
        ordered=len(corpus.document.ordered),
        found=len(corpus.ordered),
        given=len(corpus.ordered),
        right=sum(rank[before] < rank[after] for before, after in corpus.ordered),
        siblings=len(corpus.document.siblings),
        wrong=len(corpus.siblings),
    )


def rank_by_first_mention(corpus: Corpus) -> dict[str, float]:
    """Return the place of each concept's first mention in the order of reading."""
    table = corpus.tables.mentions
    places = table.assign(position=table["section"].map(corpus.tables.sections["position"]))
    ordered = places.sort_values(["position", "start"])["concept"].drop_duplicates()
    return {concept: float(place) for place, concept in enumerate(ordered)}


def rank_by_frequency(corpus: Corpus) -> dict[str, float]:
    """Return minus the mentions of each concept, ties in the order of first mention."""
    first = rank_by_first_mention(corpus)
    return {
        concept: first[concept] / (len(first) + 1) - node["mentions"]
        for concept, node in corpus.graph.nodes.items()
    }


def _row(name: str, result: Score) -> str:
    return (
        f"{name:18}{result.ordered:8}{result.found:8}{_share(result.given, result.ordered):>8}"
        f"{_share(result.right, result.given):>8}{result.siblings:10}"
        f"{_share(result.wrong, result.siblings):>8}"
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"


def _total(scores: Iterable[Score]) -> Score:
    return Score(*map(sum, zip(*scores, strict=True)))


def main() -> None:
    """Print the scores of each document, and with ``--fit`` the weights."""
    parser = argparse.ArgumentParser(description="Score prerequisite relations.")
    parser.add_argument("--fit", action="store_true", help="print the weights of all documents")
    options = parser.parse_args()
    documents = list_documents()
    place = tempfile.TemporaryDirectory()  # is there to the end: relations read of the indexes
    corpora = [read_corpus(document, Path(place.name)) for document in documents]
    fitted = [read_corpus(document, Path(place.name), with_gold=True) for document in documents]
    print(f"{'':18}{'ordered':>8}{'found':>8}{'given':>8}{'right':>8}{'siblings':>10}{'given':>8}")
    methods: dict[str, Callable[[Corpus, Weights], Score]] = {
        "cross-validated": lambda corpus, weights: score(
            corpus, find_prerequisites(corpus.tables, corpus.graph, weights=weights)
        ),
        "shipped weights": lambda corpus, _: score(
            corpus, find_prerequisites(corpus.tables, corpus.graph, weights=WEIGHTS)
        ),
        "first mention": lambda corpus, _: score_baseline(corpus, rank_by_first_mention(corpus)),
        "frequency": lambda corpus, _: score_baseline(corpus, rank_by_frequency(corpus)),
    }
    domains = sorted({document.domain for document in documents})
    weights = {
        domain: fit_weights([one for one in fitted if one.document.domain != domain])
        for domain in domains
    }
    for name, method in methods.items():
        scores = [method(corpus, weights[corpus.document.domain]) for corpus in corpora]
        print(f"\n{name}")
        for corpus, result in zip(corpora, scores, strict=True):
            print(_row(f"  {corpus.document.name}", result))
        print(_row("  all", _total(scores)))
    if options.fit:
        final = fit_weights(fitted)
        print({name: round(value, 2) for name, value in final.order.items()})
        print({name: round(value, 2) for name, value in final.bond.items()})
        print(round(final.intercept, 2))
    place.cleanup()


if __name__ == "__main__":
    main()
