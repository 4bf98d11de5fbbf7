"""How a curriculum is read and matched to a reference, and how the sample course fares."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.gaps import leave_out
from extract.build import build_index
from extract.documents import NoDocumentsError, UnreadableDocumentError
from graph.concept_graph import Index, build_concept_graph, load_index
from graph.coverage import Coverage, Reference, describe_reference, measure_coverage
from graph.curriculum import parse_curriculum, read_curriculum, reference_curriculum
from graph.gap_report import report_gaps, why
from graph.prerequisites import find_prerequisites
from graph.sequence import find_order_faults
from tests.conftest import ROOT

EXPECTATION = tomllib.loads((ROOT / "tests" / "curriculum_expectation.toml").read_text("utf-8"))
SAMPLE_CURRICULUM = ROOT / "data" / "curriculum.md"


@pytest.fixture(scope="module")
def shipped(shipped_index: Path) -> Index:
    return load_index(shipped_index)


@pytest.fixture(scope="module")
def reference(shipped: Index) -> Reference:
    graph = build_concept_graph(shipped)
    return describe_reference(
        shipped, graph, find_prerequisites(shipped, graph),
        reference_curriculum(shipped).explanations,
    )  # fmt: skip


@pytest.fixture(scope="module")
def coverage(shipped: Index, reference: Reference) -> Coverage:
    return measure_coverage(read_curriculum([SAMPLE_CURRICULUM], shipped), reference)


def named_in(text: str, reference: Index, *, name: str = "list.txt") -> list[str]:
    mentions = parse_curriculum(name, text.encode(), reference).mentions
    return list(dict.fromkeys(mentions["concept"]))


# --- the sample curriculum, against what a teacher expects -------------------------------------


def found_names(coverage: Coverage) -> Callable[[str], str | None]:
    """Return what finds the concept that stands where the curriculum first prints a name."""
    sections = coverage.curriculum.sections
    mentions = coverage.curriculum.mentions

    def find(name: str) -> str | None:
        for section, text in zip(sections["section"], sections["text"], strict=True):
            start = text.lower().find(name.lower())
            rows = mentions[
                (mentions["section"] == section)
                & (mentions["start"] < start + len(name))
                & (mentions["end"] > start)
            ]
            if start >= 0 and len(rows):
                return str(rows["concept"].iloc[0])
        return None

    return find


def test_the_sample_curriculum_is_judged_as_a_teacher_judges_it(coverage: Coverage) -> None:
    find = found_names(coverage)
    status = {row.concept: row for row in coverage.concepts}
    wrong = []
    for expected in EXPECTATION["concept"]:
        row = status.get(find(expected["name"]) or "")
        found = None if row is None else "explained" if row.status == "covered" else "mentioned"
        if row and row.status == "beyond":
            found = expected["status"]  # the reference does not know it: nothing to cover
        if found != expected["status"]:
            wrong.append((expected["name"], found))
    named = {name.casefold() for row in coverage.concepts if row.depth for name in (row.concept,)}
    wrong += [(name, "named") for name in EXPECTATION["missing"] if name.casefold() in named]
    judged = len(EXPECTATION["concept"]) + len(EXPECTATION["missing"])
    assert len(wrong) <= 0.05 * judged, wrong


def test_missing_concepts_of_the_sample_are_reported_as_missing(
    coverage: Coverage, reference: Reference
) -> None:
    names = {
        name.casefold(): concept
        for concept, node in reference.graph.nodes(data=True)
        for name in (concept, *node["aliases"])
    }
    status = {row.concept: row.status for row in coverage.concepts}
    found = [status[names[name.casefold()]] for name in EXPECTATION["missing"]]
    assert found == ["missing"] * len(EXPECTATION["missing"])


def test_both_faults_of_order_are_found_and_no_other_use_before_introduction(
    coverage: Coverage, reference: Reference
) -> None:
    faults = [
        fault
        for fault in find_order_faults(coverage, reference)
        if fault.kind == "used before introduced"
    ]
    unmatched = list(faults)
    for expected in EXPECTATION["order"]:
        names = {expected["used"], *expected["with"]}
        matching = [
            fault
            for fault in faults
            if fault.concept in names
            and fault.place.title == expected["place"]
            and fault.introduced
            and fault.introduced.title == expected["introduced"]
        ]
        assert matching, expected
        unmatched = [fault for fault in unmatched if fault not in matching]
    assert unmatched == []


# --- the reference as a curriculum --------------------------------------------------------------


def test_the_documents_of_the_reference_cover_it_wholly(
    shipped: Index, reference: Reference
) -> None:
    curriculum = read_curriculum([ROOT / "data" / "sample"], shipped)
    total = measure_coverage(curriculum, reference).total
    assert (total.covered, total.weighted) == (total.concepts, 1.0)


def test_an_index_is_a_curriculum_too(shipped: Index, reference: Reference) -> None:
    coverage = measure_coverage(read_curriculum([shipped.path], shipped), reference)
    assert coverage.total.weighted == 1.0


def test_leaving_any_section_out_never_raises_coverage(
    shipped: Index, reference: Reference
) -> None:
    whole = reference_curriculum(shipped)
    for section in whole.sections["section"][::10]:
        total = measure_coverage(leave_out(whole, {section}), reference).total
        assert total.covered < total.concepts or section not in {
            item.section for found in reference.explanations.values() if len(found) == 1
            for item in found
        }  # fmt: skip


def test_a_corpus_of_names_of_its_own_lends_them_to_the_curriculum(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.md"
    corpus.write_text(
        "# What is the Fluxomatic?\n\nThe **Fluxomatic** is a tool that melts cheese. "
        "The Fluxomatic wants a Wobblegate.\n\n"
        "# What is a Wobblegate?\n\nA **Wobblegate** is a valve. A Wobblegate opens slowly.\n"
    )
    build_index([corpus], tmp_path / "index")
    reference = load_index(tmp_path / "index")
    assert "Fluxomatic" in named_in("fluxomatics at home\nwobblegates", reference)


# --- shapes of curricula ------------------------------------------------------------------------


def test_a_name_of_several_words_is_found_whatever_its_words_are_taken_for(tmp_path: Path) -> None:
    documents = tmp_path / "ovens.md"
    documents.write_text(
        "# Bakers\n\nA **kneading trough** is a tool of bakers. Use the kneading trough well.\n",
        encoding="utf-8",
    )
    build_index([documents], tmp_path / "index")
    reference = load_index(tmp_path / "index")
    assert "kneading trough" in named_in("# How kneading troughs work\n", reference)


def test_bare_lines_are_topics(shipped: Index) -> None:
    curriculum = parse_curriculum("topics.txt", b"Trivy\nFalco\nimage signing\n", shipped)
    assert [line.concept for line in curriculum.listed] == ["Trivy", "Falco", "image signing"]


@pytest.mark.parametrize(
    ("name", "text", "is_list"),
    [
        pytest.param("list.txt", "Trivy\nFalco\n", True, id="bare lines"),
        pytest.param("a.md", "# Docker\n\n## Monday\n\n- Trivy\n- Falco\n", True, id="outline"),
        pytest.param("a.md", "# Signing\n\nA cosign key signs an image.\n", False, id="text"),
        pytest.param(
            "a.md", "## Trivy\n\n- Rekor\n\n## Monday\n\nWe look at Falco for a while.\n", False,
            id="lines beside a text that only mentions",
        ),
    ],
)  # fmt: skip
def test_of_a_list_it_is_said_what_it_cannot_show(
    shipped: Index, reference: Reference, name: str, text: str, is_list: bool
) -> None:
    curriculum = parse_curriculum(name, text.encode(), shipped)
    lead = report_gaps(measure_coverage(curriculum, reference), reference).lead
    assert any("The curriculum is a list" in sentence for sentence in lead) == is_list


def test_a_column_of_a_table_is_a_list_of_topics(shipped: Index) -> None:
    data = b"topic,hours\nTrivy,2\nFalco,3\n"
    curriculum = parse_curriculum("topics.csv", data, shipped)
    assert {"Trivy", "Falco"} <= {line.concept for line in curriculum.listed}


def test_a_job_advertisement_lists_what_it_asks_for(shipped: Index) -> None:
    text = (
        "# Platform engineer\n\nWe are looking for someone who likes quiet nights.\n\n"
        "## You bring\n\n- Experience with Kubernetes and Helm\n- Falco or Tetragon\n"
    )
    curriculum = parse_curriculum("job.md", text.encode(), shipped)
    listed = {line.concept for line in curriculum.listed}
    assert {"Kubernetes", "Helm", "Falco", "Tetragon"} <= listed


def test_every_spelling_is_found_under_the_name_of_the_reference(shipped: Index) -> None:
    assert named_in("K8s\nSBOMs\nrole-based access control", shipped) == [
        "Kubernetes", "SBOM", "RBAC",
    ]  # fmt: skip


def test_an_ambiguous_name_means_what_the_reference_says_in_such_company(shipped: Index) -> None:
    text = "# Identities\n\nSPIRE gives a SPIFFE ID and an SVID to what runs on each node.\n"
    assert "node" in named_in(text, shipped, name="course.md")
    text = "# Trust\n\nCosign puts an SBOM and an image digest into the registry.\n"
    assert "image registry" in named_in(text, shipped, name="course.md")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The registry lists births; each node of the tree is a person.", id="none"),
        pytest.param("SPIRE is a registry, and each node an SVID.", id="too few"),
        pytest.param(
            "SPIRE, SPIFFE ID and SVID on a node; Django, Flask, Laravel, React, Angular.",
            id="fewer than half",
        ),
    ],
)
def test_an_ambiguous_name_in_other_company_means_nothing_known(shipped: Index, text: str) -> None:
    named = named_in(f"# Today\n\n{text}\n", shipped, name="course.md")
    assert not {"node", "image registry"} & set(named)


FIELD = (
    "# Trust\n\nCosign, Sigstore and the SBOM.\n\n"
    "# Mesh\n\nIstio, Linkerd and mTLS.\n\n"
    "# Identities\n\nSPIRE, SPIFFE and the SVID.\n\n"
)
OTHERS = "".join(f"# Dish {number}\n\nFlour.\n\n" for number in range(7))


def test_a_short_session_means_what_its_course_is_about(shipped: Index) -> None:
    text = f"{FIELD}# Places\n\nNodes come and go, and a registry stays.\n"
    assert {"node", "image registry"} <= set(named_in(text, shipped, name="course.md"))


def test_what_most_of_the_reference_speaks_of_is_known_by_the_field_as_a_whole(
    shipped: Index,
) -> None:
    text = (
        "# Container\n\nA container is isolated from others.\n\n"
        "# Kubernetes\n\n- Kubernetes and its Pods\n- Docker images and Deployments\n"
    )
    assert "container" in named_in(text, shipped, name="course.md")


def test_a_course_that_touches_a_field_in_passing_is_not_about_it(shipped: Index) -> None:
    text = f"{FIELD}{OTHERS}# Places\n\nNodes come and go, and a registry stays.\n"
    assert not {"node", "image registry"} & set(named_in(text, shipped, name="course.md"))


def test_code_and_capitals_stay_the_evidence_where_a_name_asks_for_them(shipped: Index) -> None:
    text = "# Trust\n\nmTLS, Istio and Linkerd are a service to the service mesh.\n"
    assert "Kubernetes Service" not in named_in(text, shipped, name="course.md")


def test_a_concept_named_within_a_longer_name_only_says_so(coverage: Coverage) -> None:
    [api] = [row for row in coverage.concepts if row.concept == "API"]
    assert (api.status, api.longer) == ("missing", "Kubernetes API")
    assert why(api).startswith("named only within “Kubernetes API”; ")


def test_the_longer_name_is_the_one_that_is_written(shipped: Index, reference: Reference) -> None:
    text = b"# Images\n\nDocker  images have tags.\n"
    coverage = measure_coverage(parse_curriculum("course.md", text, shipped), reference)
    [docker] = [row for row in coverage.concepts if row.concept == "Docker"]
    assert (docker.status, docker.longer) == ("missing", "Docker images")


def test_a_longer_name_of_another_field_is_none_of_the_reference(
    shipped: Index, reference: Reference
) -> None:
    text = b"# Puddings\n\nSplit a **vanilla pod**. The **vanilla pod** is a fruit.\n"
    coverage = measure_coverage(parse_curriculum("menu.md", text, shipped), reference)
    assert "vanilla pod" in coverage.treatments
    [pod] = [row for row in coverage.concepts if row.concept == "Pod"]
    assert (pod.status, pod.longer) == ("missing", "")


def test_what_the_reference_lacks_keeps_its_own_name(shipped: Index) -> None:
    curriculum = parse_curriculum("topics.txt", b"Trivy\nPostGIS\nCrossplane\n", shipped)
    known = set(shipped.concepts["concept"])
    beyond = set(curriculum.mentions["concept"]) - known
    assert "Crossplane" in beyond


def test_several_files_are_one_curriculum_in_the_order_of_their_names(
    shipped: Index, tmp_path: Path
) -> None:
    (tmp_path / "2.md").write_text("# Falco\n")
    (tmp_path / "10.md").write_text("# Trivy\n")
    curriculum = read_curriculum([tmp_path], shipped)
    assert list(curriculum.mentions["concept"]) == ["Falco", "Trivy"]


def test_the_published_outlines_name_what_they_ask_for(shipped: Index, shared_data: Path) -> None:
    outline = read_curriculum([shared_data / "curricula" / "CKS-v1.34.md"], shipped)
    listed = {line.concept for line in outline.listed}
    assert {"RBAC", "seccomp", "SBOM", "Cilium", "Istio", "ServiceAccount"} <= listed


# --- what cannot be read ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        pytest.param("syllabus.md", b"PK\x03\x04" + bytes(3000), "is not text", id="spreadsheet"),
        pytest.param("syllabus.md", b" \n ", "is empty", id="empty"),
        pytest.param("syllabus.xyz", b"text", "cannot be read", id="unknown kind"),
        pytest.param("syllabus.md", b"a" * 20_000_001, "split it", id="too large"),
        pytest.param("syllabus.pdf", b"%PDF-1.4 nonsense", "PDF", id="damaged PDF"),
    ],
)
def test_a_curriculum_that_cannot_be_read_is_told_in_one_sentence(
    shipped: Index, name: str, data: bytes, said: str
) -> None:
    with pytest.raises(UnreadableDocumentError, match=said) as raised:
        parse_curriculum(name, data, shipped)
    assert "\n" not in str(raised.value)


def test_a_curriculum_that_is_not_there_is_told(shipped: Index, tmp_path: Path) -> None:
    with pytest.raises(NoDocumentsError, match="check the path"):
        read_curriculum([tmp_path / "none.md"], shipped)


def blank_pdf(**encryption: Any) -> bytes:
    import io

    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if encryption:
        writer.encrypt(**encryption)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_scan_is_told_to_need_text_recognition(shipped: Index) -> None:
    with pytest.raises(UnreadableDocumentError, match="text recognition"):
        parse_curriculum("scan.pdf", blank_pdf(), shipped)


def test_an_encrypted_pdf_is_told_to_need_its_password(shipped: Index) -> None:
    data = blank_pdf(user_password="secret", algorithm="RC4-128")  # noqa: S106 - of a test file
    with pytest.raises(UnreadableDocumentError, match="password"):
        parse_curriculum("locked.pdf", data, shipped)
