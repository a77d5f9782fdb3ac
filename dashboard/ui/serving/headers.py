"""What every answer says to the browser: what a page may load, who may frame it, how cookies go."""

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.exports.files.html import START_HASH
from dashboard.ui.panels import menu_script
from dashboard.ui.serving.settings import FRAMED_BY, named, own_path

INDEX = Path(st.__file__).parent / "static" / "index.html"
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Tables that are read in the browser, and the pages of the gate: no script at all.
WITHOUT_SCRIPTS = ("default-src 'none'", "style-src 'unsafe-inline'", "img-src 'self' data:")
# The one cookie that Streamlit's own script reads.
READ_BY_SCRIPTS = "_streamlit_xsrf="
AN_HOUR = "private, immutable, max-age=3600"
COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeaders:
    """Puts the headers on every answer, whoever gives it, and their attributes on its cookies."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope, message["status"])
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _add(headers: MutableHeaders, scope: Scope, status: int) -> None:
    for name, value in COMMON.items():
        headers[name] = value
    headers["Content-Security-Policy"] = _policy_of(own_path(scope), status)
    # Streamlit names a picture by what is in it, and its page asks for its own icon at every click.
    if own_path(scope).startswith("/media/") and headers.get("content-type", "").startswith(
        "image/"
    ):
        headers["Cache-Control"] = AN_HOUR
    # Older browsers do not know of frame-ancestors; theirs knows no lists.
    who = framed_by()
    if who in ("'self'", "'none'"):
        headers["X-Frame-Options"] = "DENY" if who == "'none'" else "SAMEORIGIN"
    if cookies := headers.getlist("set-cookie"):
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", with_attributes(cookie, secure=scope["scheme"] == "https"))


def _policy_of(path: str, status: int) -> str:
    if status >= 400 or path.startswith("/table/"):
        return policy_without_scripts()
    return policy_embedded() if path.startswith("/embed/") else policy()


def with_attributes(cookie: str, *, secure: bool) -> str:
    """Return a cookie that is kept from scripts and other sites, and on TLS from the open line.

    >>> with_attributes("a=1; Path=/", secure=True)
    'a=1; Path=/; HttpOnly; SameSite=Lax; Secure'
    >>> with_attributes("_streamlit_xsrf=1; Path=/; SameSite=Strict", secure=False)
    '_streamlit_xsrf=1; Path=/; SameSite=Strict'
    """
    held = {part.strip().partition("=")[0].lower() for part in cookie.split(";")[1:]}
    if "httponly" not in held and not cookie.startswith(READ_BY_SCRIPTS):
        cookie += "; HttpOnly"
    if "samesite" not in held:
        cookie += "; SameSite=Lax"
    if secure and "secure" not in held:
        cookie += "; Secure"
    return cookie


def framed_by() -> str:
    """Return which sites may show the app in a frame, as the policy says it."""
    return named(FRAMED_BY) or "'self'"


@lru_cache(maxsize=1)
def policy() -> str:
    """Return what a page of the app may load.

    Scripts come from the server, or are one of those few written in the page, known by their
    hashes. Streamlit needs `blob:` for the scripts of components, which it makes files of in the
    browser, and styles written in the page.
    """
    inline = [*INLINE.findall(INDEX.read_text("utf-8")), menu_script()]
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in inline)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            # The atlas of a map's marks, which the program of maps fetches.
            "connect-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "frame-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {framed_by()}",
        )
    )


def policy_embedded() -> str:
    """Return what a panel in a frame may load: one program to draw with, a font, and no more."""
    own = (
        "default-src 'none'",
        f"script-src 'self' 'sha256-{START_HASH}'",
        "style-src 'unsafe-inline'",
        "img-src data: blob:",
        "font-src 'self'",
    )
    return "; ".join((*own, *_rest()))


def policy_without_scripts() -> str:
    """Return what a page without scripts may load."""
    return "; ".join((*WITHOUT_SCRIPTS, *_rest()))


def _rest() -> tuple[str, ...]:
    return ("base-uri 'none'", "form-action 'none'", f"frame-ancestors {framed_by()}")


def _hash(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()
