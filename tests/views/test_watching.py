"""Watches: which fire, which are quiet, and which nobody can say."""

import pandas as pd
import pytest

from dashboard.currency.view import changes_of, rate_book
from dashboard.datapackage.store import Package
from dashboard.overview.view import month_columns
from dashboard.selection import Selection
from dashboard.unusual.view import signals
from dashboard.values import Absent, Reason
from dashboard.views.measures import Gap
from dashboard.views.saved import View, Watch
from dashboard.views.watching import (
    Verdict,
    fired_words,
    outcomes,
    outcomes_since,
    sum_words,
    unknown_by_watch,
    unknown_words,
)
from dashboard.vocabulary import currency_of


def watched(
    package: Package, measure: str, at_least: float | None, month: str = "2020-06", **query: str
):
    view = View("Osh", "", tuple(query.items()), Watch(measure, at_least))
    (outcome,) = outcomes(package, [view], [month])
    return outcome


def test_a_measure_is_what_the_overview_shows(package: Package) -> None:
    for column in month_columns(package, Selection()):
        code = column.country
        told = {
            "protest": column.protests,
            "sentence": column.sentences,
            "new_cases": 0 if isinstance(column.growth, Absent) else column.growth.new,
            "detained": 0 if isinstance(column.detained, Absent) else column.detained.sum.low,
        }
        for measure, number in told.items():
            outcome = watched(package, measure, 1, countries=code)
            expected = 0 if isinstance(number, Absent) else number
            assert outcome.reading.number == expected, (code, measure)


def test_it_fires_at_its_threshold_and_is_quiet_below_where_all_is_known(package: Package) -> None:
    number = watched(package, "protest", 1).reading.number
    assert watched(package, "protest", number).verdict is Verdict.FIRED
    assert watched(package, "protest", number + 1).verdict is Verdict.QUIET
    assert fired_words(watched(package, "protest", 2, countries="KGZ")).endswith(
        " protests in June 2020 (threshold: 2 protests)"
    )


def test_where_nobody_looked_nothing_is_quiet(package: Package) -> None:
    outcome = watched(package, "protest", 100, "2020-07")
    assert outcome.verdict is Verdict.UNKNOWN
    assert outcome.reading.gaps == (Gap(Reason.NOT_COVERED),)
    assert unknown_words([outcome]).startswith("could not be checked for July 2020 (it is not ")


def test_numbers_that_are_not_stated_leave_it_open(package: Package) -> None:
    outcome = watched(package, "detained", 3_000)
    assert (outcome.verdict, outcome.reading.number) == (Verdict.UNKNOWN, 102)
    assert unknown_words([outcome]) == (
        "could not be checked for June 2020 (some numbers are not stated); the most known "
        "is at least 102 people detained in June 2020 (threshold: 3,000 people detained)"
    )
    assert watched(package, "detained", 102).verdict is Verdict.FIRED


def test_deaths_that_turkmenistan_does_not_state_leave_it_open(package: Package) -> None:
    outcome = watched(package, "new_deaths", 10**6)
    assert outcome.reading.gaps == (Gap(Reason.NOT_STATED, ("TKM",)),)
    assert watched(package, "new_deaths", 10**6, countries="KAZ").verdict is Verdict.QUIET
    assert watched(package, "new_cases", 10**6).verdict is Verdict.QUIET  # officially none there


def test_types_that_leave_nothing_to_count_are_said(package: Package) -> None:
    outcome = watched(package, "protest", 1, topics="Sentences")
    assert outcome.reading.gaps == (Gap(Reason.FILTERED_OUT),)
    assert outcome.verdict is Verdict.UNKNOWN


def test_a_currency_moves_as_the_page_currency_says(package: Package) -> None:
    june = Selection()
    days = pd.Timestamp(june.first_day), pd.Timestamp(june.last_day)
    for code in june.countries:
        (change,) = changes_of(rate_book(package), [currency_of(code)], *days)
        outcome = watched(package, "rate_move", 50, countries=code)
        assert outcome.reading.number == pytest.approx(abs(change.percent or 0))


def test_since_a_month_ends_where_the_data_does(package: Package) -> None:
    views = [
        View(name, "", (), Watch(measure, 1))
        for name, measure in (("Events", "events"), ("Rates", "rate_move"))
    ]
    found = outcomes_since(package, views, "2024-11")
    by_watch = {
        view.name: [each.month for each in found if each.view.name == view.name] for view in views
    }
    assert by_watch["Events"] == ["2024-11", "2024-12"]
    assert (by_watch["Rates"][0], by_watch["Rates"][-1]) == ("2024-11", "2026-09")
    (late,) = outcomes_since(package, views[:1], "2025-01")
    assert late.reading.gaps == (Gap(Reason.OUTSIDE_SERIES),)
    assert unknown_words([late]) == "could not be checked for January 2025 (the data ends earlier)"


def test_many_months_are_one_line_a_watch(package: Package) -> None:
    view = View("Protests", "", (("countries", "KGZ"),), Watch("protest", 2))
    found = outcomes_since(package, [view], "2020-06")
    (group,) = unknown_by_watch(found)
    assert unknown_words(group).startswith(
        f"could not be checked for {len(group)} months from July 2020 to December 2024"
    )
    told = sum_words(found, "since June 2020")
    assert told == "1 of 1 watch fired since June 2020; 1 could not be checked for every month"


def test_the_source_that_is_counted_is_that_of_the_data(package: Package) -> None:
    outcome = watched(package, "events", 1, source="nobody")
    assert outcome.reading.number == watched(package, "events", 1).reading.number


def test_the_unusual_fires_by_the_rules_of_the_overview(package: Package) -> None:
    outcome = watched(package, "new_cases", None, countries="KGZ")
    assert outcome.verdict is Verdict.FIRED
    assert outcome.reading.signals == tuple(
        each for each in signals(package, Selection(countries=("KGZ",))) if each.measure == "cases"
    )
    told = "in June 2020, new cases in Kyrgyzstan: 3,758 (↑ three times the month before)"
    assert fired_words(outcome) == told
    anything = watched(package, "any", None)
    assert anything.reading.signals == signals(package, Selection())
    assert fired_words(anything).endswith("; 10 more")
    falls = fired_words(watched(package, "rate_move", None, "2020-11", countries="TJK"))
    assert falls == "in November 2020, currency of Tajikistan −8.5% (↓ 15 times the usual move)"


def test_where_nothing_can_be_compared_nothing_is_usual(package: Package) -> None:
    outcome = watched(package, "protest", None, countries="KGZ")
    assert outcome.verdict is Verdict.UNKNOWN
    assert unknown_words([outcome]) == (
        "could not be checked for June 2020 (Kyrgyzstan: too little is covered to compare with)"
    )
    quiet = watched(package, "new_cases", None, "2020-09", countries="KGZ")
    assert quiet.verdict is Verdict.QUIET
