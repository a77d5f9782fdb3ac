"""The command `brief`: a briefing's files without a browser window, for a scheduler.

Messages for what cannot be are returned as sentences; nothing here exits.
"""

import argparse
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from dashboard.briefing.assemble import assemble
from dashboard.briefing.content import ADDRESS_SETTING, Briefing, Step, TemplateUnusable, ignore
from dashboard.briefing.tray import MOST_TITLE, Tray, TrayItem, clean_text, usual_tray
from dashboard.briefing.tray_file import read_tray
from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS, address_of, page_of
from dashboard.commands.console import FAULTS, OK, Commands, add_data, day, open_data, refuse, tell
from dashboard.exports.documents import DOCUMENTS, PACKED, make_documents
from dashboard.filter_table import FILTERS
from dashboard.filters import (
    AtLeast,
    Beside,
    Choice,
    Filter,
    Month,
    Named,
    Several,
    Switch,
    Words,
    is_month,
)
from dashboard.house import SETTING as HOUSE_SETTING
from dashboard.house import house_faults
from dashboard.panels.start import datasets_of, start_of, with_source_counted
from dashboard.selection import Selection
from dashboard.wording import counted, join_words, say

# What is read of a tray or a template, in bytes.
MOST_BYTES = 50_000_000
NO_PERIOD = (
    "{tray} does not say what period it is about: it was saved by an earlier version. "
    "Give --month, or --from and --to."
)
EXAMPLES = """\
examples:
  python -m dashboard brief --countries KGZ TJK --month 2020-06 --output friday
  python -m dashboard brief --tray briefing.json --format pptx zip --output friday
  python -m dashboard brief --view "https://monitor.example/?countries=KGZ&from=2020-06&to=2020-06"

exit codes: 0 everything made; 1 the data cannot be read or has nothing at all for the period, or a
part could not be made, a picture say (what could be is written, and standard error says what is
missing), a file could not be written, or own words were written for another period; 2 wrong usage;
130 interrupted
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add every option of the command."""
    _add_filters(parser.add_argument_group("what it is about"))
    contents = parser.add_argument_group("what is in it")
    charts = contents.add_mutually_exclusive_group()
    charts.add_argument(
        "--tray", type=Path, metavar="FILE", help="a briefing saved on the page Briefing (JSON)"
    )
    names = [*dict.fromkeys(name for names in PAGE_EXHIBITS.values() for name in names)]
    charts.add_argument("--charts", nargs="+", choices=names, metavar="NAME", help=", ".join(names))
    contents.add_argument("--title", help="the briefing's title (default: from the filters)")
    _add_files(parser.add_argument_group("what it makes"))
    add_data(parser)
    parser.add_argument("--quiet", action="store_true", help="say nothing of the steps")


def selection_asked(
    asked: argparse.Namespace, saved: Tray | None, start: Selection
) -> tuple[Selection, str]:
    """Return the filters asked for, and what is wrong with them.

    Those that are not given are as the tray was saved with, or as every page begins: `start`.
    """
    given = {row.name: getattr(asked, row.field) for row in FILTERS}
    if asked.view is not None:
        if asked.month or any(given.values()):
            return start, "--view brings its own filters; leave the others out."
        chosen = Selection.from_query(dict(parse_qsl(urlsplit(asked.view).query)), start)
        return chosen, " ".join(each.fault for each in chosen.refused)
    if asked.month and (asked.first_month or asked.last_month):
        return start, "Give either --month, or --from and --to."
    before = start
    if saved is not None and saved.filters:
        before = Selection.from_query(dict(saved.filters), start)
        if before.refused:
            return before, f"{asked.tray}: {' '.join(each.fault for each in before.refused)}"
    elif saved is not None and not (asked.month or asked.first_month or asked.last_month):
        return start, NO_PERIOD.format(tray=asked.tray)
    if not (asked.month or asked.first_month or asked.last_month):
        months = {"from": before.first_month, "to": before.last_month}
        return Selection.from_widgets(_given(given) | months, before), ""
    first = asked.month or asked.first_month or asked.last_month
    last = asked.month or asked.last_month or first
    if first > last:
        return start, f"--from {first} is after --to {last}."
    return Selection.from_widgets(_given(given) | {"from": first, "to": last}, before), ""


