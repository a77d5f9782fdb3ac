"""The runs of the series as a chart that office programs edit, and the keys behind the panels.

The same picture for the screen is in `charts.lanes`.
"""

from collections.abc import Iterator

import pandas as pd

from dashboard.coverage.charts.lanes import days_words
from dashboard.coverage.measures.coverage import SINGLE, in_one_month
from dashboard.covid.measures.series import METRICS
from dashboard.covid.view.data import official_of
from dashboard.datapackage.store import Package
from dashboard.palette import country_colour
from dashboard.panels.headline import each_once
from dashboard.panels.keys import rate_key, series_key
from dashboard.panels.office import NativeChart, Series
from dashboard.panels.query import figures_counted, first_events, over_all_months
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, STATUSES, country_name, currency_of
from dashboard.wording import N_, say

UNIT = N_("a mark for the first and last day of each run and for each month between them")


def series_chart(runs: pd.DataFrame) -> tuple[NativeChart, ...]:
    """Return a lane of marks for each series, COVID-19 above, currency rates below.

    `runs` are those of `measures.coverage.series_coverage`. A lane without a run says so.
    """
    lanes = [
        (code, runs[runs["country"].eq(code) & runs["series"].eq(series)], series)
        for series in ("cases", "rates")
        for code in COUNTRIES
    ]
    single = runs[runs["series"].isin(SINGLE)]["country"].value_counts()
    names = [
        _lane_words(code, own, series, int(single.get(code, 0))) for code, own, series in lanes
    ]
    drawn = tuple(
        _marks(name, code, own, len(lanes) - 1 - place)
        for place, ((code, own, _), name) in enumerate(zip(lanes, names, strict=True))
        if len(own)
    )
    lanes_up = tuple(reversed(names))
    unit = say(UNIT)
    chart = NativeChart("points", (), drawn, unit=unit, lanes=lanes_up, subtitle=unit, legend=False)
    return (chart,)


def keys_of_all(package: Package) -> tuple[str, ...]:
    """Return the keys of every event and figure in use; of a long package of the first events."""
    events = [] if "events" in package.unavailable else _events(package)["event_id"].tolist()
    figures = package.tables.get("figures")
    return each_once([*events, *([] if figures is None else figures["figure_id"].tolist())])


def keys_of_months(package: Package, source: str = "") -> tuple[str, ...]:
    """Return the keys of the events and figures that are counted by country and month.

    Of many events those of the first.
    """
    events, figures = _events(package, source), figures_counted(package, source)
    events = events[in_one_month(events) & events["country"].isin(list(COUNTRIES))]
    figures = figures[figures["as_of"].notna() & figures["country"].isin(list(COUNTRIES))]
    return each_once([*events["event_id"].tolist(), *figures["figure_id"].tolist()])


def _events(package: Package, source: str = "") -> pd.DataFrame:
    every = Selection(statuses=STATUSES, source=source)
    return first_events(package, over_all_months(package, every))


def keys_of_runs(package: Package) -> tuple[str, ...]:
    """Return the keys of the last day of each series and of each currency's rates."""
    series = [
        series_key(code, pd.Timestamp(own.days[-1]), name)
        for name, official in official_of(package).items()
        for code, own in official.items()
    ]
    rates = package.table("rates").sort_values("date", kind="stable")
    last = rates.drop_duplicates(["currency", "kind"], keep="last")
    named = zip(last["currency"], last["date"], last["source_id"], strict=True)
    return each_once([*series, *(rate_key(*row) for row in named)])


def keys_of_breaks(package: Package) -> tuple[str, ...]:
    """Return the keys of the days of the series on which a break begins."""
    return each_once(_days_of_breaks(package))


def _days_of_breaks(package: Package) -> Iterator[str]:
    official, names = official_of(package), {each.column: each.key for each in METRICS.values()}
    breaks = package.table("covid_breaks").sort_values(["date", "iso_code"], kind="stable")
    for when, code, column in zip(
        breaks["date"], breaks["iso_code"], breaks["series"], strict=True
    ):
        own = official[names[column]].get(code)
        if own is not None and pd.Timestamp(own.days[0]) <= when <= pd.Timestamp(own.days[-1]):
            yield series_key(code, when, names[column])


def _lane_words(code: str, own: pd.DataFrame, series: str, single: int) -> str:
    name = country_name(code) if series == "cases" else f"{country_name(code)}, {currency_of(code)}"
    if not len(own):
        words = say("no official series") if series == "cases" else say("no data")
        return f"{name}: {words}"
    return f"{name}: {days_words(int(own['days'].sum()), single if series == 'rates' else 0)}"


def _marks(name: str, code: str, own: pd.DataFrame, lane: int) -> Series:
    days = [
        when
        for first, last in zip(own["first"], own["last"], strict=True)
        for when in sorted({first, *pd.date_range(first, last, freq="MS"), last})
    ]
    return Series(
        name,
        (lane,) * len(days),
        country_colour(code, "light"),
        dash="none",
        marker="square",
        at=tuple(when.date() for when in days),
    )
