"""The panels about the data as such: sources, tables, fields, marks, rows left out, version.

They show the whole package, whatever the filters are; what it covers is in `coverage`. The codebook
says what each field of a table means, as the description of the package has it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from dashboard.coverage.measures.coverage import source_yield
from dashboard.coverage.office import keys_of_all
from dashboard.coverage.words import (
    COUNTED,
    LENT,
    MARKS,
    MARKS_LEGEND,
    NO_FILTERS,
    faults_headline,
    mark_words,
    sources_reading,
    tables_headline,
)
from dashboard.datapackage.rules import COVERAGE
from dashboard.datapackage.store import Package
from dashboard.dates import day, days
from dashboard.events.words import dated_words
from dashboard.marks import COVERED_TOPICS
from dashboard.panels.details import SOURCE_ID, details_of
from dashboard.panels.exhibit import Exhibit, of_data_alone
from dashboard.panels.sources import safe_address
from dashboard.panels.start import datasets_of
from dashboard.panels.table import Column, Kind, Table, table_of
from dashboard.schema import TYPE_WORDS, Descriptor, TableRow, resources_by_name
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.vocabulary import CODED, COUNTRIES, dataset_name
from dashboard.wording import join_words, number_word, say, say_many, within_line

FIELD_COLUMNS = (
    Column("name", "Field"),
    Column("title", "Title"),
    Column("type", "Type"),
    Column("unit", "Unit"),
    Column("allowed", "Allowed values"),
    Column("description", "Description"),
)
SOURCE_COLUMNS = (
    Column("title", "Source", Kind.REPORTED),
    Column("publisher", "Publisher", Kind.REPORTED),
    Column("kind", "Kind"),
    Column("published", "Published"),
    Column("licence", "Licence", Kind.REPORTED),
    Column("covers", "Covers in full"),
    Column("events", "Events", Kind.COUNT, tells_why=False),
    Column("also_tells", "Also tells of", Kind.COUNT, tells_why=False),
    Column("figures", "Figures", Kind.COUNT, tells_why=False),
    Column("rows", "Other rows", Kind.COUNT, tells_why=False),
    Column("address", "Address", Kind.LINK),
)
SOURCE_DETAILS = (
    SOURCE_ID,
    Column("published", "Published, as far as it is known", Kind.REPORTED),
    Column("retrieved", "Retrieved", Kind.DAY),
    Column("covers_topics", "Covers topics", Kind.REPORTED),
    Column("covers_countries", "Covers countries", Kind.REPORTED),
    Column("covers_from", "Covers from", Kind.DAY),
    Column("covers_to", "Covers to", Kind.DAY),
)
TABLE_COLUMNS = (
    Column("title", "Table"),
    Column("description", "What it holds"),
    Column("rows", "Rows in use", Kind.COUNT, tells_why=False),
    Column("left_out", "Rows left out", Kind.COUNT, tells_why=False),
)
ORIGIN = Column("origin", "From elsewhere")
FAULT_COLUMNS = (
    Column("file", "File"),
    Column("row", "Row", Kind.COUNT, tells_why=False),
    Column("column", "Column"),
    Column("value", "Value", Kind.REPORTED),
    Column("rule", "Rule broken"),
)
BORDERS_SOURCE = "natural-earth"


def table_lengths(package: Package) -> dict[str, int]:
    """Return how many rows the tables have that could be read, in the order of the package."""
    return package.lengths


def place_words(package: Package) -> str:
    """Say from where long data is read, without passwords; nothing of a folder read whole."""
    return say("Read from {place}. ", place=package.read_from) if package.read_from else ""


def codebook(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Describe the fields of the table that the option `codebook` names; events by default."""
    resources = resources_by_name(package.descriptor)
    resource = resources.get(options.get("codebook", "")) or next(iter(resources.values()))
    fields = resource["schema"]["fields"]
    needed = sum(bool(field.get("constraints", {}).get("required")) for field in fields)
    return Exhibit(
        key="codebook",
        title=say("Codebook"),
        unit=f"{within_line(resource['title'])}, {resource['path']}",
        table=table_of(FIELD_COLUMNS, map(_field, fields)),
        caption=resource["description"],
        shown=len(fields),
        total=len(fields),
        noun=say("fields"),
        headline=say_many(
            "The table “{table}” has {count} field, {needed} of them required",
            "The table “{table}” has {count} fields, {needed} of them required",
            len(fields),
            table=resource["title"],
            needed=needed,
        ),
    )


def codebook_tables(package: Package) -> dict[str, str]:
    """Return table name -> title, in the order of the package."""
    return {
        name: resource["title"] for name, resource in resources_by_name(package.descriptor).items()
    }


