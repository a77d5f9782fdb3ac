"""In a real Chromium: from a row, a rate, a verdict and a point to where it comes from, in place.

What is expected was read by hand in the data and in the pages it names.
"""

from typing import Any

from page_waiting import WAIT, click_chart, open_page, settle
from playwright.sync_api import Page, expect

# The place in the window of a point of a panel's chart, by what its trace carries and its day.
POINT = """([panel, group, kind, day]) => {
  const chart = document.querySelector(`.st-key-panel_${panel} .js-plotly-plot`);
  const on = (point) => point.x > 0 && new Date(point.x).toISOString().startsWith(day);
  const at = chart._fullData.findIndex((trace) => trace[group] && `${trace[group]}`.includes(kind)
    && chart.calcdata[trace.index].some(on));
  const trace = chart._fullData[at];
  const point = chart.calcdata[at].find(on);
  const axis = (name) => chart._fullLayout[name.replace(/^[xy]/, "$&axis")];
  const [x, y] = [axis(trace.xaxis), axis(trace.yaxis)];
  const box = chart.getBoundingClientRect();
  return [box.left + x._offset + x.c2p(point.x), box.top + y._offset + y.c2p(point.y)];
}"""

# Whether a panel is the one right above the trace.
ABOVE = """(under) => {
  const all = [...document.querySelectorAll("[class*=st-key-panel_]")];
  const at = all.findIndex((one) => one.classList.contains("st-key-panel_figure_trace"));
  return at > 0 && all[at - 1].classList.contains(`st-key-panel_${under}`);
}"""


def opened(page: Page, address: str, last_panel: str) -> None:
    open_page(page, address)
    expect(page.locator(f".st-key-panel_{last_panel} table")).to_be_visible(timeout=WAIT)
    page.evaluate("window.sameDocument = true")


def click_point(page: Page, panel: str, group: str, kind: str, day: str) -> None:
    chart = page.locator(f".st-key-panel_{panel} .js-plotly-plot")
    chart.wait_for(timeout=WAIT)
    # To the middle: the bar of pages lies over the top of the window.
    chart.evaluate("chart => chart.scrollIntoView({block: 'center'})")
    settle(page)
    x, y = page.evaluate(POINT, [panel, group, kind, day])
    click_chart(page, chart.evaluate_handle("chart => chart"), x, y)


def expect_trace(page: Page, under: str, *words: str) -> None:
    """Expect the trace right under a panel, without a reload."""
    panel = page.locator(".st-key-panel_figure_trace")
    for told in words:
        expect(panel).to_contain_text(told, timeout=WAIT)
    expect(panel).to_be_in_viewport()
    # Streamlit moves the panels below only after the new one is there.
    page.wait_for_function(ABOVE, arg=under, timeout=WAIT)
    assert page.evaluate("window.sameDocument") is True


def follow(page: Page, panel: str, words: str, place: int = 0) -> None:
    link: Any = page.locator(f".st-key-panel_{panel} a").filter(has_text=words).nth(place)
    link.click(timeout=WAIT)


def test_a_row_a_verdict_and_a_mark_of_reconciliation(page: Page, app_url: str) -> None:
    address = f"{app_url}/reconciliation?from=2020-06&to=2020-06&countries=KAZ"
    opened(page, address, "reconcile_figures")
    figures = page.locator(".st-key-panel_reconcile_figures")
    figures.get_by_role("cell", name="Equals 29 June 2020, the day before.").first.click()
    expect_trace(page, "reconcile_figures", "cases, total: 21,819", "CABAR.asia, paragraph 7")
    follow(page, "reconcile_figures", "22,308")
    words = "30 June 2020: 22,308 total cases", "Johns Hopkins CSSE", "cases without symptoms"
    expect_trace(page, "reconcile_figures", *words)
    expect(page.locator(".st-key-panel_reconcile_summary a")).not_to_have_count(0)
    verdicts = page.locator(".st-key-panel_reconcile_summary tr")
    summary = verdicts.filter(has_text="matches previous or next day")
    summary.get_by_role("link").first.press("Enter")
    expect(figures).to_contain_text("Only matches previous or next day, Kazakhstan.", timeout=WAIT)
    expect(figures.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Show the figures of all verdicts").click()
    expect(figures.locator("tbody tr")).to_have_count(2, timeout=WAIT)
    click_point(page, "reconcile_chart", "customdata", "cabar-2020-06:7:2", "2020-06-30")
    expect_trace(page, "reconcile_chart", "CABAR.asia", "30 June 2020")


def test_a_ticker_rate_and_a_point_of_the_daily_rates(page: Page, app_url: str) -> None:
    opened(page, f"{app_url}/currency?from=2025-12&to=2025-12", "currency_table")
    follow(page, "currency_ticker", "0.00192")
    words = (
        "The Times of Central Asia, paragraph 2",
        "“0.00192”",
        "519.5 to 522.2 tenge per US dollar",
    )
    expect_trace(page, "currency_ticker", *words)
    click_point(page, "currency_series", "legendgroup", "rate:KZT:", "2025-11-01")
    expect_trace(page, "currency_series", "Tenge, 1 November 2025", "fawazahmed0", "@2025.11.1/")
    follow(page, "currency_table", "502.7")
    expect_trace(page, "currency_table", "Tenge, 31 December 2025: daily rate, 0.0019892583")


def test_a_point_of_the_series_and_a_printed_mark_right_above_one(page: Page, app_url: str) -> None:
    address = f"{app_url}/covid_timeline?from=2020-06&to=2020-06&countries=KGZ"
    opened(page, address, "covid_printed_against_series")
    # Eight days from the nearest reported figure: within a few pixels of a mark the mark is taken.
    click_point(page, "covid_series", "legendgroup", "series:KGZ:", "2020-08-22")
    words = "Kyrgyzstan, 22 August 2020: 42,889 total cases", "Johns Hopkins CSSE", "U07.2"
    expect_trace(page, "covid_series", *words)
    click_point(page, "covid_series", "customdata", "cabar-2020-06", "2020-06-30")
    expect_trace(page, "covid_series", "cases, total: 5,296", "CABAR.asia, paragraph")
    click_point(page, "covid_small_multiples", "legendgroup", "series:KGZ:", "2020-06-15")
    # A day is little more than a pixel wide here.
    expect_trace(page, "covid_small_multiples", " June 2020: ", "new cases a day, 7-day average")
    follow(page, "covid_printed_against_series", "5,506")
    expect_trace(page, "covid_printed_against_series", "30 June 2020: 5,506 total cases")
