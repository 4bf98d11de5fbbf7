"""Measure how fast the Explore page answers, in Chromium, from the event to what is shown.

    python -m benchmarks.explorer [INDEX]

On the shipped sample, or on INDEX, and on a made-up index of 3,000 concepts and 12,000 edges, each
ready with its layout. The times are medians; the first graph is the best of several starts, for
other work on the machine only adds to it.
"""

import argparse
import random
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import pandas as pd
from playwright.sync_api import Browser, Page, expect

from extract.build import build_index
from extract.index import COLUMNS, write_index
from graph.concept_graph import load_concept_graph
from tests.browser import WIDE, heading, place_of, settle
from tests.serving import launch_chromium, serve

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
CONCEPTS, CONNECTIONS = 3000, 12000
PER_SECTION = 12
STARTS = 3

Row = tuple[object, ...]


def main() -> None:
    """Print what each answer takes."""
    parser = argparse.ArgumentParser(description="Measure how fast the Explore page answers.")
    parser.add_argument(
        "index", nargs="?", type=Path, metavar="INDEX", help="instead of the sample"
    )
    given = parser.parse_args().index
    with tempfile.TemporaryDirectory() as name, launch_chromium() as browser:
        folder = Path(name)
        if not given:
            build_index([SAMPLE], folder / "sample")
        explore(given or folder / "sample", folder, browser)
        draw(folder, browser)


def explore(index: Path, folder: Path, browser: Browser) -> None:
    """Print what the first graph of an index takes, a click and a filter."""
    load_concept_graph(index)  # computes the layout and stores it
    first = min(time_start(index, folder, browser) for _ in range(STARTS))
    print(f"{index.name}: first graph{first:18.0f} ms", flush=True)
    with serve(index, cache=folder) as address:
        page = browser.new_page(viewport=WIDE, bypass_csp=True)
        page.goto(address)
        settle(page)
        watch(page)
        print(f"{index.name}: click to panel{median(click_delays(page, 9)):15.0f} ms", flush=True)
        print(f"{index.name}: filter to graph{median(filter_delays(page)):14.0f} ms", flush=True)
        page.close()


def draw(folder: Path, browser: Browser) -> None:
    """Print what it takes to move many concepts, and to click one of them."""
    write_large_index(folder / "large")
    load_concept_graph(folder / "large")
    with serve(folder / "large", cache=folder) as address:
        page = browser.new_page(viewport=WIDE, bypass_csp=True)
        page.goto(f"{address}?concepts={CONCEPTS}")
        settle(page)
        page.wait_for_function(
            "(count) => conceptGraphExplorer.graphs.get('concepts').nodes.size === count",
            arg=CONCEPTS,
        )
        pan = frame_time(page, "{ position: { x: x + 8 * step, y } }")
        watch(page)
        zoom = frame_time(page, "{ scale: scale * (1 + step / 50) }")
        print(f"3,000 concepts: pan{pan:18.0f} ms", flush=True)
        print(f"3,000 concepts: zoom{zoom:17.0f} ms", flush=True)
        print(f"3,000 concepts: click{median(click_delays(page, 5)):16.0f} ms", flush=True)


def time_start(index: Path, folder: Path, browser: Browser) -> float:
    """Return the milliseconds until a server that was just started shows the graph."""
    with serve(index, cache=folder) as address:
        page = browser.new_page(viewport=WIDE, bypass_csp=True)
        start = perf_counter()
        page.goto(address)
        page.wait_for_function("globalThis.conceptGraphExplorer?.graphs.get('concepts')?.labels")
        taken = perf_counter() - start
        page.close()
    return 1000 * taken


def click_delays(page: Page, count: int) -> list[float]:
    """Click some concepts; return the milliseconds until the panel shows each."""
    delays = []
    for concept in top_concepts(page, count):
        page.mouse.click(*place_of(page, concept))
        delays.append(delay(page, "panel"))
        expect(heading(page)).to_have_text(concept)
        page.keyboard.press("Escape")  # else what is lit would lie above the next
        expect(heading(page)).to_have_text("What these documents are about")
        settle(page)
    return delays


