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

# Sentences of technical prose, written and tagged for this project: the treebank has next to none,
# and takes the verb of "the kubelet restarts containers" for a noun. Read several times an epoch.
TECHNICAL_PROSE = Path(__file__).with_name("technical_prose.conllu")
REPEATS = 4

# Lexical attribute -> rows of its table of vectors.
ROWS = {"NORM": 10_000, "PREFIX": 500, "SUFFIX": 5000, "SHAPE": 1000}
WIDTH = 32  # of all vectors
WINDOW = 2  # words to either side that a tag is told by

EPOCHS = 10
LEARN_RATE = 0.008
DROPOUT = 0.1
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
    lemma: str = ""


Sentence = list[Word]
Lemmas = dict[str, list[str]]
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
            index, text, lemma, pos, tag, *_, misc = columns
            space = "SpaceAfter=No" not in misc
            if "-" in index:  # "3-4 don't": the parts follow
                inside, spaced = int(index.partition("-")[2]), space
            elif index.isdigit():  # "8.1" is a word that the text leaves out
                if int(index) <= inside:
                    space = spaced and int(index) == inside
                morph = MORPHS.get(tag, "") if pos in INFLECTED else ""
                sentence.append(Word(text, space, pos, morph, lemma))


def vary(sentence: Sentence, lemmas: Lemmas, rng: random.Random) -> Sentence:
    """Change a sentence of the treebank into what technical documents are made of.

    By chance: a piece of it, as in headings and list items, which often begins with a verb
    ("Configure the pod"); no full stop; all lower case; a title's capitals; and other words, some
    of them coined, in place of nouns, names and verbs, since a document's tools and identifiers
    are in no treebank.

    Parameters
    ----------
    sentence : list of Word
        At least one word; left as it is.
    lemmas : dict of str to list of str
        The words to choose from, by part of speech ("NOUN" and "VERB").
    rng : random.Random
        Source of chance.
    """
    words = list(sentence)
    if rng.random() < 0.15 and len(words) > 3:
        verbs = [i for i, w in enumerate(words) if w.pos == "VERB" and w.morph == MORPHS["VB"]]
        first = rng.choice(verbs or range(len(words) - 2))
        words = words[first : rng.randint(first + 1, len(words))]
        if rng.random() < 0.7:
            words[0] = replace(words[0], text=_capitalise(words[0].text))
    if rng.random() < 0.2 and len(words) > 1 and words[-1].pos == "PUNCT":
        words.pop()
    if rng.random() < 0.4:
        words = [_swap(word, lemmas, rng) if rng.random() < 0.3 else word for word in words]
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


def _swap(word: Word, lemmas: Lemmas, rng: random.Random) -> Word:
    """Put another word of the same form in place of a noun, a name or a verb."""
    if word.pos not in {"NOUN", "PROPN", "VERB"} or not word.text.isalpha():
        return word
    syllables = [
        rng.choice("bcdfghklmnprstvw") + rng.choice("aeiou") + rng.choice(["", "", *"lmnrtx"])
        for _ in range(rng.randint(1, 3))
    ]
    coined = "".join(syllables)
    if word.pos == "PROPN":
        camel = "".join(syllable.capitalize() for syllable in syllables)
        names = [coined, coined.capitalize(), camel, coined[:4].upper(), coined + "ctl"]
        stem = rng.choice([*names, coined + "2", coined + ".yaml", "_".join(syllables)])
    else:
        # English makes verbs of its nouns (cache, route, queue), so a verb may get a noun's stem.
        stem = rng.choice([coined, rng.choice(lemmas["NOUN"]), rng.choice(lemmas[word.pos])])
    text = _inflect(stem, word.morph)
    return replace(word, text=_capitalise(text) if word.text[0].isupper() else text)


def _inflect(stem: str, morph: str) -> str:
    """Return the regular form of a word that has the features."""
    before, last = stem[-2:-1], stem[-1:]
    soft = stem[:-1] + "i" if last == "y" and before not in set("aeiou") else stem
    if morph in {MORPHS["NNS"], MORPHS["VBZ"]}:
        return soft + ("es" if soft != stem or stem.endswith(("s", "x", "z", "ch", "sh")) else "s")
    if morph in {MORPHS["VBD"], MORPHS["VBN"]}:
        return soft + ("d" if last == "e" else "ed")
    if morph == MORPHS["VBG"]:
        return stem.removesuffix("e") + "ing"
    return stem


