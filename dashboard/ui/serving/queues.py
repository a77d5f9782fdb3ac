"""Who waits for what: files are made a few at a time, so that pages are never kept waiting."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from prometheus_client import Gauge
from starlette.requests import Request

from dashboard.exports.formats import PICTURE_FORMATS
from dashboard.ui.serving.gate import PERSON

T = TypeVar("T")
# How many are made at once, wait at most, and of one person or machine.
PICTURES_AT_ONCE, PICTURES_WAITING = 2, 60
OTHERS_AT_ONCE, OTHERS_WAITING = 6, 200
MOST_OF_ONE = 40
WAITING = Gauge("monitor_files_waiting", "Files asked for and not yet made", ["kind"])


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
    if suffix in PICTURE_FORMATS:
        return _pictures()
    return _others()


@lru_cache(maxsize=1)
def _pictures() -> Queue:
    return Queue("pictures", PICTURES_AT_ONCE, PICTURES_WAITING)


@lru_cache(maxsize=1)
def _others() -> Queue:
    return Queue("files", OTHERS_AT_ONCE, OTHERS_WAITING)


def whose(request: Request) -> str:
    """Return what tells who asks apart from others: the person, else the machine."""
    person = request.scope.get(PERSON)
    if person is not None and person.signed_in:
        return person.key
    return request.client.host if request.client else ""
