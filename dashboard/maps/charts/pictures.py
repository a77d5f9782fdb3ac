"""The map as a plotly figure, for the Overview and for files: plain axes over one picture.

No tiles, no plotly geography: the axes are Web Mercator. The base map is one image by address
(`basemap-light.svg`); a file that leaves the server takes it in with `with_base_map` of
`basemap`. What is drawn comes ready from `marks`, room for labels from `view.place_labels`.
"""

import html
from collections.abc import Sequence
from itertools import product

import plotly.graph_objects as go

from dashboard.engine.map_frames import mercator
from dashboard.maps.charts.basemap import EXTENTS
from dashboard.maps.charts.marks import COUNTRY_NAMES, drawn_colour, mark_opacity
from dashboard.maps.measures import NO_YES, MapMark
from dashboard.maps.view.content import MapContent
from dashboard.maps.view.frames import View, fitted
from dashboard.maps.view.place_labels import Label, free_names, placed_labels
from dashboard.marks import MARKS, STACK
from dashboard.palette import Tokens, mark_colour, mark_glyph, see_through, tokens
from dashboard.panels.exhibit import MEDIUM_FROM, NARROW_BELOW
from dashboard.panels.plot import Properties, figure_of, label
from dashboard.wording import N_, say

TOP = 2
NAME_SIZE = 11
# The lines of the legend, and the width of its letters.
LEGEND_LINE, LEGEND_EDGE, LEGEND_LETTER = 17, 6, 6.3
HALO = 8
LABEL_SIZE, NUMBER_SIZE = 13, 12
# A drawing is legible at so many pixels: the usual one, the medium one, that for a narrow window.
WIDTH, MEDIUM, NARROW = NARROW_BELOW, MEDIUM_FROM, 310
NUMBER_WORDS = N_("number of events at one place or nearby")
RING_WORDS = N_("exact location unknown")


def ground(
    frame: str,
    sides: tuple[float, float, float, float],
    basemap: str,
    theme: str,
    *,
    annotations: Sequence[Properties] = (),
    names: Sequence[tuple[str, float, float]] | None = None,
    bottom: int = TOP,
) -> Properties:
    """Return the layout of a part of a frame over the base map at the address `basemap`.

    `sides` are the part's; `names` are the countries written on it: those of the region, if nothing
    is said.
    """
    look = tokens(theme)
    west, south, east, north = sides
    axis = {"visible": False, "fixedrange": True, "showgrid": False}
    if names is None:
        names = COUNTRY_NAMES if frame == "region" else ()
    return {
        "margin": {"l": 0, "r": 0, "t": TOP, "b": bottom},
        "xaxis": axis | {"range": [west, east]},
        "yaxis": axis | {"range": [south, north], "scaleanchor": "x", "scaleratio": 1},
        "plot_bgcolor": look.sea,
        "images": [_base(basemap, frame)],
        "annotations": [*(_country(*name, look) for name in names), *annotations],
    }


def _base(address: str, frame: str) -> Properties:
    west, south, east, north = EXTENTS[frame]
    return {
        "source": address,
        "xref": "x",
        "yref": "y",
        "x": west,
        "y": north,
        "sizex": east - west,
        "sizey": north - south,
        "sizing": "stretch",
        "layer": "below",
    }


def _country(name: str, longitude: float, latitude: float, look: Tokens) -> Properties:
    return label(
        longitude, mercator(latitude), name, look.faint, size=NAME_SIZE, captureevents=False
    )


def events_on_map(
    content: MapContent, basemap: str, theme: str, *, height: int, width: int = WIDTH
) -> go.Figure:
    """Draw the events over the base map at the address `basemap`.

    It is legible at `width` pixels and more: what is wider shows more to the left and right.
    """
    look = tokens(theme)
    content, view, legend = drawn_apart(content, theme, width, height)
    _, south, _, north = view.sides
    names = COUNTRY_NAMES if content.frame == "region" else ()
    labels = placed_labels(content.spots, view.scale, names, view.sides)
    layout = ground(
        content.frame,
        view.sides,
        basemap,
        theme,
        names=free_names(names, labels, view.scale, content.spots, view.sides),
        annotations=[*(_label(item, look) for item in labels), *_legend(legend, look)],
        bottom=height - TOP - round((north - south) * view.scale),
    )
    traces = [
        *_provinces(content, theme),
        *_halos(content, view.scale, theme),
        *_numbers(content, view.scale, theme),
        _marks(content, view.scale, theme),
    ]
    return figure_of(traces, layout, theme, height=height)


def drawn_apart(
    content: MapContent, theme: str, width: int, height: int
) -> tuple[MapContent, View, list[str]]:
    """Return what is drawn, no mark on another, and where; and the lines of its legend."""
    lines = 0
    while True:
        lines += 1
        view = fitted(content.part, width, height - TOP - LEGEND_LINE * lines - LEGEND_EDGE)
        drawn = content.set_apart(view.scale)
        legend = _legend_lines(drawn.marks, theme, width)
        if len(legend) <= lines:
            return drawn, view, legend


def _label(item: Label, look: Tokens) -> Properties:
    place, *counts = (html.escape(line) for line in item.lines)
    words = "<br>".join((f"<b>{place}</b>", *counts))
    return label(
        item.spot.longitude,
        mercator(item.spot.latitude),
        words,
        look.text,
        size=LABEL_SIZE,
        xshift=round(item.right, 1),
        yshift=round(item.up, 1),
        xanchor=item.across,
        yanchor=item.upright,
        align=item.across,
        bgcolor=see_through(look.home, 0.6),
        borderpad=1,
    )


