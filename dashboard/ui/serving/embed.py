"""A panel as a small page for a frame in another site: live, or frozen at a version of the data.

A frozen one is kept as it was made first, and answered so when the data has changed.
"""

import os
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import plotly
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from dashboard.briefing.kept import EMBEDS, state_folder, write_whole
from dashboard.catalogue import EXHIBITS, address_of, page_of
from dashboard.datapackage.store import DataUnavailable
from dashboard.exports.files.embed import Places, make_embed
from dashboard.exports.pictures.sheet import WEB_FONT
from dashboard.ui.cache import current_package
from dashboard.ui.serving.assets import A_YEAR, EMBEDDED
from dashboard.ui.serving.files import Refused, asked_for, later, no_exhibit
from dashboard.ui.serving.queues import QueueFull, queue_of, whose
from dashboard.wording import say

VERSION = "version"
MOST_VERSION = 60
MOST_KEPT = 300
A_DAY = 24 * 60 * 60
# From the page's own address, below `/embed/`.
UP = "../"


async def embed_page(request: Request) -> Response:
    """Answer with a panel as a page for a frame."""
    name = request.path_params["name"]
    if name not in EXHIBITS:
        return no_exhibit(name)
    query = dict(request.query_params)
    used = str(request.url.replace(query="")).rpartition("/embed/")[0] + "/"
    try:
        content = await queue_of("html").run(whose(request), lambda: _page(name, query, used))
    except QueueFull as full:
        return later(full)
    except Refused as refused:
        return PlainTextResponse(str(refused), status_code=refused.status)
    except DataUnavailable as trouble:
        return PlainTextResponse(str(trouble), status_code=503)
    kept = {"Cache-Control": "no-cache", "Content-Disposition": "inline"}
    return HTMLResponse(content, headers=kept)


async def embed_font(request: Request) -> Response:
    """Answer with the font of these pages."""
    kept = {"Cache-Control": A_YEAR}
    return Response(WEB_FONT.read_bytes(), media_type="font/woff2", headers=kept)


def _page(name: str, query: dict[str, str], used: str) -> bytes:
    """Return a page, live or of the version that the address names. Raises `Refused`."""
    version = query.pop(VERSION, "")
    if not version:
        return _made(name, query, used)
    content = _kept(name, query, version)
    if content is None and version == current_package().version:
        content = _made(name, query, used)
        _keep(name, query, version, content)
    if content is None:
        words = say(
            "This chart is of data version {version}, which is no longer here; the data is now "
            "of version {now}. Without “version” in its address it shows the data of today.",
            version=version[:MOST_VERSION],
            now=current_package().version,
        )
        raise Refused(words, 409)
    return content


def _made(name: str, query: dict[str, str], used: str) -> bytes:
    if "size" in query:
        raise Refused(say("A page for a frame is as large as the frame; leave “size” out."))
    exhibit, metadata, look = asked_for(name, query, used, whole=False)
    page = query.get("page") or address_of(page_of(name))
    view = f"{UP}{page}?{urlencode(metadata.query)}"
    [program] = EMBEDDED
    drawing = f"{UP}drawing/{plotly.__version__}/{program}"
    return make_embed(exhibit, metadata, look, Places(drawing, f"{UP}embed-font.woff2", view))


def _path(name: str, query: dict[str, str], version: str) -> Path:
    asked = urlencode([("name", name), (VERSION, version), *sorted(query.items())])
    return state_folder().expanduser() / EMBEDS / f"{sha256(asked.encode()).hexdigest()}.html"


def _keep(name: str, query: dict[str, str], version: str, content: bytes) -> None:
    """Keep a page, where the folder can be written; of too many the longest unused go."""
    with suppress(OSError, RuntimeError):
        path = _path(name, query, version)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, content)
        held = sorted(path.parent.glob("*.html"), key=lambda each: each.stat().st_mtime)
        for old in held[:-MOST_KEPT]:
            old.unlink(missing_ok=True)


def _kept(name: str, query: dict[str, str], version: str) -> bytes | None:
    with suppress(OSError, RuntimeError):
        path = _path(name, query, version)
        content = path.read_bytes()
        if path.stat().st_mtime < time.time() - A_DAY:
            os.utime(path)
        return content
    return None
