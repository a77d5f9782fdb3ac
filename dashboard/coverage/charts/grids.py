"""Grids of what the data covers: months by country, and topics by country and month.

The darker a cell, the more events; a pale one has none, an empty one is not covered.
"""

import calendar
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.coverage.measures.silence import NONE_REPORTED, REPORTED
from dashboard.palette import Tokens, country_colour, tokens
from dashboard.panels.plot import Properties, figure_of, label
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import number, say, say_many

TOP, WIDEST_NUMBER = 24, 2
# Of the months of all years.
MONTHS = 12
PANEL = MONTHS + 1
YEAR_HEIGHT, YEARS_BOTTOM = 19, 22
QUARTERS = {0: "J", 3: "A", 6: "J", 9: "O"}
COUNTS = ("year", "month", "events", "figures", "reports", "is_covered", "is_read")
# Of the topics in the months chosen.
TOPIC_HEIGHT, TOPICS_BOTTOM, TOPICS_LEFT = 25, 36, 142
GAP = 0.06
MOST_FULL, MOST_NUMBERED, MOST_NAMED = 10, 65, 30
# What stands for no event where figures alone are reported, and for no paragraph.
DASH = "–"
# What is reported starts well above the shade of silence, so that one event stands out from none.
PALEST_REPORTED = 0.22
# What a cell tells on hovering.
TOLD: tuple[Callable[[int], str], ...] = (
    lambda many: say_many("{count} event", "{count} events", many),
    lambda many: say_many("{count} source", "{count} sources", many),
    lambda many: say_many("{count} paragraph", "{count} paragraphs", many),
)


