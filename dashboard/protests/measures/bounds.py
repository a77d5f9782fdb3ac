"""One reported number with its bounds, and how several are merged or added.

Which figures belong together is the caller's to say.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.wording import number

EXACT = ("exact", "officially_none")


class Figure(NamedTuple):
    """The bounds of one reported number; a blank is NaN."""

    low: float
    high: float
    best: float
    qualifier: str
    as_reported: str
    source_id: str


@dataclass(frozen=True)
class PeopleTotal:
    """A sum of lower bounds: `exact`, or "at least"; `unsummed` has figures without one."""

    low: int
    exact: bool
    unsummed: tuple[str, ...] = ()


def sum_of_bounds(figures: Sequence[Figure], unstated: int = 0) -> PeopleTotal:
    """Add lower bounds; exact only if every figure is and no event is without one."""
    bounds = [figure.low for figure in figures if not math.isnan(figure.low)]
    exact = not unstated and all(figure.qualifier in EXACT for figure in figures)
    words = (_as_reported(figure) for figure in figures if math.isnan(figure.low))
    unsummed = tuple(filter(None, words))
    return PeopleTotal(int(sum(bounds)), exact, unsummed)


def one_figure(figures: list[Figure]) -> Figure:
    """Merge figures of one event and country: a source's highest, the range between sources."""
    highest: dict[str, Figure] = {}
    for figure in sorted(figures, key=_size, reverse=True):
        highest.setdefault(figure.source_id, figure)
    numbered = [figure for figure in highest.values() if _size(figure) >= 0]
    if len(numbered) < 2 or len({figure[:4] for figure in numbered}) == 1:
        return (numbered or figures)[0]
    lows, highs = [figure.low for figure in numbered], [figure.high for figure in numbered]
    low = math.nan if any(map(math.isnan, lows)) else min(lows)
    high = math.nan if any(map(math.isnan, highs)) else max(highs)
    qualifier = "vague" if math.isnan(low) and math.isnan(high) else "range"
    if math.isnan(low) != math.isnan(high):
        qualifier = "at_most" if math.isnan(low) else "at_least"
    printed = " / ".join(each.as_reported for each in numbered if each.as_reported)
    return Figure(
        low, high, math.nan, qualifier, printed, ";".join(figure.source_id for figure in numbered)
    )


def _as_reported(figure: Figure) -> str:
    """Return a figure's words; bare digits get the word that keeps them from reading as exact."""
    words = {"about": "about", "at_most": "at most"}.get(figure.qualifier, "")
    told = figure.as_reported
    if not told:
        told = next((number(each) for each in (figure.best, figure.high) if each == each), "")
    if not told or not words or any(letter.isalpha() for letter in told):
        return told
    return f"{words} {told}"


def _size(figure: Figure) -> float:
    """Return the largest number of a figure, -1 for a word without a number."""
    return max((value for value in figure[:3] if not math.isnan(value)), default=-1.0)
