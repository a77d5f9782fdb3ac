"""The panels of events, maps and reported figures in one sentence each, from what they show.

Those of the Protests and arrests page are in `protests.words.headlines`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from dashboard.panels.headline import (
    NO_COUNTRY,
    about_words,
    filter_words,
    scope_words,
    within_words,
)
from dashboard.selection import Selection
from dashboard.vocabulary import MARKS
from dashboard.wording import counted, join_words, number, window


def bins_headline(
    counts: pd.DataFrame, cut: pd.DataFrame, unplaced: int, unit: str, selection: Selection
) -> str:
    """Say how many events there are, the fullest week or month (`unit`), and how many fit none."""
    totals = [sum(row) for row in counts.to_numpy().tolist()]
    every = sum(totals) + unplaced
    if not every:
        return nothing_words("event", selection)
    told = f"{counted(every, 'event')}{scope_words(selection)}"
    most = max(totals)
    if most and len(totals) > 1:
        fullest = [place for place, total in enumerate(totals) if total == most]
        if len(fullest) == 1:
            start, end = (cut[name].iloc[fullest[0]] for name in ("start", "end"))
            days = f"{start:%B %Y}" if unit == "month" else window(start, end, 1)
            told += f", {number(most)} of them in the fullest {unit}, {days}"
        else:
            told += f", at most {number(most)} a {unit}"
    fit = "fits" if unplaced == 1 else "fit"
    return f"{told}; {number(unplaced)} {fit} no single {unit}" if unplaced else told


def listed_headline(events: pd.DataFrame, selection: Selection, when: str = "") -> str:
    """Say how many events are listed, and of which kinds."""
    return kinds_headline(Counter(events["mark"].tolist()), selection, when)


def kinds_headline(marks: Mapping[str, int], selection: Selection, when: str = "") -> str:
    """Say the same of events counted by mark."""
    if not marks:
        return nothing_words("event", selection, when)
    kinds = join_words(marks_words(marks))
    return f"{counted(sum(marks.values()), 'event')}{scope_words(selection, when)}: {kinds}"


def marks_words(marks: Iterable[str] | Mapping[str, int]) -> list[str]:
    """Count events by mark in words, in the order of the marks.

    >>> marks_words(["arrest", "protest", "protest", "other"])
    ['2 protests', '1 arrest', '1 other']
    """
    counts = Counter(marks)
    singular = {"arrest": "arrest", "clash": "clash", "other": "other"}
    plural = {name: mark.label.lower() for name, mark in MARKS.items()} | {"other": "others"}
    return [
        counted(counts[name], singular.get(name, mark.singular), plural[name])
        for name, mark in MARKS.items()
        if counts[name]
    ]


def stood_out_headline(shown: int, total: int, selection: Selection) -> str:
    """Say how many events stand out of how many, and that a rule chose them."""
    if not total:
        return nothing_words("event", selection)
    verb = "stands" if shown == 1 else "stand"
    return (
        f"{number(shown)} of {counted(total, 'event')}{scope_words(selection)} {verb} out by rule, "
        f"at most one a country"
    )


def map_headline(inside: int, placed: int, total: int, selection: Selection) -> str:
    """Say how many events stand on the map, how many lie outside it and how many have no place."""
    if not total:
        return nothing_words("event", selection)
    verb = "stands" if inside == 1 else "stand"
    told = (
        f"{number(inside)} of {counted(total, 'event')}{scope_words(selection)} {verb} on the map"
    )
    parts = []
    if beyond := placed - inside:
        parts.append(f"{number(beyond)} outside its frame")
    if without := total - placed:
        parts.append(f"{number(without)} without a place")
    return f"{told}; {join_words(parts)}" if parts else told


def outside_headline(concern: str, listed: int, total: int, selection: Selection) -> str:
    """Say how many events took place outside the region; `concern` is what the list is of."""
    if not total:
        return nothing_words("event outside the region", selection)
    about = "" if " about " in concern else about_words(selection)
    when = f"{within_words(selection)}{filter_words(selection)}"
    told = f"{concern}{about} took place outside the region {when}"
    rest = total - listed
    return f"{told}; {counted(rest, 'other event')} too" if rest else told


def national_headline(shown: int, total: int, selection: Selection) -> str:
    """Say how many events have no place, of how many."""
    if not total:
        return nothing_words("event", selection)
    verb = "has" if shown == 1 else "have"
    return (
        f"{number(shown)} of {counted(total, 'event')}{scope_words(selection)} {verb} no place: "
        "national, online or not stated"
    )


def figures_headline(qualifiers: Sequence[str], selection: Selection) -> str:
    """Say how many figures are reported, and how many of them are exact."""
    if not selection.countries:
        return NO_COUNTRY
    when = f"{about_words(selection)} as of a day {within_words(selection)}"
    if not qualifiers:
        return f"The sources report no figure{when}"
    told = f"{counted(len(qualifiers), 'reported figure')}{when}"
    exact = sum(qualifier == "exact" for qualifier in qualifiers)
    if exact == len(qualifiers):
        return f"{told}, {'exact' if exact == 1 else 'all exact'}"
    rest = number(len(qualifiers) - exact)
    return f"{told}: {number(exact)} exact, {rest} bounds, ranges, estimates or words"


def paragraphs_headline(accounted: int, total: int, coded: int, documents: int) -> str:
    """Say how many paragraphs are accounted for, and how many of them are coded."""
    if not total:
        return "There is no paragraph to account for"
    every = "All " if accounted == total else f"{number(accounted)} of "
    return (
        f"{every}{counted(total, 'paragraph')} of {counted(documents, 'document')} are accounted "
        f"for: {number(coded)} coded, {number(accounted - coded)} left out with a reason"
    )


def nothing_words(noun: str, selection: Selection, when: str = "") -> str:
    """Say that the sources tell of no such event, or that no country is chosen."""
    if not selection.countries:
        return NO_COUNTRY
    return f"The sources tell of no {noun}{scope_words(selection, when)}"
