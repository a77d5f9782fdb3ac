"""Coverage, on tables of a few rows."""

from collections import Counter
from typing import Any

import pandas as pd
from counting import counts_of

from dashboard.coverage.measures.coverage import (
    coverage_by_month,
    series_coverage,
    source_yield,
    spans,
)
from dashboard.marks import COVERED_TOPICS

EVENTS = pd.DataFrame(
    {
        "country": ["KAZ", "KAZ", "KGZ", "REG", "UZB"],
        "event_date": pd.to_datetime(
            ["2020-06-01", "2020-06-30", "2020-05-31", "2020-06-10", "2020-01-01"]
        ),
        "end_date": pd.to_datetime(
            ["2020-06-30", "2020-06-30", "2020-06-02", "2020-06-10", "2020-12-31"]
        ),
        "time_precision": [3, 1, 1, 1, 3],
        "source_id": ["review", "review", "review", "page", "review"],
    }
)
FIGURES = pd.DataFrame(
    {
        "country": ["UZB", "KAZ"],
        "as_of": pd.to_datetime(["2020-06-30", "2020-06-30"]),
        "source_id": ["review", "page"],
    }
)
SOURCES = pd.DataFrame(
    {
        "source_id": ["page", "review", "unused"],
        "kind": ["report", "document", "dataset"],
        "publisher": ["B", "A", "C"],
        "published": ["2020", "2020-07", None],
    }
)


# All topics of Kazakhstan in May, all but one in June.
COVERED = {
    (topic, "KAZ"): frozenset({"2020-05", "2020-06"} if place else {"2020-05"})
    for place, topic in enumerate(COVERED_TOPICS)
}


def month(country: str, year: int, number: int) -> dict[Any, Any]:
    grid = coverage_by_month(counts_of(EVENTS), counts_of(EVENTS), FIGURES, SOURCES, COVERED)
    found = grid[grid["country"].eq(country) & grid["year"].eq(year) & grid["month"].eq(number)]
    return found.drop(columns=["country", "year", "month"]).iloc[0].to_dict()


def test_an_event_counts_in_the_month_of_its_day() -> None:
    june = {"events": 2, "figures": 1, "reports": 0, "is_covered": False, "is_read": True}
    assert month("KAZ", 2020, 6) == june
    assert month("KGZ", 2020, 5)["events"] == 1
    assert month("KGZ", 2020, 6)["is_read"] is False


def test_a_month_is_covered_where_sources_review_every_topic() -> None:
    may = {"events": 0, "figures": 0, "reports": 0, "is_covered": True, "is_read": True}
    assert month("KAZ", 2020, 5) == may
    assert not any(month("UZB", 2020, number)["is_covered"] for number in range(1, 13))


def test_an_event_of_some_month_of_a_year_is_in_no_month() -> None:
    assert [month("UZB", 2020, number)["events"] for number in range(1, 13)] == [0] * 12


def test_a_month_with_a_figure_only_is_read_and_not_covered() -> None:
    june = {"events": 0, "figures": 1, "reports": 0, "is_covered": False, "is_read": True}
    assert month("UZB", 2020, 6) == june


def test_a_report_is_of_the_month_it_was_published_for_the_countries_it_tells_of() -> None:
    assert [month(code, 2020, 7)["reports"] for code in ("KAZ", "KGZ", "UZB")] == [1, 1, 1]
    assert month("TJK", 2020, 7)["is_read"] is False


def test_a_year_without_a_month_covers_no_month() -> None:
    assert month("KAZ", 2020, 1)["is_read"] is False


def test_the_grid_has_every_month_of_every_country_and_year() -> None:
    grid = coverage_by_month(counts_of(EVENTS), counts_of(EVENTS), FIGURES, SOURCES, COVERED)
    assert len(grid) == 5 * 12
    nothing = counts_of(EVENTS.iloc[:0])
    assert coverage_by_month(nothing, nothing, FIGURES.iloc[:0], SOURCES, {}).empty


def test_days_join_into_runs_and_break_at_a_gap() -> None:
    days = pd.to_datetime(
        pd.Series(["2020-03-03", "2020-03-01", "2020-03-02", "2020-03-09", None, "2020-03-01"])
    )
    runs = spans(days)
    assert runs["days"].tolist() == [3, 1]
    assert runs["first"].dt.day.tolist() == [1, 9]
    assert runs["last"].dt.day.tolist() == [3, 9]
    assert spans(days, most_gap=7)["days"].tolist() == [4]
    assert spans(days.iloc[:0]).empty


def test_a_country_without_a_series_has_no_run() -> None:
    covid = pd.DataFrame(
        {
            "iso_code": ["KAZ", "KAZ"],
            "date": pd.to_datetime(["2020-03-01", "2020-03-02"]),
            "total_cases": pd.array([1, 2], dtype="Int64"),
            "total_deaths": pd.array([None, 0], dtype="Int64"),
        }
    )
    rates = pd.DataFrame(
        {"currency": ["TMT"], "kind": ["ticker"], "date": pd.to_datetime(["2024-09-08"])}
    )
    runs = series_coverage(covid, rates)
    assert runs[["country", "series", "days"]].to_numpy().tolist() == [
        ["KAZ", "cases", 2],
        ["KAZ", "deaths", 1],
        ["TKM", "tickers", 1],
    ]


def test_documents_come_first_and_a_source_that_gave_nothing_has_zeros() -> None:
    further = pd.DataFrame({"source_id": ["review"]})
    told = source_yield(
        SOURCES,
        {"figures": FIGURES, "event_sources": further, "sources": SOURCES},
        Counter(EVENTS["source_id"]),
    )
    columns = ["source_id", "events", "also_tells", "figures", "rows"]
    assert told[columns].to_numpy().tolist() == [
        ["review", 4, 1, 1, 0],
        ["unused", 0, 0, 0, 0],
        ["page", 1, 0, 1, 0],
    ]
    assert list(SOURCES.columns) == ["source_id", "kind", "publisher", "published"]
