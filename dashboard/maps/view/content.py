"""What a map shows: how many events, one by one or as squares; their marks, words and provinces.

Few events have a mark each. More are counted by square of the map, which asks no engine; on the
page's own map they are dots, as long as a browser can hold them. How all is drawn is left to
`charts`.
"""

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, reduce
from typing import NamedTuple

import pandas as pd

from dashboard.datapackage.store import Package, province_outline
from dashboard.engine.columns import ORDER
from dashboard.engine.map_frames import FRAMES, Frame
from dashboard.events.measures import window_of
from dashboard.maps.measures import (
    Dots,
    MapMark,
    MapSquares,
    Placed,
    dots_of,
    has_place,
    map_marks,
    map_squares,
)
from dashboard.maps.view.frames import chosen_frame_of
from dashboard.maps.view.place_labels import (
    Box,
    Group,
    Spot,
    has_number,
    in_groups,
    middle,
    nudges,
    round_room,
)
from dashboard.marks import MARKS, STACK
from dashboard.panels.query import KEPT_SELECTIONS, chosen_counts
from dashboard.protests.measures.counts import people
from dashboard.selection import Selection
from dashboard.values import Amount, Total, total
from dashboard.vocabulary import GEO_PRECISIONS, country_name
from dashboard.wording import counted, join_words, say, say_many, window_words

MOST_TITLES = 4
PROVINCE = 3
# More marks of one spot than these are one with a number: large ones, small ones.
MOST_LARGE, MOST_SMALL_APART = 4, 6
# Letters in a line of a label.
WIDEST_LINE = 28
NO_BREAK = "\u00a0"
Outline = tuple[tuple[tuple[float, float], ...], ...]
# More marks than these lie one over another: on the sheet of the Overview, on the page's own map.
MOST_ON_SHEET = 150
MOST_ON_PAGE = 300
MOST_DOTS = 50_000
LEAST_SIDE_OF_WORLD = 4.0
# A selection's dots, with the keys of their events, are some 5 MB.
KEPT_DOTS = 6


@dataclass(frozen=True)
class MapContent:
    """What a map shows of the events in a frame.

    Of the `marks` small dots come first, so that the others lie on top. `provinces` are the
    outlines shaded because an event is known no closer, each with its kind of mark. `detained` are
    by event the people detained, of each country.
    """

    frame: str
    marks: tuple[MapMark, ...]
    spots: tuple[Spot, ...] = ()
    provinces: tuple[tuple[str, Outline], ...] = ()
    part: Frame = FRAMES["region"]
    detained: Mapping[str, Sequence[Amount]] = field(default_factory=dict)

    def set_apart(self, scale: float) -> "MapContent":
        """Return the content with no mark on another at `scale` pixels a degree.

        Neighbouring spots are moved aside; those too close or too crowded become one numbered mark.
        """
        groups = in_groups(self.spots, scale)
        alone = [group[0] for group in groups if not has_number(group)]
        shifts = nudges(alone, scale)
        joined = {spot.number for group in groups if has_number(group) for spot in group}
        marks = [
            replace(mark, right=mark.right + shifts.get(mark.spot, 0.0))
            for mark in self.marks
            if mark.spot not in joined
        ]
        spots = [spot.moved(shifts.get(spot.number, 0.0), 0.0) for spot in alone]
        for group in filter(has_number, groups):
            mark, spot = self._numbered(group)
            marks.append(mark)
            spots.append(spot)
        return replace(self, marks=tuple(marks), spots=tuple(spots))

    def _numbered(self, group: Group) -> tuple[MapMark, Spot]:
        """Return the one mark of a group, and its spot."""
        numbers = {spot.number for spot in group}
        own = [mark for mark in self.marks if mark.spot in numbers]
        held = (event for mark in own for event in mark.events)
        events = tuple(sorted(held, key=lambda event: STACK.index(event.mark)))
        first = max(group, key=lambda spot: (spot.weight, spot.events))
        name = next(_named(mark.events[0]) for mark in own if mark.spot == first.number)
        if more := len(group) - 1:
            nearby = say_many("{count} place nearby", "{count} places nearby", more)
            name = say("{place} and {more}", place=name, more=nearby)
        number, place, room = min(numbers), middle(group), round_room(len(events))
        mark = MapMark(
            number, *place, 0.0, 0.0, events, numbered=True, hover_lines=_hover_lines(events, name)
        )
        weight = sum(spot.weight for spot in group)
        lines = (name, *_wrapped(_counts(events, self.detained)))
        return mark, Spot(number, *place, lines, room, None, weight, len(events))


