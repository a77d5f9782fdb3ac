"""In a real Chromium: a chart is redrawn in place and fits its place, a menu has the filters."""

from urllib.parse import parse_qs, urlsplit

import plotly.io
from page_waiting import WAIT, comes_to, open_page, settle
from playwright.sync_api import Locator, Page, expect

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.selection import Selection
from dashboard.ui.components.drawing import PROGRAM

CHART = ".st-key-panel_events_by_week .js-plotly-plot"
COUNT_DRAWS = """chart => {
  chart.draws = 0;
  chart.on('plotly_afterplot', () => { chart.draws += 1; });
}"""
FITS = f"""() => {{
  const chart = document.querySelector('{CHART}');
  return Math.abs(chart.querySelector('.main-svg').clientWidth - chart.clientWidth) <= 1;
}}"""

# A month to the next, a month without events, months, years, and one country of five.
ONE_AFTER_ANOTHER = (
    Selection(first_month="2020-05", last_month="2020-05"),
    Selection(),
    Selection(first_month="2020-07", last_month="2020-07"),
    Selection(first_month="2020-06", last_month="2020-08"),
    Selection(first_month="2012-01", last_month="2020-12"),
    Selection(first_month="2011-03", last_month="2011-03"),
    Selection(first_month="2010-01", last_month="2020-12"),
    Selection(countries=("KGZ",)),
)
# What plotly says of turning a figure into the next, in one place; nothing where it does it.
TURN = """async figures => {
  const place = document.body.appendChild(document.createElement('div'));
  const troubles = [];
  for (const [number, figure] of figures.entries()) {
    try {
      const { data, layout } = JSON.parse(figure);
      await Plotly.react(place, data, { ...layout, width: 600 });
    } catch (trouble) {
      troubles.push(`${number}: ${trouble.message}`);
    }
  }
  Plotly.purge(place);
  place.remove();
  return troubles;
}"""

DAYS_SHOWN = """[...document.querySelectorAll('.js-plotly-plot')]
  .map(({ layout }) => layout.xaxis)
  .filter(({ type }) => type === 'date').map(({ range }) => range)"""

NARROW_MARKS = """(({ layout, calcdata }) => layout.width < 390
  && calcdata.flat().filter(({ x, y }) => x && y).length > 5)(
  document.querySelector('.st-key-panel_overview_map .js-plotly-plot'))"""

FADED_LINES = """[...new Set(document.querySelector('.st-key-panel_covid_series .js-plotly-plot')
  .data.filter(({ opacity }) => opacity < 1).map(({ meta }) => meta))].sort()"""
HIDDEN_LINES = """[...new Set(document.querySelector('.st-key-panel_covid_series .js-plotly-plot')
  .data.filter(({ visible }) => visible === false).map(({ meta }) => meta))].sort()"""
WITH_A_SERIES = ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Uzbekistan")

PLACE_OF = """(chart, [x, y]) => {
  const { left, top } = chart.getBoundingClientRect();
  const { xaxis, yaxis } = chart._fullLayout;
  return [left + xaxis._offset + xaxis.d2p(x), top + yaxis._offset + yaxis.d2p(y)];
}"""


def drag_over(page: Page, room: Locator, start: float, end: float) -> None:
    """Drag sideways over a part of the room of a chart, near its top."""
    room.scroll_into_view_if_needed()
    box = room.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * start, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + end) / 2, box["y"] + 20)
    page.mouse.move(box["x"] + box["width"] * end, box["y"] + 20)
    page.mouse.up()


def open_month(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(f"{CHART} .bars path").first).to_be_attached(timeout=WAIT)
    settle(page)


def test_a_chart_is_redrawn_in_place_and_left_alone_when_it_is_the_same(
    page: Page, app_url: str
) -> None:
    open_month(page, f"{app_url}/?from=2020-05&to=2020-05")
    chart = page.locator(CHART)
    before = chart.get_attribute("aria-label")
    chart.evaluate(COUNT_DRAWS)
    page.locator(".st-key-month_on button").first.click()
    page.wait_for_function(f"document.querySelector('{CHART}').draws > 0", timeout=WAIT)
    expect(page.get_by_role("heading", name="June 2020", level=1)).to_be_visible(timeout=WAIT)
    expect(chart).not_to_have_attribute("aria-label", before or "")
    settle(page)
    assert chart.evaluate("chart => chart.draws") == 1
    page.get_by_role("button", name="Add to briefing Events by week").click()
    expect(page.get_by_role("button", name="In briefing Events by week")).to_be_visible(
        timeout=WAIT
    )
    settle(page)
    assert chart.evaluate("chart => chart.draws") == 1


