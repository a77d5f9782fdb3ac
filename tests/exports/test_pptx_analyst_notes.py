"""The analyst's notes in a deck: boxes, arrows and bands of PowerPoint's own, where they belong."""

from datetime import date
from io import BytesIO

from pptx import Presentation
from pptx.slide import Slide
from shipped import shipped_package

from dashboard.briefing.assemble import assemble
from dashboard.briefing.tray import Tray, TrayItem
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pptx.deck import make_pptx
from dashboard.panels.analyst_notes import written_notes
from dashboard.panels.exhibit import AnalystNote
from dashboard.panels.start import selection_in

PERIOD = {"from": "2020-06", "to": "2020-06"}
HOSTILE = "<a:t>&lt;</a:t>"


def slide_of(chart: str, page: str, *notes: AnalystNote) -> Slide:
    query = tuple({**PERIOD, "notes": written_notes(notes)}.items())
    package = shipped_package()
    tray = Tray((TrayItem(chart, page, query),))
    day = date(2026, 11, 30)
    briefing = assemble(package, tray, selection_in(package, PERIOD), made_on=day)
    deck = Presentation(BytesIO(make_pptx(briefing, ChartPictures(briefing))))
    return next(each for each in deck.slides if any(shape.has_chart for shape in each.shapes))


def boxes(slide: Slide) -> list[str]:
    return [each.text_frame.text for each in slide.shapes if each.name == "Note"]


def test_a_day_at_a_value_a_day_and_a_band_stand_at_their_places_on_the_chart() -> None:
    first = date(2020, 4, 1)
    name = "covid_stringency"
    point = AnalystNote(name, date(2020, 7, 1), None, 50.0, HOSTILE)
    band = AnalystNote(name, date(2020, 8, 1), date(2020, 9, 14), None, "Second lockdown")
    day = AnalystNote(name, date(2020, 11, 5), None, None, "Eased")
    slide = slide_of(name, "covid_timeline", point, band, day)
    assert boxes(slide) == [HOSTILE, "Second lockdown", "Eased"]
    area = next(shape for shape in slide.shapes if shape.name == "Band of a note")
    line = next(shape for shape in slide.shapes if shape.name == "Day of a note")
    arrows = [shape for shape in slide.shapes if shape.name == "Arrow of a note"]
    # From a band of 45 days on the axis the day on its left is known, and so is every other day.
    a_day = area.width / 45
    start = area.left - a_day * (band.first - first).days
    for x, when in ((line.left, day.first), (arrows[0].end_x, point.first)):
        assert abs((x - start) / a_day - (when - first).days) < 0.01
    # The axis goes from 0 to 100.
    assert abs(arrows[0].end_y - (area.top + area.height / 2)) < area.height / 500
    assert "tailEnd" in arrows[0]._element.xml


def test_bars_of_weeks_have_the_days_in_words() -> None:
    note = AnalystNote("events_by_week", date(2020, 6, 16), None, 12.0, "The prime minister goes")
    slide = slide_of("events_by_week", "", note)
    assert boxes(slide) == ["16 June 2020: The prime minister goes"]
    assert not any(shape.name == "Arrow of a note" for shape in slide.shapes)
