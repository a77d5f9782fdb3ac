"""What the server writes down: a line of JSON for each thing asked of it, and the audit trail.

A line has the time, what happened, who, how it ended and the version of the data; never a password,
a cookie or an address's query but for filters, and words searched for only where a setting says so.
The audit trail has what left, what came in or was changed for everyone, who signed in, who was
refused.
"""

import json
import logging
import sys
import time
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from prometheus_client import Counter, Gauge, Histogram
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard.briefing.kept import RESTORED, state_folder, write_audit
from dashboard.filter_table import FILTER_KEYS
from dashboard.ui.cache import held_version
from dashboard.ui.serving.gate import ASSET, PERSON, address_at
from dashboard.ui.serving.people import Person, person_of
from dashboard.ui.serving.settings import LOGGED_SEARCHES, is_on, own_path
from dashboard.wording import N_, say

SEARCH = "text"
# What follows in such an address opens a file.
TOKENED = "/briefing-file/"
# What the audit trail keeps, and what each is called in it (`ui.audit`).
AUDITED = {
    "export": N_("exported"),
    "import": N_("imported"),
    "undo": N_("import taken back"),
    "view": N_("views for everyone"),
    RESTORED: N_("restored a backup"),
    "sign-in": N_("signed in"),
    "sign-out": N_("signed out"),
    "refused": N_("refused"),
}

REQUESTS = Counter("monitor_requests", "Requests answered", ["kind", "status"])
SECONDS = Histogram("monitor_request_seconds", "Seconds to answer a request", ["kind"])
SESSIONS = Gauge("monitor_sessions", "Pages open")
RERUNS = Histogram("monitor_rerun_seconds", "Seconds a page took to run", ["page"])
ERRORS = Counter("monitor_errors", "Failures of pages and routes", ["kind"])

_log = logging.getLogger("central_asia_monitor")


def begin_log() -> None:
    """Let the lines go to standard error, as they are."""
    if not _log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _log.addHandler(handler)
        _log.setLevel(logging.INFO)
        _log.propagate = False


def note(event: str, who: Person | None, **details: object) -> None:
    """Write down what happened, and in the audit trail what belongs there."""
    now = datetime.now(UTC)
    line = {
        "time": now.isoformat(timespec="milliseconds"),
        "event": event,
        "who": who.name if who else "",
        "data": held_version(),
        **details,
    }
    _log.info(json.dumps(line, ensure_ascii=False, default=str))
    if event in AUDITED:
        write_audit(state_folder(), line)


def logged_filters(query: bytes) -> dict[str, str]:
    """Return the filters of an address that may be written down."""
    filters = {}
    for name, value in parse_qsl(query.decode("latin-1"), max_num_fields=1000):
        if name in FILTER_KEYS:
            is_logged = name != SEARCH or is_on(LOGGED_SEARCHES)
            filters[name] = value[:200] if is_logged else "(not kept)"
    return filters


class Record:
    """Writes a line for each request, when it has been answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, count it and write it down."""
        if scope["type"] == "websocket":
            SESSIONS.inc()
            try:
                await self.app(scope, receive, send)
            finally:
                SESSIONS.dec()
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, answered = time.perf_counter(), _Answer()

        async def send_noting(message: Message) -> None:
            answered.take(message)
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Exception as error:
            ERRORS.labels(type(error).__name__).inc()
            _log.exception(json.dumps({"event": "error", "path": own_path(scope)}))
            if answered.begun:
                raise
            words = say("Something went wrong here; the server's log has it.")
            await PlainTextResponse(words, status_code=500)(scope, receive, send_noting)
        finally:
            _tell(scope, answered, time.perf_counter() - begun)


class _Answer:
    """What was answered: status, length, and the cookie of who has just signed in."""

    def __init__(self) -> None:
        self.status, self.length, self.cookie, self.begun = 500, 0, "", False

    def take(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            self.status, self.begun = message["status"], True
            cookies = Headers(raw=message["headers"]).getlist("set-cookie")
            mine = (each for each in cookies if each.startswith(USER_COOKIE_NAME))
            self.cookie = "; ".join(each.partition(";")[0] for each in mine)
        elif message["type"] == "http.response.body":
            self.length += len(message.get("body", b""))


def _tell(scope: Scope, answered: _Answer, seconds: float) -> None:
    path, who = own_path(scope), scope.get(PERSON)
    address = address_at(path)
    kind = address.kind if address else "request"
    if answered.status in (401, 403):
        kind = "refused"
    REQUESTS.labels(kind, answered.status).inc()
    SECONDS.labels(kind).observe(seconds)
    if kind == "sign-in" and answered.cookie:
        who = person_of(Headers({"cookie": answered.cookie}))
    if kind != ASSET or answered.status >= 500:
        note(
            kind,
            who,
            method=scope["method"],
            path=TOKENED if path.startswith(TOKENED) else path,
            filters=logged_filters(scope["query_string"]),
            status=answered.status,
            seconds=round(seconds, 4),
            bytes=answered.length,
        )
