"""Which events stand behind a bar: a dozen made-up ones, grouped as the counts count them."""

import pandas as pd
from counting import counts_of

from dashboard.drilldown.measures import NO_BAR, behind_bins, behind_months, behind_words
from dashboard.events.measures import bins, events_by_bin
from dashboard.overview.measures import behind_numbers
from dashboard.protests.measures.counts import marks_by_bin, protests_by, protests_by_month
from dashboard.selection import Selection


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
        "country": country,
        "place_country": country,
        "mark": mark,
        "abroad": False,
        "title": key,
        "location": None,
        "issue": issue,
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
        "source_id": "review",
    }


FIGURES = pd.DataFrame(
    [figure("taken", "KAZ", 100), figure("fight", "KGZ", 5), figure("fight", "UZB", 7)]
)


def test_a_bar_of_a_week_holds_what_fits_it() -> None:
    cut = bins(Selection())
    groups = behind_bins(IN_JUNE, cut)
    assert groups == {
        "2020-06-01:protest": ["week 1", "week 1 too"],
        "2020-06-01:sentence": ["jailed"],
        "2020-06-01:arrest": ["taken"],
        "2020-06-01:clash": ["fight"],
        NO_BAR: ["over two weeks", "month only"],
    }
    counts, unplaced = events_by_bin(counts_of(IN_JUNE), cut)
    assert counts.at[0, "protest"] == 2
    assert unplaced == 2


def test_a_bar_of_a_country_s_week_holds_its_own() -> None:
    cut = bins(Selection())
    groups = behind_bins(IN_JUNE, cut, by_country=True)
    assert groups["KGZ:2020-06-01:protest"] == ["week 1 too"]
    counts, unplaced = marks_by_bin(counts_of(IN_JUNE), cut)
    assert len(groups) - 1 == len(counts)
    assert len(groups[NO_BAR]) == unplaced


def test_a_bar_of_a_month_holds_what_has_no_day_too_but_not_the_year_long() -> None:
    groups = behind_months(EVENTS)
    assert groups == {
        "KAZ:2020-06": ["week 1", "over two weeks"],
        "KGZ:2020-06": ["week 1 too"],
        "TKM:2020-06": ["month only"],
        NO_BAR: ["year only"],
    }
    counts, unplaced = protests_by_month(counts_of(EVENTS))
    assert unplaced == 1
    assert len(counts) == 3


def test_a_bar_of_a_word_holds_the_blanks_as_not_stated() -> None:
    groups = behind_words(IN_JUNE, "issue")
    assert groups == {
        "Elections": ["week 1", "week 1 too"],
        "not stated": ["over two weeks", "month only"],
    }
    assert protests_by(counts_of(IN_JUNE), "issue").to_dict() == {"Elections": 2, "not stated": 2}


def test_behind_people_detained_is_every_event_with_a_figure_of_the_country_s_people() -> None:
    groups = behind_numbers(IN_JUNE, FIGURES)
    assert groups["KAZ:detained"] == ["taken"]
    assert groups["UZB:detained"] == groups["KGZ:detained"] == ["fight"]
    assert groups["KAZ:sentences"] == ["jailed"]
    assert groups["KAZ:protests"] == ["week 1", "over two weeks"]
    assert behind_numbers(IN_JUNE.iloc[:0], FIGURES) == {}
