"""Saved views and a watch in a real Chromium: saved, watched, opened after a reset, deleted."""

import re

from page_waiting import WAIT, settle
from playwright.sync_api import Page, expect

VIEW = "countries=KGZ&from=2020-06&to=2020-06&status=occurred"


def open_list(page: Page) -> None:
    page.get_by_text("Saved views").click()
    expect(page.get_by_label("Name of what is on screen")).to_be_visible(timeout=WAIT)
    settle(page)


def test_a_view_is_saved_watched_opened_after_a_reset_and_deleted(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/protests_and_arrests?{VIEW}")
    settle(page)
    open_list(page)
    page.get_by_label("Name of what is on screen").fill("Kyrgyz <b>protests</b>")
    page.get_by_role("button", name="Save this view").click()
    page.get_by_role("button", name="Edit Kyrgyz").click()
    window = page.get_by_role("dialog")
    window.get_by_role("combobox").click()
    page.get_by_role("option", name="Protests").click()
    window.get_by_label("It fires from this number on").fill("2")
    window.get_by_role("button", name="Save").click()
    expect(window).to_have_count(0, timeout=WAIT)
    expect(page.get_by_text("threshold: 2 protests")).to_be_visible(timeout=WAIT)
    settle(page)

    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", name="June 2020", level=1)).to_be_visible(timeout=WAIT)
    settle(page)
    page.get_by_role("button", name="Reset").click()
    expect(page).to_have_url(re.compile("countries=KAZ"), timeout=WAIT)
    settle(page)
    expect(page.get_by_text("2 protests in June 2020 (threshold: 2 protests)")).to_be_visible()
    expect(page.get_by_text("1 of 1 watch fired in June 2020.")).to_be_visible()
    before = page.url
    page.get_by_role("link", name="Kyrgyz <b>protests</b>").click()
    heading = page.get_by_role("heading", name="Protests and arrests", level=1)
    expect(heading).to_be_visible(timeout=WAIT)
    settle(page)
    assert f"protests_and_arrests?{VIEW}" in page.url
    page.go_back()
    expect(page.get_by_role("heading", name="June 2020", level=1)).to_be_visible(timeout=WAIT)
    expect(page).to_have_url(before, timeout=WAIT)
    settle(page)

    open_list(page)
    page.get_by_role("button", name="Edit Kyrgyz").click()
    window.get_by_role("button", name="Delete").click()
    expect(window).to_have_count(0, timeout=WAIT)
    expect(page.get_by_text("A saved view opens this page again")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("1 of 1 watch fired")).to_have_count(0, timeout=WAIT)
