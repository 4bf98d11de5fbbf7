"""Train the tagger that ships with the project on a Universal Dependencies treebank of English."""

import argparse
import itertools
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:  # spaCy takes a second to import
    from spacy.language import Language
    from spacy.pipeline import TrainablePipe
    from spacy.training import Example

__all__ = ["Sentence", "Word", "build_pipeline", "read_conllu", "train", "vary"]

# Penn tag of a noun or verb -> morphological features, as spaCy's English pipelines give them, so
# that `token.morph` reads the same whichever pipeline is used.
MORPHS = {
    "NN": "Number=Sing",
    "NNP": "Number=Sing",
    "NNS": "Number=Plur",
    "NNPS": "Number=Plur",
    "MD": "VerbType=Mod",
    "VB": "VerbForm=Inf",
    "VBD": "Tense=Past|VerbForm=Fin",
    "VBG": "Aspect=Prog|Tense=Pres|VerbForm=Part",
    "VBN": "Aspect=Perf|Tense=Past|VerbForm=Part",
    "VBP": "Tense=Pres|VerbForm=Fin",
    "VBZ": "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
}
INFLECTED = {"AUX", "NOUN", "PROPN", "VERB"}

# Lexical attribute -> rows of its table of vectors.
ROWS = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 1000}
WIDTH = 32

EPOCHS = 12
LEARN_RATE = 0.005
RUN = 8  # neighbouring sentences that are kept together
RUNS = 8  # in one step of the optimiser
SEED = 0
BATCH = 32  # texts; larger ones leave the processor's cache


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a sentence, with the tag it should get."""

    text: str
    space: bool  # whether a space follows
    pos: str  # universal part of speech
    morph: str = ""  # features, as in MORPHS


Sentence = list[Word]
T = TypeVar("T")


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Read the sentences of a treebank file.

    Parameters
    ----------
    path : Path
        File in CoNLL-U format.

    Raises
    ------
    ValueError
        If a line has not the ten columns of the format; the message names file and line.
    """
    sentence: Sentence = []
    inside, spaced = 0, True  # last part of the contraction being read; whether a space follows it
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(itertools.chain(lines, ["\n"]), start=1):
            if line.startswith("#"):
                continue
            if not line.strip():
                if sentence:
                    yield sentence
                sentence, inside = [], 0
                continue
            columns = line.rstrip("\n").split("\t")
            if len(columns) != 10:
                raise ValueError(
                    f"{path}, line {number}: a line of CoNLL-U has ten columns with tabs between"
                )
            index, text, _, pos, tag, *_, misc = columns
            space = "SpaceAfter=No" not in misc
            if "-" in index:  # "3-4 don't": the parts follow
                inside, spaced = int(index.partition("-")[2]), space
            elif index.isdigit():  # "8.1" is a word that the text leaves out
                if int(index) <= inside:
                    space = spaced and int(index) == inside
                morph = MORPHS.get(tag, "") if pos in INFLECTED else ""
                sentence.append(Word(text, space, pos, morph))


def vary(sentence: Sentence, rng: random.Random) -> Sentence:
    """Change a sentence of the treebank into what technical documents are made of.

    By chance: a piece of it, as in headings and list items, which often begins with a verb
    ("Configure the pod"); no full stop; all lower case; a title's capitals; and coined words in
    place of nouns and names, since a document's tools and identifiers are in no treebank.

    Parameters
    ----------
    sentence : list of Word
        At least one word; left as it is.
    rng : random.Random
        Source of chance.
    """
    words = list(sentence)
    if rng.random() < 0.15 and len(words) > 3:
        infinitives = [i for i, word in enumerate(words) if word.morph == "VerbForm=Inf"]
        first = rng.choice(infinitives or range(len(words) - 2))
        words = words[first : rng.randint(first + 1, len(words))]
        if rng.random() < 0.7:
            words[0] = replace(words[0], text=_capitalise(words[0].text))
    if rng.random() < 0.2 and len(words) > 1 and words[-1].pos == "PUNCT":
        words.pop()
    if rng.random() < 0.3:
        words = [_coin(word, rng) if rng.random() < 0.3 else word for word in words]
    case = rng.random()
    if case < 0.08:
        words = [replace(word, text=word.text.lower()) for word in words]
    elif case < 0.16:
        small = {"ADP", "CCONJ", "DET", "PART"} if rng.random() < 0.7 else set()
        words = [
            word if word.pos in small else replace(word, text=_capitalise(word.text))
            for word in words
        ]
    return words


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def _coin(word: Word, rng: random.Random) -> Word:
    """Replace a noun or a name by one that nobody has seen; keep any other word."""
    if word.pos not in {"NOUN", "PROPN"} or not word.text.isalpha():
        return word
    syllables = [
        rng.choice("bcdfghklmnprstvw") + rng.choice("aeiou") + rng.choice(["", "", *"lmnrtx"])
        for _ in range(rng.randint(1, 3))
    ]
    plain = "".join(syllables)
    if word.morph == "Number=Plur":
        forms = [plain + "s"]
    elif word.pos == "NOUN":
        forms = [plain, plain + "er", "_".join(syllables), plain + ".yaml"]
    else:
        camel = "".join(syllable.capitalize() for syllable in syllables)
        forms = [plain, plain + "ctl", plain.capitalize(), camel, plain[:4].upper(), plain + "2"]
    return replace(word, text=rng.choice(forms))


