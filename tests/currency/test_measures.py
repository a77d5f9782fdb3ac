"""Rates against values worked out by hand: ranges, gaps, the manat's odd days, windows."""

import numpy as np
import pandas as pd
import pytest

from dashboard.currency.measures import (
    Line,
    Window,
    at_official_rate,
    by_month,
    changes,
    changes_within,
    daily_lines,
    honest_units,
    prepared_rates,
    range_words,
    rate_words,
    rebased,
    single_rates,
    ticker_day,
    window_around,
)
from dashboard.selection import Selection
from dashboard.values import Rate
from dashboard.wording import number

FIRST, LAST = pd.Timestamp("2024-03-02"), pd.Timestamp("2026-09-29")


def rates(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["date", "currency", "rate_text", "kind"])
    return table.assign(
        date=pd.to_datetime(table["date"]),
        usd_per_unit=table["rate_text"].astype(float),
        units_text=None,
        significant_digits=5,
        source_id="series",
    )


def line(*points: tuple[str, float]) -> Line:
    days, values = zip(*points, strict=True)
    return Line(np.array(days, dtype="datetime64[ns]"), np.array(values, dtype=float))


def june(year: int) -> Selection:
    return Selection(first_month=f"{year}-06", last_month=f"{year}-06")


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("0.00008", 11764.7059, 13333.3333),  # 1 / 0.000085 and 1 / 0.000075
        ("0.00192", 519.4805, 522.1932),  # 1 / 0.001925 and 1 / 0.001915
        ("0.28490", 3.509942, 3.510065),  # the last nought counts
        ("1", 0.6667, 2.0),
    ],
)
def test_a_print_stands_for_all_that_rounds_to_it(printed: str, low: float, high: float) -> None:
    assert honest_units(printed) == pytest.approx((low, high), rel=1e-4)


@pytest.mark.parametrize(
    ("printed", "digits", "words"),
    [
        ("0.00008", 1, "11,765 to 13,333"),
        ("0.00192", 3, "519.5 to 522.2"),
        ("0.01144", 4, "87.374 to 87.451"),
        ("0.10866", 5, "9.20260 to 9.20344"),
        ("0.28571", 5, "3.49999 to 3.50011"),
    ],
)
def test_the_ticker_of_12_december_2025_in_units(printed: str, digits: int, words: str) -> None:
    assert range_words(*honest_units(printed), digits) == words


def test_a_rate_is_written_with_its_digits_only() -> None:
    assert rate_words(1 / 0.00008, 1) == "10,000"
    assert rate_words(451.29185, 5) == "451.29"
    assert rate_words(87.4, 4) == "87.40"
    assert (float(Rate(12523.277, 3)), number(Rate(12523.277, 3))) == (12523, "12,523")


def official(*rows: tuple[str, float, str, str | None]) -> pd.DataFrame:
    """Return official rates: currency, units a dollar, first and last day."""
    table = pd.DataFrame(rows, columns=["currency", "units_per_usd", "valid_from", "valid_to"])
    days = {name: pd.to_datetime(table[name]) for name in ("valid_from", "valid_to")}
    return table.assign(**days)


PEG = official(("TMT", 3.5, "2015-01-01", None))


def test_the_manat_is_at_its_official_rate_and_its_odd_days_are_left_out() -> None:
    prepared = prepared_rates(
        rates(
            ("2026-07-05", "TMT", "0.2862079707", "daily"),  # 3.494
            ("2026-07-04", "TMT", "0.2915846053", "daily"),  # 3.430: looks wrong
            ("2026-07-03", "TMT", "0.2849383108", "daily"),  # 3.510
            ("2026-07-04", "TMT", "0.29158", "ticker"),
            ("2026-07-04", "KZT", "0.2915846053", "daily"),
        ),
        PEG,
    )
    assert prepared["odd"].tolist() == [False, True, False, False, False]
    lines = daily_lines(at_official_rate(prepared))
    assert lines["TMT"].dates.tolist() == ["2026-07-03", "2026-07-05"]
    assert lines["TMT"].values.tolist() == [3.5, 3.5]
    assert lines["KZT"].values == pytest.approx([3.42954], rel=1e-5)


def test_an_official_rate_holds_on_its_days_only_and_may_be_any_currencys() -> None:
    known = official(("TMT", 2.85, "2009-01-01", "2014-12-31"), *[("TMT", 3.5, "2015-01-01", None)],
                     ("KZT", 480.0, "2024-01-01", "2024-01-31"))  # fmt: skip
    prepared = prepared_rates(
        rates(
            ("2014-12-31", "TMT", "0.3508771930", "daily"),
            ("2015-01-01", "TMT", "0.3508771930", "daily"),  # still the rate of the day before
            ("2015-01-02", "TMT", "0.2857142857", "daily"),
            ("2024-01-31", "KZT", "0.0020833333", "daily"),
            ("2024-02-01", "KZT", "0.0022222222", "daily"),
        ),
        known,
    )
    assert prepared["official"].tolist()[:4] == [2.85, 3.5, 3.5, 480.0]
    assert prepared["official"].isna().tolist()[4]
    assert prepared["odd"].tolist() == [False, True, False, False, False]
    assert at_official_rate(prepared)["units"].tolist()[:3] == [2.85, 3.5, 480.0]


