"""A country's total over a period: the series is the line, what is reported stands beside it."""

import numpy as np
import pandas as pd
import pytest

from dashboard.briefing.citing import Citing
from dashboard.briefing.judgements import epidemic_judgement
from dashboard.briefing.material import material_of
from dashboard.briefing.series import epidemic_lines
from dashboard.catalogue import EXHIBITS
from dashboard.covid.measures.reported import claims_of_none, last_in_period, printed_figures
from dashboard.covid.measures.series import cuts, official_series
from dashboard.covid.measures.totals import (
    CountryTotal,
    Growth,
    common_day,
    country_total,
    growth,
    reported_sum,
    summed,
)
from dashboard.covid.view.data import covid_data
from dashboard.covid.words.headlines import covid_summary
from dashboard.covid.words.totals import epidemic_sentence, steps_words
from dashboard.datapackage.store import Package
from dashboard.overview.words import month_sentence
from dashboard.panels.sources import publishers_of
from dashboard.panels.tidy import tidy
from dashboard.selection import Selection, shift_month
from dashboard.values import Absent, Reason, exactly

METRIC_PAIR = ("cases", "deaths")
LAST = pd.Timestamp("2020-06-30")
SOURCES = pd.DataFrame({"source_id": ["review", "paper"], "kind": ["document", "report"]})


def daily(first: str, totals: list[int], code: str = "KAZ") -> pd.DataFrame:
    days = pd.date_range(first, periods=len(totals))
    return pd.DataFrame(
        {
            "date": days,
            "iso_code": code,
            "total_cases": totals,
            "total_deaths": 0,
            "source_id": "jhu",
        }
    )


def no_breaks() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": pd.to_datetime([]),
            "end_date": pd.to_datetime([]),
            "iso_code": pd.Series([], dtype=object),
            "series": pd.Series([], dtype=object),
            "kind": pd.Series([], dtype=object),
            "what_changed": pd.Series([], dtype=object),
            "change": pd.Series([], dtype="Int64"),
            "adds": pd.Series([], dtype=object),
            "label": pd.Series([], dtype=object),
        }
    )


def broken(day: str, kind: str = "definition") -> pd.DataFrame:
    row = {
        "date": pd.Timestamp(day),
        "end_date": pd.Timestamp(day),
        "iso_code": "KAZ",
        "series": "total_cases",
        "kind": kind,
        "what_changed": "made up",
        "change": 1000,
        "adds": "pneumonia",
        "label": "",
    }
    return pd.DataFrame([row])


def figure(
    country: str, as_of: str, best: float | None, measure: str = "cumulative_cases", **more: str
) -> dict[str, object]:
    return {
        "event_id": None,
        "figure_id": "review:1:1",
        "country": country,
        "as_of": pd.Timestamp(as_of),
        "measure": measure,
        "low": best,
        "best": best,
        "high": best,
        "qualifier": "exact",
        "as_reported": "",
        "definition": "",
        "read_at": "",
        "excludes": "",
        "note": "",
        "unit": "person",
        "confidence": "high",
        "source_id": "review",
        **more,
    }


def total_of(
    figures: list[dict[str, object]],
    series: pd.DataFrame,
    breaks: pd.DataFrame | None = None,
    *,
    country: str = "KAZ",
    metric: str = "cases",
    selection: Selection | None = None,
) -> CountryTotal:
    selection, breaks = selection or Selection(), no_breaks() if breaks is None else breaks
    table = pd.DataFrame(figures or [figure("REG", "2020-01-01", 1)])
    cases = printed_figures(table, SOURCES, "cumulative_cases")
    reported = printed_figures(table, SOURCES, f"cumulative_{metric}")
    official = official_series(series, breaks, metric)
    return country_total(
        country,
        metric,
        official.get(country),
        cuts(breaks, official, metric),
        last_in_period(reported, selection).get(country),
        claims_of_none(cases).get(country, ()),
        selection,
    )


RISING = daily("2020-05-31", list(range(100, 131)))


