"""The month as one sheet: the last rate of a period."""

import pandas as pd

from dashboard.overview.measures import latest_rates
from dashboard.selection import Selection


def test_the_last_daily_rate_of_the_period_counts_and_no_ticker() -> None:
    rates = pd.DataFrame(
        {
            "date": pd.to_datetime(["2020-06-01", "2020-06-29", "2020-06-30", "2020-07-01"]),
            "currency": "KZT",
            "usd_per_unit": [0.002, 0.0025, 0.5, 0.1],
            "kind": ["daily", "daily", "ticker", "daily"],
            "source_id": ["api", "api", "paper", "api"],
        }
    )
    assert latest_rates(rates, Selection()) == {"KZT": (pd.Timestamp("2020-06-29"), 400.0, "api")}
