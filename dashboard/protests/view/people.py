"""The rows of the chart of people: each reported number, and how many events have none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard.protests.measures.people import Reported
from dashboard.protests.view.listed import Listed
from dashboard.protests.view.sheet import ProtestSheet
from dashboard.values import Qualifier
from dashboard.vocabulary import PEOPLE_MEASURES

MOST_ROWS = 5
# The bounds of which bars are drawn: the series that hold a number of each kind.
BOUNDS = ("exact", "at least", "about", "at most")


@dataclass(frozen=True)
class PeopleRow:
    """One reported number and its event; or without them how many events have no number.

    `others` says whether there are rows with a number beside these events.
    """

    measure: str
    act: Listed | None = None
    reported: Reported | None = None
    unstated: int = 0
    others: bool = False

    @property
    def country(self) -> str:
        """Whose people they are; empty for events without a number."""
        return self.reported.country if self.reported else ""

    @cached_property
    def kind(self) -> Qualifier | None:
        """What kind of number is drawn; None where there is none, or less than one."""
        if self.reported is None:
            return None
        amount = self.reported.amount
        if amount.qualifier is Qualifier.VAGUE or not (amount.largest or 0) >= 1:
            return None
        if amount.qualifier is Qualifier.RANGE and not (amount.low or 0) >= 1:
            return Qualifier.AT_MOST
        return amount.qualifier

    @cached_property
    def ends(self) -> dict[str, float]:
        """Where its bars end, by the names of `BOUNDS`; the mark stands at the last of them."""
        if self.reported is None or self.kind is None:
            return {}
        amount = self.reported.amount
        bounds = {
            Qualifier.EXACT: {"exact": amount.low},
            Qualifier.AT_LEAST: {"at least": amount.low},
            Qualifier.ABOUT: {"about": amount.best},
            Qualifier.AT_MOST: {"at most": amount.high},
            Qualifier.RANGE: {"at least": amount.low, "at most": amount.high},
        }
        return {name: end for name, end in bounds[self.kind].items() if end is not None}

    @property
    def largest(self) -> float:
        """The largest number named; 0 for words."""
        return (self.reported.amount.largest or 0) if self.reported else 0

    @property
    def owner(self) -> str:
        """The country of the people, where the event has several or concerns another."""
        if self.act is None or self.reported is None:
            return ""
        several = len(self.act.reported[self.measure]) > 1
        return self.country if several or self.country != self.act.country else ""

    @property
    def picked(self) -> str | list[str]:
        """What a click opens: the list of a row of several events by its key, or one event."""
        return [self.act.event_id] if self.act else self.measure


def people_rows(sheet: ProtestSheet) -> list[PeopleRow]:
    """Return the largest numbers of each measure, and how many events have none."""
    rows: list[PeopleRow] = []
    for measure in PEOPLE_MEASURES:
        own = [
            PeopleRow(measure, sheet.told.records[each.event_id], each)
            for each in sheet.told.people
            if each.measure == measure
        ]
        own.sort(key=lambda row: _size(row.reported), reverse=True)
        rows += own[:MOST_ROWS]
        if unstated := sheet.unstated.get(measure, 0):
            rows.append(PeopleRow(measure, unstated=unstated, others=bool(own)))
    return rows


def _size(reported: Reported | None) -> float:
    """Return the largest number, -1 for words."""
    largest = reported.amount.largest if reported else None
    return -1.0 if largest is None else largest


def kinds_of(rows: Sequence[PeopleRow]) -> set[Qualifier | None]:
    """Return the kinds of number that are drawn; None among them for rows without any."""
    return {row.kind for row in rows}