def test_a_drag_narrows_all_charts_of_days_until_back_a_double_click_or_the_button(
    page: Page, app_url: str
) -> None:
    open_page(page, f"{app_url}/covid_timeline")
    whole = page.evaluate(DAYS_SHOWN)
    assert len(whole) == 3
    room = page.locator(".st-key-panel_covid_series .nsewdrag").first
    drag_over(page, room, 0.3, 0.6)
    page.wait_for_url("**zoom=**")
    first, last = parse_qs(urlsplit(page.url).query)["zoom"][0].split(":")
    some = [[first, last]] * 3
    comes_to(page, f"() => {DAYS_SHOWN}", some)
    assert whole[0][0][:10] < first < last < whole[0][1][:10]
    page.get_by_role("radio", name="Linear").click()
    page.wait_for_url("**covid_scale=linear**")
    settle(page)
    assert page.evaluate(DAYS_SHOWN) == some
    page.go_back()
    page.go_back()
    comes_to(page, f"() => {DAYS_SHOWN}", whole)
    page.go_forward()
    comes_to(page, f"() => {DAYS_SHOWN}", some)
    page.get_by_role("button", name="Whole period").last.click()
    comes_to(page, f"() => {DAYS_SHOWN}", whole)
    expect(page.get_by_role("button", name="Whole period")).to_have_count(0)
    page.wait_for_function("!location.search.includes('zoom=')", timeout=WAIT)
    settle(page)
    drag_over(page, room, 0.3, 0.6)
    comes_to(page, f"() => {DAYS_SHOWN}", some)
    settle(page)
    room.dblclick(position={"x": 300, "y": 8})
    comes_to(page, f"() => {DAYS_SHOWN}", whole)


def test_other_months_are_shown_whole_and_a_narrow_window_leaves_drags_to_scrolling(
    page: Page, app_url: str
) -> None:
    open_page(page, f"{app_url}/?zoom=2020-06-08:2020-06-19")
    shown = "() => { const { layout } = document.querySelector('%s'); return %s; }"
    some = ["2020-06-08", "2020-06-19"]
    comes_to(page, shown % (CHART, "[layout.dragmode, layout.xaxis.range]"), ["zoom", some])
    page.set_viewport_size({"width": 790, "height": 1100})
    comes_to(page, shown % (CHART, "[layout.dragmode, layout.xaxis.range]"), [False, some])
    page.set_viewport_size({"width": 390, "height": 1100})
    # A narrow map has from the wide one what both have alike.
    comes_to(page, f"() => {NARROW_MARKS}", True)
    page.set_viewport_size({"width": 1440, "height": 1100})
    page.locator(".st-key-month_back button").first.click()
    page.wait_for_url("**from=2020-05**")
    whole = ["2020-05-01T00:00:00", "2020-05-31T23:59:00"]
    comes_to(page, shown % (CHART, "layout.xaxis.range"), whole)
    assert "zoom=" not in page.url


def test_a_slider_narrows_all_charts_of_days_by_keys_and_by_its_stretch_in_a_narrow_window_too(
    page: Page, app_url: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 1100})
    open_page(page, f"{app_url}/covid_timeline")
    whole = page.evaluate(DAYS_SHOWN)
    sliders = page.locator(".chart_slider")
    first, last = (
        sliders.first.get_by_label(f"{end} day shown", exact=True) for end in ("First", "Last")
    )
    expect(first).to_have_attribute("aria-valuetext", "1 April 2020")
    first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    last.focus()
    page.keyboard.press("PageDown")
    expect(first).to_have_attribute("aria-valuetext", "1 May 2020")
    expect(last).to_have_attribute("aria-valuetext", "30 September 2020")
    page.wait_for_url("**zoom=2020-05-01%3A2020-09-30**")
    comes_to(page, f"() => {DAYS_SHOWN}", [["2020-05-01", "2020-09-30"]] * 3)
    settle(page)
    other = sliders.nth(1).get_by_label("Last day shown", exact=True)
    expect(other).to_have_attribute("aria-valuetext", "30 September 2020")
    stretch = sliders.first.locator("span")
    stretch.scroll_into_view_if_needed()
    box = stretch.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 9)
    page.mouse.up()
    comes_to(page, f"() => {DAYS_SHOWN}", [["2020-06-01", "2020-10-31"]] * 3)
    page.get_by_role("button", name="Whole period").first.click()
    comes_to(page, f"() => {DAYS_SHOWN}", whole)
    expect(last).to_have_attribute("aria-valuetext", "31 December 2020")


