"""The rule on definitions: the series counts what a figure leaves out, or is known to stand above.

The other rules are in `rules`.
"""

import re

import numpy as np

from dashboard.reconciliation.measures.days import Beside, Break
from dashboard.reconciliation.measures.rules import noted
from dashboard.wording import day, number

TOPICS = ("pneumonia", "without symptoms")
CONFIRMED = re.compile(r"laborator\w+[- ]confirmed|PCR")


def other_definition(row: Beside) -> str:
    """Hold where the series counts what the figure leaves out, or is known to stand above it."""
    changes = [each for each in row.breaks if each.kind == "definition"]
    own, definition = row.figure.day, row.figure.definition
    for each in changes:
        if not row.is_total and each.is_within(own, 0):
            return f"The series changes its definition that day: {each.what}."
    if row.bounds[1] < np.fmax.reduce([row.value(apart) for apart in (-1, 0, 1)]):
        for each in changes:
            if each.first <= own and _leaves_out(definition, each.what):
                what = each.what.partition(";")[0]
                since = f"Since {day(each.first)} the series counts what the figure leaves out"
                return f"{since}: {what}.{_entered_since(each, row)}{noted(row)}"
        if "the series adds" in definition:
            return f"By its own words the series counts more: {definition}.{noted(row)}"
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


def _leaves_out(definition: str, what_changed: str) -> bool:
    """Say whether a definition leaves out what a break brings into the series.

    A count of confirmed cases that says nothing of pneumonia leaves clinical pneumonia out.

    >>> _leaves_out("PCR-positive only; pneumonia counted apart", "pneumonia added")
    True
    >>> _leaves_out("laboratory-confirmed cases", "clinical pneumonia added")
    True
    >>> _leaves_out("pneumonia not included", "cases without symptoms counted")
    False
    """
    for topic in TOPICS:
        if topic in what_changed:
            if topic in definition:
                return bool(re.search(f"{topic}[^;.,]*(?:not included|apart)", definition))
            return topic == "pneumonia" and bool(CONFIRMED.search(definition))
    return False


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
