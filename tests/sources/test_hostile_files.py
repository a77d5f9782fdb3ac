"""Files that were cut, mangled or doubled: every one is read or refused, in little time."""

import random
import time
from pathlib import Path

import pytest
from mangled_files import FILES, lost_rows, mangled
from source_files import CHOICES

from dashboard.sources.formats import outcomes_of, recognise
from dashboard.sources.reading.files import look_at
from dashboard.sources.reading.outcomes import Row

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
