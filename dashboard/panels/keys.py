"""The keys that ask where a value comes from: of a day of the official series, of a currency rate.

A figure's and an event's key stand in their tables; what is traced for each is in `provenance`.
"""

import re
from dataclasses import dataclass

import pandas as pd

from dashboard.schema import TableRow
from dashboard.vocabulary import COUNTRIES, CURRENCIES
from dashboard.wording import N_, number_word, say

SERIES_FORM = "series:KAZ:2020-06-30:total_cases"
RATE_FORM = "rate:KZT:2025-12-12:SOURCE_ID"

# Of what else a row of a day has a key: the word that begins it, an example, the table and the
# column of whom it is about.
DAY_KINDS = {
    "stringency": ("stringency:KAZ:2020-06-30", "stringency", "iso_code"),
    "province": ("province:KZ-ALA:2020-06-30", "covid_provinces", "admin1"),
}


@dataclass(frozen=True)
class SeriesForm:
    """One way to show a series: its column, named as in Our World in Data, "{}" for what it counts.

    A mean is of `days` calendar days, the last of them its own. Those between which a reader
    chooses have an `option`, which stands for one in the address (`covid_days`), and a `label`.
    """

    key: str
    column: str
    days: int = 0
    option: str = ""
    label: str = ""

    @property
    def is_mean(self) -> bool:
        """Whether it is a mean of several days."""
        return self.days > 1

    @property
    def average(self) -> str:
        """What a mean is called, e.g. "7-day average"; empty for any other form."""
        return say(self.label) if self.is_mean else ""


SERIES_FORMS = {
    form.key: form
    for form in (
        SeriesForm("total", "total_{}"),
        SeriesForm("mean", "new_{}_smoothed", 7, "average", N_("7-day average")),
        SeriesForm("mean14", "new_{}_smoothed_14", 14, "average14", N_("14-day average")),
        SeriesForm("new", "new_{}", 1, "daily", N_("Daily")),
    )
}
SERIES_COLUMNS = tuple(
    form.column.format(metric) for form in SERIES_FORMS.values() for metric in ("cases", "deaths")
)


class MalformedKey(ValueError):
    """A key that looks like one of a value and is not; its text says what is wrong."""


@dataclass(frozen=True)
class SeriesKey:
    """A day of one country's official series; `column` is one of `SERIES_COLUMNS`."""

    country: str
    day: pd.Timestamp
    column: str

    @property
    def series(self) -> str:
        """Whether it is of "cases" or of "deaths"."""
        return "deaths" if "deaths" in self.column else "cases"

    @property
    def shown(self) -> str:
        """What of the series it is: a key of `SERIES_FORMS`."""
        forms = {form.column.format(self.series): key for key, form in SERIES_FORMS.items()}
        return forms[self.column]

    def __str__(self) -> str:
        """Return the key as it stands in the address."""
        return f"series:{self.country}:{self.day:%Y-%m-%d}:{self.column}"


@dataclass(frozen=True)
class RateKey:
    """A currency's rate of a day by one source; a change is named by the day it is counted from."""

    currency: str
    day: pd.Timestamp
    source_id: str
    since: pd.Timestamp | None = None

    def __str__(self) -> str:
        """Return the key as it stands in the address."""
        since = "" if self.since is None else f":{self.since:%Y-%m-%d}"
        return f"rate:{self.currency}:{self.day:%Y-%m-%d}:{self.source_id}{since}"


@dataclass(frozen=True)
class DayKey:
    """A row of a day: a country's stringency index, or the counts of a province (`DAY_KINDS`)."""

    kind: str
    place: str
    day: pd.Timestamp

    @property
    def table(self) -> str:
        """The table that holds the row."""
        return DAY_KINDS[self.kind][1]

    def row_of(self, table: pd.DataFrame) -> TableRow | None:
        """Return the row in its table; None when there is none."""
        own = table[table[DAY_KINDS[self.kind][2]].eq(self.place) & table["date"].eq(self.day)]
        return next(iter(own.to_dict("records")), None)

    def __str__(self) -> str:
        """Return the key as it stands in the address."""
        return day_form(self.kind, self.place).format(f"{self.day:%Y-%m-%d}")


