"""Panels of protests: by month, issue and state response; the sentences and the list."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.engine.counts import Counts
from dashboard.events.keys import TERM, keys_of, with_figures
from dashboard.filters import DEFAULT_MONTH
from dashboard.marks import ACT_MARKS
from dashboard.panels.covering import Cover, cover, topics_of_mark
from dashboard.panels.details import details_of
from dashboard.panels.exhibit import Comparing, Exhibit, Whole
from dashboard.panels.headline import blank_words, coverage_words, reach_words
from dashboard.panels.plot import shaded
from dashboard.panels.query import KEPT_SELECTIONS, every_counted, over_all_months
from dashboard.panels.sources import (
    plain_publishers,
    sources_of,
    sources_of_chosen,
    sources_of_figures,
)
from dashboard.panels.table import COUNTRY, EVENT, EVENT_KEY, SOURCE, Column, Kind, Table, table_of
from dashboard.protests.charts.bars import words_beside, words_counted, words_height
from dashboard.protests.charts.counts import (
    MONTHS_COUNTRY_HEIGHT,
    months_beside,
    protests_over_months,
)
from dashboard.protests.measures import counts as protests
from dashboard.protests.office import months_charts, words_chart
from dashboard.protests.view.chosen import (
    KINDS,
    ProtestView,
    numbers_of,
    sources_of_events,
    view_of,
)
from dashboard.protests.view.listed import Listed, ListedEvents, list_chosen
from dashboard.protests.words import headlines, labels
from dashboard.protests.words.sums import sentences_counted
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Reason, Total, total
from dashboard.vocabulary import MEASURES, PEOPLE_MEASURES
from dashboard.wording import joined, number, say, say_many, start_of_line

MONTH_COLUMNS = (
    Column("month", "Month", Kind.MONTH),
    COUNTRY,
    Column("protests", "Protests", Kind.COUNT),
    Column("undated", "of them with no day", Kind.COUNT),
    Column("abroad", "of them abroad", Kind.COUNT),
    Column("coverage", "Coverage"),
)
# In data: the people of each event listed.
PEOPLE = tuple(
    Column(measure, start_of_line(MEASURES[measure]), Kind.TOTAL, "people")
    for measure in PEOPLE_MEASURES
)


def protests_by_month(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Count the protests of all years by month and country, whatever the months chosen."""
    view = view_of(package, selection, options)
    kept, total, years = all_months(package, selection.over(DEFAULT_MONTH, DEFAULT_MONTH))
    counts, unplaced = protests.protests_by_month(kept)
    countries = protests.countries_shown(kept.by("country"), selection)
    drawn = (counts, countries, years, selection)
    span = {"first": str(years[0]), "last": str(years[1])}
    rows = counts.assign(iso_code=counts["country"], protests=counts["dated"] + counts["undated"])
    wide = selection.over(f"{years[0]}-01", f"{years[1]}-12")
    seen = cover(package, wide, topics_of_mark("protest"))
    reach = [reach_words(month in seen.covered) for month in counts["month"].tolist()]
    return Exhibit(
        key="protests_by_month",
        title=say("Protests by month"),
        unit=say("events, {years}, same scale", years="–".join(dict.fromkeys(span.values()))),
        table=Table(MONTH_COLUMNS, rows.assign(coverage=reach)),
        caption=partial(_months_caption, view, counts, unplaced, seen),
        reading=lambda: joined(_months_reading(view, unplaced), coverage_words(seen)),
        sources=sources_of_chosen(package, over_all_months(package, selection), mark="protest"),
        shown=kept.total,
        total=total,
        noun=say("protests"),
        draw=partial(
            shaded,
            partial(protests_over_months, counts, countries, years, selection.months),
            _months_covered(seen, wide.months),
        ),
        height=len(countries) * MONTHS_COUNTRY_HEIGHT + 30,
        alt=lambda: say_many(
            "{count} protest by month and country, {first} to {last}.",
            "{count} protests by month and country, {first} to {last}.",
            kept.total,
            **span,
        ),
        headline=partial(headlines.months_headline, counts, kept, years, view),
        native=partial(months_charts, *drawn),
        native_caption=partial(_months_caption, view, counts, unplaced, seen, office=True),
        behind=partial(_keys_of_all_months, package, selection),
        comparing=Comparing(
            whole=partial(numbers_of, view, ("protest",)),
            draw=months_beside,
            native=lambda other: months_charts(
                counts, countries, years, selection, other.selection
            ),
            legend=lambda period: say("Outlined: {period}.", period=period),
        ),
    )


