"""A panel's sentence for a briefing, with what its numbers stand for; words that such share.

What each panel says is beside the panel.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.dates import day
from dashboard.filters import Chooses
from dashboard.panels.covering import Cover, Nothing
from dashboard.selection import Selection, shift_month
from dashboard.values import Reason
from dashboard.vocabulary import COUNTRIES, DEFAULT_STATUSES, STATUSES, country_name
from dashboard.wording import N_, hidden_words, join_words, number_word, say, start_of_line

NO_COUNTRY = N_("Choose at least one country")
# Of more runs of covered months their number is given.
MOST_RUNS = 3
MOST_COUNTRIES = 2


@dataclass(frozen=True)
class Headline:
    """One sentence without a full stop, and the keys of the numbers in it."""

    text: str
    keys: tuple[str, ...] = ()


def within_words(selection: Selection) -> str:
    """Write the months chosen as the end of a sentence; whole years without their months.

    >>> within_words(Selection()), within_words(Selection(first_month="2020-03"))
    ('in June 2020', 'from March to June 2020')
    >>> within_words(Selection(first_month="2020-01", last_month="2020-12"))
    'in 2020'
    """
    first, last = selection.first_month, selection.last_month
    if first.endswith("-01") and last.endswith("-12"):
        if first[:4] == last[:4]:
            return say("in {period}", period=first[:4])
        return say("from {first} to {last}", first=first[:4], last=last[:4])
    if first == last:
        return say("in {period}", period=selection.period)
    return say("from {period}", period=selection.period)


def scope_words(selection: Selection, when: str = "") -> str:
    """Write whom the events chosen concern and when, to follow a noun.

    `when` is said in place of the months; any other filter is named in brackets.

    >>> scope_words(Selection(countries=("KGZ", "TJK"), text="bridge"))
    ' about Kyrgyzstan and Tajikistan in June 2020 (as filtered)'
    >>> scope_words(Selection(statuses=("occurred", "claimed")))
    ' in June 2020 (claimed too)'
    """
    return f"{about_words(selection)} {when or within_words(selection)}{filter_words(selection)}"


def filter_words(selection: Selection) -> str:
    """Tell the filters beside countries and months, in brackets; empty for those of every page."""
    filters = [_status_words(selection)]
    if selection.is_part:
        filters.append(say("as filtered"))
    text = ", ".join(filter(None, filters))
    return f" ({text})" if text else ""


def about_words(selection: Selection) -> str:
    """Write whom the events chosen concern, to follow a noun; empty for all five countries."""
    if selection.covers_all_countries:
        return ""
    return say(" about {countries}", countries=_countries(selection))


def _countries(selection: Selection) -> str:
    """Name the countries chosen; of many how many; empty for all five."""
    if selection.covers_all_countries:
        return ""
    if len(selection.countries) > MOST_COUNTRIES:
        many = number_word(len(COUNTRIES))
        return say("{count} of the {many} countries", count=len(selection.countries), many=many)
    return join_words([country_name(code) for code in selection.countries])


def named_before(selection: Selection) -> str:
    """Write the countries chosen as the start of a sentence about people; empty for all five.

    >>> named_before(Selection(countries=("TKM",)))
    'Turkmenistan: '
    """
    names = _countries(selection)
    return f"{start_of_line(names)}: " if names else ""


def opening_words(selection: Selection, when: str) -> str:
    """Write whom and when a sentence is about, as its start.

    >>> (
    ...     opening_words(Selection(countries=("KGZ",)), "in 2020"),
    ...     opening_words(Selection(), "in 2020"),
    ... )
    ('Kyrgyzstan in 2020', 'In 2020')
    """
    opening = f"{_countries(selection)} {when}".strip()
    return f"{start_of_line(opening)}{filter_words(selection)}"


def _status_words(selection: Selection) -> str:
    if selection.statuses == DEFAULT_STATUSES:
        return ""
    further = [say(status) for status in selection.statuses if status not in DEFAULT_STATUSES]
    if len(further) == len(selection.statuses):
        return say("only {statuses}", statuses=further) if further else say("no status chosen")
    if len(selection.statuses) == len(STATUSES):
        return say("every status")
    return say("{statuses} too", statuses=further)


def days_words(
    selection: Selection, first: pd.Timestamp | None = None, last: pd.Timestamp | None = None
) -> str:
    """Write the months chosen, or the days of them that there are where these are fewer.

    >>> days_words(Selection(), last=pd.Timestamp("2020-06-09"))
    'from 1 to 9 June 2020'
    """
    start, end = selection.first_day, selection.last_day
    begins = start if first is None else max(start, first.date())
    ends = end if last is None else min(end, last.date())
    if (begins, ends) == (start, end):
        return within_words(selection)
    if (begins.year, begins.month) == (ends.year, ends.month):
        return say("from {first} to {last}", first=str(begins.day), last=ends)
    begin = day(begins, year=begins.year != ends.year)
    return say("from {first} to {last}", first=begin, last=ends)


def each_once(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the keys in order, each once and none empty."""
    return tuple(dict.fromkeys(key for key in keys if key))


def out_of(part: int, every: int, singular: str, plural: str) -> str:
    """Write how many of some things are meant; the forms of their noun are already said.

    >>> [out_of(part, 3, "figure", "figures") for part in (0, 1, 3)]
    ['0 of 3 figures', '1 of 3 figures', 'all 3 figures']
    >>> out_of(2, 2, "figure", "figures"), out_of(1, 1, "figure", "figures")
    ('both figures', 'the one figure')
    """
    if part != every or not every:
        noun = singular if every == 1 else plural
        return say("{part} of {every} {things}", part=part, every=every, things=noun)
    if every == 1:
        return say("the one {thing}", thing=singular)
    if every == 2:
        return say("both {things}", things=plural)
    return say("all {every} {things}", every=every, things=plural)


