"""What all currency panels share, worked out once: the rates and the days shown.

The panels are in `panels.series` and `panels.periods`.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

import pandas as pd

from dashboard.currency import measures
from dashboard.currency.measures import Change, Line, Numbers, Window
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels.keys import rate_form, rate_key
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.panels.table import COUNTRY, Column, Kind
from dashboard.schema import TableRow, cells_of
from dashboard.selection import Selection
from dashboard.vocabulary import CURRENCIES, RATE_KINDS, currency_of, rate_kinds
from dashboard.wording import say

MOST_DIGITS = 5
A_DAY = pd.Timedelta(days=1)
RATE_COLUMNS = (
    Column("date", "Date", Kind.DAY),
    COUNTRY,
    Column("currency", "Currency"),
    Column("usd_per_unit", "US dollars per unit", Kind.REPORTED),
    Column("units_text", "Per US dollar, as reported", Kind.REPORTED),
    Column("significant_digits", "Significant digits", Kind.COUNT),
    Column("units_per_usd", "Per US dollar, range implied by rounding", Kind.RATE),
    Column("kind", "Kind"),
    Column("official_units_per_usd", "Official rate, per US dollar", Kind.NUMBER),
    Column("outlier", "Outlier", Kind.FLAG),
    Column("source_id", "Source", Kind.REPORTED),
)
INDEX_COLUMN = Column("index", "Index", Kind.NUMBER)


@dataclass(frozen=True)
class RateOrigin:
    """Of which kind a rate is, who gives it, and with how many digits it is shown."""

    kind: str
    source_id: str
    digits: int


class SingleRate(NamedTuple):
    """The rate of a single day, in units per US dollar."""

    day: pd.Timestamp
    units: float
    digits: int
    kind: str


@dataclass(frozen=True)
class Run:
    """Rates of one kind by one source, in order of day, and what they are traced by.

    `digits` are those that each is shown with.
    """

    kind: str
    line: Line
    key: str
    digits: Numbers

    def at(self, places: slice) -> "Run":
        """Return the part of it at some places."""
        line = Line(self.line.days[places], self.line.values[places])
        return replace(self, line=line, digits=self.digits[places])


@dataclass(frozen=True)
class Runs:
    """Some rates as runs by currency, each with the rows that its rates are among these."""

    by_currency: Mapping[str, Sequence[tuple[Run, Numbers]]]

    @classmethod
    def of(cls, rates: pd.DataFrame) -> "Runs":
        """Return the runs of rates that are in order of day."""
        found: dict[str, list[tuple[Run, Numbers]]] = {currency: [] for currency in CURRENCIES}
        names, rates = ["currency", "kind", "source_id"], rates.assign(row=range(len(rates)))
        for key, part in rates.groupby(names, sort=False):
            currency, kind, source = map(str, key)
            line = Line(part["date"].to_numpy(), part["units"].to_numpy())
            form, digits = rate_form(currency, source), part["shown_digits"].to_numpy()
            found[currency].append((Run(kind, line, form, digits), part["row"].to_numpy()))
        return cls(found)

    def within(self, window: Window) -> Mapping[str, list[Run]]:
        """Return the part of each run inside a window, those that begin first before others."""
        inside: dict[str, list[Run]] = {}
        for currency, runs in self.by_currency.items():
            parts = [(run, rows, run.line.places(window.first, window.last)) for run, rows in runs]
            held = [each for each in parts if each[2].stop > each[2].start]
            held.sort(key=lambda each: each[1][each[2].start])
            inside[currency] = [run.at(places) for run, _, places in held]
        return inside


@dataclass(frozen=True)
class RateBook:
    """All rates of a package. `rows` are the same rates as `every`, as rows of `RATE_COLUMNS`.

    `daily` are the rates that lines are drawn of, `single` those of single days that no line runs
    across; `lines` and `month_ends` are units by currency, and where they come from is in `origins`
    (of single days too) and `end_origins`.
    `official` are the currencies whose rate a state sets, with their last units per US dollar;
    `official_sources` who says so.
    """

    every: pd.DataFrame
    rows: pd.DataFrame
    tickers: pd.DataFrame
    daily: pd.DataFrame
    single: pd.DataFrame
    lines: Mapping[str, Line]
    month_ends: Mapping[str, Line]
    origins: Mapping[tuple[str, pd.Timestamp], RateOrigin]
    end_origins: Mapping[tuple[str, pd.Timestamp], RateOrigin]
    months: Mapping[tuple[str, str], TableRow]
    odd_by_month: Mapping[str, int]
    first: pd.Timestamp
    last: pd.Timestamp
    official: Mapping[str, float]
    official_sources: Mapping[str, str]

    @cached_property
    def single_by_month(self) -> Mapping[tuple[str, str], Sequence[SingleRate]]:
        """The rates of single days by month and currency, where there are any."""
        found: dict[tuple[str, str], list[SingleRate]] = {}
        names = ("currency", "date", "units", "shown_digits", "kind")
        for currency, *own in cells_of(self.single, *names):
            rate = SingleRate(*own)
            found.setdefault((f"{rate.day:%Y-%m}", currency), []).append(rate)
        return found

    @cached_property
    def currencies(self) -> frozenset[str]:
        """The currencies that have a rate other than a published one."""
        return frozenset(currency for currency, _ in self.origins)

    @cached_property
    def ticker_days(self) -> Mapping[str, pd.Timestamp]:
        """The days of the published tickers by what an address calls them."""
        return {f"{day:%Y-%m-%d}": day for day in self.tickers["date"].unique()}

    @cached_property
    def daily_runs(self) -> Runs:
        """The daily rates as runs."""
        return Runs.of(self.daily)

    @cached_property
    def single_runs(self) -> Runs:
        """The rates of single days as runs."""
        return Runs.of(self.single)

    @cached_property
    def odd_runs(self) -> Runs:
        """The outliers as runs."""
        return Runs.of(self.every[self.every["odd"]])

    @cached_property
    def shown(self) -> pd.DataFrame:
        """All rates but those that a daily line runs across, in order of day."""
        is_mark = self.every["kind"].isin(rate_kinds("mark"))
        return self.every[~is_mark | self.every.index.isin(self.single.index)]

    def origin(self, currency: str, when: pd.Timestamp, is_month_end: bool = False) -> RateOrigin:
        """Return where a day's rate comes from: the daily one, unless its month end is meant."""
        return (self.end_origins if is_month_end else self.origins)[currency, when]

    def sources_of_official(self, currencies: Iterable[str]) -> list[str]:
        """Return who gives the rate that a state sets, of those currencies that have one."""
        return [self.official_sources[code] for code in currencies if code in self.official]

    def key(self, currency: str, when: pd.Timestamp, is_month_end: bool = False) -> str:
        """Return what the rate of a day is traced by."""
        return rate_key(currency, when, self.origin(currency, when, is_month_end).source_id)

    def digits(self, currency: str, when: pd.Timestamp, is_month_end: bool = False) -> int:
        """Return the digits to write of a rate: of an official one those that it is set with."""
        if currency in self.official:
            return measures.digits_of(self.official[currency])
        return self.origin(currency, when, is_month_end).digits


