"""Series cut where the count changes: hand-worked tables of a dozen days."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.covid.measures import series as covid
from dashboard.covid.measures.reported import (
    Match,
    Printed,
    beside_the_series,
    claims_of_none,
    last_in_period,
    match_of,
    printed_figures,
)
from dashboard.covid.measures.series import shown_window
from dashboard.panels.keys import SERIES_FORMS
from dashboard.selection import Selection
from dashboard.values import Absent, Reason, about, amount, exactly

NAN = float("nan")
BREAK_COLUMNS = [
    "date",
    "end_date",
    "iso_code",
    "series",
    "kind",
    "what_changed",
    "label",
    "adds",
    "change",
    "source_id",
]


def daily(code: str, first: str, cases: Sequence[float]) -> pd.DataFrame:
    days = pd.date_range(first, periods=len(cases), unit="s")
    counted = pd.array(cases, dtype="Int64")
    return pd.DataFrame(
        {"date": days, "iso_code": code, "total_cases": counted, "total_deaths": counted}
    )


def breaks(*rows: tuple[str, str, str, int | None], series: str = "total_cases") -> pd.DataFrame:
    table = [
        (day, day, code, series, kind, "what changed", "in short", "", change, "jhu-csse")
        for day, code, kind, change in rows
    ]
    frame = pd.DataFrame(table, columns=BREAK_COLUMNS)
    for column in ("date", "end_date"):
        frame[column] = pd.to_datetime(frame[column])
    frame["change"] = frame["change"].astype("Int64")
    return frame


NO_BREAKS = breaks()


def test_the_mean_needs_seven_calendar_days_and_is_worked_by_hand():
    # new: -, 7, 7, 7, 7, 7, 7, 7, 14
    own = covid.official_series(
        daily("KAZ", "2020-06-01", [0, 7, 14, 21, 28, 35, 42, 49, 63]), NO_BREAKS, "cases"
    )["KAZ"]
    np.testing.assert_array_equal(own.values["mean"], [NAN] * 7 + [7.0, 8.0])


def test_no_mean_crosses_a_break():
    # the step of 1,000 on the 9th is no new case; the next mean holds the 10th to the 16th
    totals = [10 * day for day in range(8)] + [1070 + 20 * day for day in range(9)]
    own = covid.official_series(
        daily("KAZ", "2020-06-01", totals),
        breaks(("2020-06-09", "KAZ", "definition", 1000)),
        "cases",
    )["KAZ"]
    expected = [NAN] * 7 + [10.0] + [NAN] * 7 + [20.0, 20.0]
    np.testing.assert_array_equal(own.values["mean"], expected)
    assert np.isnan(own.new[8])
    assert own.segment.tolist() == [0] * 8 + [1] * 9


def test_countries_are_not_mixed():
    both = pd.concat(
        [
            daily("KAZ", "2020-06-01", [100 * day for day in range(9)]),
            daily("TJK", "2020-06-01", list(range(9))),
        ]
    )
    official = covid.official_series(both.sort_values("date", kind="stable"), NO_BREAKS, "cases")
    assert official["KAZ"].values["mean"][-1] == 100.0
    assert official["TJK"].values["mean"][-1] == 1.0
    assert np.isnan(official["TJK"].new[0])


def test_a_break_of_another_country_or_series_does_not_cut():
    table = daily("KAZ", "2020-06-01", list(range(9)))
    other = pd.concat(
        [
            breaks(("2020-06-05", "KGZ", "definition", 1)),
            breaks(("2020-06-05", "KAZ", "backfill", 1), series="total_deaths"),
        ]
    )
    assert covid.official_series(table, other, "cases")["KAZ"].segment.max() == 0
    assert covid.official_series(table, other, "deaths")["KAZ"].segment.max() == 1


def test_a_note_on_reporting_does_not_cut_but_is_told():
    noted = breaks(("2020-06-03", "KAZ", "reporting", None)).assign(
        end_date=pd.Timestamp("2020-06-20")
    )
    official = covid.official_series(daily("KAZ", "2020-06-01", list(range(9))), noted, "cases")
    assert official["KAZ"].segment.max() == 0
    assert covid.cuts(noted, official, "cases") == ()
    assert [quiet.country for quiet in covid.quiet_stretches(noted, "cases")] == ["KAZ"]


def test_a_missing_day_is_a_gap_and_a_fall_is_no_new_case():
    table = daily("UZB", "2020-06-01", [5, 6, 7, 4, 9]).drop(index=1)
    own = covid.official_series(table, NO_BREAKS, "cases")["UZB"]
    np.testing.assert_array_equal(own.total, [5, NAN, 7, 4, 9])
    np.testing.assert_array_equal(own.new, [NAN, NAN, NAN, NAN, 5])


def test_zeros_before_the_first_case_are_data():
    own = covid.official_series(daily("TJK", "2020-01-22", [0] * 9), NO_BREAKS, "cases")["TJK"]
    assert own.values["mean"][-1] == 0.0
    assert own.total_on(pd.Timestamp("2020-01-22")) == 0.0
    assert np.isnan(own.total_on(pd.Timestamp("2020-01-21")))


def test_a_cut_holds_both_ends_of_the_step():
    broken = breaks(
        ("2020-07-01", "KAZ", "definition", 18757), ("2020-07-02", "TKM", "definition", 1)
    )
    official = covid.official_series(
        daily("KAZ", "2020-06-29", [21819, 22308, 41065, 42574]), broken, "cases"
    )
    (cut,) = covid.cuts(broken, official, "cases")
    assert (cut.before_day, cut.before) == (pd.Timestamp("2020-06-30"), 22308)
    assert (cut.after_day, cut.after) == (pd.Timestamp("2020-07-01"), 41065)
    assert cut.change == 18757


@pytest.mark.parametrize(
    ("first", "last", "window"),
    [
        ("2020-06", "2020-06", ("2020-04-01", "2020-12-31")),
        ("2020-01", "2020-10", ("2020-01-22", "2021-04-30")),
        ("2023-03", "2023-03", ("2023-01-01", "2023-03-09")),
        ("2024-06", "2024-06", None),
        ("2019-12", "2019-12", None),
    ],
)
def test_the_window_is_two_months_before_to_six_after_within_the_series(first, last, window):
    reach = pd.Timestamp("2020-01-22"), pd.Timestamp("2023-03-09")
    found = shown_window(Selection(first_month=first, last_month=last), reach)
    assert found == (None if window is None else tuple(map(pd.Timestamp, window)))


def printed(country: str, day: str, best: float, qualifier: str = "exact") -> Printed:
    value = amount(best, best, best, qualifier)
    return Printed(country, pd.Timestamp(day), value, "", "", "", "", "cabar-2020-06")


def test_a_document_goes_before_other_reports_of_the_same_day():
    columns = [
        "country",
        "as_of",
        "measure",
        "low",
        "best",
        "high",
        "qualifier",
        "confidence",
        "source_id",
    ]
    table = pd.DataFrame(
        [
            ("KAZ", "2020-06-30", "cumulative_cases", 1.0, 1.0, 1.0, "exact", "medium", "document"),
            ("KAZ", "2020-06-30", "cumulative_cases", 2.0, 2.0, 2.0, "exact", "high", "report"),
            ("KGZ", "2020-07-01", "new_cases", 439.0, 439.0, 439.0, "exact", "high", "document"),
        ],
        columns=columns,
    ).assign(
        **dict.fromkeys(("as_reported", "definition", "read_at", "excludes", "note")),
        figure_id="document:1:1",
    )
    table["as_of"] = pd.to_datetime(table["as_of"])
    sources = pd.DataFrame({"source_id": ["document", "report"], "kind": ["document", "report"]})
    found = printed_figures(table, sources, "cumulative_cases")
    assert [figure.number for figure in found] == [2.0, 1.0]
    assert last_in_period(found, Selection())["KAZ"].amount == exactly(1.0)


def test_the_record_of_1_july_is_not_of_june():
    assert last_in_period([printed("KGZ", "2020-07-01", 439)], Selection()) == {}


def test_claims_of_none_stand_by_day_and_are_no_number():
    claims = [
        printed("TKM", day, 0, "officially_none")
        for day in ("2020-03-31", "2022-05-12", "2020-06-30")
    ]
    found = claims_of_none([*claims, printed("KAZ", "2020-06-30", 1)])
    assert {code: [f"{each.day:%Y-%m-%d}" for each in own] for code, own in found.items()} == {
        "TKM": ["2020-03-31", "2020-06-30", "2022-05-12"]
    }
    assert {each.number for each in found["TKM"]} == {None}


def test_turkmenistan_is_officially_none_in_cases_not_stated_in_deaths_and_never_compared():
    totals = {"cases": (printed("TKM", "2020-06-30", 0, "officially_none"),), "deaths": ()}
    only = Selection(countries=("TKM",))
    reasons = (("cases", Reason.OFFICIALLY_NONE), ("deaths", Reason.NOT_STATED))
    for series, reason in reasons:
        (row,) = beside_the_series(totals, {}, only, series)
        assert (row.missing, row.match) == (reason, Match.NOTHING)
        assert row.that_day == row.day_before == Absent(Reason.NOT_COVERED)


def test_the_printed_totals_of_june_stand_where_the_series_has_them():
    days = {"KAZ": [21819, 22308], "TJK": [5849, 5900]}
    table = pd.concat([daily(code, "2020-06-29", totals) for code, totals in days.items()])
    official = covid.official_series(table, NO_BREAKS, "cases")
    totals = {
        "cases": (printed("KAZ", "2020-06-30", 21819), printed("TJK", "2020-06-30", 5900)),
        "deaths": (),
    }
    rows = beside_the_series(totals, official, Selection(countries=("KAZ", "KGZ", "TJK")), "cases")
    assert [(row.reported, row.day_before, row.that_day, row.match) for row in rows] == [
        (exactly(21819), 21819, 22308, Match.DAY_BEFORE),
        (Absent(Reason.NOT_COVERED), *[Absent(Reason.NOT_COVERED)] * 2, Match.NOTHING),
        (exactly(5900), 5849, 5900, Match.THAT_DAY),
    ]


def test_a_day_that_the_series_does_not_reach_is_outside_it():
    official = covid.official_series(daily("KAZ", "2020-06-30", [5]), NO_BREAKS, "cases")
    totals = {"cases": (printed("KAZ", "2020-06-30", 5),), "deaths": ()}
    (row,) = beside_the_series(totals, official, Selection(countries=("KAZ",)), "cases")
    assert (row.day_before, row.that_day) == (Absent(Reason.OUTSIDE_SERIES), 5)


@pytest.mark.parametrize(
    ("value", "before", "that_day", "match"),
    [
        (5.0, 5.0, 5.0, Match.BOTH_DAYS),
        (5.0, 5.0, 6.0, Match.DAY_BEFORE),
        (6.0, 5.0, 6.0, Match.THAT_DAY),
        (5.5, 5.0, 6.0, Match.BETWEEN),
        (7.0, 5.0, 6.0, Match.ABOVE),
        (7.5, 5.0, 6.0, Match.DAY_AFTER),
        (4.0, 5.0, 6.0, Match.BELOW),
        (5.0, NAN, 5.0, Match.THAT_DAY),
        (5.0, NAN, NAN, Match.NOTHING),
        (NAN, 5.0, 6.0, Match.NO_SINGLE_NUMBER),
    ],
)
def test_a_match_for_every_case(value, before, that_day, match):
    assert match_of(printed("KAZ", "2020-06-30", value), before, that_day, 7.5) is match
    assert match.is_same == (match in ("both_days", "day_before", "that_day", "day_after"))


def test_a_mere_bound_is_no_number_to_count_with():
    figure = Printed("KAZ", pd.Timestamp("2020-06-30"), about(5), "", "", "", "", "page")
    assert (figure.number, match_of(figure, 5, 6)) == (5, Match.DAY_BEFORE)
    bound = replace(figure, amount=amount(5, NAN, NAN, "at_least"))
    assert (bound.number, match_of(bound, 5, 6)) == (None, Match.NO_SINGLE_NUMBER)


def test_every_mean_has_its_own_days_and_starts_afresh_after_a_cut():
    totals = [10 * day for day in range(20)] + [1200 + 20 * day for day in range(16)]
    broken = breaks(("2020-06-21", "KAZ", "definition", 1010))
    own = covid.official_series(daily("KAZ", "2020-06-01", totals), broken, "cases")["KAZ"]
    for form in SERIES_FORMS.values():
        if form.is_mean:
            known = np.flatnonzero(~np.isnan(own.values[form.key]))
            assert known[0] == form.days
            # Day 20 is the cut: its step is no new case, and no mean holds it.
            assert known[known >= 20][0] == 20 + form.days
            assert set(own.values[form.key][known]) == {10.0, 20.0}
    assert {form.days for form in SERIES_FORMS.values() if form.is_mean} == {7, 14}
