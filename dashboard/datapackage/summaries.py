"""Summaries of events: sentences with blanks for days and figures, which the review fills in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

DAY, END = "day", "end"
BLANK = re.compile(r"\{([^{}|#]+)(#?)(?:\|([^{}]*))?\}")
NUMERALS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Blank:
    """A blank: `key` is "day", "end" or a figure's; `text` stands for a number, if any does."""

    key: str
    is_bare: bool = False
    text: str = ""

    @property
    def is_day(self) -> bool:
        """Whether a day is filled in."""
        return self.key in (DAY, END)

    def is_strange(self, is_own: bool) -> bool:
        """Whether it is no day and no figure of the event, or has digits for a figure."""
        return not (self.is_day or is_own) or bool(NUMERALS.search(self.text))


def blanks_of(summary: str) -> list[Blank]:
    """Return the blanks of a summary.

    >>> blanks_of("on {day} {port:1} gulls and {port:2|several} terns, aged {port:3#} and over")
    [Blank(key='day', is_bare=False, text=''), Blank(key='port:1', is_bare=False, text=''), \
Blank(key='port:2', is_bare=False, text='several'), Blank(key='port:3', is_bare=True, text='')]
    """
    return [each for each in pieces_of(summary) if isinstance(each, Blank)]


def pieces_of(summary: str) -> Iterator[str | Blank]:
    """Yield the words of a summary and the blanks between them, in order."""
    end = 0
    for found in BLANK.finditer(summary):
        if words := summary[end : found.start()]:
            yield words
        yield Blank(found[1], bool(found[2]), found[3] or "")
        end = found.end()
    if words := summary[end:]:
        yield words
