"""What tests start is installed by the package manager, or its absence is told plainly."""

from pathlib import Path

import postgres_server
import programs
import pytest
import spark_servers

PACKAGES = {"apt-get": ["newest", "older", "oldest"], "brew": ["--cask newest"]}


def manager(folder: Path, name: str) -> Path:
    """Write a manager that notes what it is told, and knows one package."""
    notes = folder / "notes"
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "$@" >> {notes}\n[ "$3" != newest ]\n')
    program.chmod(0o755)
    return notes


@pytest.fixture
def only_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder outside which no program is found."""
    monkeypatch.setenv("PATH", f"{tmp_path}")
    return tmp_path


def test_packages_are_tried_until_one_is_there(only_here: Path) -> None:
    notes = manager(only_here, "apt-get")
    said = list(programs.install(PACKAGES, lambda: "older" in notes.read_text()))
    assert notes.read_text() == "update -q\ninstall -qy newest\ninstall -qy older\n"
    assert [" ".join(line.split()[-3:]).strip() for line in said][1] == "newest: exit 1"


def test_another_manager_has_names_of_its_own(only_here: Path) -> None:
    notes = manager(only_here, "brew")
    list(programs.install(PACKAGES, lambda: False))
    assert notes.read_text() == "install --quiet --cask newest\n"


def test_without_a_manager_nothing_is_tried(only_here: Path) -> None:
    assert list(programs.install(PACKAGES, lambda: False)) == []


def test_what_is_missing_is_told_with_what_to_do(
    only_here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(postgres_server, "PLACES", ())
    monkeypatch.setattr(spark_servers, "PLACES", ())
    with pytest.raises(postgres_server.NoPostgres, match="apt-get install postgresql"):
        postgres_server.obtain_programs()
    with pytest.raises(spark_servers.NoSpark, match="need Java 17 or newer"):
        spark_servers.obtain_java()
    monkeypatch.setenv("POSTGRES_PROGRAMS", str(only_here))
    with pytest.raises(postgres_server.NoPostgres, match="has no initdb and postgres"):
        postgres_server.obtain_programs()