def test_the_series_is_the_total_and_a_figure_stands_beside_it() -> None:
    total = total_of(
        [
            figure("KAZ", "2020-06-30", 21819),
            figure("KAZ", "2020-06-30", 22000, source_id="paper"),
            figure("KAZ", "2020-07-01", 40000),
        ],
        RISING,
    )
    assert (total.series, total.day) == (130, LAST)
    assert total.key == "series:KAZ:2020-06-30:total_cases"
    assert total.beside == exactly(21819)
    assert summed([total]) == 130
    assert reported_sum([total]) == 21819


def test_a_series_that_ends_within_the_period_gives_its_last_day() -> None:
    total = total_of([figure("KAZ", "2020-06-14", 110)], daily("2020-05-31", [100, 101]))
    assert (total.series, total.day) == (101, pd.Timestamp("2020-06-01"))
    assert total.figure_day == pd.Timestamp("2020-06-14")
    assert reported_sum([total]) is None, "they are not of one day"


def test_a_figure_never_stands_in_for_a_series_that_does_not_reach() -> None:
    total = total_of([figure("KAZ", "2020-06-30", 7)], daily("2019-05-31", [100, 101]))
    assert total.series == Absent(Reason.OUTSIDE_SERIES)
    assert total.beside == exactly(7)
    assert (summed([total]), reported_sum([total]), common_day([total])) == (0, None, None)


def test_officially_none_holds_between_its_first_and_its_last_report() -> None:
    claims = [
        figure("TKM", day, 0, qualifier="officially_none")
        for day in ("2020-05-05", "2020-06-19", "2020-08-07")
    ]
    july = Selection(first_month="2020-07", last_month="2020-07")
    june, between = (
        total_of(claims, RISING, country="TKM", selection=each) for each in (Selection(), july)
    )
    for total in (june, between):
        assert total.is_officially_none
        assert total.day == pd.Timestamp("2020-06-19")
        assert isinstance(total.beside, Absent), "a claim is no figure beside a series"
    deaths = total_of(claims, RISING, country="TKM", metric="deaths")
    assert deaths.series == Absent(Reason.NOT_STATED)
    for month in ("2020-04", "2020-09"):
        outside = Selection(first_month=month, last_month=month)
        total = total_of(claims, RISING, country="TKM", selection=outside)
        assert total.series == Absent(Reason.NOT_COVERED)


def test_figures_that_leave_out_what_others_count_are_not_added() -> None:
    beside = [
        total_of([figure("KAZ", "2020-06-30", 10, excludes=excludes)], RISING)
        for excludes in ("", "", "pneumonia")
    ]
    assert reported_sum(beside[:2]) == 20
    assert reported_sum(beside) is None


def test_a_total_says_what_it_includes_and_which_steps_the_period_has() -> None:
    total = total_of([], RISING, broken("2020-06-10"))
    assert [cut.adds for cut in total.includes] == ["pneumonia"]
    assert steps_words([total]) == [
        "Kazakhstan, cases: +1,000 on 10 June 2020 (change of definition: made up)."
    ]
    july = total_of(
        [],
        daily("2020-05-31", list(range(100, 161))),
        broken("2020-06-10"),
        selection=Selection(first_month="2020-07", last_month="2020-07"),
    )
    assert july.includes and not july.steps, "counted since June, no step in July"


def test_new_cases_leave_out_the_step_at_a_cut() -> None:
    totals = [100 + 10 * day for day in range(10)] + [1190 + 10 * day for day in range(21)]
    whole = official_series(daily("2020-05-31", totals), broken("2020-06-10"), "cases")["KAZ"]
    grown = growth(whole, Selection())
    assert isinstance(grown, Growth)
    assert (grown.new, grown.left_out) == (290, 1000)
    assert len(grown.curve) == 30
    assert np.isnan(grown.curve[9:16]).all(), "no mean of seven days crosses the cut"
    assert grown.curve[16] == 10


@pytest.mark.parametrize("first", ["2020-06-01", "2020-06-10"])
def test_new_cases_of_a_period_that_begins_before_the_series_begin_with_it(first: str) -> None:
    series = official_series(daily(first, list(range(5, 45))), no_breaks(), "cases")["KAZ"]
    grown = growth(series, Selection())
    begins = pd.Timestamp(first)
    assert isinstance(grown, Growth)
    assert (grown.since, grown.first, grown.last) == (begins, begins, LAST)
    assert grown.new == (LAST - begins).days


