"""Current files of a source from its addresses, when the user asks, through the same import.

The ledger of the versions says what was fetched before, from where, when, and what the server said
of it: so what was taken back is fetched again.
"""

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import requests
from filelock import FileLock, Timeout
from requests.auth import AuthBase

from dashboard.engine.cache import cache_folder
from dashboard.importing.downloads import (
    Ask,
    NotFetched,
    Patience,
    Stamp,
    Told,
    Web,
    Why,
    refuse,
    shown,
    unheard,
)
from dashboard.importing.drafts import Draft, make_draft
from dashboard.importing.parts import Part
from dashboard.importing.refreshable import Refreshable, acled_account, addresses_of
from dashboard.importing.steps import Progress
from dashboard.importing.steps import unheard as nobody_heard
from dashboard.importing.versions import (
    Busy,
    Outdated,
    Version,
    draft_folder,
    in_use,
    ledger,
    publish,
)
from dashboard.sources.files import REFUSALS, Unreadable, look_at
from dashboard.sources.outcomes import Choices, Lost
from dashboard.sources.tables import names_of
from dashboard.vocabulary import COUNTRIES

PATIENCE = Patience()
MOST_DAYS, MOST_TRIES, MOST_NAMED = 366, 3, 8
PAGE = 5000  # as many rows as ACLED's API gives at once
OVERLAP = timedelta(days=14)  # rows may be stamped before they are published


@dataclass(frozen=True)
class Refreshed:
    """What came of a refresh: a draft when files came, a version when they hold anything new.

    `stopped` is why the days that follow could not be fetched.
    """

    source: Refreshable
    version: Version | None = None
    draft: Draft | None = None
    stopped: NotFetched | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all of it is fetched, and nothing in it refused."""
        return not (self.stopped or (self.draft and self.draft.faults))


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched, from where, what the server says of it, and of which day it is."""

    file: Path
    address: str
    stamp: Stamp
    day: str = ""


@dataclass(frozen=True)
class Held:
    """A file that was fetched before, as the ledger keeps it."""

    source: str
    name: str
    address: str
    fetched: datetime
    sha256: str
    stamp: Stamp
    day: str


def last_fetched(target: Path) -> dict[str, datetime]:
    """Return when each source was last fetched, of the versions that the one in use stands on."""
    fetched: dict[str, datetime] = {}
    for held in _held(target):
        fetched.setdefault(held.source, held.fetched)
    return fetched


def _held(target: Path) -> Iterator[Held]:
    """Yield what was fetched for the version in use and those it stands on, the latest first."""
    versions = {version.name: version for version in ledger(target)}
    at = versions.get(in_use(target))
    while at:
        for file in at.files:
            if "fetched" in file:
                yield Held(
                    source=file["source"],
                    name=file["name"],
                    address=file["address"],
                    fetched=datetime.fromisoformat(file["fetched"]),
                    sha256=file["sha256"],
                    stamp=Stamp(file["etag"], file["last_modified"]),
                    day=file["day"],
                )
        at = versions.get(at.parent)


def refresh(
    source: Refreshable,
    target: Path,
    who: str = "",
    since: date | None = None,
    told: Told = unheard,
    read: Progress = nobody_heard,
) -> Refreshed:
    """Fetch what is new of a source and import it into the folder `target`.

    `since`: the first day to ask for, of a source that is asked day by day; else the last day that
    was fetched. `told` hears of bytes, `read` of records. Raises `NotFetched`, `Busy`, `Outdated`,
    `OSError`.
    """
    begun = datetime.now(UTC)
    held = [each for each in _held(target) if each.source == source.key]
    cache = cache_folder() / "fetching"
    cache.mkdir(parents=True, exist_ok=True)
    try:
        with (
            FileLock(cache / f"{source.key}.lock", timeout=0),
            _empty_folder(cache / source.key) as folder,
            closing(Web(PATIENCE)) as web,
        ):
            errand = _Errand(source, web, folder, cache, held, told)
            fetched = [*(errand.acled() if source.wants_account else errand.files(since))]
            if not fetched:
                return Refreshed(source, stopped=next(iter(errand.stopped), None))
            write = partial(_imported, errand, fetched, target, who, begun, read)
            for _ in range(MOST_TRIES - 1):
                with suppress(Outdated):
                    return write()
            return write()
    except Timeout as trouble:
        raise Busy from trouble


