"""Opens what an address names, and gives its tables as Ibis expressions. Knows no selection.

A folder or a DuckDB file is read by DuckDB, embedded; a database by its own engine. A Spark cluster
is `pyspark://host:port/folder` or `pyspark://host:port?table=name`: the folder holds Parquet files
that every worker can read, a table is one of the cluster's catalogue. Memory, cores and the like
are Spark's own settings (spark-defaults.conf).
"""

import hashlib
import logging
import os
import re
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import ibis
import pyarrow as pa
from ibis.formats.pyarrow import PyArrowData

from dashboard.engine.address import DATABASE, DUCKDB, DataAddress
from dashboard.engine.columns import Engine, Table
from dashboard.engine.cubes import SHAPE
from dashboard.engine.patience import SECONDS, in_time

SPARK = "pyspark"
APPLICATION = "Central Asia Monitor"
# How databases name the user whose login they refuse: a matter of who runs the server.
LOGIN_REFUSED = re.compile(r"\b(user|role) [\"'`]", re.IGNORECASE)
_log = logging.getLogger(__name__)
# Who only looks keeps nobody waiting: workers not needed for a while are let go, so that data can
# be prepared beside, by another process, on the same workers.
SHARING: dict[str, Any] = {
    "spark.dynamicAllocation.enabled": "true",
    "spark.dynamicAllocation.shuffleTracking.enabled": "true",
    "spark.dynamicAllocation.shuffleTracking.timeout": "15s",
}


def connect_to_spark(address: str, name: str) -> Engine:
    """Connect to the cluster at an address, with its events under `name`.

    Without a host the master is the one in Spark's settings. Connections of one process share one
    application on the cluster, which stays when they are closed; none sees the names of another.
    """
    parts = urlsplit(address)
    master = f"spark://{parts.netloc}" if parts.netloc else ""
    table = parse_qs(parts.query).get("table")
    with warnings.catch_warnings():
        # Said for any pandas of this year; no pandas passes between Spark and the app.
        warnings.filterwarnings("ignore", "PySpark does not yet", FutureWarning)
        session = _session(master)
        events = session.table(table[0]) if table else session.read.parquet(unquote(parts.path))
        events.createOrReplaceTempView(name)
        return _engine_type()().connect(session=session)


def _session(master: str) -> Engine:
    # Not at the top: Spark is not among what the app needs.
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName(APPLICATION).config(map=SHARING)
    session = (builder.master(master) if master else builder).getOrCreate().newSession()
    asked = session.sparkContext.master
    if master not in ("", asked):
        raise ValueError(f"this process already asks the cluster {asked}; start it anew")
    return session


def _engine_type() -> Engine:
    """Return Ibis' engine for Spark, but that answers come as Arrow tables, not by way of pandas.

    By way of pandas whole numbers with gaps would become fractions, and each query would warn of
    pandas' version.
    """
    from ibis.backends.pyspark import Backend

    class Engine(Backend):
        def to_pyarrow(self, expr: Table, /, **asked: Any) -> "pa.Table":
            self._run_pre_execute_hooks(expr)
            table = expr.as_table()
            rows = self.raw_sql(self.compile(table, **asked)).toArrow()
            return expr.__pyarrow_result__(PyArrowData.convert_table(rows, table.schema()))

        def disconnect(self) -> None:
            """Leave the application: it is shared, and to start it takes seconds."""

    Engine.register_options()
    return Engine


EVENTS, FIGURES = "events", "figures"
SUFFIXES = (".parquet", ".csv")
ATTACHED = "given"
LISTED = "SELECT table_name FROM information_schema.tables WHERE table_catalog = ?"
# What speaks to a database, where Ibis' own list of it would hold Spark back or bring too much.
DRIVERS = {
    "postgres": "psycopg[binary]",
    "postgresql": "psycopg[binary]",
    "clickhouse": "clickhouse-connect",
    "trino": "trino",
    "pyspark": "pyspark",
}
# What a query may hold in memory.
MEMORY = "600MB"
# Part of a data version with the shape of the cubes; raise it when a derived column changes.
FORMAT = "9"
_ONE_AT_A_TIME = threading.Lock()


class DataUnavailable(Exception):
    """A table, or the whole package, cannot be used; the message says why in plain words."""


class EngineUnavailable(DataUnavailable):
    """An address cannot be opened or read; the message says why, without passwords."""


