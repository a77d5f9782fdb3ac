"""A file read into the new rows of a draft's tables, its counts and its faults.

The second half of a long table of text is read by a process of its own, at the same time.
"""

import csv
import gc
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import fields, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeGuard, cast

from dashboard.importing.parts import Counted, Part
from dashboard.importing.tables import Writer, columns_of, number_of
from dashboard.sources.format import ReadSpan, Recognised, Survey
from dashboard.sources.formats import format_named, outcomes_of
from dashboard.sources.reading.files import SourceFile, Torn, Unreadable, halves_of
from dashboard.sources.reading.outcomes import (
    Batch,
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
from dashboard.sources.reading.rules import rule_words
from dashboard.wording import say

REFUSED = "refused.csv"
REFUSED_COLUMNS = ("file", "sheet", "row", "column", "value", "lost", "rule", "offer", "meant")
MOST_PREVIEWED = 5
# The folder in which the second half of a long file is read.
SECOND = ".second"
DAYS = {"events": "event_date", "figures": "as_of", "covid_daily": "date", "rates": "date"}
COUNTRIES = {"events": "country", "figures": "country", "covid_daily": "iso_code"}


class Writers:
    """The files that new rows and faults are written to."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self.tables: dict[str, Writer] = {}
        opened = stack.enter_context((folder / REFUSED).open("w", encoding="utf-8", newline=""))
        self._refused = csv.writer(opened)
        self._refused.writerow(REFUSED_COLUMNS)

    def follow(self, others: "Mapping[str, Writer]", refused: Path) -> None:
        """Put the rows and faults of writers that are done behind these."""
        for name, writer in others.items():
            self.table(name).follow(writer)
        with refused.open(encoding="utf-8", newline="") as read:
            self._refused.writerows(islice(csv.reader(read), 1, None))

    def table(self, name: str) -> Writer:
        """Return the writer of a table."""
        writer = self.tables.get(name)
        if writer is None:
            file = self.folder / f".new-{name}.csv"
            writer = self.tables[name] = Writer(name, file, columns_of(name))
            self._stack.callback(writer.close)
        return writer

    def refused(self, file: SourceFile, fault: Refused) -> None:
        """Write a fault."""
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


def read_part(part: Part, writers: Writers) -> None:
    """Read a file, or a sheet of it. Raises `OSError`."""
    known = part.recognised.format if part.recognised else None
    if known and known.read_span and cores() > 1 and (halves := halves_of(part.file)):
        folder = writers.folder / SECOND
        folder.mkdir()
        if _read_halves(part, (known.key, known.read_span), halves, writers):
            return
        shutil.rmtree(folder)
    _take(part, outcomes_of(part.file, known, part.choices), writers)


def cores() -> int:
    """Return how many processes can work at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_halves(
    part: Part, how: tuple[str, ReadSpan], halves: Sequence[SourceFile], writers: Writers
) -> bool:
    """Read both halves of a file at the same time; False where they are not what they seem."""
    (key, read), (first, second) = how, halves
    surveyed: list[object] = []
    with _helper() as helper:

        def exchange(own: Survey) -> list[Survey]:
            """Give the helper what this half tells; return it with what the other does."""
            both = [own, helper.answer()]
            helper.tell(own)
            surveyed.extend(both)
            return both

        try:
            helper.tell((key, second, part.choices, writers.folder))
            _take(part, read(first, part.choices, exchange), writers)
        except (Torn, Unreadable) as trouble:
            if not surveyed:
                return False
            # Both halves were read once without this: rows of it are written already.
            raise OSError(say("the file was changed while it was read")) from trouble
        try:
            counted, tables = helper.answer()
        except Torn as trouble:
            raise ChildProcessError(say("reading half of the file was cut short")) from trouble
    part.add(counted)
    writers.follow(tables, writers.folder / SECOND / REFUSED)
    if not (part.records or part.refused):
        _count(part, fault := Refused(Lost.FILE, 0, "", "", "no_rows"))
        writers.refused(part.file, fault)
    return True


class _Helper(NamedTuple):
    """The pipes to the process that reads the other half of a file."""

    there: IO[bytes]
    back: IO[bytes]

    def tell(self, what: object) -> None:
        """Tell it something. Raises `Torn` when it is there no more."""
        try:
            pickle.dump(what, self.there)
            self.there.flush()
        except BrokenPipeError as trouble:
            raise Torn from trouble

    def answer(self) -> Any:
        """Return what it tells. Raises the trouble that it has met, `Torn` when it has ended."""
        try:
            reply = pickle.load(self.back)  # noqa: S301 - of a process of ours
        except (EOFError, pickle.UnpicklingError) as trouble:
            raise Torn from trouble
        if isinstance(reply, Exception):
            raise reply
        return reply


@contextmanager
def _helper() -> Iterator[_Helper]:
    """Start a process that reads the second half; it ends with the block, however that ends."""
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": paths},
        # Ctrl-C is for the one who waits: it ends the other.
        start_new_session=True,
    ) as process:
        try:
            yield _Helper(cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout))
        finally:
            process.kill()


def _help() -> None:
    """Read the second half of a file for the process that has started this one."""
    gc.disable()
    helper, parent = _Helper(os.fdopen(os.dup(1), "wb"), sys.stdin.buffer), os.getppid()
    os.dup2(2, 1)

    def still_asked(share: float) -> None:
        if os.getppid() != parent:
            os._exit(1)

    def exchange(own: Survey) -> list[Survey]:
        helper.tell(own)
        return [helper.answer(), own]

    key, file, choices, folder = helper.answer()
    known = format_named(key)
    part = Part(replace(file, heard=still_asked), "", Recognised(known, ""), choices)
    try:
        with ExitStack() as stack:
            writers = Writers(folder / SECOND, stack)
            _take(part, cast("ReadSpan", known.read_span)(part.file, choices, exchange), writers)
        counted = Counted(**{each.name: getattr(part, each.name) for each in fields(Counted)})
        reply: object = (counted, writers.tables)
    except OSError as trouble:
        reply = trouble
    except (Torn, Unreadable):
        reply = Torn()
    # Who has asked may be gone.
    with suppress(Torn):
        helper.tell(reply)


def _take(part: Part, outcomes: Iterable[Outcome], writers: Writers) -> None:
    """Count and write what reading gives."""
    before = -1
    for outcome in outcomes:
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
        part.count_days(day)
    part.countries[str(values.get(COUNTRIES.get(row.table, "currency")))] += 1
    if "event_type" in values:
        part.kinds[str(values["event_type"]), str(values["sub_event_type"])] += 1


def _count_batch(part: Part, batch: Batch) -> None:
    part.rows[batch.table] += len(batch.rows)
    if batch.table != part.table:
        return
    part.records += len(batch.rows)
    part.of_five += len(batch.rows)
    days, columns = batch.columns[DAYS[batch.table]], batch.columns
    part.count_days(date.fromisoformat(min(days)), date.fromisoformat(max(days)))
    part.countries.update(columns[COUNTRIES[batch.table]])
    part.kinds.update(zip(columns["event_type"], columns["sub_event_type"], strict=True))


if __name__ == "__main__":
    _help()
