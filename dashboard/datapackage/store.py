"""The only module that knows where the data is: reads the package, returns checked tables.

The border files of the maps are read here too, once a process.

It gives the data's version too. Rows with a fault are left out and listed; a table that cannot be
read is unavailable and says why, while the others stay in use.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard import schema
from dashboard.datapackage import rules
from dashboard.datapackage.csv_files import checked_file, read_file
from dashboard.engine.address import NOTES
from dashboard.engine.columns import APART, PEOPLE_AGGREGATIONS, SEARCHED
from dashboard.engine.events import Events
from dashboard.engine.memory import MemoryEvents
from dashboard.engine.opening import DataUnavailable
from dashboard.marks import MARKS, mark_of, topic_of
from dashboard.schema import Fault
from dashboard.spellings import SHIPPED_FOLDER, folded
from dashboard.vocabulary import CODED, PEOPLE_MEASURES
from dashboard.wording import number

DESCRIPTOR_NAME = "datapackage.json"
BORDER_FILES = ("world", "neighbours", "countries", "provinces", "water")
Line = tuple[tuple[float, float], ...]
# A GeoJSON object: a collection of features, or one feature.
GeoJson = Mapping[str, Any]


class TooManyEvents(DataUnavailable):
    """More events are asked for one by one than can be read at once."""


@dataclass(frozen=True, eq=False)
class Package:
    """A data package: its tables in memory, and what answers for its events.

    Of a long table of events the rows stay in their engine (`kept_events`), and `tables` has none.
    `read_from` says where long data is kept, without passwords.

    `faults` are the rows left out; `unavailable` says why a table is not here; `borrowed` are the
    tables that the data lacks and the app lends. Two packages are equal only if they are the same
    object, so that what is worked out from one can be kept by it.
    """

    folder: Path
    descriptor: schema.Descriptor
    version: str
    tables: Mapping[str, pd.DataFrame]
    faults: tuple[Fault, ...] = ()
    unavailable: Mapping[str, str] = field(default_factory=dict)
    kept_events: Events | None = None
    borrowed: frozenset[str] = frozenset()
    read_from: str = ""

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by name.

        Raises `DataUnavailable` when it could not be read, `TooManyEvents` for events that stay in
        their engine: these are asked through `events`.
        """
        if name in self.unavailable:
            raise DataUnavailable(self.unavailable[name])
        if name == "events" and self.kept_events:
            raise TooManyEvents(
                f"The data hold {number(self.kept_events.total)} events, too many for this panel."
            )
        return self.tables[name]

    @property
    def held_figures(self) -> pd.DataFrame:
        """The figures that are here: all, or but those of events where these are too many.

        Raises `DataUnavailable` when there are none.
        """
        return self.tables["figures"] if "figures" in self.tables else self.table("figures")

    @cached_property
    def events(self) -> Events:
        """What answers for the events. Raises `DataUnavailable` when they could not be read."""
        if self.kept_events:
            return self.kept_events
        figures = self.tables.get("figures")
        return MemoryEvents(self.table("events"), () if figures is None else figures["event_id"])

    @property
    def lengths(self) -> dict[str, int]:
        """How many rows each table has that could be read, in the order of the package."""
        lengths = {name: len(table) for name, table in self.tables.items()}
        return {"events": self.kept_events.total, **lengths} if self.kept_events else lengths

    @property
    def created(self) -> pd.Timestamp:
        """The day the data was put together, from the descriptor."""
        return pd.Timestamp(self.descriptor["created"]).tz_localize(None).normalize()


def load_package(folder: Path = SHIPPED_FOLDER) -> Package:
    """Read a data package, keeping every row that passes its schema and keys.

    Raises `DataUnavailable` when there is no such folder.
    """
    if not folder.is_dir():
        raise DataUnavailable(f"There is no data folder at {folder}.")
    descriptor = descriptor_for(folder)
    tables: dict[str, pd.DataFrame] = {}
    unavailable: dict[str, str] = {}
    faults: list[Fault] = []
    contents: dict[str, bytes] = {}
    for name, resource in schema.resources_by_name(descriptor).items():
        if resource.get("optional") and not (folder / resource["path"]).exists():
            tables[name] = schema.empty_table(resource)
            continue
        try:
            contents[name] = read_file(folder / resource["path"])
            table, found = checked_file(resource, contents[name])
        except DataUnavailable as trouble:
            unavailable[name] = str(trouble)
            faults.append(Fault(resource["path"], 0, "", "", str(trouble)))
            continue
        faults += found
        if table is None:
            unavailable[name] = f"The table {resource['path']} cannot be used: {found[0]}."
        else:
            tables[name] = table
    for fault in schema.key_faults(descriptor, tables):
        name = fault.file.removesuffix(".csv")
        tables[name] = tables[name].drop(index=fault.row, errors="ignore")
        faults.append(fault)
    if "events" in tables:
        people = people_reported(tables.get("figures"), tables["events"]["event_id"])
        tables["events"] = _with_marks(tables["events"]).assign(**people)
    tables = {name: with_plain_text(table) for name, table in tables.items()}
    version = fingerprint(descriptor, contents)
    return Package(folder, descriptor, version, tables, tuple(faults), unavailable)