def test_without_an_official_rate_no_day_is_odd() -> None:
    prepared = prepared_rates(rates(("2026-07-04", "TMT", "0.2915846053", "daily")), PEG.iloc[:0])
    assert prepared["odd"].tolist() == [False]
    assert prepared["official"].isna().all()


def test_units_that_a_source_gives_are_kept_as_given() -> None:
    """8.819 somoni a dollar are 0.1134 dollars to four digits, which would be 8.818 again."""
    table = rates(
        ("2018-01-01", "TJS", "0.1134", "official"), ("2018-01-02", "TJS", "0.1134", "daily")
    )
    given = prepared_rates(table.assign(units_text=pd.Series(["8.819", None], dtype=object)), PEG)
    assert given["units"].tolist() == [8.819, pytest.approx(8.81834, abs=1e-5)]
    assert (given["units_low"].iloc[0], given["units_high"].iloc[0]) == (8.8185, 8.8195)


def test_of_two_daily_rates_of_a_day_one_counts_and_single_days_are_no_line() -> None:
    table = rates(
        ("2022-01-03", "KZT", "0.0023", "cross"),
        ("2022-01-03", "KZT", "0.0025", "official"),
        ("2022-01-04", "KZT", "0.0024", "cross"),
        ("2022-01-31", "KZT", "0.0021", "month_end"),
        ("2022-01-04", "KZT", "0.0022", "press"),
    )
    prepared = prepared_rates(table, PEG)
    daily = at_official_rate(prepared)
    assert daily["rate_text"].tolist() == ["0.0025", "0.0024"]
    # The article's rate of 4 January is on the line, the month end beyond its end is not.
    single = single_rates(prepared, daily_lines(daily))
    assert single["kind"].tolist() == ["month_end"]


def test_a_day_in_a_gap_of_a_line_is_not_on_it() -> None:
    drawn = line(("2025-01-01", 1), ("2025-01-10", 2), ("2025-03-01", 3))
    days = ["2024-12-31", "2025-01-01", "2025-01-05", "2025-01-31", "2025-03-01", "2025-03-02"]
    told = drawn.runs_across(np.array(days, dtype="datetime64[ns]"))
    assert told.tolist() == [False, True, True, False, True, False]


def test_without_daily_rates_a_month_changes_from_one_month_end_to_the_next() -> None:
    ends = {
        "KGS": line(("2020-05-31", 73.7678), ("2020-06-30", 75.9887)),
        "KZT": line(("2020-05-31", 412), ("2020-06-30", 404)),
    }
    daily = {"KZT": line(("2020-06-01", 410), ("2020-06-30", 405))}
    first, last = pd.Timestamp("2020-06-01"), pd.Timestamp("2020-06-30")
    som, tenge = changes_within(daily, ends, ["KGS", "KZT"], first, last)
    assert (som.first_day, som.first, som.last) == (pd.Timestamp("2020-05-31"), 73.7678, 75.9887)
    assert som.percent == pytest.approx(-2.9227, abs=1e-4)
    assert (tenge.first, tenge.last) == (410, 405)
    # No month end inside the months is no change, whatever stood before them.
    assert (
        changes_within({}, ends, ["KGS"], pd.Timestamp("2020-07-01"), pd.Timestamp("2020-07-30"))
        == []
    )


def test_a_long_period_begins_with_the_month_ends_before_the_daily_rates() -> None:
    ends = {"KGS": line(("2018-01-31", 68.0), ("2024-02-29", 89.4), ("2026-10-31", 87.0))}
    daily = {"KGS": line(("2024-03-02", 89.5), ("2026-09-29", 87.5))}
    (som,) = changes_within(
        daily, ends, ["KGS"], pd.Timestamp("2018-01-01"), pd.Timestamp("2026-12-31")
    )
    assert (som.first_day, som.first) == (pd.Timestamp("2018-01-31"), 68.0)
    assert (som.last_day, som.last) == (pd.Timestamp("2026-10-31"), 87.0)
    (short,) = changes_within(
        daily, ends, ["KGS"], pd.Timestamp("2024-02-01"), pd.Timestamp("2026-09-30")
    )
    assert (short.first_day, short.last_day) == (
        pd.Timestamp("2024-03-02"),
        pd.Timestamp("2026-09-29"),
    )


def test_a_rate_of_nought_is_no_rate() -> None:
    assert not len(prepared_rates(rates(("2026-07-05", "KZT", "0.00000", "ticker")), PEG))


