"""How much an event matters: points by kind, office held, people concerned, and how sure it is.

What stands out on the Overview and what a review tells first are chosen by these tables, which
`events.words` says in words. How many sources tell of an event is added in `events.measures`.
"""

from collections.abc import Mapping, Sequence

import ibis
import numpy as np

from dashboard.engine.columns import Column, Table
from dashboard.engine.counts import Coded
from dashboard.schema import TableRow
from dashboard.vocabulary import EVENT_TYPES

# Points of a kind of event: by sub-type first, then by type, where each has them in its row.
SUB_TYPES = {
    "Resignation or dismissal": 6,
    "Vote held": 6,
    **dict.fromkeys(("Sentence", "Arrests", "Bill passed"), 4),
    **dict.fromkeys(("Law or decree signed", "Appointment", "Criminal case", "Vote called"), 3),
    "Abuse reported": 3,
    **dict.fromkeys(("Outbreak report", "Party or alliance"), 2),
}
TYPES = {each.name: each.points for each in EVENT_TYPES.values() if each.points}
ANY = 1
# Points of the office of the person whom an event is about, present or former.
OFFICES = {
    **dict.fromkeys(("head of state", "head of government"), 4),
    **dict.fromkeys(("minister", "governor or mayor"), 2),
}
KILLED = ((100, 6), (10, 4), (1, 2))
PEOPLE = ((1000, 3), (100, 2), (10, 1))
SOURCES, DOUBT = 1, -2
DOUBTFUL = {"status": "claimed", "confidence": "low"}
# The columns that decide.
RANKED = (
    *("sub_event_type", "event_type", "office_held"),
    *("fatalities", "people", *DOUBTFUL),
)
Steps = Sequence[tuple[int, int]]


def points(event: TableRow) -> int:
    """Return the points of an event, its further sources not counted.

    >>> blank = dict.fromkeys(RANKED)
    >>> points(blank | {"event_type": "Protests", "people": 1200})
    8
    >>> points(blank | {"event_type": "Government", "status": "claimed"})
    -1
    """
    kind = SUB_TYPES.get(event["sub_event_type"], TYPES.get(event["event_type"], ANY))
    people = _step(event["fatalities"], KILLED) + _step(event["people"], PEOPLE)
    is_doubtful = any(event[name] == word for name, word in DOUBTFUL.items())
    return (
        kind + OFFICES.get(event.get("office_held", ""), 0) + people + (DOUBT if is_doubtful else 0)
    )


def points_at(columns: Mapping[str, Coded], places: np.ndarray) -> np.ndarray:
    """Return the points of the events at some places of coded columns, see `RANKED`."""

    def at_places(name: str, of_words: np.ndarray) -> np.ndarray:
        return of_words[columns[name].codes[places]]

    def of_table(name: str, table: Mapping[str, int], other: int) -> np.ndarray:
        words = columns[name].words.tolist()
        return at_places(name, np.array([table.get(word, other) for word in words], np.int8))

    def of_steps(name: str, steps: Steps) -> np.ndarray:
        numbers = columns[name].words
        reached = [numbers >= bound for bound, _ in steps]
        return at_places(name, np.select(reached, [many for _, many in steps], 0).astype(np.int8))

    kind = of_table("sub_event_type", SUB_TYPES, -1)
    kind = np.where(kind < 0, of_table("event_type", TYPES, ANY), kind)
    doubts = [of_table(name, {word: DOUBT}, 0) for name, word in DOUBTFUL.items()]
    people = of_steps("fatalities", KILLED) + of_steps("people", PEOPLE)
    return kind + of_table("office_held", OFFICES, 0) + people + np.minimum(*doubts)


def points_of(events: Table) -> Column:
    """Return the same as an expression, so that every engine ranks alike."""
    kind: Column = ibis.cases(
        *_by_points(events.sub_event_type, SUB_TYPES),
        *_by_points(events.event_type, TYPES),
        else_=ANY,
    )
    killed, people = (
        ibis.cases(*((column >= bound, many) for bound, many in steps), else_=0)
        for column, steps in ((events.fatalities, KILLED), (events.people, PEOPLE))
    )
    doubts = [(events[name] == word, DOUBT) for name, word in DOUBTFUL.items()]
    office = ibis.cases(*_by_points(events.office_held, OFFICES), else_=0)
    return kind + office + killed + people + ibis.cases(*doubts, else_=0)


def _by_points(column: Column, table: Mapping[str, int]) -> list[tuple[Column, int]]:
    return [
        (column.isin([word for word, own in table.items() if own == many]), many)
        for many in dict.fromkeys(table.values())
    ]


def _step(number: float | None, steps: Steps) -> int:
    """Return the points of a number; there may be none."""
    return next((many for bound, many in steps if number and number >= bound), 0)
