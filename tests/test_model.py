"""The tagger that ships with the project, and the script that trains it."""

import re
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extract.training import TECHNICAL_PROSE, Word, build_pipeline, read_conllu, train, vary

MODEL = Path(__file__).parent.parent / "extract" / "model"

# word/part of speech; N is a noun or a name
SENTENCES = """\
The/DET broker/N copies/VERB each/DET partition/N to/ADP two/NUM followers/N ./PUNCT
Grafana/N draws/VERB the/DET curves/N ,/PUNCT and/CCONJ the/DET agent/N sends/VERB samples/N ./PUNCT
Install/VERB the/DET chart/N with/ADP helm/N ./PUNCT
Configure/VERB retries/N and/CCONJ timeouts/N
What/PRON is/AUX a/DET network/N policy/N ?/PUNCT
A/DET sidecar/N is/AUX a/DET container/N that/PRON helps/VERB another/DET container/N ./PUNCT
kubectl/N lists/VERB the/DET pods/N of/ADP a/DET namespace/N ./PUNCT
The/DET compiler/N rejects/VERB unsafe/ADJ code/N ./PUNCT
the/DET gateway/N validates/VERB tokens/N
Machine/N learning/N and/CCONJ load/N balancing/N
"""


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(MODEL)


@pytest.fixture(scope="module")
def english():
    return spacy.blank("en")


@pytest.fixture
def treebank(tmp_path):
    path = tmp_path / "train.conllu"
    path.write_text(
        "# text = It doesn't restart.\n"
        "1\tIt\tit\tPRON\tPRP\t_\t3\tnsubj\t_\t_\n"
        "2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "2\tdoes\tdo\tAUX\tVBZ\t_\t4\taux\t_\t_\n"
        "3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n"
        "3.1\tever\tever\tADV\tRB\t_\t_\t_\t_\t_\n"
        "4\trestart\trestart\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n"
        "5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n"
        "\n"
        "1\tPods\tpod\tNOUN\tNNS\t_\t0\troot\t_\t_\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("tagged", SENTENCES.splitlines())
def test_technical_sentences_are_tagged(nlp, tagged):
    words, tags = zip(*(token.rsplit("/", 1) for token in tagged.split()), strict=True)
    doc = spacy.tokens.Doc(nlp.vocab, words=words)
    nominal = {"NOUN": "N", "PROPN": "N"}
    assert [nominal.get(token.pos_, token.pos_) for token in nlp(doc)] == list(tags)


def test_verbs_and_nouns_carry_their_form(nlp):
    doc = nlp("The gateway validates tokens.")
    assert [str(token.morph) for token in doc] == [
        "",
        "Number=Sing",
        "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
        "Number=Plur",
        "",
    ]


def test_a_text_is_tagged_the_same_alone_and_in_a_batch(nlp):
    texts = [re.sub(r"/\w+", "", line) for line in SENTENCES.splitlines()]
    assert [doc.to_json() for doc in nlp.pipe(texts, batch_size=4)] == [
        nlp(text).to_json() for text in texts
    ]


@given(st.text(alphabet=st.characters(codec="ascii") | st.sampled_from("©é—…🐳"), max_size=60))
def test_words_are_split_as_by_the_english_tokeniser(nlp, english, text):
    usual = english.make_doc(text)
    assert [token.text for token in nlp.make_doc(text)] == [token.text for token in usual]


def test_the_model_is_small():
    assert sum(path.stat().st_size for path in MODEL.rglob("*")) < 4_000_000


def test_the_card_names_data_licence_scores_and_training(nlp):
    card = (MODEL / "README.md").read_text(encoding="utf-8")
    for part in ("UD_English-EWT", "CC BY-SA 4.0", "test set", "python -m extract.training"):
        assert part in card
    technical = len(list(read_conllu(TECHNICAL_PROSE)))
    assert f"{technical} sentences of technical prose" in card
    assert nlp.meta["license"] == "CC BY-SA 4.0"


def test_a_treebank_is_read_with_spaces_contractions_and_forms(treebank):
    assert list(read_conllu(treebank)) == [
        [
            Word("It", True, "PRON", "", "it"),
            Word("does", False, "AUX", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "do"),
            Word("n't", True, "PART", "", "not"),
            Word("restart", False, "VERB", "VerbForm=Inf", "restart"),
            Word(".", True, "PUNCT", "", "."),
        ],
        [Word("Pods", True, "NOUN", "Number=Plur", "pod")],
    ]


def test_a_line_that_is_no_conllu_is_named(tmp_path):
    path = tmp_path / "train.conllu"
    path.write_text("1\tPods\tpod\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"train\.conllu, line 1: .* ten columns"):
        list(read_conllu(path))


@given(st.randoms())
def test_a_variation_keeps_tags_and_makes_no_empty_sentence(rng):
    sentence = next(read_conllu(TECHNICAL_PROSE))
    varied = vary(sentence, {"NOUN": ["cache"], "VERB": ["apply"]}, rng)
    tags = [word.pos for word in sentence]
    pieces = [tags[i : i + len(varied)] for i in range(len(tags))]
    assert varied
    assert [word.pos for word in varied] in pieces


def test_training_is_reproducible_and_learns(treebank):
    sentences = list(read_conllu(treebank)) * 40
    first, second = build_pipeline(), build_pipeline()
    train(first, sentences, epochs=6)
    train(second, sentences, epochs=6)
    assert first.to_bytes(exclude=["vocab"]) == second.to_bytes(exclude=["vocab"])
    tags = [token.pos_ for token in first("It doesn't restart.")]
    assert tags == ["PRON", "AUX", "PART", "VERB", "PUNCT"]
