"""The app: one file, run by Streamlit for every visitor and imported once by the server."""

import streamlit as st

from dashboard.ui.page import run_app

PAGES = [
    ("pages/overview.py", "Overview", "overview"),
    ("pages/event_map.py", "Event map", "event_map"),
    ("pages/covid_timeline.py", "COVID timeline", "covid_timeline"),
    ("pages/reconciliation.py", "Reconciliation", "reconciliation"),
    ("pages/protests_and_arrests.py", "Protests and arrests", "protests_and_arrests"),
    ("pages/currency.py", "Currency", "currency"),
    ("pages/events.py", "Events", "events"),
    ("pages/briefing.py", "Briefing", "briefing"),
    ("pages/about_the_data.py", "About the data", "about_the_data"),
    ("pages/data.py", "Data", "data"),
]

if __name__ == "__main__":
    st.set_page_config(
        page_title="Central Asia Monitor", page_icon="static/favicon.png", layout="wide"
    )
    run_app(PAGES)
else:
    from dashboard.ui.serving.app import begin, middleware, note_failure, routes

    begin(PAGES)
    app = st.App(
        __file__, routes=routes(), middleware=middleware(PAGES), on_script_error=note_failure
    )
