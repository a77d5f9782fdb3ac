"""What is installed on a server: packages by their hashes, an image and a unit that are shut."""

import re
from itertools import pairwise

import pytest
from app_server import ROOT
from container import instructions, sent

from dashboard.ui.serving.settings import PREFIX, SETTINGS

PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s;]+)", re.MULTILINE)
HASH = "--hash=sha256:"
REQUIREMENTS = (ROOT / "requirements.txt").read_text("utf-8")
# What the image has: the list without the packages for tests.
APP, _, _ = REQUIREMENTS.partition("# For tests")
README = (ROOT / "README.md").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def pins(text: str) -> dict[str, str]:
    """Return the version of each package that a list names."""
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PINNED.findall(text)}


@pytest.mark.parametrize(
    ("asked", "lock"),
    [
        (APP, "requirements.lock"),
        (REQUIREMENTS + (ROOT / "requirements.lock").read_text("utf-8"), "tests/requirements.lock"),
    ],
    ids=["app", "tests"],
)
def test_a_lock_holds_what_is_asked_for_and_a_hash_of_each_package(asked: str, lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    wanted, locked = pins(asked), pins(text)
    assert wanted.items() <= locked.items(), "Run make lock."
    starts = [found.start() for found in PINNED.finditer(text)]
    without = [
        text[a:b].split()[0] for a, b in pairwise([*starts, len(text)]) if HASH not in text[a:b]
    ]
    assert without == []


def test_the_image_runs_as_nobody_in_particular_and_says_when_it_lives() -> None:
    steps = [*instructions(DOCKERFILE)]
    last = max(place for place, (name, _) in enumerate(steps) if name == "FROM")
    image = dict(steps[last:])
    assert int(image["USER"]) >= 10_000
    assert image["VOLUME"] == "/data"
    assert "/healthz" in image["HEALTHCHECK"]
    assert re.fullmatch(r"BASE=debian:bookworm-\d{8}-slim", dict(steps)["ARG"])
    assert "--require-hashes" in DOCKERFILE
    names = {str(file) for file in sent()}
    assert {"dashboard/__main__.py", "data/events.csv", ".streamlit/config.toml"} <= names
    kept_out = ("tests/", ".git", ".streamlit/secrets", "Makefile")
    assert not [name for name in names if name.startswith(kept_out)]


def test_settings_in_the_image_and_in_the_readme_are_there() -> None:
    known = {each.name for each in SETTINGS}
    for text in (DOCKERFILE, README):
        named = set(re.findall(rf"({PREFIX}[A-Z_]+[A-Z])(?==)", text))
        assert named
        assert {name for name in named if not name.startswith(f"{PREFIX}REFRESH_")} <= known
    unit = README[README.index("[Unit]") : README.index("WantedBy=")]
    for hardened in ("NoNewPrivileges=true", "ProtectSystem=strict", "CapabilityBoundingSet=\n"):
        assert hardened in unit
