"""The command `trace`: where a figure, an event, a day of a series or a rate comes from."""

import argparse
import sys
from pathlib import Path

from dashboard.commands.console import (
    OK,
    Commands,
    add_data,
    add_documents,
    no_documents,
    open_data,
    printable,
    refuse,
)
from dashboard.datapackage.documents import Passage, documents_folder, read_passage
from dashboard.panels.keys import RATE_FORM, SERIES_FORM
from dashboard.provenance.panels import trace_for, trace_rows, why_untraced
from dashboard.provenance.words import NO_SENTENCE, Trace

KEYS_HELP = f"a figure's or an event's key, or one like {SERIES_FORM} or {RATE_FORM}"
BOLD, PLAIN = "\033[1m", "\033[0m"


def add_command(commands: Commands) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "trace",
        help="say where a figure, an event, a day of the series or a rate comes from",
        description="Say who reported a figure, an event, a day of the official series or a rate, "
        "as of which day, what it counts and where it stands; with the documents, print the "
        "paragraph with the place marked.",
    )
    parser.add_argument("key", metavar="ID", help=KEYS_HELP)
    add_documents(parser)
    add_data(parser)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print where the key comes from; return the exit code. Raises `DataUnavailable`."""
    documents = asked.documents or documents_folder()
    if trouble := no_documents(documents):
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
