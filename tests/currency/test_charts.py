"""The currency figures: what is joined, what stands alone, and what is written beside it."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.currency.charts.multiples import Prints, RatePanel, multiples_height, rate_multiples
from dashboard.currency.charts.one_scale import change_bars, day_axis, rebased_lines
from dashboard.currency.measures import Line, Window
from dashboard.currency.view import Run
from dashboard.palette import tokens
from dashboard.vocabulary import COUNTRIES

JANUARY = Window(
    pd.Timestamp("2025-01-01"),
    pd.Timestamp("2025-12-31"),
    (pd.Timestamp("2025-06-01"), pd.Timestamp("2025-06-30")),
)
NO_BAND = Window(JANUARY.first, JANUARY.last, None)


def line(*points: tuple[str, float]) -> Line:
    days = np.array([day for day, _ in points], dtype="datetime64[ns]")
    return Line(days, np.array([value for _, value in points], dtype=float))


def run(currency: str, drawn: Line, kind: str = "daily", source: str = "series") -> Run:
    return Run(kind, drawn, f"rate:{currency}:{{}}:{source}", np.full(len(drawn.days), 5))


NOTHING = Prints(line(), np.array([]), np.array([]), [])


def tenge() -> RatePanel:
    drawn = line(("2025-01-01", 500), ("2025-01-10", 520), ("2025-03-01", 510))
    prints = Prints(
        line(("2025-02-01", 520.8)),
        np.array([519.5]),
        np.array([522.2]),
        [("0.00192", "519.5 to 522.2 tenge per US dollar", "rate:KZT:2025-02-01:page")],
    )
    return RatePanel("KZT", [run("KZT", drawn)], [], [], prints)


def manat() -> RatePanel:
    drawn = line(("2025-01-01", 3.5), ("2025-01-10", 3.5))
    odd = [run("TMT", line(("2025-01-05", 3.43)))]
    return RatePanel("TMT", [run("TMT", drawn)], odd, [], NOTHING, is_official=True)


def som() -> RatePanel:
    """Return a currency of which only single days are known, its month ends official."""
    ends = line(("2025-01-31", 87.4), ("2025-02-28", 87.45))
    single = [
        run("KGS", ends, "month_end"),
        run("KGS", line(("2025-02-01", 86.9)), "month_start", "crossed"),
        run("KGS", line(("2025-02-11", 88.25)), "press", "paper"),
    ]
    return RatePanel("KGS", [], [], single, NOTHING)


def texts(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def traces(figure: go.Figure) -> list[Any]:
    return list(figure.data)


def test_no_line_crosses_a_gap() -> None:
    figure = rate_multiples([tenge()], NO_BAND, "weaker", "light")
    drawn = figure.data[0]
    assert list(drawn.x) == ["2025-01-01", "2025-01-10", "2025-01-11", "2025-03-01"]
    assert np.isnan(drawn.y).tolist() == [False, False, True, False]
    assert drawn.connectgaps is False


def test_a_narrow_window_has_the_currencies_one_under_another() -> None:
    panels = [tenge(), manat(), som()]
    figure = rate_multiples(panels, NO_BAND, "weaker", "light", is_narrow=True)
    axes = [getattr(figure.layout, name) for name in ("xaxis", "xaxis2", "xaxis3")]
    assert [axis.domain for axis in axes] == [(0, 1)] * 3
    assert figure.layout.height == multiples_height(3, columns=1) == 3 * multiples_height(1)
    assert set(texts(figure)) <= set(texts(rate_multiples(panels, NO_BAND, "weaker", "light")))


def test_a_print_is_an_open_mark_with_all_that_its_digits_allow() -> None:
    figure = rate_multiples([tenge()], NO_BAND, "weaker", "light")
    prints = traces(figure)[1]
    assert (prints.mode, prints.marker.symbol) == ("markers", "circle-open")
    assert prints.error_y.array == pytest.approx([1.4])
    assert prints.error_y.arrayminus == pytest.approx([1.3])
    assert list(prints.customdata[0]) == [
        "0.00192",
        "519.5 to 522.2 tenge per US dollar",
        "rate:KZT:2025-02-01:page",
    ]
    assert figure.data[0].legendgroup == "rate:KZT:{}:series"


def test_the_odd_days_of_the_manat_are_faint_and_not_joined() -> None:
    figure = rate_multiples([manat()], NO_BAND, "weaker", "dark")
    flat, odd = figure.data
    assert list(flat.y) == [3.5, 3.5]
    assert (odd.mode, list(odd.y)) == ("markers", [3.43])
    assert (odd.marker.symbol, odd.marker.color) == ("circle-open", tokens("dark").faint)
    assert "3.5: official rate, administered" in texts(figure)


def test_single_days_are_marks_that_no_line_joins_and_each_kind_has_its_own() -> None:
    figure = rate_multiples([som()], NO_BAND, "weaker", "light")
    assert {trace.mode for trace in figure.data} == {"markers"}
    symbols = [trace.marker.symbol for trace in figure.data]
    assert len(set(symbols)) == 3
    assert symbols[0] == COUNTRIES["KGZ"].marker
    assert [trace.legendgroup.rsplit(":")[-1] for trace in figure.data] == [
        "series",
        "crossed",
        "paper",
    ]
    assert "official rate, last day of the month" in figure.data[0].hovertemplate
    words = texts(figure)
    # What is written beside them is of the month ends, not of the cross rate or the article.
    assert "87.450, 28 Feb" in words
    assert not any(each.startswith(("86.9", "88.2")) for each in words)
    key = rate_multiples([tenge()] * 4 + [som()], NO_BAND, "weaker", "light")
    assert "Filled mark: month end." in texts(key)[-1]
    assert "Dotted" not in texts(key)[-1]


def test_a_month_end_beyond_the_line_may_be_the_last_and_the_highest() -> None:
    """The somoni's own bank to 8 January 2022, month ends after: 12.96 is the highest, not 11.3."""
    daily = run("TJS", line(("2025-01-07", 11.25), ("2025-01-08", 11.3)), "official", "bank")
    ends = run("TJS", line(("2025-03-31", 12.96)), "month_end")
    words = texts(
        rate_multiples([RatePanel("TJS", [daily], [], [ends], NOTHING)], NO_BAND, "weaker", "light")
    )
    assert "12.960 on 31 Mar 2025" in words
    assert "12.960, 31 Mar" in words
    assert "11.250 on 7 Jan 2025" in words