def _field(field: Descriptor) -> dict[str, str]:
    rules = field.get("constraints", {})
    needed = say("required") if rules.get("required") else say("may be blank")
    return {
        "name": field["name"],
        "title": field.get("title", ""),
        "type": f"{TYPE_WORDS[field['type']]}; {needed}",
        "unit": field.get("unit", ""),
        "allowed": _allowed(rules),
        "description": field.get("description", ""),
    }


def _allowed(rules: Descriptor) -> str:
    parts = [", ".join(str(value) for value in rules.get("enum", ()))]
    if "minimum" in rules or "maximum" in rules:
        parts.append(_bounds(rules.get("minimum"), rules.get("maximum")))
    if "pattern" in rules:
        parts.append(say("pattern {pattern}", pattern=str(rules["pattern"])))
    if rules.get("unique"):
        parts.append(say("each only once"))
    return "; ".join(part for part in parts if part)


def _bounds(low: object, high: object) -> str:
    if low is not None and high is not None:
        return say("from {first} to {last}", first=str(low), last=str(high))
    if low is not None:
        return say("from {first}", first=str(low))
    return say("to {last}", last=str(high)) if high is not None else ""


@of_data_alone
def sources_table(package: Package) -> Exhibit:
    """List every source with its licence and what it gave, the documents first."""
    sources = source_yield(package.table("sources"), package.tables, _events_by_source(package))
    gave = sources[["events", "also_tells", "figures", "rows"]].sum(axis=1).gt(0) | sources[
        "source_id"
    ].eq(BORDERS_SOURCE)
    missing = [
        name for name in ("events", "event_sources", "figures") if name in package.unavailable
    ]
    rows = sources.assign(
        published=[dated_words(row) for row in sources.to_dict("records")],
        covers=_objects(
            sources,
            (_covers(*row) for row in zip(*(sources[name] for name in COVERAGE), strict=True)),
        ),
        address=_objects(sources, (safe_address(each) or None for each in sources["address"])),
    )
    strange = sum(_events_by_source(package).values()) - int(sources["events"].sum())
    return Exhibit(
        key="sources_table",
        title=say("Sources"),
        unit=say("what each gave, documents first"),
        table=Table(
            SOURCE_COLUMNS,
            rows[[each.key for each in SOURCE_COLUMNS]],
            details_of({column: sources[column.key].tolist() for column in SOURCE_DETAILS}),
        ),
        caption=say("Covers in full: what it reviews whole; all others cover only what they gave."),
        reading=sources_reading(missing, strange, is_lent="sources" in package.borrowed),
        shown=int(gave.sum()),
        total=len(sources),
        noun=say("sources in use"),
        headline=say_many(
            "{gave} of {count} source gave events, figures or other rows of the data",
            "{gave} of {count} sources gave events, figures or other rows of the data",
            len(sources),
            gave=str(int(gave.sum())),
        ),
        behind=partial(keys_of_all, package),
    )


def _objects(rows: pd.DataFrame, cells: Iterable[object]) -> pd.Series:
    return pd.Series(list(cells), rows.index, dtype=object)


def _covers(topics: object, countries: object, first: Any, last: Any) -> str | None:
    """Say what a source reviews whole; nothing for most."""
    if not (isinstance(topics, str) and isinstance(countries, str)):
        return None
    every = set(topics.split(";")) >= set(COVERED_TOPICS)
    everywhere = set(countries.split(";")) >= set(COUNTRIES)
    all_of_them = say("{many} countries", many=number_word(len(COUNTRIES)))
    return say(
        "{topics}, {countries}, {days}",
        topics=say("all topics") if every else topics.replace(";", ", "),
        countries=all_of_them if everywhere else countries.replace(";", ", "),
        days=days(first, last),
    )


@of_data_alone
def table_counts(package: Package) -> Exhibit:
    """Count the rows of each table, in use and left out."""
    resources = resources_by_name(package.descriptor)
    lengths, lent = table_lengths(package), package.borrowed
    left_out: dict[str, set[int]] = {}
    for fault in package.faults:
        left_out.setdefault(fault.file, set()).add(fault.row)
    rows = []
    for name, resource in resources.items():
        read = name in lengths
        row = {
            "title": resource["title"],
            "description": resource["description"],
            "rows": lengths[name] if read else Absent(Reason.COULD_NOT_LOAD),
            "left_out": len(left_out.get(resource["path"], ())) if read else None,
        }
        rows.append(row | ({"origin": say("the app’s own")} if name in lent else {}))
    return Exhibit(
        key="table_counts",
        title=say("Tables"),
        unit=say("rows in use"),
        table=table_of((*TABLE_COLUMNS, *((ORIGIN,) if lent else ())), rows),
        caption=say(LENT) if lent else "",
        shown=len(lengths),
        total=len(resources),
        noun=say("tables could be read"),
        headline=tables_headline(len(lengths), len(resources), sum(map(len, left_out.values()))),
    )


