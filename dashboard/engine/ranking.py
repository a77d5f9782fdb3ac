"""How much an event weighs when the one that stands out is looked for, without its people."""

import ibis

from dashboard.engine.columns import Column, Table
from dashboard.marks import MARKS

WEIGHTS = {mark.key: mark.weight for mark in MARKS.values() if mark.weight is not None}
TYPE_WEIGHTS = {
    "Disaster": 2.5,
    "Government": 2.0,
    "Legislation": 2.0,
    "Elections": 2.0,
    "Human rights": 1.8,
    "Public health": 1.5,
}
SURENESS = {"high": 0.3, "medium": 0.0, "low": -1.0}


def weight(mark: str, event_type: str, confidence: str) -> float:
    """Return the weight of an event.

    >>> weight("protest", "Protests", "high"), weight("other", "Diplomacy", "low")
    (4.3, 0.0)
    """
    kind = WEIGHTS.get(mark, TYPE_WEIGHTS.get(event_type, 1.0))
    return round(kind + SURENESS.get(confidence, 0.0), 1)


def weight_of(events: Table) -> Column:
    """Return the same as an expression, in tenths, so that every engine ranks alike."""
    kinds = [(events.mark == mark, _tenths(value)) for mark, value in WEIGHTS.items()]
    types = [(events.event_type == kind, _tenths(value)) for kind, value in TYPE_WEIGHTS.items()]
    sure = [(events.confidence == word, _tenths(value)) for word, value in SURENESS.items()]
    kind: Column = ibis.cases(*kinds, *types, else_=10)
    return kind + ibis.cases(*sure, else_=0)


def _tenths(value: float) -> int:
    return round(value * 10)
