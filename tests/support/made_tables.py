"""Makes typed tables of frames, for tests of what lays tables out."""

import re
import unicodedata

import pandas as pd

from dashboard.panels.table import Column, Kind, Table


def made_table(frame: pd.DataFrame, **kinds: Kind) -> Table:
    """Return a table whose columns are of the kind of their numbers, days or words.

    `kinds` are those of columns by title, whatever is in them.
    """
    columns = tuple(
        Column(
            _key_of(str(title), place), str(title), kinds.get(str(title)) or _kind_of(frame[title])
        )
        for place, title in enumerate(frame.columns)
    )
    plain = frame.set_axis([column.key for column in columns], axis=1)
    return Table(columns, plain.reset_index(drop=True))


def _key_of(title: str, place: int) -> str:
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_") or f"column_{place}"


def _kind_of(cells: pd.Series) -> Kind:
    if pd.api.types.is_integer_dtype(cells):
        return Kind.COUNT
    if pd.api.types.is_float_dtype(cells):
        return Kind.NUMBER
    return Kind.DAY if pd.api.types.is_datetime64_any_dtype(cells) else Kind.TEXT
