"""How many people took part, were detained, injured or killed, as the sources report it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.engine.counts import Counts
from dashboard.marks import EXPECTED, PeopleCount, has_counted_people
from dashboard.values import Absent, Amount, Total, amount, highest, spanning, total
from dashboard.vocabulary import REGION

HOUSE_ARREST = "house_arrest"
# The columns of figures.csv that make an `Amount`.
AMOUNT_COLUMNS = ("low", "best", "high", "qualifier", "as_reported", "hedge")


class Reported(NamedTuple):
    """How many people of one country an event concerned, by which sources (their ids).

    Of several figures a source's highest stands, as a total holds its parts; where sources differ
    the amount is the range between them. `abroad`: the event took place outside the country that
    it concerns.
    """

    event_id: str
    mark: str
    country: str
    measure: str
    amount: Amount
    sources: tuple[str, ...]
    abroad: bool = False


def people(events: pd.DataFrame, figures: pd.DataFrame, *measures: str) -> list[Reported]:
    """Return what is reported of the events whose people count, by measure, then in their order.

    An event's figures keep their own country: 187 Uzbek and 25 Kyrgyz injured are two.
    """
    names = ("event_id", "mark", "place_country", "abroad")
    rows = zip(*(events[name].tolist() for name in names), strict=True)
    counting = {
        event_id: (place, mark, bool(abroad))
        for place, (event_id, mark, where, abroad) in enumerate(rows)
        if has_counted_people(mark, where)
    }
    found: dict[tuple[int, int, str, str], list[tuple[str, Amount]]] = {}
    columns = ("measure", "event_id", "country", "source_id", *AMOUNT_COLUMNS)
    # Plain lists: pandas takes milliseconds for what is a few dozen rows.
    for measure, event_id, country, source, *bounds in zip(
        *(figures[name].tolist() for name in columns), strict=True
    ):
        if measure in measures and event_id in counting:
            key = measures.index(measure), counting[event_id][0], event_id, country
            found.setdefault(key, []).append((source, amount(*bounds)))
    ordered = sorted(found.items(), key=lambda item: item[0][:2])
    return [
        Reported(event_id, mark, country, measures[rank], *merged(told), abroad)
        for (rank, _, event_id, country), told in ordered
        for _, mark, abroad in [counting[event_id]]
    ]


def merged(told: Iterable[tuple[str, Amount]]) -> tuple[Amount, tuple[str, ...]]:
    """Return one amount for what several sources (by id) say of the same people, and its sources.

    >>> from dashboard.values import exactly, in_words
    >>> both, sources = merged([("a", exactly(80)), ("b", exactly(120)), ("a", in_words("dozens"))])
    >>> (both.low, both.high), sources
    ((80, 120), ('b', 'a'))
    """
    by_source: dict[str, list[Amount]] = {}
    for source, each in told:
        by_source.setdefault(source, []).append(each)
    largest = {source: highest(amounts) for source, amounts in by_source.items()}
    numbered = {source: each for source, each in largest.items() if each.has_number}
    ordered = sorted(numbered, key=lambda source: -(numbered[source].largest or 0))
    if not ordered:
        source, first = next(iter(largest.items()))
        return first, (source,)
    whole = spanning([numbered[source] for source in ordered])
    agree = whole is numbered[ordered[0]]
    return whole, (ordered[0],) if agree else tuple(ordered)


def totals_by_country(
    reported: Iterable[Reported], unstated: Mapping[str, int]
) -> dict[str, Total | Absent]:
    """Return country -> total, for the countries of which a source speaks, by their first event.

    `unstated` says how many of a country's events must have had such people and have no figure.
    """
    told: dict[str, list[Amount]] = {}
    for each in reported:
        told.setdefault(each.country, []).append(each.amount)
    return {code: total(amounts, unstated.get(code, 0)) for code, amounts in told.items()}


def about_people(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events whose people count, see `marks.has_counted_people`."""
    pairs = zip(events["mark"].tolist(), events["place_country"].tolist(), strict=True)
    return events[np.array([has_counted_people(*pair) for pair in pairs], dtype=bool)]


def not_stated(events: pd.DataFrame, figures: pd.DataFrame, measure: str) -> list[str]:
    """Return the keys of events that must have had such people but of which no figure is given.

    A protest has participants, an arrest detained; a house arrest is a later step on a person
    already counted.
    """
    if measure not in EXPECTED:
        return []
    measures = (measure, HOUSE_ARREST) if measure == "detained" else (measure,)
    pairs = zip(figures["measure"].tolist(), figures["event_id"].tolist(), strict=True)
    told = {event_id for counted, event_id in pairs if counted in measures}
    return [key for key, _ in _expecting(events, measure) if key not in told]


def unstated_by_country(
    chosen: Counts, told: pd.DataFrame, figures: pd.DataFrame, measure: str
) -> Counter[str]:
    """Count by country the events that must have had such people but have no figure of them.

    `chosen` are the counts of all events, `told` those of them that may have figures.
    """
    if measure not in EXPECTED:
        return Counter()
    expected = EXPECTED[measure]
    home = {} if expected.people is PeopleCount.ANYWHERE else {"home": True}
    every = chosen.where(mark=expected.key, **home).by("country")
    if not len(told):
        return every
    untold = set(not_stated(told, figures, measure))
    stated = (country for key, country in _expecting(told, measure) if key not in untold)
    return every - Counter(stated)


def _expecting(events: pd.DataFrame, measure: str) -> list[tuple[str, str]]:
    """Return key and country of the events that must have had such people, if these count."""
    columns = (events[name].tolist() for name in ("event_id", "country", "mark", "place_country"))
    return [
        (key, country)
        for key, country, mark, place in zip(*columns, strict=True)
        if mark == EXPECTED[measure].key and has_counted_people(mark, place)
    ]


def of_countries(rows: Iterable[Reported], countries: Collection[str]) -> list[Reported]:
    """Return the people of some countries, and those of the region as a whole.

    187 injured Uzbek citizens are in no sum of Kyrgyzstan, on whose soil they were hurt.
    """
    return [each for each in rows if each.country in countries or each.country == REGION]


def amounts_of(rows: Iterable[Reported], measure: str) -> list[Amount]:
    """Return the amounts of one measure."""
    return [each.amount for each in rows if each.measure == measure]
