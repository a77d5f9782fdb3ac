"""What is new in the data since a visit: events added, changed and gone, by key and content.

Of each visitor two visits are kept, the last and this one: when, of which data, and how many events
it had by month. The content of short data is kept once for each version, whoever saw it, so that
what changed can be said field by field, in words and as a table; of long data there are numbers.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.briefing.kept import SEEN, VISITS, Kept, write_among
from dashboard.briefing.tray_file import FileKind, opened_file
from dashboard.datapackage.store import Package
from dashboard.filters import is_month
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.panels.table import COUNTRY, EVENT, EVENT_KEY, Column, Kind, Table
from dashboard.schema import TableRow, resources_by_name
from dashboard.selection import month_name, month_of
from dashboard.values import amount
from dashboard.vocabulary import MEASURES, country_name
from dashboard.wording import N_, join_words, say, say_many, signed

VISITS_FILE = FileKind("central-asia-monitor/visits", 1, N_("a file of visits"), 1_000_000)
# Who comes back after so long pays another visit.
APART = timedelta(hours=6)
MOST_CONTENTS = 12
MOST_VERSION = 200
FIGURES = "figures"
# No part of what an event tells: its key, remarks to the desk, places in the source document.
APART_FROM_CONTENT = (
    *("event_id", "coder_note", "updated_at"),
    *("paragraph", "footnotes", "char_start", "char_end"),
)
FIGURE_COLUMNS = (
    *("measure", "country", "low", "best", "high", "unit", "qualifier", "as_reported", "hedge"),
)


@dataclass(frozen=True)
class Seen:
    """Which data was seen, when, and how many events it had by month (`YYYY-MM`)."""

    version: str
    when: datetime
    months: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Visits:
    """What was seen at the last visit, and at this one."""

    last: Seen | None = None
    this: Seen | None = None

    def arrived(self, seen: Seen) -> "Visits":
        """Return the visits when data is seen now: of the same visit, or of another after a while.

        Data that changes in the course of a first visit is new to it.
        """
        if self.this is None:
            return Visits(None, seen)
        if seen.when - self.this.when > APART:
            return Visits(self.this, seen)
        if seen.version != self.this.version:
            return Visits(self.last or self.this, seen)
        return Visits(self.last, seen)

    def marked_seen(self) -> "Visits":
        """Return the visits when all that is new was seen."""
        return Visits(self.this, self.this)


@dataclass(frozen=True)
class Changed:
    """An event of which fields differ: by field its text before and after."""

    event_id: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Changes:
    """The events added, changed and gone (with their titles) from one version to another."""

    added: tuple[str, ...]
    changed: tuple[Changed, ...]
    gone: tuple[tuple[str, str], ...]
    in_common: int

    def __bool__(self) -> bool:
        """Whether any event differs."""
        return bool(self.added or self.changed or self.gone)


def seen_now(package: Package) -> Seen:
    """Return what a visitor sees now. Raises `DataUnavailable`."""
    months: Counter[str] = Counter()
    for day, number in package.events.every().by("event_date").items():
        months[month_of(day)] += number
    return Seen(package.version, datetime.now(UTC), tuple(sorted(months.items())))


@lru_cache(maxsize=KEPT_PACKAGES)
def changes_since(package: Package, version: str, folder: Path) -> Changes | None:
    """Return what differs from a version of the data; None where its content is not at hand."""
    before, now = Contents(folder).read(version), content_of(package)
    return None if before is None or now is None else changes(before, now)


def changes(before: pd.DataFrame, now: pd.DataFrame) -> Changes:
    """Compare two contents, event by event."""
    added = now.index.difference(before.index, sort=False)
    gone = before.index.difference(now.index, sort=False)
    common = now.index.intersection(before.index, sort=False)
    # A column that only one of them has came with the program, not with the data.
    columns = [name for name in now.columns if name in before.columns]
    old, new = (each.loc[common, columns].to_numpy(dtype=object) for each in (before, now))
    fields: dict[int, list[tuple[str, str, str]]] = {}
    for row, column in zip(*np.nonzero(old != new), strict=True):
        change = (columns[column], str(old[row, column]), str(new[row, column]))
        fields.setdefault(int(row), []).append(change)
    changed = [Changed(str(common[row]), tuple(changes)) for row, changes in fields.items()]
    titles = zip(gone, before["title"].reindex(gone), strict=True)
    return Changes(tuple(added), tuple(changed), tuple(titles), len(common))


def months_since(package: Package, seen: Seen) -> list[tuple[str, int, int]]:
    """Return the months with more or fewer events than were seen: month, before, now."""
    before, now = dict(seen.months), dict(seen_now(package).months)
    months = sorted({*before, *now})
    counts = ((month, before.get(month, 0), now.get(month, 0)) for month in months)
    return [each for each in counts if each[1] != each[2]]


def content_of(package: Package) -> pd.DataFrame | None:
    """Return the content of the events of short data as text, by key; None of long data."""
    if package.kept_events is not None:
        return None
    events = package.table("events")
    fields = resources_by_name(package.descriptor)["events"]["schema"]["fields"]
    names = [each["name"] for each in fields if each["name"] not in APART_FROM_CONTENT]
    texts = {name: _text(events[name]) for name in names if name in events}
    content = pd.DataFrame(texts).set_axis(events["event_id"].astype(str), axis=0)
    figures = package.tables.get("figures")
    if figures is not None:
        content[FIGURES] = _figures(figures).reindex(content.index, fill_value="")
    return content


def _text(column: pd.Series) -> pd.Series:
    is_day = column.dtype.kind == "M"
    text = column.dt.strftime("%Y-%m-%d") if is_day else column.astype(str)
    return text.where(column.notna(), "").astype(object)


def _figures(figures: pd.DataFrame) -> pd.Series:
    """Return by event its figures, as a text that `figures_in` reads."""
    by_event: dict[str, list[list[Any]]] = {}
    columns = [
        figures[name].astype(object).where(figures[name].notna(), None).tolist()
        for name in FIGURE_COLUMNS
    ]
    keys = figures["event_id"].tolist()
    for key, *cells in zip(keys, *columns, strict=True):
        if isinstance(key, str):
            by_event.setdefault(key, []).append(cells)
    texts = {
        key: json.dumps(sorted(rows, key=repr), ensure_ascii=False)
        for key, rows in by_event.items()
    }
    return pd.Series(texts, dtype=object)


def figures_in(text: str) -> list[dict[str, object]]:
    """Return the figures of an event from their text."""
    return [dict(zip(FIGURE_COLUMNS, cells, strict=True)) for cells in json.loads(text or "[]")]


class Contents:
    """The content of versions of short data, each kept once in a folder; the last few of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / SEEN

    def keep(self, package: Package) -> None:
        """Keep the content of a version, unless it is kept; without room nothing happens."""
        path = self._path(package.version)
        with suppress(OSError, RuntimeError):
            if path.exists():
                path.touch()
                return
            content = content_of(package)
            if content is None:
                return
            table = content.rename_axis("event_id").to_parquet(compression="zstd")
            write_among(path, table, MOST_CONTENTS)

    def read(self, version: str) -> pd.DataFrame | None:
        """Return the content of a version; None where it is not kept."""
        try:
            return pd.read_parquet(self._path(version)).fillna("").astype(object)
        except (OSError, ValueError, RuntimeError):
            return None

    def _path(self, version: str) -> Path:
        return self._folder.expanduser() / f"{sha256(version.encode()).hexdigest()[:32]}.parquet"


