"""An exhibit as one web page that needs no network: the chart, its table and its metadata.

Nothing in the page asks for anything from outside, and the page forbids it.
"""

import gzip
import html
from base64 import b64encode
from functools import lru_cache
from pathlib import Path

import plotly.graph_objects as go

from dashboard.exports.cells import columns_of, is_day, is_number, readable_text
from dashboard.exports.metadata import PRODUCT, Metadata
from dashboard.exports.pictures.charts import light_figure
from dashboard.exports.pictures.sheet import font_face, logo_address
from dashboard.exports.text_metrics import PRINT_FONT, print_font
from dashboard.house import current_house
from dashboard.palette import LIGHT
from dashboard.panels.exhibit import Exhibit

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
NEEDS_SCRIPT = "The chart needs JavaScript; its figures are in the table below."
TOO_OLD = "This browser is too old to draw the chart; its figures are in the table below."


def make_html(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the page."""
    title = html.escape(exhibit.title)
    caption = f"<p>{html.escape(exhibit.notes)}</p>"
    figure = light_figure(exhibit)
    body = [
        f"<header>{logo_markup()}<h1>{title}</h1>"
        f"<p class='unit'>{html.escape(exhibit.unit)}</p></header>",
        *([_chart(figure, exhibit), caption] if figure else []),
        table_markup(exhibit, is_open=figure is None),
        caption if figure is None else "",
        _facts(exhibit, metadata),
    ]
    style = f"{font_face()}{STYLE}{house_style()}"
    return whole_page(title, POLICY, style, "".join(body)).encode()


def whole_page(title: str, policy: str, style: str, body: str) -> str:
    """Return a page of its own; `title` and `body` are marked up, `policy` says what may be run."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {PRODUCT}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def house_style() -> str:
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


def logo_markup() -> str:
    """Return the logo of the house, with its name; empty without one."""
    house = current_house()
    name = html.escape(house.name)
    return f'<img src="{logo_address()}" alt="{name}">' if house.logo else ""


def _chart(figure: go.Figure, exhibit: Exhibit) -> str:
    text, height = figure_text(figure, exhibit.height)
    described = html.escape(exhibit.alt or exhibit.title)
    return (
        f'<div class="wide"><div id="chart" role="img" aria-label="{described}"'
        f' style="height:{height}px"></div></div>'
        f"<noscript>{NEEDS_SCRIPT}</noscript>"
        f'<script type="application/json" id="figure">{text}</script>'
        f'<script type="text/plain" id="trouble">{TOO_OLD}</script>'
        f'<script type="text/plain" id="program">{_program()}</script>'
        # A module runs when the whole page has been read.
        f'<script type="module">{START}</script>'
    )


def figure_text(figure: go.Figure, height: int) -> tuple[str, int]:
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


def table_markup(exhibit: Exhibit, *, is_open: bool) -> str:
    """Return the table; under a chart, where it is folded, its first rows."""
    every = len(exhibit.table)
    most = every if is_open else min(every, MOST_ROWS)
    columns = columns_of(exhibit.table, most)
    words = f"{every:,} rows"
    if most < every:
        words = f"the first {most:,} of {every:,} rows; the CSV and XLSX files have all"
    heads = "".join(
        f'<th scope="col"{NUMBER if each.is_numeric else ""}>{html.escape(each.title)}</th>'
        for each in columns
    )
    cells = [[_cell(value, each.is_numeric) for value in each.cells] for each in columns]
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True))
    return (
        f"<details{' open' if is_open else ''}><summary>Table ({words})</summary>"
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
    return (
        f"<dl>{''.join(f'<dt>{name}</dt><dd>{_linked(facts[name])}</dd>' for name in below)}</dl>"
    )


def _linked(text: str) -> str:
    words = html.escape(text)
    is_address = text.startswith(("https://", "http://")) and " " not in text
    return f'<a href="{words}">{words}</a>' if is_address else words