@of_data_alone
def reading_marks(package: Package) -> Exhibit:
    """Say what the marks beside and instead of numbers mean."""
    return Exhibit(
        key="reading_marks",
        title=say("How to read a number"),
        unit="",
        table=table_of(
            (Column("mark", "Mark"), Column("meaning", "Meaning")),
            ({"mark": mark_words(mark), "meaning": say(meaning)} for mark, meaning in MARKS_LEGEND),
        ),
        caption="",
        shown=len(MARKS_LEGEND),
        total=len(MARKS_LEGEND),
        noun=say("marks"),
        headline=say(MARKS),
    )


@of_data_alone
def data_faults(package: Package) -> Exhibit:
    """List the rows that were left out on loading, and the tables that could not be read."""
    folder = re.compile(f"{re.escape(str(package.folder))}/?")
    rows = [
        {
            "file": fault.file,
            "row": fault.row or None,
            "column": fault.column,
            "value": fault.value,
            "rule": folder.sub("", fault.rule),
        }
        for fault in sorted(package.faults)
    ]
    places = len({(fault.file, fault.row) for fault in package.faults if fault.row > 1})
    return Exhibit(
        key="data_faults",
        title=say("Rows left out on loading"),
        unit=say("row 1 is the header"),
        table=table_of(FAULT_COLUMNS, rows),
        caption=say(
            "A row with a fault is left out of every panel; a table that cannot be read is named "
            "without a row."
        ),
        reading=say(NO_FILTERS),
        shown=places,
        total=places + sum(table_lengths(package).values()),
        noun=say("rows left out"),
        headline=faults_headline(package.faults),
    )


def data_sentence(package: Package, selection: Selection) -> str:
    """Say which data this is, and whether it loaded whole; `**` marks what is bold."""
    counts = table_lengths(package)
    parts = [write(counts[name]) for name, write in COUNTED.items() if name in counts]
    counted_too = ""
    if len(known := datasets_of(package)) > 1:
        counted_too = say(", the source counted to “Which months are covered” too")
        held = package.events.every("sources").by("dataset")
        parts[0] = join_words(
            [
                say_many(
                    "{count} event of {source}",
                    "{count} events of {source}",
                    held[each],
                    source=dataset_name(each),
                )
                for each in known
            ]
        )
    state = (
        say_many("{count} fault on loading", "{count} faults on loading", len(package.faults))
        if package.faults
        else say("no loading errors")
    )
    return say(
        "**{counts}.** {place}Version {version}, data of {day}; {state}. Covers the whole dataset; "
        "the filters apply to “Coverage by topic” alone{counted_too}.",
        counts=", ".join(parts),
        place=place_words(package),
        version=str(package.version),
        day=day(package.created),
        state=state,
        counted_too=counted_too,
    )


def borrowed_sentence(package: Package) -> str:
    """Say where borders and population come from, and under which licence the data stands."""
    words = []
    sources = package.tables.get("sources")
    named = {} if sources is None else {row["source_id"]: row for row in sources.to_dict("records")}
    if BORDERS_SOURCE in named:
        drawn = named[BORDERS_SOURCE]
        words.append(say("Borders: {source}, simplified.", source=_with_licence(drawn)))
    words += [
        say("Population of {years}: {source}.", years=span, source=_with_licence(named[source_id]))
        for source_id, span in _population_years(package).items()
        if source_id in named
    ]
    if set(known := datasets_of(package)) - {CODED}:
        others = join_words([dataset_name(each) for each in known if each != CODED])
        words.append(say("Events of {sources}: under the terms of their source.", sources=others))
    if CODED in known or not known:
        licences = [licence["title"] for licence in package.descriptor.get("licenses", ())]
        own = ", ".join(licences) or say("licence not stated")
        words.append(
            say("Our own coding: {licence}; the sources keep their own licences.", licence=own)
        )
    return " ".join(words)


def _with_licence(source: TableRow) -> str:
    return f"{source['publisher']} ({source['licence']})"


def _population_years(package: Package) -> dict[str, str]:
    """Return by source which years of population are its own: by year, else those of countries."""
    found = package.tables.get("population")
    if found is None or not len(found):
        found = package.tables.get("countries", pd.DataFrame())
        names = {"population_year": "year", "population_source_id": "source_id"}
        found = found.rename(columns=names)
    if not len(found):
        return {}
    years = found.groupby("source_id")["year"].agg(["min", "max"])
    return {
        str(source): f"{first}"
        if first == last
        else say("{first} to {last}", first=f"{first}", last=f"{last}")
        for source, first, last in years.itertuples(name=None)
    }


def _events_by_source(package: Package) -> Counter[str]:
    if "events" in package.unavailable:
        return Counter()
    return package.events.every("sources").by("source_id")
