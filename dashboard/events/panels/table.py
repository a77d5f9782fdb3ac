"""The panels of the Events page: the table of events and that of reported figures.

Few events stand in one table; many are paged through, and a file holds the first of very many.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events.keys import keys_of_chosen
from dashboard.events.measures import known_more_widely, window_of
from dashboard.events.words import (
    figure_unit,
    figure_value,
    figures_headline,
    kinds_headline,
    text_of,
)
from dashboard.marks import MARKS
from dashboard.panels.comparing import pair_of
from dashboard.panels.covering import cover, nothing, topics_of_mark
from dashboard.panels.details import details_of_events
from dashboard.panels.exhibit import Exhibit, Whole
from dashboard.panels.headline import coverage_words, each_once, nothing_words
from dashboard.panels.query import KEPT_SELECTIONS, MOST_LISTED, chosen_counts, figures_counted
from dashboard.panels.sources import plain_publishers, sources_of
from dashboard.panels.table import COUNTRY, EVENT, EVENT_KEY, SOURCE, STATUS, Column, Kind, Table
from dashboard.schema import TableRow, rows_of
from dashboard.selection import Selection
from dashboard.values import Amount, Term
from dashboard.vocabulary import MEASURES, REGION, country_name
from dashboard.wording import counted, say, say_many, start_of_line

KIND_WORDS = {
    name: mark.short if mark.is_rest else (mark.singular, mark.plural)
    for name, mark in MARKS.items()
}
# The option that asks for one page of the table, and the one that asks for all a file may hold.
PAGE_OPTION = "table_page"
ALL_ROWS = {"table_rows": "all"}
MOST_IN_ONE_TABLE = 1_000
PAGE_SIZE = 100
MOST_IN_FILE = 50_000


FIGURES = (
    COUNTRY,
    Column("as_of", "As of", Kind.DAY),
    Column("measure", "Measure"),
    Column("number", "Number", Kind.AMOUNT),
    Column("unit", "Unit"),
    Column("definition", "What it counts", Kind.REPORTED),
    SOURCE,
    Column("paragraph", "Paragraph", Kind.COUNT, tells_why=False),
    Column("footnotes", "Footnotes", Kind.REPORTED),
    Column("as_reported", "As reported", Kind.REPORTED),
    EVENT_KEY,
    Column("figure_id", "Key", Kind.REPORTED),
)


def figures_table(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List every figure reported for the countries and days chosen, those without an event too.

    `Key` is the figure's own name.
    """
    figures = figures_counted(package, selection.source)
    in_period = selection.within(figures["as_of"])
    chosen = chosen_figures(package, selection)
    return Exhibit(
        key="figures_table",
        title=say("Reported figures"),
        unit=say("as of a day in {period}", period=selection.period),
        table=_figure_rows(package, selection),
        caption=say(
            "Every number that a source gives. Event types, status and search do not apply here."
        ),
        sources=sources_of(package, chosen["source_id"]),
        shown=len(chosen),
        total=int(in_period.sum()),
        noun=say("figures of the period"),
        headline=figures_headline(chosen["qualifier"].tolist(), selection),
        behind=partial(each_once, chosen["figure_id"].tolist()),
    )


