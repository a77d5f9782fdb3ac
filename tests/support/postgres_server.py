"""Finds PostgreSQL and runs a server of the tests' own that leaves nothing behind.

What is put into it is left to the tests.
"""

import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from servers import NotStarted, await_start, free_port, listens, stop

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/libexec/postgresql*",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
# Letters beyond ASCII are put in lower case only by a locale that knows them.
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
# initdb and the server refuse to run as root.
HUMBLE_USERS = ("postgres", "nobody")
USER = "monitor"
# A made-up database need not survive a power cut.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "40",
}


def find_postgres() -> Path | None:
    """Return the folder of the newest PostgreSQL server's programs on this machine, or None.

    When POSTGRES_PROGRAMS names a folder, it is that or none.
    """
    if named := os.environ.get("POSTGRES_PROGRAMS"):
        return Path(named) if _complete(Path(named)) else None
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for place in PLACES:
        folders += sorted(Path("/").glob(place[1:]), key=_version, reverse=True)
    return next(filter(_complete, folders), None)


@contextmanager
def running_postgres(folder_of_programs: Path) -> Iterator[str]:
    """Start an empty PostgreSQL on loopback; yield its address with user and password.

    Raises `NotStarted`.
    """
    # Not in the tests' own temporary folder, which only this user may enter.
    folder = Path(tempfile.mkdtemp(prefix="postgres-of-tests-"))
    try:
        _hand_over(folder)
        # Signs that mean something in an address, so that nobody relies on their absence.
        password = f"{secrets.token_urlsafe(12)}@/%:"
        _make_cluster(folder_of_programs, folder, password)
        yield from _serve(folder_of_programs, folder, password)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(folder_of_programs: Path, folder: Path, password: str) -> Iterator[str]:
    port = free_port()
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    log = folder / "log.txt"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [folder_of_programs / "postgres", "-D", folder / "data", "-p", str(port), *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            **_humbly(),
        )
    try:
        await_start("PostgreSQL", server, log, partial(_accepts, folder_of_programs, port))
        yield f"postgres://{USER}:{quote(password, safe='')}@127.0.0.1:{port}/postgres"
    finally:
        # Fast: open connections are cut, not waited for.
        stop(server, signal.SIGINT)


def _make_cluster(folder_of_programs: Path, folder: Path, password: str) -> None:
    secret = folder / "password.txt"
    secret.write_text(password)
    _hand_over(secret)
    answer = subprocess.run(
        [
            *(folder_of_programs / "initdb", "--pgdata", folder / "data", "--username", USER),
            *("--pwfile", secret, "--auth", "scram-sha-256", "--no-sync"),
            *("--encoding", "UTF8", "--locale", LOCALE, "--text-search-config", "simple"),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        **_humbly(),
    )
    secret.unlink()
    if answer.returncode:
        raise NotStarted(f"PostgreSQL's initdb failed: {answer.stderr[-1000:]}")


def _accepts(folder_of_programs: Path, port: int) -> bool:
    """Say whether the server takes connections; it listens a little before it does."""
    ready = folder_of_programs / "pg_isready"
    if not ready.is_file():
        return listens(port)
    command = [ready, "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(command, check=False).returncode == 0


def _complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("initdb", "postgres"))


def _version(folder: Path) -> float:
    number = re.search(r"\d+(\.\d+)?", str(folder))
    return float(number.group()) if number else 0.0


def _humble_user() -> pwd.struct_passwd | None:
    """Return whom to run the server as: None for whoever runs the tests."""
    if os.geteuid():
        return None
    for name in HUMBLE_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NotStarted(
        f"PostgreSQL refuses to run as root, and there is no user {' or '.join(HUMBLE_USERS)}."
    )


def _humbly() -> dict[str, Any]:
    user = _humble_user()
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _hand_over(path: Path) -> None:
    if user := _humble_user():
        os.chown(path, user.pw_uid, user.pw_gid)
