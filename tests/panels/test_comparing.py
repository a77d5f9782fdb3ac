"""A period beside another: numbers, differences and words worked out by hand from the rows."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from app_runner import open_app
from foreign_data import TOWNS, imported
from openpyxl import load_workbook
from pptx import Presentation
from source_files import ACLED

from dashboard.briefing.assemble import assemble
from dashboard.briefing.tray import Tray, TrayItem
from dashboard.catalogue import EXHIBITS
from dashboard.covid.words.headlines import covid_summary
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import Package
from dashboard.engine.address import read_address
from dashboard.engine.cache import CACHE_SETTING
from dashboard.events.panels.table import events_sentence
from dashboard.exports.documents import make_documents
from dashboard.exports.files.data import make_shown_csv
from dashboard.exports.metadata import Metadata
from dashboard.overview.words import month_sentence
from dashboard.panels.differences import Change, Value, compared, with_one_column
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.tidy import tidy
from dashboard.protests.words.summary import protest_summary
from dashboard.selection import Selection
from dashboard.values import (
    Absent,
    Amount,
    Hidden,
    Qualifier,
    Reason,
    about,
    at_least,
    at_most,
    between,
    exactly,
    in_words,
    total,
)

JUNE = Selection()
MADE_ON = date(2022, 7, 1)
COUNTRIES = ("KAZ", "KGZ", "UZB")
PLACES = {code: place for code, *place in TOWNS}
COLUMNS = ("iso", "country", "location", "latitude", "longitude")
PROTEST = ("Protests", "Peaceful protest")
CLASH = ("Battles", "Armed clash")
# Everything that the made-up file tells: where, what, and on which days.
TOLD = (
    ("KAZ", PROTEST, "01 January 2021"),
    ("KAZ", PROTEST, "05 May 2021", "06 May 2021", "31 May 2021"),
    ("KAZ", PROTEST, "02 June 2021", "03 June 2021", "04 June 2021"),
    ("KGZ", PROTEST, "03 May 2021", "20 May 2021"),
    ("KGZ", CLASH, "01 May 2021"),
    ("KGZ", PROTEST, "01 June 2021", "08 June 2021", "08 June 2021", "22 June 2021"),
    ("KGZ", PROTEST, "30 June 2021", "30 June 2022"),
    ("UZB", PROTEST, "15 June 2021"),
)


@pytest.fixture(scope="module")
def acled(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Import rows shaped like ACLED's of January 2021 to June 2022, all days of it covered."""
    rows = [
        ACLED
        | {
            "event_id_cnty": f"{code}{place}{number}",
            "event_date": day,
            "event_type": kind[0],
            "sub_event_type": kind[1],
            "year": day[-4:],
            "admin1": "",
            **dict(zip(COLUMNS, map(str, PLACES[code]), strict=True)),
        }
        for place, (code, kind, *days) in enumerate(TOLD)
        for number, day in enumerate(days)
    ]
    folder = tmp_path_factory.mktemp("acled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_SETTING, str(folder / "cache"))
        return open_package(read_address(str(imported(folder, {"acled.csv": rows}))))


def chosen(first: str, last: str, compared: str) -> Selection:
    """Return a view of the three countries that the file tells of."""
    return Selection(COUNTRIES, first, last, compared)


def beside(exhibit: Exhibit, key: str) -> list[str]:
    """Return what a panel shows beside a number, row by row."""
    return with_one_column(exhibit.table).cells(f"{key}_other")


@pytest.mark.parametrize(
    ("own", "other", "difference", "word"),
    [
        (18, 12, exactly(6), Change.UP),
        (12, 18, exactly(-6), Change.DOWN),
        (7, 7, exactly(0), Change.UNCHANGED),
        (3, 0, exactly(3), Change.NEW),
        (0, 3, exactly(-3), Change.DOWN),
        (at_least(100), 80, at_least(20), Change.UP),
        (at_least(100), at_most(80), at_least(20), Change.UP),
        (80, at_least(100), at_most(-20), Change.DOWN),
        (at_least(100), 120, None, Change.UNCERTAIN),
        (at_least(100), 100, None, Change.UNCERTAIN),
        (between(10, 20), 15, between(-5, 5), Change.UNCERTAIN),
        (between(10, 20), 5, between(5, 15), Change.UP),
        (total([at_least(100), in_words("dozens")]), exactly(40), at_least(60), Change.UP),
        (total([exactly(40)], unstated=1), exactly(50), None, Change.UNCERTAIN),
        (Absent(Reason.NONE_REPORTED), 2, exactly(-2), Change.DOWN),
        (2, Absent(Reason.FILTERED_OUT, Hidden(9)), exactly(2), Change.NEW),
    ],
)
def test_a_difference_is_no_surer_than_its_numbers(
    own: Value, other: Value, difference: Amount | None, word: Change
) -> None:
    told = compared(own, other)
    assert (told.other, told.difference, told.change) == (other, difference, word)


OFFICIALLY_NONE = Amount(0, 0, 0, Qualifier.OFFICIALLY_NONE)


@pytest.mark.parametrize(
    ("own", "other", "reason"),
    [
        (5, Absent(Reason.NOT_STATED), Reason.NOT_STATED),
        (Absent(Reason.OUTSIDE_SERIES), 5, Reason.OUTSIDE_SERIES),
        (Absent(Reason.OFFICIALLY_NONE), 5, Reason.OFFICIALLY_NONE),
        (OFFICIALLY_NONE, 5, Reason.NOT_STATED),
        (about(4000), 5, Reason.NOT_STATED),
        (float("nan"), 5, Reason.NOT_STATED),
    ],
)
def test_without_two_numbers_nothing_is_compared(own: Value, other: Value, reason: Reason) -> None:
    told = compared(own, other)
    assert (told.difference, told.change) == (Absent(reason), Change.NOT_COMPARED)


def test_june_2020_beside_may_2020_and_june_2019(package: Package) -> None:
    """Cases from covid_daily.csv, running totals of 30 April, 31 May and 30 June; rates.csv."""
    may = EXHIBITS["countries_side_by_side"](package, replace(JUNE, compared="previous"), {})
    assert beside(may, "new_cases") == [
        "+7,456 (+3,994, up)",
        "+1,002 (+2,756, up)",
        "+3,807 (−1,714, down)",
        "no series",
        "+1,584 (+3,296, up)",
    ]
    # Deaths: 25, 8, 0, 9 on 30 April; 41, 16, 47, 15 on 31 May; 188, 61, 52, 26 on 30 June.
    assert [each for each in may.table.cells("new_deaths") if each] == [147, 45, 5, 11]
    assert beside(may, "new_deaths") == [
        "+16 (+131, up)",
        "+8 (+37, up)",
        "+47 (−42, down)",
        "no series",
        "+6 (+5, up)",
    ]
    for key in ("protests", "detained", "sentences"):
        assert beside(may, key) == ["not covered"] * 5
    assert beside(may, "units_per_usd")[0] == "412.52 (−10.22, down)"
    assert "Compared with May 2020." in may.caption
    assert "No comparison of events: May 2020 is not covered as June 2020 is." in may.caption
    year = EXHIBITS["countries_side_by_side"](package, replace(JUNE, compared="year"), {})
    no_series = "no series before 22 January 2020"
    assert beside(year, "new_cases") == [no_series] * 3 + ["no series", no_series]
    assert beside(year, "protests") == ["not covered"] * 5
    # In June 2019 only other sources tell of events.
    assert "New in June 2020, with no event in June 2019: CABAR.asia." in year.reading
    assert "New in" not in may.reading  # the same review tells of events of May


def test_the_pages_sentence_has_both_numbers_and_why_there_is_none(package: Package) -> None:
    """Of the four countries with a series: 22,181 = 11,450 + 3,758 + 2,093 + 4,880."""
    told = month_sentence(package, replace(JUNE, compared="previous"))
    assert told == month_sentence(package, JUNE) + (
        " Compared with May 2020: new COVID-19 cases 22,181 against 13,849 (+8,332, up). "
        "No comparison of events: May 2020 is not covered as June 2020 is."
    )
    earlier = month_sentence(package, replace(JUNE, compared="1950-01"))
    assert earlier.endswith("No comparison: January 1950 is not covered as June 2020 is.")


SPANS = (
    (chosen("2021-06", "2021-06", "previous"), "May 2021", (3, 5, 1), (3, 2, 0)),
    (chosen("2022-06", "2022-06", "year"), "June 2021", (0, 1, 0), (3, 5, 1)),
    (chosen("2021-04", "2021-06", "2021-01"), "January to March 2021", (6, 7, 1), (1, 0, 0)),
)
WORDS = (
    ("3 (unchanged)", "2 (+3, up)", "0 (+1, new)"),
    ("3 (−3, down)", "5 (−4, down)", "1 (−1, down)"),
    ("1 (+5, up)", "0 (+7, new)", "0 (+1, new)"),
)
SENTENCES = (
    "protests 9 against 5 (+4, up)",
    "protests 1 against 9 (−8, down)",
    "protests 14 against 1 (+13, up)",
)


@pytest.mark.parametrize(
    ("span", "words", "sentence"), [*zip(SPANS, WORDS, SENTENCES, strict=True)]
)
def test_three_spans_of_made_up_events(
    span: tuple[Selection, str, tuple[int, ...], tuple[int, ...]],
    words: tuple[str, ...],
    sentence: str,
    acled: Package,
) -> None:
    selection, period, own, other = span
    exhibit = EXHIBITS["countries_side_by_side"](acled, selection, {})
    assert exhibit.table.cells("protests") == [*own]
    assert exhibit.table.cells("protests_other") == [*other]
    assert exhibit.table.cells("protests_difference") == [
        mine - theirs for mine, theirs in zip(own, other, strict=True)
    ]
    assert beside(exhibit, "protests") == [*words]
    title = exhibit.table.column("protests_other").title
    assert title == f"Protest events: {period}"
    # The file has no sentence: nobody looked for one.
    assert beside(exhibit, "sentences") == ["not covered"] * 3
    assert f"Compared with {period}: {sentence}" in month_sentence(acled, selection)


def test_weeks_stand_beside_the_weeks_at_the_same_days(acled: Package) -> None:
    """June began on a Tuesday: 1-6, 7-13, 14-20, 21-27, 28-30; the 31st of May is in the last."""
    exhibit = EXHIBITS["events_by_week"](acled, chosen("2021-06", "2021-06", "previous"), {})
    days = exhibit.table.frame[["last_day", "last_day_other"]]
    assert [(own.day, other.day) for own, other in days.itertuples(index=False)] == [
        (6, 6),
        (13, 13),
        (20, 20),
        (27, 27),
        (30, 31),
    ]
    assert exhibit.table.cells("protest") == [4, 2, 1, 1, 1]
    assert beside(exhibit, "protest") == [
        "3 (+1, up)",
        "0 (+2, new)",
        "1 (unchanged)",
        "0 (+1, new)",
        "1 (unchanged)",
    ]
    assert beside(exhibit, "clash")[:2] == ["1 (−1, down)", "0 (unchanged)"]
    assert beside(exhibit, "other") == ["not covered"] * 5
    assert exhibit.draw is not None
    figure = exhibit.draw("light")
    halo, outline = figure.data[-2:]
    assert [*halo.y] == [*outline.y]
    assert [*outline.y[::3]] == [4, 0, 1, 0, 1]
    assert outline.text[0] == (
        "1–6 May 2021, beside 1–6 Jun 2021<br><b>4</b><br>Protests: 3<br>Clashes: 1"
    )
    bars = {(trace.x[0], trace.width[0]) for trace in figure.data[:-2]}
    assert len(bars) == 1
    assert figure.layout.yaxis.range[1] >= 4
    assert "Dotted: May 2021." in exhibit.caption


def test_a_month_shorter_than_the_other_has_no_day_beside(acled: Package) -> None:
    """May 2021 began on a Saturday: 1-2, 3-9, 10-16, 17-23, 24-30, and the 31st alone."""
    may = EXHIBITS["events_by_week"](acled, chosen("2021-05", "2021-05", "2021-02"), {})
    ends = may.table.cells("last_day_other")
    assert [None if pd.isna(end) else end.day for end in ends] == [2, 9, 16, 23, 28, None]
    assert may.table.cells("protest") == [0, 3, 0, 1, 0, 1]
    assert beside(may, "protest") == [
        *("0 (unchanged)", "0 (+3, new)", "0 (unchanged)", "0 (+1, new)", "0 (unchanged)"),
        "not compared",
    ]


@pytest.mark.parametrize("name", ["countries_side_by_side", "events_by_week"])
def test_files_say_what_the_screen_says(name: str, acled: Package) -> None:
    selection = chosen("2021-06", "2021-06", "previous")
    exhibit = EXHIBITS[name](acled, selection, {})
    metadata = Metadata(selection.describe(), "1", MADE_ON)
    text = make_shown_csv(exhibit, metadata).decode("utf-8-sig")
    assert "compared with May 2021" in text
    key = "protests" if name == "countries_side_by_side" else "protest"
    heads = [exhibit.table.column(f"{key}_{part}").title for part in ("other", "difference")]
    assert all(f'"{head}"' in text for head in heads)


def test_the_deck_and_the_workbook_have_both_periods(acled: Package) -> None:
    selection = chosen("2021-06", "2021-06", "previous")
    query = tuple(selection.to_query().items())
    names = ("countries_side_by_side", "events_by_week")
    tray = Tray(tuple(TrayItem(name, "", query) for name in names))
    briefing = assemble(acled, tray, selection, made_on=MADE_ON)
    made = make_documents(briefing, ["pptx", "xlsx"]).files
    deck = Presentation(BytesIO(next(made[name] for name in made if name.endswith("pptx"))))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    cells = {
        cell.text
        for shape in shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    }
    assert {*WORDS[0]} <= cells
    text = " ".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    assert "Compared with May 2021, June 2021 has 9 protests against 5 (+4, up)" in text
    series = [
        (plot.name, [*plot.values])
        for shape in shapes
        if shape.has_chart
        for plot in shape.chart.plots[0].series
    ]
    assert series == [
        ("Protests", [4, 2, 1, 1, 1]),
        ("Protests", [3, 0, 1, 0, 1]),
        ("Clashes", [1, 0, 0, 0, 0]),
    ]
    book = load_workbook(BytesIO(next(made[name] for name in made if name.endswith("xlsx"))))
    sheet = next(sheet for sheet in book if re.match("1 ", sheet.title))
    heads = [cell.value for cell in sheet[1]]
    place = heads.index("Protest events: May 2021")
    assert [sheet.cell(row, place + 1).value for row in (2, 3, 4)] == [3, 2, 0]
    assert [sheet.cell(row, place + 2).value for row in (2, 3, 4)] == [0, 3, 1]


def said(exhibit: Exhibit) -> str:
    """Return the words under a panel, those that are shown on demand too."""
    return f"{exhibit.caption} {exhibit.reading}"


def test_the_protests_page_stands_beside_the_other_period(acled: Package) -> None:
    """June 2021 has nine protests in three countries, May five and a clash."""
    protests = replace(chosen("2021-06", "2021-06", "previous"), topics=("Protests",))
    told = "Compared with May 2021: protests 9 against 5 (+4, up)."
    for name in ("protests_day_by_day", "protest_list", "protests_by_month", "protests_by_issue"):
        assert told in said(EXHIBITS[name](acled, protests, {})), name
    everything = replace(protests, topics=())
    shown = said(EXHIBITS["protests_day_by_day"](acled, everything, {}))
    assert "protests 9 against 5 (+4, up); clashes 0 against 1 (−1, down)." in shown
    no_one_looked = "no source covers June 2021 or May 2021 in full"
    assert f"No comparison of arrests and detentions and sentences: {no_one_looked}." in shown
    # ACLED says of no protest what it was about.
    issues = EXHIBITS["protests_by_issue"](acled, protests, {})
    assert (issues.table.cells("protests"), beside(issues, "protests")) == ([9], ["5 (+4, up)"])
    assert issues.draw is not None
    assert [*issues.draw("dark").data[-1].x] == [5]
    months = EXHIBITS["protests_by_month"](acled, protests, {})
    assert months.draw is not None
    outlined = {
        key
        for trace in months.draw("light").data
        if isinstance(widths := trace.marker.line.width, tuple)
        for key, width in zip(trace.customdata, widths, strict=True)
        if width
    }
    assert outlined == {"KAZ:2021-05", "KGZ:2021-05"}
    assert months.native is not None
    columns = {each.name for chart in months.native() for each in chart.series}
    assert columns == {"June 2021", "May 2021", "other months"}
    assert "Outlined: May 2021." in months.caption
    assert "Outlined" not in months.office_caption and told in months.office_caption


def test_provinces_and_actors_are_compared_row_by_row(acled: Package) -> None:
    """All that is told names one actor, and stands in Almaty, Osh and Nukus (`TOWNS`)."""
    june = chosen("2021-06", "2021-06", "previous")
    actors = EXHIBITS["by_actor"](acled, june, {})
    assert actors.table.cells("actor") == ["Protesters (Kyrgyzstan)"]
    assert beside(actors, "protest") == ["5 (+4, up)"]
    assert beside(actors, "clash") == ["1 (−1, down)"]
    assert beside(actors, "arrest") == ["not covered"]
    provinces = EXHIBITS["by_province"](acled, june, {})
    told = dict(zip(provinces.table.cells("iso_code"), beside(provinces, "protest"), strict=True))
    assert told == {"KGZ": "2 (+3, up)", "KAZ": "3 (unchanged)", "UZB": "0 (+1, new)"}
    assert beside(provinces, "events") == ["not covered"] * 3


def test_quarters_share_weeks_and_a_scale(acled: Package) -> None:
    """April to June 2021 beside January to March: one protest, on the first day of the first."""
    quarter = chosen("2021-04", "2021-06", "previous")
    exhibit = EXHIBITS["protests_day_by_day"](acled, quarter, {})
    assert "protests 14 against 1 (+13, up); clashes 1 against 0 (+1, new)." in exhibit.reading
    assert exhibit.draw is not None
    outline = exhibit.draw("light").data[-1]
    # 1 April was a Thursday: the first week has four days, as 1 to 4 January has.
    assert outline.hovertext[0] == "1 to 4 January 2021<br><b>1</b>"
    assert [*outline.x[:3]] == [0, 2, 4]
    assert sum(text.endswith("<b>1</b>") for text in outline.hovertext) == 3
    assert exhibit.native is not None
    charts = exhibit.native()
    assert {chart.shared_scale for chart in charts} == {True}
    titles = [chart.title for chart in charts]
    assert "Kazakhstan" in titles and "Kazakhstan, January to March 2021" in titles


def test_people_are_compared_with_their_bounds(acled: Package) -> None:
    """Of nobody killed or injured there is nothing to say; of those detained nobody looked."""
    june = chosen("2021-06", "2021-06", "previous")
    caption = EXHIBITS["people_reported"](acled, june, {}).caption
    assert "people" not in caption.partition("No comparison")[0]
    assert "No comparison of arrests and detentions" in caption


def test_what_currencies_gained_is_compared(package: Package) -> None:
    """By rates.csv the tenge gained 2.39% in June 2020 and 2.88% in May."""
    exhibit = EXHIBITS["currency_change"](package, replace(JUNE, compared="previous"), {})
    assert beside(exhibit, "change_percent")[0] == "2.88 (−0.49, down)"
    assert beside(exhibit, "last_units_per_usd")[0] == "412.52 (−10.22, down)"
    assert "Compared with May 2020." in exhibit.caption
    none = EXHIBITS["currency_change"](package, replace(JUNE, compared="1990-01"), {})
    assert "No comparison: there is nothing of January 1990 to compare with." in none.caption
    assert not any(column.beside for column in none.table.columns)


def test_provinces_are_compared_where_both_months_have_counts(package: Package) -> None:
    """By covid_provinces.csv Nur-Sultan had 3,845 cases on 30 June 2020 and 2,106 on 31 May."""
    exhibit = EXHIBITS["covid_provinces"](package, replace(JUNE, compared="previous"), {})
    assert exhibit.table.cells("name")[0] == "Nur-Sultan"
    assert exhibit.table.cells("new_cases")[0] == 3845 - 2106
    assert beside(exhibit, "new_cases")[0] == "1,461 (+278, up)"
    # The counts begin in March: what was new in it is not known.
    march = EXHIBITS["covid_provinces"](package, replace(JUNE, compared="2020-03"), {})
    assert "No comparison: " in said(march)


def test_new_cases_of_may_stand_dotted_over_june(package: Package) -> None:
    """By covid_daily.csv 195 = 3,597 - 3,402 of Kazakhstan's cases were new on 1 May 2020."""
    kazakhstan = Selection(("KAZ",), compared="previous")
    options = {"covid_show": "new", "covid_days": "daily", "covid_scale": "linear"}
    exhibit = EXHIBITS["covid_series"](package, kazakhstan, options)
    assert "Dotted: May 2020." in exhibit.caption
    assert "new cases in Kazakhstan 11,450 against 7,456 (+3,994, up)" in exhibit.reading
    dotted = [trace for figure in exhibit.drawn("light") for trace in figure.data if trace.text]
    dotted = [trace for trace in dotted if trace.line.dash == "dot"]
    assert len(dotted) == 2  # for a wide window and for a narrow one
    first = dotted[0]
    assert (first.x0, first.text[0]) == ("2020-06-01", "1 May 2020, beside 1 June 2020")
    assert (first.y[0], len(first.y)) == (195, 30)  # June has no 31st
    assert exhibit.native is not None
    names = [each.name for chart in exhibit.native() for each in chart.series]
    assert names[:2] == ["Kazakhstan", "Kazakhstan, 1 to 30 May 2020"]
    before = EXHIBITS["covid_series"](package, replace(kazakhstan, compared="year"), options)
    assert "No comparison: " in before.caption and "Dotted" not in before.caption


def test_pages_say_both_numbers_in_their_sentences(acled: Package, package: Package) -> None:
    june = chosen("2021-06", "2021-06", "previous")
    reason = "no source covers June 2021 or May 2021 in full."
    assert protest_summary(acled, june).endswith(
        "Compared with May 2021: protests 9 against 5 (+4, up); clashes 0 against 1 (−1, down). "
        f"No comparison of arrests and detentions and sentences: {reason}"
    )
    assert "protests 9 against 5 (+4, up); clashes 0 against 1" in events_sentence(acled, june)
    may, year = (replace(JUNE, compared=each) for each in ("previous", "year"))
    assert covid_summary(package, may, {}).endswith(
        "Compared with May 2020: new cases in Kazakhstan 11,450 against 7,456 (+3,994, up); "
        "new cases in Kyrgyzstan 3,758 against 1,002 (+2,756, up); "
        "new cases in Tajikistan 2,093 against 3,807 (−1,714, down); "
        "new cases in Uzbekistan 4,880 against 1,584 (+3,296, up)."
    )
    assert "No comparison: " in covid_summary(package, year, {})


def test_a_filter_and_no_country_leave_a_comparison_as_honest(acled: Package) -> None:
    selection = chosen("2021-06", "2021-06", "previous")
    clashes = replace(selection, topics=("Clashes and attacks",))
    told = month_sentence(acled, clashes)
    assert "protests" not in told.partition("Compared with")[2]
    nobody = EXHIBITS["countries_side_by_side"](acled, replace(selection, countries=()), {})
    assert not len(nobody.table)
    itself = EXHIBITS["events_by_week"](acled, replace(selection, compared="2021-06"), {})
    assert "Compared with itself" in itself.caption


def test_a_view_that_compares_nothing_is_as_it_was(package: Package) -> None:
    for name in ("countries_side_by_side", "events_by_week"):
        plain = EXHIBITS[name](package, JUNE, {})
        assert not any(column.beside for column in plain.table.columns)
    assert replace(JUNE, compared="year").alone == JUNE
    assert JUNE.other_period is None
    assert replace(JUNE.over("1900-01", "1900-01"), compared="previous").other_period is None


@pytest.mark.usefixtures("page_runner")
def test_the_screen_says_it_and_the_control_chooses_it() -> None:
    app = open_app("overview", {"compare": "previous"})
    said = " ".join(each.proto.body for each in app.get("html"))
    assert '<small class="compared">May 2020: +7,456 (+3,994, up)</small>' in said
    assert said.count('<small class="compared">May 2020: not covered</small>') == 15
    periods = app.selectbox(key="filter_compare")
    assert periods.options[:3] == [
        "Nothing",
        "Previous period: May 2020",
        "A year before: June 2019",
    ]
    periods.set_value("2020-03").run()
    assert app.query_params["compare"] == "2020-03"
    said = " ".join(each.proto.body for each in app.get("html"))
    assert "March 2020: " in said and "May 2020: " not in said
    app.selectbox(key="filter_compare").set_value("").run()
    assert not app.exception and "compare" not in app.query_params


def test_what_an_address_compares_with_is_checked() -> None:
    asked = Selection.from_query({"compare": "last summer"})
    assert asked.compared == ""
    assert asked.refused[0].words == (
        "The address asks for “last summer” in “compare”, which is not previous, year or a month "
        "as 2020-06. Nothing is compared."
    )


@pytest.mark.parametrize(
    "selection",
    [
        replace(JUNE, compared="previous"),
        replace(JUNE.over("2020-01", "2020-12"), compared="year"),
        Selection(("TKM",), compared="1900-01", text="bridge"),
    ],
    ids=["a month", "a year", "before all data"],
)
def test_every_panel_can_be_made_beside_another_period(
    selection: Selection, package: Package
) -> None:
    for name, build in EXHIBITS.items():
        made = build(package, selection, {})
        assert list(made.table.shown) == [column.title for column in made.table.columns]
        assert made.table.across or len(tidy(made.table)) == len(made.table), name
        assert made.notes is not None and made.drawn("light") is not None
        if made.native:
            assert all(len(each.values) for chart in made.native() for each in chart.series)
        if made.behind:
            assert len({*made.behind()}) == len(made.behind())
