"""Knows a person who signed in, else a browser again, by a random word in a cookie.

What is kept under that word is left to others.
"""

import re
import secrets

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.ui.serving.people import person_at_the_page
from dashboard.ui.serving.places import base_path

COOKIE = "central_asia_monitor"
WORD = re.compile(r"[A-Za-z0-9_-]{32,64}")
# The longest that browsers keep one.
KEPT_SECONDS = 400 * 24 * 60 * 60


class VisitorCookie:
    """Gives a browser its word with the first page it asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass every request on; set the cookie on a page that is asked for without one."""
        if not _asks_for_a_page_without_it(scope):
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page that the browser still has is answered without its content.
                if message["status"] == 304 or "text/html" in headers.get("content-type", ""):
                    headers.append("Set-Cookie", _cookie(secure=scope["scheme"] == "https"))
                    headers["Cache-Control"] = "private, no-cache"
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def visitor() -> str:
    """Return what tells the one at the page apart from others.

    It is the person where people sign in, else the word of the browser; empty when that keeps no
    cookies.
    """
    person = person_at_the_page()
    if person is None or person.signed_in:
        return person.key if person else ""
    word = str(st.context.cookies.get(COOKIE, ""))
    return word if WORD.fullmatch(word) else ""


def _asks_for_a_page_without_it(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    if "text/html" not in headers.get("accept", ""):
        return False
    word = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
    return not WORD.fullmatch(word)


def _cookie(*, secure: bool) -> str:
    parts = [
        f"{COOKIE}={secrets.token_urlsafe(32)}",
        f"Path={base_path() or '/'}",
        f"Max-Age={KEPT_SECONDS}",
        "HttpOnly",
        "SameSite=Lax",
    ]
    return "; ".join([*parts, "Secure"] if secure else parts)