def day_form(kind: str, place: str) -> str:
    """Return the keys of all days of a country or province, with "{}" for the day.

    >>> day_form("stringency", "KAZ")
    'stringency:KAZ:{}'
    """
    return f"{kind}:{place}:{{}}"


def series_key(country: str, day: pd.Timestamp | str, series: str, shown: str = "total") -> str:
    """Return the key of a day of the series "cases" or "deaths", shown in one of its forms.

    >>> series_key("KAZ", "2020-06-30", "cases"), series_key("KGZ", "2020-06-30", "deaths", "mean")
    ('series:KAZ:2020-06-30:total_cases', 'series:KGZ:2020-06-30:new_deaths_smoothed')
    """
    when = day if isinstance(day, str) else f"{day:%Y-%m-%d}"
    return series_form(country, series, shown).format(when)


def series_form(country: str, series: str, shown: str) -> str:
    """Return the keys of all days of a series in one, with "{}" for the day.

    >>> series_form("KAZ", "cases", "new")
    'series:KAZ:{}:new_cases'
    """
    return f"series:{country}:{{}}:{SERIES_FORMS[shown].column.format(series)}"


def rate_form(currency: str, source_id: str) -> str:
    """Return the keys of all days of a currency's rates by one source, with "{}" for the day.

    >>> rate_form("KZT", "fawazahmed0-exchange-api")
    'rate:KZT:{}:fawazahmed0-exchange-api'
    """
    return f"rate:{currency}:{{}}:{source_id}"


def rate_key(currency: str, day: pd.Timestamp | str, source_id: str) -> str:
    """Return the key of a rate.

    >>> rate_key("KZT", "2025-12-12", "timesca-2024-06")
    'rate:KZT:2025-12-12:timesca-2024-06'
    """
    return str(RateKey(currency, pd.Timestamp(day), source_id))


def read_key(key: str) -> SeriesKey | RateKey | DayKey | None:
    """Read the key of a value; None for any other key. Raises `MalformedKey`.

    >>> read_key("series:KAZ:2020-06-30:total_cases").column, read_key("cabar-2020-06:7:1")
    ('total_cases', None)
    """
    kind, *parts = key.split(":")
    if kind == "series":
        code, when, column = _parts(parts, 3, SERIES_FORM)
        _one_of(code, tuple(COUNTRIES), N_("country"))
        _one_of(column, SERIES_COLUMNS, N_("column"))
        return SeriesKey(code, _day(when), column)
    if kind == "rate":
        code, when, source, *since = _parts(parts, 4 if len(parts) == 4 else 3, RATE_FORM)
        _one_of(code, tuple(CURRENCIES), N_("currency"))
        if not source:
            raise MalformedKey(
                say("A key of a rate ends with its source, as in {form}.", form=RATE_FORM)
            )
        return RateKey(code, _day(when), source, _day(since[0]) if since else None)
    if kind in DAY_KINDS:
        place, when = _parts(parts, 2, DAY_KINDS[kind][0])
        if kind == "stringency":
            _one_of(place, tuple(COUNTRIES), N_("country"))
        return DayKey(kind, place, _day(when))
    return None


def _parts(parts: list[str], count: int, form: str) -> list[str]:
    if len(parts) != count:
        many = number_word(form.count(":") + 1)
        raise MalformedKey(
            say("A key of this kind has {many} parts, as in {form}.", many=many, form=form)
        )
    return parts


def _one_of(word: str, known: tuple[str, ...], what: str) -> None:
    if word not in known:
        raise MalformedKey(
            say(
                "“{word}” is no {what} here; known are {known}.",
                word=word[:40],
                what=say(what),
                known=", ".join(known),
            )
        )


def _day(text: str) -> pd.Timestamp:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return pd.Timestamp(text)
    except ValueError:
        pass
    raise MalformedKey(say("“{text}” is no day; days are written as 2020-06-30.", text=text[:40]))
