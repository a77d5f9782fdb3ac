"""The currency pictures as charts that office programs edit.

The same pictures for the screen are in `charts.one_scale` and `charts.multiples`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import floor, log10

import numpy as np
import pandas as pd

from dashboard.currency.charts.multiples import DASHES, SYMBOLS, RatePanel
from dashboard.currency.measures import NO_LINE as NOTHING
from dashboard.currency.measures import Line, Numbers, Window
from dashboard.currency.view import Run
from dashboard.palette import LIGHT, country_colour
from dashboard.panels.office import SIGNED_FORMAT, NativeChart, Series
from dashboard.vocabulary import COUNTRIES, CURRENCIES, RATE_KINDS
from dashboard.wording import N_, say

FAINT = LIGHT.faint
NO_LINE = "none"
NO_RATE = N_("No rate to draw")


def rate_charts(panels: Sequence[RatePanel], unit: str, window: Window) -> tuple[NativeChart, ...]:
    """Return one chart a currency: lines, outliers, single days, and prints with their ranges.

    They are points, each with its own days: a line of categories would break at each day that has
    nothing but a print.
    """
    marked = window.marked and (window.marked[0].date(), window.marked[1].date())
    return tuple(replace(_rate_chart(panel, unit), marked=marked) for panel in panels)


def rebased_chart(drawn: Mapping[str, Line], unit: str) -> tuple[NativeChart, ...]:
    """Return the lines that are 100 on the base day as one chart."""
    lines = {currency: line.broken() for currency, line in drawn.items() if len(line.days)}
    days = _days(line.days for line in lines.values())
    series = tuple(
        Series(
            _name(currency),
            _on_days(line.days, line.values, days),
            _colour(currency),
            dash=COUNTRIES[CURRENCIES[currency].country].dash,
            marker=COUNTRIES[CURRENCIES[currency].country].marker,
        )
        for currency, line in lines.items()
    )
    title = "" if series else say(NO_RATE)
    return (NativeChart("line", days, series, title, unit, number_format="0.0"),)


def change_chart(table: pd.DataFrame, unit: str) -> tuple[NativeChart, ...]:
    """Return the changes as bars, a colour a currency, with its words beside its country.

    `table` is that of `charts.one_scale.change_bars`: a currency without a change has no bar.
    """
    names = table["currency"].tolist()
    changes = table["change"].tolist()
    countries = [COUNTRIES[CURRENCIES[name].country].name for name in names]
    series = tuple(
        Series(
            countries[place],
            tuple(change if at == place else None for at in range(len(names))),
            _colour(names[place]),
        )
        for place, change in enumerate(changes)
        if pd.notna(change)
    )
    words = tuple(
        f"{country}: {text}"
        for country, text in zip(countries, table["words"].tolist(), strict=True)
    )
    text = "; ".join(words) or say(NO_RATE)
    title = "" if series else text
    chart = NativeChart(
        "stacked_bar",
        words,
        series,
        title,
        unit,
        number_format=SIGNED_FORMAT,
        subtitle=unit,
        legend=False,
    )
    return (chart,)


def _rate_chart(panel: RatePanel, unit: str) -> NativeChart:
    prints = panel.prints
    colour = _colour(panel.currency)
    own = COUNTRIES[CURRENCIES[panel.currency].country].marker
    wrong = say("outlier, looks wrong")
    layers = [
        *(
            (say(RATE_KINDS[run.kind].label), run.line, colour, DASHES[run.kind], "")
            for run in panel.runs
        ),
        *((wrong, run.line, FAINT, NO_LINE, "circle-open") for run in panel.odd),
        *(
            (say(RATE_KINDS[kind].label), line, colour, NO_LINE, SYMBOLS[kind] or own)
            for kind, line in _by_kind(panel.single).items()
        ),
        (say("as reported"), prints.line, colour, NO_LINE, f"{own}-open"),
        (say("rounding allows at least"), Line(prints.line.days, prints.low), colour, NO_LINE,
         "line-ew"),
        (say("rounding allows at most"), Line(prints.line.days, prints.high), colour, NO_LINE,
         "line-ew"),
    ]  # fmt: skip
    drawn = [(line if shape else line.broken(), *rest, shape)
             for _, line, *rest, shape in layers]  # fmt: skip
    series = tuple(
        Series(words, _values(line.values), look, dash, shape, at=_days([line.days]))
        for (words, *_), (line, look, dash, shape) in zip(layers, drawn, strict=True)
        if len(line.days)
    )
    values = np.concatenate([np.array([]), *(run.line.values for run in panel.labelled_runs)])
    # A chart has one format for all of its rates.
    digits = max((int(run.digits.max()) for run in panel.labelled_runs), default=1)
    return NativeChart(
        "points",
        (),
        series,
        title=_title(panel, is_drawn=bool(series)),
        unit=unit,
        number_format=_number_format(values, digits),
    )


def _title(panel: RatePanel, *, is_drawn: bool) -> str:
    name = _name(panel.currency)
    if not is_drawn:
        return say("{name}: no rate", name=name)
    return say("{name}, official rate, administered", name=name) if panel.is_official else name


def _by_kind(runs: Sequence[Run]) -> dict[str, Line]:
    """Return the rates of single days, in order of day, those of several sources together."""
    found: dict[str, Line] = {}
    for run in runs:
        before = found.get(run.kind, NOTHING)
        days = np.concatenate([before.days, run.line.days])
        order = np.argsort(days, kind="stable")
        values = np.concatenate([before.values, run.line.values])
        found[run.kind] = Line(days[order], values[order])
    return found


def _name(currency: str) -> str:
    return f"{COUNTRIES[CURRENCIES[currency].country].name}, {CURRENCIES[currency].name}"


def _colour(currency: str) -> str:
    return country_colour(CURRENCIES[currency].country, "light")


def _days(parts: Iterable[Numbers]) -> tuple[date, ...]:
    found = [part.astype("datetime64[D]") for part in parts if len(part)]
    return tuple(np.unique(np.concatenate(found)).astype(object).tolist()) if found else ()


def _on_days(own: Numbers, values: Numbers, days: tuple[date, ...]) -> tuple[float | None, ...]:
    known = dict(zip(own.astype("datetime64[D]").astype(object).tolist(), values.tolist(),
                     strict=True))  # fmt: skip
    return _values(np.array([known.get(when, np.nan) for when in days]))


def _values(values: Numbers) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else value for value in values.tolist())


def _number_format(values: Numbers, digits: int) -> str:
    """Return a spreadsheet's format with as many digits as the rates have."""
    known = values[~np.isnan(values)]
    if not len(known):
        return "#,##0.00"
    decimals = max(0, digits - 1 - floor(log10(float(known.max()))))
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")
