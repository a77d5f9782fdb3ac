"""The COVID-19 timeline: lines cut where the count changes, reported figures, "officially none".

The words in it are placed in `labels`; its scales are in `scales`.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.covid.charts import labels
from dashboard.covid.charts.scales import DAY_IN_MILLISECONDS, DOTTED, PlotArea, value_scale
from dashboard.covid.measures.series import Cut, Days
from dashboard.covid.view.timeline import PrintedMark, SilentCountry, Timeline
from dashboard.dates import day
from dashboard.palette import country_colour, tokens
from dashboard.panels.plot import (
    Properties,
    band_shape,
    day_box,
    figure_of,
    hatched,
    label,
    month_ticks,
)
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import say

Trace = Properties
CLAIM_STEP = "7D"
HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 330, 24, 24, 58, 178
NARROW_RIGHT = 92
LANE_HEIGHT = 44
MOST_TICKS, NARROW_TICKS = 10, 4


Item = TypeVar("Item", Cut, PrintedMark)


def line_traces(timeline: Timeline, theme: str) -> list[Trace]:
    """Draw one trace an unbroken stretch.

    Its days follow from the first, so that only values travel to the browser.
    """
    traces = []
    for line in timeline.lines:
        name = country_name(line.country)
        style = {
            "color": country_colour(line.country, theme),
            "width": 2.2,
            "dash": COUNTRIES[line.country].dash,
        }
        for first, values in line.stretches():
            drawn = np.where(values > 0, values, np.nan) if timeline.log else values
            if not np.isnan(drawn).all():
                traces.append(
                    {
                        **{"type": "scatter", "name": name, "y": drawn, "line": style},
                        **{"x0": first, "dx": DAY_IN_MILLISECONDS, "meta": line.country},
                        **traceable(timeline.keys.get(line.country, "")),
                        "hovertemplate": hover_words(drawn, timeline.noun, name),
                    }
                )
    return traces


def beside_traces(timeline: Timeline, theme: str) -> list[Trace]:
    """Draw the lines of another period dotted, at the same places; the hover says both days."""
    traces = []
    for line in timeline.beside:
        for first, values in line.stretches():
            drawn = np.where(values > 0, values, np.nan) if timeline.log else values
            began = pd.Timestamp(first)
            days = pd.date_range(began, periods=len(values))
            places = days + pd.Timedelta(days=timeline.moved)
            name = country_name(line.country)
            pairs = zip(days, places, strict=True)
            when = [say("{other}, beside {own}", other=day(a), own=day(b)) for a, b in pairs]
            hover = f"%{{text}}<br><b>%{{y:{_hover_form(drawn)}}}</b> {timeline.noun}<br>{name}"
            look = {"color": country_colour(line.country, theme), "width": 1.8, "dash": "dot"}
            traces.append(
                {
                    **{"type": "scatter", "mode": "lines", "line": look, "text": when, "y": drawn},
                    **{"x0": str(places[0].date()), "dx": DAY_IN_MILLISECONDS},
                    "meta": line.country,
                    "hovertemplate": f"{hover}<extra></extra>",
                }
            )
    return traces


def riser_traces(timeline: Timeline, theme: str) -> list[Trace]:
    """Dot the step at each cut, from the last value before to the first after."""
    traces = []
    steps = [cut for cut in timeline.cuts if cut.after > 0 and (cut.before > 0 or not timeline.log)]
    for code, own in _by_country(steps):
        x: list[Any] = []
        y: list[Any] = []
        words: list[str] = []
        for cut in own:
            x += [str(cut.before_day.date()), str(cut.after_day.date()), None]
            y += [cut.before, cut.after, None]
            words += [f"{day(cut.day)}: {cut.what_changed}"] * 3
        traces.append(
            {
                **{"type": "scatter", "x": x, "y": y, "mode": "lines+markers", "hovertext": words},
                "marker": {"opacity": 0},
                "meta": code,
                "legendgroup": timeline.keys.get(code, ""),
                "line": {"color": country_colour(code, theme), "width": 2, "dash": DOTTED},
                "hovertemplate": f"{country_name(code)}, %{{hovertext}}<extra></extra>",
            }
        )
    return traces


def cut_shapes(timeline: Timeline, area: PlotArea, theme: str) -> list[Trace]:
    """Draw an upright where a rate is cut: it has no step to bridge."""
    place = {"type": "line", "y0": area.floor, "y1": 1, "xref": "x", "yref": "paper"}
    return [
        {
            **place,
            **{"x0": str(cut.day), "x1": str(cut.day), "name": cut.country},
            "line": {"color": country_colour(cut.country, theme), "width": 1.5, "dash": DOTTED},
        }
        for cut in timeline.cuts
        if np.isnan(cut.after)
    ]


def mark_traces(timeline: Timeline, theme: str) -> list[Trace]:
    """Draw the reported figures as open marks, larger where they are named.

    Plotly takes the smaller of two marks under the pointer, which would be the line's: on top of
    the larger marks lie small ones that are not seen.
    """
    traces = []
    for code, own in _by_country(timeline.drawable_marks):
        values = np.array([mark.value for mark in own])
        outline = {
            "color": country_colour(code, theme),
            "width": [2 if mark.listed else 1.2 for mark in own],
        }
        look = {
            "symbol": COUNTRIES[code].marker,
            "opacity": 1,
            "color": tokens(theme).background,
            "line": outline,
        }
        hover = hover_words(values, timeline.noun, f"{country_name(code)}<br>%{{customdata[0]}}")
        drawn = {
            "type": "scatter",
            "x": [str(mark.day.date()) for mark in own],
            "y": values,
            "mode": "markers",
            "meta": code,
            "customdata": [[mark.source, mark.figure_id] for mark in own],
            "hovertemplate": say("reported for {value}", value=hover),
        }
        sizes = {"size": [10 if mark.listed else 6 for mark in own]}
        traces.append({**drawn, "marker": {**look, **sizes}})
        traces.append({**drawn, "marker": {"size": 6, "opacity": 0}})
    return traces


def lane_traces(timeline: Timeline, theme: str) -> list[Trace]:
    """Hatch the days of a documented "officially none"; a lane without such days stays empty."""
    return [
        trace | {"meta": silent.country}
        for index, silent in enumerate(timeline.silent)
        for trace in silent_traces(
            silent,
            timeline,
            country_colour(silent.country, theme),
            xaxis="x",
            yaxis=f"y{index + 2}",
        )
    ]


def silent_traces(
    silent: SilentCountry, timeline: Timeline, colour: str, **axes: str
) -> list[Trace]:
    """Hatch the days for which reports say "officially none", and lay unseen marks along them.

    A mark answers to a click with the last report up to its day.
    """
    days = silent.within(timeline.first, timeline.last)
    if days is None:
        return []
    return [{**hatched(*days, colour), **axes}, {**_claim_marks(silent, days), **axes}]


def _claim_marks(silent: SilentCountry, days: Days) -> Trace:
    dated_claims = [
        (when, [claim for claim in silent.claims if claim.day <= when][-1])
        for when in pd.date_range(*days, freq=CLAIM_STEP)
    ]
    said = say(
        "{country}: officially none,<br>as reported for", country=country_name(silent.country)
    )
    return {
        "type": "scatter",
        "x": [str(when.date()) for when, _ in dated_claims],
        "y": [0.5] * len(dated_claims),
        "mode": "markers",
        "marker": {"opacity": 0, "maxdisplayed": 1},
        "customdata": [[day(claim.day), claim.figure_id] for _, claim in dated_claims],
        "hovertemplate": f"{said} %{{customdata[0]}}<extra></extra>",
    }


def traceable(key: str) -> Trace:
    """Return what makes the days of a line answer to a click.

    Plotly picks no point of a mere line, but of one with texts, even when these are empty; marks
    would draw the pointer to the last of neighbouring days. The `legendgroup` is how the line's key
    reaches the code that answers the click.
    """
    if not key:
        return {"mode": "lines"}
    return {"mode": "lines+text", "text": "", "legendgroup": key}


def hover_words(values: np.ndarray, noun: str, name: str) -> str:
    """Return the hover text of values of a day: the day, the value, what it is and whose."""
    return (
        f"%{{x|%-d %B %Y}}<br><b>%{{y:{_hover_form(values)}}}</b> {noun}<br>{name}<extra></extra>"
    )


def one_box(values: np.ndarray, noun: str) -> Trace:
    """Return the hover box of a day, its values written as all of these."""
    return day_box(f", {noun}", int(_hover_form(values).strip(",.f")))


def _hover_form(values: np.ndarray) -> str:
    """Return how plotly writes these values: whole numbers, or one or three decimals."""
    if np.array_equal(values, np.round(values), equal_nan=True):
        return ",.0f"
    return ",.1f" if np.nanmax(values) >= 10 else ",.3f"


def _by_country(items: Iterable[Item]) -> Iterator[tuple[str, list[Item]]]:
    for code, own in groupby(
        sorted(items, key=lambda item: item.country), key=lambda item: item.country
    ):
        yield code, list(own)


def covid_lines(timeline: Timeline, theme: str) -> go.Figure:
    """Draw the series with cuts, reported figures, lanes, and labels at the ends."""
    look = tokens(theme)
    lines = (*timeline.lines, *timeline.beside)
    values = [*(line.values for line in lines), [mark.value for mark in timeline.printed]]
    scale = value_scale(np.concatenate(values), log=timeline.log)
    height = timeline_height(timeline)
    area = PlotArea(scale, height - TOP - BOTTOM, len(timeline.silent), bare=not timeline.lines)
    crowd = labels.crowd(timeline, area)
    first, last = timeline.clipped_band
    middle, place = first + (last - first) / 2, {"yref": "paper", "yshift": 9, "yanchor": "middle"}
    notes = [
        label(str(middle), 1, timeline.band_label, look.muted, **place),
        *labels.end_labels(timeline, area, theme),
        *labels.printed_list(timeline, area, crowd, theme),
        *labels.cut_labels(timeline, area, crowd, theme),
    ]
    traces = [
        *line_traces(timeline, theme),
        *beside_traces(timeline, theme),
        *riser_traces(timeline, theme),
        *mark_traces(timeline, theme),
        *lane_traces(timeline, theme),
    ]
    shapes = [
        band_shape(*timeline.clipped_band, look, "x", "paper"),
        *cut_shapes(timeline, area, theme),
    ]
    axes = _axes(timeline, area, look.faint)
    drawn = [line.values for line in timeline.lines if len(line.values)]
    layout = {**axes, "shapes": shapes, "annotations": notes}
    if drawn:
        layout["meta"] = one_box(np.concatenate(drawn), timeline.noun)
    right = NARROW_RIGHT if timeline.is_narrow else RIGHT
    sides = {"left": LEFT, "right": right, "top": TOP, "bottom": BOTTOM}
    return figure_of(traces, layout, theme, height=height, **sides)


def timeline_height(timeline: Timeline) -> int:
    """Return the height in pixels: with nothing but lanes the chart is no higher than they need."""
    return HEIGHT if timeline.lines else TOP + BOTTOM + LANE_HEIGHT * max(len(timeline.silent), 1)


def _axes(timeline: Timeline, area: PlotArea, base: str) -> Trace:
    quiet = {"range": [0, 1], "visible": False, "fixedrange": True}
    values = quiet if area.bare else area.scale.axis()
    most = NARROW_TICKS if timeline.is_narrow else MOST_TICKS
    days = month_ticks(timeline.first, timeline.last, most)
    axes: Trace = {
        "hovermode": "closest",
        "xaxis": {**days, "anchor": "free", "position": 0, "showline": True, "linecolor": base},
        "yaxis": {**values, "domain": [min(area.floor, 0.9), 1]},
    }
    for index in range(len(timeline.silent)):
        domain = list(area.lane_sides(index))
        axes[f"yaxis{index + 2}"] = {**quiet, "domain": domain, "anchor": "x"}
    return axes
