"""What is asked of the same events in several engines, and how the answers are compared.

Which engines, and which selections, is left to the tests.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from counting import words_once

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package, TooManyEvents
from dashboard.engine.cubes import CUBES
from dashboard.engine.events import EngineEvents
from dashboard.selection import Selection
from dashboard.ui.cache import DataBeingPrepared, current_package

PREPARING_SECONDS = 600


@dataclass(frozen=True)
class Place:
    """Where the events are kept: an address, and the package that it opens."""

    address: str
    package: Package
    cubes: Path

    @property
    def events(self) -> EngineEvents:
        """What its engine answers."""
        assert self.package.long_events
        return self.package.long_events


def opened_by_the_app() -> Package:
    """Return the package in use, when another process has prepared it."""
    deadline = time.monotonic() + PREPARING_SECONDS
    while True:
        try:
            return current_package()
        except DataBeingPrepared as waiting:
            assert time.monotonic() < deadline, waiting.preparation.words
            time.sleep(0.2)


def cells(file: Path) -> pa.Table:
    """Read a cube in an order of its own, as each engine writes in another."""
    table = pq.read_table(file)
    return table.sort_by([(name, "ascending") for name in table.column_names]).combine_chunks()


def answers(events: EngineEvents, selection: Selection) -> dict[str, Any]:
    """Ask everything that the app asks of events."""
    counts = {cube: events.counts(selection, cube) for cube in CUBES}
    squares = events.squares(selection)
    return {
        "events": events.counts(selection).total,
        "of": events.in_period(selection),
        "counts": {name: each.by("concerned", "mark") for name, each in counts.items()},
        "by day": counts["days"].by("event_date", "end_date", "concerned", "exact", "abroad"),
        "issues": counts["acts"].by("issue", "state_response"),
        "sources": events.sources(selection),
        "squares": squares.sort_values(squares.columns.tolist(), ignore_index=True),
        "leaders": events.leaders(selection),
        "rows": events.rows(selection, most=200),
        "points": events.points(selection, most=100),
        "on the map": events.rows_on_map(selection, "region", most=100),
        "off the map": events.rows_on_map(selection, "outside", most=100),
        "two": events.rows_of(["KGZ-2021-02-27-9000001", "KGZ-2021-02-27-9000004", "?"]),
    }


def shown(place: Place, name: str, selection: Selection) -> dict[str, Any]:
    """Return what a panel shows in rows and words, or why it shows none."""
    try:
        exhibit = EXHIBITS[name](place.package, selection, {})
    except TooManyEvents as trouble:
        return {"too many": str(trouble)}
    return {
        "rows": exhibit.rows,
        "words": (exhibit.title, exhibit.unit, exhibit.caption, exhibit.headline, exhibit.count),
        "sources": exhibit.sources,
    }


def compare(expected: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """Hold that both are equal to the last digit, types included."""
    assert list(found) == list(expected)
    for name, value in expected.items():
        if isinstance(value, pd.DataFrame):
            one, other = (
                (words_once(rows) if "searched" in rows else rows).reset_index(drop=True)
                for rows in (found[name], value)
            )
            pd.testing.assert_frame_equal(one, other, check_exact=True, obj=name)
        else:
            assert found[name] == value, name
