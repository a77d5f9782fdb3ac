"""What is new in the data in words, and as a table: a row an event, or a field of it."""

from collections.abc import Iterator, Mapping

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.panels.table import COUNTRY, EVENT, EVENT_KEY, Column, Kind, Table
from dashboard.schema import TableRow, resources_by_name
from dashboard.selection import month_name
from dashboard.values import amount
from dashboard.views.visits import (
    FIGURES,
    Changes,
    Seen,
    figures_in,
    months_since,
)
from dashboard.vocabulary import MEASURES, country_name
from dashboard.wording import join_words, say, say_many

MOST_LISTED = 200
MOST_MONTHS = 3
MOST_LETTERS = 300
COLUMNS = (
    EVENT_KEY,
    Column("what", "What"),
    EVENT,
    COUNTRY,
    Column("event_date", "First day", Kind.DAY, style="short_year"),
    Column("field", "Field"),
    Column("before", "Before", Kind.REPORTED),
    Column("after", "After", Kind.REPORTED),
)


def news_words(package: Package, since: Seen, found: Changes | None, when: str) -> str:
    """Say what was added, changed and is gone; "" where nothing is.

    `when` begins the sentence: "Since your visit of 28 November 2026".
    """
    if found is None:
        return _months_words(package, since, when)
    if not found:
        return ""
    if not found.in_common:
        return say("{when} other data is in use: none of its events was there.", when=when)
    counts = (
        (len(found.added), say("added")),
        (len(found.changed), say("changed")),
        (len(found.gone), say("gone")),
    )
    (first, word), *others = [(count, word) for count, word in counts if count]
    told = [say_many("{count} event {word}", "{count} events {word}", first, word=word)]
    told += [say("{count} {word}", count=count, word=word) for count, word in others]
    return say("{when}: {told}, whatever the filters.", when=when, told=join_words(told))


def _months_words(package: Package, since: Seen, when: str) -> str:
    """Say in which months there are more or fewer events, where no more is known."""
    if not since.months:
        return say(
            "{when} the data has changed; what was added or changed cannot be told, as the data of "
            "then is not kept here.",
            when=when,
        )
    months = months_since(package, since)
    if not months:
        return say(
            "{when} the data has changed, but no month’s number of events; which events were "
            "changed cannot be told of data of this size or age.",
            when=when,
        )
    added = sum(max(now - before, 0) for _, before, now in months)
    gone = sum(max(before - now, 0) for _, before, now in months)
    told = [
        *([say("{count} more events", count=added)] if added else []),
        *([say("{count} fewer", count=gone)] if gone else []),
    ]
    newest = [
        f"{month_name(month)} {now - before:+,}"
        for month, before, now in months[: -MOST_MONTHS - 1 : -1]
    ]
    if len(months) > MOST_MONTHS:
        newest.append(say("{count} earlier months", count=len(months) - MOST_MONTHS))
    return say(
        "{when}: {told} by month ({newest}). Which were added or changed cannot be told of data of "
        "this size or age.",
        when=when,
        told=join_words(told),
        newest=", ".join(newest),
    )


def news_table(package: Package, found: Changes) -> tuple[Table, int]:
    """Return the rows of what is new, at most `MOST_LISTED`, and how many there are in all."""
    total = len(found.added) + sum(len(each.fields) for each in found.changed) + len(found.gone)
    rows = [row for row, _ in zip(_rows(package, found), range(MOST_LISTED), strict=False)]
    keys = [column.key for column in COLUMNS]
    return Table(COLUMNS, pd.DataFrame(rows, columns=keys, dtype=object)), total


def _rows(package: Package, found: Changes) -> Iterator[tuple[object, ...]]:
    events = package.table("events").set_index("event_id")
    titles = _titles_of_fields(package)

    def about(key: str) -> tuple[object, ...]:
        event = events.loc[key]
        return event["title"], event["country"], event["event_date"].date()

    for key in found.added:
        yield (key, say("added"), *about(key), "", "", "")
    for each in found.changed:
        for name, before, after in each.fields:
            texts = _figures_apart(before, after) if name == FIGURES else (before, after)
            yield (
                *(each.event_id, say("changed"), *about(each.event_id)),
                titles.get(name, name),
                *(text[:MOST_LETTERS] or say("blank") for text in texts),
            )
    for key, title in found.gone:
        yield (key, say("gone"), title, None, None, "", "", "")


def _titles_of_fields(package: Package) -> Mapping[str, str]:
    fields = resources_by_name(package.descriptor)["events"]["schema"]["fields"]
    named = {each["name"]: each.get("title", each["name"]) for each in fields}
    return {**named, FIGURES: say("Reported figures")}


def _figures_apart(before: str, after: str) -> tuple[str, str]:
    """Write those figures of an event that one of two versions has and the other has not."""
    old, new = figures_in(before), figures_in(after)
    only_old = "; ".join(_figure(each) for each in old if each not in new)
    return only_old, "; ".join(_figure(each) for each in new if each not in old)


def _figure(told: TableRow) -> str:
    low, best, high, qualifier = (told[name] for name in ("low", "best", "high", "qualifier"))
    value = amount(low, best, high, qualifier, told["as_reported"] or "", told["hedge"])
    return say(
        "{measure} of {country}: {value}",
        measure=MEASURES.get(told["measure"], told["measure"]),
        country=country_name(told["country"]),
        value=value,
    )
