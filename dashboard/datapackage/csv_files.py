"""Reads a CSV file of a data package as a checked table, and a file that is the same but once."""

import csv
import hashlib
import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dashboard import schema
from dashboard.engine.opening import DataUnavailable
from dashboard.wording import say


@dataclass(frozen=True)
class _Read:
    """What a file held: its table, None when its columns are wrong, and its faults."""

    resource: schema.Descriptor
    digest: bytes
    table: pd.DataFrame | None
    faults: Sequence[schema.Fault]


# Each file as it was last read: when one of a package changes, the others are not checked anew.
_LAST_READ: dict[str, _Read] = {}


def read_file(path: Path) -> bytes:
    """Return what a file holds. Raises `DataUnavailable` when it is missing or cannot be read."""
    if not path.is_file():
        raise DataUnavailable(f"The file {path.name} is missing.")
    try:
        return path.read_bytes()
    except OSError as trouble:
        raise DataUnavailable(f"The file {path.name} cannot be read: {trouble}") from trouble


def checked_file(
    resource: schema.Descriptor, content: bytes
) -> tuple[pd.DataFrame | None, Sequence[schema.Fault]]:
    """Return the table in a file's content, None when its columns are wrong, and its faults.

    Raises `DataUnavailable` when it is no table.
    """
    name = resource["path"]
    digest, last = hashlib.sha256(content).digest(), _LAST_READ.get(name)
    if last is None or (last.digest, last.resource) != (digest, resource):
        text = schema.with_present_names(resource, _read_text(name, content))
        wrong = schema.column_faults(resource, text)
        table, faults = (None, wrong) if wrong else schema.check_table(resource, text)
        last = _LAST_READ[name] = _Read(resource, digest, table, faults)
    return last.table, last.faults


def _read_text(name: str, content: bytes) -> pd.DataFrame:
    """Read a CSV as text, its index the file's row numbers (the header is row 1)."""
    try:
        text = pd.read_csv(
            io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig"
        )
    except UnicodeDecodeError as trouble:
        raise DataUnavailable(
            f"The file {name} is not UTF-8 text (byte {trouble.start})."
        ) from trouble
    except ValueError as trouble:
        why = _incomplete(content) if isinstance(trouble, pd.errors.ParserError) else str(trouble)
        raise DataUnavailable(f"The file {name} cannot be read as a table: {why}") from trouble
    if len(text) and not isinstance(text.index, pd.RangeIndex):
        raise DataUnavailable(
            f"The file {name} has rows with more values than its header has columns."
        )
    return text.set_axis(pd.RangeIndex(2, len(text) + 2))


def _incomplete(content: bytes) -> str:
    """Say which row makes a CSV no table, by the line where it begins."""
    begins, wide = 1, 0
    with suppress(csv.Error):
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        for row in rows:
            wide = wide or len(row)
            if len(row) > wide:
                return say("line {line} has more values than columns.", line=begins)
            begins = rows.line_num + 1
    return say("a quotation mark in line {line} is never closed.", line=begins)
