"""Finds a Chromium for the browser tests. The app itself is left out of it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    # Maps need WebGL, which a machine without a graphics card draws in software.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # Pages of one memory, and of one server, share a process and the scripts it has read.
    "--process-per-site",
    # Pages that live for seconds: nothing is won by making their scripts fast first, nor by looking
    # for what they no longer need before there is much of it.
    "--js-flags=--no-opt --no-maglev --min-semi-space-size=32 --initial-heap-size=256",
    # Nothing may leave but what the app itself asks for.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]


def find_chromium() -> str:
    """Return the path of an installed Chromium that starts, or an empty string.

    When CHROMIUM names one, it is that or none. Playwright steers it by a program of its own, which
    wants a library that a bare system lacks: without that no browser serves.
    """
    if not _starts(compute_driver_executable()[0]):
        return ""
    named = os.environ.get("CHROMIUM")
    return next((path for path in ([named] if named else _candidates()) if _starts(path)), "")


def _candidates() -> Iterator[str]:
    yield from (path for name in NAMES if (path := shutil.which(name)))
    yield from (path for path in PLACES if Path(path).is_file())
    yield from _playwrights_own()


def _playwrights_own() -> Iterator[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if Path(path).is_file():
        yield path


def _starts(path: str) -> bool:
    """Say whether the program runs; Ubuntu's `chromium-browser` may be a note, not a browser."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0
