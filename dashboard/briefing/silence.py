"""What silence means in a review: what sources that look report none of, and what is not covered.

Which months are covered is `panels.covering`'s to say, what is reported of a topic
`coverage.measures.silence`'s.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from dashboard.briefing.content import Line, Run
from dashboard.briefing.material import Material
from dashboard.coverage.measures.silence import CURRENCY
from dashboard.coverage.panels.silence import reported_cells
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.marks import MARKS, TOPIC_OF_MARK
from dashboard.panels.covering import Cover, Nothing, cover, hidden_events
from dashboard.panels.headline import covered_words, nothing_words
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.protests.measures.counts import DATED
from dashboard.protests.view.chosen import read_view
from dashboard.values import Reason
from dashboard.vocabulary import (
    CURRENCIES,
    DEFAULT_STATUSES,
    STATUSES,
    country_name,
    currency_of,
)
from dashboard.wording import join_words, say

# Topics of which a reader wants to know that none is reported, with the words for that.
NONE_OF = {mark.topic: mark.none for mark in MARKS.values() if not mark.is_rest}
LOOKED_FOR = tuple(NONE_OF)
ARRESTS = TOPIC_OF_MARK["arrest"]
HELD = ("detained", "house_arrest")
MOST_NAMED = 2


def silence_lines(
    code: str, has_events: bool, material: Material, *, is_said: bool = False
) -> Iterator[Line]:
    """Say what of a country is not reported in the period, and whether any source looked.

    Told of the whole data, whatever the filters; `has_events` says whether they leave any event,
    `is_said` leaves out what the key judgements say of the only country chosen.
    """
    if not has_events and hidden_events(material.package, material.selection, (), code):
        words = say(
            "No event of {country} among the events chosen; the filters hide some.",
            country=country_name(code),
        )
        yield Line((Run(words),))
    if is_said and len(material.selection.countries) == 1:
        return
    try:
        words = " ".join(_reach_words(_seen([code], material), material))
    except DataUnavailable as trouble:
        words = say(
            "Who covers this period could not be worked out. {trouble}", trouble=str(trouble)
        )
    if words:
        yield Line((Run(words),))


def no_rates_words(material: Material) -> str:
    """Name the currencies of which the period has no rate; empty when it has one of each."""
    months = material.selection.months
    try:
        without = [
            CURRENCIES[currency_of(code)].name
            for code in material.selection.countries
            if _silent(code, CURRENCY, months, material)
        ]
    except DataUnavailable:
        return ""
    if not without:
        return ""
    named = join_words(without, "or")
    return say(
        "No exchange rate of the {currencies} {span}", currencies=named, span=_span(material)
    )


def _span(material: Material) -> str:
    return say("this month") if len(material.selection.months) == 1 else say("in these months")


def _seen(codes: Iterable[str], material: Material) -> dict[str, Cover]:
    chosen = material.selection
    return {code: cover(material.package, chosen, LOOKED_FOR, code) for code in codes}


def _silent_topics(code: str, months: Sequence[str], material: Material) -> list[str]:
    """Return the topics of which nothing is reported of a country in some months.

    None of no month. Raises `DataUnavailable`.
    """
    if not months:
        return []
    held = _held(material.package)
    has_held = any((code, month) in held for month in months)
    return [
        topic
        for topic in LOOKED_FOR
        if _silent(code, topic, months, material) and not (topic == ARRESTS and has_held)
    ]


def none_of(topics: Sequence[str]) -> str:
    """Say that there is nothing on some topics.

    >>> none_of(["Protests", "Sentences", "Clashes and attacks"])
    'no protests, no sentences and no clashes or attacks'
    """
    return join_words([say(NONE_OF[topic]) for topic in topics])


def _silent(code: str, topic: str, months: Sequence[str], material: Material) -> bool:
    cells = reported_cells(material.package, material.selection.source).cells
    return not any((code, month, topic) in cells for month in months)


@lru_cache(maxsize=KEPT_PACKAGES)
def _held(package: Package) -> frozenset[tuple[str, str]]:
    """Return the countries and months with a figure of people detained, at a protest too."""
    figures = package.table("figures")
    own = figures[figures["measure"].isin(list(HELD))]
    months = own["as_of"].dt.strftime("%Y-%m")
    return frozenset(zip(own["country"].tolist(), months.tolist(), strict=True))


def coverage_judgement(material: Material, topics_said: Collection[str] = ()) -> list[Run]:
    """Say what the sources do not cover, and what they cover and do not report.

    Other judgements say it already of `topics_said`, where it is so of every country chosen.
    """
    countries = material.selection.countries
    try:
        seen = _seen(countries, material)
        words, silent = _reach_words(seen, material), _silent_countries(seen, material)
    except DataUnavailable as trouble:
        failed = say(
            "What the sources cover could not be worked out. {trouble}", trouble=str(trouble)
        )
        return [Run(failed)]
    looked = [code for code in countries if seen[code].covered]
    rest = {
        topic: codes
        for topic, codes in silent.items()
        if topic not in topics_said or len(codes) < len(countries)
    }
    if rest and not any(each.is_partial for each in seen.values()):
        whole = say(
            "Sources review {countries} {span} and report {none}.",
            countries=_names(looked, material, say("every country chosen")),
            span=_span(material),
            none=_silent_words(rest, looked),
        )
        words.append(whole)
    return [Run(" ".join(words))] if words else []


def _reach_words(seen: Mapping[str, Cover], material: Material) -> list[str]:
    """Say of which countries no source reviews the period, or only a part of it."""
    words, partly = list[str](), dict[str, list[str]]()
    silent = _silent_countries(seen, material)
    if bare := [code for code, own in seen.items() if not own.covered]:
        uncovered = say(
            "No source reviews {countries} {span}; what is not told may have happened.",
            countries=_names(bare, material, say("any country chosen")),
            span=_span(material),
        )
        words.append(uncovered)
    for code, own in seen.items():
        if own.is_partial:
            partly.setdefault(covered_words(own), []).append(code)
    words += [
        say(
            "Sources review {countries} in {months} only; other months hold single reports.",
            countries=_names(codes, material, say("every country chosen")),
            months=months,
        )
        for months, codes in partly.items()
    ]
    if partly and silent:
        none = _silent_words(silent, [code for code in seen if code not in bare])
        words.append(say("In the months reviewed they report {none}.", none=none))
    return words


def _silent_countries(seen: Mapping[str, Cover], material: Material) -> dict[str, list[str]]:
    """Return the topics of which nothing is reported of some countries, with these countries."""
    silent: dict[str, list[str]] = {}
    for code in seen:
        for topic in _silent_topics(code, seen[code].covered, material):
            silent.setdefault(topic, []).append(code)
    return {topic: silent[topic] for topic in LOOKED_FOR if topic in silent}


def _names(codes: Sequence[str], material: Material, every: str) -> str:
    """Name countries, or say `every` where they are all of several."""
    is_every = len(codes) == len(material.selection.countries) > MOST_NAMED
    return every if is_every else join_words([*map(country_name, codes)])


def _silent_words(silent: Mapping[str, Sequence[str]], looked: Sequence[str]) -> str:
    """Join topics of the same countries: "no protests and no sentences in Uzbekistan".

    The country is not named where it is the one looked at.
    """
    topics: dict[str, list[str]] = {}
    for topic, codes in silent.items():
        where = join_words([*map(country_name, codes)]) if len(looked) > 1 else ""
        topics.setdefault(where, []).append(topic)
    return "; ".join(
        say("{none} in {countries}", none=none_of(own), countries=where) if where else none_of(own)
        for where, own in topics.items()
    )


def none_reported(mark: str, material: Material) -> list[Run]:
    """Say that there is no such act, or nobody detained, among the events chosen, and why."""
    view = read_view(material.package, material.selection, DATED)
    why = view.no_detention() if mark == "arrest" else view.nothing(mark)
    return none_chosen(say(MARKS[mark].singular), why, material)


def none_chosen(noun: str, why: Nothing, material: Material) -> list[Run]:
    """Say that there is none, and why; how many the filters hide is counted in what is left out.

    Nothing where no month is covered: that is said once, of the countries.
    """
    statuses = material.selection.statuses
    if why.why.reason is Reason.NOT_COVERED and not why.seen.covered:
        return []
    hidden = why.why.hidden
    # Those of another status are counted whatever the other filters.
    is_plain = statuses == DEFAULT_STATUSES and material.is_whole
    if hidden.by_status and not hidden.by_filters and is_plain:
        sentence = say(
            "No {noun} is reported as fact; what is only {statuses} is not counted.",
            noun=noun,
            statuses=join_words([say(each) for each in STATUSES if each not in statuses], "or"),
        )
        return [Run(sentence)]
    if hidden:
        sentence = say("No {noun} among the events chosen; the filters hide some.", noun=noun)
        return [Run(sentence)]
    return [Run(f"{nothing_words(noun, why, material.selection, _span(material))}.")]
