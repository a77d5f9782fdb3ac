"""Ports for the servers that tests start, and how they are awaited and stopped.

Which server, and with what, is left to those who start it.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STOP_SECONDS = 15
LAST_CHARACTERS = 3000


class NotStarted(Exception):
    """A server did not start; the message says which and what it said last."""


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def await_start(
    what: str,
    server: "subprocess.Popen[Any]",
    log: Path,
    answers: Callable[[], object],
    seconds: float = 60,
) -> None:
    """Wait until `answers` is true. Raises `NotStarted` when the server ends or time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        if answers():
            return
        time.sleep(0.1)
    said = log.read_text("utf-8", errors="replace")[-LAST_CHARACTERS:]
    raise NotStarted(f"{what} did not start:\n{said}")


def listens(port: int) -> bool:
    """Say whether something on this machine answers at a port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def stop(server: "subprocess.Popen[Any]", politely: int = signal.SIGTERM) -> None:
    """Ask a server to stop, and end it when it does not."""
    if server.poll() is None:
        os.kill(server.pid, politely)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
