"""A made-up data package coded from the made-up document beside the tests.

Whoever tests with it may damage either: both are written into a folder of the test's own.
"""

import csv
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboard.datapackage.store import SHIPPED_FOLDER, shipped_descriptor

DOCUMENTS = Path(__file__).parent / "documents"
FILE = "made_up.txt"
BYTES = (DOCUMENTS / FILE).read_bytes()
TEXT = BYTES.decode("utf-8")
LINES = [line for line in TEXT.splitlines() if line.strip()]
GULLS, FERRYMEN, TAKEN, BOARD, TERM, OIL = (f"port-lantern:{n}" for n in range(1, 7))
EVENT = "KAZ-2021-03-03-01"

SOURCE = {
    "source_id": "port-lantern",
    "title": "Notes from Port Lantern",
    "publisher": "The Lantern <b>Gazette</b>",
    "published": "2021-03",
    "address": "https://example.org/lantern",
    "licence": "CC0 1.0",
    "redistributable": "true",
    "retrieved": "2021-04-01",
    "sha256": hashlib.sha256(BYTES).hexdigest(),
    "paragraph_count": len(LINES),
    "character_count": len(TEXT),
    "footnote_count": 4,
    "kind": "document",
}


def place(words: str, footnotes: str = "") -> dict[str, object]:
    """Return the locator of words that stand once in the document."""
    assert TEXT.count(words) == 1, words
    start = TEXT.index(words)
    paragraph = next(index for index, line in enumerate(LINES, start=1) if words in line)
    return {
        "source_id": "port-lantern",
        "paragraph": paragraph,
        "footnotes": footnotes,
        "char_start": start,
        "char_end": start + len(words),
    }


def figure(key: str, words: str, value: object, **other: object) -> dict[str, object]:
    row: dict[str, object] = {
        "figure_id": key,
        "country": "KAZ",
        "as_of": "2021-03-03",
        "measure": "count",
        "low": value,
        "best": value,
        "high": value,
        "unit": "item",
        "qualifier": "exact",
        "as_reported": words,
        "definition": "birds on the breakwater",
        "confidence": "high",
    }
    return row | other


def figures() -> list[dict[str, object]]:
    at_least = {"qualifier": "at_least", "best": "", "high": "", "event_id": EVENT}
    term = {"measure": "sentence_length", "unit": "month"}
    return [
        figure(GULLS, "21,819", 21819) | place("21,819", "1"),
        figure(FERRYMEN, "More than a hundred", 100, **at_least)
        | place("More than a hundred", "2")
        | {"measure": "participants", "unit": "person", "definition": "boatmen outside"},
        figure(TAKEN, "two", 2) | place("two of them", "2"),
        figure(BOARD, "seven", 7, definition='<script>alert("x")</script>') | place("seven gulls"),
        figure(TERM, "11 years and two months", 134, **term)
        | place("11 years and two months", "4"),
        figure(OIL, "2.6 million", 2600000) | place("2.6 million crowns", "4"),
    ]


def event() -> dict[str, object]:
    row = {
        "event_id": EVENT,
        "event_date": "2021-03-03",
        "end_date": "2021-03-03",
        "time_precision": 1,
        "date_basis": "stated",
        "status": "occurred",
        "event_type": "Protests",
        "sub_event_type": "Peaceful protest",
        "country": "KAZ",
        "title": "Ferrymen block a gate",
        "issue": "Economy and labour",
        "state_response": "detentions",
        "acled_eligible": "true",
        "confidence": "high",
    }
    return row | place("ferrymen stood at the gate until dusk", "2")


def write_package(
    folder: Path,
    changed: Mapping[str, Mapping[str, object]] | None = None,
    source: Mapping[str, object] | None = None,
) -> Path:
    """Write the package; `changed` has other values by the key of a figure or of the event."""
    changed = changed or {}
    rows = {
        "sources": [{**SOURCE, **(source or {})}],
        "events": [{**event(), **changed.get(EVENT, {})}],
        "figures": [{**row, **changed.get(str(row["figure_id"]), {})} for row in figures()],
    }
    folder.mkdir(exist_ok=True)
    for resource in shipped_descriptor()["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        _write(folder / resource["path"], names, rows.get(resource["name"], []))
    shutil.copy(SHIPPED_FOLDER / "datapackage.json", folder)
    return folder


def write_document(folder: Path, text: str = TEXT, name: str = "another name.txt") -> Path:
    """Write a document, the true one by default, and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text.encode())
    return folder


def _write(path: Path, names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="raise")
        writer.writeheader()
        writer.writerows(rows)