@contextmanager
def _empty_folder(folder: Path) -> Iterator[Path]:
    """Make an empty folder, and remove it afterwards; what a killed refresh has left goes too."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class _Errand:
    """One refresh of one source: where files go, where broken ones stay, what is held already."""

    source: Refreshable
    web: Web
    folder: Path
    cache: Path
    held: Sequence[Held]
    told: Told
    stopped: list[NotFetched] = field(default_factory=list)

    def files(self, since: date | None) -> Iterator[Fetched]:
        """Yield the files that have changed since they were last fetched."""
        addresses = addresses_of(self.source)
        names = [_name_of(address) or self.source.key for address in addresses]
        for place, (address, name) in enumerate(zip(addresses, names, strict=True), start=1):
            if "{day" in address:
                yield from self._by_day(address, since)
            else:
                own = name if names.count(name) == 1 else f"{place}-{name}"
                yield from self._file(address, own)

    def _by_day(self, address: str, since: date | None) -> Iterator[Fetched]:
        """Yield the files of several days; one without a file has no rates, unless none has.

        Of days that are here nothing is lost when a later one cannot be fetched.
        """
        missing, some = None, False
        for day in self._days(since):
            try:
                of_day = address.format(day=day)
            except (ValueError, KeyError, IndexError) as trouble:
                raise NotFetched(Why.BAD_ADDRESS, address) from trouble
            try:
                yield from self._file(of_day, f"{self.source.key}-{day}", f"{day}")
                some = True
            except NotFetched as trouble:
                if trouble.why is not Why.MISSING and not some:
                    raise
                if trouble.why is not Why.MISSING:
                    self.stopped.append(trouble)
                    return
                missing = trouble
        if missing and not some:
            raise missing

    def _days(self, since: date | None) -> list[date]:
        today = datetime.now(UTC).date()
        known = max((each.day for each in self.held), default="")
        first = since or (date.fromisoformat(known) if known else today)
        return [first + timedelta(days=n) for n in range((today - first).days + 1)][:MOST_DAYS]

    def _file(self, address: str, name: str, day: str = "") -> Iterator[Fetched]:
        place = self.folder / name
        asked = (name, shown(address))
        known = next((each for each in self.held if (each.name, each.address) == asked), None)
        stamp = known.stamp if known else Stamp()
        new = self.web.fetch(Ask(address), place, self._part(address), stamp, self.told)
        if new is not None and not (known and _sha256(place) == known.sha256):
            yield Fetched(place, shown(address), new, day)

    def _part(self, address: str) -> Path:
        digest = hashlib.sha256(address.encode()).hexdigest()[:12]
        return self.cache / f"{self.source.key}-{digest}.part"

    def acled(self) -> Iterator[Fetched]:
        """Yield pages of ACLED's API: its events that are new or changed, then what it deleted."""
        (base,) = [each.rstrip("/") for each in addresses_of(self.source)][:1]
        account = _Bearer(self._token(base))
        asked = {"country": "|".join(country.name for country in COUNTRIES.values())}
        last = max((each.fetched for each in self.held), default=None)
        if not last:
            first = [*self._pages(f"{base}/api/acled/read", asked, account, "acled")]
            if not first:
                raise NotFetched(Why.NO_ROWS, f"{base}/api/acled/read")
            yield from first
            return
        stamp = f"{(last - OVERLAP).timestamp():.0f}"
        asked |= {"timestamp": stamp, "timestamp_where": ">="}
        yield from self._pages(f"{base}/api/acled/read", asked, account, "acled")
        asked = {"deleted_timestamp": stamp, "deleted_timestamp_where": ">="}
        yield from self._pages(f"{base}/api/deleted/read", asked, account, "acled-deleted")

    def _token(self, base: str) -> str:
        held = acled_account()
        if held is None:
            raise NotFetched(Why.NO_ACCOUNT, base)
        address = f"{base}/oauth/token"
        form = {"grant_type": "password", "client_id": "acled", "scope": "authenticated"}
        form |= {"username": held[0], "password": held[1]}
        with self.web.ask(Ask(address), {}, form) as answer:
            if answer.status_code in (400, 401):
                raise NotFetched(Why.WRONG_ACCOUNT, address, status=answer.status_code)
            refuse(answer, address)
            try:
                return str(answer.json()["access_token"])
            except (requests.RequestException, ValueError, KeyError, TypeError) as trouble:
                raise NotFetched(Why.OTHER_LAYOUT, address) from trouble

    def _pages(
        self, address: str, asked: Mapping[str, str], account: AuthBase, name: str
    ) -> Iterator[Fetched]:
        """Yield pages until one is empty, or the last one comes again."""
        before = ""
        for page in count(1):
            place = self.folder / f"{name}-{page}.json"
            query = {**asked, "_format": "json", "limit": f"{PAGE}", "page": f"{page}"}
            ask = Ask(address, query, account, is_file=False)
            self.web.fetch(ask, place, self._part(address), Stamp(), self.told)
            rows, digest = _rows_in(place, address), _sha256(place)
            if digest == before and rows >= PAGE:
                raise NotFetched(Why.SAME_PAGE, address)
            if not rows or digest == before:
                return
            before = digest
            yield Fetched(place, address, Stamp())


