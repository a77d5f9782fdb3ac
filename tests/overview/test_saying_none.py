"""Where the Overview and the Protests page may say that there is none: months read by hand."""

from dataclasses import replace

import pytest

from dashboard.datapackage.store import Package
from dashboard.overview.panels import countries_side_by_side, no_event_words, stood_out
from dashboard.overview.view import month_columns
from dashboard.overview.words import month_sentence
from dashboard.panels.covering import topics_chosen
from dashboard.protests.words.summary import protest_summary
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.vocabulary import COUNTRIES

NOT_COVERED = "not covered"
NONE_REPORTED = Absent(Reason.NONE_REPORTED)
UNCOVERED = Absent(Reason.NOT_COVERED)


def over(first: str, last: str = "", **filters: object) -> Selection:
    return replace(Selection().over(first, last or first), **filters)


@pytest.mark.parametrize(
    ("selection", "protests", "sentences"),
    [
        (over("2018-05"), {"KAZ": 1}, {}),
        (over("2019-06"), {"KAZ": 3}, {}),
        (over("2020-07"), {"TKM": 1}, {}),
        (over("2020-09"), {}, {}),
        (over("2020-10"), {"KGZ": 2, "TKM": 1}, {}),
        (over("2024-03"), {}, {}),
        (over("1999-05"), {}, {}),
        (
            over("2020-01", "2021-12"),
            {"KAZ": 7, "KGZ": 6, "TJK": 4, "TKM": 12, "UZB": 2},
            {"KAZ": 2, "KGZ": 2},
        ),
    ],
)
def test_outside_june_2020_what_is_not_told_is_not_covered(
    package: Package, selection: Selection, protests: dict[str, int], sentences: dict[str, int]
) -> None:
    for column in month_columns(package, selection):
        assert column.protests == protests.get(column.country, UNCOVERED)
        assert column.sentences == sentences.get(column.country, UNCOVERED)
        assert column.detained != NONE_REPORTED
    rows = countries_side_by_side(package, selection, {}).rows
    for head in ("Protest events", "Sentences", "People detained"):
        assert not set(rows[head].tolist()) & {0, "0"}


def test_june_2020_has_zeros(package: Package) -> None:
    columns = {column.country: column for column in month_columns(package, Selection())}
    assert columns["UZB"].protests == NONE_REPORTED
    assert [code for code in COUNTRIES if columns[code].detained == NONE_REPORTED] == ["KGZ", "UZB"]
    assert [code for code in COUNTRIES if columns[code].sentences == NONE_REPORTED] == [
        *("TJK", "TKM", "UZB")
    ]
    rows = countries_side_by_side(package, Selection(), {}).rows
    assert rows["Protest events"].tolist() == [1, 2, 1, 4, 0]


@pytest.mark.parametrize(
    ("selection", "protests"),
    [
        (over("2020-06", topics=("Protests",)), [1, 2, 1, 4, 0]),
        (over("2020-06", text="bridge"), [-1, -2, -1, -5, 0]),
        (over("2020-06", statuses=("claimed",)), [-1, -2, -1, 1, 0]),
    ],
)
def test_what_the_filters_hide_is_said_country_by_country(
    package: Package, selection: Selection, protests: list[int]
) -> None:
    """`protests` below 0 are hidden ones; people detained and sentences are all hidden here."""

    def hidden(number: int) -> Absent:
        return Absent(Reason.FILTERED_OUT, number) if number else NONE_REPORTED

    columns = month_columns(package, selection)
    assert [column.protests for column in columns] == [
        each if each > 0 else hidden(-each) for each in protests
    ]
    assert [column.detained for column in columns] == [hidden(each) for each in (1, 0, 2, 1, 0)]
    assert [column.sentences for column in columns] == [hidden(each) for each in (2, 2, 0, 0, 0)]
    words = countries_side_by_side(package, selection, {}).rows["Sentences"].tolist()
    assert words == [*["none chosen (2 hidden by the filters)"] * 2, 0, 0, 0]


@pytest.mark.parametrize(
    ("selection", "overview", "page"),
    [
        (
            over("1999-05"),
            "Protests, detentions and sentences not covered.",
            "**The data has no protest, arrest, sentence or clash in May 1999; no source covers "
            "this period**.",
        ),
        (
            over("2018-05"),
            "**1 protest event**; detentions and sentences not covered. "
            "Not fully covered: single reports only.",
            "**1 protest event** in May 2018, in Kazakhstan. Arrests and detentions not covered. "
            "Not fully covered: single reports only.",
        ),
        (
            over("2020-06", text="bridge"),
            "No protest event chosen (9 hidden by the filters); no detention chosen (4 hidden by "
            "the filters); no sentence chosen (4 hidden by the filters). "
            "Filters: containing “bridge”.",
            "**No protest, arrest, sentence or clash in June 2020 among the events chosen; "
            "19 are hidden by the filters**.",
        ),
        (
            over("2020-06", topics=("Protests",)),
            "**8 protest events**, 4 of them abroad; no detention chosen (4 hidden by the "
            "filters); no sentence chosen (4 hidden by the filters). Filters: only protests.",
            "No arrest or detention chosen (4 hidden by the filters). Filters: only protests.",
        ),
        (
            over("2020-06", statuses=("claimed",)),
            "**1 claimed protest event**; no detention chosen (4 hidden by the filters); "
            "no sentence chosen (4 hidden by the filters). Only claimed events are counted.",
            "**1 claimed protest event** in June 2020, in Turkmenistan.",
        ),
        (
            over("2020-06", countries=()),
            "Choose at least one country.",
            "**Choose at least one country**.",
        ),
        (
            over("2020-06", countries=("UZB",)),
            "No protest event reported; no detention reported; no sentence reported.",
            "1 is hidden by the filters",
        ),
        (
            over("2018-01", "2024-12"),
            "Full coverage: June 2020 only; other months hold single reports.",
            "Full coverage: June 2020 only; other months hold single reports.",
        ),
        (
            over("2020-05", "2020-07", countries=("UZB",)),
            "No protest event, detention or sentence in June 2020, other months not covered.",
            "",
        ),
    ],
)
def test_the_pages_say_why_there_is_none(
    package: Package, selection: Selection, overview: str, page: str
) -> None:
    assert overview in month_sentence(package, selection)
    assert page in protest_summary(package, selection)


def test_the_caption_says_once_what_is_covered(package: Package) -> None:
    covered = countries_side_by_side(package, over("2020-05", "2020-07"), {}).caption
    assert covered.startswith("Full coverage: June 2020 only; other months hold single reports.")
    assert "overage" not in countries_side_by_side(package, Selection(), {}).caption
    assert "0 =" not in countries_side_by_side(package, over("1999-05"), {}).caption


@pytest.mark.parametrize(
    ("selection", "country", "words"),
    [
        (over("1999-05"), "KAZ", "Events not covered."),
        (over("2020-06", text="bridge"), "KAZ", "No event chosen (16 hidden by the filters)."),
    ],
)
def test_a_country_without_a_main_event_says_why(
    package: Package, selection: Selection, country: str, words: str
) -> None:
    assert country not in stood_out(package, selection, {}).table.cells("iso_code")
    assert no_event_words(package, selection, country) == words


def test_main_events_of_several_years_have_their_year(package: Package) -> None:
    days = stood_out(package, over("2018-01", "2024-12"), {}).rows["When"].tolist()
    assert days and all(any(f"20{year}" in when for year in range(18, 25)) for when in days)


def test_court_rulings_fall_under_all_other_topics() -> None:
    assert topics_chosen(Selection(topics=("Court rulings",))) == ("All other topics",)