def descriptor_for(folder: Path) -> schema.Descriptor:
    """Return the app's descriptor with what a folder says of itself.

    That is the day of the import, of a folder that was imported into, and the month to open with,
    which only a folder's own descriptor names. Raises `DataUnavailable`.
    """
    descriptor = shipped_descriptor()
    try:
        own = json.loads((folder / DESCRIPTOR_NAME).read_text("utf-8")).get("default_month")
    except (OSError, ValueError, AttributeError):
        own = None
    return {**_dated(descriptor, folder), "default_month": own}


def _dated(descriptor: schema.Descriptor, folder: Path) -> schema.Descriptor:
    try:
        when = json.loads((folder / NOTES).read_text("utf-8"))["when"]
        day = pd.Timestamp(when)
    except (OSError, ValueError, KeyError, TypeError):
        return descriptor
    return {**descriptor, "created": when, "version": f"{day:%Y.%m.%d}"}


def check_package(folder: Path) -> list[Fault]:
    """Return every fault of the package in `folder`: schema, keys and the rules of the subject.

    Raises `DataUnavailable` when there is no such folder.
    """
    package = load_package(folder)
    faults = [*package.faults]
    if (folder / DESCRIPTOR_NAME).is_file():
        faults += [*_descriptor_faults(folder), *_month_faults(package)]
    else:  # the app lends such a folder what it has no file of
        absent = {each["path"] for each in package.descriptor["resources"]} - {"events.csv"}
        absent = {name for name in absent if not (folder / name).is_file()}
        faults = [fault for fault in faults if fault.file not in absent]
    faults += rules.subject_faults(package.tables, country_outlines())
    return sorted(set(faults))


def fingerprint(descriptor: schema.Descriptor, contents: Mapping[str, bytes]) -> str:
    """Return the data version: the descriptor's, a date, and eight digits over what was read.

    `contents` has by table what its file held, nothing of one that was not there.
    """
    digest = hashlib.sha256()
    for name in schema.resources_by_name(descriptor):
        digest.update(contents.get(name, b"missing"))
    return f"{descriptor['version']}-{digest.hexdigest()[:8]}"


def geo_folder() -> Path:
    """Return the folder of the border files."""
    return SHIPPED_FOLDER / "geo"


@lru_cache(maxsize=1)
def country_outlines() -> Mapping[str, BaseGeometry]:
    """Return outlines by alpha-3 code: the five in detail, the rest of the world coarse.

    Raises `DataUnavailable` without the border files.
    """
    outlines: dict[str, BaseGeometry] = {}
    for name in ("world", "neighbours", "countries"):
        for feature in border_files()[name]["features"]:
            code = feature["properties"].get("iso_code")
            outline = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
            if name == "neighbours" and code in outlines:
                outline = shapely.union(outline, outlines[code])
            outlines[code] = outline
    return outlines


def shipped_descriptor() -> schema.Descriptor:
    """Return the descriptor that comes with the app. Raises `DataUnavailable`."""
    return _read_descriptor(SHIPPED_FOLDER)


def _read_descriptor(folder: Path) -> schema.Descriptor:
    try:
        return json.loads((folder / DESCRIPTOR_NAME).read_text("utf-8"))
    except (OSError, ValueError) as trouble:
        raise DataUnavailable(
            f"The description of the data, {folder / DESCRIPTOR_NAME}, cannot be read."
        ) from trouble


def _descriptor_faults(folder: Path) -> list[Fault]:
    try:
        described = {resource["path"] for resource in _read_descriptor(folder)["resources"]}
    except DataUnavailable as trouble:
        return [Fault(DESCRIPTOR_NAME, 0, "", "", str(trouble))]
    except (KeyError, TypeError):
        rule = "must list the package's tables, each with its path"
        return [Fault(DESCRIPTOR_NAME, 0, "resources", "", rule)]
    return [
        Fault(DESCRIPTOR_NAME, 0, "resources", path, "is not in the folder")
        for path in sorted(described)
        if not (folder / path).is_file()
    ]


def _month_faults(package: Package) -> list[Fault]:
    """Refuse a month to open with in which no event began: the app would open with another."""
    named = package.descriptor.get("default_month")
    if named is None or "events" not in package.tables:
        return []
    if named in set(package.tables["events"]["event_date"].dt.strftime("%Y-%m")):
        return []
    rule = "must be a month with events, such as 2020-06; the app opens with the last that has some"
    return [Fault(DESCRIPTOR_NAME, 0, "default_month", str(named), rule)]


