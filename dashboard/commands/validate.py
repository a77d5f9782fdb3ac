"""The command `validate`: every fault of a data package, with file, row, column and value."""

import argparse

from dashboard.commands.console import FAULTS, OK, Commands, open_data, printable
from dashboard.datapackage.opening import data_address, is_short
from dashboard.datapackage.store import check_package
from dashboard.engine.address import read_address


def add_command(commands: Commands) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "validate",
        help="check a data package",
        description="Check a data package and print each fault with file, row, column, value and "
        "rule. Rows count as in a spreadsheet: the header is row 1. Of long data the faults are "
        "those found when it was prepared. Exit code 1 when there is any fault.",
    )
    parser.add_argument(
        "address", nargs="?", metavar="ADDRESS", help="where the data is (default: the data in use)"
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print the faults; return the exit code. Raises `DataUnavailable`."""
    address = read_address(asked.address) if asked.address else data_address()
    if is_short(address):
        faults = check_package(address.path)
    else:
        faults = sorted(open_data(asked.address).faults)
    for fault in faults:
        print(printable(str(fault)))
    where = address.shown
    print(f"{where}: {len(faults)} faults." if faults else f"{where}: no fault.")
    return FAULTS if faults else OK
