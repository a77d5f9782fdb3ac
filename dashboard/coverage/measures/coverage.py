"""What the data covers: by country and month, by day of the series, by source and by table.

Frames come in, frames go out; which rows a loading left out is the store's to say. Events of two
sources may be one: those of one day and type, no further apart than 25 km.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.engine.counts import Counts
from dashboard.marks import COVERED_TOPICS
from dashboard.vocabulary import COUNTRIES, currency_of, rate_kinds

MONTHS_OF_A_YEAR = 12
MOST_GAP_DAYS = 7
# The series of rates of which no run is drawn.
SINGLE = ("single", "tickers")
DOCUMENTS_FIRST = {"document": 0, "dataset": 1, "report": 2}
# Two events may be one within so many kilometres.
NEAR = 25.0
EARTH = 6371.0
# Coordinates of a province say nothing of where in it.
TOWN_OR_DISTRICT = 2
PAIR_COLUMNS = (
    "event_date",
    "topic",
    "dataset",
    "event_id",
    "title",
    "source_id",
    "latitude",
    "longitude",
)


def coverage_by_month(
    events: Counts,
    events_by_source: Counts,
    figures: pd.DataFrame,
    sources: pd.DataFrame,
    covered: Mapping[tuple[str, str], Collection[str]],
) -> pd.DataFrame:
    """Count events, figures and reports by country and month.

    `events` are counted by days and country, `events_by_source` are the same counted by source.

    One row a country and month of every year in which any of the five has something. An event
    counts in the month of its first day, a figure in that of its day, a report in the month it was
    published for the countries of its events and figures. An event whose month is not known
    (`in_one_month`) is in none. `covered` are the months that sources review by (topic, country):
    `is_covered` is True where they review every topic, `is_read` also where anything is reported.
    """
    pairs = zip(figures["source_id"].tolist(), figures["country"].tolist(), strict=True)
    counted = {
        "events": _events_by_month(events),
        "figures": _by_month(figures["country"], figures["as_of"]),
        "reports": _reports({*events_by_source.by("source_id", "country"), *pairs}, sources),
    }
    years = sorted({year for found in counted.values() for _, year, _ in found})
    keys = [
        (country, year, month)
        for country in COUNTRIES
        for year in years
        for month in range(1, MONTHS_OF_A_YEAR + 1)
    ]
    grid = pd.DataFrame(keys, columns=["country", "year", "month"])
    for name, found in counted.items():
        grid[name] = np.array([found[key] for key in keys], dtype="int64")
    full = {
        code: set.intersection(*(set(covered.get((topic, code), ())) for topic in COVERED_TOPICS))
        for code in COUNTRIES
    }
    whole = np.array([f"{year}-{month:02d}" in full[code] for code, year, month in keys], bool)
    has_any = (grid["events"] + grid["figures"] + grid["reports"]).gt(0)
    return grid.assign(is_covered=whole, is_read=has_any | whole)


def months_of_cells(counts: Counts, *names: str) -> Counter[tuple[str, ...]]:
    """Count the events whose month is known by month (YYYY-MM) and some columns."""
    found: Counter[tuple[str, ...]] = Counter()
    columns = ("event_date", "end_date", "time_precision", *names)
    months = {day: f"{day:%Y-%m}" for name in columns[:2] for day in counts.by(name)}
    for (first, last, precision, *rest), number in counts.by(*columns).items():
        if precision == 1 or months[first] == months[last]:
            found[months[first], *rest] += number
    return found


def in_one_month(events: pd.DataFrame) -> pd.Series:
    """Return True for the events whose month is known, not "in 1995" or "by December"."""
    months = [events[name].dt.to_period("M") for name in ("event_date", "end_date")]
    return events["time_precision"].eq(1) | months[0].eq(months[1])


def spans(days: pd.Series, most_gap: int = 1) -> pd.DataFrame:
    """Join days into runs: one row a run with `first`, `last` and `days`, the number of days in it.

    Days no more than `most_gap` apart belong to one run.
    """
    ordered = np.unique(days.dropna().to_numpy(dtype="datetime64[D]"))
    if not len(ordered):
        return pd.DataFrame(
            {"first": ordered, "last": ordered, "days": np.array([], dtype="int64")}
        )
    cuts = np.flatnonzero(np.diff(ordered).astype("int64") > most_gap) + 1
    starts, ends = np.concatenate([[0], cuts]), np.concatenate([cuts, [len(ordered)]])
    return pd.DataFrame(
        {"first": ordered[starts], "last": ordered[ends - 1], "days": ends - starts}
    )


def series_coverage(covid: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Return the runs of the series: cases, deaths and rates by country.

    One row a run with `country`, `series` ("cases", "deaths", "rates" of a daily source, "single"
    rates of single days, "tickers" as reported), `first`, `last`, `days`. A country without a row
    in a series has none.
    """
    found = []
    for code in COUNTRIES:
        own = covid[covid["iso_code"].eq(code)]
        rate = rates[rates["currency"].eq(currency_of(code))]
        days = {
            "cases": own.loc[own["total_cases"].notna(), "date"],
            "deaths": own.loc[own["total_deaths"].notna(), "date"],
            "rates": rate.loc[rate["kind"].isin(rate_kinds("line")), "date"],
            "single": rate.loc[rate["kind"].isin(rate_kinds("mark")), "date"],
            "tickers": rate.loc[rate["kind"].isin(rate_kinds("print")), "date"],
        }
        gaps = {"rates": MOST_GAP_DAYS, "single": 0, "tickers": 0}
        found += [
            spans(days[name], gaps.get(name, 1)).assign(country=code, series=name) for name in days
        ]
    return pd.concat(found, ignore_index=True)[["country", "series", "first", "last", "days"]]


