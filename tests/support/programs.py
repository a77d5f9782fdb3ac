"""The programs that tests start: which tests need them, where they are, how they are installed.

They are installed by the machine's own package manager, as root or by `sudo` without a password.
How each is started and asked is left to those who need it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from chromium import find_chromium
from postgres_server import find_postgres
from spark_servers import OLDEST_JAVA, find_java

# How each manager is told to install; the first that the machine has is the one used.
MANAGERS = {
    "apt-get": ("apt-get", "install", "-qy", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-qy"),
    "apk": ("apk", "add", "--quiet"),
    "brew": ("brew", "install", "--quiet"),
}
# Only this one must be told to read first what there is.
LIST_PACKAGES = ("apt-get", "update", "-q")
BY_HAND = {
    "apt-get": "Debian: apt-get install",
    "dnf": "Fedora: dnf install",
    "apk": "Alpine: apk add",
    "brew": "macOS: brew install",
}
INSTALL_SECONDS = 900


class ProgramMissing(Exception):
    """A program that tests start is not there; the message says what was tried and what to do."""


@dataclass(frozen=True)
class Program:
    """A program that tests start.

    `find` returns where it is, or something empty. `packages` are what each manager calls it:
    choices, tried one after the other; one may be several packages, and have options like `--cask`.
    `setting` is the environment variable that names one elsewhere, `example` what it may hold; when
    `obeyed`, no other is taken. `last_resort` is a command to try when the manager could not.
    """

    name: str
    find: Callable[[], object]
    packages: Mapping[str, Sequence[str]]
    setting: str = ""
    example: str = ""
    obeyed: bool = False
    last_resort: Sequence[str] = ()

    @property
    def advice(self) -> str:
        """What to do when it is missing and cannot be installed."""
        ways = "; ".join(f"{BY_HAND[manager]} {own[0]}" for manager, own in self.packages.items())
        named = f", or name it: {self.setting}={self.example} make test" if self.setting else ""
        return f"The tests need {self.name}, which is not here. Install it ({ways}){named}."


CHROMIUM = Program(
    "Chromium or Chrome",
    find_chromium,
    {
        "apt-get": ("chromium libatomic1",),
        "dnf": ("chromium libatomic",),
        "apk": ("chromium libatomic",),
        "brew": ("--cask chromium",),
    },
    setting="CHROMIUM",
    example="/path/to/chrome",
    obeyed=True,
    last_resort=(sys.executable, "-m", "playwright", "install", "chromium"),
)
# By the fixture that tells a test where the program is: a test that asks for it needs the program.
PROGRAMS = {
    "chromium_path": CHROMIUM,
    "soffice": Program(
        "LibreOffice",
        lambda: shutil.which("soffice"),
        {
            "apt-get": ("libreoffice-writer libreoffice-impress",),
            "dnf": ("libreoffice-writer libreoffice-impress",),
            "apk": ("libreoffice",),
            "brew": ("--cask libreoffice",),
        },
    ),
    "pdftotext": Program(
        "pdftotext",
        lambda: shutil.which("pdftotext"),
        {
            "apt-get": ("poppler-utils",),
            "dnf": ("poppler-utils",),
            "apk": ("poppler-utils",),
            "brew": ("poppler",),
        },
    ),
    "nginx": Program(
        "nginx",
        lambda: shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin"),
        dict.fromkeys(MANAGERS, ("nginx",)),
    ),
    "postgres_programs": Program(
        "PostgreSQL's server",
        find_postgres,
        {
            "apt-get": ("postgresql",),
            "dnf": ("postgresql-server",),
            "apk": ("postgresql",),
            "brew": ("postgresql@17",),
        },
        setting="POSTGRES_PROGRAMS",
        example="/path/to/bin",
        obeyed=True,
    ),
    "java_home": Program(
        f"Java {OLDEST_JAVA} or newer",
        find_java,
        {
            "apt-get": (
                "openjdk-21-jre-headless",
                "openjdk-17-jre-headless",
                "default-jre-headless",
            ),
            "dnf": ("java-21-openjdk-headless", "java-17-openjdk-headless"),
            "apk": ("openjdk21-jre-headless", "openjdk17-jre-headless"),
            "brew": ("openjdk@21",),
        },
        setting="JAVA_HOME",
        example="/path/to/jdk",
    ),
}


def where_is(program: Program) -> str:
    """Return where a program is. Raises `ProgramMissing`."""
    if found := program.find():
        return str(found)
    if program.obeyed and (named := os.environ.get(program.setting)):
        raise ProgramMissing(f"{program.setting} is {named}, which is not {program.name}.")
    raise ProgramMissing(program.advice)


def obtain(program: Program, say: Callable[[str], object] = print) -> str:
    """Return where a program is; install it when it is missing, and `say` a line a package.

    Raises `ProgramMissing` when it cannot be installed.
    """
    is_named = program.obeyed and os.environ.get(program.setting)
    tried = [] if program.find() or is_named else list(_install(program, say))
    try:
        return where_is(program)
    except ProgramMissing as trouble:
        raise ProgramMissing("\n  ".join((str(trouble), *tried))) from None


def _install(program: Program, say: Callable[[str], object]) -> Iterator[str]:
    """Try one package after the other until the program is there; yield what went wrong."""
    manager = next((name for name in MANAGERS if shutil.which(name)), "")
    root = _as_root(manager)
    if not manager:
        yield f"None of {', '.join(MANAGERS)} is here to install it."
    elif root is None:
        yield f"{manager} was not asked: that needs root, or sudo without a password."
    else:
        if manager == "apt-get":
            yield from _list_packages(root)
        for choice in program.packages.get(manager, ()):
            say(f"Installing {program.name}, which the tests start: {manager}, {choice}")
            yield from _run((*root, *MANAGERS[manager], *choice.split()))
            if program.find():
                return
    if program.last_resort:
        say(f"Installing {program.name}, which the tests start: {' '.join(program.last_resort)}")
        yield from _run(program.last_resort)


@cache
def _list_packages(root: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_run((*root, *LIST_PACKAGES)))


def _run(command: Sequence[str]) -> Iterator[str]:
    """Run a command; yield the end of what it said when it fails."""
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
            check=False,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.TimeoutExpired) as trouble:
        yield f"{' '.join(command)}: {trouble}"
    else:
        if answer.returncode:
            said = (answer.stderr.strip() or answer.stdout.strip())[-300:]
            yield f"{' '.join(command)}: exit {answer.returncode} {said}"


def _as_root(manager: str) -> tuple[str, ...] | None:
    """Return what a command begins with so that it may install; None when nothing helps."""
    if manager == "brew" or os.geteuid() == 0:
        return ()
    # Without a password to type there is no point in waiting for one.
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        return None if asked.returncode else ("sudo", "-n")
    return None
