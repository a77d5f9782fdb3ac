"""Which protests, arrests and sentences count, and for which month and country."""

from collections import Counter

import pandas as pd
from counting import counts_of

from dashboard.events.measures import bins
from dashboard.protests.measures.cases import sentences
from dashboard.protests.measures.counts import (
    COUNT_RULES,
    begun_before,
    cells_begun_before,
    cells_of_the_period,
    countries_shown,
    left_out_by_status,
    marks_by_bin,
    of_the_period,
    on_this_page,
    protests_by,
    protests_by_country,
    protests_by_month,
)
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.wording import term


def event(
    key: str,
    first: str,
    last: str = "",
    mark: str = "protest",
    country: str = "KGZ",
    *,
    precision: int = 1,
    **more: object,
) -> dict[str, object]:
    return {
        "event_id": key,
        "event_date": pd.Timestamp(first),
        "end_date": pd.Timestamp(last or first),
        "time_precision": precision,
        "mark": mark,
        "country": country,
        "concerned": country,
        "abroad": False,
        "status": "occurred",
        "topic": "Protests",
        "searched": key,
        "issue": None,
        "actor1": None,
        "actor2": None,
        "title": key,
        "source_id": "a",
        **more,
    }


EVENTS = pd.DataFrame(
    [
        event("since May", "2020-05-23", "2020-06-16", country="TJK"),
        event("all year", "2020-01-01", "2020-12-31", precision=3),
        event("clash of 31 May", "2020-05-31", mark="clash"),
        event("rally", "2020-06-06", country="KAZ", issue="Elections"),
        event("march", "2020-06-29", issue="Media and internet"),
        event("abroad", "2020-06-26", country="TKM", abroad=True, issue="Elections"),
        event("month only", "2020-06-01", "2020-06-30", country="TKM", precision=3),
        event("claimed", "2020-06-02", country="UZB", status="claimed"),
        event("week", "2020-06-05", "2020-06-09", mark="arrest", precision=2),
        event("region", "2020-06-11", mark="arrest", country="REG"),
        event("law", "2020-06-11", mark="other"),
    ]
)
JUNE = Selection()


def test_only_the_four_kinds_are_on_the_page() -> None:
    assert "law" not in on_this_page(EVENTS)["event_id"].tolist()
    assert len(on_this_page(EVENTS)) == 10


def test_a_clash_of_31_may_is_not_june_s() -> None:
    assert "clash of 31 May" not in JUNE.apply(EVENTS)["event_id"].tolist()


def test_spans_that_reach_into_the_period_are_found_but_year_long_ones_are_not() -> None:
    assert begun_before(EVENTS, JUNE)["event_id"].tolist() == ["since May"]
    kazakh = Selection(countries=("KAZ",))
    assert begun_before(EVENTS[kazakh.matches(EVENTS)], kazakh).empty


def test_protests_by_country_sets_abroad_apart() -> None:
    counts = protests_by_country(counts_of(JUNE.apply(EVENTS)))
    assert list(counts.items()) == [("TKM", (1, 1)), ("KAZ", (1, 0)), ("KGZ", (1, 0))]
    assert protests_by_country(counts_of(EVENTS.iloc[:0])) == {}


def test_protests_by_month_keeps_what_has_no_day_apart_and_leaves_the_year_long_out() -> None:
    counts, unplaced = protests_by_month(counts_of(EVENTS[EVENTS["status"].eq("occurred")]))
    assert counts.to_numpy().tolist() == [
        ["2020-05", "TJK", 1, 0, 0],
        ["2020-06", "KAZ", 1, 0, 0],
        ["2020-06", "KGZ", 1, 0, 0],
        ["2020-06", "TKM", 1, 1, 1],
    ]
    assert unplaced == 1


def test_protests_by_a_word_put_blanks_last() -> None:
    counts = protests_by(counts_of(JUNE.apply(EVENTS)), "issue")
    assert counts.to_dict() == {"Elections": 2, "Media and internet": 1, "not stated": 1}
    assert counts.index[-1] == "not stated"
    assert protests_by(counts_of(EVENTS.iloc[:0]), "issue").empty


def test_no_bar_holds_what_fits_no_single_bin() -> None:
    cut = bins(JUNE)
    counts, unplaced = marks_by_bin(counts_of(on_this_page(JUNE.apply(EVENTS))), cut)
    assert unplaced == 2
    assert counts.to_numpy().tolist() == [
        ["KAZ", 0, "protest", 1],
        ["KGZ", 4, "protest", 1],
        ["REG", 1, "arrest", 1],
        ["TKM", 3, "protest", 1],
    ]
    counts, unplaced = marks_by_bin(counts_of(EVENTS.iloc[:0]), cut)
    assert counts.empty
    assert unplaced == 0


def test_what_the_status_leaves_out_is_counted_for_the_chosen_countries() -> None:
    in_period = cells_of_the_period(counts_of(EVENTS), JUNE)
    assert left_out_by_status(in_period, JUNE) == {"claimed": 1}
    assert left_out_by_status(in_period, Selection(countries=("KAZ",))) == {}
    assert left_out_by_status(in_period, Selection(statuses=("occurred", "claimed"))) == {}


def test_cells_are_the_period_s_by_the_same_rule_as_events() -> None:
    counts = counts_of(EVENTS)
    for rule in COUNT_RULES:
        cells = cells_of_the_period(counts, JUNE, rule)
        kept = EVENTS[of_the_period(EVENTS, JUNE, rule)]
        assert cells.by("event_id") == Counter(kept["event_id"])
    assert cells_begun_before(counts, JUNE).by("event_id") == {"since May": 1}


def test_the_region_has_a_row_only_when_an_event_concerns_it() -> None:
    assert countries_shown((), Selection(countries=("KAZ", "KGZ"))) == ["KAZ", "KGZ"]
    assert countries_shown({"KGZ"}, Selection(countries=("UZB",))) == ["UZB", "KGZ"]
    assert countries_shown({"REG"}, Selection(countries=("KGZ",))) == ["KGZ", "REG"]


def test_a_sentence_has_a_row_a_term_and_one_without_a_term_stays() -> None:
    courts = pd.DataFrame(
        [
            event("isakov", "2020-06-09", mark="sentence", actor1="City Court", actor2="Isakov"),
            event("officers", "2020-06-10", mark="sentence", actor1="Judiciary of Uzbekistan"),
            event("untold", "2020-06-11", mark="sentence", actor1="Courts of Kazakhstan"),
            event("rally", "2020-06-12"),
        ]
    )
    figures = pd.DataFrame(
        [
            ("isakov", "sentence_length", 216.0, 216.0, "month", "both verdicts"),
            ("isakov", "fine", 247.0, 247.0, "KGS", ""),
            ("officers", "sentence_length", 7.0, 7.0, "year", "two officers"),
            ("officers", "sentence_length", 2.0, 15.0, "day", "a third"),
        ],
        columns=["event_id", "measure", "low", "high", "unit", "as_reported"],
    ).assign(best=None, qualifier="exact", hedge=None, note=None)
    rows = sentences(courts, figures)
    assert [each.event_id for each in rows] == ["isakov", "officers", "officers", "untold"]
    assert [term(each.term) for each in rows] == ["18 y", "7 y", "2 d – 15 d", "not stated"]
    assert rows[3].term == Absent(Reason.NOT_STATED)
    assert [each.court for each in rows] == ["City Court", "", "", ""]
    assert sentences(courts.iloc[:0], figures) == []