def chosen_figures(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the figures of the countries chosen as of a day in the period."""
    figures = figures_counted(package, selection.source)
    countries = [*selection.countries, REGION] if selection.countries else []
    return figures[figures["country"].isin(countries) & selection.within(figures["as_of"])]


@lru_cache(maxsize=KEPT_SELECTIONS)
def _figure_rows(package: Package, selection: Selection) -> Table:
    chosen = chosen_figures(package, selection).sort_values(
        ["as_of", "country", "figure_id"], kind="stable"
    )
    publishers = plain_publishers(package)
    rows = rows_of(chosen)
    frame = pd.DataFrame(
        {
            "iso_code": chosen["country"].to_numpy(),
            "as_of": chosen["as_of"].to_numpy(),
            "measure": [say(MEASURES[row["measure"]]) for row in rows],
            "number": pd.Series([_with_hedge(row) for row in rows], dtype=object),
            "unit": [figure_unit(row) for row in rows],
            "definition": chosen["definition"].to_numpy(),
            "source": [publishers[row["source_id"]] for row in rows],
            "paragraph": chosen["paragraph"].to_numpy(),
            "footnotes": chosen["footnotes"].fillna("").to_numpy(),
            "as_reported": chosen["as_reported"].fillna("").to_numpy(),
            "event_id": chosen["event_id"].fillna("").to_numpy(),
            "figure_id": chosen["figure_id"].to_numpy(),
        }
    )
    return Table(FIGURES, frame)


def _with_hedge(row: TableRow) -> Amount | Term:
    """Return the number of a figure, with the hedge of its source."""
    value, hedge = figure_value(row), text_of(row["hedge"])
    return replace(value, hedge=hedge) if isinstance(value, Amount) else value


class Part(NamedTuple):
    """Which of the chosen events are asked for: the first of them by place, and how many at most.

    `page` is 0 where the table is not asked for by page.
    """

    first: int
    most: int
    page: int = 0


def events_table(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events chosen, in order of day; `Key` is the event's own name.

    The option `table_page` asks for one page where they are many; a table without pages holds the
    first of them.
    """
    counts = chosen_counts(package, selection)
    part = _part_asked_for(counts.total, options)
    events = package.events.rows(selection, part.most, part.first)
    cut = not part.page and len(events) < counts.total
    return Exhibit(
        key="events_table",
        title=say("Events"),
        unit=_unit(part, counts.total, selection),
        table=_event_rows(package, selection, part)
        if part.most < MOST_IN_FILE
        else table_of_events(package, events, years=selection.spans_years),
        caption=_caption(part, len(events), counts.total) if part.page or cut else "",
        reading=coverage_words(cover(package, selection)),
        sources=sources_of(package, events["source_id"]),
        shown=len(events) if cut else counts.total,
        total=package.events.in_period(selection),
        noun=say("events of the period"),
        headline=partial(
            kinds_headline,
            counts.by("mark"),
            package,
            selection,
            wider=known_more_widely(counts, selection),
        ),
        behind=partial(keys_of_chosen, package, selection),
    )


def table_pages(package: Package, selection: Selection) -> int:
    """Return how many pages the table has; 1 where all events stand in one."""
    return _pages(chosen_counts(package, selection).total)


def events_sentence(package: Package, selection: Selection) -> str:
    """Sum up what is listed in one plain sentence; `**` marks what is bold."""
    pair = pair_of(package, selection)
    sentence = _sentence_alone(package, selection.alone)
    if pair is None or not selection.countries:
        return sentence
    return f"{sentence} {pair.summary(partial(_numbers, package))}"


def _numbers(package: Package, selection: Selection) -> list[Whole]:
    chosen = chosen_counts(package, selection)
    counts: Counter[str] = chosen.by("mark")
    kinds = (
        Whole(say(KIND_WORDS[mark][1]), counts[mark], topics_of_mark(mark))
        for mark in MARKS
        if not MARKS[mark].is_rest
    )
    return [Whole(say("events"), chosen.total, ()), *kinds]


def _sentence_alone(package: Package, selection: Selection) -> str:
    chosen = chosen_counts(package, selection)
    if not chosen.total:
        words = nothing_words(say("event"), nothing(package, selection), selection)
        return f"**{words}.**"
    counts: Counter[str] = chosen.by("mark")
    kinds = [counted(counts[mark], *KIND_WORDS[mark]) for mark in MARKS if mark in counts]
    figures = len(chosen_figures(package, selection))
    return say_many(
        "**{count} event**: {kinds}; {figures}.",
        "**{count} events**: {kinds}; {figures}.",
        chosen.total,
        kinds=kinds,
        figures=say_many("{count} reported figure", "{count} reported figures", figures),
    )


def _pages(total: int) -> int:
    return math.ceil(total / PAGE_SIZE) if total > MOST_IN_ONE_TABLE else 1


def _part_asked_for(total: int, options: Mapping[str, str]) -> Part:
    """Return the rows asked for: a page past the last is the last."""
    asked, pages = options.get(PAGE_OPTION, ""), _pages(total)
    if asked.isdecimal() and pages > 1:
        page = min(max(int(asked[:9]), 1), pages)
        return Part((page - 1) * PAGE_SIZE, PAGE_SIZE, page)
    if total <= MOST_IN_ONE_TABLE:
        return Part(0, max(total, 1))
    return Part(0, MOST_IN_FILE if options.items() >= ALL_ROWS.items() else MOST_LISTED)


def _unit(part: Part, total: int, selection: Selection) -> str:
    if not part.page:
        return say("in order of day, {period}", period=selection.period)
    return say(
        "{first}–{last} of {total}, in order of day, {period}",
        first=part.first + 1,
        last=min(part.first + part.most, total),
        total=total,
        period=selection.period,
    )


def _caption(part: Part, listed: int, total: int) -> str:
    if part.page:
        return say(
            "Page {page} of {pages}; the sources named are those of its rows.",
            page=part.page,
            pages=_pages(total),
        )
    return say(
        "The first {listed} of {total} events chosen, in order of day; the page Events goes "
        "through all, and narrower filters leave fewer.",
        listed=listed,
        total=total,
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def _event_rows(package: Package, selection: Selection, part: Part) -> Table:
    events = package.events.rows(selection, part.most, part.first)
    return table_of_events(package, events, years=selection.spans_years)


def table_of_events(package: Package, events: pd.DataFrame, *, years: bool) -> Table:
    """Return the table that lists some rows of events.csv.

    `years` tells whether days need their year. Its frame has their `mark` too, and whether they
    took place `abroad`, for whoever draws them.
    """
    publishers = plain_publishers(package)
    rows = rows_of(events)
    frame = pd.DataFrame(
        {
            "event_date": [window_of(row) for row in rows],
            "iso_code": [row["country"] for row in rows],
            "event_type": [kind_of(row["mark"], row["event_type"]) for row in rows],
            "status": [row["status"] for row in rows],
            "title": [row["title"] for row in rows],
            "location": [_where(row) for row in rows],
            "source": [publishers[row["source_id"]] for row in rows],
            "paragraph": events["paragraph"].to_numpy(),
            "event_id": [row["event_id"] for row in rows],
            "mark": [row["mark"] for row in rows],
            "abroad": [bool(row["abroad"]) for row in rows],
        }
    )
    columns = (
        Column("event_date", "When", Kind.WINDOW, style="year" if years else ""),
        COUNTRY,
        Column("event_type", "Type"),
        STATUS,
        EVENT,
        Column("location", "Where"),
        SOURCE,
        Column("paragraph", "Paragraph", Kind.COUNT, tells_why=False),
        Column("event_id", "Key", Kind.REPORTED),
    )
    return Table(columns, frame, details_of_events(events))


def kind_of(mark: str, event_type: str) -> str:
    """Name a kind of event for a table.

    >>> kind_of("arrest", "Strategic developments"), kind_of("other", "Diplomacy")
    ('Arrest or detention', 'Diplomacy')
    """
    return event_type if MARKS[mark].is_rest else start_of_line(say(MARKS[mark].singular))


def _where(row: TableRow) -> str:
    """Write a place for a table: the town, and the country when it is not the one concerned."""
    location, country = text_of(row["location"]), text_of(row["place_country"])
    if location and not row["abroad"] and row["country"] != REGION:
        return location
    if not country:
        return say("no place")
    where = ", ".join(dict.fromkeys(filter(None, (location, country_name(country)))))
    return say("{place} (abroad)", place=where) if row["abroad"] else where
