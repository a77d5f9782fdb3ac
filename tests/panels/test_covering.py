"""What the sources cover, and why nothing is told: of the shipped data and of made-up sources."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from shipped import shipped_package

from dashboard.datapackage.store import Package
from dashboard.marks import ALL_OTHERS, COVERED_TOPICS, HEALTH
from dashboard.panels.covering import absence, cover
from dashboard.selection import Selection
from dashboard.values import Absent, Hidden, Reason
from dashboard.vocabulary import COUNTRIES

PACKAGE = shipped_package()
ACTS = ("Protests", "Arrests and detentions", "Sentences", "Clashes and attacks")
NONE, UNCOVERED = Absent(Reason.NONE_REPORTED), Absent(Reason.NOT_COVERED)
MONTHS = tuple(f"2021-{month:02d}" for month in range(1, 13))


def over(first: str, last: str = "", **filters: Any) -> Selection:
    return replace(Selection().over(first, last or first), **filters)


def covering(*rows: tuple[str, str, str, str]) -> Package:
    """Return the shipped data with sources that cover what `rows` say."""
    sources = PACKAGE.table("sources").head(len(rows)).copy()
    for column, values in zip(
        ("covers_topics", "covers_countries", "covers_from", "covers_to"),
        zip(*rows, strict=True),
        strict=True,
    ):
        days = column in ("covers_from", "covers_to")
        sources[column] = pd.to_datetime(list(values)) if days else list(values)
    return replace(PACKAGE, tables={**PACKAGE.tables, "sources": sources})


@pytest.mark.parametrize("topic", COVERED_TOPICS)
@pytest.mark.parametrize("country", COUNTRIES)
def test_only_the_review_of_june_2020_covers_anything(topic: str, country: str) -> None:
    assert cover(PACKAGE, Selection(), [topic], country).is_whole
    years = cover(PACKAGE, over("2018-01", "2024-12"), [topic], country)
    assert years.covered == ("2020-06",) and years.is_partial


@pytest.mark.parametrize(
    ("month", "country"),
    [
        *(("1999-05", code) for code in COUNTRIES),
        *(("2019-06", code) for code in ("KGZ", "TJK", "TKM", "UZB")),
        ("2018-05", "TJK"),
        *(("2020-09", code) for code in COUNTRIES),
        ("2020-10", "KAZ"),
        ("2026-08", "UZB"),
    ],
)
def test_a_month_of_articles_and_counters_has_no_zero(month: str, country: str) -> None:
    for topic in ACTS:
        assert absence(PACKAGE, over(month), [topic], country) == UNCOVERED


def test_june_2020_has_zeros_where_nothing_is_hidden() -> None:
    june = Selection()
    assert absence(PACKAGE, june, ["Protests"], "UZB") == NONE
    assert absence(PACKAGE, june, ["Sentences"], "TJK") == NONE
    assert absence(PACKAGE, june, [HEALTH], "TKM").reason is not Reason.NOT_COVERED


@pytest.mark.parametrize(
    ("filters", "topic", "country", "hidden"),
    [
        ({"text": "bridge"}, "Protests", "TKM", Hidden(4, 1)),
        ({"text": "bridge"}, "Protests", "", Hidden(8, 1)),
        ({"topics": ("Protests",)}, "Sentences", "", Hidden(4)),
        ({"topics": ("Protests",)}, "Sentences", "KGZ", Hidden(2)),
        ({"exact_dates": True, "topics": ("Diplomacy",)}, "Protests", "TJK", Hidden(1)),
        ({"statuses": ("claimed",)}, "Protests", "", Hidden(0, 8)),
        ({"statuses": ("claimed",), "text": "bridge"}, "Protests", "", Hidden(1, 8)),
    ],
)
def test_what_the_filters_hide_is_counted(
    filters: dict[str, Any], topic: str, country: str, hidden: Hidden
) -> None:
    told = absence(PACKAGE, over("2020-06", **filters), [topic], country)
    assert told == Absent(Reason.FILTERED_OUT, hidden)


def test_a_filter_hides_nothing_where_there_is_nothing() -> None:
    assert absence(PACKAGE, over("2020-06", text="bridge"), ["Protests"], "UZB") == NONE
    assert absence(PACKAGE, over("2020-09", text="bridge"), ["Protests"], "TKM") == UNCOVERED


def test_no_country_is_covered_by_nobody() -> None:
    assert absence(PACKAGE, over("2020-06", countries=()), ["Protests"]) == UNCOVERED


def test_coverage_is_by_topic_country_and_whole_months() -> None:
    package = covering(
        ("Protests;Sentences", "KAZ;UZB", "2021-01-01", "2021-03-15"),
        ("Protests", "KAZ", "2021-03-16", "2021-04-30"),
        ("Sentences", "KAZ", "2021-06-02", "2021-07-31"),
        ("Protests", "UZB", "2021-09-30", "2021-09-01"),
    )
    year = over("2021-01", "2021-12")
    assert cover(package, year, ["Protests"], "KAZ").covered == MONTHS[:4]
    assert cover(package, year, ["Sentences"], "KAZ").covered == (*MONTHS[:2], MONTHS[6])
    assert cover(package, year, ["Protests"], "UZB").covered == MONTHS[:2]
    assert cover(package, year, ["Protests", "Sentences"], "KAZ").covered == MONTHS[:2]
    assert (
        cover(package, replace(year, countries=("KAZ", "UZB")), ["Protests"]).covered
        == (MONTHS[:2])
    )
    assert cover(package, year, ["Protests"], "TJK").covered == ()
    assert cover(package, year, ["Clashes and attacks"], "KAZ").covered == ()


def test_the_topics_asked_are_those_that_the_filters_leave() -> None:
    package = covering(("Protests", "KAZ", "2021-01-01", "2021-12-31"))
    month = over("2021-02", countries=("KAZ",))
    assert not cover(package, month).is_whole
    assert cover(package, replace(month, topics=("Protests",))).is_whole
    assert not cover(package, replace(month, topics=("Protests", "Elections"))).is_whole
    others = covering((ALL_OTHERS, "KAZ", "2021-01-01", "2021-12-31"))
    assert cover(others, replace(month, topics=("Elections", "Court rulings"))).is_whole


def test_days_at_the_ends_of_time_are_no_trouble() -> None:
    package = covering(("Protests", "KAZ", "1700-01-01", "2261-12-31"))
    assert cover(package, over("1900-01", "1900-12"), ["Protests"], "KAZ").is_whole
    assert cover(package, over("2099-12"), ["Protests"], "KAZ").is_whole


def test_sources_lent_by_the_app_cover_nothing_of_other_data() -> None:
    lent = replace(PACKAGE, borrowed=frozenset({"sources"}))
    assert absence(lent, Selection(), ["Protests"], "UZB") == UNCOVERED
