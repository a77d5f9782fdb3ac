"""Files that are the same for all: Streamlit's scripts compressed, base maps, the drawing program.

Streamlit sends its JavaScript as it is (12 MB on a first visit); compressed it is a third.
"""

import gzip
from functools import lru_cache
from pathlib import Path

import anyio.to_thread
import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.datapackage.store import BORDER_FILES, DataUnavailable, geo_folder
from dashboard.exports.files.html import PROGRAM
from dashboard.maps.charts.basemap import served_file
from dashboard.ui.components.drawing import FILES
from dashboard.ui.serving.settings import own_path

ASSETS = (Path(st.__file__).parent / "static").resolve()
ASSET_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
# The drawing program of pages for frames, a third of that of the app's own.
EMBEDDED = {PROGRAM.name: PROGRAM}
A_YEAR = "public, immutable, max-age=31536000"


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


def _asset(scope: Scope) -> Path | None:
    """Return the file a request asks for, when it is one to compress."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    if b"gzip" not in dict(scope["headers"]).get(b"accept-encoding", b""):
        return None
    path = own_path(scope)
    if not path.startswith("/static/"):
        return None
    asset = (ASSETS / path.lstrip("/")).resolve()
    served = asset.suffix in ASSET_TYPES and asset.is_relative_to(ASSETS) and asset.is_file()
    return asset if served else None


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


async def borders_file(request: Request) -> Response:
    """Answer with the borders of one kind as GeoJSON."""
    name = request.path_params["name"]
    file = geo_folder() / f"{name}.geojson"
    if name not in BORDER_FILES or not file.is_file():
        return PlainTextResponse("There are no such borders.", status_code=404)
    return FileResponse(file, media_type="application/geo+json")


async def drawing_file(request: Request) -> Response:
    """Answer with a script that draws charts, to be kept for long: its address has its version."""
    script = (FILES | EMBEDDED).get(request.path_params["name"])
    if script is None:
        return PlainTextResponse("There is no such script.", status_code=404)
    return await compressed_file(script)
