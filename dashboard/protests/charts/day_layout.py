"""Where the marks and words of the strip of days go: lanes without collisions. Draws nothing.

Labels are placed for the narrowest width the strip is shown at, so they stay apart at any wider
one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

NARROWEST_PLOT = 650
LETTER_WIDTH = 6.1
MARK_RADIUS = 8
LABEL_GAP = 6
CLEARANCE = 4
ROOMY = 1.15
LANE_HEIGHT = 21
COUNTRY_PADDING = 12
MOST_LANES = 5

Span = tuple[float, float]


@dataclass(frozen=True)
class Placed:
    """A row's lane, and where its label stands.

    `side` is "right", "left" or "" (dropped); a band's is "over", "after" or "before".
    """

    lane: int
    side: str


@dataclass(frozen=True)
class Lane:
    """What a country takes of the strip's height, in pixels from the top."""

    top: float
    height: float

    @property
    def middle(self) -> float:
        """Half-way down."""
        return self.top + self.height / 2


def lay_out(rows: Iterable[tuple[float, float, str, bool]], days: int) -> list[Placed]:
    """Place rows of (start, end, label, band) in lanes so that neither marks nor labels touch.

    Days count from the left edge. A label without room in `MOST_LANES` lanes is dropped, its mark
    is not.

    >>> lay_out([(3, 3, "Bishkek", False), (4, 4, "Osh", False)], 30)
    [Placed(lane=0, side='right'), Placed(lane=1, side='right')]
    """
    lanes: list[list[Span]] = []
    return [_first_free(lanes, _spans(*row, NARROWEST_PLOT / days)) for row in rows]


def stack(
    records: Sequence[dict[Any, Any]], countries: Sequence[str], days: int
) -> tuple[list[dict[Any, Any]], dict[str, Lane]]:
    """Give every record its `y` (pixels from the top) and label `side`; return the lanes too."""
    lanes: dict[str, Lane] = {}
    placed_records = []
    depth = 0.0
    for code in countries:
        own = [record for record in records if record["country"] == code]
        own.sort(key=lambda record: (record["band"], record["start"]))
        placed = lay_out(
            ((row["start"], row["end"], row["label"], row["band"]) for row in own), days
        )
        height = (
            max((place.lane for place in placed), default=0) + 1
        ) * LANE_HEIGHT + COUNTRY_PADDING
        for record, place in zip(own, placed, strict=True):
            middle = depth + COUNTRY_PADDING / 2 + (place.lane + 0.5) * LANE_HEIGHT
            placed_records.append({**record, "y": middle, "side": place.side})
        lanes[code] = Lane(depth, height)
        depth += height
    return placed_records, lanes


def _spans(start: float, end: float, words: str, band: bool, pitch: float) -> dict[str, Span]:
    """Return what a row would take, in pixels, by the side of its label, inside the strip."""
    width = len(words) * LETTER_WIDTH
    if band:
        left, right, room = (
            max(start, 0) * pitch,
            min((end + 1) * pitch, NARROWEST_PLOT),
            width + 24,
        )
        if right - left >= room * ROOMY:
            return {"over": (left, right)}
        if right + room <= NARROWEST_PLOT:
            return {"after": (left, right + room)}
        return (
            {"before": (left - room, right)} if left >= room else {"over": (left, NARROWEST_PLOT)}
        )
    middle = (start + 0.5) * pitch
    reach = MARK_RADIUS + LABEL_GAP + width
    spans = {}
    if middle + reach <= NARROWEST_PLOT:
        spans["right"] = (middle - MARK_RADIUS, middle + reach)
    if middle - reach >= 0:
        spans["left"] = (middle - reach, middle + MARK_RADIUS)
    return spans | {"": (middle - MARK_RADIUS, middle + MARK_RADIUS)}


def _first_free(lanes: list[list[Span]], spans: dict[str, Span]) -> Placed:
    """Take the first lane with room, opening lanes as needed; past the last drop the label."""
    for lane in range(MOST_LANES):
        if lane == len(lanes):
            lanes.append([])
        for side, span in spans.items():
            if side and _is_free(lanes[lane], span):
                lanes[lane].append(span)
                return Placed(lane, side)
    bare = spans.get("", (0.0, 0.0))
    room = [place for place, taken in enumerate(lanes) if _is_free(taken, bare)]
    lane = room[0] if room else MOST_LANES - 1
    lanes[lane].append(bare)
    return Placed(lane, "")


def _is_free(taken: Sequence[Span], span: Span) -> bool:
    return all(span[1] + CLEARANCE <= left or span[0] >= right + CLEARANCE for left, right in taken)
