"""Events in words: their day, place, status and figures, and the panels' sentences.

Those of the Protests and arrests page are in `protests.words.headlines`. Which figures are looked
at is the caller's choice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.dates import day, month
from dashboard.engine.ranking import (
    ANY,
    DOUBT,
    KILLED,
    OFFICES,
    PEOPLE,
    SOURCES,
    SUB_TYPES,
    TYPES,
    Steps,
)
from dashboard.marks import MARKS
from dashboard.panels.covering import nothing
from dashboard.panels.headline import (
    NO_COUNTRY,
    about_words,
    nothing_words,
    scope_words,
    within_words,
)
from dashboard.schema import TableRow
from dashboard.selection import Selection
from dashboard.values import Amount, Term, amount
from dashboard.vocabulary import ACLED_TYPES, GEO_PRECISIONS, country_name
from dashboard.wording import (
    N_,
    amount_words,
    counted,
    join_words,
    say,
    say_many,
    term,
    within_line,
)

QUALIFIER_WORDS = {
    "exact": N_("exact"),
    "at_least": N_("at least"),
    "at_most": N_("at most"),
    "about": N_("about"),
    "range": N_("a range"),
    "vague": N_("a word, no number"),
    "officially_none": N_("officially none"),
}
# Of every unit but money, which goes by its ISO 4217 code, the singular and the plural.
UNIT_WORDS = {
    "person": (N_("person"), N_("people")),
    "item": (N_("item"), N_("items")),
    "day": (N_("day"), N_("days")),
    "month": (N_("month"), N_("months")),
    "year": (N_("year"), N_("years")),
    "tonne": (N_("tonne"), N_("tonnes")),
    "megawatt": (N_("megawatt"), N_("megawatts")),
    "kilometre": (N_("kilometre"), N_("kilometres")),
    "percent": (N_("per cent"), N_("per cent")),
    "megahertz": (N_("megahertz"), N_("megahertz")),
}
STATUS_WORDS = {
    "occurred": N_("reported as fact"),
    "claimed": N_("claimed, not confirmed"),
    "planned": N_("planned, not reported as carried out"),
    "pledged": N_("pledged, not reported as given"),
}
WHOLE_YEAR = ((1, 1), (12, 31))


def figure_number(figure: TableRow) -> str:
    """Write the number of a row of figures.csv: bounds stay bounds, a word stays a word.

    >>> share = {"low": 42.5, "best": 42.5, "high": 42.5, "qualifier": "exact"}
    >>> jail = {"low": 134, "best": 134, "high": 134, "qualifier": "exact", "as_reported": ""}
    >>> none = {"low": 0, "best": 0, "high": 0, "qualifier": "officially_none", "as_reported": ""}
    >>> figure_number(share | {"measure": "share", "unit": "percent", "as_reported": "42.5%"})
    '42.5'
    >>> figure_number(jail | {"measure": "sentence_length", "unit": "month"})
    '11 y 2 m'
    >>> figure_number(none | {"measure": "cumulative_cases", "unit": "person"})
    'officially 0'
    """
    value = figure_value(figure)
    return term(value) if isinstance(value, Term) else amount_words(value)


def figure_value(figure: TableRow) -> Amount | Term:
    """Return the number of a row of figures.csv; a prison term in months is a length of time."""
    bounds = (figure[name] for name in ("low", "best", "high", "qualifier", "as_reported"))
    value = amount(*bounds)
    in_months = figure["measure"] == "sentence_length" and figure["unit"] == "month"
    return Term(value) if in_months and value.has_number else value


def figure_unit(figure: TableRow) -> str:
    """Write the unit after a number: in the singular after 1; none after a word or a length.

    >>> none = {"low": None, "best": None, "high": None, "as_reported": "", "measure": "detained"}
    >>> crowd = none | {"low": 100, "qualifier": "at_least", "unit": "person"}
    >>> one = dict.fromkeys(("low", "best", "high"), 1) | {"qualifier": "exact"}
    >>> figure_unit(crowd), figure_unit(crowd | one), figure_unit(crowd | {"unit": "USD"})
    ('people', 'person', 'USD')
    >>> figure_unit(crowd | {"measure": "sentence_length", "unit": "month"})
    ''
    >>> figure_unit(none | {"unit": "person", "qualifier": "vague", "as_reported": "dozens"})
    ''
    """
    value, unit = figure_value(figure), str(figure["unit"])
    if isinstance(value, Term) or not value.has_number:
        return ""
    if unit not in UNIT_WORDS:
        return unit
    one, several = UNIT_WORDS[unit]
    return say(one) if value.low == value.high == 1 else say(several)


def locator(paragraph: Any, footnotes: Any) -> str:
    """Say where in its source a row stands; empty when nothing is known.

    >>> locator(45, "35;36"), locator(7, None), locator(pd.NA, None)
    ('paragraph 45, footnotes 35 and 36', 'paragraph 7', '')
    """
    parts = [say("paragraph {number}", number=str(paragraph))] if pd.notna(paragraph) else []
    if isinstance(footnotes, str) and footnotes:
        notes = footnotes.split(";")
        parts.append(
            say_many("footnote {notes}", "footnotes {notes}", len(notes), notes=join_words(notes))
        )
    return ", ".join(parts)


def text_of(value: object) -> str:
    """Return a text, an empty one for a blank."""
    return value if isinstance(value, str) else ""


def days_words(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Write one day or several, with the year.

    >>> june = pd.Timestamp("2020-06-14"), pd.Timestamp("2020-06-29")
    >>> days_words(*june), days_words(june[1], pd.Timestamp("2020-07-02"))
    ('14–29 June 2020', '29 June to 2 July 2020')
    """
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    start = day(first, year=first.year != last.year)
    return say("{first} to {last}", first=start, last=day(last))


