"""What one record of ACLED says: its day, type, place and figures, or what is wrong with it."""

import re
from array import array
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

import numpy as np
from pandas.util import hash_array

from dashboard.sources.reading.days import Order, day_in, month_end
from dashboard.sources.reading.events import Event, rows_of
from dashboard.sources.reading.files import Cell
from dashboard.sources.reading.numbers import (
    Count,
    WrongNumber,
    exactly,
    read_count,
    read_whole,
    text_of,
)
from dashboard.sources.reading.outcomes import Choices, LeftOut, Lost, NoRow, Outcome, Refused
from dashboard.sources.reading.places import GWNO, country_code, one_of_five
from dashboard.sources.reading.tables import Record
from dashboard.spellings import folded
from dashboard.vocabulary import ACLED_TYPES

SOURCE = "acled"
OLD_TYPES = {
    "battle-no change of territory": ("Battles", "Armed clash"),
    "battle-government regains territory": ("Battles", "Government regains territory"),
    "battle-non-state actor overtakes territory": (
        "Battles",
        "Non-state actor overtakes territory",
    ),
    "remote violence": ("Explosions/Remote violence", "Other"),
    "violence against civilians": ("Violence against civilians", "Attack"),
    "strategic development": ("Strategic developments", "Other"),
    "headquarters or base established": (
        "Strategic developments",
        "Headquarters or base established",
    ),
    "non-violent transfer of territory": (
        "Strategic developments",
        "Non-violent transfer of territory",
    ),
}
TYPES = {folded(each): each for each in ACLED_TYPES}
SUB_TYPES = {folded(sub): sub for own in ACLED_TYPES.values() for sub in own.sub_types}
SIZE = re.compile(r"\[\s*size\s*=([^\]]*)\]", re.IGNORECASE)
TAG = re.compile(r"crowd size\s*=([^;]*)", re.IGNORECASE)
LATEST_STAMP = 4_000_000_000
MOST_DIGITS = 10


@dataclass(frozen=True)
class Whole:
    """What only the whole file tells: the order of its days, rows that a newer one replaces."""

    order: Order
    older: Container[int]


@dataclass
class Survey:
    """What is gathered while the whole file, or a span of it, is read for the first time.

    `length`: how many rows were gone through, of whatever kind.
    """

    length: int = 0
    days: set[str] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    keys: array = field(default_factory=lambda: array("q"))
    stamps: array = field(default_factory=lambda: array("q"))
    rows: array = field(default_factory=lambda: array("q"))

    def add(self, rows: Sequence[int], keys: Sequence[Cell], stamps: Sequence[int]) -> None:
        """Take in records: their row, key and timestamp. Of the key a number is kept."""
        texts = np.array([text_of(cell) for cell in keys], dtype=object)
        self.keys.frombytes(hash_array(texts, categorize=False).tobytes())
        self.stamps.extend(stamps)
        self.rows.extend(rows)

    def extend(self, following: "Survey") -> None:
        """Take in what the span behind tells, whose rows count from 1."""
        self.days |= following.days
        self.years |= following.years
        self.keys.extend(following.keys)
        self.stamps.extend(following.stamps)
        rows = np.frombuffer(following.rows, dtype=np.int64) + self.length
        self.rows.frombytes(rows.tobytes())
        self.length += following.length

    @property
    def older(self) -> frozenset[int]:
        """The rows whose key comes again with a later timestamp, or further down with the same."""
        keys, stamps, rows = (
            np.frombuffer(each, dtype=np.int64) for each in (self.keys, self.stamps, self.rows)
        )
        if len(np.unique(keys)) == len(keys):
            return frozenset()
        order = np.lexsort((rows, stamps, keys))
        is_older = keys[order][1:] == keys[order][:-1]
        return frozenset(rows[order[:-1][is_older]].tolist())


def stamp_of(cell: Cell) -> int:
    """Return ACLED's timestamp, seconds since 1970; 0 where there is none."""
    try:
        stamp = read_whole(cell) or 0
    except WrongNumber:
        return 0
    return stamp if 0 < stamp < LATEST_STAMP else 0


def stamps_of(cells: Sequence[Cell]) -> list[int]:
    """Return the timestamps of several rows, see `stamp_of`.

    >>> stamps_of(["1688750715", "1600000000"]), stamps_of(["soon", "1600000000", None])
    ([1688750715, 1600000000], [0, 1600000000, 0])
    """
    texts = [cell for cell in cells if isinstance(cell, str) and 0 < len(cell) <= MOST_DIGITS]
    together = "".join(texts)
    if len(texts) == len(cells) and together.isdecimal() and together.isascii():
        stamps = list(map(int, texts))
        if min(stamps) > 0 and max(stamps) < LATEST_STAMP:
            return stamps
    return [stamp_of(cell) for cell in cells]


def updated_texts(stamps: Sequence[int]) -> list[str]:
    """Return when ACLED last changed its rows, as text; "" where it does not say.

    >>> updated_texts([1_688_750_715, 0])
    ['2023-07-07T17:25:15Z', '']
    """
    times = np.datetime_as_string(np.array(stamps, dtype="datetime64[s]"), unit="s").tolist()
    return [f"{text}Z" if stamp else "" for stamp, text in zip(stamps, times, strict=True)]


