"""What a panel shows and an export carries: rows, picture, words, sources.

Knows nothing of screens or files.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.panels.office import NativeChart


@dataclass(frozen=True)
class Exhibit:
    """One panel.

    `rows` is the table behind the picture, its columns named in words with their units. `draw`
    makes the figure for a theme ("light" or "dark"); without it the rows are the picture. `shown`
    of `total` `noun` says what the filters and the frame left out, e.g. 4 of 5 "countries".

    `keys` are what each row is traced by, where it can be.

    For a briefing: `headline` says in one sentence what the panel shows, from its own numbers;
    `native` makes the charts an office program can edit (maps have none); `behind` makes the keys
    of the events and figures that the panel counts or prints; `native_caption` is the caption for
    the native charts, where the one for the screen speaks of its look.
    """

    key: str
    title: str
    unit: str
    rows: pd.DataFrame
    caption: str
    sources: tuple[str, ...]
    shown: int
    total: int
    noun: str
    draw: Callable[[str], go.Figure] | None = None
    height: int = 320
    alt: str = ""
    headline: str = ""
    native: Callable[[], tuple[NativeChart, ...]] | None = None
    native_caption: str | None = None
    behind: Callable[[], tuple[str, ...]] | None = None
    keys: tuple[str, ...] = ()

    @property
    def count(self) -> str:
        """The "n of N" of this panel, e.g. "16 of 16 events"."""
        return f"{self.shown:,} of {self.total:,} {self.noun}"

    @property
    def source_line(self) -> str:
        """The sources in one sentence; empty when there are none."""
        if not self.sources:
            return ""
        word = "Source" if len(self.sources) == 1 else "Sources"
        return f"{word}: {', '.join(self.sources)}."