def _months_covered(seen: Cover, months: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the months to shade: those covered, where others are not."""
    return [
        (place, place + 1)
        for place, month in enumerate(months)
        if seen.is_partial and month in seen.covered
    ]


def _keys_of_all_months(package: Package, selection: Selection) -> tuple[str, ...]:
    """Return the keys of the protests of all years."""
    every = over_all_months(package, selection)
    return keys_of(list_chosen(package, every, protests.DATED, "protest").events)


def _months_caption(
    view: ProtestView, counts: pd.DataFrame, unplaced: int, seen: Cover, *, office: bool = False
) -> str:
    """Say how to read the months: on screen, or in an office file, which names the colours."""
    blank = blank_words(seen, shaded=not office)
    if office:
        return joined(_months_reading(view, unplaced), blank)
    hatched = say("Hatched: only the month is known.") if counts["undated"].any() else ""
    own = counts["month"].isin(view.selection.months)
    drawn = counts.loc[own, ["dated", "undated"]].to_numpy().any()
    red = say("Red: {period}.", period=view.selection.period) if drawn else ""
    return joined(red, hatched, blank)


def _months_reading(view: ProtestView, unplaced: int) -> str:
    """Say which protests are in no bar, and by what they are counted."""
    outside = always = ""
    if unplaced:
        outside = say_many(
            "{count} protest with no single month is in no bar.",
            "{count} protests with no single month are in no bar.",
            unplaced,
        )
    if view.rule == protests.REACHING:
        always = say("Always by the month in which it began.")
    return joined(outside, always)


def protests_by_issue(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Count the protests of the period by what they were about."""
    view = view_of(package, selection, options)
    return _by_word(view, Column("issue", "Issue"), "protests_by_issue", say("Protests by issue"))


def protests_by_response(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Count the protests of the period by how the state responded, the strongest step reported."""
    view = view_of(package, selection, options)
    column = Column("state_response", "Government response")
    return _by_word(view, column, "protests_by_response", say("Protests by government response"))


def sentences(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the sentences of the period with their terms."""
    view = view_of(package, selection, options)
    acts = view.listed_of("sentence")
    events, rulings = list(acts.records), view.marks["sentence"]
    return Exhibit(
        key="sentences",
        title=say("Sentences"),
        unit=say("term in years (y) and months (m), {period}", period=selection.period),
        table=_sentences_table(acts, selection),
        caption=lambda: joined(
            say("One row per term: a sentence may have several.")
            if len(acts.sentences) > len(events)
            else "",
            labels.cut_words(len(events), rulings, sentences_counted(rulings)),
        ),
        reading=coverage_words(view.seen),
        sources=sources_of(
            package, (acts.records[each.event_id].source_id for each in acts.sentences)
        ),
        shown=len(events),
        total=view.in_period["sentence"],
        noun=say("sentences"),
        headline=partial(headlines.sentences_headline, view),
        behind=partial(with_figures, events, package.table("figures"), (TERM,)),
        comparing=Comparing(whole=partial(_people_sentenced, view)),
    )


def _people_sentenced(view: ProtestView) -> list[Whole]:
    (passed,) = numbers_of(view, ("sentence",))
    known, rulings = view.people_sentenced, view.marks["sentence"]
    people = total(known.people, rulings - known.known)
    return [passed, Whole(say("people sentenced"), people, passed.topics)]


def _sentences_table(events: ListedEvents, selection: Selection) -> Table:
    columns = (
        Column("event_date", "Date", Kind.WINDOW, style=year_style(selection)),
        COUNTRY,
        Column("actor2", "Who", Kind.REPORTED),
        Column("term", "Term", Kind.TERM),
        Column("actor1", "Court", Kind.REPORTED),
        EVENT,
        EVENT_KEY,
    )
    return table_of(
        columns,
        (
            {
                "event_date": event.window,
                "iso_code": event.country,
                "actor2": each.who or say("not named"),
                "term": each.term,
                "actor1": each.court or say("not named"),
                "title": event.title,
                "event_id": event.event_id,
            }
            for event in events.records.values()
            for each in event.sentences
        ),
    )


def year_style(selection: Selection) -> str:
    """Return the style of a column of days: with their year where the period is no one month."""
    return "year" if len(selection.months) > 1 else ""


@lru_cache(maxsize=KEPT_SELECTIONS)
def event_table(view: ProtestView) -> Table:
    """Return the listed events as the table behind the charts."""
    names = plain_publishers(view.package)
    unstated = frozenset().union(*view.listed.unstated.values())
    columns = (
        Column("event_date", "Date", Kind.WINDOW, style=year_style(view.selection)),
        COUNTRY,
        Column("event_type", "Type"),
        EVENT,
        Column("people", "People"),
        Column("location", "Where"),
        SOURCE,
        EVENT_KEY,
    )
    made = table_of(
        columns,
        (
            {
                "event_date": event.window,
                "iso_code": event.country,
                "event_type": labels.type_words(event),
                "title": event.title,
                "location": labels.place_words(event),
                "source": names.get(event.source_id, ""),
                "people": labels.people_words(event, is_unstated=event.event_id in unstated),
                "event_id": event.event_id,
            }
            for event in view.listed.records.values()
        ),
    )
    events = view.listed.records.values()
    details = {column: [_people(act, column.key, view) for act in events] for column in PEOPLE}
    return replace(made, details=details_of(details))


def _people(event: Listed, measure: str, view: ProtestView) -> Amount | Total | Absent | None:
    amounts = [each.amount for each in event.reported.get(measure, ())]
    if not amounts and event.event_id in view.listed.unstated.get(measure, ()):
        return Absent(Reason.NOT_STATED)
    return (amounts[0] if len(amounts) == 1 else total(amounts)) if amounts else None


def protest_list(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events behind the charts."""
    view = view_of(package, selection, options)
    events = view.listed
    measures = {measure for event in events.records.values() for measure in event.reported}
    return Exhibit(
        key="protest_list",
        title=say("The events behind the charts"),
        unit=partial(labels.dated_words, view),
        table=event_table(view),
        caption=lambda: joined(
            labels.cut_words(
                len(events.records),
                view.total,
                say_many("{count} event", "{count} events", view.total),
            ),
            labels.left_out_words(view),
        ),
        reading=lambda: joined(labels.days_words(view), coverage_words(view.seen)),
        sources=sources_of(package, events.events["source_id"])
        + sources_of_figures(package, events.records.keys(), measures),
        shown=len(events.records),
        total=view.in_period.total(),
        noun=say(KINDS),
        headline=partial(headlines.kinds_headline, view),
        behind=partial(
            with_figures, list(events.records), package.table("figures"), tuple(sorted(measures))
        ),
        comparing=Comparing(whole=partial(numbers_of, view, ACT_MARKS)),
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def all_months(package: Package, filters: Selection) -> tuple[Counts, int, tuple[int, int]]:
    """Return the protests of all months that pass, how many there are in all, and the years."""
    every = every_counted(package, filters).where(mark="protest")
    days = every.by("event_date")
    span = (
        (min(days).year, max(days).year)
        if days
        else (filters.first_day.year, filters.last_day.year)
    )
    wide = over_all_months(package, filters)
    return package.events.counts(wide, "months").where(mark="protest"), every.total, span


def _by_word(view: ProtestView, column: Column, key: str, title: str) -> Exhibit:
    counts = protests.protests_by(view.words, column.key)
    is_response = column.key == "state_response"
    headline = headlines.responses_headline if is_response else headlines.issues_headline
    unit = say("events, {period}", period=view.selection.period)
    rows = pd.DataFrame({column.key: counts.index, "protests": counts.to_numpy()})
    return Exhibit(
        key=key,
        title=title,
        unit=unit,
        table=Table((column, Column("protests", "Protests", Kind.COUNT)), rows),
        caption=say("The most severe response that the source reports.") if is_response else "",
        reading=coverage_words(view.seen),
        sources=sources_of_events(view, "protest"),
        shown=int(counts.sum()),
        total=view.in_period["protest"],
        noun=say("protests"),
        draw=partial(words_counted, counts, "protest"),
        height=words_height(len(counts)),
        alt="; ".join(f"{word}: {number(value)}" for word, value in counts.items()),
        headline=partial(headline, counts, view),
        native=partial(words_chart, counts, "protest", unit),
        behind=lambda: keys_of(view.listed_of("protest").events),
        comparing=Comparing(
            numbers={"protests": topics_of_mark("protest")},
            keys=(column.key,),
            whole=partial(numbers_of, view, ("protest",)),
            draw=partial(words_beside, counts),
            legend=lambda period: say("Line: {period}.", period=period),
        ),
    )
