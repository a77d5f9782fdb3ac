"""Which rows of a long table of events are left out, and why: counted all, named the first few.

The rules for a table short enough to be read whole are in `schema` and `datapackage.rules`.
"""

from collections.abc import Sequence

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


def sound(events: Table) -> Table:
    """Return the rows without which nothing can be counted left out: no key, day or country."""
    return events.filter(
        events.event_id.notnull(),
        events.event_date.notnull(),
        events.country.isin(list(PLACES)),
        events.event_type.notnull(),
        events.end_date >= events.event_date,
    )


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
    if opened.address.kind != FOLDER:
        return _broken(opened, raw, fields, place, EVENTS, NAMED)
    folder = opened.address.path
    faults: list[Fault] = []
    for file in files_of(folder, EVENTS):
        if len(faults) < NAMED:
            numbered = read_files(opened.engine, [file]).mutate(row_in_file=ibis.row_number())
            name = str(file.relative_to(folder))
            faults += _broken(opened, numbered, fields, place, name, NAMED - len(faults))
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