def outcomes_of_record(record: Record, whole: Whole, choices: Choices) -> Iterator[Outcome]:
    """Yield the rows of a record, and what is wrong with it. Raises `NoRow`."""
    code, key = country_of(record), text_of(record["event_id_cnty"])
    if not code:
        named = text_of(record["country"]) or text_of(record["iso"]) or text_of(record["gwno"])
        raise NoRow(Refused(Lost.ROW, record.row, "country", named, "unknown_country"))
    one_of_five(record.row, code)
    if not key:
        raise NoRow(record.refused("event_id_cnty", "value_missing"))
    if record.row in whole.older:
        raise NoRow(LeftOut(record.row, "older_version"))
    event = _event(record, code, key, whole.order)
    try:
        event.figures.append(("killed", dead_of(record)))
    except WrongNumber as fault:
        yield record.refused("fatalities", fault, Lost.CELL)
    yield from rows_of(event, choices)


def _event(record: Record, code: str, key: str, order: Order) -> Event:
    """Return what a record says. Raises `NoRow`."""
    first, last, precision = days_of(record, order)
    kind, sub_kind = kind_of(record)
    return Event(
        row=record.row,
        event_id=f"acled:{key}",
        first=first,
        last=last,
        time_precision=precision,
        event_type=kind,
        sub_event_type=sub_kind,
        country=code,
        **place_of(record),
        actor1=text_of(record["actor1"]),
        actor2=text_of(record["actor2"]),
        notes=notes_of(record["notes"]),
        reported_by=text_of(record["source"]),
        updated_at=updated_texts([stamp_of(record["timestamp"])])[0],
        source_id=SOURCE,
        figures=[("participants", crowd_of(record))],
    )


def days_of(record: Record, order: Order) -> tuple[date, date, int]:
    """Return an event's first and last day and how precise they are: 1 to 3, 3 of a month.

    Raises `NoRow`.
    """
    day = day_in(record, "event_date", order)
    precision = _one_to_three(record["time_precision"])
    return (day.replace(day=1), month_end(day), 3) if precision == 3 else (day, day, precision)


class Place(TypedDict):
    """Where an event was, by the names of `Event`."""

    admin1: str
    location: str
    latitude: Cell
    longitude: Cell
    geo_precision: int


def place_of(record: Record) -> Place:
    """Return where an event was."""
    return {
        "admin1": text_of(record["admin1"]),
        "location": text_of(record["location"]),
        "latitude": record["latitude"],
        "longitude": record["longitude"],
        "geo_precision": _one_to_three(record["geo_precision"]),
    }


def country_of(record: Record) -> str:
    """Return the code of a record's country; "" for none that we know."""
    return (
        country_code(record["iso3"])
        or country_code(record["iso"])
        or country_code(record["country"])
        or GWNO.get(text_of(record["gwno"]), "")
    )


def kind_of(record: Record) -> tuple[str, str]:
    """Return type and sub-type; no generation of ACLED has others. Raises `NoRow`."""
    kind, sub_kind = text_of(record["event_type"]), text_of(record["sub_event_type"])
    plain = folded(kind)
    if sub_kind or plain in ("battles", "protests", "riots"):
        known, known_sub = TYPES.get(plain), SUB_TYPES.get(folded(sub_kind))
        if known is None:
            raise NoRow(record.refused("event_type", "unknown_type"))
        if known_sub is None or known_sub not in ACLED_TYPES[known].sub_types:
            raise NoRow(record.refused("sub_event_type", "unknown_type"))
        return known, known_sub
    if plain == "riots/protests":
        return _riot_or_protest(text_of(record["inter1"]), text_of(record["inter2"]))
    if plain not in OLD_TYPES:
        raise NoRow(record.refused("event_type", "unknown_type"))
    return OLD_TYPES[plain]


def _riot_or_protest(first: str, second: str) -> tuple[str, str]:
    """Tell riots from protests as ACLED's own numbers for actors do: 5 rioters, 6 protesters."""
    if first == "5":
        is_mob = second in ("5", "7")
        return "Riots", "Mob violence" if is_mob else "Violent demonstration"
    return "Protests", "Protest with intervention" if second == "1" else "Peaceful protest"


def _one_to_three(cell: Cell) -> int:
    text = text_of(cell)
    return int(text) if text in ("1", "2", "3") else 1


def notes_of(cell: Cell) -> str:
    """Return the notes as they are kept."""
    return "" if cell is None else str(cell).replace("\0", "").replace("\u00a0", " ").strip()


def crowd_of(record: Record) -> Count | None:
    """Return how many took part: of the tags, or else of the notes."""
    size = size_in_tags(record["tags"])
    size = size_in_notes(record["notes"]) if size is None else size
    return read_count(size)


def size_in_tags(cell: Cell) -> str | None:
    """Return the words for a crowd's size in the tags; None where they say nothing of it."""
    tag = TAG.search(text_of(cell))
    return tag[1] if tag else None


def size_in_notes(cell: Cell) -> str | None:
    """Return the words for a crowd's size in the notes; None where they say nothing of it."""
    size = SIZE.search(cell) if isinstance(cell, str) and "[" in cell else None
    return size[1] if size else None


def dead_of(record: Record) -> Count | None:
    """Return the deaths; None for 0, which may mean none reported. Raises `WrongNumber`."""
    dead = read_whole(record["fatalities"])
    return exactly(dead) if dead else None
