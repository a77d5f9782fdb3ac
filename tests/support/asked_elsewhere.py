"""Where the same events are kept in several engines, opened as the app does."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package, TooManyEvents
from dashboard.engine.queries import EngineEvents
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
        assert isinstance(self.package.events, EngineEvents)
        return self.package.events


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
