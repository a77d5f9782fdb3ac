"""What the analyst has chosen to look at: countries, months, types, status, dates, words.

Which filters there are is in `filter_table`.
"""

import calendar
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import dates
from dashboard.filter_table import FILTERS, ROW_FILTERS
from dashboard.filters import (
    DEFAULT_MONTH,
    PREVIOUS,
    YEAR,
    Chooses,
    Filter,
    Refusal,
    is_month,
)
from dashboard.vocabulary import (
    COUNTRIES,
    DEFAULT_STATUSES,
)
from dashboard.wording import join_words, say, within_line

FIRST_POSSIBLE, LAST_POSSIBLE = "1900-01", "2099-12"
# Fifty years: more would be no period that anyone reads a chart of.
MOST_MONTHS = 600


def month_name(month: str) -> str:
    """Write a month in words.

    >>> month_name("2020-06")
    'June 2020'
    """
    return dates.month(date.fromisoformat(f"{month}-01"))


def month_of(day: date) -> str:
    """Return the month of a day as `YYYY-MM`; of a day before 1900 or after 2099 the nearest."""
    return min(max(f"{day.year:04d}-{day.month:02d}", FIRST_POSSIBLE), LAST_POSSIBLE)


def shift_month(month: str, steps: int) -> str:
    """Move a month forward or back.

    >>> shift_month("2020-12", 1), shift_month("2020-01", -1)
    ('2021-01', '2019-12')
    """
    year, number = (int(part) for part in month.split("-"))
    total = year * 12 + number - 1 + steps
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def latest_end(first: str, last: str) -> str:
    """Return the last month of a period that someone asks for, not longer than `MOST_MONTHS`.

    >>> latest_end("2020-01", "2020-06"), latest_end("1900-01", "2099-12")
    ('2020-06', '1949-12')
    """
    return min(last, shift_month(first, MOST_MONTHS - 1))


