"""Files that were cut, mangled or doubled: every one is read or refused, in little time."""

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from source_files import ACLED, CHOICES, DESK, table

from dashboard.sources.files import Unreadable, look_at, parts_of
from dashboard.sources.formats import outcomes_of, recognise
from dashboard.sources.outcomes import Row, gather

TAGS = b"#event+id,#date+occurred,#country+code,#loc+name,#geo+lat,#geo+lon,#event+type,,,\n"
DESK_LINES = table([DESK | {"event_id": f"desk:{n}"} for n in range(12)])
FILES = {
    "acled.csv": table([ACLED | {"event_id_cnty": f"KGZ{n}"} for n in range(12)]),
    "acled.json": json.dumps({"success": True, "status": 200, "data": [ACLED] * 3}).encode(),
    "desk.csv": DESK_LINES,
    "russian.csv": DESK_LINES.decode().replace("Osh", "Ош, посёлок").encode("cp1251"),
    "tags.csv": DESK_LINES.replace(b"\n", b"\n" + TAGS, 1),
    "gdelt.csv": b"\t".join([b"5", b"20160611", *[b""] * 24, b"190", *[b""] * 31]) + b"\n",
    "rates.xml": b'<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="16.06.2022"/>',
}
Mangling = Callable[[bytes, random.Random], bytes]
SECONDS, MANY = 8, 300


def _cut(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _put_in(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data) + 1)
    return data[:at] + draw.randbytes(draw.randrange(1, 30)) + data[at:]


def _nul(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data) + 1)
    return data[:at] + b"\0" * 3 + data[at:]


def _header_again(data: bytes, draw: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(draw.randrange(len(lines) + 1), lines[0])
    return b"\n".join(lines)


def _shuffled(data: bytes, draw: random.Random) -> bytes:
    lines = data.split(b"\n")
    draw.shuffle(lines)
    return b"\n".join(lines)


def _other_encoding(data: bytes, draw: random.Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    return text.encode(draw.choice(["utf-16", "cp1251", "koi8-r", "utf-32"]), errors="replace")


def _huge_cell(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data) + 1)
    return data[:at] + b"x" * 5_000_000 + data[at:]


def _many_columns(data: bytes, draw: random.Random) -> bytes:
    return data.replace(b"\n", b"," * 20_000 + b"\n", draw.randrange(1, 3))


def _other_marks(data: bytes, draw: random.Random) -> bytes:
    return data.replace(b",", draw.choice([b";", b'"', b"|", b"\t"]), draw.randrange(1, 60))


def _other_beginning(data: bytes, draw: random.Random) -> bytes:
    return draw.choice([b"PK\3\4", b"<html>", b"[", b"<?xml ", b"PAR1"]) + data


MANGLINGS: list[Mangling] = [
    *(_cut, _put_in, _nul, _header_again, _shuffled, _other_encoding),
    *(_huge_cell, _many_columns, _other_marks, _other_beginning),
]


def _read(path: Path, name: str) -> int:
    """Read a file by whatever format knows it; return how many rows it gave."""
    file = look_at(path, name)
    rows = 0
    for part in [] if file.refusal else parts_of(file):
        try:
            if known := recognise(part):
                reading = gather(outcomes_of(part, known.format, CHOICES))
                rows += sum(len(each) for each in reading.rows.values())
                told = [*reading.refused, *reading.left_out, *reading.not_data]
                assert rows or told or reading.elsewhere
        except Unreadable as trouble:
            assert trouble.refused.rule
    return rows


@pytest.mark.parametrize("name", FILES)
def test_mangled_files_are_read_or_refused(tmp_path: Path, name: str) -> None:
    draw = random.Random(f"mangled {name}")  # noqa: S311 - no secret
    path = tmp_path / name
    for _ in range(MANY // len(FILES)):
        data = FILES[name]
        for mangling in draw.choices(MANGLINGS, k=draw.randrange(1, 3)):
            data = mangling(data, draw)
        path.write_bytes(data)
        started = time.process_time()
        _read(path, name)
        assert time.process_time() - started < SECONDS, data[:200]


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
