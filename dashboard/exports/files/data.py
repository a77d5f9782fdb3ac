"""An exhibit's rows as data: CSV, JSON, Parquet, GeoJSON; what is known of them, how to cite them.

What is known is said as a Data Package says it: names are those of Frictionless' Data Package and
Table Schema wherever these have one. CSV is for programs, for Excel with a decimal comma, and as
on the screen.
"""

import csv
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.csv import WriteOptions, write_csv

import dashboard
from dashboard.datapackage.store import shipped_descriptor
from dashboard.dates import day
from dashboard.exports.cells import (
    exact_text,
    harmless_text,
    is_blank,
    is_day,
    is_number,
    with_plain_sign,
)
from dashboard.exports.metadata import PRODUCT, Metadata, file_stem
from dashboard.exports.reproducible import archive
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.table import Table
from dashboard.panels.tidy import Field, tidy
from dashboard.wording import say, start_of_line

# As R, pandas, DuckDB and spreadsheets all read them.
FLAGS = {True: "TRUE", False: "FALSE"}

WRITERS: Mapping[str, Callable[[Any], str]] = {
    "string": harmless_text,
    "bool": lambda cell: FLAGS[cell],
}
PLACE = ("longitude", "latitude")
# Under this name the metadata stand in a Parquet file.
METADATA = "metadata"
# What names a feature, where it is there.
FEATURE_ID = "event_id"
# The tables whose fields say what a column of the same name holds, the first that has it.
DESCRIBED_IN = ("events", "figures", "sources", "covid_daily", "rates")
SPECIAL = re.compile(r"([&%$#_{}])")


