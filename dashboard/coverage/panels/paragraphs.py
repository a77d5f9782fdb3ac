"""What became of every paragraph of the documents. The ledger itself is the data's `coverage`."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events.words.headlines import paragraphs_headline
from dashboard.panels.exhibit import Exhibit
from dashboard.selection import Selection

REASONS = ("heading", "caption", "opinion", "repetition", "context", "background", "notice")


def paragraphs_accounted(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Count, for each document, the paragraphs coded and those left out, by reason."""
    ledger = package.table("coverage")
    sources = package.table("sources")
    documents = sources[sources["kind"].eq("document")]
    if package.long_events:
        # Its table of sources may be the app's own, whose documents are another data's.
        used = [*package.events.every("sources").by("source_id"), *ledger["source_id"]]
        documents = documents[documents["source_id"].isin(used)]
    told = Counter(zip(ledger["source_id"], ledger["reason"].fillna("coded"), strict=True))
    counts = {
        what: [told[source, what] for source in documents["source_id"]]
        for what in ("coded", *REASONS)
    }
    rows = pd.DataFrame(
        {
            "Document": documents["title"].to_numpy(),
            "Paragraphs": documents["paragraph_count"].astype("Int64").to_numpy(),
            "Coded": counts["coded"],
            **{reason.capitalize(): counts[reason] for reason in REASONS},
        }
    )
    accounted = sum(map(sum, counts.values()))
    total = max(int(rows["Paragraphs"].sum()), accounted)
    return Exhibit(
        key="paragraphs_accounted",
        title="Every paragraph accounted for",
        unit="paragraphs of each document, by what became of them",
        rows=rows,
        caption=(
            "Context: part of an event coded elsewhere, or without a date. Each document was coded "
            "twice, the second time without sight of the first. Filters do not apply."
        ),
        sources=(),
        shown=accounted,
        total=total,
        noun="paragraphs have a row",
        headline=paragraphs_headline(accounted, total, sum(counts["coded"]), len(documents)),
    )