def source_yield(
    sources: pd.DataFrame, tables: Mapping[str, pd.DataFrame], events: Counter[str]
) -> pd.DataFrame:
    """Return the sources, documents first, then by what they gave.

    Adds `events` (coded from it, as counted by source), `also_tells` (in it too), `figures`
    and `rows` (of all other tables). A table that is not in `tables` is not counted.
    """
    counts = {
        name: Counter(table["source_id"].tolist())
        for name, table in tables.items()
        if "source_id" in table
    } | {"events": events}
    none: Counter[str] = Counter()
    named = {"events": "events", "also_tells": "event_sources", "figures": "figures"}
    ids = sources["source_id"].tolist()
    columns = {
        column: [counts.get(name, none)[key] for key in ids] for column, name in named.items()
    }
    rest = [found for name, found in counts.items() if name not in (*named.values(), "sources")]
    if "countries" in tables:
        rest.append(Counter(tables["countries"]["population_source_id"].tolist()))
    columns["rows"] = [sum(found[key] for found in rest) for key in ids]
    with_counts = sources.assign(**columns, order=sources["kind"].map(DOCUMENTS_FIRST))
    keys = ["order", "events", "figures", "also_tells", "rows", "publisher", "source_id"]
    rising = [True, False, False, False, False, True, True]
    return with_counts.sort_values(keys, ascending=rising, kind="stable").drop(columns="order")


def _by_month(countries: pd.Series, days: pd.Series) -> Counter[tuple[str, int, int]]:
    known = days.notna().to_numpy()
    of_the_five = countries.isin(list(COUNTRIES)).to_numpy() & known
    chosen = days[of_the_five].dt
    return Counter(
        zip(
            countries[of_the_five].tolist(),
            chosen.year.tolist(),
            chosen.month.tolist(),
            strict=True,
        )
    )


def _events_by_month(events: Counts) -> Counter[tuple[str, int, int]]:
    return Counter(
        {
            (country, int(month[:4]), int(month[5:])): number
            for (month, country), number in months_of_cells(events, "country").items()
            if country in COUNTRIES
        }
    )


def _reports(
    source_countries: Collection[tuple[str, str]], sources: pd.DataFrame
) -> Counter[tuple[str, int, int]]:
    """Count the sources by the country they report on and the month they were published in."""
    published = sources["published"].str.len().ge(len("2020-06")).fillna(False).to_numpy()
    months = dict(
        zip(
            sources.loc[published, "source_id"],
            sources.loc[published, "published"].str[:7],
            strict=True,
        )
    )
    return Counter(
        (country, int(months[source][:4]), int(months[source][5:]))
        for source, country in source_countries
        if source in months and country in COUNTRIES
    )


def overlaps(events: pd.DataFrame, datasets: Sequence[str]) -> pd.DataFrame:
    """Return the pairs of events of different `datasets` that may be one, in order of day.

    One row a pair: `event_date`, `topic`, `km` (the distance in kilometres) and the other columns
    of `PAIR_COLUMNS` for both, ending in `_first` and `_second` in the order of `datasets`. An
    event without an exact day, or placed no better than by its province, is in none.
    """
    rank = {dataset: place for place, dataset in enumerate(datasets)}
    is_placed = events["geo_precision"].le(TOWN_OR_DISTRICT) & events["latitude"].notna()
    fit = events.loc[(events["exact"].astype(bool) & is_placed).fillna(False), list(PAIR_COLUMNS)]
    fit = fit.assign(rank=fit["dataset"].map(rank))
    pairs = fit.merge(fit, on=["event_date", "topic"], suffixes=("_first", "_second"))
    pairs = pairs[pairs["rank_first"] < pairs["rank_second"]]
    pairs = pairs.assign(km=_distance(pairs))
    ordered = ["event_date", "km", "event_id_first", "event_id_second"]
    return pairs[pairs["km"] <= NEAR].sort_values(ordered).reset_index(drop=True)


def _distance(pairs: pd.DataFrame) -> np.ndarray:
    """Return how far apart two places are on a sphere, in kilometres."""
    north, other_north, east, other_east = (
        np.radians(pairs[f"{name}_{which}"].to_numpy(float))
        for name in ("latitude", "longitude")
        for which in ("first", "second")
    )
    across = np.sin((other_east - east) / 2) ** 2 * np.cos(north) * np.cos(other_north)
    return 2 * EARTH * np.arcsin(np.sqrt(np.sin((other_north - north) / 2) ** 2 + across))
