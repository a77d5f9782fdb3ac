"""What the COVID-19 charts draw: traces, labels and ranges."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.covid.charts.labels import cut_words
from dashboard.covid.charts.lines import covid_lines, timeline_height
from dashboard.covid.charts.multiples import covid_multiples
from dashboard.covid.charts.scales import value_scale, value_words
from dashboard.covid.measures.reported import Printed
from dashboard.covid.measures.series import Cut
from dashboard.covid.view.timeline import Line, PrintedMark, SilentCountry, Timeline
from dashboard.panels.plot import month_ticks
from dashboard.values import Reason, amount

FIRST, LAST = pd.Timestamp("2020-06-26"), pd.Timestamp("2020-07-05")
NAN = float("nan")
CUT = Cut(
    "KAZ",
    pd.Timestamp("2020-07-01"),
    "definition",
    "cases without symptoms (PCR) added, from this day",
    "cases without symptoms added",
    18757,
    pd.Timestamp("2020-06-30"),
    22308.0,
    pd.Timestamp("2020-07-01"),
    41065.0,
)


def claim(day: str, key: str = "") -> Printed:
    none = amount(0, 0, 0, "officially_none")
    return Printed("TKM", pd.Timestamp(day), none, "", "", "", "", "a-page", key)


SILENT = SilentCountry(
    "TKM", Reason.OFFICIALLY_NONE, (claim("2020-03-31", "first"), claim("2022-05-12", "last"))
)


def line(code: str, values: list[float], cut_at: int | None = None) -> Line:
    days = np.arange("2020-06-26", "2020-07-06", dtype="datetime64[D]")
    segment = np.zeros(10, dtype="int64")
    if cut_at is not None:
        segment[cut_at:] = 1
    return Line(code, days, segment, np.array(values, dtype="float64"))


KAZ = line("KAZ", [20000, 20500, 21000, 21819, 22308, 41065, 42574, 44075, 45719, 47171], 5)
TJK = line("TJK", [5600, 5700, 5750, 5849, 5900, 5950, 6000, 6050, 6100, 6150])


def timeline(**changes: object) -> Timeline:
    whole = Timeline(
        title="Confirmed cases, total",
        first=FIRST,
        last=LAST,
        band=(pd.Timestamp("2020-06-01"), pd.Timestamp("2020-06-30")),
        band_label="June 2020",
        lines=(KAZ, TJK),
        cuts=(CUT,),
        printed=(PrintedMark("KAZ", pd.Timestamp("2020-06-30"), 21819.0, "Month in Review", True),),
        silent=(SILENT,),
        noun="total cases",
        log=True,
    )
    return replace(whole, **changes)


def lines_of(shown: Timeline, theme: str = "light") -> Any:
    return covid_lines(shown, theme)


def multiples_of(shown: Timeline, countries: tuple[str, ...]) -> Any:
    return covid_multiples(shown, countries, "no 7-day average", "light")


def texts(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_line_stops_at_the_cut_and_a_dotted_riser_bridges_it(theme):
    figure = lines_of(timeline(), theme)
    own = [trace for trace in figure.data if trace.name == "Kazakhstan"]
    assert [(trace.x0, list(trace.y)) for trace in own] == [
        ("2020-06-26", [20000, 20500, 21000, 21819, 22308]),
        ("2020-07-01", [41065, 42574, 44075, 45719, 47171]),
    ]
    (riser,) = [trace for trace in figure.data if trace.hovertext is not None]
    assert list(riser.x) == ["2020-06-30", "2020-07-01", None]
    assert list(riser.y) == [22308, 41065, None]
    assert riser.line.dash == "1.5px,2.5px"
    assert any(
        text.startswith("<b>1 July</b>: cases without") and "+18,757" in text
        for text in texts(figure)
    )


def test_the_cut_of_a_rate_is_an_upright_without_a_step():
    rate = timeline(cuts=(replace(CUT, before=NAN, after=NAN),))
    figure = lines_of(rate)
    assert [shape.x0 for shape in figure.layout.shapes if shape.type == "line"] == [
        "2020-07-01 00:00:00"
    ]
    assert not [trace for trace in figure.data if trace.text is not None]


def test_the_undoing_of_a_spike_gets_no_second_label():
    twice = timeline(cuts=(CUT, replace(CUT, day=pd.Timestamp("2020-07-02"), change=-9)))
    assert sum("cases without" in text for text in texts(lines_of(twice))) == 1


def test_turkmenistan_is_a_hatched_lane_and_never_a_line():
    figure = lines_of(timeline())
    lane, marks = [trace for trace in figure.data if trace.yaxis == "y2"]
    assert (lane.fillpattern.shape, marks.marker.opacity) == ("/", 0)
    assert list(lane.x)[:2] == ["2020-06-26 00:00:00", "2020-07-05 00:00:00"]
    assert not [trace for trace in figure.data if trace.name == "Turkmenistan"]
    assert "<b>Turkmenistan</b> officially none" in texts(figure)


def test_the_hatching_covers_only_documented_days():
    begun = replace(SILENT, claims=(claim("2020-07-01"), claim("2020-07-03")))
    lane, _ = [trace for trace in lines_of(timeline(silent=(begun,))).data if trace.yaxis == "y2"]
    assert (lane.x[0], lane.x[1]) == ("2020-07-01 00:00:00", "2020-07-03 00:00:00")
    over = replace(SILENT, claims=(claim("2020-03-31"), claim("2020-06-01")))
    figure = lines_of(timeline(silent=(over,)))
    assert not [trace for trace in figure.data if trace.yaxis == "y2"]


def test_what_is_not_stated_is_in_italics_without_hatching():
    figure = lines_of(timeline(silent=(SilentCountry("TKM", Reason.NOT_STATED),)))
    assert not [trace for trace in figure.data if trace.fill == "toself"]
    assert "<b>Turkmenistan</b> <i>deaths not stated</i>" in texts(figure)


def test_with_turkmenistan_alone_there_is_only_the_lane():
    alone = timeline(lines=(), cuts=(), printed=())
    figure = lines_of(alone)
    assert {trace.yaxis for trace in figure.data} == {"y2"}
    assert not figure.layout.yaxis.visible
    assert figure.layout.height == timeline_height(alone) < timeline_height(timeline())


def test_ends_are_labelled_with_name_and_last_value():
    said = texts(lines_of(timeline()))
    assert "<b>Kazakhstan</b> 47,171" in said
    assert "on 5 July 2020" in said, "the lines go on after the last day chosen"
    ended = replace(TJK, values=np.where(np.arange(10) < 8, TJK.values, np.nan))
    apart = texts(lines_of(timeline(lines=(KAZ, ended))))
    assert "<b>Tajikistan</b> 6,050, 3 Jul 2020" in apart
    assert "<b>Kazakhstan</b> 47,171, 5 Jul 2020" in apart
    chosen = (pd.Timestamp("2020-06-01"), pd.Timestamp("2020-07-05"))
    assert not any(text.startswith("on ") for text in texts(lines_of(timeline(band=chosen))))


def test_printed_figures_are_open_marks_and_the_periods_last_are_named():
    early = PrintedMark("KAZ", pd.Timestamp("2020-06-27"), 20500.0, "A page", False)
    figure = lines_of(timeline(printed=(early, *timeline().printed)))
    marks, to_click = [
        trace for trace in figure.data if trace.mode == "markers" and trace.yaxis is None
    ]
    # Plotly takes the smaller of two marks under the pointer: the printed one beats the line's.
    assert (to_click.marker.size, to_click.marker.opacity) == (6, 0)
    assert list(to_click.y) == list(marks.y)
    assert list(marks.y) == [20500, 21819]
    assert list(marks.marker.size) == [6, 10]
    assert marks.marker.color == "#FFFFFF"
    (named,) = [text for text in texts(figure) if text.startswith("reported “by 30 June”")]
    assert "Kazakhstan 21,819" in named
    assert "20,500" not in named


def test_zero_has_no_place_on_a_log_scale_but_one_on_a_linear_scale():
    start = line("TJK", [0, 0, 0, 0, 1, 2, 3, 4, 5, 6])
    drawn = timeline(lines=(start,), cuts=(), printed=())
    assert np.isnan(lines_of(drawn).data[0].y[:4]).all()
    assert lines_of(replace(drawn, log=False)).data[0].y[0] == 0


def test_small_multiples_have_their_own_scales_and_print_their_highest_day():
    figure = multiples_of(timeline(), ("KAZ", "TJK", "TKM"))
    assert figure.layout.yaxis.range[1] > 5 * figure.layout.yaxis2.range[1]
    assert "47,171 on 5 Jul" in texts(figure)
    assert "6,150 on 5 Jul" in texts(figure)
    assert "officially none<br>no series" in texts(figure)
    own, _ = [trace for trace in figure.data if trace.xaxis == "x3"]
    assert own.fillpattern.shape == "/"


def test_two_small_multiples_fill_a_narrow_window_and_their_months_lie_level():
    years = {"first": pd.Timestamp("2020-01-22"), "last": pd.Timestamp("2023-03-09")}
    shown = timeline(is_narrow=True, cuts=(), printed=(), **years)
    layout = multiples_of(shown, ("KAZ", "TJK")).layout
    assert (layout.xaxis.domain[0], layout.xaxis2.domain[1]) == (0, pytest.approx(1))
    assert layout.xaxis.tickangle == 0
    assert list(layout.xaxis.ticktext) == ["Jan 2021", "Jan 2022"]
    assert multiples_of(timeline(), ("KAZ", "TJK")).layout.xaxis2.domain[1] < 0.7


def test_a_small_multiple_says_zero_and_no_average_apart():
    rows = timeline(lines=(line("KAZ", [0] * 10), line("TJK", [NAN] * 10)), cuts=())
    found = texts(multiples_of(rows, ("KAZ", "TJK")))
    assert "0 on every day" in found
    assert "no 7-day average" in found


def test_the_log_scale_spans_three_and_a_half_decades_at_most():
    scale = value_scale(np.array([1.0, 201196.0]), log=True)
    assert scale.low == 2.0
    assert scale.axis()["ticktext"] == ["100", "1,000", "10,000", "100,000"]
    assert value_scale(np.array([NAN]), log=False).high == 1.0


def test_months_carry_their_year_at_first_and_in_january_and_are_not_crowded():
    ticks = month_ticks(pd.Timestamp("2020-11-01"), pd.Timestamp("2021-02-28"), 10)
    assert ticks["ticktext"] == ["Nov 2020", "Dec", "Jan 2021", "Feb"]
    assert (
        len(month_ticks(pd.Timestamp("2020-01-22"), pd.Timestamp("2023-03-09"), 10)["ticktext"])
        <= 10
    )


def test_a_cut_is_written_with_its_first_clause_and_step():
    assert cut_words(CUT, 27, year=False) == ["1 July: cases without", "symptoms added, +18,757"]
    assert cut_words(replace(CUT, change=None), 27, year=True)[0].startswith("1 Jul 2020: cases")


def test_amounts_keep_about_three_digits():
    assert [value_words(value) for value in (21819.0, 734.142, 39.14, 0.0532, 0.0)] == [
        "21,819",
        "734",
        "39.1",
        "0.053",
        "0",
    ]


def test_a_day_of_a_line_can_be_clicked_and_no_mark_is_seen():
    key = "series:KAZ:{}:total_cases"
    figure = lines_of(timeline(keys={"KAZ": key}))
    own = [trace for trace in figure.data if trace.legendgroup == key]
    # The two stretches, and the riser between them.
    assert [trace.mode for trace in own] == ["lines+text", "lines+text", "lines+markers"]
    assert [trace.text for trace in own[:2]] == ["", ""]
    assert own[2].marker.opacity == 0
    assert [trace.mode for trace in figure.data if trace.name == "Tajikistan"] == ["lines"]
    (small,) = [
        trace
        for trace in multiples_of(timeline(keys={"KAZ": key}), ("KAZ", "TJK")).data
        if trace.legendgroup
    ]
    assert (small.name, small.text) == ("Kazakhstan", "")


def test_the_hatching_is_told_by_the_last_claim_up_to_a_day():
    claims = (claim("2020-06-20", "first"), claim("2020-07-01", "second"), *SILENT.claims[1:])
    figure = lines_of(timeline(silent=(replace(SILENT, claims=claims),)))
    _, marks = [trace for trace in figure.data if trace.yaxis == "y2"]
    assert list(marks.x) == ["2020-06-26", "2020-07-03"]
    assert [list(told) for told in marks.customdata] == [
        ["20 June 2020", "first"],
        ["1 July 2020", "second"],
    ]
    assert marks.marker.opacity == 0
