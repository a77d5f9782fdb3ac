"""The currency panels on the shipped data: the print of 12 December 2025, months, words."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.currency.keys import month_keys
from dashboard.currency.panels.periods import (
    currency_change,
    currency_table,
    currency_ticker,
    ticker_days,
)
from dashboard.currency.panels.series import currency_series
from dashboard.currency.words.periods import currency_sentence
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.overview.panels import countries_side_by_side
from dashboard.selection import Selection
from dashboard.ui.currency import months_markup, ticker_markup
from dashboard.ui.panels import Page
from dashboard.vocabulary import rate_kinds
from dashboard.wording import number

DECEMBER = Selection(first_month="2025-12", last_month="2025-12")
SEPTEMBER = Selection(first_month="2026-09", last_month="2026-09")
AUGUST = Selection(first_month="2024-08", last_month="2024-08")
EARLY = Selection(first_month="2017-06", last_month="2017-06")


def test_12_december_2025_has_five_rates_once_each(package: Package) -> None:
    exhibit = currency_ticker(package, DECEMBER, {})
    assert exhibit.title == "Published ticker of 12 December 2025"
    assert exhibit.count == "5 of 5 rates"
    rows = exhibit.rows.set_index("Currency")
    assert rows["As reported"].to_dict() == {
        "KZT": "0.00192",
        "KGS": "0.01144",
        "TJS": "0.10866",
        "TMT": "0.28571",
        "UZS": "0.00008",
    }
    assert rows["Name"].tolist() == ["tenge", "som", "somoni", "manat", "soum"]
    assert rows["Significant digits"].tolist() == [3, 4, 5, 5, 1]
    assert rows["Change as reported"].tolist() == ["-0%", "0%", "0.18%", "0%", "0%"]
    assert rows["Change, percent"].tolist() == [0, 0, 0.18, 0, 0]
    assert str(rows.at["KZT", "Change, percent"]) == "0.0"
    assert str(rows.at["KZT", "Remark"]).startswith('printed "-0%", taken as 0')
    assert rows.at["UZS", "Per US dollar, range implied by rounding"] == "11,765–13,333"
    soum = exhibit.table.frame["units_per_usd"].iloc[-1]
    assert (soum.low, soum.high) == (11765, 13333)
    assert rows.at["KZT", "Where it stands"] == "paragraph 2, characters 27–48"


def test_a_change_that_is_nothing_has_no_sign(package: Package) -> None:
    march = Selection(countries=("TJK",), first_month="2019-03", last_month="2019-03")
    changes = [*currency_table(package, march, {}).table.frame["change_percent"].dropna()]
    assert changes and {str(change) for change in changes} == {"0.0"}


def test_a_ticker_outside_the_chosen_months_says_so(package: Package) -> None:
    exhibit = currency_ticker(package, Selection(), {})
    assert exhibit.title == "Published ticker of 12 December 2025"
    assert exhibit.unit.endswith("; outside the chosen months (June 2020)")
    assert currency_ticker(package, DECEMBER, {}).unit.endswith("implied by rounding")


def test_a_page_date_can_be_asked_for(package: Package) -> None:
    days = ticker_days(package)
    assert len(days) == 25
    assert days == sorted(days, reverse=True)
    asked = currency_ticker(package, DECEMBER, {"ticker": "2025-12-08"})
    assert asked.title == "Published ticker of 8 December 2025"
    unknown = currency_ticker(package, DECEMBER, {"ticker": "1999-01-01"})
    assert unknown.title == "Published ticker of 12 December 2025"


def test_fewer_countries_are_fewer_rates_of_five(package: Package) -> None:
    two = replace(DECEMBER, countries=("TJK", "UZB"))
    assert currency_ticker(package, two, {}).count == "2 of 5 rates"
    none = replace(DECEMBER, countries=())
    assert not len(currency_ticker(package, none, {}).rows)


def test_changes_are_cleaned(package: Package) -> None:
    """A nought has no sign, other changes keep theirs; one that is missing says so."""
    tables = dict(package.tables)
    rates = tables["rates"].copy()
    own = rates.index[rates["kind"].eq("ticker") & rates["date"].eq(pd.Timestamp("2025-12-12"))]
    told = {"KZT": ("-0%", -0.0), "KGS": ("-0.28%", -0.28), "TJS": (None, np.nan)}
    for place in own:
        if change := told.get(str(rates.at[place, "currency"])):
            rates.loc[place, ["change_text", "change_percent"]] = change
    changed = replace(package, tables={**tables, "rates": rates})
    exhibit = currency_ticker(changed, DECEMBER, {"ticker": "2025-12-12"})
    rows = exhibit.rows.set_index("Currency")
    assert [str(each) for each in rows["Change, percent"][:3]] == ["0.0", "-0.28", "not stated"]
    assert rows["Change as reported"].tolist()[:3] == ["-0%", "-0.28%", "not stated"]
    markup = ticker_markup(exhibit, "light", ())
    assert "<td>0%</td>" in markup and "<td>-0.28%</td>" in markup


def test_the_change_over_the_whole_series_is_each_currencys_own(package: Package) -> None:
    """The somoni went from 10.946 to 9.2325 per dollar: it is worth 18.6% more, not 15.7%."""
    whole = Selection(first_month="2024-03", last_month="2026-09")
    exhibit = currency_change(package, whole, {})
    rows = exhibit.table.frame.set_index("currency")
    gained = {code: round(value, 1) for code, value in rows["change_percent"].items()}
    assert gained == {"KZT": 2.3, "KGS": 2.2, "TJS": 18.6, "TMT": 0, "UZS": 6.2}
    assert rows.at["TJS", "reading"] == "+18.6%, stronger"
    assert exhibit.headline == (
        "The somoni gained 18.6% against the US dollar from 2 March 2024 to 29 September 2026, "
        "the largest change of the four"
    )
    assert exhibit.draw is not None
    bars = exhibit.draw("light").data[0]
    assert [round(value, 1) for value in bars.x if not np.isnan(value)] == [2.3, 2.2, 18.6, 6.2]


def test_keys_of_the_tables_are_stable(package: Package) -> None:
    """They are the same for every selection, and none is taken from a heading."""
    panels = (currency_series, currency_ticker, currency_change, currency_table)
    for panel in panels:
        keys = [
            tuple(panel(package, selection, {}).table.frame)
            for selection in (DECEMBER, Selection(("KAZ",)), replace(DECEMBER, countries=()))
        ]
        assert len(set(keys)) == 1
        assert "currency" in keys[0]


def test_june_2020_has_a_rate_of_every_currency_each_named_for_what_it_is(package: Package) -> None:
    exhibit = currency_series(package, Selection(), {})
    assert exhibit.unit == (
        "units per US dollar, each on its own scale, 1 January to 31 December 2020"
    )
    assert exhibit.headline == (
        "On 30 June 2020 a US dollar bought 402.30 tenge, 75.989 som, 10.308 somoni, 10,173 soum "
        "and 3.5 manat (official)"
    )
    assert "No daily rate of som and soum: single days, not joined." in (exhibit.caption)
    june = exhibit.table.frame[exhibit.table.frame["date"].dt.strftime("%Y-%m").eq("2020-06")]
    kinds = {code: set(own["kind"]) for code, own in june.groupby("currency")}
    month = {"official rate, last day of the month", "cross rate of another bank, 1st of the month"}
    assert kinds == {
        "KGS": month,
        "KZT": {"daily cross rate of another bank"},
        "TJS": {"official daily rate"},
        "TMT": {"daily cross rate of another bank"},
        "UZS": month | {"official rate given in an article"},
    }
    assert exhibit.draw is not None
    lines = [trace for trace in exhibit.draw("light").data if "lines" in trace.mode]
    assert [trace.legendgroup for trace in lines] == [
        "rate:KZT:{}:nbu-cross",
        "rate:TJS:{}:nbt-official",
        "rate:TMT:{}:cba-cross",
    ]
    assert exhibit.native is not None
    joined = {
        series.name
        for chart in exhibit.native()
        for series in chart.series
        if series.dash != "none"
    }
    assert joined == {"daily cross rate of another bank", "official daily rate"}


def test_months_before_the_data_show_the_whole_series_and_say_so(package: Package) -> None:
    exhibit = currency_series(package, EARLY, {})
    assert exhibit.unit.endswith(
        "the whole series, 1 January 2018 to 29 September 2026; no rate before 1 January 2018"
    )
    assert exhibit.count == "5,564 of 5,814 rates"
    assert "(18 here)" in exhibit.notes
    assert "six outliers (outside 3.48 to 3.52) shown faintly" in exhibit.notes
    rebased = currency_series(package, EARLY, {"rate_scale": "rebased"})
    assert "six outliers (outside 3.48 to 3.52) left out" in rebased.notes
    assert exhibit.draw is not None
    assert not exhibit.draw("light").layout.shapes


def test_what_has_no_daily_rate_is_not_rebased_and_named(package: Package) -> None:
    exhibit = currency_series(package, Selection(), {"rate_scale": "rebased"})
    assert "the first day shown with all three. No daily rate: som and soum." in exhibit.caption
    assert set(exhibit.table.frame["currency"]) == {"KZT", "TJS", "TMT"}


def test_a_month_inside_the_data_has_a_year_around_it(package: Package) -> None:
    exhibit = currency_series(package, DECEMBER, {"rate_direction": "dollars"})
    assert exhibit.unit == (
        "US dollars per unit, each on its own scale, 1 July 2025 to 30 June 2026"
    )
    assert "Higher is stronger" in exhibit.notes
    assert "Grey band: 1 to 31 December 2025." in exhibit.notes
    assert exhibit.draw is not None
    tenge = exhibit.draw("light").data[0]
    assert np.nanmax(tenge.y) < 0.003


def test_rebased_lines_begin_at_100_on_the_day_named(package: Package) -> None:
    exhibit = currency_series(package, SEPTEMBER, {"rate_scale": "rebased"})
    assert "4 October 2025 = 100" in exhibit.unit
    base = exhibit.rows[exhibit.rows["Date"] == pd.Timestamp("2025-10-04")]
    assert base["Index"].tolist() == [100.0] * 5
    manat = exhibit.rows[exhibit.rows["Currency"].eq("TMT")]
    assert set(manat["Index"]) == {100.0}
    assert exhibit.draw is not None
    assert len(list(exhibit.draw("dark").data)) == 5


def test_unknown_options_are_the_default(package: Package) -> None:
    odd = currency_series(package, DECEMBER, {"rate_direction": "x", "rate_scale": "y"})
    assert odd.unit == currency_series(package, DECEMBER, {}).unit


def test_the_change_over_a_month(package: Package) -> None:
    exhibit = currency_change(package, DECEMBER, {})
    assert exhibit.unit == "percent, 6 to 31 December 2025"
    rows = exhibit.rows.set_index("Currency")
    # 1 / 0.0019766 on 6 December, 1 / 0.0019893 on 31 December: 505.92 and 502.70 tenge.
    assert rows.at["KZT", "Per US dollar, first"] == 505.92
    assert rows.at["KZT", "Per US dollar, last"] == 502.70
    assert rows.at["KZT", "Reading"] == "+0.6%, stronger"
    assert rows.at["KZT", "Change against the US dollar, percent"] == 0.64
    assert rows.at["TMT", "Reading"] == "administered, no change"
    assert "502.70" in map(number, exhibit.table.cells("last_units_per_usd"))


def test_a_month_in_a_gap_of_the_daily_rates_changes_from_month_end_to_month_end(
    package: Package,
) -> None:
    exhibit = currency_change(package, AUGUST, {})
    assert exhibit.unit == "percent, 31 July to 31 August 2024"
    rows = exhibit.table.frame.set_index("currency")
    assert set(rows["kind"]) == {"official rate, last day of the month"}
    first, last = rows.at["KZT", "first_units_per_usd"], rows.at["KZT", "last_units_per_usd"]
    assert (first, last) == (473.95, 481.63)
    assert exhibit.reading.endswith("Tenge, som, somoni and soum: from one month end to another.")
    table = currency_table(package, AUGUST, {})
    assert table.rows["Reading"].tolist()[1] == (
        "84.030 on 1 Aug (cross rate); 84.915 on 31 Aug (month end)"
    )
    assert table.count == "5 of 5 currency-months with a rate"


def test_a_month_without_two_days_falls_back_and_says_so(package: Package) -> None:
    january = Selection(first_month="2018-01", last_month="2018-01", countries=("KGZ",))
    assert currency_change(package, january, {}).unit.endswith(
        "January 2018 has fewer than two days"
    )
    assert currency_sentence(package, january).startswith(
        "**January 2018 has fewer than two days of rates.** The som "
    )


def test_months_side_by_side(package: Package) -> None:
    exhibit = currency_table(package, SEPTEMBER, {})
    rows = exhibit.rows.set_index("Currency")
    assert rows.at["KZT", "Days with a rate"] == 29
    manat = "TMT"
    assert rows.at[manat, "Reading"] == "official rate, administered; 3 outliers left out"
    assert (rows.at[manat, "First"], rows.at[manat, "High"]) == (3.5, 3.5)
    assert rows.at[manat, "Days with a rate"] == 26
    assert exhibit.count == "5 of 5 currency-months with a rate"


def test_months_outside_the_data_are_one_row_each_side(package: Package) -> None:
    around = Selection(("KAZ",), first_month="2017-11", last_month="2026-11")
    rows = currency_table(package, around, {}).rows
    assert len(rows) == 1 + 105 + 1
    first, last = rows.iloc[0], rows.iloc[-1]
    assert (first["Month"], first["Days"]) == ("November to December 2017", 61)
    assert first["Reading"] == "no rate before 1 January 2018"
    assert last["Reading"] == "no rate after 29 September 2026"


def test_the_sentence(package: Package) -> None:
    assert currency_sentence(package, DECEMBER) == (
        "The **somoni lost 0.9%** against the US dollar from 6 to 31 December 2025 and the tenge "
        "gained 0.6%; the som and soum moved by less than 0.1%; the manat is held at the official "
        "3.5 per US dollar."
    )
    assert currency_sentence(package, Selection()) == (
        "The **som lost 2.9%** against the US dollar from 31 May to 30 June 2020, the tenge gained "
        "2.4% (1 to 30 June 2020), the somoni lost 0.4% (1 to 30 June 2020) and the soum lost "
        "0.3%; the manat is held at the official 3.5 per US dollar."
    )
    before = currency_sentence(package, EARLY)
    assert before.startswith("**No rate before 1 January 2018, so none for June 2017.** The soum ")
    after = currency_sentence(package, Selection(first_month="2027-01", last_month="2027-01"))
    assert after.startswith("**No rate after 29 September 2026, so none for January 2027.**")
    assert currency_sentence(package, replace(DECEMBER, countries=())) == "No currency is chosen."


def test_tickers_alone_are_shown_without_a_line(package: Package) -> None:
    tables = dict(package.tables)
    tables["rates"] = tables["rates"][tables["rates"]["kind"].eq("ticker")]
    alone = replace(package, tables=tables)
    exhibit = currency_series(alone, DECEMBER, {})
    assert exhibit.draw is not None
    assert len(list(exhibit.draw("light").data)) == 5
    for options in ({}, {"rate_scale": "rebased"}):
        assert currency_series(alone, DECEMBER, options).draw is not None
    assert not len(currency_change(alone, DECEMBER, {}).rows)
    assert set(currency_table(alone, DECEMBER, {}).rows["Reading"]) == {"no rate on any day"}


def test_without_rates_the_panels_say_why(package: Package) -> None:
    empty = replace(package, tables={**package.tables, "rates": package.tables["rates"].iloc[:0]})
    with pytest.raises(DataUnavailable, match="empty"):
        currency_series(empty, DECEMBER, {})
    broken = replace(package, unavailable={"rates": "The file rates.csv is missing."})
    with pytest.raises(DataUnavailable, match="missing"):
        currency_ticker(broken, DECEMBER, {})
    assert ticker_days(broken) == []


def test_the_tables_keep_what_is_not_known_apart(package: Package) -> None:

    def months(selection: Selection) -> str:
        exhibit = currency_table(package, selection, {})
        return months_markup(exhibit, Page(package, selection), "light", ())

    outside = months(EARLY)
    assert "figure=" not in outside
    assert "<em>no rate before 1 January 2018</em>" in outside
    assert "0 of 30" in outside
    single = months(Selection())
    assert "figure=rate%3AKGS%3A2020-06-30%3Aimf-month-end" in single
    assert "75.989 on 30 Jun (month end)" in single
    assert "2 of 30" in single
    inside = months(DECEMBER)
    assert ">505.92<" in inside
    assert ">502.70<" in inside
    assert ">3.5<" in inside
    printed = currency_ticker(package, DECEMBER, {})
    ticker = ticker_markup(printed, "dark", ())
    assert "figure=rate%3AKZT%3A2025-12-12%3Atimesca-2024-06" in ticker
    assert "-0%" in ticker
    assert "11,765 to 13,333" in ticker


def test_every_rate_of_a_month_leads_to_its_own_day(package: Package) -> None:
    daily = "fawazahmed0-exchange-api"
    keys = month_keys(package, DECEMBER)["2025-12", "KZT"]
    assert keys == [
        f"rate:KZT:2025-12-06:{daily}",
        f"rate:KZT:2025-12-31:{daily}",
        f"rate:KZT:2025-12-30:{daily}",
        f"rate:KZT:2025-12-14:{daily}",
        f"rate:KZT:2025-12-31:{daily}:2025-12-06",
    ]
    # The manat's changes are not told.
    assert month_keys(package, DECEMBER)["2025-12", "TMT"][-1].count(":") == 3
    assert currency_change(package, DECEMBER, {}).keys[0] == keys[-1]


@pytest.mark.parametrize(
    ("first", "last"), [("2018-01", "2020-12"), ("2021-01", "2023-12"), ("2024-01", "2026-09")]
)
def test_a_month_end_is_a_mark_and_never_part_of_a_daily_line(
    package: Package, first: str, last: str
) -> None:
    rates = package.table("rates")
    of_lines = rates[rates["kind"].isin(rate_kinds("line"))]
    daily = set(zip(of_lines["currency"], of_lines["source_id"], of_lines["date"], strict=True))
    exhibit = currency_series(package, Selection().over(first, last), {})
    assert exhibit.draw is not None
    joined = [trace for trace in exhibit.draw("light").data if "lines" in (trace.mode or "")]
    assert joined
    for trace in joined:
        _, currency, _, source = trace.legendgroup.split(":")
        known = [day for day, units in zip(trace.x, trace.y, strict=True) if units == units]
        assert known
        assert {(currency, source, pd.Timestamp(day)) for day in known} <= daily


def test_june_2020_has_a_rate_of_every_currency_here_and_on_the_overview(package: Package) -> None:
    rows = currency_table(package, Selection(), {}).rows.set_index("Currency")
    assert rows["Days with a rate"].to_dict() == {
        **{"KZT": 20, "KGS": 2, "TJS": 30},
        **{"TMT": 22, "UZS": 3},
    }
    side = countries_side_by_side(package, Selection(), {}).rows
    assert side["Currency, units per US dollar"].tolist() == [402.3, 75.989, 10.308, 3.5, 10173]


def test_the_ends_of_a_range_have_the_same_digits(package: Package) -> None:
    table = currency_ticker(package, DECEMBER, {"ticker": "2025-12-12"}).table
    ranges = table.shown["Per US dollar, range implied by rounding"].tolist()
    assert "9.20260–9.20344" in ranges
    digits = [{len(end.partition(".")[2]) for end in each.split("–")} for each in ranges]
    assert [len(each) for each in digits] == [1] * len(ranges)