def _legend_lines(marks: Sequence[MapMark], theme: str, width: int) -> list[str]:
    """Return the lines under the map that name what stands on it, none wider than the map."""
    alone = {(mark.kind, mark.abroad) for mark in marks if not mark.numbered}
    kinds = [pair for pair in product(STACK, NO_YES) if pair in alone]
    items = [
        (
            say("{events} abroad", events=say(MARKS[kind].singular))
            if abroad
            else say(MARKS[kind].singular),
            mark_glyph(kind, hollow=abroad),
        )
        for kind, abroad in kinds
    ]
    colours = [mark_colour(kind, theme) for kind, _ in kinds]
    if any(mark.numbered for mark in marks):
        items.append((say(NUMBER_WORDS), "①"))
        colours.append(tokens(theme).muted)
    if any(mark.is_vague for mark in marks):
        items.append((say(RING_WORDS), "○"))
        colours.append(tokens(theme).muted)
    lines, room = [""], float(width)
    for (words, glyph), colour in zip(items, colours, strict=True):
        needed = (len(words) + 5) * LEGEND_LETTER
        if needed > room and lines[-1]:
            lines.append("")
            room = float(width)
        lines[-1] += f'<span style="color:{colour}">{glyph}</span> {words}   '
        room -= needed
    return [line.rstrip() for line in lines]


def _legend(lines: Sequence[str], look: Tokens) -> list[Properties]:
    under = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
    return [label(0, 0, "<br>".join(lines), look.muted, align="left", yshift=-2, **under)]


def _numbers(content: MapContent, scale: float, theme: str) -> list[Properties]:
    """Return the marks with a number, if there are any."""
    marks = [mark for mark in content.marks if mark.numbered]
    if not marks:
        return []
    trace = {
        "mode": "markers+text",
        "text": [str(len(mark.events)) for mark in marks],
        "textfont": {"size": NUMBER_SIZE, "color": tokens(theme).background},
    }
    marker = {
        "symbol": "circle",
        "size": [mark.size for mark in marks],
        "color": [drawn_colour(mark, theme) for mark in marks],
        "line": {"width": 0},
    }
    return [_trace(marks, scale, marker) | trace]


def _marks(content: MapContent, scale: float, theme: str) -> Properties:
    """Return the other marks as one trace; hollow ones are filled with the land's colour."""
    land = tokens(theme).home
    marks = [mark for mark in content.marks if not mark.numbered]
    looks = [(mark_colour(mark.kind, theme), mark.abroad) for mark in marks]
    marker = {
        "symbol": [MARKS[mark.kind].symbol for mark in marks],
        "size": [mark.size - 2 * mark.abroad for mark in marks],
        "color": [land if abroad else colour for colour, abroad in looks],
        "line": {
            "color": [colour if abroad else land for colour, abroad in looks],
            "width": [2 if abroad else 0.8 for _, abroad in looks],
        },
    }
    return _trace(marks, scale, marker)


def _trace(marks: Sequence[MapMark], scale: float, marker: Properties) -> Properties:
    return {
        "type": "scatter",
        "mode": "markers",
        **_positions(marks, scale),
        "hovertext": [_hover(mark.hover_lines) for mark in marks],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [mark.key for mark in marks],
        "marker": marker | {"opacity": [mark_opacity(mark) for mark in marks]},
    }


def _hover(lines: Sequence[str]) -> str:
    heading, *rest = (html.escape(line) for line in lines)
    return "<br>".join((f"<b>{heading}</b>", *rest))


def _halos(content: MapContent, scale: float, theme: str) -> list[Properties]:
    """Return a ring around each mark that stands for a part of a region or for a province."""
    wide = [mark for mark in content.marks if mark.is_vague]
    if not wide:
        return []
    marker = {
        "symbol": "circle-open",
        "size": [mark.size + HALO for mark in wide],
        "color": [drawn_colour(mark, theme) for mark in wide],
        "opacity": 0.55,
        "line": {"width": 1.3},
    }
    return [
        {
            "type": "scatter",
            "mode": "markers",
            **_positions(wide, scale),
            "marker": marker,
            "hoverinfo": "skip",
        }
    ]


def _provinces(content: MapContent, theme: str) -> list[Properties]:
    """Return the shade of each province that is all a source says of a place."""
    traces = []
    for mark, outline in content.provinces:
        x: list[float | None] = []
        y: list[float | None] = []
        for line in outline:
            x += [*(round(longitude, 2) for longitude, _ in line), None]
            y += [*(round(mercator(latitude), 2) for _, latitude in line), None]
        colour = mark_colour(mark, theme)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": x,
                "y": y,
                "fill": "toself",
                "fillcolor": see_through(colour, 0.14),
                "line": {"color": see_through(colour, 0.8), "width": 1, "dash": "2px,2px"},
                "hoverinfo": "skip",
            }
        )
    return traces


def _positions(marks: Sequence[MapMark], scale: float) -> dict[str, list[float]]:
    return {
        "x": [round(mark.longitude + mark.right / scale, 3) for mark in marks],
        "y": [round(mercator(mark.latitude) + mark.up / scale, 3) for mark in marks],
    }
