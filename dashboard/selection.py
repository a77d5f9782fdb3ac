"""What the analyst has chosen to look at: countries, months, topics, status, dates, words.

One frozen object gives the rows, the English sentence and the address. It draws nothing and loads
nothing.
"""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeGuard

import pandas as pd

from dashboard.vocabulary import COUNTRIES, DEFAULT_STATUSES, REGION, STATUSES, TOPICS
from dashboard.wording import folded, join_words

DEFAULT_MONTH = "2020-06"
FILTER_KEYS = ("countries", "from", "to", "status", "topics", "exact", "text")
MONTH_PATTERN = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
FIRST_POSSIBLE, LAST_POSSIBLE = "1900-01", "2099-12"
# Fifty years: more would be no period that anyone reads a chart of.
MOST_MONTHS = 600
MOST_TEXT = 200


def month_name(month: str) -> str:
    """Write a month in words.

    >>> month_name("2020-06")
    'June 2020'
    """
    year, number = month.split("-")
    return f"{calendar.month_name[int(number)]} {year}"


def month_of(day: date) -> str:
    """Return the month of a day as `YYYY-MM`; of a day before 1900 or after 2099 the nearest."""
    return min(max(f"{day.year:04d}-{day.month:02d}", FIRST_POSSIBLE), LAST_POSSIBLE)


def is_month(value: object) -> TypeGuard[str]:
    """Say whether a value is a month as `YYYY-MM`, of 1900 to 2099.

    >>> is_month("2020-06"), is_month("2020-13"), is_month("x"), is_month(6)
    (True, False, False, False)
    """
    return isinstance(value, str) and MONTH_PATTERN.fullmatch(value) is not None


