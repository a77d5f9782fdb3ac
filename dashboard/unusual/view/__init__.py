"""The numbers of a period beside those of the periods before, and which of them are unusual.

Events are counted in `events`; the official series and the rates here. A watch list asks
`signals`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
import pandas as pd

from dashboard.covid.measures.series import OfficialSeries
from dashboard.covid.measures.totals import growth
from dashboard.covid.view.data import official_of
from dashboard.currency.measures import GAP
from dashboard.currency.view import changes_of, rate_book
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels.keys import DayKey, RateKey, series_key
from dashboard.panels.query import KEPT_PACKAGES, KEPT_SELECTIONS
from dashboard.selection import Selection, shift_month
from dashboard.unusual.measures import MEASURES, RULES, Signal, ruled, signal, sums
from dashboard.unusual.view.events import provinces, series_of_events, series_of_people
from dashboard.unusual.view.past import Compared, Past, Series, as_counted, past_of
from dashboard.values import Absent
from dashboard.vocabulary import COUNTRIES, currency_of

EPIDEMIC = ("cases", "deaths")
A_DAY, A_WEEK, FORTNIGHT = pd.Timedelta(1, "D"), pd.Timedelta(7, "D"), pd.Timedelta(GAP)
# Periods of five currencies over some years.
KEPT_MOVES = 1_024


def series_of_epidemic(package: Package, past: Past) -> Iterator[Series]:
    """Return new cases and deaths by country, where the series has the months whole."""
    for metric in EPIDEMIC:
        for country in past.selection.countries:
            new = _new_by_month(package, metric, country)
            months = np.array([new.get(month, np.nan) for month in past.months])
            values = sums(months, past.length)
            complete = partial(_grown, package, past.selection)
            yield Series(metric, country, "", values, complete=complete)


def series_of_provinces(package: Package, past: Past) -> Iterator[Series]:
    """Return new cases and deaths by province, from one month end to the next."""
    home, last = provinces(package), pd.Timestamp(past.selection.last_day)
    after = (np.array(past.months, "datetime64[M]") + 1).astype("datetime64[D]")
    ends = pd.DatetimeIndex(after - 1).tolist()
    for (metric, admin1), new in _new_by_province(package).items():
        if home[admin1] in past.selection.countries and last in new:
            values = sums(np.array([new.get(day, np.nan) for day in ends]), past.length)
            keys = (str(DayKey("province", admin1, last)),)
            yield Series(metric, home[admin1], admin1, values, keys)


@lru_cache(maxsize=KEPT_PACKAGES)
def _new_by_province(package: Package) -> Mapping[tuple[str, str], Mapping[pd.Timestamp, float]]:
    """Return for "cases" or "deaths" and a province what was new by the last day of each month."""
    daily, home = package.table("covid_provinces"), provinces(package)
    ends = daily[daily["date"].dt.is_month_end & daily["admin1"].isin(list(home))]
    found: dict[tuple[str, str], dict[pd.Timestamp, float]] = {}
    for admin1, own in ends.sort_values("date").groupby("admin1"):
        days = own["date"].tolist()
        for metric in EPIDEMIC:
            totals = own[f"total_{metric}"].astype(float).tolist()
            found[metric, str(admin1)] = {
                day: total - before
                for day, total, earlier, before in zip(
                    days[1:], totals[1:], days, totals, strict=False
                )
                if (day - earlier).days == day.days_in_month
            }
    return found


def _grown(package: Package, selection: Selection, number: Compared) -> Compared:
    """Return new cases or deaths with the days of the series between which they are counted."""
    own = as_counted(number)
    grown = growth(official_of(package)[own.measure].get(own.country), selection)
    days = () if isinstance(grown, Absent) else (grown.since, grown.last)
    return replace(own, keys=tuple(series_key(own.country, day, own.measure) for day in days))


@lru_cache(maxsize=KEPT_PACKAGES * len(EPIDEMIC) * len(COUNTRIES))
def _new_by_month(package: Package, metric: str, country: str) -> Mapping[str, float]:
    """Return what each month adds of which the series has days in the first and the last week."""
    own = official_of(package)[metric].get(country)
    if own is None:
        return {}
    months = pd.period_range(own.days[0], own.days[-1], freq="M").astype(str)
    found = ((month, _new_in(own, Selection((country,), month, month))) for month in months)
    return {month: new for month, new in found if new is not None}


def _new_in(own: OfficialSeries, month: Selection) -> int | None:
    """Return what a month adds; None where the series has no day of its first or last week."""
    grown = growth(own, month)
    if isinstance(grown, Absent):
        return None
    before, last = pd.Timestamp(month.first_day) - A_DAY, pd.Timestamp(month.last_day)
    is_whole = abs(grown.since - before) < A_WEEK and last - grown.last < A_WEEK
    return grown.new if is_whole else None


def series_of_rates(package: Package, past: Past) -> Iterator[Series]:
    """Return by how many per cent each currency gained or lost, where rates reach over a period."""
    last = range(0, len(past.months) - past.length + 1, past.length)
    spans = [(past.months[place + past.length - 1], past.months[place]) for place in last]
    for country in past.selection.countries:
        moves = [_move(package, country, *span) for span in spans]
        values = np.array([np.nan if each is None else abs(each[0]) for each in moves])
        now, key = moves[0] or (0.0, "")
        keys = (key,) if key else ()
        yield Series("rate", country, "", values, keys, complete=partial(_signed, now))


def _signed(move: float, number: Compared) -> Compared:
    return replace(number, shown=move)


@lru_cache(maxsize=KEPT_MOVES)
def _move(package: Package, country: str, first: str, last: str) -> tuple[float, str] | None:
    """Return the per cent that a currency gained over some months, and what that is traced by.

    None where no rate is of the first or of the last fortnight.
    """
    try:
        book = rate_book(package)
    except DataUnavailable:
        return None
    start, after = np.array([first, shift_month(last, 1)], "datetime64[D]")
    start, end = pd.Timestamp(start), pd.Timestamp(after) - A_DAY
    currency = currency_of(country)
    for change in changes_of(book, [currency], start, end):
        is_whole = change.first_day - start <= FORTNIGHT and end - change.last_day <= FORTNIGHT
        if change.percent is not None and is_whole:
            source = book.origin(currency, change.last_day, change.month_ends[1]).source_id
            return change.percent, str(RateKey(currency, change.last_day, source, change.first_day))
    return None


def signals(package: Package, selection: Selection) -> tuple[Compared, ...]:
    """Return the numbers of a period that are unusual, countries before their provinces.

    Each names its `measure` (a key of `MEASURES`), `country` and `admin1`, and has the numbers
    behind it in `signal`; its words are those of `unusual.words`.
    """
    return tuple(each for each in compared(package, selection) if each.signal)


def compared(package: Package, selection: Selection) -> tuple[Compared, ...]:
    """Return every number of the countries chosen, and those of provinces that can be compared."""
    return _kept(package, selection.alone)


@lru_cache(maxsize=KEPT_SELECTIONS)
def _kept(package: Package, selection: Selection) -> tuple[Compared, ...]:
    past = past_of(selection)
    if len(past.months) == past.length or not selection.countries:
        return ()
    series = [
        *series_of_events(package, past),
        *series_of_people(package, past),
        *series_of_epidemic(package, past),
        *series_of_provinces(package, past),
        *series_of_rates(package, past),
    ]
    found = (each for each in _compared(series, past) if each.periods or not each.admin1)
    places = {key: place for place, key in enumerate((*MEASURES, *selection.countries))}
    return tuple(
        sorted(
            found,
            key=lambda each: (bool(each.admin1), places[each.measure], places[each.country]),
        )
    )


def _compared(series: Sequence[Series], past: Past) -> list[Compared]:
    """Ask the rules of all series together, and of those that meet one what is behind it."""
    floors = np.array([MEASURES[each.measure].floor for each in series])
    spans = np.array([MEASURES[each.measure].least_span for each in series])
    answer = ruled(np.stack([each.values for each in series]), floors, past.length, spans)
    rules, found = [*RULES.values()], []
    for place, own in enumerate(series):
        met, unusual = int(answer.rule[place]), None
        if met >= 0 and not own.is_lone:
            unusual = Signal(float(own.values[0]), rules[met], answer.earlier(place))
            if from_new := own.from_new():
                unusual = signal(own.values, floors[place], past.length, from_new)
        periods = int(answer.periods[place])
        number = Compared(own.measure, own.country, own.admin1, periods, unusual, keys=own.keys)
        found.append(own.complete(number) if unusual else number)
    return found
