"""The list of the very events that one bar, mark or number of another exhibit counts.

The option `behind` names it: "protests_by_issue~Elections" is the bar "Elections" of that exhibit.
How one is picked is left to the screen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.drilldown import view, words
from dashboard.drilldown.view import Bar, Behind, Where, rows_of_keys
from dashboard.engine.counts import Counts
from dashboard.events.keys import keys_of
from dashboard.events.measures import bin_key, bin_starts, bins, cells_by_bin, whole_key
from dashboard.events.panels.table import table_of_events
from dashboard.filter_table import FILTERS
from dashboard.filters import DEFAULT_MONTH
from dashboard.maps.panels.event_map import has_marks, marks_drawn
from dashboard.maps.panels.provinces import NOT_STATED, counted_by_province
from dashboard.marks import EXPECTED, MARKS, STACK
from dashboard.overview.measures import behind_numbers
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import (
    KEPT_SELECTIONS,
    chosen_counts,
    figured_events,
    over_all_months,
)
from dashboard.panels.sources import sources_of
from dashboard.panels.table import Column, Kind
from dashboard.protests.measures import counts as protests
from dashboard.protests.measures.cases import sentences
from dashboard.protests.panels.actors import MOST_BARS, counted_by_actor
from dashboard.protests.panels.counts import all_months
from dashboard.protests.panels.days import begins_before, begun_in_period, shows_days, spans_of
from dashboard.protests.view.chosen import read_view, rule_of
from dashboard.protests.view.listed import selection_of_kinds
from dashboard.protests.words.labels import band_label, cut_words
from dashboard.schema import cells_of
from dashboard.selection import Selection, month_of
from dashboard.unusual.panels import place_counted, where_counted
from dashboard.unusual.view import signals
from dashboard.values import Amount
from dashboard.vocabulary import country_name
from dashboard.wording import N_, joined, say, say_many, term

SIGN = "~"
NO_BAR = "none"
NUMBER, ROW = N_("number"), N_("row")
# What is known to one day fits every bar.
NO_KNOWN_DAY: Where = (("exact", False),)
TERMS = "sentence_length"
# Each number of the table: the mark it counts, or the people it adds up; what its list shows.
NUMBERS = {
    "protests": ("protest", ""),
    "detained": ("", "detained"),
    "sentences": ("sentence", TERMS),
}
MEASURED = {
    "detained": Column("detained", "People detained", Kind.TOTAL, "people"),
    TERMS: Column(TERMS, "Term"),
}
BEFORE_SOURCE = 6
Maker = Callable[[Package, Selection, str], Iterator[Bar]]


def events_behind(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events behind the bar that the option `behind` names; no rows without one."""
    chart, _, key = options.get("behind", "").partition(SIGN)
    bars = bars_of(package, selection, chart, options)
    bar = bars.get(key) or Bar(key, "", 0, rows_of_keys(package, ()))
    listed = bar.rows()
    events = say_many("{count} event", "{count} events", bar.total)
    years = set(listed["event_date"].dt.year) - {selection.first_day.year}
    table = table_of_events(package, listed, years=bool(years))
    if bar.measure and len(listed):
        reported = _reported(bar, listed, package.held_figures)
        column = MEASURED[bar.measure]
        cells = pd.Series([reported.get(key) for key in table.cells("event_id")], dtype=object)
        columns = (*table.columns[:BEFORE_SOURCE], column, *table.columns[BEFORE_SOURCE:])
        frame = table.frame.assign(**{column.key: cells})
        table = replace(table, columns=columns, frame=frame)
    return Exhibit(
        key="events_behind",
        title=say("Behind this {what}: {events}", what=say(bar.what), events=events),
        unit=bar.name,
        table=table,
        caption=joined(cut_words(len(listed), bar.total, events), bar.note),
        sources=sources_of(package, listed["source_id"]),
        shown=len(listed),
        total=_counted_by(bars.values(), bar.of),
        noun=say(bar.of),
        headline=say("{name}: {events}", name=bar.name, events=events)
        if bar.name
        else say(words.NO_BAR_NAMED),
        behind=partial(keys_of, listed),
    )


