"""Circles for squares of the map: how large, the lines at the pointer, and the picture for files.

The area of a circle is the number of events; its colour says nothing, for one square holds events
of many kinds. The same circles on the page's map are in `dots`.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from dashboard.engine.map_frames import Frame, mercator
from dashboard.maps.charts.pictures import TOP, WIDTH, ground
from dashboard.maps.measures import MapSquares
from dashboard.maps.view.frames import fitted
from dashboard.marks import MARKS
from dashboard.palette import Tokens, see_through, tokens
from dashboard.panels.plot import Properties, figure_of, label
from dashboard.wording import number, say, within_line

# Diameters in pixels: of the fullest square on a map as high as its share, and of the least.
WIDEST_SHARE = {"region": 0.105, "world": 0.06}
SMALLEST, SMALLEST_WITH_EDGE = 3.0, 6.0
FILLED = 0.42
EDGE = 10
LINE = 15
Told = Sequence[tuple[str, str]]


def widest_circle(height: int, frame: str) -> float:
    """Return the diameter of the fullest square's circle, in pixels, on a map of this height."""
    return round(height * WIDEST_SHARE[frame], 1)


def diameter(events: float, largest: float, widest: float, smallest: float = SMALLEST) -> float:
    """Return a circle's diameter: area by number, none smaller than can be seen.

    >>> diameter(25, 100, 40.0), diameter(0.0001, 100, 40.0)
    (20.0, 3.0)
    """
    return max(smallest, round(widest * math.sqrt(events / largest), 1))


class Sample(NamedTuple):
    """A circle that explains the sizes: its diameter, and the number that stands beside it."""

    size: float
    words: str


def samples(largest: int, widest: float, smallest: float = SMALLEST) -> list[Sample]:
    """Return circles of round numbers, the largest first.

    The last is the smallest circle, with the number up to which it stands.

    >>> [words for _, words in samples(9400, 40.0)]
    ['5,000', '500', 'up to 52']
    """
    least = math.floor(largest * (smallest / widest) ** 2)
    top = _round_below(largest)
    numbers = [each for each in (top, top // 10) if each > 2 * least and each]
    shown = [Sample(diameter(each, largest, widest, smallest), number(each)) for each in numbers]
    return [*shown, Sample(smallest, say("up to {number}", number=least))] if least > 1 else shown


def squares_on_map(
    squares: MapSquares,
    frame: str,
    part: Frame,
    basemap: str,
    theme: str,
    *,
    height: int,
    width: int = WIDTH,
) -> go.Figure:
    """Draw a circle in the middle of each square over a `part` of the base map at an address.

    The pointer’s lines are made of numbers in the browser: words a square would be most of what
    is sent.
    """
    look = tokens(theme)
    widest = widest_circle(height, frame)
    shapes, notes = _sizes(squares, widest, look) if len(squares.table) else ([], [])
    view = fitted(part, width, height - 2 * TOP)
    layout = ground(frame, view.sides, basemap, theme, annotations=notes) | {"shapes": shapes}
    return figure_of([_circles(squares, widest, look)], layout, theme, height=height)


def _circles(squares: MapSquares, widest: float, look: Tokens) -> Properties:
    events, largest = squares.table["events"].tolist(), squares.largest
    sizes = [diameter(each, largest, widest) for each in events]
    # The expressions by which the browser writes a square's numbers.
    every, *numbers = (f"%{{customdata[{place}]:,}}" for place in range(1 + len(MARKS)))
    pairs = zip(MARKS.values(), numbers, strict=True)
    heading = say("Events: {number}", number=every)
    kinds = ", ".join(f"{within_line(say(mark.label))} {each}" for mark, each in pairs)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": squares.table["longitude"].round(3).tolist(),
        "y": [round(mercator(latitude), 3) for latitude in squares.table["latitude"].tolist()],
        "customdata": squares.table[["events", *MARKS]].to_numpy().tolist(),
        "hovertemplate": f"<b>{heading}</b><br>{kinds}<extra></extra>",
        "marker": {
            "symbol": "circle",
            "size": sizes,
            # Fill and edge see-through each for itself: as one, a browser paints them apart first.
            "opacity": 1,
            "color": see_through(look.text, FILLED),
            # Small ones have no edge: it is not seen, and takes as long to paint as the filling.
            "line": {
                "color": see_through(look.home, FILLED),
                "width": [0.7 if each > SMALLEST_WITH_EDGE else 0 for each in sizes],
            },
        },
    }


def _sizes(
    squares: MapSquares, widest: float, look: Tokens
) -> tuple[list[Properties], list[Properties]]:
    """Return sample circles in the map's lower left corner, and their words."""
    corner = {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel"}
    shapes, notes = [], []
    up = float(EDGE)
    shown = samples(squares.largest, widest)
    for size, words in reversed(shown):
        middle, row = EDGE + widest / 2, max(size + 4, LINE)
        up += row / 2
        shapes.append(
            {
                "type": "circle",
                **corner,
                "xanchor": 0,
                "yanchor": 0,
                "x0": middle - size / 2,
                "x1": middle + size / 2,
                "y0": up - size / 2,
                "y1": up + size / 2,
                "fillcolor": look.text,
                "opacity": FILLED,
                "line": {"width": 0},
            }
        )
        if len(notes) + 1 == len(shown):
            words = say("{number} events", number=words)
        beside = {"xshift": EDGE + widest + 6, "yshift": up, "xanchor": "left", "yanchor": "middle"}
        paper = {"xref": "paper", "yref": "paper"}
        notes.append(label(0, 0, words, look.muted, **paper, **beside))
        up += row / 2
    return shapes, notes


def _round_below(largest: int) -> int:
    """Return the largest of 1, 2 or 5 times a power of ten that is not above a number."""
    power = 10 ** int(math.log10(max(largest, 1)))
    return max(step * power for step in (1, 2, 5) if step * power <= max(largest, 1))