def visits_json(visits: Visits) -> bytes:
    """Write visits as their file."""
    header = {"format": VISITS_FILE.format, "version": VISITS_FILE.version}
    seen = {name: _visit_record(getattr(visits, name)) for name in ("last", "this")}
    return json.dumps(header | seen).encode()


def _visit_record(seen: Seen | None) -> dict[str, object] | None:
    if seen is None:
        return None
    when = seen.when.isoformat(timespec="seconds")
    return {"data_version": seen.version, "when": when, "months": dict(seen.months)}


def read_visits(content: bytes) -> tuple[Visits, tuple[str, ...]]:
    """Read a file of visits; one that is wrong gives none."""
    document, trouble = opened_file(content, VISITS_FILE)
    if trouble:
        return Visits(), (trouble,)
    try:
        return Visits(_seen(document.get("last")), _seen(document.get("this"))), ()
    except (TypeError, ValueError, KeyError):
        return Visits(), (say("The file of visits is damaged."),)


def _seen(record: object) -> Seen | None:
    if record is None:
        return None
    if not isinstance(record, dict):
        raise TypeError
    version, when, months = record["data_version"], record["when"], record["months"]
    if not isinstance(version, str) or not isinstance(months, dict):
        raise TypeError
    counted = tuple((month, int(number)) for month, number in months.items() if is_month(month))
    at = datetime.fromisoformat(when)
    if at.tzinfo is None:
        raise ValueError
    return Seen(version[:MOST_VERSION], at, counted)


def kept_visits(folder: Path) -> Kept[Visits]:
    """Return the visits that are kept in a folder."""
    return Kept(folder, VISITS, Visits(), read_visits, visits_json)


