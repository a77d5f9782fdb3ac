"""Opens the data at an address: short events in memory, long ones in their engine with cubes.

Either way the answer is a `Package`. Tables that an address lacks and that tell of no event are the
app's own (`BORROWED`); those that belong to events are then empty.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

import ibis
import pandas as pd

from dashboard import schema
from dashboard.datapackage.store import (
    DESCRIPTOR_NAME,
    SHIPPED_FOLDER,
    DataUnavailable,
    Package,
    descriptor_for,
    load_package,
    shipped_descriptor,
    with_plain_text,
)
from dashboard.engine.address import DATABASE, FOLDER, DataAddress, named_address, read_address
from dashboard.engine.cache import (
    DRAFT,
    CacheUnusable,
    Progress,
    cache_folder,
    forget,
    is_whole,
    kept,
    unheard,
)
from dashboard.engine.columns import Column, Table, event_columns, with_marks, with_people
from dashboard.engine.faults import sound
from dashboard.engine.opening import (
    EVENTS,
    FIGURES,
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
from dashboard.engine.queries import EngineEvents
from dashboard.schema import Fault

# A longer events.csv is left to the engine: some 20,000 events.
LONGEST_IN_MEMORY = 10_000_000
BORROWED = (
    "countries",
    "population",
    "provinces",
    "places",
    "actors",
    "sources",
    "covid_daily",
    "covid_breaks",
    "covid_provinces",
    "stringency",
    "rates",
    "series",
    "official_rates",
)
MOST_ROWS = 200_000
MOST_EVENTS_WITH_FIGURES = 50_000


def data_address() -> DataAddress:
    """Return the address named by the environment or the secrets file, else the shipped folder."""
    return named_address(SHIPPED_FOLDER.parent) or read_address(str(SHIPPED_FOLDER))


def is_short(address: DataAddress) -> bool:
    """Return whether the events are few enough to be read whole, checked row by row.

    A folder without a descriptor whose events lack columns is left to the engine, which needs few.
    """
    if address.kind != FOLDER:
        return False
    files, own = files_of(address.path, EVENTS), address.path / "events.csv"
    if not files:
        return True
    is_whole = files == [own] and own.stat().st_size <= LONGEST_IN_MEMORY
    return is_whole and ((address.path / DESCRIPTOR_NAME).is_file() or _has_all_columns(own))


def _has_all_columns(file: Path) -> bool:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as rows:
        header = next(csv.reader(rows), [])
    return set(schema.needed_columns(_resource())) <= set(header)


def open_package(
    address: DataAddress | None = None, progress: Progress = unheard, version: str = ""
) -> Package:
    """Open the data at an address; what is not prepared yet is prepared now, telling `progress`.

    A `version` may be named that is prepared, so that long data is not asked for its own. Raises
    `DataUnavailable` when there is no data, or it cannot be read.
    """
    address = address or data_address()
    if is_short(address):
        return short_package(address.path)
    try:
        opened = open_address(address)
        try:
            version = version or opened.version()
            make = partial(prepare, address, _fields())
            return _long_package(opened, version, kept(owner_of(address), version, make, progress))
        except BaseException:
            opened.engine.disconnect()
            raise
    except (EngineUnavailable, CacheUnusable) as trouble:
        raise DataUnavailable(str(trouble)) from trouble


def short_package(folder: Path) -> Package:
    """Read a folder of short events whole, lending it the tables that it has no file of.

    Where a descriptor says which tables there are, a missing one is a fault and nothing is lent.
    Raises `DataUnavailable` when there is no such folder.
    """
    package = load_package(folder)
    return package if (folder / DESCRIPTOR_NAME).is_file() else _with_lent(package)


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
    return is_whole(cache_folder() / f"{owner_of(address)}-{version}")


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


def _resource() -> schema.Descriptor:
    return schema.resources_by_name(shipped_descriptor())[EVENTS]


def _fields() -> list[Mapping[str, object]]:
    return _resource()["schema"]["fields"]


def _long_package(opened: Opened, version: str, folder: Path) -> Package:
    descriptor = shipped_descriptor()
    tables, unavailable, faults, borrowed = _other_tables(opened, descriptor)
    engine, events = _events(opened, folder)
    figured = tables["figures"]["event_id"].dropna().unique() if "figures" in tables else []
    if len(figured) > MOST_EVENTS_WITH_FIGURES:
        unavailable["figures"] = (
            f"Figures of {len(figured):,} events are more than can be held beside a long table "
            f"of events (at most {MOST_EVENTS_WITH_FIGURES:,})."
        )
        figures = tables["figures"]
        figured, tables["figures"] = [], figures[figures["event_id"].isna()]
    made = pd.Timestamp(folder.stat().st_mtime, unit="s")
    place = opened.address.path if opened.address.kind == FOLDER else folder
    return Package(
        folder=place,
        descriptor={**descriptor_for(place), "created": made.isoformat()},
        version=f"{made:%Y-%m-%d}-{version[:8]}",
        tables=tables,
        faults=(*read_faults(folder / FAULTS), *faults),
        unavailable=unavailable,
        kept_events=EngineEvents(engine, events, folder, figured),
        borrowed=borrowed,
        read_from=opened.address.shown,
    )


def _events(opened: Opened, folder: Path) -> tuple[object, Table]:
    """Return the engine that answers for events, and its table with derived columns."""
    if opened.address.kind == DATABASE:
        fields = _fields()
        raw = events_in(opened, fields)
        marked = with_marks(sound(event_columns(raw, fields)))
        return opened.engine, with_people(marked, opened.table(FIGURES))
    opened.engine.disconnect()
    engine = embedded(folder / SORTED, read_only=True)
    return engine, engine.table(EVENTS)


def _with_lent(package: Package) -> Package:
    """Return a short package with the app's own tables for those that it has no file of."""
    resources = schema.resources_by_name(package.descriptor)
    absent = [
        name
        for name, resource in resources.items()
        if name != EVENTS and not (package.folder / resource["path"]).exists()
    ]
    lent, unavailable = _lent(absent)
    files = {resources[name]["path"] for name in absent}
    still = {name: why for name, why in package.unavailable.items() if name not in absent}
    return replace(
        package,
        tables={**package.tables, **lent},
        unavailable=still | unavailable,
        faults=tuple(fault for fault in package.faults if fault.file not in files),
        borrowed=frozenset(lent).intersection(BORROWED),
    )