def shift_month(month: str, steps: int) -> str:
    """Move a month forward or back.

    >>> shift_month("2020-12", 1), shift_month("2020-01", -1)
    ('2021-01', '2019-12')
    """
    year, number = (int(part) for part in month.split("-"))
    total = year * 12 + number - 1 + steps
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def options_in(query: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks for beside the filters: the switches of a page.

    >>> options_in({"from": "2020-06", "covid_scale": "log"})
    {'covid_scale': 'log'}
    """
    return {name: value for name, value in query.items() if name not in FILTER_KEYS}


def latest_end(first: str, last: str) -> str:
    """Return the last month of a period that someone asks for, not longer than `MOST_MONTHS`.

    >>> latest_end("2020-01", "2020-06"), latest_end("1900-01", "2099-12")
    ('2020-06', '1949-12')
    """
    return min(last, shift_month(first, MOST_MONTHS - 1))


@dataclass(frozen=True)
class Selection:
    """The filters, the same on every page. Months are `YYYY-MM`, both ends included.

    Raises `ValueError` for a country, status or topic that is not known, a month that is none, a
    period that runs backwards, a text of more than `MOST_TEXT` letters: `from_query` and the
    sidebar check what they are given before they make one, and keep to `MOST_MONTHS`.
    """

    countries: tuple[str, ...] = tuple(COUNTRIES)
    first_month: str = DEFAULT_MONTH
    last_month: str = DEFAULT_MONTH
    topics: tuple[str, ...] = ()
    statuses: tuple[str, ...] = DEFAULT_STATUSES
    exact_dates: bool = False
    text: str = ""
    refused: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        for what, chosen, known in (
            ("country", self.countries, tuple(COUNTRIES)),
            ("status", self.statuses, STATUSES),
            ("topic", self.topics, TOPICS),
        ):
            if unknown := [each for each in chosen if each not in known]:
                raise ValueError(f"There is no {what} {unknown[0]!r}.")
        for month in (self.first_month, self.last_month):
            if not is_month(month):
                raise ValueError(f"{month!r:.60} is no month such as '2020-06'.")
        if self.first_month > self.last_month:
            raise ValueError(f"{self.first_month} to {self.last_month} runs backwards.")
        if not isinstance(self.text, str) or len(self.text) > MOST_TEXT:
            raise ValueError(f"The text to search for is none of at most {MOST_TEXT} letters.")

    @property
    def first_day(self) -> date:
        """First day of the first month."""
        year, number = (int(part) for part in self.first_month.split("-"))
        return date(year, number, 1)

    @property
    def last_day(self) -> date:
        """Last day of the last month."""
        year, number = (int(part) for part in self.last_month.split("-"))
        return date(year, number, calendar.monthrange(year, number)[1])

    @property
    def months(self) -> tuple[str, ...]:
        """Every month of the range, in order."""
        months = [self.first_month]
        while months[-1] < self.last_month:
            months.append(shift_month(months[-1], 1))
        return tuple(months)

    @property
    def period(self) -> str:
        """The months in words: "June 2020", "March to June 2020", "December 2019 to June 2020"."""
        if self.first_month == self.last_month:
            return month_name(self.first_month)
        first, last = month_name(self.first_month), month_name(self.last_month)
        if first.split()[1] == last.split()[1]:
            first = first.split()[0]
        return f"{first} to {last}"

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
        """Return True for the rows of `events` that pass every filter but the months.

        An event belongs to the country it concerns, wherever it took place; one about the region as
        a whole is shown when any of the five is chosen. A clash or a treaty belongs to each side
        (`concerned`); a protest, an arrest or a sentence to one country only, and counts once.
        """
        if not self.countries:
            return pd.Series(data=False, index=events.index)
        kept = events["concerned"].str.contains("|".join([*self.countries, REGION]))
        if self.topics:
            kept &= events["topic"].isin(self.topics)
        kept &= events["status"].isin(self.statuses)
        if self.exact_dates:
            kept &= events["time_precision"].eq(1) & events["event_date"].eq(events["end_date"])
        words = folded(self.text).split()
        for word in words:
            kept &= events["searched"].str.contains(word, regex=False)
        return kept

    def within(self, days: pd.Series) -> pd.Series:
        """Return True for the days inside the months."""
        return days.between(pd.Timestamp(self.first_day), pd.Timestamp(self.last_day))

    def apply(self, events: pd.DataFrame) -> pd.DataFrame:
        """Return the events chosen: the day an event began decides its month."""
        return events[self.matches(events) & self.within(events["event_date"])]

    def describe(self) -> str:
        """Say the filters as a person would.

        >>> Selection(countries=("KGZ", "TJK")).describe()
        'Kyrgyzstan and Tajikistan, June 2020'
        >>> Selection(statuses=("occurred", "planned"), text="bridge").describe()
        'five countries, June 2020; status: occurred, planned; containing “bridge”'
        """
        names = [COUNTRIES[code].name for code in self.countries]
        where = "five countries" if self.covers_all_countries else join_words(names)
        parts = [f"{where or 'no country'}, {self.period}"]
        if self.topics:
            parts.append(f"only {', '.join(self.topics).lower()}")
        if self.statuses != DEFAULT_STATUSES:
            parts.append(f"status: {', '.join(self.statuses) or 'none'}")
        if self.exact_dates:
            parts.append("exact dates only")
        if self.text.strip():
            parts.append(f"containing “{self.text.strip()}”")
        return "; ".join(parts)

    def to_query(self) -> dict[str, str]:
        """Return the complete view as address parameters, defaults included.

        >>> Selection(countries=("TKM",)).to_query()["countries"]
        'TKM'
        """
        query = {
            "countries": ",".join(self.countries) or "none",
            "from": self.first_month,
            "to": self.last_month,
            "status": ",".join(self.statuses) or "none",
        }
        if self.topics:
            query["topics"] = ",".join(self.topics)
        if self.exact_dates:
            query["exact"] = "yes"
        if self.text.strip():
            query["text"] = self.text.strip()
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Selection":
        """Read the filters from address parameters.

        What is not known is left out and named in `refused`, one sentence each; nothing raises.

        >>> Selection.from_query({"countries": "KAZ,XXX"}).refused
        ('The address asks for country “XXX”, which is not one of the five. It was left out.',)
        """
        refused: list[str] = []
        countries = _known(query.get("countries"), tuple(COUNTRIES), "country", "the five", refused)
        statuses = _known(query.get("status"), STATUSES, "status", "those in use", refused)
        topics = _known(query.get("topics"), TOPICS, "event type", "those in use", refused)
        first = _month(query.get("from"), refused)
        last = _month(query.get("to"), refused) or first or DEFAULT_MONTH
        first = first or last
        if first > last:
            refused.append(
                f"The address runs from {month_name(first)} back to {month_name(last)}; "
                "the two were swapped."
            )
            first, last = last, first
        if latest_end(first, last) < last:
            last = latest_end(first, last)
            refused.append(
                f"The address asks for more than {MOST_MONTHS // 12} years; "
                f"the period ends with {month_name(last)}."
            )
        return cls(
            countries=tuple(COUNTRIES) if countries is None else countries,
            first_month=first,
            last_month=last,
            topics=topics or (),
            statuses=DEFAULT_STATUSES if statuses is None else statuses,
            exact_dates=query.get("exact") == "yes",
            text=query.get("text", "")[:MOST_TEXT],
            refused=tuple(refused),
        )


def _known(
    value: str | None, known: tuple[str, ...], what: str, where: str, refused: list[str]
) -> tuple[str, ...] | None:
    if value is None:
        return None
    if value == "none":
        return ()
    asked = [part.strip() for part in value.split(",") if part.strip()]
    refused.extend(
        f"The address asks for {what} “{part[:40]}”, which is not one of {where}. It was left out."
        for part in asked
        if part not in known
    )
    kept = tuple(item for item in known if item in asked)
    return kept or None


def _month(value: str | None, refused: list[str]) -> str | None:
    if value is None or is_month(value):
        return value
    refused.append(
        f"The address asks for month “{value[:40]}”, which is not written as 2020-06. "
        "It was left out."
    )
    return None
