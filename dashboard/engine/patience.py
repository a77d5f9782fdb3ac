"""Asks a database for so long and no longer: one that is silent costs who asks it some seconds.

The others are told at once while it is silent, and after a while it is asked again.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from dashboard.engine.columns import Engine

T = TypeVar("T")
# How long an answer may take, in seconds; Spark may be asked for what takes minutes.
SECONDS, SECONDS_OF = 10.0, {"pyspark": 600.0}
# How long a database may take to be opened: Spark has a program to start.
OPENING_SECONDS_OF = {"pyspark": 300.0}
# How long after that it is not asked again.
REST_SECONDS = 20.0


class Silent(Exception):
    """A database has not answered in time; `seconds` is how long it was given."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the database has not answered for {seconds:.0f} seconds")


@dataclass
class _Asked:
    """What is known of one engine: whose turn it is, until when it is left alone, what hangs."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    rests_until: float = 0.0
    stuck: threading.Thread | None = None


_ASKED: "WeakKeyDictionary[Any, _Asked]" = WeakKeyDictionary()
_KNOWN = threading.Lock()


def in_time(engine: Engine, ask: Callable[[], T]) -> T:
    """Return what `ask` returns, one question of an engine after another.

    Raises `Silent` when it takes too long, and what `ask` raises. Its connection is then given up.
    """
    seconds = SECONDS_OF.get(engine.name, SECONDS)
    begun = time.monotonic()
    with _KNOWN:
        asked = _ASKED.setdefault(engine, _Asked())
    if _is_silent(asked) or not asked.turn.acquire(timeout=seconds):
        raise Silent(seconds)
    try:
        if _is_silent(asked):  # whoever was before has found out
            raise Silent(seconds)
        answer: Future[T] = Future()
        asking = threading.Thread(target=_ask, args=(ask, answer), daemon=True)
        asking.start()
        try:
            return answer.result(max(seconds - (time.monotonic() - begun), 0.1))
        except TimeoutError:
            if answer.done():  # the answer itself is a timeout
                raise
            asked.rests_until, asked.stuck = time.monotonic() + REST_SECONDS, asking
            _give_up(engine)
            raise Silent(seconds) from None
    finally:
        asked.turn.release()


def _is_silent(asked: _Asked) -> bool:
    is_stuck = asked.stuck is not None and asked.stuck.is_alive()
    return is_stuck or time.monotonic() < asked.rests_until


def _ask(ask: Callable[[], T], answer: "Future[T]") -> None:
    try:
        answer.set_result(ask())
    except BaseException as trouble:  # raised where it was asked
        answer.set_exception(trouble)


def _give_up(engine: Engine) -> None:
    """Close the connection, which ends the question that hangs; the next makes a new one."""
    with suppress(Exception):
        engine.con.close()
