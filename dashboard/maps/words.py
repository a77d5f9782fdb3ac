"""The maps and their lists in one sentence each, from what they show."""

from dashboard.panels.headline import (
    about_words,
    filter_words,
    nothing_words,
    scope_words,
    within_words,
)
from dashboard.selection import Selection
from dashboard.wording import counted, join_words, number


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
