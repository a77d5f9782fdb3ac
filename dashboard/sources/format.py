"""What a format declares of itself, and what a file turned out to be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from dashboard.sources.files import SourceFile
from dashboard.sources.outcomes import Choices, Outcome


class Kind(StrEnum):
    """What the records of a format are about."""

    EVENTS = "events"
    COVID = "covid"
    RATES = "rates"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Whose data it is and on what terms: becomes a row of `sources`, and stands under charts.

    `attribution` is what must stand under every chart and in every file; the day of access is put
    behind it. `may_be_passed_on`: whether rows themselves may be exported, not only counts.
    """

    source_id: str
    title: str
    publisher: str
    address: str
    licence: str
    attribution: str
    may_be_passed_on: bool


@dataclass(frozen=True, kw_only=True)
class Format:
    """A shape of file: how it is recognised, what it gives, what its numbers mean.

    `recognise` returns why the file is taken for this format, in words; "" when it is not.
    `read` yields what each record gives. `tables` are ours that it fills, `series` the rows of
    `series` with what its numbers count: (series_id, table, measure, meaning). `covers` are topics
    of which it reviews a whole period, so that its silence says that there was none. `read_many`
    yields the same as `read`, quicker: many rows as one `Batch`.
    """

    key: str
    name: str
    kind: Kind
    tables: tuple[str, ...]
    origin: Origin
    recognise: Callable[[SourceFile], str]
    read: Callable[[SourceFile, Choices], Iterable[Outcome]]
    meaning: str = ""
    series: tuple[tuple[str, str, str, str], ...] = ()
    covers: tuple[str, ...] = ()
    read_many: Callable[[SourceFile, Choices], Iterable[Outcome]] | None = None


@dataclass(frozen=True)
class Recognised:
    """The format that a file is taken for, and why."""

    format: Format
    why: str