def _given(options: Mapping[str, object]) -> dict[str, object]:
    """Return the options that were given."""
    return {name: value for name, value in options.items() if value}


def tray_asked(asked: argparse.Namespace, selection: Selection, saved: Tray | None) -> Tray:
    """Return the tray to make."""
    if saved is not None:
        tray = saved
    elif asked.charts:
        query = tuple(selection.to_query().items())
        tray = Tray(
            tuple(TrayItem(name, address_of(page_of(name)), query) for name in asked.charts)
        )
    else:
        tray = usual_tray(selection)
    if asked.title is None:
        return tray
    return replace(tray, title=clean_text(asked.title, MOST_TITLE), title_for=())


def address_asked(asked: argparse.Namespace) -> str:
    """Return where the app runs, for links; empty when nobody says so."""
    address = asked.address or os.environ.get(ADDRESS_SETTING) or ""
    return address if not address or address.endswith("/") else f"{address}/"


def _add_filters(group: object) -> None:
    default = "default: that of the tray, else the one that the data opens with"
    group.add_argument("--month", type=_month, metavar="YYYY-MM", help=default)
    for row in FILTERS:
        name = row.name.replace("_", "-")
        group.add_argument(f"--{name}", dest=row.field, **_OPTIONS[type(row)](row))
    group.add_argument("--view", metavar="ADDRESS", help="a link copied from the app, instead")


def _add_files(group: object) -> None:
    group.add_argument(
        "--format",
        nargs="+",
        choices=[*DOCUMENTS],
        default=[*PACKED, "zip"],
        metavar="FORMAT",
        dest="formats",
        help=f"{', '.join(DOCUMENTS)} (default: all but json)",
    )
    group.add_argument(
        "--output", type=Path, default=Path(), metavar="DIR", help="where to (default: here)"
    )
    group.add_argument("--template", type=Path, metavar="FILE", help="a PowerPoint file to fill")
    group.add_argument(
        "--house",
        type=Path,
        metavar="FILE",
        help=f"the house's logo, colours and font (TOML; default: {HOUSE_SETTING})",
    )
    group.add_argument(
        "--date", type=day, metavar="YYYY-MM-DD", help="the day it is made on (default: today)"
    )
    group.add_argument(
        "--address",
        type=_web_address,
        metavar="ADDRESS",
        help=f"where the app runs, for links (default: {ADDRESS_SETTING}; no links without it)",
    )


