"""Visitors: people at the app, each in a browser of their own, with documents of their own."""

import asyncio
import os
import random
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import parse_qs

from playwright.async_api import (
    Browser,
    ElementHandle,
    Error,
    Page,
    TimeoutError,  # noqa: A004 - Playwright's own
    async_playwright,
)

from extract.build import build_index
from graph.concept_graph import load_concept_graph
from tests.browser import WIDE
from tests.chromium import find_chromium
from tests.serving import ARGUMENTS, serve

_SAMPLE = Path(__file__).parent.parent / "data" / "sample"
_ENDINGS = ("dex", "lin", "mar", "nor", "pel", "rum", "sat", "tor", "vim", "wen")
_PAGES = ("?view=Table", "paths", "gaps", "gaps?gaps=Graph", "corpus?part=Work+list")
_LONGEST = 600_000  # milliseconds until a page has answered on a busy machine
_IDLE = (
    "[data-testid=stApp][data-test-connection-state=CONNECTED]"
    "[data-test-script-state=notRunning]"
)  # fmt: skip
# Notes when a pointer was lifted, and when the app last came to rest after running for it.
_WATCH = """
globalThis.visit = { lifted: 0, rested: 0, runs: 0 };
addEventListener("pointerup", () => (visit.lifted = performance.now()), true);
new MutationObserver((changes) => {
  for (const { target } of changes) {
    if (target.dataset.testScriptState === "notRunning") visit.rested = performance.now();
    else visit.runs += 1;
  }
}).observe(document, { subtree: true, attributeFilter: ["data-test-script-state"] });
"""
# All that a page says, also within its parts, and what its graphs hold.
_SAID = """() => {
  const texts = [document.body.innerText, location.href];
  for (const element of document.querySelectorAll("*")) {
    if (element.shadowRoot) texts.push(element.shadowRoot.textContent);
    if (element.value) texts.push(element.value);
  }
  for (const graph of globalThis.conceptGraphExplorer?.graphs.values() ?? []) {
    texts.push(graph.nodes.keys().toArray().join(" "));
  }
  return texts.join("\\n");
}"""


@dataclass(slots=True)
class Visitor:
    """Someone at the app."""

    page: Page
    chance: random.Random
    mark: str = ""  # what all names in their documents begin with, and nobody else's
    strange: list[str] = field(default_factory=list)  # what must not be, as it was found


@contextmanager
def serve_sample() -> Iterator[tuple[str, int]]:
    """Start the app on the shipped sample; yield its address and its process.

    At the end, the tracebacks are printed that it has logged.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_index([_SAMPLE], folder / "index")
        load_concept_graph(folder / "index")  # lays it out
        with serve(folder / "index", cache=folder) as address:
            yield address, _server_process()
        log = (folder / "server.log").read_text(encoding="utf-8")
        if "Traceback" in log:
            print(log, file=sys.stderr)


def mark_of(number: int) -> str:
    """Return a beginning of names that no other number has.

    >>> mark_of(0), mark_of(27)
    ('Zqaa', 'Zqbb')
    """
    return f"Zq{chr(97 + number // 26 % 26)}{chr(97 + number % 26)}"


def documents_of(mark: str) -> str:
    """Return questions and answers about tools whose names begin with a mark."""
    names = [f"{mark}{ending}" for ending in _ENDINGS]
    sections = [
        f"## {number}. What is {name}?\n\n**{name}** is a tool that works with {names[number % 10]}"
        f" and Docker. Teams run {name} before they learn {names[(number + 2) % 10]}.\n\n"
        f"```bash\n{name.lower()} run\n```\n"
        for number, name in enumerate(names, start=1)
    ]
    return "\n".join(sections)


@asynccontextmanager
async def start_browser() -> AsyncIterator[Browser]:
    """Start Chromium; yield it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=list(ARGUMENTS)
        )
        yield browser
        await browser.close()


