"""Runs the app of a folder with the parts of each run timed: `python click_server.py PORT LOG`.

One line a run goes to the log, in milliseconds by part. Used by `bench_click`; knows Streamlit's
insides, as no other part of the project does.
"""

import gc
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import plotly.io
import streamlit.web.cli
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

SPENT: defaultdict[str, float] = defaultdict(float)
BEGUN: list[float] = []


@contextmanager
def counted(part: str) -> Iterator[None]:
    """Add the milliseconds of what is done inside to a part."""
    start = time.perf_counter()
    try:
        yield
    finally:
        SPENT[part] += (time.perf_counter() - start) * 1000


def timed(work: Callable[..., Any], part: str) -> Callable[..., Any]:
    """Return a function that does the same and counts its time."""

    def done(*given: Any, **named: Any) -> Any:
        with counted(part):
            return work(*given, **named)

    return done


def watch_garbage(phase: str, _: dict[str, int]) -> None:
    """Count the time of the searches for garbage."""
    if phase == "start":
        BEGUN.append(time.perf_counter())
    elif BEGUN:
        SPENT["garbage"] += (time.perf_counter() - BEGUN.pop()) * 1000


def watch_exhibits() -> None:
    """Count the time of the panels' data and figures, once the app has been imported."""
    from dashboard.catalogue import EXHIBITS

    for name, build in EXHIBITS.items():

        def built(*given: Any, build: Any = build, **named: Any) -> Any:
            with counted("data"):
                exhibit = build(*given, **named)
            draw = exhibit.draw and timed(exhibit.draw, "figures")
            return replace(exhibit, draw=draw)

        EXHIBITS[name] = built


def main(port: str, log: Path) -> None:
    """Start the app and write down every run."""
    run = ScriptRunner._run_script
    watched: list[bool] = []

    def told(self: ScriptRunner, *given: Any, **named: Any) -> None:
        if not watched:
            watch_exhibits()
            watched.append(True)
        SPENT.clear()
        with counted("script"):
            run(self, *given, **named)
        with log.open("a") as lines:
            lines.write(json.dumps(SPENT) + "\n")

    ScriptRunner._run_script = told
    plotly.io.to_json = timed(plotly.io.to_json, "figures")
    gc.callbacks.append(watch_garbage)
    sys.argv = ["streamlit", "run", "streamlit_app.py", "--server.port", port]
    streamlit.web.cli.main()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
