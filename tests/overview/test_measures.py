"""The month as one sheet: the last rate of a period."""

from dataclasses import replace

import pandas as pd
import pytest
from shipped import shipped_package

from dashboard.currency.panels.periods import currency_table
from dashboard.datapackage.store import Package
from dashboard.overview.measures import LastRate
from dashboard.overview.panels import countries_side_by_side
from dashboard.overview.view import latest_rates
from dashboard.selection import Selection, month_of
from dashboard.values import Rate
from dashboard.vocabulary import COUNTRIES, currency_of
from dashboard.wording import number


@pytest.fixture(scope="module")
def package() -> Package:
    return shipped_package()


def with_rates(package: Package, rates: pd.DataFrame) -> Package:
    return replace(package, tables={**package.tables, "rates": rates})


def test_the_last_daily_rate_of_the_period_counts_and_no_ticker(package: Package) -> None:
    """Without a daily rate a month end counts, before the rate of an article or of the 1st."""
    rates = pd.DataFrame(
        {
            "date": pd.to_datetime(["2020-06-01", "2020-06-29", "2020-06-30", "2020-07-01"]),
            "currency": "KZT",
            "usd_per_unit": [0.002, 0.0025, 0.5, 0.1],
            "rate_text": ["0.002", "0.0025", "0.5", "0.1"],
            "significant_digits": [1, 2, 1, 1],
            "units_text": None,
            "kind": ["daily", "daily", "ticker", "daily"],
            "source_id": ["api", "api", "paper", "api"],
        }
    )
    last = LastRate(pd.Timestamp("2020-06-29"), Rate(400.0, 2), "api", "daily")
    assert latest_rates(with_rates(package, rates), Selection()) == {"KZT": last}
    single = rates.assign(
        kind=["month_start", "month_end", "press", "daily"],
        units_text=pd.Series([None, "401.5", None, None], dtype=object),
        significant_digits=4,
    )
    end = LastRate(pd.Timestamp("2020-06-29"), Rate(401.5, 4), "api", "month_end")
    assert latest_rates(with_rates(package, single), Selection()) == {"KZT": end}
    assert latest_rates(with_rates(package, rates.iloc[:0]), Selection()) == {}


def test_the_overview_has_the_rate_that_currency_has(package: Package) -> None:
    """What is 3.5 on one page is 3.5 on the other, with as many digits, in every month."""
    days = package.table("rates")["date"]
    every = Selection(first_month=month_of(days.min()), last_month=month_of(days.max()))
    table = currency_table(package, every, {}).table
    columns = (table.cells(key) for key in ("month", "currency", "last_units_per_usd"))
    last = {
        (month, currency): rate
        for month, (currency, *_), rate in zip(*columns, strict=True)
        if isinstance(rate, Rate)
    }
    assert len(last) > 200
    for month in every.months:
        rates = latest_rates(package, Selection(first_month=month, last_month=month))
        for code in map(currency_of, COUNTRIES):
            if there := last.get((month, code)):
                # A row of Currency has the fewest digits of its month.
                here = Rate(rates[code].units, there.digits)
                assert number(here) == number(there), (month, code)


def test_an_official_rate_is_named_so(package: Package) -> None:
    """The daily rate of 31 December 2024 is 3.509: Turkmenistan sets 3.5."""
    chosen = Selection(countries=("TJK", "TKM"), first_month="2024-12", last_month="2024-12")
    exhibit = countries_side_by_side(package, chosen, {})
    shown = exhibit.table.shown
    rates = shown["Currency, units per US dollar"].tolist()
    assert [*map(number, rates)] == ["10.899", "3.5"]
    assert shown["Kind of rate"].tolist() == ["daily rate", "official rate, administered"]
    assert "rferl-2015-01-01" in exhibit.sources.ids
