"""An exhibit as a web page: one to keep, one for a frame in another page, one to copy from.

The page to keep needs no network: nothing in it asks for anything from outside, and it forbids it.
The scripts and the font of the page for a frame come from the server that gives it.
"""

import gzip
import html
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import plotly.graph_objects as go

from dashboard.exports.cells import columns_of, is_day, is_number, readable_text
from dashboard.exports.files.data import bibtex, citation
from dashboard.exports.metadata import PRODUCT, Metadata
from dashboard.exports.pictures.look import CLEAR, Around, Look
from dashboard.exports.pictures.sheet import font_face, logo_address
from dashboard.exports.text_metrics import PRINT_FONT, print_font
from dashboard.house import current_house
from dashboard.maps.charts.basemap import with_base_map
from dashboard.palette import LIGHT
from dashboard.panels.exhibit import NARROW_BELOW, Exhibit
from dashboard.wording import N_, say

# The part of plotly.js that our charts need: the whole would make each file three times as long.
PROGRAM = Path(__file__).parents[3] / "static" / "plotly" / "plotly-cartesian.min.js"
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:"
)
STYLE = f"""
:root {{ color-scheme: light }}
body {{ margin: 2rem auto; max-width: 1080px; padding: 0 1.2rem;
  background: {LIGHT.background}; color: {LIGHT.text}; font: 15px/1.45 {PRINT_FONT} }}
header {{ border-top: 1px solid {LIGHT.text}; padding-top: .5rem }}
h1 {{ font-size: 1.4rem; line-height: 1.25; margin: 0 }}
.unit, dt, th, summary {{ color: {LIGHT.muted} }}
.unit {{ margin: .1rem 0 .8rem }}
.wide {{ overflow-x: auto }}
#chart {{ min-width: 680px }}
table {{ border-collapse: collapse; font-size: .9rem; margin: .6rem 0;
  font-variant-numeric: tabular-nums }}
th, td {{ text-align: left; vertical-align: top; padding: .25rem 1.2rem .25rem 0;
  border-bottom: 1px solid {LIGHT.rule} }}
td {{ white-space: pre-line; overflow-wrap: break-word; max-width: 36rem }}
.number {{ text-align: right; white-space: nowrap }}
.day {{ white-space: nowrap }}
.address {{ overflow-wrap: anywhere; min-width: 10rem }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; font-size: .85rem }}
dd {{ margin: 0; overflow-wrap: anywhere }}
summary {{ cursor: pointer }}
"""
START = """
const text = name => document.getElementById(name).textContent;
const draw = code => {
  const script = document.createElement("script");
  script.textContent = code;
  document.head.append(script);
  const figure = JSON.parse(text("figure"));
  const options = {responsive: true, displayModeBar: false};
  return Plotly.newPlot("chart", figure.data, figure.layout, options);
};
const unpacked = async () => {
  const packed = Uint8Array.from(atob(text("program")), letter => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
};
unpacked().then(draw).catch(() => {
  document.getElementById("chart").textContent = text("trouble");
  document.querySelector("details").open = true;
});
"""
NUMBER = ' class="number"'
LONGEST_WORD = 30
# A page of a chart has so many rows under it, that it can be sent by mail.
MOST_ROWS = 1_500
NEEDS_SCRIPT = N_("The chart needs JavaScript; its figures are in the table below.")
TOO_OLD = N_("This browser is too old to draw the chart; its figures are in the table below.")
# What stands above and below a chart in a frame, and the room of a table, in pixels.
AROUND_CHART, ROOM_OF_TABLE = 150, 480
FRAME_START = f"""
const text = name => document.getElementById(name)?.textContent;
const chart = document.getElementById("chart");
const narrow = matchMedia("(max-width: {NARROW_BELOW}px)");
const draw = () => {{
  const figure = JSON.parse((narrow.matches && text("narrow")) || text("figure"));
  chart.style.height = `${{figure.layout.height}}px`;
  Plotly.newPlot(chart, figure.data, figure.layout, {{responsive: true, displayModeBar: false}});
}};
narrow.addEventListener("change", draw);
draw();
"""
# The hash by which a policy knows this one script.
START_HASH = b64encode(sha256(FRAME_START.encode()).digest()).decode()
FRAME_STYLE = """
body {{ margin: 0; padding: .5rem .7rem; background: {background}; color: {colours.text};
  font: 15px/1.4 {font} }}
h1 {{ font-size: 1.1rem; line-height: 1.25; margin: 0 }}
h1 span, p, th, summary {{ color: {colours.muted} }}
h1 span {{ font-weight: 400; font-size: .9rem }}
p, summary {{ font-size: .8rem; margin: .3rem 0 0 }}
summary {{ cursor: pointer }}
a {{ color: {colours.accent} }}
.wide {{ overflow-x: auto }}
table {{ border-collapse: collapse; font-size: .87rem; font-variant-numeric: tabular-nums }}
th, td {{ text-align: left; vertical-align: top; padding: .2rem 1rem .2rem 0;
  border-bottom: 1px solid {colours.rule} }}
td {{ white-space: pre-line; max-width: 30rem }}
.number {{ text-align: right; white-space: nowrap }}
"""
COPY_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
COPY_STYLE = """
section { margin: 1.1rem 0 } h2 { font-size: 1rem; margin: 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; padding: .6rem .7rem;
  background: #f4f3f0; font: .85rem/1.45 ui-monospace, monospace }
button { font: inherit; font-size: .85rem; padding: .15rem .6rem; cursor: pointer }
"""
# Outside https a browser has no clipboard to write to; then the text is marked, to be copied.
COPY = """
for (const button of document.querySelectorAll("button")) button.onclick = async () => {
  const text = button.parentElement.querySelector("pre");
  getSelection().selectAllChildren(text);
  const done = navigator.clipboard
    ? await navigator.clipboard.writeText(text.textContent).then(() => true, () => false)
    : document.execCommand("copy");
  if (done) button.textContent = button.dataset.done;
};
"""


