"""Everything that the protocol `Events` answers for a selection, and how answers are compared."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.engine.cubes import (
    ABROAD,
    ACTORS,
    ACTS,
    DAYS,
    FATALITIES,
    PLACES,
    PROVINCES,
    SOURCES,
)
from dashboard.engine.events import Events
from dashboard.filter_table import NARROWING
from dashboard.filters import Named
from dashboard.selection import Selection

# What each cube counts by, but for the months of those that have none over long periods.
COUNTED_BY = {
    "days": DAYS,
    "months": DAYS,
    "acts": ACTS,
    "sources": (*SOURCES[1:], "source_id"),
    "places": (*PLACES[1:], "row", "column"),
    "outside": (*ABROAD[1:], "place_country"),
    "actors": ACTORS,
    "provinces": PROVINCES,
    "fatalities": FATALITIES,
}
NAMED = tuple(row.column for row in NARROWING if isinstance(row, Named))
SOME_KEYS = ("KAZ-2020-06-06-02", "KGZ-2021-02-27-9000001", "KGZ-2021-02-27-9000004", "?")


def answers_on_all(events: Events) -> dict[str, Any]:
    """Ask what is the same whatever the filters."""
    return {
        "total": events.total,
        "days": events.days,
        "every": {cube: events.every(cube).by(*names) for cube, names in COUNTED_BY.items()},
        "named": {column: events.named(column) for column in NAMED},
    }


def answers(events: Events, selection: Selection) -> dict[str, Any]:
    """Ask every method of the protocol that follows the filters."""
    outside = {"frame": "outside"}
    rows = events.rows(selection, most=200)
    keys = [*SOME_KEYS, *rows["event_id"].head(40)]
    parents = [*SOME_KEYS, *rows["related_event_id"].dropna().head(9)]
    return {
        "of": events.in_period(selection),
        "default": events.counts(selection).by(*DAYS),
        "counts": {
            cube: events.counts(selection, cube).by(*names) for cube, names in COUNTED_BY.items()
        },
        "sources": events.sources(selection),
        "sources abroad": events.sources(selection, outside),
        "rows": rows,
        "page": events.rows(selection, most=20, first=7),
        "past the end": events.rows(selection, most=20, first=100_000),
        "no place": events.rows(selection, most=20, where={"frame": "none"}),
        "no issue": events.rows(selection, most=20, where={"mark": "protest", "issue": None}),
        "no single day": events.rows(selection, most=20, where={"exact": False}),
        "on the map": events.rows_on_map(selection, "region", most=100),
        "off the map": events.rows_on_map(selection, "outside", most=100),
        "by key": events.rows_of(keys),
        "two by key": events.rows_of(keys, 2),
        "related": events.rows_related_to(parents, 50),
        "with figures": events.with_figures(selection),
        "leaders": events.leaders(selection),
        "squares": in_order(events.squares(selection)),
        "squares abroad": in_order(events.squares(selection, "outside")),
        "points": events.points(selection, most=100),
    }


def in_order(squares: pd.DataFrame) -> pd.DataFrame:
    """Return squares in an order of their own: no order is promised."""
    return squares.sort_values(squares.columns.tolist(), ignore_index=True)


def compare(expected: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """Hold that both are equal to the last digit, types included."""
    assert list(found) == list(expected)
    for name, value in expected.items():
        if isinstance(value, pd.DataFrame):
            pd.testing.assert_frame_equal(found[name], value, check_exact=True, obj=name)
        else:
            assert found[name] == value, name
