"""Events that two sources in the data may both tell of: candidates, which nobody has decided on."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd

from dashboard.coverage.measures.overlaps import NEAR, overlaps
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import KEPT_SELECTIONS, chosen_counts
from dashboard.panels.sources import sources_of
from dashboard.panels.start import datasets_of
from dashboard.panels.table import Column, Kind, Table
from dashboard.panels.terms import may_be_passed_on
from dashboard.selection import Selection
from dashboard.vocabulary import STATUSES, dataset_name
from dashboard.wording import counted, join_words, say

COLUMNS = (
    Column("day", "Day", Kind.DAY),
    Column("topic", "Type"),
    Column("event", "Event"),
    Column("dataset", "Source"),
    Column("other", "May be the same as"),
    Column("other_dataset", "Source of that"),
    Column("km", "Kilometres apart", Kind.COUNT, tells_why=False),
    Column("event_id", "Key", Kind.REPORTED),
    Column("other_id", "Key of that", Kind.REPORTED),
)
# More events of a period are not compared.
MOST_COMPARED = 20_000


def source_overlaps(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the pairs of events of different sources that may be one event."""
    every = Selection(
        selection.countries, selection.first_month, selection.last_month, statuses=STATUSES
    )
    pairs = _pairs(package, every)
    names = [dataset_name(each) for each in datasets_of(package)]
    return Exhibit(
        key="source_overlaps",
        title=say("What several sources may both tell of"),
        unit=say("{period}, candidates", period=selection.period),
        table=_table(package, pairs),
        caption=say(
            "The same day and type, at most {km} km apart. One source is counted; none is added.",
            km=int(NEAR),
        ),
        reading=say(
            "Nobody has decided whether two of these are one event. Left out: events without an "
            "exact day or with no place but a province. Of a period with more than {most} events "
            "the first are compared. Follows the filters for countries and months only.",
            most=MOST_COMPARED,
        ),
        sources=sources_of(package, [*pairs["source_id_first"], *pairs["source_id_second"]]),
        shown=len(pairs),
        total=len(pairs),
        noun=say("candidate pairs"),
        headline=_headline(len(pairs), names, selection, chosen_counts(package, every).total),
        behind=lambda: (*pairs["event_id_first"], *pairs["event_id_second"]),
    )


def _headline(pairs: int, names: Sequence[str], selection: Selection, events: int) -> str:
    if len(names) == 1:
        return say("All events of the data are of one source")
    if pairs:
        return say(
            "{pairs} of different sources may be one event in {period}",
            pairs=counted(pairs, "pair"),
            period=selection.period,
        )
    if events > MOST_COMPARED:
        return say(
            "Among the first {most} events of {period} no two of {sources} are of the same day "
            "and type within {km} km",
            most=MOST_COMPARED,
            period=selection.period,
            sources=join_words(names),
            km=int(NEAR),
        )
    return say(
        "No two events of {sources} are of the same day and type within {km} km in {period}",
        sources=join_words(names),
        km=int(NEAR),
        period=selection.period,
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def _pairs(package: Package, every: Selection) -> pd.DataFrame:
    known = datasets_of(package)
    most = MOST_COMPARED if len(known) > 1 else 0
    return overlaps(package.events.rows(every, most), known)


def _table(package: Package, pairs: pd.DataFrame) -> Table:
    """Return the pairs; `source_id` is the source by whose terms a row may be passed on or not."""
    columns = {
        "day": "event_date",
        "topic": "topic",
        "event": "title_first",
        "other": "title_second",
        "event_id": "event_id_first",
        "other_id": "event_id_second",
    }
    first, second = pairs["source_id_first"], pairs["source_id_second"]
    frame = pd.DataFrame({ours: pairs[name] for ours, name in columns.items()}).assign(
        dataset=pairs["dataset_first"].map(dataset_name),
        other_dataset=pairs["dataset_second"].map(dataset_name),
        km=pairs["km"].round().astype(int),
        first_dataset=pairs["dataset_first"],
        second_dataset=pairs["dataset_second"],
        source_id=first.where(~may_be_passed_on(package, first), second),
    )
    return Table(COLUMNS, frame)
