"""Clicks in pages of running apps, one of each in turn, and what each took by parts.

Which apps run and what is printed is in `bench_click`.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from chromium import BROWSER_OPTIONS
from playwright.sync_api import CDPSession, Page, Playwright
from programs import CHROMIUM, obtain

VIEW = "from=2020-04&to=2020-06"
STEPS = ("month_on", "month_on", "month_back", "month_back")
DRAWN = ".js-plotly-plot .main-svg, [data-testid=stDeckGlJsonChart] canvas"
FAULT = "[data-testid=stException]"
OPEN_SECONDS = 1800
WARM = 4
# A change is taken when the frame that shows it has been painted; maps are drawn without changes
# of the page, so their drawing is watched too.
WATCH = """
window.lastChange = 0;
const changed = () => { window.lastChange = performance.now(); };
for (const kind of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) {
  const names = Object.getOwnPropertyNames(kind?.prototype ?? {});
  for (const name of names.filter((each) => /^draw(Arrays|Elements)/.test(each))) {
    const own = kind.prototype[name];
    kind.prototype[name] = function (...given) {
      changed();
      return own.apply(this, given);
    };
  }
}
const channel = new MessageChannel();
channel.port1.onmessage = changed;
document.addEventListener('DOMContentLoaded', () => new MutationObserver((records) => {
  const main = document.querySelector('.stMain');
  if (!records.some(({ target }) => main?.contains(target))) return;
  requestAnimationFrame(() => channel.port2.postMessage(0));
}).observe(document.body, {
  subtree: true, childList: true, attributes: true, characterData: true,
}));
"""
SETTLED = """() =>
  document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
  && performance.now() - window.lastChange > 600"""
CLICK = """(name) => {
  window.lastChange = performance.now();
  document.querySelector(`.st-key-${name} button`).click();
  return window.lastChange;
}"""
BROWSER_PARTS = {
    "scripts": ("ScriptDuration",),
    "style and layout": ("RecalcStyleDuration", "LayoutDuration"),
    "painting and the rest": ("TaskDuration",),
}
# What runs in the browser, by the beginning of its file's name.
PROGRAMS = {
    "plotly": ("PlotlyChart", "plotly"),
    "deck.gl": ("DeckGl",),
    "sanitiser of marked-up text": ("purify",),
    "our own scripts": ("drawing", "trace_links", "st-bidi"),
    "search for garbage": ("(garbage",),
    "style, layout, painting": ("(program",),
}
OTHER_PROGRAM = "React and Streamlit"


@dataclass
class Variant:
    """An app being clicked, and what its clicks took."""

    name: str
    folder: Path
    data: str = ""
    url: str = ""
    log: Path = Path()
    times: list[float] = field(default_factory=list)
    bytes_in: list[int] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)
    parts: list[dict[str, float]] = field(default_factory=list)
    programs: Counter[str] = field(default_factory=Counter)


@dataclass
class Opened:
    """A page of a variant in a browser of its own."""

    variant: Variant
    page: Page
    session: CDPSession
    frames: list[int]


def measure(playwright: Playwright, variants: Sequence[Variant], name: str, clicks: int) -> None:
    """Click through months on a page of every variant, one click of each in turn."""
    path = "" if name == "overview" else name
    opened = [open_page(playwright, variant, path) for variant in variants]
    for step in islice(cycle(STEPS), WARM):
        for each in opened:
            click(each, step)
    for variant in variants:
        variant.times, variant.bytes_in, variant.messages, variant.parts = [], [], [], []
    for step in islice(cycle(STEPS), clicks):
        for each in opened:
            note(each, step)
    for each in opened:
        each.variant.programs = profile(each)
        browser = each.page.context.browser
        each.page.context.close()
        if browser:
            browser.close()


def open_page(playwright: Playwright, variant: Variant, path: str) -> Opened:
    """Open a page in a browser of its own and wait until it has drawn."""
    browser = playwright.chromium.launch(executable_path=obtain(CHROMIUM), args=BROWSER_OPTIONS)
    context = browser.new_context(viewport={"width": 1440, "height": 1100})
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    frames: list[int] = []
    session.send("Network.enable")
    session.send("Performance.enable")
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: frames.append(len(event["response"]["payloadData"]) * 3 // 4),
    )
    page.goto(f"{variant.url}/{path}?{VIEW}")
    page.wait_for_selector(f"{DRAWN}, {FAULT}", timeout=OPEN_SECONDS * 1000)
    if fault := page.query_selector(FAULT):
        raise SystemExit(f"{variant.name} shows no {path or 'overview'}: {fault.inner_text()}")
    page.wait_for_timeout(2000)
    page.wait_for_function(SETTLED, timeout=60_000)
    return Opened(variant, page, session, frames)


def click(opened: Opened, step: str) -> float:
    """Return the milliseconds from a click to the last paint."""
    start = opened.page.evaluate(CLICK, step)
    opened.page.wait_for_timeout(30)
    opened.page.wait_for_function(SETTLED, timeout=120_000)
    return opened.page.evaluate("window.lastChange") - start


def note(opened: Opened, step: str) -> None:
    """Click and write down what it took, by parts."""
    variant = opened.variant
    opened.frames.clear()
    before = metrics(opened.session)
    variant.times.append(click(opened, step))
    spent = {name: value - before[name] for name, value in metrics(opened.session).items()}
    variant.bytes_in.append(sum(opened.frames))
    variant.messages.append(len(opened.frames))
    parts = {part: sum(spent[name] for name in names) for part, names in BROWSER_PARTS.items()}
    parts["painting and the rest"] -= parts["scripts"] + parts["style and layout"]
    server: dict[str, float] = json.loads(variant.log.read_text().splitlines()[-1])
    variant.parts.append(parts | {f"server: {part}": value for part, value in server.items()})


def metrics(session: CDPSession) -> dict[str, float]:
    """Return the browser's own clocks, in milliseconds."""
    told = session.send("Performance.getMetrics")["metrics"]
    return {each["name"]: each["value"] * 1000 for each in told}


def profile(opened: Opened) -> Counter[str]:
    """Return the milliseconds a click that each program in the browser runs itself."""
    opened.session.send("Profiler.enable")
    opened.session.send("Profiler.start")
    for step in STEPS * 2:
        click(opened, step)
    told: dict[str, Any] = opened.session.send("Profiler.stop")["profile"]
    frames = {node["id"]: node["callFrame"] for node in told["nodes"]}
    spent: Counter[str] = Counter()
    for node, duration in zip(told["samples"], told["timeDeltas"], strict=True):
        frame = frames[node]
        program = frame["url"].rpartition("/")[2] or frame["functionName"]
        spent[program_of(program)] += duration / 1000 / len(STEPS * 2)
    return spent


def program_of(file: str) -> str:
    """Return what a file of the browser belongs to."""
    if file == "(idle)":
        return "waiting"
    found = (name for name, starts in PROGRAMS.items() if file.startswith(starts))
    return next(found, OTHER_PROGRAM)