async def arrive(browser: Browser, address: str, *, seed: int, mark: str = "") -> Visitor:
    """Open the app in a browser of one's own; where there is a mark, read documents of one's own.

    Parameters
    ----------
    browser : Browser
    address : str
    seed : int
        Of what is clicked.
    mark : str
        As `mark_of` returns it; without, the visitor sees what the app was started with.
    """
    context = await browser.new_context(viewport=WIDE, bypass_csp=True)
    context.set_default_timeout(_LONGEST)
    page = await context.new_page()
    await page.add_init_script(_WATCH)
    visitor = Visitor(page, random.Random(seed), mark)  # noqa: S311 - no secret
    page.on("pageerror", lambda error: visitor.strange.append(str(error)))
    await page.goto(f"{address}/corpus" if mark else address)
    if mark:
        await page.get_by_label("Or paste text").fill(documents_of(mark))
        await page.get_by_role("button", name="Read", exact=True).click()
        await page.get_by_text(re.compile(r"^Read \d+ files? in")).wait_for()
    await _come_to_rest(page)
    return visitor


async def look_around(visitor: Visitor, address: str) -> None:
    """Open every page, so that the app loads all that it loads once."""
    for page in _PAGES:
        await visitor.page.goto(f"{address}/{page}")
        await _come_to_rest(visitor.page)


async def leave(visitor: Visitor) -> None:
    """Close the browser."""
    await visitor.page.context.close()


async def click(visitor: Visitor, targets: str, *, patience: float) -> float | None:
    """Click something at random; return the milliseconds until the page has answered.

    Parameters
    ----------
    visitor : Visitor
        What must not be is added to their `strange`.
    targets : str
        Selectors of what may be clicked.
    patience : float
        Seconds in which the app has to begin to answer; some clicks need no answer.

    Returns
    -------
    float or None
        None, if there was nothing to be clicked, it went away meanwhile, or needed no answer.
    """
    page = visitor.page
    # In the order of the page, so that the same seed clicks the same where times do not matter.
    found = await page.locator(targets).element_handles()
    visitor.chance.shuffle(found)
    try:
        target = await anext(one for one in found if await _is_free(one))
        href = await target.get_attribute("href") or ""
        runs = await page.evaluate("visit.runs")
        await target.click(timeout=2000)
    except (StopAsyncIteration, Error):
        return None
    try:
        await page.wait_for_function(
            "(runs) => visit.runs > runs", arg=runs, timeout=1000 * patience
        )
    except TimeoutError:
        return None
    finally:
        await _come_to_rest(page)
        await _look(visitor)
    match parse_qs(href.removeprefix("?")).get("see"):
        case ["concept", name]:
            heading = page.get_by_role("region", name="Evidence").get_by_role("heading", level=2)
            await heading.filter(has_text=name).first.wait_for()
    return float(await page.evaluate("visit.rested - visit.lifted"))


async def _is_free(target: ElementHandle) -> bool:
    return await target.is_visible() and await target.is_enabled()


async def _come_to_rest(page: Page) -> None:
    await page.locator(_IDLE).wait_for()


async def _look(visitor: Visitor) -> None:
    """Note errors on the page, and names of other visitors."""
    page = visitor.page
    visitor.strange += await page.get_by_test_id("stException").all_inner_texts()
    said = await page.evaluate(_SAID)
    others = set(re.findall(r"Zq[a-z]{2}", said, re.IGNORECASE)) - {visitor.mark}
    visitor.strange += [
        f"{visitor.mark or 'the sample'} sees {other}"
        for other in sorted(others)
        if other.casefold() != visitor.mark.casefold()
    ]


async def pause(visitor: Visitor, longest: float) -> None:
    """Let someone read for a while."""
    await asyncio.sleep(visitor.chance.uniform(0, longest))


def _server_process() -> int:
    """Return the process of the server that this process has started."""
    own = os.getpid()
    children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
    return next(
        int(child)
        for child in children
        if b"streamlit" in Path(f"/proc/{child}/cmdline").read_bytes()
    )


def memory(process: int) -> float:
    """Return the megabytes of main memory that a process takes."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def work(process: int) -> float:
    """Return the seconds of a processor that a process has taken so far."""
    user, system = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def print_times(times: Sequence[float]) -> None:
    """Print how many clicks there were, and what they took."""
    cuts = quantiles(times, n=20)
    print(f"{len(times):,} clicks: p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms", flush=True)
