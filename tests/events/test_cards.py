"""The card of an event, on tables of a few rows."""

import pandas as pd
import pytest

from dashboard.events.panels.card import card_of
from dashboard.events.words import figure_number, figure_unit, place_words, when_words
from dashboard.panels.sources import safe_address

NAN = float("nan")
EVENT = {
    "event_date": pd.Timestamp("2020-06-29"),
    "end_date": pd.Timestamp("2020-06-29"),
    "time_precision": 1,
    "date_basis": "stated",
    "status": "occurred",
    "event_type": "Protests",
    "sub_event_type": "Peaceful protest",
    "country": "KGZ",
    "related_countries": None,
    "place_country": "KGZ",
    "admin1": "KG-GB",
    "location": "Bishkek",
    "geo_precision": 1,
    "actor1": "Protesters (Kyrgyzstan)",
    "actor2": None,
    "notes": "",
    "issue": "Media and internet",
    "state_response": "none reported",
    "related_event_id": None,
    "acled_eligible": True,
    "acled_reason": None,
    "confidence": "high",
    "source_id": "review",
    "paragraph": 45,
    "footnotes": "35;36",
    "mark": "protest",
    "abroad": False,
}
FIGURE = {
    "country": "KGZ",
    "as_of": pd.Timestamp("2020-06-29"),
    "measure": "participants",
    "low": NAN,
    "best": NAN,
    "high": 1000.0,
    "unit": "person",
    "qualifier": "at_most",
    "as_reported": "nearly a thousand",
    "definition": "marchers",
    "note": None,
    "source_id": "review",
    "paragraph": 45,
    "footnotes": "35",
}


def source(key: str, **other: object) -> dict[str, object]:
    row = {
        "title": "Month in Review",
        "publisher": "CABAR.asia",
        "published": "2020-07",
        "licence": "all rights reserved",
    }
    return {"source_id": key, "address": "https://cabar.asia/en", **row, **other}


def tables() -> dict[str, pd.DataFrame]:
    events = [
        EVENT | {"event_id": "bill", "title": "Bill passed"},
        EVENT | {"event_id": "march", "title": "March", "related_event_id": "bill"},
        EVENT | {"event_id": "rally", "title": "Rally", "related_event_id": "bill"},
        EVENT | {"event_id": "fine", "title": "Organiser fined", "related_event_id": "march"},
        EVENT | {"event_id": "alone", "title": "Alone"},
    ]
    return {
        "events": pd.DataFrame(events),
        "figures": pd.DataFrame([FIGURE | {"figure_id": "1", "event_id": "march"}]),
        "sources": pd.DataFrame(
            [
                source("review"),
                source("blog", publisher="A blog", address="javascript:alert(1)", published=None),
            ]
        ),
        "event_sources": pd.DataFrame({"event_id": ["march"], "source_id": ["blog"]}),
        "provinces": pd.DataFrame({"admin1": ["KG-GB"], "name": ["Bishkek"]}),
    }


def when(first: str, last: str, precision: int, basis: str = "stated") -> str:
    days = {"event_date": pd.Timestamp(first), "end_date": pd.Timestamp(last)}
    return when_words(days | {"time_precision": precision, "date_basis": basis})


def test_a_card_says_when_where_and_from_which_sentence() -> None:
    card = card_of("march", tables())
    assert card is not None
    facts = dict(card.facts)
    assert facts["When"] == "29 June 2020"
    assert facts["Type"] == "Protests: Peaceful protest (as in ACLED’s list)"
    assert facts["ACLED"] == "in its scope"
    assert facts["Where"] == "Bishkek, Kyrgyzstan"
    assert facts["Location precision"] == "town"
    assert card.sources[0].place == "paragraph 45, footnotes 35 and 36"
    assert card.sources[0].published == "July 2020"


def test_an_upper_bound_stays_one_and_keeps_its_words() -> None:
    card = card_of("march", tables())
    assert card is not None
    assert card.figures is not None
    [figure] = card.figures
    assert (figure.measure, figure.number, figure.unit) == ("took part", "≤ 1,000", "people")
    assert figure.how == "at most, reported as “nearly a thousand”"
    assert (figure.counts, figure.as_of) == ("marchers", "29 June 2020")


