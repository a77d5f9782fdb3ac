"""Runs the app as a server of its own, as `make run` does."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from servers import await_start, free_port, stop

from dashboard.briefing.kept import FOLDER_SETTING

ROOT = Path(__file__).resolve().parents[2]
# pytest's own settings are not the app's.
LEFT_OUT = ("PYTHONWARNINGS",)


class RunningApp(NamedTuple):
    """Where an app answers, and the number of its process."""

    url: str
    process: int

    def worked(self) -> float:
        """Return for how many seconds its process has been at work: the same on a busy machine."""
        told = subprocess.check_output(["ps", "-o", "time=", "-p", str(self.process)], text=True)
        days, _, clock = told.strip().rpartition("-")
        seconds = 0.0
        for part in clock.split(":"):
            seconds = 60 * seconds + float(part)
        return 86_400 * int(days or 0) + seconds


@contextmanager
def running_app(folder: Path, settings: Mapping[str, str]) -> Iterator[RunningApp]:
    """Start the app, on a free port if none is set, and stop it at the end.

    Its log and its trays are kept in a folder; settings are added to this process's own. Raises
    `NotStarted`.
    """
    port = int(settings.get("STREAMLIT_SERVER_PORT") or free_port())
    below = settings.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
    url = f"http://localhost:{port}/{below}".rstrip("/")
    log = folder / "log.txt"
    inherited = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    with log.open("w") as output:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py"),
                *("--server.port", str(port), "--server.headless", "true"),
            ],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**inherited, FOLDER_SETTING: str(folder / "state"), **settings},
        )
    try:
        await_start("The app", server, log, partial(_is_healthy, url))
        yield RunningApp(url, server.pid)
    finally:
        stop(server)


def _is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
            return True
    except OSError:
        return False