def _name_of(address: str) -> str:
    """Return the name of the file at an address; "" where the address ends with none."""
    name = PurePosixPath(urlsplit(shown(address)).path).name
    return name if "." in name.strip(".") else ""


class _Bearer(AuthBase):
    """The token of an account, for one visit."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _rows_in(page: Path, address: str) -> int:
    """Return how many rows a page of ACLED's API holds. Raises `NotFetched`."""
    file = look_at(page)
    if file.refusal:
        raise NotFetched(Why.REFUSED, address, detail=file.refusal.rule)
    try:
        answer = file.json
    except Unreadable as trouble:
        raise NotFetched(Why.REFUSED, address, detail=trouble.refused.rule) from trouble
    rows = answer.get("data") if isinstance(answer, dict) else None
    if isinstance(answer, dict) and (answer.get("success") is False or answer.get("error")):
        told = answer.get("error") or answer.get("messages") or answer.get("message") or ""
        raise NotFetched(Why.NOT_SUCCESSFUL, address, detail=str(told)[:200])
    if not isinstance(rows, list):
        raise NotFetched(Why.OTHER_LAYOUT, address)
    return len(rows)


def _imported(
    errand: _Errand,
    fetched: Sequence[Fetched],
    target: Path,
    who: str,
    begun: datetime,
    read: Progress,
) -> Refreshed:
    """Write what was fetched as a version, unless all of it is here already."""
    source, stopped = errand.source, next(iter(errand.stopped), None)
    choices = Choices(retrieved=begun.date(), continues=source.wants_account)
    with draft_folder(target) as folder:
        files = [each.file for each in fetched]
        draft = make_draft(files, target, folder, choices, progress=read)
        by_name = {each.file.name: each for each in fetched}
        _check(draft, source, by_name)
        changes = [each.new + each.changed + each.removed for each in draft.merged.values()]
        if not any(changes):
            return Refreshed(source, None, draft, stopped)
        told = {name: _about(each, source, begun) for name, each in by_name.items()}
        version = publish(folder, target, draft.parent, draft.notes(who, told))
        return Refreshed(source, version, draft, stopped)


def _about(fetched: Fetched, source: Refreshable, begun: datetime) -> dict[str, str]:
    """Return what the ledger keeps of a file that was fetched."""
    return {
        "source": source.key,
        "address": fetched.address,
        "fetched": begun.isoformat(timespec="seconds"),
        "etag": fetched.stamp.etag,
        "last_modified": fetched.stamp.last_modified,
        "day": fetched.day,
    }


def _check(draft: Draft, source: Refreshable, fetched: Mapping[str, Fetched]) -> None:
    """Raise `NotFetched` when what came is not what this source gives, or says nothing.

    Of many days one may be empty: that is a fault in the list of what is refused.
    """
    good = {source.format, f"{source.key}_deleted"}
    right = [part for part in draft.parts if part.recognised and part.recognised.format.key in good]
    for part in draft.parts:
        address = fetched[part.file.name].address
        is_one_day = fetched[part.file.name].day and right and not part.rows
        if part not in right and not is_one_day:
            raise _wrong(part, address)
        if part.refused[Lost.FILE.value] and not is_one_day:
            raise NotFetched(Why.REFUSED, address, detail=next(iter(part.rules)))
    if not draft.loaded and not draft.removed and (draft.faults or not source.wants_account):
        first = draft.parts[0]
        rule = next(iter(first.rules), "no_rows")
        raise NotFetched(Why.REFUSED, fetched[first.file.name].address, detail=rule)


def _wrong(part: Part, address: str) -> NotFetched:
    rule = next(iter(part.rules), "")
    if rule in REFUSALS.values():
        return NotFetched(Why.REFUSED, address, detail=rule)
    names = sorted(names_of(part.file))[:MOST_NAMED]
    return NotFetched(Why.OTHER_LAYOUT, address, detail=", ".join(names))


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
