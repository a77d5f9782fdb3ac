"""The keys of what stands behind the numbers of the five countries side by side."""

from collections.abc import Sequence

import pandas as pd

from dashboard.events.keys import TERM
from dashboard.overview.measures import CountryMonth, behind_numbers
from dashboard.panels.headline import each_once
from dashboard.panels.keys import rate_key, series_key
from dashboard.values import Absent
from dashboard.vocabulary import currency_of


def keys_side_by_side(
    columns: Sequence[CountryMonth],
    events: pd.DataFrame,
    figures: pd.DataFrame,
) -> tuple[str, ...]:
    """Return what stands behind each country's numbers, country by country.

    Behind new cases and deaths are the totals between which they are counted. A figure that is
    reported beside a total is among them.
    """
    groups, told = behind_numbers(events, figures), _told(figures)
    keys: list[str] = []
    for column in columns:
        code = column.country
        for each in (column.cases, column.deaths):
            keys += [each.key, each.reported.figure_id if each.reported else ""]
        for metric, grown in (("cases", column.growth), ("deaths", column.deaths_growth)):
            if not isinstance(grown, Absent):
                keys += [series_key(code, when, metric) for when in (grown.since, grown.last)]
        protests, detained, sentences = (
            groups.get(f"{code}:{kind}", []) for kind in ("protests", "detained", "sentences")
        )
        keys += [*protests, *detained, *sentences]
        keys += [key for event in detained for key in told.get((event, "detained", code), ())]
        keys += [key for event in sentences for key in told.get((event, TERM, ""), ())]
        if column.rate:
            keys.append(rate_key(currency_of(code), column.rate.day, column.rate.source_id))
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
