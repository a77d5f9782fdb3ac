"""Waits until a page of the running app has been drawn."""

from playwright.sync_api import Page, expect

# Milliseconds.
WAIT = 60_000
# Every chart is drawn, and for a while none has moved: what stands above it may come later.
STILL = """() => {
  const charts = [...document.querySelectorAll(".chart_frame > .chart")];
  const seen = charts.filter((each) => each.getBoundingClientRect().width);
  if (!seen.every((each) => each.querySelector(".main-svg"))) return false;
  const places = seen.map((each) => Math.round(each.getBoundingClientRect().top)).join();
  if (places !== window.placesSeen) {
    window.placesSeen = places;
    window.placedSince = performance.now();
  }
  return performance.now() - window.placedSince > 400;
}"""


def settle(page: Page) -> None:
    """Wait until the script has run and what it drew has stopped changing."""
    page.wait_for_selector(".stApp h1", timeout=WAIT)
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'",
        timeout=WAIT,
    )
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=WAIT)
    page.wait_for_function(STILL, timeout=WAIT)
