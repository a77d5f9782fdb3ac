"""The commands `backup` and `restore`: what people made, saved into one file and put back."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dashboard.briefing.kept import (
    AUDIT,
    FOLDER_SETTING,
    HOUSE_VIEWS,
    RESTORED,
    TRAYS,
    VIEWS,
    state_folder,
)
from dashboard.commands.archive import (
    ROOMS,
    STATE,
    Backup,
    NoBackup,
    Places,
    held,
    read_backup,
    restore,
    write_backup,
)
from dashboard.commands.console import (
    FAULTS,
    OK,
    Commands,
    agreed,
    note_done,
    printable,
    refuse,
    tell,
)
from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine.address import NOTES, VERSIONS
from dashboard.importing.versions import AS_IT_WAS, Busy, import_folder
from dashboard.wording import say, say_many


def add_commands(commands: Commands) -> None:
    """Add both commands to a parser's commands."""
    save = commands.add_parser(
        "backup",
        help="save what people made into one file",
        description="Save imports with what can be undone, saved views and watches, briefings and "
        "the audit trail. Exit code 0 when the file is whole, 1 when nothing is written, 2 for "
        "wrong use or a question left open.",
    )
    save.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    save.set_defaults(run=_run_backup)
    load = commands.add_parser(
        "restore",
        help="put back what `backup` saved",
        description="Check the whole file, then put everything in it in the place of what is "
        "there, which is kept beside it; the audit trail keeps every line. Exit code 0 when all is "
        "restored (or whole, with --check), 1 when nothing has changed, 2 for wrong use or a "
        "question left open.",
    )
    load.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    load.add_argument("--check", action="store_true", help="say what it holds, write nothing")
    load.set_defaults(run=_run_restore)
    for parser in (save, load):
        parser.add_argument(
            "--state",
            type=Path,
            metavar="DIR",
            help=f"folder of views, briefings, audit trail (default: {FOLDER_SETTING})",
        )
        parser.add_argument(
            "--into" if parser is load else "--data",
            dest="data",
            type=Path,
            metavar="DIR",
            help="folder of data that is imported into (default: that of the app)",
        )
        parser.add_argument("--yes", action="store_true", help="replace what is there")


def _places(asked: argparse.Namespace) -> Places | str:
    """Return the folders that are meant, or what is wrong with one."""
    state: Path = asked.state or state_folder()
    places = Places(state.expanduser(), (asked.data or import_folder()).expanduser().resolve())
    if places.data == SHIPPED_FOLDER.resolve():
        return say("The data that comes with the app stays as it is: name a folder with --into.")
    for folder in (places.state, places.data):
        if folder.exists() and not folder.is_dir():
            return say("{folder} is no folder.", folder=str(folder))
    return places


def _run_backup(asked: argparse.Namespace) -> int:
    places = _places(asked)
    if isinstance(places, str):
        return refuse(places)
    file: Path = asked.file
    if file.is_dir() or not file.absolute().parent.is_dir():
        return refuse(say("{file} cannot be a file there.", file=str(file)))
    if file.exists() and not asked.yes and not _replaced(say("{file} is there.", file=str(file))):
        return refuse(say("Nothing is written. Add --yes to replace {file}.", file=str(file)))
    try:
        backup = write_backup(file, places)
    except (OSError, Busy, NoBackup) as trouble:
        return _nothing(trouble)
    if not backup.entries:
        tell(
            say(
                "There is nothing to save in {folders}.",
                folders=[str(places.state), str(places.data)],
            )
        )
        return FAULTS
    print(*_lines(backup, file), sep="\n")
    if not (places.data / VERSIONS).is_dir():
        tell(say("Nothing was imported into {folder}: it is left out.", folder=str(places.data)))
    return OK


def _run_restore(asked: argparse.Namespace) -> int:
    places = _places(asked)
    if isinstance(places, str):
        return refuse(places)
    try:
        backup = read_backup(asked.file)
        print(*_lines(backup, asked.file), sep="\n")
        if asked.check:
            return OK
        there = [str(places.of(f"{room}/")) for room in ROOMS if held(room, places)]
        if there and not asked.yes:
            words = say("It takes the place of what is in {folders}.", folders=there)
            if not _replaced(words):
                return refuse(say("Nothing has changed. Add --yes to replace what is there."))
        kept = restore(asked.file, backup, places)
    except (OSError, Busy, NoBackup) as trouble:
        return _nothing(trouble)
    note_done(RESTORED, [asked.file.name], state=places.state)
    for root in kept:
        print(printable(say("What was there is kept in {folder}.", folder=str(root))))
    print(say("Everything is restored."))
    return OK


def _nothing(trouble: Exception) -> int:
    if isinstance(trouble, Busy):
        tell(say("An import is being written: try again when it is done."))
    else:
        why = (isinstance(trouble, OSError) and trouble.strerror) or str(trouble)
        tell(say("Nothing has changed: {why}", why=why))
    return FAULTS


def _replaced(words: str) -> bool:
    return agreed(say("{what} Replace it? [y/N] ", what=words), words)


def _lines(backup: Backup, file: Path) -> Iterator[str]:
    kept = Counter("/".join(entry.path.split("/")[:2]) for entry in backup.entries)
    notes = [entry.path for entry in backup.entries if entry.path.endswith(f"/{NOTES}")]
    imports = sum(AS_IT_WAS not in path.split("/") for path in notes)
    views, trays, months = (kept[f"{STATE}/{kind}"] for kind in (VIEWS, TRAYS, AUDIT))
    inside = (
        say_many("{count} import", "{count} imports", imports),
        say_many("saved views of {count} person", "saved views of {count} people", views),
        say_many("{count} briefing", "{count} briefings", trays),
        say_many("{count} month of the audit trail", "{count} months of the audit trail", months),
    )
    if kept[f"{STATE}/{HOUSE_VIEWS}"]:
        inside = (*inside, say("views for everyone"))
    yield printable(
        say(
            "{file}: {size} kB, made {made}, holds {held}.",
            file=str(file),
            size=f"{file.stat().st_size / 1000:,.0f}",
            made=backup.made,
            held=[*inside],
        )
    )
