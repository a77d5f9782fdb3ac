"""The app as a server: what it answers besides Streamlit's pages, and what every request passes."""

import logging
from collections.abc import Sequence
from pathlib import Path
from traceback import extract_tb

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from dashboard.ui.audit import audit_file
from dashboard.ui.briefing.files import briefing_file
from dashboard.ui.cache import give_memory_back
from dashboard.ui.maps.decks import dots_file
from dashboard.ui.serving.assets import CompressedAssets, base_map_file, borders_file, drawing_file
from dashboard.ui.serving.files import embed_font, embed_page, export_file, table_page
from dashboard.ui.serving.gate import Gate, sign_in
from dashboard.ui.serving.headers import SecurityHeaders
from dashboard.ui.serving.health import alive, metrics, ready
from dashboard.ui.serving.limits import Limits
from dashboard.ui.serving.people import VisitorCookie, person_at_the_page
from dashboard.ui.serving.record import ERRORS, Record, begin_log, note
from dashboard.ui.serving.settings import base_path, check_settings


def routes() -> list[BaseRoute]:
    """Return borders, maps, the drawing program, exhibits and briefings, its state."""
    base = base_path()
    return [
        Route(f"{base}/geo/{{name}}.geojson", borders_file),
        Route(f"{base}/basemap-{{name}}", base_map_file),
        Route(f"{base}/drawing/{{version}}/{{name}}", drawing_file),
        Route(f"{base}/map-dots.json", dots_file),
        Route(f"{base}/export/{{file}}", export_file),
        Route(f"{base}/table/{{name}}", table_page),
        Route(f"{base}/embed/{{name}}", embed_page),
        Route(f"{base}/embed-font.woff2", embed_font),
        Route(f"{base}/briefing-file/{{token}}/{{name}}", briefing_file),
        Route(f"{base}/sign-in/{{provider}}", sign_in),
        Route(f"{base}/healthz", alive),
        Route(f"{base}/readyz", ready),
        Route(f"{base}/metrics", metrics),
        Route(f"{base}/audit.csv", audit_file),
    ]


def prepare_navigation(pages: Sequence[tuple[str, str, str]]) -> None:
    """Tell Streamlit, before the first visit, that the pages come from `st.navigation`.

    Otherwise a first visit to a page's own address would run that file alone, without the app
    around it, because the folder is called `pages`.
    """
    chatter = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    level = chatter.level
    chatter.setLevel(logging.ERROR)
    st.navigation(
        [
            st.Page(file, url_path=path, default=not index)
            for index, (file, _, path) in enumerate(pages)
        ]
    )
    chatter.setLevel(level)


def middleware(pages: Sequence[tuple[str, str, str]]) -> list[Middleware]:
    """Return what every request passes, the first first."""
    return [
        Middleware(SecurityHeaders),
        Middleware(Record),
        Middleware(Gate, pages=[path for _, _, path in pages]),
        Middleware(Limits),
        Middleware(CompressedAssets),
        Middleware(VisitorCookie),
    ]


def begin(pages: Sequence[tuple[str, str, str]]) -> None:
    """Get ready to serve. Raises `SettingsWrong`, which ends the server with its sentences."""
    check_settings()
    give_memory_back()
    begin_log()
    prepare_navigation(pages)


def note_failure(error: Exception) -> None:
    """Count and write down that a page failed: of what kind, and in which line of ours."""
    ERRORS.labels(type(error).__name__).inc()
    own = [each for each in extract_tb(error.__traceback__) if "dashboard" in each.filename]
    place = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    note("error", person_at_the_page(), kind=type(error).__name__, place=place)
