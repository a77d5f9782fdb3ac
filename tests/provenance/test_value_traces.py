"""Where a day of the series or a rate comes from: exact words on made-up rows."""

from typing import Any

import pandas as pd
import pytest

from dashboard.covid.measures.series import official_series
from dashboard.panels.keys import MalformedKey, RateKey, SeriesKey, rate_key, read_key, series_key
from dashboard.provenance.words import Trace, rate_trace, series_trace

SOURCES = pd.DataFrame(
    [
        {
            "source_id": "counts",
            "publisher": "The Counting House",
            "title": "Totals by day",
            "published": "2023-03-10",
            "address": "https://example.org/counts",
            "kind": "dataset",
        },
        {
            "source_id": "page",
            "publisher": "The Lantern",
            "title": "Front page",
            "published": "2025-12",
            "address": "https://example.org/lantern",
            "kind": "document",
            "sha256": "ab" * 32,
            "paragraph_count": 9,
            "character_count": 900,
        },
        {"source_id": "files", "publisher": "Rate Files", "kind": "dataset", "address": None},
    ]
)
FIGURES = pd.DataFrame({"source_id": ["page"], "as_reported": ["0.00192"]})
DAYS = pd.date_range("2020-06-01", periods=12)
DAILY = pd.DataFrame(
    {
        "date": DAYS,
        "iso_code": "KAZ",
        "total_cases": [10, 20, 30, 40, 50, 60, 70, 80, 90, 190, 200, 210],
        "total_deaths": pd.array([0, 0, 1, *[1] * 8, None], dtype="Int64"),
        "source_id": "counts",
    }
)
BREAKS = pd.DataFrame(
    {
        "date": pd.to_datetime(["2020-06-10", "2020-06-05", "2020-06-12", "2020-06-11"]),
        "end_date": pd.to_datetime(["2020-06-10", "2020-06-06", "2020-06-12", "2020-06-11"]),
        "iso_code": ["KAZ", "KAZ", "KAZ", "KGZ"],
        "series": ["total_cases"] * 4,
        "kind": ["definition", "reporting", "definition", "definition"],
        "what_changed": ["silent cases added", "told late", "another count", "not ours"],
        "change": [90, None, None, None],
    }
)
NONE = (None, None, None)
RATES = pd.DataFrame(
    [
        ("2025-12-12", "KZT", 0.00192, "0.00192", 3, "-0%", "ticker", "page", 2, 27, 48),
        ("2025-12-12", "KZT", 0.0019, "0.0019000", 5, None, "daily", "files", *NONE),
        ("2025-12-02", "KZT", 0.002, "0.0020000", 5, None, "daily", "files", *NONE),
        ("2025-12-12", "TMT", 0.2857, "0.2857", 4, None, "daily", "files", *NONE),
        ("2025-12-13", "TMT", 0.25, "0.25", 2, None, "daily", "files", *NONE),
    ],
    columns=[
        *("date", "currency", "usd_per_unit", "rate_text", "significant_digits", "change_text"),
        *("kind", "source_id", "paragraph", "char_start", "char_end"),
    ],
).assign(
    paragraph=pd.array([2, *[None] * 4], dtype="Int64"),
    date=lambda rows: pd.to_datetime(rows["date"]),
    units_text=None,
    note=pd.array(["first of two prints", *[None] * 4], dtype=object),
    address=["https://example.org/page", *["https://example.org/day.json"] * 4],
)
TABLES = {
    "covid_daily": DAILY,
    "covid_breaks": BREAKS,
    "sources": SOURCES,
    "figures": FIGURES,
    "rates": RATES,
    "series": pd.DataFrame(
        {
            "source_id": ["counts", "counts", "page"],
            "measure": ["total_cases", "total_deaths", "ticker"],
            "meaning": ["Cases that were counted.", "Deaths that were.", "What a page says."],
        }
    ),
    "official_rates": pd.DataFrame(
        {
            "currency": ["TMT"],
            "units_per_usd": [3.5],
            "valid_from": pd.to_datetime(["2015-01-01"]),
            "valid_to": [pd.NaT],
        }
    ),
}


def series(key: str) -> Trace | None:
    asked = read_key(key)
    assert isinstance(asked, SeriesKey)
    own = official_series(DAILY, BREAKS, asked.series)[asked.country]
    return series_trace(asked, own, TABLES)


def rate(key: str) -> Trace | None:
    asked = read_key(key)
    assert isinstance(asked, RateKey)
    return rate_trace(asked, TABLES)


def facts(trace: Trace | None) -> dict[str, Any]:
    assert trace is not None
    return dict(trace.facts)


def test_a_day_of_the_series_says_who_when_what_and_which_breaks_hold() -> None:
    key = "series:KAZ:2020-06-11:total_cases"
    trace = series(key)
    assert trace is not None
    assert (trace.key, trace.publisher) == (key, "The Counting House")
    assert trace.title == "Kazakhstan, 11 June 2020: 200 total cases"
    assert (trace.place, trace.fingerprint, trace.in_data_set) == (None, None, True)
    assert facts(trace) == {
        "Publisher": "The Counting House",
        "Title": "Totals by day",
        "Published": "10 March 2023",
        "Address": "https://example.org/counts",
        "Paragraph": "none: the source is known by its address",
        "As of": "11 June 2020",
        "Series says": "200",
        "The day before": "190",
        "Counts": "all confirmed cases of Kazakhstan in the series up to this day",
        "Concerns": "Kazakhstan",
        "Breaks in force": "10 June 2020, definition: silent cases added",
        "Next change of definition": "12 June 2020, definition: another count",
        "Series runs": "1 June 2020 to 12 June 2020",
        "The series": "Cases that were counted.",
    }


