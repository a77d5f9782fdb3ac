"""The keys of figures, days and rates that stand behind the panels of series."""

from collections.abc import Callable
from functools import cache

import pytest
from series_panels import (
    DATA_PANELS,
    JUNE,
    NO_KEYS,
    PAIR,
    RATES,
    SERIES_PANELS,
    SILENT,
    SWITCHES,
    built,
    months,
)

from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.provenance.panels import trace_for
from dashboard.vocabulary import CURRENCIES


def behind(exhibit: Exhibit) -> tuple[str, ...]:
    assert exhibit.behind is not None, exhibit.key
    return exhibit.behind()


@cache
def has_a_trace(package: Package, key: str) -> bool:
    """Return whether a key leads to the data: the same key stands behind many panels."""
    return trace_for(package, key) is not None


@pytest.mark.parametrize(
    ("selection", "switches"),
    [
        (JUNE, {}),
        (PAIR, SWITCHES[2]),
        (SILENT, {}),
        (RATES, {}),
        (RATES, {"rate_scale": "rebased"}),
        (months("2020-07", "2020-08"), SWITCHES[3]),
    ],
)
def test_every_key_behind_a_panel_is_in_the_data(package, selection, switches):
    ids = {
        *package.table("events")["event_id"],
        *package.table("figures")["figure_id"],
    }
    for name in (*SERIES_PANELS, *DATA_PANELS):
        exhibit = built(package, name, selection, **switches)
        if name in NO_KEYS or exhibit.behind is None:
            assert exhibit.behind is None or exhibit.draw is None, name
            continue
        keys = behind(exhibit)
        assert len(keys) == len(set(keys)), name
        unknown = [key for key in keys if key not in ids and not has_a_trace(package, key)]
        assert not unknown, (name, unknown[:5])


def test_a_long_line_has_its_last_day_behind_it_and_what_the_sentence_tells(package):
    keys = behind(built(package, "covid_series", JUNE))
    told = [key for key in keys if key.startswith("series:")]
    assert told == [
        "series:KAZ:2020-05-31:total_cases",
        "series:KAZ:2020-06-30:total_cases",
        *(f"series:{code}:2020-12-31:total_cases" for code in ("KAZ", "KGZ", "TJK", "UZB")),
    ]
    figures = package.table("figures").set_index("figure_id")
    printed = figures.loc[[key for key in keys if key not in told]]
    assert set(printed["measure"]) == {"cumulative_cases"}
    assert printed.loc[printed["country"].eq("TKM"), "qualifier"].eq("officially_none").all()
    assert "TKM" in set(printed["country"])


def test_printed_totals_carry_their_figures_and_the_days_beside_them(package):
    keys = behind(built(package, "covid_printed_against_series", months("2020-06", "", "KAZ")))
    figures = package.table("figures").set_index("figure_id")
    assert figures.loc[keys[0], "best"] == 21819
    assert keys[1:] == ("series:KAZ:2020-06-29:total_cases", "series:KAZ:2020-06-30:total_cases")


def test_reconciled_figures_and_the_days_beside_them_are_behind(package):
    exhibit = built(package, "reconcile_figures", JUNE)
    keys = behind(exhibit)
    assert exhibit.keys == keys[: exhibit.shown]
    frame = exhibit.table.frame
    beside = frame[[isinstance(value, int) for value in frame["series"]]]
    assert len(set(keys[exhibit.shown :])) == len(
        beside.drop_duplicates(["iso_code", "as_of", "measure"])
    )


def test_rates_and_changes_carry_first_and_last_day(package):
    keys = behind(built(package, "currency_change", RATES))
    assert len(keys) == 2 * len(CURRENCIES)
    table = behind(built(package, "currency_table", RATES))
    assert set(keys) <= set(table)
    ticker = behind(built(package, "currency_ticker", RATES, ticker="2025-12-12"))
    assert len(ticker) == 5
    assert all(key.split(":")[2] == "2025-12-12" for key in ticker)


def test_topics_carry_the_events_they_count(package):
    exhibit = built(package, "coverage_topics", JUNE)
    assert len(behind(exhibit)) == exhibit.shown


def test_nothing_is_worked_out_before_it_is_asked_for(package):
    exhibit = built(package, "covid_series", JUNE)
    made: list[Callable[[], object] | None] = [exhibit.native, exhibit.behind]
    assert all(callable(each) for each in made)
