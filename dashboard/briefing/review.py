"""The month in review, drafted by rule from the data: country by country, a few paragraphs each.

An event is a sentence (`sentences`); the events of one case follow each other, the weightiest case
first (`engine.ranking`), until a country has its share of words. Series and rates are left to
`series`, what silence means to `silence`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from dashboard.briefing.citing import Citing
from dashboard.briefing.content import (
    COVERAGE,
    About,
    CountryReview,
    Line,
    Run,
    Section,
)
from dashboard.briefing.material import (
    Material,
    beside,
    figures_by_event,
    numbers_by_owner,
    owner_of,
)
from dashboard.briefing.review_words import VAGUE_DAY, Row, inside, tidy
from dashboard.briefing.sentences import event_runs, events_by_case
from dashboard.briefing.series import currency_lines, epidemic_lines
from dashboard.briefing.silence import silence_lines
from dashboard.datapackage.store import Package
from dashboard.engine.columns import ORDER
from dashboard.events.measures import further_sources, points_of
from dashboard.events.words import marks_words, text_of
from dashboard.vocabulary import COUNTRIES, EVENT_TYPES, REGION, Theme, country_name
from dashboard.wording import join_words, number_word, say, say_many, start_of_line

# Laws and decisions whose title says what they are about.
TITLE_WORDS = {
    Theme.HEALTH: ("mask", "quarantine", "disinfection", "lockdown", "COVID"),
    Theme.ECONOMY: ("tax", "excise", "customs", "budget", "duty free"),
}
BY_TITLE = ("Legislation", "Government")
# Words of all events of a review of one month; so many each country has in any case, the region
# half of it, and no country more than so many.
WORDS, FEWEST, MOST = 810, 90, 400
# Claimed events of the period are mentioned in any case, in at most so many words of a country.
MOST_CLAIMED = 100
# What each further month adds, as a part of these, and to how much at most.
A_MONTH_MORE, MOST_STRETCHED = 0.25, 2.5
# How much less a step matters than what it follows from.
A_STEP = 2
MOST_ELSEWHERE = 3
# So many events lead the key judgements, of at least so many points.
MOST_LEADING, LEAST_LEADING = 3, 4
# An earlier step is mentioned before what follows from it, unless it is a step of a court case.
STEPS_OF_A_CASE = ("Arrests", "Sentence")


@dataclass
class _Telling:
    """What a review has mentioned so far: the keys of events, in order."""

    material: Material
    citing: Citing
    is_covered_said: bool = False
    mentioned: dict[str, None] = field(default_factory=dict)
    _runs: dict[str, tuple[Run, ...]] = field(default_factory=dict)
    _points: dict[str, int] = field(default_factory=dict)

    def runs(self, event: Row) -> tuple[Run, ...]:
        """Return the sentence of an event."""
        key, material = event["event_id"], self.material
        if key not in self._runs:
            figures = material.figures.get(key) or figures_by_event(material.package).get(key, ())
            unknown = material.unknown.get(key, ())
            self._runs[key] = event_runs(event, figures, unknown, material.span)
        return self._runs[key]

    def line(self, event: Row) -> Line:
        """Tell an event, once."""
        self.mentioned[event["event_id"]] = None
        return self.citing.line(self.runs(event))

    def points(self, event: Row) -> int:
        """How much an event matters; what follows from an earlier event, nearly as much as that."""
        key, package = event["event_id"], self.material.package
        if key not in self._points:
            cause = self.material.steps.get(text_of(event["related_event_id"]))
            inherited = points_of(cause, package) - A_STEP if cause else 0
            self._points[key] = max(points_of(event, package), inherited)
        return self._points[key]

    def by_rule(self, event: Row) -> tuple[int, list[object]]:
        """Order by what an event itself weighs, of equals the earliest, as the main events do."""
        return -points_of(event, self.material.package), [event[name] for name in ORDER]

    def words(self, event: Row) -> int:
        """How many words its sentence has."""
        return len("".join(run.text for run in self.runs(event)).split())


def review_of(
    material: Material, citing: Citing, *, is_covered_said: bool = False
) -> tuple[CountryReview, ...]:
    """Draft the review: the countries chosen, then the region where it has something to tell.

    `is_covered_said` says that the key judgements tell what the sources cover.
    """
    codes = [code for code in COUNTRIES if code in material.selection.countries]
    telling = _Telling(material, citing, is_covered_said)
    placed = _placed([*material.events, *beside(material)], material.selection.countries)
    chosen = _weightiest(placed, telling)
    rest = _only_counted(material)
    parts = [_country(code, chosen, rest.get(code, ()), telling) for code in codes]
    region = (*_themes(REGION, chosen.get(REGION, []), telling), *_end(rest.get(REGION, ())))
    if region:
        parts.append(CountryReview(REGION, country_name(REGION), region))
    return tuple(parts)


def _placed(events: Iterable[Row], countries: Sequence[str]) -> dict[str, list[Row]]:
    """Return events by the country that tells them: their own, or the first chosen they concern."""
    placed: dict[str, list[Row]] = {}
    for event in events:
        related = text_of(event["related_countries"])
        placed.setdefault(owner_of(event["country"], related, countries), []).append(event)
    return placed


def _weightiest(placed: Mapping[str, Sequence[Row]], telling: _Telling) -> dict[str, list[Row]]:
    """Return by country the events that matter most, with what led to them, as the words allow.

    Each country first has its least, the heaviest event in any case; the rest goes by weight alone.
    """
    stretch = _stretch(len(telling.material.selection.months))
    shares = [_Share(code, events, stretch, telling) for code, events in placed.items()]
    for share in shares:
        for weight in share.order:
            share.take(weight, share.least)
        for weight in share.claimed:
            share.take(weight, share.words_of_fact + MOST_CLAIMED)
    left = WORDS * stretch - sum(share.words for share in shares)
    order = sorted((weight, place) for place, share in enumerate(shares) for weight in share.order)
    for weight, place in order:
        own = shares[place]
        left -= own.take(weight, min(MOST * stretch, own.words + left))
    return {share.code: [*share.kept.values()] for share in shares}


def leading(material: Material, citing: Citing) -> list[Line]:
    """Tell the weightiest events of all countries, one of a case, with their country and sureness.

    None where nothing weighs more than the least.
    """
    telling = _Telling(material, citing)
    events = sorted(material.events, key=telling.by_rule)
    cases = {
        event["event_id"]: place
        for place, case in enumerate(events_by_case(events))
        for event in case
    }
    lines, cases_taken = [], set[int]()
    for event in events:
        if len(lines) == MOST_LEADING or points_of(event, material.package) < LEAST_LEADING:
            break
        if cases[event["event_id"]] not in cases_taken:
            cases_taken.add(cases[event["event_id"]])
            line = telling.line(event)
            lead = Run(f"{country_name(event['country'])}: ", (event["event_id"],))
            sure = Run(f" {sureness(event, material.package)}", (event["event_id"],))
            lines.append(replace(line, runs=(lead, *line.runs, sure)))
    return lines


def sureness(event: Row, package: Package) -> str:
    """Say how sure an event is: how many sources, and the coder's confidence."""
    sources = 1 + further_sources(package)[event["event_id"]]
    return say_many(
        "One source, confidence {confidence}.",
        "{many} sources, confidence {confidence}.",
        sources,
        many=start_of_line(number_word(sources)),
        confidence=event["confidence"],
    )


