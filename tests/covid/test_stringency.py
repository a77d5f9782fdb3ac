"""The stringency index: as published, traced by its day, absent outside its years."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.covid.panels.series import covid_stringency
from dashboard.covid.view.data import stringency_of
from dashboard.datapackage.store import Package
from dashboard.panels.keys import MalformedKey, read_key
from dashboard.provenance.panels import trace_for, why_untraced
from dashboard.selection import Selection

JUNE = Selection()


def test_june_2020_is_that_of_the_tracker_for_all_five(package: Package) -> None:
    exhibit = covid_stringency(package, JUNE, {})
    frame = exhibit.table.frame
    levels = frame[frame["date"].eq("2020-06-30")].set_index("iso_code")["stringency_index"]
    assert levels.to_dict() == {"KAZ": 81.02, "KGZ": 81.94, "TJK": 55.56, "TKM": 28.7, "UZB": 66.2}
    assert exhibit.unit == "0 to 100, 1 April to 31 December 2020"
    assert exhibit.headline == (
        "On 30 June 2020 the stringency index was highest in Kyrgyzstan (81.9) and lowest in "
        "Turkmenistan (28.7)"
    )
    # 275 days from April to December, five countries; 1,096 days in all.
    assert exhibit.count == "1,375 of 5,480 country days"
    assert "Oxford" in exhibit.source_line


def test_a_rule_stands_until_it_is_changed(package: Package) -> None:
    exhibit = covid_stringency(package, JUNE, {})
    assert exhibit.draw is not None and exhibit.draw_narrow is not None
    figure = exhibit.draw("light")
    assert {trace.line.shape for trace in figure.data} == {"hv"}
    assert list(figure.layout.yaxis.range) == [0, 100]
    names = [note.text for note in figure.layout.annotations]
    assert names[3:] == ["<b>Turkmenistan</b> 65", "<b>Uzbekistan</b> 43", "on 31 Dec 2020"]
    assert len(figure.layout.shapes) == 1
    assert [note.text for note in exhibit.draw_narrow("dark").layout.annotations] == names
    assert exhibit.native is not None
    (chart,) = exhibit.native()
    drawn = {trace.legendgroup: list(trace.y) for trace in figure.data}
    assert [list(series.values) for series in chart.series] == list(drawn.values())


def test_each_day_leads_to_the_tracker(package: Package) -> None:
    exhibit = covid_stringency(package, replace(JUNE, countries=("TKM",)), {})
    assert exhibit.behind is not None
    assert exhibit.behind() == ("stringency:TKM:2020-06-30",)
    trace = trace_for(package, "stringency:TKM:2020-06-30")
    assert trace is not None
    assert trace.title == "Turkmenistan, 30 June 2020: stringency index 28.7"
    assert dict(trace.facts)["The series"].startswith("How far the rules of a government")
    assert why_untraced(package, "stringency:TKM:2024-06-30") == (
        "There is no stringency index of Turkmenistan on 30 June 2024 in this data."
    )
    with pytest.raises(MalformedKey, match="three parts"):
        read_key("stringency:TKM")


def test_outside_its_years_there_is_none_and_the_panel_says_which_it_has(package: Package) -> None:
    later = Selection(first_month="2024-06", last_month="2024-06")
    exhibit = covid_stringency(package, later, {})
    assert exhibit.draw is None and not exhibit.of_period
    assert exhibit.caption == "The index runs from 1 January 2020 to 31 December 2022."
    assert exhibit.headline == "There is no stringency index for June 2024"
    nobody = covid_stringency(package, replace(JUNE, countries=()), {})
    assert nobody.caption == "No country is chosen."
    bare = replace(
        package, tables={**package.tables, "stringency": package.tables["stringency"].iloc[:0]}
    )
    assert covid_stringency(bare, JUNE, {}).caption == "The data has no stringency index."


def test_the_last_day_is_that_of_each_country(package: Package) -> None:
    own = package.tables["stringency"]
    cut = own[~(own["iso_code"].eq("KAZ") & own["date"].gt("2020-06-20"))]
    view = stringency_of(replace(package, tables={**package.tables, "stringency": cut}), JUNE)
    days = {level.country: level.day for level in view.last}
    assert days["KAZ"] == pd.Timestamp("2020-06-20")
    assert days["UZB"] == pd.Timestamp("2020-06-30")
