"""What the data covers, as panels: months, runs of the series, known breaks, every paragraph.

They show the whole package, whatever the filters are, and are drawn once.
"""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache, partial

import pandas as pd
import plotly.graph_objects as go

from dashboard.coverage.charts.coverage import (
    WIDEST_NUMBER,
    coverage_grid,
    grid_height,
    lanes_height,
    series_lanes,
)
from dashboard.coverage.measures.coverage import coverage_by_month, series_coverage
from dashboard.coverage.office import keys_of_breaks, keys_of_months, keys_of_runs, series_chart
from dashboard.coverage.panels.about import NO_FILTERS
from dashboard.coverage.words import breaks_headline, months_headline, paragraphs_headline
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.panels.sources import sources_of
from dashboard.panels.table import untyped
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import counted, day, number

THEMES = ("light", "dark")
SERIES_WORDS = {
    "cases": "COVID-19 cases, daily",
    "deaths": "COVID-19 deaths, daily",
    "rates": "Currency rate, daily source",
    "tickers": "Currency rate, printed ticker",
}
BREAK_SERIES = {"total_cases": "cases, total", "total_deaths": "deaths, total"}
REASONS = ("heading", "caption", "opinion", "repetition", "context", "background", "notice")


def coverage_months(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show which months the sources cover, country by country, and how many events they tell of."""
    coverage = _coverage(package)
    rows = coverage[coverage["covered"]]
    of_the_five, eventful = int(coverage["events"].sum()), int(rows["events"].gt(0).sum())
    years = coverage["year"].nunique()
    fits = coverage["events"].max() < 10**WIDEST_NUMBER
    hidden = "" if fits else "Longer numbers are told on hovering and in the table. "
    return Exhibit(
        key="coverage_months",
        title="Which months are covered",
        unit="events by the month of their first day; years with nothing at all are left out",
        table=untyped(
            pd.DataFrame(
                {
                    "Country": rows["country"].map(country_name).to_numpy(),
                    "Month": (
                        rows["year"].astype(str) + "-" + rows["month"].astype(str).str.zfill(2)
                    ).to_numpy(),
                    "Events": rows["events"].to_numpy(),
                    "Figures": rows["figures"].to_numpy(),
                    "Reports published": rows["reports"].to_numpy(),
                }
            )
        ),
        caption="Empty: no source covers this month. Pale cell with 0: sources cover it and report "
        "no event. A month counts as covered for a country when an event or a figure about it has "
        "its day in that month, or a report that tells of it was published in it; daily series do "
        "not count. Not in the grid: events about the region as a whole, and events whose month is "
        f"not known. {hidden}{NO_FILTERS}",
        shown=of_the_five,
        total=package.events.total,
        noun="events",
        draw=partial(_drawn_months, package),
        height=grid_height(years),
        alt=f"Grid of months by country: {len(rows)} of {len(coverage)} country months are "
        f"covered, {eventful} of them with an event.",
        headline=months_headline(len(rows), len(coverage), eventful),
        behind=partial(keys_of_months, package),
    )


def coverage_series(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show from when to when the COVID-19 series and the rates run, and where they have gaps."""
    runs = _runs(package)
    rows = pd.DataFrame(
        {
            "Country": runs["country"].map(country_name),
            "Series": runs["series"].map(SERIES_WORDS),
            "First day": runs["first"],
            "Last day": runs["last"],
            "Days with a value": runs["days"],
        }
    )
    told = runs.loc[runs["series"].eq("cases"), "country"].nunique()
    cuts = int(package.table("covid_breaks")["kind"].eq("definition").sum())
    used = [
        *package.table("covid_daily")["source_id"].unique(),
        *package.table("rates")["source_id"].unique(),
    ]
    return Exhibit(
        key="coverage_series",
        title="The daily series",
        unit="COVID-19 cases and deaths above, currency rates below",
        table=untyped(rows),
        caption="A bar runs while values are a day apart, for rates at most a week; between bars "
        "there is no data. Hatched: no series at all. Cut in a bar: the definition changes. "
        f"Printed: rates of printed tickers, not drawn. {NO_FILTERS}",
        sources=sources_of(package, used),
        shown=told,
        total=len(COUNTRIES),
        noun="countries have a COVID-19 series",
        draw=partial(_drawn_series, package),
        height=lanes_height(),
        alt=f"Bars over time: {told} of {len(COUNTRIES)} countries have a COVID-19 series; "
        f"{counted(cuts, 'change')} of definition in them.",
        headline=f"{told} of {len(COUNTRIES)} countries have a daily COVID-19 series, with "
        f"{counted(cuts, 'change')} of definition",
        native=partial(series_chart, runs),
        native_caption=lambda: (
            "A run lasts while values are a day apart, for rates at most a week; between runs "
            "there is no data. A row without a mark has no series. Changes of definition "
            f"are not marked; rates of printed tickers are counted, not drawn. {NO_FILTERS}"
        ),
        behind=partial(keys_of_runs, package),
    )


def known_breaks(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the days on which the official series change their meaning, stand still or err."""
    breaks = package.table("covid_breaks").sort_values(
        ["date", "iso_code", "series"], kind="stable"
    )
    same = breaks["date"].eq(breaks["end_date"])
    kinds = Counter(breaks["kind"].tolist())
    definitions = counted(kinds["definition"], "break")
    rows = pd.DataFrame(
        {
            "Country": breaks["iso_code"].map(country_name).to_numpy(),
            "Series": breaks["series"].map(BREAK_SERIES).to_numpy(),
            "Days": [
                day(first) if one else f"{day(first)} to {day(last)}"
                for first, last, one in zip(breaks["date"], breaks["end_date"], same, strict=True)
            ],
            "Kind": breaks["kind"].to_numpy(),
            "What changed": breaks["what_changed"].to_numpy(),
            "Step": [_signed(step) for step in breaks["change"]],
            "Series above by": [
                _above(*amounts) for amounts in zip(breaks["least"], breaks["most"], strict=True)
            ],
        }
    )
    return Exhibit(
        key="known_breaks",
        title="Known breaks in the COVID-19 series",
        unit="in order of day",
        table=untyped(rows),
        caption=f"Averages and growth do not cross a change of definition: {definitions} are that; "
        f"the others are late, missing or wrong entries of the source, or days on which it stands "
        f"above the ministry’s own count. {NO_FILTERS}",
        sources=sources_of(package, breaks["source_id"]),
        shown=len(rows),
        total=len(rows),
        noun="known breaks",
        headline=breaks_headline(kinds),
        behind=partial(keys_of_breaks, package),
    )


def _signed(step: float) -> str:
    """Write a step with its sign; a step that is not known stays blank."""
    return "" if pd.isna(step) else f"{step:+,.0f}".replace("-", "−") if step else "0"


def _above(least: int, most: int) -> str:
    """Write how far a series stands above the ministry's count; blank where none is known."""
    if pd.isna(least):
        return ""
    return number(least) if least == most else f"{number(least)}–{number(most)}"


@lru_cache(maxsize=KEPT_PACKAGES)
def _coverage(package: Package) -> pd.DataFrame:
    events = package.events
    return coverage_by_month(
        events.every("months"),
        events.every("sources"),
        package.table("figures"),
        package.table("sources"),
    )


@lru_cache(maxsize=KEPT_PACKAGES)
def _runs(package: Package) -> pd.DataFrame:
    return series_coverage(package.table("covid_daily"), package.table("rates"))


@lru_cache(maxsize=KEPT_PACKAGES * len(THEMES))
def _drawn_months(package: Package, theme: str) -> go.Figure:
    return coverage_grid(_coverage(package), theme)


@lru_cache(maxsize=KEPT_PACKAGES * len(THEMES))
def _drawn_series(package: Package, theme: str) -> go.Figure:
    return series_lanes(_runs(package), package.table("covid_breaks"), theme)


def paragraphs_accounted(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Count, for each document, the paragraphs coded and those left out, by reason."""
    ledger = package.table("coverage")
    sources = package.table("sources")
    documents = sources[sources["kind"].eq("document")]
    if "sources" in package.borrowed:
        # The app's own documents are those of other events.
        used = [*package.events.every("sources").by("source_id"), *ledger["source_id"]]
        documents = documents[documents["source_id"].isin(used)]
    told = Counter(zip(ledger["source_id"], ledger["reason"].fillna("coded"), strict=True))
    counts = {
        what: [told[source, what] for source in documents["source_id"]]
        for what in ("coded", *REASONS)
    }
    rows = pd.DataFrame(
        {
            "Document": documents["title"].to_numpy(),
            "Paragraphs": documents["paragraph_count"].astype("Int64").to_numpy(),
            "Coded": counts["coded"],
            **{reason.capitalize(): counts[reason] for reason in REASONS},
        }
    )
    accounted = sum(map(sum, counts.values()))
    total = max(int(rows["Paragraphs"].sum()), accounted)
    return Exhibit(
        key="paragraphs_accounted",
        title="Every paragraph accounted for",
        unit="paragraphs of each document, by what became of them",
        table=untyped(rows),
        caption=(
            "Context: part of an event coded elsewhere, or without a date. Each document was coded "
            "twice, the second time without sight of the first. Filters do not apply."
        ),
        shown=accounted,
        total=total,
        noun="paragraphs have a row",
        headline=paragraphs_headline(accounted, total, sum(counts["coded"]), len(documents)),
    )