def map_content(
    events: pd.DataFrame,
    figures: pd.DataFrame,
    frame: str,
    *,
    everywhere: bool = False,
    countries: Sequence[str] = (),
) -> MapContent:
    """Return what the map shows of some events: those inside the frame, or `everywhere`.

    Of the region it shows the part where the `countries` are.
    """
    narrow = events[list(Placed._fields)]
    drawn = narrow[has_place(events) if everywhere else FRAMES[frame].holds(events)]
    found = (replace(mark, hover_lines=_hover_lines(mark.events)) for mark in map_marks(drawn))
    marks = sorted(found, key=lambda mark: not MARKS[mark.kind].is_rest)
    detained: dict[str, list[Amount]] = {}
    for each in people(drawn, figures, "detained"):
        detained.setdefault(each.event_id, []).append(each.amount)
    inside = drawn[FRAMES[frame].holds(drawn)]
    places = (inside[name].tolist() for name in ("latitude", "longitude"))
    return MapContent(
        frame=frame,
        marks=tuple(marks),
        spots=_spots(marks, detained),
        provinces=_provinces(marks),
        part=chosen_frame_of(frame, countries, *places),
        detained=detained,
    )


def _spots(marks: Sequence[MapMark], detained: Mapping[str, Sequence[Amount]]) -> tuple[Spot, ...]:
    """Return each spot with the room its marks take, and a label if there is more than dots."""
    grouped: dict[int, list[MapMark]] = {}
    for mark in marks:
        grouped.setdefault(mark.spot, []).append(mark)
    spots = []
    for spot, found in grouped.items():
        large = [mark for mark in found if not MARKS[mark.kind].is_rest]
        events = [event for mark in large for event in mark.events]
        lines: tuple[str, ...] = ()
        if large:
            counts = _wrapped(_counts(events, detained))
            lines = (_named(events[0]), *counts)
        small = [mark for mark in found if MARKS[mark.kind].is_rest]
        place = (found[0].latitude, found[0].longitude)
        rooms = _room(large), _room(small)
        total = sum(len(mark.events) for mark in found)
        crowded = len(large) > MOST_LARGE or len(small) > MOST_SMALL_APART
        crowded |= any(len(mark.events) > 1 for mark in found)
        spots.append(Spot(spot, *place, lines, *rooms, len(events), total, crowded))
    return tuple(spots)


def _wrapped(counts: str) -> tuple[str, ...]:
    """Return the counts of a spot in lines that a narrow map has room for.

    No count is broken but one that is longer than a line.
    """
    whole = ", ".join(
        count if len(count) > WIDEST_LINE else count.replace(" ", NO_BREAK)
        for count in counts.split(", ")
    )
    lines = textwrap.wrap(whole, WIDEST_LINE, break_long_words=False, break_on_hyphens=False)
    return tuple(line.replace(NO_BREAK, " ") for line in lines)


def _named(event: Placed) -> str:
    return event.location if isinstance(event.location, str) else say("place not named")


def _counts(events: Sequence[Placed], detained: Mapping[str, Sequence[Amount]]) -> str:
    """Write what happened at a spot: "2 protests, 2 sentences", "1 protest, ≥ 100 detained"."""
    acts = [event for event in events if event.mark == "arrest" and event.status == "occurred"]
    amounts = [each for event in acts for each in detained.get(event.event_id, ())]
    held = total(replace(each, hedge="") for each in amounts)
    hedges = join_words(list(dict.fromkeys(each.hedge for each in amounts if each.hedge)))
    parts = []
    for (mark, status), count in Counter((event.mark, event.status) for event in events).items():
        words = counted(count, *MARKS[mark].short)
        if mark == "arrest" and status == "occurred" and isinstance(held, Total):
            many = say_many("{count} event", "{count} events", count) if count > 1 else ""
            words = say("{many} detained", many=held)
            if notes := ", ".join(filter(None, (many, hedges))):
                words = say("{words} ({notes})", words=words, notes=notes)
        if status != "occurred":
            words = say("{words} {status}", words=words, status=say(status))
        parts.append(words)
    return ", ".join(parts)


def _room(marks: Sequence[MapMark]) -> Box | None:
    """Return the box in pixels that marks take around their spot."""
    if not marks:
        return None
    halves = ((mark, mark.size / 2 + 2 * (mark.precision > 1)) for mark in marks)
    boxes = [Box(-half, -half, half, half).moved(mark.right, mark.up) for mark, half in halves]
    return reduce(Box.with_box, boxes)


