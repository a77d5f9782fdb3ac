"""Periods as people name them, from the month that the reader is in and what the data has."""

from datetime import date

from dashboard.datapackage.store import load_package
from dashboard.panels.start import named_periods


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
