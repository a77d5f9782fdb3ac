"""Numbers of people and acts against people in one sentence each, from what the panels show."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.events.words.headlines import nothing_words
from dashboard.panels.headline import filter_words, named_before
from dashboard.protests.measures.people import PeopleTotal
from dashboard.protests.view.sheet import ProtestSheet
from dashboard.protests.words.headlines import placed, scope_of, when_of, when_words
from dashboard.protests.words.ledger import persons_words
from dashboard.selection import Selection
from dashboard.vocabulary import MEASURES
from dashboard.wording import bound, counted, join_words, number

HURT = ("detained", "injured", "killed")


def people_headline(sheet: ProtestSheet) -> str:
    """Say the sums of lower bounds, and the largest number told of those who took part."""
    selection, when = scope_of(sheet)
    sums = {name: sheet.totals[name] for name in HURT if name in sheet.totals}
    sums = {name: total for name, total in sums.items() if total.low}
    largest = _largest_protest(sheet.told.records.values())
    if sums:
        told = placed(sheet, _sums_words(sums))
        ending = f"; largest number told of a protest: {largest}" if largest else ""
        return f"{told[0].upper()}{told[1:]}{ending}"
    if largest:
        return f"The largest number told of a protest{when_of(sheet)} is {largest}"
    if sheet.totals or sum(sheet.unstated.values()):
        return f"The sources give no number of people that can be added{when_of(sheet)}"
    return nothing_words("number of people", selection, when)


def ledger_headline(
    acts: int, cases: list[bool], people: PeopleTotal, selection: Selection, rule: str
) -> str:
    """Say how many acts there are in how many cases, and against how many persons.

    `cases` has True for those whose persons are counted, not those abroad.
    """
    when = when_words(selection, rule)
    if not acts:
        return nothing_words("act against people", selection, when)
    against = f" against {persons_words(people)}" if people.low else ""
    told = f"{named_before(selection)}{counted(acts, 'act')} in {counted(len(cases), 'case')}"
    told += f"{against} {when}{filter_words(selection)}"
    away = cases.count(False)
    return f"{told}; persons of {counted(away, 'case')} abroad not counted" if away else told


def _sums_words(sums: Mapping[str, PeopleTotal]) -> str:
    """Write the sums; "at least" stands once where it is said of all."""
    if any(total.exact for total in sums.values()):
        words = [
            f"{'' if total.exact else 'at least '}{number(total.low)} {MEASURES[name]}"
            for name, total in sums.items()
        ]
        return join_words(words)
    told = [f"{number(total.low)} {MEASURES[name]}" for name, total in sums.items()]
    return f"at least {join_words(told)}"


def _largest_protest(records: Iterable[Mapping[str, Any]]) -> str:
    """Write the largest number reported of those who took part in one protest."""
    told = [figure for event in records for figure in event["told"].get("participants", [])]
    sized = [(size, figure) for figure in told if (size := _size(figure)) > 0]
    if not sized:
        return ""
    _, figure = max(sized, key=lambda pair: pair[0])
    words = bound(figure["low"], figure["best"], figure["high"])
    return words.replace("≥", "at least").replace("≤", "at most")


def _size(figure: Mapping[str, Any]) -> float:
    bounds = (figure["low"], figure["best"], figure["high"])
    return max((value for value in bounds if not math.isnan(value)), default=0.0)
