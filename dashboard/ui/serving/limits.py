"""How often one may ask: to sign in, a machine; for files, a person who is signed in.

Counted minute by minute, by each process for itself. How many files are made at once is left to
`queues`.
"""

import time
from collections import Counter

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.ui.serving.gate import PERSON
from dashboard.ui.serving.people import Person
from dashboard.ui.serving.places import own_path
from dashboard.ui.serving.record import EXPORTS, SIGN_IN
from dashboard.ui.serving.settings import (
    FILES_A_MINUTE,
    SIGN_INS_A_MINUTE,
    USUAL_A_MINUTE,
    named,
)
from dashboard.wording import say_many

SIGNING_IN = ("/sign-in/", "/auth/login", SIGN_IN)
A_MINUTE = 60


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
    if path.startswith(EXPORTS) and isinstance(person, Person) and person.signed_in:
        return FILES_A_MINUTE, person.key
    return None
