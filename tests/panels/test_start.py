"""Periods as people name them, from the month that the reader is in and what the data has."""

from datetime import date

import pytest

from dashboard.datapackage.store import Package, load_package
from dashboard.panels.start import named_periods, selection_in, start_of
from dashboard.selection import Selection


def test_periods_end_with_the_month_before_today() -> None:
    periods = named_periods(load_package(), date(2021, 2, 3))
    assert periods["This month"] == ("2021-02", "2021-02")
    assert periods["Last month"] == ("2021-01", "2021-01")
    assert periods["Last 3 months"] == ("2020-11", "2021-01")
    assert periods["Last 12 months"] == ("2020-02", "2021-01")
    assert periods["This year"] == ("2021-01", "2021-02")
    assert periods["Latest covered month"] == ("2020-06", "2020-06")
    assert periods["All of 2019"] == ("2019-01", "2019-12")
    assert periods["All months with events"][0] == "1995-01"


@pytest.mark.parametrize("query", [{}, {"from": "2020-05"}, {"from": "2020-05", "compare": "year"}])
def test_the_filters_of_an_address_are_made_once(
    package: Package, query: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start_of(package)
    made = []
    check = Selection.__post_init__

    def counted(self: Selection) -> None:
        made.append(self)
        check(self)

    monkeypatch.setattr(Selection, "__post_init__", counted)
    selection = selection_in(package, query)
    assert len(made) == 1
    assert made[0] is selection
