"""Policy: what a browser may do on the app's pages, whatever stands in the documents.

All text is escaped before it is shown; these headers are the second line behind that.
"""

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def _policy(page: str) -> str:
    """Return a content security policy under which a page's own inline scripts run, and no other.

    Other scripts come from the server, directly or by way of the framework (``blob:``), which also
    makes its styles in the page. Nobody else is asked for anything.
    """
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in inline]
    allowed = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{what} {where}" for what, where in allowed.items())


_HEADERS = {
    b"content-security-policy": _policy(
        files("streamlit").joinpath("static", "index.html").read_text(encoding="utf-8")
    ).encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
}


class PolicyHeaders:
    """ASGI middleware that adds the policy to every answer of the server."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer as the app does, with the headers added."""

        async def send_with_policy(message: "Message") -> None:
            if message["type"] == "http.response.start":
                theirs = [pair for pair in message["headers"] if pair[0] not in _HEADERS]
                message["headers"] = [*theirs, *_HEADERS.items()]
            await send(message)

        await self.app(scope, receive, send_with_policy)