def test_a_line_stops_at_a_gap_of_more_than_14_days() -> None:
    fifteen = line(("2024-03-01", 1), ("2024-03-16", 2)).broken()
    assert fifteen.dates.tolist() == ["2024-03-01", "2024-03-02", "2024-03-16"]
    assert np.isnan(fifteen.values).tolist() == [False, True, False]
    fourteen = line(("2024-03-01", 1), ("2024-03-15", 2))
    assert fourteen.broken().values.tolist() == [1, 2]
    assert fourteen.gaps == 0
    assert line(("2024-03-01", 1), ("2024-03-16", 2), ("2024-05-01", 2)).gaps == 2


def test_a_line_is_cut_to_its_days_and_turned() -> None:
    whole = line(("2024-03-01", 2), ("2024-03-02", 4), ("2024-03-03", 5))
    part = whole.within(pd.Timestamp("2024-03-02"), pd.Timestamp("2024-03-03"))
    assert part.turned().values.tolist() == [0.25, 0.2]


def test_rebasing_starts_on_the_first_day_that_has_all() -> None:
    lines = {
        "KZT": line(("2024-03-01", 400), ("2024-03-02", 500), ("2024-03-03", 510)),
        "KGS": line(("2024-03-02", 80), ("2024-03-03", 60)),
    }
    found = rebased(lines, ["KZT", "KGS"])
    assert found is not None
    base, hundreds = found
    assert base == pd.Timestamp("2024-03-02")
    assert hundreds["KZT"].values.tolist() == [80, 100, 102]
    assert hundreds["KGS"].values.tolist() == [100, 75]
    assert rebased(lines, ["KZT", "UZS"]) is None
    assert rebased({**lines, "UZS": line(("2025-01-01", 1))}, ["KZT", "UZS"]) is None


def test_the_change_is_what_the_currency_itself_gained() -> None:
    lines = {
        "KZT": line(("2024-03-01", 500), ("2024-03-02", 400), ("2024-03-31", 510)),
        "KGS": line(("2024-03-02", 80)),
        "UZS": Line(np.array([], dtype="datetime64[ns]"), np.array([])),
    }
    tenge, som = changes(lines)
    # 510 tenge per dollar for 500: the tenge lost 1 - 500 / 510.
    assert tenge.percent == pytest.approx(-1.960784)
    assert (tenge.first_day.day, tenge.last_day.day) == (1, 31)
    assert som.percent is None


def test_months_have_first_last_low_high_and_days() -> None:
    daily = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-03-02", "2024-03-09", "2024-03-30", "2024-04-01"]),
            "currency": ["KZT"] * 4,
            "units": [450.0, 440.0, 459.0, 460.0],
            "significant_digits": [5, 3, 4, 5],
        }
    )
    march, april = by_month(daily).to_dict("records")
    assert march == {
        "month": "2024-03",
        "currency": "KZT",
        "first": 450.0,
        "last": 459.0,
        "low": 440.0,
        "high": 459.0,
        "days": 3,
        "digits": 3,
        "change": pytest.approx(100 * (450 / 459 - 1)),
    }
    assert april["days"] == 1
    assert np.isnan(april["change"])


@pytest.mark.parametrize(
    ("selection", "first", "last", "band"),
    [
        (june(2025), "2025-01-01", "2025-12-31", ("2025-06-01", "2025-06-30")),
        (
            Selection(first_month="2026-09", last_month="2026-09"),
            "2025-10-01",
            "2026-09-29",
            ("2026-09-01", "2026-09-29"),
        ),
        (
            Selection(first_month="2024-01", last_month="2024-06"),
            "2024-03-02",
            "2025-02-28",
            ("2024-03-02", "2024-06-30"),
        ),
        (june(2020), "2024-03-02", "2026-09-29", None),
        (june(2027), "2024-03-02", "2026-09-29", None),
    ],
)
def test_the_window_is_a_year_around_the_months_inside_the_data(
    selection: Selection, first: str, last: str, band: tuple[str, str] | None
) -> None:
    days = (pd.Timestamp(band[0]), pd.Timestamp(band[1])) if band else None
    assert window_around(selection, FIRST, LAST) == Window(
        pd.Timestamp(first), pd.Timestamp(last), days
    )


def test_a_band_over_all_that_is_shown_is_not_drawn() -> None:
    whole = Selection(first_month="2024-03", last_month="2026-09")
    window = window_around(whole, FIRST, LAST)
    assert window.band == (FIRST, LAST)
    assert window.marked is None


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2025-12", "2025-12-12"),  # it stands in a document
        ("2025-11", "2025-11-10"),
        ("2026-09", "2025-12-22"),  # the newest before
        ("2020-06", "2025-12-12"),  # all are later
    ],
)
def test_which_ticker_stands_for_a_month(month: str, expected: str) -> None:
    days = pd.to_datetime(["2025-11-07", "2025-11-10", "2025-12-12", "2025-12-22"])
    tickers = pd.DataFrame({"date": days, "paragraph": [pd.NA, pd.NA, 1, pd.NA]})
    chosen = Selection(first_month=month, last_month=month)
    assert ticker_day(tickers, chosen) == pd.Timestamp(expected)
    assert ticker_day(tickers.iloc[:0], chosen) is None
