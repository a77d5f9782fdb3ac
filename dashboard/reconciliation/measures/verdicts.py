"""Each reported COVID-19 figure beside the official series on its day: a verdict, and why.

The first rule that holds gives the verdict. In order:

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

The days around a figure are put together in `days`; panels are made elsewhere.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.covid.measures.series import OfficialSeries
from dashboard.reconciliation.measures import definitions as reconcile_definitions
from dashboard.reconciliation.measures import rules as reconcile_rules
from dashboard.reconciliation.measures.days import Beside, beside_series


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


Rule = Callable[[Beside], str]
RULES: Mapping[str, tuple[str, Rule]] = {
    "no official series": (
        "No series is published for the country, or it does not reach the day.",
        reconcile_rules.no_series,
    ),
    "agrees": ("The series has the same number that day.", reconcile_rules.agrees),
    "agrees a day apart": (
        "The series has the same number on the day before or after.",
        reconcile_rules.a_day_apart,
    ),
    "part of a day": (
        "It was read before the day’s close, and it fits between two closes of the series.",
        reconcile_rules.part_of_a_day,
    ),
    "different definition": (
        "It leaves out what the series counts since a known change of definition, and is lower; "
        "or it stands below the series by an amount known for the day.",
        reconcile_definitions.other_definition,
    ),
    "known fault of the series": (
        "The series is known to skip, repeat or misstate the day, or to come once a week and to "
        "reach the number within seven days.",
        reconcile_rules.known_fault,
    ),
    "revised later": (
        "A known correction, backfill or error of the series lies within seven days.",
        reconcile_rules.revised_later,
    ),
    "stale": (
        "A total that the series had more than a day before, and has left since.",
        reconcile_rules.stale,
    ),
    "unexplained": ("None of these.", reconcile_rules.unexplained),
}
