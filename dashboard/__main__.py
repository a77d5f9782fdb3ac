"""The work of the app without a browser: `python -m dashboard COMMAND`, see `--help`."""

import argparse
import sys
from collections.abc import Sequence

from dashboard.commands import backup, brief, data, import_files, watch
from dashboard.commands.console import FAULTS, INTERRUPTED, tell
from dashboard.datapackage.store import SHIPPED_FOLDER, DataUnavailable
from dashboard.engine.address import settings_of_commands
from dashboard.wording import say


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 for success, 1 for faults, 2 for wrong usage, 130 when it was interrupted.
    """
    parser = argparse.ArgumentParser(
        prog="python -m dashboard", description="Central Asia Monitor on the command line."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (data, brief, import_files, watch, backup):
        module.add_commands(commands)
    asked = parser.parse_args(arguments)
    try:
        return asked.run(asked)
    except DataUnavailable as trouble:
        tell(str(trouble))
        return FAULTS
    except KeyboardInterrupt:
        tell(say("Interrupted."))
        return INTERRUPTED


if __name__ == "__main__":
    settings_of_commands(SHIPPED_FOLDER.parent)
    sys.exit(main())
