"""The rules of the coverage ledger: every paragraph and every footnote of a document has a row.

The other rules of the subject are in `rules`.
"""

from collections.abc import Iterator

import pandas as pd

from dashboard.schema import Fault, Tables

FILE = "coverage.csv"


def paragraphs_accounted_for(tables: Tables) -> list[Fault]:
    """Check the ledger against the documents, and what it names against the other tables."""
    ledger = tables["coverage"]
    documents = tables["sources"][tables["sources"]["kind"].eq("document")]
    return [*_gaps(ledger, documents), *_either_or(ledger), *_unknown_ids(ledger, tables)]


def _gaps(ledger: pd.DataFrame, documents: pd.DataFrame) -> Iterator[Fault]:
    for source, paragraphs, footnotes in zip(
        documents["source_id"],
        documents["paragraph_count"],
        documents["footnote_count"],
        strict=True,
    ):
        own = ledger[ledger["source_id"].eq(source)]
        if pd.notna(paragraphs):
            missing = set(range(1, int(paragraphs) + 1)) - set(own["paragraph"].astype(int))
            for number in sorted(missing):
                yield Fault(FILE, 0, "paragraph", f"{source} {number}", "this paragraph has no row")
        if pd.notna(footnotes):
            told = {int(note) for notes in own["footnotes"].dropna() for note in notes.split(";")}
            for number in sorted(set(range(1, int(footnotes) + 1)) - told):
                yield Fault(
                    FILE, 0, "footnotes", f"{source} {number}", "this footnote is on no row"
                )


def _either_or(ledger: pd.DataFrame) -> Iterator[Fault]:
    wrong = ledger[ledger["coded_as"].isna() == ledger["reason"].isna()]
    rule = "a row needs coded_as or a reason, and not both"
    for row, source, paragraph in zip(
        wrong.index, wrong["source_id"], wrong["paragraph"], strict=True
    ):
        yield Fault(FILE, int(row), "coded_as", f"{source} {paragraph}", rule)


def _unknown_ids(ledger: pd.DataFrame, tables: Tables) -> Iterator[Fault]:
    known: set[str] = set()
    for name, key in (("events", "event_id"), ("figures", "figure_id")):
        if name in tables:
            known |= set(tables[name][key])
    if "rates" in tables:
        rates = tables["rates"]
        days = rates["date"].dt.strftime("%Y-%m-%d")
        known |= set("rate:" + rates["currency"] + ":" + days)
    for row, ids in ledger["coded_as"].dropna().items():
        for each in ids.split(";"):
            if each not in known:
                yield Fault(FILE, int(str(row)), "coded_as", each, "there is no such row")