def test_a_further_source_is_named_but_is_no_link_unless_it_is_a_web_address() -> None:
    card = card_of("march", tables())
    assert card is not None
    assert [line.publisher for line in card.sources] == ["CABAR.asia", "A blog"]
    assert [line.address for line in card.sources] == ["https://cabar.asia/en", ""]
    assert [line.role for line in card.sources] == ["", "also tells of it"]
    assert card.sources[1].published == "date not stated"


def test_related_events_are_the_case_its_other_steps_and_what_follows() -> None:
    card = card_of("march", tables())
    assert card is not None
    relations = {line.event_id: line.relation for line in card.related}
    assert relations == {
        "bill": "belongs to",
        "rally": "of the same case",
        "fine": "part or later step",
    }
    alone = card_of("alone", tables())
    assert alone is not None
    assert alone.related == ()


def test_there_is_no_card_for_an_unknown_event() -> None:
    assert card_of("nothing", tables()) is None


def test_figures_that_could_not_load_are_not_no_figures() -> None:
    whole = tables()
    del whole["figures"]
    without, empty = card_of("march", whole), card_of("alone", tables())
    assert without is not None
    assert empty is not None
    assert (without.figures, empty.figures) == (None, ())


@pytest.mark.parametrize(
    ("days", "precision", "words"),
    [
        (("2020-06-14", "2020-06-14"), 1, "14 June 2020"),
        (("2020-06-14", "2020-06-16"), 1, "14–16 June 2020"),
        (("2020-06-15", "2020-06-30"), 2, "about 15–30 June 2020: the day is approximate"),
        (("2020-06-01", "2020-06-30"), 3, "day not known: some time in June 2020"),
        (("2020-06-01", "2020-06-22"), 3, "day not known: some time from 1 to 22 June 2020"),
        (("2018-06-01", "2018-08-31"), 3, "day not known: some time from 1 June to 31 August 2018"),
        (("1995-01-01", "1995-12-31"), 3, "day not known: some time in 1995"),
        (("2010-01-01", "2012-12-31"), 3, "day not known: some time from 2010 to 2012"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(
    days: tuple[str, str], precision: int, words: str
) -> None:
    assert when(*days, precision) == words


def test_an_inferred_date_says_so() -> None:
    assert when("2020-06-14", "2020-06-14", 1, "inferred").endswith(
        "(part of the date inferred, such as the year)"
    )


def test_an_event_abroad_never_seems_to_be_at_home() -> None:
    rally = {"location": "Istanbul", "place_country": "TUR", "country": "TKM", "abroad": True}
    assert place_words(rally) == "abroad, not in Turkmenistan: Istanbul, Turkey"
    decree = {"location": None, "place_country": "TKM", "country": "TKM", "abroad": False}
    assert place_words(decree) == "Turkmenistan; no place in it is given"
    online = {"location": None, "place_country": None, "country": "TKM", "abroad": False}
    assert place_words(online).startswith("no place")


@pytest.mark.parametrize(
    ("bounds", "qualifier", "words"),
    [
        ((100.0, NAN, NAN), "at_least", "≥ 100"),
        ((NAN, NAN, NAN), "vague", "“dozens”"),
        ((42.5, 42.5, 42.5), "exact", "42.5"),
        ((NAN, 33.3, NAN), "about", "about 33.3"),
        ((1.5, NAN, 2.0), "range", "1.5–2"),
        ((0.0, 0.0, 0.0), "officially_none", "officially 0"),
        ((0.0, 0.0, 0.0), "exact", "0"),
    ],
)
def test_a_number_keeps_its_bounds_and_its_digits(
    bounds: tuple[float, ...], qualifier: str, words: str
) -> None:
    row = (
        FIGURE
        | dict(zip(("low", "best", "high"), bounds, strict=True))
        | {"qualifier": qualifier, "as_reported": "dozens"}
    )
    assert figure_number(row) == words


def test_a_sentence_is_written_in_years_and_months() -> None:
    row = FIGURE | {
        "measure": "sentence_length",
        "unit": "month",
        "low": 134.0,
        "best": 134.0,
        "high": 134.0,
    }
    words = figure_number(row | {"qualifier": "exact"})
    assert (words, figure_unit(row)) == ("11 y 2 m", "")
    assert figure_number(row | {"best": NAN, "high": NAN, "qualifier": "at_least"}) == "≥ 11 y 2 m"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "//host",
        "ftp://host/x",
        "http://[",
        None,
        NAN,
    ],
)
def test_only_web_addresses_become_links(address: object) -> None:
    assert safe_address(address) == ""
