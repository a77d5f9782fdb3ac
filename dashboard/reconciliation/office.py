"""The gaps between figures and series as charts that office programs edit, and the keys behind.

The same picture for the screen is in `charts`.
"""

from collections.abc import Sequence

import numpy as np

from dashboard.palette import country_colour, tokens
from dashboard.panels.headline import each_once
from dashboard.panels.office import NativeChart, Series
from dashboard.reconciliation.charts import SHAPES, Lane
from dashboard.reconciliation.view import Chosen, GapPoint, beside_key
from dashboard.vocabulary import country_name
from dashboard.wording import counted

UNIT = "percent of the series that day"
NO_SERIES = "no official series"
# Office programs have fewer shapes than the screen; these stand in, so that no two are alike.
OFFICE_SHAPES = {
    "part of a day": "star",
    "known fault of the series": "square",
    "stale": "cross",
}


def gap_charts(lanes: Sequence[Lane]) -> tuple[NativeChart, ...]:
    """Return one chart a country: the gap of each figure in percent by day, a series a verdict.

    Gaps are not held to an edge as on screen; one of a series at 0 has no percent, and the title
    counts such. Without an official series the figures stand on a lane that says so.
    """
    return tuple(_gap_chart(lane) if lane.has_series else _claims_chart(lane) for lane in lanes)


def keys_of_figures(chosen: Chosen) -> tuple[str, ...]:
    """Return the keys of the figures and of the days of the series beside them."""
    figures = [row.beside.figure.figure_id for row in chosen.figures]
    beside = [beside_key(row) for row in chosen.figures if not np.isnan(row.beside.value())]
    return each_once([*figures, *beside])


def _gap_chart(lane: Lane) -> NativeChart:
    placed = [point for point in lane.points if np.isfinite(point.percent)]
    title = f"{country_name(lane.country)}: {lane.words}"
    if beyond := len(lane.points) - len(placed):
        verb = "has" if beyond == 1 else "have"
        title += f"; {counted(beyond, 'figure')} {verb} no percent, as the series is 0"
    return NativeChart(
        "points",
        (),
        tuple(
            Series(
                verdict,
                tuple(point.percent for point in own),
                country_colour(lane.country, "light"),
                dash="none",
                marker=OFFICE_SHAPES.get(verdict, shape),
                at=tuple(point.day.date() for point in own),
            )
            for verdict, (shape, _) in SHAPES.items()
            if (own := _of_verdict(placed, verdict))
        ),
        title=title,
        unit=UNIT,
        number_format="0.0",
    )


def _claims_chart(lane: Lane) -> NativeChart:
    """Return the days of figures that no series stands beside: they have no gap."""
    title = f"{country_name(lane.country)}: {lane.words}"
    if not lane.points:
        return NativeChart("points", (), (), title=title)
    series = Series(
        NO_SERIES,
        (0,) * len(lane.points),
        tokens("light").hatch,
        dash="none",
        marker=SHAPES[NO_SERIES][0],
        at=tuple(point.day.date() for point in lane.points),
    )
    return NativeChart("points", (), (series,), title=title, lanes=(NO_SERIES,))


def _of_verdict(points: Sequence[GapPoint], verdict: str) -> list[GapPoint]:
    return [point for point in points if point.verdict == verdict]
