"""The bars, bands, marks and numbers that count events: their keys, names and events.

What is counted is in `drilldown.measures`; bars with too many events for keys are in `long_bars`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.drilldown import measures as behind
from dashboard.drilldown.view import long_bars
from dashboard.drilldown.view.bar import (
    NO_SINGLE_DAY,
    OF_ALL_MONTHS,
    OF_UNSTATED,
    OF_WORDS,
    Bar,
    days_of,
)
from dashboard.drilldown.view.long_bars import counted_bar
from dashboard.events.measures import bins
from dashboard.maps.panels.event_map import drawn_content, has_marks
from dashboard.maps.view.content import rows_on_map
from dashboard.overview.measures import behind_numbers
from dashboard.panels.query import (
    KEPT_SELECTIONS,
    chosen_counts,
    chosen_events,
    over_all_months,
    told_events,
)
from dashboard.protests.measures.cases import sentences
from dashboard.protests.measures.counts import DATED, protests_by
from dashboard.protests.measures.people import people, unstated_by_country
from dashboard.protests.panels.days import begins_before, shows_days, spans_of
from dashboard.protests.view.listed import chosen_acts
from dashboard.protests.view.sheet import read_sheet, rule_of
from dashboard.protests.words.labels import band_label
from dashboard.selection import Selection, month_name
from dashboard.vocabulary import MARKS, MEASURES, STACK, country_name
from dashboard.wording import amount, counted, term

# What each number of the table counts, in words: of one country, and of all in the row.
COUNTED = {
    "protests": ("protest events", "protest events of these countries"),
    "detained": ("people detained", "events with people detained"),
    "sentences": ("sentences", "sentences of these countries"),
}
MARKS_COUNTED = {"protests": "protest", "sentences": "sentence"}
HEADINGS = {"protests": "", "detained": "People detained", "sentences": "Term"}
Maker = Callable[[Package, Selection, str], Iterator[Bar]]


def side_by_side_bars(package: Package, selection: Selection) -> Iterator[Bar]:
    """Yield the numbers of events and people of each country, those that are not 0."""
    events, figures = told_events(package, selection), package.table("figures")
    groups = behind_numbers(events, figures)
    for country in selection.countries:
        for kind, (words, of) in COUNTED.items():
            keys = tuple(groups.get(f"{country}:{kind}", ()))
            if package.long_events and kind in MARKS_COUNTED:
                name = f"{country_name(country)}, {words}, {selection.period}"
                number = Bar(f"{country}:{kind}", name, of=of, what="number")
                bar = counted_bar(package, selection, number, country, MARKS_COUNTED[kind])
                yield from (bar,) if bar.total else ()
                continue
            if not keys:
                continue
            told = _told(kind, events[events["event_id"].isin(keys)], figures, country)
            yield Bar(
                key=f"{country}:{kind}",
                name=f"{country_name(country)}, {words}, {selection.period}",
                events=keys,
                of=of,
                what="number",
                heading=HEADINGS[kind],
                told=tuple(told[key] for key in keys) if told else (),
                note=_not_listed(package, selection, country) if kind == "detained" else "",
            )


def _told(kind: str, events: pd.DataFrame, figures: pd.DataFrame, country: str) -> dict[str, str]:
    """Return by event the people detained of a country, or the terms; nothing of protests."""
    if kind == "detained":
        reported = people(events, figures, kind)
        return {each.event_id: amount(each.amount) for each in reported if each.country == country}
    if kind == "protests":
        return {}
    told: dict[str, list[str]] = {}
    for each in sentences(events, figures):
        told.setdefault(each.event_id, []).append(term(each.term))
    return {key: "; ".join(words) for key, words in told.items()}


def _not_listed(package: Package, selection: Selection, country: str) -> str:
    told, figures = told_events(package, selection), package.table("figures")
    counts = chosen_counts(package, selection)
    missing = unstated_by_country(counts, told, figures, "detained")[country]
    return f"Not listed: {counted(missing, 'arrest')} with no number." if missing else ""


def bars_of(
    package: Package, selection: Selection, chart: str, options: Mapping[str, str]
) -> dict[str, Bar]:
    """Return the bars of an exhibit by their keys, in its order; none when it counts no events.

    Raises `DataUnavailable` when the events or the figures could not be read.
    """
    return _kept(package, selection, chart, rule_of(options)) if chart in CHARTS else {}


@lru_cache(maxsize=KEPT_SELECTIONS * 4)
def _kept(package: Package, selection: Selection, chart: str, rule: str) -> dict[str, Bar]:
    return {bar.key: bar for bar in CHARTS[chart](package, selection, rule)}


def _side_by_side(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    return side_by_side_bars(package, selection)


def _on_map(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield each mark of the Overview's map, by the key of its first event; a square has none."""
    if not has_marks(package, selection):
        return
    events = rows_on_map(package, selection, "region")
    columns = (events[name].tolist() for name in ("event_id", "title", "location"))
    names = {key: (title, location) for key, title, location in zip(*columns, strict=True)}
    for mark in drawn_content(package, selection, "region").marks:
        keys = tuple(event.event_id for event in mark.events)
        title, location = names[keys[0]]
        kind = MARKS[mark.kind]
        many = counted(len(keys), kind.singular, kind.plural)
        name = title if len(keys) == 1 else f"{location}: {many}"
        yield Bar(keys[0], name, keys, "events on the map", "mark")


