"""The card of one event, and why the filters do not show it.

The card's look is left to the screen; the list of events is in `events`.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.engine.columns import ORDER
from dashboard.events.keys import with_figures
from dashboard.events.panels.card_facts import Card, card_of
from dashboard.events.words.card import text_of
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import KEPT_SELECTIONS, event_named, over_all_months
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, STATUSES, country_name
from dashboard.wording import join_words

# Of a case with more events than these the card of one lists the first, and says so.
MOST_RELATED = 100


def event_card(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Say all that is known of the event that the option `event` names; no rows without one."""
    event_id = options.get("event", "")
    card = card_for(package, event_id)
    return Exhibit(
        key="event_card",
        title=card.title if card else "No such event",
        unit=event_id if card else "",
        rows=pd.DataFrame(card_rows(card) if card else [], columns=["What", "Words"]),
        caption="",
        sources=tuple(dict.fromkeys(source.publisher for source in card.sources)) if card else (),
        shown=int(card is not None),
        total=package.events.total,
        noun="events",
        headline=card.title if card else "There is no such event",
        behind=partial(_keys_behind, package, event_id) if card else tuple,
    )


def _keys_behind(package: Package, event_id: str) -> tuple[str, ...]:
    figures = package.tables.get("figures")
    return (event_id,) if figures is None else with_figures([event_id], figures)


@lru_cache(maxsize=KEPT_SELECTIONS)
def card_for(package: Package, event_id: str) -> Card | None:
    """Return the card of an event, None when there is no such event."""
    needed = {"events": _events_around(package, event_id), "sources": package.table("sources")}
    more = {
        name: package.tables[name]
        for name in ("figures", "event_sources", "provinces")
        if name in package.tables
    }
    return card_of(event_id, needed | more, MOST_RELATED if package.long_events else None)


def _events_around(package: Package, event_id: str) -> pd.DataFrame:
    """Return the events that the card of one may name: of a long package those of its case."""
    if package.long_events is None:
        return package.table("events")
    own = event_named(package, event_id)
    if own.empty:
        return own
    parent = text_of(own["related_event_id"].iloc[0])
    every = over_all_months(package, Selection(statuses=STATUSES))
    parts = [own, *([event_named(package, parent)] if parent else [])]
    # One more than are listed, so that the card can tell that there are more.
    parts += [
        package.long_events.rows(every, MOST_RELATED + 1, where={"related_event_id": key})
        for key in filter(None, (event_id, parent))
    ]
    return pd.concat(parts).drop_duplicates("event_id").sort_values(list(ORDER), kind="stable")


def card_rows(card: Card) -> list[tuple[str, str]]:
    """Return a card as a table of two columns, for files."""
    rows = [("Event", card.title), ("Notes", card.notes), *card.facts]
    for line in card.figures or ():
        parts = (
            f"{line.number} {line.unit}".strip(),
            line.how,
            line.counts,
            f"as of {line.as_of}",
            line.place,
            line.note,
        )
        rows.append((f"Figure: {line.measure}", "; ".join(part for part in parts if part)))
    if card.figures is None:
        rows.append(("Figures", "could not load"))
    for source in card.sources:
        parts = (
            source.role,
            source.publisher,
            source.title,
            source.published,
            source.licence,
            source.address,
            source.place,
        )
        rows.append(("Source", "; ".join(part for part in parts if part)))
    rows += [
        (f"Related: {line.relation}", f"{line.when}: {line.title} ({line.event_id})")
        for line in card.related
    ]
    if card.related_note:
        rows.append(("Related", card.related_note))
    return [(name, words) for name, words in rows if words]


def why_hidden(package: Package, selection: Selection, event_id: str) -> str:
    """Say which filters leave an event out; empty when it is among the events chosen."""
    event = event_named(package, event_id)
    if event.empty or len(selection.apply(event)):
        return ""
    row = event.iloc[0]
    open_to_all = Selection(countries=tuple(COUNTRIES), statuses=STATUSES)
    tests = {
        f"it concerns {country_name(row['country'])}": replace(
            open_to_all, countries=selection.countries
        ),
        f"it is {row['status']}": replace(open_to_all, statuses=selection.statuses),
        f"its type is {row['topic'].lower()}": replace(open_to_all, topics=selection.topics),
        "its day is not exactly known": replace(open_to_all, exact_dates=selection.exact_dates),
        f"it does not contain “{selection.text.strip()}”": replace(
            open_to_all, text=selection.text
        ),
    }
    reasons = [reason for reason, test in tests.items() if not test.matches(event).item()]
    if not selection.within(event["event_date"]).item():
        reasons.insert(0, f"it is of {row['event_date']:%B %Y}")
    return f"The filters do not show this event: {join_words(reasons)}."
