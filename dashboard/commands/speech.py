"""What every command needs to speak and to listen: printable text, the options they share."""

import argparse
import sys
from pathlib import Path
from typing import Any

from dashboard.documents import FOLDER_SETTING

OK, FAULTS, WRONG_USE = 0, 1, 2
Commands = Any  # argparse keeps its own type for them private


def printable(text: str) -> str:
    """Keep what could steer a terminal from reaching it."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def say(words: str) -> None:
    """Tell a person something, beside the output proper."""
    print(printable(words), file=sys.stderr)


def refuse(words: str) -> int:
    """Say what is wrong with what was asked; return the exit code for it."""
    say(words)
    return WRONG_USE


def add_data(parser: argparse.ArgumentParser) -> None:
    """Let a command be told where the data is."""
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data package's folder")


def add_documents(parser: argparse.ArgumentParser) -> None:
    """Let a command be told where the source documents are."""
    parser.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help=f"the folder of source documents (default: {FOLDER_SETTING})",
    )


def no_documents(folder: Path | None) -> str:
    """Say what is wrong with the folder of documents; empty when nothing is."""
    if folder is None or folder.is_dir():
        return ""
    return f"There is no folder of documents at {folder}."
