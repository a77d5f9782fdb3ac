"""What the server says of itself: that it lives, what it lacks, its numbers."""

import hmac
import shutil
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import anyio.to_thread
from prometheus_client import CONTENT_TYPE_LATEST, Info, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from dashboard.briefing.kept import state_folder
from dashboard.datapackage.store import DataUnavailable
from dashboard.engine.cache import cache_folder
from dashboard.exports.pictures.browser import find_browser
from dashboard.ui.cache import DataBeingPrepared, current_package, held_version, trouble_of_data
from dashboard.ui.serving.gate import PERSON
from dashboard.ui.serving.people import Role
from dashboard.ui.serving.settings import METRICS_TOKEN, named
from dashboard.wording import say

LEAST_ROOM = 500_000_000
VERSION = Info("monitor_data", "The version of the data in use")


async def alive(request: Request) -> Response:
    """Answer that the server lives."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


async def ready(request: Request) -> Response:
    """Answer what the server needs and has; 503 while it cannot show the data."""
    report = await anyio.to_thread.run_sync(readiness)
    status = 200 if report["ready"] else 503
    return JSONResponse(report, status_code=status, headers={"Cache-Control": "no-store"})


def readiness() -> dict[str, object]:
    """Return whether the data is open, and what else there is; no path and no address.

    Pictures and room on the disk are reported; without them pages are still shown.
    """
    report: dict[str, object] = {"ready": False, "data": "open", "cubes": "there"}
    try:
        package = current_package()
        report["ready"] = True
        report["data_version"] = package.version
        made = package.created.date()
        report["data_of"] = made.isoformat()
        report["data_days_old"] = (datetime.now(UTC).date() - made).days
        if trouble_of_data(package):
            report["data"] = "open, with faults"
    except DataBeingPrepared as waiting:
        report |= {"data": "being prepared", "cubes": f"{waiting.preparation.share:.0%}"}
    except DataUnavailable:
        report |= {"data": "cannot be read", "cubes": "not there"}
    rooms = {"cache": cache_folder(), "state": state_folder().expanduser()}
    report["disk"] = {name: _room(folder) for name, folder in rooms.items()}
    report["pictures"] = "possible" if find_browser() else "no browser"
    return report


def _room(folder: Path) -> str:
    """Say whether there is room where a folder is, or would be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return "cannot be read"
    return "enough" if free >= LEAST_ROOM else f"{free // 1_000_000} MB left"


async def metrics(request: Request) -> Response:
    """Answer with the numbers for Prometheus: to admins, to its token; else to this machine."""
    if not _may_measure(request):
        return PlainTextResponse(say("Sign in first."), status_code=401)
    VERSION.info({"version": held_version()})
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _may_measure(request: Request) -> bool:
    if token := named(METRICS_TOKEN):
        sent = request.headers.get("authorization", "").removeprefix("Bearer ")
        if hmac.compare_digest(sent.encode(), token.encode()):
            return True
    person = request.scope.get(PERSON)
    if person is None or not person.may(Role.ADMIN):
        return False
    return person.signed_in or (not token and _is_own_machine(request))


def _is_own_machine(request: Request) -> bool:
    try:
        host = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    return (getattr(host, "ipv4_mapped", None) or host).is_loopback
