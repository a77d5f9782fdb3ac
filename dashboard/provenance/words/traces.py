"""Where a figure or an event comes from, in words: who says it, as of when, what it counts, where.

Days of the official series and currency rates are in `values`. Handed the tables of the
package; the sentence itself is in a document that only `documents` opens.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.datapackage.documents import Fingerprint, Locator, fingerprint_of
from dashboard.events.panels.card_facts import safe_address
from dashboard.events.words.card import (
    hedge_facts,
    kind_words,
    published_words,
    status_words,
    text_of,
    when_words,
    who_words,
)
from dashboard.events.words.reported import QUALIFIER_WORDS, figure_number, figure_unit
from dashboard.vocabulary import MEASURES, country_name
from dashboard.wording import day, join_words, number

Row = Mapping[Any, Any]
Tables = Mapping[str, pd.DataFrame]
NO_SENTENCE = "This is a row of a data set, at its address; there is no sentence to show."


@dataclass(frozen=True)
class Trace:
    """The way from a row to its sentence.

    `address` is empty unless it may be a link; `place` is None where the source has no paragraphs,
    `fingerprint` where it is no document. A row of a data set has no sentence at all.
    """

    key: str
    title: str
    publisher: str
    address: str
    facts: tuple[tuple[str, str], ...]
    place: Locator | None
    fingerprint: Fingerprint | None
    in_data_set: bool = False


def trace_of(row: Row, tables: Tables) -> Trace:
    """Return the trace of a row of figures.csv or events.csv.

    `tables` holds "events", "figures" and "sources".
    """
    if "figure_id" in row:
        facts = tuple(_figure_facts(row, tables["events"]))
        return located_trace(row["figure_id"], _figure_title(row), row, tables, facts)
    return located_trace(row["event_id"], row["title"], row, tables, tuple(_event_facts(row)))


def located_trace(
    key: str, title: str, row: Row, tables: Tables, facts: tuple[tuple[str, str], ...]
) -> Trace:
    """Return the trace of a row with a `source_id` and a place: its source, then its own facts.

    An `address` of the row itself goes before that of its source.
    """
    sources = tables["sources"]
    found = sources[sources["source_id"].eq(row["source_id"])].to_dict("records")
    source: Row = found[0] if found else {}
    publisher = text_of(source.get("publisher")) or row["source_id"]
    address = safe_address(row.get("address")) or safe_address(source.get("address"))
    return Trace(
        key=key,
        title=title,
        publisher=publisher,
        address=address,
        facts=(
            ("Publisher", publisher),
            ("Title", text_of(source.get("title")) or "untitled"),
            ("Published", published_words(source.get("published"))),
            ("Address", address or "no web address"),
            *_place_facts(row),
            *facts,
        ),
        place=_place(row),
        fingerprint=_fingerprint(source, tables["figures"]),
        in_data_set=source.get("kind") == "dataset",
    )


def _figure_title(row: Row) -> str:
    """Write what is reported with its number.

    >>> nan = float("nan")
    >>> march = {"measure": "participants", "low": nan, "best": nan, "high": 1000.0}
    >>> _figure_title(march | {"unit": "person", "qualifier": "at_most", "as_reported": None})
    'took part: ≤ 1,000 people'
    """
    written = figure_number(row)
    return f"{MEASURES[row['measure']]}: {written} {figure_unit(row, written)}".strip()


def _place_facts(row: Row) -> Iterator[tuple[str, str]]:
    if pd.isna(row.get("paragraph")):
        yield "Paragraph", "none: the source is known by its address"
        return
    yield "Paragraph", str(row["paragraph"])
    if notes := text_of(row.get("footnotes")):
        yield "Footnotes" if ";" in notes else "Footnote", join_words(notes.split(";"))
    if place := _place(row):
        yield "Characters", f"{number(place.start)} to {number(place.end)} of the file"


def _place(row: Row) -> Locator | None:
    places: list[Any] = [row.get(name) for name in ("paragraph", "char_start", "char_end")]
    return None if any(pd.isna(place) for place in places) else Locator(*map(int, places))


def _figure_facts(row: Row, events: pd.DataFrame) -> Iterator[tuple[str, str]]:
    yield "As of", day(row["as_of"])
    yield "How sure", QUALIFIER_WORDS[row["qualifier"]]
    if printed := text_of(row["as_reported"]):
        yield "As reported", f"“{printed}”"
    yield "Counts", text_of(row["definition"])
    yield "Concerns", country_name(row["country"])
    if event_id := text_of(row["event_id"]):
        titles = events.loc[events["event_id"].eq(event_id), "title"]
        yield "Event", f"{next(iter(titles), 'left out on loading')} ({event_id})"
    yield from hedge_facts(row)
    if read_at := text_of(row.get("read_at")):
        yield "Read at", read_at
    if excludes := text_of(row.get("excludes")):
        yield "Leaves out", join_words(excludes.split(";"))
    if note := text_of(row["note"]):
        yield "Note", note


def _event_facts(row: Row) -> Iterator[tuple[str, str]]:
    yield "When", when_words(row)
    yield "Status", status_words(row["status"])
    yield from hedge_facts(row)
    yield "Counts", f"one event, {kind_words(row['event_type'], row['sub_event_type'])}"
    yield "Concerns", who_words(row["country"], text_of(row["related_countries"]))
    if notes := text_of(row["notes"]):
        yield "Notes", notes


def _fingerprint(source: Row, figures: pd.DataFrame) -> Fingerprint | None:
    if source.get("kind") != "document":
        return None
    words = figures.loc[figures["source_id"].eq(source["source_id"]), "as_reported"]
    return fingerprint_of(source, words)