def _reported(bar: Bar, events: pd.DataFrame, figures: pd.DataFrame) -> Mapping[str, Amount | str]:
    """Return by event the people of the bar's country, or the terms, that its list shows."""
    if bar.measure != TERMS:
        reported = protests.people(events, figures, bar.measure)
        return {each.event_id: each.amount for each in reported if each.country == bar.country}
    found: dict[str, list[str]] = {}
    for each in sentences(events, figures):
        found.setdefault(each.event_id, []).append(term(each.term))
    return {key: "; ".join(terms) for key, terms in found.items()}


def _counted_by(bars: Iterable[Bar], of: str) -> int:
    """Return how many events the bars of a chart count, each once where their keys are known."""
    alike = [bar for bar in bars if bar.of == of]
    keys = {key for bar in alike for key in bar.events}
    return len(keys) + sum(bar.total for bar in alike if not bar.events)


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
    """Yield the numbers of events and people of each country, those that are not 0."""
    counts = chosen_counts(package, selection)
    figured = figured_events(package, selection)
    groups = behind_numbers(figured, package.held_figures)
    numbers = counts.by("country", "mark")
    for country in selection.countries:
        for kind, (mark, measure) in NUMBERS.items():
            keys = tuple(groups.get(f"{country}:{kind}", ())) if not mark else ()
            total = numbers[country, mark] if mark else len(keys)
            if total:
                yield Bar(
                    key=f"{country}:{kind}",
                    name=words.number_name(country, kind, selection),
                    total=total,
                    rows=Behind(package, selection, _where(mark, country))
                    if mark
                    else rows_of_keys(package, keys),
                    events=keys,
                    of=words.NUMBERS[kind][1],
                    what=NUMBER,
                    measure=measure,
                    country=country,
                    note="" if mark else _not_listed(package, selection, country),
                )


def _not_listed(package: Package, selection: Selection, country: str) -> str:
    figured, figures = figured_events(package, selection), package.held_figures
    counts = chosen_counts(package, selection)
    missing = protests.unstated_by_country(counts, figured, figures, "detained")[country]
    return words.not_listed(missing) if missing else ""