def test_a_name_lights_its_line_over_another_scale_until_it_is_clicked_again(
    page: Page, app_url: str
) -> None:
    open_page(page, f"{app_url}/covid_timeline")
    panel = page.locator(".st-key-panel_covid_series")
    faded = f"() => {FADED_LINES}"
    comes_to(page, faded, [])
    panel.locator(".annotation-text-g", has_text="Uzbekistan 77,060").locator("text").click()
    comes_to(page, faded, ["KAZ", "KGZ", "TJK", "TKM"])
    page.get_by_role("radio", name="Linear").click()
    page.wait_for_url("**covid_scale=linear**")
    settle(page)
    assert page.evaluate(FADED_LINES) == ["KAZ", "KGZ", "TJK", "TKM"]
    panel.locator(".annotation-text-g", has_text="Tajikistan 13,665").locator("text").click()
    comes_to(page, faded, ["KAZ", "KGZ", "TKM"])
    panel.locator(".annotation-text-g", has_text="Tajikistan 13,665").locator("text").click()
    panel.locator(".annotation-text-g", has_text="Uzbekistan 77,060").locator("text").click()
    comes_to(page, faded, [])


def test_a_name_hides_its_line_and_keys_do_as_clicks_do_in_the_link_and_back(
    page: Page, app_url: str
) -> None:
    open_page(page, f"{app_url}/covid_timeline")
    panel = page.locator(".st-key-panel_covid_series")
    hidden = f"() => {HIDDEN_LINES}"
    names = panel.get_by_role("button", name="Kazakhstan 201,196")
    names.locator("text").dblclick()
    comes_to(page, hidden, ["KAZ"])
    page.wait_for_url("**lines=-KAZ**")
    expect(panel.get_by_text("Hidden: Kazakhstan.")).to_be_visible(timeout=WAIT)
    expect(panel.locator(".annotation-text-g", has_text="pneumonia counted")).to_have_count(1)
    settle(page)
    own = panel.get_by_role("button", name="Uzbekistan 77,060")
    own.focus()
    page.keyboard.press("Enter")
    comes_to(page, f"() => {FADED_LINES}", ["KGZ", "TJK", "TKM"])
    expect(own).to_have_attribute("aria-pressed", "true")
    expect(own).to_be_focused()
    page.wait_for_url("**lines=-KAZ%2CUZB**")
    settle(page)
    told = page.locator(".st-key-panel_covid_stringency .chart_zoomed:visible")
    expect(told).to_contain_text("Standing out: Uzbekistan. Hidden: Kazakhstan.")
    page.go_back()
    comes_to(page, f"() => {FADED_LINES}", [])
    assert page.evaluate(HIDDEN_LINES) == ["KAZ"]
    settle(page)
    page.reload()
    settle(page)
    assert page.evaluate(HIDDEN_LINES) == ["KAZ"]
    tajikistan = panel.get_by_role("button", name="Tajikistan 13,665")
    tajikistan.focus()
    page.keyboard.press("Shift+Enter")
    comes_to(page, hidden, ["KAZ", "TJK"])
    page.wait_for_url("**lines=-KAZ%2C-TJK**")
    settle(page)
    panel.get_by_role("button", name="Show all").click()
    comes_to(page, hidden, [])
    page.wait_for_function("!location.search.includes('lines=')", timeout=WAIT)
    expect(panel.get_by_role("button", name="Show all")).to_have_count(0, timeout=WAIT)


