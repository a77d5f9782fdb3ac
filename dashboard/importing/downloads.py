"""A file fetched from an address: only if it has changed, tried again, resumed where it broke off.

`requests` asks, follows and knows the proxies of the environment; `urllib3` waits and tries again.
Here are the file that breaks off, how long a person waits at most, and why nothing came.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from requests.exceptions import (
    ChunkedEncodingError,
    ConnectionError,
    ContentDecodingError,
    RequestException,
    SSLError,
    Timeout,
)
from urllib3.exceptions import InvalidHeader, MaxRetryError, NewConnectionError, TimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from dashboard.importing.steps import Progress, Stage, Step, unheard

BROKEN_OFF = (ChunkedEncodingError, ConnectionError, ContentDecodingError)
PASSING = (429, 500, 502, 503, 504)
CHUNK = 1 << 14  # of one that breaks off nothing is kept
LONGEST_WAIT = 60  # seconds that a server may ask a person to wait
FOR_EVER = Retry(retry_after_max=1 << 31)
USER_AGENT = "CentralAsiaMonitor (python-requests)"


class Why(StrEnum):
    """Why nothing was fetched."""

    BAD_ADDRESS = "bad_address"
    UNREACHABLE = "unreachable"
    NOT_SECURE = "not_secure"
    TOO_SLOW = "too_slow"
    BROKEN_OFF = "broken_off"
    NO_ACCOUNT = "no_account"
    WRONG_ACCOUNT = "wrong_account"
    WANTS_ACCOUNT = "wants_account"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    TOO_MANY = "too_many"
    SERVER_FAULT = "server_fault"
    OTHER_STATUS = "other_status"
    REFUSED = "refused"
    NOT_SUCCESSFUL = "not_successful"
    OTHER_LAYOUT = "other_layout"
    NO_ROWS = "no_rows"
    SAME_PAGE = "same_page"


STATUSES = {
    401: Why.WANTS_ACCOUNT,
    403: Why.FORBIDDEN,
    404: Why.MISSING,
    410: Why.MISSING,
    429: Why.TOO_MANY,
}


class NotFetched(Exception):
    """Nothing was fetched: why, and from which address, without its password and query.

    `until` is when the server wants to be asked again, `got` and `size` are bytes, `detail` what
    else is known: a rule, the answer's own words, a header.
    """

    def __init__(
        self,
        why: Why,
        address: str = "",
        *,
        status: int = 0,
        until: datetime | None = None,
        got: int = 0,
        size: int = 0,
        detail: str = "",
    ) -> None:
        super().__init__(why.value)
        self.why, self.address, self.status = why, shown(address), status
        self.until, self.got, self.size, self.detail = until, got, size, detail


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds, and how often to try."""

    connect: float = 10
    silence: float = 30
    whole_file: float = 1800
    tries: int = 3
    back_off: float = 1


@dataclass(frozen=True)
class Stamp:
    """What a server says of a file, by which it can be asked later whether it has changed."""

    etag: str = ""
    last_modified: str = ""

    @property
    def exact(self) -> str:
        """What tells the file byte by byte: no weak tag does."""
        return "" if self.etag.startswith("W/") else self.etag or self.last_modified


@dataclass(frozen=True)
class Ask:
    """What is asked: an address, what is added to it, an account; whether it is a file as such.

    What is made anew for each request (`is_file` false) is neither resumed nor asked about.
    """

    address: str
    query: Mapping[str, str] = field(default_factory=dict)
    account: AuthBase | None = None
    is_file: bool = True


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched, from where, what the server says of it, and of which day it is."""

    file: Path
    address: str
    stamp: Stamp
    day: str = ""


def shown(address: str) -> str:
    """Return an address without a user's name and password, and without its query.

    >>> shown("https://desk:secret@bank.example/rates.xml?key=secret")
    'https://bank.example/rates.xml'
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


class _Tries(Retry):
    """Tries again what may pass, unless the server asks for more time than a person waits."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Return how many seconds the server wants; None when it does not say."""
        with suppress(InvalidHeader):
            return super().get_retry_after(response)
        return None

    def increment(self, *args: object, **named: object) -> "_Tries":
        """Count a try. Raises `MaxRetryError` when it was the last."""
        response = named.get("response")
        is_answer = isinstance(response, BaseHTTPResponse)
        if is_answer and (self.get_retry_after(response) or 0) > LONGEST_WAIT:
            raise MaxRetryError(None, "")  # pyright: ignore[reportArgumentType]
        return super().increment(*args, **named)  # pyright: ignore[reportArgumentType]


