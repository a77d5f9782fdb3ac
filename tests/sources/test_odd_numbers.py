"""Numbers and letters that no file should hold: each is a fault or a word, none stops an import."""

import json
from pathlib import Path
from typing import Any

import pytest
from source_files import ACLED, CHOICES, DESK, table

from dashboard.importing.drafts import make_draft
from dashboard.sources.reading.numbers import read_count

ODD: list[tuple[dict[str, Any], int]] = [
    ({"timestamp": 10**30}, 0),
    ({"timestamp": float("nan")}, 0),
    ({"fatalities": float("inf")}, 1),
    ({"fatalities": 10**40}, 1),
    ({"latitude": 10**400}, 1),
    ({"longitude": float("-inf")}, 1),
    ({"event_date": float("nan")}, 1),
    ({"notes": "half a letter \ud800 here"}, 0),
    ({"event_id_cnty": "KGZ\ud800"}, 0),
]


def drafted(folder: Path, name: str, data: bytes) -> tuple[int, int]:
    """Return how many events a file gives, and how many faults."""
    (folder / name).write_bytes(data)
    draft = make_draft([folder / name], folder / "target", folder, CHOICES)
    return draft.parts[0].rows["events"], draft.faults


@pytest.mark.parametrize(("changed", "wrong"), ODD, ids=str)
def test_an_answer_of_the_api_may_hold_anything(
    tmp_path: Path, changed: dict[str, Any], wrong: int
) -> None:
    rows = [ACLED, ACLED | {"event_id_cnty": "KGZ2"} | changed]
    data = json.dumps({"success": True, "status": 200, "data": rows}).encode()
    events, found = drafted(tmp_path, "acled.json", data)
    assert found == wrong
    assert events == 2 - ("event_date" in changed)


@pytest.mark.parametrize("printed", ["9" * 400, "9" * 6_000, f"{'9' * 400} thousand", "1e999"])
def test_a_number_of_people_beyond_all_bounds_is_a_word(tmp_path: Path, printed: str) -> None:
    row = DESK | {"participants": printed, "detained": printed}
    assert drafted(tmp_path, "desk.csv", table([DESK | {"event_id": "desk:b"}, row])) == (2, 0)


def test_no_number_is_no_count() -> None:
    assert read_count(float("nan")) is None
    endless = read_count(float("inf"))
    assert endless and (endless.best, endless.as_reported) == (None, "inf")
