"""The work of the app without a browser: `python -m dashboard validate [folder]`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard.store import DataUnavailable, check_package, data_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 for success, 1 for faults, 2 for wrong usage."""
    parser = argparse.ArgumentParser(
        prog="python -m dashboard", description="Central Asia Monitor on the command line."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    validate = commands.add_parser(
        "validate",
        help="check a data package",
        description="Check a data package and print each fault with file, row, column, value and "
        "rule. Rows count as in a spreadsheet: the header is row 1. Exit code 1 when there is any "
        "fault.",
    )
    validate.add_argument(
        "folder", nargs="?", type=Path, help="the package's folder (default: the data in use)"
    )
    asked = parser.parse_args(arguments)
    return _validate(asked.folder or data_folder())


def _validate(folder: Path) -> int:
    try:
        faults = check_package(folder)
    except DataUnavailable as trouble:
        print(trouble, file=sys.stderr)
        return 1
    for fault in faults:
        print(fault)
    print(f"{folder}: {len(faults)} faults." if faults else f"{folder}: no fault.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
