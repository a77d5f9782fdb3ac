"""The command `prepare`: sorts and counts long data before the first visit."""

import argparse
import sys

from dashboard.commands.console import OK, Commands, printable, tell
from dashboard.datapackage.opening import data_address, forget_prepared, is_short, open_package
from dashboard.engine.address import read_address
from dashboard.wording import number

BAR = 30


def add_command(commands: Commands) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "prepare",
        help="sort and count long data before the first visit",
        description="Sort the events at a data address and count them in cubes, in the cache "
        "folder, so that the dashboard opens at once. Does nothing when this version of the data "
        "is prepared already. A short folder of CSV needs no preparing.",
    )
    parser.add_argument(
        "address", nargs="?", help="the data address (default: the data in use)", metavar="ADDRESS"
    )
    parser.add_argument("--anew", action="store_true", help="prepare it even if it is prepared")
    # For the app, which shows the progress itself.
    parser.add_argument("--follow", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Prepare the data; return the exit code. Raises `DataUnavailable`."""
    address = read_address(asked.address) if asked.address else data_address()
    if is_short(address):
        open_package(address)
        tell(f"{address.shown}: short enough to be read as it is; nothing to prepare.")
        return OK
    if asked.anew:
        forget_prepared(address)
    package = open_package(address, _tell_program if asked.follow else _tell_person)
    if not asked.follow:
        tell(f"{address.shown}: {number(package.events.total)} events are ready.")
        for fault in package.faults:
            tell(f"Left out: {fault}")
    return OK


def _tell_program(done: float, words: str) -> None:
    print(f"{done:.3f} {words}", flush=True)


def _tell_person(done: float, words: str) -> None:
    if sys.stderr.isatty():
        bar = "#" * round(done * BAR)
        end = "\n" if done >= 1 else ""
        print(f"\r{bar:<{BAR}} {done:4.0%} {printable(words):50}", end=end, file=sys.stderr)
    else:
        tell(f"{done:4.0%} {words}")
