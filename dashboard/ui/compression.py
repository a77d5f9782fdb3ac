"""Scripts and styles, compressed once and kept: Streamlit's own, and what draws the charts.

Streamlit sends its JavaScript as it is (12 MB on a first visit); compressed it is a third.
"""

import gzip
from collections.abc import MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import anyio.to_thread
import streamlit as st
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

ASSETS = (Path(st.__file__).parent / "static").resolve()
ASSET_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
A_YEAR = "public, immutable, max-age=31536000"


class CompressedAssets:
    """Serves Streamlit's own scripts and styles compressed; everything else passes through."""

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
