"""The numbers of a period beside those of the periods before, and which of them are unusual.

A watch list asks `signals`.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_SELECTIONS
from dashboard.selection import Selection
from dashboard.unusual.measures import MEASURES, RULES, Signal, ruled, signal
from dashboard.unusual.view.events import series_of_events, series_of_people
from dashboard.unusual.view.past import Compared, Past, Series, past_of
from dashboard.unusual.view.series import series_of_epidemic, series_of_provinces, series_of_rates


def signals(package: Package, selection: Selection) -> tuple[Compared, ...]:
    """Return the numbers of a period that are unusual, countries before their provinces.

    Each names its `measure` (a key of `MEASURES`), `country` and `admin1`, and has the numbers
    behind it in `signal`; its words are those of `unusual.words`.
    """
    return tuple(each for each in compared(package, selection) if each.signal)


def compared(package: Package, selection: Selection) -> tuple[Compared, ...]:
    """Return every number of the countries chosen, and those of provinces that can be compared."""
    return _kept(package, selection.alone)


@lru_cache(maxsize=KEPT_SELECTIONS)
def _kept(package: Package, selection: Selection) -> tuple[Compared, ...]:
    past = past_of(selection)
    if len(past.months) == past.length or not selection.countries:
        return ()
    series = [
        *series_of_events(package, past),
        *series_of_people(package, past),
        *series_of_epidemic(package, past),
        *series_of_provinces(package, past),
        *series_of_rates(package, past),
    ]
    found = (each for each in _compared(series, past) if each.periods or not each.admin1)
    places = {key: place for place, key in enumerate((*MEASURES, *selection.countries))}
    return tuple(
        sorted(
            found,
            key=lambda each: (bool(each.admin1), places[each.measure], places[each.country]),
        )
    )


def _compared(series: Sequence[Series], past: Past) -> list[Compared]:
    """Ask the rules of all series together, and of those that meet one what is behind it."""
    floors = np.array([MEASURES[each.measure].floor for each in series])
    spans = np.array([MEASURES[each.measure].least_span for each in series])
    told = ruled(np.stack([each.values for each in series]), floors, past.length, spans)
    rules, found = [*RULES.values()], []
    for place, own in enumerate(series):
        met, unusual = int(told.rule[place]), None
        if met >= 0 and not own.is_lone:
            unusual = Signal(float(own.values[0]), rules[met], told.earlier(place))
            if from_new := own.from_new():
                unusual = signal(own.values, floors[place], past.length, from_new)
        periods = int(told.periods[place])
        number = Compared(own.measure, own.country, own.admin1, periods, unusual, keys=own.keys)
        found.append(own.told(number) if unusual else number)
    return found
