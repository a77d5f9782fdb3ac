"""What every request passes first: whether its host, its origin and its person may come in.

One gate for pages, the routes of the app, Streamlit's own and the line that pages talk over: what
is not named here as open to all needs a person with a role. What nobody is to reach is not there.
"""

import html
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token, get_origin_from_redirect_uri
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard.briefing.content import ADDRESS_SETTING
from dashboard.palette import DARK, LIGHT
from dashboard.ui.serving.people import Person, Role, end, person_of
from dashboard.ui.serving.settings import base_path, named, own_path, providers
from dashboard.wording import say

SIGN_IN_BEGINS, SIGN_IN_ENDS = "/auth/login", "/oauth2callback"
TOO_MANY = 429
SIGN_OUT, STREAMLITS_SIGN_OUT = "/sign-out", "/auth/logout"
# The kinds of addresses that are more than a request: what a page asks for itself, what leaves.
ASSET, EXPORT = "asset", "export"


@dataclass(frozen=True)
class Address:
    """What is no page and answers: an address, or the beginning of some.

    `kind` is what a request is called in the log; `role` the least that one needs, None for nobody.
    """

    begins: str
    kind: str = "request"
    role: Role | None = Role.READER

    def is_of(self, path: str) -> bool:
        """Say whether a path is this address, or one of those that begin so."""
        return path.startswith(self.begins) if self.begins[-1] in "/-" else path == self.begins


# The first that a path is of counts: Streamlit's, then ours.
ADDRESSES = (
    Address("/_stcore/health", ASSET, None),
    *(Address(each, ASSET) for each in ("/_stcore/", "/static/", "/media/", "/component/")),
    *(Address(each, ASSET) for each in ("/favicon.png", "/manifest.json")),
    Address("/app/static/"),
    Address(SIGN_IN_BEGINS, role=None),
    Address(SIGN_IN_ENDS, "sign-in", None),
    Address("/auth/"),
    Address("/sign-in/", role=None),
    Address(SIGN_OUT, "sign-out"),
    *(Address(each, ASSET) for each in ("/drawing/", "/geo/", "/basemap-")),
    *(Address(each) for each in ("/map-dots.json", "/embed-font.woff2")),
    *(Address(each, EXPORT) for each in ("/export/", "/table/", "/embed/", "/briefing-file/")),
    Address("/audit.csv", EXPORT, Role.ADMIN),
    *(Address(each, ASSET, None) for each in ("/healthz", "/readyz", "/metrics")),
)
AGENTS = "/_stcore/agent/"
SHUT = ("/_stcore/metrics", "/_stcore/script-health-check")
# Where to go on after signing in, kept for some minutes.
ONWARD = "central_asia_monitor_onward"
ONWARD_SECONDS, MOST_ONWARD, MOST_NAME = 600, 2000, 255
PERSON = "central_asia_monitor.person"
REFUSED = "central_asia_monitor.refused"


def address_at(path: str) -> Address | None:
    """Return the address that a path is of; None for a page, or where there is nothing."""
    return next((each for each in ADDRESSES if each.is_of(path)), None)