def _stretch(months: int) -> float:
    """Return how much longer the review of some months may be than that of one.

    >>> _stretch(1), _stretch(3), _stretch(84)
    (1.0, 1.5, 2.5)
    """
    return min(1 + A_MONTH_MORE * (months - 1), MOST_STRETCHED)


class _Share:
    """The events of one country, the heaviest first, and those of them kept so far."""

    def __init__(self, code: str, events: Sequence[Row], stretch: float, telling: _Telling) -> None:
        self.code, self.kept, self.words = code, dict[str, Row](), 0
        self.least = FEWEST * stretch / (2 if code == REGION else 1)
        self._telling = telling
        self._known = {event["event_id"]: event for event in events}
        self.order = sorted(map(self._weight, events))
        first = pd.Timestamp(telling.material.selection.first_day)
        self.claimed = sorted(
            self._weight(event)
            for event in events
            if event["status"] == "claimed"
            and (event["event_date"] >= first or event["related_event_id"] in self._known)
        )

    def _weight(self, event: Row) -> tuple[int, pd.Timestamp, str]:
        return -self._telling.points(event), _day(event)[0], event["event_id"]

    @property
    def words_of_fact(self) -> int:
        """How many words tell what is not only claimed."""
        facts = [event for event in self.kept.values() if event["status"] != "claimed"]
        return sum(map(self._telling.words, facts))

    def take(self, weight: tuple[int, pd.Timestamp, str], most: float) -> int:
        """Take an event in, and what led to it, if its words leave the share under `most`."""
        event = self._known[weight[-1]]
        with_cause = [event, self._known.get(text_of(event["related_event_id"]), event)]
        new = {each["event_id"]: each for each in with_cause if each["event_id"] not in self.kept}
        words = sum(map(self._telling.words, new.values()))
        if self.words + words > most and self.kept:
            return 0
        self.kept |= new
        self.words += words
        return words


