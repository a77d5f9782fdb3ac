"""Who asks: the person who signed in and what that person may do, else the browser.

Without an `[auth]` section in the secrets file and without `server.trustedUserHeaders` there is no
sign-in, and everybody may do everything. With one of them three settings say who may what. Who is
in none of these lists may do nothing. A browser is known again by a random word in a cookie; what
is kept under that word, or a person's key, is left to others.
"""

import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import (
    get_cookie_with_chunks,
    get_origin_from_redirect_uri,
    get_secrets_auth_section,
)
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import gather_user_info

from dashboard.briefing.kept import ENDED, state_folder
from dashboard.ui.serving.settings import (
    ADMINS,
    EDITORS,
    READ_ONLY,
    READERS,
    ROLE_CLAIM,
    SIGNED_IN_HOURS,
    USUAL_HOURS,
    base_path,
    is_on,
    named,
    several,
)
from dashboard.wording import say

# What tells a person apart from others, the surest first.
IDENTITIES = ("sub", "email", "preferred_username", "name")
NAMES = ("email", "preferred_username", "name", "sub")
# The cookie of a browser, and the longest that browsers keep one.
COOKIE = "central_asia_monitor"
WORD = re.compile(r"[A-Za-z0-9_-]{32,64}")
KEPT_SECONDS = 400 * 24 * 60 * 60


class Role(IntEnum):
    """What a person may do; each may do what those before may."""

    READER = 1
    EDITOR = 2
    ADMIN = 3


LISTS = {Role.ADMIN: ADMINS, Role.EDITOR: EDITORS, Role.READER: READERS}


@dataclass(frozen=True)
class Person:
    """A person: the name that others read, the key of what is theirs, the role if any.

    `signed_in` is False where there is no sign-in; then all have one role, and no name.
    """

    name: str
    key: str
    role: Role | None
    signed_in: bool = True

    def may(self, role: Role) -> bool:
        """Say whether the person's role is this one or a higher."""
        return self.role is not None and self.role >= role


ANYBODY = Person("", "", Role.ADMIN, signed_in=False)


def uses_sign_in() -> bool:
    """Say whether people have to sign in."""
    return bool(get_secrets_auth_section()) or bool(st.get_option("server.trustedUserHeaders"))


def person_of(headers: Headers) -> Person | None:
    """Return who sent a request; None for one who has to sign in first."""
    if not uses_sign_in():
        return ANYBODY
    from_proxy = {name: value for name, value in gather_user_info(headers).items() if value}
    claims = from_proxy or _from_cookie(headers)
    key = next((str(claims[name]) for name in IDENTITIES if claims.get(name)), "")
    if not key:
        return None
    name = next(str(claims[name]) for name in NAMES if claims.get(name))
    return Person(name, f"{claims.get('provider', '')} {key}", _role(claims))


def person_at_the_page() -> Person | None:
    """Return who the page runs for; None for one whose sign-in has ended since it was opened."""
    if not uses_sign_in():
        return ANYBODY
    headers = st.context.headers
    return person_of(Headers({name: ", ".join(headers.get_all(name)) for name in headers}))


def signed_in_name(person: Person | None) -> str:
    """Return the name of one who is signed in; empty where nobody has to."""
    return person.name if person and person.signed_in else ""


def why_no_import() -> str:
    """Say why the one at the page may not import; nothing for one who may."""
    if is_on(READ_ONLY):
        return say("This server takes no imports: {setting} is set.", setting=READ_ONLY)
    person = person_at_the_page()
    if person is None or not person.may(Role.EDITOR):
        return say("Importing needs the role of an editor, which your sign-in has not.")
    return ""


def _from_cookie(headers: Headers) -> dict[str, object]:
    """Return the claims in the cookie of who signed in; nothing where it is false, old or ended."""
    if not get_secrets_auth_section():
        return {}
    cookies = cookie_parser(headers.get("cookie", ""))
    content = get_cookie_with_chunks(lambda name: _signed(name, cookies), USER_COOKIE_NAME)
    try:
        claims = json.loads(content or b"{}")
    except ValueError:
        return {}
    if not isinstance(claims, dict) or not claims.get("is_logged_in"):
        return {}
    if claims.get("origin") != get_origin_from_redirect_uri():
        return {}
    since = claims.get("iat", time.time())
    if not isinstance(since, (int, float)) or time.time() - since > _longest():
        return {}
    return {} if _ended(cookies[USER_COOKIE_NAME]).exists() else claims


def _signed(name: str, cookies: Mapping[str, str]) -> bytes | None:
    if name not in cookies:
        return None
    return decode_signed_value(
        get_cookie_secret(), name, cookies[name].encode("latin-1", "replace")
    )


def _longest() -> float:
    """Return after how many seconds one has to sign in again."""
    return 3600 * float(named(SIGNED_IN_HOURS) or USUAL_HOURS)


def end(headers: Headers) -> None:
    """End the sign-in of a request's cookie, in every window that is open with it."""
    cookie = cookie_parser(headers.get("cookie", "")).get(USER_COOKIE_NAME)
    if cookie is None or not _from_cookie(headers):
        return
    mark = _ended(cookie)
    mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.touch()
    for old in mark.parent.iterdir():
        if old.stat().st_mtime < time.time() - _longest():
            old.unlink(missing_ok=True)


def _ended(cookie: str) -> Path:
    return state_folder().expanduser() / ENDED / sha256(cookie.encode()).hexdigest()


def _role(claims: Mapping[str, object]) -> Role | None:
    values = _values_of(claims, named(ROLE_CLAIM))
    for role, setting in LISTS.items():
        patterns = [each.casefold() for each in several(setting)]
        if any(fnmatchcase(value, pattern) for value in values for pattern in patterns):
            return role
    return None


def _values_of(claims: Mapping[str, object], claim: str) -> list[str]:
    """Return what is looked up in the lists: a claim's values, else the address of the person."""
    held: object = claims
    if claim:
        for part in claim.split("."):
            held = held.get(part) if isinstance(held, Mapping) else None
    elif claims.get("email_verified") is False:
        held = ""  # the provider has not made sure that it is the person's
    else:
        held = claims.get("email") or ""
    values = held if isinstance(held, (list, tuple)) else str(held or "").split(",")
    return [str(each).strip().casefold() for each in values]


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