class Gate:
    """Lets in who may come in; `pages` are the addresses of pages, without a slash."""

    def __init__(self, app: ASGIApp, pages: Collection[str]) -> None:
        self.app = app
        self.pages = {"/", *(f"/{page}" for page in pages)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here; the person goes with it as `PERSON`."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is None:
            only_files = scope["type"] == "http" and own_path(scope) not in self.pages
            answer = _not_streamlits_page(send) if only_files else send
            if own_path(scope) == SIGN_IN_BEGINS:
                answer = _in_words(scope, receive, send)
            await self.app(_as_of_own_host(scope, headers), receive, answer)
        elif scope["type"] == "http":
            await refusal(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the answer to a request that goes no further; None for one that does."""
        path = own_path(scope)
        if not is_host_allowed(headers.get("host")):
            return PlainTextResponse(say("This server has no such host."), status_code=400)
        if not is_own_origin(headers):
            return PlainTextResponse(say("Asked from another site."), status_code=403)
        if scope["type"] == "http" and not self.is_there(path):
            return _nothing_there(path)
        person = scope[PERSON] = person_of(headers)
        if path == SIGN_OUT:
            end(headers)
            return RedirectResponse(f"{base_path()}{STREAMLITS_SIGN_OUT}", status_code=302)
        if path == STREAMLITS_SIGN_OUT:
            end(headers)
            return None
        role = Role.READER if (address := address_at(path)) is None else address.role
        if role is None:
            return None
        if person is None:
            return self._sign_in(scope, headers, path)
        if not person.may(role):
            return _no_role(person)
        return _onward(headers, path)

    def is_there(self, path: str) -> bool:
        """Say whether something may answer at a path; no disk has a name of more than 255 bytes."""
        if any(len(part.encode("utf-8", "replace")) > MOST_NAME for part in path.split("/")):
            return False
        if path.startswith(AGENTS):
            return bool(st.get_option("server.enableAgentApi"))
        return path in self.pages or (address_at(path) is not None and path not in SHUT)

    def _sign_in(self, scope: Scope, headers: Headers, path: str) -> Response:
        """Return the page to sign in on, for a page; else a sentence."""
        if path not in self.pages:
            return PlainTextResponse(say("Sign in first."), status_code=401)
        links = "".join(
            f'<p><a href="{base_path()}/sign-in/{quote(name)}">{html.escape(_named(name))}</a></p>'
            for name in providers()
        )
        none = say("Your sign-in has not reached this server.")
        words = links or f"<p>{none}</p>"
        answer = _page(say("Sign in to open it."), words, status=401)
        query = scope.get("query_string", b"").decode("latin-1")
        onward = f"{base_path()}{path}?{query}" if query else f"{base_path()}{path}"
        if len(onward) <= MOST_ONWARD:
            _keep_onward(answer, onward, ONWARD_SECONDS)
        return answer


def _not_streamlits_page(send: Send) -> Send:
    """Return what sends an answer, but 404 in place of the page that Streamlit has for all."""
    replaced = False

    async def send_file(message: Message) -> None:
        nonlocal replaced
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            is_page = headers.get("content-type", "").startswith("text/html")
            # A file of ours, a web page too, says how it is to be kept.
            replaced = message["status"] == 200 and is_page and "content-disposition" not in headers
            if replaced:
                plain = [(b"content-type", b"text/plain; charset=utf-8")]
                message = {**message, "status": 404, "headers": plain}
        elif replaced:
            more = message.get("more_body", False)
            message = {**message, "body": b"" if more else say("There is nothing here.").encode()}
        await send(message)

    return send_file


def _in_words(scope: Scope, receive: Receive, send: Send) -> Send:
    """Return what sends an answer, but a page of words where a sign-in could not begin."""
    failed = False

    async def send_or_say(message: Message) -> None:
        nonlocal failed
        is_start = message["type"] == "http.response.start"
        # Who asks too often is told so by the answer itself.
        if is_start and message["status"] >= 400 and message["status"] != TOO_MANY:
            failed = True
            retry = say("Try again")
            again = f'<p><a href="{base_path()}/">{retry}</a></p>'
            words = say("The service that people sign in with does not answer as it should.")
            await _page(words, again, status=message["status"])(scope, receive, send)
        elif not failed:
            await send(message)

    return send_or_say


def is_own_origin(headers: Headers) -> bool:
    """Say whether a request comes from a page of this server, or from no page.

    Streamlit would ask the internet for its own address to find out.
    """
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        place = urlsplit(origin).netloc
    except ValueError:
        return False
    return bool(place) and (place == headers.get("host") or origin in _known_origins())


def _known_origins() -> set[str]:
    """Return the origins that settings name, as `https://monitor.example`."""
    named_ones = [named(ADDRESS_SETTING), get_origin_from_redirect_uri() or ""]
    allowed = st.get_option("server.corsAllowedOrigins") or ()
    parts = [urlsplit(each) for each in (*named_ones, *allowed)]
    return {f"{part.scheme}://{part.netloc}" for part in parts if part.netloc}


def _as_of_own_host(scope: Scope, headers: Headers) -> Scope:
    """Return a request whose host is that of its origin, where a proxy has put its own instead."""
    origin = urlsplit(headers.get("origin", "")).netloc
    if not origin or origin == headers.get("host"):
        return scope
    other_headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {**scope, "headers": [*other_headers, (b"host", origin.encode("latin-1"))]}


def _nothing_there(path: str) -> Response:
    name = path.rpartition("/")[2]
    if "." in name or path.startswith(("/_", "/.")):
        return PlainTextResponse(say("There is nothing here."), status_code=404)
    first = say("To the first page")
    home = f'<p><a href="{base_path()}/">{first}</a></p>'
    return _page(say("There is no page of this name."), home, status=404)


def _no_role(person: Person) -> Response:
    words = say(
        "You are signed in as {name}, who may not open it. Ask who runs this server.",
        name=person.name,
    )
    leave = say("Sign out")
    out = f'<p><a href="{base_path()}{SIGN_OUT}">{leave}</a></p>'
    return _page(words, out, status=403)


def _onward(headers: Headers, path: str) -> Response | None:
    """Send who has just signed in to where they were going."""
    onward = cookie_parser(headers.get("cookie", "")).get(ONWARD, "")
    if path != "/" or not onward:
        return None
    here = f"{base_path()}/"
    # Below the app's own path, and of no other host.
    is_own = onward.startswith(here) and not onward.startswith("//") and "\\" not in onward
    answer = RedirectResponse(onward if is_own else here, status_code=302)
    _keep_onward(answer, "", 0)
    return answer


def _keep_onward(answer: Response, onward: str, seconds: int) -> None:
    answer.set_cookie(
        ONWARD,
        quote(onward, safe="/?&=%"),
        max_age=seconds,
        path=f"{base_path()}/",
        httponly=True,
        samesite="lax",
    )


async def sign_in(request: Request) -> Response:
    """Answer by leading to where one signs in."""
    provider = request.path_params["provider"]
    if provider not in providers():
        return PlainTextResponse(say("There is nothing here."), status_code=404)
    token = encode_provider_token(provider)
    return RedirectResponse(f"{base_path()}/auth/login?provider={token}", status_code=302)


def _named(provider: str) -> str:
    if provider == "default":
        return say("Sign in")
    return say("Sign in with {provider}", provider=provider.capitalize())


PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Central Asia Monitor</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root {{ color-scheme: light dark; --text: {light.text}; --back: {light.background};
  --link: {light.accent} }}
@media (prefers-color-scheme: dark) {{ :root {{ --text: {dark.text}; --back: {dark.background};
  --link: {dark.accent} }} }}
body {{ margin: 18vh auto 0; max-width: 26rem; padding: 0 1.2rem; color: var(--text);
  background: var(--back); font: 15px/1.5 system-ui, sans-serif }}
h1 {{ font: 650 1.6rem/1.2 Georgia, serif; margin: 0 0 .6rem }}
a {{ color: var(--link); font-weight: 600 }}
</style></head><body><main><h1>Central Asia Monitor</h1><p>{words}</p>{more}</main></body></html>
"""


def _page(words: str, more: str, *, status: int) -> Response:
    """Return a page of words, to be escaped, and of marked-up links below them."""
    content = PAGE.format(words=html.escape(words), more=more, light=LIGHT, dark=DARK)
    return HTMLResponse(content, status_code=status, headers={"Cache-Control": "no-store"})
