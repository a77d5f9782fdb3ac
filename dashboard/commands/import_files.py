"""The commands `import` and `refresh`: other people's files into a folder of data.

`import` takes files that are at hand and counts them before writing; `refresh` fetches current ones
from their addresses.
"""

import argparse
import gc
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dashboard.commands.console import (
    FAULTS,
    OK,
    Commands,
    agreed,
    day,
    note_done,
    printable,
    refuse,
    tell,
)
from dashboard.datapackage.opening import data_address
from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine.address import FOLDER, SETTING
from dashboard.importing.downloads import NotFetched, shown
from dashboard.importing.drafts import REFUSED, Draft, make_draft
from dashboard.importing.refresh import last_fetched, refresh
from dashboard.importing.refreshable import REFRESHABLE, addresses_of, source_named
from dashboard.importing.steps import Step
from dashboard.importing.versions import (
    Busy,
    NothingToUndo,
    Outdated,
    draft_folder,
    in_use,
    ledger,
    undo,
)
from dashboard.importing.words import (
    draft_lines,
    last_fetched_words,
    ledger_lines,
    refresh_trouble,
    refreshed_lines,
    step_words,
    version_line,
)
from dashboard.sources.formats import FORMATS, format_named
from dashboard.sources.reading.columns import NAMES
from dashboard.sources.reading.outcomes import Choices
from dashboard.sources.reading.places import country_code
from dashboard.sources.reading.rules import OFFERS
from dashboard.vocabulary import EVENT_TYPES
from dashboard.wording import say

MOST_TRIES = 3
# Seconds: nothing is shown of what takes less; then so often, in a terminal and in a log.
QUIET_SECONDS, SHOWN_EVERY, LOGGED_EVERY = 1.0, 0.2, 5.0


def add_commands(commands: Commands) -> None:
    """Add both commands to a parser's commands."""
    _add_import(commands)
    _add_refresh(commands)