def test_a_break_of_reporting_holds_on_its_own_days_only() -> None:
    late = facts(series("series:KAZ:2020-06-06:new_cases"))
    assert late["Breaks in force"] == "5 June 2020 to 6 June 2020, reporting: told late"
    assert (late["Series says"], late["The day before"]) == ("10", "10")
    assert facts(series("series:KAZ:2020-06-07:new_cases"))["Breaks in force"] == "none known"


def test_what_the_series_does_not_say_is_not_a_number() -> None:
    cut = series("series:KAZ:2020-06-10:new_cases")
    assert cut is not None
    assert cut.title.endswith("new cases not told: the series is cut or falls")
    assert facts(series("series:KAZ:2020-06-12:total_deaths"))["Series says"] == "not in the series"
    assert facts(series("series:KAZ:2020-06-08:new_cases_smoothed"))["Series says"] == "10.0"
    assert facts(series("series:KAZ:2020-06-01:total_cases"))["The day before"] == (
        "not in the series"
    )
    assert series("series:KAZ:2021-06-12:total_cases") is None


def test_a_printed_rate_says_its_digits_and_all_that_they_allow() -> None:
    trace = rate("rate:KZT:2025-12-12:page")
    assert trace is not None
    assert trace.title == "Tenge, 12 December 2025: rate as reported on a page, 0.00192"
    assert trace.place is not None
    assert trace.fingerprint is not None
    assert facts(trace) == {
        "Publisher": "The Lantern",
        "Title": "Front page",
        "Published": "December 2025",
        "Address": "https://example.org/page",
        "Paragraph": "2",
        "Characters": "27 to 48 of the file",
        "As of": "12 December 2025",
        "As reported": "“0.00192”",
        "Significant digits": "3",
        "Range implied by rounding": "519.5 to 522.2 tenge per US dollar",
        "Change, as reported": "“-0%”",
        "Counts": "US dollars per tenge (KZT), rate as reported on a page",
        "Concerns": "Kazakhstan",
        "Note": "first of two prints",
        "The series": "What a page says.",
    }


def test_a_daily_rate_has_an_address_of_its_own_and_no_sentence() -> None:
    trace = rate("rate:KZT:2025-12-12:files")
    assert trace is not None
    assert (trace.address, trace.in_data_set) == ("https://example.org/day.json", True)
    told = facts(trace)
    assert (told["As reported"], told["Per US dollar"]) == ("“0.0019000”", "526.32 tenge")
    assert "Change" not in told


def test_a_change_is_told_with_the_rate_that_it_is_counted_from() -> None:
    told = facts(rate("rate:KZT:2025-12-12:files:2025-12-02"))
    assert told["Change"] == (
        "−5.00% against the US dollar, weaker; counted from 2 December 2025, “0.0020000”, "
        "https://example.org/day.json"
    )
    one_day = facts(rate("rate:KZT:2025-12-12:files:2025-12-12"))
    assert one_day["Change"].startswith("none to tell: one day only")
    assert rate("rate:KZT:2025-12-12:files:2025-12-03") is None


def test_the_manat_is_administered_and_an_odd_day_looks_wrong() -> None:
    official = "the official rate, administered, is 3.5 per US dollar"
    assert facts(rate("rate:TMT:2025-12-12:files"))["Reading"] == official
    assert facts(rate("rate:TMT:2025-12-13:files"))["Reading"] == f"looks wrong: {official}"


def test_an_absent_rate_has_no_trace() -> None:
    assert rate("rate:KZT:2025-12-11:page") is None
    assert rate("rate:UZS:2025-12-12:page") is None


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("series:KAZ", "four parts, as in series:KAZ:2020-06-30:total_cases"),
        ("series:XXX:2020-06-30:total_cases", "“XXX” is no country here; known are KAZ"),
        ("series:KAZ:2020-06-30:cases", "“cases” is no column here"),
        ("series:KAZ:2020-02-30:total_cases", "“2020-02-30” is no day"),
        ("series:KAZ:30 June 2020:total_cases", "“30 June 2020” is no day"),
        ("rate:EUR:2025-12-12:page", "“EUR” is no currency here"),
        ("rate:KZT:2025-12-12:", "ends with its source"),
        ("rate:KZT:2025-12-12:page:soon", "“soon” is no day"),
        ("rate:KZT:2025-12-12:page:2025-12-01:more", "four parts"),
    ],
)
def test_a_malformed_key_says_what_is_wrong(key: str, words: str) -> None:
    with pytest.raises(MalformedKey) as trouble:
        read_key(key)
    assert words in str(trouble.value)


def test_keys_read_back_as_they_were_written() -> None:
    for key in (
        series_key("KGZ", "2020-07-18", "deaths", "mean"),
        rate_key("UZS", "2025-12-12", "page"),
        "rate:UZS:2025-12-12:page:2025-12-01",
    ):
        assert str(read_key(key)) == key
    assert read_key("cabar-2020-06:7:1") is None