def _batches(items: list[T], size: int) -> list[list[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _join(sentences: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Put some neighbouring sentences into one text, with a space or a line break between."""
    texts: list[Sentence] = []
    for sentence in sentences:
        if not texts or rng.random() < 0.5:
            texts.append(list(sentence))
            continue
        text = texts[-1]
        newline = rng.random() < 0.3
        text[-1] = replace(text[-1], space=not newline)
        if newline:
            text.append(Word(rng.choice(["\n", "\n", "\n\n", "\n  "]), space=False, pos="SPACE"))
        text.extend(sentence)
    return texts


def build_pipeline() -> "Language":
    """Return an untrained pipeline: spaCy's English tokeniser and the tagger."""
    import spacy

    nlp = spacy.blank("en")
    # No rule of the tokeniser splits plain letters (its exceptions are looked up before), and
    # telling so spares most words its searches.
    nlp.tokenizer.token_match = re.compile(r"[A-Za-z]+\Z").match  # type: ignore[union-attr]
    model = {"@architectures": "spacy.Tagger.v2", "tok2vec": _network()}
    nlp.add_pipe("morphologizer", config={"model": model})
    return nlp


def _network() -> dict[str, Any]:
    """Return the configuration of the layers that give one vector for each token.

    What a word is by itself is computed once for each different word of a batch ("uniqued", by
    the first column), what its neighbours make of it once for each token: so the layers of the
    second kind are narrow and few.
    """

    def chain(**layers: dict[str, Any]) -> dict[str, Any]:
        return {"@layers": "chain.v1", "*": layers}

    def mix(inputs: int) -> dict[str, Any]:
        return {"@layers": "Maxout.v1", "nO": WIDTH, "nI": inputs, "nP": 2, "normalize": True}

    def neighbours() -> dict[str, Any]:
        window = {"@layers": "expand_window.v1", "window_size": 1}
        return {"@layers": "residual.v1", "layer": chain(window=window, mix=mix(3 * WIDTH))}

    tables = {
        name: {"@layers": "HashEmbed.v1", "nO": 32, "nV": rows, "column": column, "seed": column}
        for column, (name, rows) in enumerate(ROWS.items(), start=1)
    }
    word = chain(tables={"@layers": "concatenate.v1", "*": tables}, mix=mix(32 * len(ROWS)))
    layers = chain(
        word={"@layers": "uniqued.v1", "layer": word, "column": 0},
        near=neighbours(),
        far=neighbours(),
    )
    return chain(
        features={"@layers": "spacy.FeatureExtractor.v1", "columns": ["ORTH", *ROWS]},
        vectors={"@layers": "with_array.v1", "layer": layers, "pad": 2},
    )


def _example(sentence: Sentence, nlp: "Language", *, tokenised: bool = True) -> "Example":
    """Pair a sentence with its tags; `tokenised` keeps its tokens, else the pipeline splits it."""
    from spacy.tokens import Doc
    from spacy.training import Example

    words = [word.text for word in sentence]
    spaces = [word.space for word in sentence]
    tags = [word.pos for word in sentence]
    morphs = [word.morph for word in sentence]
    gold = Doc(nlp.vocab, words=words, spaces=spaces, pos=tags, morphs=morphs)
    doc = Doc(nlp.vocab, words=words, spaces=spaces) if tokenised else nlp.make_doc(gold.text)
    return Example(doc, gold)


def train(
    nlp: "Language", sentences: list[Sentence], *, epochs: int = EPOCHS, seed: int = 0
) -> None:
    """Train the tagger of a pipeline from its start, in place.

    Parameters
    ----------
    nlp : Language
        From `build_pipeline`.
    sentences : list of list of Word
        In the order of the treebank: some neighbours are put into one text.
    epochs : int
        Passes over the sentences, each with other variations.
    seed : int, default 0
        Of the first weights, of the order and of the variations.
    """
    from thinc.api import Adam, fix_random_seed

    fix_random_seed(seed)
    rng = random.Random(seed)  # noqa: S311 (nothing is kept secret by it)
    samples = [*sentences, [Word("\n", space=False, pos="SPACE")]]
    nlp.initialize(lambda: (_example(sample, nlp) for sample in samples))
    optimizer = Adam(LEARN_RATE)
    runs = _batches(sentences, RUN)
    steps = epochs * -(-len(runs) // RUNS)
    batches = itertools.chain.from_iterable(
        _batches(rng.sample(runs, len(runs)), RUNS) for _ in range(epochs)
    )
    for step, batch in enumerate(batches):
        # The rate rises during the first twentieth of the steps and falls to nothing at the end.
        optimizer.learn_rate = LEARN_RATE * min(20 * step / steps, 1 - step / steps)
        texts = [
            text for run in batch for text in _join([vary(sentence, rng) for sentence in run], rng)
        ]
        nlp.update([_example(text, nlp) for text in texts], sgd=optimizer, drop=0.1)
    for layer in cast("TrainablePipe", nlp.get_pipe("morphologizer")).model.walk():
        for name in layer.param_names:
            layer.set_param(name, optimizer.averages[layer.id, name])


CARD = """\
# Tagger for English technical prose

A spaCy pipeline: the English tokeniser and one component, `morphologizer`, that gives each token
its universal part of speech (`token.pos_`) and, for nouns and verbs, its number, tense and form
(`token.morph`, with the features of spaCy's own English pipelines).

| | |
|---|---|
| Load | `spacy.load("extract/model")` |
| Data | Universal Dependencies English Web Treebank (UD_English-EWT), {sentences:,} sentences |
| Licence | Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0), as the treebank's |
| Network | hashed vectors ({tables}), two windows of three words, width {width} |

## Scores on the test set

The pipeline splits the text itself; share of right answers among the tokens of the treebank.

| test set | part of speech | number, tense, form |
|---|---|---|
{scores}

Speed: {speed:,.0f} words a second with one thread, tokeniser included, on texts of {run} sentences,
{batch} texts to a batch, when the words are in the vocabulary.

## What it is for, and what it is not

It is trained for documents, not for messages: the treebank's sentences (weblogs, news groups,
e-mails, reviews, answers) are varied at random into headings, list items, lower case and
sentences about tools with coined names. Single capitalised words of a heading are often taken for
names (`PROPN`) rather than nouns, and a verb that stands first and is also a noun ("Patch nodes")
may be taken for the noun.

## Train again

Get the treebank (repository UniversalDependencies/UD_English-EWT), put its
`en_ewt-ud-train.conllu` and `en_ewt-ud-test.conllu` into a folder as `train.conllu` and
`test.conllu`, and run

    python -m extract.training TREEBANK_DIR

It takes {minutes:.0f} minutes on one core, and writes this card too. Seed: {seed}.
"""


def _score_table(nlp: "Language", sentences: list[Sentence]) -> str:
    """Return the table of the card: scores on the sentences as they are, and in other letters."""
    variants = {
        "as it is": sentences,
        "in lower case": [[replace(w, text=w.text.lower()) for w in s] for s in sentences],
        "with a title's capitals": [
            [replace(w, text=_capitalise(w.text)) for w in s] for s in sentences
        ],
    }
    rows = []
    for name, variant in variants.items():
        scores = nlp.evaluate([_example(sentence, nlp, tokenised=False) for sentence in variant])
        rows.append(f"| {name} | {scores['pos_acc']:.1%} | {scores['morph_acc']:.1%} |")
    return "\n".join(rows)


def _words_per_second(nlp: "Language", sentences: list[Sentence]) -> float:
    """Return the speed on texts of RUN sentences, the best of four rounds."""
    texts = [
        " ".join(word.text for sentence in run for word in sentence)
        for run in _batches(sentences, RUN)
    ]
    durations = []
    for _ in range(4):
        start = time.perf_counter()
        for _doc in nlp.pipe(texts, batch_size=BATCH):
            pass
        durations.append(time.perf_counter() - start)
    return sum(len(text.split()) for text in texts) / min(durations)


def _replace(directory: Path, nlp: "Language", card: str) -> None:
    """Write pipeline and card beside `directory`, then put them in its place."""
    with tempfile.TemporaryDirectory(dir=directory.parent) as scratch:
        new, old = Path(scratch, "new"), Path(scratch, "old")
        nlp.to_disk(new, exclude=["vocab"])  # the words are not needed; the tagger hashes them
        (new / "README.md").write_text(card, encoding="utf-8")
        if directory.exists():
            directory.rename(old)
        new.rename(directory)


def main() -> None:
    """Train, score and write the pipeline."""
    parser = argparse.ArgumentParser(prog="python -m extract.training", description=__doc__)
    parser.add_argument("treebank", type=Path, help="folder with train.conllu and test.conllu")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path(__file__).with_name("model"),
        metavar="DIR",
        help="folder of the pipeline, replaced as a whole (default: the one of the project)",
    )
    options = parser.parse_args()
    try:
        training, test = (
            list(read_conllu(options.treebank / f"{part}.conllu")) for part in ("train", "test")
        )
    except (OSError, ValueError) as error:
        parser.error(str(error))

    start = time.perf_counter()
    nlp = build_pipeline()
    train(nlp, training)
    card = CARD.format(
        sentences=len(training),
        tables=", ".join(ROWS),
        width=WIDTH,
        scores=_score_table(nlp, test),
        speed=_words_per_second(nlp, test),
        run=RUN,
        batch=BATCH,
        minutes=(time.perf_counter() - start) / 60,
        seed=SEED,
    )
    _replace(options.output, nlp, card)
    sys.stdout.write(card)


if __name__ == "__main__":
    main()
