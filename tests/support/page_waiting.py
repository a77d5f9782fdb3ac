"""Waits until a page of the running app has been drawn."""

from playwright.sync_api import Page, expect

# Milliseconds.
WAIT = 60_000
# Every chart is drawn as wide as its place, and for a while none has moved: what stands above it
# may come later.
STILL = """() => {
  const width = (each) => each?.getBoundingClientRect().width ?? 0;
  const charts = [...document.querySelectorAll(".chart_frame > .chart")];
  const seen = charts.filter(width);
  const fits = (each) => Math.abs(width(each.querySelector(".main-svg")) - width(each)) <= 1;
  if (!seen.every(fits)) return false;
  const places = seen.map((each) => Math.round(each.getBoundingClientRect().top)).join();
  if (places !== window.placesSeen) {
    window.placesSeen = places;
    window.placedSince = performance.now();
  }
  return performance.now() - window.placedSince > 400;
}"""


def settle(page: Page) -> None:
    """Wait until the script has run and what it drew has stopped changing."""
    page.evaluate("window.placesSeen = undefined")
    page.wait_for_selector(".stApp h1", timeout=WAIT)
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'",
        timeout=WAIT,
    )
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=WAIT)
    page.wait_for_function(STILL, timeout=WAIT)
