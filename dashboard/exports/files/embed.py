"""An exhibit as a small page for a frame in another page: title, chart or table, source, a link.

Its scripts and its font come from the server that gives it.
"""

import html
from base64 import b64encode
from dataclasses import dataclass, replace
from hashlib import sha256

import plotly.graph_objects as go

from dashboard.exports.files.html import figure_text, house_style, logo_markup, table_markup
from dashboard.exports.metadata import PRODUCT, Metadata
from dashboard.exports.pictures.look import CLEAR, Around, Look
from dashboard.exports.pictures.sheet import font_face
from dashboard.exports.text_metrics import print_font
from dashboard.house import current_house
from dashboard.maps.charts.basemap import with_base_map
from dashboard.panels.exhibit import Exhibit
from dashboard.wording import say

# Frames less wide, in pixels, get the drawing for narrow windows.
NARROW_BELOW = 560
# What stands above and below a chart, and the room of a table, in pixels.
AROUND_CHART, ROOM_OF_TABLE = 150, 480
START = f"""
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
START_HASH = b64encode(sha256(START.encode()).digest()).decode()
STYLE = """
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
    """Write the page."""
    around = look.around
    title = html.escape(exhibit.title)
    head = (
        f"<header>{logo_markup()}<h1>{title} <span>{html.escape(exhibit.unit)}</span></h1></header>"
    )
    body = [
        "" if around is Around.PLAIN else head,
        _drawn(exhibit, look, places) or table_markup(exhibit, is_open=True),
        _foot(exhibit, metadata, places) if around is Around.WHOLE else "",
    ]
    face = f"@font-face{{font-family:'Source Sans 3';font-weight:200 900;src:url({places.font})}}"
    face = font_face() if current_house().font else face
    # A page of a dark scheme in a frame of a light one would get a ground of its own.
    scheme = "normal" if look.background == CLEAR else look.theme
    style = STYLE.format(background=look.background, colours=look.colours, font=print_font())
    style += house_style() if look.theme == "light" else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {PRODUCT}</title>
<style>{face}:root {{ color-scheme: {scheme} }}{style}</style>
</head>
<body>{"".join(body)}</body>
</html>
""".encode()


def _drawn(exhibit: Exhibit, look: Look, places: Places) -> str:
    """Return the chart, that for narrow frames beside it; nothing of an exhibit without one."""
    if exhibit.draw is None or not len(exhibit.table):
        return ""
    figures = [with_base_map(figure) for figure in exhibit.drawn(look.theme)]
    names, described = ("figure", "narrow"), html.escape(exhibit.alt or exhibit.title)
    held = []
    for name, figure in zip(names, figures, strict=False):
        drawn = go.Figure(figure).update_layout(paper_bgcolor=look.background)
        text, _ = figure_text(drawn, exhibit.height)
        held.append(f'<script type="application/json" id="{name}">{text}</script>')
    return (
        f'<div id="chart" role="img" aria-label="{described}"></div>{"".join(held)}'
        f'<script src="{places.program}"></script><script>{START}</script>'
    )


def _foot(exhibit: Exhibit, metadata: Metadata, places: Places) -> str:
    facts = metadata.facts(exhibit)
    told = (
        exhibit.source_line,
        say("Filters: {filters}.", filters=metadata.filters),
        f"{facts['Shown']}.",
        say("Data version {version}.", version=metadata.data_version),
    )
    words = html.escape(" ".join(part for part in told if part))
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