def test_no_new_cases_where_the_series_does_not_reach() -> None:
    series = official_series(RISING, no_breaks(), "cases")["KAZ"]
    later = Selection(first_month="2020-07", last_month="2020-07")
    assert growth(series, later) == Absent(Reason.OUTSIDE_SERIES)
    assert growth(None, later) == Absent(Reason.NOT_COVERED)


# What `covid_daily.csv` has, read by hand: month or months, last day, cases of Kazakhstan,
# sum of the four, deaths of Kazakhstan, sum of the four.
BY_HAND = [
    ("2020-05", "2020-05", "2020-05-31", 10858, 20036, 41, 119),
    ("2020-06", "2020-06", "2020-06-30", 22308, 42217, 188, 327),
    ("2020-08", "2020-08", "2020-08-31", 130673, 225014, 1878, 3324),
    ("2020-09", "2020-09", "2020-09-30", 140707, 253819, 2075, 3684),
    ("2020-10", "2020-10", "2020-10-31", 149699, 286486, 2219, 4011),
    ("2020-11", "2020-11", "2020-11-30", 174563, 332990, 2477, 4448),
    ("2021-07", "2021-07", "2021-07-31", 633469, 941170, 9077, 12398),
    ("2020-01", "2021-12", "2021-12-31", 1072518, 1473603, 18211, 22623),
    ("2018-01", "2024-12", "2023-03-09", 1498668, 1974409, 19071, 23824),
    ("2022-01", "2023-04", "2023-03-09", 1498668, 1974409, 19071, 23824),
]
# New cases from the first day of the series: Kazakhstan's 1,072,518 of 31 December 2021 without
# 18,757, 6,407, 66,121 and -59,375 at breaks.
NEW_OF_TWO_YEARS = 1072518 - 18757 - 6407 - 66121 + 59375


def chosen(first: str, last: str) -> Selection:
    return Selection(first_month=first, last_month=last)


@pytest.mark.parametrize(
    ("first", "last", "day", "cases", "all_cases", "deaths", "all_deaths"), BY_HAND
)
def test_one_day_has_one_number_on_every_page(
    package: Package,
    first: str,
    last: str,
    day: str,
    cases: int,
    all_cases: int,
    deaths: int,
    all_deaths: int,
) -> None:
    selection = chosen(first, last)
    for metric, own, every in (("cases", cases, all_cases), ("deaths", deaths, all_deaths)):
        totals = covid_data(package, metric).totals_in(selection)
        kazakhstan = totals[0]
        assert (kazakhstan.series, kazakhstan.day) == (own, pd.Timestamp(day))
        assert summed(totals) == every
        page = covid_summary(package, selection, {"covid_of": metric})
        assert f"{own:,}" in page
    sentence = month_sentence(package, selection)
    assert f"**{all_cases:,} COVID-19 cases** and {all_deaths:,} deaths in four" in sentence
    table = tidy(EXHIBITS["countries_side_by_side"](package, selection, {}).table).frame
    material, citing = material_of(package, selection), Citing(package)
    judgement = "".join(run.text for run in epidemic_judgement(material))
    assert judgement == sentence.partition("By ")[1] + sentence.partition("By ")[2].replace(
        "**", ""
    )
    review = epidemic_lines("KAZ", material, citing)[0].text
    # The last day is that of the period, or it is said.
    ended = pd.Timestamp(day) == pd.Timestamp(selection.last_day)
    assert f"to {cases:,}{'' if ended else ' on '}" in review and f"to {deaths:,}" in review
    row = table[table["iso_code"].eq("KAZ")].to_dict("records")[0]
    assert (row["total_cases"], row["total_deaths"]) == (cases, deaths)
    assert row["total_cases_day"] == pd.Timestamp(day)
    series = tidy(EXHIBITS["covid_series"](package, selection, {}).table).frame
    kept = series["iso_code"].eq("KAZ") & series["date"].eq(pd.Timestamp(day))
    kept &= series["statement"].eq("official series")
    assert series.loc[kept, "total_cases"].tolist() == [cases]


