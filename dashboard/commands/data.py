"""The commands about the data: `validate`, `prepare`, `postgres`, `trace` a key, `prove` places.

`validate` prints every fault with file, row, column and value; `prepare` sorts and counts long data
before the first visit; `postgres` prints the table that a database keeps events in; `trace` says
where a figure, an event, a day of a series or a rate comes from; `prove` holds every place that the
data names against the source documents.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard.commands.console import (
    FAULTS,
    OK,
    Commands,
    add_data,
    open_data,
    printable,
    refuse,
    tell,
)
from dashboard.datapackage.documents import FOLDER_SETTING, Passage, documents_folder, read_passage
from dashboard.datapackage.locator_check import FILE as REVIEWS
from dashboard.datapackage.locator_check import prove
from dashboard.datapackage.opening import data_address, forget_prepared, is_short, open_package
from dashboard.datapackage.store import TooManyEvents, check_package, shipped_descriptor
from dashboard.engine.address import DataAddress, read_address
from dashboard.engine.columns import NEEDED
from dashboard.panels.keys import RATE_FORM, SERIES_FORM
from dashboard.provenance.panels import trace_for, trace_rows, why_untraced
from dashboard.provenance.words import NO_SENTENCE, Trace
from dashboard.schema import Descriptor, resources_by_name
from dashboard.wording import counted, number

BAR = 30
# Types of the data package, as PostgreSQL names them.
POSTGRES_TYPES = {
    "string": "text",
    "date": "date",
    "integer": "integer",
    "number": "double precision",
    "boolean": "boolean",
}
BOLD, PLAIN = "\033[1m", "\033[0m"
TOO_LONG = (
    "Places are held against documents row by row, which is for data that was coded by hand; "
    "these events are too many for it."
)


def add_commands(commands: Commands) -> None:
    """Add the five commands to a parser's commands."""
    validate = commands.add_parser(
        "validate",
        help="check a data package",
        description="Check a data package and print each fault with file, row, column, value and "
        "rule. Rows count as in a spreadsheet: the header is row 1. Of long data the faults are "
        "those found when it was prepared. Exit code 1 when there is any fault.",
    )
    validate.set_defaults(run=_validate)
    prepare = commands.add_parser(
        "prepare",
        help="sort and count long data before the first visit",
        description="Sort the events at a data address and count them in cubes, in the cache "
        "folder, so that the dashboard opens at once. Does nothing when this version of the data "
        "is prepared already. A short folder of CSV needs no preparing.",
    )
    prepare.add_argument("--anew", action="store_true", help="prepare it even if it is prepared")
    # For the app, which shows the progress itself.
    prepare.add_argument("--follow", action="store_true", help=argparse.SUPPRESS)
    prepare.set_defaults(run=_prepare)
    for parser in (validate, prepare):
        parser.add_argument(
            "address",
            nargs="?",
            metavar="ADDRESS",
            help="where the data is (default: the data in use)",
        )
    postgres = commands.add_parser(
        "postgres",
        help="print the table of events for PostgreSQL, to be given to psql",
        description="Print the statements that make the table of events in PostgreSQL, with the "
        "columns and types of the data package and the index by day that every question uses. "
        "Of a file named the columns are those of its header.",
    )
    postgres.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="the CSV file that will be copied into it",
    )
    postgres.set_defaults(run=_postgres)
    _add_commands_of_places(commands)


def _add_commands_of_places(commands: Commands) -> None:
    """Add the two commands about where a number stands in its source."""
    trace = commands.add_parser(
        "trace",
        help="say where a figure, an event, a day of the series or a rate comes from",
        description="Say who reported a figure, an event, a day of the official series or a rate, "
        "as of which day, what it counts and where it stands; with the documents, print the "
        "paragraph with the place marked.",
    )
    trace.add_argument(
        "key",
        metavar="ID",
        help=f"a figure's or an event's key, or one like {SERIES_FORM} or {RATE_FORM}",
    )
    trace.set_defaults(run=_trace)
    prove = commands.add_parser(
        "prove",
        help="hold every locator against the documents",
        description="Check that every place named in the data holds the number or words coded "
        "from it, and that our own words share no run of eight words with a document. A doubt "
        f"that somebody read is settled by {REVIEWS}. Exit code 1 when there is any fault, or a "
        "doubt that nobody settled.",
    )
    prove.set_defaults(run=_prove)
    for parser in (trace, prove):
        parser.add_argument(
            "--documents",
            type=Path,
            metavar="DIR",
            help=f"the folder of source documents (default: {FOLDER_SETTING})",
        )
        add_data(parser)


def _address(asked: argparse.Namespace) -> DataAddress:
    return read_address(asked.address) if asked.address else data_address()


def _validate(asked: argparse.Namespace) -> int:
    """Print the faults; return the exit code. Raises `DataUnavailable`."""
    address = _address(asked)
    if is_short(address):
        faults = check_package(address.path)
    else:
        faults = sorted(open_data(asked.address).faults)
    for fault in faults:
        print(printable(str(fault)))
    where = address.shown
    print(f"{where}: {len(faults)} faults." if faults else f"{where}: no fault.")
    return FAULTS if faults else OK


