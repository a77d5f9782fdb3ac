"""Which events a review tells one by one: of a short package all that are chosen.

Of a long package those that stand out, a bounded number of each country; the others are counted.
What is said of them is left to `review`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pandas as pd

from dashboard.briefing.review_words import Row
from dashboard.datapackage.store import Package
from dashboard.engine.columns import ORDER
from dashboard.engine.counts import Counts
from dashboard.engine.ranking import weight
from dashboard.events.words.card import text_of
from dashboard.panels.query import KEPT_SELECTIONS, chosen_counts, chosen_events, told_events
from dashboard.selection import Selection
from dashboard.vocabulary import REGION, TOPICS

# Of a long package so many events are all told; of more, so many of each country.
MOST_REVIEWED = 400
MOST_A_COUNTRY = 40
# Of longer periods what stands out is looked for by year.
LONGEST_BY_MONTH = 12
# What is said of the events told, after how they were chosen.
AND_FIGURES = f"; those with a reported figure go first; at most {MOST_A_COUNTRY} a country"


@lru_cache(maxsize=KEPT_SELECTIONS)
def events_to_tell(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the events that a review tells one by one, in order of day."""
    if package.long_events is None:
        return chosen_events(package, selection)
    if chosen_counts(package, selection).total <= MOST_REVIEWED:
        return package.long_events.rows(selection, MOST_REVIEWED)
    told = told_events(package, selection)
    others = pd.concat(_standing_out(package, selection))
    found = pd.concat([told, others]).drop_duplicates("event_id")
    return found.iloc[_first_of_each_country(found, len(told), selection.countries)].sort_values(
        list(ORDER), kind="stable"
    )


def rule_words(selection: Selection) -> str:
    """Say which events are told one by one, where not all are."""
    if selection.text.split():
        return f"the one of each country that weighs most by rule, and the first{AND_FIGURES}"
    parts = _parts(selection)
    each = "year" if len(selection.months) > LONGEST_BY_MONTH else "month"
    when = f" and {each}" if len(parts) > 1 else ""
    return f"for each country, of each type{when}, the one that weighs most by rule{AND_FIGURES}"


def owner_of(country: str, concerned: str, countries: Sequence[str]) -> str:
    """Return under which country an event is told: its own, or the first chosen one it concerns."""
    if country in (*countries, REGION):
        return country
    return next((code for code in concerned.split(";") if code in countries), REGION)


def numbers_by_owner(
    counts: Counts, countries: Sequence[str], events: Sequence[Row]
) -> dict[str, Counter[str]]:
    """Count by owner and mark the events chosen that are not among those told."""
    rest: dict[str, Counter[str]] = {}
    for (country, concerned, mark), number in counts.by("country", "concerned", "mark").items():
        owner = owner_of(country, concerned, countries)
        rest.setdefault(owner, Counter())[mark] += number
    for event in events:
        owner = owner_of(event["country"], text_of(event["related_countries"]), countries)
        rest[owner][event["mark"]] -= 1
    return {owner: +marks for owner, marks in rest.items()}


def _standing_out(package: Package, selection: Selection) -> Iterator[pd.DataFrame]:
    """Yield the events that weigh most: of each type, and month or year, one of each country.

    Of a search for words, which asks the engine each time, the heaviest and the first.
    """
    if selection.text.split():
        yield package.events.leaders(selection)
        yield package.events.rows(selection, MOST_REVIEWED)
        return
    for part in _parts(selection):
        for topic in selection.topics or TOPICS:
            narrow = Selection(
                selection.countries,
                *part,
                topics=(topic,),
                statuses=selection.statuses,
                exact_dates=selection.exact_dates,
            )
            yield package.events.leaders(narrow)


def _parts(selection: Selection) -> list[tuple[str, str]]:
    """Return the first and last months of the parts of the period."""
    months = selection.months
    if len(months) <= LONGEST_BY_MONTH:
        return [(month, month) for month in months]
    years: dict[str, list[str]] = {}
    for month in months:
        years.setdefault(month[:4], []).append(month)
    return [(own[0], own[-1]) for own in years.values()]


def _first_of_each_country(found: pd.DataFrame, told: int, countries: Sequence[str]) -> list[int]:
    """Return the places of those that go first: the `told` ones, then the heaviest."""
    names = ("mark", "event_type", "confidence", "event_date", "event_id")
    rows = zip(*(found[name].tolist() for name in names), strict=True)
    order = [(place >= told, -weight(*row[:3]), *row[3:]) for place, row in enumerate(rows)]
    related = found["related_countries"].tolist()
    owners = [
        owner_of(country, text_of(others), countries)
        for country, others in zip(found["country"].tolist(), related, strict=True)
    ]
    taken: Counter[str] = Counter()
    kept = []
    for place in sorted(range(len(order)), key=order.__getitem__):
        taken[owners[place]] += 1
        if taken[owners[place]] <= MOST_A_COUNTRY:
            kept.append(place)
    return kept
