"""The COVID-19 panels: the series as lines or small multiples, and reported totals beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from dashboard.covid.charts.lines import covid_lines, timeline_height
from dashboard.covid.charts.multiples import HEIGHT as MULTIPLES_HEIGHT
from dashboard.covid.charts.multiples import covid_multiples
from dashboard.covid.charts.scales import NO_VALUE, silence_words
from dashboard.covid.charts.stringency import HEIGHT as STRINGENCY_HEIGHT
from dashboard.covid.charts.stringency import stringency_steps
from dashboard.covid.measures.reported import Comparison, Printed
from dashboard.covid.office import small_charts, stringency_chart, timeline_chart
from dashboard.covid.view.data import CovidData, covid_data, stringency_of
from dashboard.covid.view.timeline import (
    FORM_OPTIONS,
    Line,
    Switches,
    Timeline,
    timeline_of,
    with_other,
)
from dashboard.covid.words import captions, headlines
from dashboard.datapackage.store import Package
from dashboard.dates import day
from dashboard.panels.details import FIGURE_ID, SOURCE_ID, details_of, traced
from dashboard.panels.exhibit import Comparing, Exhibit, OtherPeriod
from dashboard.panels.headline import each_once, within_words
from dashboard.panels.keys import day_form
from dashboard.panels.sources import Sources, publishers_of, series_sources, sources_of
from dashboard.panels.table import COUNTRY, SOURCE, Column, Kind, Table, table_of
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.wording import N_, say, say_many, start_of_line

STRINGENCY_COLUMNS = (
    Column("date", "Day", Kind.DAY),
    COUNTRY,
    Column("stringency_index", "Stringency index", Kind.NUMBER),
    Column("source_id", "Source", Kind.REPORTED),
)


def covid_series(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Draw totals or new cases or deaths of the countries chosen around the months chosen."""
    switches = Switches.read(options)
    data = covid_data(package, switches.metric.key)
    timeline = timeline_of(data, selection, switches)
    if timeline is None:
        return _outside(package, "covid_series", switches, data, selection)
    headline = partial(headlines.timeline_headline, timeline, switches, selection)
    return Exhibit(
        key="covid_series",
        title=timeline.title,
        unit=partial(captions.unit_words, timeline, switches),
        table=_table(package, timeline, switches, selection),
        caption=partial(captions.caption, timeline),
        reading=partial(captions.reading, timeline, switches, data, selection),
        sources=_sources_drawn(package, timeline, data, switches),
        shown=len(timeline.lines),
        total=len(selection.countries),
        noun=captions.series_noun(selection),
        draw=partial(covid_lines, timeline),
        draw_narrow=partial(covid_lines, replace(timeline, is_narrow=True)),
        height=timeline_height(timeline),
        least=(560, 300),
        alt=partial(captions.alternative_text, timeline, switches),
        headline=lambda: headline().text,
        native=partial(timeline_chart, timeline, switches),
        native_caption=partial(captions.caption, timeline, native=True),
        behind=lambda: each_once([*headline().keys, *_keys_drawn(timeline, data, switches)]),
        comparing=_comparing(timeline, data, switches, selection),
    )


def _comparing(
    timeline: Timeline, data: CovidData, switches: Switches, selection: Selection
) -> Comparing:
    def both(other: OtherPeriod) -> Timeline:
        shown = replace(timeline, is_narrow=other.is_narrow)
        return with_other(shown, data, selection, other.selection, switches)

    return Comparing(
        whole=partial(headlines.new_of_each, data, selection),
        draw=lambda figure, other, theme: covid_lines(both(other), theme),
        native=lambda other: timeline_chart(both(other), switches),
        legend=lambda period: say("Dotted: {period}.", period=period),
    )


