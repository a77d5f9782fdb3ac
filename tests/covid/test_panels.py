"""The COVID-19 panels and their sentence on the shipped data: numbers checked by hand."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from pandas.tseries.offsets import MonthEnd

from dashboard.covid.panels.series import (
    covid_printed_against_series,
    covid_series,
    covid_small_multiples,
)
from dashboard.covid.view.data import covid_data
from dashboard.covid.view.timeline import SWITCHES
from dashboard.covid.words.headlines import covid_summary
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.table import Kind
from dashboard.panels.tidy import tidy
from dashboard.selection import Selection
from dashboard.ui.covid import comparison_markup
from dashboard.ui.panels import Page
from dashboard.values import Absent, Reason

JUNE = Selection()
DEATHS = {"covid_of": "deaths"}
PANELS = (covid_series, covid_small_multiples, covid_printed_against_series)


def comparison(package: Package, selection: Selection, options: dict[str, str]) -> str:
    exhibit = covid_printed_against_series(package, selection, options)
    return comparison_markup(exhibit, Page(package, selection), "light", tuple(options.items()), ())


def months(first: str, last: str = "", *countries: str) -> Selection:
    chosen = Selection(first_month=first, last_month=last or first)
    return (
        Selection(countries=countries, first_month=first, last_month=last or first)
        if countries
        else chosen
    )


def drawn(exhibit: Exhibit, theme: str = "light") -> Any:
    assert exhibit.draw is not None
    return exhibit.draw(theme)


def test_june_2020_printed_totals_beside_the_series(package):
    rows = covid_printed_against_series(package, JUNE, {}).rows
    assert rows.iloc[:, [0, 2, 3, 4, 5]].to_numpy().tolist() == [
        ["Kazakhstan", "21,819", 21819, 22308, "matches 29 June"],
        ["Kyrgyzstan", "5,296", 5296, 5506, "matches 29 June"],
        ["Tajikistan", "5,900", 5849, 5900, "matches 30 June"],
        ["Turkmenistan", "officially 0", "no series", "no series", "nothing to compare"],
        ["Uzbekistan", "8,222", 8222, 8503, "matches 29 June"],
    ]


def test_totals_of_september_2020_match_the_day_after_or_stand_apart_from_their_own_day(package):
    chosen = Selection(first_month="2020-09", last_month="2020-09")
    rows = covid_printed_against_series(package, chosen, {}).rows
    told = dict(zip(rows["Country"], rows["Comparison"], strict=True))
    assert told["Kazakhstan"] == "32,799 below the series"
    assert told["Tajikistan"] == "matches 1 October"
    july = Selection(first_month="2021-07", last_month="2021-07", countries=("TJK",))
    assert covid_printed_against_series(package, july, {}).rows["Comparison"].tolist() == [
        "400 below the series"
    ]


def test_june_2020_printed_deaths(package):
    rows = covid_printed_against_series(package, JUNE, DEATHS).rows
    assert rows["Reported total deaths"].tolist() == ["188", "57", "52", "not stated", "24"]


def test_the_series_chart_of_june_2020(package):
    exhibit = covid_series(package, JUNE, {})
    assert exhibit.title == "Cases, total (pneumonia included from 18 July 2020)"
    assert exhibit.unit == "persons, log scale, 1 April to 31 December 2020"
    assert exhibit.count == "4 of 5 countries have a series"
    rows = exhibit.rows
    own = rows[
        rows["Country"].eq("Kazakhstan") & rows["What it is"].eq("official series")
    ].set_index("Day")
    days = pd.to_datetime(["2020-06-29", "2020-06-30", "2020-07-01"])
    assert own.loc[days, "Total cases"].tolist() == [21819, 22308, 41065]


def test_turkmenistan_never_gets_a_value(package):
    for panel in (covid_series, covid_small_multiples):
        for options in (
            {},
            DEATHS,
            {"covid_show": "new", "covid_days": "daily", "covid_scale": "linear"},
        ):
            rows = panel(package, JUNE, options).table.frame
            own = rows[rows["iso_code"].eq("TKM")]
            (value,) = own.iloc[:, 2]
            none = Reason.NOT_STATED if options is DEATHS else Reason.OFFICIALLY_NONE
            assert value == Absent(none)
            assert own["source"].tolist() == ["no official series"]
            figure = drawn(panel(package, months("2020-06", "", "TKM"), options))
            seen = [trace for trace in figure.data if trace.marker.opacity != 0]
            assert {trace.fill for trace in seen} <= {"toself"}


def test_the_record_of_1_july_is_marked_but_not_named_as_junes(package):
    figure = drawn(covid_series(package, months("2020-06", "", "KGZ"), {"covid_show": "new"}))
    marks, to_click = [trace for trace in figure.data if trace.mode == "markers"]
    assert (to_click.marker.opacity, list(to_click.x)) == (0, list(marks.x))
    at = list(marks.x).index("2020-07-01")
    assert (marks.y[at], marks.marker.size[at]) == (439, 6)


def test_rates_per_million_use_the_population(package):
    plain = covid_series(package, JUNE, {}).rows
    rates = covid_series(package, JUNE, {"covid_per": "million"}).rows
    assert plain["Country"].iloc[0] == "Kazakhstan"
    total = float(plain["Total cases"].iloc[0])
    # The World Bank's 19,482,117 inhabitants of 2020.
    assert rates["Total cases per million"].iloc[0] == pytest.approx(total * 1e6 / 19_482_117)


def test_the_population_is_of_the_year_shown_and_its_source_is_named(package):
    later = covid_series(package, months("2022-06"), {"covid_per": "million"})
    assert later.reading.endswith("Population of 2022.")
    assert "World Bank (PDDL 1.0)" in later.sources.publishers
    assert "World Bank (PDDL 1.0)" not in covid_series(package, JUNE, {}).sources.publishers
    data = covid_data(package, "cases")
    assert data.people_in("KAZ", 2022) == 20_034_609
    # After the last year known, that year; without the table the countries' own number.
    assert data.census_year("TKM", 2031) == 2024
    assert data.people_in("TKM", 2031) == data.people_in("TKM", 2024)
    bare = replace(
        package, tables={**package.tables, "population": package.tables["population"].iloc[:0]}
    )
    assert covid_data(bare, "cases").people_in("KAZ", 2022) == 18_776_707


def test_an_unknown_switch_counts_as_the_first_choice(package):
    titles = {covid_series(package, JUNE, {"covid_of": word}).title for word in ("nonsense", "")}
    assert titles == {"Cases, total (pneumonia included from 18 July 2020)"}


def test_the_title_says_what_is_counted(package):
    assert covid_series(package, months("2020-06", "", "UZB"), {}).title == "Confirmed cases, total"
    later = months("2021-07", "", "KAZ")
    assert covid_series(package, later, {}).title == "Cases, total (pneumonia included)"
    assert covid_series(package, later, {}).reading.startswith(
        "The series includes pneumonia without a positive test in Kazakhstan from 2 August 2020."
    )
    new = {"covid_show": "new", "covid_of": "deaths"}
    assert covid_series(package, later, new).title == (
        "New deaths a day, 7-day average (pneumonia included)"
    )


@pytest.mark.parametrize("span", [("2020-06", "2020-06"), ("2020-07", "2020-08")])
def test_the_rows_say_whether_they_are_of_the_period_chosen(package, span):
    table = tidy(covid_series(package, months(*span), {}).table).frame
    inside = table["date"].between(f"{span[0]}-01", pd.Timestamp(f"{span[1]}-01") + MonthEnd())
    assert table["in_period"].tolist() == inside.tolist()
    assert inside.any() and not inside.all()


@pytest.mark.parametrize(
    "span", [("2020-06", ""), ("2020-09", ""), ("2020-01", "2021-12"), ("2018-01", "2024-12")]
)
def test_captions_are_short_and_the_rest_stands_behind_them(package, span):
    for panel in (covid_series, covid_small_multiples, covid_printed_against_series):
        for options in ({}, DEATHS, {"covid_show": "new"}):
            exhibit = panel(package, months(*span), options)
            assert len(exhibit.caption.split()) <= 25, exhibit.caption


@pytest.mark.parametrize("options", [{}, DEATHS, {"covid_show": "new"}])
def test_a_long_chart_numbers_its_breaks_and_explains_each_below(package, options):
    exhibit = covid_series(package, months("2018-01", "2024-12"), options)
    notes = [str(note.text) for note in drawn(exhibit).layout.annotations]
    numbered = [re.fullmatch(r"<b>(\d+(?:, \d+)*)</b>", note) for note in notes]
    numbers = [int(n) for found in numbered if found for n in found[1].split(", ")]
    breaks = package.table("covid_breaks")
    of = "total_deaths" if options is DEATHS else "total_cases"
    kinds = ("definition", "backfill", "correction", "error")
    cutting = breaks[breaks["series"].eq(of) & breaks["kind"].isin(kinds)]
    assert sorted(numbers) == list(range(1, len(cutting) + 1))
    for number in numbers:
        assert f" {number}: " in exhibit.reading


@pytest.mark.parametrize(
    ("selection", "options", "sentence"),
    [
        (
            JUNE,
            {},
            "By 30 June 2020, official series: Kazakhstan **22,308 cases**, Uzbekistan 8,503, "
            "Tajikistan 5,900 and Kyrgyzstan 5,506; reported that day: Kazakhstan 21,819, "
            "Uzbekistan 8,222, Tajikistan 5,900 and Kyrgyzstan 5,296; "
            "**Turkmenistan officially reported no cases** (as of 30 June 2020). "
            "Kazakhstan (1 July and 2 August) and Kyrgyzstan (18 July) changed what they count, "
            "so the curves are cut there.",
        ),
        (
            months("2020-06", "", "TKM"),
            {},
            "**Turkmenistan officially reported no cases** (as of 30 June 2020); "
            "deaths are not stated.",
        ),
        (
            months("2020-06", "", "KGZ"),
            DEATHS,
            "By 30 June 2020, official series: Kyrgyzstan **61 deaths**; "
            "reported that day: Kyrgyzstan 57. "
            "Kyrgyzstan (18 July) changed what it counts, so the curve is cut there.",
        ),
        (
            months("2020-01", "2020-10", "TJK"),
            {},
            "By 31 October 2020, official series: Tajikistan **10,977 cases**.",
        ),
        (
            months("2024-06", "", "KAZ"),
            {},
            "The data has no figure for Kazakhstan in June 2024. "
            "The official series ends on 9 March 2023.",
        ),
        (
            months("2019-06", "", "KAZ", "TKM"),
            {},
            "The data has no figure for Kazakhstan and Turkmenistan in June 2019. "
            "The official series begins on 22 January 2020.",
        ),
        (Selection(countries=()), {}, "Choose at least one country."),
    ],
)
def test_the_sentence(package, selection, options, sentence):
    assert covid_summary(package, selection, options) == sentence


def test_outside_the_series_there_are_words_not_a_chart(package):
    exhibit = covid_series(package, months("2024-06"), {})
    assert exhibit.draw is None
    assert exhibit.rows.empty
    assert exhibit.caption == "The official series ends on 9 March 2023."
    before = covid_small_multiples(package, months("2019-12"), {})
    assert before.caption == "The official series begins on 22 January 2020."


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize(
    "month", ["2020-01", "2020-06", "2021-07", "2021-08", "2022-07", "2023-01", "2023-03"]
)
@pytest.mark.parametrize("show", ["total", "new"])
def test_every_month_draws_in_both_themes(package, panel, month, show):
    for options in (
        {},
        {**DEATHS, "covid_per": "million", "covid_scale": "linear", "covid_days": "daily"},
    ):
        exhibit = panel(package, months(month), {**options, "covid_show": show})
        assert exhibit.total == 5
        for theme in ("light", "dark"):
            if exhibit.draw is not None:
                assert exhibit.draw(theme).layout.height == exhibit.height


def test_the_table_names_a_day_in_its_head_only_if_something_was_reported_for_it(package):
    june = comparison(package, JUNE, {})
    assert '>Reported “by 30 June”</th><th scope="col">Series, 29 June</th>' in june
    assert '<span class="officially_none">officially 0</span>' in june
    later = comparison(package, months("2024-06"), {})
    assert '>Reported</th><th scope="col">Series, the day before</th>' in later
    assert "<em>no figure reported</em>" in later
    assert "<em>not stated</em>" in comparison(package, JUNE, DEATHS)


def test_each_number_of_the_table_leads_to_where_it_comes_from(package):
    june = comparison(package, Selection(countries=("KAZ",)), {})
    assert re.findall(r"figure=([^\"&]+)", june) == [
        "cabar-2020-06%3A7%3A1",
        "series%3AKAZ%3A2020-06-29%3Atotal_cases",
        "series%3AKAZ%3A2020-06-30%3Atotal_cases",
    ]
    # The claim of none has a report, its series no day.
    turkmen = comparison(package, Selection(countries=("TKM",)), {})
    assert turkmen.count("figure=") == 1
    # A total that the series has the day after leads there too.
    september = Selection(countries=("TJK",), first_month="2020-09", last_month="2020-09")
    days = re.findall(r"figure=series%3ATJK%3A([\d-]+)", comparison(package, september, {}))
    assert days == ["2020-09-29", "2020-09-30", "2020-10-01"]


def test_the_package_is_not_changed(package):
    before = package.table("covid_daily").copy()
    covid_series(package, JUNE, {})
    pd.testing.assert_frame_equal(package.table("covid_daily"), before)


def test_every_average_can_be_chosen_and_says_over_how_many_days(package):
    assert SWITCHES[-1].choices == {
        "average": "7-day average",
        "average14": "14-day average",
        "daily": "Daily",
    }
    asked = {"covid_show": "new", "covid_days": "average14"}
    for panel in (covid_series, covid_small_multiples):
        exhibit = panel(package, JUNE, asked)
        assert exhibit.title.startswith("New cases a day, 14-day average (pneumonia")
        assert "(14-day average)" in exhibit.headline
    keys = covid_series(package, JUNE, asked).behind
    assert keys is not None
    assert "series:KAZ:2020-12-31:new_cases_smoothed_14" in keys()
    rows = covid_series(package, JUNE, asked).table.frame
    daily = package.table("covid_daily")
    total = daily[daily["iso_code"].eq("UZB")].set_index("date")["total_cases"].astype("float64")
    own = rows[rows["iso_code"].eq("UZB") & rows["statement"].eq("official series")]
    shown = own.set_index("date")["new_cases_smoothed_14"].astype("float64")
    mean = total.diff().rolling(14).mean()["2020-05-01":"2020-06-30"]
    assert shown["2020-05-01":"2020-06-30"].tolist() == pytest.approx(mean.tolist())


def test_small_multiples_stay_an_average_where_days_are_chosen(package):
    daily = {"covid_show": "new", "covid_days": "daily"}
    title = covid_small_multiples(package, months("2020-06", "", "UZB"), daily).title
    assert title == "New cases a day, 7-day average"


@pytest.mark.parametrize("panel", PANELS)
def test_keys_of_columns_do_not_change_with_the_filters(package, panel):
    chosen = (JUNE, months("2024-06"), months("2020-01", "2021-12", "KGZ", "TJK"))
    shapes = {
        tuple((column.key, column.kind) for column in panel(package, each, {}).table.columns)
        for each in chosen
    }
    assert len(shapes) == 1
    ((country, *_),) = shapes
    assert country == ("iso_code", Kind.COUNTRY)


@pytest.mark.parametrize("options", [{}, DEATHS])
def test_the_series_is_no_source_of_a_country_without_one(package, options):
    series = "jhu-csse"
    for panel in (covid_series, covid_small_multiples):
        alone = panel(package, months("2020-06", "", "TKM"), options).sources
        assert alone.ids and series not in alone.ids
        both = panel(package, months("2020-06", "", "TKM", "UZB"), options).sources
        assert both.ids[0] == series
        assert set(alone.ids) < set(both.ids)


def test_days_beside_each_other_have_their_year_over_several_years(package):
    rows = covid_printed_against_series(package, months("2018-01", "2024-12"), {}).rows
    kyrgyzstan = rows[rows["Country"].eq("Kyrgyzstan")]
    assert kyrgyzstan["Comparison"].tolist() == ["matches 14 December 2021"]
    june = covid_printed_against_series(package, JUNE, {}).rows
    assert june["Comparison"].tolist()[0] == "matches 29 June"


def test_a_narrow_window_has_a_drawing_with_every_country_named(package):
    for span in (("2020-06", ""), ("2018-01", "2024-12")):
        for panel in (covid_series, covid_small_multiples):
            exhibit = panel(package, months(*span), {})
            assert exhibit.draw_narrow is not None
            figure = exhibit.draw_narrow("light")
            said = " ".join(str(note.text) for note in figure.layout.annotations)
            for name in ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"):
                assert f"<b>{name}</b>" in said
            assert figure.layout.margin.r <= 92
    domains = [figure.layout[f"xaxis{n}"].domain for n in ("", 2, 3, 4, 5)]
    assert domains[0] == domains[2] == domains[4] and domains[1] == domains[3]
