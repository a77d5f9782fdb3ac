"""What the filters of a briefing leave out of the review, counted, each event once.

What the review tells is left to `review`.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

import pandas as pd

from dashboard.briefing.content import Line, Run
from dashboard.briefing.material import Material, is_epidemic
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, REGION, STATUSES, country_name
from dashboard.wording import counted, join_words, number_word

STATUS_NOUNS = {
    "occurred": ("event told as fact", "events told as fact"),
    "claimed": ("claimed event", "claimed events"),
    "planned": ("planned event", "planned events"),
    "pledged": ("pledged event", "pledged events"),
}
MOST_NAMED = 2
Group = tuple[str, tuple[str, ...]]


def left_out_lines(material: Material, told: Collection[str]) -> tuple[Line, ...]:
    """Count what is left out, by the first filter that an event fails.

    The first line counts the events of the period and those told; the lines of `failing` add up to
    the difference. Then come events that began before the period and figures that are not told;
    `told` are the keys in the review.
    """
    every = material.package.table("events")
    inside = every[material.selection.within(every["event_date"])]
    keys = tuple(inside["event_id"].tolist())
    words = _first_words(len(keys), len(material.events), material.selection)
    groups = [(words, keys), *failing(inside, material.selection)]
    groups += [*_begun_before(every, material), *_figures(material, told)]
    return tuple(Line((Run(f"{words}.", group),)) for words, group in groups)


def failing(inside: pd.DataFrame, selection: Selection) -> Iterator[Group]:
    """Yield in words, with their keys, the events of a period that fail a filter.

    Each event is in the first filter that it fails: countries, types, status, exact days, words.
    """
    wide = replace(_everything(selection), countries=selection.countries)
    out, inside = _parted(inside, wide)
    if len(out):
        yield f"{_events(len(out))} {_elsewhere(selection)}", tuple(out["event_id"])
    wide = replace(wide, topics=selection.topics)
    out, inside = _parted(inside, wide)
    if len(out):
        yield f"{_events(len(out))} of other types", tuple(out["event_id"])
    wide = replace(wide, statuses=selection.statuses)
    out, inside = _parted(inside, wide)
    for status, nouns in STATUS_NOUNS.items():
        own = tuple(out.loc[out["status"].eq(status), "event_id"])
        if own:
            yield counted(len(own), *nouns), own
    wide = replace(wide, exact_dates=selection.exact_dates)
    out, inside = _parted(inside, wide)
    if len(out):
        yield f"{_events(len(out))} without one exact day", tuple(out["event_id"])
    out, _ = _parted(inside, selection)
    if len(out):
        words = f"{_events(len(out))} without the words “{selection.text.strip()}”"
        yield words, tuple(out["event_id"])


def _first_words(total: int, chosen: int, selection: Selection) -> str:
    if not total:
        return "The data has no event of this period"
    of_period = f"of {selection.period} in the data"
    if chosen == total:
        words = "the one event" if total == 1 else f"all {_events(total)}"
        return f"The review tells {words} {of_period}"
    return f"Of {_events(total)} {of_period} the review tells {chosen or 'none'}"


def _events(number: int) -> str:
    return counted(number, "event")


def _elsewhere(selection: Selection) -> str:
    others = [code for code in COUNTRIES if code not in selection.countries]
    if len(others) == len(COUNTRIES):
        return "of all countries, as none is chosen"
    if len(others) <= MOST_NAMED:
        return f"of {join_words([country_name(code) for code in others])}"
    return f"of the other {number_word(len(others))} countries"


def _parted(events: pd.DataFrame, selection: Selection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the events that fail a selection's filters, months excepted, and the others."""
    if selection == _everything(selection):
        return events.iloc[:0], events
    kept = selection.matches(events)
    return events[~kept], events[kept]


def _everything(selection: Selection) -> Selection:
    return Selection(
        first_month=selection.first_month, last_month=selection.last_month, statuses=STATUSES
    )


def _begun_before(every: pd.DataFrame, material: Material) -> Iterator[Group]:
    """Count the events chosen but for their first day, which lies before the period."""
    first = pd.Timestamp(material.selection.first_day)
    running = every[every["event_date"].lt(first) & every["end_date"].ge(first)]
    keys = tuple(running.loc[material.selection.matches(running), "event_id"])
    if keys:
        verb = "belongs to its own month" if len(keys) == 1 else "belong to their own months"
        yield (
            f"Beside these: {_events(len(keys))} begun earlier and lasting into the period {verb}",
            keys,
        )


def _figures(material: Material, told: Collection[str]) -> Iterator[Group]:
    """Count the figures of no event that the review does not tell."""
    countries = (*material.selection.countries, REGION)
    rest = [
        row
        for row in material.statistics
        if row["figure_id"] not in told and row["country"] in countries
    ]
    epidemic = tuple(row["figure_id"] for row in rest if is_epidemic(row))
    others = tuple(row["figure_id"] for row in rest if not is_epidemic(row))
    if epidemic:
        noun = "figure of the epidemic" if len(epidemic) == 1 else "figures of the epidemic"
        if material.is_whole:
            why = "as of earlier days or by other sources"
            yield f"Not repeated in the review: {len(epidemic)} {noun} {why}", epidemic
        else:
            yield f"Left out by the filters: {len(epidemic)} {noun}", epidemic
    if others:
        noun = "further figure" if len(others) == 1 else "further figures"
        yield f"Left out by the filters: {len(others)} {noun} of no event", others
