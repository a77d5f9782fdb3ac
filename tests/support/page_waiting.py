"""Waits until a page of the running app has been drawn, and clicks marks of its charts.

Nothing here counts on a quick machine: what is waited for is seen, never guessed by the clock.
"""

from playwright.sync_api import JSHandle, Locator, Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# Milliseconds.
WAIT = 60_000
# How often a page is asked whether it rests: each time it must work out where everything stands.
ASK = 50
# Notes in every page when it last asked the server for a run, and when a run last ended. Between a
# click and the first word of its run Streamlit itself says that nothing runs.
WATCH = f"""(() => {{
  const runs = window.runsSeen = {{ asked: 0, ended: 0 }};
  function* fields(bytes) {{
    let at = 0;
    const number = () => {{
      let [sum, shift, byte] = [0, 0, 0];
      do {{
        byte = bytes[at++];
        sum |= (byte & 127) << shift;
        shift += 7;
      }} while (byte & 128);
      return sum;
    }};
    while (at < bytes.length) {{
      const tag = number();
      const told = number();
      if ((tag & 7) === 2) at += told;
      yield [tag >> 3, told];
    }}
  }}
  const asks = ([field]) => field === {BackMsg.RERUN_SCRIPT_FIELD_NUMBER};
  const ends = ([field, how]) => field === {ForwardMsg.SCRIPT_FINISHED_FIELD_NUMBER}
    && how !== {ForwardMsg.FINISHED_EARLY_FOR_RERUN};
  window.WebSocket = class extends WebSocket {{
    constructor(...all) {{
      super(...all);
      this.addEventListener("message", ({{ data }}) => {{
        if ([...fields(new Uint8Array(data))].some(ends)) runs.ended = performance.now();
      }});
    }}
    send(data) {{
      if ([...fields(new Uint8Array(data))].some(asks)) runs.asked = performance.now();
      super.send(data);
    }}
  }};
}})()"""
RESTS = """() => runsSeen.asked < runsSeen.ended
  && document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
  && !document.querySelector("[data-testid=stSkeleton]")"""
# Every chart is drawn as wide as its place, and for a while none has moved: what stands above it
# may come later.
STILL = f"""() => {{
  const width = (each) => each?.getBoundingClientRect().width ?? 0;
  const charts = [...document.querySelectorAll(".chart_frame > .chart")];
  const seen = charts.filter(width);
  const fits = (each) => Math.abs(width(each.querySelector(".main-svg")) - width(each)) <= 1;
  if (!({RESTS})() || !seen.every(fits)) {{
    window.placesSeen = undefined;
    return false;
  }}
  const places = seen.map((each) => Math.round(each.getBoundingClientRect().top)).join();
  if (places !== window.placesSeen) {{
    window.placesSeen = places;
    window.placedSince = performance.now();
  }}
  return performance.now() - window.placedSince > 400;
}}"""


def settle(page: Page) -> None:
    """Wait until the script has run and what it drew has stopped changing."""
    page.wait_for_selector(".stApp h1", timeout=WAIT)
    page.evaluate("window.placesSeen = undefined")
    page.wait_for_function(STILL, timeout=WAIT, polling=ASK)


def open_page(page: Page, address: str) -> None:
    """Open an address, and wait until it has been drawn and follows its links itself.

    Before that a click on a link of the page loads it anew.
    """
    page.goto(address)
    settle(page)
    catcher = page.locator(".st-key-links_followed [data-testid=stBidiComponentRegular]")
    catcher.wait_for(state="attached")


def go_on_to(page: Page, query: str) -> None:
    """Go to another view of the page that is open, as a step forwards in its history does.

    The page is not loaded anew, which takes its scripts longer than all that they then do.
    """
    page.evaluate(
        """(query) => {
          history.pushState(null, "", query);
          dispatchEvent(new PopStateEvent("popstate"));
        }""",
        query,
    )
    settle(page)


def comes_to(page: Page, script: str, wanted: object) -> None:
    """Wait until a script of the page returns what is wanted; fail with what it returns instead."""
    page.wait_for_selector(".stApp h1", timeout=WAIT)
    told = page.evaluate(
        f"""async (wanted) => {{
          const until = performance.now() + {WAIT} / 2;
          const asked = () => {{ try {{ return ({script})(); }} catch {{ return undefined; }} }};
          const same = () => JSON.stringify(asked()) === JSON.stringify(wanted);
          while (!same() && performance.now() < until) await new Promise(requestAnimationFrame);
          return ({script})();
        }}""",
        wanted,
    )
    assert told == wanted


def click_mark(page: Page, mark: Locator, lower: float = 0.5) -> None:
    """Click a mark of a chart in its middle, or lower."""
    mark.wait_for(state="attached")
    mark.scroll_into_view_if_needed()
    settle(page)
    box = mark.bounding_box()
    assert box is not None
    chart = mark.evaluate_handle("mark => mark.closest('.js-plotly-plot')")
    click_chart(page, chart, box["x"] + box["width"] / 2, box["y"] + box["height"] * lower)


def click_chart(page: Page, chart: JSHandle, x: float, y: float) -> None:
    """Click at a place of the window, when plotly has found the mark that is there.

    It takes a click for the mark that it has found under the pointer before.
    """
    page.mouse.move(0, 0)
    chart.evaluate("chart => { chart._hoverdata = undefined; }")
    page.mouse.move(x, y)
    page.wait_for_function("chart => chart._hoverdata?.length", arg=chart)
    page.mouse.click(x, y)
