"""The dots of the event map as a file of the server: sent once, however often the page runs."""

import gzip
from functools import lru_cache
from urllib.parse import urlencode

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.maps.charts.dots import dots_text
from dashboard.maps.view.numbers import drawn_dots, largest_dot, page_look
from dashboard.selection import Selection
from dashboard.ui.cache import current_package

KEPT_FILES = 8
AN_HOUR = "private, max-age=3600"


def dots_address(package: Package, selection: Selection) -> str:
    """Return the address of a selection's dots; it changes with the data."""
    query = urlencode({"version": package.version, **selection.to_query()})
    return f"/map-dots.json?{query}"


async def dots_file(request: Request) -> Response:
    """Answer with the dots of the filters in the address, compressed."""
    selection = Selection.from_query(dict(request.query_params))
    try:
        content = await anyio.to_thread.run_sync(_content, selection)
    except DataUnavailable as trouble:
        return PlainTextResponse(str(trouble), status_code=503)
    if content is None:
        return PlainTextResponse("These events are not drawn as dots.", status_code=404)
    headers = {"Cache-Control": AN_HOUR, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type="application/json", headers=headers)


def _content(selection: Selection) -> bytes | None:
    package = current_package()
    return _kept(package, selection) if page_look(package, selection) == "dots" else None


@lru_cache(maxsize=KEPT_FILES)
def _kept(package: Package, selection: Selection) -> bytes:
    text = dots_text(drawn_dots(package, selection), largest_dot(package, selection))
    return gzip.compress(text.encode(), 6, mtime=0)
