"""What data has of a row besides what a table shows: codes, places, ids, looked up by its key."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.keys import MalformedKey, RateKey, SeriesKey, read_key
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.panels.sources import series_sources
from dashboard.panels.table import Column, Kind, Table
from dashboard.schema import TableRow

SOURCE_ID = Column("source_id", "Source, by its id", Kind.REPORTED)
EVENT_DETAILS = (
    Column("event_type", "Event type", Kind.REPORTED),
    Column("sub_event_type", "Sub-event type", Kind.REPORTED),
    Column("status", "Status", Kind.REPORTED),
    Column("actor1", "First actor", Kind.REPORTED),
    Column("actor2", "Second actor", Kind.REPORTED),
    Column("admin1", "Province, ISO 3166-2", Kind.REPORTED),
    Column("location", "Place", Kind.REPORTED),
    Column("place_iso_code", "Country of the place", Kind.COUNTRY),
    Column("latitude", "Latitude", Kind.NUMBER, "degrees", tells_why=False),
    Column("longitude", "Longitude", Kind.NUMBER, "degrees", tells_why=False),
    Column("geo_precision", "Precision of the place, 1 to 3", Kind.COUNT, tells_why=False),
    Column("confidence", "Confidence", Kind.REPORTED),
    SOURCE_ID,
    Column("paragraph", "Paragraph of the source", Kind.COUNT, tells_why=False),
)
FIGURE_DETAILS = (
    Column("measure", "Measure", Kind.REPORTED),
    Column("unit", "Unit", Kind.REPORTED),
    Column("confidence", "Confidence", Kind.REPORTED),
    SOURCE_ID,
)
TRACE_KEY = Column("trace_key", "Key to trace the row by", Kind.REPORTED)
FIGURE_ID = Column("figure_id", "Figure, by its id", Kind.REPORTED)


def with_details(package: Package, exhibit: Exhibit) -> Exhibit:
    """Return an exhibit of events or figures with what the data has of each besides."""
    table = exhibit.table
    keys = {column.key for column in table.columns}
    if "figure_id" in keys:
        figures = package.tables.get("figures", pd.DataFrame())
        found = _details(table, "figure_id", FIGURE_DETAILS, figures)
    elif table.details is not None and {*EVENT_DETAILS} <= {*table.details.columns}:
        return exhibit
    elif "event_id" in keys:
        asked = sorted({key for key in table.cells("event_id") if key})
        rows = package.events.rows_of(asked, len(asked)) if asked else pd.DataFrame()
        rows = rows.rename(columns={"place_country": "place_iso_code"})
        found = _details(table, "event_id", EVENT_DETAILS, rows)
    else:
        return exhibit
    return replace(exhibit, table=replace(table, details=_beside(table.details, found)))


def details_of_events(events: pd.DataFrame) -> Table:
    """Return what data has of events besides, from their own rows, in their order."""
    names = [column.key for column in EVENT_DETAILS]
    theirs = ["place_country" if name == "place_iso_code" else name for name in names]
    frame = events.reindex(columns=theirs).set_axis(names, axis=1)
    return Table(EVENT_DETAILS, frame.reset_index(drop=True))


def traced(package: Package, keys: Sequence[str], column: Column = TRACE_KEY) -> Table:
    """Return the keys by which rows are traced, in a column, and the sources of these."""
    known = _sources_of_figures(package)
    sources = [known.get(key) or _source_of(package, key) for key in keys]
    return details_of({column: [key or None for key in keys], SOURCE_ID: sources})


@lru_cache(maxsize=KEPT_PACKAGES)
def _sources_of_figures(package: Package) -> Mapping[str, str]:
    """Return figure_id -> source_id; nothing where the figures could not be read."""
    figures = package.tables.get("figures", pd.DataFrame(columns=["figure_id", "source_id"]))
    return dict(zip(figures["figure_id"], figures["source_id"], strict=True))


def details_of(cells: Mapping[Column, Sequence[Any]]) -> Table:
    """Return what data has besides, by column."""
    frame = {column.key: [*own] for column, own in cells.items()}
    return Table(tuple(cells), pd.DataFrame(frame, dtype=object))


def with_details_of(own: Table, made: Table) -> Table:
    """Return a table with the details of one that its first rows are from; of others are none."""
    if own.details is None:
        return made
    frame = own.details.frame.reset_index(drop=True).reindex(range(len(made)))
    return replace(made, details=replace(own.details, frame=frame))


def _source_of(package: Package, key: str) -> str | None:
    """Return the source of a rate, or of a day of a series; several have semicolons between."""
    try:
        asked = read_key(key)
    except MalformedKey:
        return None
    if isinstance(asked, RateKey):
        return asked.source_id
    if isinstance(asked, SeriesKey):
        return ";".join(series_sources(package, [asked.country]).ids)
    return None


def _details(table: Table, key: str, columns: Sequence[Column], rows: pd.DataFrame) -> Table:
    asked = table.cells(key)
    found = rows[rows[key].isin(asked)].to_dict("records") if len(rows) else []
    by_key: Mapping[Any, TableRow] = {row[key]: row for row in found}
    own = [by_key.get(each, {}) for each in asked]
    return details_of({column: [row.get(column.key) for row in own] for column in columns})


def _beside(own: Table | None, found: Table) -> Table:
    """Return the details that a panel gave with those found; the panel's own stand first."""
    if own is None:
        return found
    known = {column.key for column in own.columns}
    further = [column for column in found.columns if column.key not in known]
    cells = {column.key: found.cells(column.key) for column in further}
    frame = own.frame.reset_index(drop=True).assign(
        **{key: pd.Series(values, dtype=object) for key, values in cells.items()}
    )
    return Table((*own.columns, *further), frame)
