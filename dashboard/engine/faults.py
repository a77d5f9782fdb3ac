"""Which rows of a long table of events are left out, and why: counted all, named the first few.

The rules for a table short enough to be read whole are in `schema` and `datapackage.rules`.
"""

from collections.abc import Iterator, Sequence

import ibis

from dashboard.engine.address import FOLDER
from dashboard.engine.columns import TYPES, Column, Table
from dashboard.engine.opening import EVENTS, Opened, answer, files_of, read_files
from dashboard.schema import TYPE_WORDS, Descriptor, Fault
from dashboard.vocabulary import COUNTRIES, REGION

NAMED = 20
# The header is row 1.
FIRST_ROW = 2
PLACES = (*COUNTRIES, REGION)
REQUIRED = "a value is required here"
UNKNOWN = f"must be one of: {', '.join(PLACES)}"
BACKWARDS = "the last day is before the first"
REPEATED = "is the key of another row too, of which the earliest event stays"
# Which of the rows of one key stays: the first in this order.
STAYS = ("event_date", "end_date", "title")


def sound(events: Table) -> Table:
    """Return the rows without which nothing can be counted left out: no key, day or country."""
    return events.filter(
        events.event_id.notnull(),
        events.event_date.notnull(),
        events.country.isin(list(PLACES)),
        events.event_type.notnull(),
        events.end_date >= events.event_date,
    )


def first_of_each_key(events: Table) -> Table:
    """Return one row of each key: the earliest event."""
    window = ibis.window(group_by="event_id", order_by=[events[name] for name in STAYS])
    ranked = events.mutate(place_of_key=ibis.row_number().over(window))
    return ranked.filter(lambda rows: rows.place_of_key == 0).drop("place_of_key")


def repeated_in(opened: Opened, raw: Table) -> list[Fault]:
    """Return the faults of rows whose key an earlier event has, named as in `faults_in`."""
    kept = raw.filter(~_blank(raw.event_id))
    asked = kept.aggregate(rows=kept.count(), keys=kept.event_id.nunique())
    counted = answer(opened.engine, asked).to_pylist()[0]
    more = counted["rows"] - counted["keys"]
    if not more:
        return []
    many = kept.group_by("event_id").having(lambda rows: rows.count() > 1).aggregate()
    keys = answer(opened.engine, many.order_by("event_id").limit(NAMED))["event_id"].to_pylist()
    named = [
        Fault(file, row, "event_id", str(key)[:80], REPEATED)
        for key in keys
        for _, file, row in sorted(_rows_of(opened, raw, key))[1:]
    ][:NAMED]
    if more > len(named):
        words = f"{REPEATED} ({more:,} rows in all)"
        named.append(Fault(EVENTS, 0, "event_id", "", words))
    return named


def _rows_of(opened: Opened, raw: Table, key: str) -> Iterator[tuple[tuple[str, ...], str, int]]:
    """Yield the rows of a key: what decides which stays, file and row where there are files."""
    for name, rows in _parts(opened, raw):
        own = rows.filter(rows.event_id == key)
        decisive = [column for column in STAYS if column in own.columns]
        texts = {column: own[column].cast("string").fill_null("") for column in decisive}
        row = own.row_in_file if name != EVENTS else ibis.literal(-FIRST_ROW)
        asked = own.select(**texts, row=row)
        for found in answer(opened.engine, asked).to_pylist():
            yield tuple(found[each] for each in decisive), name, found["row"] + FIRST_ROW


def _parts(opened: Opened, raw: Table) -> Iterator[tuple[str, Table]]:
    """Yield the files of a table with their rows numbered; else the table as one."""
    if opened.address.kind != FOLDER:
        yield EVENTS, raw
        return
    for file in files_of(opened.address.path, EVENTS):
        numbered = read_files(opened.engine, [file]).mutate(row_in_file=ibis.row_number())
        yield str(file.relative_to(opened.address.path)), numbered


def faults_in(opened: Opened, raw: Table, fields: Sequence[Descriptor]) -> list[Fault]:
    """Return the faults of a table as it is kept: for each rule the first rows that break it.

    Where more rows break a rule than are named, a line without a row says how many in all.
    """
    rules = _rules(raw, fields)
    asked = {
        str(place): condition.ifelse(1, 0).sum() for place, (*_, condition) in enumerate(rules)
    }
    counts = answer(opened.engine, raw.aggregate(**asked)).to_pylist()[0]
    faults: list[Fault] = []
    for place, (column, rule, _) in enumerate(rules):
        if broken := counts[str(place)] or 0:
            named = _named(opened, raw, fields, place)
            faults += named
            if broken > len(named):
                words = f"{rule} ({broken:,} rows in all)"
                faults.append(Fault(EVENTS, 0, column, "", words))
    return faults


def _rules(raw: Table, fields: Sequence[Descriptor]) -> list[tuple[str, str, Column]]:
    """Return column, rule and the condition that breaks it."""
    rules = [
        (name, REQUIRED, _blank(raw[name]))
        for name in ("event_id", "event_date", "country", "event_type")
    ]
    rules.append(("country", UNKNOWN, ~_blank(raw.country) & ~raw.country.isin(list(PLACES))))
    for field in fields:
        name, kind = field["name"], field["type"]
        if name in raw.columns and kind != "string" and raw[name].type().is_string():
            typed = raw[name].strip().nullif("").try_cast(TYPES[kind])
            rules.append((name, f"is not {TYPE_WORDS[kind]}", ~_blank(raw[name]) & typed.isnull()))
    if "end_date" in raw.columns:
        first, last = (
            raw[name].strip().nullif("").try_cast("date")
            if raw[name].type().is_string()
            else raw[name]
            for name in ("event_date", "end_date")
        )
        rules.append(("end_date", BACKWARDS, (last < first).fill_null(False)))
    return rules


def _blank(column: Column) -> Column:
    missing = column.isnull()
    return missing | (column.strip() == "") if column.type().is_string() else missing


def _named(opened: Opened, raw: Table, fields: Sequence[Descriptor], place: int) -> list[Fault]:
    """Return the first rows that break a rule, with file and row where the data is in files."""
    faults: list[Fault] = []
    for name, rows in _parts(opened, raw):
        if len(faults) < NAMED:
            faults += _broken(opened, rows, fields, place, name, NAMED - len(faults))
    return faults


def _broken(
    opened: Opened,
    raw: Table,
    fields: Sequence[Descriptor],
    place: int,
    file: str,
    most: int,
) -> list[Fault]:
    column, rule, condition = _rules(raw, fields)[place]
    numbered = "row_in_file" in raw.columns
    asked = {"value": raw[column].cast("string"), "key": raw.event_id.cast("string")}
    if numbered:
        asked["row"] = raw.row_in_file
    rows = raw.filter(condition).select(**asked).limit(most)
    return [
        Fault(
            file,
            row["row"] + FIRST_ROW if numbered else 0,
            column,
            str(row["value"] or "")[:80],
            rule if numbered else f"{rule} (event {row['key']})",
        )
        for row in answer(opened.engine, rows).to_pylist()
    ]