def _month(text: str) -> str:
    if not is_month(text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a month written as 2020-06")
    return text


def _beside(row: object) -> dict[str, object]:
    """Return the settings of the option that names a period to compare with."""

    def read(text: str) -> str:
        if fault := row.fault(text):
            raise argparse.ArgumentTypeError(fault)
        return text

    return {"default": "", "type": read, "metavar": "PERIOD", "help": row.hint}


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of people")
    return int(text)


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise argparse.ArgumentTypeError(f"“{text[:200]}” does not begin with http:// or https://")
    return text


def _several(row: object) -> dict[str, object]:
    """Return the settings of an option that takes some of a list; codes may be in small letters."""
    codes = all(word.isupper() for word in row.known)
    return {
        "nargs": "+",
        "choices": row.known,
        "type": str.upper if codes else str,
        "metavar": row.name.upper(),
        "help": f"{', '.join(row.known)} (default: {row.hint})",
    }


# How an option of each kind of filter is given.
_OPTIONS: Mapping[type[Filter], Callable[[object], dict[str, object]]] = {
    Several: _several,
    Month: lambda row: {"type": _month, "metavar": "YYYY-MM", "help": row.hint},
    Beside: _beside,
    AtLeast: lambda row: {"type": _number, "metavar": "NUMBER", "default": 0, "help": row.hint},
    Choice: lambda row: {"default": "", "metavar": row.name.upper(), "help": row.hint},
    Switch: lambda row: {"action": "store_true", "help": row.hint},
    Named: lambda row: {"nargs": "+", "metavar": "NAME", "help": row.hint},
    Words: lambda row: {"default": "", "help": row.hint},
}


def add_commands(commands: Commands) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "brief",
        help="make a briefing's files",
        description="Make the same files as the page Briefing: the month in review with charts, "
        "citations and evidence. Without a tray or charts it has the usual ones.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Make the files, print their names; return the exit code. Raises `DataUnavailable`."""
    if asked.house is not None:
        os.environ[HOUSE_SETTING] = str(asked.house)
    if faults := house_faults(os.environ.get(HOUSE_SETTING, "").strip()):
        return refuse("\n".join(faults))
    template, no_template = _read(asked.template)
    content, no_tray = _read(asked.tray)
    saved, refused = (None, ()) if content is None else read_tray(content, EXHIBITS)
    for sentence in refused:
        tell(sentence)
    if refused and saved is not None and not saved.items:
        return refuse("There is no chart to make a briefing of.")
    _, trouble = selection_asked(asked, saved, Selection())
    if trouble := no_template or no_tray or trouble or _no_folder(asked.output):
        return refuse(trouble)
    package = open_data(asked.data)
    selection, _ = selection_asked(asked, saved, start_of(package))
    known = datasets_of(package)
    if selection.source and selection.source not in known:
        return refuse(f"There is no event of the source “{selection.source}”: {join_words(known)}.")
    selection = with_source_counted(package, selection)
    tray = tray_asked(asked, selection, saved)
    step: Step = ignore if asked.quiet else tell
    briefing = assemble(
        package,
        tray,
        selection,
        made_on=asked.date or datetime.now().astimezone().date(),
        address=address_asked(asked),
        step=step,
    )
    try:
        made = make_documents(briefing, asked.formats, template=template, step=step)
    except TemplateUnusable as unusable:
        return refuse(f"{asked.template}: {unusable}")
    unwritten = []
    for name, content in made.files.items():
        trouble = _write(asked.output / name, content)
        unwritten += [trouble] if trouble else []
    nothing = f"The data has nothing at all for {briefing.filters}."
    empty = [] if briefing.has_anything else [nothing]
    troubles = [*unwritten, *empty, *tray.written_for_others(selection), *briefing.changed_drafts]
    troubles += [*_failed_charts(briefing), *made.troubles]
    for sentence in troubles:
        tell(sentence)
    return FAULTS if troubles or refused else OK


def _read(path: Path | None) -> tuple[bytes | None, str]:
    """Return a file's bytes, and why it cannot be read."""
    if path is None:
        return None, ""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as trouble:
        return None, f"{path} cannot be read: {trouble.strerror}."
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        return None, say(
            "{path} is too large: at most {most} MB are read.", path=str(path), most=most
        )
    return content, ""


def _no_folder(folder: Path) -> str:
    """Make the folder; say why it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        return f"The folder {folder} cannot be made: {trouble.strerror}."
    return "" if os.access(folder, os.W_OK) else f"Nothing can be written to {folder}."


def _write(path: Path, content: bytes) -> str:
    """Write a file and print its name; else say why it could not be written.

    Whole or not at all: what was there before stays until the new one is done.
    """
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(content)
        half.replace(path)
    except OSError as trouble:
        return say("{path} could not be written: {why}.", path=str(path), why=str(trouble.strerror))
    finally:
        half.unlink(missing_ok=True)
    print(path)
    return ""


def _failed_charts(briefing: Briefing) -> list[str]:
    failed = [page for page in briefing.charts if page.exhibit is None]
    troubles = [f"{page.title}: {page.trouble}" for page in failed]
    return [f"{counted(len(failed), 'chart')} could not be made.", *troubles] if failed else []