def _lemmas(sentences: list[Sentence]) -> Lemmas:
    """Return the plain nouns and verbs of a treebank, sorted."""
    return {
        pos: sorted(
            {
                word.lemma
                for sentence in sentences
                for word in sentence
                if word.pos == pos and word.lemma.isalpha() and word.lemma.islower()
                if 2 < len(word.lemma) < 10
            }
        )
        for pos in ("NOUN", "VERB")
    }


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

    nlp = spacy.blank("en", meta={"name": "technical_prose", "license": "CC BY-SA 4.0"})
    # No rule of the tokeniser splits plain letters (its exceptions are looked up before), and
    # telling so spares most words its searches.
    nlp.tokenizer.token_match = re.compile(r"[A-Za-z]+\Z").match  # type: ignore[union-attr]
    model = {"@architectures": "spacy.Tagger.v2", "tok2vec": _network()}
    nlp.add_pipe("morphologizer", config={"model": model})
    return nlp


def _network() -> dict[str, Any]:
    """Return the configuration of the layers that give one vector for each token.

    What a word is by itself is computed once for each different word of a batch ("uniqued", by
    the first column), what its neighbours make of it once for each token: so the layer of the
    second kind is narrow, and there is but one.
    """

    def chain(**layers: dict[str, Any]) -> dict[str, Any]:
        return {"@layers": "chain.v1", "*": layers}

    def mix(inputs: int) -> dict[str, Any]:
        return {"@layers": "Maxout.v1", "nO": WIDTH, "nI": inputs, "nP": 2, "dropout": DROPOUT}

    tables = {
        name: {"@layers": "HashEmbed.v1", "nO": WIDTH, "nV": rows, "column": column, "seed": column}
        for column, (name, rows) in enumerate(ROWS.items(), start=1)
    }
    word = chain(tables={"@layers": "concatenate.v1", "*": tables}, mix=mix(len(ROWS) * WIDTH))
    window = {"@layers": "expand_window.v1", "window_size": WINDOW}
    layers = chain(
        word={"@layers": "uniqued.v1", "layer": word, "column": 0},
        context={
            "@layers": "residual.v1",
            "layer": chain(window=window, mix=mix((2 * WINDOW + 1) * WIDTH)),
        },
    )
    return chain(
        features={"@layers": "spacy.FeatureExtractor.v1", "columns": ["ORTH", *ROWS]},
        vectors={"@layers": "with_array.v1", "layer": layers, "pad": WINDOW},
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
    lemmas = _lemmas(sentences)
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
            text
            for run in batch
            for text in _join([vary(sentence, lemmas, rng) for sentence in run], rng)
        ]
        nlp.update([_example(text, nlp) for text in texts], sgd=optimizer, drop=DROPOUT)
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
| More data | {technical} sentences of technical prose, written and tagged for this project |
| Licence | Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0), as the treebank's |
| Network | hashed vectors ({tables}) and one window of {window} words, width {width} |

## Scores on the test set

The pipeline splits the text itself; share of right answers among the tokens of the treebank.

| test set | part of speech | number, tense, form |
|---|---|---|
{scores}

Speed: {speed:,.0f} words a second with one thread, tokeniser included, on texts of {run} sentences,
{batch} texts to a batch, once the words are in the vocabulary.

## What it is for, and what it is not

It is trained for documents, not for messages: the treebank's sentences (weblogs, news groups,
e-mails, reviews, answers) are varied at random into headings, list items, lower case and
sentences with other or coined nouns, names and verbs. A tag is told from the word and two
neighbours on either side, so a word that may be a noun or a verb ("Redis caches results", "Patch
nodes") is sometimes taken for the wrong one, capitalised words of a heading for names (`PROPN`),
and participles before a noun ("failed jobs") for adjectives or verbs.

## Train again

Get the treebank (repository UniversalDependencies/UD_English-EWT), put its
`en_ewt-ud-train.conllu` and `en_ewt-ud-test.conllu` into a folder as `train.conllu` and
`test.conllu`, and run

    python -m extract.training TREEBANK_DIR

It takes a few minutes on one core, and writes this card too. Seed: {seed}.
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
    """Return the speed on texts of RUN sentences, in the processor's time, best of four rounds."""
    texts = [
        " ".join(word.text for sentence in run for word in sentence)
        for run in _batches(sentences, RUN)
    ]
    durations = []
    for _ in range(4):
        start = time.process_time()
        for _doc in nlp.pipe(texts, batch_size=BATCH):
            pass
        durations.append(time.process_time() - start)
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
        treebank = list(read_conllu(options.treebank / "train.conllu"))
        test = list(read_conllu(options.treebank / "test.conllu"))
        technical = list(read_conllu(TECHNICAL_PROSE))
    except (OSError, ValueError) as error:
        parser.error(str(error))

    nlp = build_pipeline()
    train(nlp, treebank + technical * REPEATS, seed=SEED)
    card = CARD.format(
        sentences=len(treebank),
        technical=len(technical),
        tables=", ".join(ROWS),
        width=WIDTH,
        window=2 * WINDOW + 1,
        scores=_score_table(nlp, test),
        speed=_words_per_second(nlp, test),
        run=RUN,
        batch=BATCH,
        seed=SEED,
    )
    _replace(options.output, nlp, card)
    sys.stdout.write(card)


if __name__ == "__main__":
    main()
