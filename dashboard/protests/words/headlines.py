"""The panels of the Protests and arrests page in one sentence each, from what they show.

The sentence at the top of the page is in `words.summary`.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from dashboard.engine.counts import Counts
from dashboard.panels.headline import (
    NO_COUNTRY,
    filter_words,
    named_before,
    nothing_words,
    scope_words,
    within_words,
)
from dashboard.protests.measures.counts import PAGE_MARKS, REACHING, UNSTATED
from dashboard.protests.measures.people import PeopleTotal
from dashboard.protests.view.sheet import ProtestSheet
from dashboard.protests.words.labels import persons_words
from dashboard.selection import Selection
from dashboard.vocabulary import MARKS, MEASURES
from dashboard.wording import bound, counted, join_words, number

MOST_RESPONSES = 3
MOST_NAMED = 2
HURT = ("detained", "injured", "killed")


def sheet_headline(sheet: ProtestSheet, *, days: bool = False) -> str:
    """Say how many events of each kind there are, and how many of these took place abroad.

    With `days` also how many have no single day.
    """
    if not sheet.total:
        return nothing_words("protest, arrest, sentence or clash", *scope_of(sheet))
    counts = sheet.counts.by("mark", "abroad")
    kinds = []
    for mark in PAGE_MARKS:
        if total := counts[mark, False] + counts[mark, True]:
            singular = MARKS[mark].singular.split(" or ")[0]
            words = counted(total, singular, MARKS[mark].label.lower())
            away = counts[mark, True]
            kinds.append(f"{words}{_abroad_words(away, total)}")
    told = placed(sheet, join_words(kinds))
    if not days:
        return told
    spans = sum(
        event["event_date"] != event["end_date"] or event["time_precision"] != 1
        for event in sheet.listed.records.values()
    )
    if not spans:
        return told
    verb = "has" if spans == 1 else "have"
    return f"{told}; {number(spans)} {verb} no single day"


def months_headline(
    counts: pd.DataFrame, kept: Counts, years: tuple[int, int], selection: Selection
) -> str:
    """Say how many protests are `kept`, and how many of them are counted in the months chosen."""
    if not selection.countries:
        return NO_COUNTRY
    total, abroad = kept.total, kept.where(abroad=True).total
    when = f"from {years[0]} to {years[1]}" if years[0] < years[1] else f"in {years[0]}"
    if not total:
        return nothing_words("protest", selection, when)
    columns = (counts[name].tolist() for name in ("month", "dated", "undated"))
    within = sum(
        dated + undated
        for month, dated, undated in zip(*columns, strict=True)
        if selection.first_month <= month <= selection.last_month
    )
    protests = f"{counted(total, 'protest')}{_abroad_words(abroad, total)}"
    share = "all" if within == total else number(within) if within else "none"
    part = f"{share} of them {within_words(selection)}"
    return f"{protests}{scope_words(selection, when)}, {part}"


def issues_headline(counts: pd.Series, sheet: ProtestSheet) -> str:
    """Say which issue most protests were about, and of how many it is not stated."""
    total = int(counts.sum())
    if not total:
        return nothing_words("protest", *scope_of(sheet))
    every = f"{_protests(sheet)}{when_of(sheet)}"
    stated = {word: value for word, value in counts.items() if word != UNSTATED}
    most = max(stated.values(), default=0)
    if not most:
        return f"The issue of {every} is not stated"
    first = [str(word).lower() for word, value in stated.items() if value == most]
    if len(first) > MOST_NAMED:
        return f"{every}, at most {number(most)} about one issue"
    if most == total:
        every = every if total == 1 else f"All {every}"
        return f"{every} {'was' if total == 1 else 'were'} about {first[0]}"
    each = " each" if len(first) > 1 else ""
    verb = "was" if most == 1 and not each else "were"
    words = f"{number(most)}{each} of {every} {verb} about {join_words(first)}"
    missing = total - sum(stated.values())
    return f"{words}; of {number(missing)} it is not stated" if missing else words


def responses_headline(counts: pd.Series, sheet: ProtestSheet) -> str:
    """Say how many protests met which response, the most frequent first."""
    total = int(counts.sum())
    if not total:
        return nothing_words("protest", *scope_of(sheet))
    pairs = [f"{word} {number(value)}" for word, value in counts.items()]
    rest = sum(counts.tolist()[MOST_RESPONSES:])
    more = [f"other {number(rest)}"] if rest else []
    told = ", ".join([*pairs[:MOST_RESPONSES], *more])
    return f"State response to {_protests(sheet)}{when_of(sheet)}: {told}"


def sentences_headline(sheet: ProtestSheet) -> str:
    """Say how many sentences there are and the longest term of them."""
    terms, events = sheet.told.terms, sheet.marks["sentence"]
    if not events:
        return nothing_words("sentence", *scope_of(sheet))
    told = placed(sheet, counted(events, "sentence"))
    rows = zip(*(terms[name].tolist() for name in ("low", "high", "unit")), strict=True)
    known = [term for term in rows if not all(map(math.isnan, term[:2]))]
    if not known:
        return f"{told}, {'its' if events == 1 else 'their'} terms not stated"
    low, high, unit = max(known, key=_in_months)
    least = "at least " if math.isnan(high) else "at most " if math.isnan(low) else ""
    upto = "up to " if low < high else ""
    value = int(low if math.isnan(high) else high)
    longest = f"{least}{upto}{counted(value, 'day') if unit == 'day' else _years(value)}"
    which = "term" if len(known) == 1 else "longest term"
    return f"{told}; the {which} is {longest}"


def scope_of(sheet: ProtestSheet) -> tuple[Selection, str]:
    """Return the filters and, in words, which events count by their days."""
    return sheet.selection, when_words(sheet.selection, sheet.rule)


def placed(sheet: ProtestSheet, words: str) -> str:
    """Put the countries chosen before some words and the period after them."""
    selection, when = scope_of(sheet)
    return f"{named_before(selection)}{words} {when}{filter_words(selection)}"


def when_of(sheet: ProtestSheet) -> str:
    """Write whom and when the events counted concern, to follow a noun."""
    return scope_words(*scope_of(sheet))


def when_words(selection: Selection, rule: str) -> str:
    """Write which events count by their days: those of the months, or reaching into them."""
    words = within_words(selection)
    if rule == REACHING:
        return f"reaching into {words.removeprefix('in ').removeprefix('from ')}"
    return words


def _abroad_words(away: int, total: int) -> str:
    if not away:
        return ""
    return " (abroad)" if total == 1 else f" ({'all' if away == total else number(away)} abroad)"


def _protests(sheet: ProtestSheet) -> str:
    """Count the protests: "8 protests (4 abroad)"."""
    total = sheet.marks["protest"]
    away = sheet.counts.where(mark="protest", abroad=True).total
    return f"{counted(total, 'protest')}{_abroad_words(away, total)}"


def _in_months(term: tuple[float, float, str]) -> float:
    """Return the longest end of a term, to compare it with others."""
    days_in_month = 30
    value = max(value for value in term[:2] if not math.isnan(value))
    return value / days_in_month if term[2] == "day" else value


def _years(months: int) -> str:
    """Write a term in years and months.

    >>> _years(134), _years(12)
    ('11 years and 2 months', '1 year')
    """
    years, rest = divmod(months, 12)
    parts = [counted(years, "year")] if years else []
    return join_words([*parts, *([counted(rest, "month")] if rest else [])]) or "no time"


def people_headline(sheet: ProtestSheet) -> str:
    """Say the sums of lower bounds, and the largest number told of those who took part."""
    selection, when = scope_of(sheet)
    sums = {name: sheet.totals[name] for name in HURT if name in sheet.totals}
    sums = {name: total for name, total in sums.items() if total.low}
    largest = _largest_protest(sheet.told.records.values())
    if sums:
        told = placed(sheet, _sums_words(sums))
        ending = f"; largest number told of a protest: {largest}" if largest else ""
        return f"{told[0].upper()}{told[1:]}{ending}"
    if largest:
        return f"The largest number told of a protest{when_of(sheet)} is {largest}"
    if sheet.totals or sum(sheet.unstated.values()):
        return f"The sources give no number of people that can be added{when_of(sheet)}"
    return nothing_words("number of people", selection, when)


def ledger_headline(
    acts: int, cases: list[bool], people: PeopleTotal, selection: Selection, rule: str
) -> str:
    """Say how many acts there are in how many cases, and against how many persons.

    `cases` has True for those whose persons are counted, not those abroad.
    """
    when = when_words(selection, rule)
    if not acts:
        return nothing_words("act against people", selection, when)
    against = f" against {persons_words(people)}" if people.low else ""
    told = f"{named_before(selection)}{counted(acts, 'act')} in {counted(len(cases), 'case')}"
    told += f"{against} {when}{filter_words(selection)}"
    away = cases.count(False)
    return f"{told}; persons of {counted(away, 'case')} abroad not counted" if away else told


def _sums_words(sums: Mapping[str, PeopleTotal]) -> str:
    """Write the sums; "at least" stands once where it is said of all."""
    if any(total.exact for total in sums.values()):
        words = [
            f"{'' if total.exact else 'at least '}{number(total.low)} {MEASURES[name]}"
            for name, total in sums.items()
        ]
        return join_words(words)
    told = [f"{number(total.low)} {MEASURES[name]}" for name, total in sums.items()]
    return f"at least {join_words(told)}"


def _largest_protest(records: Iterable[Mapping[str, Any]]) -> str:
    """Write the largest number reported of those who took part in one protest."""
    told = [figure for event in records for figure in event["told"].get("participants", [])]
    sized = [(size, figure) for figure in told if (size := _size(figure)) > 0]
    if not sized:
        return ""
    _, figure = max(sized, key=lambda pair: pair[0])
    words = bound(figure["low"], figure["best"], figure["high"])
    return words.replace("≥", "at least").replace("≤", "at most")


def _size(figure: Mapping[str, Any]) -> float:
    bounds = (figure["low"], figure["best"], figure["high"])
    return max((value for value in bounds if not math.isnan(value)), default=0.0)
