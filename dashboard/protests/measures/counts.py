"""Protests, arrests, sentences and clashes: which count, by month, country, issue, response.

An event's first day decides its month, the country it concerns its row; a period may also be asked
for what reaches into it. Counted from cells, so that it costs the same for any number of events.
So are the people who took part, were detained, injured or killed, as the sources report it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.engine.counts import Counts
from dashboard.events.measures import cells_by_bin
from dashboard.marks import ACT_MARKS, EXPECTED, MARKS, PeopleCount, has_counted_people
from dashboard.schema import cells_of
from dashboard.selection import Selection
from dashboard.values import Absent, Amount, Total, amount, highest, spanning, total
from dashboard.vocabulary import COUNTRIES, REGION, STATUSES

UNSTATED = "not stated"
DATED, REACHING = "dated", "reaching"
COUNT_RULES = (DATED, REACHING)


def on_this_page(events: pd.DataFrame) -> pd.DataFrame:
    """Return the protests, arrests, sentences and clashes."""
    return events[events["mark"].isin(ACT_MARKS)] if len(events) else events


def of_the_period(events: pd.DataFrame, selection: Selection, rule: str = DATED) -> np.ndarray:
    """Return True for the events that the period has by a rule, whatever the other filters.

    "dated": the event began in it. "reaching": or it began earlier and reaches into it.
    """
    dated = selection.within(events["event_date"]).to_numpy()
    return dated | _reaching(events, selection) if rule == REACHING else dated


def begun_before(events: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Return those of some events that began before the period and reach into it.

    Only spans whose ends are known to the week: a year-long window says nothing of the period.
    """
    return events[_reaching(events, selection)]


def _reaching(events: pd.DataFrame, selection: Selection) -> np.ndarray:
    first = np.datetime64(selection.first_day)
    across = (events["event_date"].to_numpy() < first) & (events["end_date"].to_numpy() >= first)
    return across & events["time_precision"].le(2).to_numpy(dtype=bool)


def cells_of_the_period(counts: Counts, selection: Selection, rule: str = DATED) -> Counts:
    """Return the cells that the period has by a rule, those begun earlier first.

    `counts` reach back to the first month of which something reaches into the period.
    """
    days = counts.columns["event_date"].words
    first, last = (np.datetime64(day, "D") for day in (selection.first_day, selection.last_day))
    dated = counts.isin(event_date=days[(days >= first) & (days <= last)].tolist())
    if rule != REACHING:
        return dated
    rows = [_places(each) for each in (cells_begun_before(counts, selection), dated)]
    return Counts(counts.columns, counts.number, np.concatenate(rows))


def cells_begun_before(counts: Counts, selection: Selection) -> Counts:
    """Return the cells that began before the period and reach into it, as `begun_before` has it."""
    first = np.datetime64(selection.first_day, "D")
    begun, ended = (counts.columns[name].words for name in ("event_date", "end_date"))
    return counts.isin(
        event_date=begun[begun < first].tolist(),
        end_date=ended[ended >= first].tolist(),
        time_precision=(1, 2),
    )


def left_out_by_status(in_period: Counts, selection: Selection) -> dict[str, int]:
    """Count, by status, the events of the period that the choice of status leaves out."""
    own = in_period.isin(country=(*selection.countries, REGION))
    counts = own.by("status")
    return {
        status: counts[status]
        for status in STATUSES
        if counts[status] and status not in selection.statuses
    }


def protests_by_country(counts: Counts) -> dict[str, tuple[int, int]]:
    """Count protests by country, most first: those at home, and those abroad."""
    found = counts.where(mark="protest").by("country", "abroad")
    both = {
        code: (found[code, False], found[code, True])
        for code in sorted({code for code, _ in found})
    }
    return dict(sorted(both.items(), key=lambda item: -sum(item[1])))


def protests_by_month(counts: Counts) -> tuple[pd.DataFrame, int]:
    """Count protests by month and country, and how many have no single month.

    One row a month and country with any: `month` (YYYY-MM), `country`, `dated` (day or span
    known), `undated` (only the month is), `abroad` (how many of both took place abroad).
    """
    names = ("event_date", "end_date", "time_precision", "country", "abroad")
    found: dict[tuple[str, str], list[int]] = {}
    unplaced = 0
    for key, number in counts.where(mark="protest").by(*names).items():
        month, end, precision, country, abroad = key
        month, end = f"{month:%Y-%m}", f"{end:%Y-%m}"
        if precision == 3 and month != end:
            unplaced += number
            continue
        row = found.setdefault((month, country), [0, 0, 0])
        row[1 if precision == 3 else 0] += number
        row[2] += number * int(abroad)
    rows = [(*key, *found[key]) for key in sorted(found)]
    return pd.DataFrame(rows, columns=["month", "country", "dated", "undated", "abroad"]), unplaced


