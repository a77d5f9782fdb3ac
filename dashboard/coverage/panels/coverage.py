"""What the data covers, as panels: months, series, breaks, paragraphs, what two sources may share.

They show the whole package, whatever the filters are, and are drawn once.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial

import pandas as pd

from dashboard.coverage.charts.grids import WIDEST_NUMBER, coverage_grid, grid_height
from dashboard.coverage.charts.lanes import lanes_height, series_lanes
from dashboard.coverage.measures.coverage import NEAR, coverage_by_month, overlaps, series_coverage
from dashboard.coverage.office import keys_of_breaks, keys_of_months, keys_of_runs, series_chart
from dashboard.coverage.words import (
    BREAK_SERIES,
    NO_FILTERS,
    REASONS,
    SERIES_WORDS,
    breaks_headline,
    months_alt,
    months_headline,
    paragraphs_headline,
    series_alt,
    series_headline,
)
from dashboard.covid.measures.series import CUTTING_KINDS
from dashboard.datapackage.store import Package
from dashboard.panels.covering import covered_months
from dashboard.panels.details import SOURCE_ID, details_of
from dashboard.panels.exhibit import Exhibit, of_data_alone
from dashboard.panels.query import (
    KEPT_SELECTIONS,
    KEPT_SOURCES,
    chosen_counts,
    every_counted,
    figures_counted,
)
from dashboard.panels.sources import counted_sources, sources_of
from dashboard.panels.start import datasets_of
from dashboard.panels.table import COUNTRY, Column, Kind, Table, table_of
from dashboard.panels.terms import may_be_passed_on
from dashboard.schema import TableRow
from dashboard.selection import Selection
from dashboard.values import Absent, Reason, Window, between
from dashboard.vocabulary import COUNTRIES, STATUSES, dataset_name
from dashboard.wording import join_words, joined, say, say_many

THEMES = 2
LEDGER_COLUMNS = (
    Column("title", "Document", Kind.REPORTED),
    Column("paragraphs", "Paragraphs", Kind.COUNT, tells_why=False),
    Column("coded", "Coded", Kind.COUNT, tells_why=False),
    *(Column(reason, title, Kind.COUNT, tells_why=False) for reason, title in REASONS.items()),
)
RUN_COLUMNS = (
    COUNTRY,
    Column("series", "Series"),
    Column("first", "First day", Kind.DAY),
    Column("last", "Last day", Kind.DAY),
    Column("days", "Days with a value", Kind.COUNT, tells_why=False),
)
BREAK_COLUMNS = (
    COUNTRY,
    Column("series", "Series"),
    Column("days", "Days", Kind.WINDOW, style="year"),
    Column("kind", "Kind"),
    Column("what_changed", "What changed"),
    Column("change", "Step", Kind.CHANGE),
    Column("above", "Series above by", Kind.AMOUNT),
)
MONTH_COLUMNS = (
    COUNTRY,
    Column("month", "Month", Kind.MONTH),
    Column("events", "Events", Kind.COUNT),
    Column("figures", "Figures", Kind.COUNT),
    Column("reports", "Reports published", Kind.COUNT),
    Column("coverage", "Coverage"),
)
OVERLAP_COLUMNS = (
    Column("day", "Day", Kind.DAY),
    Column("topic", "Type"),
    Column("event", "Event"),
    Column("dataset", "Source"),
    Column("other", "May be the same as"),
    Column("other_dataset", "Source of that"),
    Column("km", "Kilometres apart", Kind.COUNT, tells_why=False),
    Column("event_id", "Key", Kind.REPORTED),
    Column("other_id", "Key of that", Kind.REPORTED),
)
# More events of a period are not compared.
MOST_COMPARED = 20_000


def coverage_months(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show which months the sources cover, country by country, and how many events they report."""
    return _months_covered(package, selection.source)


@lru_cache(maxsize=KEPT_SOURCES)
def _months_covered(package: Package, source: str) -> Exhibit:
    counted = Selection(source=source)
    coverage = coverage_by_month(
        every_counted(package, counted),
        every_counted(package, counted, "sources"),
        figures_counted(package, source),
        package.table("sources"),
        covered_months(package, source),
    )
    rows = coverage[coverage["is_read"]].reset_index(drop=True)
    full = int(rows["is_covered"].sum())
    of_the_five, eventful = int(coverage["events"].sum()), int(rows["events"].gt(0).sum())
    years = coverage["year"].nunique()
    fits = coverage["events"].max() < 10**WIDEST_NUMBER
    hidden = "" if fits else say("Longer numbers are told on hovering and in the table.")
    return Exhibit(
        key="coverage_months",
        title=say("Which months are covered"),
        unit=say("events by the month of their first day; years with nothing at all are left out"),
        table=_months_table(rows),
        caption=say(
            "Number: events. Pale: figures or reports, no event. Pale 0: reviewed in full, "
            "no event. Empty: not covered."
        ),
        reading=joined(
            say(
                "Only a month that a source reviews in full can have a 0; others hold what single "
                "reports tell. Daily series do not count. Not in the grid: events about the region "
                "as a whole, and events whose month is not known."
            ),
            hidden,
            say(NO_FILTERS),
        ),
        sources=counted_sources(package, _counts_by_source(package, source)),
        shown=of_the_five,
        total=every_counted(package, counted).total,
        noun=say("events"),
        draw=lru_cache(maxsize=THEMES)(partial(coverage_grid, coverage)),
        height=grid_height(years),
        alt=months_alt(full, len(rows) - full, len(coverage)),
        headline=months_headline(full, len(rows) - full, len(coverage), eventful),
        behind=partial(keys_of_months, package, source),
    )


