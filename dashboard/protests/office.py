"""The charts of the Protests and arrests page as charts that office programs edit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from dashboard.marks import MARKS
from dashboard.palette import mark_colour, tokens
from dashboard.panels.office import Look, NativeChart, bin_names, marks_chart, office_chart
from dashboard.protests.view.chosen import BOUNDS, PeopleRow
from dashboard.protests.view.listed import Listed
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import say

# How far apart the marks of one day and country stand on their lane, and how much all may take.
APART, ROOM = 0.2, 0.7
# A bound's number is never written like a count.
BOUND_FORMATS = {
    "exact": "#,##0",
    "at least": '"≥ "#,##0',
    "about": '"about "#,##0',
    "at most": '"≤ "#,##0',
}
CHOSEN, COMPARED, OTHER_MONTHS, NO_DAY = "chosen", "compared", "other", "undated"


def strip_chart(
    single: Sequence[Listed],
    spans: Iterable[Sequence[Listed]],
    countries: Sequence[str],
    unit: str,
) -> tuple[NativeChart, ...]:
    """Return the events of a day as points, a lane a country, the first on top.

    Events over several days, or without a day, are no points: their lane counts them. Marks of one
    day and country stand a little apart.
    """
    lanes = list(reversed(countries))
    many = dict.fromkeys(lanes, 0)
    for events in spans:
        many[events[0].country] += len(events)
    rows = pd.DataFrame(
        [
            (_kind(event.mark, event.abroad), event.window.first, height)
            for event, height in _apart([act for act in single if act.country in many], lanes)
        ],
        columns=["kind", "day", "height"],
    )
    looks = {
        _kind(mark, abroad): Look(mark_colour(mark, "light"), "none", f"{own.symbol}{hollow}")
        for mark, own in MARKS.items()
        for abroad, hollow in ((False, ""), (True, "-open"))
    }
    plain = NativeChart(
        "points",
        (),
        (),
        title="" if len(rows) else say("No event on a single day"),
        unit=unit,
        lanes=tuple(_lane_name(code, many[code]) for code in lanes),
    )
    return (office_chart(plain, rows, x="day", y="height", series="kind", looks=looks),)


def _kind(mark: str, abroad: bool) -> str:
    marks = say(MARKS[mark].label)
    return say("{marks}, abroad", marks=marks) if abroad else marks


def people_chart(
    rows: Sequence[PeopleRow], names: Sequence[str], unit: str
) -> tuple[NativeChart, ...]:
    """Return the reported numbers as bars named by `names`, a series for each kind of bound.

    A range has both of its bounds; what is reported in words, or not stated, is a row without a
    bar. The surer a number, the darker its bar: colours tell the kind here, names the country.
    """
    look = tokens("light")
    colours = (look.text, look.muted, look.faint, look.hatch)
    bars = pd.DataFrame(
        [
            (name, bound, end)
            for row, name in zip(rows, names, strict=True)
            for bound, end in row.ends.items()
        ],
        columns=["name", "bound", "people"],
    )
    plain = NativeChart(
        "bar",
        tuple(names),
        (),
        title="" if len(bars) else say("No number of people to draw"),
        unit=unit,
        log=True,
    )
    looks = {
        bound: Look(colour, number_format=BOUND_FORMATS[bound])
        for bound, colour in zip(BOUNDS, colours, strict=True)
    }
    return (office_chart(plain, bars, x="name", y="people", series="bound", looks=looks),)


def bins_charts(
    counts: pd.DataFrame, cut: pd.DataFrame, countries: Mapping[str, str], unit: str
) -> tuple[NativeChart, ...]:
    """Return the marks of each bin as stacked columns, one chart a country.

    `counts`: country, bin (place in `cut`), mark, events. A bin without any is blank. `countries`
    have each the words that say why it has none.
    """
    labels = bin_names(cut)
    named = counts.assign(bin=[labels[place] for place in counts["bin"].tolist()])
    plain = NativeChart("stacked_column", labels, (), unit=unit, shared_scale=True)
    return tuple(
        marks_chart(
            replace(plain, title=_title(code, own, countries[code])), own, x="bin", y="events"
        )
        for code in countries
        for own in (named[named["country"] == code],)
    )


def _bars_of_months(counts: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return a row a bar: its month's first day as `name`, `protests`, and its `layer` of `kinds`.

    What is known only to the month is a layer of its own.
    """
    known = counts["month"].tolist()
    layers = counts.assign(layer=[kinds.get(month, OTHER_MONTHS) for month in known])
    undated = layers.assign(protests=layers["undated"], layer=NO_DAY)
    bars = pd.concat([layers.assign(protests=layers["dated"]), undated])
    return bars[bars["protests"] > 0].assign(name=lambda rows: rows["month"].map(_first_day))


