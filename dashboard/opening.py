"""Opens the data at an address: short events in memory, long ones in their engine with cubes.

Either way the answer is a `Package`. Tables that an address lacks and that tell of no event are the
app's own (`BORROWED`); those that belong to events are then empty.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import pandas as pd

from dashboard import schema
from dashboard.engine.address import DATABASE, FOLDER, DataAddress, named_address, read_address
from dashboard.engine.columns import event_columns, with_marks
from dashboard.engine.events import EngineEvents
from dashboard.engine.expressions import Column, Table
from dashboard.engine.faults import sound
from dashboard.engine.keeping import DRAFT, Progress, cache_folder, forget, kept, unheard
from dashboard.engine.opening import (
    EVENTS,
    EngineUnavailable,
    Opened,
    answer,
    embedded,
    files_of,
    open_address,
    owner_of,
    version_of_files,
)
from dashboard.engine.preparing import FAULTS, SORTED, events_in, prepare, read_faults
from dashboard.schema import Fault
from dashboard.store import (
    SHIPPED_FOLDER,
    DataUnavailable,
    Package,
    load_package,
    shipped_descriptor,
    with_plain_text,
)

# A longer events.csv is left to the engine: some 20,000 events.
LONGEST_IN_MEMORY = 10_000_000
BORROWED = (
    "countries",
    "provinces",
    "places",
    "sources",
    "covid_daily",
    "covid_breaks",
    "rates",
)
MOST_ROWS = 200_000
MOST_EVENTS_WITH_FIGURES = 5_000


def data_address() -> DataAddress:
    """Return the address named by the environment or the secrets file, else the shipped folder."""
    return named_address(SHIPPED_FOLDER.parent) or read_address(str(SHIPPED_FOLDER))


def is_short(address: DataAddress) -> bool:
    """Return whether the events are few enough to be read whole, checked row by row."""
    if address.kind != FOLDER:
        return False
    files = files_of(address.path, EVENTS)
    whole = not files or files == [address.path / "events.csv"]
    return whole and sum(file.stat().st_size for file in files) <= LONGEST_IN_MEMORY


def open_package(
    address: DataAddress | None = None, progress: Progress = unheard, version: str = ""
) -> Package:
    """Open the data at an address; what is not prepared yet is prepared now, telling `progress`.

    A `version` may be named that is prepared, so that long data is not asked for its own. Raises
    `DataUnavailable` when there is no data, or it cannot be read.
    """
    address = address or data_address()
    if is_short(address):
        return load_package(address.path)
    try:
        opened = open_address(address)
        try:
            version = version or opened.version()
            return _long_package(opened, version, _kept(address, version, progress))
        except BaseException:
            opened.engine.disconnect()
            raise
    except EngineUnavailable as trouble:
        raise DataUnavailable(str(trouble)) from trouble


def version_of(address: DataAddress) -> str:
    """Return the fingerprint of long data as it is now. Raises `DataUnavailable`."""
    try:
        if address.kind != DATABASE:
            return version_of_files(address)
        opened = open_address(address)
        try:
            return opened.version()
        finally:
            opened.engine.disconnect()
    except EngineUnavailable as trouble:
        raise DataUnavailable(str(trouble)) from trouble


def is_prepared(address: DataAddress, version: str) -> bool:
    """Return whether the cubes of a version of long data are in the cache folder."""
    return (cache_folder() / f"{owner_of(address)}-{version}").is_dir()


def last_prepared(address: DataAddress) -> str:
    """Return the version of long data that was prepared last; empty when none is."""
    owner = owner_of(address)
    folders = [path for path in cache_folder().glob(f"{owner}-*") if path.is_dir()]
    whole = [path for path in folders if DRAFT not in path.name]
    newest = max(whole, key=lambda path: path.stat().st_mtime, default=None)
    return newest.name.removeprefix(f"{owner}-") if newest else ""


def forget_prepared(address: DataAddress) -> None:
    """Remove what is prepared of the data as it is now. Raises `DataUnavailable`."""
    forget(owner_of(address), version_of(address))


def _kept(address: DataAddress, version: str, progress: Progress) -> Path:
    fields = _fields()
    return kept(owner_of(address), version, partial(_prepare, address, fields), progress)


def _prepare(address: DataAddress, fields: Any, folder: Path, progress: Progress) -> None:
    prepare(address, fields, folder, progress)


def _fields() -> list[Mapping[str, Any]]:
    return schema.resources_by_name(shipped_descriptor())[EVENTS]["schema"]["fields"]


def _long_package(opened: Opened, version: str, folder: Path) -> Package:
    descriptor = shipped_descriptor()
    tables, unavailable, faults = _other_tables(opened, descriptor)
    engine, events = _events(opened, folder)
    told = tables["figures"]["event_id"].dropna().unique() if "figures" in tables else []
    if len(told) > MOST_EVENTS_WITH_FIGURES:
        unavailable["figures"] = (
            f"Figures of {len(told):,} events are more than can be held beside a long table "
            f"of events (at most {MOST_EVENTS_WITH_FIGURES:,})."
        )
        told = []
    made = pd.Timestamp(folder.stat().st_mtime, unit="s")
    return Package(
        folder=opened.address.path if opened.address.kind == FOLDER else folder,
        descriptor={**descriptor, "created": made.isoformat()},
        version=f"{made:%Y-%m-%d}-{version[:8]}",
        tables=tables,
        faults=(*read_faults(folder / FAULTS), *faults),
        unavailable=unavailable,
        long_events=EngineEvents(engine, events, folder, told),
    )


def _events(opened: Opened, folder: Path) -> tuple[Any, Table]:
    """Return the engine that answers for events, and its table with derived columns."""
    if opened.address.kind == DATABASE:
        fields = _fields()
        raw = events_in(opened, fields)
        return opened.engine, with_marks(sound(event_columns(raw, fields)))
    opened.engine.disconnect()
    engine = embedded(folder / SORTED, read_only=True)
    return engine, engine.table(EVENTS)


def _other_tables(
    opened: Opened, descriptor: schema.Descriptor
) -> tuple[dict[str, pd.DataFrame], dict[str, str], list[Fault]]:
    shipped = load_package(SHIPPED_FOLDER)
    tables: dict[str, pd.DataFrame] = {}
    unavailable: dict[str, str] = {}
    faults: list[Fault] = []
    for name, resource in schema.resources_by_name(descriptor).items():
        if name == EVENTS:
            continue
        own = opened.table(name)
        if own is None:
            table = shipped.tables.get(name)
            if table is None:
                unavailable[name] = shipped.unavailable[name]
            else:
                tables[name] = table if name in BORROWED else table.iloc[:0]
            continue
        text = _as_text(opened.engine, own)
        if wrong := schema.column_faults(resource, text):
            unavailable[name] = f"The table {name} cannot be used: {wrong[0]}."
            faults += wrong
        elif len(text) > MOST_ROWS:
            unavailable[name] = f"The table {name} has more than {MOST_ROWS:,} rows."
        else:
            checked, found = schema.check_table(resource, text)
            tables[name] = with_plain_text(checked)
            faults += found
    return tables, unavailable, faults


def _as_text(engine: Any, table: Table) -> pd.DataFrame:
    """Return a table as the rows of a CSV would be: text, blanks as "", row numbers from 2."""
    words = {name: _text(table[name]).fill_null("") for name in table.columns}
    rows = answer(engine, table.select(**words).limit(MOST_ROWS + 1)).to_pandas()
    return rows.astype(object).set_axis(pd.RangeIndex(2, len(rows) + 2))


def _text(column: Column) -> Column:
    if column.type().is_boolean():
        return ibis.cases((column, "true"), (~column, "false"))
    if column.type().is_timestamp():
        return column.cast("date").cast("string")
    return column.cast("string")
