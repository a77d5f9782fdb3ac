"""What a route of the app's own answers to an address that no link of it ever has."""

from collections.abc import Mapping

import pytest
from hostile_data import HOSTILE
from route_answers import answer_of

from dashboard.catalogue import EXHIBITS

WORDS = ("", "x", HOSTILE, "{0.__class__}", "٣", "-1", "9" * 400, "None", "~", "a~b:c:d", "\x00")
SWITCHES = (
    *("covid_show", "covid_of", "covid_per", "covid_scale", "covid_days", "reconcile_months"),
    *("rate_direction", "rate_scale", "ticker", "count_rule", "view", "outside", "codebook"),
    *("event", "figure", "behind", "verdict", "table_page", "table_rows", "page", "at"),
)
PERIODS = (
    {"from": "1900-01", "to": "2099-12"},
    {"from": "2020-06", "to": "20٢٠-06"},
    {"from": "x", "to": HOSTILE},
    {"from": "2099-12", "to": "1900-01"},
)


def status_of(path: str, query: Mapping[str, str]) -> int:
    """Return the status of the answer to an address; an error of the app's raises."""
    return answer_to(path, query)[0]


def answer_to(path: str, query: Mapping[str, str]) -> tuple[int, bytes]:
    """Return the status and the content of the answer to an address."""
    return answer_of(path, query)[:2]


@pytest.mark.parametrize("name", EXHIBITS)
def test_every_exhibit_refuses_hostile_switches_and_periods(name: str) -> None:
    for turn, period in enumerate(PERIODS):
        switches = {each: WORDS[(place + turn) % len(WORDS)] for place, each in enumerate(SWITCHES)}
        asked = {"countries": WORDS[turn], "status": HOSTILE, "text": HOSTILE * 9, "exact": "x"}
        for address in (f"/export/{name}.csv", f"/table/{name}", f"/embed/{name}"):
            assert status_of(address, period | asked | switches) == 400
        assert status_of(f"/export/{name}.csv", period) == 400
    for word in WORDS[1:]:
        assert status_of(f"/table/{name}", dict.fromkeys(SWITCHES, word)) == 400


ONE_EVENT = "KGZ-2020-06-29-01"


@pytest.mark.parametrize(
    ("path", "query", "words"),
    [
        ("/export/events_table.csv", {"countries": "XXX"}, "country “XXX” in “countries”"),
        ("/export/events_table.xlsx", {"countries": "KAZ,XXX"}, "country “XXX” in “countries”"),
        ("/table/events_table", {"from": "2020-13", "to": "9"}, "month “2020-13” in “from”"),
        ("/table/events_table", {"from": "2020-13", "to": "9"}, "month “9” in “to”"),
        ("/export/events_table.csv", {"from": "1800-01"}, "month “1800-01” in “from”"),
        ("/export/stood_out.csv", {"from": "2020-06", "to": "2020-01"}, "from June 2020 back to"),
        ("/export/stood_out.csv", {"topics": "Weather"}, "event type “Weather” in “topics”"),
        ("/export/stood_out.csv", {"status": "rumoured"}, "status “rumoured” in “status”"),
        ("/export/stood_out.png", {"size": "huge"}, "“huge” in “size” is none of slide, half"),
        ("/export/stood_out.svg", {"size": "column"}, "please choose a larger one"),
        ("/export/stood_out.csv", {"exact": "maybe"}, "“maybe” in “exact”"),
        ("/export/stood_out.csv", {"text": "x" * 201}, "more than 200 letters"),
        ("/export/stood_out.csv", {"country": "KGZ"}, "no such filter or switch"),
        ("/export/covid_series.csv", {"covid_of": "tests"}, "“tests” in “covid_of”"),
        ("/export/covid_series.csv", {"covid_of": "tests"}, "(cases, deaths)"),
        ("/export/event_card.csv", {}, "what event_card is about: the key of an event"),
        ("/table/figure_trace", {}, "what figure_trace is about"),
        ("/table/events_behind", {"behind": ""}, "what events_behind is about"),
    ],
)
def test_what_an_address_cannot_have_is_refused_by_name(
    path: str, query: dict[str, str], words: str
) -> None:
    status, content = answer_to(path, query)
    assert status == 400
    assert words in content.decode()
    assert content.decode().endswith("Nothing was made.")


@pytest.mark.parametrize(
    ("path", "query", "words"),
    [
        ("/export/event_card.csv", {"event": "KGZ-1"}, "no such event: “KGZ-1” in “event”"),
        ("/table/figure_trace", {"figure": "KGZ-1"}, "“KGZ-1” in “figure”"),
        ("/table/events_behind", {"behind": "stood_out~x"}, "“stood_out~x” in “behind”"),
        ("/export/odd_chart.csv", {}, "no chart or table “odd_chart”"),
        ("/export/stood_out.gif", {}, "no format “gif”; there are png, svg, pdf"),
    ],
)
def test_what_is_not_there_is_not_found(path: str, query: dict[str, str], words: str) -> None:
    status, content = answer_to(path, query)
    assert status == 404
    assert words in content.decode()


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/export/event_card.csv", {"event": ONE_EVENT}),
        ("/table/figure_trace", {"figure": ONE_EVENT, "page": "events"}),
        ("/table/events_behind", {"behind": "countries_side_by_side~KAZ:protests"}),
        ("/export/covid_series.csv", {"covid_of": "deaths", "countries": "none", "exact": "no"}),
        ("/export/reconcile_figures.csv", {"verdict": "stale:KAZ", "reconcile_months": "all"}),
        ("/table/events_table", {"from": "2026-08", "at": "protests_day_by_day", "outside": "all"}),
    ],
)
def test_what_the_links_of_the_app_ask_for_is_answered(path: str, query: dict[str, str]) -> None:
    assert status_of(path, query) == 200


@pytest.mark.parametrize("period", PERIODS)
def test_the_dots_of_the_map_answer_hostile_addresses(period: dict[str, str]) -> None:
    asked = {**period, "text": HOSTILE, "countries": HOSTILE}
    assert status_of("/map-dots.json", asked) in (200, 404)
