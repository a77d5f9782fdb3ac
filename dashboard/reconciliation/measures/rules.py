"""The rules that say how a COVID-19 figure stands to the official series, one function each.

A rule returns the reason, a sentence or two, when it holds, else nothing. What they are in words,
and their order, stands in `reconcile`; the rule on definitions is in `definitions`.
"""

import numpy as np
import pandas as pd

from dashboard.reconciliation.measures.days import Beside
from dashboard.vocabulary import country_name
from dashboard.wording import day, join_words, number

NEAR_DAYS = 7
# A count of the evening may be the last of the day; one of any other hour is not.
LATE = ("", "evening", "end of day")
# When a count was taken, as said in a sentence; an hour is said by itself.
READ_AT = {"morning": "in the morning", "midday": "at midday", "part of the day": "during the day"}


def no_series(row: Beside) -> str:
    """Hold where no series is published for the country, or it does not reach the day."""
    if not len(row.days):
        claim = "; officially none is a claim, not a count" if row.figure.is_claim_of_none else ""
        return f"No official series is published for {country_name(row.figure.country)}{claim}."
    first, last = pd.Timestamp(row.days[0]), pd.Timestamp(row.days[-1])
    if first <= row.figure.day <= last:
        return ""
    return f"The series runs from {day(first)} to {day(last)}."


def agrees(row: Beside) -> str:
    """Hold where the series has the same number that day."""
    return f"Equal that day.{_change_beside(row)}" if row.equals(0) else ""


def a_day_apart(row: Beside) -> str:
    """Hold where the series has the same number on the day before, else the day after."""
    for apart, words in ((-1, "the day before"), (1, "the day after")):
        if row.equals(apart):
            return f"Equals {day(row.day(apart))}, {words}.{_change_beside(row)}"
    return ""


def _change_beside(row: Beside) -> str:
    """Say that the definition changes within a day of the figure's; empty when it does not."""
    near = [each for each in row.breaks if each.kind == "definition"]
    return "".join(
        f" The definition changes on {day(each.first)}: {each.what}."
        for each in near
        if each.is_within(row.figure.day, 1)
    )


def part_of_a_day(row: Beside) -> str:
    """Hold where the figure was read before the day's close."""
    read_at = row.figure.read_at
    if read_at in LATE:
        return ""
    before, close, told = row.value(-1), row.value(), row.figure.best
    fits = before <= told <= close if row.is_total else told <= max(before, close)
    when = READ_AT.get(read_at, f"at {read_at}")
    return f"Read {when}, before the day’s close.{noted(row)}" if fits else ""


def known_fault(row: Beside) -> str:
    """Hold where the series is known to skip, repeat or misstate the day."""
    for each in row.breaks:
        if each.kind != "reporting":
            continue
        if (each.last - each.first).days < NEAR_DAYS:
            if each.is_within(row.figure.day, 1):
                return f"{_days(each.first, each.last)}: {each.what}."
        elif each.is_within(row.figure.day, 0):
            late = [apart for apart in range(2, NEAR_DAYS + 1) if row.equals(apart)]
            if late:
                return (
                    f"{each.what.capitalize()}; it reaches the number on {day(row.day(late[0]))}."
                )
    return ""


def revised_later(row: Beside) -> str:
    """Hold near a known correction, backfill or error."""
    return next(
        (
            f"{_days(each.first, each.last)}: {each.what}."
            for each in row.breaks
            if each.kind in ("correction", "backfill", "error")
            and each.is_within(row.figure.day, NEAR_DAYS)
        ),
        "",
    )


def stale(row: Beside) -> str:
    """Hold for a total that the series had before, and has left since."""
    if not row.is_total or np.isnan(row.value()):
        return ""
    earlier = row.equal_days()
    earlier = earlier[earlier < np.datetime64(row.day(-1), "D")]
    if not len(earlier):
        return ""
    return (
        f"The series had this number on {day(pd.Timestamp(earlier[-1]))} and "
        f"{number(row.value())} that day.{noted(row)}"
    )


def unexplained(row: Beside) -> str:
    """Hold always: name the nearest days."""
    told = [
        f"{number(row.value(apart))} on {day(row.day(apart), year=False)}"
        for apart in (-1, 0, 1)
        if not np.isnan(row.value(apart))
    ]
    nearest = row.nearest_equal
    if nearest is None:
        reach = "" if row.is_total else " within a week"
        same = f"No day of the series has this number{reach}"
    else:
        same = f"The series has this number on {day(nearest)}"
    return f"{same}; it has {join_words(told) or 'no value around that day'}.{noted(row)}"


def noted(row: Beside) -> str:
    """Return the note to a figure as a sentence; empty without one."""
    note = row.figure.note.rstrip(".")
    return f" Note: {note}." if note else ""


def _days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return day(first) if first == last else f"{day(first, year=False)} to {day(last)}"