def months_charts(
    counts: pd.DataFrame,
    countries: Sequence[str],
    years: tuple[int, int],
    selection: Selection,
    other: Selection | None = None,
) -> tuple[NativeChart, ...]:
    """Return the protests of every month as stacked columns, one chart a country.

    `counts`: month, country, dated, undated. The months chosen have their colour, as on screen, and
    those of the `other` period theirs; what is known only to the month is on top. A month without
    any is blank: it may not have been read.
    """
    kinds = dict.fromkeys(other.months if other else (), COMPARED)
    bars = _bars_of_months(counts, kinds | dict.fromkeys(selection.months, CHOSEN))
    months = [f"{year}-{n:02d}" for year in range(years[0], years[1] + 1) for n in range(1, 13)]
    unit = say("protests, {first}–{last}", first=str(years[0]), last=str(years[1]))
    look = tokens("light")
    return tuple(
        office_chart(
            NativeChart(
                "stacked_column",
                tuple(map(_first_day, months)),
                (),
                title=_title(code, own, say("no protest known")),
                unit=unit,
                shared_scale=True,
            ),
            own,
            x="name",
            y="protests",
            series="layer",
            looks={
                CHOSEN: Look(mark_colour("protest", "light")),
                COMPARED: Look(look.text),
                OTHER_MONTHS: Look(look.faint),
                NO_DAY: Look(look.hatch),
            },
            names={
                CHOSEN: selection.period,
                COMPARED: other.period if other else "",
                OTHER_MONTHS: say("other months"),
                NO_DAY: say("only the month known"),
            },
        )
        for code in countries
        for own in (bars[bars["country"] == code],)
    )


def words_chart(counts: pd.Series, mark: str, unit: str) -> tuple[NativeChart, ...]:
    """Return the events of a mark by a word as bars, the first on top."""
    words = [str(word) for word in counts.index]
    rows = pd.DataFrame({"word": words, "events": counts.to_numpy(), "mark": mark})
    title = "" if len(rows) else say("No {event}", event=MARKS[mark].singular)
    chart = NativeChart("bar", tuple(words), (), title=title, unit=unit)
    return (marks_chart(chart, rows, x="word", y="events"),)


def _title(country: str, rows: pd.DataFrame, nothing: str) -> str:
    return country_name(country) if len(rows) else f"{country_name(country)}: {nothing}"


def _first_day(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


def _lane_name(country: str, spans: int) -> str:
    if not spans:
        return country_name(country)
    return say(
        "{country} (+{many} without an exact day)", country=country_name(country), many=spans
    )


def _apart(single: Sequence[Listed], lanes: Sequence[str]) -> list[tuple[Listed, float]]:
    """Return each event with its height: on its lane, spread where several share a day."""
    shared: dict[tuple[str, object], list[Listed]] = {}
    for event in single:
        shared.setdefault((event.country, event.window.first), []).append(event)
    placed = []
    for (country, _), events in shared.items():
        step = min(APART, ROOM / len(events))
        for place, event in enumerate(events):
            rise = round(step * ((len(events) - 1) / 2 - place), 3)
            placed.append((event, lanes.index(country) + rise))
    return placed
