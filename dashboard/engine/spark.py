"""Asks a Spark cluster: `pyspark://host:port/folder` or `pyspark://host:port?table=name`.

The folder holds Parquet files of events that every worker can read; a table is one of the cluster's
catalogue. Memory, cores and the like are Spark's own settings (spark-defaults.conf).
"""

import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from ibis.formats.pyarrow import PyArrowData

from dashboard.engine.columns import Engine, Table

if TYPE_CHECKING:
    import pyarrow as pa

SCHEME = "pyspark"
APPLICATION = "Central Asia Monitor"
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
