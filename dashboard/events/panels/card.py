"""The card of one event: when, where, how surely, figures, sources; and why the filters hide it.

Handed the tables of the package; how the card looks is left to `ui.components.card`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.dates import day, month
from dashboard.engine.columns import ORDER
from dashboard.events import words
from dashboard.events.keys import with_figures
from dashboard.events.measures import window_of
from dashboard.events.words import text_of
from dashboard.filter_table import ROW_FILTERS
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import KEPT_SELECTIONS, event_named
from dashboard.panels.sources import Sources, safe_address
from dashboard.panels.table import facts_table
from dashboard.schema import TableRow
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.vocabulary import CODED, MEASURES
from dashboard.wording import N_, join_words, say, window_words, written

Tables = Mapping[str, pd.DataFrame]
CONCERNS = N_("Concerns")
ROLES = (N_("coded from"), N_("gives a figure"), N_("also tells of it"))
# Of a case with more events than these the card of one lists the first, and says so.
MOST_RELATED = 100


@dataclass(frozen=True)
class FigureLine:
    """One reported figure; `qualifier` is that of figures.csv, `how` says it and what stands."""

    figure_id: str
    measure: str
    number: str
    unit: str
    qualifier: str
    how: str
    counts: str
    as_of: str
    place: str
    note: str


@dataclass(frozen=True)
class SourceLine:
    """One source; `address` is empty unless it may be a link, `place` is the event’s in it."""

    publisher: str
    title: str
    published: str
    licence: str
    address: str
    place: str
    role: str


@dataclass(frozen=True)
class RelatedLine:
    """One event of the same case or campaign."""

    event_id: str
    relation: str
    when: str
    title: str


@dataclass(frozen=True)
class Card:
    """One event in words; the headings of its `facts` as `say` is given them.

    `figures` is None when the table of figures could not be read.
    """

    event_id: str
    mark: str
    country: str
    title: str
    notes: str
    facts: tuple[tuple[str, str | Absent], ...]
    figures: tuple[FigureLine, ...] | None
    sources: tuple[SourceLine, ...]
    related: tuple[RelatedLine, ...]
    related_note: str = ""


def card_of(event_id: str, tables: Tables) -> Card | None:
    """Return the card of an event, None when there is no such event.

    `tables` holds "events" (of which only those of its case are needed) and "sources"; without
    "figures", "event_sources" or "provinces" the card says less. Of the events of its case it
    names at most `MOST_RELATED`, and says so in `related_note`.
    """
    events = tables["events"]
    found = events[events["event_id"].eq(event_id)].to_dict("records")
    if not found:
        return None
    event = found[0]
    figures = _own(tables.get("figures"), event_id)
    related = tuple(_related(event, events))
    return Card(
        event_id=event_id,
        mark=event["mark"],
        country=event["country"],
        title=event["title"],
        notes=text_of(event["notes"]),
        facts=tuple(_facts(event, tables.get("provinces"))),
        figures=None if figures is None else tuple(_figure(row, event) for row in figures),
        sources=tuple(_sources(event, figures or [], tables)),
        related=related[:MOST_RELATED],
        related_note=say("Only the first {most} are listed here.", most=MOST_RELATED)
        if len(related) > MOST_RELATED
        else "",
    )


def _own(table: pd.DataFrame | None, event_id: str) -> list[TableRow] | None:
    return None if table is None else [*table[table["event_id"].eq(event_id)].to_dict("records")]


def _facts(event: TableRow, provinces: pd.DataFrame | None) -> Iterator[tuple[str, str | Absent]]:
    """Yield heading and words, in reading order; what the table leaves blank has no line."""
    yield N_("When"), words.when_words(event)
    yield N_("Status"), words.status_words(event["status"])
    yield from words.hedge_facts(event)
    yield N_("Type"), words.kind_words(event["event_type"], event["sub_event_type"])
    yield (
        N_("ACLED"),
        words.acled_words(bool(event["acled_eligible"]), text_of(event["acled_reason"])),
    )
    yield CONCERNS, words.who_words(event["country"], text_of(event["related_countries"]))
    yield N_("Where"), words.place_words(event, _province(event, provinces))
    if precision := words.place_precision_words(event["geo_precision"]):
        yield N_("Location precision"), precision
    actors = [text_of(event["actor1"]), text_of(event["actor2"])]
    yield N_("Actors"), "; ".join(filter(None, actors)) or Absent(Reason.NOT_STATED)
    stated = {
        N_("Issue"): "issue",
        N_("State response"): "state_response",
        N_("Reported by"): "reported_by",
    }
    for heading, column in stated.items():
        if text := text_of(event.get(column)):
            yield heading, text
    if updated := text_of(event.get("updated_at")):
        yield N_("Updated at the source"), day(pd.Timestamp(updated[:10]))
    if event.get("dataset", CODED) == CODED:
        own = say("{confidence}, our own judgement", confidence=event["confidence"])
        yield N_("Confidence"), own
    elif event["confidence"] == "low":
        yield N_("Confidence"), say("low: coded by machine")


def _province(event: TableRow, provinces: pd.DataFrame | None) -> str:
    code = text_of(event["admin1"])
    if not code or provinces is None:
        return code
    names = provinces.loc[provinces["admin1"].eq(code), "name"].tolist()
    return names[0] if names else code


def _figure(row: TableRow, event: TableRow) -> FigureLine:
    sure = row["qualifier"] in ("exact", "officially_none")
    hows = [] if sure else [say(words.QUALIFIER_WORDS[row["qualifier"]])]
    hows += [hedge for _, hedge in words.hedge_facts(row)]
    if text_of(row["as_reported"]) and row["qualifier"] not in ("exact", "vague"):
        hows.append(say("reported as “{words}”", words=row["as_reported"]))
    elsewhere = (row["source_id"], row["paragraph"]) != (event["source_id"], event["paragraph"])
    return FigureLine(
        figure_id=row["figure_id"],
        measure=say(MEASURES[row["measure"]]),
        number=words.figure_number(row),
        unit=words.figure_unit(row),
        qualifier=row["qualifier"],
        how=", ".join(hows),
        counts=text_of(row["definition"]),
        as_of=day(row["as_of"]),
        place=words.locator(row["paragraph"], row["footnotes"]) if elsewhere else "",
        note=text_of(row["note"]),
    )


def _sources(event: TableRow, figures: list[TableRow], tables: Tables) -> Iterator[SourceLine]:
    """Yield the event's own source, then those of its figures, then those that report it too."""
    further = [
        row["source_id"] for row in _own(tables.get("event_sources"), event["event_id"]) or []
    ]
    roles = dict.fromkeys(further, ROLES[2])
    roles |= dict.fromkeys((row["source_id"] for row in figures), ROLES[1])
    roles[event["source_id"]] = ROLES[0]
    table = tables["sources"]
    known = {
        row["source_id"]: row
        for row in table[table["source_id"].isin(list(roles))].to_dict("records")
    }
    for source_id in sorted(roles, key=lambda key: ROLES.index(roles[key])):
        source = known.get(source_id, {})
        own = source_id == event["source_id"]
        yield SourceLine(
            publisher=text_of(source.get("publisher")) or source_id,
            title=text_of(source.get("attribution")) or text_of(source.get("title")),
            published=words.dated_words(source),
            licence=text_of(source.get("licence")) or say("licence not stated"),
            address=safe_address(source.get("address")),
            place=words.locator(event["paragraph"], event["footnotes"]) if own else "",
            role="" if own else say(roles[source_id]),
        )


