"""The bars of charts whose events are too many for keys: counted, and listed when asked for.

The bars of short packages are in `bars`, what is fetched behind one of these in `bar`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.drilldown.measures import NO_BAR
from dashboard.drilldown.view.bar import (
    NO_SINGLE_DAY,
    OF_ALL_MONTHS,
    OF_UNSTATED,
    OF_WORDS,
    Bar,
    Behind,
    Blank,
    Fits,
    FitsNone,
    InMonth,
    Where,
    Without,
    days_of,
)
from dashboard.engine.counts import Counts
from dashboard.events.measures import bin_key, bin_starts, bins, cells_by_bin
from dashboard.filters import DEFAULT_MONTH
from dashboard.panels.query import chosen_counts, over_all_months
from dashboard.protests.measures import counts as protests
from dashboard.protests.panels.counts import all_months
from dashboard.protests.view.listed import selection_of_acts
from dashboard.protests.view.sheet import ProtestSheet, counted_acts
from dashboard.selection import Selection, month_name, month_of
from dashboard.vocabulary import EXPECTED, MARKS, MEASURES, STACK, country_name

# What is known to one day fits every bar.
NO_KNOWN_DAY: Where = (("exact", False),)


def bars_by_week(package: Package, selection: Selection) -> Iterator[Bar]:
    """Yield the bars of events by week or month and mark, last what fits none."""
    counts, cut = chosen_counts(package, selection), bins(selection)
    found, unplaced = _by_bin(counts, cut)
    yield from _binned(package, selection, found, cut, ("",))
    yield from _unplaced(Behind(package, selection, NO_KNOWN_DAY, FitsNone(cut)), unplaced)


def bars_day_by_day(sheet: ProtestSheet) -> Iterator[Bar]:
    """Yield the bars of acts by week or month, country and mark, last what fits none."""
    package, selection = sheet.package, sheet.selection
    cut = bins(selection)
    found, unplaced = _by_bin(counted_acts(package, selection, protests.DATED), cut, "country")
    yield from _binned(package, selection, found, cut, tuple(sheet.counts.by("country")))
    earlier = sheet.begun_earlier.total
    acts = selection_of_acts(selection)
    behind = Behind(package, acts, NO_KNOWN_DAY, FitsNone(cut), earlier=bool(earlier))
    yield from _unplaced(behind, unplaced + earlier)


def bars_by_month(package: Package, selection: Selection) -> Iterator[Bar]:
    """Yield the bars of protests by month and country, of all months, the last month first."""
    kept, _, _ = all_months(package, selection.over(DEFAULT_MONTH, DEFAULT_MONTH))
    counts, unplaced = protests.protests_by_month(kept)
    columns = (counts[name].tolist() for name in ("month", "country", "dated", "undated"))
    for month, country, dated, undated in sorted(zip(*columns, strict=True), reverse=True):
        yield Bar(
            f"{country}:{month}",
            f"{country_name(country)}, {month_name(month)}",
            of=OF_ALL_MONTHS,
            many=dated + undated,
            rows=Behind(
                package, selection.over(month, month), _where("protest", country), InMonth()
            ),
        )
    if unplaced:
        wide = over_all_months(package, selection)
        rows = Behind(package, wide, (*_where("protest"), *NO_KNOWN_DAY), InMonth(told=False))
        yield Bar(NO_BAR, "No single month", (), OF_ALL_MONTHS, "number", many=unplaced, rows=rows)


def bars_by_word(sheet: ProtestSheet, column: str) -> Iterator[Bar]:
    """Yield the bars of protests by issue or by response of the state."""
    earlier = sheet.begun_earlier.where(mark="protest").total > 0
    for word, number in protests.protests_by(sheet.words, column).items():
        blank = word == protests.UNSTATED
        where = _where("protest") if blank else (*_where("protest"), (column, str(word)))
        keeps = Blank(column) if blank else None
        rows = Behind(sheet.package, sheet.selection, where, keeps, earlier=earlier)
        name = f"{word}, {sheet.selection.period}"
        yield Bar(str(word), name, of=OF_WORDS, many=int(number), rows=rows)


def bars_unstated(sheet: ProtestSheet) -> Iterator[Bar]:
    """Yield the rows that count events which must have had such people but have no figure."""
    for measure, number in sheet.unstated.items():
        if number:
            mark = EXPECTED[measure].key
            told = frozenset(sheet.told.records) - sheet.told.unstated[measure]
            earlier = sheet.begun_earlier.where(mark=mark).total > 0
            rows = Behind(
                sheet.package, sheet.selection, _where(mark), Without(told), earlier=earlier
            )
            name = f"{MEASURES[measure].capitalize()}: not stated, {sheet.selection.period}"
            yield Bar(measure, name, (), OF_UNSTATED, "row", many=number, rows=rows)


def counted_bar(package: Package, selection: Selection, bar: Bar, country: str, mark: str) -> Bar:
    """Return the number of a country's events of a mark; `bar` has its key and words."""
    number = chosen_counts(package, selection).where(country=country, mark=mark).total
    rows = Behind(package, selection, _where(mark, country))
    return replace(bar, many=number, rows=rows)


def _where(mark: str, country: str = "") -> Where:
    own: Where = (("mark", mark),)
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
        first, last = (cut[name].iloc[place] for name in ("start", "end"))
        month, days = selection.over(month_of(first), month_of(first)), days_of(first, last)
        keeps, since = Fits(cut, place), None if first.day == 1 else first
        for country in countries:
            for mark in STACK:
                if number := found[country, place, mark]:
                    rows = Behind(package, month, _where(mark, country), keeps, since)
                    kind = MARKS[mark]
                    what = f"{country_name(country)}, {kind.plural}" if country else kind.label
                    key = bin_key(start, mark, country)
                    yield Bar(key, f"{what}, {days}", many=number, rows=rows)


def _unplaced(rows: Behind, number: int) -> Iterator[Bar]:
    if number:
        yield Bar(NO_BAR, NO_SINGLE_DAY, what="number", many=number, rows=rows)
