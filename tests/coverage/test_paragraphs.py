"""The ledger of paragraphs: its rule on made-up rows, and the shipped one."""

import pandas as pd
from shipped import shipped_package

from dashboard.coverage.panels.coverage import paragraphs_accounted
from dashboard.datapackage.rules import paragraphs_accounted_for
from dashboard.selection import Selection

LEDGER = pd.DataFrame(
    {
        "source_id": "review",
        "paragraph": [1, 2, 3],
        "coded_as": [None, "KGZ-2020-06-29-01;review:2:1", "rate:KGS:2025-12-12"],
        "reason": ["heading", None, None],
        "footnotes": [None, "1;2", "3"],
    },
    index=[2, 3, 4],
)
TABLES = {
    "sources": pd.DataFrame(
        {
            "source_id": ["review", "web"],
            "kind": ["document", "report"],
            "paragraph_count": [3, None],
            "footnote_count": [3, None],
        }
    ),
    "events": pd.DataFrame({"event_id": ["KGZ-2020-06-29-01"]}),
    "figures": pd.DataFrame({"figure_id": ["review:2:1"]}),
    "rates": pd.DataFrame({"date": pd.to_datetime(["2025-12-12"]), "currency": ["KGS"]}),
    "coverage": LEDGER,
}


def told(ledger: pd.DataFrame) -> list[tuple[int, str, str]]:
    faults = paragraphs_accounted_for({**TABLES, "coverage": ledger})
    return [(fault.row, fault.value, fault.rule) for fault in faults]


def test_a_complete_ledger_has_no_fault() -> None:
    assert told(LEDGER) == []


def test_a_paragraph_and_a_footnote_without_a_row_are_told() -> None:
    assert told(LEDGER.drop(index=3)) == [
        (0, "review 2", "this paragraph has no row"),
        (0, "review 1", "this footnote is on no row"),
        (0, "review 2", "this footnote is on no row"),
    ]


def test_a_row_needs_one_of_the_two_and_ids_that_exist() -> None:
    neither = LEDGER.assign(reason=None)
    assert told(neither) == [(2, "review 1", "a row needs coded_as or a reason, and not both")]
    unknown = LEDGER.assign(
        coded_as=pd.Series([None, "KGZ-1999-01-01-01", "rate:KGS:2025-12-13"], LEDGER.index)
    )
    assert told(unknown) == [
        (3, "KGZ-1999-01-01-01", "there is no such row"),
        (4, "rate:KGS:2025-12-13", "there is no such row"),
    ]


def test_every_paragraph_of_the_five_documents_has_a_row() -> None:
    exhibit = paragraphs_accounted(shipped_package(), Selection(), {})
    assert exhibit.shown == exhibit.total == 421
    rows = {row.pop("Document"): row for row in exhibit.rows.to_dict("records")}
    review = rows["Month in Review: Central Asia in June 2020"]
    assert review.pop("Paragraphs") == 195
    assert sum(review.values()) == 195
