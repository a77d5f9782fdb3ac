"""The key under the page's map names what stands on it."""

import pytest

from dashboard.datapackage.store import Package
from dashboard.selection import Selection
from dashboard.ui.maps import decks
from dashboard.ui.panels import Page

RING, SHADE = "exact location unknown", "only the province is known"


@pytest.mark.parametrize(
    ("first", "last", "named"),
    [
        ("2020-06", "2020-06", (RING,)),
        ("2018-01", "2024-12", ("number of events at one place or nearby", RING, SHADE)),
        ("2020-09", "2020-09", ()),
    ],
)
def test_rings_numbers_and_shaded_provinces_are_named_where_they_are(
    package: Package, first: str, last: str, named: tuple[str, ...]
) -> None:
    page = Page(package, Selection(first_month=first, last_month=last))
    told = decks.legend_of_page(page, "region", "marks", "light")
    assert all(words in told for words in named)
    assert (RING in told) == (RING in named)
    assert (SHADE in told) == (SHADE in named)