def _day(event: Row) -> tuple[pd.Timestamp, bool, str]:
    """Order by day; what has no day stands where its window ends, after that day."""
    vague = event["time_precision"] == VAGUE_DAY
    return event["end_date"] if vague else event["event_date"], vague, event["event_id"]


def _only_counted(material: Material) -> dict[str, tuple[Line, ...]]:
    """Count by country the events of a long package that are looked at no further, by mark."""
    if material.is_complete:
        return {}
    countries = material.selection.countries
    lines = {}
    for code, rest in numbers_by_owner(material.counts, countries, material.events).items():
        if many := rest.total():
            marks = join_words(marks_words(rest))
            words = say_many(
                "One more event is only counted: {marks}.",
                "{count} more events are only counted: {marks}.",
                many,
                marks=marks,
            )
            lines[code] = (Line((Run(words),)),)
    return lines


def _country(
    code: str, chosen: Mapping[str, Sequence[Row]], rest: Sequence[Line], telling: _Telling
) -> CountryReview:
    sections = [*_themes(code, chosen.get(code, []), telling)]
    elsewhere = _see_also(code, chosen, telling)
    has_events = bool(chosen.get(code) or elsewhere or rest)
    silence = silence_lines(code, has_events, telling.material, is_said=telling.is_covered_said)
    sections += _end([*_about(About.DATA, silence), *elsewhere, *rest])
    return CountryReview(code, country_name(code), tuple(sections))


def _end(lines: Sequence[Line]) -> tuple[Section, ...]:
    """Return the paragraph at the end of a part: what is said of the whole of it."""
    return (Section(COVERAGE, tuple(lines)),) if lines else ()


def _themes(code: str, events: Sequence[Row], telling: _Telling) -> Iterator[Section]:
    """Yield the paragraphs of a country, one a theme."""
    material = telling.material
    cases = sorted(events_by_case(events), key=lambda case: min(map(telling.by_rule, case)))
    by_theme: dict[str, list[list[Row]]] = {}
    for case in cases:
        first = min(case, key=telling.by_rule)
        by_theme.setdefault(theme_of(first), []).append(case)
    for theme in Theme:
        lines: list[Line] = []
        has_series = material.is_whole and code != REGION
        if has_series and theme == Theme.HEALTH:
            lines += _about(About.EPIDEMIC, epidemic_lines(code, material, telling.citing))
        lines += _tell(by_theme.get(theme, ()), telling)
        if has_series and theme == Theme.ECONOMY:
            lines += _about(About.RATES, currency_lines(code, material, telling.citing))
        if lines:
            yield Section(theme.value, tuple(lines))


