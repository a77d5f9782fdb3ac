"""The five side by side against cells that were worked out by hand from the rows of the data.

`by_hand.csv` was written without the code: a row names the bounds of a cell, what is told as
"about" and in words beside them, or why there is no number, and the events behind it.
"""

import csv
from pathlib import Path

import pytest

from dashboard.datapackage.store import Package
from dashboard.overview.panels import countries_side_by_side
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Total

with (Path(__file__).parent / "by_hand.csv").open(encoding="utf-8") as file:
    CELLS = list(csv.DictReader(file))
SPANS = tuple(dict.fromkeys((cell["from"], cell["to"]) for cell in CELLS))


def _written(cell: object) -> dict[str, str]:
    """Return a cell of the panel in the columns of the list."""
    told = dict.fromkeys(("low", "best", "high", "qualifier", "about", "words", "absent"), "")
    if isinstance(cell, Absent):
        return told | {"absent": cell.reason.value}
    if isinstance(cell, Total):
        about = f"{cell.about:.0f}" if cell.about else ""
        words = ";".join(cell.words.elements())
        return _written(cell.sum) | {"about": about, "words": words}
    if isinstance(cell, Amount):
        bounds = {"low": cell.low, "best": cell.best, "high": cell.high}
        known = {name: f"{value:.0f}" for name, value in bounds.items() if value is not None}
        return told | known | {"qualifier": cell.qualifier.value}
    number = f"{cell:.0f}"
    return told | dict.fromkeys(("low", "best", "high"), number) | {"qualifier": "exact"}


@pytest.mark.parametrize("span", SPANS, ids="..".join)
def test_every_cell_is_what_was_worked_out_by_hand(package: Package, span: tuple[str, str]) -> None:
    frame = countries_side_by_side(package, Selection().over(*span), {}).table.frame
    by_country = frame.set_index("iso_code")
    listed = [cell for cell in CELLS if (cell["from"], cell["to"]) == span]
    assert len(listed) == 55
    for cell in listed:
        shown = _written(by_country.loc[cell["iso_code"], cell["column"]])
        assert shown == {name: cell[name] for name in shown}, (cell["iso_code"], cell["column"])
