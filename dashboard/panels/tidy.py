"""A table as data: one header of stable ASCII names, one fact a cell, codes and bounds, no words.

The columns follow from the kinds of the table's columns alone, so that they are the same whatever
is filtered. How they are written into a file is left to the exports.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import pandas as pd
import pyarrow as pa

from dashboard.panels.table import Column, Kind, Table
from dashboard.values import Absent, Amount, Qualifier, Term, Total, Window
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import amount_words, say

# The types of a Table Schema (Frictionless) that occur here, and those of Arrow.
TEXT, WHOLE, NUMBER, DAY, YES_NO = "string", "integer", "number", "date", "boolean"
ARROW: Mapping[str, pa.DataType] = {
    TEXT: pa.string(),
    WHOLE: pa.int64(),
    NUMBER: pa.float64(),
    DAY: pa.date32(),
    YES_NO: pa.bool_(),
}


@dataclass(frozen=True)
class Field:
    """One column of data: its name, its type in a Table Schema, what it holds, its unit."""

    name: str
    type: str
    title: str
    description: str = ""
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Tidy:
    """Columns and the rows under them, in which every blank is null."""

    fields: tuple[Field, ...]
    rows: pa.Table

    def __len__(self) -> int:
        """How many rows there are."""
        return self.rows.num_rows

    @property
    def frame(self) -> pd.DataFrame:
        """The rows as pandas has them: days as timestamps, blanks as NaN."""
        return self.rows.to_pandas(date_as_object=False)


class Part(NamedTuple):
    """One column of data that a column of a table becomes: the end of its name, its type."""

    ending: str
    type: str
    value: Callable[[Any], Any]


# A file and the list of its columns ask for the same table; no table is held on to for it.
_MADE: WeakKeyDictionary[Table, Tidy] = WeakKeyDictionary()


def tidy(table: Table) -> Tidy:
    """Return a table as data; it is worked out once.

    A column that data has in other words (`Table.details`) stands there instead.

    >>> from dashboard.panels.table import table_of
    >>> from dashboard.values import at_least
    >>> many = Column("killed", "Killed", Kind.MONEY)
    >>> made = tidy(table_of([many], [{"killed": at_least(2)}]))
    >>> made.rows.to_pylist()[0]["killed_low"], [field.name for field in made.fields]
    (2.0, ['killed_low', 'killed_best', 'killed_high', 'killed_qualifier', 'killed_absent'])
    """
    made = _MADE.get(table)
    if made is None:
        made = _MADE[table] = _tidied(_lengthened(table))
    return made


def _tidied(table: Table) -> Tidy:
    details = table.details
    own = [(column, table) for column in table.columns]
    if details is not None:
        replaced = {column.key for column in details.columns}
        own = [each for each in own if each[0].key not in replaced]
        own += [(column, details) for column in details.columns]
    fields: list[Field] = []
    columns: list[pa.Array] = []
    for column, source in own:
        cells = [_known(cell) for cell in source.cells(column.key)]
        for part in parts_of(column):
            values = [part.value(cell) for cell in cells]
            kind = (
                NUMBER
                if part.type == WHOLE
                and not all(each is None or each == int(each) for each in values)
                else part.type
            )
            if kind == WHOLE:
                values = [None if value is None else int(value) for value in values]
            columns.append(pa.array(values, ARROW[kind]))
            fields.append(_field(column, part, kind))
    names = [field.name for field in fields]
    return Tidy(tuple(fields), pa.table(columns, names=names))


def parts_of(column: Column) -> Sequence[Part]:
    """Return the columns of data that a column becomes."""
    parts = PARTS[column.kind]
    if column.tells_why is False:
        return [part for part in parts if part is not WHY]
    return (*parts, WHY) if column.tells_why and WHY not in parts else parts


def _lengthened(table: Table) -> Table:
    """Turn numbers that stand beside each other, a country each, into a row a country.

    Sums over the countries are left out.
    """
    if not table.across:
        return table
    kept = [column for column in table.columns if not column.is_numeric]
    countries = [column.key for column in table.columns if column.key in COUNTRIES]
    rows = table.frame.melt(
        [column.key for column in kept], countries, "iso_code", table.across, ignore_index=True
    )
    number = Column(table.across, table.across.capitalize(), Kind.COUNT)
    return Table((*kept, Column("iso_code", say("Country"), Kind.COUNTRY), number), rows)


def _known(cell: object) -> Any:
    """Return a cell, None for every way of being blank."""
    if isinstance(cell, (str, tuple, Amount, Total, Term, Window, Absent)):
        return cell
    return None if cell is None or cell is pd.NaT or cell is pd.NA or cell != cell else cell


def _plain(cell: object) -> Any:
    return None if isinstance(cell, Absent) else cell


def _text(cell: object) -> str | None:
    return None if cell is None or cell == "" or isinstance(cell, Absent) else str(cell)


def _number(cell: Any) -> float | None:
    return None if cell is None or isinstance(cell, Absent) else float(cell)


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else None


def _joined(cell: object) -> str | None:
    return ";".join(cell) or None if isinstance(cell, tuple) else None


def _of_window(name: str) -> Callable[[Any], Any]:
    def part(cell: object) -> Any:
        value = getattr(cell, name) if isinstance(cell, Window) else None
        return _day(value) if isinstance(value, date) else value

    return part


def _why(cell: object) -> str | None:
    return cell.reason.value if isinstance(cell, Absent) else None


def _amount(cell: Any) -> Amount | None:
    """Return the bounds of a cell; of a sum without any, what is reported as "about" so many."""
    if isinstance(cell, Term):
        return cell.amount
    if isinstance(cell, Total):
        if cell.has_sum:
            return cell.sum
        qualifier = Qualifier.ABOUT if cell.about else Qualifier.VAGUE
        return Amount(None, cell.about or None, None, qualifier)
    if isinstance(cell, Amount):
        return cell
    if cell is None or isinstance(cell, Absent):
        return None
    return Amount(cell, cell, cell, Qualifier.EXACT)


def _bound(name: str) -> Callable[[Any], float | None]:
    def bound(cell: object) -> float | None:
        value = getattr(_amount(cell), name, None)
        return None if value is None else float(value)

    return bound


def _qualifier(cell: object) -> str | None:
    reported = _amount(cell)
    return reported.qualifier.value if reported else None


def _as_reported(cell: object) -> str | None:
    reported = _amount(cell)
    return reported.as_reported or None if reported else None


def _apart(cell: object) -> str | None:
    return "; ".join(map(amount_words, cell.apart)) or None if isinstance(cell, Total) else None


def _hedge(cell: object) -> str | None:
    words = "; ".join(cell.hedges) if isinstance(cell, Total) else getattr(cell, "hedge", "")
    return words or None


def _hedged(cell: object) -> float | None:
    hedged = cell.hedged_total if isinstance(cell, Total) else None
    return None if hedged is None or hedged.sum.low is None else float(hedged.sum.low)


def _unit(cell: object) -> str | None:
    if not isinstance(cell, Term):
        return None
    return "day" if cell.in_days else "month"


WHY = Part("absent", TEXT, _why)
WORDS = (Part("", TEXT, _text),)
KEYS = (Part("", TEXT, _joined),)
WHOLES = (Part("", WHOLE, _plain), WHY)
NUMBERS = (Part("", NUMBER, _number), WHY)
BOUNDS = (
    Part("low", NUMBER, _bound("low")),
    Part("best", NUMBER, _bound("best")),
    Part("high", NUMBER, _bound("high")),
    Part("qualifier", TEXT, _qualifier),
    WHY,
)
REPORTED = (
    *BOUNDS,
    Part("as_reported", TEXT, _as_reported),
    Part("hedge", TEXT, _hedge),
)
WINDOW = (
    Part("first", DAY, _of_window("first")),
    Part("last", DAY, _of_window("last")),
    Part("precision", WHOLE, _of_window("precision")),
    Part("basis", TEXT, _of_window("basis")),
)
PARTS: Mapping[Kind, tuple[Part, ...]] = {
    **dict.fromkeys((Kind.TEXT, Kind.REPORTED, Kind.COUNTRY, Kind.MONTH, Kind.LINK), WORDS),
    **dict.fromkeys((Kind.COUNTRIES, Kind.KEYS), KEYS),
    **dict.fromkeys((Kind.COUNT, Kind.CHANGE, Kind.MONTHS), WHOLES),
    **dict.fromkeys((Kind.NUMBER, Kind.PERCENT), NUMBERS),
    **dict.fromkeys((Kind.MONEY, Kind.RATE), BOUNDS),
    Kind.DAY: (Part("", DAY, _day),),
    Kind.FLAG: (Part("", YES_NO, _plain),),
    Kind.WINDOW: WINDOW,
    Kind.AMOUNT: REPORTED,
    Kind.TERM: (Part("unit", TEXT, _unit), *REPORTED),
    Kind.TOTAL: (*REPORTED, Part("apart", TEXT, _apart), Part("hedged_low", NUMBER, _hedged)),
}


def _field(column: Column, part: Part, kind: str) -> Field:
    name = "_".join(filter(None, (column.key, part.ending)))
    unit = column.unit if kind in (WHOLE, NUMBER) and part.ending != "precision" else ""
    return Field(name, kind, column.title, _meaning(column, part.ending), unit)


def _meaning(column: Column, ending: str) -> str:
    """Say what a column holds beyond its title."""
    by_ending = {
        "low": say("Lower bound; blank where none is known."),
        "best": say("The number itself, or the one told as about so many."),
        "high": say("Upper bound; blank where none is known."),
        "qualifier": say(
            "How sure the number is: exact, at_least, at_most, about, range, vague (a word, no "
            "number) or officially_none (the government says none)."
        ),
        "absent": say(
            "Why there is no number: none_reported (sources that cover it report none), "
            "officially_none, not_stated, not_covered, filtered_out, outside_series, "
            "could_not_load."
        ),
        "as_reported": say("The number words of the source."),
        "hedge": say("How far the source stands behind the number; blank: without reserve."),
        "apart": say("What the sum leaves out: told in words, or as about so many."),
        "hedged_low": say("How much of the lower bound its sources give with reserve."),
        "unit": say("Unit of the bounds: month or day."),
        "first": say("First day on which it may have happened."),
        "last": say("Last day on which it may have happened."),
        "precision": say("1 these very days, 2 about these days, 3 a month or vaguer (ACLED)."),
        "basis": say("Where the days come from: stated, inferred or assumed."),
    }
    by_kind = {
        Kind.COUNTRY: say("ISO 3166-1 alpha-3; REG is the region as a whole."),
        Kind.COUNTRIES: say("ISO 3166-1 alpha-3, several with semicolons between."),
        Kind.KEYS: say("Several have semicolons between."),
        Kind.MONTH: say("A month as 2020-06, a run of months as 2020-06/2020-08."),
    }
    return by_ending.get(ending) or by_kind.get(column.kind, "")