def make_csv(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the rows as data: one header, commas, decimal points, UTF-8 without a mark before it.

    R and Google Sheets would read such a mark as part of the first column's name.
    """
    buffer = BytesIO()
    write_csv(_as_texts(tidy(exhibit.table).rows), buffer, WriteOptions(quoting_style="needed"))
    return buffer.getvalue()


def make_comma_csv(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the same data as Excel reads it where a comma parts the decimals.

    That is: semicolons between columns, a mark before UTF-8.
    """
    rows = _as_texts(tidy(exhibit.table).rows)
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(rows.column_names)
    columns = [[_with_comma(cell) for cell in column.to_pylist()] for column in rows.columns]
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue().encode("utf-8-sig")


def make_shown_csv(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the rows as on the screen, for pasting.

    The metadata comes first, one `# name,"text"` line each, then an empty line. Text is quoted, so
    that a `#` inside a cell is safe.
    """
    head = [f"# {name},{_quoted(text)}" for name, text in metadata.facts(exhibit).items()]
    return _joined([*head, "", *_lines(exhibit.table)])


def make_plain_csv(rows: pd.DataFrame) -> bytes:
    """Write rows of the data, whose metadata stands beside them."""
    flags = {str(name): rows[name].map(FLAGS) for name in rows.select_dtypes(bool)}
    return _joined(_lines(rows.assign(**flags)), "utf-8")


def _as_texts(rows: pa.Table) -> pa.Table:
    """Write yes and no in words, and a text so that no spreadsheet reads it as a formula."""
    for place, (name, column) in enumerate(zip(rows.column_names, rows.columns, strict=True)):
        write = WRITERS.get(str(column.type))
        if write:
            texts = [None if cell is None else write(cell) for cell in column.to_pylist()]
            rows = rows.set_column(place, name, pa.array(texts, pa.string()))
    return rows


def _with_comma(value: object) -> str:
    text = exact_text(value)
    return text.replace(".", ",") if isinstance(value, float) else text


def _lines(rows: pd.DataFrame | Table) -> list[str]:
    shown = rows.shown if isinstance(rows, Table) else rows
    head = ",".join(_quoted(str(name)) for name in shown.columns)
    cells = shown.itertuples(index=False, name=None)
    return [head, *(",".join([_cell(with_plain_sign(value)) for value in row]) for row in cells)]


def _joined(lines: Iterable[str], encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join([*lines, ""]).encode(encoding)


def _cell(value: object) -> str:
    # Most cells are words, which are asked nothing more.
    if isinstance(value, str):
        return _quoted(value)
    if is_blank(value):
        return ""
    text = exact_text(value)
    return text if is_number(value) or is_day(value) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + harmless_text(text).replace('"', '""') + '"'


def make_json(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write a list of objects, one a row and a line; a blank is null, a day an ISO text."""
    rows = tidy(exhibit.table).rows.to_pylist()
    return b"[\n" + b",\n".join(map(orjson.dumps, rows)) + b"\n]\n"


def make_parquet(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write Parquet, with all that `metadata.json` says in the file's own metadata."""
    rows = tidy(exhibit.table).rows
    about = {METADATA: orjson.dumps(described(exhibit, metadata))}
    buffer = BytesIO()
    pq.write_table(rows.replace_schema_metadata(about), buffer)
    return buffer.getvalue()


def make_geojson(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write every row as a feature; one whose place is not known has no geometry.

    `geo_precision` says how closely a place is known, as ACLED does: 1 the very place, 2 near it, 3
    a province.
    """
    features = [_feature(row) for row in tidy(exhibit.table).rows.to_pylist()]
    about = orjson.dumps(described(exhibit, metadata))
    lines = b",\n".join(map(orjson.dumps, features))
    return (
        b'{"type":"FeatureCollection","metadata":' + about + b',"features":[\n' + lines + b"\n]}\n"
    )


def _feature(row: dict[str, object]) -> dict[str, object]:
    place = [row.pop(name, None) for name in PLACE]
    geometry = None if None in place else {"type": "Point", "coordinates": place}
    feature = {"type": "Feature", "geometry": geometry, "properties": row}
    return feature | {"id": row[FEATURE_ID]} if row.get(FEATURE_ID) else feature


def make_metadata(exhibit: Exhibit, metadata: Metadata, path: str = "") -> bytes:
    """Write what is known of the data: a descriptor of a Data Package, whose file is at `path`."""
    descriptor = described(exhibit, metadata, path)
    return orjson.dumps(descriptor, option=orjson.OPT_INDENT_2) + b"\n"


def make_zip(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Pack the data as CSV with its descriptor, which names it."""
    stem = file_stem(exhibit, metadata)
    files = {
        f"{stem}.csv": make_csv(exhibit, metadata),
        f"{stem}.metadata.json": make_metadata(exhibit, metadata),
    }
    return archive(files, metadata.made_on)


def has_places(exhibit: Exhibit) -> bool:
    """Say whether rows are events or squares of a map, which stand somewhere; figures do not."""
    keys = {column.key for column in exhibit.table.columns}
    return {*PLACE} <= keys or (FEATURE_ID in keys and "figure_id" not in keys)


def described(exhibit: Exhibit, metadata: Metadata, path: str = "") -> dict[str, object]:
    """Return what is known of an exhibit's data: a descriptor with one resource, its CSV file.

    `path` is that of the file, if it is not named as it would be alone.
    """
    stem = file_stem(exhibit, metadata)
    descriptor = {
        "profile": "tabular-data-package",
        "name": stem.replace("_", "-"),
        "title": exhibit.title,
        "description": ". ".join(filter(None, (exhibit.unit, exhibit.notes))),
        "homepage": metadata.link,
        "version": metadata.data_version,
        "created": f"{metadata.made_on.isoformat()}T00:00:00Z",
        "application": {"title": PRODUCT, "version": app_version()},
        "filters": metadata.filters,
        "query": dict(metadata.query),
        "shown": {"count": exhibit.shown, "of": exhibit.total, "what": exhibit.noun},
        "licenses": shipped_descriptor()["licenses"],
        "rights": say(
            "The licence is that of the coding and of what is counted from it. Each source keeps "
            "its own, named beside it."
        ),
        "sources": sources_in_full(exhibit, metadata),
        "citation": citation(exhibit, metadata),
        "bibtex": bibtex(exhibit, metadata),
        "resources": [
            {
                "name": stem.replace("_", "-"),
                "path": path or f"{stem}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_described(field) for field in tidy(exhibit.table).fields],
                    "missingValues": [""],
                },
            }
        ],
    }
    return {name: value for name, value in descriptor.items() if value != ""}


def dictionary(exhibit: Exhibit) -> pd.DataFrame:
    """Return the columns of the data, a row each, with what they hold."""
    columns = ("name", "type", "title", "description", "unit")
    rows = [_described(field) for field in tidy(exhibit.table).fields]
    cells = {name.capitalize(): [row.get(name, "") for row in rows] for name in columns}
    return pd.DataFrame(cells, dtype=object)


def sources_in_full(exhibit: Exhibit, metadata: Metadata) -> list[dict[str, str]]:
    """Return the sources of an exhibit, all of them: as a Data Package names them, and their ids.

    Of a source that the table of sources does not hold there is the id alone.
    """
    if metadata.sources.empty:
        return [{"title": name} for name in exhibit.sources.publishers]
    rows = metadata.sources.set_index("source_id")
    return [_source(source, rows) for source in exhibit.sources.ids]


def _source(source: str, rows: pd.DataFrame) -> dict[str, str]:
    if source not in rows.index:
        return {"source_id": source, "title": source}
    row = rows.loc[source]
    fields = {
        "title": row["title"],
        "path": row["address"],
        "source_id": source,
        "publisher": row["publisher"],
        "published": row["published"],
        "license": row["licence"],
        "attribution": row.get("attribution"),
        "retrieved": row["retrieved"],
    }
    return {name: _word(value) for name, value in fields.items() if _word(value)}


def _word(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return "" if value is None or value is pd.NaT or value != value else str(value)


def citation(exhibit: Exhibit, metadata: Metadata) -> str:
    """Suggest how to cite the data."""
    return " ".join(
        filter(
            None,
            (
                f"{PRODUCT} ({metadata.made_on.year}).",
                f"{exhibit.title}. {start_of_line(metadata.filters)}.",
                say("Data version {version}.", version=metadata.data_version),
                say("Made on {day}.", day=metadata.made_on),
                f"{metadata.link}" if metadata.link else "",
                exhibit.source_line,
            ),
        )
    )


def bibtex(exhibit: Exhibit, metadata: Metadata) -> str:
    """Return an entry for a file of literature."""
    fields = {
        "author": f"{{{PRODUCT}}}",
        "title": f"{{{_escaped(exhibit.title)}}}",
        "year": str(metadata.made_on.year),
        "version": _escaped(metadata.data_version),
        "note": _escaped(f"{metadata.filters}. {day(metadata.made_on)}. {exhibit.source_line}"),
        "url": metadata.link,
        "urldate": metadata.made_on.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@misc{" + ",\n".join([file_stem(exhibit, metadata), *lines]) + "\n}\n"


@cache
def app_version() -> str:
    """Return the version of the app, as its project file has it; "" where that is not there."""
    project = Path(dashboard.__file__).parents[1] / "pyproject.toml"
    if not project.is_file():
        return ""
    return tomllib.loads(project.read_text("utf-8"))["project"]["version"]


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Return what the fields of the data mean, by name."""
    tables = {table["name"]: table for table in shipped_descriptor()["resources"]}
    found: dict[str, str] = {}
    for name in reversed(DESCRIBED_IN):
        for field in tables[name]["schema"]["fields"]:
            found[field["name"]] = field.get("description", "")
    return found


def _described(field: Field) -> dict[str, str]:
    meaning = field.description or _known().get(field.name, "")
    properties = {
        "name": field.name,
        "type": field.type,
        "title": field.title,
        "description": meaning,
        "unit": field.unit,
    }
    return {name: text for name, text in properties.items() if text}


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)