@dataclass(frozen=True)
class Selection:
    """The filters, the same on every page. Months are `YYYY-MM`, both ends included.

    Raises `ValueError` for what a filter cannot hold and for a period that runs backwards:
    `from_query` and `from_widgets` check what they are given before they make one, and keep to
    `MOST_MONTHS`.
    """

    countries: tuple[str, ...] = tuple(COUNTRIES)
    first_month: str = DEFAULT_MONTH
    last_month: str = DEFAULT_MONTH
    compared: str = ""
    source: str = ""
    topics: tuple[str, ...] = ()
    statuses: tuple[str, ...] = DEFAULT_STATUSES
    exact_dates: bool = False
    text: str = ""
    provinces: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sub_types: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    responses: tuple[str, ...] = ()
    confidences: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    people: int = 0
    fatalities: int = 0
    refused: tuple[Refusal, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        for row in FILTERS:
            if fault := row.fault(row.value(self)):
                raise ValueError(fault)
        if self.first_month > self.last_month:
            words = say(
                "{first} to {last} runs backwards.", first=self.first_month, last=self.last_month
            )
            raise ValueError(words)

    @cached_property
    def first_day(self) -> date:
        """First day of the first month."""
        year, number = (int(part) for part in self.first_month.split("-"))
        return date(year, number, 1)

    @cached_property
    def last_day(self) -> date:
        """Last day of the last month."""
        year, number = (int(part) for part in self.last_month.split("-"))
        return date(year, number, calendar.monthrange(year, number)[1])

    @cached_property
    def months(self) -> tuple[str, ...]:
        """Every month of the range, in order."""
        months = [self.first_month]
        while months[-1] < self.last_month:
            months.append(shift_month(months[-1], 1))
        return tuple(months)

    @property
    def period(self) -> str:
        """The months in words: "June 2020", "March to June 2020", "December 2019 to June 2020"."""
        return dates.months(self.first_day, self.last_day)

    @property
    def alone(self) -> "Selection":
        """The same filters, compared with nothing."""
        return replace(self, compared="") if self.compared else self

    @cached_property
    def other_period(self) -> "Selection | None":
        """The same filters over the period compared with; None where there is none.

        >>> Selection(compared="previous").other_period.first_month
        '2020-05'
        >>> spring = Selection(first_month="2020-03", last_month="2020-05")
        >>> replace(spring, compared="year").other_period.period
        'March to May 2019'
        """
        if not self.compared:
            return None
        length = len(self.months)
        steps = {PREVIOUS: -length, YEAR: -12}
        first = self.compared
        if first in steps:
            first = shift_month(self.first_month, steps[first])
        last = shift_month(first, length - 1)
        return self.alone.over(first, last) if is_month(first) and is_month(last) else None

    @cached_property
    def in_cubes(self) -> bool:
        """Whether the cubes can answer it: no filter is set that looks at single events."""
        return all(row.in_cubes or not row.write(row.value(self)) for row in ROW_FILTERS)

    @cached_property
    def of_events(self) -> "tuple[Filter[Any], ...]":
        """The filters set that choose among events: series, rates and other figures stay whole.

        >>> [row.name for row in Selection(statuses=("claimed",), provinces=("KG-GB",)).of_events]
        ['status', 'province']
        """
        return tuple(
            row
            for row in ROW_FILTERS
            if row.chooses is not Chooses.DATA and row.words(row.value(self))
        )

    @property
    def is_part(self) -> bool:
        """Whether a filter is set that chooses a part of the events, whatever their status."""
        return any(row.chooses is Chooses.PART for row in self.of_events)

    @property
    def covers_all_countries(self) -> bool:
        """Whether all five countries are chosen (then the region's own events count too)."""
        return set(self.countries) == set(COUNTRIES)

    def over(self, first_month: str, last_month: str) -> "Selection":
        """Return the same filters over other months."""
        return replace(self, first_month=first_month, last_month=last_month)

    def shifted(self, steps: int) -> "Selection":
        """Return the same filters over as many months later, or earlier; the same at the ends.

        >>> Selection().shifted(-1).first_month, Selection().shifted(10**9).first_month
        ('2020-05', '2020-06')
        """
        first, last = shift_month(self.first_month, steps), shift_month(self.last_month, steps)
        return self.over(first, last) if is_month(first) and is_month(last) else self

    def matches(self, events: pd.DataFrame) -> pd.Series:
        """Return True for the rows of `events` that pass every filter but the months."""
        kept = pd.Series(data=True, index=events.index)
        for row in ROW_FILTERS:
            passing = row.keeps(events, row.value(self))
            if passing is not None:
                kept &= passing
        return kept

    @property
    def spans_years(self) -> bool:
        """Whether the months are not of one year, so that days need theirs."""
        return self.first_month[:4] != self.last_month[:4]

    def within(self, days: pd.Series) -> pd.Series:
        """Return True for the days inside the months."""
        return days.between(pd.Timestamp(self.first_day), pd.Timestamp(self.last_day))

    def apply(self, events: pd.DataFrame) -> pd.DataFrame:
        """Return the events chosen: the day an event began decides its month."""
        return events[self.matches(events) & self.within(events["event_date"])]

    def describe(self, *, by_events: bool = True) -> str:
        """Say the filters as a person would.

        Of what shows no events (`by_events` False) it says which filters leave it as it is.

        >>> Selection(countries=("KGZ", "TJK")).describe()
        'Kyrgyzstan and Tajikistan, June 2020'
        >>> Selection(statuses=("occurred", "planned"), text="bridge").describe()
        'five countries, June 2020; status: occurred, planned; containing “bridge”'
        >>> Selection(compared="previous").describe()
        'five countries, June 2020; compared with May 2020'
        >>> Selection(text="bridge", people=9).describe(by_events=False)
        'five countries, June 2020; not filtered by search or people at least'
        """
        unused = () if by_events else self.of_events
        where, *others = (row.words(row.value(self)) for row in ROW_FILTERS if row not in unused)
        if unused:
            names = join_words([within_line(say(row.label)) for row in unused], "or")
            others.append(say("not filtered by {filters}", filters=names))
        other = self.other_period
        beside = say("compared with {period}", period=other.period) if other else ""
        return "; ".join([f"{where}, {self.period}", *filter(None, (beside, *others))])

    def to_query(self) -> dict[str, str]:
        """Return the complete view as address parameters, defaults included.

        >>> Selection(countries=("TKM",)).to_query()["countries"]
        'TKM'
        """
        query = {row.name: row.write(row.value(self)) for row in FILTERS}
        return {name: value for name, value in query.items() if value}

    @classmethod
    def from_query(
        cls,
        query: Mapping[str, str],
        start: "Selection | None" = None,
        sources: Collection[str] | None = None,
    ) -> "Selection":
        """Read the filters from address parameters; a month or source not named is that of `start`.

        What is not known is left out and named in `refused`; nothing raises. `sources` are those
        that the data has events of, where it is known.

        >>> Selection.from_query({"countries": "KAZ,XXX"}).refused[0].fault
        'The address asks for country “XXX” in “countries”, which is not one of the countries here.'
        """
        refused: list[Refusal] = []
        read = {
            row.field: row.read(query[row.name], refused) for row in FILTERS if row.name in query
        }
        values = {name: value for name, value in read.items() if value is not None}
        first, last = (values.get(name) for name in ("first_month", "last_month"))
        start = start or cls()
        first, last = first or last or start.first_month, last or first or start.last_month
        values = {"source": start.source, **values}
        if first > last:
            fault = say(
                "The address runs from {first} back to {last}.",
                first=month_name(first),
                last=month_name(last),
            )
            refused.append(Refusal(fault, say("The two were swapped.")))
            first, last = last, first
        if latest_end(first, last) < last:
            last = latest_end(first, last)
            fault = say("The address asks for more than {years} years.", years=MOST_MONTHS // 12)
            ends = say("The period ends with {month}.", month=month_name(last))
            refused.append(Refusal(fault, ends))
        made = cls(
            **{**values, "first_month": first, "last_month": last, "refused": tuple(refused)}
        )
        return made if sources is None else made.counting(start, sources)

    def counting(self, start: "Selection", sources: Collection[str]) -> "Selection":
        """Return the same filters with the source counted that is asked for, if there is one.

        `sources` are those that the data has events of. Of any other, and where none is asked for,
        the source of `start`, the default filters, is counted: none where the data has only one.
        """
        asked = self.source
        if not asked or asked in sources:
            counted = start.source and (asked or start.source)
            return self if counted == asked else replace(self, source=counted)
        fault = say(
            "The address asks for “{name}” in “source”, of which the data has no event.", name=asked
        )
        return replace(self, source=start.source, refused=(*self.refused, Refusal(fault)))

    @classmethod
    def from_widgets(cls, states: Mapping[str, object], before: "Selection") -> "Selection":
        """Read the filters from what widgets say that they hold, by the filters' names.

        What is missing or cannot be is as it was `before`; nothing raises.
        """
        values = {row.field: row.held(states.get(row.name), row.value(before)) for row in FILTERS}
        last = max(values["first_month"], values["last_month"])
        values["last_month"] = latest_end(values["first_month"], last)
        return cls(**values)
