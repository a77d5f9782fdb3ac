"""The events of a long package among which the arrest ledger finds its cases.

What of them is an act, and which acts make a case, is in `measures.ledger`.
"""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from dashboard.datapackage.store import Package, TooManyEvents
from dashboard.engine.columns import ORDER
from dashboard.panels.query import chosen_counts
from dashboard.protests.measures import counts as protests
from dashboard.protests.view.rows import MOST_ACTS, MOST_SPANS, reaching_from
from dashboard.selection import Selection, shift_month
from dashboard.vocabulary import MARKS, TOPIC_OF_MARK
from dashboard.wording import number

# Rallies and clashes are acts by a figure alone, so that those with figures are enough.
TOPICS = (TOPIC_OF_MARK["arrest"], TOPIC_OF_MARK["sentence"], "Court rulings", "Government")
# How many steps a case is followed back.
MOST_STEPS = 6


def events_of_cases(package: Package, selection: Selection, rule: str) -> pd.DataFrame:
    """Return the chosen events that may be acts, and the earlier steps they point to, by day.

    Raises `TooManyEvents` where they are more than `MOST_ACTS`.
    """
    wanted = [topic for topic in TOPICS if topic in (selection.topics or TOPICS)]
    parts = [_told(package, selection, rule)]
    if wanted:
        narrow = replace(selection, topics=tuple(wanted))
        total = chosen_counts(package, narrow).total
        if total > MOST_ACTS:
            raise TooManyEvents(
                f"The arrest ledger puts acts into cases one by one: {number(total)} arrests, "
                "sentences, rulings and decisions are chosen, more than can be gone through (at "
                f"most {number(MOST_ACTS)}). Narrow the filters, or open the page Events."
            )
        parts.append(package.events.rows(narrow, MOST_ACTS))
        if rule == protests.REACHING:
            parts.append(_begun_before(package, narrow))
    found = pd.concat(parts).drop_duplicates("event_id")
    steps = earlier_steps(package, found)
    return pd.concat([found, *steps]).sort_values(list(ORDER), kind="stable")


def _told(package: Package, selection: Selection, rule: str) -> pd.DataFrame:
    """Return the chosen events that have figures, by the counting rule."""
    first = selection.first_month
    if rule == protests.REACHING:
        first = reaching_from(package, selection)
    told = package.events.told(selection.over(first, selection.last_month))
    return told[protests.of_the_period(told, selection, rule)]


def _begun_before(package: Package, selection: Selection) -> pd.DataFrame:
    first = reaching_from(package, selection, tuple(MARKS))
    if first == selection.first_month:
        return package.events.rows(selection, 0)
    earlier = selection.over(first, shift_month(selection.first_month, -1))
    spans = package.events.rows(earlier, MOST_SPANS, where={"exact": False})
    return protests.begun_before(spans, selection)


def earlier_steps(package: Package, events: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the events to which some point, those to which these point, and so on."""
    known, last, steps = set(events["event_id"]), events, []
    for _ in range(MOST_STEPS):
        asked = _unknown(last["related_event_id"].dropna(), known)
        if not asked:
            break
        last = package.events.rows_of(asked, len(asked))
        known |= {*asked}
        steps.append(last)
    return steps


def _unknown(keys: Iterable[str], known: set[str]) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key not in known]
