"""The panel of events by province: the provinces shaded, and a table whose rows add up to all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events.keys import keys_of_chosen
from dashboard.maps import words
from dashboard.marks import MARKS, STACK
from dashboard.panels.covering import absence, cover, topics_of_mark
from dashboard.panels.exhibit import Comparing, Exhibit
from dashboard.panels.headline import coverage_words
from dashboard.panels.office import NativeChart, marks_chart
from dashboard.panels.province_map import (
    HEIGHT,
    NARROW_HEIGHT,
    Province,
    is_drawn,
    land_of,
    shaded_map,
)
from dashboard.panels.query import KEPT_SELECTIONS
from dashboard.panels.sources import sources_of_chosen
from dashboard.panels.table import COUNTRY, Column, Kind, Table, table_of
from dashboard.selection import Selection
from dashboard.spellings import province_name
from dashboard.values import Absent, Reason
from dashboard.vocabulary import COUNTRIES, REGION
from dashboard.wording import number, say

COLUMNS = (
    Column("province", "Province", Kind.REPORTED),
    COUNTRY,
    Column("events", "Events", Kind.COUNT, "events"),
    *(Column(key, mark.label, Kind.COUNT, "events") for key, mark in MARKS.items()),
    Column("admin1", "ISO 3166-2", Kind.KEYS),
)
MOST_BARS = 15
# The rows at the end: what is in no province of the five.
ABROAD, NOT_STATED = "abroad", "none"
LAST = {ABROAD: 1, NOT_STATED: 2}


class Row(NamedTuple):
    """A province, or what is in none of the five: its key, name, country, events by mark.

    `codes` are those of the data; `country` is "" where it is in none.
    """

    key: str
    name: str
    country: str
    codes: tuple[str, ...]
    marks: Counter[str]


def by_province(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Count the events by the province in which they took place."""
    rows = counted_by_province(package, selection)
    numbers = [row.marks.total() for row in rows]
    provinces = [
        Province(row.codes, row.name, row.country, many, words.events_words(many), row.key)
        for row, many in zip(rows, numbers, strict=True)
        if row.key not in LAST
    ]
    # What is of a country chosen may have happened in another.
    shown = {*selection.countries, *(each.country for each in provinces)} & {*COUNTRIES}
    unit = say("events, {period}", period=selection.period)
    undrawn = [each.name for each in provinces if not any(map(is_drawn, each.codes))]
    return Exhibit(
        key="by_province",
        title=say("By province"),
        unit=unit,
        table=_table(rows, package, selection),
        caption=say(
            "Stronger shade: more events. Not shaded: none of those chosen. Circles: cities."
        )
        if provinces
        else "",
        reading=lambda: words.province_reading(undrawn, coverage_words(cover(package, selection))),
        sources=sources_of_chosen(package, selection),
        shown=sum(numbers),
        total=package.events.in_period(selection),
        noun=say("events"),
        draw=partial(shaded_map, provinces, shown, HEIGHT),
        draw_narrow=partial(shaded_map, provinces, shown, NARROW_HEIGHT),
        height=HEIGHT,
        alt=lambda: say(
            "Map of events by province. {text}",
            text="; ".join(f"{each.name}: {number(each.value)}" for each in provinces),
        ),
        headline=partial(words.province_headline, provinces, sum(numbers), package, selection),
        native=partial(_bars, rows, unit),
        native_caption=lambda: say("The provinces of most events, in parts by kind."),
        behind=partial(keys_of_chosen, package, selection),
        comparing=Comparing(
            numbers={"events": (), **{mark: topics_of_mark(mark) for mark in MARKS}},
            keys=("province", COUNTRY.key),
        ),
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def counted_by_province(package: Package, selection: Selection) -> list[Row]:
    """Return the events by province and mark, the province of most events first.

    At the end the events abroad together, then those without a province. An event has one province,
    or none, so that the rows add up to all.
    """
    table = package.table("provinces")
    countries = dict(zip(table["admin1"].tolist(), table["country"].tolist(), strict=True))
    counts = package.events.counts(selection, "provinces").by("admin1", "mark")
    codes: dict[str, set[str]] = {}
    marks: dict[str, Counter[str]] = {}
    for (code, mark), events in counts.items():
        is_abroad = countries.get(code, REGION) not in (*COUNTRIES, REGION)
        land = ABROAD if is_abroad else land_of(code) if code else NOT_STATED
        codes.setdefault(land, set()).add(code)
        marks.setdefault(land, Counter())[mark] += events
    order = sorted(marks, key=lambda land: (LAST.get(land, 0), -marks[land].total(), land))
    rows = []
    for land in order:
        own = tuple(sorted(codes[land]))
        if land in LAST:
            name, country = say("Abroad") if land == ABROAD else say("Province not stated"), ""
        else:
            # One that was renamed in the period goes by its later name.
            later = next((code for code in own if code != land_of(code)), own[0])
            name, country = province_name(later), countries.get(own[0], "")
        rows.append(Row(land, name, country, own, marks[land]))
    return rows


def _table(rows: Sequence[Row], package: Package, selection: Selection) -> Table:
    @cache
    def none(mark: str, country: str) -> int | Absent:
        """Say why there is none: 0 only where sources cover it and no filter hides any.

        How many filters hide is known of the country alone, and so is not said of a province.
        """
        reason = absence(package, selection, topics_of_mark(mark), country).reason
        return 0 if reason is Reason.NONE_REPORTED else Absent(reason)

    return table_of(
        COLUMNS,
        (
            {
                "province": row.name,
                "iso_code": row.country or None,
                "events": row.marks.total(),
                **{mark: row.marks[mark] or none(mark, row.country) for mark in MARKS},
                "admin1": None if row.key in LAST else row.codes,
            }
            for row in rows
        ),
    )


def _bars(rows: Sequence[Row], unit: str) -> tuple[NativeChart, ...]:
    """Return the provinces of most events as bars, in parts by mark."""
    own = [row for row in rows if row.key not in LAST][:MOST_BARS]
    bars = pd.DataFrame(
        [(row.name, mark, row.marks[mark]) for row in own for mark in STACK if row.marks[mark]],
        columns=["province", "mark", "events"],
    )
    names = tuple(row.name for row in own)
    title = "" if own else say("No province stated")
    chart = NativeChart("stacked_bar", names, (), title=title, unit=unit)
    return (marks_chart(chart, bars, x="province", y="events"),)