def _on_map(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield each mark of the Overview's map, wide or narrow, by its key; a square has none."""
    if not has_marks(package, selection):
        return
    for mark in marks_drawn(package, selection):
        keys = tuple(event.event_id for event in mark.events)
        name = mark.events[0].title if len(keys) == 1 else mark.hover_lines[1]
        yield _of_keys(package, mark.key, name, keys, N_("events on the map"), N_("mark"))


def _by_week(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield the bars of events by week or month and mark, last what fits none."""
    cut = bins(selection)
    found, unplaced = _by_bin(chosen_counts(package, selection), cut)
    yield from _binned(package, selection, found, cut, ("",))
    yield from _wholes(package, selection, found, cut)
    yield from _unplaced(Behind(package, selection, NO_KNOWN_DAY, view.fits_none(cut)), unplaced)


def _day_by_day(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield the bars of longer periods, or of one or two months the bands of several events."""
    chosen = read_view(package, selection, rule)
    if not shows_days(chosen):
        cut = bins(selection)
        found, unplaced = _by_bin(begun_in_period(chosen), cut, "country")
        yield from _binned(package, selection, found, cut, tuple(chosen.counts.by("country")))
        earlier = chosen.begun_earlier.total
        events = selection_of_kinds(selection)
        rows = Behind(package, events, NO_KNOWN_DAY, view.fits_none(cut), earlier=bool(earlier))
        yield from _unplaced(rows, unplaced + earlier)
        return
    for key, events in spans_of(chosen)[1].items():
        if len(events) > 1:
            label = band_label(events, before=begins_before(events[0], selection), year=True)
            name = f"{country_name(events[0].country)}, {label}"
            keys = tuple(event.event_id for event in events)
            yield _of_keys(package, key, name, keys, N_("events in such bands"), N_("band"))


def _by_month(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield the bars of protests by month and country, of all months, the last month first."""
    kept, _, _ = all_months(package, selection.over(DEFAULT_MONTH, DEFAULT_MONTH))
    counts, unplaced = protests.protests_by_month(kept)
    cells = cells_of(counts, "month", "country", "dated", "undated")
    for month, country, dated, undated in sorted(cells, reverse=True):
        of_month = selection.over(month, month)
        rows = Behind(package, of_month, _where("protest", country), view.in_month)
        name = words.month_bar_name(country, month)
        yield Bar(f"{country}:{month}", name, dated + undated, rows, of=words.OF_ALL_MONTHS)
    if unplaced:
        wide = over_all_months(package, selection)
        rows = Behind(
            package, wide, (*_where("protest"), *NO_KNOWN_DAY), lambda each: ~view.in_month(each)
        )
        yield Bar(
            NO_BAR, say("No single month"), unplaced, rows, of=words.OF_ALL_MONTHS, what=NUMBER
        )


def _by_word(column: str, package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield the bars of protests by issue or by response of the state."""
    chosen = read_view(package, selection, rule)
    earlier = chosen.begun_earlier.where(mark="protest").total > 0
    for word, number in protests.protests_by(chosen.words, column).items():
        value = None if word == protests.UNSTATED else str(word)
        rows = Behind(package, selection, (*_where("protest"), (column, value)), earlier=earlier)
        yield Bar(str(word), f"{word}, {selection.period}", int(number), rows, of=words.OF_WORDS)


def _unstated(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield the rows that count events which must have had such people but have no figure."""
    chosen = read_view(package, selection, rule)
    for measure, number in chosen.unstated.items():
        if number:
            mark = EXPECTED[measure].key
            stated = frozenset(chosen.with_figures.records) - chosen.with_figures.unstated[measure]
            earlier = chosen.begun_earlier.where(mark=mark).total > 0
            rows = Behind(
                package, selection, _where(mark), view.without_figure(stated), earlier=earlier
            )
            name = words.unstated_name(measure, selection)
            yield Bar(measure, name, number, rows, of=words.OF_UNSTATED, what=ROW)


def _unusual(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield the numbers of events and people that are unusual."""
    for found in signals(package, selection):
        if found.is_of_series or found.signal is None:
            continue
        name, of = words.unusual_number_name(found, selection), words.OF_UNUSUAL
        if where := where_counted(found):
            rows, number = Behind(package, selection, where), int(found.signal.value)
            yield Bar(found.key, name, number, rows, of=of, what=NUMBER)
        elif found.keys:
            yield _of_keys(package, found.key, name, found.keys, of, NUMBER)
        else:
            deadly = replace(selection_of_kinds(selection), fatalities=max(selection.fatalities, 1))
            rows = Behind(package, deadly, place_counted(found))
            total = package.events.counts(deadly, "fatalities").where(**dict(rows.where)).total
            yield Bar(found.key, name, total, rows, of=of, what=NUMBER)


def _by_province(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield the rows of the table by province; those of none and abroad too."""
    for row in counted_by_province(package, selection):
        rows = (
            Behind(package, selection, (("admin1", None),))
            if row.key == NOT_STATED
            else Behind(
                package,
                _narrowed(selection, "provinces", row.codes),
                (),
                view.in_provinces(row.codes),
            )
        )
        name = f"{row.name}, {selection.period}"
        yield Bar(row.key, name, row.marks.total(), rows, of=words.OF_PROVINCES, what=ROW)


def _by_actor(package: Package, selection: Selection, rule: str) -> Iterator[Bar]:
    """Yield the bars by actor."""
    earlier = read_view(package, selection, rule).begun_earlier.total > 0
    events = selection_of_kinds(selection)
    shown = counted_by_actor(package, selection, rule)[0].head(MOST_BARS)
    for actor, number in cells_of(shown, "actor", "events"):
        # Who is filtered by already stays so: of the events that name both.
        own = events if events.actors else _narrowed(events, "actors", (actor,))
        rows = Behind(package, own, (), view.names_actor(actor), earlier=earlier)
        yield Bar(actor, f"{actor}, {selection.period}", int(number), rows, of=words.OF_ACTORS)


def _narrowed(selection: Selection, field: str, values: tuple[str, ...]) -> Selection:
    """Return a selection of some values of a filter; as it is where so many or long cannot be."""
    (row,) = (each for each in FILTERS if each.field == field)
    return selection if row.fault(values) else replace(selection, **{field: values})


def _of_keys(
    package: Package, key: str, name: str, keys: tuple[str, ...], of: str, what: str
) -> Bar:
    return Bar(key, name, len(keys), rows_of_keys(package, keys), keys, of, what)


def _where(mark: str, country: str = "") -> Where:
    own: Where = (("mark", mark),) if mark else ()
    return (*own, ("country", country)) if country else own


def _by_bin(
    counts: Counts, cut: pd.DataFrame, row: str = ""
) -> tuple[Counter[tuple[str, int, str]], int]:
    """Count events by the value of `row`, place of the bin and mark; and those that fit no bin."""
    values, cells, unplaced = cells_by_bin(counts, cut, row)
    found = {
        (value, place, mark): number
        for value in values
        for place, line in enumerate(cells[value].tolist())
        for mark, number in zip(MARKS, line, strict=True)
        if number
    }
    return Counter(found), unplaced


def _binned(
    package: Package,
    selection: Selection,
    found: Counter[tuple[str, int, str]],
    cut: pd.DataFrame,
    countries: Sequence[str],
) -> Iterator[Bar]:
    for place, start in enumerate(bin_starts(cut)):
        for country in countries:
            for mark in STACK:
                if number := found[country, place, mark]:
                    name, rows = _in_bin(package, selection, cut, place, mark, country)
                    yield Bar(bin_key(start, mark, country), name, number, rows)


def _wholes(
    package: Package, selection: Selection, found: Counter[tuple[str, int, str]], cut: pd.DataFrame
) -> Iterator[Bar]:
    """Yield the stacked bars as wholes, with the events of every kind."""
    for place, start in enumerate(bin_starts(cut)):
        marks = [mark for mark in STACK if found["", place, mark]]
        if marks:
            name, rows = _in_bin(package, selection, cut, place)
            total = sum(found["", place, mark] for mark in marks)
            parts = tuple(bin_key(start, mark) for mark in marks)
            yield Bar(whole_key(start), name, total, rows, of=words.OF_WHOLES, parts=parts)


def _in_bin(
    package: Package,
    selection: Selection,
    cut: pd.DataFrame,
    place: int,
    mark: str = "",
    country: str = "",
) -> tuple[str, Behind]:
    """Return what the bar of a bin is called, and its events: a bin lies within one month."""
    first, last = (cut[name].iloc[place] for name in ("start", "end"))
    month, since = month_of(first), None if first.day == 1 else first
    own, keeps = selection.over(month, month), view.fits(cut, place)
    rows = Behind(package, own, _where(mark, country), keeps, since)
    return words.bin_name(country, mark, first, last), rows


def _unplaced(rows: Behind, number: int) -> Iterator[Bar]:
    if number:
        yield Bar(NO_BAR, say(words.NO_SINGLE_DAY), number, rows, what=NUMBER)


CHARTS: Mapping[str, Maker] = {
    "countries_side_by_side": _side_by_side,
    "unusual": _unusual,
    "overview_map": _on_map,
    "events_by_week": _by_week,
    "protests_day_by_day": _day_by_day,
    "people_reported": _unstated,
    "protests_by_month": _by_month,
    "by_province": _by_province,
    "by_actor": _by_actor,
    "protests_by_issue": partial(_by_word, "issue"),
    "protests_by_response": partial(_by_word, "state_response"),
}
