"""An exhibit as a file, its table as a page, or as a page for a frame; made when asked for.

A page for a frame in another site is live, or frozen at a version of the data: then it is kept as
it was made first, and answered so when the data has changed.
"""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pandas as pd
import plotly
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from dashboard.briefing.kept import EMBEDS, state_folder, write_among
from dashboard.catalogue import ABOUT_ONE, EXHIBITS, address_of, filters_of, option_faults, page_of
from dashboard.datapackage.store import DataUnavailable
from dashboard.events.panels.table import ALL_ROWS
from dashboard.exports.files.html import Places, make_embed
from dashboard.exports.formats import FORMATS, make_file
from dashboard.exports.metadata import Metadata, file_period
from dashboard.exports.pictures.browser import PictureUnavailable
from dashboard.exports.pictures.charts import PictureTooSmall
from dashboard.exports.pictures.look import OPTIONS, Look, look_of
from dashboard.exports.pictures.sheet import WEB_FONT
from dashboard.filter_table import options_in
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.start import selection_in
from dashboard.panels.terms import for_files
from dashboard.ui.address import address_for_others
from dashboard.ui.cache import current_package
from dashboard.ui.serving.assets import A_YEAR, EMBEDDED
from dashboard.ui.serving.limits import QueueFull, queue_of, whose
from dashboard.wording import joined, say

RETRY_SECONDS = "60"
# Of a page for a frame: the version of the data asked for, and what is kept.
VERSION = "version"
MOST_VERSION = 60
MOST_KEPT = 300
A_DAY = 24 * 60 * 60
# From the page's own address, below `/embed/`.
UP = "../"


class Refused(Exception):
    """The address asks for what is not there; the message says so, `status` is the answer's."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


async def export_file(request: Request) -> Response:
    """Answer with an exhibit as a file, made now from the filters in the address."""
    name, _, suffix = request.path_params["file"].partition(".")
    if suffix not in FORMATS:
        all_formats = ", ".join(FORMATS)
        words = say(
            "There is no format “{name}”; there are {all}.", name=suffix[:40], all=all_formats
        )
        return PlainTextResponse(words, status_code=404)
    return await _answer(
        request, name, suffix, partial(_file, suffix), ending=say("Nothing was made.")
    )


async def table_page(request: Request) -> Response:
    """Answer with the table behind an exhibit, to be read in the browser."""
    work = partial(_file, "html", table_only=True)
    return await _answer(
        request, request.path_params["name"], "html", work, ending=say("Nothing was made.")
    )


async def embed_page(request: Request) -> Response:
    """Answer with a panel as a page for a frame."""
    return await _answer(request, request.path_params["name"], "html", _embed)


async def embed_font(request: Request) -> Response:
    """Answer with the font of these pages."""
    kept = {"Cache-Control": A_YEAR}
    return Response(WEB_FONT.read_bytes(), media_type="font/woff2", headers=kept)


async def _answer(
    request: Request,
    name: str,
    suffix: str,
    work: Callable[[str, dict[str, str], str], Response],
    *,
    ending: str = "",
) -> Response:
    """Answer with what `work` makes of an exhibit, in the queue of a format, or why it cannot.

    `work` is given the exhibit's name, the query and the address of the app that was used.
    """
    if name not in EXHIBITS:
        words = say("There is no chart or table “{name}”.", name=name[:40])
        return PlainTextResponse(words, status_code=404)
    given = (name, dict(request.query_params), urljoin(str(request.url), "../"))
    try:
        return await queue_of(suffix).run(whose(request), partial(work, *given))
    except QueueFull as full:
        words = say("Many files are being made just now; try again in a minute.")
        if full.own:
            words = say("You have many files being made already; try again when they are there.")
        return PlainTextResponse(words, status_code=503, headers={"Retry-After": RETRY_SECONDS})
    except Refused as refused:
        return PlainTextResponse(joined(str(refused), ending), status_code=refused.status)
    except PictureTooSmall as trouble:
        return PlainTextResponse(joined(str(trouble), ending), status_code=400)
    except (DataUnavailable, PictureUnavailable) as trouble:
        return PlainTextResponse(str(trouble), status_code=503)


def _file(
    suffix: str, name: str, query: dict[str, str], used: str, *, table_only: bool = False
) -> Response:
    # A table in a file may be long; in a page or a picture nobody would read it to its end.
    exhibit, metadata, look = asked_for(name, query, used, whole=FORMATS[suffix].whole)
    if not FORMATS[suffix].fits(exhibit):
        kind = say(FORMATS[suffix].label)
        words = say("“{title}” cannot be had as {kind}.", title=exhibit.title, kind=kind)
        raise Refused(words, 404)
    shown = replace(exhibit, draw=None) if table_only else exhibit
    file_name, content, media_type = make_file(shown, metadata, suffix, look)
    is_page = table_only or FORMATS[suffix].opens
    disposition = "inline" if is_page else f'attachment; filename="{file_name}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def asked_for(
    name: str, query: Mapping[str, str], used: str, *, whole: bool
) -> tuple[Exhibit, Metadata, Look]:
    """Return the exhibit that an address asks for, as a file may hold it, and how it is to look.

    `used` is the address of the app that was used; `whole` asks for all rows of a table. Raises
    `Refused`.
    """
    package = current_package()
    selection = selection_in(package, query)
    options = options_in(query)
    faults = [refusal.fault for refusal in selection.refused]
    asked = {each: options.pop(each) for each in OPTIONS if each in options}
    try:
        look = look_of(asked)
    except ValueError as fault:
        raise Refused(str(fault)) from fault
    if faults := [*faults, *option_faults(name, options, package)]:
        raise Refused(" ".join(faults))
    base, path = address_for_others(used), address_of(options.pop("page", ""))
    rows = ALL_ROWS if whole else {}
    exhibit = EXHIBITS[name](package, selection, {**options, **rows})
    if name in ABOUT_ONE and not exhibit.unit:
        option, _ = ABOUT_ONE[name]
        words = say(
            "{why}: “{value}” in “{option}”.",
            why=exhibit.headline,
            value=options[option][:40],
            option=option,
        )
        raise Refused(words, 404)
    metadata = Metadata(
        filters=filters_of(name, selection),
        data_version=package.version,
        made_on=datetime.now().astimezone().date(),
        link=f"{base}{path}?{urlencode(selection.to_query() | options)}" if base else "",
        period=file_period(selection),
        query=selection.to_query() | options,
        sources=package.tables.get("sources", pd.DataFrame()),
        served_at=f"{base or used}export",
    )
    return for_files(package, exhibit), metadata, look


def _embed(name: str, query: dict[str, str], used: str) -> Response:
    kept = {"Cache-Control": "no-cache", "Content-Disposition": "inline"}
    return HTMLResponse(_page(name, query, used), headers=kept)


def _page(name: str, query: dict[str, str], used: str) -> bytes:
    """Return a page, live or of the version that the address names. Raises `Refused`."""
    version = query.pop(VERSION, "")
    if not version:
        return _made_page(name, query, used)
    content = _kept(name, query, version)
    if content is None and version == current_package().version:
        content = _made_page(name, query, used)
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


def _made_page(name: str, query: dict[str, str], used: str) -> bytes:
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
        write_among(_path(name, query, version), content, MOST_KEPT)


def _kept(name: str, query: dict[str, str], version: str) -> bytes | None:
    with suppress(OSError, RuntimeError):
        path = _path(name, query, version)
        content = path.read_bytes()
        if path.stat().st_mtime < time.time() - A_DAY:
            os.utime(path)
        return content
    return None
