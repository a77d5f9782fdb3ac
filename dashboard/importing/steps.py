"""How far an import is: told to whoever waits, who may end it by raising an exception."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What is being done."""

    FETCHING = "fetching"  # a file comes from its address
    LOOKING = "looking"  # a file is gone through for what only the whole of it tells
    READING = "reading"
    MERGING = "merging"  # rows that are there already, and the new ones
    KEEPING = "keeping"  # what was written is waited for until it is on the disk


@dataclass(frozen=True)
class Step:
    """A moment of an import: the file or table, the records so far, the share that is done.

    `got` are the bytes that were fetched so far; their share is 0 where nobody knows of how many.
    """

    stage: Stage
    name: str = ""
    records: int = 0
    share: float = 0.0
    got: int = 0


Progress = Callable[[Step], None]


def unheard(step: Step) -> None:
    """Tell nobody of the progress."""
