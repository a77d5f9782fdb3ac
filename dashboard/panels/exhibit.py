"""What a panel shows and an export carries: a typed table, a picture, words, sources.

Knows nothing of screens or files.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar, overload
from weakref import WeakKeyDictionary

import pandas as pd
import plotly.graph_objects as go

from dashboard.datapackage.store import Package
from dashboard.dates import day, days
from dashboard.panels.differences import Value
from dashboard.panels.office import NativeChart
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.panels.sources import MOST_NAMED, NO_SOURCES, Sources
from dashboard.panels.table import Table
from dashboard.selection import Selection
from dashboard.wording import say

Sentence = str | Callable[[], str]
P = ParamSpec("P")
T = TypeVar("T")
# Kept of an exhibit by one function: of two themes, and of marks that are open in it.
KEPT_OF_ONE = 8
# Pixels: a place less wide than the one has the drawing for a narrow window, or from the other on
# the medium one, where there are such.
NARROW_BELOW, MEDIUM_FROM = 560, 450


class Said:
    """A field that holds a sentence, or the function that makes it when it is first asked for."""

    def __init__(self, default: str = "") -> None:
        self.default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self.slot = f"_{name}"

    @overload
    def __get__(self, instance: None, owner: type) -> str: ...
    @overload
    def __get__(self, instance: object, owner: type) -> str: ...
    def __get__(self, instance: object | None, owner: type) -> str:
        if instance is None:
            return self.default
        kept: Sentence = instance.__dict__[self.slot]
        if not isinstance(kept, str):
            kept = instance.__dict__[self.slot] = kept()
        return kept

    def __set__(self, instance: object, value: Sentence) -> None:
        instance.__dict__[self.slot] = value


Topics = Sequence[str] | None


class AnalystNote(NamedTuple):
    """A note of the analyst's on the chart of a name: at `first`, or from `first` to `last`.

    It is at a `value`, or at no height of its own.
    """

    chart: str
    first: date
    last: date | None
    value: float | None
    text: str

    @property
    def days(self) -> str:
        """The days that it is about, in words."""
        return days(self.first, self.last) if self.last else day(self.first)

    @property
    def words(self) -> str:
        """The days and the text."""
        return f"{self.days}: {self.text}"


class Whole(NamedTuple):
    """A number of all that a panel shows: what it counts, and the topics that must be covered."""

    noun: str
    value: Value
    topics: Topics = None


@dataclass(frozen=True, eq=False)
class OtherPeriod:
    """What a chart may draw of another period: a table, and of it the columns of numbers `keys`.

    `topics` are those of the numbers that sources cover in both periods, in all countries chosen.
    It `is_narrow` where it is drawn for a narrow window.
    """

    selection: Selection
    table: Table
    keys: Sequence[str]
    topics: Sequence[str]
    is_narrow: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Comparing:
    """What of a panel may stand beside another period.

    `numbers` are the columns that are compared, each with the topics that sources must cover in
    both periods: () for those that the filters leave, None for a series, which asks for no source.
    `keys` are the columns that tell its rows apart; a table that `is_cut` holds but the first rows,
    and takes no row that only the other period has. Without any a row is compared with that at the
    same place: `another` makes the panel of the other period with rows at these places, and of
    each the columns `places` stand beside too. `whole` tells numbers of the panel as a whole.
    `draw` draws the other period over a figure of a theme, `native` makes the charts of both for
    office programs, where these are not simply each one's own; `legend` says what it looks like.
    """

    numbers: Mapping[str, Topics] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    is_cut: bool = False
    places: tuple[str, ...] = ()
    another: "Callable[[Package, Selection], Exhibit] | None" = None
    whole: Callable[[], Sequence[Whole]] | None = None
    draw: Callable[[go.Figure, OtherPeriod, str], go.Figure] | None = None
    native: Callable[[OtherPeriod], tuple[NativeChart, ...]] | None = None
    legend: Callable[[str], str] | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Exhibit:
    """One panel.

    `table` holds the values behind the picture. `draw` makes the figure for a theme ("light" or
    "dark"), `draw_narrow` another one for a place less wide than `NARROW_BELOW`, `draw_medium` one
    for such a place that is at least as wide as `MEDIUM_FROM`; without `draw` the table is the
    picture. `height` is that of the chart on screen, `least` the width and height in pixels that
    the words in it need where a picture is made for a small place; by default about the height on
    screen. `shown` of `total` `noun` says what the filters and the frame left out, e.g. 4 of 5
    "countries". `keys` are what each row is traced by, where
    it can be. `caption` is one or two short sentences; `reading` is all else that a careful reader
    wants to know, behind "How to read this". A sentence may be given as a function: it is made when
    it is first asked for.

    For a briefing: `headline` says in one sentence what the panel shows, from its own values;
    `native` makes the charts that an office program can edit (maps have none); `behind` makes the
    keys of the events and figures that the panel counts or shows; `native_caption` makes the
    caption for the native charts, where `caption` speaks of what only the screen draws. `of_period`
    is False where nothing is of the chosen months in what is drawn around them. `kept_back` says
    whose rows the table leaves out in a file, as their terms want it. `comparing` says what of it
    may stand beside another period (`panels.comparing`). `analyst_notes` are those drawn on it.
    """

    key: str
    title: str
    unit: Said = Said()
    table: Table
    caption: Said = Said()
    reading: Said = Said()
    sources: Sources = NO_SOURCES
    shown: int
    total: int
    noun: str
    draw: Callable[[str], go.Figure] | None = None
    draw_narrow: Callable[[str], go.Figure] | None = None
    draw_medium: Callable[[str], go.Figure] | None = None
    height: int = 320
    least: tuple[int, int] | None = None
    alt: Said = Said()
    headline: Said = Said()
    native: Callable[[], tuple[NativeChart, ...]] | None = None
    native_caption: Callable[[], str] | None = None
    behind: Callable[[], tuple[str, ...]] | None = None
    keys: tuple[str, ...] = ()
    of_period: bool = True
    kept_back: str = ""
    comparing: Comparing | None = None
    analyst_notes: Sequence[AnalystNote] = ()

    @property
    def rows(self) -> pd.DataFrame:
        """The table as a reader sees it: headings and words, plain numbers and days."""
        return self.table.shown

    def drawn(self, theme: str) -> list[go.Figure]:
        """Return its figure in a theme, then those for narrow and medium places if it has them."""
        draws = (self.draw, self.draw_narrow, self.draw_medium)
        return [draw(theme) for draw in draws if draw]

    @property
    def count(self) -> str:
        """The "n of N" of this panel, e.g. "16 of 16 events"."""
        return say("{shown} of {total} {noun}", shown=self.shown, total=self.total, noun=self.noun)

    @property
    def notes(self) -> str:
        """All that is said of how to read the panel, short and long; of an empty one first why."""
        why = f"{self.headline}." if self.headline and not len(self.table) else ""
        return " ".join(filter(None, (why, self.kept_back, self.caption, self.reading)))

    @property
    def office_caption(self) -> str:
        """The caption of the native charts."""
        return self.caption if self.native_caption is None else self.native_caption()

    @property
    def source_line(self) -> str:
        """The sources in one sentence, as under a panel; empty when there are none."""
        return self.sources.sentence(MOST_NAMED)


def of_data_alone(
    build: Callable[[Package], Exhibit],
) -> Callable[[Package, Selection, Mapping[str, str]], Exhibit]:
    """Return a panel that no filter and no switch changes: it is built once a package."""
    built = lru_cache(maxsize=KEPT_PACKAGES)(build)

    @wraps(build)
    def panel(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
        return built(package)

    return panel


def kept_by_exhibit(
    make: Callable[Concatenate[Exhibit, P], T],
) -> Callable[Concatenate[Exhibit, P], T]:
    """Keep what a function makes of an exhibit, by its other arguments, as long as the exhibit."""
    held: WeakKeyDictionary[Exhibit, OrderedDict[object, T]] = WeakKeyDictionary()

    @wraps(make)
    def kept(exhibit: Exhibit, *given: P.args, **named: P.kwargs) -> T:
        own = held.setdefault(exhibit, OrderedDict())
        key = (given, tuple(named.items()))
        try:
            own.move_to_end(key)
            return own[key]
        except KeyError:
            made = own[key] = make(exhibit, *given, **named)
        if len(own) > KEPT_OF_ONE:
            own.popitem(last=False)
        return made

    return kept