class Web:
    """Asks servers, with patience."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self._session = requests.Session()
        self._session.headers["User-Agent"] = USER_AGENT
        tries = _Tries(
            total=patience.tries - 1,
            status_forcelist=PASSING,
            allowed_methods=None,
            backoff_factor=patience.back_off,
            raise_on_status=False,
        )
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=tries))

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def ask(
        self, ask: Ask, headers: Mapping[str, str], form: Mapping[str, str] | None = None
    ) -> requests.Response:
        """Return an answer whose body is yet to be read; a form is posted. Raises `NotFetched`."""
        try:
            return self._session.request(
                "GET" if form is None else "POST",
                ask.address,
                params=ask.query,
                data=form,
                headers=dict(headers),
                auth=ask.account,
                stream=True,
                timeout=(self.patience.connect, self.patience.silence),
            )
        except SSLError as trouble:
            raise NotFetched(Why.NOT_SECURE, ask.address) from trouble
        except (ConnectionError, Timeout) as trouble:
            late = isinstance(trouble, Timeout) or _is_late(trouble)
            raise NotFetched(Why.TOO_SLOW if late else Why.UNREACHABLE, ask.address) from trouble
        except (RequestException, ValueError) as trouble:
            raise NotFetched(Why.BAD_ADDRESS, ask.address) from trouble

    def fetch(
        self, ask: Ask, place: Path, part: Path, known: Stamp, progress: Progress = unheard
    ) -> Stamp | None:
        """Fetch a file to `place`; return its stamp, None when it is still the one of `known`.

        `part` holds what is here of a file that broke off, for the next time. Raises `NotFetched`,
        `OSError`.
        """
        until = time.monotonic() + self.patience.whole_file
        for tries in range(1, self.patience.tries + 1):
            begun = _begun(part, ask)
            with self.ask(ask, _headers(ask, part, begun, known)) as answer:
                if answer.status_code == 304:
                    return None
                if answer.status_code == 416:  # what is here is not of the file that is there
                    part.unlink(missing_ok=True)
                    continue
                refuse(answer, ask.address)
                stamp = _stamp(answer)
                try:
                    _receive(answer, ask, part, until, progress)
                except BROKEN_OFF as trouble:
                    if tries == self.patience.tries:
                        got, size = part.stat().st_size, _size(answer)
                        raise NotFetched(
                            Why.BROKEN_OFF, ask.address, got=got, size=size
                        ) from trouble
                    time.sleep(self.patience.back_off * (tries - 1))
                    continue
            part.replace(place)
            _about(part).unlink(missing_ok=True)
            return stamp
        raise NotFetched(Why.BROKEN_OFF, ask.address)


def refuse(answer: requests.Response, address: str) -> None:
    """Raise `NotFetched` unless the answer is what was asked for."""
    status = answer.status_code
    if status in (200, 206):
        return
    until = None
    with suppress(InvalidHeader):
        if after := answer.headers.get("Retry-After"):
            seconds = FOR_EVER.parse_retry_after(after) + 1
            until = datetime.now(UTC) + timedelta(seconds=seconds)
    other = Why.SERVER_FAULT if status >= 500 else Why.OTHER_STATUS
    raise NotFetched(STATUSES.get(status, other), address, status=status, until=until)


def _is_late(trouble: BaseException) -> bool:
    cause = trouble.args[0] if trouble.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else None
    return isinstance(reason, TimeoutError) and not isinstance(reason, NewConnectionError)


def _headers(ask: Ask, part: Path, begun: Stamp | None, known: Stamp) -> dict[str, str]:
    if not ask.is_file:
        return {}
    headers = {"Accept-Encoding": "identity"}  # or the bytes could not be counted
    if begun:
        return headers | {
            "Range": f"bytes={part.stat().st_size}-",
            "If-Range": begun.exact,
        }
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _receive(
    answer: requests.Response, ask: Ask, part: Path, until: float, progress: Progress
) -> None:
    """Write the body behind what is here when it goes on from there, else anew."""
    is_rest = answer.status_code == 206
    size, stamp, name = _size(answer), _stamp(answer), urlsplit(ask.address).hostname or ""
    if not is_rest:
        part.unlink(missing_ok=True)
        _about(part).unlink(missing_ok=True)
        if ask.is_file and stamp.exact and not answer.headers.get("Content-Encoding"):
            about = {"asked": _digest(ask), **asdict(stamp)}
            _about(part).write_text(json.dumps(about), "utf-8")
    with part.open("ab") as file:
        if is_rest and _start(answer) != file.tell():
            file.truncate(0)
            raise ChunkedEncodingError
        for chunk in answer.iter_content(CHUNK):
            file.write(chunk)
            if time.monotonic() > until:
                raise NotFetched(Why.TOO_SLOW, ask.address, got=file.tell(), size=size)
            got = file.tell()
            progress(Step(Stage.FETCHING, name, got=got, share=got / size if size else 0.0))
        if size and not answer.headers.get("Content-Encoding") and file.tell() != size:
            raise ChunkedEncodingError


def _start(answer: requests.Response) -> int:
    """Return at which byte the answer begins: `Content-Range: bytes 100-199/200`."""
    begins = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(begins) if begins.isdigit() else -1


def _size(answer: requests.Response) -> int:
    """Return how long the whole file is; 0 when the server does not say."""
    named = answer.headers.get("Content-Range", "").rpartition("/")[2]
    named = named or answer.headers.get("Content-Length", "")
    return int(named) if named.isdigit() else 0


def _stamp(answer: requests.Response) -> Stamp:
    headers = answer.headers
    return Stamp(headers.get("ETag", ""), headers.get("Last-Modified", ""))


def _about(part: Path) -> Path:
    return part.with_suffix(".json")


def _digest(ask: Ask) -> str:
    """Return what tells addresses apart, and no password of theirs."""
    return hashlib.sha256(ask.address.encode()).hexdigest()


def _begun(part: Path, ask: Ask) -> Stamp | None:
    """Return the stamp of the file that broke off; None where none can be gone on with."""
    try:
        about = json.loads(_about(part).read_text("utf-8"))
        stamp = Stamp(str(about["etag"]), str(about["last_modified"]))
        is_this = about["asked"] == _digest(ask) and part.stat().st_size > 0
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return stamp if is_this and stamp.exact else None
