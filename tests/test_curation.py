"""Curation: what a person puts right is kept, can be undone, and is seen before it is done."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import curation
from extract.build import try_names
from extract.curation import Change, CurationError, History, find_changes
from extract.index import read_table
from extract.language import key_of
from extract.lexicon import (
    KINDS,
    SHIPPED_LEXICONS,
    LexiconConcept,
    read_lexicons,
)

POD = LexiconConcept("Pod", "resource", ("Pods",), own=True)
BUDGET = LexiconConcept(
    "Pod Disruption Budget", "resource", ("PDB", "budget"), frozenset({"budget"}),
    context=("eviction",), own=True,
)  # fmt: skip

names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1).filter(key_of)
tidy_names = names.map(lambda name: " ".join(name.split())).filter(key_of)


@st.composite
def concepts(draw):
    name, aliases = draw(tidy_names), tuple(draw(st.lists(tidy_names, max_size=3)))
    ambiguous = draw(st.frozensets(st.sampled_from([name, *aliases])))
    context = tuple(word.casefold() for word in draw(st.lists(tidy_names, max_size=2)))
    switches = draw(st.fixed_dictionaries({k: st.booleans() for k in ("case", "code", "hidden")}))
    kind = draw(st.sampled_from(KINDS))
    return LexiconConcept(name, kind, aliases, ambiguous, context=context, own=True, **switches)


entries = st.lists(concepts(), unique_by=lambda concept: concept.name, max_size=5).map(
    curation._ordered
)


# --- the file ---


@given(entries)
def test_entries_are_read_back_as_they_were_written(tmp_path_factory, written):
    file = tmp_path_factory.getbasetemp() / "lexicon.toml"
    file.write_text(curation.format_entries(written), encoding="utf-8", newline="\n")
    found = curation.read_entries(file)
    tidied = [
        replace(entry, context=tuple(" ".join(word.split()).casefold() for word in entry.context))
        for entry in written
    ]
    assert list(found) == tidied


def test_the_file_has_the_form_of_the_shipped_lexicon_and_a_line_for_each_key():
    text = curation.format_entries((BUDGET, curation.hide((), POD)[0]))
    assert text == (
        "# Names of your own: they count before the shipped ones. Format: docs/lexicon.md\n\n"
        '[[concept]]\nname = "Pod Disruption Budget"\nkind = "resource"\n'
        'aliases = ["PDB", "budget"]\nambiguous = ["budget"]\ncontext = ["eviction"]\n\n'
        '[[concept]]\nname = "Pod"\nkind = "resource"\naliases = ["Pods"]\nhidden = true\n'
    )


def test_writing_replaces_what_was_there(tmp_path):
    file = tmp_path / "index.lexicon.toml"
    for written in ((POD, BUDGET), (POD,)):
        curation.write_entries(file, curation._ordered(written))
    assert curation.read_entries(file) == (POD,)
    assert list(tmp_path.iterdir()) == [file]


def test_where_there_is_no_file_there_are_no_entries(tmp_path):
    assert curation.read_entries(tmp_path / "none.toml") == ()


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(CurationError, match="could not be written"):
        curation.write_entries(tmp_path / "taken" / "lexicon.toml", ())


# --- changes ---


def test_a_new_name_keeps_the_former_one_as_an_alias():
    [renamed] = curation.rename((BUDGET,), BUDGET, "  PDB ")
    assert renamed == replace(BUDGET, name="PDB", aliases=("Pod Disruption Budget", "budget"))


def test_merged_concepts_have_all_names_and_ask_for_the_evidence_of_both():
    [merged] = curation.merge(
        (POD,), BUDGET, replace(POD, ambiguous=frozenset({"Pods"}), case=True)
    )
    assert merged.surfaces() == ("Pod Disruption Budget", "PDB", "budget", "Pod", "Pods")
    assert (merged.ambiguous, merged.context, merged.case) == ({"budget", "Pods"}, ("eviction",), 1)


def test_a_part_takes_the_names_that_are_split_off():
    whole, part = curation.split((), BUDGET, ["budget"], "concept")[::-1]
    assert (whole.name, whole.aliases, whole.ambiguous, whole.context) == (
        "Pod Disruption Budget", ("PDB",), frozenset(), ()
    )  # fmt: skip
    assert (part.name, part.kind, part.ambiguous) == ("budget", "concept", {"budget"})


def test_another_spelling_of_its_name_is_not_split_off():
    flow = LexiconConcept("GitFlow", "practice", ("Git Flow", "gitflow model"))
    with pytest.raises(CurationError, match="the same name as 'GitFlow', in another spelling"):
        curation.split((), flow, ["Git Flow"])


def test_each_change_touches_its_concept_alone():
    other = LexiconConcept("Zot", "tool", own=True)
    for changed in (
        curation.hide((other,), POD),
        curation.change_kind((other,), POD, "concept"),
        curation.add_alias((other,), POD, "pod group"),
        curation.add((other,), "sandbox"),
        curation.promote((other,), POD),
        curation.rename((other,), POD, "Kubernetes Pod"),
    ):
        assert other in changed
        assert len(changed) == 2
    assert curation.forget((other, POD), "Pod") == (other,)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda: curation.rename((), POD, "Pod"), "is its name already"),
        (lambda: curation.rename((), POD, " - "), "needs letters or digits"),
        (lambda: curation.merge((), POD, POD), "cannot be merged with itself"),
        (lambda: curation.split((), POD, ["Pod"]), "'Pod' is no alias of 'Pod'"),
        (lambda: curation.split((), POD, []), "nothing is no alias"),
        (lambda: curation.change_kind((), POD, "thing"), "'thing' is no kind; choose one of tool"),
        (lambda: curation.change_kind((), POD, "resource"), "is a resource already"),
        (lambda: curation.add_alias((), POD, "Pods"), "is a name of 'Pod' already"),
        (lambda: curation.forget((), "Pod"), "nothing of your own is called 'Pod'"),
    ],
)
def test_a_change_that_makes_no_sense_says_why(change, sentence):
    with pytest.raises(CurationError, match=sentence):
        change()


# --- undo and redo ---


def test_changes_are_undone_and_done_again_in_order():
    one, two = (POD,), (POD, BUDGET)
    history = History().change(one).change(two)
    assert [h.now for h in (history.undo(), history.undo().undo(), history.undo().redo())] == [
        one, (), two
    ]  # fmt: skip
    assert history.undo().undo().undo().now == ()
    assert history.redo() == history
    assert history.undo().change(()).redo().now == ()  # a new change leaves no way to the old one


# --- what comes of it, on the shipped sample ---


@pytest.fixture(scope="module")
def lexicon():
    return read_lexicons([SHIPPED_LEXICONS])


@pytest.fixture(scope="module")
def known(shipped_index):
    return read_table(shipped_index, "concepts")


@pytest.fixture
def changes(shipped_index, known):
    """Return a function from entries to what they change."""

    def find(own):
        tables = try_names(shipped_index, own)
        return {change.concept: change[1:] for change in find_changes(known, tables["concepts"])}

    return find


def mentions(known, name):
    return int(known.set_index("concept").loc[name, "mentions"])


def test_no_change_changes_nothing(changes):
    assert changes(()) == {}


def test_renaming_moves_all_mentions(changes, lexicon, known):
    entry = curation.describe("Pod Disruption Budget", lexicon, known)
    count = mentions(known, entry.name)
    assert changes(curation.rename((), entry, "PDB")) == {
        "Pod Disruption Budget": (count, None), "PDB": (None, count)
    }  # fmt: skip


def test_what_needs_evidence_for_its_name_can_be_renamed_and_merged(changes, lexicon, known):
    pod, node = (curation.describe(name, lexicon, known) for name in ("Pod", "node"))
    assert {"Pod"} == pod.ambiguous
    count, others = mentions(known, "Pod"), mentions(known, "node")
    assert changes(curation.rename((), pod, "Kubernetes unit")) == {
        "Pod": (count, None), "Kubernetes unit": (None, count)
    }  # fmt: skip
    merged = changes(curation.merge((), node, pod))
    assert merged["Pod"] == (count, None)
    assert merged["node"][0] == others
    assert merged["node"][1] >= others + count


def test_merging_adds_the_mentions_up(changes, lexicon, known):
    one, other = (curation.describe(name, lexicon, known) for name in ("cosign", "Sigstore"))
    found = changes(curation.merge((), one, other))
    before = mentions(known, "cosign"), mentions(known, "Sigstore")
    assert found["Sigstore"] == (before[1], None)
    assert found["cosign"] == (before[0], sum(before))


def test_hiding_takes_a_concept_out(changes, lexicon, known):
    entry = curation.describe("cosign", lexicon, known)
    assert changes(curation.hide((), entry))["cosign"] == (mentions(known, "cosign"), None)


def test_a_discovered_concept_can_be_renamed_and_hidden(changes, lexicon, known):
    discovered = known[known["origin"] == "discovered"].sort_values("mentions")["concept"].iloc[-1]
    entry = curation.describe(discovered, lexicon, known)
    assert changes(curation.hide((), entry))[discovered][1] is None
    renamed = changes(curation.rename((), entry, "a name of mine"))
    assert renamed[discovered][1] is None
    assert renamed["a name of mine"][1] >= mentions(known, discovered)


def test_what_is_split_off_has_its_own_mentions(changes, lexicon, known):
    entry = curation.describe("Pod Disruption Budget", lexicon, known)
    found = changes(curation.split((), entry, ["PDB"]))
    before, after = found["Pod Disruption Budget"]
    assert found["PDB"] == (None, before - after)


def test_a_concept_that_is_not_there_is_named(lexicon, known):
    with pytest.raises(CurationError, match="there is no concept called 'Nothing'"):
        curation.describe("Nothing", lexicon, known)


def test_the_greatest_change_comes_first():
    import pandas as pd

    def table(**counts):
        return pd.DataFrame(
            {"concept": list(counts), "kind": "tool", "mentions": list(counts.values()),
             "aliases": [[] for _ in counts]}
        )  # fmt: skip

    assert find_changes(table(a=1, b=5, c=2), table(a=1, b=9, d=3)) == [
        Change("b", 5, 9), Change("d", None, 3), Change("c", 2, None)
    ]  # fmt: skip
