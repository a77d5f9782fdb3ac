"""The month as one sheet: the last rate of a period."""

import pandas as pd

from dashboard.overview.measures import LastRate, latest_rates
from dashboard.selection import Selection


def test_the_last_daily_rate_of_the_period_counts_and_no_ticker() -> None:
    """Without a daily rate a month end counts, before the rate of an article or of the 1st."""
    rates = pd.DataFrame(
        {
            "date": pd.to_datetime(["2020-06-01", "2020-06-29", "2020-06-30", "2020-07-01"]),
            "currency": "KZT",
            "rate_text": ["0.002", "0.0025", "0.5", "0.1"],
            "units_text": None,
            "kind": ["daily", "daily", "ticker", "daily"],
            "source_id": ["api", "api", "paper", "api"],
        }
    )
    last = LastRate(pd.Timestamp("2020-06-29"), 400.0, "api", "daily")
    assert latest_rates(rates, Selection()) == {"KZT": last}
    single = rates.assign(
        kind=["month_start", "month_end", "press", "daily"],
        units_text=pd.Series([None, "401.5", None, None], dtype=object),
    )
    end = LastRate(pd.Timestamp("2020-06-29"), 401.5, "api", "month_end")
    assert latest_rates(single, Selection()) == {"KZT": end}
