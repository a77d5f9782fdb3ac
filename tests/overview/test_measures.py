"""The month as one sheet: which statement each reading is, new cases, and the last rate."""

import numpy as np
import pandas as pd
import pytest
from counting import counts_of

from dashboard.covid.measures import official_series, printed_figures
from dashboard.overview.measures import Growth, Reading, growth, latest_rates, side_by_side, summed
from dashboard.selection import Selection

JUNE = Selection(countries=("KAZ", "TKM"))
LAST = pd.Timestamp("2020-06-30")


def daily(first: str, totals: list[int], code: str = "KAZ") -> pd.DataFrame:
    days = pd.date_range(first, periods=len(totals))
    return pd.DataFrame(
        {
            "date": days,
            "iso_code": code,
            "total_cases": totals,
            "total_deaths": 0,
            "source_id": "jhu",
        }
    )


def no_breaks() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": pd.to_datetime([]),
            "end_date": pd.to_datetime([]),
            "iso_code": pd.Series([], dtype=object),
            "series": pd.Series([], dtype=object),
            "kind": pd.Series([], dtype=object),
            "what_changed": pd.Series([], dtype=object),
            "change": pd.Series([], dtype="Int64"),
        }
    )


def broken(day: str, kind: str = "definition") -> pd.DataFrame:
    row = {
        "date": pd.Timestamp(day),
        "end_date": pd.Timestamp(day),
        "iso_code": "KAZ",
        "series": "total_cases",
        "kind": kind,
        "what_changed": "made up",
        "change": 1000,
    }
    return pd.DataFrame([row])


def figure(
    country: str, as_of: str, best: float | None, measure: str = "cumulative_cases", **more: str
) -> dict[str, object]:
    return {
        "event_id": None,
        "figure_id": "review:1:1",
        "country": country,
        "as_of": pd.Timestamp(as_of),
        "measure": measure,
        "low": best,
        "best": best,
        "high": best,
        "qualifier": "exact",
        "as_reported": "",
        "definition": "",
        "read_at": "",
        "excludes": "",
        "note": "",
        "unit": "person",
        "confidence": "high",
        "source_id": "review",
        **more,
    }


SOURCES = pd.DataFrame({"source_id": ["review", "paper"], "kind": ["document", "report"]})
NO_EVENTS = pd.DataFrame(
    {
        "event_id": [],
        "event_date": [],
        "mark": [],
        "country": [],
        "abroad": [],
        "place_country": [],
    },
    dtype=object,
).astype({"abroad": bool})
NO_RATES = pd.DataFrame(
    {"date": pd.to_datetime([]), "currency": [], "usd_per_unit": [], "kind": [], "source_id": []}
)


def columns(figures: list[dict[str, object]], series: pd.DataFrame, selection: Selection = JUNE):
    table = pd.DataFrame(figures)
    printed = {
        "cases": printed_figures(table, SOURCES, "cumulative_cases"),
        "deaths": printed_figures(table, SOURCES, "cumulative_deaths"),
    }
    official = {name: official_series(series, no_breaks(), name) for name in ("cases", "deaths")}
    return side_by_side(
        counts_of(NO_EVENTS.assign(home=True)),
        NO_EVENTS,
        table,
        printed,
        official,
        NO_RATES,
        selection,
    )


def test_the_figure_printed_for_the_last_day_goes_before_the_series() -> None:
    kazakhstan, turkmenistan = columns(
        [
            figure("KAZ", "2020-06-30", 21819),
            figure("KAZ", "2020-06-30", 22000, source_id="paper"),
            figure("KAZ", "2020-07-01", 40000),
            figure("TKM", "2020-06-30", 0, qualifier="officially_none"),
        ],
        daily("2020-05-31", list(range(100, 131))),
    )
    assert kazakhstan.cases == Reading("printed", 21819, LAST, "review", "review:1:1")
    assert turkmenistan.cases.kind == "officially_none"
    assert turkmenistan.deaths.kind == "not_stated"
    assert turkmenistan.growth is None


def test_a_figure_of_an_earlier_day_gives_way_to_the_series_and_stands_in_for_none() -> None:
    printed = [figure("KAZ", "2020-06-14", 110)]
    assert columns(printed, daily("2020-05-31", list(range(100, 131))))[0].cases == Reading(
        "series", 130, LAST, trace="series:KAZ:2020-06-30:total_cases"
    )
    short = columns(printed, daily("2020-05-31", [100, 101]))[0]
    fourteenth = pd.Timestamp("2020-06-14")
    assert short.cases == Reading("printed", 110, fourteenth, "review", "review:1:1")
    assert short.growth is None


def test_a_country_nobody_reports_on_has_no_data_not_zero() -> None:
    turkmenistan = columns([figure("KAZ", "2020-06-30", 1)], daily("2020-05-31", [1]))[1]
    assert (turkmenistan.cases.kind, turkmenistan.deaths.kind) == ("no_data", "no_data")


def test_new_cases_leave_out_the_step_at_a_cut() -> None:
    totals = [100 + 10 * day for day in range(10)] + [1190 + 10 * day for day in range(21)]
    whole = official_series(daily("2020-05-31", totals), broken("2020-06-10"), "cases")["KAZ"]
    grown = growth(whole, Selection())
    assert isinstance(grown, Growth)
    assert grown.new == 290
    assert grown.left_out == 1000
    assert len(grown.curve) == 30
    assert np.isnan(grown.curve[9:16]).all(), "no mean of seven days crosses the cut"
    assert grown.curve[16] == 10


@pytest.mark.parametrize("first", ["2020-06-01", "2020-06-10"])
def test_no_growth_without_the_day_before_the_period(first: str) -> None:
    series = official_series(daily(first, [1] * 40), no_breaks(), "cases")["KAZ"]
    assert growth(series, Selection()) is None


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


def test_only_numbers_are_summed() -> None:
    assert (
        summed(
            [
                Reading("printed", 5),
                Reading("series", 7),
                Reading("officially_none"),
                Reading("no_data"),
            ]
        )
        == 12
    )