def filter_delays(page: Page) -> list[float]:
    """Choose some topics in the legend; return the milliseconds until the graph shows them."""
    delays = []
    for place in (0, 0, 1, 1, 2, 2):
        page.get_by_role("group", name="Topics").get_by_role("button").nth(place).click()
        delays.append(delay(page, "view"))
        settle(page)
    return delays


def write_large_index(index: Path) -> None:
    """Write an index of made-up concepts, each near to a few others."""
    chance = random.Random(0)  # noqa: S311 - no secret
    names = [f"concept {number:04}" for number in range(CONCEPTS)]
    pairs: set[tuple[str, str]] = set()
    while len(pairs) < CONNECTIONS:
        one = chance.randrange(CONCEPTS)
        other = round(chance.gauss(one, 30)) % CONCEPTS
        if one != other:
            pairs.add((names[min(one, other)], names[max(one, other)]))
    sections: list[Row] = []
    sentences: list[Row] = []
    mentions: list[Row] = []
    concepts: list[Row] = []
    for place in range(0, CONCEPTS, PER_SECTION):
        section = f"made-up.md#{place}"
        text = f"# About {place}\n\n"
        sentences += [(section, 0, 2, len(text) - 2, "title")]
        start = len(text)
        for name in names[place : place + PER_SECTION]:
            mentions.append((section, 1, name, name, len(text), len(text) + len(name), False))
            concepts.append((name, "tool", [], "discovered", 1, 1, chance.random(), section, 1))
            text += f"{name} and "
        sentences.append((section, 1, start, len(text), "paragraph"))
        number = place // PER_SECTION
        sections.append(
            (section, "made-up.md", number, None, f"About {place}", text, place + 1, 40)
        )
    rows: dict[str, list[Row]] = {
        "sections": sections,
        "sentences": sentences,
        "mentions": mentions,
        "concepts": concepts,
        "cooccurrences": [(*pair, 1, 1, 0.5) for pair in sorted(pairs)],
    }
    tables = {
        name: pd.DataFrame(rows.get(name, []), columns=list(columns))
        for name, columns in COLUMNS.items()
    }
    write_index(index, tables, {"tool": "test", "settings": {}, "counts": {}, "files": {}})


def watch(page: Page) -> None:
    """Note when a pointer was lifted, and when panel and graph have answered."""
    page.evaluate(
        """() => {
          const graph = conceptGraphExplorer.graphs.get("concepts");
          const text = [...document.querySelectorAll("*")]
            .map((element) => element.shadowRoot?.querySelector(".text"))
            .find(Boolean);
          globalThis.seen = {};
          addEventListener("pointerup", () => (seen = { lifted: performance.now() }), true);
          const note = () => (seen.panel = performance.now());
          new MutationObserver(note).observe(text, { childList: true });
          const { change } = graph;
          graph.change = (changes) => {
            change(changes);
            seen[changes.part] = performance.now();
          };
        }"""
    )


def delay(page: Page, part: str) -> float:
    """Wait until a part has answered; return the milliseconds since the pointer was lifted."""
    page.wait_for_function("(part) => seen[part]", arg=part)
    return float(page.evaluate("(part) => seen[part] - seen.lifted", part))


def frame_time(page: Page, move: str) -> float:
    """Return the median milliseconds from a move of the camera until it is painted."""
    return float(
        page.evaluate(
            f"""async () => {{
              const {{ network }} = conceptGraphExplorer.graphs.get("concepts");
              const [scale, {{ x, y }}] = [network.getScale(), network.getViewPosition()];
              const frame = () => new Promise(requestAnimationFrame);
              const times = [];
              for (let step = 1; step <= 15; step++) {{
                const before = performance.now();
                network.moveTo({move});
                await frame();
                await frame();
                times.push(performance.now() - before);
              }}
              network.moveTo({{ scale, position: {{ x, y }} }});
              return times.sort((one, other) => one - other)[7];
            }}"""
        )
    )


def top_concepts(page: Page, count: int) -> list[str]:
    """Return the greatest concepts whose discs are not covered."""
    concepts: list[str] = page.evaluate(
        """(count) => {
          const graph = conceptGraphExplorer.graphs.get("concepts");
          const isFree = (node) => graph.itemAt(graph.network.canvasToDOM(node)) === node;
          return graph.ranked.filter(isFree).slice(0, count).map(({ id }) => id);
        }""",
        count,
    )
    return concepts


if __name__ == "__main__":
    main()
