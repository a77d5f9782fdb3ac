"""A map of provinces, each shaded by its number; cities that are provinces are circles.

What the numbers count is the panel's to say.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import plotly.graph_objects as go
import shapely

from dashboard.datapackage.store import GeoJson, border_files, polygons
from dashboard.engine.map_frames import mercator
from dashboard.palette import see_through, tokens
from dashboard.panels.plot import Properties, figure_of
from dashboard.sources.reading.places import CITY_PROVINCES, SUCCESSORS
from dashboard.spellings import province_name
from dashboard.wording import number, say

HEIGHT, NARROW_HEIGHT = 380, 260
# Shades from few to many, as parts of the darkest.
SHADES = (0.22, 0.4, 0.58, 0.78, 1.0)
LEGEND_HEIGHT = 30
# Degrees within which a border may be drawn straight: less than a pixel.
STRAIGHT = 0.04
CITY_SIZE = 13
# The code before, of a province that was renamed.
EARLIER = {later: code for code, later in SUCCESSORS.items()}
Line = tuple[list[float | None], list[float | None]]


@dataclass(frozen=True)
class Province:
    """One province: its code or codes (ISO 3166-2), its name, country, number, and its words.

    `key` is what a click on it tells.
    """

    codes: tuple[str, ...]
    name: str
    country: str
    value: int
    words: str
    key: str


def land_of(code: str) -> str:
    """Return the code by which borders have the land of a province: one that was renamed is one.

    >>> land_of("KZ-71"), land_of("KZ-47"), land_of("KG-B")
    ('KZ-AST', 'KZ-MAN', 'KG-B')
    """
    return EARLIER.get(code) or _drawn_under(code)


def is_drawn(code: str) -> bool:
    """Return whether the map shows a province: those made in 2022 out of others have no border."""
    return land_of(code) in _areas() or land_of(code) in _cities()


def shades_of(values: Collection[int]) -> tuple[int, ...]:
    """Return from which numbers on each shade is drawn, at most five: 1, 2, 5, 10 and so on.

    >>> shades_of([1, 25, 9]), shades_of([3]), shades_of([190_000, 400])
    ((1, 2, 5, 10, 20), (1, 2, 3), (200, 1000, 5000, 20000, 100000))
    """
    known = [value for value in values if value > 0]
    most, least = max(known, default=0), min(known, default=0)
    if most <= len(SHADES):
        return tuple(range(1, most + 1))
    steps = [lead * 10**power for power in range(10) for lead in (1, 2, 5)]
    steps = [step for step in steps if step <= most]
    # The first shade begins at the last step that is not above the lowest number.
    steps = steps[sum(step <= least for step in steps) - 1 :]
    if len(steps) > len(SHADES):
        last = len(steps) - 1
        places = [round(last * part / (len(SHADES) - 1)) for part in range(len(SHADES))]
        steps = [steps[place] for place in places]
    return tuple(steps)


def shaded_map(
    provinces: Sequence[Province], countries: Collection[str], height: int, theme: str
) -> go.Figure:
    """Draw the provinces of some countries (ISO alpha-3), the darker the higher their number.

    `height` is the figure's, in pixels.
    """
    look, shades = tokens(theme), shades_of([each.value for each in provinces])
    by_land: dict[str, list[Province]] = {}
    for each in provinces:
        for code in dict.fromkeys(map(land_of, each.codes)):
            by_land.setdefault(code, []).append(each)
    areas = {code: area for code, area in _areas().items() if area.country in countries}
    traces = [_area(area, by_land.get(code, []), shades, theme) for code, area in areas.items()]
    traces.append(_borders(countries, look.border))
    cities = {code: own for code, own in by_land.items() if code in _cities()}
    traces += [_city(_cities()[code], own, shades, theme) for code, own in cities.items()]
    west, south, east, north = _bounds(areas.values())
    plain = {"visible": False, "showgrid": False}
    layout = {
        "xaxis": {**plain, "range": [west, east], "constrain": "domain"},
        "yaxis": {**plain, "range": [south, north], "scaleanchor": "x", "constrain": "domain"},
        "annotations": [*_legend(shades, theme)],
        "hovermode": "closest",
    }
    return figure_of(traces, layout, theme, height=height, top=4, bottom=LEGEND_HEIGHT)


def shade_words(shades: Sequence[int]) -> list[str]:
    """Write what each shade stands for.

    >>> shade_words((1, 2, 5))
    ['1', '2–4', '5 or more']
    """
    words = []
    for first, following in zip(shades, (*shades[1:], None), strict=True):
        if following is None:
            words.append(say("{first} or more", first=number(first)))
        else:
            last = following - 1
            words.append(number(first) if last == first else f"{number(first)}–{number(last)}")
    return words


@dataclass(frozen=True)
class _Area:
    """The land of a province as one line of corners, its rings apart, on a Web Mercator map."""

    name: str
    country: str
    line: Line


@lru_cache(maxsize=1)
def _areas() -> Mapping[str, _Area]:
    """Return the areas by code, the cities that are drawn as circles too."""
    found = {}
    for feature in border_files()["provinces"]["features"]:
        about = feature["properties"]
        found[about["admin1"]] = _Area(about["name"], about["country"], _line([feature]))
    return found


@lru_cache(maxsize=1)
def _cities() -> Mapping[str, tuple[float, float]]:
    """Return the middle of each city that is a province: longitude, and height on the map."""
    return {code: (east, mercator(north)) for code, north, east, _ in CITY_PROVINCES}


@lru_cache(maxsize=256)
def _drawn_under(code: str) -> str:
    """Return the code of the area with the name of a province, where it has none of its own."""
    if code in _areas():
        return code
    name = province_name(code)
    same = (each for each, area in _areas().items() if area.name == name and each[:2] == code[:2])
    return next(same, code)


def _line(features: Iterable[GeoJson]) -> Line:
    """Return the rings of some features one after the other, a gap after each, for a small map."""
    across: list[float | None] = []
    up: list[float | None] = []
    for feature in features:
        shape = shapely.geometry.shape(feature["geometry"]).simplify(STRAIGHT)
        for part in polygons({"geometry": shapely.geometry.mapping(shape)}):
            for ring in part:
                across += [*(round(x, 2) for x, _ in ring), None]
                up += [*(round(mercator(y), 2) for _, y in ring), None]
    return across, up


@lru_cache(maxsize=8)
def _country_line(countries: frozenset[str]) -> Line:
    features = border_files()["countries"]["features"]
    return _line(each for each in features if each["properties"]["iso_code"] in countries)


def _bounds(areas: Collection[_Area]) -> tuple[float, float, float, float]:
    """Return west, south, east and north of some areas, with a margin."""
    across, up = (
        [number for area in areas for number in area.line[side] if number is not None]
        for side in (0, 1)
    )
    if not across:
        return 46.0, mercator(35.0), 88.0, mercator(56.0)
    return min(across) - 0.5, min(up) - 0.5, max(across) + 0.5, max(up) + 0.5


def _shade(value: int, shades: Sequence[int], theme: str) -> str:
    """Return the colour of a number; that of the land where there is none."""
    place = sum(value >= first for first in shades)
    look = tokens(theme)
    if not place:
        return look.home
    return see_through(look.accent, SHADES[len(SHADES) - len(shades) + place - 1])


def _area(area: _Area, own: Sequence[Province], shades: Sequence[int], theme: str) -> Properties:
    shown = [each for each in own if not any(land_of(code) in _cities() for code in each.codes)]
    across, up = area.line
    hover_text = " ".join(f"<b>{each.name}</b><br>{each.words}" for each in shown)
    # Of an area no single point is clicked, so that what it tells is the trace's own.
    return {
        **({"meta": {"key": shown[0].key}} if shown else {}),
        "type": "scatter",
        "mode": "lines",
        "x": across,
        "y": up,
        "fill": "toself",
        "fillcolor": _shade(sum(each.value for each in shown), shades, theme),
        "line": {"width": 0.6, "color": tokens(theme).province},
        "hoveron": "fills",
        "hoverinfo": "text" if hover_text else "skip",
        "text": hover_text,
    }


def _borders(countries: Collection[str], colour: str) -> Properties:
    across, up = _country_line(frozenset(countries))
    line = {"width": 1.2, "color": colour}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": across,
        "y": up,
        "line": line,
        "hoverinfo": "skip",
    }


def _city(
    at: tuple[float, float], own: Sequence[Province], shades: Sequence[int], theme: str
) -> Properties:
    look = tokens(theme)
    value = sum(each.value for each in own)
    ring = {"type": "scatter", "mode": "markers", "x": [at[0]], "y": [at[1]]}
    fill = _shade(value, shades, theme)
    return ring | {
        # On paper of its own, so that the shade is the same as that of an area.
        "marker": {
            "size": CITY_SIZE,
            "color": fill,
            "line": {"width": 1.4, "color": look.text},
        },
        "hoverinfo": "text",
        "customdata": [own[0].key],
        "text": [" ".join(f"<b>{each.name}</b><br>{each.words}" for each in own)],
    }


def _legend(shades: Sequence[int], theme: str) -> Iterator[Properties]:
    """Yield the shades and their words, from left to right below the map."""
    if not shades:
        return
    look, parts = tokens(theme), []
    for first, words in zip(shades, shade_words(shades), strict=True):
        colour = _shade(first, shades, theme)
        parts.append(f'<span style="color:{colour}">■</span> {words}')
    yield {
        "x": 0,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "yshift": -LEGEND_HEIGHT + 4,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "text": "   ".join(parts),
        "font": {"size": 13, "color": look.muted},
    }
