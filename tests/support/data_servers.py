"""A server on this machine that answers as those of the sources do, well and wrongly."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

TAG, CHANGED_ON = '"v1"', "Sat, 28 Nov 2026 10:00:00 GMT"
DROP = 1 << 14
STAMP = {"ETag": TAG, "Last-Modified": CHANGED_ON, "Accept-Ranges": "bytes"}


@dataclass(frozen=True)
class Asked:
    """A request: its path, query, headers and form."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """An answer; `cut` is after how many bytes of its body the connection breaks.

    One with `hurry` drips until that is set.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    hurry: Event | None = None


Answers = Callable[[Asked], Answer]


@dataclass
class DataServer:
    """What is answered by path, the next of a list for each request, and what was asked."""

    address: str
    answers: dict[str, list[Answers]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def gives(self, path: str, *answers: Answer | Answers) -> str:
        """Set what is answered at a path, the last again and again; return the address."""
        given = [each if callable(each) else always(each) for each in answers]
        self.answers[path] = given
        return f"{self.address}{path}"

    def answer(self, asked: Asked) -> Answer:
        """Return the answer to a request."""
        self.asked.append(asked)
        given = self.answers.get(asked.path)
        if not given:
            return Answer(b"<html>Not here</html>", 404)
        return (given.pop(0) if len(given) > 1 else given[0])(asked)


def always(answer: Answer) -> Answers:
    """Answer the same whatever is asked."""
    return lambda asked: answer


def file(body: bytes, cut: int | None = None) -> Answers:
    """Answer as a server of files does: 304 for what is known, the rest of what broke off."""

    def answer(asked: Asked) -> Answer:
        if asked.headers.get("If-None-Match") == TAG:
            return Answer(b"", 304, STAMP)
        begins = asked.headers.get("Range", "").removeprefix("bytes=").removesuffix("-")
        if begins and asked.headers.get("If-Range") == TAG:
            rest = body[int(begins) :]
            span = f"bytes {begins}-{len(body) - 1}/{len(body)}"
            return Answer(rest, 206, STAMP | {"Content-Range": span}, cut)
        return Answer(body, 200, STAMP, cut)

    return answer


def pages(rows: list[dict[str, object]], size: int) -> Answers:
    """Answer as ACLED's API does: to those with a token, a page of rows under `data`."""

    def answer(asked: Asked) -> Answer:
        if asked.headers.get("Authorization") != "Bearer a-token":
            return Answer(b'{"message": "Unauthorized"}', 401)
        first = (int(asked.query["page"]) - 1) * size
        page = rows[first : first + size]
        told = {"status": 200, "success": True, "count": len(page), "data": page}
        return Answer(json.dumps(told).encode())

    return answer


def tokens(password: str) -> Answers:
    """Answer as ACLED's login does: a token for the right password, 400 for another."""

    def answer(asked: Asked) -> Answer:
        right = {"grant_type": "password", "client_id": "acled", "password": password}
        if not right.items() <= dict(asked.form).items():
            return Answer(b'{"error": "invalid_grant"}', 400)
        return Answer(b'{"token_type": "Bearer", "expires_in": 86400, "access_token": "a-token"}')

    return answer


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of those who hang up."""


@contextmanager
def data_server() -> Iterator[DataServer]:
    """Run a server for as long as it is needed."""
    server = DataServer("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            form = parse_qs(self.rfile.read(length).decode())
            self._answer({name: values[0] for name, values in form.items()})

        def _answer(self, form: Mapping[str, str]) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            answer = server.answer(Asked(parts.path, query, dict(self.headers), form))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            body = answer.body[: answer.cut]
            for at in range(0, len(body), DROP):
                self.wfile.write(body[at : at + DROP])
                if answer.hurry:
                    answer.hurry.wait(0.5)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    running = _Quiet(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{running.server_port}"
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        running.shutdown()
        thread.join()
        running.server_close()
