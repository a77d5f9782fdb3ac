"""On the Overview: what is unusual, and where its numbers lead."""

import html
import re
from urllib.parse import parse_qs, urlsplit

from app_runner import open_app
from streamlit.testing.v1 import AppTest


def _panel(app: AppTest) -> str:
    assert [str(trouble.value) for trouble in app.exception] == []
    parts = [str(element.proto.body) for element in app.get("html")]
    title = next(place for place, part in enumerate(parts) if "What is unusual" in part)
    return parts[title + 1]


def test_june_2020_leads_from_its_words_to_the_series() -> None:
    panel = _panel(open_app())
    assert "↑ nine times the month before" in panel
    # Countries first; provinces and the numbers behind are folded away.
    summaries = re.findall(r"<summary>([^<]*)</summary>", panel)
    assert summaries == ["9 numbers of provinces", "The numbers behind", "How to read this"]
    addresses = [html.unescape(each) for each in re.findall(r'href="([^"]*)"', panel)]
    figures = [parse_qs(urlsplit(address).query)["figure"][0] for address in addresses]
    assert figures[:2] == [
        "series:KGZ:2020-06-30:total_cases",
        "series:UZB:2020-06-30:total_cases",
    ]
    assert figures[-1] == "province:KZ-AST:2020-06-30"


def test_a_month_before_the_data_says_why_nothing_is_told() -> None:
    panel = _panel(open_app(query={"from": "2015-08", "to": "2015-08"}))
    assert "Nothing can be compared in August 2015: too few covered months" in panel
    assert "The numbers behind" not in panel
