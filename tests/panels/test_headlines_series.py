"""The sentence that each panel of series says for a briefing; numbers checked by hand."""

import pandas as pd
import pytest
from series_panels import (
    DATA_PANELS,
    JUNE,
    PAIR,
    RATES,
    SELECTIONS,
    SERIES_PANELS,
    SILENT,
    SWITCHES,
    built,
    months,
)

from dashboard.panels.headline import days_words
from dashboard.reconciliation.measures.verdicts import VERDICTS
from dashboard.vocabulary import CURRENCIES


@pytest.mark.parametrize("switches", SWITCHES, ids=lambda switches: "-".join(switches) or "plain")
@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
def test_every_panel_of_series_says_one_short_sentence(package, selection, switches):
    for name in SERIES_PANELS:
        check_sentence(built(package, name, selection, **switches).headline, name)


@pytest.mark.parametrize("name", DATA_PANELS)
def test_every_panel_about_the_data_says_one_short_sentence(package, name):
    for selection in SELECTIONS.values():
        check_sentence(built(package, name, selection).headline, name)


def check_sentence(headline: str, name: str) -> None:
    assert headline, name
    assert len(headline) <= 140, (name, headline)
    assert "  " not in headline, (name, headline)
    assert headline == headline.strip().removesuffix("."), (name, headline)
    assert headline[0].isupper() or not headline[0].isalpha(), (name, headline)
    assert not {"nan", "inf", "NaT"} & set(headline.replace("%", " ").split()), (name, headline)


def test_june_2020_in_sentences(package):
    # 22,308 less 10,858; 188 less 41; 5,506 less 1,748.
    assert built(package, "covid_series", JUNE).headline == (
        "Kazakhstan’s total of confirmed cases rose by 11,450 in June 2020, "
        "the most of the four with a series"
    )
    assert (
        " rose by 147 in June 2020"
        in built(package, "covid_series", JUNE, covid_of="deaths").headline
    )
    assert built(package, "covid_series", PAIR).headline.startswith(
        "Kyrgyzstan’s total of confirmed cases rose by 3,758 in June 2020"
    )
    # 21,819 stands in the series on 29 June, as the other totals do then or on the day itself.
    assert built(package, "covid_printed_against_series", JUNE).headline == (
        "All 4 reported totals of cases match the series within a day; Turkmenistan: officially 0"
    )
    assert built(
        package, "covid_printed_against_series", JUNE, covid_of="deaths"
    ).headline.endswith("; Turkmenistan: not stated")


def test_officially_none_is_no_number(package):
    assert built(package, "covid_series", SILENT).headline == (
        "Turkmenistan: officially no cases; there is no official series"
    )
    assert built(package, "covid_series", SILENT, covid_of="deaths").headline == (
        "Turkmenistan: deaths not stated; there is no official series"
    )


def test_no_rise_is_told_across_a_change_of_definition(package):
    july = months("2020-07")
    headline = built(package, "covid_series", july).headline
    assert headline.endswith("; the counts of Kazakhstan and Kyrgyzstan break")
    assert headline.startswith("Uzbekistan’s")
    alone = built(package, "covid_series", months("2020-07", "", "KAZ")).headline
    assert alone == (
        "No rise in confirmed cases can be given in July 2020: the count of Kazakhstan breaks"
    )


def test_the_highest_average_is_that_of_the_months_chosen(package):
    daily = package.table("covid_daily")
    own = daily[daily["iso_code"].eq("KAZ")].set_index("date")["total_cases"].astype("float64")
    means = own.diff().rolling(7).mean()["2020-06-01":"2020-06-30"]
    told = built(package, "covid_small_multiples", JUNE).headline
    assert told == (
        f"In June 2020 new cases a day were highest in Kazakhstan on {means.idxmax().day} June: "
        f"{means.max():.0f} (7-day average)"
    )


def test_currencies_say_first_to_last_rate_of_the_months(package):
    rates = package.table("rates")
    daily = rates[rates["kind"].eq("daily") & rates["date"].dt.strftime("%Y-%m").eq("2025-12")]
    units = 1 / daily.set_index(["currency", "date"])["usd_per_unit"]
    moves = {
        code: 100 * (units[code].sort_index().iloc[0] / units[code].sort_index().iloc[-1] - 1)
        for code in CURRENCIES
        if code != "TMT"
    }
    most = max(moves, key=lambda code: abs(moves[code]))
    headline = built(package, "currency_change", RATES).headline
    verb = "gained" if moves[most] > 0 else "lost"
    name = CURRENCIES[most].name
    assert headline.startswith(f"The {name} {verb} {abs(moves[most]):.1f}% against the US dollar")
    assert headline.endswith("the largest change of the four")
    tenge = units["KZT"].sort_index().iloc[-1]
    assert (
        f"a US dollar bought {tenge:.2f} tenge" in built(package, "currency_series", RATES).headline
    )
    assert built(package, "currency_series", RATES).headline.endswith("3.5 manat (official)")


def test_a_rate_of_one_digit_stays_a_range(package):
    assert built(package, "currency_ticker", RATES, ticker="2025-12-12").headline == (
        "The ticker of 12 December 2025 gives the soum 1 significant digit: "
        "11,765 to 13,333 per US dollar"
    )


def test_months_without_rates_are_said_to_have_none(package):
    for name in ("currency_series", "currency_change", "currency_table"):
        assert built(package, name, months("2017-06")).headline == (
            "There is no rate for June 2017: rates begin on 1 January 2018"
        )


def test_reconciliation_counts_what_its_table_counts(package):
    exhibit = built(package, "reconcile_summary", JUNE)
    counts = dict(zip(VERDICTS, exhibit.table.frame["together"], strict=True))
    same = counts["agrees"] + counts["agrees a day apart"]
    assert exhibit.headline == (
        f"{same} of {sum(counts.values())} figures in June 2020 match the series within a day; "
        f"{counts['unexplained']} are unexplained"
    )
    # New cases of Uzbekistan on 18 June: 15 reported, 85 in the series.
    assert built(package, "reconcile_chart", JUNE).headline == (
        "The widest gap in percent is Uzbekistan’s new cases for 18 June 2020, "
        "82.4% below the series"
    )


def test_days_of_a_month_are_told_where_the_data_has_fewer():
    march = months("2023-03")
    assert days_words(march, last=pd.Timestamp("2023-03-09")) == "from 1 to 9 March 2023"
    long = months("2020-02", "2020-03")
    assert days_words(long, pd.Timestamp("2020-02-20")) == "from 20 February to 31 March 2020"
    assert days_words(JUNE, pd.Timestamp("2020-01-01")) == "in June 2020"