@dataclass(frozen=True)
class Opened:
    """An engine with the tables of an address in it."""

    address: DataAddress
    engine: Engine  # ibis.BaseBackend; its methods differ from engine to engine

    def table(self, name: str) -> Table | None:
        """Return a table; None when the address has none of that name."""
        if self.address.kind == DATABASE:
            return self.engine.table(name) if name in self.engine.list_tables() else None
        if self.address.kind == DUCKDB:
            # Not by Ibis' own list_tables, which asks DuckDB for what it no longer has.
            known = self.engine.con.execute(LISTED, [ATTACHED]).fetchall()
            where = (ATTACHED, "main")
            return self.engine.table(name, database=where) if (name,) in known else None
        files = files_of(self.address.path, name)
        return read_files(self.engine, files) if files else None

    def version(self) -> str:
        """Return a fingerprint that changes when the events do.

        Of files, those of the figures too: their names, sizes and times. Of a database: how many
        events and figures there are, the first and last of their days and, where there is such a
        column, the last `timestamp`. A change that leaves all these as they are is not seen.
        """
        if self.address.kind != DATABASE:
            return version_of_files(self.address)
        figures = self.table(FIGURES)
        number = 0 if figures is None else answer(self.engine, figures.agg(rows=figures.count()))
        return _version(
            f"{_description_of_table(self.engine, self.table(EVENTS))}\nfigures {number}"
        )


def version_of_files(address: DataAddress) -> str:
    """Return the same for files, of which nothing is opened. Raises `EngineUnavailable`."""
    path = address.path
    try:
        if address.kind == DUCKDB:
            return _version(_description_of_files(path.parent, [path]))
        files = [file for name in (EVENTS, FIGURES) for file in files_of(path, name)]
        return _version(_description_of_files(path, files))
    except OSError as trouble:
        raise EngineUnavailable(in_plain_words(address, trouble)) from None


def owner_of(address: DataAddress) -> str:
    """Name an address for the cache folder, without giving it away."""
    return f"data-{hashlib.sha256(address.text.encode()).hexdigest()[:8]}"


def open_address(
    address: DataAddress, *, workplace: Path | None = None, memory: str = MEMORY
) -> Opened:
    """Open an address; embedded addresses in the DuckDB file `workplace`, or in memory.

    Raises `EngineUnavailable`.
    """
    try:
        if address.kind == DATABASE:
            return Opened(address, connect(address))
        engine = embedded(workplace, memory=memory)
        if address.kind == DUCKDB:
            if not address.path.is_file():
                raise EngineUnavailable(f"There is no file {address.shown}.")
            engine.attach(str(address.path), ATTACHED, read_only=True)
        elif not address.path.is_dir():
            raise EngineUnavailable(f"There is no data folder at {address.shown}.")
    except EngineUnavailable:
        raise
    except Exception as trouble:  # each engine raises its own
        raise EngineUnavailable(in_plain_words(address, trouble)) from None
    return Opened(address, engine)


def embedded(file: Path | None, *, read_only: bool = False, memory: str = MEMORY) -> Engine:
    """Open DuckDB on a file, or in memory; what does not fit `memory` goes to a temporary file."""
    settings: dict[str, Any] = {"memory_limit": memory}
    if file is not None:
        settings["temp_directory"] = str(file.parent / "spill")
    return ibis.duckdb.connect(str(file or ":memory:"), read_only=read_only, **settings)


def connect(address: DataAddress) -> Engine:
    """Connect to a database by the address that Ibis understands.

    Raises `EngineUnavailable` for an address that no engine should see, or without its driver.
    """
    scheme = address.text.partition("://")[0]
    if set(address.login) & set("/?#"):
        raise EngineUnavailable(
            f"The data at {address.shown} cannot be opened: in a user's name or password the signs "
            "/ ? # @ : are written %2F %3F %23 %40 %3A."
        )
    try:
        if scheme == SPARK:
            return connect_to_spark(address.text, EVENTS)
        os.environ.setdefault("PGCONNECT_TIMEOUT", f"{SECONDS:.0f}")
        return ibis.connect(address.text)
    except ImportError:
        driver = DRIVERS.get(scheme, f"ibis-framework[{scheme}]")
        raise EngineUnavailable(
            f"The data at {address.shown} needs a driver that is not installed: "
            f"python -m pip install '{driver}'"
        ) from None


