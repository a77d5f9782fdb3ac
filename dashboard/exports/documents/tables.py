"""An exhibit's rows as a table for a page: texts, columns' shares of the width, the page's side.

Drawing the lines is left to `word` and `typeset`.
"""

from dataclasses import dataclass

import pandas as pd

from dashboard.exports.cells import is_flush_right, readable_text
from dashboard.exports.lettering import text_width

MOST_ROWS = 40
MOST_CHARACTERS = 600
SIZE = 8.0
GAP = 12.0
# A column of words wants so many points before its lines get too short to read.
READABLE = 46.0
LONGEST_WORD = 90.0
WIDEST = 260.0
PORTRAIT, LANDSCAPE = 505.0, 750.0


@dataclass(frozen=True)
class SetTable:
    """A table ready for a page: `shares` of the width add up to 1, `note` says what is left out."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    numeric: tuple[bool, ...]
    is_wide: bool
    note: str


def set_table(rows: pd.DataFrame) -> SetTable:
    """Set the first rows of a table."""
    if rows.empty or rows.columns.empty:
        return SetTable((), (), (), (), is_wide=False, note="No rows.")
    first = rows.head(MOST_ROWS)
    columns = [[_text(value) for value in first.iloc[:, place]] for place in range(rows.shape[1])]
    heads = tuple(str(name) for name in rows.columns)
    least = [_least(head, texts) for head, texts in zip(heads, columns, strict=True)]
    is_wide = sum(least) > PORTRAIT
    room = LANDSCAPE if is_wide else PORTRAIT
    wanted = [_wanted(head, texts) for head, texts in zip(heads, columns, strict=True)]
    note = ""
    if len(rows) > MOST_ROWS:
        note = f"First {MOST_ROWS} of {len(rows):,} rows; the evidence pack holds all."
    return SetTable(
        heads,
        tuple(zip(*columns, strict=True)),
        _shares(least, wanted, room),
        tuple(is_flush_right(first.iloc[:, place]) for place in range(rows.shape[1])),
        is_wide,
        note,
    )


def _shares(least: list[float], wanted: list[float], room: float) -> tuple[float, ...]:
    """Give each column its least, and what is left in proportion to what it wants beyond that.

    >>> _shares([10, 10], [10, 30], 40), _shares([10, 10], [10, 10], 40)
    ((0.25, 0.75), (0.5, 0.5))
    """
    beyond = [max(much - few, 0) for few, much in zip(least, wanted, strict=True)]
    spare = max(room - sum(least), 0)
    factor = spare / sum(beyond) if sum(beyond) else 0
    widths = [few + more * factor for few, more in zip(least, beyond, strict=True)]
    return tuple(round(width / sum(widths), 4) for width in widths)


def _least(head: str, texts: list[str]) -> float:
    words = [*head.split(), *(word for text in texts for word in text.split())]
    longest = max((_width(word) for word in words), default=0)
    natural = max((_width(text) for text in texts), default=0)
    return max(min(longest, LONGEST_WORD), min(natural, READABLE)) + GAP


def _wanted(head: str, texts: list[str]) -> float:
    longest = max((_width(text) for text in texts), default=0)
    return min(max(longest, min(_width(head), READABLE)), WIDEST) + GAP


def _width(text: str) -> float:
    return text_width(text, SIZE, bold=True)


def _text(value: object) -> str:
    text = " ".join(readable_text(value).split())
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS].rstrip()}…"
