"""Made-up files for the readers: nothing in them happened."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dashboard.sources.formats import recognise
from dashboard.sources.reading.files import look_at, parts_of
from dashboard.sources.reading.outcomes import (
    Batch,
    Choices,
    Deleted,
    Elsewhere,
    LeftOut,
    NotData,
    Notice,
    Outcome,
    Question,
    Refused,
    Row,
    Values,
)

CHOICES = Choices(retrieved=date(2024, 5, 1))
ACLED = {
    "event_id_cnty": "KGZ1",
    "event_date": "03 June 2023",
    "year": "2023",
    "time_precision": "1",
    "event_type": "Protests",
    "sub_event_type": "Peaceful protest",
    "actor1": "Protesters (Kyrgyzstan)",
    "inter1": "6",
    "actor2": "",
    "inter2": "0",
    "iso": "417",
    "country": "Kyrgyzstan",
    "admin1": "Osh",
    "location": "Osh",
    "latitude": "40.5283",
    "longitude": "72.7985",
    "geo_precision": "1",
    "source": "Valley Post",
    "notes": "Gardeners asked for water.",
    "fatalities": "0",
    "tags": "",
    "timestamp": "1688750715",
}
DESK = {
    "event_id": "desk:a1",
    "event_date": "2020-06-03",
    "country": "KGZ",
    "location": "Osh",
    "latitude": "40.5283",
    "longitude": "72.7985",
    "event_type": "Protests",
    "sub_event_type": "Peaceful protest",
    "participants": "about 40",
    "detained": "2",
}


@dataclass
class Reading:
    """All outcomes of a short file, by kind."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    not_data: list[NotData] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)
    deleted: list[Deleted] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def table(self, name: str) -> list[Values]:
        """Return the values of the rows for one of our tables."""
        return [row.values for row in self.rows.get(name, [])]


def gather(outcomes: Iterable[Outcome]) -> Reading:
    """Put the outcomes of a short file together."""
    reading = Reading()
    by_kind = {
        Refused: reading.refused,
        LeftOut: reading.left_out,
        NotData: reading.not_data,
        Elsewhere: reading.elsewhere,
        Deleted: reading.deleted,
        Notice: reading.notices,
        Question: reading.questions,
    }
    for outcome in outcomes:
        if isinstance(outcome, Row):
            reading.rows.setdefault(outcome.table, []).append(outcome)
        elif isinstance(outcome, Batch):
            told = zip(*outcome.columns.values(), strict=True)
            reading.rows.setdefault(outcome.table, []).extend(
                Row(outcome.table, row, dict(zip(outcome.columns, cells, strict=True)))
                for row, cells in zip(outcome.rows, told, strict=True)
            )
        else:
            by_kind[type(outcome)].append(outcome)
    return reading


def table(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    """Return rows as a file of CSV with the names of the first as its header."""
    text = io.StringIO()
    written = csv.DictWriter(text, [*rows[0]], delimiter=delimiter, lineterminator="\n")
    written.writeheader()
    written.writerows(rows)
    return text.getvalue().encode()


def read(
    folder: Path, data: bytes, name: str = "file.csv", choices: Choices = CHOICES
) -> tuple[str, Reading]:
    """Return the key of the format that a file is taken for, and all that it gives."""
    path = folder / name
    path.write_bytes(data)
    for part in parts_of(look_at(path)):
        if known := recognise(part):
            assert known.why
            return known.format.key, gather(known.format.read(part, choices))
    raise AssertionError("no format knows the file")


def faults(reading: Reading) -> list[tuple[str, int, str, str, str]]:
    """Return what is refused, short."""
    return [(f.lost.value, f.row, f.column, f.value, f.rule) for f in reading.refused]
