"""Kazakhstan by province: as collected, as of a day that is named, adding up to the country."""

from dataclasses import replace

import pytest

from dashboard.covid.panels.provinces import covid_provinces
from dashboard.datapackage.store import Package
from dashboard.panels.keys import MalformedKey, read_key
from dashboard.provenance.panels import trace_for, why_untraced
from dashboard.selection import Selection

JUNE = Selection()


def test_june_2020_is_as_of_its_last_day_with_what_is_new_since_may(package: Package) -> None:
    exhibit = covid_provinces(package, JUNE, {})
    assert (exhibit.title, exhibit.unit) == (
        "Kazakhstan by province",
        "COVID-19 totals as of 30 June 2020",
    )
    rows = exhibit.rows
    assert rows.columns.tolist() == [
        *("Province", "As of", "Cases", "New, 1 to 30 June 2020", "Deaths", "Recovered"),
        "ISO 3166-2",
    ]
    nur_sultan = rows.iloc[0]
    assert nur_sultan["Province"] == "Nur-Sultan"
    # 3,845 on 30 June, 2,106 on 31 May.
    assert nur_sultan[["Cases", "New, 1 to 30 June 2020", "Deaths", "Recovered"]].tolist() == [
        *(3845, 1739, 61, 2721)
    ]
    assert rows["Cases"].is_monotonic_decreasing
    assert (len(rows), rows["Cases"].sum(), rows["Deaths"].sum()) == (17, 21819, 188)
    assert exhibit.count == "17 of 17 provinces"
    assert exhibit.draw
    told = [str(trace.text) for trace in exhibit.draw("dark").data]
    assert sum("3,845 cases" in words for words in told) == 1
    assert sum(" case" in words for words in told) == 17, "each province is drawn"
    assert exhibit.headline == (
        "By 30 June 2020 most COVID-19 cases of Kazakhstan were in Nur-Sultan (3,845), Almaty "
        "(3,775) and Karaganda (2,268)"
    )
    assert exhibit.caption == (
        "Together 21,819 cases and 188 deaths. The official series has as many cases on 29 June "
        "2020."
    )
    assert "anuveyatsu" in exhibit.source_line


def test_each_day_adds_up_and_no_province_falls(package: Package) -> None:
    table = package.table("covid_provinces")
    by_day = table.groupby("date")
    assert by_day["admin1"].nunique().eq(17).all() and by_day.ngroups == 95
    for column in ("total_cases", "total_deaths", "total_recovered"):
        steps = table.sort_values("date").groupby("admin1")[column].diff()
        assert steps.dropna().ge(0).all()
    daily = package.table("covid_daily")
    series = daily[daily["iso_code"].eq("KAZ")].set_index("date")["total_cases"]
    totals = by_day["total_cases"].sum()
    that_day, before = series[totals.index], series.sort_index().shift(1)[totals.index]
    same = totals.eq(that_day), totals.eq(before)
    assert (same[0].sum(), (same[1] & ~same[0]).sum()) == (68, 12)
    above = (totals - that_day)[totals.gt(that_day)]
    assert (len(above), above.max()) == (6, 35)
    assert totals.ge(before).all()


def test_a_longer_period_is_as_of_the_last_day_counted(package: Package) -> None:
    exhibit = covid_provinces(package, JUNE.over("2020-03", "2020-12"), {})
    assert exhibit.unit == "COVID-19 totals as of 30 June 2020"
    new = [name for name in exhibit.rows if name.startswith("New")]
    assert not new, "nothing was counted before 28 March"
    april = covid_provinces(package, JUNE.over("2020-04", "2020-04"), {})
    assert april.unit == "COVID-19 totals as of 30 April 2020"
    assert "New, 1 to 30 April 2020" in april.rows


@pytest.mark.parametrize(
    ("selection", "total"),
    [(JUNE.over("2021-06", "2021-06"), 17), (replace(JUNE, countries=("UZB",)), 0)],
)
def test_elsewhere_it_says_what_there_is(
    package: Package, selection: Selection, total: int
) -> None:
    exhibit = covid_provinces(package, selection, {})
    assert (len(exhibit.table), exhibit.total, exhibit.of_period) == (0, total, False)
    assert exhibit.caption == "COVID-19 by province: Kazakhstan only, 28 March to 30 June 2020."


def test_a_province_leads_to_its_source(package: Package) -> None:
    exhibit = covid_provinces(package, JUNE, {})
    assert exhibit.keys[0] == "province:KZ-AST:2020-06-30"
    trace = trace_for(package, exhibit.keys[0])
    assert trace is not None
    assert trace.title == (
        "Nur-Sultan, Kazakhstan, 30 June 2020: 3,845 cases, 61 deaths, 2,721 recovered"
    )
    assert dict(trace.facts)["The series"].startswith("Confirmed cases since the start")
    assert why_untraced(package, "province:KZ-AST:2021-06-30") == (
        "There are no COVID-19 counts of the province “KZ-AST” on 30 June 2021 in this data."
    )
    with pytest.raises(MalformedKey, match="three parts"):
        read_key("province:KZ-AST")


def test_data_without_counts_by_province_says_so(package: Package) -> None:
    none = package.tables["covid_provinces"].iloc[:0]
    bare = replace(package, tables={**package.tables, "covid_provinces": none})
    exhibit = covid_provinces(bare, JUNE, {})
    assert exhibit.caption == "The data has no COVID-19 counts by province."
    assert exhibit.total == 0
