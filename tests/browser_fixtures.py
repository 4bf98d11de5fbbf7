"""Fixtures for tests in a real browser: the app on the shipped sample, and a page without network.

Nothing imports this module: pytest loads it by its name, and rewrites its assertions as it does.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, WebError

from tests.browser import WIDE, NewPage, Visit, idle
from tests.serving import launch_chromium, serve

_OURS = ("http://127.0.0.1:", "http://localhost:", "file:", "data:", "blob:", "about:")
_TEST_ARGUMENTS = [
    # Pages of a browser share a process: what the app loads is compiled once, not for each story.
    "--process-per-site", "--renderer-process-limit=1",
    # Nothing else is there.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]  # fmt: skip


@pytest.fixture(scope="session")
def app(shipped_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the app on the shipped sample."""
    with serve(shipped_index, cache=tmp_path_factory.mktemp("cache")) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium that reaches this machine alone."""
    with launch_chromium(*_TEST_ARGUMENTS) as browser:
        yield browser


def _start_browser(chromium: Browser, **options: object) -> BrowserContext:
    # Waiting evaluates expressions in the page, which the app's policy forbids.
    given = {"viewport": WIDE, "bypass_csp": True, **options}
    return chromium.new_context(**given)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def shared_browser(chromium: Browser) -> BrowserContext:
    """Return the browser that the stories share, which need not load the app's files again."""
    shared = _start_browser(chromium)
    shared.new_page()  # stays open, and with it the process of the pages
    return shared


@pytest.fixture
def new_page(chromium: Browser, shared_browser: BrowserContext) -> Iterator[NewPage]:
    """Return a function that opens pages: in a browser without cookies, or ``alone`` in another.

    At the end, no page may have asked for anything but the app, and none may have met an error.
    """
    strayed: list[str] = []
    errors: list[str] = []
    pages: list[Page] = []
    others: list[BrowserContext] = []

    def watch_request(request: Request) -> None:
        if not request.url.startswith(_OURS):
            strayed.append(request.url)

    def watch_error(error: WebError) -> None:
        errors.append(str(error.error))

    def open_page(
        address: str,
        *,
        alone: bool = False,
        viewport: ViewportSize = WIDE,
        color_scheme: Literal["light", "dark"] = "light",
        **options: object,
    ) -> Page:
        browser = shared_browser
        if alone or options:
            browser = _start_browser(chromium, **options)
            others.append(browser)
            browser.on("request", watch_request)
            browser.on("weberror", watch_error)
        page = browser.new_page()
        pages.append(page)
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme)
        page.goto(address)
        return page

    shared_browser.on("request", watch_request)
    shared_browser.on("weberror", watch_error)
    yield open_page
    for page in pages:
        page.close()
    for browser in others:
        browser.close()
    shared_browser.remove_listener("request", watch_request)
    shared_browser.remove_listener("weberror", watch_error)
    shared_browser.clear_cookies()
    assert (strayed, errors) == ([], [])


@pytest.fixture
def visit(new_page: NewPage, app: str) -> Visit:
    """Return a function that opens a path of the app, and waits until it does nothing more."""

    def visit(path: str = "", **options: object) -> Page:
        page = new_page(f"{app}{path}", **options)
        idle(page)
        return page

    return visit
