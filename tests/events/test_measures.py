"""Events counted by country, week and month, and which of them stand out."""

import pandas as pd
from counting import counts_of

from dashboard.events.measures import bins, events_by_bin, standing_out
from dashboard.selection import Selection


def event(
    key: str, first: str, last: str, mark: str, country: str = "KGZ", *, abroad: bool = False
) -> dict[str, object]:
    return {
        "event_id": key,
        "event_date": pd.Timestamp(first),
        "end_date": pd.Timestamp(last),
        "mark": mark,
        "country": country,
        "abroad": abroad,
        "event_type": "Diplomacy",
        "confidence": "high",
    }


EVENTS = pd.DataFrame(
    [
        event("one day", "2020-06-06", "2020-06-06", "protest", "KAZ"),
        event("abroad", "2020-06-26", "2020-06-26", "protest", "TKM", abroad=True),
        event("within a week", "2020-06-16", "2020-06-18", "other"),
        event("across weeks", "2020-06-12", "2020-06-16", "other"),
        event("month only", "2020-06-01", "2020-06-30", "arrest"),
        event("last day", "2020-06-30", "2020-06-30", "sentence"),
    ]
)


def test_weeks_run_monday_to_sunday_and_stop_at_the_month() -> None:
    cut = bins(Selection())
    assert cut["label"].tolist() == ["1–7", "8–14", "15–21", "22–28", "29–30"]
    july = bins(Selection(first_month="2020-07", last_month="2020-07"))
    assert july["label"].tolist() == ["1–5", "6–12", "13–19", "20–26", "27–31"]


def test_two_months_have_no_week_across_their_border() -> None:
    cut = bins(Selection(first_month="2020-06", last_month="2020-07"))
    assert (cut["start"].dt.month == cut["end"].dt.month).all()
    assert (cut["start"].shift(-1).dropna() - cut["end"].iloc[:-1] == pd.Timedelta(days=1)).all()


def test_ten_months_are_cut_into_months() -> None:
    cut = bins(Selection(first_month="2020-03", last_month="2020-12"))
    assert len(cut) == 10
    assert cut["label"].tolist()[:2] == ["Mar", "Apr"]


def test_no_bar_for_an_event_without_a_day() -> None:
    counts, unplaced = events_by_bin(counts_of(EVENTS), bins(Selection()))
    assert unplaced == 2
    assert counts["protest"].tolist() == [1, 0, 0, 1, 0]
    assert counts["other"].tolist() == [0, 0, 1, 0, 0]
    assert counts["arrest"].sum() == 0
    assert counts["sentence"].tolist() == [0, 0, 0, 0, 1]


def test_a_month_only_event_has_its_bar_when_bins_are_months() -> None:
    counts, unplaced = events_by_bin(
        counts_of(EVENTS), bins(Selection(first_month="2020-03", last_month="2020-12"))
    )
    assert unplaced == 0
    assert counts["arrest"].tolist() == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]


def test_no_events_give_zeros() -> None:
    counts, unplaced = events_by_bin(counts_of(EVENTS.iloc[:0]), bins(Selection()))
    assert (counts.to_numpy().sum(), unplaced) == (0, 0)


def test_what_has_most_points_stands_out_and_of_equals_the_first() -> None:
    alone = standing_out(EVENTS, [5] * len(EVENTS))
    firsts = EVENTS.drop_duplicates("country")["event_id"].tolist()
    assert alone["event_id"].tolist() == firsts
    last = EVENTS["event_id"].tolist()[-1]
    chosen = standing_out(EVENTS, [*range(len(EVENTS))])
    assert last in chosen["event_id"].tolist()
    assert chosen.groupby("country").size().max() == 1
