"""The analyst's own notes on a chart: in the address and back, on the figure, in the files."""

from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest
from route_answers import answer_of
from shipped import shipped_package

from dashboard.catalogue import EXHIBITS
from dashboard.panels.analyst_notes import (
    MOST_TEXT,
    add_notes,
    clean_note,
    read_notes,
    takes_notes,
    written_notes,
)
from dashboard.panels.exhibit import AnalystNote, Exhibit
from dashboard.panels.start import selection_in

HOSTILE = "<b>x</b> & <img src=x onerror=alert(1)>"
POINT = AnalystNote("covid_series", date(2020, 7, 1), None, 22_308.0, HOSTILE)
BAND = AnalystNote("covid_series", date(2020, 8, 1), date(2020, 9, 15), None, "Second lockdown")
DAY = AnalystNote("covid_stringency", date(2020, 5, 11), None, None, "Eased")


def panel(name: str, notes: str = "") -> Exhibit:
    package = shipped_package()
    selection = selection_in(package, {"from": "2020-06", "to": "2020-06"})
    return EXHIBITS[name](package, selection, {"notes": notes} if notes else {})


def drawn(exhibit: Exhibit) -> go.Figure:
    assert exhibit.draw is not None
    return exhibit.draw("light")


def own(figure: go.Figure) -> list[Any]:
    return [each for each in figure.layout.annotations if "analyst_note" in str(each.name)]


def test_notes_go_into_the_address_and_come_back() -> None:
    notes = (POINT, BAND, DAY)
    assert read_notes(written_notes(notes)) == (notes, ())
    assert written_notes(()) == ""
    assert read_notes("") == ((), ())


@pytest.mark.parametrize(
    ("written", "kept", "said"),
    [
        ("x", 0, "“notes” in the address is no list of notes."),
        ("[" * 2_000, 0, "“notes” in the address is no list of notes."),
        ('{"a":1}', 0, "“notes” in the address is no list of notes."),
        ('[["covid_series","2020-06-31","",1,"x"]]', 0, "Note 1 in the address cannot be read."),
        ('[["c","2020-06-30","2020-06-30",1,"x"]]', 0, "Note 1 in the address cannot be read."),
        ('[["c","2020-06-30","",1e99,"x"]]', 0, "Note 1 in the address cannot be read."),
        (f'[["c","2020-06-30","",1{"0" * 400},"x"]]', 0, "Note 1 in the address cannot be read."),
        ('[["c","2020-06-30","9999-12-31",null,"x"]]', 0, "Note 1 in the address cannot be read."),
        ('[["c","2020-06-30","",true,"x"]]', 0, "Note 1 in the address cannot be read."),
        ('[["c","2020-06-30","",NaN,"x"]]', 0, "Note 1 in the address cannot be read."),
        ('[["c","2020-06-30","",1,""]]', 0, "Note 1 in the address cannot be read."),
        (f'[["c","2020-06-30","",1,"{"x" * 81}"]]', 0, "Note 1 in the address cannot be read."),
        (written_notes([DAY] * 5), 4, "A chart has at most 4 notes."),
        (written_notes([DAY] * 99), 0, "The notes in the address are longer than 2,000 letters."),
    ],
)
def test_what_is_no_note_is_named(written: str, kept: int, said: str) -> None:
    notes, faults = read_notes(written)
    assert len(notes) == kept
    assert faults == (said,)


def test_what_is_typed_becomes_one_short_line() -> None:
    assert clean_note(" two\nlines\x00 \u202e of  text ") == "two lines of text"
    assert len(clean_note("x" * 200)) == MOST_TEXT


def test_a_chart_has_its_own_notes_and_says_whose_they_are() -> None:
    written = written_notes((POINT, BAND, DAY))
    exhibit = panel("covid_series", written)
    assert exhibit.analyst_notes == (POINT, BAND)
    assert exhibit.caption.endswith("Notes in boxes are the analyst’s own.")
    assert "1 August to 15 September 2020: Second lockdown." in exhibit.alt
    assert panel("covid_small_multiples", written).analyst_notes == ()
    before, after = drawn(panel("covid_series")), drawn(exhibit)
    assert len(own(before)) == 0
    point, band = own(after)
    # The axis is one of logarithms.
    assert (point.x, round(point.y, 3), point.yref) == ("2020-07-01", 4.348, "y")
    assert (band.x, band.ax < 0, band.yref) == ("2020-08-01", True, "y domain")
    shape = after.layout.shapes[-1]
    assert (shape.x0, shape.x1) == ("2020-08-01", "2020-09-16")
    [day] = own(drawn(panel("covid_stringency", written)))
    assert (day.x, day.yref) == ("2020-05-11", "y domain")


def test_a_note_that_has_no_place_is_told_with_the_reason() -> None:
    nothing = AnalystNote("covid_series", date(2020, 7, 1), None, 0.0, "None")
    before = AnalystNote("covid_series", date(1999, 1, 1), None, None, "Long ago")
    reaching = AnalystNote("covid_series", date(1999, 1, 1), date(2020, 7, 1), None, "Until")
    exhibit = panel("covid_series", written_notes((nothing, before)))
    assert own(drawn(exhibit)) == []
    assert exhibit.analyst_notes == (nothing, before)
    assert "is not drawn: an axis of powers of ten has no place for 0." in exhibit.caption
    assert "Long ago” is not drawn: the chart has no such day." in exhibit.caption
    assert "Notes in boxes" not in exhibit.caption
    [box] = own(drawn(panel("covid_series", written_notes([reaching]))))
    assert box.x >= str(drawn(panel("covid_series")).layout.xaxis.range[0])[:10]


def test_a_hostile_text_is_text() -> None:
    [point] = own(add_notes(drawn(panel("covid_stringency")), [POINT], "dark"))
    assert point.text.replace("<br>", " ") == (
        "&lt;b&gt;x&lt;/b&gt; &amp; &lt;img src=x onerror=alert(1)&gt;"
    )


def test_notes_are_taken_by_charts_with_one_axis_of_days() -> None:
    takes = {name for name in ("covid_series", "events_by_week") if takes_notes(drawn(panel(name)))}
    assert takes == {"covid_series", "events_by_week"}
    assert not takes_notes(drawn(panel("covid_small_multiples")))
    assert not takes_notes(drawn(panel("protests_by_issue")))


def test_files_take_them_from_the_address_and_refuse_what_is_none() -> None:
    period = {"from": "2020-06", "to": "2020-06"}
    asked = period | {"notes": written_notes([BAND])}
    assert "Second lockdown" in answer_of("/export/covid_series.html", asked).text
    assert "Second lockdown" in answer_of("/embed/covid_series", asked).text
    refused = answer_of("/export/covid_series.csv", period | {"notes": "[1]"})
    assert (refused.status, refused.text) == (
        400,
        "Note 1 in the address cannot be read. Nothing was made.",
    )