def _by_week(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    if package.long_events:
        return long_bars.bars_by_week(package, selection)
    events, cut = chosen_events(package, selection), bins(selection)
    return _binned(behind.behind_bins(events, cut), cut, ("",))


def _day_by_day(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield the bars of longer periods, or of one or two months the bands of several events."""
    sheet = read_sheet(package, selection, rule)
    if not shows_days(sheet) and package.long_events:
        yield from long_bars.bars_day_by_day(sheet)
        return
    if not shows_days(sheet):
        cut, events = bins(selection), sheet.listed.events
        begun = selection.within(events["event_date"])
        groups = behind.behind_bins(events[begun], cut, by_country=True)
        earlier = events.loc[~begun, "event_id"].tolist()
        groups[behind.NO_BAR] = [*earlier, *groups.get(behind.NO_BAR, [])]
        yield from _binned(groups, cut, tuple(dict.fromkeys(events["country"])))
        return
    for key, acts in spans_of(sheet)[1].items():
        if len(acts) > 1:
            words = band_label(acts, before=begins_before(acts[0], selection), year=True)
            name = f"{country_name(acts[0].country)}, {words}"
            keys = tuple(act.event_id for act in acts)
            yield Bar(key, name, keys, "events in such bands", "band")


def _binned(groups: behind.Groups, cut: pd.DataFrame, countries: Collection[str]) -> Iterator[Bar]:
    for start, first, last in zip(behind.bin_starts(cut), cut["start"], cut["end"], strict=True):
        bars = [
            (behind.bin_key(start, mark, country), country, mark)
            for country in countries
            for mark in STACK
        ]
        for key, country, mark in bars:
            if key in groups:
                kind = MARKS[mark]
                what = f"{country_name(country)}, {kind.plural}" if country else kind.label
                yield Bar(key, f"{what}, {days_of(first, last)}", tuple(groups[key]))
    if others := groups.get(behind.NO_BAR):
        yield Bar(behind.NO_BAR, NO_SINGLE_DAY, tuple(others), what="number")


def _by_month(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    if package.long_events:
        yield from long_bars.bars_by_month(package, selection)
        return
    wide = over_all_months(package, selection)
    groups = behind.behind_months(chosen_acts(package, wide, DATED).events)
    others = groups.pop(behind.NO_BAR, [])
    for key in sorted(groups, key=lambda key: key.split(":")[::-1], reverse=True):
        country, month = key.split(":")
        name = f"{country_name(country)}, {month_name(month)}"
        yield Bar(key, name, tuple(groups[key]), OF_ALL_MONTHS)
    if others:
        yield Bar(behind.NO_BAR, "No single month", tuple(others), OF_ALL_MONTHS, "number")


def _by_issue(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    return _by_word(package, selection, rule, "issue")


def _by_response(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    return _by_word(package, selection, rule, "state_response")


def _by_word(package: Package, selection: Selection, rule: str, column: str) -> Iterator[Bar]:
    sheet = read_sheet(package, selection, rule)
    if package.long_events:
        yield from long_bars.bars_by_word(sheet, column)
        return
    groups = behind.behind_words(sheet.listed.events, column)
    for word in protests_by(sheet.words, column).index:
        name = f"{word}, {selection.period}"
        yield Bar(word, name, tuple(groups[word]), OF_WORDS)


def _unstated(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield the rows that count events which must have had such people but have no figure."""
    sheet = read_sheet(package, selection, rule)
    if package.long_events:
        yield from long_bars.bars_unstated(sheet)
        return
    acts = sheet.listed
    for measure, keys in acts.unstated.items():
        if missing := tuple(key for key in acts.records if key in keys):
            name = f"{MEASURES[measure].capitalize()}: not stated, {selection.period}"
            yield Bar(measure, name, missing, OF_UNSTATED, "row")


CHARTS: Mapping[str, Maker] = {
    "countries_side_by_side": _side_by_side,
    "overview_map": _on_map,
    "events_by_week": _by_week,
    "protests_day_by_day": _day_by_day,
    "people_reported": _unstated,
    "protests_by_month": _by_month,
    "protests_by_issue": _by_issue,
    "protests_by_response": _by_response,
}