def answer(engine: Engine, asked: Table, *, apart: bool = False) -> pa.Table:
    """Return the rows asked for. Safe to call from several threads.

    One call is answered after another. Those of pages are answered `apart`: of DuckDB each by a
    cursor of its own, which sees the file's tables but not those that were opened for a while; of a
    database in some seconds or not at all.

    Raises `EngineUnavailable`.
    """
    try:
        if apart and engine.name == "duckdb":
            rows = engine.con.cursor().sql(engine.compile(asked)).to_arrow_table()
            return rows.cast(asked.schema().to_pyarrow())
        if apart:
            return in_time(engine, partial(_asked_again_if_cut, engine, asked))
        with _ONE_AT_A_TIME:
            return _asked_again_if_cut(engine, asked)
    except Exception as trouble:  # each engine raises its own
        raise EngineUnavailable(
            f"The data cannot be asked just now: {_for_visitors(_first_line(trouble))}"
        ) from trouble


def in_parts(engine: Engine, asked: Table, size: int) -> Iterator[pa.Table]:
    """Yield the rows asked of DuckDB in their order, `size` at once, the last the rest."""
    held: list[pa.RecordBatch] = []
    for batch in engine.con.cursor().sql(engine.compile(asked)).to_arrow_reader(size):
        held.append(batch)
        while sum(each.num_rows for each in held) >= size:
            table = pa.Table.from_batches(held).combine_chunks()
            yield table.slice(0, size)
            held = table.slice(size).to_batches()
    if any(each.num_rows for each in held):
        yield pa.Table.from_batches(held).combine_chunks()


def _asked_again_if_cut(engine: Engine, asked: Table) -> pa.Table:
    """Return the rows; a connection cut by a server that was started anew is made again, once."""
    try:
        return engine.to_pyarrow(asked)
    except Exception:
        if not getattr(getattr(engine, "con", None), "closed", False):
            raise
    engine.reconnect()
    return engine.to_pyarrow(asked)


def files_of(folder: Path, name: str) -> list[Path]:
    """Return the files of a table: `events.parquet`, `events.csv` or those in the folder `events`.

    A folder may be partitioned (`events/year=2020/...`). Raises `EngineUnavailable` where there are
    several of these: which of them is meant nobody can know.
    """
    alone = ([folder / f"{name}{suffix}"] for suffix in SUFFIXES)
    parts = (sorted((folder / name).rglob(f"*{suffix}")) for suffix in SUFFIXES)
    found = [files for files in (*alone, *parts) if files and files[0].is_file()]
    if len(found) > 1:
        one, other = (files[0].relative_to(folder) for files in found[:2])
        raise EngineUnavailable(
            f"In {folder} are both {other} and {one}: two tables of {name}. Keep one of them."
        )
    return found[0] if found else []


def read_files(engine: Engine, files: Sequence[Path]) -> Table:
    """Return files of one kind as a table; of CSV every column is text."""
    paths = [str(file) for file in files]
    if files[0].suffix == ".csv":
        return engine.read_csv(paths, all_varchar=True, union_by_name=True, header=True)
    return engine.read_parquet(paths, union_by_name=True)


def in_plain_words(address: DataAddress, trouble: Exception) -> str:
    """Say that an address cannot be opened, and the first line of why, without secrets."""
    reason = _first_line(trouble).replace(address.text, address.shown)
    for secret in _secrets(address):
        reason = reason.replace(secret, "…")
    return f"The data at {address.shown} cannot be read: {_for_visitors(reason)}"


def _for_visitors(reason: str) -> str:
    """Return why data cannot be read; that a login is refused without whose, which the log has."""
    if not LOGIN_REFUSED.search(reason):
        return reason
    _log.warning(reason)
    return "the database refuses the login; the server's log says which."


def _first_line(trouble: Exception) -> str:
    return (str(trouble).strip().splitlines() or [type(trouble).__name__])[0]


def _secrets(address: DataAddress) -> Iterable[str]:
    password = address.login.partition(":")[2]
    return [secret for secret in (address.login, password, unquote(password)) if secret]


def _version(description: str) -> str:
    return hashlib.sha256(f"{FORMAT}\n{SHAPE}\n{description}".encode()).hexdigest()[:12]


def _description_of_files(folder: Path, files: Iterable[Path]) -> str:
    stats = ((file.relative_to(folder), file.stat()) for file in files)
    return "\n".join(f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats)


def _description_of_table(engine: Engine, events: Table | None) -> str:
    if events is None:
        return "no events"
    asked = {"rows": events.count()}
    for name in ("event_date", "timestamp"):
        if name in events.columns:
            asked |= {f"first_{name}": events[name].min(), f"last_{name}": events[name].max()}
    extent = answer(engine, events.aggregate(**asked)).to_pylist()[0]
    columns = ", ".join(f"{name} {kind}" for name, kind in events.schema().items())
    return f"{extent}\n{columns}"