def _months_table(rows: pd.DataFrame) -> Table:
    """Return the months of which anything is reported; without a 0 where they are not covered."""
    bare = ~rows["is_covered"] & rows["events"].eq(0)
    reach = rows["is_covered"].map({True: say("in full"), False: say("single reports")})
    months = rows["year"].astype(str) + "-" + rows["month"].astype(str).str.zfill(2)
    events = rows["events"].astype(object).mask(bare, Absent(Reason.NOT_COVERED))
    month_rows = rows.assign(month=months, events=events, coverage=reach, iso_code=rows["country"])
    return Table(MONTH_COLUMNS, month_rows)


@of_data_alone
def coverage_series(package: Package) -> Exhibit:
    """Show from when to when the COVID-19 series and the rates run, and where they have gaps."""
    breaks = package.table("covid_breaks")
    runs = series_coverage(package.table("covid_daily"), package.table("rates"))
    words = runs["series"].map({key: say(name) for key, name in SERIES_WORDS.items()})
    with_series = runs.loc[runs["series"].eq("cases"), "country"].nunique()
    cuts = int(breaks["kind"].eq("definition").sum())
    used = [
        *package.table("covid_daily")["source_id"].unique(),
        *package.table("rates")["source_id"].unique(),
    ]
    return Exhibit(
        key="coverage_series",
        title=say("The daily series"),
        unit=say("COVID-19 cases and deaths above, currency rates below"),
        table=Table(RUN_COLUMNS, runs.assign(series=words, iso_code=runs["country"])),
        caption=say("Bars: days with values. Hatched: no series. Cut: the definition changes."),
        reading=say(
            "A bar runs while values are a day apart, for rates at most a week; between bars there "
            "is no data. Single: month ends, press, page headers, not drawn. {filters}",
            filters=say(NO_FILTERS),
        ),
        sources=sources_of(package, used),
        shown=with_series,
        total=len(COUNTRIES),
        noun=say("countries have a COVID-19 series"),
        draw=lru_cache(maxsize=THEMES)(partial(series_lanes, runs, breaks)),
        height=lanes_height(),
        alt=series_alt(with_series, len(COUNTRIES), cuts),
        headline=series_headline(with_series, len(COUNTRIES), cuts),
        native=partial(series_chart, runs),
        native_caption=lambda: say(
            "A run lasts while values are a day apart, for rates at most a week; between runs "
            "there is no data. A row without a mark has no series. Changes of definition "
            "are not marked; rates of single days are counted, not drawn. {filters}",
            filters=say(NO_FILTERS),
        ),
        behind=partial(keys_of_runs, package),
    )


@of_data_alone
def known_breaks(package: Package) -> Exhibit:
    """List the days on which the official series change their meaning, stand still or err."""
    breaks = package.table("covid_breaks").sort_values(
        ["date", "iso_code", "series"], kind="stable"
    )
    kinds = Counter(breaks["kind"].tolist())
    cuts = sum(kinds[kind] for kind in CUTTING_KINDS)
    return Exhibit(
        key="known_breaks",
        title=say("Known breaks in the COVID-19 series"),
        unit=say("in order of day"),
        table=replace(
            table_of(BREAK_COLUMNS, map(_break, breaks.to_dict("records"))),
            details=details_of({SOURCE_ID: breaks["source_id"].tolist()}),
        ),
        caption=say(
            "Averages and growth restart at {cuts} of them: changes of definition, late entries, "
            "corrections and errors.",
            cuts=cuts,
        ),
        reading=say(
            "The others are remarks: the source stood still, repeated or skipped a day, or stood "
            "above the ministry’s own count. {filters}",
            filters=say(NO_FILTERS),
        ),
        sources=sources_of(package, breaks["source_id"]),
        shown=len(breaks),
        total=len(breaks),
        noun=say("known breaks"),
        headline=breaks_headline(kinds),
        behind=partial(keys_of_breaks, package),
    )


def _break(row: TableRow) -> dict[str, object]:
    step, least, most = row["change"], row["least"], row["most"]
    return {
        "iso_code": row["iso_code"],
        "series": say(BREAK_SERIES[row["series"]]),
        "days": Window(row["date"].date(), row["end_date"].date()),
        "kind": row["kind"],
        "what_changed": row["what_changed"],
        "change": None if pd.isna(step) else int(step),
        "above": None if pd.isna(least) else between(least, most),
    }


@lru_cache(maxsize=KEPT_SOURCES)
def _counts_by_source(package: Package, source: str) -> Counter[str]:
    """Count the events and figures of the source counted by where each is from."""
    events = every_counted(package, Selection(source=source), "sources").by("source_id")
    return Counter(events) + Counter(figures_counted(package, source)["source_id"].tolist())