def _with_marks(events: pd.DataFrame) -> pd.DataFrame:
    """Add what filters and charts need.

    `mark` and `topic`; `concerned`, the countries under which the event is found; `dataset`, the
    source of an imported event, whose key begins with one, `CODED` of others; `actors`, both sides
    of it; `searched`, the text to search in; `abroad`, whether it took place outside the country it
    concerns; `exact`, whether its day is known.
    """
    kinds = list(zip(events["event_type"], events["sub_event_type"], strict=True))
    words = events[[*SEARCHED]].fillna("")
    marks = [mark_of(*kind) for kind in kinds]
    between = np.array([MARKS[mark].is_found_under_both for mark in marks], dtype=bool)
    others = (";" + events["related_countries"]).where(between).fillna("")
    return events.assign(
        mark=marks,
        concerned=events["country"] + others,
        actors=_both_sides(events),
        dataset=events["source_id"].where(events["event_id"].str.contains(":"), CODED),
        topic=[topic_of(*kind) for kind in kinds],
        searched=[folded(APART.join(row)) for row in words.itertuples(index=False, name=None)],
        abroad=events["place_country"].notna() & _is_abroad(events),
        exact=(
            events["time_precision"].eq(1).fillna(False).astype(bool)
            & events["event_date"].eq(events["end_date"])
        ),
    ).sort_values(["event_date", "end_date", "event_id"], kind="stable")


def people_reported(figures: pd.DataFrame | None, event_ids: pd.Series) -> dict[str, pd.Series]:
    """Return how many `people` and `fatalities` at least the figures report, one an event.

    "More than 100" is at least 100, "about 100" is 100, a range its lower end; "up to 100" and
    "dozens" are no number that is surely reached, and 0. People are those of the one measure of
    which there are most, for those detained may have taken part.
    """
    none = pd.Series(0, event_ids.index, dtype="Int64")
    if figures is None:
        return {"people": none, "fatalities": none}
    reported = figures.assign(least=figures["low"].fillna(figures["best"]))
    reported = reported[reported["measure"].isin(PEOPLE_MEASURES) & reported["least"].notna()]
    for keys, chosen in PEOPLE_AGGREGATIONS:
        reported = reported.groupby(list(keys), as_index=False)["least"].agg(chosen)
    killed = reported[reported["measure"].eq("killed")]
    return {
        name: event_ids.map(rows.groupby("event_id")["least"].max()).fillna(0).astype("Int64")
        for name, rows in (("people", reported), ("fatalities", killed))
    }


def _both_sides(events: pd.DataFrame) -> list[str]:
    """Return who acts and whom it meets, "A;B"; of one alone its name, of none nothing."""
    sides = events[["actor1", "actor2"]].fillna("").itertuples(index=False, name=None)
    return [";".join(filter(None, both)).replace("; ", ";") for both in sides]


def _is_abroad(events: pd.DataFrame) -> pd.Series:
    """Return True where an event took place outside the country it concerns."""
    return events["place_country"].ne(events["country"]) & events["country"].ne("REG")


def with_plain_text(table: pd.DataFrame) -> pd.DataFrame:
    """Keep text as Python strings in one block; a figure without words of its source has "".

    Choosing rows of a small table is then several times faster.
    """
    if "as_reported" in table:
        table = table.assign(as_reported=table["as_reported"].fillna(""))
    return table.astype(dict.fromkeys(table.columns[table.dtypes.eq("str")], object)).copy()


@lru_cache(maxsize=1)
def border_files() -> Mapping[str, GeoJson]:
    """Return the border files as GeoJSON by name. Raises `DataUnavailable` without them."""
    try:
        return {
            name: json.loads((geo_folder() / f"{name}.geojson").read_text("utf-8"))
            for name in BORDER_FILES
        }
    except (OSError, ValueError) as trouble:
        raise DataUnavailable(
            f"The borders in {geo_folder()} cannot be read: {trouble}"
        ) from trouble


@lru_cache(maxsize=1)
def borders_version() -> str:
    """Return eight digits that change when a border does, for addresses that are kept for long."""
    text = json.dumps(border_files(), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@lru_cache(maxsize=64)
def province_outline(admin1: str) -> tuple[Line, ...]:
    """Return a province's outer lines as (longitude, latitude); empty when not held."""
    for feature in border_files()["provinces"]["features"]:
        if feature["properties"]["admin1"] == admin1:
            return tuple(tuple((x, y) for x, y in rings[0]) for rings in polygons(feature))
    return ()


def polygons(feature: GeoJson) -> list[list[list[list[float]]]]:
    """Return a feature's polygons, each an outer ring and its holes."""
    shape = feature["geometry"]
    return [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