def nothing_words(noun: str, nothing: Nothing, selection: Selection, when: str = "") -> str:
    """Say that there is no such event, and why: none reported, hidden by filters, not covered."""
    if not selection.countries:
        return say(NO_COUNTRY)
    why, seen = nothing.why, nothing.seen
    scope = f"{about_words(selection)} {when or within_words(selection)}"
    if why.reason is Reason.NONE_REPORTED:
        return say("The sources report no {noun}{scope}", noun=noun, scope=scope)
    if why.reason is Reason.FILTERED_OUT:
        return say(
            "No {noun}{scope} among the events chosen ({hidden})",
            noun=noun,
            scope=scope,
            hidden=hidden_words(why.hidden),
        )
    if seen.covered:
        return say(
            "The data has no {noun}{scope}; sources cover {months} only",
            noun=noun,
            scope=scope,
            months=covered_words(seen),
        )
    return say(
        "The data has no {noun}{scope}; no source covers this period", noun=noun, scope=scope
    )


def nothing_part(noun: str, plural: str, nothing: Nothing) -> str:
    """Say that there is none, and why, within a sentence that names the period and countries."""
    why, seen = nothing.why, nothing.seen
    if why.reason is Reason.NONE_REPORTED:
        return say("no {noun} reported", noun=noun)
    if why.reason is Reason.FILTERED_OUT:
        return say(
            "no {noun} chosen ({hidden})",
            noun=noun,
            hidden=hidden_words(why.hidden),
        )
    if seen.covered:
        covered = covered_words(seen)
        return say("no {noun} in {months}, other months not covered", noun=noun, months=covered)
    return say("{plural} not covered", plural=plural)


def nothing_parts(missing: Sequence[tuple[str, str, Nothing]]) -> list[str]:
    """Say it of several nouns (one, many); of those not covered at the end, all together."""
    uncovered = [each for each in missing if each[2].why.reason is Reason.NOT_COVERED]
    parts = [nothing_part(*each) for each in missing if each not in uncovered]
    if uncovered:
        ones = join_words([one for one, _, _ in uncovered], "or")
        many = join_words([plural for _, plural, _ in uncovered])
        parts.append(nothing_part(ones, many, uncovered[0][2]))
    return parts


def covered_words(seen: Cover) -> str:
    """Name the months covered, neighbouring ones as runs; of many runs how many months.

    >>> covered_words(Cover((), ("2020-05", "2020-06", "2021-02")))
    'May to June 2020 and February 2021'
    """
    runs: list[list[str]] = []
    for month in seen.covered:
        if runs and shift_month(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    if len(runs) > MOST_RUNS:
        return say("{covered} of {every} months", covered=len(seen.covered), every=len(seen.months))
    return join_words([Selection().over(run[0], run[-1]).period for run in runs])


def coverage_words(seen: Cover) -> str:
    """Say in which months counts are full; nothing where all are.

    >>> coverage_words(Cover(("2020-05", "2020-06"), ("2020-06",)))
    'Full coverage: June 2020 only; other months hold single reports.'
    """
    if seen.is_whole or not seen.months:
        return ""
    if seen.covered:
        return say(
            "Full coverage: {months} only; other months hold single reports.",
            months=covered_words(seen),
        )
    return say("No source covers this period in full.")


def reach_words(is_covered: bool) -> str:
    """Say of some days whether they are covered in full, as a cell of a table does."""
    return say("in full") if is_covered else say("single reports")


def blank_words(seen: Cover, *, shaded: bool = True) -> str:
    """Say what an empty place of a chart over time means; `shaded`: covered months are.

    >>> blank_words(Cover(("2020-05", "2020-06"), ("2020-06",)))
    'Shaded: covered in full; blank elsewhere: not covered.'
    """
    if seen.is_whole:
        return ""
    if not seen.covered:
        return say("Blank: not covered.")
    if shaded:
        return say("Shaded: covered in full; blank elsewhere: not covered.")
    return say("Blank: not covered, but for {months}.", months=covered_words(seen))


def status_adjective(selection: Selection) -> str:
    """Write the statuses chosen before a noun where what occurred is not among them.

    >>> status_adjective(Selection(statuses=("claimed",))), status_adjective(Selection())
    ('claimed ', '')
    """
    if set(selection.statuses) & set(DEFAULT_STATUSES):
        return ""
    words = join_words([say(status) for status in selection.statuses], "or")
    return f"{words} " if words else ""


def filters_note(selection: Selection) -> str:
    """Say after a summary which filters beside countries and months are set; nothing for none.

    >>> filters_note(Selection(statuses=("claimed",))), filters_note(Selection(text="bridge"))
    ('Only claimed events are counted.', 'Filters: containing “bridge”.')
    """
    sentences = []
    further = [say(status) for status in selection.statuses if status not in DEFAULT_STATUSES]
    if not selection.statuses:
        sentences.append(say("No status is chosen."))
    elif len(further) == len(selection.statuses):
        sentences.append(say("Only {statuses} events are counted.", statuses=further))
    elif further:
        sentences.append(start_of_line(say("{statuses} events are included.", statuses=further)))
    others = [
        row.words(row.value(selection))
        for row in selection.of_events
        if row.chooses is Chooses.PART
    ]
    if others:
        sentences.append(say("Filters: {filters}.", filters="; ".join(others)))
    return " ".join(sentences)