def when_words(event: TableRow) -> str:
    """Say when an event happened and how well that is known.

    >>> june = {"event_date": pd.Timestamp("2020-06-01"), "end_date": pd.Timestamp("2020-06-30")}
    >>> when_words(june | {"time_precision": 3, "date_basis": "stated"})
    'day not known: some time in June 2020'
    """
    first, last = event["event_date"], event["end_date"]
    words = days_words(first, last)
    if event["time_precision"] == 1:
        text = words
    elif event["time_precision"] == 2:
        text = say("about {days}: the day is approximate", days=words)
    else:
        text = say("day not known: some time {when}", when=_vague(first, last, words))
    if event["date_basis"] != "inferred":
        return text
    return say("{when} (part of the date inferred, such as the year)", when=text)


def _vague(first: pd.Timestamp, last: pd.Timestamp, words: str) -> str:
    if ((first.month, first.day), (last.month, last.day)) == WHOLE_YEAR:
        if first.year == last.year:
            return say("in {year}", year=str(first.year))
        return say("from {first} to {last}", first=str(first.year), last=str(last.year))
    if (first.year, first.month) != (last.year, last.month):
        return say("from {days}", days=words)
    if first.day == 1 and (last + pd.Timedelta(days=1)).day == 1:
        return say("in {month}", month=month(first))
    return say("from {first} to {last}", first=str(first.day), last=day(last))


def hedge_facts(row: TableRow) -> Iterator[tuple[str, str]]:
    """Tell how far the source itself stands behind an event or a number, where it says so."""
    if hedge := text_of(row.get("hedge")):
        yield N_("The source’s hedge"), hedge


def status_words(status: str) -> str:
    """Say what kind of report it is."""
    return say(STATUS_WORDS[status])


def kind_words(event_type: str, sub_event_type: str) -> str:
    """Name the type and whose it is.

    >>> kind_words("Court ruling", "Sentence")
    'Court ruling: Sentence (a type of our own)'
    """
    names = {"type": event_type, "sub_type": sub_event_type}
    if event_type in ACLED_TYPES:
        return say("{type}: {sub_type} (as in ACLED’s list)", **names)
    return say("{type}: {sub_type} (a type of our own)", **names)


def acled_words(eligible: bool, reason: str) -> str:
    """Say whether ACLED would code the event, and why not.

    >>> acled_words(False, "Arrest of private persons")
    'not in its scope: arrest of private persons'
    """
    if eligible:
        return say("in its scope")
    if not reason:
        return say("not in its scope")
    return say("not in its scope: {reason}", reason=within_line(reason))


def who_words(country: str, related: str) -> str:
    """Name the country an event concerns, and the others.

    >>> who_words("KGZ", "RUS;CHN")
    'Kyrgyzstan; also Russia and China'
    """
    others = [country_name(code) for code in related.split(";") if code]
    name = country_name(country)
    return say("{country}; also {others}", country=name, others=others) if others else name


def place_words(event: TableRow, province: str = "") -> str:
    """Say where an event happened; what took place outside the country it concerns says so first.

    >>> rally = {"location": "Istanbul", "place_country": "TUR", "country": "TKM", "abroad": True}
    >>> place_words(rally, "Istanbul")
    'abroad, not in Turkmenistan: Istanbul, Turkey'
    """
    location, code = text_of(event["location"]), text_of(event["place_country"])
    land = country_name(code) if code else ""
    parts = list(dict.fromkeys(part for part in (location, province, land) if part))
    if not parts:
        return say("no place: a national or online event, or none is given; not on the map")
    words = ", ".join(parts)
    if not location:
        words = say("{place}; no place in it is given", place=words)
    if not event["abroad"]:
        return words
    own = country_name(event["country"])
    return say("abroad, not in {country}: {place}", country=own, place=words)