def _related(event: TableRow, events: pd.DataFrame) -> Iterator[RelatedLine]:
    """Yield what it belongs to, what belongs to it, and what belongs there beside it."""
    own, parent = event["event_id"], text_of(event["related_event_id"])
    near = events["related_event_id"].eq(own)
    if parent:
        near |= events["related_event_id"].eq(parent) | events["event_id"].eq(parent)
    for row in events[near & events["event_id"].ne(own)].to_dict("records"):
        is_own = row["related_event_id"] == own
        relation = say("part or later step") if is_own else say("of the same case")
        if row["event_id"] == parent:
            relation = say("belongs to")
        when = window_words(window_of(row), year=True)
        yield RelatedLine(row["event_id"], relation, when, row["title"])


def event_card(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Say all that is known of the event that the option `event` names; no rows without one."""
    event_id = options.get("event", "")
    card = card_for(package, event_id)
    return Exhibit(
        key="event_card",
        title=card.title if card else say("No such event"),
        unit=event_id if card else "",
        table=facts_table(card_rows(card) if card else []),
        caption="",
        sources=Sources(
            publishers=tuple(dict.fromkeys(each.publisher for each in card.sources)) if card else ()
        ),
        shown=int(card is not None),
        total=package.events.total,
        noun=say("events"),
        headline=card.title if card else say("There is no such event"),
        behind=partial(with_figures, [event_id], package.held_figures) if card else tuple,
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def card_for(package: Package, event_id: str) -> Card | None:
    """Return the card of an event, None when there is no such event."""
    needed = {"events": _events_around(package, event_id), "sources": package.table("sources")}
    more = {
        name: package.tables[name]
        for name in ("figures", "event_sources", "provinces")
        if name in package.tables
    }
    return card_of(event_id, needed | more)


def _events_around(package: Package, event_id: str) -> pd.DataFrame:
    """Return the events that the card of one may name: itself and those of its case."""
    own = event_named(package, event_id)
    if own.empty:
        return own
    parent = text_of(own["related_event_id"].iloc[0])
    parts = [own, *([event_named(package, parent)] if parent else [])]
    # One more than are listed, so that the card can tell that there are more.
    parts += [
        package.events.rows_related_to([key], MOST_RELATED + 1)
        for key in filter(None, (event_id, parent))
    ]
    return pd.concat(parts).drop_duplicates("event_id").sort_values(list(ORDER), kind="stable")


def card_rows(card: Card) -> list[tuple[str, str]]:
    """Return a card as a table of two columns, for files."""
    rows = [(say("Event"), card.title), (say("Notes"), card.notes)]
    rows += [(say(heading), written(words)) for heading, words in card.facts]
    for line in card.figures or ():
        number = f"{line.number} {line.unit}".strip()
        as_of = say("as of {day}", day=line.as_of)
        parts = (number, line.how, line.counts, as_of, line.place, line.note)
        heading = say("Figure: {measure}", measure=line.measure)
        rows.append((heading, "; ".join(filter(None, parts))))
    if card.figures is None:
        rows.append((say("Figures"), say("could not load")))
    for source in card.sources:
        parts = (source.role, source.publisher, source.title, source.published, source.licence)
        parts = (*parts, source.address, source.place)
        rows.append((say("Source"), "; ".join(filter(None, parts))))
    for each in card.related:
        heading = say("Related: {relation}", relation=each.relation)
        rows.append((heading, f"{each.when}: {each.title} ({each.event_id})"))
    if card.related_note:
        rows.append((say("Related"), card.related_note))
    return [(name, text) for name, text in rows if text]


def why_hidden(package: Package, selection: Selection, event_id: str) -> str:
    """Say which filters leave an event out; empty when it is among the events chosen."""
    event = event_named(package, event_id)
    if event.empty or len(selection.apply(event)):
        return ""
    row = {str(name): value for name, value in event.iloc[0].items()}
    reasons = [
        each.hides(selection, row)
        for each in ROW_FILTERS
        if (kept := each.keeps(event, each.value(selection))) is not None and not kept.item()
    ]
    if not selection.within(event["event_date"]).item():
        reasons.insert(0, say("it is of {month}", month=month(row["event_date"])))
    return say("The filters do not show this event: {reasons}.", reasons=join_words(reasons))
