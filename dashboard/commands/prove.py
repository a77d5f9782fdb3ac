"""The command `prove`: every locator of the data held against the source documents."""

import argparse

from dashboard.commands.console import (
    FAULTS,
    OK,
    Commands,
    add_data,
    add_documents,
    no_documents,
    open_data,
    printable,
    refuse,
)
from dashboard.datapackage.documents import FOLDER_SETTING, documents_folder
from dashboard.datapackage.locator_check import FILE as REVIEWS
from dashboard.datapackage.locator_check import prove
from dashboard.datapackage.store import TooManyEvents
from dashboard.wording import counted

TOO_LONG = (
    "Places are held against documents row by row, which is for data that was coded by hand; "
    "these events are too many for it."
)


def add_command(commands: Commands) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser(
        "prove",
        help="hold every locator against the documents",
        description="Check that every place named in the data holds the number or words coded "
        "from it, and that our own words share no run of eight words with a document. A doubt "
        f"that somebody read is settled by {REVIEWS}. Exit code 1 when there is any fault, or a "
        "doubt that nobody settled.",
    )
    add_documents(parser)
    add_data(parser)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Print doubts and faults; return the exit code. Raises `DataUnavailable`."""
    documents = asked.documents or documents_folder()
    if documents is None:
        return refuse(f"Name the documents: --documents DIR, or {FOLDER_SETTING}.")
    if trouble := no_documents(documents):
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
    told = [
        counted(proof.proved, "place") + " proved",
        counted(len(faults), "fault"),
        counted(len(proof.doubts), "open doubt"),
    ]
    print(f"{package.folder}: {', '.join(told)}.")
    return FAULTS if faults or proof.doubts else OK
