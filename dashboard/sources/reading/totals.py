"""Totals of COVID-19 by country and day: put in order, held to what a running total must be.

The formats find the cells; this makes rows of covid_daily of them and says which totals fall.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.sources.format import Format, Origin, Recognise
from dashboard.sources.reading.files import Cell, SourceFile
from dashboard.sources.reading.numbers import WrongNumber, read_whole, text_of
from dashboard.sources.reading.outcomes import (
    Choices,
    LeftOut,
    Lost,
    Notice,
    Outcome,
    Refused,
    Row,
    Value,
)

COLUMNS = ("total_cases", "total_deaths")
# It never reported a case to anybody: its noughts are a claim, not a series.
NEVER_REPORTED = "TKM"


@dataclass(frozen=True, slots=True)
class Total:
    """A country's totals of a day, as the file has them.

    `cells` are by our column, each with the file's column and its cell; a column that is not there
    is not filled at all. `new` are the cells of the day's new counts beside them, where given.
    """

    row: int
    code: str
    day: date
    cells: dict[str, tuple[str, Cell]]
    new: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    total: Total
    values: dict[str, int | None]


def rows_of_totals(found: Iterable[Total | Outcome], source_id: str) -> Iterator[Outcome]:
    """Yield the rows of covid_daily for totals, and all other outcomes as they are.

    Of the five only, so that they fit in memory whatever the length of the file.
    """
    kept: dict[tuple[str, date, tuple[str, ...]], _Read] = {}
    for each in found:
        if not isinstance(each, Total):
            yield each
            continue
        values, faults = _values(each)
        yield from faults
        if all(value is None for value in values.values()):
            if not faults:
                yield LeftOut(each.row, "no_value")
        elif _is_no_count(each, values):
            yield LeftOut(each.row, "never_reported")
        else:
            key = (each.code, each.day, tuple(values))
            before = kept.setdefault(key, _Read(each, values))
            if before.total is not each:
                yield _again(each, values, before)
    yield from _rows(kept.values(), source_id)
    yield from _falls(kept.values())


def _values(total: Total) -> tuple[dict[str, int | None], list[Refused]]:
    values: dict[str, int | None] = {}
    faults = []
    for ours, (column, cell) in total.cells.items():
        try:
            values[ours] = _count(cell)
        except WrongNumber as fault:
            values[ours] = None
            faults.append(Refused(Lost.CELL, total.row, column, text_of(cell), str(fault)))
    return values, faults


def _count(cell: Cell) -> int | None:
    value = read_whole(cell)
    if value is not None and value < 0:
        raise WrongNumber("negative_total")
    return value


def _is_no_count(total: Total, values: dict[str, int | None]) -> bool:
    """Return whether the totals are noughts nobody counted: beside blanks, or Turkmenistan's."""
    if any(values.values()):
        return False
    blanks = bool(total.new) and all(text_of(cell) == "" for cell in total.new)
    return blanks or total.code == NEVER_REPORTED


def _again(total: Total, values: dict[str, int | None], before: _Read) -> Outcome:
    if values == before.values:
        return LeftOut(total.row, "repeated_row")
    column, cell = next(iter(total.cells.values()))
    return Refused(Lost.ROW, total.row, column, text_of(cell), "repeated_key")


def _rows(read: Iterable[_Read], source_id: str) -> Iterator[Row]:
    for each in read:
        values: dict[str, Value] = {"date": each.total.day, "iso_code": each.total.code}
        yield Row("covid_daily", each.total.row, values | each.values | {"source_id": source_id})


def _falls(read: Iterable[_Read]) -> Iterator[Notice]:
    """Tell of each total that stands below the one before it, in order of day."""
    last: dict[tuple[str, str], int] = {}
    for each in sorted(read, key=lambda read: (read.total.code, read.total.day)):
        for ours, value in each.values.items():
            if value is None:
                continue
            place = (each.total.code, ours)
            if value < last.get(place, 0):
                column, cell = each.total.cells[ours]
                yield Notice(each.total.row, column, text_of(cell), "total_falls")
            last[place] = value


def totals_format(
    key: str,
    name: str,
    origin: Origin,
    recognise: Recognise,
    totals: Callable[[SourceFile, Choices], Iterable[Total | Outcome]],
    meanings: tuple[str, str],
    series: str = "",
) -> Format:
    """Declare a format of totals; `meanings` say what its cases and its deaths count.

    `series` begins the keys of its series where that is not the key of the format.
    """
    rows = zip(("cases", "deaths"), meanings, strict=True)
    return Format(
        key=key,
        name=name,
        origin=origin,
        recognise=recognise,
        read=lambda file, choices: rows_of_totals(totals(file, choices), origin.source_id),
        meaning=meanings[0],
        table="covid_daily",
        series=tuple(
            (f"{series or key}-{what}", "covid_daily", f"total_{what}", meaning)
            for what, meaning in rows
        ),
    )