def make_html(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the page."""
    title = html.escape(exhibit.title)
    caption = f"<p>{html.escape(exhibit.notes)}</p>"
    figure = with_base_map(exhibit.draw("light")) if exhibit.draw else None
    body = [
        f"<header>{_logo_markup()}<h1>{title}</h1>"
        f"<p class='unit'>{html.escape(exhibit.unit)}</p></header>",
        *([_chart(figure, exhibit), caption] if figure else []),
        _table_markup(exhibit, is_open=figure is None),
        caption if figure is None else "",
        _facts(exhibit, metadata),
    ]
    style = f"{font_face()}{STYLE}{_house_style()}"
    return _page(title, style, "".join(body), POLICY)


def _page(title: str, style: str, body: str, policy: str = "") -> bytes:
    """Return a page; `title` and `body` are marked up, a `policy` says what may be run."""
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">{meta}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {PRODUCT}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
""".encode()


def _house_style() -> str:
    """Return what the house that uses the monitor has otherwise than our style."""
    house = current_house()
    rules = [f"body {{ font-family: {print_font()} }}"] if house.font else []
    if house.accent:
        rules.append(
            f"header {{ border-top: 3px solid {house.accent} }} a {{ color: {house.accent} }}"
        )
    if house.logo:
        rules.append(
            "header img { float: right; max-height: 34px; max-width: 18%; margin-left: 1rem }"
        )
    return "\n".join(rules)


def _logo_markup() -> str:
    """Return the logo of the house, with its name; empty without one."""
    house = current_house()
    name = html.escape(house.name)
    return f'<img src="{logo_address()}" alt="{name}">' if house.logo else ""


def _chart(figure: go.Figure, exhibit: Exhibit) -> str:
    text, height = _figure_text(figure, exhibit.height)
    described = html.escape(exhibit.alt or exhibit.title)
    return (
        f'<div class="wide"><div id="chart" role="img" aria-label="{described}"'
        f' style="height:{height}px"></div></div>'
        f"<noscript>{html.escape(say(NEEDS_SCRIPT))}</noscript>"
        f'<script type="application/json" id="figure">{text}</script>'
        f'<script type="text/plain" id="trouble">{say(TOO_OLD)}</script>'
        f'<script type="text/plain" id="program">{_program()}</script>'
        # A module runs when the whole page has been read.
        f'<script type="module">{START}</script>'
    )


def _figure_text(figure: go.Figure, height: int) -> tuple[str, int]:
    """Return a figure as JSON that may stand in a script, and its height, `height` without one."""
    drawn = go.Figure(figure)
    tall = drawn.layout.height or height
    drawn.update_layout(font_family=print_font(), height=tall)
    # Inside a script only "<" could end it early; JSON may write it as an escape.
    return str(drawn.to_json()).replace("<", "\\u003c"), tall


@lru_cache(maxsize=1)
def _program() -> str:
    """Return the drawing program packed, which the browser unpacks: a third of its length."""
    return b64encode(gzip.compress(PROGRAM.read_bytes(), 9, mtime=0)).decode()


def _table_markup(exhibit: Exhibit, *, is_open: bool) -> str:
    """Return the table; under a chart, where it is folded, its first rows."""
    every = len(exhibit.table)
    most = every if is_open else min(every, MOST_ROWS)
    columns = columns_of(exhibit.table, most)
    words = say("{count} rows", count=every)
    if most < every:
        words = say(
            "the first {most} of {every} rows; the CSV and XLSX files have all",
            most=most,
            every=every,
        )
    summary = say("Table ({words})", words=words)
    heads = "".join(
        f'<th scope="col"{NUMBER if each.is_numeric else ""}>{html.escape(each.title)}</th>'
        for each in columns
    )
    cells = [[_cell(value, each.is_numeric) for value in each.cells] for each in columns]
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True))
    return (
        f"<details{' open' if is_open else ''}><summary>{html.escape(summary)}</summary>"
        f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody>'
        "</table></div></details>"
    )


