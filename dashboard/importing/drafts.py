"""Files read into the tables of a draft, and all that a person wants to know before it is written.

A draft is a folder beside the data; `versions.publish` makes it the data.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine.address import current_version
from dashboard.importing.profiles import with_profile
from dashboard.importing.tables import (
    Merged,
    Winners,
    Writer,
    cell_text,
    columns_of,
    merge,
    read_table,
    write_table,
)
from dashboard.importing.versions import in_use, link_or_copy
from dashboard.sources.files import SourceFile, Unreadable, look_at, parts_of
from dashboard.sources.format import Format, Origin, Recognised
from dashboard.sources.formats import format_named, recognise
from dashboard.sources.outcomes import (
    Choices,
    Elsewhere,
    LeftOut,
    Lost,
    NotData,
    Notice,
    Outcome,
    Question,
    Refused,
    Row,
    Value,
)
from dashboard.sources.rules import rule_words
from dashboard.wording import say

REFUSED = "refused.csv"
REFUSED_COLUMNS = ("file", "sheet", "row", "column", "value", "lost", "rule", "offer", "meant")
MOST_PREVIEWED = 5
DAYS = {"events": "event_date", "figures": "as_of", "covid_daily": "date", "rates": "date"}
COUNTRIES = {"events": "country", "figures": "country", "covid_daily": "iso_code"}
Progress = Callable[[int, str], None]


@dataclass
class Part:
    """What a file, or a sheet of it, is and holds."""

    file: SourceFile
    sha256: str
    recognised: Recognised | None
    choices: Choices
    rows: Counter[str] = field(default_factory=Counter)
    records: int = 0
    of_five: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    not_data: int = 0
    countries: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    days: tuple[date, date] | None = None
    questions: list[Question] = field(default_factory=list)
    preview: list[Row] = field(default_factory=list)

    @property
    def table(self) -> str:
        """The table that its records fill first."""
        return self.recognised.format.tables[0] if self.recognised else ""


@dataclass
class Draft:
    """The tables as they would be, and how they came about."""

    folder: Path
    parent: str
    parts: list[Part]
    merged: dict[str, Merged]

    @property
    def loaded(self) -> int:
        """How many rows of the files are in the draft's tables."""
        return sum(part.rows.total() for part in self.parts)

    @property
    def faults(self) -> int:
        """How many rows, cells and files are refused."""
        return sum(part.refused.total() for part in self.parts)

    @property
    def open_questions(self) -> list[tuple[Part, Question]]:
        """What only a person can say, and nobody has yet: the type of event of a word."""
        return [
            (part, question)
            for part in self.parts
            for question in part.questions
            if question.choice == "event_types" and not question.taken
        ]

    def notes(self, who: str) -> dict[str, object]:
        """Return what the ledger keeps of it."""
        files = [
            {
                "name": part.file.name,
                "sheet": part.file.sheet,
                "sha256": part.sha256,
                "bytes": part.file.path.stat().st_size,
                "format": part.recognised.format.key if part.recognised else "",
                "rows": dict(part.rows),
                "refused": dict(part.refused),
            }
            for part in self.parts
        ]
        counts = {name: vars(each) for name, each in self.merged.items()}
        return {"who": who, "files": files, "counts": counts}


def unheard(done: int, words: str) -> None:
    """Tell nobody of the progress."""


