"""Runs the app's pages without a browser, by Streamlit's own test runner.

The runner takes a folder called `pages` beside the script for Streamlit's older kind of app from
the second run on; a script of two lines in a folder of its own, with the app's pages by their full
paths, keeps it on the real ones.
"""

import atexit
import json
import runpy
from collections.abc import Mapping
from pathlib import Path

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.app_test import TMP_DIR

ROOT = Path(__file__).resolve().parents[2]
# Read as the server reads it, which is the part of the file that no page run passes through.
PAGES = runpy.run_path(str(ROOT / "streamlit_app.py"), run_name="streamlit_app")["PAGES"]
PAGE_NAMES = [Path(file).stem for file, _, _ in PAGES]
# A run takes under one; on a machine that does much else it may take many times that.
SECONDS = 180
SCRIPT = f"""
import streamlit as st
from dashboard.ui.page import run_app
st.set_page_config(layout="wide")
run_app({[(str(ROOT / file), title, path) for file, title, path in PAGES]!r})
"""

# Streamlit leaves the folder of its scripts to the end of Python, which then warns of it.
atexit.register(TMP_DIR.cleanup)


def open_app(page: str = "overview", query: Mapping[str, str] | None = None) -> AppTest:
    """Open a page at its own address, with the filters of an address."""
    app = AppTest.from_string(SCRIPT, default_timeout=SECONDS)
    for name, value in (query or {}).items():
        app.query_params[name] = value
    return app.run() if page == "overview" else go_to(app, page)


def go_to(app: AppTest, page: str) -> AppTest:
    """Go to another page of the app, which need not have run before."""
    return app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()


def choose_mark(app: AppTest, panel: str, choice: str) -> AppTest:
    """Choose a mark from the list below a panel's chart, as its script in the browser tells it.

    Streamlit's runner has no way to press what a component of the app's own shows.
    """
    ending = f"-chart_{panel}"
    ids = [chart.proto.id for chart in app.get("bidi_component")]
    (chart,) = (each for each in ids if each.endswith(ending))
    states = app._tree.get_widget_states()
    told = [{"event": "picked", "value": {"choice": choice}}]
    states.widgets.add(id=_make_trigger_id(chart, "events"), json_trigger_value=json.dumps(told))
    return app._run(states)