MOST_LISTED = 200
MOST_MONTHS = 3
MOST_LETTERS = 300
COLUMNS = (
    EVENT_KEY,
    Column("what", "What"),
    EVENT,
    COUNTRY,
    Column("event_date", "First day", Kind.DAY, style="short_year"),
    Column("field", "Field"),
    Column("before", "Before", Kind.REPORTED),
    Column("after", "After", Kind.REPORTED),
)


def news_words(package: Package, since: Seen, found: Changes | None, when: str) -> str:
    """Say what was added, changed and is gone; "" where nothing is.

    `when` begins the sentence: "Since your visit of 28 November 2026".
    """
    if found is None:
        return _months_words(package, since, when)
    if not found:
        return ""
    if not found.in_common:
        return say("{when} other data is in use: none of its events was there.", when=when)
    counts = (
        (len(found.added), say("added")),
        (len(found.changed), say("changed")),
        (len(found.gone), say("gone")),
    )
    (first, word), *others = [(count, word) for count, word in counts if count]
    news = [say_many("{count} event {word}", "{count} events {word}", first, word=word)]
    news += [say("{count} {word}", count=count, word=word) for count, word in others]
    return say("{when}: {text}, whatever the filters.", when=when, text=join_words(news))


def _months_words(package: Package, since: Seen, when: str) -> str:
    """Say in which months there are more or fewer events, where no more is known."""
    if not since.months:
        return say(
            "{when} the data has changed; what was added or changed cannot be told, as the data of "
            "then is not kept here.",
            when=when,
        )
    months = months_since(package, since)
    if not months:
        return say(
            "{when} the data has changed, but no month’s number of events; which events were "
            "changed cannot be told of data of this size or age.",
            when=when,
        )
    added = sum(max(now - before, 0) for _, before, now in months)
    gone = sum(max(before - now, 0) for _, before, now in months)
    news = [
        *([say("{count} more events", count=added)] if added else []),
        *([say("{count} fewer", count=gone)] if gone else []),
    ]
    newest = [
        f"{month_name(month)} {signed(now - before)}"
        for month, before, now in months[: -MOST_MONTHS - 1 : -1]
    ]
    if len(months) > MOST_MONTHS:
        newest.append(say("{count} earlier months", count=len(months) - MOST_MONTHS))
    return say(
        "{when}: {text} by month ({newest}). Which were added or changed cannot be told of data of "
        "this size or age.",
        when=when,
        text=join_words(news),
        newest=", ".join(newest),
    )


def news_table(package: Package, found: Changes) -> tuple[Table, int]:
    """Return the rows of what is new, at most `MOST_LISTED`, and how many there are in all."""
    total = len(found.added) + sum(len(each.fields) for each in found.changed) + len(found.gone)
    rows = [row for row, _ in zip(_rows(package, found), range(MOST_LISTED), strict=False)]
    keys = [column.key for column in COLUMNS]
    return Table(COLUMNS, pd.DataFrame(rows, columns=keys, dtype=object)), total


def _rows(package: Package, found: Changes) -> Iterator[tuple[object, ...]]:
    events = package.table("events").set_index("event_id")
    titles = _titles_of_fields(package)

    def about(key: str) -> tuple[object, ...]:
        event = events.loc[key]
        return event["title"], event["country"], event["event_date"].date()

    for key in found.added:
        yield (key, say("added"), *about(key), "", "", "")
    for each in found.changed:
        for name, before, after in each.fields:
            texts = _figures_apart(before, after) if name == FIGURES else (before, after)
            yield (
                *(each.event_id, say("changed"), *about(each.event_id)),
                titles.get(name, name),
                *(text[:MOST_LETTERS] or say("blank") for text in texts),
            )
    for key, title in found.gone:
        yield (key, say("gone"), title, None, None, "", "", "")


def _titles_of_fields(package: Package) -> Mapping[str, str]:
    fields = resources_by_name(package.descriptor)["events"]["schema"]["fields"]
    named = {each["name"]: each.get("title", each["name"]) for each in fields}
    return {**named, FIGURES: say("Reported figures")}


def _figures_apart(before: str, after: str) -> tuple[str, str]:
    """Write those figures of an event that one of two versions has and the other has not."""
    old, new = figures_in(before), figures_in(after)
    only_old = "; ".join(_figure(each) for each in old if each not in new)
    return only_old, "; ".join(_figure(each) for each in new if each not in old)


def _figure(figure: TableRow) -> str:
    low, best, high, qualifier = (figure[name] for name in ("low", "best", "high", "qualifier"))
    value = amount(low, best, high, qualifier, figure["as_reported"] or "", figure["hedge"])
    return say(
        "{measure} of {country}: {value}",
        measure=MEASURES.get(figure["measure"], figure["measure"]),
        country=country_name(figure["country"]),
        value=value,
    )