@of_data_alone
def paragraphs_accounted(package: Package) -> Exhibit:
    """Count, for each document, the paragraphs coded and those left out, by reason."""
    ledger = package.table("coverage")
    sources = package.table("sources")
    documents = sources[sources["kind"].eq("document")]
    # A page from which only rates were taken was not read for events.
    used = [*_counts_by_source(package, ""), *ledger["source_id"]]
    documents = documents[documents["source_id"].isin(used)]
    by_reason = Counter(zip(ledger["source_id"], ledger["reason"].fillna("coded"), strict=True))
    counts = {
        what: [by_reason[source, what] for source in documents["source_id"]]
        for what in ("coded", *REASONS)
    }
    rows = pd.DataFrame(
        {
            "title": documents["title"].to_numpy(),
            "paragraphs": documents["paragraph_count"].astype("Int64").to_numpy(),
            **counts,
        }
    )
    accounted = sum(map(sum, counts.values()))
    total = max(int(rows["paragraphs"].sum()), accounted)
    return Exhibit(
        key="paragraphs_accounted",
        title=say("Coding of each document"),
        unit=say("paragraphs coded, or left out with the reason"),
        table=Table(LEDGER_COLUMNS, rows, details_of({SOURCE_ID: documents["source_id"].tolist()})),
        caption=say("Context: part of an event coded elsewhere, or without a date."),
        reading=say(
            "Each document was coded twice, the second time without sight of the first. "
            "Filters do not apply."
        ),
        sources=sources_of(package, documents["source_id"]),
        shown=accounted,
        total=total,
        noun=say("paragraphs have a row"),
        headline=paragraphs_headline(accounted, total, sum(counts["coded"]), len(documents)),
    )


def source_overlaps(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the pairs of events of different sources that may be one event."""
    every = Selection(
        selection.countries, selection.first_month, selection.last_month, statuses=STATUSES
    )
    # Data of one source has no pairs in any period.
    pairs, table = _pairs(package, every if len(datasets_of(package)) > 1 else None)
    return Exhibit(
        key="source_overlaps",
        title=say("What several sources may both tell of"),
        unit=say("{period}, candidates", period=selection.period),
        table=table,
        caption=say(
            "The same day and type, at most {km} km apart. One source is counted; none is added.",
            km=int(NEAR),
        ),
        reading=say(
            "Nobody has decided whether two of these are one event. Left out: events without an "
            "exact day or with no place but a province. Of a period with more than {most} events "
            "the first are compared. Follows the filters for countries and months only.",
            most=MOST_COMPARED,
        ),
        sources=sources_of(package, [*pairs["source_id_first"], *pairs["source_id_second"]]),
        shown=len(pairs),
        total=len(pairs),
        noun=say("candidate pairs"),
        headline=partial(_headline, len(pairs), package, every),
        behind=lambda: (*pairs["event_id_first"], *pairs["event_id_second"]),
    )


def _headline(pairs: int, package: Package, selection: Selection) -> str:
    names = [dataset_name(each) for each in datasets_of(package)]
    if len(names) == 1:
        return say("All events of the data are of one source")
    if pairs:
        return say_many(
            "{count} pair of different sources may be one event in {period}",
            "{count} pairs of different sources may be one event in {period}",
            pairs,
            period=selection.period,
        )
    if chosen_counts(package, selection).total > MOST_COMPARED:
        return say(
            "Among the first {most} events of {period} no two of {sources} are of the same day "
            "and type within {km} km",
            most=MOST_COMPARED,
            period=selection.period,
            sources=join_words(names),
            km=int(NEAR),
        )
    return say(
        "No two events of {sources} are of the same day and type within {km} km in {period}",
        sources=join_words(names),
        km=int(NEAR),
        period=selection.period,
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def _pairs(package: Package, every: Selection | None) -> tuple[pd.DataFrame, Table]:
    """Return the pairs of a period, without one none, and the table of them."""
    events = package.events.rows(every or Selection(), MOST_COMPARED if every else 0)
    pairs = overlaps(events, datasets_of(package))
    return pairs, _table(package, pairs)


def _table(package: Package, pairs: pd.DataFrame) -> Table:
    """Return the pairs; `source_id` is the source by whose terms a row may be passed on or not."""
    columns = {
        "day": "event_date",
        "topic": "topic",
        "event": "title_first",
        "other": "title_second",
        "event_id": "event_id_first",
        "other_id": "event_id_second",
    }
    first, second = pairs["source_id_first"], pairs["source_id_second"]
    frame = pd.DataFrame({ours: pairs[name] for ours, name in columns.items()}).assign(
        dataset=pairs["dataset_first"].map(dataset_name),
        other_dataset=pairs["dataset_second"].map(dataset_name),
        km=pairs["km"].round().astype(int),
        first_dataset=pairs["dataset_first"],
        second_dataset=pairs["dataset_second"],
        source_id=first.where(~may_be_passed_on(package, first), second),
    )
    return Table(OVERLAP_COLUMNS, frame)
