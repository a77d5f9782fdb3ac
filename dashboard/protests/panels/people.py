"""The panel of people: took part, detained, injured, killed, with their bounds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from dashboard.datapackage.store import Package
from dashboard.events.keys import with_figures
from dashboard.marks import EXPECTED, MARKS, TOPIC_OF_MARK, PeopleCount
from dashboard.panels.details import details_of
from dashboard.panels.exhibit import Comparing, Exhibit, Whole
from dashboard.panels.headline import coverage_words
from dashboard.panels.office import NativeChart
from dashboard.panels.sources import plain_publishers, sources_of_figures
from dashboard.panels.table import EVENT, FIRST_DAY, LAST_DAY, SOURCE, Column, Kind, Table, table_of
from dashboard.protests.charts.people import Line, people_bars, people_height
from dashboard.protests.measures.counts import Reported
from dashboard.protests.office import people_chart
from dashboard.protests.view.chosen import (
    MOST_ROWS,
    PeopleRow,
    ProtestView,
    kinds_of,
    people_rows,
    sources_of_events,
    view_of,
)
from dashboard.protests.words import labels
from dashboard.protests.words.headlines import HURT, people_headline
from dashboard.protests.words.sums import total_words
from dashboard.selection import Selection
from dashboard.values import Absent, Qualifier, Reason
from dashboard.vocabulary import MEASURES, PEOPLE_MEASURES, country_name
from dashboard.wording import counted, join_words, joined, say, say_many, start_of_line

# Besides protests, the acts in which people come to harm.
SUFFERED_IN = {"detained": "arrest", "injured": "clash", "killed": "clash"}
COLUMNS = (
    FIRST_DAY,
    LAST_DAY,
    Column("iso_code", "Country of the people", Kind.COUNTRY),
    EVENT,
    Column("location", "Where", Kind.REPORTED),
    Column("measure", "What"),
    Column("low", "At least", Kind.COUNT, "people", tells_why=False),
    Column("best", "About", Kind.COUNT, "people", tells_why=False),
    Column("high", "At most", Kind.COUNT, "people", tells_why=False),
    Column("qualifier", "Kind of number"),
    Column("as_reported", "As reported", Kind.REPORTED),
    Column("hedge", "Source’s reserve"),
    Column("date_basis", "Days are"),
    SOURCE,
    Column("event_id", "Key", Kind.REPORTED),
)
# In data: the word of figures.csv for the kind of number, and the sources by their ids.
QUALIFIER = Column("qualifier", "Kind of number", Kind.REPORTED)
SOURCE_IDS = Column("source_id", "Sources, by their ids", Kind.KEYS)
UNSTATED_COLUMNS = (
    Column("measure", "What"),
    Column("event_type", "Of"),
    Column("events", "Events", Kind.COUNT),
    Column("people", "Number of people", Kind.AMOUNT, "people"),
)


def people_reported(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show how many people took part, were detained, injured and killed, as reported."""
    view = view_of(package, selection, options)
    reported = [each for each in view.with_figures.people if each.measure in PEOPLE_MEASURES]
    rows = people_rows(view)
    shown = sum(row.reported is not None for row in rows)
    unit = say("reported, log scale, {period}", period=selection.period)
    return Exhibit(
        key="people_reported",
        title=say("How many people"),
        unit=unit,
        table=_table(view, reported) if rows else _listing(view, ()),
        caption=partial(_caption, view),
        reading=partial(_reading, view, rows, shown < len(reported)),
        sources=sources_of_figures(package, {each.event_id for each in reported}, PEOPLE_MEASURES)
        + sources_of_events(view),
        shown=shown,
        total=len(reported),
        noun=say("reported numbers"),
        draw=lambda theme: people_bars([*_lines(view, rows)], theme),
        height=people_height(len(rows), len({row.measure for row in rows})),
        alt=partial(_alt, view, len(reported)),
        headline=partial(people_headline, view),
        native=partial(_native, view, rows, unit),
        native_caption=lambda: joined(*_office_keys(rows), _caption(view)),
        behind=partial(_keys_behind, view, reported),
        comparing=Comparing(whole=partial(_wholes, view)),
    )


def _wholes(view: ProtestView) -> list[Whole]:
    """Return what the people come to; a source may report them without covering arrests."""
    return [
        Whole(
            say("people {done}", done=MEASURES[measure]),
            view.people_of(measure),
            tuple(TOPIC_OF_MARK[mark] for mark in ("protest", SUFFERED_IN[measure])),
        )
        for measure in HURT
    ]


def _caption(view: ProtestView) -> str:
    """Say what the people detained come to, and what the status filter leaves out."""
    return joined(_sums(view, ("detained",)), labels.left_out_words(view))


def _reading(view: ProtestView, rows: Sequence[PeopleRow], cut: bool) -> str:
    """Say how bounds are drawn, whose people are added, and what is left out."""
    most = say("The {most} largest of each; all in the export.", most=MOST_ROWS) if cut else ""
    others = _sums(view, [name for name in HURT if name != "detained"])
    whose = say(
        "Sums add lower bounds, of the people of the countries chosen, at home and abroad; what is "
        "told as about so many or in words stands beside them."
    )
    covered = coverage_words(view.seen)
    return joined(*_screen_keys(rows), most, others, whose, _abroad(view), covered)