@dataclass(frozen=True)
class CurrencyView:
    """The rates and what of them is chosen: currencies, the days to show, the rates inside."""

    book: RateBook
    selection: Selection
    currencies: list[str]
    window: Window
    shown: pd.DataFrame

    def lines(self, currencies: Iterable[str]) -> dict[str, Line]:
        """Return the daily lines of some currencies inside the window."""
        return within(self.book.lines, currencies, self.window.first, self.window.last)

    @property
    def with_lines(self) -> list[str]:
        """The currencies, chosen or not, with a daily rate inside the window."""
        return [name for name, line in self.lines(CURRENCIES).items() if len(line.days)]

    @cached_property
    def runs(self) -> Mapping[str, list[Run]]:
        """The daily rates inside the window by currency, a run a source."""
        return self.book.daily_runs.within(self.window)

    @cached_property
    def single(self) -> Mapping[str, list[Run]]:
        """The rates of single days inside the window by currency."""
        return self.book.single_runs.within(self.window)

    @cached_property
    def odd(self) -> Mapping[str, list[Run]]:
        """The outliers inside the window by currency."""
        return self.book.odd_runs.within(self.window)

    @property
    def gaps(self) -> int:
        """How many gaps of more than 14 days the lines shown have at most."""
        return max((line.gaps for line in self.lines(self.currencies).values()), default=0)


