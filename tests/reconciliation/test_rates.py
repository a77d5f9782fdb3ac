"""Printed currency rates beside daily ones: the range of a print, the nearest day, no day."""

import numpy as np
import pandas as pd
import pytest

from dashboard.currency.measures import Line, prepared_rates
from dashboard.reconciliation.measures.rates import Reading, TickerRate, beside_daily_rates
from dashboard.values import Absent, Reason

DAYS = np.array(["2025-12-01", "2025-12-05", "2025-12-20"], dtype="datetime64[us]")
LINES = {"KZT": Line(DAYS, np.array([500.0, 510.0, 520.0]))}


def ticker(day: str, text: str = "0.00200", currency: str = "KZT") -> pd.DataFrame:
    row = {
        "date": pd.Timestamp(day),
        "currency": currency,
        "usd_per_unit": float(text),
        "rate_text": text,
        "units_text": None,
        "significant_digits": 3,
        "kind": "ticker",
        "source_id": "page",
    }
    none = pd.DataFrame(columns=["currency", "units_per_usd", "valid_from", "valid_to"])
    return prepared_rates(pd.DataFrame([row]), none)


def beside(day: str, text: str = "0.00200", currency: str = "KZT") -> TickerRate:
    (rate,) = beside_daily_rates(ticker(day, text, currency), LINES)
    return rate


def test_inside_what_the_print_allows() -> None:
    rate = beside("2025-12-01")
    assert (round(rate.low, 2), round(rate.high, 2)) == (498.75, 501.25)
    assert (rate.reading, rate.outside, rate.percent) == (Reading.INSIDE, 0, 0)


@pytest.mark.parametrize(
    ("text", "apart"), [("0.00195", 500 - 1 / 0.001955), ("0.00205", 500 - 1 / 0.002045)]
)
def test_outside_by_the_distance_to_the_nearer_end(text: str, apart: float) -> None:
    rate = beside("2025-12-01", text)
    assert rate.reading is Reading.OUTSIDE
    assert rate.outside == pytest.approx(apart)
    assert rate.percent == pytest.approx(apart / 5)


@pytest.mark.parametrize(
    ("day", "nearest"),
    [
        ("2025-12-05", "2025-12-05"),
        ("2025-12-03", "2025-12-01"),  # two days from both: the earlier
        ("2025-12-04", "2025-12-05"),
        ("2025-12-08", "2025-12-05"),
    ],
)
def test_the_daily_rate_is_of_the_day_or_the_nearest_within_three(day: str, nearest: str) -> None:
    assert beside(day).daily_day == pd.Timestamp(nearest)


@pytest.mark.parametrize(("day", "currency"), [("2025-12-09", "KZT"), ("2025-12-01", "UZS")])
def test_no_daily_rate(day: str, currency: str) -> None:
    rate = beside(day, currency=currency)
    assert rate.reading is Reading.NO_DAILY_RATE
    assert rate.daily_day is None
    assert rate.daily == rate.percent == Absent(Reason.NOT_COVERED)
