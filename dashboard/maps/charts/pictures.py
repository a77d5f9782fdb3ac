"""The map as a plotly figure, for the Overview and for files: plain axes over one picture.

No tiles, no plotly geography: the axes are Web Mercator. The base map is one image by address
(`/basemap-light.svg`); a file that leaves the server takes it in with `with_base_map` of
`basemap`. What is drawn comes ready from `marks`, room for labels from `view.place_labels`.
"""

import html
from collections.abc import Sequence
from itertools import product
from typing import Any

import plotly.graph_objects as go

from dashboard.engine.map_frames import FRAMES, mercator
from dashboard.maps.charts.basemap import EXTENTS
from dashboard.maps.charts.marks import COUNTRY_NAMES, mark_opacity
from dashboard.maps.measures import MapMark
from dashboard.maps.view.content import MapContent, mark_size
from dashboard.maps.view.place_labels import Label, free_names, placed_labels
from dashboard.palette import Tokens, mark_colour, mark_glyph, see_through, tokens
from dashboard.panels.plot import figure_of, label
from dashboard.vocabulary import MARKS, STACK

TOP = 2
NAME_SIZE = 10
LEGEND = 22
HALO = 8
LABEL_SIZE = 13


def ground(
    frame: str,
    basemap: str,
    theme: str,
    *,
    annotations: Sequence[dict[str, Any]] = (),
    names: Sequence[tuple[str, float, float]] | None = None,
    bottom: int = TOP,
) -> dict[str, Any]:
    """Return the layout of a frame over the base map at the address `basemap`.

    `names` are the countries written on it: those of the region, if nothing is said.
    """
    look = tokens(theme)
    west, south, east, north = FRAMES[frame].sides
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


def _base(address: str, frame: str) -> dict[str, Any]:
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


def _country(name: str, longitude: float, latitude: float, look: Tokens) -> dict[str, Any]:
    return label(
        longitude, mercator(latitude), name, look.faint, size=NAME_SIZE, captureevents=False
    )


def events_on_map(content: MapContent, basemap: str, theme: str, *, height: int) -> go.Figure:
    """Draw the events inside the frame over the base map at the address `basemap`."""
    look = tokens(theme)
    west, south, east, north = FRAMES[content.frame].sides
    scale = (height - TOP - LEGEND) / (north - south)
    content = content.set_apart(scale)
    names = COUNTRY_NAMES if content.frame == "region" else ()
    labels = placed_labels(content.spots, scale, names, (west, south, east, north))
    layout = ground(
        content.frame,
        basemap,
        theme,
        names=free_names(names, labels, scale),
        annotations=[*(_label(item, look) for item in labels), _legend(content.marks, theme)],
        bottom=LEGEND,
    )
    traces = [
        *_provinces(content, theme),
        *_halos(content, scale, theme),
        _marks(content, scale, theme),
    ]
    return figure_of(traces, layout, theme, height=height)


def _label(item: Label, look: Tokens) -> dict[str, Any]:
    place, *counts = item.spot.lines
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


def _legend(marks: Sequence[MapMark], theme: str) -> dict[str, Any]:
    """Return the line under the map that names the kinds of mark on it."""
    kinds = {(mark.kind, mark.abroad) for mark in marks}
    parts = []
    for kind, abroad in product(STACK, (False, True)):
        if (kind, abroad) in kinds:
            words = f"{MARKS[kind].singular}{' abroad' if abroad else ''}"
            size = "font-size:9px;" if MARKS[kind].is_rest else ""
            glyph = mark_glyph(kind, hollow=abroad)
            parts.append(
                f'<span style="{size}color:{mark_colour(kind, theme)}">{glyph}</span> {words}'
            )
    look = {
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "middle",
        "yshift": -LEGEND / 2,
    }
    return label(0, 0, "   ".join(parts), tokens(theme).muted, **look)


def _marks(content: MapContent, scale: float, theme: str) -> dict[str, Any]:
    """Return every mark as one trace; hollow ones are filled with the land's colour."""
    land = tokens(theme).home
    marks = content.marks
    hollow = [mark.abroad and MARKS[mark.kind].symbol != "x" for mark in marks]
    colours = [mark_colour(mark.kind, theme) for mark in marks]
    return {
        "type": "scatter",
        "mode": "markers",
        **_positions(marks, scale),
        "hovertext": [_hover(lines) for lines in content.told],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "customdata": [mark.events[0].event_id for mark in marks],
        "marker": {
            "symbol": [MARKS[mark.kind].symbol for mark in marks],
            "size": [
                mark_size(mark.kind) - 2 * abroad
                for mark, abroad in zip(marks, hollow, strict=True)
            ],
            "color": [
                land if abroad else colour for colour, abroad in zip(colours, hollow, strict=True)
            ],
            "opacity": [mark_opacity(mark.status) for mark in marks],
            "line": {
                "color": [
                    colour if abroad else land
                    for colour, abroad in zip(colours, hollow, strict=True)
                ],
                "width": [2 if abroad else 0.8 for abroad in hollow],
            },
        },
    }


def _hover(lines: Sequence[str]) -> str:
    heading, *rest = (html.escape(line) for line in lines)
    return "<br>".join((f"<b>{heading}</b>", *rest))


def _halos(content: MapContent, scale: float, theme: str) -> list[dict[str, Any]]:
    """Return a ring around each mark that stands for a part of a region or for a province."""
    wide = [mark for mark in content.marks if mark.precision > 1]
    if not wide:
        return []
    marker = {
        "symbol": "circle-open",
        "size": [mark_size(mark.kind) + HALO for mark in wide],
        "color": [mark_colour(mark.kind, theme) for mark in wide],
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


def _provinces(content: MapContent, theme: str) -> list[dict[str, Any]]:
    """Return the shade of each province that is all a source tells of a place."""
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