def _provinces(marks: Sequence[MapMark]) -> tuple[tuple[str, Outline], ...]:
    """Return the provinces to shade: those that are all a source says of a place."""
    wide = {
        event.admin1: mark.kind
        for mark in marks
        if mark.precision == PROVINCE
        for event in mark.events
        if isinstance(event.admin1, str)
    }
    outlines = [(kind, province_outline(admin1)) for admin1, kind in wide.items()]
    return tuple((kind, outline) for kind, outline in outlines if outline)


def _hover_lines(events: Sequence[Placed], name: str = "") -> tuple[str, ...]:
    """Return the lines that the pointer shows over a mark, the first a heading."""
    first = events[0]
    country = country_name(first.place_country)
    place = name or (f"{_named(first)}, {country}" if country else _named(first))
    if first.geo_precision > 1 and not name:
        precision = GEO_PRECISIONS[first.geo_precision][0]
        place = say("{place} ({precision})", place=place, precision=precision)
    if len(events) > 1:
        more = len(events) - MOST_TITLES
        return (
            say_many("{count} event", "{count} events", len(events)),
            place,
            *(event.title for event in events[:MOST_TITLES]),
            *([say("and {count} more", count=more)] if more > 0 else []),
        )
    lines = [
        first.title,
        f"{window_words(window_of(first._asdict()), year=True)}, {place}",
    ]
    if first.abroad:
        lines.append(say("concerns {country}", country=country_name(first.country)))
    if first.status != "occurred":
        lines.append(first.status)
    return tuple(lines)


class OnMap(NamedTuple):
    """How many events are chosen, how many of them have a place, and lie inside the frame."""

    total: int
    placed: int
    inside: int

    @property
    def outside(self) -> int:
        """How many have a place outside the frame."""
        return self.placed - self.inside

    @property
    def placeless(self) -> int:
        """How many have no place."""
        return self.total - self.placed


@lru_cache(maxsize=KEPT_SELECTIONS)
def numbers_on_map(package: Package, selection: Selection, frame: str) -> OnMap:
    """Return how many of the chosen events a map of a frame shows."""
    frames = chosen_counts(package, selection).by("frame")
    total = sum(frames.values())
    placed = total - frames["none"]
    inside = frames["region"]
    if frame != "region":
        inside = drawn_squares(package, selection, frame).total
    return OnMap(total, placed, inside)


@lru_cache(maxsize=KEPT_SELECTIONS)
def drawn_squares(package: Package, selection: Selection, frame: str) -> MapSquares:
    """Return the squares of a map of a frame, large enough to be few."""
    if frame == "region":
        return map_squares(package.events.squares(selection, frame))
    squares = package.events.squares(selection)
    return map_squares(squares, FRAMES[frame], least_side=LEAST_SIDE_OF_WORLD)


@lru_cache(maxsize=KEPT_DOTS)
def drawn_dots(package: Package, selection: Selection) -> Dots:
    """Return the chosen events with a place as dots; of more than `MOST_DOTS` the first."""
    return dots_of(package.events.points(selection, MOST_DOTS))


def largest_dot(package: Package, selection: Selection) -> int:
    """Return how many events the fullest square has of one kind: no dot stands for more."""
    return int(package.events.squares(selection)["events"].max())


def page_look(package: Package, selection: Selection) -> str:
    """Return how the page's own map shows the chosen events: as marks, dots or squares."""
    placed = numbers_on_map(package, selection, "region").placed
    if placed <= MOST_ON_PAGE:
        return "marks"
    return "dots" if placed <= MOST_DOTS else "squares"


@lru_cache(maxsize=KEPT_SELECTIONS)
def rows_on_map(package: Package, selection: Selection, frame: str) -> pd.DataFrame:
    """Return the rows of the chosen events inside a frame, or of all that have a `place`.

    In order of day, with the columns that a map needs; asked for only when they are few.
    """
    events = package.events
    rows = events.rows_on_map(selection, "region", MOST_ON_PAGE)
    if frame != "region":
        beyond = events.rows_on_map(selection, "outside", MOST_ON_PAGE)
        rows = pd.concat([rows, beyond]).sort_values(list(ORDER), ignore_index=True)
    if frame == "world":
        rows = rows[FRAMES[frame].holds(rows)]
    return rows.fillna({"geo_precision": 0, "place_country": ""})
