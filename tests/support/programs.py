"""Installs programs that tests start, by the machine's own package manager, and runs commands.

Which programs, and where they are found, is left to those who need them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

# How each manager is told to install; the first manager that the machine has is the one used.
MANAGERS = {
    "apt-get": ["apt-get", "install", "-qy"],
    "dnf": ["dnf", "install", "-qy"],
    "apk": ["apk", "add", "--quiet"],
    "brew": ["brew", "install", "--quiet"],
}
# Only this one must be told to read what there is.
LIST_PACKAGES = ["apt-get", "update", "-q"]
INSTALL_SECONDS = 900

# What a manager calls a program: names to try one after the other, `--cask` and the like included.
Packages = Mapping[str, Sequence[str]]


def install(packages: Packages, found: Callable[[], object]) -> Iterator[str]:
    """Install packages, one after the other, until `found` is true; yield what each command said.

    Without a manager that knows them there is nothing to try, and nothing is yielded.
    """
    manager = next((name for name in MANAGERS if shutil.which(name)), "")
    if manager == "apt-get":
        yield run([*_as_root(manager), *LIST_PACKAGES])
    for package in packages.get(manager, ()):
        yield run([*_as_root(manager), *MANAGERS[manager], *package.split()])
        if found():
            return


def run(command: Sequence[str]) -> str:
    """Run a command and return it with the end of what it said."""
    print("Installing what the tests start:", *command, file=sys.stderr)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
            check=False,
            env=quiet,
        )
    except (OSError, subprocess.TimeoutExpired) as trouble:
        return f"{' '.join(command)}: {trouble}"
    return f"{' '.join(command)}: exit {answer.returncode} {answer.stderr.strip()[-300:]}"


def _as_root(manager: str) -> list[str]:
    if manager == "brew" or os.geteuid() == 0 or not shutil.which("sudo"):
        return []
    # Without a password to type there is no point in waiting for one.
    return ["sudo", "-n"]
