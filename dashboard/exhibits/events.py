"""The panels of the Events page: the events chosen and the card of one event.

The rows are worked out once a package and selection; the card's look is left to the screen.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from dashboard.exhibits.event_headlines import listed_headline
from dashboard.exhibits.event_keys import keys_of, with_figures
from dashboard.exhibits.exhibit import Exhibit
from dashboard.exhibits.figures import chosen_figures
from dashboard.exhibits.overview import source_names
from dashboard.exhibits.prepared import KEPT_SELECTIONS, chosen_events, publishers_of
from dashboard.measures.card_words import place_words
from dashboard.measures.cards import Card, card_of
from dashboard.selection import Selection
from dashboard.store import Package
from dashboard.vocabulary import COUNTRIES, MARKS, REGION, STATUSES, country_name
from dashboard.wording import counted, join_words, window

KIND_WORDS = {name: (mark.singular, mark.label.lower()) for name, mark in MARKS.items()} | {
    "other": ("other", "others")
}


def events_table(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events chosen, in order of day; `Key` is the event's own name."""
    all_events = package.table("events")
    events = chosen_events(package, selection)
    return Exhibit(
        key="events_table",
        title="Events",
        unit=f"in order of day, {selection.period}",
        rows=_event_rows(package, selection),
        caption="",
        sources=source_names(package, events["source_id"]),
        shown=len(events),
        total=int(selection.within(all_events["event_date"]).sum()),
        noun="events of the period",
        headline=listed_headline(events, selection),
        behind=partial(keys_of, events),
    )


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
        total=len(package.table("events")),
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
    needed = {name: package.table(name) for name in ("events", "sources")}
    more = {
        name: package.tables[name]
        for name in ("figures", "event_sources", "provinces")
        if name in package.tables
    }
    return card_of(event_id, needed | more)


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
    return [(name, words) for name, words in rows if words]


def events_sentence(package: Package, selection: Selection) -> str:
    """Sum up what is listed in one plain sentence; `**` marks what is bold."""
    events = chosen_events(package, selection)
    if events.empty:
        return f"**No event** in the sources for {selection.describe()}."
    counts = events["mark"].value_counts().to_dict()
    kinds = [counted(counts[mark], *KIND_WORDS[mark]) for mark in MARKS if mark in counts]
    figures = counted(len(chosen_figures(package, selection)), "reported figure")
    return f"**{counted(len(events), 'event')}**: {join_words(kinds)}; {figures}."


def why_hidden(package: Package, selection: Selection, event_id: str) -> str:
    """Say which filters leave an event out; empty when it is among the events chosen."""
    events = package.table("events")
    event = events[events["event_id"].eq(event_id)]
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


@lru_cache(maxsize=KEPT_SELECTIONS)
def _event_rows(package: Package, selection: Selection) -> pd.DataFrame:
    years = selection.first_month[:4] != selection.last_month[:4]
    return rows_of_events(package, chosen_events(package, selection), years=years)


def rows_of_events(package: Package, events: pd.DataFrame, *, years: bool) -> pd.DataFrame:
    """Return the table that lists some rows of events.csv; `Key` is the event's own name."""
    publishers = {source: name.split(" (")[0] for source, name in publishers_of(package).items()}
    rows = events.to_dict("records")
    return pd.DataFrame(
        {
            "When": [
                window(row["event_date"], row["end_date"], row["time_precision"], year=years)
                for row in rows
            ],
            "Country": [country_name(row["country"]) for row in rows],
            "Type": [kind_of(row["mark"], row["event_type"]) for row in rows],
            "Status": [row["status"] for row in rows],
            "Event": [row["title"] for row in rows],
            "Where": [_where(row) for row in rows],
            "Source": [publishers[row["source_id"]] for row in rows],
            "Paragraph": events["paragraph"].to_numpy(),
            "Key": [row["event_id"] for row in rows],
        }
    )


def kind_of(mark: str, event_type: str) -> str:
    """Name a kind of event for a table.

    >>> kind_of("arrest", "Strategic developments"), kind_of("other", "Diplomacy")
    ('Arrest or detention', 'Diplomacy')
    """
    return event_type if mark == "other" else MARKS[mark].singular.capitalize()


def _where(row: Mapping[Any, Any]) -> str:
    """Write a place for a table: the town, and the country when it is not the one concerned."""
    if isinstance(row["location"], str) and not row["abroad"] and row["country"] != REGION:
        return row["location"]
    if not isinstance(row["place_country"], str):
        return "no place"
    where = place_words({**row, "abroad": False}).split(";")[0]
    return f"{where} (abroad)" if row["abroad"] else where
