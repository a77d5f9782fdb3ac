"""How much one may ask: how often, to sign in and for files, and how many files at once.

How often is counted minute by minute, by each process for itself: of a machine that signs in, of a
person who takes files. Files are made a few at a time, so that pages are never kept waiting.
"""

import time
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from prometheus_client import Gauge
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.exports.formats import PICTURE_FORMATS
from dashboard.ui.serving.gate import EXPORT, PERSON, SIGN_IN_BEGINS, SIGN_IN_ENDS, address_at
from dashboard.ui.serving.people import Person
from dashboard.ui.serving.settings import (
    FILES_A_MINUTE,
    SIGN_INS_A_MINUTE,
    USUAL_A_MINUTE,
    named,
    own_path,
)
from dashboard.wording import say_many

SIGNING_IN = ("/sign-in/", SIGN_IN_BEGINS, SIGN_IN_ENDS)
A_MINUTE = 60
T = TypeVar("T")
# How many files are made at once, wait at most, and of one person or machine.
AT_ONCE_AND_WAITING = {"pictures": (2, 60), "files": (6, 200)}
MOST_OF_ONE = 40
WAITING = Gauge("monitor_files_waiting", "Files asked for and not yet made", ["kind"])


class Limits:
    """Answers 429 to who has asked too often in the minute under way."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._minute = 0
        self._asked: Counter[tuple[str, str]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say when to ask again."""
        limit = _limit_of(scope)
        wait = self._seconds_to_wait(*limit) if limit else 0
        if not wait:
            await self.app(scope, receive, send)
            return
        words = say_many(
            "Too many in a minute; try again in {count} second.",
            "Too many in a minute; try again in {count} seconds.",
            wait,
        )
        answer = PlainTextResponse(words, status_code=429, headers={"Retry-After": str(wait)})
        await answer(scope, receive, send)

    def _seconds_to_wait(self, setting: str, who: str) -> int:
        now = int(time.time())
        if now // A_MINUTE != self._minute:
            self._minute = now // A_MINUTE
            self._asked.clear()
        self._asked[setting, who] += 1
        most = int(named(setting) or USUAL_A_MINUTE)
        return A_MINUTE - now % A_MINUTE if self._asked[setting, who] > most else 0


def _limit_of(scope: Scope) -> tuple[str, str] | None:
    """Return the setting that limits a request, and of whom; None where nothing does."""
    if scope["type"] != "http":
        return None
    path, person = own_path(scope), scope.get(PERSON)
    if path.startswith(SIGNING_IN):
        client = scope.get("client")
        return SIGN_INS_A_MINUTE, client[0] if client else ""
    # Without sign-in all are one: a desk's own programs take what they like.
    if isinstance(person, Person) and person.signed_in:
        address = address_at(path)
        return (FILES_A_MINUTE, person.key) if address and address.kind == EXPORT else None
    return None


class QueueFull(Exception):
    """Too many wait already; `own` says whether they are all of the one who asks."""

    def __init__(self, *, own: bool) -> None:
        super().__init__()
        self.own = own


class Queue:
    """Work of one kind: some at once, the others in the order they came, up to a limit."""

    def __init__(self, kind: str, at_once: int, waiting: int) -> None:
        self._limiter = CapacityLimiter(at_once)
        self._most = at_once + waiting
        self._held: Counter[str] = Counter()
        WAITING.labels(kind).set_function(self._held.total)

    async def run(self, whose: str, work: Callable[[], T]) -> T:
        """Return what work in a thread of this queue returns. Raises `QueueFull`."""
        if self._held[whose] >= MOST_OF_ONE:
            raise QueueFull(own=True)
        if self._held.total() >= self._most:
            raise QueueFull(own=False)
        self._held[whose] += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._held[whose] -= 1
            if not self._held[whose]:
                del self._held[whose]


def queue_of(suffix: str) -> Queue:
    """Return the queue of a format: pictures have their own, as they take a browser and long."""
    return _queue("pictures" if suffix in PICTURE_FORMATS else "files")


@lru_cache
def _queue(kind: str) -> Queue:
    return Queue(kind, *AT_ONCE_AND_WAITING[kind])


def whose(request: Request) -> str:
    """Return what tells who asks apart from others: the person, else the machine."""
    person = request.scope.get(PERSON)
    if person is not None and person.signed_in:
        return person.key
    return request.client.host if request.client else ""
