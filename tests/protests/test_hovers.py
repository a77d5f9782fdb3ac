"""The number told over a bar is what that bar counts, not the height of those below it."""

import re
from collections import Counter

import plotly.graph_objects as go
import pytest

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.marks import MARKS
from dashboard.panels.exhibit import Exhibit
from dashboard.selection import Selection
from dashboard.values import Absent

JUNE = Selection()
YEAR = Selection(first_month="2020-01", last_month="2020-12")
LONG = Selection(first_month="2018-01", last_month="2024-12")
BOLD = re.compile(r"<b>([\d,]+)</b> (.+)$")


def drawn(package: Package, name: str, selection: Selection) -> tuple[Exhibit, go.Figure]:
    """Return a panel and its chart."""
    exhibit = EXHIBITS[name](package, selection, {})
    assert exhibit.draw is not None
    return exhibit, exhibit.draw("light")


def told(figure: go.Figure) -> list[tuple[str, int, str, str]]:
    """Return the key, the number, the noun and the days told over each bar that counts events."""
    found = []
    for trace in figure.data:
        if trace.type != "bar":
            continue
        for key, words, value in zip(trace.customdata, trace.hovertext, trace.y, strict=True):
            if value == value:
                days, _, count = words.partition("<br>")
                told = BOLD.match(count)
                assert told is not None, count
                number, noun = told.groups()
                found.append((key, int(number.replace(",", "")), noun, days))
    return found


def test_the_week_of_22_june_has_its_own_numbers(package: Package) -> None:
    _, figure = drawn(package, "events_by_week", JUNE)
    last = {
        key.rpartition(":")[2]: (number, noun, days)
        for key, number, noun, days in told(figure)
        if key.startswith("2020-06-22:")
    }
    when = "22 to 28 June 2020"
    assert last["arrest"] == (1, "arrest or detention", when)
    assert last["sentence"] == (2, "sentences", when)
    assert last["other"] == (14, "other events", when)


def test_october_and_june_of_2020_have_their_own_numbers(package: Package) -> None:
    _, figure = drawn(package, "protests_day_by_day", YEAR)
    numbers: Counter[tuple[str, str]] = Counter()
    for key, number, *_ in told(figure):
        _, start, mark = key.split(":")
        numbers[start, mark] += number
    assert numbers["2020-10-01", "clash"] == 1
    assert numbers["2020-06-01", "sentence"] == 4


@pytest.mark.parametrize("selection", [JUNE, YEAR, LONG], ids=["month", "year", "seven years"])
def test_hovers_of_a_bin_add_up_to_its_row(package: Package, selection: Selection) -> None:
    exhibit, figure = drawn(package, "events_by_week", selection)
    rows = {f"{row['first_day']:%Y-%m-%d}": row for row in exhibit.table.frame.to_dict("records")}
    found = {(start, mark): number for (start, mark), number in by_bar(figure).items()}
    for start, row in rows.items():
        for mark in MARKS:
            told = found.get((start, mark), 0)
            assert told == row[mark] or (not told and isinstance(row[mark], Absent)), (start, mark)


@pytest.mark.parametrize("selection", [JUNE, LONG], ids=["month", "seven years"])
def test_hovers_of_a_month_add_up_to_its_row(package: Package, selection: Selection) -> None:
    exhibit, figure = drawn(package, "protests_by_month", selection)
    found: Counter[str] = Counter()
    for key, number, *_ in told(figure):
        found[key] += number
    rows = exhibit.table.frame.to_dict("records")
    assert found == {f"{row['iso_code']}:{row['month']}": row["protests"] for row in rows}


def test_no_bar_tells_where_it_ends(package: Package) -> None:
    """Of every chart: `%{y}` of a bar with a base is the height at which it ends."""
    for name in EXHIBITS:
        exhibit = EXHIBITS[name](package, LONG, {})
        if exhibit.draw is None:
            continue
        for trace in exhibit.draw("light").data:
            if trace.type == "bar" and trace.base is not None:
                assert "%{y" not in (trace.hovertemplate or ""), name
                assert "%{x" not in (trace.hovertemplate or ""), name


def by_bar(figure: go.Figure) -> dict[tuple[str, str], int]:
    """Return the number told over each bar, by the first day of its bin and its mark."""
    return {(key[:10], key[11:]): number for key, number, *_ in told(figure)}