def _cell(value: object, is_right: bool) -> str:
    text = readable_text(value)
    kind = NUMBER if is_right or is_number(value) else ' class="day"' if is_day(value) else ""
    if any(len(word) > LONGEST_WORD for word in text.split()):
        kind = ' class="address"'
    return f"<td{kind}>{html.escape(text)}</td>"


def _facts(exhibit: Exhibit, metadata: Metadata) -> str:
    facts = metadata.facts(exhibit)
    below = [name for name in facts if name not in ("Title", "Unit", "Notes")]
    rows = (f"<dt>{html.escape(say(name))}</dt><dd>{_linked(facts[name])}</dd>" for name in below)
    return f"<dl>{''.join(rows)}</dl>"


def _linked(text: str) -> str:
    words = html.escape(text)
    is_address = text.startswith(("https://", "http://")) and " " not in text
    return f'<a href="{words}">{words}</a>' if is_address else words


@dataclass(frozen=True)
class Places:
    """Where, as the page may name it: the drawing program, the font, the view in the app."""

    program: str
    font: str
    view: str


def height_of(exhibit: Exhibit) -> int:
    """Return how high a frame for an exhibit should be, in pixels."""
    return exhibit.height + AROUND_CHART if exhibit.draw else ROOM_OF_TABLE


def make_embed(exhibit: Exhibit, metadata: Metadata, look: Look, places: Places) -> bytes:
    """Write the page for a frame; what stands around the chart is as `look` has it."""
    around = look.around
    title, unit = html.escape(exhibit.title), html.escape(exhibit.unit)
    head = f"<header>{_logo_markup()}<h1>{title} <span>{unit}</span></h1></header>"
    body = [
        "" if around is Around.PLAIN else head,
        _drawn(exhibit, look, places) or _table_markup(exhibit, is_open=True),
        _foot(exhibit, metadata, places) if around is Around.WHOLE else "",
    ]
    face = f"@font-face{{font-family:'Source Sans 3';font-weight:200 900;src:url({places.font})}}"
    face = font_face() if current_house().font else face
    # A page of a dark scheme in a frame of a light one would get a ground of its own.
    scheme = "normal" if look.background == CLEAR else look.theme
    style = FRAME_STYLE.format(background=look.background, colours=look.colours, font=print_font())
    style += _house_style() if look.theme == "light" else ""
    return _page(title, f"{face}:root {{ color-scheme: {scheme} }}{style}", "".join(body))


