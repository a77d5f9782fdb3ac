"""The command `refresh`: current files of a source from its addresses into a folder of data."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.commands.console import FAULTS, OK, Commands, note_done, printable, refuse, tell
from dashboard.commands.import_files import ProgressLine, add_into, folder_to_write, stopped
from dashboard.importing.downloads import NotFetched, shown
from dashboard.importing.refresh import last_fetched, refresh
from dashboard.importing.refreshable import REFRESHABLE, addresses_of, source_named
from dashboard.importing.versions import Busy, Outdated, in_use
from dashboard.importing.words import last_fetched_words, refresh_trouble, refreshed_lines
from dashboard.sources.formats import format_named
from dashboard.wording import say


def add_command(commands: Commands) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "refresh",
        help="fetch current files from their addresses",
        description="Fetch what is new of each source named and write it into a folder of data, a "
        "version a source, which `import --undo` takes back. Without a name: list the sources, "
        "their addresses and when each was last fetched, and call nobody. Exit code 0 when all is "
        "fetched or unchanged, 1 when something was not fetched or refused, 2 for wrong use.",
    )
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help=", ".join(source.key for source in REFRESHABLE),
    )
    add_into(parser)
    parser.add_argument(
        "--since",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the first day, of rates asked for day by day (default: the last day fetched)",
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who asks, for the ledger")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Refresh, or list what can be; return the exit code."""
    target = folder_to_write(asked.into)
    if isinstance(target, str):
        return refuse(target)
    known = [source.key for source in REFRESHABLE]
    if unknown := [name for name in asked.sources if name not in known]:
        return refuse(say("There is no source {names}: {known}.", names=unknown, known=known))
    if asked.since and asked.since > datetime.now(UTC).date():
        return refuse(say("{day} is yet to come.", day=asked.since))
    if not asked.sources:
        fetched = last_fetched(target)
        for source in REFRESHABLE:
            name = format_named(source.format).name
            print(f"{source.key:<15} {name}; {last_fetched_words(fetched.get(source.key))}")
            print(*(f"{'':<15} {shown(each)}" for each in addresses_of(source)), sep="\n")
        return OK
    before = in_use(target)
    try:
        return max(_refresh(name, asked, target) for name in dict.fromkeys(asked.sources))
    except KeyboardInterrupt:
        return stopped(target, before)


def _refresh(name: str, asked: argparse.Namespace, target: Path) -> int:
    source = source_named(name)
    line = ProgressLine()
    try:
        came = refresh(source, target, asked.by, asked.since, line)
    except (NotFetched, Busy, Outdated, OSError) as trouble:
        tell(f"{name}: {refresh_trouble(trouble, source)}")
        return FAULTS
    finally:
        line.end()
    if came.version:
        note_done("import", [name], asked.by)
    print(*map(printable, refreshed_lines(came)), sep="\n")
    return OK if came.is_whole else FAULTS
