"""An analyst's job in a real Chromium: open, filter, share a link, reload, take charts away."""

import csv
import io
import re
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
from page_waiting import WAIT, click_mark, open_page, settle
from PIL import Image
from playwright.sync_api import Locator, Page, expect

KINDS = {
    "PNG": "Picture (PNG)",
    "SVG": "Picture (SVG)",
    "PDF": "Page (PDF)",
    "CSV": "CSV",
    "screen": "CSV, as on screen",
    "XLSX": "Excel (XLSX)",
    "HTML": "Web page (HTML)",
}


def summary(page: Page) -> str:
    return page.locator(".st-key-summary").inner_text()


def test_the_event_map_is_painted(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/event_map")
    settle(page)
    chart = page.locator("[data-testid=stDeckGlJsonChart]")
    chart.wait_for(timeout=WAIT)
    colours, until = 0, time.monotonic() + WAIT / 1000
    while colours <= 60 and time.monotonic() < until:
        image = Image.open(io.BytesIO(chart.screenshot())).convert("RGB").resize((200, 120))
        colours = len(image.getcolors(maxcolors=24_000) or [])
    assert colours > 60, "land, sea, borders and marks have more colours than an empty canvas"


def test_filters_go_into_the_address_and_a_link_shows_the_same_numbers(
    page: Page, new_page: Callable[..., Page], app_url: str
) -> None:
    page.goto(app_url)
    settle(page)
    page.get_by_role("button", name="Kazakhstan").click()
    page.wait_for_function(
        "new URL(location).searchParams.get('countries') === 'KGZ,TJK,TKM,UZB'", timeout=WAIT
    )
    page.locator(".st-key-month_back button").first.click()
    expect(page.get_by_role("heading", name="May 2020", level=1)).to_be_visible(timeout=WAIT)
    page.wait_for_function("new URL(location).searchParams.get('from') === '2020-05'", timeout=WAIT)
    settle(page)
    told = summary(page)
    fresh = new_page(viewport={"width": 1280, "height": 720})
    fresh.goto(page.url)
    settle(fresh)
    assert summary(fresh) == told
    fresh.reload()
    settle(fresh)
    assert summary(fresh) == told
    fresh.get_by_role("link", name="Protests and arrests").first.click()
    expect(fresh.get_by_role("heading", level=1, name=re.compile("Protests"))).to_be_visible(
        timeout=WAIT
    )
    fresh.wait_for_function(
        "new URL(location).searchParams.get('from') === '2020-05'", timeout=WAIT
    )


def test_the_back_button_brings_the_earlier_view(page: Page, app_url: str) -> None:
    page.goto(app_url)
    settle(page)
    page.wait_for_function("new URL(location).searchParams.get('from') === '2020-06'", timeout=WAIT)
    page.locator(".st-key-month_back button").first.click()
    expect(page.get_by_role("heading", name="May 2020", level=1)).to_be_visible(timeout=WAIT)
    page.wait_for_function("new URL(location).searchParams.get('from') === '2020-05'", timeout=WAIT)
    settle(page)
    page.go_back()
    expect(page.get_by_role("heading", name="June 2020", level=1)).to_be_visible(timeout=WAIT)


def months_shown(page: Page, words: str) -> None:
    settle(page)
    expect(page.locator(".month_shown").first).to_have_text(words, timeout=WAIT)


def test_a_step_of_months_and_a_reset_stay_done(page: Page, app_url: str) -> None:
    page.goto(app_url)
    settle(page)
    page.get_by_role("button", name="Several months").first.click()
    lists = page.locator("[data-testid=stPopoverBody] [data-testid=stSelectbox]")
    lists.filter(has_text="Last month").locator("input").click()
    page.keyboard.type("Aug 2020")
    page.keyboard.press("Enter")
    months_shown(page, "June to August 2020")
    page.keyboard.press("Escape")
    page.locator(".st-key-month_on button").first.click()
    months_shown(page, "July to September 2020")
    page.get_by_role("link", name="Events", exact=True).first.click()
    expect(page.get_by_role("heading", name="Events", level=1)).to_be_visible(timeout=WAIT)
    months_shown(page, "July to September 2020")
    page.locator(".st-key-filter_reset button").first.click()
    months_shown(page, "June 2020")
    page.get_by_role("link", name="Overview", exact=True).first.click()
    expect(page.get_by_role("heading", name="June 2020", level=1)).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Turkmenistan").first.click()
    page.wait_for_function(
        "new URL(location).searchParams.get('countries') === 'KAZ,KGZ,TJK,UZB'", timeout=WAIT
    )
    months_shown(page, "June 2020")


def test_a_period_is_compared_and_one_press_of_back_ends_it(page: Page, app_url: str) -> None:
    page.goto(app_url)
    settle(page)
    page.get_by_role("button", name="Compare").first.click()
    page.locator("[data-testid=stPopoverBody] [data-testid=stSelectbox] input").click()
    page.get_by_role("option", name="Previous period: May 2020").click()
    page.wait_for_function(
        "new URL(location).searchParams.get('compare') === 'previous'", timeout=WAIT
    )
    kazakhstan = page.locator(".sheet tr.spark td").first
    expect(kazakhstan).to_contain_text("+11,450", timeout=WAIT)
    expect(kazakhstan).to_contain_text("May 2020: +7,456 (+3,994, up)", timeout=WAIT)
    expect(page.get_by_role("button", name="Compared with May 2020")).to_be_visible(timeout=WAIT)
    settle(page)
    page.go_back()
    expect(page.get_by_text("May 2020: +7,456")).to_have_count(0, timeout=WAIT)
    expect(page.get_by_role("button", name="Compare", exact=True)).to_be_visible(timeout=WAIT)
    page.wait_for_function("!new URL(location).searchParams.has('compare')", timeout=WAIT)


def test_one_press_of_the_back_button_leaves_a_page(page: Page, app_url: str) -> None:
    page.goto(app_url)
    settle(page)
    page.get_by_role("link", name="Events", exact=True).first.click()
    expect(page.get_by_role("heading", name="Events", level=1)).to_be_visible(timeout=WAIT)
    page.wait_for_function("new URL(location).searchParams.get('from') === '2020-06'", timeout=WAIT)
    settle(page)
    page.go_back()
    expect(page.get_by_role("heading", name="June 2020", level=1)).to_be_visible(timeout=WAIT)
    settle(page)
    page.go_forward()
    expect(page.get_by_role("heading", name="Events", level=1)).to_be_visible(timeout=WAIT)


def test_reset_and_copy_link(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?countries=TKM&from=2020-04&to=2020-04&text=storm")
    settle(page)
    page.locator(".st-key-filter_link button").first.click()
    link = page.locator("[data-testid=stPopoverBody] code").inner_text()
    assert parse_qs(urlsplit(link).query)["countries"] == ["TKM"]
    assert parse_qs(urlsplit(link).query)["text"] == ["storm"]
    page.keyboard.press("Escape")
    page.locator(".st-key-filter_reset button").first.click()
    expect(page.get_by_role("heading", name="June 2020", level=1)).to_be_visible(timeout=WAIT)


def download(page: Page, panel: str, label: str, folder: Path) -> Path:
    """Take a file from a panel's menu with the keyboard, as one who uses no mouse."""
    menu = page.locator(f".st-key-panel_{panel} details.export")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    link = menu.get_by_role("link", name=label, exact=True)
    expect(link).to_be_visible(timeout=WAIT)
    link.focus()
    with page.expect_download(timeout=WAIT) as waiting:
        page.keyboard.press("Enter")
    # Escape would also end what is still being fetched.
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    page.keyboard.press("Escape")
    expect(link).to_be_hidden(timeout=WAIT)
    return file


def test_a_chart_is_taken_away_in_every_format(page: Page, app_url: str, tmp_path: Path) -> None:
    page.goto(app_url)
    settle(page)
    files = {
        kind: download(page, "countries_side_by_side", label, tmp_path)
        for kind, label in KINDS.items()
    }
    with Image.open(files["PNG"]) as picture:
        assert picture.width >= 1600
    drawing = ElementTree.parse(files["SVG"])  # noqa: S314 - made by the app itself
    words = "".join(drawing.getroot().itertext())
    assert "The five countries side by side" in words
    assert files["PDF"].read_bytes().startswith(b"%PDF-")
    rows = list(csv.reader(io.StringIO(files["screen"].read_text("utf-8-sig"))))
    papers = {row[0].removeprefix("# "): row[1] for row in rows if row and row[0].startswith("# ")}
    assert papers["Filters"] == "five countries, June 2020"
    assert papers["Shown"] == "5 of 5 countries"
    assert papers["Data version"]
    table = [row for row in rows if row and not row[0].startswith("# ")]
    totals = {row[0]: (row[1], row[3]) for row in table[1:]}
    assert totals == {
        "Kazakhstan": ("22308", "21,819"),
        "Kyrgyzstan": ("5506", "5,296"),
        "Tajikistan": ("5900", "5,900"),
        "Turkmenistan": ("officially 0", "officially 0"),
        "Uzbekistan": ("8503", "8,222"),
    }
    shown = page.locator(".sheet").inner_text()
    for series, reported in totals.values():
        assert (f"{int(series):,}" if series.isdigit() else series) in shown
        assert reported in shown
    book = openpyxl.load_workbook(files["XLSX"])
    assert [cell.value for cell in book["As on screen"]["A"]][1:] == list(totals)
    data = list(csv.DictReader(io.StringIO(files["CSV"].read_text("utf-8"))))
    assert [(row["iso_code"], row["total_cases"]) for row in data][:2] == [
        ("KAZ", "22308"),
        ("KGZ", "5506"),
    ]
    assert [cell.value for cell in book["Data"]["A"]][1:] == [row["iso_code"] for row in data]
    text = files["HTML"].read_text("utf-8")
    assert "21,819" in text
    assert 'src="http' not in text


def test_a_drawn_chart_is_taken_away_as_a_picture(page: Page, app_url: str, tmp_path: Path) -> None:
    page.goto(f"{app_url}/covid_timeline")
    settle(page)
    with Image.open(download(page, "covid_series", "Picture (PNG)", tmp_path)) as picture:
        assert picture.width >= 1600
        assert len(picture.convert("RGB").resize((300, 200)).getcolors(maxcolors=60_000) or []) > 50
    # The size is chosen in one menu, and holds in the others.
    menu = page.locator(".st-key-panel_covid_series details.export")
    menu.locator("summary").click()
    menu.get_by_label("Size").select_option(label="Slide, 16:9")
    menu.get_by_label("Background").select_option(label="Dark")
    page.locator("h1").click()
    expect(menu.get_by_label("Size")).to_be_hidden(timeout=WAIT)
    slide = download(page, "covid_small_multiples", "Picture (PNG)", tmp_path)
    assert slide.stem.endswith("_slide-dark")
    with Image.open(slide) as picture:
        assert picture.size == (2560, 1440)


def test_the_list_behind_a_bar_leads_to_its_country_and_month(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/protests_and_arrests")
    settle(page)
    bars = page.locator(".st-key-panel_protests_by_month .js-plotly-plot .bars .point path")
    click_mark(page, bars.first)
    page.get_by_role("link", name="Show only this month").click()
    page.wait_for_function(
        "new URL(location).searchParams.get('countries').length === 3", timeout=WAIT
    )


def largest(marks: Locator) -> Locator:
    """Return the widest of some marks of a settled chart."""
    marks.last.wait_for(state="attached")
    widths = [(mark.bounding_box() or {"width": 0})["width"] for mark in marks.all()]
    return marks.nth(widths.index(max(widths)))


def test_clicking_a_mark_of_the_strip_opens_its_event(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/protests_and_arrests?countries=UZB,TJK&topics=Protests")
    settle(page)
    marks = page.locator(".st-key-panel_protests_day_by_day .scatterlayer .points path")
    click_mark(page, largest(marks))
    card = page.locator(".st-key-panel_event_card")
    expect(card).to_contain_text("Rushan", timeout=WAIT)
    expect(card).to_contain_text("paragraph 107")


def test_clicking_a_printed_figure_tells_where_it_comes_from(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/covid_timeline?countries=KAZ")
    settle(page)
    marks = page.locator(".st-key-panel_covid_series .scatterlayer .points path")
    # The line ends a pixel above the mark's middle: a little lower the mark is the nearer one.
    click_mark(page, largest(marks), lower=0.75)
    panel = page.locator(".st-key-panel_figure_trace")
    expect(panel).to_contain_text("paragraph 7", timeout=WAIT)
    expect(panel).to_contain_text("21,819")


def test_a_note_is_put_on_a_chart_kept_in_the_link_and_taken_off(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/covid_timeline?from=2020-06&to=2020-06")
    panel = page.locator(".st-key-panel_covid_series")
    box = panel.locator(".annotation").filter(has_text="Wards <b>full</b>")
    panel.get_by_role("button", name="Add a note").click()
    form = page.get_by_test_id("stPopoverBody")
    form.get_by_role("textbox", name="Text").fill("Wards <b>full</b>")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(box).to_be_attached()
    page.wait_for_url("**notes=**", timeout=WAIT)
    page.reload()
    expect(box).to_be_attached()
    panel.get_by_role("button", name="Notes (1)").click()
    page.get_by_role("button", name="Remove").click()
    expect(panel.get_by_role("button", name="Add a note")).to_be_visible()
    expect(box).to_have_count(0)