def make_draft(
    paths: Sequence[Path],
    target: Path,
    folder: Path,
    choices: Choices,
    named: str = "",
    progress: Progress = unheard,
) -> Draft:
    """Read files into the folder of a draft, merged with what `target` holds.

    `named` is the format to take, whatever a file looks like. Raises `OSError`.
    """
    before = current_version(target)
    draft = Draft(folder, in_use(target), [], {})
    with ExitStack() as stack:
        writers = _Writers(folder, stack)
        for path in paths:
            file, digest = look_at(path), _sha256(path)
            for part in parts_of(file):
                told = choices if part.refusal else with_profile(target, part, choices)
                known = None if part.refusal else _format_of(part, named, told is not choices)
                if not known and len(file.sheets) > 1 and part.sheet:
                    continue  # a sheet of notes beside the tables
                draft.parts.append(Part(part, digest, known, told))
            if not any(part.file.path == path for part in draft.parts):
                draft.parts.append(Part(file, digest, None, choices))
        for part in draft.parts:
            _read(part, writers, progress)
        _merge_all(draft, before, writers)
    _add_origins(draft, before, choices)
    return draft


def _format_of(file: SourceFile, named: str, is_matched: bool) -> Recognised | None:
    if named:
        return Recognised(format_named(named), say("you have said so"))
    try:
        known = recognise(file)
    except Unreadable:
        return None
    if known is None and is_matched:
        return Recognised(format_named("desk"), say("its header is one that you have matched"))
    return known


class _Writers:
    """The files that new rows and faults are written to."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self.tables: dict[str, Writer] = {}
        opened = stack.enter_context((folder / REFUSED).open("w", encoding="utf-8", newline=""))
        self._refused = csv.writer(opened, lineterminator="\n")
        self._refused.writerow(REFUSED_COLUMNS)

    def table(self, name: str) -> Writer:
        writer = self.tables.get(name)
        if writer is None:
            file = self.folder / f".new-{name}.csv"
            writer = self.tables[name] = Writer(name, file, columns_of(name))
            self._stack.callback(writer.close)
        return writer

    def refused(self, file: SourceFile, fault: Refused) -> None:
        self._refused.writerow(
            (
                file.name,
                file.sheet,
                fault.row or "",
                fault.column,
                fault.value[:500],
                fault.lost.value,
                rule_words(fault.rule),
                fault.offer,
                fault.meant,
            )
        )


def outcomes_of(part: Part) -> Iterator[Outcome]:
    """Yield what a part's records give; a part that cannot be read gives one fault."""
    if part.file.refusal:
        yield part.file.refusal
    elif part.recognised is None:
        yield Refused(Lost.FILE, 0, "", "", "unknown_format")
    else:
        try:
            yield from part.recognised.format.read(part.file, part.choices)
        except Unreadable as trouble:
            yield trouble.refused


def _read(part: Part, writers: _Writers, progress: Progress) -> None:
    before = -1
    for outcome in outcomes_of(part):
        is_record = isinstance(outcome, Row | LeftOut | Elsewhere) or (
            isinstance(outcome, Refused) and outcome.lost is Lost.ROW
        )
        if is_record and outcome.row != before:
            before = outcome.row
            part.records += 1
            part.of_five += not isinstance(outcome, Elsewhere)
            if part.records % 10_000 == 0:
                progress(part.records, part.file.name)
        _count(part, outcome)
        if isinstance(outcome, Row):
            writers.table(outcome.table).write(outcome.values)
        elif isinstance(outcome, Refused):
            writers.refused(part.file, outcome)


def _count(part: Part, outcome: Outcome) -> None:
    match outcome:
        case Row():
            _count_row(part, outcome)
        case Refused():
            part.refused[outcome.lost.value] += 1
            part.rules[outcome.rule] += 1
        case LeftOut():
            part.left_out[outcome.why] += 1
        case Notice():
            part.notices[outcome.rule] += 1
        case NotData():
            part.not_data += 1
        case Question():
            part.questions.append(outcome)
        case Elsewhere():
            pass


def _count_row(part: Part, row: Row) -> None:
    part.rows[row.table] += 1
    if row.table != part.table:
        return
    values = row.values
    if len(part.preview) < MOST_PREVIEWED:
        part.preview.append(row)
    day = values.get(DAYS[row.table])
    if isinstance(day, date):
        first, last = part.days or (day, day)
        part.days = (min(first, day), max(last, day))
    part.countries[str(values.get(COUNTRIES.get(row.table, "currency")))] += 1
    if "event_type" in values:
        part.types[str(values["event_type"])] += 1


