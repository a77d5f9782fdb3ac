"""The chart of events over time names as many bars as have room."""

import pandas as pd
import pytest

from dashboard.events.measures import bins
from dashboard.marks import STACK
from dashboard.overview.charts import events_over_time, named_bars, numbered_bars
from dashboard.selection import Selection


def cut_of(first: str, last: str) -> pd.DataFrame:
    return bins(Selection(first_month=first, last_month=last))


TWO_MONTHS = ["1 Jul", "6", "13", "20", "1 Aug", "3", "10", "17", "24", "31"]
THREE_MONTHS = [
    *("1 Apr", "6", "13", "20", "1 May", "11", "18", "25"),
    *("1 Jun", "8", "15", "22", "29"),
]


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("2020-06", "2020-06", ["1–7", "8–14", "15–21", "22–28", "29–30"]),
        ("2020-07", "2020-08", TWO_MONTHS),
        (
            "2020-04",
            "2020-06",
            ["1 Apr", "6", "13", "20", "1 May", "11", "18", "25", "1 Jun", "8", "15", "22", "29"],
        ),
        ("2020-03", "2020-07", ["Mar", "Apr", "May", "Jun", "Jul"]),
        ("2017-12", "2019-12", ["2018", "2019"]),
        ("2016-01", "2025-12", [str(year) for year in range(2016, 2026)]),
        ("1992-01", "2026-09", [str(year) for year in range(1995, 2026, 5)]),
    ],
)
def test_bars_are_named_by_week_by_month_or_by_year(
    first: str, last: str, names: list[str]
) -> None:
    found = named_bars(cut_of(first, last))
    assert [name for _, name in found] == names
    assert [place for place, _ in found] == sorted({place for place, _ in found})


def test_crowded_bars_have_the_highest_number_alone() -> None:
    assert numbered_bars([12_000, 9_000, 0]) == [0, 1]
    assert numbered_bars([12_000] * 13 + [14_000]) == [13]
    assert numbered_bars([]) == []


def test_the_picture_has_the_names_and_the_number() -> None:
    cut = cut_of("2016-01", "2025-12")
    counts = pd.DataFrame({mark: range(1000, 1000 + len(cut)) for mark in STACK})
    figure = events_over_time(counts, cut, 0, "light")
    assert len(figure.layout.xaxis.tickvals) == 10
    words = [note.text for note in figure.layout.annotations]
    assert words[-1] == "5,595"
    assert len(words) == len(STACK) + 1
