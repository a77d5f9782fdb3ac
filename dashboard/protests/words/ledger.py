"""How the arrest ledger writes who an act concerns and how many persons. Counts nothing itself."""

from collections.abc import Mapping
from typing import Any

from dashboard.protests.measures.bounds import Figure, PeopleTotal
from dashboard.wording import bound, counted, join_words, number

MOST_NAMED = 3


def who_words(act: Mapping[Any, Any]) -> str:
    """Say who an act concerns: a name, or the number as reported and what it counts."""
    if act["person"]:
        return act["person"]
    if not act["qualifier"]:
        actor = act["actor2"]
        return f"{actor}: number not stated" if isinstance(actor, str) else "not stated"
    number_told = bound(act["low"], act["best"], act["high"], act["as_reported"])
    return f"{number_told}: {act['definition']}" if act["definition"] else number_told


def case_words(figure: Figure | None) -> str:
    """Write the persons of a case: "1 person", "22–27 persons", "persons not stated"."""
    if figure is None:
        return "persons not stated"
    words = bound(figure.low, figure.best, figure.high, figure.as_reported)
    if figure.qualifier == "vague":
        return f"{words}, no number"
    return f"{words} {'person' if figure.low == figure.high == 1 else 'persons'}"


def persons_words(total: PeopleTotal) -> str:
    """Write the persons of several cases: "at least 106 persons"."""
    if not total.low:
        return "no person" if total.exact else "no number of persons that can be added"
    words = counted(total.low, "person")
    return words if total.exact else f"at least {number(total.low)} {words.split()[1]}"


def unsummed_words(total: PeopleTotal, unstated: int) -> str:
    """Say what is in no sum: numbers without a lower bound, cases without any number."""
    quoted = [f"“{printed}”" for printed in dict.fromkeys(total.unsummed)]
    more = [f"{len(quoted) - MOST_NAMED} more"] if len(quoted) > MOST_NAMED else []
    without = [f"{counted(unstated, 'case')} with no number"] if unstated else []
    words = [*quoted[:MOST_NAMED], *more, *without]
    return f"In no sum: {join_words(words)}." if words else ""


def abroad_words(cases: int) -> str:
    """Say how many cases are abroad, whose persons swell no total; empty for none."""
    return f"Persons of {counted(cases, 'case')} abroad are in no sum." if cases else ""