@lru_cache(maxsize=KEPT_PACKAGES)
def rate_book(package: Package) -> RateBook:
    """Read the rates of a package, once. Raises `DataUnavailable` when there are none."""
    set_by_states = package.table("official_rates")
    setters = zip(set_by_states["currency"], set_by_states["source_id"], strict=True)
    every = measures.prepared_rates(package.table("rates"), set_by_states)
    if not len(every):
        raise DataUnavailable(say("The table of currency rates is empty."))
    every = every.assign(shown_digits=every["significant_digits"].clip(upper=MOST_DIGITS))
    is_print = every["kind"].isin(rate_kinds("print"))
    days = every["date"] if is_print.all() else every.loc[~is_print, "date"]
    daily = measures.at_official_rate(every)
    lines = measures.daily_lines(daily)
    single, month_ends = measures.single_rates(every, lines), every[every["kind"].eq("month_end")]
    months = {
        (row["month"], row["currency"]): row for row in measures.by_month(daily).to_dict("records")
    }
    held = every[every["official"].notna()]
    odd = every.loc[every["odd"], "date"].dt.strftime("%Y-%m").value_counts()
    return RateBook(
        every=every,
        rows=_typed(every),
        tickers=every[is_print],
        daily=daily,
        single=single,
        lines=lines,
        month_ends=measures.daily_lines(measures.preferred(month_ends)),
        origins=_origins(pd.concat([daily, single])),
        end_origins=_origins(month_ends),
        months=months,
        odd_by_month=odd.to_dict(),
        first=days.iloc[0],
        last=days.iloc[-1],
        official=dict(zip(held["currency"].tolist(), held["official"].tolist(), strict=True)),
        official_sources=dict(setters),
    )


def _origins(rates: pd.DataFrame) -> dict[tuple[str, pd.Timestamp], RateOrigin]:
    preferred_rates = measures.preferred(rates)
    columns = ("currency", "date", "kind", "source_id", "shown_digits")
    return {
        (currency, when): RateOrigin(kind, source, digits)
        for currency, when, kind, source, digits in zip(
            *(preferred_rates[name].tolist() for name in columns), strict=True
        )
    }


@lru_cache(maxsize=KEPT_SELECTIONS)
def currency_view(package: Package, selection: Selection) -> CurrencyView:
    """Return what is chosen of the rates. Raises `DataUnavailable` when there are none."""
    book = rate_book(package)
    currencies = [currency_of(code) for code in selection.countries]
    window = measures.window_around(selection, book.first, book.last)
    ends = book.shown["date"].searchsorted([window.first, window.last + A_DAY])
    inside = book.shown.iloc[slice(*ends)]
    shown = inside[inside["currency"].isin(currencies)]
    return CurrencyView(book, selection, currencies, window, shown)


def within(
    lines: Mapping[str, Line], currencies: Iterable[str], first: pd.Timestamp, last: pd.Timestamp
) -> dict[str, Line]:
    """Return the part of some currencies' lines between two days."""
    return {name: lines[name].within(first, last) for name in currencies if name in lines}


def _typed(rates: pd.DataFrame) -> pd.DataFrame:
    """Return rates as the rows of a table of `RATE_COLUMNS`, under their own index."""
    is_official, has_units = rates["official"].notna(), rates["units_text"].notna()
    return pd.DataFrame(
        {
            "date": rates["date"],
            "iso_code": [CURRENCIES[code].country for code in rates["currency"]],
            "currency": rates["currency"],
            "usd_per_unit": rates["rate_text"],
            "units_text": rates["units_text"].astype(object).where(has_units, None),
            "significant_digits": rates["significant_digits"].astype(int),
            "units_per_usd": [
                measures.rounding_range(low, high, digits)
                for low, high, digits in zip(
                    rates["units_low"],
                    rates["units_high"],
                    rates["significant_digits"].tolist(),
                    strict=True,
                )
            ],
            "kind": [say(RATE_KINDS[kind].label) for kind in rates["kind"]],
            "official_units_per_usd": rates["official"].astype(object).where(is_official, None),
            "outlier": rates["odd"],
            "source_id": rates["source_id"],
        },
        index=rates.index,
    )


@dataclass(frozen=True)
class PeriodChanges:
    """The changes over the chosen months; over the whole window where these have no two days."""

    changes: tuple[Change, ...]
    is_chosen: bool

    @property
    def days(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The first and the last day counted; None without any rate."""
        if not self.changes:
            return None
        return (
            min(each.first_day for each in self.changes),
            max(each.last_day for each in self.changes),
        )

    def moving(self, official: Container[str]) -> dict[Change, float]:
        """Return the changes of the rates that no state sets, with their percent."""
        return {
            each: each.percent
            for each in self.changes
            if each.currency not in official and each.percent is not None
        }


def period_changes(view: CurrencyView) -> PeriodChanges:
    """Return the changes over the chosen months."""
    if view.window.band:
        inside = changes_of(view.book, view.currencies, *view.window.band)
        if any(change.percent is not None for change in inside):
            return PeriodChanges(inside, is_chosen=True)
    whole = changes_of(view.book, view.currencies, view.window.first, view.window.last)
    return PeriodChanges(whole, is_chosen=False)


def changes_of(
    book: RateBook, currencies: Iterable[str], first: pd.Timestamp, last: pd.Timestamp
) -> tuple[Change, ...]:
    """Return the changes of some currencies from a first to a last day."""
    return tuple(measures.changes_within(book.lines, book.month_ends, currencies, first, last))