def place_precision_words(precision: float) -> str:
    """Say how exactly the place is known; empty without a place on the map."""
    return ": ".join(filter(None, GEO_PRECISIONS[int(precision)])) if pd.notna(precision) else ""


def published_words(published: object) -> str:
    """Write a date of publication as exactly as it is known.

    >>> published_words("2020-07"), published_words("2020-07-05"), published_words(None)
    ('July 2020', '5 July 2020', 'date not stated')
    """
    text = text_of(published)
    if not text:
        return say("date not stated")
    when = pd.Timestamp(text)
    return {4: text, 7: month(when)}.get(len(text), day(when))


def dated_words(source: TableRow) -> str:
    """Say when a source was published, or the day on which imported data was taken from it."""
    accessed = source.get("retrieved")
    if text_of(source.get("attribution")) and isinstance(accessed, pd.Timestamp):
        return say("accessed {day}", day=accessed)
    return published_words(source.get("published"))


def kinds_headline(
    marks: Mapping[str, int], package: Package, selection: Selection, wider: int
) -> str:
    """Say how many events there are, and of which kinds, counted by mark.

    `wider` is of how many no more is known than a longer period.
    """
    if not marks:
        return nothing_words(say("event"), nothing(package, selection), selection)
    headline = say_many(
        "{count} event{scope}: {kinds}",
        "{count} events{scope}: {kinds}",
        sum(marks.values()),
        scope=scope_words(selection),
        kinds=marks_words(marks),
    )
    return f"{headline}{wider_words(wider)}"


def wider_words(wider: int) -> str:
    """Say of how many events no more is known than a longer period; empty for none."""
    return say("; {count} known only to a longer period", count=wider) if wider else ""


def marks_words(marks: Iterable[str] | Mapping[str, int]) -> list[str]:
    """Count events by mark in words, in the order of the marks.

    >>> marks_words(["arrest", "protest", "protest", "other"])
    ['2 protests', '1 arrest', '1 other']
    """
    counts = Counter(marks)
    return [counted(counts[name], *mark.short) for name, mark in MARKS.items() if counts[name]]


def figures_headline(qualifiers: Sequence[str], selection: Selection) -> str:
    """Say how many figures are reported, and how many of them are exact."""
    if not selection.countries:
        return say(NO_COUNTRY)
    about, within = about_words(selection), within_words(selection)
    when = say("{about} as of a day {within}", about=about, within=within)
    if not qualifiers:
        return say("The data has no reported figure{when}", when=when)
    headline = say_many(
        "{count} reported figure{when}",
        "{count} reported figures{when}",
        len(qualifiers),
        when=when,
    )
    exact = sum(qualifier == "exact" for qualifier in qualifiers)
    if exact == len(qualifiers):
        return say_many("{headline}, exact", "{headline}, all exact", exact, headline=headline)
    return say(
        "{headline}: {exact} exact, {rest} bounds, ranges, estimates or words",
        headline=headline,
        exact=exact,
        rest=len(qualifiers) - exact,
    )


def rule() -> tuple[tuple[str, str], ...]:
    """Return the rule in words, made of the tables: what counts, and for how much."""
    killed, people = _steps_words(KILLED), _steps_words(PEOPLE)
    return (
        (
            say("Kind of event"),
            say("{kinds}; anything else {any}", kinds=_points_words(SUB_TYPES | TYPES), any=ANY),
        ),
        (say("Office held, present or former"), _points_words(OFFICES)),
        (
            say("People concerned"),
            say(
                "killed, {killed}; taking part, detained or injured, {people}",
                killed=killed,
                people=people,
            ),
        ),
        (
            say("Sources"),
            say(
                "two or more {points}; claimed only, or of low confidence, {doubt} less",
                points=SOURCES,
                doubt=-DOUBT,
            ),
        ),
    )


def rule_words() -> str:
    """Return the rule as one text."""
    text = "; ".join(f"{what}: {points}" for what, points in rule())
    return say("The event of most points is shown; of equal ones the earliest. {rule}.", rule=text)


def _points_words(table: Mapping[str, int]) -> str:
    """Return what has how many points, most first."""
    by_points: dict[int, list[str]] = {}
    for name, many in sorted(table.items(), key=lambda each: -each[1]):
        by_points.setdefault(many, []).append(name)
    return "; ".join(f"{', '.join(names)} {many}" for many, names in by_points.items())


def _steps_words(steps: Steps) -> str:
    return ", ".join(
        say("at least {bound}: {points}", bound=bound, points=many)
        for bound, many in reversed(steps)
    )
