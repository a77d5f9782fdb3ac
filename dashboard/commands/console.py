"""What every command needs: printable text, the options they share, the data they are about."""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.briefing.kept import state_folder, write_audit
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import Package
from dashboard.engine.address import read_address
from dashboard.importing.versions import user_name

OK, FAULTS, WRONG_USE = 0, 1, 2
# As a shell tells of a program that Ctrl-C ended.
INTERRUPTED = 130
Commands = object  # argparse keeps its own type for them private


def printable(text: str) -> str:
    """Keep what could steer a terminal from reaching it."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def tell(words: str) -> None:
    """Tell a person something, beside the output proper."""
    print(printable(words), file=sys.stderr)


def refuse(words: str) -> int:
    """Say what is wrong with what was asked; return the exit code for it."""
    tell(words)
    return WRONG_USE


def day(text: str) -> date:
    """Read a day that an option names."""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day written as 2020-06-30") from None


def agreed(question: str, unasked: str) -> bool:
    """Ask a person, who may say yes; where nobody can be asked, say what was not."""
    if not sys.stdin.isatty():
        tell(unasked)
        return False
    return input(printable(question)).strip().lower() in ("y", "yes")


def note_done(event: str, files: Sequence[str], who: str = "", state: Path | None = None) -> None:
    """Add to the audit trail what a command did, and by whom."""
    write_audit(
        state or state_folder(),
        {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "event": event,
            "who": who or user_name(),
            "path": "",
            "files": [*files],
        },
    )


def add_data(parser: argparse.ArgumentParser) -> None:
    """Let a command be told where the data is."""
    parser.add_argument(
        "--data",
        metavar="ADDRESS",
        help="where the data is: a folder, a .duckdb file or a database (default: the data in use)",
    )


def open_data(text: str | None) -> Package:
    """Open the data at an address, or the data in use; say what is prepared the first time.

    Raises `DataUnavailable`.
    """
    return open_package(read_address(text) if text else None, _tell)


def _tell(done: float, words: str) -> None:
    if done < 1:
        tell(f"{words} ({done:.0%})")