def test_one_box_has_all_countries_of_a_day_and_a_click_is_on_the_nearest_line(
    page: Page, app_url: str
) -> None:
    open_page(page, f"{app_url}/covid_timeline")
    series = page.locator(".st-key-panel_covid_series .js-plotly-plot")
    page.mouse.move(*series.evaluate(PLACE_OF, ["2020-06-15", 15192]))
    day = ("15 June 2020, total cases", "15,192 Kazakhstan", "2,472 Kyrgyzstan", "5,035 Tajikistan")
    for words in (*day, "5,263 Uzbekistan"):
        expect(series.locator(".hoverlayer")).to_contain_text(words)
    small = page.locator(".st-key-panel_covid_small_multiples .js-plotly-plot")
    small.scroll_into_view_if_needed()
    settle(page)
    page.mouse.move(*small.evaluate(PLACE_OF, ["2020-06-15", 0]))
    for words in ("June 2020, new cases a day", *(f" {name}" for name in WITH_A_SERIES)):
        expect(small.locator(".hoverlayer")).to_contain_text(words)
    chart = page.locator(".st-key-panel_covid_stringency .js-plotly-plot")
    chart.scroll_into_view_if_needed()
    settle(page)
    x, y = chart.evaluate(PLACE_OF, ["2020-07-15", 52.78])
    page.mouse.move(x, y)
    box = chart.locator(".hoverlayer .legend")
    told = ("Kazakhstan 83.3", "Kyrgyzstan 83.3", "Tajikistan 52.8", "Turkmenistan 37.0")
    for words in ("15 July 2020", *told, "Uzbekistan 69.9"):
        expect(box).to_contain_text(words)
    page.mouse.click(x, y)
    page.wait_for_url("**figure=stringency%3ATJK%3A2020-07-15**")


def test_one_box_has_the_rates_of_all_currencies_on_a_day(page: Page, app_url: str) -> None:
    open_page(page, f"{app_url}/currency?from=2020-06&to=2020-06")
    chart = page.locator(".st-key-panel_currency_series .js-plotly-plot")
    page.mouse.move(*chart.evaluate(PLACE_OF, ["2020-06-16", 404.6]))
    official = ("Tajikistan somoni, official daily rate", "3.5 Turkmenistan manat, official rate")
    for words in ("June 2020", "Kazakhstan tenge, daily cross rate", *official):
        expect(chart.locator(".hoverlayer")).to_contain_text(words)
    page.get_by_role("radio", name="Rebased to 100").click()
    page.wait_for_url("**rate_scale=rebased**")
    settle(page)
    page.mouse.move(*chart.evaluate(PLACE_OF, ["2020-06-16", 100]))
    for words in ("June 2020, base day = 100", " Kazakhstan", " Tajikistan", "100.0 Turkmenistan"):
        expect(chart.locator(".hoverlayer")).to_contain_text(words)


def test_plotly_turns_every_figure_into_that_of_another_choice(
    page: Page, package: Package
) -> None:
    page.add_script_tag(path=PROGRAM)
    troubles: dict[str, list[str]] = {}
    for name, build in EXHIBITS.items():
        exhibits = [build(package, each, {}) for each in ONE_AFTER_ANOTHER]
        figures = [each.drawn("light") for each in exhibits if each.draw]
        for way in zip(*figures, strict=True):
            drawn = [plotly.io.to_json(figure, validate=False) for figure in way]
            troubles[name] = [*troubles.get(name, []), *page.evaluate(TURN, drawn)]
    assert "events_by_week" in troubles
    assert {name: told for name, told in troubles.items() if told} == {}


def test_a_chart_fits_its_place_when_the_window_changes(page: Page, app_url: str) -> None:
    open_month(page, app_url)
    for width in (1440, 800, 1200):
        page.set_viewport_size({"width": width, "height": 1100})
        page.wait_for_function(FITS, timeout=WAIT)


def test_the_links_of_a_menu_have_the_filters_and_the_panel_s_own_options(
    page: Page, app_url: str
) -> None:
    open_page(page, f"{app_url}/protests_and_arrests?countries=KGZ&count_rule=reaching")
    menu = page.locator(".st-key-panel_protests_by_month details.export")
    page.locator(".st-key-month_back button").first.click()
    page.wait_for_function("new URL(location).searchParams.get('from') === '2020-05'", timeout=WAIT)
    settle(page)
    menu.locator("summary").click()
    asked = {}
    for label in ("Picture (PNG)", "Show the table", "Link to this view"):
        address = menu.get_by_role("link", name=label, exact=True).get_attribute("href") or ""
        asked[label] = {name: each for name, (each,) in parse_qs(urlsplit(address).query).items()}
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    expect(menu.get_by_role("link").first).to_be_hidden()
    view = {"countries": "KGZ", "from": "2020-05", "to": "2020-05", "status": "occurred"}
    own = {"count_rule": "reaching"}
    assert asked["Link to this view"] == view | own
    assert asked["Picture (PNG)"] == view | own | {"page": "protests_and_arrests"}
    assert asked["Show the table"] == asked["Picture (PNG)"]
