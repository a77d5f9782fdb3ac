"""Silence: what is not covered, what sources that look report none of, and what is told."""

import pandas as pd

from dashboard.coverage.measures.silence import CURRENCY, reported_by_month, silence
from dashboard.marks import ALL_OTHERS, HEALTH

DAYS = ("event_date", "end_date", "as_of", "date")


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=columns.split())
    if "paragraph" in made:
        made["paragraph"] = made["paragraph"].astype("Int64")
    return made.assign(**{name: pd.to_datetime(made[name]) for name in DAYS if name in made})


TABLES = {
    "events": table(
        "event_id event_date end_date time_precision country concerned topic source_id paragraph",
        ("rally", "2020-06-06", "2020-06-06", 1, "KAZ", "KAZ", "Protests", "review", 3),
        (
            "clash",
            "2020-05-31",
            "2020-05-31",
            1,
            "KGZ",
            "KGZ;UZB",
            "Clashes and attacks",
            "w",
            None,
        ),
        ("rules", "2020-06-01", "2020-06-30", 3, "KAZ", "KAZ", "Public health", "review", 3),
        ("year", "2020-01-01", "2020-12-31", 3, "TKM", "TKM", "Protests", "w", None),
    ),
    "event_sources": table("event_id source_id", ("rally", "second")),
    "figures": table(
        "event_id country as_of measure source_id paragraph",
        ("rally", "KAZ", "2020-06-06", "participants", "third", 9),
        (None, "TJK", "2020-06-30", "cumulative_cases", "review", 12),
        (None, "REG", "2020-06-30", "amount", "review", 13),
    ),
    "covid_daily": table("date iso_code source_id", ("2020-04-01", "UZB", "series")),
    "rates": table("date currency source_id paragraph", ("2020-06-01", "KZT", "review", 20)),
}


COVERED = {
    (topic, country): frozenset({"2020-06"})
    for topic in ("Sentences", ALL_OTHERS)
    for country in ("KAZ", "TJK")
}


def cell(topic: str, month: str, country: str) -> tuple[object, ...]:
    rows = silence(reported_by_month(TABLES), COVERED, [country], [month])
    return tuple(rows.set_index("topic").loc[topic][["events", "sources", "paragraphs", "state"]])


def test_what_is_reported_is_counted_once_by_source_and_paragraph() -> None:
    assert cell("Protests", "2020-06", "KAZ") == (1, 3, 2, "reported")
    assert cell(HEALTH, "2020-06", "KAZ") == (1, 1, 1, "reported")


def test_sources_that_report_none_are_not_the_same_as_no_source() -> None:
    assert cell("Sentences", "2020-06", "KAZ") == (0, 0, 0, "none reported")
    assert cell("Sentences", "2020-06", "TKM") == (0, 0, 0, "not covered")
    assert cell("Protests", "2020-01", "TKM")[-1] == "not covered"


def test_an_event_or_a_figure_covers_nothing_but_itself() -> None:
    assert cell("Clashes and attacks", "2020-06", "KAZ")[-1] == "not covered"
    assert cell("Protests", "2020-06", "TJK")[-1] == "not covered"
    assert cell("Sentences", "2020-07", "KAZ")[-1] == "not covered"


def test_a_clash_is_no_silence_of_the_other_side() -> None:
    for country in ("KGZ", "UZB"):
        assert cell("Clashes and attacks", "2020-05", country) == (1, 1, 0, "reported")


def test_a_statistic_is_told_without_an_event() -> None:
    assert cell(HEALTH, "2020-06", "TJK") == (0, 1, 1, "reported")
    assert cell(ALL_OTHERS, "2020-06", "TJK")[-1] == "none reported"


def test_a_series_covers_its_own_topic_and_nothing_else() -> None:
    assert cell(HEALTH, "2020-04", "UZB") == (0, 1, 0, "reported")
    assert cell("Protests", "2020-04", "UZB")[-1] == "not covered"
    assert cell(CURRENCY, "2020-06", "KAZ") == (0, 1, 1, "reported")
    assert cell(CURRENCY, "2020-06", "TJK")[-1] == "not covered"


def test_rows_stand_by_topic_month_and_country() -> None:
    told = reported_by_month(TABLES)
    rows = silence(told, COVERED, ["KAZ", "UZB"], ["2020-05", "2020-06"])
    assert len(rows) == 7 * 2 * 2
    assert rows.iloc[:4][["month", "country"]].to_numpy().tolist() == [
        ["2020-05", "KAZ"],
        ["2020-05", "UZB"],
        ["2020-06", "KAZ"],
        ["2020-06", "UZB"],
    ]
    assert silence(told, COVERED, [], ["2020-05"]).empty