def coverage_grid(coverage: pd.DataFrame, theme: str) -> go.Figure:
    """Draw years and months for each country: the darker, the more events, with their number.

    A month without anything is empty; one without an event is a pale cell, with a 0 where sources
    cover it. Numbers of more than two digits do not fit and are shown on hovering.
    """
    look = tokens(theme)
    years = sorted(coverage["year"].unique().tolist())
    grids = {code: coverage[coverage["country"].eq(code)] for code in COUNTRIES}
    most = max(int(coverage["events"].max()), 1)
    traces = [
        *(
            _cells(
                code,
                look,
                x=place * PANEL + np.arange(MONTHS),
                y=np.arange(len(own) // MONTHS),
                z=own["events"].where(own["is_read"]).to_numpy().reshape(-1, MONTHS),
                zmax=most,
                text=np.array(_hover_of_months(code, own)).reshape(-1, MONTHS),
            )
            for place, (code, own) in enumerate(grids.items())
        ),
        _numbers_of_months(grids, True, look.muted),
        _numbers_of_months(grids, False, look.text),
    ]
    ticks = {
        place * PANEL + month: name
        for place in range(len(COUNTRIES))
        for month, name in QUARTERS.items()
    }
    layout = {
        "annotations": _country_names(tuple(COUNTRIES), PANEL, theme),
        "xaxis": {
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            "range": [-0.6, len(COUNTRIES) * PANEL - 1.4],
        },
        "yaxis": _rows([str(year) for year in years]),
    }
    frame = {"height": grid_height(len(years)), "top": TOP, "bottom": YEARS_BOTTOM}
    return figure_of(traces, layout, theme, left=38, right=2, **frame)


def grid_height(years: int) -> int:
    """Return the height of the grid in pixels."""
    return years * YEAR_HEIGHT + TOP + YEARS_BOTTOM


def _hover_of_months(code: str, own: pd.DataFrame) -> list[str]:
    """Return the text shown on hovering over each cell."""
    hover_texts = []
    for year, month, *numbers, is_covered, is_read in zip(
        *(own[name].tolist() for name in COUNTS), strict=True
    ):
        head = f"{COUNTRIES[code].name}, {calendar.month_name[month]} {year}<br>"
        events, figures, reports = numbers
        words = say(
            "{figures}, {reports} published",
            figures=say_many("{count} figure", "{count} figures", figures),
            reports=say_many("{count} report", "{count} reports", reports),
        )
        reach = say("reviewed in full") if is_covered else say("single reports only")
        known = (
            say_many("{count} event", "{count} events", events)
            if events or is_covered
            else say("no event")
        )
        full = f"{head}<b>{known}</b>; {words}<br>{reach}"
        none = say("not covered")
        hover_texts.append(full if is_read else f"{head}{none}")
    return hover_texts


def _numbers_of_months(grids: Mapping[str, pd.DataFrame], zeros: bool, colour: str) -> Properties:
    """Return the printed numbers of all cells as one trace: the zeros, or the others."""
    trace = _printed("none reported" if zeros else "events", 11, colour)
    for place, own in enumerate(grids.values()):
        events = own["events"].to_numpy()
        fits = events < 10**WIDEST_NUMBER
        shown = own["is_covered"].to_numpy() & (events == 0) if zeros else events > 0
        cells = np.flatnonzero(shown & fits)
        trace["x"] += (place * PANEL + cells % MONTHS).tolist()
        trace["y"] += (cells // MONTHS).tolist()
        trace["text"] += events[cells].astype(str).tolist()
    return trace


def silence_grid(rows: pd.DataFrame, theme: str) -> go.Figure:
    """Draw the rows of `silence`: what is reported shaded, none reported pale, not covered empty.

    Few columns carry events / sources / paragraphs, more the events alone, many only the shade.
    """
    look = tokens(theme)
    countries, topics, months = (
        list(dict.fromkeys(rows[name])) for name in ("country", "topic", "month")
    )
    shape = (len(topics), len(months), len(countries))
    step = len(months) * (1 + GAP) + (0 if len(months) == 1 else 0.6)
    grid = {name: rows[name].to_numpy().reshape(shape) for name in rows.columns}
    hover_texts = np.array(_hover_of_topics(rows), dtype=object).reshape(shape)
    shade = _shade(grid["events"], grid["state"])
    traces = [
        _cells(
            code,
            look,
            x=place * step + np.arange(len(months)),
            y=np.arange(len(topics)),
            z=shade[:, :, place],
            zmax=1,
            text=hover_texts[:, :, place],
        )
        for place, code in enumerate(countries)
    ]
    traces += _numbers_of_topics(grid, step, look)
    layout = {
        "annotations": _country_names(countries, step, theme),
        "xaxis": {
            **_months(months, len(countries), step),
            "range": [-0.52, (len(countries) - 1) * step + len(months) - 0.48],
        },
        "yaxis": _rows([say(topic) for topic in topics]),
    }
    frame = {"height": silence_height(len(topics)), "top": TOP, "bottom": TOPICS_BOTTOM}
    return figure_of(traces, layout, theme, left=TOPICS_LEFT, right=2, **frame)


def silence_height(topics: int) -> int:
    """Return the height of the grid in pixels."""
    return topics * TOPIC_HEIGHT + TOP + TOPICS_BOTTOM


def _shade(events: np.ndarray, state: np.ndarray) -> np.ndarray:
    """Return 0 for none reported, more for more events, at most 1; NaN where it is not covered."""
    share = np.sqrt(events / max(events.max(initial=0), 1))
    shade = np.full(events.shape, np.nan)
    shade[state == NONE_REPORTED] = 0
    reported = state == REPORTED
    shade[reported] = PALEST_REPORTED + (1 - PALEST_REPORTED) * share[reported]
    return shade


def _hover_of_topics(rows: pd.DataFrame) -> list[str]:
    """Return the text shown on hovering over each cell."""
    hover_texts = []
    names = ("topic", "month", "country", "events", "sources", "paragraphs", "covered", "state")
    for topic, month, country, *numbers, covered, state in zip(
        *(rows[name].tolist() for name in names), strict=True
    ):
        year, place = month.split("-")
        when = f"{calendar.month_abbr[int(place)]} {year}"
        head = f"{COUNTRIES[country].name}, {when}: {say(topic)}<br>"
        if state == REPORTED:
            own = zip(numbers, TOLD, strict=True)
            parts = [write(int(value)) for value, write in own if value == value]
            if not numbers[0] and not covered:
                parts[0] = say("figures only")
            full = ", ".join(parts)
            hover_texts.append(f"{head}<b>{full}</b>")
        else:
            hover_texts.append(f"{head}<b>{say(state)}</b>")
    return hover_texts


def _numbers_of_topics(
    grid: Mapping[str, np.ndarray], step: float, look: Tokens
) -> list[Properties]:
    """Return the printed numbers as two traces: what is reported, and the zeros of silence."""
    _, months, countries = grid["events"].shape
    columns = months * countries
    if columns > MOST_NUMBERED:
        return []
    size = 12 if columns <= MOST_NAMED else 11
    reported = _printed("reported", size, look.text)
    silent = _printed("none reported", size, look.muted)
    for (topic, month, place), state in np.ndenumerate(grid["state"]):
        here = topic, month, place
        if state not in (REPORTED, NONE_REPORTED):
            continue
        words = number(float(grid["events"][here]))
        if words == "0" and not grid["covered"][here]:
            words = DASH
        if columns <= MOST_FULL and state == REPORTED:
            more = (float(grid[name][here]) for name in ("sources", "paragraphs"))
            other_numbers = (number(value) if value else DASH for value in more if value == value)
            words = " / ".join([words, *other_numbers])
        elif len(words) > WIDEST_NUMBER and columns > MOST_NAMED:
            continue
        trace = silent if state == NONE_REPORTED else reported
        trace["x"].append(place * step + month)
        trace["y"].append(topic)
        trace["text"].append(words)
    return [reported, silent]


def _months(months: Sequence[str], countries: int, step: float) -> Properties:
    """Return the ticks: each month by name, or the quarters when there are many."""
    columns = len(months) * countries
    ticks = {}
    for at, month in enumerate(months):
        year, number = month.split("-")
        name = calendar.month_abbr[int(number)]
        if columns > MOST_NAMED:
            if int(number) % 3 != 1 and len(months) > 3:
                continue
            name = name[0]
        ticks[at] = f"{name}<br>{year}" if not ticks or number == "01" else name
    return {
        "tickvals": [place * step + at for place in range(countries) for at in ticks],
        "ticktext": list(ticks.values()) * countries,
    }


def _cells(code: str, look: Tokens, **own: object) -> Properties:
    """Return the cells of a country, the darker the higher their `z`, with `text` on hovering."""
    return {
        "type": "heatmap",
        "name": COUNTRIES[code].name,
        "hovertemplate": "%{text}<extra></extra>",
        "hoverongaps": True,
        "zmin": 0,
        "colorscale": [[0, look.band], [1, look.faint if look.name == "light" else look.hatch]],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        **own,
    }


def _printed(name: str, size: int, colour: str) -> Properties:
    """Return a trace for numbers in cells, without any yet."""
    return {
        **{"type": "scatter", "mode": "text", "name": name, "hoverinfo": "skip"},
        **{"x": [], "y": [], "text": [], "textfont": {"size": size, "color": colour}},
    }


def _rows(names: Sequence[str]) -> Properties:
    """Return an axis with the names of the rows, the first on top."""
    return {
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "range": [len(names) - 0.5, -0.5],
        "showgrid": False,
    }


def _country_names(countries: Sequence[str], step: float, theme: str) -> list[Properties]:
    """Return the names of countries over their panels, each `step` wide."""
    where = {"yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 3}
    return [
        label(
            place * step - 0.5,
            1,
            f"{COUNTRIES[code].glyph} <b>{COUNTRIES[code].name}</b>",
            country_colour(code, theme, text=True),
            **where,
        )
        for place, code in enumerate(countries)
    ]
