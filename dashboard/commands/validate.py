"""The command `validate`: every fault of a data package, with file, row, column and value."""

import argparse
from pathlib import Path

from dashboard.commands.speech import FAULTS, OK, Commands
from dashboard.store import check_package, data_folder


def add_command(commands: Commands) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "validate",
        help="check a data package",
        description="Check a data package and print each fault with file, row, column, value and "
        "rule. Rows count as in a spreadsheet: the header is row 1. Exit code 1 when there is any "
        "fault.",
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, help="the package's folder (default: the data in use)"
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the faults; return the exit code. Raises `DataUnavailable`."""
    folder = asked.folder or data_folder()
    faults = check_package(folder)
    for fault in faults:
        print(fault)
    print(f"{folder}: {len(faults)} faults." if faults else f"{folder}: no fault.")
    return FAULTS if faults else OK
