"""Fixtures for tests in a real browser: the app on the shipped sample, and a page without network.

Nothing waits for a time to pass: what is expected is awaited, and the server is asked until it
answers.
"""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from graph.concept_graph import load_concept_graph
from tests.browser import WIDE, NewPage
from tests.chromium import find_chromium

expect.set_options(timeout=20_000)  # milliseconds: others use the machine as well
ROOT = Path(__file__).parent.parent
_ATTEMPTS, _PAUSE = 600, 0.1  # seconds: the server must answer within a minute
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def serve(argument: Path, *, cache: Path) -> Iterator[str]:
    """Start the app on an index or documents; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"port": port, "address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
    command = [
        sys.executable, "-m", "streamlit", "run", "streamlit_app.py",
        *(f"--server.{name}={value}" for name, value in options.items()), "--", str(argument),
    ]  # fmt: skip
    environment = {**os.environ, "XDG_DATA_HOME": str(cache)}
    log = cache / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _await(server, f"{address}/_stcore/health", log)
        yield address
    finally:
        server.terminate()
        server.wait()


def _await(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    for _ in range(_ATTEMPTS):
        try:
            with urlopen(address, timeout=_ATTEMPTS * _PAUSE):  # noqa: S310 - our own address
                return
        except URLError:
            with suppress(subprocess.TimeoutExpired):
                server.wait(_PAUSE)
                break
    raise RuntimeError(f"the app does not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def app(shipped_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the app on the shipped sample."""
    load_concept_graph(shipped_index)  # computes the layout and stores it
    with serve(shipped_index, cache=tmp_path_factory.mktemp("cache")) as address:
        yield address


@contextmanager
def launch_chromium() -> Iterator[Browser]:
    """Start Chromium; yield it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium."""
    with launch_chromium() as browser:
        yield browser


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """Return a function that opens pages, each in a browser of its own.

    They reach the app and nothing else. At the end, no page may have asked for anything else, and
    none may have met an error.
    """
    strayed: list[str] = []
    errors: list[str] = []
    contexts: list[BrowserContext] = []

    def guard(route: Route) -> None:
        if re.match(r"https?://(127\.0\.0\.1|localhost)[:/]", route.request.url):
            route.continue_()
        else:
            strayed.append(route.request.url)
            route.abort()

    def open_page(address: str, **options: object) -> Page:
        # Waiting evaluates expressions in the page, which the app's policy forbids.
        given = {"viewport": WIDE, "bypass_csp": True, **options}
        context = chromium.new_context(**given)  # type: ignore[arg-type]
        contexts.append(context)
        context.route(re.compile("^https?:"), guard)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert (strayed, errors) == ([], [])
