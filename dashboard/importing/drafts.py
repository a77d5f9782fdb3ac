"""Files read into the tables of a draft, and all that a person wants to know before it is written.

A draft is a folder beside the data; `versions.publish` makes it the data.
"""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeGuard

from dashboard.engine.address import current_version
from dashboard.importing.origins import write_origins
from dashboard.importing.parts import Part
from dashboard.importing.profiles import with_profile
from dashboard.importing.steps import Progress, Stage, Step, unheard
from dashboard.importing.tables import (
    Merged,
    Winners,
    Writer,
    columns_of,
    merge,
    number_of,
    write_table,
)
from dashboard.importing.versions import in_use, link_or_copy
from dashboard.sources.files import SourceFile, Unreadable, look_at, parts_of
from dashboard.sources.format import Recognised
from dashboard.sources.formats import format_named, outcomes_of, recognise
from dashboard.sources.outcomes import (
    Batch,
    Choices,
    Deleted,
    Elsewhere,
    LeftOut,
    Lost,
    NotData,
    Notice,
    Outcome,
    Question,
    Refused,
    Row,
)
from dashboard.sources.rules import rule_words
from dashboard.wording import say

REFUSED = "refused.csv"
REFUSED_COLUMNS = ("file", "sheet", "row", "column", "value", "lost", "rule", "offer", "meant")
MOST_PREVIEWED = 5
DAYS = {"events": "event_date", "figures": "as_of", "covid_daily": "date", "rates": "date"}
COUNTRIES = {"events": "country", "figures": "country", "covid_daily": "iso_code"}


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
    def removed(self) -> int:
        """How many events go, which their source has taken back."""
        return self.merged["events"].removed if "events" in self.merged else 0

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

    def notes(
        self, who: str, fetched: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    ) -> dict[str, object]:
        """Return what the ledger keeps of it; `fetched` says of a file's name where it is from."""
        files = [
            {
                "name": part.file.name,
                "sheet": part.file.sheet,
                "sha256": part.sha256,
                "bytes": part.file.path.stat().st_size,
                "format": part.recognised.format.key if part.recognised else "",
                "rows": dict(part.rows),
                "refused": dict(part.refused),
                **fetched.get(part.file.name, {}),
            }
            for part in self.parts
        ]
        counts = {name: vars(each) for name, each in self.merged.items()}
        return {"who": who, "files": files, "counts": counts}


def make_draft(
    paths: Sequence[Path],
    target: Path,
    folder: Path,
    choices: Choices,
    named: str = "",
    progress: Progress = unheard,
) -> Draft:
    """Read files into the folder of a draft, merged with what `target` holds.

    `named` is the format to take, whatever a file looks like. `progress` may end the work by an
    exception. Raises `OSError`.
    """
    before = current_version(target)
    draft = Draft(folder, in_use(target), [], {})
    with ExitStack() as stack:
        writers = _Writers(folder, stack)
        for path in paths:
            told = _Told(path.name, progress)
            file, digest = replace(look_at(path), heard=told), _sha256(path)
            for part in parts_of(file):
                said = choices if part.refusal else with_profile(target, part, choices)
                known = None if part.refusal else _format_of(part, named, said is not choices)
                if not known and len(file.sheets) > 1 and part.sheet:
                    continue  # a sheet of notes beside the tables
                draft.parts.append(Part(part, digest, known, said))
                told.of.append(draft.parts[-1])
            if not any(part.file.path == path for part in draft.parts):
                draft.parts.append(Part(file, digest, None, choices))
        for part in draft.parts:
            _read(part, writers)
        _merge_all(draft, before, writers, progress)
    write_origins(draft.folder, draft.parts, before, set(draft.merged))
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


@dataclass
class _Told:
    """Tells which share of a file is gone through, and how many records its parts have given."""

    name: str
    progress: Progress
    of: list[Part] = field(default_factory=list)

    def __call__(self, share: float) -> None:
        records = sum(part.records for part in self.of)
        stage = Stage.READING if records else Stage.LOOKING
        self.progress(Step(stage, self.name, records, share))


class _Writers:
    """The files that new rows and faults are written to."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self.tables: dict[str, Writer] = {}
        opened = stack.enter_context((folder / REFUSED).open("w", encoding="utf-8", newline=""))
        self._refused = csv.writer(opened)
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


def _read(part: Part, writers: _Writers) -> None:
    before = -1
    known = part.recognised.format if part.recognised else None
    for outcome in outcomes_of(part.file, known, part.choices):
        if isinstance(outcome, Batch):
            _count_batch(part, outcome)
            writers.table(outcome.table).write_many(len(outcome.rows), outcome.columns)
        elif isinstance(outcome, Elsewhere):
            part.records += outcome.records
        else:
            if _is_record(outcome) and outcome.row != before:
                before = outcome.row
                part.records += 1
                part.of_five += 1
            _count(part, outcome)
            if isinstance(outcome, Row):
                writers.table(outcome.table).write(outcome.values)
            elif isinstance(outcome, Deleted):
                writers.table("events").deleted.add(number_of([outcome.event_id]))
            elif isinstance(outcome, Refused):
                writers.refused(part.file, outcome)


def _is_record(outcome: Outcome) -> TypeGuard[Row | LeftOut | Refused]:
    if isinstance(outcome, Refused):
        return outcome.lost is Lost.ROW
    return isinstance(outcome, (Row, LeftOut))


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
        case Deleted():
            part.deleted += 1
        case Question():
            part.questions.append(outcome)
        case Batch() | Elsewhere():
            pass  # counted by many


def _count_row(part: Part, row: Row) -> None:
    part.rows[row.table] += 1
    if row.table != part.table:
        return
    values = row.values
    if len(part.preview) < MOST_PREVIEWED:
        part.preview.append(row)
    day = values.get(DAYS[row.table])
    if isinstance(day, date):
        _count_days(part, day, day)
    part.countries[str(values.get(COUNTRIES.get(row.table, "currency")))] += 1
    if "event_type" in values:
        part.kinds[str(values["event_type"]), str(values["sub_event_type"])] += 1


def _count_batch(part: Part, batch: Batch) -> None:
    part.rows[batch.table] += len(batch.rows)
    if batch.table != part.table:
        return
    part.records += len(batch.rows)
    part.of_five += len(batch.rows)
    told, columns = batch.columns[DAYS[batch.table]], batch.columns
    _count_days(part, date.fromisoformat(min(told)), date.fromisoformat(max(told)))
    part.countries.update(columns[COUNTRIES[batch.table]])
    part.kinds.update(zip(columns["event_type"], columns["sub_event_type"], strict=True))


def _count_days(part: Part, first: date, last: date) -> None:
    known = part.days or (first, last)
    part.days = (min(first, known[0]), max(last, known[1]))


def _merge_all(draft: Draft, before: Path, writers: _Writers, progress: Progress) -> None:
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
            draft.merged[name], winners = merge(
                new, old, draft.folder / f"{name}.csv", events, progress
            )
            events = winners if name == "events" else None
            new.file.unlink()
    for file in before.glob("*.csv"):
        if not (draft.folder / file.name).exists() and file.name != REFUSED:
            link_or_copy(file, draft.folder / file.name)
    for file in before.glob("datapackage.json"):
        link_or_copy(file, draft.folder / file.name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
