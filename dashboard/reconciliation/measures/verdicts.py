"""Each reported COVID-19 figure beside the official series on its day: a verdict, and why.

The first rule that holds gives the verdict; a rule is a function that returns the reason, a
sentence or two, when it holds, else nothing. In order:

1. no official series: no series is published for the country, or it does not reach the day.
2. agrees: the series has the same number that day.
3. agrees a day apart: the series has the same number on the day before or after.
4. part of a day: the figure was read before the day's close (`read_at`), and it is no more than the
   series at the close, a total no less than at the close before.
5. different definition: the figure leaves out (`excludes`) what a known break of kind definition
   brought into the series (`adds`), and is lower than the series that day or a day apart; or the
   series changes its definition that day; or a total stands below the series by an amount that a
   known break of kind offset names for the day. A daily number on a day that the series skips,
   repeats or joins to another is left to the next rule.
6. known fault of the series: a known break of kind reporting says that the series skips, repeats or
   misstates the day; where it speaks of a week or longer, the series must reach the number within
   seven days.
7. revised later: a known break of kind correction, backfill or error lies within seven days.
8. stale: a total that the series had more than a day before, and has left since.
9. unexplained: none of these.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.covid.measures.series import OfficialSeries
from dashboard.reconciliation.measures.days import Beside, Break, beside_series
from dashboard.vocabulary import country_name
from dashboard.wording import day, join_words, number

NEAR_DAYS = 7
# A count of the evening may be the last of the day; one of any other hour is not.
LATE = ("", "evening", "end of day")
# When a count was taken, as said in a sentence; an hour is said by itself.
READ_AT = {"morning": "in the morning", "midday": "at midday", "part of the day": "during the day"}
Rule = Callable[[Beside], str]


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


@dataclass(frozen=True)
class Reconciled:
    """A figure beside the series, the verdict on it, and the reason in a sentence or two."""

    beside: Beside
    verdict: str
    why: str


def reconciled(
    figures: pd.DataFrame,
    sources: pd.DataFrame,
    official: Mapping[str, Mapping[str, OfficialSeries]],
    breaks: pd.DataFrame,
) -> tuple[Reconciled, ...]:
    """Return every printed total and daily number with its verdict, by day."""
    return tuple(judged(row) for row in beside_series(figures, sources, official, breaks))


def judged(row: Beside) -> Reconciled:
    """Return the verdict of the first rule that holds."""
    for verdict, (_, rule) in RULES.items():
        why = rule(row)
        if why:
            return Reconciled(row, verdict, why)
    raise AssertionError("the last rule always holds")


def verdict_counts(rows: Iterable[Reconciled]) -> Counter[tuple[str, str]]:
    """Return how many figures have each verdict, by verdict and country."""
    return Counter((row.verdict, row.beside.figure.country) for row in rows)


RULES: Mapping[str, tuple[str, Rule]] = {
    "no official series": (
        "No series is published for the country, or it does not reach the day.",
        no_series,
    ),
    "agrees": ("The series has the same number that day.", agrees),
    "agrees a day apart": (
        "The series has the same number on the day before or after.",
        a_day_apart,
    ),
    "part of a day": (
        "It was read before the day’s close, and it fits between two closes of the series.",
        part_of_a_day,
    ),
    "different definition": (
        "It leaves out what the series counts since a known change of definition, and is lower; "
        "or it stands below the series by an amount known for the day.",
        other_definition,
    ),
    "known fault of the series": (
        "The series is known to skip, repeat or misstate the day, or to come once a week and to "
        "reach the number within seven days.",
        known_fault,
    ),
    "revised later": (
        "A known correction, backfill or error of the series lies within seven days.",
        revised_later,
    ),
    "stale": (
        "A total that the series had more than a day before, and has left since.",
        stale,
    ),
    "unexplained": ("None of these.", unexplained),
}
