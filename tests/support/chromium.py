"""Finds a Chromium for the browser tests, or installs one. The app itself is left out of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import programs

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
    # Nothing may leave but what the app itself asks for.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
PACKAGES = {
    "apt-get": ["chromium"],
    "dnf": ["chromium"],
    "apk": ["chromium"],
    "brew": ["--cask chromium"],
}
ADVICE = (
    "The browser tests need Chromium or Chrome, which could not be found or installed. "
    "Install it (Debian: apt-get install chromium; Fedora: dnf install chromium; "
    "macOS: brew install --cask chromium) or name it: CHROMIUM=/path/to/chrome make test"
)


class NoChromium(Exception):
    """There is no Chromium; the message says what was tried and what to do."""


def obtain_chromium() -> str:
    """Return the path of a Chromium that starts, installing one when there is none."""
    if named := os.environ.get("CHROMIUM"):
        if _starts(named):
            return named
        raise NoChromium(f"CHROMIUM names {named}, which does not start.")
    if found := find_chromium():
        return found
    tried = "\n".join(_install())
    if found := find_chromium():
        return found
    raise NoChromium(f"{ADVICE}\n{tried}")


def find_chromium() -> str:
    """Return the path of an installed Chromium that starts, or an empty string."""
    return next((path for path in _candidates() if _starts(path)), "")


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


def _install() -> Iterator[str]:
    """Try the machine's package manager, then Playwright's download; yield what was said."""
    yield from programs.install(PACKAGES, find_chromium)
    if not find_chromium():
        yield programs.run([sys.executable, "-m", "playwright", "install", "chromium"])
