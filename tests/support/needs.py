"""What tests need besides Python: the marks that tell of it, and that it is there in time.

A test says what it needs by asking for a fixture of `programs.PROGRAMS`, itself or through another
fixture. What the chosen tests need is made sure of when they have been collected; with pytest-xdist
each worker writes that down, and the controller makes sure of it once, before it hands out tests.
"""

import json
import multiprocessing
import sys
from collections.abc import Iterable, Iterator
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import Any

import pytest
from programs import CHROMIUM, PROGRAMS, ProgramMissing, obtain, where_is

# No test sets these by hand; what they mean is in `pyproject.toml`.
MARKS = {
    "browser": {"chromium_path"},
    "engine": {"postgres_programs", "java_home"},
    "office": {"soffice", "pdftotext"},
    "page": {"page_runner"},
    "process": {"python", "spawn"},
    "server": {"shared_app", "start_app"},
}


@pytest.fixture(scope="session")
def chromium_path() -> Iterator[str]:
    """Return the path of a Chromium, which the app draws its pictures with too."""
    from dashboard.exports.pictures.browser import browser

    with pytest.MonkeyPatch.context() as settings:
        path = where_is(CHROMIUM)
        settings.setenv(CHROMIUM.setting, path)
        yield path
        browser.close()


@pytest.fixture(scope="session")
def soffice() -> str:
    """Return the path of LibreOffice's program."""
    return where_is(PROGRAMS["soffice"])


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """Return the path of the program that reads PDF files."""
    return where_is(PROGRAMS["pdftotext"])


@pytest.fixture(scope="session")
def nginx() -> str:
    """Return the path of nginx's program."""
    return where_is(PROGRAMS["nginx"])


@pytest.fixture(scope="session")
def page_runner() -> None:
    """Stand for Streamlit's own runner of pages, a second or more for each (`app_runner`)."""


@pytest.fixture(scope="session")
def python() -> str:
    """Return the path of Python, for what runs in a process of its own."""
    return sys.executable


@pytest.fixture(scope="session")
def spawn() -> SpawnContext:
    """Return what starts functions of a test in processes of their own."""
    return multiprocessing.get_context("spawn")


@pytest.fixture(scope="session")
def postgres_programs() -> str:
    """Return the folder of PostgreSQL's programs."""
    return where_is(PROGRAMS["postgres_programs"])


@pytest.fixture(scope="session")
def java_home() -> str:
    """Return the home of a Java that Spark can use."""
    return where_is(PROGRAMS["java_home"])


def fixtures_of(item: pytest.Item) -> set[str]:
    """Return the names of all fixtures behind a test.

    Those are among them that a parameter names and a fixture asks for by `request`.
    """
    if not isinstance(item, pytest.Function):
        return set()
    known = {*item.fixturenames}
    definitions = [each for own in item._fixtureinfo.name2fixturedefs.values() for each in own]
    names: list[str] = []
    if hasattr(item, "callspec") and any("request" in each.argnames for each in definitions):
        names += [each for each in item.callspec.params.values() if isinstance(each, str)]
    while names:
        name = names.pop()
        for each in item.session._fixturemanager.getfixturedefs(name, item) or ():
            known.add(name)
            names += each.argnames
    return known


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures behind them."""
    for item in items:
        asked = fixtures_of(item)
        for mark, fixtures in MARKS.items():
            if asked & fixtures:
                item.add_marker(mark)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Make sure of what the chosen tests need, or tell the controller."""
    if session.config.option.collectonly:
        return
    needed = PROGRAMS.keys() & {name for item in session.items for name in fixtures_of(item)}
    worker = getattr(session.config, "workerinput", None)
    if worker is None:
        make_sure(needed, session.config)
    else:
        Path(worker["needed"]).write_text(json.dumps(sorted(needed)), "utf-8")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where to write down what its tests need."""
    folder = node.config._tmp_path_factory.getbasetemp()
    node.workerinput["needed"] = str(folder / f"needed-{node.gateway.id}.json")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any) -> None:
    """Make sure of what a worker's tests need, before tests are handed out."""
    make_sure(json.loads(Path(node.workerinput["needed"]).read_text("utf-8")), node.config)


def make_sure(needed: Iterable[str], config: pytest.Config) -> None:
    """Install the programs behind some fixtures; end the session when one cannot be had."""
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    troubles = []
    for name in sorted(needed):
        try:
            obtain(PROGRAMS[name], reporter.write_line)
        except ProgramMissing as trouble:
            troubles.append(str(trouble))
    if troubles:
        raise pytest.UsageError(*troubles)
