"""The pictures of coverage, on a grid and runs made here."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.coverage.charts.grids import coverage_grid
from dashboard.coverage.charts.lanes import series_lanes
from dashboard.palette import DARK, LIGHT
from dashboard.panels.plot import hatched
from dashboard.vocabulary import COUNTRIES


def grid() -> pd.DataFrame:
    names = ["country", "year", "month", "events", "figures", "reports", "is_covered", "is_read"]
    rows = [
        (code, 2020, month, 0, 0, 0, False, False) for code in COUNTRIES for month in range(1, 13)
    ]
    table = pd.DataFrame(rows, columns=names)
    table.loc[[0, 1, 2, 4], "is_read"] = True
    table.loc[[1], "is_covered"] = True
    table.loc[[0, 1, 2], ["events", "figures"]] = [[24, 1], [0, 3], [120, 0]]
    return table


RUNS = pd.DataFrame(
    {
        "country": ["KAZ", "KAZ", "KAZ", "TKM"],
        "series": ["cases", "rates", "tickers", "rates"],
        "first": pd.to_datetime(["2020-01-22", "2024-03-02", "2024-09-08", "2024-03-02"]),
        "last": pd.to_datetime(["2023-03-09", "2024-03-12", "2024-09-08", "2024-03-12"]),
        "days": [1143, 11, 1, 11],
    }
)
BREAKS = pd.DataFrame(
    {
        "date": pd.to_datetime(["2020-07-01", "2020-07-18"]),
        "iso_code": ["KAZ", "KAZ"],
        "kind": ["definition", "reporting"],
    }
)


def test_uncovered_is_empty_and_covered_without_an_event_is_a_zero() -> None:
    figure = coverage_grid(grid(), "light")
    cells = np.asarray(figure.data[0].z, dtype=float)[0]
    assert cells[:3].tolist() == [24, 0, 120]
    assert cells[4] == 0
    assert np.isnan(cells[[3, *range(5, 12)]]).all()
    told = np.asarray(figure.data[0].text)[0]
    assert told[0] == (
        "Kazakhstan, January 2020<br><b>24 events</b>; 1 figure, 0 reports published"
        "<br>single reports only"
    )
    assert told[1].endswith("<b>0 events</b>; 3 figures, 0 reports published<br>reviewed in full")
    assert told[3] == "Kazakhstan, April 2020<br>not covered"
    assert "<b>no event</b>" in told[4]


def test_numbers_are_printed_where_they_fit_zeros_muted() -> None:
    figure = coverage_grid(grid(), "light")
    zeros, others = figure.data[-2:]
    assert (list(zeros.text), zeros.textfont.color) == (["0"], LIGHT.muted)
    assert list(others.text) == ["24"]


def test_the_heat_has_one_neutral_hue_in_each_theme() -> None:
    light, dark = coverage_grid(grid(), "light"), coverage_grid(grid(), "dark")
    assert [colour for _, colour in light.data[0].colorscale] == [LIGHT.band, LIGHT.faint]
    assert [colour for _, colour in dark.data[0].colorscale] == [DARK.band, DARK.hatch]
    assert len({trace.zmax for trace in light.data[:5]}) == 1
    assert not light.layout.showlegend


def test_a_lane_without_a_series_is_hatched_and_says_so() -> None:
    figure = series_lanes(RUNS, BREAKS, "light")
    lanes = dict(zip([f"{place}" for place in range(10)], figure.data, strict=True))
    pattern = lanes["3"].marker.pattern
    day = pd.Timestamp("2020-06-01")
    (elsewhere,) = go.Figure(hatched(day, day, LIGHT.hatch)).data
    assert pattern.shape == "/"
    assert pattern.to_plotly_json() == elsewhere.fillpattern.to_plotly_json()
    words = [note.text for note in figure.layout.annotations]
    assert "no official series" in words
    assert "1,143 days, Jan 2020 – Mar 2023" in words
    assert "11 days and 1 single, Mar 2024 – Mar 2024" in words


def test_only_a_change_of_definition_cuts_a_lane() -> None:
    figure = series_lanes(RUNS, BREAKS, "dark")
    assert [pd.Timestamp(shape.x0) for shape in figure.layout.shapes] == [
        pd.Timestamp("2020-07-01")
    ]
