"""Find Chromium for the browser tests, or install it: python tests/chromium.py."""

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_ADVICE = (
    "The tests need Chromium, and none was found: install it (on Debian: apt-get install chromium) "
    "or name its program in the environment variable CHROMIUM."
)


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    candidates = (named,) if named else _NAMES
    return next(filter(None, map(shutil.which, candidates)), None)


def main() -> int:
    """Make sure that there is a Chromium; return the exit status: 0, or 1 if there is none."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if find_chromium() is None and is_root and shutil.which("apt-get"):
        apt = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "--quiet", *command], env=apt, check=False)  # noqa: S607
    if find_chromium() is None:
        print(_ADVICE, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
