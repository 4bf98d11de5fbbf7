"""Standalone: the graph and its evidence as one HTML file that needs no server and no network."""

import base64
import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.places import describe_place
from graph.backbone import select_view
from graph.evidence import concept_sections, describe_sections
from graph.vis import topic_colour, vis_data
from graph.wording import plural, unit

if TYPE_CHECKING:
    import networkx as nx

    from graph.concept_graph import Index

_PAGE = Path(__file__).with_name("standalone.html")
_SECTIONS = 12  # of each concept, the most telling first


def standalone_html(
    graph: "nx.Graph[str]", index: "Index", *, concepts: int = 500, edges: int = 1500
) -> str:
    """Return an interactive page with the graph, its questions and the sentences of evidence.

    Parameters
    ----------
    graph : networkx.Graph
        The concept graph of `index`.
    index : Index
    concepts, edges : int
        At most so many are shown, as `graph.backbone.select_view` chooses them.

    Notes
    -----
    The page loads nothing, and its content security policy forbids it to. What comes from
    documents is data that its script shows as text.
    """
    view = select_view(graph, concepts=concepts, edges=edges)
    scripts = {
        "vis-network": vis_network_file().read_text(encoding="utf-8"),
        "data": _json(_content(view, index)),
    }
    page = _PAGE.read_text(encoding="utf-8")
    before, script = page.split("<script>\n", 1)
    script, after = script.split("</script>", 1)
    style = before.split("<style>", 1)[1].split("</style>", 1)[0]
    policy = (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src '{_digest(style)}'; "
        f"script-src '{_digest(scripts['vis-network'])}' '{_digest(script)}'"
    )
    return "".join(
        [
            before.replace("{policy}", policy),
            f"<script>{scripts['vis-network']}</script>\n",
            f'<script type="application/json" id="content">{scripts["data"]}</script>\n',
            f"<script>{script}</script>",
            after,
        ]
    )


def vis_network_file() -> Path:
    """Return the place of vis-network, as the installed pyvis has it.

    Raises
    ------
    ModuleNotFoundError
        If pyvis is not installed.
    """
    # Looked up, not imported: that takes half a second, and the app asks before it draws.
    spec = find_spec("pyvis")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pyvis is missing; pip install -r requirements.txt")
    folder = Path(spec.submodule_search_locations[0])
    return folder / "lib" / "vis-9.1.2" / "vis-network.min.js"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # Inside a script element, "<" could end it; in JSON it may be written so.
    return text.replace("<", "\\u003c")


def _content(view: "nx.Graph[str]", index: "Index") -> dict[str, Any]:
    """Return what the page shows. Concepts and sections are numbers there, by their place."""
    picture = vis_data(view)
    concept_place = {concept: place for place, concept in enumerate(view)}
    told = {concept: concept_sections(index, concept)[:_SECTIONS] for concept in view}
    ids = sorted(
        {section for sections in told.values() for section in sections},
        key=index.sections["position"].__getitem__,
    )
    section_place = {section: place for place, section in enumerate(ids)}
    mentions = index.mentions[index.mentions["concept"].isin(list(view))]
    sections = [
        {
            "number": section.number,
            "title": section.title,
            "source": section.source,
            "place": describe_place(section.source, section.line),
            "sentences": [
                (
                    sentence.text,
                    sentence.kind,
                    [
                        (mark.start, mark.end, concept_place[mark.concept])
                        for mark in sentence.marks
                    ],
                    sentence.sentence,
                )
                for sentence in section.sentences
            ],
        }
        for section in describe_sections(index, ids, mentions)
    ]
    return {
        "title": f"Concept graph of {plural(len(index.sections), unit(index))}",
        "unit": unit(index),
        "options": picture["options"],
        "topics": [
            {"name": name, "colours": [topic_colour(topic, theme=t) for t in ("light", "dark")]}
            for topic, name in enumerate(view.graph["topic_names"])
        ],
        "concepts": [
            _concept(node, view.nodes[node["id"]], told[node["id"]], section_place)
            for node in picture["nodes"]
        ],
        "edges": [_edge(edge, view, concept_place) for edge in picture["edges"]],
        "sections": sections,
    }


def _concept(
    drawn: dict[str, Any], node: dict[str, Any], told: list[str], place: dict[str, int]
) -> dict[str, Any]:
    defined = node["defining_section"] in place and node["defining_sentence"] is not None
    return {
        "name": drawn["id"],
        "title": drawn["title"],
        "x": drawn["x"],
        "y": drawn["y"],
        "size": drawn["size"],
        "kind": node["kind"],
        "aliases": node["aliases"],
        "topic": node["topic"],
        "sections": node["sections"],
        "definition": (
            (place[node["defining_section"]], node["defining_sentence"]) if defined else None
        ),
        "evidence": [place[section] for section in told],
    }


def _edge(drawn: dict[str, Any], view: "nx.Graph[str]", place: dict[str, int]) -> dict[str, Any]:
    edge = view[drawn["from"]][drawn["to"]]
    return {
        "from": place[drawn["from"]],
        "to": place[drawn["to"]],
        "width": drawn["width"],
        "title": drawn["title"],
        "weight": edge["weight"],
        "sentences": edge["sentences"],
        "sections": edge["sections"],
        "npmi": round(edge["npmi"], 2),
        "phrases": [" ".join(phrase[:3]) for phrase in edge["phrases"]],
    }
