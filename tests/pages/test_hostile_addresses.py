"""What a route of the app's own answers to an address that no link of it ever has."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from anyio.from_thread import start_blocking_portal
from hostile_data import HOSTILE
from starlette.applications import Starlette
from starlette.types import Message

from dashboard.catalogue import EXHIBITS
from dashboard.ui.serving import routes

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


APP = Starlette(routes=routes())


def status_of(path: str, query: Mapping[str, str]) -> int:
    """Return the status of the answer to an address; an error of the app's raises."""
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "root_path": "",
        "query_string": urlencode(query).encode(),
        "headers": [(b"host", b"localhost")],
    }
    # In a thread of its own: a browser test may have left a loop running in this one.
    with start_blocking_portal() as portal:
        portal.call(APP, scope, receive, send)
    return told[0]["status"]


@pytest.mark.parametrize("name", EXHIBITS)
def test_every_exhibit_answers_hostile_switches_and_periods(name: str) -> None:
    for turn, period in enumerate(PERIODS):
        switches = {each: WORDS[(place + turn) % len(WORDS)] for place, each in enumerate(SWITCHES)}
        asked = {"countries": WORDS[turn], "status": HOSTILE, "text": HOSTILE * 9, "exact": "x"}
        for address in (f"/export/{name}.csv", f"/table/{name}"):
            assert status_of(address, period | asked | switches) == 200
        assert status_of(f"/export/{name}.csv", period) == 200
    for word in WORDS:
        assert status_of(f"/table/{name}", dict.fromkeys(SWITCHES, word)) == 200


@pytest.mark.parametrize("period", PERIODS)
def test_the_dots_of_the_map_answer_hostile_addresses(period: dict[str, str]) -> None:
    asked = {**period, "text": HOSTILE, "countries": HOSTILE}
    assert status_of("/map-dots.json", asked) in (200, 404)
