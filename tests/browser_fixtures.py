"""Fixtures for tests in a real browser: the app on the shipped sample, and a page without network.

Nothing imports this module: pytest loads it by its name, and rewrites its assertions as it does.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, WebError

from tests.browser import WIDE, NewPage, Stay, Visit, go, idle
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

    At the end, those are closed that are not to be kept; none may have asked for
    anything but the app, or met an error.
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
        keep: bool = False,
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
        if not keep:
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
    # But for the one without which a page that stays open may send no files.
    shared_browser.clear_cookies(name=re.compile("^(?!_streamlit_xsrf$)"))
    assert (strayed, errors) == ([], [])


@pytest.fixture(scope="session")
def kept() -> dict[str, Page]:
    """Return the page that the stories of each app stay on."""
    return {}


@pytest.fixture
def stay(
    request: pytest.FixtureRequest, kept: dict[str, Page], new_page: NewPage
) -> Iterator[Stay]:
    """Return a function that goes to an address of an app in the one page that is kept open on it.

    Neither the address nor a widget holds anything of the story before; a page on which a story
    failed is not kept. A story about a load, a window or a browser takes a ``new_page``.
    """
    failed = request.session.testsfailed
    taken: set[str] = set()

    def stay(address: str) -> Page:
        app = urljoin(address, "/")
        taken.add(app)
        if app not in kept:
            kept[app] = new_page(address, keep=True)
        page = kept[app]
        page.bring_to_front()  # behind another, it would hardly be drawn
        page.set_viewport_size(WIDE)
        page.emulate_media(media="null", color_scheme="light", reduced_motion="null")
        page.mouse.move(0, 0)
        idle(page)
        go(page, address)
        return page

    yield stay
    if request.session.testsfailed > failed:  # nobody knows in what state it is
        for app in taken:
            kept.pop(app).close()


@pytest.fixture
def visit(stay: Stay, new_page: NewPage, app: str) -> Visit:
    """Return a function that opens a path of the app, and waits until it does nothing more.

    With options, the page is a new one.
    """

    def visit(path: str = "", **options: object) -> Page:
        if not options:
            return stay(f"{app}{path}")
        page = new_page(f"{app}{path}", **options)
        idle(page)
        return page

    return visit
