"""What tests start is installed before the first test, or its absence is told plainly."""

import os
import sys
from pathlib import Path

import needs
import postgres_server
import programs
import pytest
import spark_servers
from programs import PROGRAMS, Program, ProgramMissing, obtain, where_is

NAMES = {"apt-get": ("newest", "older two", "oldest"), "brew": ("--cask newest",)}
TESTS = """
    import pytest

    @pytest.fixture
    def paper(pdftotext):
        return pdftotext

    @pytest.mark.parametrize("fixture", ["paper", "nothing"])
    def test_reads(request, fixture):
        assert request.getfixturevalue(fixture) if fixture == "paper" else fixture

    def test_needs_nothing():
        pass
"""


def manager(folder: Path, name: str) -> Path:
    """Write a manager that notes what it is told, and knows one package."""
    notes = folder / "notes"
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "$@" >> {notes}\n[ "${{4:-$3}}" != newest ] || exit 7\n')
    program.chmod(0o755)
    return notes


@pytest.fixture
def only_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder outside which no program is found, and which a superuser uses."""
    monkeypatch.setenv("PATH", f"{tmp_path}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    programs._list_packages.cache_clear()
    return tmp_path


def test_packages_are_tried_until_one_is_there(only_here: Path) -> None:
    notes = manager(only_here, "apt-get")
    said: list[str] = []
    sought = Program("Tool", lambda: notes.exists() and "older" in notes.read_text(), NAMES)
    assert obtain(sought, said.append) == "True"
    install = "install -qy --no-install-recommends"
    assert notes.read_text() == f"update -q\n{install} newest\n{install} older two\n"
    assert said == [
        "Installing Tool, which the tests start: apt-get, newest",
        "Installing Tool, which the tests start: apt-get, older two",
    ]
    # What is there is not installed again, and packages are listed once.
    assert obtain(sought, said.append) == "True"
    notes.write_text("")
    assert obtain(sought, said.append) == "True"
    assert notes.read_text().startswith(f"{install} newest")


def test_another_manager_has_names_of_its_own(only_here: Path) -> None:
    notes = manager(only_here, "brew")
    with pytest.raises(ProgramMissing) as trouble:
        obtain(Program("Tool", lambda: "", NAMES))
    assert notes.read_text() == "install --quiet --cask newest\n"
    assert str(trouble.value).splitlines() == [
        "The tests need Tool, which is not here. Install it "
        "(Debian: apt-get install newest; macOS: brew install --cask newest).",
        "  brew install --quiet --cask newest: exit 7 ",
    ]


def test_without_a_manager_or_its_key_nothing_is_tried(
    only_here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = Program("Tool", lambda: "", NAMES, last_resort=(sys.executable, "-c", "exit(3)"))
    with pytest.raises(
        ProgramMissing, match=r"None of apt-get, dnf, apk, brew is here(.|\n)*exit 3"
    ):
        obtain(tool)
    notes = manager(only_here, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(ProgramMissing, match="needs root, or sudo without a password"):
        obtain(tool)
    assert not notes.exists()
    sudo = only_here / "sudo"
    sudo.write_text('#!/bin/sh\n[ "$1" = -n ] && shift && exec "$@"\n')
    (only_here / "true").symlink_to("/bin/true")
    sudo.chmod(0o755)
    with pytest.raises(ProgramMissing):
        obtain(tool)
    assert notes.read_text().startswith("update -q\n")


def test_what_is_missing_is_told_with_what_to_do(
    only_here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("POSTGRES_PROGRAMS", raising=False)
    monkeypatch.setattr(postgres_server, "PLACES", ())
    monkeypatch.setattr(spark_servers, "PLACES", ())
    with pytest.raises(ProgramMissing, match="apt-get install postgresql;"):
        where_is(PROGRAMS["postgres_programs"])
    with pytest.raises(ProgramMissing, match="need Java 17 or newer"):
        where_is(PROGRAMS["java_home"])
    with pytest.raises(ProgramMissing, match="need LibreOffice, which is not here"):
        where_is(PROGRAMS["soffice"])
    notes = manager(only_here, "apt-get")
    monkeypatch.setenv("POSTGRES_PROGRAMS", str(only_here))
    with pytest.raises(ProgramMissing, match="which is not PostgreSQL's server"):
        obtain(PROGRAMS["postgres_programs"])
    # Whoever names one is not given another.
    assert not notes.exists()


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_session_ends_before_its_first_test_when_a_program_is_missing(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    own = [str(Path(sys.executable).parent)]
    monkeypatch.setenv("PATH", os.pathsep.join(own))
    monkeypatch.setenv("PYTHONPATH", str(Path(needs.__file__).parent))
    pytester.makepyfile(TESTS)
    options = ("-p", "needs", "-n", workers, "-v")
    ended = pytester.runpytest_subprocess(*options)
    assert ended.ret == pytest.ExitCode.USAGE_ERROR
    ended.stderr.fnmatch_lines(["ERROR: The tests need pdftotext, which is not here. Install it*"])
    assert "PASSED" not in ended.stdout.str()
    # Who chooses only tests that need nothing is asked for nothing.
    ended = pytester.runpytest_subprocess(*options, "-k", "needs_nothing")
    ended.assert_outcomes(passed=1)
