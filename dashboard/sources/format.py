"""What a format declares of itself, and what a file turned out to be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.outcomes import Choices, Outcome
from dashboard.sources.reading.tables import named_columns
from dashboard.wording import say

Recognise = Callable[[SourceFile], str]
Read = Callable[[SourceFile, Choices], Iterable[Outcome]]
Survey = TypeVar("Survey")


class Exchange(Protocol):
    """What those who read the spans of a file tell each other before they read the rows."""

    def __call__(self, own: Survey, /) -> list[Survey]:
        """Give what a span tells; return what all spans do, in their order."""
        ...


ReadSpan = Callable[[SourceFile, Choices, Exchange], Iterable[Outcome]]


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
    `read` yields what each record gives. `table` is ours that records fill first, `series` the rows
    of `series` with what its numbers count: (series_id, table, measure, meaning). `covers` are
    topics of which it reviews a whole period, so that its silence says that there was none.
    `read_span` yields the part of it that a span of the file gives, or all, quicker: many rows as
    one `Batch`.
    """

    key: str
    name: str
    origin: Origin
    recognise: Recognise
    read: Read
    meaning: str = ""
    table: str = "events"
    series: tuple[tuple[str, str, str, str], ...] = ()
    covers: tuple[str, ...] = ()
    read_span: ReadSpan | None = None


def by_columns(why: str, *names: str) -> Recognise:
    """Return what recognises a table by columns, in small letters, that it cannot lack.

    `why` is the reason as `say` is given it.
    """
    needed = frozenset(names)
    return lambda file: say(why) if needed <= named_columns(file).keys() else ""


@dataclass(frozen=True)
class Recognised:
    """The format that a file is taken for, and why."""

    format: Format
    why: str
