"""Readings of locators that the check doubts: the rules of their table, and what they settle.

The doubts themselves are found in `locator_check`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.schema import Fault, Tables

FILE = "locator_reviews.csv"
FOOTNOTE_ELSEWHERE, NO_SHARED_WORD = "footnote_elsewhere", "no_shared_word"
KEYS = {"events": "event_id", "figures": "figure_id"}


@dataclass(frozen=True, order=True)
class Doubt(Fault):
    """A locator that wants a second look: `key` is its event or figure, `kind` what is doubted."""

    key: str
    kind: str

    @property
    def footnote(self) -> str:
        """The footnote doubted; blank where none is."""
        return self.value if self.kind == FOOTNOTE_ELSEWHERE else ""


@dataclass(frozen=True)
class Sorted:
    """Doubts that a reading settled, doubts still open, and readings without a doubt any more."""

    settled: list[Doubt]
    unread: list[Doubt]
    stale: list[Fault]


def sort_doubts(doubts: Iterable[Doubt], reviews: pd.DataFrame, checked: set[str]) -> Sorted:
    """Set doubts beside the readings of them; only the verdict "right" settles a doubt.

    `checked` are the keys whose document was there: a reading of another row is not called stale.
    """
    found = sorted(doubts)
    verdicts = {of: row["verdict"] for _, of, row in _readings(reviews)}
    settled = [each for each in found if verdicts.get(_doubted(each)) == "right"]
    raised = {_doubted(each) for each in found}
    rule = "is no doubt any more: this reading can go"
    stale = [
        Fault(FILE, number, "key", " ".join(filter(None, of)), rule)
        for number, of, _ in _readings(reviews)
        if of not in raised and of[0] in checked
    ]
    return Sorted(settled, [each for each in found if each not in settled], stale)


def readings_have_rows(tables: Tables) -> Iterator[Fault]:
    """Find readings of rows that are not there, and of footnotes that the row does not name."""
    if not all(name in tables for name in KEYS):
        return
    named = {
        key: "" if pd.isna(notes) else str(notes)
        for name, column in KEYS.items()
        for key, notes in zip(tables[name][column], tables[name]["footnotes"], strict=True)
    }
    for number, (key, kind, footnote), _ in _readings(tables["locator_reviews"]):
        if key not in named:
            yield Fault(FILE, number, "key", key, "there is no such event or figure")
        elif bool(footnote) != (kind == FOOTNOTE_ELSEWHERE):
            rule = f"is needed for {FOOTNOTE_ELSEWHERE}, and for no other doubt"
            yield Fault(FILE, number, "footnote", footnote, rule)
        elif footnote and footnote not in named[key].split(";"):
            yield Fault(FILE, number, "footnote", footnote, f"is not a footnote of {key}")


def _doubted(doubt: Doubt) -> tuple[str, str, str]:
    return doubt.key, doubt.kind, doubt.footnote


def _readings(reviews: pd.DataFrame) -> Iterator[tuple[int, tuple[str, str, str], dict[str, Any]]]:
    """Yield row number; key, kind of doubt and footnote; and the row itself."""
    rows: Any = reviews.to_dict("index").items()
    for number, row in rows:
        footnote = "" if pd.isna(row["footnote"]) else row["footnote"]
        yield int(number), (row["key"], row["doubt"], footnote), row
