"""Makes what is kept of a data version: sorted events where DuckDB is the engine, and the cubes.

Where it is kept is in `cache`; what is asked of it later in `events`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.engine.address import DATABASE, DataAddress
from dashboard.engine.cache import Progress
from dashboard.engine.cells import FOLDER, write_cells
from dashboard.engine.columns import (
    APART,
    ORDER,
    Table,
    event_columns,
    missing_columns,
    untyped_columns,
    with_marks,
    with_people,
)
from dashboard.engine.cubes import CUBES, leaders
from dashboard.engine.faults import faults_in, first_of_each_key, repeated_in, sound
from dashboard.engine.opening import (
    EVENTS,
    FIGURES,
    EngineUnavailable,
    Opened,
    answer,
    open_address,
)
from dashboard.engine.ranking import points_of
from dashboard.engine.word_index import FOLDER as WORDS
from dashboard.engine.word_index import write_words
from dashboard.schema import Fault
from dashboard.wording import say

SORTED = "events.duckdb"
FAULTS = "faults.json"
LEADERS = "leaders"
# What sorting may hold in memory; the rest goes to a temporary file.
MEMORY = "3GB"
# The shares of the work that are done when a step begins.
SORTING, CHECKING, CODING, INDEXING, CUBING = 0.02, 0.0, 0.6, 0.65, 0.8

Fields = Sequence[Mapping[str, object]]


def prepare(address: DataAddress, fields: Fields, folder: Path, progress: Progress) -> None:
    """Fill `folder` with the cubes of the events at an address, and their sorted copy if embedded.

    Raises `EngineUnavailable` when there is no table of events, or it cannot be read.
    """
    progress(CHECKING, say("Opening the data"))
    workplace = folder / SORTED if address.kind != DATABASE else None
    opened = open_address(address, workplace=workplace, memory=MEMORY)
    try:
        raw = events_in(opened, fields)
        faults, repeated = faults_in(opened, raw, fields), repeated_in(opened, raw)
        events = sound(event_columns(raw, fields))
        if repeated and not workplace:
            raise EngineUnavailable(
                f"The table of events at {address.shown} has several rows of one key. "
                f"{repeated[0]}. Make event_id its primary key."
            )
        if repeated:
            events = first_of_each_key(events)
        marked = with_people(with_marks(events), opened.table(FIGURES))
        if workplace:
            progress(SORTING, say("Sorting the events by day"))
            marked = _sorted_copy(opened.engine, marked)
            progress(CODING, say("Coding the events"))
            write_cells(opened.engine, marked, folder / FOLDER)
            progress(INDEXING, say("Listing the words of the events"))
            write_words(opened.engine, marked, folder / WORDS)
        _make_cubes(opened.engine, marked, folder, progress)
    except EngineUnavailable:
        raise
    finally:
        opened.engine.disconnect()
    write_faults(folder / FAULTS, [*faults, *repeated])
    progress(1.0, say("Done"))


def events_in(opened: Opened, fields: Fields) -> Table:
    """Return the table of events as it is kept. Raises `EngineUnavailable` when there is none."""
    raw = opened.table(EVENTS)
    where = opened.address.shown
    if raw is None:
        raise EngineUnavailable(f"There is no table of events at {where}.")
    if missing := missing_columns(raw):
        raise EngineUnavailable(
            f"The table of events at {where} lacks the columns {', '.join(missing)}."
        )
    if opened.address.kind == DATABASE and (untyped := untyped_columns(raw, fields)):
        raise EngineUnavailable(
            f"The table of events at {where} keeps as text what must be dates, numbers or true and "
            f"false: {', '.join(untyped)}."
        )
    return raw


def _sorted_copy(engine: object, events: Table) -> Table:
    """Write the events in order of day, so that a period is read from where it begins.

    The text that is searched has each of its words once, for no search goes over a blank, and is
    not compressed: a search then takes less than half the time.
    """
    words = events.searched.replace(APART, " ").split(" ").unique().join(" ")
    events = events.mutate(searched=words)
    types = {
        name: engine.compiler.type_mapper.to_string(kind) for name, kind in events.schema().items()
    }
    types["searched"] += " USING COMPRESSION uncompressed"
    columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    engine.raw_sql(f"CREATE TABLE {EVENTS} ({columns})")
    engine.raw_sql(f"INSERT INTO {EVENTS} {engine.compile(events.order_by(list(ORDER)))}")
    return engine.table(EVENTS)


def cube_file(folder: Path, name: str) -> Path:
    """Return where a cube is kept."""
    return folder / f"{name}.parquet"


def write_faults(file: Path, faults: Sequence[Fault]) -> None:
    """Keep the faults found, to be shown beside the data."""
    file.write_text(json.dumps([asdict(fault) for fault in faults]), "utf-8")


def read_faults(file: Path) -> tuple[Fault, ...]:
    """Return the faults kept."""
    return tuple(Fault(**fields) for fields in json.loads(file.read_text("utf-8")))


def _make_cubes(engine: object, events: Table, folder: Path, progress: Progress) -> None:
    expressions = {name: cube.count(events) for name, cube in CUBES.items()}
    expressions[LEADERS] = leaders(events, points_of(events)).order_by(list(ORDER))
    for place, (name, expression) in enumerate(expressions.items()):
        share = CUBING + (1 - CUBING) * place / len(expressions)
        words = say("Counting the events: {done} of {all}", done=place + 1, all=len(expressions))
        progress(share, words)
        cells: pa.Table = answer(engine, expression)
        pq.write_table(cells, cube_file(folder, name))