def _lent(names: Iterable[str]) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
    """Return the tables lent, those that belong to events without rows; and why some are not."""
    shipped = _shipped()
    lent = {
        name: shipped.tables[name] if name in BORROWED else shipped.tables[name].iloc[:0]
        for name in names
        if name in shipped.tables
    }
    return lent, {name: shipped.unavailable[name] for name in names if name not in lent}


@lru_cache(maxsize=1)
def _shipped() -> Package:
    """Return the package that comes with the app, read once: nothing writes to it."""
    return load_package(SHIPPED_FOLDER)


def _other_tables(
    opened: Opened, descriptor: schema.Descriptor
) -> tuple[dict[str, pd.DataFrame], dict[str, str], list[Fault], frozenset[str]]:
    """Return the tables but events, why some are not there, their faults, and which are lent."""
    tables: dict[str, pd.DataFrame] = {}
    absent: list[str] = []
    unavailable: dict[str, str] = {}
    faults: list[Fault] = []
    for name, resource in schema.resources_by_name(descriptor).items():
        if name == EVENTS:
            continue
        own = opened.table(name)
        if own is None:
            absent.append(name)
            continue
        text = schema.with_present_names(resource, _as_text(opened.engine, own))
        if wrong := schema.column_faults(resource, text):
            unavailable[name] = f"The table {name} cannot be used: {wrong[0]}."
            faults += wrong
        elif len(text) > MOST_ROWS:
            unavailable[name] = f"The table {name} has more than {MOST_ROWS:,} rows."
        else:
            checked, found = schema.check_table(resource, text)
            tables[name] = with_plain_text(checked)
            faults += found
    lent, missing = _lent(absent)
    return tables | lent, unavailable | missing, faults, frozenset(lent).intersection(BORROWED)


def _as_text(engine: object, table: Table) -> pd.DataFrame:
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
