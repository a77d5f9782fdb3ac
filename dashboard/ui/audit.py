"""The audit trail as admins alone see it, on the page Data and as CSV: what left, what came in."""

import csv
import html
import io
from collections.abc import Mapping
from itertools import islice
from urllib.parse import urlencode

import anyio.to_thread
import pandas as pd
import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.briefing.kept import AUDIT_KEPT, audit_trail, state_folder
from dashboard.exports.cells import harmless_text
from dashboard.ui.plain_text import show_lines
from dashboard.ui.serving.people import Role, person_at_the_page
from dashboard.ui.serving.record import AUDITED
from dashboard.wording import N_, say

AUDIT_COLUMNS: tuple[str, ...] = (
    *("time", "event", "change", "who", "data", "path", "filters", "status", "files"),
)
MOST_SHOWN = 500
MOST_NAME = 200


def show_audit() -> None:
    """Show the newest lines of the audit trail, some of them when asked, and all as a file."""
    person = person_at_the_page()
    if person is None or not person.may(Role.ADMIN):
        return
    st.subheader(say("Who took and brought what"), anchor=False)
    left, right = st.columns(2)
    event = left.selectbox(
        say("What happened"),
        ["", *AUDITED],
        format_func=lambda each: say(AUDITED.get(each, N_("all"))),
        key="audit_event",
    )
    who = right.text_input(
        say("Who, or a part of the name"), key="audit_who", max_chars=MOST_NAME
    ).strip()
    found = [
        *islice(audit_trail(state_folder(), event if event in AUDITED else "", who), MOST_SHOWN + 1)
    ]
    if not found:
        nothing = say(
            "No export, import or sign-in is on record. Records are kept for {days} days.",
            days=AUDIT_KEPT.days,
        )
        if event or who:
            nothing = say("Nothing of it was written down.")
        show_lines([nothing], "nothing")
        return
    st.dataframe(pd.DataFrame([_row(line) for line in found[:MOST_SHOWN]]), hide_index=True)
    if len(found) > MOST_SHOWN:
        show_lines([say("The newest {most}; the file has all.", most=MOST_SHOWN)], "panel_caption")
    asked = urlencode({name: value for name, value in (("event", event), ("who", who)) if value})
    address = f"audit.csv?{asked}" if asked else "audit.csv"
    whole = html.escape(say("All of it as CSV"))
    link = f'<a href="{html.escape(address)}" download>{whole}</a>'
    st.html(f'<p class="told">{link}</p>')


def _row(line: Mapping[str, object]) -> dict[str, str]:
    filters, files = line.get("filters"), line.get("files")
    chosen_filters = filters.items() if isinstance(filters, dict) else ()
    named = [str(each) for each in files] if isinstance(files, list) else []
    path = str(line.get("path", "")).removeprefix("/export/")
    event = str(line.get("event"))
    event = say(AUDITED[event]) if event in AUDITED else event
    return {
        say("When (UTC)"): str(line.get("time", ""))[:19].replace("T", " "),
        say("What happened"): ": ".join(filter(None, [event, str(line.get("change", ""))])),
        say("Who"): str(line["who"]),
        say("Of what"): ", ".join(filter(None, [path, *named])),
        say("Filters"): ", ".join(f"{name} {value}" for name, value in chosen_filters),
        say("Answer"): str(line.get("status", "")),
        say("Data version"): str(line.get("data", "")),
    }


async def audit_file(request: Request) -> Response:
    """Answer with the audit trail as CSV; the gate lets admins alone come here."""
    event, who = (request.query_params.get(name, "") for name in ("event", "who"))
    if event and event not in AUDITED:
        words = say("There is no event “{name}”; there are {all}.", name=event[:40], all=[*AUDITED])
        return PlainTextResponse(words, status_code=400)
    return Response(
        await anyio.to_thread.run_sync(audit_csv, event, who),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


def audit_csv(event: str = "", who: str = "") -> str:
    """Return the audit trail, or some of it, as CSV, the newest first; no cell is a formula."""
    text = io.StringIO()
    rows = csv.DictWriter(text, AUDIT_COLUMNS, extrasaction="ignore")
    rows.writeheader()
    for line in audit_trail(state_folder(), event, who):
        rows.writerow({name: _cell(value) for name, value in line.items()})
    return text.getvalue()


def _cell(value: object) -> str:
    """Write a value into a cell of text.

    >>> _cell(["=1+1", "desk.csv"]), _cell({"from": "2020-06", "to": "2020-07"})
    ("'=1+1; desk.csv", 'from=2020-06; to=2020-07')
    """
    if isinstance(value, dict):
        value = [f"{name}={part}" for name, part in value.items()]
    held = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return harmless_text(held)
