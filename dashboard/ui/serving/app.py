"""The app as a server: what it answers besides Streamlit's pages, and what every request passes."""

import logging
from collections.abc import Sequence

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from dashboard.ui.briefing.files import briefing_file
from dashboard.ui.maps.decks import dots_file
from dashboard.ui.serving.assets import CompressedAssets, base_map_file, borders_file, drawing_file
from dashboard.ui.serving.files import export_file, table_page
from dashboard.ui.serving.places import base_path
from dashboard.ui.visitors import VisitorCookie


def routes() -> list[BaseRoute]:
    """Return borders, base maps, the drawing program, dots, exhibits as files, briefings."""
    base = base_path()
    return [
        Route(f"{base}/geo/{{name}}.geojson", borders_file),
        Route(f"{base}/basemap-{{name}}", base_map_file),
        Route(f"{base}/drawing/{{version}}/{{name}}", drawing_file),
        Route(f"{base}/map-dots.json", dots_file),
        Route(f"{base}/export/{{file}}", export_file),
        Route(f"{base}/table/{{name}}", table_page),
        Route(f"{base}/briefing-file/{{token}}/{{name}}", briefing_file),
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


def middleware() -> list[Middleware]:
    """Return what every request passes first."""
    return [Middleware(CompressedAssets), Middleware(VisitorCookie)]
