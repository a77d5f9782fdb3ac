"""In a real Chromium: from the Events page, with the right filters, to the right paragraph."""

import random
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from page_waiting import WAIT, open_page
from playwright.sync_api import Page, expect
from shipped import shipped_package

PACKAGE = shipped_package()


def picked() -> list[str]:
    """Return ten of the figures that stand in a paragraph, always the same ten of the same data."""
    figures = PACKAGE.table("figures")
    keys = sorted(figures.loc[figures["paragraph"].notna(), "figure_id"])
    return random.Random(2020).sample(keys, 10)  # noqa: S311 - a choice, not a secret


def filters_for(figure: Mapping[Any, Any]) -> dict[str, str]:
    month = f"{figure['as_of']:%Y-%m}"
    countries = {} if figure["country"] == "REG" else {"countries": figure["country"]}
    return {**countries, "from": month, "to": month}


@pytest.mark.parametrize("key", picked())
def test_a_figure_leads_to_its_paragraph_in_one_click(page: Page, app_url: str, key: str) -> None:
    figures = PACKAGE.table("figures").set_index("figure_id", drop=False)
    figure = figures.loc[[key]].to_dict("records")[0]
    query = filters_for(figure)
    open_page(page, f"{app_url}/events?{urlencode(query)}")
    link = page.locator(f".st-key-panel_figures_table a[href*='{urlencode({'figure': key})}']")
    expect(link).to_have_count(1, timeout=WAIT)
    link.click()
    panel = page.locator(".st-key-panel_figure_trace")
    expect(panel).to_contain_text(f"paragraph {figure['paragraph']}", timeout=WAIT)
    expect(panel).to_be_in_viewport()
    page.wait_for_function(
        "key => new URL(location).searchParams.get('figure') === key", arg=key, timeout=WAIT
    )


def test_a_card_leads_to_the_places_of_its_figures_and_of_the_event(
    page: Page, app_url: str
) -> None:
    open_page(page, f"{app_url}/events?event=KGZ-2020-06-29-01")
    links = page.get_by_role("link", name="Where does this come from?")
    expect(links).to_have_count(2, timeout=WAIT)
    links.first.click()
    panel = page.locator(".st-key-panel_figure_trace")
    expect(panel).to_contain_text("paragraph 45", timeout=WAIT)
    expect(panel).to_contain_text("“nearly a thousand”")
    expect(panel).to_be_in_viewport()
    page.get_by_role("link", name="Where does this come from? the event").click()
    expect(panel).to_contain_text("one event", timeout=WAIT)
    page.get_by_role("button", name="Close").click()
    expect(panel).to_have_count(0, timeout=WAIT)
