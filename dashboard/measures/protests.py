"""Protests, arrests, sentences and clashes: which count, by month, country, issue, response.

An event's first day decides its month, the country it concerns its row; a period may also be asked
for what reaches into it. Numbers of people are in `people`.
"""

from collections import Counter

import numpy as np
import pandas as pd

from dashboard.measures.events import places_in
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, REGION

PAGE_MARKS = ("protest", "arrest", "sentence", "clash")
UNSTATED = "not stated"
DATED, REACHING = "dated", "reaching"
COUNT_RULES = (DATED, REACHING)


def on_this_page(events: pd.DataFrame) -> pd.DataFrame:
    """Return the protests, arrests, sentences and clashes."""
    return events[events["mark"].isin(PAGE_MARKS)]


def of_the_period(events: pd.DataFrame, selection: Selection, rule: str = DATED) -> np.ndarray:
    """Return True for the events that the period has by a rule, whatever the other filters.

    "dated": the event began in it. "reaching": or it began earlier and reaches into it.
    """
    dated = selection.within(events["event_date"]).to_numpy()
    return dated | _reaching(events, selection) if rule == REACHING else dated


def begun_before(events: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Return the chosen events that began before the period and reach into it.

    Only spans whose ends are known to the week: a year-long window says nothing of the period.
    """
    reaching = events[_reaching(events, selection)]
    return reaching[selection.matches(reaching)]


def _reaching(events: pd.DataFrame, selection: Selection) -> np.ndarray:
    first = np.datetime64(selection.first_day)
    across = (events["event_date"].to_numpy() < first) & (events["end_date"].to_numpy() >= first)
    return across & events["time_precision"].le(2).to_numpy(dtype=bool)


def left_out_by_status(
    events: pd.DataFrame, selection: Selection, rule: str = DATED
) -> dict[str, int]:
    """Count, by status, the events of the period that the choice of status leaves out."""
    kept = of_the_period(events, selection, rule)
    rows = zip(events["country"].to_numpy()[kept], events["status"].to_numpy()[kept], strict=True)
    places = (*selection.countries, REGION)
    return dict(
        Counter(
            status
            for country, status in rows
            if country in places and status not in selection.statuses
        )
    )


def protests_by_country(events: pd.DataFrame) -> pd.DataFrame:
    """Count protests: one row a country with any, columns `home` and `abroad`, most first."""
    protests = events["mark"].eq("protest").to_numpy()
    pairs = zip(
        events["country"].to_numpy()[protests], events["abroad"].to_numpy()[protests], strict=True
    )
    counts = Counter((str(country), bool(abroad)) for country, abroad in pairs)
    rows = {country: (counts[country, False], counts[country, True]) for country, _ in counts}
    order = sorted(rows, key=lambda country: (-sum(rows[country]), country))
    return pd.DataFrame(
        [rows[country] for country in order], index=order, columns=["home", "abroad"], dtype=int
    )


def protests_by_month(events: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Count protests by month and country, and how many have no single month.

    One row a month and country with any: `month` (YYYY-MM), `country`, `dated` (day or span
    known), `undated` (only the month is), `abroad` (how many of both took place abroad).
    """
    counts: dict[tuple[str, str], list[int]] = {}
    unplaced = 0
    for _, month, country, precision, abroad in months_of_protests(events):
        if not month:
            unplaced += 1
            continue
        row = counts.setdefault((month, country), [0, 0, 0])
        row[1 if precision == 3 else 0] += 1
        row[2] += int(abroad)
    rows = [(*key, *counts[key]) for key in sorted(counts)]
    return pd.DataFrame(rows, columns=["month", "country", "dated", "undated", "abroad"]), unplaced


def months_of_protests(events: pd.DataFrame) -> list[tuple[str, str, str, int, bool]]:
    """Return event_id, month, country, time_precision and abroad of each protest.

    The month (YYYY-MM) is empty where a source knows the time only to more than one month.
    """
    protests = events["mark"].eq("protest").to_numpy()
    first, last = (
        events[name].to_numpy("datetime64[M]")[protests].astype(str)
        for name in ("event_date", "end_date")
    )
    keys, countries, precisions, abroad = (
        events[name].to_numpy()[protests]
        for name in ("event_id", "country", "time_precision", "abroad")
    )
    return [
        (key, "" if month != end and precision == 3 else month, country, precision, is_abroad)
        for key, month, end, country, precision, is_abroad in zip(
            keys, first, last, countries, precisions, abroad, strict=True
        )
    ]


def words_of_protests(events: pd.DataFrame, column: str) -> list[tuple[str, str]]:
    """Return event_id and the word of `column` of each protest; a blank is "not stated"."""
    protests = events["mark"].to_numpy() == "protest"
    keys, words = (events[name].to_numpy(dtype=object)[protests] for name in ("event_id", column))
    return [
        (key, word if isinstance(word, str) else UNSTATED)
        for key, word in zip(keys, words, strict=True)
    ]


def protests_by(events: pd.DataFrame, column: str) -> pd.Series:
    """Count protests by the words of `column`, most first; a blank is "not stated"."""
    counts = Counter(word for _, word in words_of_protests(events, column))
    order = sorted(counts, key=lambda word: (word == UNSTATED, -counts[word], word))
    return pd.Series([counts[word] for word in order], index=order, name="protests", dtype=int)


def marks_by_bin(events: pd.DataFrame, cut: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Count events by country, bin and mark; return the counts and how many fit no single bin.

    `cut` has the bins' `start` and `end`. One row a country, bin (its place in `cut`) and mark
    with any event.
    """
    place, fits = places_in(events, cut)
    rows = zip(
        events["country"].tolist(),
        place.tolist(),
        events["mark"].tolist(),
        fits.tolist(),
        strict=True,
    )
    counts = Counter((country, at, mark) for country, at, mark, fit in rows if fit)
    table = pd.DataFrame(
        [(*key, counts[key]) for key in counts], columns=["country", "bin", "mark", "events"]
    )
    return table, int((~fits).sum())


def countries_shown(events: pd.DataFrame, selection: Selection) -> list[str]:
    """Return the chosen countries in order, the other sides of their clashes, then the region.

    `events` are the events chosen.
    """
    told = set(events["country"])
    chosen = [code for code in COUNTRIES if code in selection.countries]
    others = [code for code in COUNTRIES if code in told and code not in chosen]
    return [*chosen, *others, *([REGION] if REGION in told else [])]
