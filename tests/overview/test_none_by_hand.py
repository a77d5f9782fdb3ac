"""Every "none" of the Overview held against the rows themselves, over many selections."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped import shipped_package

from dashboard.datapackage.store import Package
from dashboard.marks import TOPICS
from dashboard.overview.panels import countries_side_by_side, events_by_week
from dashboard.overview.view import month_columns
from dashboard.selection import Selection, shift_month
from dashboard.values import Absent, Reason
from dashboard.vocabulary import COUNTRIES, STATUSES

SHIPPED = shipped_package()
DETENTIONS = ("detained", "house_arrest")


def with_holes() -> Package:
    """Return the shipped data as if its sources covered other months, topics and countries."""
    sources = SHIPPED.table("sources").copy()
    rows = {
        0: ("Protests;Sentences", "KAZ;UZB", "2020-01-01", "2020-05-15"),
        1: ("Protests;Arrests and detentions", "KAZ", "2020-05-16", "2020-08-31"),
        2: ("Sentences;Clashes and attacks", "KGZ;TKM", "2019-02-02", "2021-12-30"),
        3: ("Arrests and detentions;Protests", "TJK;TKM", "2022-03-01", "2022-03-31"),
    }
    for place, (topics, countries, first, last) in rows.items():
        row = sources.index[place]
        sources.loc[row, ["covers_topics", "covers_countries"]] = [topics, countries]
        sources.loc[row, "covers_from"] = pd.Timestamp(first)
        sources.loc[row, "covers_to"] = pd.Timestamp(last)
    return replace(SHIPPED, tables={**SHIPPED.tables, "sources": sources})


HOLES = with_holes()


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    first = draw(st.integers(0, 100).map(lambda steps: shift_month("2018-01", steps)))
    last = shift_month(first, draw(st.sampled_from([0, 0, 1, 2, 11, 35, 83])))
    some = st.lists(st.sampled_from(tuple(COUNTRIES)), min_size=1, unique=True)
    return Selection(
        countries=tuple(code for code in COUNTRIES if code in draw(some)),
        first_month=first,
        last_month=last,
        topics=draw(st.sampled_from([(), (), ("Protests",), ("Diplomacy", "Sentences"), TOPICS])),
        statuses=draw(st.sampled_from([("occurred",), STATUSES, ("claimed",), ("planned",)])),
        exact_dates=draw(st.booleans()),
        text=draw(st.sampled_from(["", "", "police", "zzz"])),
    )


def days_covered(package: Package, country: str, topic: str) -> set[pd.Timestamp]:
    """Return the days on which any source says that it covers a topic of a country."""
    days: set[pd.Timestamp] = set()
    for row in package.table("sources").dropna(subset=["covers_from"]).to_dict("records"):
        if topic in row["covers_topics"].split(";") and country in row["covers_countries"]:
            days |= set(pd.date_range(row["covers_from"], row["covers_to"]))
    return days


def rows_of(package: Package, selection: Selection, country: str) -> pd.DataFrame:
    """Return all events of a country that began in the months, whatever the other filters."""
    events = package.table("events")
    return events[selection.within(events["event_date"]) & events["country"].eq(country)]


def check_none(package: Package, selection: Selection, country: str, kind: str) -> None:
    """Hold one "none" against the rows: no event of any status, every day covered."""
    topic = {"protests": "Protests", "sentences": "Sentences", "detained": "Arrests and detentions"}
    rows = rows_of(package, selection, country)
    mark = {"protests": "protest", "sentences": "sentence", "detained": "arrest"}[kind]
    assert rows[rows["mark"].eq(mark)].empty, (selection.describe(), country, kind)
    if kind == "detained":
        figures = package.table("figures")
        held = figures[figures["measure"].eq("detained") & figures["country"].eq(country)]
        assert not set(held["event_id"].dropna()) & set(rows["event_id"])
    asked = set(pd.date_range(selection.first_day, selection.last_day))
    assert asked <= days_covered(package, country, topic[kind]), (selection.describe(), kind)


@pytest.mark.parametrize("package", [SHIPPED, HOLES], ids=["shipped", "with holes"])
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(selection=selections())
def test_none_is_said_only_where_the_rows_bear_it_out(
    package: Package, selection: Selection
) -> None:
    for column in month_columns(package, selection):
        for kind in ("protests", "detained", "sentences"):
            cell = getattr(column, kind)
            assert cell != 0, "a zero says that there is none by its reason"
            if isinstance(cell, Absent) and cell.reason is Reason.NONE_REPORTED:
                check_none(package, selection, column.country, kind)
            if isinstance(cell, Absent) and cell.reason is Reason.FILTERED_OUT:
                rows = rows_of(package, selection, column.country)
                told = rows["status"].isin(selection.statuses)
                assert cell.hidden.by_filters <= told.sum()
                assert cell.hidden.by_filters + cell.hidden.by_status >= 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(selection=selections())
def test_files_have_no_zero_of_events_outside_what_is_covered(selection: Selection) -> None:
    frame = events_by_week(SHIPPED, selection, {}).table.frame
    for row in frame.to_dict("records"):
        zeros = [mark for mark in ("protest", "arrest", "sentence", "clash") if row[mark] == 0]
        month = f"{row['first_day']:%Y-%m}"
        assert not zeros or month == f"{row['last_day']:%Y-%m}" == "2020-06", selection.describe()
    shown = countries_side_by_side(SHIPPED, selection, {}).table
    if (selection.first_month, selection.last_month) != ("2020-06", "2020-06"):
        assert 0 not in shown.cells("protests") and 0 not in shown.cells("sentences")


def test_holes_leave_zeros_only_in_the_months_and_topics_covered() -> None:
    def cells(first: str, last: str, kind: str) -> dict[str, object]:
        columns = month_columns(HOLES, Selection().over(first, last))
        return {column.country: getattr(column, kind) for column in columns}

    none, uncovered = Absent(Reason.NONE_REPORTED), Absent(Reason.NOT_COVERED)
    assert cells("2020-01", "2020-01", "sentences")["KAZ"] == none
    assert cells("2020-01", "2020-01", "sentences")["TJK"] == uncovered
    assert cells("2020-05", "2020-05", "protests")["KAZ"] == none, "two sources together"
    assert cells("2020-05", "2020-05", "protests")["UZB"] == uncovered, "to 15 May only"
    assert cells("2019-02", "2019-02", "sentences")["KGZ"] == uncovered, "from 2 February"
    assert cells("2019-03", "2021-11", "sentences")["TKM"] == none
    assert cells("2022-03", "2022-03", "detained")["TJK"] == none
    assert cells("2022-02", "2022-03", "detained")["TJK"] == uncovered
