"""The month as one sheet: each country's epidemic, protests, detentions, sentences and currency.

Each reading says what kind of statement it is, so that nothing, none and not stated stay apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.covid.measures import OfficialSeries, Printed, last_in_period
from dashboard.engine.counts import Counts
from dashboard.events.measures import marks_by_country
from dashboard.panels.keys import series_key
from dashboard.protests.measures.people import people, totals_by_country, unstated_by_country
from dashboard.selection import Selection
from dashboard.values import Absent, Total, total
from dashboard.vocabulary import currency_of

RATE_COLUMNS = ("currency", "date", "usd_per_unit", "source_id")


@dataclass(frozen=True)
class Reading:
    """A total on a day. `kind` is printed, series, officially_none, not_stated or no_data.

    `trace` is the key by which its source is asked for; empty where nothing is told.
    """

    kind: str
    value: int = 0
    day: pd.Timestamp | None = None
    source_id: str = ""
    trace: str = ""


@dataclass(frozen=True)
class Growth:
    """New cases over the period.

    `curve` is their 7-day mean by day; `left_out` sums the steps at cuts.
    """

    new: int
    curve: np.ndarray
    left_out: int = 0


@dataclass(frozen=True)
class CountryMonth:
    """One country's column.

    `growth` is None without a series, `rate` (units a dollar) without a rate, of `rate_source`.
    """

    country: str
    cases: Reading
    deaths: Reading
    growth: Growth | None
    protests: int
    abroad: int
    detained: Total | Absent
    sentences: int
    lengths: tuple[int, ...]
    rate: float | None
    rate_day: pd.Timestamp | None
    rate_source: str = ""


def side_by_side(
    chosen: Counts,
    events: pd.DataFrame,
    figures: pd.DataFrame,
    printed: Mapping[str, Sequence[Printed]],
    official: Mapping[str, Mapping[str, OfficialSeries]],
    rates: pd.DataFrame,
    selection: Selection,
) -> list[CountryMonth]:
    """Return a column for each country chosen.

    `chosen` are the counts of the events chosen, `events` those of them that may have figures;
    `printed` and `official` hold the printed totals and the series by "cases" and "deaths", see
    `printed_figures` and `official_series`.
    """
    counts = marks_by_country(chosen)
    unstated = unstated_by_country(chosen, events, figures, "detained")
    detained = totals_by_country(people(events, figures, "detained"), unstated)
    told = {series: last_in_period(figures_of, selection) for series, figures_of in printed.items()}
    sentenced = set(events["event_id"].to_numpy()[events["mark"].to_numpy() == "sentence"])
    lengths: dict[str, list[int]] = {}
    owners = dict(zip(events["event_id"], events["country"], strict=True))
    terms = figures[figures["measure"].eq("sentence_length") & figures["unit"].eq("month")]
    for event_id, months in zip(terms["event_id"], terms["best"], strict=True):
        if event_id in sentenced and months == months:
            lengths.setdefault(owners[event_id], []).append(int(months))
    last_rates = latest_rates(rates, selection)
    columns = []
    for code in selection.countries:
        cases, deaths = (
            _reading(told[series].get(code), official[series].get(code), selection, series)
            for series in ("cases", "deaths")
        )
        if cases.kind == "officially_none" and deaths.kind == "no_data":
            deaths = Reading("not_stated")
        rate_day, rate, rate_source = last_rates.get(currency_of(code), (None, None, ""))
        columns.append(
            CountryMonth(
                country=code,
                cases=cases,
                deaths=deaths,
                growth=growth(official["cases"][code], selection)
                if code in official["cases"]
                else None,
                protests=counts[code]["protest"],
                abroad=counts[code]["abroad"],
                detained=detained.get(code, total((), unstated[code])),
                sentences=counts[code]["sentence"],
                lengths=tuple(lengths.get(code, ())),
                rate=rate,
                rate_day=rate_day,
                rate_source=rate_source,
            )
        )
    return columns


def growth(series: OfficialSeries, selection: Selection) -> Growth | None:
    """Return the new cases over the period; None when the series does not cover all of it."""
    part = series.between(pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day))
    before = series.total_on(pd.Timestamp(selection.first_day) - pd.Timedelta(days=1))
    if np.isnan(before) or len(part.days) < (selection.last_day - selection.first_day).days + 1:
        return None
    steps = np.diff(part.total, prepend=before)
    left_out = int(steps[np.isnan(part.new)].sum())
    return Growth(int(np.nansum(part.new)), part.values["mean"], left_out)


def latest_rates(
    rates: pd.DataFrame, selection: Selection
) -> dict[str, tuple[pd.Timestamp, float, str]]:
    """Return currency -> (day, units a dollar, source) of the last daily rate in the period."""
    days = rates["date"].to_numpy(dtype="datetime64[D]")
    first, last = (np.datetime64(day, "D") for day in (selection.first_day, selection.last_day))
    within = rates.iloc[np.flatnonzero((days >= first) & (days <= last))]
    chosen = within[within["kind"].to_numpy() == "daily"]
    return {
        str(currency): (day, float(1 / dollars), str(source))
        for currency, day, dollars, source in sorted(
            zip(*(chosen[name] for name in RATE_COLUMNS), strict=True), key=lambda row: row[1]
        )
    }


def summed(readings: Sequence[Reading]) -> int:
    """Add the totals of readings that have one."""
    return sum(reading.value for reading in readings if reading.kind in ("printed", "series"))


def _reading(
    printed: Printed | None, own: OfficialSeries | None, selection: Selection, series: str
) -> Reading:
    """Choose what to say of a total.

    Printed for the last day, else the series that day, else printed before.
    """
    last = pd.Timestamp(selection.last_day)
    if printed and printed.is_claim_of_none:
        return Reading("officially_none", 0, printed.day, printed.source_id, printed.figure_id)
    told = (
        Reading("printed", int(known), printed.day, printed.source_id, printed.figure_id)
        if printed and (known := printed.number) is not None
        else None
    )
    if told and told.day == last:
        return told
    total = own.total_on(last) if own else np.nan
    if own and not np.isnan(total):
        return Reading("series", int(total), last, trace=series_key(own.country, last, series))
    return told or Reading("no_data")


def behind_numbers(events: pd.DataFrame, figures: pd.DataFrame) -> dict[str, list[str]]:
    """Group events as `month.side_by_side` counts them: "KAZ:protests", "sentences", "detained".

    Behind the people detained is every event with a figure of them, an event of two countries
    behind both.
    """
    groups: dict[str, list[str]] = {}
    kinds = {"protest": "protests", "sentence": "sentences"}
    for key, country, mark in zip(
        events["event_id"].tolist(),
        events["country"].tolist(),
        events["mark"].tolist(),
        strict=True,
    ):
        if mark in kinds:
            groups.setdefault(f"{country}:{kinds[mark]}", []).append(key)
    for each in people(events, figures, "detained"):
        groups.setdefault(f"{each.country}:detained", []).append(each.event_id)
    return groups
