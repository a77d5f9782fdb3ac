"""Made-up events as several engines are given them: a few thousand, and some that are awkward.

What the engines are asked is left to the tests.
"""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from made_events import event_tables

from dashboard.commands.data import postgres_table

ROWS = 3_000
FILES = 4
COPY = "copy events from stdin with (format csv, header match)"

# Signs that mean something to one engine or another, letters that have two ways of being small,
# blanks of each kind, places on the edge of a square, sides of a clash, windows over months.
AWKWARD = (
    {"title": 'O\'Brien said "no"; 100% _sure_ \\ or so!', "notes": "a,b\nc"},
    {"title": "İstanbul'da IŞIK yürüyüşü", "place_country": "TUR", "country": "TKM"},
    {"title": "ӨСКЕМЕНДЕ жиын", "notes": "Ғ Ұ Ң Ӯ Ҷ Ҳ Ӣ Ё Ə Ǆ", "location": "Өскемен"},
    {"title": "ΟΔΟΣ ΣΑΣ", "notes": "STRASSE, Straße"},
    {"title": None, "notes": None, "location": None, "status": None, "confidence": None},
    {"title": "  ", "notes": "", "issue": "  ", "related_countries": "", "status": " "},
    {"sub_event_type": None, "time_precision": None, "end_date": None, "source_id": None},
    {"event_type": "Battles", "sub_event_type": "Armed clash", "related_countries": "TJK;UZB"},
    {"event_type": "Diplomacy", "sub_event_type": "Agreement", "related_countries": "KAZ"},
    {"latitude": 42.75, "longitude": 71.25, "place_country": "KGZ"},
    {"latitude": 41.31, "longitude": 69.28, "place_country": "UZB"},
    {"latitude": -0.25, "longitude": -73.95, "place_country": "USA"},
    {"latitude": 0.1 + 0.2, "longitude": -0.0, "place_country": "GHA"},
    {"latitude": 42.749999999999993, "longitude": None, "place_country": "KGZ"},
    {"end_date": date(2021, 5, 2), "time_precision": 2},
    {"event_date": date(2021, 2, 1), "end_date": date(2021, 2, 28), "time_precision": 3},
    # These three cannot be counted.
    {"country": "XXX"},
    {"end_date": date(2019, 1, 1)},
    {"country": ""},
)
PLAIN = {
    "location": "Somewhere",
    "event_date": date(2021, 2, 27),
    "end_date": date(2021, 2, 27),
    "time_precision": 1,
    "status": "occurred",
    "event_type": "Protests",
    "sub_event_type": "Peaceful protest",
    "country": "KGZ",
    "acled_eligible": True,
    "confidence": "high",
    "source_id": "told-by-nobody",
}


def awkward_events() -> pa.Table:
    """Return the made-up events, words as plain text and days as dates."""
    made = next(event_tables(ROWS, seed=11))
    names = made.column_names
    words = [_plain(made[name].type) for name in names]
    schema = pa.schema(list(zip(names, words, strict=True)))
    rows = [
        {"event_id": f"KGZ-2021-02-27-9{number:06}"} | PLAIN | row
        for number, row in enumerate(AWKWARD)
    ]
    odd = pa.Table.from_pylist([{name: row.get(name) for name in names} for row in rows], schema)
    return pa.concat_tables([made.cast(schema), odd])


def write_parquet(events: pa.Table, folder: Path) -> Path:
    """Write the events as several files, as a cluster would, and return their folder."""
    files = folder / "events"
    files.mkdir(parents=True)
    size = -(-len(events) // FILES)
    for number in range(FILES):
        pq.write_table(events.slice(number * size, size), files / f"part-{number}.parquet")
    return files


def load_into_postgres(events: pa.Table, address: str) -> None:
    """Make the table of events as the app's own command says, and copy the rows into it."""
    # Only `make test` installs it.
    import psycopg

    sink = pa.BufferOutputStream()
    # A blank between quotes is an empty word, without them it is none.
    pa_csv.write_csv(events, sink, pa_csv.WriteOptions(quoting_style="needed"))
    with psycopg.connect(address) as database, database.cursor() as cursor:
        cursor.execute(postgres_table(events.column_names).encode())
        with cursor.copy(COPY) as copy:
            copy.write(sink.getvalue().to_pybytes())


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_dictionary(kind) else kind
