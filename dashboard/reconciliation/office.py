"""The gaps between figures and series as charts that office programs edit.

The same picture for the screen is in `charts`.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.palette import country_colour, tokens
from dashboard.panels.office import SIGNED_FORMAT, Look, NativeChart, office_chart
from dashboard.reconciliation.charts import lane_words
from dashboard.reconciliation.measures.verdicts import VERDICTS, Reconciled
from dashboard.reconciliation.view import Lane
from dashboard.vocabulary import country_name
from dashboard.wording import say, say_many


def gap_charts(lanes: Sequence[Lane], period: str) -> tuple[NativeChart, ...]:
    """Return one chart a country: the gap of each figure in percent by day, a series a verdict.

    Gaps are not held to an edge as on screen; one of a series at 0 has no percent, and the title
    counts such. Without an official series the figures stand on a lane that says so.
    """
    # No office program has the screen's square-root scale; theirs is straight.
    subtitle = say("percent of the series that day, {period}", period=period)
    return tuple(replace(_gap_chart(lane), subtitle=subtitle) for lane in lanes)


def _gap_chart(lane: Lane) -> NativeChart:
    placed = [row for row in lane.points if np.isfinite(row.beside.percent)]
    title = f"{country_name(lane.country)}: {lane_words(lane)}"
    if not lane.has_series:
        chart = NativeChart("points", (), (), title=title)
        named = tuple(dict.fromkeys(say(row.verdict.title) for row in lane.points))
        return _drawn(replace(chart, lanes=named), lane.points, tokens("light").hatch)
    if beyond := len(lane.points) - len(placed):
        title += say_many(
            "; {count} figure has no percent, as the series is 0",
            "; {count} figures have no percent, as the series is 0",
            beyond,
        )
    unit = say("percent of the series that day")
    chart = NativeChart("points", (), (), title=title, unit=unit, number_format=SIGNED_FORMAT)
    return _drawn(chart, placed, country_colour(lane.country, "light"))


def _drawn(chart: NativeChart, points: Sequence[Reconciled], colour: str) -> NativeChart:
    rows = pd.DataFrame(
        {
            "day": pd.Series([row.beside.day().date() for row in points], dtype=object),
            "gap": [0.0 if np.isnan(row.beside.gap) else row.beside.percent for row in points],
            "verdict": [row.verdict.key for row in points],
        }
    )
    looks = {key: Look(colour, "none", verdict.office) for key, verdict in VERDICTS.items()}
    names = {key: say(verdict.title) for key, verdict in VERDICTS.items()}
    return office_chart(chart, rows, x="day", y="gap", series="verdict", looks=looks, names=names)