def test_a_cross_rate_is_dotted_and_not_joined_to_the_rate_of_another_source() -> None:
    official = run("TJS", line(("2025-01-01", 11.3), ("2025-01-02", 11.3)), "official", "bank")
    crossed = run("TJS", line(("2025-01-03", 11.4), ("2025-01-04", 11.4)), "cross", "other")
    panel = RatePanel("TJS", [official, crossed], [], [], NOTHING)
    first, second = rate_multiples([panel], NO_BAND, "weaker", "light").data
    assert (first.line.dash, second.line.dash) == ("solid", "dot")
    assert (list(first.y), list(second.y)) == ([11.3, 11.3], [11.4, 11.4])


def test_each_currency_has_its_own_scale_its_name_and_its_extremes() -> None:
    figure = rate_multiples([tenge(), manat()], JANUARY, "weaker", "light")
    assert (figure.data[0].yaxis, figure.data[2].yaxis) == ("y", "y2")
    assert figure.layout.yaxis.range[0] < 500
    assert figure.layout.yaxis.range[1] > 522.2
    assert figure.layout.yaxis2.range[1] < 4
    words = texts(figure)
    assert "<b>● Kazakhstan</b> tenge" in words
    assert "520.00 on 10 Jan 2025" in words
    assert "500.00 on 1 Jan 2025" in words
    assert "510.00, 1 Mar" in words


def test_the_chosen_months_are_a_band_in_every_panel() -> None:
    figure = rate_multiples([tenge(), manat()], JANUARY, "weaker", "light")
    assert [shape.xref for shape in figure.layout.shapes] == ["x", "x2"]
    assert figure.layout.shapes[0].x0.startswith("2025-06-01")
    assert not rate_multiples([tenge()], NO_BAND, "weaker", "light").layout.shapes


