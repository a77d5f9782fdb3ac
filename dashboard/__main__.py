"""The work of the app without a browser: `python -m dashboard validate | trace | prove`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard.documents import FOLDER_SETTING, Passage, documents_folder, read_passage
from dashboard.exhibits.traces import trace_for, trace_rows
from dashboard.measures.traces import Trace
from dashboard.proofs import prove
from dashboard.store import DataUnavailable, check_package, data_folder, load_package
from dashboard.wording import counted

BOLD, PLAIN = "\033[1m", "\033[0m"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 for success, 1 for faults, 2 for wrong usage."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.command == "validate":
            return _validate(asked.folder or data_folder())
        documents = asked.documents or documents_folder()
        if documents is not None and not documents.is_dir():
            print(f"There is no folder of documents at {documents}.", file=sys.stderr)
            return 2
        if asked.command == "trace":
            return _trace(asked.key, asked.data, documents)
        return _prove(asked.data, documents)
    except DataUnavailable as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
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
    trace = commands.add_parser(
        "trace",
        help="say where a figure or an event comes from",
        description="Say who reported a figure or an event, as of which day, what it counts and "
        "where it stands; with the documents, print the paragraph with the place marked.",
    )
    trace.add_argument("key", metavar="ID", help="a figure's or an event's key")
    prove_it = commands.add_parser(
        "prove",
        help="hold every locator against the documents",
        description="Check that every place named in the data holds the number or words coded "
        "from it, and that our own words share no run of eight words with a document. Exit code "
        "1 when there is any fault; doubts are printed only.",
    )
    for command in (trace, prove_it):
        command.add_argument(
            "--documents",
            type=Path,
            metavar="DIR",
            help=f"the folder of source documents (default: {FOLDER_SETTING})",
        )
        command.add_argument("--data", type=Path, metavar="DIR", help="the data package's folder")
    return parser


def _validate(folder: Path) -> int:
    faults = check_package(folder)
    for fault in faults:
        print(fault)
    print(f"{folder}: {len(faults)} faults." if faults else f"{folder}: no fault.")
    return 1 if faults else 0


def _trace(key: str, data: Path | None, documents: Path | None) -> int:
    trace = trace_for(load_package(data), key)
    if trace is None:
        print(_printable(f"There is no figure or event “{key}” in this data."), file=sys.stderr)
        return 2
    for name, words in trace_rows(trace):
        print(f"{name + ':':14}{_printable(words)}")
    print(f"\n{_passage(trace, documents)}")
    return 0


def _passage(trace: Trace, documents: Path | None) -> str:
    """Return the paragraph with its span marked, or why it cannot be shown."""
    if trace.fingerprint is None or trace.place is None:
        return Passage("missing").trouble
    passage = read_passage(documents, trace.fingerprint, trace.place)
    before, span, after = map(_printable, (passage.before, passage.span, passage.after))
    opening, closing = (BOLD, PLAIN) if sys.stdout.isatty() else (">>>", "<<<")
    marked = f"{opening}{span}{closing}" if span else ""
    return "\n".join(filter(None, (_printable(passage.trouble), f"{before}{marked}{after}")))


def _printable(text: str) -> str:
    """Keep what could steer a terminal from reaching it."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _prove(data: Path | None, documents: Path | None) -> int:
    if documents is None:
        print(f"Name the documents: --documents DIR, or {FOLDER_SETTING}.", file=sys.stderr)
        return 2
    package = load_package(data)
    proof = prove(package.tables, documents)
    faults = sorted([*package.faults, *proof.faults])
    for doubt in proof.doubts:
        print(_printable(f"doubt: {doubt}"))
    for fault in faults:
        print(_printable(str(fault)))
    told = [
        counted(proof.proved, "place") + " proved",
        counted(len(faults), "fault"),
        counted(len(proof.doubts), "doubt"),
    ]
    print(f"{package.folder}: {', '.join(told)}.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
