"""How many people took part, were detained, hurt or killed, as reported: bounds, words, totals.

A reported number has bounds; several are merged or added by them. Which events are looked at, and
which figures belong together, is the caller's to say.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.engine.counts import Counts
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import number

EXACT = ("exact", "officially_none")
PEOPLE_MEASURES = ("participants", "detained", "injured", "killed")
PEOPLE_MARKS = ("protest", "arrest", "clash")
# The events that must have had such people.
EXPECTED = {"participants": "protest", "detained": "arrest"}
COLUMNS = (
    "event_id",
    "country",
    "event_date",
    "low",
    "high",
    "best",
    "qualifier",
    "as_reported",
    "title",
    "location",
)
FURTHER_COLUMNS = ("measure", "end_date", "mark", "abroad", "place_country", "source_id")
EVENT_COLUMNS = [
    "event_id",
    "event_date",
    "title",
    "location",
    "end_date",
    "mark",
    "abroad",
    "place_country",
]


class Figure(NamedTuple):
    """The bounds of one reported number; a blank is NaN."""

    low: float
    high: float
    best: float
    qualifier: str
    as_reported: str
    source_id: str


@dataclass(frozen=True)
class PeopleTotal:
    """A sum of lower bounds: `exact`, or "at least"; `unsummed` has figures without one."""

    low: int
    exact: bool
    unsummed: tuple[str, ...] = ()


def sum_of_bounds(figures: Sequence[Figure], unstated: int = 0) -> PeopleTotal:
    """Add lower bounds; exact only if every figure is and no event is without one."""
    bounds = [figure.low for figure in figures if not math.isnan(figure.low)]
    exact = not unstated and all(figure.qualifier in EXACT for figure in figures)
    words = (_as_reported(figure) for figure in figures if math.isnan(figure.low))
    unsummed = tuple(filter(None, words))
    return PeopleTotal(int(sum(bounds)), exact, unsummed)


def one_figure(figures: list[Figure]) -> Figure:
    """Merge figures of one event and country: a source's highest, the range between sources."""
    highest: dict[str, Figure] = {}
    for figure in sorted(figures, key=_size, reverse=True):
        highest.setdefault(figure.source_id, figure)
    numbered = [figure for figure in highest.values() if _size(figure) >= 0]
    if len(numbered) < 2 or len({figure[:4] for figure in numbered}) == 1:
        return (numbered or figures)[0]
    lows, highs = [figure.low for figure in numbered], [figure.high for figure in numbered]
    low = math.nan if any(map(math.isnan, lows)) else min(lows)
    high = math.nan if any(map(math.isnan, highs)) else max(highs)
    qualifier = "vague" if math.isnan(low) and math.isnan(high) else "range"
    if math.isnan(low) != math.isnan(high):
        qualifier = "at_most" if math.isnan(low) else "at_least"
    printed = " / ".join(each.as_reported for each in numbered if each.as_reported)
    return Figure(
        low, high, math.nan, qualifier, printed, ";".join(figure.source_id for figure in numbered)
    )


def _as_reported(figure: Figure) -> str:
    """Return a figure's words; bare digits get the word that keeps them from reading as exact."""
    words = {"about": "about", "at_most": "at most"}.get(figure.qualifier, "")
    told = figure.as_reported
    if not told:
        told = next((number(each) for each in (figure.best, figure.high) if each == each), "")
    if not told or not words or any(letter.isalpha() for letter in told):
        return told
    return f"{words} {told}"


def _size(figure: Figure) -> float:
    """Return the largest number of a figure, -1 for a word without a number."""
    return max((value for value in figure[:3] if not math.isnan(value)), default=-1.0)


