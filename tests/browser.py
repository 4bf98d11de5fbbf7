"""How tests look at the Explore page in a browser, and where to click on its canvas."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Locator, Page, ViewportSize, expect

from ui import state

WIDE = ViewportSize(width=1280, height=800)
NARROW = ViewportSize(width=400, height=850)

NewPage = Callable[..., Page]  # from an address, and options of the page or its browser
Visit = Callable[..., Page]  # from a path and query of the app, and the same options
Stay = Callable[[str], Page]  # from an address


def idle(page: Page) -> None:
    """Wait until the app does nothing more."""
    page.locator(
        "[data-testid=stApp][data-test-connection-state=CONNECTED]"
        "[data-test-script-state=notRunning]"
    ).wait_for()


def settle(page: Page) -> None:
    """Wait until the graph is drawn and the app does nothing more."""
    page.wait_for_function("globalThis.conceptGraphExplorer?.graphs.size > 0")
    idle(page)


# What each page shows and no other does: the key of a widget.
_SHOWN_BY = {"/": state.VIEW, "/paths": state.GOALS, "/gaps": state.SOURCE, "/corpus": state.PART}


def go(page: Page, address: str) -> None:
    """Go to an address of the app that a page has open; if it is on that page, by way of another.

    Nothing is loaded anew, which takes longer; what widgets hold is lost when their page is left.
    """
    path = _path(address)
    if _path(page.url) == path:
        _go_on(page, urljoin(address, "/" if path != "/" else "/paths"))
    _go_on(page, address)


def _go_on(page: Page, address: str) -> None:
    page.evaluate(
        """(address) => {
          history.pushState(null, "", address);
          dispatchEvent(new PopStateEvent("popstate"));
        }""",
        address,
    )
    page.locator(f".st-key-{_SHOWN_BY[_path(address)]}").wait_for()
    idle(page)


def _path(address: str) -> str:
    return urlsplit(address).path or "/"


def download(page: Page, label: str) -> str:
    """Return the file that a button of the page's downloads gives."""
    downloads = page.get_by_role("button", name="Download", exact=True)
    downloads.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    downloads.click()
    expect(page.get_by_role("button", name=label)).to_be_hidden()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


def panel(page: Page) -> Locator:
    """Return the panel beside the graph."""
    return page.get_by_role("region", name="Evidence")


def heading(page: Page) -> Locator:
    """Return the heading of the panel."""
    return panel(page).get_by_role("heading", level=2)


_GRAPH = "globalThis.conceptGraphExplorer.graphs.get({!r})"


def place_of(page: Page, node: str, *, graph: str = "concepts") -> tuple[float, float]:
    """Return where a node is drawn on the page, in CSS pixels, once it moves no more."""
    x, y = page.evaluate(
        f"""async (id) => {{
          const place = () => {{
            const {{ network, nodes, canvas }} = {_GRAPH.format(graph)};
            const at = network.canvasToDOM(nodes.get(id));
            const frame = canvas.getBoundingClientRect();
            return [frame.x + at.x, frame.y + at.y];
          }};
          let [at, still] = [place(), 0];
          while (still < 5) {{
            await new Promise(requestAnimationFrame);
            const now = place();
            still = now.every((value, axis) => value === at[axis]) ? still + 1 : 0;
            at = now;
          }}
          return at;
        }}""",
        node,
    )
    return x, y


def place_on_edge(page: Page, concept: str, *, graph: str = "concepts") -> tuple[str, float, float]:
    """Return an edge of a lit concept, by its other end, and a point on it that is free."""
    other, x, y = page.evaluate(
        f"""(concept) => {{
          const graph = {_GRAPH.format(graph)};
          const frame = graph.canvas.getBoundingClientRect();
          for (const edge of graph.emphasis.edges) {{
            const [from, to] = [graph.nodes.get(edge.from), graph.nodes.get(edge.to)];
            for (let share = 0.3; share < 0.7; share += 0.05) {{
              const at = graph.network.canvasToDOM({{
                x: from.x + share * (to.x - from.x),
                y: from.y + share * (to.y - from.y),
              }});
              if (graph.itemAt(at)?.id === edge.id) {{
                const other = edge.from === concept ? edge.to : edge.from;
                return [other, frame.x + at.x, frame.y + at.y];
              }}
            }}
          }}
        }}""",
        concept,
    )
    return other, x, y


def place_by_disc(page: Page, least: float, most: float) -> tuple[str, str, float, float]:
    """Return a line by its ends, and a point on it so many CSS pixels from the disc of another.

    If lines are lit, it is one of these, and the disc is not lit.
    """
    source, target, x, y = page.evaluate(
        f"""([least, most]) => {{
          const graph = {_GRAPH.format("concepts")};
          const {{ emphasis, edges, nodes, network }} = graph;
          const [frame, scale] = [graph.canvas.getBoundingClientRect(), network.getScale()];
          for (const edge of emphasis?.edges ?? edges.values()) {{
            const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
            const [across, down] = [to.x - from.x, to.y - from.y];
            for (const {{ id, x, y, size }} of nodes.values()) {{
              if (emphasis?.strong.has(id) || emphasis?.weak.has(id)) continue;
              const along = (x - from.x) * across + (y - from.y) * down;
              const share = along / (across ** 2 + down ** 2);
              const foot = {{ x: from.x + share * across, y: from.y + share * down }};
              const away = (Math.hypot(foot.x - x, foot.y - y) - size) * scale;
              const at = network.canvasToDOM(foot);
              if (share > 0.2 && share < 0.8 && least < away && away < most &&
                  graph.itemAt(at)?.id === edge.id)
                return [edge.from, edge.to, frame.x + at.x, frame.y + at.y];
            }}
          }}
        }}""",
        [least, most],
    )
    return source, target, x, y


def shown_nodes(page: Page, *, graph: str = "concepts") -> list[str]:
    """Return the ids of the nodes that a graph shows."""
    return list(page.evaluate(f"{_GRAPH.format(graph)}.nodes.keys().toArray()"))


def shown_topics(page: Page) -> set[int]:
    """Return the topics of the concepts that are shown."""
    nodes = f"{_GRAPH.format('concepts')}.nodes.values()"
    return set(page.evaluate(f"{nodes}.map(({{ topic }}) => topic).toArray()"))


def expect_lit(page: Page, *concepts: str) -> None:
    """Wait until these concepts, and no others, are lit up as selected."""
    page.wait_for_function(
        f"(wanted) => String({_GRAPH.format('concepts')}?.strong) === String(wanted)",
        arg=list(concepts),
    )


def camera(page: Page) -> object:
    """Return where the camera stands, and where every node is."""
    return page.evaluate(
        f"""() => {{
          const {{ network, nodes }} = {_GRAPH.format("concepts")};
          const places = [...nodes.values()].map(({{ id, x, y }}) => [id, x, y]);
          return [network.getScale(), network.getViewPosition(), places];
        }}"""
    )
