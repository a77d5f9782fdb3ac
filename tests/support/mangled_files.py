"""Files of many formats that were cut, mangled, doubled or changed while they are read.

`read` goes the way of an import and says which rows it lost without a word, if any.
"""

import io
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from made_acled import COLUMNS, acled_rows
from source_files import ACLED, CHOICES, DESK, table

from dashboard.sources.desk import layout_of
from dashboard.sources.formats import outcomes_of, recognise
from dashboard.sources.reading.files import Content, SourceFile, Unreadable, look_at, parts_of
from dashboard.sources.reading.outcomes import Batch, Lost, Outcome, Question, Refused

TAGS = b"#event+id,#date+occurred,#country+code,#loc+name,#geo+lat,#geo+lon,#event+type,,,\n"
DESK_LINES = table([DESK | {"event_id": f"desk:{n}"} for n in range(12)])
TOTALS = [
    {"iso_code": "KAZ", "location": "Kazakhstan", "date": f"2020-06-{day:02}", "total_cases": "9"}
    for day in range(1, 20)
]
Mangling = Callable[[bytes, random.Random], bytes]
HUGE, WIDE = 5_000_000, 20_000


def _parquet() -> bytes:
    into = io.BytesIO()
    pq.write_table(pa.table({name: [cell] * 50 for name, cell in ACLED.items()}), into)
    return into.getvalue()


FILES = {
    "acled.csv": table([ACLED | {"event_id_cnty": f"KGZ{n}"} for n in range(12)]),
    "acled.json": json.dumps({"success": True, "status": 200, "data": [ACLED] * 3}).encode(),
    "acled_odd.csv": table(
        [dict(zip(COLUMNS, cells, strict=True)) for cells in acled_rows(90, odd_every=2)]
    ),
    "desk.csv": DESK_LINES,
    "russian.csv": DESK_LINES.decode().replace("Osh", "Ош, посёлок").encode("cp1251"),
    "tags.csv": DESK_LINES.replace(b"\n", b"\n" + TAGS, 1),
    "owid.csv": table(TOTALS),
    "gdelt.csv": b"\t".join([b"5", b"20160611", *[b""] * 24, b"190", *[b""] * 31]) + b"\n",
    "rates.xml": b'<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="16.06.2022"/>',
    "events.parquet": _parquet(),
}


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
    return data[:at] + b"x" * HUGE + data[at:]


def _many_columns(data: bytes, draw: random.Random) -> bytes:
    return data.replace(b"\n", b"," * WIDE + b"\n", draw.randrange(1, 3))


def _other_marks(data: bytes, draw: random.Random) -> bytes:
    return data.replace(b",", draw.choice([b";", b'"', b"|", b"\t"]), draw.randrange(1, 60))


def _other_beginning(data: bytes, draw: random.Random) -> bytes:
    return draw.choice([b"PK\3\4", b"<html>", b"[", b"<?xml ", b"PAR1", b"\xff\xfe"]) + data


def _other_bytes(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randrange(1, 40)):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _numbers(data: bytes, draw: random.Random) -> bytes:
    """Put numbers that no computer counts on in the place of a number."""
    odd = draw.choice([b"1e999", b"-1", b"9" * 400, b"NaN", b"0x1F", b"1_000", "٣".encode()])
    return data.replace(draw.choice([b"1", b"2", b"40.5283", b"0"]), odd, draw.randrange(1, 6))


MANGLINGS: tuple[Mangling, ...] = (
    *(_cut, _put_in, _nul, _header_again, _shuffled, _other_encoding, _other_marks),
    *(_other_beginning, _other_bytes, _numbers, _huge_cell, _many_columns),
)


def mangled(data: bytes, draw: random.Random) -> bytes:
    """Return a file mangled once or twice."""
    for mangling in draw.choices(MANGLINGS, k=draw.randrange(1, 3)):
        data = mangling(data, draw)
    return data


class Changing:
    """Changes a file as soon as some of it was read: cuts it, or puts more behind."""

    def __init__(self, path: Path, draw: random.Random) -> None:
        self._path, self._draw = path, draw
        self._after = draw.randrange(1, 6)

    def __call__(self, share: float) -> None:
        """Change the file once, whatever the share."""
        self._after -= 1
        if self._after == 0:
            data = self._path.read_bytes()
            self._path.write_bytes(self._draw.choice([_cut, _put_in, _shuffled])(data, self._draw))


def lost_rows(path: Path, name: str, draw: random.Random | None = None) -> set[int]:
    """Read a file as an import does; return the rows of which nothing at all is said.

    With `draw` the file is changed while it is read; then nothing is counted.
    """
    file = look_at(path, name)
    if draw:
        file = replace(file, heard=Changing(path, draw))
    lost: set[int] = set()
    for part in [] if file.refusal else parts_of(file):
        try:
            if known := recognise(part):
                outcomes = list(outcomes_of(part, known.format, CHOICES))
                if not draw:
                    lost |= _unsaid(part, outcomes)
        except Unreadable as trouble:
            assert trouble.refused.rule
    return lost


def _unsaid(part: SourceFile, outcomes: Iterable[Outcome]) -> set[int]:
    told: set[int] = set()
    for each in outcomes:
        if isinstance(each, Refused) and each.lost is Lost.FILE:
            return set()
        if isinstance(each, Batch):
            told.update(each.rows)
        elif not isinstance(each, Question):
            told.add(each.row)
    if part.content not in (Content.TABLE, Content.WORKBOOK):
        return set()
    layout = layout_of(part, CHOICES)  # of a desk's table the header may stand further down
    header = layout.header.row if layout else 0
    filled = {row for row, cells in part.rows() if any(cells)}
    return {row for row in filled - told - {header} if row > min(told, default=0)}
