"""The dashboard's server: one process, bound to this machine unless told otherwise.

Around Streamlit stand: the refusal of foreign origins (before anything else
looks at the request), the page's language and security headers, and compressed
static files. `streamlit run dashboard.py` works too, without these.
"""

from __future__ import annotations

import argparse
import base64
import gc
import gzip
import hashlib
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from qms_model.i18n import LANGUAGES
from qms_model.ui.faults import report_callback_fault

ROOT = Path(__file__).parent.parent
DEFAULT_PORT = 8501

_HEAD = (ROOT / "qms_model" / "ui" / "head.html").read_bytes()
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg")


class OwnOriginOnly:
    """Refuse what another site's page asks for.

    Streamlit would look up its own external address first, two seconds a time.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and _is_foreign(Headers(scope=scope)):
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 1008, "reason": "foreign origin"})
                return
            await PlainTextResponse("Refused: foreign origin.", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class Pages:
    """Write the language, the looks on paper and the security headers on every page."""

    def __init__(self, app: ASGIApp, default_language: str = LANGUAGES[0]) -> None:
        self.app = app
        self.default_language = default_language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        whole = _Whole(send, lambda kind: kind.startswith("text/html"))
        await self.app(_plainly(scope), receive, whole)
        if whole.start is not None:
            page = _in_language(whole.body, _language(scope, self.default_language))
            page = page.replace(b"</head>", _HEAD + b"</head>", 1)
            headers = MutableHeaders(raw=whole.start["headers"])
            for name in ("etag", "last-modified"):
                del headers[name]
            headers["content-length"] = str(len(page))
            headers["content-security-policy"] = security_policy(page)
            headers["referrer-policy"] = "same-origin"
            headers["x-content-type-options"] = "nosniff"
            await send(whole.start)
            await send({"type": "http.response.body", "body": page if scope["method"] != "HEAD" else b""})


class CompressedFiles:
    """Send Streamlit's static files compressed: 10 MB become 3.

    Their names change with their content, so each is compressed once.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        wanted = (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and scope["path"].startswith("/static/")
            and "gzip" in headers.get("accept-encoding", "")
            and not {"range", "if-none-match", "if-modified-since"} & set(headers.keys())
        )
        if not wanted:
            await self.app(scope, receive, send)
            return
        if scope["path"] not in self._kept:
            whole = _Whole(send, lambda kind: kind.startswith(_COMPRESSED))
            await self.app(scope, receive, whole)
            if whole.start is None:
                return
            self._kept[scope["path"]] = _compressed(whole.start, whole.body)
        start, body = self._kept[scope["path"]]
        await send(start)
        await send({"type": "http.response.body", "body": body})


class _Whole:
    """A `send` that keeps a good answer of a wanted content type, and passes on any other."""

    def __init__(self, send: Send, wanted: Any) -> None:
        self._send, self._wanted = send, wanted
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if message["status"] == 200 and self._wanted(kind):
                self.start = message
                return
        if self.start is None:
            await self._send(message)
        else:
            self.body += message.get("body", b"")


def security_policy(page: bytes) -> str:
    """The Content-Security-Policy of a page: its own files, and its inline scripts by their hash.

    Styles are inline by Streamlit's design; images may be data (figures, icons).
    """
    hashes = [
        base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _INLINE_SCRIPT.findall(page)
    ]
    scripts = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in hashes)])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; font-src 'self' data:;"
        " img-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self'; object-src 'none';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def application() -> st.App:
    """The dashboard as an ASGI application."""
    # Until st.navigation has run once, Streamlit looks for pages lying directly in
    # pages/ and answers a link to any other page with "page not found".
    PagesManager.uses_pages_directory = False
    return st.App(
        ROOT / "dashboard.py",
        middleware=[Middleware(OwnOriginOnly), Middleware(CompressedFiles), Middleware(Pages)],
        on_script_error=report_callback_fault,
    )


def main(arguments: list[str] | None = None) -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m qms_model.server", description="Serve the dashboard.")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    chosen = parser.parse_args(arguments)
    sys.argv = [str(ROOT / "dashboard.py")]  # where Streamlit looks for its configuration
    app = application()
    pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own keeps what a reader has long given back
    gc.collect()
    gc.set_threshold(10_000, 20, 20)  # an answer makes thousands of objects, hardly any of them in cycles
    gc.freeze()  # what is imported stays; a collection need not look at it again
    # Each of the hundred messages of an answer passes Streamlit's locks and a socket, and
    # every time other scripts may go first: for 5 ms at Python's own interval, which makes
    # 25 readers wait ten times as long.
    sys.setswitchinterval(0.0005)
    app.run(config={"server.address": chosen.address, "server.port": chosen.port})


def _is_foreign(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def _language(scope: Scope, default: str) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
    return asked if asked in LANGUAGES else default


def _in_language(page: bytes, language: str) -> bytes:
    return page.replace(b'<html lang="en">', f'<html lang="{language}">'.encode(), 1)


def _plainly(scope: Scope) -> Scope:
    """The request for a page without validators and encodings: the page is rewritten on its way."""
    if scope["path"].startswith(("/static/", "/media/", "/_stcore/", "/component/")):
        return scope
    dropped = (b"if-none-match", b"if-modified-since", b"accept-encoding")
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in dropped]}


def _compressed(start: Message, body: bytes) -> tuple[Message, bytes]:
    packed = gzip.compress(body, 6, mtime=0)
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["content-encoding"] = "gzip"
    headers["content-length"] = str(len(packed))
    headers.add_vary_header("Accept-Encoding")
    return {**start, "headers": headers.raw}, packed


if __name__ == "__main__":
    main()
