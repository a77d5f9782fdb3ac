"""How many persons an act and a case concern: a named person is one, a case its largest group.

Which acts there are, and which belong together, is in `ledger`.
"""

import math
import re
from collections.abc import Iterable, Sequence

import pandas as pd

from dashboard.protests.measures.bounds import Figure, one_figure

FIGURE = ("low", "high", "best", "qualifier", "as_reported", "figure_source_id")
NOT_TOLD = Figure(math.nan, math.nan, math.nan, "", "", "")
GROUPS = re.compile(
    r"[(\d]| of |^(Protesters|Rioters|Government|Civilians|Courts?|Judiciary|Police)\b"
    r"|\b(Committee|Commission|Council|Party|Movement|Union|State|Taliban)\b"
)


def named_person(actor: object) -> str:
    """Return an actor that is a person; a group is written with its country or work.

    >>> named_person("Sapar Isakov"), named_person("Protesters (Kazakhstan)")
    ('Sapar Isakov', '')
    """
    return actor if isinstance(actor, str) and not GROUPS.search(actor) else ""


def persons_of_cases(acts: pd.DataFrame) -> dict[str, Figure | None]:
    """Return case -> the largest group of its acts, not their sum; None where none is told.

    Acts that swell no total are left out; a case of only such acts is not in the answer.
    """
    told: dict[str, list[Figure]] = {}
    columns = [acts[name].tolist() for name in ("case", "counted", *FIGURE)]
    for case, counted, *values in zip(*columns, strict=True):
        if counted:
            group = told.setdefault(case, [])
            group += [Figure(*values)] if values[3] else []
    return {case: _largest(group) if group else None for case, group in told.items()}


def persons_of_act(found: Sequence[tuple[Figure, str, str]], person: str) -> tuple[Figure, str]:
    """Return how many persons an act concerns, and what the number counts.

    `found` are its figures, each with its country and definition. Without any, a named `person` is
    one; nobody named, nothing is known (blank qualifier).
    """
    if not found:
        one = Figure(1.0, 1.0, 1.0, "exact", person, "")
        return (one if person else NOT_TOLD), ""
    countries = dict.fromkeys(country for _, country, _ in found)
    merged = [
        one_figure([figure for figure, own, _ in found if own == country]) for country in countries
    ]
    meant = next((words for figure, _, words in found if figure is merged[0]), found[0][2])
    number = merged[0] if len(merged) == 1 else _sum(merged)
    return number, meant if isinstance(meant, str) else ""


def _sum(figures: Sequence[Figure]) -> Figure:
    """Add the people of several countries in one act."""
    lows = [figure.low for figure in figures if not math.isnan(figure.low)]
    highs = [figure.high for figure in figures if not math.isnan(figure.high)]
    low = float(sum(lows)) if lows else math.nan
    high = float(sum(highs)) if len(highs) == len(figures) else math.nan
    printed = " + ".join(figure.as_reported for figure in figures if figure.as_reported)
    return Figure(low, high, math.nan, _qualifier(low, high), printed, figures[0].source_id)


def _largest(figures: Sequence[Figure]) -> Figure:
    """Return the largest group: at least the highest lower bound; open if any act is open."""
    largest = max(figures, key=lambda figure: _known(figure[:3], -1.0))
    if len(figures) == 1:
        return largest
    low = _known((figure.low for figure in figures), math.nan)
    numbered = [figure for figure in figures if _known(figure[:2], -1.0) >= 0]
    shut = numbered and not any(math.isnan(figure.high) for figure in numbered)
    high = max(figure.high for figure in numbered) if shut else math.nan
    if math.isnan(low) and math.isnan(high):
        return largest
    return largest._replace(low=low, high=high, qualifier=_qualifier(low, high))


def _qualifier(low: float, high: float) -> str:
    if math.isnan(low):
        return "vague" if math.isnan(high) else "at_most"
    return "at_least" if math.isnan(high) else "exact" if low == high else "range"


def _known(values: Iterable[float], otherwise: float) -> float:
    return max((value for value in values if not math.isnan(value)), default=otherwise)
