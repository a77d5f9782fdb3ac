"""The rule on definitions: the series counts what a figure leaves out, or is known to stand above.

The other rules are in `rules`.
"""

import numpy as np

from dashboard.reconciliation.measures.days import Beside, Break
from dashboard.reconciliation.measures.rules import NEAR_DAYS, noted
from dashboard.wording import day, number


def other_definition(row: Beside) -> str:
    """Hold where the series counts what the figure leaves out, or is known to stand above it."""
    changes = [each for each in row.breaks if each.kind == "definition"]
    own, excludes = row.figure.day, row.figure.excludes.split(";")
    if _steps_oddly(row):
        return ""
    for each in changes:
        if not row.is_total and each.is_within(own, 0):
            return f"The series changes its definition that day: {each.what}."
    if row.bounds[1] < np.fmax.reduce([row.value(apart) for apart in (-1, 0, 1)]):
        for each in changes:
            if each.first <= own and each.adds and each.adds in excludes:
                since = f"Since {day(each.first)} the series counts what the figure leaves out"
                words = each.label or each.what
                return f"{since}: {words}.{_entered_since(each, row)}{noted(row)}"
    return _known_offset(row)


def _entered_since(change: Break, row: Beside) -> str:
    """Name what was entered into the series after a change: it is part of a total's gap too."""
    return "".join(
        f" On {day(each.first)} also: {each.what}."
        for each in row.breaks
        if row.is_total
        and each.kind in ("backfill", "correction")
        and change.first < each.first <= row.figure.day
    )


def _steps_oddly(row: Beside) -> bool:
    """Say whether the series skips, repeats or joins days on the day of a daily number.

    That alone keeps the two apart, whatever either counts.
    """
    return not row.is_total and any(
        each.kind == "reporting"
        and (each.last - each.first).days < NEAR_DAYS
        and each.is_within(row.figure.day, 0)
        for each in row.breaks
    )


def _known_offset(row: Beside) -> str:
    """Hold for a total below the series by a known amount; a day's number has no standing gap."""
    known = (each for each in row.offsets if each.explains(row.figure.day, -row.gap))
    offset = next(known, None) if row.is_total else None
    if offset is None:
        return ""
    several = offset.least != offset.most
    amounts = f"{number(offset.least)} to {number(offset.most)}" if several else number(offset.most)
    here = f", here by {number(-row.gap)}" if several else ""
    return (
        f"The series stands above the ministry’s own count by {amounts} from {day(offset.first)} "
        f"to {day(offset.last)}{here}."
    )