def test_the_sixth_place_explains_the_marks() -> None:
    figure = rate_multiples([tenge()] * 4 + [manat()], NO_BAND, "stronger", "light")
    assert figure.layout.height == multiples_height(5) == 2 * multiples_height(3)
    assert "Higher is stronger" in texts(figure)[-1]


def test_a_panel_without_rates_has_its_name_only() -> None:
    empty = RatePanel("UZS", [], [], [], NOTHING)
    figure = rate_multiples([empty], NO_BAND, "weaker", "light")
    assert texts(figure) == ["<b>◆ Uzbekistan</b> soum"]
    assert not len(figure.data[0].x)


@pytest.mark.parametrize(
    ("first", "last", "narrow", "wide"),
    [
        ("2019-12-17", "2020-12-15", ["Apr 2020", "Jul", "Oct"], ["Apr 2020", "Jul", "Oct"]),
        (
            "2018-01-01",
            "2026-09-29",
            ["Jan 2020", "Jan 2024"],
            ["Jan 2020", "Jan 2022", "Jan 2024", "Jan 2026"],
        ),
        (
            "1990-01-01",
            "2026-09-29",
            ["Jan 2000", "Jan 2016"],
            ["Jan 2000", "Jan 2008", "Jan 2016", "Jan 2024"],
        ),
    ],
)
def test_an_axis_names_only_the_days_it_has_room_for(
    first: str, last: str, narrow: list[str], wide: list[str]
) -> None:
    window = Window(pd.Timestamp(first), pd.Timestamp(last), None)
    for sparse, names in ((True, narrow), (False, wide)):
        assert day_axis(window, "light", sparse=sparse)["ticktext"] == names


def test_no_panel_at_all_is_an_empty_sheet() -> None:
    assert not rate_multiples([], NO_BAND, "weaker", "light").data


def test_rebased_lines_share_one_scale_and_are_named_at_their_ends() -> None:
    lines = {
        "KZT": [run("KZT", line(("2025-01-01", 100), ("2025-03-01", 104.26)))],
        "TMT": [run("TMT", line(("2025-01-01", 100), ("2025-03-01", 100)))],
        "UZS": [],
    }
    figure = rebased_lines(lines, JANUARY, ("TMT",), "light")
    assert [trace.legendgroup for trace in figure.data] == [
        "rate:KZT:{}:series",
        "rate:TMT:{}:series",
    ]
    assert len(traces(figure)) == 2
    assert np.isnan(figure.data[0].y).tolist() == [False, True, False]
    assert [trace.line.dash for trace in figure.data] == [
        COUNTRIES["KAZ"].dash,
        COUNTRIES["TKM"].dash,
    ]
    assert texts(figure) == ["<b>Kazakhstan</b> 104.3", "<b>Turkmenistan</b> 100, official"]
    assert not rebased_lines({}, NO_BAND, (), "light").data


def test_a_change_is_a_bar_to_the_side_its_words_say() -> None:
    table = pd.DataFrame(
        {
            "currency": ["KZT", "TJS", "TMT"],
            "change": [-2.0, 0.5, np.nan],
            "words": ["−2.0%, weaker", "+0.5%, stronger", "administered, no change"],
            "key": ["one", "two", "three"],
        }
    )
    figure = change_bars(table, "light")
    assert list(figure.data[0].x)[:2] == [-2.0, 0.5]
    assert [list(trace.customdata) for trace in figure.data] == [["one", "two", "three"]] * 2
    assert figure.layout.xaxis.range[0] == -figure.layout.xaxis.range[1]
    assert list(figure.layout.yaxis.range) == [2.5, -0.5]
    words = texts(figure)
    assert {"−2.0%, weaker", "administered, no change", "← weaker", "stronger →"} <= set(words)


def test_changes_that_cannot_be_said_draw_no_bar() -> None:
    table = pd.DataFrame(
        {"currency": ["TMT"], "change": [np.nan], "words": ["administered"], "key": [""]}
    )
    assert np.isnan(change_bars(table, "dark").data[0].x[0])
    assert change_bars(table.iloc[:0], "dark").layout.height > 0