def test_june_2020_has_the_series_and_the_figures_reported(package: Package) -> None:
    sentence = month_sentence(package, Selection())
    assert "42,217 COVID-19 cases" in sentence
    assert "add up to 41,237 and 321 (CABAR.asia)" in sentence
    row = tidy(EXHIBITS["countries_side_by_side"](package, Selection(), {}).table).frame.iloc[0]
    assert (row["total_cases"], row["reported_cases_best"]) == (22308, 21819)
    assert row["reported_by"] == "CABAR.asia"


def test_a_figure_of_another_definition_stands_beside_the_series_and_says_so(
    package: Package,
) -> None:
    september = Selection(countries=("KAZ",), first_month="2020-09", last_month="2020-09")
    assert (
        "has **140,707 COVID-19 cases** and 2,075 deaths in Kazakhstan; it includes pneumonia "
        "without a positive test in Kazakhstan from 2 August 2020; reported: 107,908 cases and "
        "1,725 deaths (Kazinform, 30 September 2020, without pneumonia)."
    ) in month_sentence(package, september)
    everyone = month_sentence(package, chosen("2020-09", "2020-09"))
    assert "107,908" not in everyone and "add up" not in everyone, "no sum of two definitions"


def test_periods_that_begin_before_the_series_have_new_cases(package: Package) -> None:
    for selection in (chosen("2020-01", "2021-12"), chosen("2018-01", "2021-12")):
        table = EXHIBITS["countries_side_by_side"](package, selection, {}).table
        row = tidy(table).frame.iloc[0]
        assert row["new_cases"] == NEW_OF_TWO_YEARS
        assert table.column("new_cases").title == ("New cases, 22 January 2020 to 31 December 2021")


MONTHS = [shift_month("2019-11", step) for step in range(45)]


@pytest.mark.parametrize("metric", ["cases", "deaths"])
def test_no_total_falls_from_month_to_month_but_at_a_marked_break(
    package: Package, metric: str
) -> None:
    data, falls = covid_data(package, metric), []
    before: dict[str, int] = {}
    for month in MONTHS:
        for total in data.totals_in(chosen(month, month)):
            if isinstance(total.series, Absent):
                continue
            if total.series < before.get(total.country, 0):
                falls.append((total.country, month))
                assert any(cut.step < 0 for cut in total.steps), (total.country, month)
            before[total.country] = total.series
    assert falls == ([("KGZ", "2020-08")] if metric == "deaths" else [])


def test_a_total_that_fell_says_so(package: Package) -> None:
    august = EXHIBITS["countries_side_by_side"](package, chosen("2020-08", "2020-08"), {})
    assert (
        "Kyrgyzstan, deaths: −443 on 21 August 2020 (correction: total of deaths revised down)."
        in august.reading
    )


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("2021-07", "+66,121 on 23 July 2021 (error of the series: false spike in the series)"),
        ("2021-07", "−59,375 on 24 July 2021 (error of the series:"),
        ("2022-07", "−1,024 on 20 July 2022 (correction:"),
        ("2023-01", "+7,390 on 17 January 2023 (earlier numbers entered late:"),
        ("2020-08", "+6,407 on 2 August 2020 (change of definition:"),
    ],
)
def test_every_step_is_called_what_it_is(package: Package, month: str, words: str) -> None:
    reading = EXHIBITS["countries_side_by_side"](package, chosen(month, month), {}).reading
    assert f"Kazakhstan, cases: {words}" in reading


def test_a_sum_says_what_it_includes_only_once_it_does(package: Package) -> None:
    publishers = publishers_of(package)

    def said(month: str) -> str:
        selection = chosen(month, month)
        cases, deaths = (covid_data(package, each).totals_in(selection) for each in METRIC_PAIR)
        return "".join(part.text for part in epidemic_sentence(cases, deaths, publishers))

    assert "pneumonia" not in said("2020-06")
    assert "pneumonia without a positive test in Kyrgyzstan from 18 July 2020" in said("2020-07")
    assert "in Kazakhstan from 2 August 2020 and Kyrgyzstan from 18 July 2020" in said("2020-09")
