"""Files that were cut, mangled or doubled: every one is read or refused, in little time."""

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from mangled_files import FILES, lost_rows, mangled
from source_files import CHOICES

from dashboard.sources.format import Format
from dashboard.sources.formats import FORMATS, format_named, outcomes_of, recognise
from dashboard.sources.reading.files import look_at
from dashboard.sources.reading.outcomes import Batch, Lost, Refused, Row
from dashboard.sources.reading.rules import rule_words

SECONDS, MANY = 8, 300


@pytest.mark.parametrize("name", FILES)
def test_mangled_files_are_read_or_refused(tmp_path: Path, name: str) -> None:
    draw = random.Random(f"mangled {name}")  # noqa: S311 - no secret
    path = tmp_path / name
    for number in range(MANY // len(FILES)):
        path.write_bytes(data := mangled(FILES[name], draw))
        started = time.process_time()
        lost = lost_rows(path, name, draw if number % 10 == 9 else None)
        assert time.process_time() - started < SECONDS, data[:200]
        assert not lost, data[:2000]


def test_no_row_goes_without_a_word(tmp_path: Path) -> None:
    """Of a cut file each record is a row, or there is a fault that names it."""
    path = tmp_path / "acled.csv"
    whole = FILES["acled.csv"]
    for end in range(len(whole) - 400, len(whole), 7):
        path.write_bytes(whole[:end])
        file = look_at(path)
        known = recognise(file)
        assert known
        outcomes = [*outcomes_of(file, known.format, CHOICES)]
        told = {each.row for each in outcomes if getattr(each, "row", 0) > 1}
        assert told == set(range(2, whole[:end].count(b"\n") + (whole[end - 1] != 10) + 1))
        assert any(isinstance(each, Row) for each in outcomes)


@pytest.mark.parametrize("known", FORMATS, ids=lambda each: each.key)
def test_a_file_handed_in_as_another_format_gives_no_row_and_no_crash(
    tmp_path: Path, known: Format
) -> None:
    others = (b"when,rate\n2020-06-03,74.5\n", b'[{"when": "2020-06-03"}]', b"<rss><item/></rss>")
    for data in others:
        path = tmp_path / "file"
        path.write_bytes(data)
        choices = replace(CHOICES, currency="KGS", country="KGZ")
        told = [*outcomes_of(look_at(path, "03-15-2020.csv"), known, choices)]
        assert told and not any(isinstance(each, Row | Batch) for each in told)


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_bytes(b"date,confirmed,deaths\n2020-06-03,1,1\n")
    (fault,) = outcomes_of(look_at(path), format_named("kz_hourly"), CHOICES)
    assert fault == Refused(Lost.FILE, 0, "region", "", "no_such_column")
    assert rule_words("no_such_column") == "the file has no such column: it is of another format"
