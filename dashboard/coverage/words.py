"""The panels about the data in one sentence each, from the numbers they show."""

from collections import Counter
from collections.abc import Iterable

from dashboard.coverage.measures.silence import NONE_REPORTED, REPORTED, UNCOVERED
from dashboard.panels.headline import NO_COUNTRY, within_words
from dashboard.schema import Fault
from dashboard.selection import Selection
from dashboard.wording import counted, number, say

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
    headline = f"{_rows_words(rows).capitalize()} left out on loading"
    return f"{headline}; {counted(others, 'fault')} of a whole table" if others else headline


def months_headline(full: int, partly: int, months: int, with_events: int) -> str:
    """Say how many months of a country are covered, in full or by single reports, or have events.

    >>> months_headline(5, 120, 900, 93)
    '5 of 900 country months are covered in full, 120 by single reports; 93 have an event'
    """
    return say(
        "{full} of {months} country months are covered in full, {partly} by single reports; "
        "{eventful} have an event",
        full=full,
        months=months,
        partly=partly,
        eventful=with_events,
    )


def breaks_headline(kinds: Counter[str]) -> str:
    """Say how many breaks of the series are known, and how many change what is counted."""
    every, definitions = sum(kinds.values()), kinds["definition"]
    changes = f"{number(definitions)} of them {'a change' if definitions == 1 else 'changes'}"
    return f"The COVID-19 series have {counted(every, 'known break')}, {changes} of definition"


def silence_headline(states: Counter[str], period: Selection) -> str:
    """Say of how many topics, by country and month, something is reported, none, or nothing."""
    if not states:
        return NO_COUNTRY
    return say(
        "{reported} of {every} country-topics reported {when}; none reported on {silent}, "
        "{uncovered} not covered",
        reported=states[REPORTED],
        every=sum(states.values()),
        when=within_words(period),
        silent=states[NONE_REPORTED],
        uncovered=states[UNCOVERED],
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
