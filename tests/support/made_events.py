"""Made-up events by the million, in the schema of data/events.csv and shaped like ACLED's.

Places are skewed, days come in bursts, rows stand in the order in which they arrived. Nothing in
them happened. `python tests/support/made_events.py 10000000 /tmp/made/10m` writes a folder of them.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from made_places import made_places  # noqa: E402
from made_rows import CODES, DAYS, Chunk, World  # noqa: E402

CHUNK = 1_000_000
GROUP = 120_000
SOURCES = 60
COUNTRY_WEIGHTS = (0.34, 0.24, 0.12, 0.06, 0.23, 0.01)
BURSTS = 90
# Columns whose words seldom come twice: a dictionary would only cost.
VARIED = ("event_id", "title", "notes", "related_event_id")


def make_events(rows: int, path: Path, seed: int = 1, form: str = "") -> Path:
    """Write `rows` made-up events into the folder `path`; the same seed gives the same rows.

    `form` is csv (events.csv), single (events.parquet) or parts (events/part-0000.parquet ...);
    without it the number of rows decides.
    """
    form = form or ("csv" if rows <= 10_000 else "single" if rows <= CHUNK else "parts")
    path.mkdir(parents=True, exist_ok=True)
    tables = event_tables(rows, seed)
    if form == "csv":
        pa_csv.write_csv(pa.concat_tables(tables), path / "events.csv")
    elif form == "single":
        _write(path / "events.parquet", tables)
    else:
        (path / "events").mkdir(exist_ok=True)
        for number, table in enumerate(tables):
            _write(path / "events" / f"part-{number:04d}.parquet", [table])
    return path


def event_tables(rows: int, seed: int = 1) -> Iterator[pa.Table]:
    """Yield the events as tables of at most a million rows, in the order of arrival."""
    world = made_world(rows, seed)
    for number, first in enumerate(range(0, rows, CHUNK)):
        random = np.random.default_rng([seed, number])
        yield Chunk(world, random, first, min(first + CHUNK, rows)).table()


def made_world(rows: int, seed: int) -> World:
    """Spread the rows over days and countries. A cell is a day and a country, days first."""
    random = np.random.default_rng([seed, 2**31])
    places = made_places(seed)
    days = np.arange(DAYS)
    trend = 0.6 + 0.9 * days / DAYS + 0.15 * np.sin(days * 2 * np.pi / 365.25)
    weekday = np.array([1.0, 1.0, 0.95, 1.1, 1.15, 1.3, 0.8])[(days + 4) % 7]
    rates = (trend * weekday * random.gamma(4, 0.25, DAYS))[:, None] * np.array(COUNTRY_WEIGHTS)
    burst_place = np.full((DAYS, len(CODES)), -1)
    for _ in range(BURSTS):
        country = random.choice(5, p=[0.35, 0.25, 0.12, 0.06, 0.22])
        start, length = random.integers(0, DAYS - 25), random.integers(3, 22)
        fading = random.pareto(1.4) * 3 * np.exp(-np.arange(length) / (length / 3))
        rates[start : start + length, country] *= 1 + fading
        home = random.choice(places.of_country(country)[:60])
        burst_place[start : start + length, country] = home
    shares = (rates / rates.sum()).ravel()
    counts = random.multinomial(rows, shares)
    return World(places, np.cumsum(counts), burst_place.ravel(), _sources())


def _sources() -> list[str]:
    """Return keys of sources that exist: the app names their publishers."""
    with (ROOT / "data" / "sources.csv").open(encoding="utf-8", newline="") as file:
        keys = [row["source_id"] for row in csv.DictReader(file) if row["kind"] == "report"]
    return keys[:: max(1, len(keys) // SOURCES)][:SOURCES]


def _write(path: Path, tables: Iterable[pa.Table]) -> None:
    """Write one file; a half-written one never has its name."""
    partial = path.with_suffix(".part")
    writer = None
    for table in tables:
        if writer is None:
            codes: Any = [name for name in table.column_names if name not in VARIED]
            writer = pq.ParquetWriter(
                partial, table.schema, compression="zstd", compression_level=1, use_dictionary=codes
            )
        writer.write_table(table, row_group_size=GROUP)
    if writer is not None:
        writer.close()
        partial.rename(path)


if __name__ == "__main__":
    make_events(int(sys.argv[1]), Path(sys.argv[2]), int((*sys.argv, 1)[3]))