def _screen_keys(rows: Sequence[PeopleRow]) -> list[str]:
    kinds = kinds_of(rows)
    keys = {
        Qualifier.AT_LEAST: say("Solid with arrow: at least."),
        Qualifier.AT_MOST: say("Dotted with stop: at most."),
        Qualifier.RANGE: say("Solid, then dotted: from the lower to the upper bound."),
        Qualifier.ABOUT: say("Ring: about."),
    }
    return [words for kind, words in keys.items() if kind in kinds]


def _office_keys(rows: Sequence[PeopleRow]) -> list[str]:
    kinds = kinds_of(rows)
    keys = []
    if len(kinds - {None}) > 1 or Qualifier.RANGE in kinds:
        keys.append(say("The surer a number, the darker its bar; bars are on a log scale."))
    if Qualifier.RANGE in kinds:
        keys.append(say("A range has two bars, for its lower and its upper bound."))
    if None in kinds:
        keys.append(say("A row without a bar has no number."))
    return keys


def _alt(view: ProtestView, numbers: int) -> str:
    sentence = say_many(
        "{count} reported number of people.", "{count} reported numbers of people.", numbers
    )
    return joined(sentence, _sums(view))


def _lines(view: ProtestView, rows: Sequence[PeopleRow]) -> Iterator[str | Line]:
    names = plain_publishers(view.package)
    for measure, own in groupby(rows, key=lambda row: row.measure):
        yield start_of_line(say(MEASURES[measure]))
        for row in own:
            name = _name(view, row)
            if row.event is None or row.reported is None:
                nothing = say("not stated")
                yield Line(row, name, nothing, hover=f"{name}: {nothing}")
                continue
            amount = row.reported.amount
            owner = country_name(row.owner) if row.owner else ""
            hover_text = labels.hover(row.event, names.get(row.event.source_id, ""))
            yield Line(
                row,
                name,
                labels.number_words(amount),
                owner,
                hover_text,
                labels.quoted_words(amount),
            )


def _name(view: ProtestView, row: PeopleRow) -> str:
    if row.event is None:
        return labels.unstated_name(row.unstated, EXPECTED[row.measure].key, others=row.others)
    return labels.row_name(row.event, view.selection)


def _native(view: ProtestView, rows: Sequence[PeopleRow], unit: str) -> tuple[NativeChart, ...]:
    names = [
        labels.chart_category(
            start_of_line(say(MEASURES[row.measure])),
            row.country,
            _name(view, row),
            row.reported.amount if row.reported else Absent(Reason.NOT_STATED),
        )
        for row in rows
    ]
    return people_chart(rows, names, unit)


def _keys_behind(view: ProtestView, reported: Sequence[Reported]) -> tuple[str, ...]:
    """Return the events with a number or that should have one, then the figures of the numbers.

    Of a long package those that should have one are among those listed.
    """
    acts = view.listed if view.is_listed else view.with_figures
    numbered = {each.event_id for each in reported}
    missing = {key for keys in acts.unstated.values() for key in keys}
    events = [key for key in acts.records if key in numbered | missing]
    return with_figures(events, view.package.table("figures"), PEOPLE_MEASURES)


def _sums(view: ProtestView, measures: Sequence[str] = HURT) -> str:
    """Say the sums of people detained, killed and injured."""
    summed_measures = [name for name in measures if name in view.totals]
    words = "; ".join(total_words(view.totals[name], name) for name in summed_measures)
    return (
        say_many("Our sum: {sums}.", "Our sums: {sums}.", len(summed_measures), sums=words)
        if summed_measures
        else ""
    )


def _abroad(view: ProtestView) -> str:
    """Say how many events outside the five countries are left out, such as clashes."""
    away = view.counts.where(home=False).by("mark")
    parts = [
        counted(away[mark.key], *mark.short)
        for mark in MARKS.values()
        if mark.people is PeopleCount.AT_HOME and away[mark.key]
    ]
    return say("Left out: {events} abroad.", events=join_words(parts)) if parts else ""


def _table(view: ProtestView, reported: Sequence[Reported]) -> Table:
    """Return the numbers; where there are none, how many are not stated."""
    if len(reported) or not any(view.unstated.values()):
        return _listing(view, reported)
    return table_of(
        UNSTATED_COLUMNS,
        (
            {
                "measure": start_of_line(say(MEASURES[measure])),
                "event_type": start_of_line(say(EXPECTED[measure].short[0])),
                "events": events,
                "people": Absent(Reason.NOT_STATED),
            }
            for measure, events in view.unstated.items()
            if events
        ),
    )


def _listing(view: ProtestView, reported: Sequence[Reported]) -> Table:
    details = details_of(
        {
            QUALIFIER: [each.amount.qualifier.value for each in reported],
            SOURCE_IDS: [each.sources for each in reported],
        }
    )
    return replace(table_of(COLUMNS, _rows(view, reported)), details=details)


def _rows(view: ProtestView, reported: Sequence[Reported]) -> Iterator[dict[str, object]]:
    names = plain_publishers(view.package)
    for each in reported:
        event, amount = view.with_figures.records[each.event_id], each.amount
        yield {
            "first_day": event.window.first,
            "last_day": event.window.last,
            "iso_code": each.country,
            "title": event.title,
            "location": event.location or say("not stated"),
            "measure": say(MEASURES[each.measure]),
            "low": amount.low,
            "best": amount.best,
            "high": amount.high,
            "qualifier": amount.qualifier.value.replace("_", " "),
            "as_reported": amount.as_reported,
            "hedge": amount.hedge,
            "date_basis": event.window.basis.value,
            "source": "; ".join(names.get(source, source) for source in each.sources),
            "event_id": each.event_id,
        }
