"""The keys of the events and figures behind the panels that count events.

Which event stands behind which bar is in `bars`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

import pandas as pd

from dashboard.exhibits.headline import each_once
from dashboard.exhibits.prepared import first_events
from dashboard.measures.behind import behind_numbers
from dashboard.measures.month import CountryMonth
from dashboard.measures.trace_keys import rate_key, series_key
from dashboard.selection import Selection
from dashboard.store import Package
from dashboard.vocabulary import CURRENCIES

TERM = "sentence_length"
A_DAY = pd.Timedelta(days=1)


def keys_of(events: pd.DataFrame) -> tuple[str, ...]:
    """Return the keys of events, each once; an event of several rows has one."""
    return each_once(events["event_id"].tolist())


def keys_of_chosen(package: Package, selection: Selection) -> tuple[str, ...]:
    """Return the keys of the chosen events; of a long package those of the first in order of day.

    How many they are of how many is said by the exhibit.
    """
    return keys_of(first_events(package, selection))


def with_figures(
    events: Iterable[str], figures: pd.DataFrame, measures: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the keys of events, then those of their figures of some measures; all if none."""
    keys = each_once(events)
    return (*keys, *figures_of(set(keys), figures, measures))


def figures_of(
    events: Collection[str], figures: pd.DataFrame, measures: Collection[str] = ()
) -> Iterator[str]:
    """Yield the keys of the figures of some events, in the order of the table."""
    columns = (figures[name].tolist() for name in ("figure_id", "event_id", "measure"))
    for key, event, measure in zip(*columns, strict=True):
        if event in events and (not measures or measure in measures):
            yield key


def keys_side_by_side(
    columns: Sequence[CountryMonth],
    events: pd.DataFrame,
    figures: pd.DataFrame,
    selection: Selection,
) -> tuple[str, ...]:
    """Return what stands behind each country's numbers, country by country.

    Behind new cases are the totals between which they are counted: of the last day, and of the day
    before the first.
    """
    groups, told = behind_numbers(events, figures), _told(figures)
    last, first = pd.Timestamp(selection.last_day), pd.Timestamp(selection.first_day)
    keys: list[str] = []
    for column in columns:
        code = column.country
        keys += [column.cases.trace, column.deaths.trace]
        if column.growth:
            keys += [series_key(code, when, "cases") for when in (first - A_DAY, last)]
        protests, detained, sentences = (
            groups.get(f"{code}:{kind}", []) for kind in ("protests", "detained", "sentences")
        )
        keys += [*protests, *detained, *sentences]
        keys += [key for event in detained for key in told.get((event, "detained", code), ())]
        keys += [key for event in sentences for key in told.get((event, TERM, ""), ())]
        if column.rate and column.rate_day is not None:
            keys.append(rate_key(CURRENCIES[code], column.rate_day, column.rate_source))
    return each_once(keys)


def _told(figures: pd.DataFrame) -> dict[tuple[str, str, str], list[str]]:
    """Return (event, measure, country) -> figures of people detained; a term has no country."""
    told: dict[tuple[str, str, str], list[str]] = {}
    names = ("figure_id", "event_id", "measure", "country")
    for key, event, measure, country in zip(
        *(figures[name].tolist() for name in names), strict=True
    ):
        if measure in ("detained", TERM):
            owner = "" if measure == TERM else country
            told.setdefault((event, measure, owner), []).append(key)
    return told