def _drawn(exhibit: Exhibit, look: Look, places: Places) -> str:
    """Return the chart, that for narrow frames beside it; nothing of an exhibit without one."""
    if exhibit.draw is None or not len(exhibit.table):
        return ""
    figures = [with_base_map(figure) for figure in exhibit.drawn(look.theme)]
    names, described = ("figure", "narrow"), html.escape(exhibit.alt or exhibit.title)
    held = []
    for name, figure in zip(names, figures, strict=False):
        drawn = go.Figure(figure).update_layout(paper_bgcolor=look.background)
        text, _ = _figure_text(drawn, exhibit.height)
        held.append(f'<script type="application/json" id="{name}">{text}</script>')
    return (
        f'<div id="chart" role="img" aria-label="{described}"></div>{"".join(held)}'
        f'<script src="{places.program}"></script><script>{FRAME_START}</script>'
    )


def _foot(exhibit: Exhibit, metadata: Metadata, places: Places) -> str:
    facts = metadata.facts(exhibit)
    sentences = (
        exhibit.source_line,
        say("Filters: {filters}.", filters=metadata.filters),
        f"{facts['Shown']}.",
        say("Data version {version}.", version=metadata.data_version),
    )
    words = html.escape(" ".join(part for part in sentences if part))
    link = f'<a href="{html.escape(places.view)}" target="_blank" rel="noopener">{PRODUCT}</a>'
    return (
        f"<p>{html.escape(replace(exhibit, reading='').notes)}</p>{_reading(exhibit)}"
        f"<p>{words} {link}</p>"
    )


def _reading(exhibit: Exhibit) -> str:
    """Return what is long to read, folded: a frame has little room."""
    if not exhibit.reading:
        return ""
    head = html.escape(say("How to read this"))
    return f"<details><summary>{head}</summary><p>{html.escape(exhibit.reading)}</p></details>"


def make_citing(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the page to copy from: how to cite, and code that reads the data, a line a program.

    Without an address of the data there is no code on it.
    """
    texts = {say("Suggested citation"): citation(exhibit, metadata)}
    texts[say("BibTeX")] = bibtex(exhibit, metadata)
    title = html.escape(exhibit.title)
    body = f"""<header><h1>{title}</h1><p class="unit">{html.escape(metadata.filters)}</p></header>
{_sections({**texts, **_code_for(exhibit, metadata)})}
<p class="unit">{html.escape(_note())}</p>
<script>{COPY}</script>"""
    return _page(title, f"{STYLE}{COPY_STYLE}", body, COPY_POLICY)


def _code_for(exhibit: Exhibit, metadata: Metadata) -> Mapping[str, str]:
    """Return a line of code by program that reads this view's data from its address."""
    if not metadata.served_at:
        return {}
    where = f"{metadata.served_at}/{exhibit.key}"
    query = urlencode(metadata.query)
    rows, book = (f"{where}.{suffix}?{query}".removesuffix("?") for suffix in ("csv", "xlsx"))
    return {
        "Python (pandas)": f'import pandas as pd\ndata = pd.read_csv("{rows}")',
        "R": f'data <- read.csv("{rows}")',
        "DuckDB": f"FROM read_csv('{rows}');",
        "Excel (Power Query)": (
            f'= Excel.Workbook(Web.Contents("{book}"), true){{[Item="Data", Kind="Sheet"]}}[Data]'
        ),
        "Google Sheets": f'=IMPORTDATA("{rows}")',
    }


def _note() -> str:
    return say(
        "The address holds the filters: it gives the same view, with the data as they are on the "
        "day when it is read. In Excel: Data, Get Data, Blank Query."
    )


def _sections(texts: Mapping[str, str]) -> str:
    copy, done = html.escape(say("Copy")), html.escape(say("Copied"))
    return "".join(
        f"<section><h2>{html.escape(name)}</h2><pre>{html.escape(text.strip())}</pre>"
        f'<button type="button" data-done="{done}">{copy}</button></section>'
        for name, text in texts.items()
    )
