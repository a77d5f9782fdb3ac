"""A sixth currency is a row of the table and its data: every panel takes it up."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from shipped import shipped_package

from dashboard import selection
from dashboard.catalogue import EXHIBITS
from dashboard.currency.words.periods import currency_sentence
from dashboard.datapackage.store import Package
from dashboard.selection import Selection
from dashboard.sources.reading.outcomes import Choices, Refused, Row
from dashboard.sources.reading.quotes import per_dollar, rows_of_quotes
from dashboard.vocabulary import COUNTRIES, CURRENCIES, Country, Currency

AFGHANISTAN = Country(
    *("AFG", "Afghanistan", "#444444", "#444444", "#BBBBBB", "solid", "star", "★", "gray")
)
AFGHANI = Currency("AFN", "afghani", "AFG", (30, 200))
SIX = ("KAZ", "KGZ", "TJK", "TKM", "UZB", "AFG")
DECEMBER = Selection(countries=SIX[:5], first_month="2025-12", last_month="2025-12")


@pytest.fixture
def six(monkeypatch: pytest.MonkeyPatch) -> Package:
    """Return the data with a sixth currency, worth twice what the tenge is."""
    monkeypatch.setitem(COUNTRIES, "AFG", AFGHANISTAN)
    monkeypatch.setitem(CURRENCIES, "AFN", AFGHANI)
    countries, *others = selection.FILTERS
    filters = (replace(countries, known=SIX, default=SIX), *others)
    monkeypatch.setattr(selection, "FILTERS", filters)
    package = shipped_package()
    rates = package.table("rates")
    tenge = rates[rates["currency"].eq("KZT")]
    dollars = 2 * tenge["usd_per_unit"]
    added = tenge.assign(
        currency="AFN",
        usd_per_unit=dollars,
        rate_text=dollars.map("{:.10f}".format),
        units_text=None,
    )
    return replace(
        package, tables={**package.tables, "rates": pd.concat([rates, added], ignore_index=True)}
    )


@pytest.mark.parametrize(
    ("panel", "options"),
    [
        ("currency_series", {}),
        ("currency_series", {"rate_direction": "dollars"}),
        ("currency_series", {"rate_scale": "rebased"}),
        ("currency_ticker", {}),
        ("currency_change", {}),
        ("currency_table", {}),
        ("reconcile_rates", {}),
    ],
)
def test_a_made_up_sixth_currency_goes_through_every_panel(
    six: Package, panel: str, options: dict[str, str]
) -> None:
    five = EXHIBITS[panel](six, DECEMBER, options)
    exhibit = EXHIBITS[panel](six, replace(DECEMBER, countries=SIX), options)
    mine = exhibit.rows[exhibit.rows["Country"].eq("Afghanistan")]
    tenge = exhibit.rows[exhibit.rows["Country"].eq("Kazakhstan")]
    assert len(mine) == len(tenge) > 0
    assert len(exhibit.rows) == len(five.rows) + len(mine)
    assert exhibit.behind is not None
    assert any(key.startswith("rate:AFN:") for key in exhibit.behind())
    # The manat's official rate is not ranked, so that five of the six are.
    assert "of the four" not in exhibit.headline
    assert ("with all six" in exhibit.caption) == ("rate_scale" in options)
    if exhibit.draw is None or exhibit.native is None:
        return
    for theme in ("light", "dark"):
        assert "Afghanistan" in str(exhibit.draw(theme).to_json())
    charts = exhibit.native()
    assert "Afghanistan" in repr(charts)
    assert "afghani" in exhibit.alt.lower()


@pytest.mark.usefixtures("six")
def test_its_rates_are_read_from_a_file_and_held_to_its_own_bounds() -> None:
    texts = {1: "66.1", 2: "66.2", 3: "0.0151"}
    quotes = [per_dollar(2, "AFN", texts[day], date(2025, 12, day), "AFN") for day in texts]
    *read, turned = rows_of_quotes(quotes, "test", Choices(date(2025, 12, 31)))
    assert [each.values["units_text"] for each in read if isinstance(each, Row)] == ["66.1", "66.2"]
    assert isinstance(turned, Refused)
    assert turned.rule == "rate_inverted"


def test_no_sentence_counts_five_where_there_are_six(six: Package) -> None:
    side = EXHIBITS["countries_side_by_side"](six, replace(DECEMBER, countries=SIX), {})
    assert side.title == "The six countries side by side"
    assert "six countries" in replace(DECEMBER, countries=SIX).describe()


def test_the_sentence_on_top_names_it(six: Package) -> None:
    only = replace(DECEMBER, countries=("AFG",))
    assert "afghani" in currency_sentence(six, only)
