"""A page to copy from: how to cite an exhibit, and a line of code that reads it, a program each."""

import html
from collections.abc import Mapping
from urllib.parse import urlencode

from dashboard.exports.descriptor import bibtex, citation
from dashboard.exports.files.html import STYLE, whole_page
from dashboard.exports.metadata import Metadata
from dashboard.panels.exhibit import Exhibit
from dashboard.wording import say

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
LOOK = """
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


def make_citing(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write the page; without an address of the data there is no code on it."""
    told = {say("Suggested citation"): citation(exhibit, metadata)}
    told[say("BibTeX")] = bibtex(exhibit, metadata)
    title = html.escape(exhibit.title)
    body = f"""<header><h1>{title}</h1><p class="unit">{html.escape(metadata.filters)}</p></header>
{_sections({**told, **code_for(exhibit, metadata)})}
<p class="unit">{html.escape(_note())}</p>
<script>{COPY}</script>"""
    return whole_page(title, POLICY, f"{STYLE}{LOOK}", body).encode()


def code_for(exhibit: Exhibit, metadata: Metadata) -> Mapping[str, str]:
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


def _sections(told: Mapping[str, str]) -> str:
    copy, done = html.escape(say("Copy")), html.escape(say("Copied"))
    return "".join(
        f"<section><h2>{html.escape(name)}</h2><pre>{html.escape(text.strip())}</pre>"
        f'<button type="button" data-done="{done}">{copy}</button></section>'
        for name, text in told.items()
    )
