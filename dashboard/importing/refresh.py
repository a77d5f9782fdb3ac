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
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from dashboard.engine.cache import cache_folder
from dashboard.importing.acled_api import AcledApi
from dashboard.importing.downloads import (
    Ask,
    Fetched,
    NotFetched,
    Patience,
    Stamp,
    Web,
    Why,
    shown,
)
from dashboard.importing.drafts import Draft, make_draft, sha256_of
from dashboard.importing.parts import Part
from dashboard.importing.refreshable import Refreshable, addresses_of
from dashboard.importing.steps import Progress, Stage, Step, unheard
from dashboard.importing.versions import (
    Busy,
    Outdated,
    Version,
    draft_folder,
    in_use,
    ledger,
)
from dashboard.sources.reading.files import REFUSALS
from dashboard.sources.reading.outcomes import Choices, Lost
from dashboard.sources.reading.tables import names_of

PATIENCE = Patience()
MOST_DAYS, MOST_TRIES, MOST_NAMED = 366, 3, 8
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
    for file in (file for version in _versions(target) for file in version.files):
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


def _versions(target: Path) -> Iterator[Version]:
    """Yield the version in use and those that it stands on, the latest first."""
    versions = {version.name: version for version in ledger(target)}
    at = versions.get(in_use(target))
    while at:
        yield at
        at = versions.get(at.parent)


def refresh(
    source: Refreshable,
    target: Path,
    who: str = "",
    since: date | None = None,
    progress: Progress = unheard,
) -> Refreshed:
    """Fetch what is new of a source and import it into the folder `target`.

    `since`: the first day to ask for, of a source that is asked day by day; else the last day that
    was fetched. Raises `NotFetched`, `Busy`, `Outdated`, `OSError`.
    """
    begun = datetime.now(UTC)
    held = [each for each in _held(target) if each.source == source.key]
    files = (file for version in _versions(target) for file in version.files)
    is_here = any(file["format"] == source.format for file in files)
    cache = cache_folder() / "fetching"
    cache.mkdir(parents=True, exist_ok=True)
    try:
        with (
            FileLock(cache / f"{source.key}.lock", timeout=0),
            _empty_folder(cache / source.key) as folder,
            closing(Web(PATIENCE)) as web,
        ):
            errand = _Errand(source, web, folder, cache, held, is_here, progress)
            fetched = [*(errand.acled() if source.wants_account else errand.files(since))]
            if not fetched:
                return Refreshed(source, stopped=next(iter(errand.stopped), None))
            write = partial(_imported, errand, fetched, target, who, begun)
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
    """One refresh of one source: where files go, where broken ones stay, what is here already.

    `is_here`: whether anything of its format was imported, by hand or not.
    """

    source: Refreshable
    web: Web
    folder: Path
    cache: Path
    held: Sequence[Held]
    is_here: bool
    progress: Progress
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
        new = self.web.fetch(Ask(address), place, self._part(address), stamp, self.progress)
        if new is not None and not (known and sha256_of(place) == known.sha256):
            yield Fetched(place, shown(address), new, day)

    def _part(self, address: str) -> Path:
        digest = hashlib.sha256(address.encode()).hexdigest()[:12]
        return self.cache / f"{self.source.key}-{digest}.part"

    def acled(self) -> Iterator[Fetched]:
        """Yield ACLED's events that are new or changed, then those that it has deleted.

        Of events that were imported by hand nobody knows since when they may be deleted.
        """
        base = addresses_of(self.source)[0].rstrip("/")
        api = AcledApi(self.web, base, self.folder, self._part(base), self.progress)
        last = max((each.fetched for each in self.held), default=None)
        since = last - OVERLAP if last else None
        events = [*api.events(since)]
        if not (events or since):
            raise NotFetched(Why.NO_ROWS, base)
        yield from events
        if since or self.is_here:
            yield from api.deleted(since)


def _name_of(address: str) -> str:
    """Return the name of the file at an address; "" where the address ends with none."""
    name = PurePosixPath(urlsplit(shown(address)).path).name
    return name if "." in name.strip(".") else ""


def _imported(
    errand: _Errand,
    fetched: Sequence[Fetched],
    target: Path,
    who: str,
    begun: datetime,
) -> Refreshed:
    """Write what was fetched as a version, unless all of it is here already."""
    source, stopped = errand.source, next(iter(errand.stopped), None)
    choices = Choices(retrieved=begun.date(), continues=source.wants_account)
    with draft_folder(target) as folder:
        files = [each.file for each in fetched]
        draft = make_draft(files, target, folder, choices, progress=errand.progress)
        errand.progress(Step(Stage.KEEPING, share=1.0))
        by_name = {each.file.name: each for each in fetched}
        _check(draft, source, by_name)
        changes = [each.new + each.changed + each.removed for each in draft.merged.values()]
        if not any(changes):
            return Refreshed(source, None, draft, stopped)
        origins = {name: _about(each, source, begun) for name, each in by_name.items()}
        version = draft.publish(target, who, origins)
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
