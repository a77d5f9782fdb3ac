"""An exhibit as a file, or its table as a page, made when asked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from urllib.parse import urlencode, urljoin

import pandas as pd
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.catalogue import ABOUT_ONE, EXHIBITS, address_of, filters_of, option_faults
from dashboard.datapackage.store import DataUnavailable
from dashboard.events.panels.table import ALL_ROWS
from dashboard.exports.formats import FORMATS, PictureTooSmall, PictureUnavailable, make_file
from dashboard.exports.metadata import Metadata, file_period
from dashboard.exports.pictures.look import OPTIONS, Look, look_of
from dashboard.filter_table import options_in
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.start import selection_in
from dashboard.panels.terms import for_files
from dashboard.ui.address import address_for_others
from dashboard.ui.cache import current_package
from dashboard.ui.serving.queues import QueueFull, queue_of, whose
from dashboard.wording import say

RETRY_SECONDS = "60"


async def export_file(request: Request) -> Response:
    """Answer with an exhibit as a file, made now from the filters in the address."""
    name, _, suffix = request.path_params["file"].partition(".")
    return await _answer(request, name, suffix)


async def table_page(request: Request) -> Response:
    """Answer with the table behind an exhibit, to be read in the browser."""
    return await _answer(request, request.path_params["name"], "html", table_only=True)


class Refused(Exception):
    """The address asks for what is not there; the message says so, `status` is the answer's."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


async def _answer(
    request: Request, name: str, suffix: str, *, table_only: bool = False
) -> Response:
    if name not in EXHIBITS:
        return no_exhibit(name)
    if suffix not in FORMATS:
        words = f"There is no format “{suffix[:40]}”; there are {', '.join(FORMATS)}."
        return PlainTextResponse(words, status_code=404)
    query = dict(request.query_params)
    used = urljoin(str(request.url), "../")
    work = partial(_made, name, suffix, query, used, table_only=table_only)
    try:
        file_name, content, media_type = await queue_of(suffix).run(whose(request), work)
    except QueueFull as full:
        return later(full)
    except Refused as refused:
        return PlainTextResponse(f"{refused} Nothing was made.", status_code=refused.status)
    except PictureTooSmall as trouble:
        return PlainTextResponse(f"{trouble} Nothing was made.", status_code=400)
    except (DataUnavailable, PictureUnavailable) as trouble:
        return PlainTextResponse(str(trouble), status_code=503)
    is_page = table_only or FORMATS[suffix].opens
    disposition = "inline" if is_page else f'attachment; filename="{file_name}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def no_exhibit(name: str) -> Response:
    """Answer that there is no exhibit of a name."""
    return PlainTextResponse(f"There is no chart or table “{name[:40]}”.", status_code=404)


def later(full: QueueFull) -> Response:
    """Answer that too much is being made just now."""
    if full.own:
        words = say("You have many files being made already; try again when they are there.")
    else:
        words = say("Many files are being made just now; try again in a minute.")
    return PlainTextResponse(words, status_code=503, headers={"Retry-After": RETRY_SECONDS})


def _made(
    name: str, suffix: str, query: dict[str, str], used: str, *, table_only: bool
) -> tuple[str, bytes, str]:
    # A table in a file may be long; in a page or a picture nobody would read it to its end.
    exhibit, metadata, look = asked_for(name, query, used, whole=FORMATS[suffix].whole)
    if not FORMATS[suffix].fits(exhibit):
        raise Refused(f"“{exhibit.title}” cannot be had as {FORMATS[suffix].label}.", 404)
    shown = replace(exhibit, draw=None) if table_only else exhibit
    return make_file(shown, metadata, suffix, look)


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
        raise Refused(f"{exhibit.headline}: “{options[option][:40]}” in “{option}”.", 404)
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