def _merge_all(draft: Draft, before: Path, writers: _Writers) -> None:
    """Write the draft's tables: merged where there are new rows, else as they were."""
    events: Winners | None = None
    for name in ("events", "figures", "covid_daily", "rates"):
        old, new = before / f"{name}.csv", writers.tables.get(name)
        if new is None and name == "figures" and events and old.is_file():
            new = writers.table(name)
        if new is None and name == "events" and not old.is_file():
            write_table(draft.folder / "events.csv", "events", ())
        elif new is not None:
            new.close()
            draft.merged[name], winners = merge(new, old, draft.folder / f"{name}.csv", events)
            events = winners if name == "events" else None
            new.file.unlink()
    for file in before.glob("*.csv"):
        if not (draft.folder / file.name).exists() and file.name != REFUSED:
            link_or_copy(file, draft.folder / file.name)
    for file in before.glob("datapackage.json"):
        link_or_copy(file, draft.folder / file.name)


def _add_origins(draft: Draft, before: Path, choices: Choices) -> None:
    """Write the rows of `sources` and `series` of what was read."""
    columns = columns_of("sources")
    rows = {row[0]: row for row in read_table(before / "sources.csv", "sources")}
    if not rows:
        rows = _lent_sources()
    for part in draft.parts:
        if part.recognised and part.rows:
            origin = part.recognised.format.origin
            values = _source(origin, part, choices)
            rows[origin.source_id] = [cell_text(values.get(name)) for name in columns]
    write_table(draft.folder / "sources.csv", "sources", rows.values())
    _add_series(draft, before)


def _source(origin: Origin, part: Part, choices: Choices) -> dict[str, Value]:
    return {
        "source_id": origin.source_id,
        "title": origin.title,
        "publisher": choices.publisher or origin.publisher,
        "address": origin.address,
        "licence": origin.licence,
        "attribution": choices.publisher or origin.attribution,
        "redistributable": origin.may_be_passed_on,
        "retrieved": choices.retrieved,
        "sha256": part.sha256,
        "kind": "dataset",
    }


def _lent_sources() -> dict[str, list[str]]:
    """Return the sources of the tables that the app lends to a folder without them."""
    shipped = {row[0]: row for row in read_table(SHIPPED_FOLDER / "sources.csv", "sources")}
    named: set[str] = set()
    for table in ("covid_daily", "covid_breaks", "rates", "series", "official_rates", "countries"):
        columns = columns_of(table)
        at = next(place for place, name in enumerate(columns) if name.endswith("source_id"))
        named |= {row[at] for row in read_table(SHIPPED_FOLDER / f"{table}.csv", table)}
    return {source: row for source, row in shipped.items() if source in named}


def _add_series(draft: Draft, before: Path) -> None:
    """Say what the numbers of a series count; of a table that is now own, ours say nothing."""
    columns = columns_of("series")
    filled = {name for name in draft.merged if name in ("covid_daily", "rates")}
    if not filled:
        return
    own = before / "series.csv"
    rows = read_table(own if own.is_file() else SHIPPED_FOLDER / "series.csv", "series")
    table = columns.index("table")
    kept = {row[0]: row for row in rows if own.is_file() or row[table] not in filled}
    for part in draft.parts:
        if part.recognised and part.rows:
            for series in _series(part.recognised.format):
                kept[series["series_id"]] = [series[name] for name in columns]
    write_table(draft.folder / "series.csv", "series", kept.values())


def _series(known: Format) -> Iterator[dict[str, str]]:
    for series_id, table, measure, meaning in known.series:
        yield {
            "series_id": series_id,
            "table": table,
            "measure": measure,
            "source_id": known.origin.source_id,
            "meaning": meaning,
        }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