def covid_stringency(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Draw how far rules against the epidemic went, by country and day."""
    view = stringency_of(package, selection)
    return Exhibit(
        key="covid_stringency",
        title=say("How strict the rules were"),
        unit=partial(captions.stringency_unit, view, selection),
        table=Table(STRINGENCY_COLUMNS, view.rows[[each.key for each in STRINGENCY_COLUMNS]]),
        caption=partial(captions.stringency_caption, view, selection),
        reading=captions.stringency_reading if view.lines else "",
        sources=sources_of(package, view.rows["source_id"]),
        shown=len(view.rows),
        total=view.total,
        noun=say("country days"),
        of_period=bool(view.last),
        draw=partial(stringency_steps, view) if view.lines else None,
        draw_narrow=partial(stringency_steps, view, is_narrow=True) if view.lines else None,
        height=STRINGENCY_HEIGHT,
        least=(420, 170),
        alt=partial(captions.stringency_alt, view, selection),
        headline=partial(captions.stringency_headline, view, selection),
        native=partial(stringency_chart, view),
        behind=lambda: each_once(
            day_form("stringency", each.country).format(f"{each.day:%Y-%m-%d}")
            for each in view.last
        ),
    )


def covid_small_multiples(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Draw the average of new cases or deaths, each country on its own scale."""
    asked = FORM_OPTIONS.get(options.get("covid_days", ""))
    option = asked.option if asked and asked.is_mean else "average"
    fixed = {"covid_show": "new", "covid_days": option, "covid_scale": "linear"}
    switches = Switches.read({**options, **fixed})
    data = covid_data(package, switches.metric.key)
    timeline = timeline_of(data, selection, switches, with_figures=False)
    if timeline is None:
        return _outside(package, "covid_small_multiples", switches, data, selection)
    headline = partial(headlines.timeline_headline, timeline, switches, selection)
    no_average = say("no {average}", average=switches.form.average)
    return Exhibit(
        key="covid_small_multiples",
        title=timeline.title,
        unit=say("{unit}; each country on its own scale, peak labelled", unit=switches.unit),
        table=_table(package, timeline, switches, selection),
        caption=partial(captions.multiples_caption, timeline, selection.period),
        reading=partial(captions.includes_sentence, timeline),
        sources=_sources_drawn(package, timeline, data, switches),
        shown=len(timeline.lines),
        total=len(selection.countries),
        noun=captions.series_noun(selection),
        draw=partial(covid_multiples, timeline, selection.countries, no_average),
        draw_narrow=partial(
            covid_multiples, replace(timeline, is_narrow=True), selection.countries, no_average
        ),
        height=MULTIPLES_HEIGHT,
        least=(520, 130),
        alt=partial(captions.alternative_text, timeline, switches),
        headline=lambda: headline().text,
        native=partial(small_charts, timeline, selection.countries, switches),
        native_caption=partial(captions.multiples_caption, timeline),
        behind=lambda: each_once(
            [
                *headline().keys,
                *_keys_drawn(timeline, data, switches),
                *_keys_at(timeline, switches, Line.highest),
            ]
        ),
    )


def _outside(
    package: Package, key: str, switches: Switches, data: CovidData, selection: Selection
) -> Exhibit:
    """Say in words why there is no chart."""
    words = captions.outside_words(data, selection)
    return Exhibit(
        key=key,
        title=switches.title(),
        unit=selection.period,
        table=replace(
            table_of(_columns(switches), []), details=details_of({FIGURE_ID: (), SOURCE_ID: ()})
        ),
        caption=f"{words}.",
        shown=0,
        total=len(selection.countries),
        noun=captions.series_noun(selection),
        headline=words,
    )


def _columns(switches: Switches) -> tuple[Column, ...]:
    noun = switches.noun
    return (
        COUNTRY,
        Column("date", "Day", Kind.DAY),
        Column(
            switches.column,
            start_of_line(noun),
            Kind.NUMBER,
            switches.metric.key,
            absent={Reason.NOT_COVERED: N_("no figure reported")},
        ),
        Column("statement", "What it is"),
        SOURCE,
        Column("in_period", "In the period chosen", Kind.FLAG),
    )


def _table(package: Package, timeline: Timeline, switches: Switches, selection: Selection) -> Table:
    """Return the values behind the picture: series, reported figures, countries without either."""
    lines, marks, silent = timeline.lines, timeline.printed, timeline.silent
    texts: list[tuple[str, str, str]] = []
    for line in lines:
        source = ", ".join(series_sources(package, [line.country]).publishers)
        texts += [(line.country, say("official series"), source)] * len(line.days)
    texts += [(mark.country, say("reported figure"), mark.source) for mark in marks]
    texts += [(own.country, silence_words(own), say("no official series")) for own in silent]
    countries, statements, sources = zip(*texts, strict=True) if texts else ((), (), ())
    values = np.concatenate([*(line.values for line in lines), [mark.value for mark in marks]])
    days_of_marks = np.array([mark.day for mark in marks], "datetime64[D]")
    last = np.full(len(silent), np.datetime64(timeline.last, "D"))
    days = np.concatenate([*(line.days for line in lines), days_of_marks, last])
    cells = {
        "iso_code": countries,
        "date": days.astype("datetime64[us]"),
        switches.column: [*values.tolist(), *(Absent(own.reason) for own in silent)]
        if silent
        else values,
        "statement": statements,
        "source": sources,
        "in_period": (days >= np.datetime64(selection.first_day))
        & (days <= np.datetime64(selection.last_day)),
    }
    return Table(_columns(switches), pd.DataFrame(cells), _origins(package, timeline))


def _origins(package: Package, timeline: Timeline) -> Table:
    """Return the figure and the source behind each value; a series has no figure."""
    figures: list[str | None] = []
    sources: list[str | None] = []
    for line in timeline.lines:
        figures += [None] * len(line.days)
        sources += [";".join(series_sources(package, [line.country]).ids)] * len(line.days)
    figures += [mark.figure_id or None for mark in timeline.printed]
    sources += [mark.source_id or None for mark in timeline.printed]
    silent = [None] * len(timeline.silent)
    return details_of({FIGURE_ID: [*figures, *silent], SOURCE_ID: [*sources, *silent]})


def _sources_drawn(
    package: Package, timeline: Timeline, data: CovidData, switches: Switches
) -> Sources:
    """Return the source of the series, then those of the figures and claims of none that are drawn.

    Figures that are named in the chart come first. Without a line the series is no source. Of
    numbers per million the population's comes last.
    """
    marks = sorted(timeline.printed, key=lambda mark: not mark.listed)
    drawn = (*marks, *_claims(timeline, data))
    ids = dict.fromkeys(each.source_id for each in drawn)
    series = series_sources(package, [line.country for line in timeline.lines])
    people = package.table("population")["source_id"] if switches.per_million else []
    return series + sources_of(package, ids) + sources_of(package, dict.fromkeys(people))


def _keys_drawn(timeline: Timeline, data: CovidData, switches: Switches) -> list[str]:
    """Return the keys of what is drawn.

    Of a line only the last day is among them; reported figures and claims of none are all.
    """
    drawn = (*timeline.printed, *_claims(timeline, data))
    ends = _keys_at(timeline, switches, Line.last_known)
    return [*ends, *(each.figure_id for each in drawn)]


def _claims(timeline: Timeline, data: CovidData) -> list[Printed]:
    """Return the reports of "officially none" in view, on which the words for a country rest."""
    return [
        claim
        for silent in timeline.silent
        for claim in data.claims.get(silent.country, ())
        if timeline.first <= claim.day <= timeline.last
    ]


def _keys_at(
    timeline: Timeline, switches: Switches, place_of: Callable[[Line], int | None]
) -> list[str]:
    """Return the key of the day at one place of each line; none where there is no place."""
    places = ((line, place_of(line)) for line in timeline.lines)
    return [switches.key(line, place) for line, place in places if place is not None]


def printed_comparison(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> tuple[Comparison, ...]:
    """Return each chosen country's last reported total beside the series."""
    return covid_data(package, Switches.read(options).metric.key).compared(selection)


def covid_printed_against_series(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Set each country's last reported total beside the series on its day and the day before."""
    compared = printed_comparison(package, selection, options)
    metric = Switches.read(options).metric
    figures = [row.printed for row in compared if row.printed is not None]
    with_series = [row for row in compared if row.has_series]
    reported_days = {figure.day for figure in figures}
    when = (
        day(reported_days.pop())
        if len(reported_days) == 1
        else say("last reported {within}", within=within_words(selection))
    )
    return Exhibit(
        key="covid_printed_against_series",
        title=say("Reported totals compared with the official series"),
        unit=say("total {what}, {when}", what=say(metric.key), when=when),
        table=_comparison_table(package, compared, metric.key, selection),
        caption=say("The series often files a figure under the previous day.")
        if with_series
        else "",
        sources=sources_of(package, dict.fromkeys(figure.source_id for figure in figures))
        + series_sources(package, [row.country for row in with_series]),
        shown=len(figures),
        total=len(selection.countries),
        noun=say_many(
            "country has a reported figure",
            "countries have a reported figure",
            len(selection.countries),
        ),
        headline=partial(headlines.printed_headline, compared, metric.key, selection),
        behind=lambda: each_once(key for row in compared for key in row.keys),
    )


def _comparison_table(
    package: Package, compared: Sequence[Comparison], metric: str, selection: Selection
) -> Table:
    publishers = publishers_of(package)
    columns = (
        COUNTRY,
        Column("date", "Day", Kind.DAY),
        Column(
            f"reported_{metric}",
            say("Reported total {what}", what=say(metric)),
            Kind.AMOUNT,
            metric,
            absent={Reason.NOT_COVERED: N_("no figure reported")},
        ),
        Column("day_before", "Series, the day before", Kind.COUNT, metric, absent=NO_VALUE),
        Column("that_day", "Series, that day", Kind.COUNT, metric, absent=NO_VALUE),
        Column("comparison", "Comparison"),
        Column("definition", "What was counted", Kind.REPORTED),
        Column("note", "Note", Kind.REPORTED),
        SOURCE,
    )
    rows = []
    for row in compared:
        cells: dict[str, object] = {
            "iso_code": row.country,
            "date": row.day,
            f"reported_{metric}": row.reported,
            "day_before": row.day_before,
            "that_day": row.that_day,
            "comparison": captions.match_words(row, year=selection.spans_years),
            **dict.fromkeys(("definition", "note", "source"), ""),
        }
        if figure := row.printed:
            cells |= {"definition": figure.definition, "note": figure.note}
            cells["source"] = publishers.get(figure.source_id, "")
        rows.append(cells)
    figures = [row.printed.figure_id if row.printed else "" for row in compared]
    return replace(table_of(columns, rows), details=traced(package, figures, FIGURE_ID))