def _prepare(asked: argparse.Namespace) -> int:
    """Prepare the data; return the exit code. Raises `DataUnavailable`."""
    address = _address(asked)
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


def _postgres(asked: argparse.Namespace) -> int:
    """Print the table of events as PostgreSQL makes it; return the exit code."""
    columns = known = [field["name"] for field in _event_fields()]
    if asked.file:
        try:
            with asked.file.open(encoding="utf-8-sig", newline="") as file:
                columns = next(csv.reader(file), [])
        except (OSError, UnicodeDecodeError) as trouble:
            return refuse(f"{asked.file} cannot be read: {trouble}.")
        for wrong, rule in (
            ([each for each in columns if each not in known], "not part of the schema"),
            ([each for each in NEEDED if each not in columns], "missing"),
        ):
            if wrong:
                return refuse(f"{asked.file}, row 1: columns {rule}: {', '.join(wrong)}.")
    print(postgres_table(columns))
    return OK


def postgres_table(columns: Sequence[str]) -> str:
    """Return the statements that make a table of events with some of the package's columns."""
    types = {field["name"]: POSTGRES_TYPES[field["type"]] for field in _event_fields()}
    key, *needed = NEEDED
    rules = {key: " primary key", **dict.fromkeys(needed, " not null")}
    lines = ",\n".join(f"    {each} {types[each]}{rules.get(each, '')}" for each in columns)
    # Every question is about some days.
    index = "create index events_by_day on events (event_date);"
    return f"create table events (\n{lines}\n);\n{index}"


def _event_fields() -> Sequence[Descriptor]:
    return resources_by_name(shipped_descriptor())["events"]["schema"]["fields"]


def _tell_program(done: float, words: str) -> None:
    print(f"{done:.3f} {words}", flush=True)


def _tell_person(done: float, words: str) -> None:
    if sys.stderr.isatty():
        bar = "#" * round(done * BAR)
        end = "\n" if done >= 1 else ""
        print(f"\r{bar:<{BAR}} {done:4.0%} {printable(words):50}", end=end, file=sys.stderr)
    else:
        tell(f"{done:4.0%} {words}")


def _documents(asked: argparse.Namespace) -> tuple[Path | None, str]:
    """Return the folder of source documents, if one is named, and what is wrong with it."""
    folder = asked.documents or documents_folder()
    if folder is None or folder.is_dir():
        return folder, ""
    return folder, f"There is no folder of documents at {folder}."


def _trace(asked: argparse.Namespace) -> int:
    """Print where the key comes from; return the exit code. Raises `DataUnavailable`."""
    documents, trouble = _documents(asked)
    if trouble:
        return refuse(trouble)
    package = open_data(asked.data)
    trace = trace_for(package, asked.key)
    if trace is None:
        return refuse(why_untraced(package, asked.key))
    for name, words in trace_rows(trace):
        print(f"{name + ': ':14}{printable(words)}")
    print(f"\n{_passage(trace, documents)}")
    return OK


def _passage(trace: Trace, documents: Path | None) -> str:
    """Return the paragraph with its span marked, or why it cannot be shown."""
    if trace.in_data_set:
        return NO_SENTENCE
    if trace.fingerprint is None or trace.place is None:
        return Passage("missing").trouble
    passage = read_passage(documents, trace.fingerprint, trace.place)
    before, span, after = map(printable, (passage.before, passage.span, passage.after))
    opening, closing = (BOLD, PLAIN) if sys.stdout.isatty() else (">>>", "<<<")
    marked = f"{opening}{span}{closing}" if span else ""
    return "\n".join(filter(None, (printable(passage.trouble), f"{before}{marked}{after}")))


def _prove(asked: argparse.Namespace) -> int:
    """Print doubts and faults; return the exit code. Raises `DataUnavailable`."""
    documents, trouble = _documents(asked)
    if documents is None:
        return refuse(f"Name the documents: --documents DIR, or {FOLDER_SETTING}.")
    if trouble:
        return refuse(trouble)
    package = open_data(asked.data)
    try:
        proof = prove({**package.tables, "events": package.table("events")}, documents)
    except TooManyEvents:
        return refuse(TOO_LONG)
    faults = sorted([*package.faults, *proof.faults])
    for doubt in proof.doubts:
        print(printable(f"doubt: {doubt}"))
    for fault in faults:
        print(printable(str(fault)))
    for reading in proof.stale:
        print(printable(f"stale: {reading}"))
    if proof.settled:
        read = counted(len(proof.settled), "doubt")
        print(f"{read} read and settled: {package.folder / REVIEWS}")
    counts = [
        counted(proof.proved, "place") + " proved",
        counted(len(faults), "fault"),
        counted(len(proof.doubts), "open doubt"),
    ]
    print(f"{package.folder}: {', '.join(counts)}.")
    return FAULTS if faults or proof.doubts else OK