def protests_by(counts: Counts, column: str) -> pd.Series:
    """Count protests by the words of `column`, most first; a blank is "not stated"."""
    found: Counter[str] = Counter()
    for word, number in counts.where(mark="protest").by(column).items():
        found[word or UNSTATED] += number
    order = sorted(found, key=lambda word: (word == UNSTATED, -found[word], word))
    return pd.Series([found[word] for word in order], index=order, name="protests", dtype=int)


def marks_by_bin(counts: Counts, cut: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Count events by country, bin and mark; return the counts and how many fit no single bin.

    `cut` has the bins' `start` and `end`. One row a country, bin (its place in `cut`) and mark
    with any event.
    """
    countries, cells, unplaced = cells_by_bin(counts, cut, "country")
    rows = [
        (country, place, mark, number)
        for country in sorted(countries)
        for place, line in enumerate(cells[country].tolist())
        for mark, number in sorted(zip(MARKS, line, strict=True))
        if number
    ]
    return pd.DataFrame(rows, columns=["country", "bin", "mark", "events"]), unplaced


def countries_shown(event_countries: Collection[str], selection: Selection) -> list[str]:
    """Return the chosen countries in order, the other sides of their clashes, then the region.

    `event_countries` are the countries of the events chosen.
    """
    chosen = [code for code in COUNTRIES if code in selection.countries]
    others = [code for code in COUNTRIES if code in event_countries and code not in chosen]
    return [*chosen, *others, *([REGION] if REGION in event_countries else [])]


def _places(counts: Counts) -> np.ndarray:
    rows = counts.rows
    return np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows


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
    rows = cells_of(events, *names)
    counting = {
        event_id: (place, mark, bool(abroad))
        for place, (event_id, mark, where, abroad) in enumerate(rows)
        if has_counted_people(mark, where)
    }
    found: dict[tuple[int, int, str, str], list[tuple[str, Amount]]] = {}
    columns = ("measure", "event_id", "country", "source_id", *AMOUNT_COLUMNS)
    for measure, event_id, country, source, *bounds in cells_of(figures, *columns):
        if measure in measures and event_id in counting:
            key = measures.index(measure), counting[event_id][0], event_id, country
            found.setdefault(key, []).append((source, amount(*bounds)))
    ordered = sorted(found.items(), key=lambda item: item[0][:2])
    return [
        Reported(event_id, mark, country, measures[rank], *merged(reports), abroad)
        for (rank, _, event_id, country), reports in ordered
        for _, mark, abroad in [counting[event_id]]
    ]


def merged(reports: Iterable[tuple[str, Amount]]) -> tuple[Amount, tuple[str, ...]]:
    """Return one amount for what several sources (by id) say of the same people, and its sources.

    >>> from dashboard.values import exactly, in_words
    >>> both, sources = merged([("a", exactly(80)), ("b", exactly(120)), ("a", in_words("dozens"))])
    >>> (both.low, both.high), sources
    ((80, 120), ('b', 'a'))
    """
    by_source: dict[str, list[Amount]] = {}
    for source, each in reports:
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
    amounts_by_country: dict[str, list[Amount]] = {}
    for each in reported:
        amounts_by_country.setdefault(each.country, []).append(each.amount)
    return {
        code: total(amounts, unstated.get(code, 0)) for code, amounts in amounts_by_country.items()
    }


def about_people(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events whose people count, see `marks.has_counted_people`."""
    pairs = cells_of(events, "mark", "place_country")
    return events[np.array([has_counted_people(*pair) for pair in pairs], dtype=bool)]


def not_stated(events: pd.DataFrame, figures: pd.DataFrame, measure: str) -> list[str]:
    """Return the keys of events that must have had such people but of which no figure is given.

    A protest has participants, an arrest detained; a house arrest is a later step on a person
    already counted.
    """
    if measure not in EXPECTED:
        return []
    measures = (measure, HOUSE_ARREST) if measure == "detained" else (measure,)
    pairs = cells_of(figures, "measure", "event_id")
    with_figure = {event_id for counted, event_id in pairs if counted in measures}
    return [key for key, _ in _expecting(events, measure) if key not in with_figure]


def unstated_by_country(
    chosen: Counts, with_figures: pd.DataFrame, figures: pd.DataFrame, measure: str
) -> Counter[str]:
    """Count by country the events that must have had such people but have no figure of them.

    `chosen` are the counts of all events, `with_figures` those of them that may have figures.
    """
    if measure not in EXPECTED:
        return Counter()
    expected = EXPECTED[measure]
    home = {} if expected.people is PeopleCount.ANYWHERE else {"home": True}
    every = chosen.where(mark=expected.key, **home).by("country")
    if not len(with_figures):
        return every
    unstated = set(not_stated(with_figures, figures, measure))
    stated = (country for key, country in _expecting(with_figures, measure) if key not in unstated)
    return every - Counter(stated)


def _expecting(events: pd.DataFrame, measure: str) -> list[tuple[str, str]]:
    """Return key and country of the events that must have had such people, if these count."""
    names = ("event_id", "country", "mark", "place_country")
    return [
        (key, country)
        for key, country, mark, place in cells_of(events, *names)
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
