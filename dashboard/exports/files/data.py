"""An exhibit's rows as JSON, Parquet, GeoJSON, and a zip of data with what is known of it."""

from io import BytesIO

import orjson
import pyarrow.parquet as pq

from dashboard.exports.descriptor import described
from dashboard.exports.files.csv import make_csv
from dashboard.exports.metadata import Metadata, file_stem
from dashboard.exports.reproducible import archive
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.tidy import tidy

PLACE = ("longitude", "latitude")
# Under this name the metadata stand in a Parquet file.
METADATA = "metadata"
# What names a feature, where it is there.
FEATURE_ID = "event_id"


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
    told = described(exhibit, metadata, path)
    return orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n"


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
