"""What the server adds to Streamlit's own: borders, base maps, files made on request, compression.

Streamlit sends its JavaScript as it is (12 MB on a first visit); compressed it is a third.
"""

import gzip
import logging
from collections.abc import MutableMapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import anyio.to_thread
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.catalogue import ABOUT_ONE, EXHIBITS, address_of, option_faults
from dashboard.datapackage.store import DataUnavailable, geo_folder
from dashboard.events.panels.table import ALL_ROWS
from dashboard.exports.formats import FORMATS, PictureUnavailable, make_file
from dashboard.exports.metadata import Metadata, file_period
from dashboard.filter_table import options_in
from dashboard.maps.charts.basemap import served_file
from dashboard.panels.start import selection_in
from dashboard.panels.terms import for_files
from dashboard.ui.address import address_for_others
from dashboard.ui.briefing.files import briefing_file
from dashboard.ui.cache import current_package
from dashboard.ui.components.drawing import FILES
from dashboard.ui.maps.decks import dots_file
from dashboard.ui.visitors import VisitorCookie

ASSETS = (Path(st.__file__).parent / "static").resolve()
ASSET_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
A_YEAR = "public, immutable, max-age=31536000"
TABLE_FORMATS = ("csv", "xlsx")


class CompressedAssets:
    """Serves Streamlit's own scripts and styles compressed; everything else passes through.

    They are compressed once. Starlette's `GZipMiddleware` does it anew for each visitor, and keeps
    all others waiting meanwhile: some two seconds on a desk's computer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for an asset of Streamlit's; pass any other on."""
        asset = _asset(scope)
        if asset is None:
            await self.app(scope, receive, send)
            return
        response = await compressed_file(asset)
        await response(scope, receive, send)


async def compressed_file(asset: Path) -> Response:
    """Return the answer that carries a script or a style sheet compressed, to be kept for long."""
    return Response(
        await anyio.to_thread.run_sync(_compressed, asset),
        media_type=ASSET_TYPES[asset.suffix],
        headers={
            "Content-Encoding": "gzip",
            "Vary": "Accept-Encoding",
            "Cache-Control": A_YEAR,
            "X-Content-Type-Options": "nosniff",
        },
    )


@lru_cache(maxsize=256)
def _compressed(asset: Path) -> bytes:
    return gzip.compress(asset.read_bytes(), 9, mtime=0)


def _asset(scope: MutableMapping[str, Any]) -> Path | None:
    """Return the file a request asks for, when it is one to compress."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    if b"gzip" not in dict(scope["headers"]).get(b"accept-encoding", b""):
        return None
    path = scope["path"]
    if not path.startswith("/static/"):
        return None
    asset = (ASSETS / path.lstrip("/")).resolve()
    served = asset.suffix in ASSET_TYPES and asset.is_relative_to(ASSETS) and asset.is_file()
    return asset if served else None


def routes() -> list[BaseRoute]:
    """Return borders, base maps, the drawing program, dots, exhibits as files, briefings."""
    return [
        Mount("/geo", app=StaticFiles(directory=geo_folder())),
        Route("/basemap-{name}", base_map_file),
        Route("/drawing/{name}", drawing_file),
        Route("/map-dots.json", dots_file),
        Route("/export/{name}.{extension}", export_file),
        Route("/table/{name}", table_page),
        Route("/briefing-file/{token}/{name}", briefing_file),
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


async def base_map_file(request: Request) -> Response:
    """Answer with a base map, to be kept for long: its address changes with the borders."""
    try:
        text, media_type = await anyio.to_thread.run_sync(
            served_file, f"basemap-{request.path_params['name']}"
        )
    except KeyError:
        return PlainTextResponse("There is no such map.", status_code=404)
    except DataUnavailable as trouble:
        return PlainTextResponse(str(trouble), status_code=503)
    return Response(text, media_type=media_type, headers={"Cache-Control": A_YEAR})


async def drawing_file(request: Request) -> Response:
    """Answer with a script that draws charts, to be kept for long: its address has its version."""
    script = FILES.get(request.path_params["name"])
    if script is None:
        return PlainTextResponse("There is no such script.", status_code=404)
    return await compressed_file(script)


async def export_file(request: Request) -> Response:
    """Answer with an exhibit as a file, made now from the filters in the address."""
    return await _answer(request, request.path_params["extension"])


async def table_page(request: Request) -> Response:
    """Answer with the table behind an exhibit, to be read in the browser."""
    return await _answer(request, "html", table_only=True)


class Refused(Exception):
    """The address asks for what is not there; the message says so, `status` is the answer's."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


async def _answer(request: Request, extension: str, *, table_only: bool = False) -> Response:
    name = request.path_params["name"]
    if name not in EXHIBITS:
        return PlainTextResponse(f"There is no chart or table “{name[:40]}”.", status_code=404)
    if extension not in FORMATS:
        words = f"There is no format “{extension[:40]}”; there are {', '.join(FORMATS)}."
        return PlainTextResponse(words, status_code=404)
    query = dict(request.query_params)
    base = address_for_others(str(request.base_url))
    work = partial(_made, name, extension, query, base, table_only=table_only)
    try:
        file_name, content, media_type = await anyio.to_thread.run_sync(work)
    except Refused as refused:
        return PlainTextResponse(f"{refused} Nothing was made.", status_code=refused.status)
    except (DataUnavailable, PictureUnavailable) as trouble:
        return PlainTextResponse(str(trouble), status_code=503)
    disposition = "inline" if table_only else f'attachment; filename="{file_name}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _made(
    name: str, extension: str, query: dict[str, str], base: str, *, table_only: bool
) -> tuple[str, bytes, str]:
    package = current_package()
    selection = selection_in(package, query)
    options = options_in(query)
    faults = [refusal.fault for refusal in selection.refused]
    if faults := [*faults, *option_faults(name, options, package)]:
        raise Refused(" ".join(faults))
    path = address_of(options.pop("page", ""))
    # A table in a file may be long; in a page or a picture nobody would read it to its end.
    whole = ALL_ROWS if extension in TABLE_FORMATS and not table_only else {}
    exhibit = EXHIBITS[name](package, selection, {**options, **whole})
    if name in ABOUT_ONE and not exhibit.unit:
        option, _ = ABOUT_ONE[name]
        raise Refused(f"{exhibit.headline}: “{options[option][:40]}” in “{option}”.", 404)
    metadata = Metadata(
        filters=selection.describe(),
        data_version=package.version,
        made_on=datetime.now().astimezone().date(),
        link=f"{base}{path}?{urlencode(selection.to_query() | options)}" if base else "",
        period=file_period(selection),
    )
    passed_on = for_files(package, exhibit)
    shown = replace(passed_on, draw=None) if table_only else passed_on
    return make_file(shown, metadata, extension)
