"""The app under a server of its own, and the Chromium that visits it.

Nothing waits for a time to pass: the server is asked until it answers.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, expect, sync_playwright

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


@contextmanager
def launch_chromium(*arguments: str) -> Iterator[Browser]:
    """Start Chromium; yield it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*ARGUMENTS, *arguments]
        )
        yield browser
        browser.close()