def _about(about: About, lines: Iterable[Line]) -> list[Line]:
    return [replace(line, about=about) for line in lines]


def theme_of(event: Row) -> str:
    """Return the paragraph in which an event stands, by its type, or what its title says."""
    if event["event_type"] in BY_TITLE:
        title = event["title"]
        for theme, words in TITLE_WORDS.items():
            if any(word in title or word.capitalize() in title for word in words):
                return theme
    known = EVENT_TYPES.get(event["event_type"])
    return known.theme if known else Theme.SOCIETY


def _tell(cases: Iterable[Sequence[Row]], telling: _Telling) -> list[Line]:
    """Tell cases one after the other, each step after what led to it.

    Of events in a row without a response it is said after them, so that it is plain of which.
    """
    lines, calm = list[Line](), list[str]()
    for case in cases:
        for event in sorted(case, key=lambda each: (_steps_before(each, case), each["event_date"])):
            earlier = [*_earlier(event, telling)]
            if earlier or not _is_unanswered(event):
                lines += _no_response(calm)
                calm = []
            lines += [*earlier, telling.line(event)]
            if _is_unanswered(event):
                calm.append(event["event_id"])
    return [*lines, *_no_response(calm)]


def _no_response(events: Sequence[str]) -> Iterator[Line]:
    """Say that no response to some events is reported; nothing of none."""
    if events:
        words = say_many(
            "No government response is reported.",
            "No government response to these {many} events is reported.",
            len(events),
            many=number_word(len(events)),
        )
        yield Line((Run(words, tuple(events)),))


def _is_unanswered(event: Row) -> bool:
    """Whether a summary leaves it to the review that nobody reports a response."""
    has_response = text_of(event["state_response"]) != "none reported"
    is_fact = event["status"] == "occurred"
    return not has_response and is_fact and bool(text_of(event.get("summary")))


def _steps_before(event: Row, case: Sequence[Row]) -> int:
    """Count the steps of a case that led to an event."""
    known = {each["event_id"]: text_of(each["related_event_id"]) for each in case}
    key, steps = known[event["event_id"]], 0
    while key in known and steps < len(case):
        key, steps = known[key], steps + 1
    return steps


def _earlier(event: Row, telling: _Telling) -> Iterator[Line]:
    """Tell the event that one follows, if it began before the period: nothing else tells of it."""
    material, parent = telling.material, text_of(event["related_event_id"])
    row = material.steps.get(parent)
    if row is None or parent in telling.mentioned or row["sub_event_type"] in STEPS_OF_A_CASE:
        return
    if row["event_date"] < pd.Timestamp(material.selection.first_day):
        yield telling.line(row)


def _see_also(code: str, chosen: Mapping[str, Sequence[Row]], telling: _Telling) -> list[Line]:
    """Point to the weightiest events of another country's part that concern this one too."""
    package = telling.material.package
    found = [
        (owner, event)
        for owner, events in chosen.items()
        for event in events
        if owner not in (code, REGION)
        and code in text_of(event["related_countries"]).split(";")
        and event["country"] != code
    ]
    found.sort(key=lambda each: (-points_of(each[1], package), _day(each[1])))
    runs: list[Run] = []
    for owner, event in found[:MOST_ELSEWHERE]:
        title = inside(tidy(event["title"]))
        words = say("under {country}, {title}", country=country_name(owner), title=title)
        lead = say("See also") if not runs else ";"
        runs.append(Run(f"{lead} {words}", (event["event_id"],)))
    return [telling.citing.line((*runs, Run(".")))] if runs else []
