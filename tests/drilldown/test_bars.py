"""Which events stand behind a bar: a dozen made-up ones, listed as the counts count them."""

from dataclasses import replace

import pandas as pd
import pytest
from counting import counts_of
from shipped import shipped_package

from dashboard.datapackage.store import Package
from dashboard.drilldown.panels import NO_BAR, bars_of
from dashboard.events.measures import bins, events_by_bin
from dashboard.overview.measures import behind_numbers
from dashboard.protests.measures.counts import marks_by_bin, protests_by, protests_by_month
from dashboard.selection import Selection

JUNE = Selection()
SUMMER = Selection(first_month="2020-06", last_month="2020-08")


def event(
    key: str,
    first: str,
    last: str = "",
    country: str = "KAZ",
    mark: str = "protest",
    precision: int = 1,
    issue: str | None = None,
) -> dict[str, object]:
    return {
        "event_id": key,
        "event_date": pd.Timestamp(first),
        "end_date": pd.Timestamp(last or first),
        "time_precision": precision,
        "exact": precision == 1 and (last or first) == first,
        "status": "occurred",
        "event_type": "Protests",
        "country": country,
        "concerned": country,
        "place_country": country,
        "mark": mark,
        "topic": {"protest": "Protests", "arrest": "Arrests and detentions"}.get(mark, "Sentences"),
        "abroad": False,
        "confidence": "high",
        "title": key,
        "issue": issue,
        "location": None,
        "source_id": "review",
        "searched": key,
    }


EVENTS = pd.DataFrame(
    [
        event("week 1", "2020-06-01", issue="Elections"),
        event("week 1 too", "2020-06-07", "2020-06-07", "KGZ", issue="Elections"),
        event("over two weeks", "2020-06-05", "2020-06-09"),
        event("month only", "2020-06-01", "2020-06-30", "TKM", precision=3),
        event("year only", "2020-01-01", "2020-12-31", precision=3),
        event("jailed", "2020-06-04", mark="sentence"),
        event("taken", "2020-06-06", mark="arrest"),
        event("fight", "2020-06-06", country="KGZ", mark="clash"),
    ]
)
IN_JUNE = EVENTS[EVENTS["event_date"].ge("2020-06-01")]


def figure(event_id: str, country: str, low: float) -> dict[str, object]:
    return {
        "event_id": event_id,
        "country": country,
        "measure": "detained",
        "low": low,
        "best": float("nan"),
        "high": float("nan"),
        "qualifier": "at_least",
        "as_reported": "",
        "hedge": None,
        "source_id": "review",
    }


FIGURES = pd.DataFrame(
    [figure("taken", "KAZ", 100), figure("fight", "KGZ", 5), figure("fight", "UZB", 7)]
)


@pytest.fixture(scope="module")
def package() -> Package:
    shipped = shipped_package()
    events = EVENTS.sort_values(["event_date", "end_date", "event_id"])
    made = events.reindex(columns=shipped.table("events").columns)
    figures = FIGURES.reindex(columns=shipped.table("figures").columns)
    return replace(shipped, tables={**shipped.tables, "events": made, "figures": figures})


def behind(package: Package, chart: str, selection: Selection = JUNE) -> dict[str, list[str]]:
    """Return bar -> the events listed behind it; each list is as long as its bar says."""
    bars = bars_of(package, selection, chart, {})
    listed = {key: bar.rows()["event_id"].tolist() for key, bar in bars.items()}
    assert {key: len(keys) for key, keys in listed.items()} == {
        key: bar.total for key, bar in bars.items()
    }
    return listed


def test_a_bar_of_a_week_holds_what_fits_it(package: Package) -> None:
    assert behind(package, "events_by_week") == {
        "2020-06-01:protest": ["week 1", "week 1 too"],
        "2020-06-01:sentence": ["jailed"],
        "2020-06-01:arrest": ["taken"],
        "2020-06-01:clash": ["fight"],
        "2020-06-01:all": ["week 1", "jailed", "fight", "taken", "week 1 too"],
        NO_BAR: ["month only", "over two weeks"],
    }
    counts, unplaced = events_by_bin(counts_of(IN_JUNE), bins(JUNE))
    assert counts.at[0, "protest"] == 2
    assert unplaced == 2


def test_a_bar_of_a_country_s_week_holds_its_own(package: Package) -> None:
    listed = behind(package, "protests_day_by_day", SUMMER)
    assert listed["KGZ:2020-06-01:protest"] == ["week 1 too"]
    counts, unplaced = marks_by_bin(counts_of(IN_JUNE), bins(SUMMER))
    assert len(listed) - 1 == len(counts)
    assert len(listed[NO_BAR]) == unplaced


def test_a_bar_of_a_month_holds_what_has_no_day_too_but_not_the_year_long(package: Package) -> None:
    assert behind(package, "protests_by_month") == {
        "KAZ:2020-06": ["week 1", "over two weeks"],
        "KGZ:2020-06": ["week 1 too"],
        "TKM:2020-06": ["month only"],
        NO_BAR: ["year only"],
    }
    counts, unplaced = protests_by_month(counts_of(EVENTS))
    assert unplaced == 1
    assert len(counts) == 3


def test_a_bar_of_a_word_holds_the_blanks_as_not_stated(package: Package) -> None:
    assert behind(package, "protests_by_issue") == {
        "Elections": ["week 1", "week 1 too"],
        "not stated": ["month only", "over two weeks"],
    }
    assert protests_by(counts_of(IN_JUNE), "issue").to_dict() == {"Elections": 2, "not stated": 2}


def test_behind_people_detained_is_every_event_with_a_figure_of_the_country_s_people() -> None:
    groups = behind_numbers(IN_JUNE, FIGURES)
    assert groups["KAZ:detained"] == ["taken"]
    assert groups["UZB:detained"] == groups["KGZ:detained"] == ["fight"]
    assert groups["KAZ:sentences"] == ["jailed"]
    assert groups["KAZ:protests"] == ["week 1", "over two weeks"]
    assert behind_numbers(IN_JUNE.iloc[:0], FIGURES) == {}
