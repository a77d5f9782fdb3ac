"""The panels about the data in one sentence each, from the numbers they show."""

from collections import Counter
from collections.abc import Iterable

from dashboard.coverage.measures.silence import NONE_REPORTED, REPORTED, UNCOVERED
from dashboard.panels.headline import NO_COUNTRY, within_words
from dashboard.schema import Fault
from dashboard.selection import Selection
from dashboard.wording import counted, number

MARKS = "“0”, “officially 0”, “not stated” and “not covered” are four different things"


def tables_headline(read: int, total: int, left_out: int) -> str:
    """Say how many tables could be read and how many rows were left out.

    >>> tables_headline(12, 12, 0), tables_headline(11, 12, 1)
    ('All 12 tables could be read; no row was left out', \
'11 of 12 tables could be read; 1 row was left out')
    """
    tables = f"All {total}" if read == total else f"{read} of {total}"
    return f"{tables} tables could be read; {_rows_words(left_out)} left out"


def faults_headline(faults: Iterable[Fault]) -> str:
    """Say how many rows were left out on loading, and whether anything else is wrong."""
    listed = list(faults)
    rows = len({(fault.file, fault.row) for fault in listed if fault.row > 1})
    others = sum(fault.row <= 1 for fault in listed)
    told = f"{_rows_words(rows).capitalize()} left out on loading"
    return f"{told}; {counted(others, 'fault')} of a whole table" if others else told


def months_headline(covered: int, months: int, with_events: int) -> str:
    """Say how many months of a country the sources cover, and how many of these have events."""
    return (
        f"Sources cover {number(covered)} of {number(months)} country months; "
        f"{number(with_events)} of these have an event"
    )


def breaks_headline(kinds: Counter[str]) -> str:
    """Say how many breaks of the series are known, and how many change what is counted."""
    every, definitions = sum(kinds.values()), kinds["definition"]
    changes = f"{number(definitions)} of them {'a change' if definitions == 1 else 'changes'}"
    return f"The COVID-19 series have {counted(every, 'known break')}, {changes} of definition"


def silence_headline(states: Counter[str], period: Selection) -> str:
    """Say how many topics of a country and month are told of, silent, or seen by no source."""
    if not states:
        return NO_COUNTRY
    return (
        f"Sources tell of {number(states[REPORTED])} of {number(sum(states.values()))} topics by "
        f"country and month {within_words(period)}, report none on "
        f"{number(states[NONE_REPORTED])}, and do not cover {number(states[UNCOVERED])}"
    )


def _rows_words(rows: int) -> str:
    return f"{counted(rows, 'row')} {'was' if rows == 1 else 'were'}" if rows else "no row was"


def paragraphs_headline(accounted: int, total: int, coded: int, documents: int) -> str:
    """Say how many paragraphs are accounted for, and how many of them are coded."""
    if not total:
        return "There is no paragraph to account for"
    every = "All " if accounted == total else f"{number(accounted)} of "
    return (
        f"{every}{counted(total, 'paragraph')} of {counted(documents, 'document')} are accounted "
        f"for: {number(coded)} coded, {number(accounted - coded)} left out with a reason"
    )
