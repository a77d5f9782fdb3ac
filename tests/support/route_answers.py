"""What the app's own routes answer, without a server."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from anyio.from_thread import start_blocking_portal
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.types import Message

from dashboard.ui.serving.app import routes

APP = Starlette(routes=routes())


class Answer(NamedTuple):
    """The status, the body and the headers of an answer."""

    status: int
    content: bytes
    headers: Headers

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()


def answer_of(path: str, query: Mapping[str, str]) -> Answer:
    """Return the answer to an address; an error of the app's raises."""
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "root_path": "",
        "query_string": urlencode(query).encode(),
        "headers": [(b"host", b"localhost")],
    }
    # In a thread of its own: a browser test may have left a loop running in this one.
    with start_blocking_portal() as portal:
        portal.call(APP, scope, receive, send)
    content = b"".join(each.get("body", b"") for each in told[1:])
    return Answer(told[0]["status"], content, Headers(raw=told[0]["headers"]))