def about_people(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events whose people count: protests anywhere, arrests and clashes not abroad.

    An attack or an arrest outside the five countries is another state's matter and swells no
    total here.
    """
    return events[np.array(_counted(events), dtype=bool)]


def people(events: pd.DataFrame, figures: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return one row an event and the country whose people are counted, in the order of the events.

    An event's figures keep their own country (187 Uzbek and 25 Kyrgyz injured are two rows). Of
    several figures for one country a source's highest stands, as a total holds its parts; where
    sources differ the row is the range between them. Blank `low`: no lower bound is reported.
    """
    return people_reported(events, figures, (measure,))


def figures_by_event(
    events: pd.DataFrame, figures: pd.DataFrame, measure: str
) -> dict[str, Figure]:
    """Return event_id -> the figure of such people; of several countries' that of the last."""
    keys = events["event_id"].tolist()
    return {keys[place]: figure for _, place, _, figure in _told(events, figures, (measure,))}


def people_reported(
    events: pd.DataFrame, figures: pd.DataFrame, measures: Sequence[str] = PEOPLE_MEASURES
) -> pd.DataFrame:
    """Return the rows of `people` for several measures at once, with a column `measure`."""
    told = _told(events, figures, measures)
    numbers = dict(
        zip(Figure._fields, zip(*(figure for *_, figure in told), strict=True), strict=False)
    )
    places = [place for _, place, _, _ in told]
    of_event = {name: events[name].to_numpy()[places] for name in EVENT_COLUMNS}
    owner = {
        "country": [country for _, _, country, _ in told],
        "measure": [measures[rank] for rank, *_ in told],
    }
    return pd.DataFrame(of_event | numbers | owner, columns=[*COLUMNS, *FURTHER_COLUMNS])


def not_stated(events: pd.DataFrame, figures: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the events that must have had such people but for which no source gives any figure.

    A protest has participants, an arrest detained; a house arrest is a later step on a person
    already counted.
    """
    return events.iloc[_untold(events, figures, measure)]


def at_least_total(rows: pd.DataFrame, unstated: int = 0) -> PeopleTotal:
    """Add the lower bounds of `people` rows, with `unstated` events that have no figure.

    >>> rows = pd.DataFrame(
    ...     {
    ...         "low": [100.0, 1.0, None],
    ...         "qualifier": ["at_least", "exact", "vague"],
    ...         "as_reported": ["more than a hundred", "a man", "dozens"],
    ...     }
    ... )
    >>> at_least_total(rows)
    PeopleTotal(low=101, exact=False, unsummed=('dozens',))
    """
    values = zip(
        rows["low"].tolist(), rows["qualifier"].tolist(), rows["as_reported"].tolist(), strict=True
    )
    figures = [
        Figure(low, math.nan, math.nan, qualifier, printed, "")
        for low, qualifier, printed in values
    ]
    return sum_of_bounds(figures, unstated)


def lower_bound_by_country(events: pd.DataFrame, figures: pd.DataFrame, measure: str) -> pd.Series:
    """Return country -> sum of lower bounds; a country without any figure is left out, not 0.

    `totals_by_country` says which of the sums are exact.
    """
    totals = totals_by_country(events, figures, measure)
    return pd.Series(
        {country: total.low for country, total in totals.items()}, name=measure, dtype="Int64"
    )


def totals_by_country(
    events: pd.DataFrame,
    figures: pd.DataFrame,
    measure: str,
    unstated: Mapping[str, int] | None = None,
) -> dict[str, PeopleTotal]:
    """Return country -> total, for the countries with a figure, by their first event.

    Where `events` are only those that may have figures, `unstated` says how many have none, see
    `unstated_by_country`.
    """
    told: dict[str, list[Figure]] = {}
    for _, _, country, figure in _told(events, figures, (measure,)):
        told.setdefault(country, []).append(figure)
    if unstated is None:
        countries = events["country"].tolist()
        unstated = Counter(countries[place] for place in _untold(events, figures, measure))
    return {
        country: sum_of_bounds(group, unstated.get(country, 0)) for country, group in told.items()
    }


def unstated_by_country(
    chosen: Counts, told: pd.DataFrame, figures: pd.DataFrame, measure: str
) -> Counter[str]:
    """Count by country the events that must have had such people but have no figure of them.

    `chosen` are the counts of all events, `told` those of them that may have figures.
    """
    expected = EXPECTED.get(measure, "")
    home = {} if expected == "protest" else {"home": True}
    every = chosen.where(mark=expected, **home).by("country")
    untold = set(_untold(told, figures, measure))
    stated = Counter(
        country
        for place, (country, mark, counted) in enumerate(
            zip(told["country"].tolist(), told["mark"].tolist(), _counted(told), strict=True)
        )
        if counted and mark == expected and place not in untold
    )
    return every - stated


def _told(
    events: pd.DataFrame, figures: pd.DataFrame, measures: Sequence[str]
) -> list[tuple[int, int, str, Figure]]:
    """Return (place in `measures`, place in `events`, country, figure), in that order.

    Plain lists: pandas takes milliseconds for what is a few dozen rows.
    """
    counted = _counted(events)
    position = {
        event_id: place
        for place, event_id in enumerate(events["event_id"].tolist())
        if counted[place]
    }
    rank = {measure: place for place, measure in enumerate(measures)}
    found: dict[tuple[int, int, str], list[Figure]] = {}
    columns = [
        figures[name].tolist() for name in ("measure", "event_id", "country", *Figure._fields)
    ]
    for row, (measure, event_id) in enumerate(zip(columns[0], columns[1], strict=True)):
        if measure in rank and event_id in position:
            country, *values = (column[row] for column in columns[2:])
            found.setdefault((rank[measure], position[event_id], country), []).append(
                Figure(*values)
            )
    return [(*key, one_figure(found[key])) for key in sorted(found, key=lambda key: key[:2])]


def _counted(events: pd.DataFrame) -> list[bool]:
    pairs = zip(events["mark"].tolist(), events["place_country"].tolist(), strict=True)
    return [
        mark == "protest"
        or (mark in PEOPLE_MARKS and (place in COUNTRIES or not isinstance(place, str)))
        for mark, place in pairs
    ]


def _untold(events: pd.DataFrame, figures: pd.DataFrame, measure: str) -> list[int]:
    """Return the places of the events that `not_stated` gives."""
    expected = EXPECTED.get(measure, "")
    measures = (measure, "house_arrest") if measure == "detained" else (measure,)
    pairs = zip(figures["measure"].tolist(), figures["event_id"].tolist(), strict=True)
    told = {event_id for counted, event_id in pairs if counted in measures}
    rows = zip(_counted(events), events["mark"].tolist(), events["event_id"].tolist(), strict=True)
    return [
        place
        for place, (counted, mark, event_id) in enumerate(rows)
        if counted and mark == expected and event_id not in told
    ]
