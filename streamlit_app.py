"""The app: one file, run by Streamlit for every visitor and imported once by the server."""

import streamlit as st

from dashboard.ui.page import run_app
from dashboard.wording import N_, say

PAGES = [
    ("pages/overview.py", N_("Overview"), "overview"),
    ("pages/event_map.py", N_("Event map"), "event_map"),
    ("pages/covid_timeline.py", N_("COVID timeline"), "covid_timeline"),
    ("pages/reconciliation.py", N_("Reconciliation"), "reconciliation"),
    ("pages/protests_and_arrests.py", N_("Protests and arrests"), "protests_and_arrests"),
    ("pages/currency.py", N_("Currency"), "currency"),
    ("pages/events.py", N_("Events"), "events"),
    ("pages/briefing.py", N_("Briefing"), "briefing"),
    ("pages/about_the_data.py", N_("About the data"), "about_the_data"),
    ("pages/data.py", N_("Data"), "data"),
]

if __name__ == "__main__":
    st.set_page_config(
        page_title=say("Central Asia Monitor"), page_icon="static/favicon.png", layout="wide"
    )
    run_app(PAGES)
else:
    from dashboard.ui.serving.app import begin, middleware, note_failure, routes

    begin(PAGES)
    app = st.App(
        __file__, routes=routes(), middleware=middleware(PAGES), on_script_error=note_failure
    )
