"""The numbers of a period beside those of the periods before, and which of them are unusual.

A watch list asks `signals`.
"""

from collections.abc import Iterator
from functools import lru_cache

from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_SELECTIONS
from dashboard.selection import Selection
from dashboard.unusual.measures import MEASURES
from dashboard.unusual.view.events import numbers_of_events, numbers_of_people
from dashboard.unusual.view.past import Compared, past_of
from dashboard.unusual.view.series import moves_of_rates, new_of_epidemic


def signals(package: Package, selection: Selection) -> tuple[Compared, ...]:
    """Return the numbers of a period that are unusual, countries before their provinces.

    Each names its `measure` (a key of `MEASURES`), `country` and `admin1`, and has the numbers
    behind it in `signal`; its words are those of `unusual.words`.
    """
    return tuple(each for each in compared(package, selection) if each.signal)


@lru_cache(maxsize=KEPT_SELECTIONS)
def compared(package: Package, selection: Selection) -> tuple[Compared, ...]:
    """Return every number of the countries chosen, and those of provinces that are unusual."""
    places = {key: place for place, key in enumerate((*MEASURES, *selection.countries))}
    return tuple(
        sorted(
            _numbers(package, selection),
            key=lambda each: (bool(each.admin1), places[each.measure], places[each.country]),
        )
    )


def _numbers(package: Package, selection: Selection) -> Iterator[Compared]:
    past = past_of(selection)
    if len(past.months) == past.length:
        return
    yield from numbers_of_events(package, past)
    yield from numbers_of_people(package, past)
    yield from new_of_epidemic(package, past)
    yield from moves_of_rates(package, past)
