"""The Reconciliation panels and their tables on the shipped data: cases worked by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.datapackage.store import Package
from dashboard.panels.table import Table
from dashboard.panels.tidy import tidy
from dashboard.reconciliation.measures.verdicts import VERDICTS
from dashboard.reconciliation.panels import (
    reconcile_chart,
    reconcile_figures,
    reconcile_rates,
    reconcile_summary,
)
from dashboard.reconciliation.view import chosen_figures
from dashboard.reconciliation.words import reconcile_sentence
from dashboard.selection import Selection
from dashboard.ui.reconciliation import figures_markup, rates_markup, verdicts_markup
from dashboard.values import Absent, Qualifier, Reason
from dashboard.vocabulary import COUNTRIES

JUNE = Selection()
ALL = {"reconcile_months": "all"}
PANELS = (reconcile_summary, reconcile_chart, reconcile_figures, reconcile_rates)
COLUMNS = [
    "Country",
    "As of",
    "Measure",
    "Reported",
    "Series that day",
    "Gap",
    "Closest matching day",
    "Verdict",
    "Why",
    "Source",
]


@pytest.fixture(scope="module")
def every(package: Package) -> pd.DataFrame:
    return reconcile_figures(package, JUNE, ALL).rows


def row(rows: pd.DataFrame, country: str, day: str, measure: str) -> dict[Any, Any]:
    kept = rows["Country"].eq(country) & rows["As of"].eq(day) & rows["Measure"].eq(measure)
    return rows[kept].iloc[0].to_dict()


def test_kazakhstan_30_june_2020_agrees_a_day_apart_next_to_a_new_definition(every):
    own = row(every, "Kazakhstan", "2020-06-30", "cases, total")
    assert [own[name] for name in COLUMNS[3:8]] == [
        "21,819",
        22308,
        -489,
        pd.Timestamp("2020-06-29"),
        "matches previous or next day",
    ]
    assert "The definition changes on 1 July 2020: cases without symptoms" in own["Why"]


@pytest.mark.parametrize(
    ("country", "day", "measure", "verdict", "told"),
    [
        ("Kyrgyzstan", "2020-07-01", "new cases", "unexplained", "210 on 30 June, 755 on 1 July"),
        ("Uzbekistan", "2020-06-25", "new cases", "unexplained", "328 on 24 June, 187 on 25 June"),
        ("Uzbekistan", "2020-06-30", "deaths, total", "unexplained", "23 on 29 June, 26 on 30"),
        (
            "Kyrgyzstan",
            "2020-06-30",
            "cases, total",
            "matches previous or next day",
            "29 June 2020",
        ),
        ("Tajikistan", "2020-06-30", "cases, total", "matches that day", "Equal that day."),
        ("Turkmenistan", "2020-06-30", "cases, total", "no official series", "a claim, not a co"),
        (
            *("Kyrgyzstan", "2020-07-19", "cases, total", "known error in the series"),
            "the 26,532 published this day is missing",
        ),
        ("Kyrgyzstan", "2020-07-30", "cases, total", "known error in the series", "80 too high"),
        ("Kazakhstan", "2020-09-30", "cases, total", "different definition", "pneumonia without"),
        ("Tajikistan", "2021-01-18", "cases, total", "different definition", "by 406 from"),
        ("Tajikistan", "2020-12-24", "cases, total", "different definition", "here by 333"),
        ("Uzbekistan", "2020-06-14", "cases, total", "partial-day count", "Read at 10:00, before"),
        ("Kazakhstan", "2020-07-26", "deaths, total", "known error in the series", "28 July 2020"),
        ("Kazakhstan", "2020-07-19", "deaths, total", "unexplained", "From one source"),
        ("Tajikistan", "2021-06-20", "cases, total", "different definition", "by 406 from"),
        ("Kazakhstan", "2020-07-30", "cases, total", "unexplained", "a slip for 87,664"),
        ("Kazakhstan", "2021-02-06", "new cases", "known error in the series", "holds two days"),
        ("Kazakhstan", "2021-05-18", "new cases", "known error in the series", "holds two days"),
        ("Kazakhstan", "2021-08-01", "new cases", "known error in the series", "holds two days"),
    ],
)
def test_worked_cases(every, country, day, measure, verdict, told):
    own = row(every, country, day, measure)
    assert own["Verdict"] == verdict
    assert told in own["Why"]


def test_turkmenistan_is_a_claim_without_a_gap(every):
    own = every[every["Country"].eq("Turkmenistan")]
    assert set(own["Reported"]) == {"officially 0"}
    assert set(own["Series that day"]) == set(own["Closest matching day"]) == {"no series"}
    assert own["Gap"].isna().all()
    assert set(own["Verdict"]) == {"no official series"}


def test_every_figure_of_the_four_measures_is_there_with_a_reason(package, every):
    figures = package.table("figures")
    measures = ["cumulative_cases", "cumulative_deaths", "new_cases", "new_deaths"]
    assert len(every) == int(figures["measure"].isin(measures).sum())
    assert list(every.columns) == COLUMNS
    assert every["Why"].str.len().gt(0).all()
    assert set(every["Verdict"]) <= {each.title for each in VERDICTS.values()}
    agreeing = every["Verdict"].eq("matches that day")
    assert every.loc[agreeing, "Gap"].eq(0).all()


def test_the_summary_adds_up_and_shows_every_rule(package, every):
    exhibit = reconcile_summary(package, JUNE, ALL)
    names = [country.name for country in COUNTRIES.values()]
    assert exhibit.rows["Verdict"].tolist() == [each.title for each in VERDICTS.values()]
    assert exhibit.rows[names].sum(axis=1).tolist() == exhibit.rows["Together"].tolist()
    assert exhibit.rows["Together"].sum() == exhibit.shown == exhibit.total == len(every)


def test_the_filters_choose_and_the_switch_opens_the_months(package):
    kgz = Selection(countries=("KGZ",))
    exhibit = reconcile_figures(package, kgz, {})
    assert set(exhibit.rows["Country"]) == {"Kyrgyzstan"}
    assert exhibit.rows["As of"].between("2020-06-01", "2020-06-30").all()
    assert exhibit.count == f"{exhibit.shown} of {exhibit.total} figures of the period"
    assert exhibit.shown < exhibit.total
    wide = reconcile_figures(package, kgz, ALL)
    assert wide.shown > exhibit.shown
    assert wide.unit == "in order of day, March 2020 to August 2022"
    assert reconcile_figures(package, kgz, {"reconcile_months": "some"}).rows.equals(exhibit.rows)


def test_the_sentence(package):
    assert reconcile_sentence(package, Selection(countries=("KAZ",)), {}) == (
        "Of **2 figures** in June 2020, 1 matches the official series of that day, 1 matches the "
        "official series of the day before or after and none is unexplained."
    )
    assert reconcile_sentence(package, Selection(countries=("TKM",)), {}) == (
        "**Both figures** in June 2020 have no official series."
    )
    two_years = Selection(countries=("TKM",), first_month="2020-01", last_month="2021-12")
    assert reconcile_sentence(package, two_years, {}).startswith("**All 25 figures** from 2020 to ")
    later = Selection(first_month="2025-12", last_month="2025-12")
    assert reconcile_sentence(package, later, {}) == (
        "The data has **no reported figure** of COVID-19 cases or deaths in December 2025; those "
        "it has run from March 2020 to August 2022."
    )
    assert reconcile_summary(package, later, {}).rows.empty
    assert verdicts_markup(reconcile_summary(package, later, {}), "light", ()) == ""


def test_the_chart_has_a_lane_a_country_and_a_mark_a_figure(package):
    exhibit = reconcile_chart(package, JUNE, {})
    assert exhibit.draw is not None
    figure: Any = exhibit.draw("light")
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    assert [trace.name for trace in marks] == list(COUNTRIES)
    assert sum(len(trace.x) for trace in marks) == exhibit.shown
    own = exhibit.rows[exhibit.rows["Country"].eq("Kazakhstan")]
    assert own["Gap, percent of the series"].tolist() == [-2.19, 0]


def test_printed_rates_of_december_2025(package):
    december = Selection(countries=("KAZ", "UZB"), first_month="2025-12", last_month="2025-12")
    rows = reconcile_rates(package, december, {}).rows
    own = rows[rows["Date"].eq("2025-12-11")].set_index("Currency")
    assert own.loc["KZT", "Range implied by rounding"] == "519.5 to 522.2"
    assert own.loc["KZT", "Daily rate"] == 520.11
    assert own.loc["KZT", "Comparison"] == "inside"
    assert own.loc["UZS", "Range implied by rounding"] == "11,765 to 13,333"
    # 0.00008 may be 0.000075 to 0.000085: an eighth of it.
    wide = "One digit of the soum allows an eighth of its value: 11,765 to 13,333 per US dollar."
    assert wide in reconcile_rates(package, december, {}).reading
    late = rows[rows["Date"].eq("2025-12-22")].set_index("Currency")
    assert late.loc["KZT", "Comparison"] == "outside by 0.79 (0.15%): daily above"


def test_printed_rates_without_a_daily_one_say_so(package):
    exhibit = reconcile_rates(package, JUNE, ALL)
    rows = exhibit.rows[exhibit.rows["Date"].eq("2024-10-15")]
    assert set(rows["Comparison"]) == {"no daily rate within three days"}
    assert set(rows["Daily rate"]) == {"no rate"}
    assert exhibit.shown == exhibit.total == len(package.table("rates").query("kind == 'ticker'"))
    empty = reconcile_rates(package, JUNE, {})
    assert empty.rows.empty
    assert empty.caption.startswith("Reported rates run from 8 September 2024 to ")


@pytest.mark.parametrize("panel", PANELS)
def test_no_country_is_no_fault(package, panel):
    exhibit = panel(package, Selection(countries=()), ALL)
    assert exhibit.shown == 0
    assert exhibit.draw is None or exhibit.draw("dark").layout.height


def test_the_tables_on_screen_say_what_is_not_a_number(package):
    exhibit = reconcile_figures(package, JUNE, {})
    figures = chosen_figures(package, JUNE, {}).figures
    markup = figures_markup(exhibit.table, figures, "light", {})
    assert '<span class="officially_none">officially 0</span>' in markup
    assert "<em>no series</em>" in markup
    assert "−489" in markup
    assert "◆</span><b>unexplained</b>" in markup
    verdicts = verdicts_markup(reconcile_summary(package, JUNE, {}), "light", ())
    assert '<span class="muted">0</span>' in verdicts
    assert "The series has the same number that day." in verdicts
    assert "verdict=agrees+a+day+apart%3AKAZ" in verdicts
    reported = reconcile_rates(package, JUNE, ALL)
    rates = rates_markup(reported, "light", ())
    assert "<em>no daily rate within three days</em>" in rates
    assert '<td class="figure">3.5</td>' in rates


def test_words_of_the_data_are_escaped(package):
    exhibit = reconcile_figures(package, JUNE, {})
    frame = exhibit.table.frame.head(1).assign(why="<script>", source="<b>")
    (first, *_) = chosen_figures(package, JUNE, {}).figures
    figure = replace(first.beside.figure, figure_id="<key>")
    row = replace(first, beside=replace(first.beside, figure=figure))
    markup = figures_markup(Table(exhibit.table.columns, frame), [row], "light", {"from": '"'})
    assert "<script>" not in markup
    assert "&lt;script&gt;" in markup
    assert 'href="?from=%22&amp;figure=%3Ckey%3E"' in markup


@pytest.mark.parametrize("panel", PANELS)
def test_keys_of_columns_do_not_change_with_the_months(package, panel):
    later = Selection(first_month="2025-12", last_month="2025-12")
    shapes = {
        tuple((column.key, column.kind) for column in panel(package, each, options).table.columns)
        for each in (JUNE, later)
        for options in ({}, ALL)
    }
    assert len(shapes) == 1


def test_why_there_is_no_number_is_a_value(package):
    frame = reconcile_figures(package, Selection(countries=("TKM",)), ALL).table.frame
    assert set(frame["series"]) == {Absent(Reason.NOT_COVERED)}
    assert {each.qualifier for each in frame["reported"]} == {Qualifier.OFFICIALLY_NONE}
    data = tidy(reconcile_figures(package, JUNE, {}).table).frame
    kaz = data[data["iso_code"].eq("KAZ") & data["measure"].eq("cases, total")].iloc[0]
    assert (kaz["reported_low"], kaz["series"], kaz["gap"]) == (21819, 22308, -489)


def test_a_percent_of_nothing_is_blank_in_the_table(package):
    frame = reconcile_chart(package, JUNE, ALL).table.frame
    known = frame["gap_percent"].dropna()
    assert np.isfinite(known.astype("float64")).all()
    assert len(known) < frame["gap"].notna().sum()


def test_the_chart_of_seven_years_is_as_long_as_there_are_figures(package: Package) -> None:
    seven = Selection(first_month="2018-01", last_month="2024-12")
    figure: Any = reconcile_chart(package, seven, {}).draw
    assert figure is not None
    first, last = (pd.Timestamp(end) for end in figure("light").layout.xaxis.range)
    days = package.table("figures").loc[
        package.table("figures")["measure"].isin(
            ["cumulative_cases", "cumulative_deaths", "new_cases", "new_deaths"]
        ),
        "as_of",
    ]
    assert pd.Timedelta(0) <= days.min() - first < pd.Timedelta(days=60)
    assert pd.Timedelta(0) <= last - days.max() < pd.Timedelta(days=60)


def test_figures_without_a_series_stand_on_their_days_alone_too(package: Package) -> None:
    alone = reconcile_chart(package, Selection(countries=("TKM",)), {})
    assert alone.draw is not None
    figure: Any = alone.draw("light")
    (marks,) = [trace for trace in figure.data if trace.mode == "markers"]
    days = [pd.Timestamp(day).strftime("%Y-%m-%d") for day in marks.x]
    assert days == ["2020-06-19", "2020-06-30"]
    names = [
        *(figure.layout.xaxis.ticktext or ()),
        *(note.text for note in figure.layout.annotations),
    ]
    assert {"1 Jun", "29 Jun", "2 figures, no series"} <= set(names)