def _add_import(commands: Commands) -> None:
    parser = commands.add_parser(
        "import",
        help="take other people's files into a folder of data",
        description="Say what each file is and why, how its rows will read, how many there are and "
        "which are refused; then, when told so, write all of it into a folder of data in one step. "
        "Exit code 0 when everything was read and written, 1 when something was refused or nothing "
        "written, 2 for wrong use or a question left open.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="what to import")
    _add_into(parser)
    parser.add_argument(
        "--as", dest="format", choices=sorted({each.key for each in FORMATS}), help="the format"
    )
    parser.add_argument("--yes", action="store_true", help="write without asking")
    parser.add_argument(
        "--refused", type=Path, metavar="FILE", help="write what is refused as a table of CSV"
    )
    _add_choices(parser)
    parser.add_argument("--by", default="", metavar="NAME", help="who imports, for the ledger")
    parser.add_argument("--ledger", action="store_true", help="list what was imported")
    parser.add_argument("--undo", action="store_true", help="take the last import back")
    parser.set_defaults(run=_run_import)


def _add_refresh(commands: Commands) -> None:
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
    _add_into(parser)
    parser.add_argument(
        "--since",
        type=day,
        metavar="YYYY-MM-DD",
        help="the first day, of rates asked for day by day (default: the last day fetched)",
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who asks, for the ledger")
    parser.set_defaults(run=_run_refresh)


def _add_into(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--into", type=Path, metavar="DIR", help="the folder of data (default: the data in use)"
    )


def _add_choices(parser: argparse.ArgumentParser) -> None:
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--day-first", action="store_true", help="03/06/2020 is 3 June")
    order.add_argument("--month-first", action="store_true", help="03/06/2020 is 6 March")
    parser.add_argument("--country", default="", metavar="NAME", help="of a table without one")
    parser.add_argument("--currency", default="", metavar="CODE", help="of a table without one")
    parser.add_argument("--publisher", default="", metavar="NAME", help="whose table it is")
    parser.add_argument(
        "--retrieved", type=day, metavar="YYYY-MM-DD", help="day of access (default: today)"
    )
    parser.add_argument(
        "--column", action="append", default=[], metavar="OURS=THEIRS", help="e.g. event_date=When"
    )
    parser.add_argument(
        "--type",
        action="append",
        default=[],
        metavar="WORD=TYPE/SUB-TYPE",
        help='what a word for an event means, e.g. "picket=Protests/Peaceful protest"; * for all',
    )
    parser.add_argument(
        "--accept", action="append", default=[], choices=OFFERS, help="take up what is offered"
    )


def _run_import(asked: argparse.Namespace) -> int:
    """Import, list or undo; return the exit code."""
    target = _folder_to_write(asked.into)
    if isinstance(target, str):
        return refuse(target)
    before = in_use(target)
    try:
        if asked.undo:
            version = undo(target)
            note_done("undo", [version.name], asked.by)
            print(printable(version_line(version)))
            return OK
        if asked.ledger:
            print(*map(printable, ledger_lines(ledger(target), target)), sep="\n")
            return OK
        return _import(asked, target)
    except KeyboardInterrupt:
        return _stopped(target, before)
    except NothingToUndo:
        return refuse(say("There is no import to take back."))
    except Busy:
        tell(say("Another import into this folder is under way: try again when it is done."))
    except Outdated:
        tell(say("The folder has changed meanwhile: run the import again."))
    except OSError as trouble:
        tell(say("Nothing is written: {why}", why=trouble.strerror or str(trouble)))
    return FAULTS


def _run_refresh(asked: argparse.Namespace) -> int:
    """Refresh, or list what can be; return the exit code."""
    target = _folder_to_write(asked.into)
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
        return _stopped(target, before)


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


def _stopped(target: Path, before: str) -> int:
    """Say whether a Ctrl-C came before the one step in which all is written, or after it."""
    if in_use(target) != before:
        tell(say("Stopped, but too late: {version} is in use.", version=in_use(target)))
    else:
        tell(say("Stopped. Nothing has changed."))
    return FAULTS


def _folder_to_write(into: Path | None) -> Path | str:
    """Return the folder to write into, or why there is none."""
    address = data_address()
    if into is None and address.kind != FOLDER:
        return say("The data in use is a database: name a folder with --into.")
    folder = (into or Path(address.text)).expanduser().resolve()
    if folder == SHIPPED_FOLDER.resolve():
        return say(
            "The data that comes with the app stays as it is: name a folder with --into, and open "
            "it with {setting}.",
            setting=SETTING,
        )
    if folder.exists() and not folder.is_dir():
        return say("{folder} is no folder.", folder=str(folder))
    if any(folder.glob("events.parquet")) or (folder / "events").is_dir():
        return say("{folder} holds its events as Parquet: name another.", folder=str(folder))
    return folder


def _import(asked: argparse.Namespace, target: Path) -> int:
    choices = _choices(asked)
    if isinstance(choices, str):
        return refuse(choices)
    if not asked.files:
        return refuse(say("Name the files to import."))
    missing = [str(file) for file in asked.files if not file.is_file()]
    if missing:
        return refuse(say("There is no file {files}.", files=missing))
    for tries in range(1, MOST_TRIES + 1):
        try:
            return _try(asked, target, choices)
        except Outdated:
            if tries == MOST_TRIES:
                raise
    raise Outdated


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no cycles meanwhile: rows hold none, and it would take a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _try(asked: argparse.Namespace, target: Path, choices: Choices) -> int:
    with draft_folder(target) as folder, _without_collecting():
        line = ProgressLine()
        try:
            draft = make_draft(asked.files, target, folder, choices, asked.format or "", line)
        finally:
            line.end()
        print(*map(printable, draft_lines(draft)), sep="\n")
        if asked.refused:
            shutil.copyfile(folder / REFUSED, asked.refused)
        if not draft.loaded and not draft.removed:
            tell(_nothing_to_write(draft))
            return FAULTS
        if draft.open_questions:
            return refuse(
                say(
                    "Nothing is written: say with --type what each word above means, * for all. "
                    "Types are {kinds}.",
                    kinds=list(EVENT_TYPES),
                )
            )
        question = say("Write this? [y/N] ")
        if not asked.yes and not agreed(question, say("Add --yes to write this.")):
            tell(say("Nothing is written."))
            return FAULTS
        return _write(asked, draft, target)


def _write(asked: argparse.Namespace, draft: Draft, target: Path) -> int:
    version = draft.publish(target, asked.by)
    note_done("import", [file.name for file in asked.files], asked.by)
    print(printable(version_line(version)))
    if not draft.faults:
        return OK
    tell(
        say(
            "What is refused is listed in {file}.",
            file=str(asked.refused or target / "versions" / version.name / REFUSED),
        )
    )
    return FAULTS


def _nothing_to_write(draft: Draft) -> str:
    if any(part.deleted for part in draft.parts):
        return say("Nothing is written: none of the deleted events is here.")
    return say("Nothing is written: no row can be read.")


class ProgressLine:
    """Tells after a second how far the work is: in one line of a terminal, a log's now and then."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._next = time.monotonic() + QUIET_SECONDS
        self._longest = 0

    def __call__(self, step: Step) -> None:
        """Tell how far it is, when it is time."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + (SHOWN_EVERY if self._is_terminal else LOGGED_EVERY)
        words = printable(step_words(step))
        if not self._is_terminal:
            tell(words)
            return
        self._longest = max(self._longest, len(words))
        print(f"\r{words:<{self._longest}}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if self._longest:
            print(f"\r{' ' * self._longest}\r", end="", file=sys.stderr, flush=True)


def _choices(asked: argparse.Namespace) -> Choices | str:
    """Return what was said of the files, or what is wrong with it."""
    columns = dict(_pair(each) for each in asked.column)
    if unknown := [ours for ours in columns if ours not in NAMES]:
        return say("There is no column {names} of ours.", names=unknown)
    types: dict[str, tuple[str, str]] = {}
    for each in asked.type:
        word, meant = _pair(each)
        kind = next((kind for kind in EVENT_TYPES if meant.startswith(f"{kind}/")), "")
        sub_kind = meant.removeprefix(f"{kind}/")
        if not kind or sub_kind not in EVENT_TYPES[kind].sub_types:
            return say("There is no type of event {type}.", type=meant or each)
        types[word] = (kind, sub_kind)
    if asked.country and not country_code(asked.country):
        return say("There is no country {name}.", name=asked.country)
    return Choices(
        retrieved=asked.retrieved or datetime.now(UTC).date(),
        publisher=asked.publisher,
        day_first=True if asked.day_first else False if asked.month_first else None,
        country=country_code(asked.country),
        currency=asked.currency.upper(),
        columns=columns,
        event_types=types,
        accepted=frozenset(asked.accept),
    )


def _pair(text: str) -> tuple[str, str]:
    first, _, second = text.rpartition("=") if "/" in text else text.partition("=")
    return first.strip(), second.strip()
