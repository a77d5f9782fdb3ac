"""ACLED's CSV read many rows at once gives what it gives row by row: rows, faults, their order."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from made_acled import COLUMNS, ODD, acled_rows
from source_files import CHOICES, table

from dashboard.sources.formats import format_named
from dashboard.sources.reading.files import look_at
from dashboard.sources.reading.outcomes import Batch, Elsewhere, Notice, Outcome, Row, cell_text

ACLED = format_named("acled")
LEFT_OUT = (("event_date", "timestamp"), ("tags",), ("admin1", "iso"), ("fatalities", "notes"))


def told(outcomes: Iterable[Outcome]) -> dict[str, list[tuple[object, ...]]]:
    """Return all that outcomes say, in order; of many rows at once each for itself."""
    said: dict[str, list[tuple[object, ...]]] = {"elsewhere": []}
    for each in outcomes:
        if isinstance(each, Batch):
            for number, *cells in zip(each.rows, *each.columns.values(), strict=True):
                values = dict(zip(each.columns, cells, strict=True))
                said.setdefault(each.table, []).append((number, values))
        elif isinstance(each, Row):
            values = {name: cell_text(value) for name, value in each.values.items()}
            said.setdefault(each.table, []).append((each.row, values))
        elif isinstance(each, Elsewhere):
            said["elsewhere"] += [()] * each.records
        else:
            kind = "notices" if isinstance(each, Notice) else "others"
            said.setdefault(kind, []).append((type(each).__name__, repr(each)))
    said["notices"] = sorted(said.get("notices", []), key=str)
    return said


def made(count: int, seed: int, leaving_out: tuple[str, ...] = ()) -> bytes:
    rows = [
        {name: cell for name, cell in zip(COLUMNS, cells, strict=True) if name not in leaving_out}
        for cells in acled_rows(count, seed, odd_every=3)
    ]
    return table(rows)


def assert_same(path: Path, data: bytes) -> dict[str, list[tuple[object, ...]]]:
    path.write_bytes(data)
    file = look_at(path)
    assert ACLED.read_span
    many = told(ACLED.read_span(file, CHOICES, lambda own: [own]))
    assert many == told(ACLED.read(file, CHOICES))
    return many


def test_many_rows_at_once_give_what_each_gives(tmp_path: Path) -> None:
    said = assert_same(tmp_path / "acled.csv", made(20_500, 1))
    assert len(said["events"]) > 10_000 and len(said["figures"]) > 5_000
    assert len({repr(each) for each in said["others"]}) > 2 * len(ODD)
    assert len(said["elsewhere"]) > 100


@pytest.mark.parametrize("leaving_out", LEFT_OUT, ids=" ".join)
def test_columns_may_be_missing(tmp_path: Path, leaving_out: tuple[str, ...]) -> None:
    assert_same(tmp_path / "acled.csv", made(400, 2, leaving_out))


def test_mangled_tables_give_the_same_both_ways(tmp_path: Path) -> None:
    draw = random.Random(5)  # noqa: S311 - no secret
    whole = made(150, 3)
    for _ in range(40):
        data = whole
        for _ in range(draw.randrange(1, 4)):
            at = draw.randrange(len(data))
            header, _, rest = data.partition(b"\n")
            data = draw.choice(
                [
                    data[:at],
                    data[:at] + draw.randbytes(5) + data[at:],
                    data[:at] + b"\0\0" + data[at:],
                    data[:at] + b'"' + data[at + 1 :],
                    data[:at] + b"\n" + data[at:],
                    data[:at] + b",," + data[at:],
                    data + header + b"\n" + rest[:at],
                    header + b"\n#date,#country" + b"," * (len(COLUMNS) - 2) + b"\n" + rest,
                    data.replace(b"\n", b"\r\n"),
                    data.replace(b",", b";"),
                    data.decode("utf-8", "replace").encode("utf-16"),
                ]
            )
        assert_same(tmp_path / "acled.csv", data)


def test_what_is_kept_may_be_let_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("dashboard.sources.acled_batches.MOST_KEPT", 3)
    assert_same(tmp_path / "acled.csv", made(600, 4))
