"""The rules that set a COVID-19 figure beside the series, each on made-up days worked by hand."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from dashboard.covid.measures.series import official_series
from dashboard.reconciliation.measures.verdicts import (
    VERDICTS,
    Reconciled,
    Standing,
    reconciled,
    verdict_counts,
)
from dashboard.reconciliation.words import why_words

NAN = float("nan")
SERIES = [0, 10, 20, 30, 45, 45, 60, 200, 210, 220, 230, 240]
SOURCES = pd.DataFrame({"source_id": ["report"], "kind": ["report"]})
BREAK_COLUMNS = ["date", "end_date", "iso_code", "series", "kind", "what_changed", "least", "most"]
WORDS = {"definition": "", "note": "", "read_at": "", "excludes": ""}


def breaks(*rows: tuple) -> pd.DataFrame:
    """Return known breaks: first and last day, kind, what changed, and an offset's amounts."""
    table = [
        (first, last, "KAZ", "total_cases", kind, what, *(amounts or (pd.NA, pd.NA)))
        for first, last, kind, what, *amounts in rows
    ]
    frame = pd.DataFrame(table, columns=BREAK_COLUMNS)
    frame = frame.assign(source_id="jhu-csse", label="", adds="")
    for column in ("date", "end_date"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


PNEUMONIA = breaks(
    ("2020-06-08", "2020-06-08", "definition", "pneumonia added; day inferred")
).assign(label="pneumonia added", adds="pneumonia")


def figure(day: str, value: float, measure: str = "cumulative_cases", **more: object) -> dict:
    words = {"qualifier": "exact", "as_reported": f"{value:g}", **WORDS}
    numbers = {"low": value, "best": value, "high": value}
    return {
        "figure_id": "report:1",
        "country": "KAZ",
        "as_of": pd.Timestamp(day),
        "measure": measure,
        "confidence": "high",
        "source_id": "report",
        **numbers,
        **words,
        **more,
    }


def verdicts(
    *figures: dict, known: pd.DataFrame | None = None, series: Sequence[float] = SERIES
) -> tuple[Reconciled, ...]:
    """Judge figures beside Kazakhstan's series, which begins on 1 June 2020."""
    known = breaks() if known is None else known
    total = pd.array(series, dtype="Int64")
    daily = pd.DataFrame(
        {
            "date": pd.date_range("2020-06-01", periods=len(series), unit="s"),
            "iso_code": "KAZ",
            "total_cases": total,
            "total_deaths": total,
        }
    )
    official = {name: official_series(daily, known, name) for name in ("cases", "deaths")}
    return reconciled(pd.DataFrame(list(figures)), SOURCES, official, known)


def judged(*figures: dict, **more) -> tuple[str, str]:
    (row,) = verdicts(*figures, **more)
    return row.verdict.key, why_words(row.why)


def test_no_series_for_the_country_or_the_day():
    verdict, why = judged(figure("2020-06-03", 0, country="TKM", qualifier="officially_none"))
    assert verdict == "no official series"
    assert why == (
        "No official series is published for Turkmenistan; officially none is a claim, not a count."
    )
    assert judged(figure("2021-06-03", 20)) == (
        "no official series",
        "The series runs from 1 June 2020 to 12 June 2020.",
    )


def test_agrees_that_day_though_the_day_before_is_equal_too():
    assert judged(figure("2020-06-06", 45)) == ("agrees", "Equal that day.")


@pytest.mark.parametrize(
    ("value", "why"),
    [(20, "Equals 3 June 2020, the day before."), (45, "Equals 5 June 2020, the day after.")],
)
def test_agrees_a_day_apart(value, why):
    assert judged(figure("2020-06-04", value)) == ("agrees a day apart", why)


def test_a_change_of_definition_next_door_is_told_with_the_agreement():
    known = breaks(("2020-06-08", "2020-06-08", "definition", "cases without symptoms counted"))
    told = "The definition changes on 8 June 2020: cases without symptoms counted."
    assert judged(figure("2020-06-07", 45), known=known) == (
        "agrees a day apart",
        f"Equals 6 June 2020, the day before. {told}",
    )
    assert judged(figure("2020-06-07", 60), known=known)[1] == f"Equal that day. {told}"
    assert judged(figure("2020-06-05", 45), known=known)[1] == "Equal that day."


def test_part_of_a_day_needs_its_hour_and_a_number_between_two_closes():
    early = {"read_at": "10:00", "note": "By night it was 30."}
    assert judged(figure("2020-06-04", 25, **early)) == (
        "part of a day",
        "Read at 10:00, before the day’s close. Note: By night it was 30.",
    )
    assert judged(figure("2020-06-04", 33, **early))[0] == "unexplained"
    assert judged(figure("2020-06-04", 25))[0] == "unexplained"
    daily = figure("2020-06-04", 7, "new_cases", read_at="part of the day")
    assert judged(daily) == ("part of a day", "Read during the day, before the day’s close.")


@pytest.mark.parametrize(
    ("read_at", "words"),
    [("morning", "in the morning"), ("midday", "at midday"), ("20:45", "at 20:45")],
)
def test_the_hour_of_a_count_is_told(read_at, words):
    assert judged(figure("2020-06-04", 25, read_at=read_at)) == (
        "part of a day",
        f"Read {words}, before the day’s close.",
    )


@pytest.mark.parametrize("read_at", ["evening", "end of day"])
def test_a_count_of_the_evening_or_of_the_whole_day_is_no_part_of_a_day(read_at):
    assert judged(figure("2020-06-04", 25, read_at=read_at))[0] == "unexplained"


def test_what_a_note_says_of_the_hour_is_no_rule():
    assert judged(figure("2020-06-04", 25, note="reading at 10:00"))[0] == "unexplained"


def test_different_definition_where_the_series_adds_what_the_figure_leaves_out():
    verdict, why = judged(figure("2020-06-10", 70, excludes="pneumonia"), known=PNEUMONIA)
    assert verdict == "different definition"
    assert why == "Since 8 June 2020 the series counts what the figure leaves out: pneumonia added."
    several = figure("2020-06-10", 70, excludes="asymptomatic;pneumonia")
    assert judged(several, known=PNEUMONIA)[0] == "different definition"
    daily = figure("2020-06-10", 7, "new_cases", excludes="pneumonia")
    assert judged(daily, known=PNEUMONIA)[0] == "different definition"


@pytest.mark.parametrize(
    "changed",
    [
        {
            "as_of": pd.Timestamp("2020-06-06"),
            "best": 41,
            "low": 41,
            "high": 41,
        },  # before the break
        {"best": 300, "low": 300, "high": 300},  # higher than the series
        {"excludes": "asymptomatic"},  # counts it too
        {"excludes": "", "definition": "pneumonia not included"},  # the column says nothing
    ],
)
def test_a_break_does_not_explain_every_figure(changed):
    row = figure("2020-06-10", 70, excludes="pneumonia") | changed
    assert judged(row, known=PNEUMONIA)[0] == "unexplained"


def test_what_was_entered_since_the_change_is_named_too():
    known = breaks(
        ("2020-06-08", "2020-06-08", "definition", "pneumonia added"),
        ("2020-06-09", "2020-06-09", "backfill", "earlier cases entered"),
    ).assign(adds=["pneumonia", ""])
    row = figure("2020-06-10", 70, excludes="pneumonia")
    assert judged(row, known=known)[1].endswith("On 9 June 2020 also: earlier cases entered.")


def test_what_a_figure_leaves_out_explains_nothing_where_no_series_is_known_to_add_it():
    row = figure("2020-06-10", 70, excludes="pneumonia")
    assert judged(row)[0] == "unexplained"
    assert judged(row, known=PNEUMONIA.assign(adds=""))[0] == "unexplained"


def test_a_daily_number_on_a_day_that_holds_two_is_no_matter_of_definition():
    known = pd.concat(
        [PNEUMONIA, breaks(("2020-06-10", "2020-06-10", "reporting", "the step holds two days"))]
    )
    daily = figure("2020-06-10", 7, "new_cases", excludes="pneumonia")
    assert judged(daily, known=known) == (
        "known fault of the series",
        "10 June 2020: the step holds two days.",
    )
    total = figure("2020-06-10", 70, excludes="pneumonia")
    assert judged(total, known=known)[0] == "different definition"


def test_a_daily_number_on_the_day_of_a_change_has_nothing_to_meet():
    verdict, why = judged(figure("2020-06-08", 17, "new_cases"), known=PNEUMONIA)
    assert (verdict, why) == (
        "different definition",
        "The series changes its definition that day: pneumonia added; day inferred.",
    )


OFFSET = breaks(("2020-06-09", "2020-06-11", "offset", "series above the ministry", 4, 6))


@pytest.mark.parametrize(
    ("day", "value", "holds"),
    [
        ("2020-06-10", 215, True),
        ("2020-06-10", 214, True),
        ("2020-06-10", 213, False),  # 7 below
        ("2020-06-10", 217, False),  # 3 below
        ("2020-06-10", 225, False),  # 5 above
        ("2020-06-09", 205, True),
        ("2020-06-11", 225, True),
        ("2020-06-08", 195, False),  # before
        ("2020-06-12", 235, False),  # after
    ],
)
def test_a_known_offset_holds_within_its_amounts_and_on_its_days(day, value, holds):
    verdict, why = judged(figure(day, value), known=OFFSET)
    assert verdict == ("different definition" if holds else "unexplained")
    told = "The series stands above the ministry’s own count by 4 to 6 from 9 June 2020 to 11 June"
    assert why.startswith(told) == holds


def test_an_offset_tells_its_amount_once_when_it_is_one_number():
    known = breaks(
        ("2020-06-09", "2020-06-09", "offset", "above", 4, 6),
        ("2020-06-10", "2020-06-11", "offset", "above", 1, 1),
    )
    assert judged(figure("2020-06-10", 219), known=known) == (
        "different definition",
        "The series stands above the ministry’s own count by 1 from 10 June 2020 to 11 June 2020.",
    )
    between = judged(figure("2020-06-10", 215), known=known)
    assert between[0] == "unexplained"


def test_an_offset_is_of_its_series_and_of_totals_only():
    rows = [figure("2020-06-10", 215, "cumulative_deaths"), figure("2020-06-10", 5, "new_cases")]
    assert [judged(row, known=OFFSET)[0] for row in rows] == ["unexplained"] * 2


def test_what_a_note_says_of_an_offset_is_no_rule():
    noted = figure("2020-06-10", 215, note="series higher by 4-6")
    assert judged(noted)[0] == "unexplained"


def test_known_fault_on_the_day_or_next_to_it():
    known = breaks(("2020-06-06", "2020-06-06", "reporting", "repeats 45; 52 was published"))
    assert judged(figure("2020-06-06", 52), known=known) == (
        "known fault of the series",
        "6 June 2020: repeats 45; 52 was published.",
    )
    assert judged(figure("2020-06-07", 52), known=known)[0] == "known fault of the series"
    assert judged(figure("2020-06-09", 52), known=known)[0] == "unexplained"


def test_a_weekly_series_must_reach_the_number_within_seven_days():
    weekly = [5, 5, 5, 5, 5, 5, 5, 12, 12, 12, 12, 12]
    known = breaks(("2020-06-01", "2020-06-12", "reporting", "published once a week"))
    assert judged(figure("2020-06-04", 12), known=known, series=weekly) == (
        "known fault of the series",
        "Published once a week; it reaches the number on 8 June 2020.",
    )
    assert judged(figure("2020-06-04", 9), known=known, series=weekly)[0] == "unexplained"


@pytest.mark.parametrize("kind", ["correction", "backfill", "error"])
def test_revised_later_near_a_break_of_the_sources_own(kind):
    known = breaks(("2020-06-08", "2020-06-08", kind, "earlier cases entered"))
    assert judged(figure("2020-06-04", 33), known=known) == (
        "revised later",
        "8 June 2020: earlier cases entered.",
    )
    far = breaks(("2020-06-12", "2020-06-12", kind, "earlier cases entered"))
    assert judged(figure("2020-06-04", 33), known=far)[0] == "unexplained"


def test_stale_totals_only():
    assert judged(figure("2020-06-10", 45)) == (
        "stale",
        "The series had this number on 6 June 2020 and 220 that day.",
    )
    assert judged(figure("2020-06-09", 15, "new_cases"))[0] == "unexplained"


def test_unexplained_tells_the_nearest_days():
    assert judged(figure("2020-06-08", 120)) == (
        "unexplained",
        "No day of the series has this number; it has 60 on 7 June, 200 on 8 June and 210 on 9 "
        "June.",
    )
    assert judged(figure("2020-06-04", 220, note="from the title"))[1] == (
        "The series has this number on 10 June 2020; it has 20 on 3 June, 30 on 4 June and 45 on "
        "5 June. Note: from the title."
    )


def test_a_daily_number_is_looked_for_within_a_week_only():
    growing = np.cumsum(range(30)).tolist()
    near, far = verdicts(
        figure("2020-06-10", 12, "new_cases"), figure("2020-06-12", 28, "new_cases"), series=growing
    )
    assert near.beside.nearest_equal == pd.Timestamp("2020-06-13")
    assert far.beside.nearest_equal is None
    assert why_words(far.why).startswith("No day of the series has this number within a week")


def test_the_first_rule_that_holds_wins():
    known = breaks(
        ("2020-06-08", "2020-06-08", "definition", "pneumonia added"),
        ("2020-06-10", "2020-06-10", "reporting", "skips the day"),
        ("2020-06-10", "2020-06-10", "correction", "revised"),
    ).assign(adds=["pneumonia", "", ""])
    every = {"excludes": "pneumonia", "read_at": "part of the day"}
    order = [
        judged(figure("2020-06-10", value, **every), known=known)[0]
        for value in (220, 210, 215, 45)
    ]
    assert order == ["agrees", "agrees a day apart", "part of a day", "different definition"]
    without = figure("2020-06-10", 45)
    assert judged(without, known=known)[0] == "known fault of the series"
    assert judged(without, known=known[known["kind"] != "reporting"])[0] == "revised later"


def test_gap_is_the_figure_less_the_series_in_number_and_percent():
    rows = verdicts(figure("2020-06-02", 4), figure("2020-06-01", 3), figure("2020-06-03", 20))
    assert [row.beside.gap for row in rows] == [3, -6, 0]
    assert [row.beside.percent for row in rows] == [np.inf, -60, 0]
    (none,) = verdicts(figure("2020-06-02", 4, country="TKM"))
    assert np.isnan(none.beside.gap)
    assert np.isnan(none.beside.percent)


def test_a_bound_agrees_with_what_lies_within_it_and_gaps_count_from_its_end():
    least = {"low": 25.0, "best": NAN, "high": NAN, "qualifier": "at_least"}
    (inside,) = verdicts(figure("2020-06-04", 25) | least)
    (outside,) = verdicts(figure("2020-06-02", 25) | least)
    assert (inside.verdict.key, inside.beside.gap) == ("agrees", 0)
    assert (outside.verdict.key, outside.beside.gap) == ("unexplained", 15)
    word = {"low": NAN, "best": NAN, "high": NAN, "qualifier": "vague"}
    assert verdicts(figure("2020-06-04", 25) | word) == ()


def test_verdicts_are_counted_by_country():
    rows = verdicts(
        figure("2020-06-02", 10), figure("2020-06-03", 20), figure("2020-06-03", 0, country="TKM")
    )
    assert verdict_counts(rows) == {("agrees", "KAZ"): 2, ("no official series", "TKM"): 1}


def test_the_order_of_the_verdicts_is_that_of_their_rules():
    assert list(VERDICTS) == [
        "no official series",
        "agrees",
        "agrees a day apart",
        "part of a day",
        "different definition",
        "known fault of the series",
        "revised later",
        "stale",
        "unexplained",
    ]
    left = [each.key for each in VERDICTS.values() if each.standing is Standing.UNEXPLAINED]
    assert left == ["unexplained"]


@pytest.mark.parametrize(
    "name", ["key", "title", "meaning", "rule", "marker", "sign", "shape", "office"]
)
def test_every_verdict_has_what_tells_it_apart(name):
    values = [getattr(verdict, name) for verdict in VERDICTS.values()]
    assert all(values)
    assert len(set(values)) == len(VERDICTS)


def test_nothing_handed_in_is_changed():
    known = PNEUMONIA.copy()
    verdicts(figure("2020-06-10", 70), known=known)
    pd.testing.assert_frame_equal(known, PNEUMONIA)
