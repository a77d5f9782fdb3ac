"""Long periods counted from running sums give the same numbers as cell by cell."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dashboard.engine.counts import STEP, Counts, RunningSums, counts_of_cells
from dashboard.selection import Selection

MONTHS = pd.date_range("2018-02-01", "2021-09-01", freq="MS")
STATUSES = ("occurred", "planned")


def made_cells(months: pd.DatetimeIndex) -> Counts:
    """Return a cube of random cells: some kinds in few months, some months without any."""
    random = np.random.default_rng(3)
    size = 4000
    cells = pd.DataFrame(
        {
            "event_date": random.choice(months, size),
            "concerned": random.choice(["KAZ", "KGZ", "UZB", "REG", "KAZ;KGZ"], size),
            "topic": random.choice(["Protests", "Disaster"], size),
            "status": random.choice(STATUSES, size),
            "exact": random.choice([True, False], size),
            "source_id": random.choice([f"source {number}" for number in range(40)], size),
        }
    )
    counted = cells.groupby(list(cells.columns)).size().rename("events").reset_index()
    return counts_of_cells(pa.Table.from_pandas(counted, preserve_index=False))


def periods() -> Iterator[tuple[str, str]]:
    """Yield periods at, before and after the edges of quarters and of the data."""
    months = pd.date_range("2017-11-01", "2021-12-01", freq="MS").strftime("%Y-%m").tolist()
    for first in range(0, len(months), 5):
        for last in range(first, len(months), 7):
            yield months[first], months[last]


@pytest.mark.parametrize("months", [MONTHS, MONTHS.delete([3, 4, 5, 20, 30]), MONTHS[: STEP - 1]])
def test_sums_are_those_of_the_cells(months: pd.DatetimeIndex) -> None:
    cube = made_cells(months)
    running = RunningSums(cube)
    for number, (first, last) in enumerate(periods()):
        selection = Selection(
            countries=("KAZ", "UZB") if number % 2 else ("KGZ",),
            first_month=first,
            last_month=last,
            statuses=STATUSES[: 1 + number % 2],
            topics=("Disaster",) if number % 3 == 0 else (),
            exact_dates=number % 4 == 0,
        )
        plain, summed = cube.of(selection), running.of(selection)
        assert summed.total == plain.total
        for names in (("source_id",), ("source_id", "concerned", "status")):
            assert summed.by(*names) == plain.by(*names), (first, last)


def test_a_cube_without_cells_gives_none() -> None:
    empty = made_cells(MONTHS)
    nothing = pa.table(
        {name: pa.array([], pa.string()) for name in empty.columns if name != "event_date"}
        | {"event_date": pa.array([], pa.date32()), "events": pa.array([], pa.int64())}
    )
    cube = counts_of_cells(nothing.select([*empty.columns, "events"]))
    assert RunningSums(cube).of(Selection(first_month="2018-01", last_month="2021-12")).total == 0
