"""What silence means in a review: what sources that look report none of, and what is not covered.

Which months are covered is `panels.covering`'s to say, what is told of a topic
`coverage.measures.silence`'s.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from dashboard.briefing.content import Line, Run
from dashboard.briefing.material import Material
from dashboard.coverage.measures.silence import CURRENCY
from dashboard.coverage.panels.silence import told_in
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.marks import TOPIC_OF_MARK
from dashboard.panels.covering import Cover, Nothing, cover, hidden_events
from dashboard.panels.headline import covered_words, nothing_words
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.protests.measures.counts import DATED
from dashboard.protests.view.sheet import read_sheet
from dashboard.values import Reason
from dashboard.vocabulary import (
    CURRENCIES,
    DEFAULT_STATUSES,
    STATUSES,
    country_name,
    currency_of,
)
from dashboard.wording import join_words, say

# Topics of which a reader wants to know that none is reported.
LOOKED_FOR = tuple(TOPIC_OF_MARK.values())
ARRESTS = TOPIC_OF_MARK["arrest"]
HELD = ("detained", "house_arrest")
MOST_NAMED = 2
NOUNS = {
    "protest": "protest",
    "arrest": "arrest or detention",
    "sentence": "sentence",
    "clash": "clash or attack",
}


def silence_lines(code: str, has_events: bool, material: Material) -> tuple[Line, ...]:
    """Say what of a country is not reported in the period, and whether any source looked.

    Told of the whole data, whatever the filters; `has_events` says whether they leave any event.
    """
    try:
        words = _coverage_words(code, has_events, material)
    except DataUnavailable as trouble:
        return (Line((Run(f"Who covers this period could not be worked out. {trouble}"),)),)
    return tuple(Line((Run(each),)) for each in words if each)


def _coverage_words(code: str, has_events: bool, material: Material) -> list[str]:
    name, span = country_name(code), _span(material)
    seen, words = _seen(code, material), []
    hidden = 0 if has_events else hidden_events(material.package, material.selection, (), code)
    if hidden:
        words.append(
            say(
                "No event of {country} among the events chosen; the filters hide some.",
                country=name,
            )
        )
    silent = silent_topics(code, seen.covered, material)
    if not seen.covered:
        words.append(
            say(
                "No source reviews {country} {span}: what is not told here may have happened.",
                country=name,
                span=span,
            )
        )
    elif seen.is_partial:
        months = covered_words(seen)
        reach = say("Sources review {country} in {months} only", country=name, months=months)
        none = say("; they report {none}", none=none_of(silent)) if silent else ""
        words.append(f"{reach}{none}. {say('Other months hold single reports.')}")
    return words


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


def _seen(code: str, material: Material) -> Cover:
    return cover(material.package, material.selection, LOOKED_FOR, code)


def silent_topics(code: str, months: Sequence[str], material: Material) -> list[str]:
    """Return the topics of which nothing is told of a country in some months.

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
    return join_words([f"no {topic.lower().replace(' and ', ' or ')}" for topic in topics])


def _silent(code: str, topic: str, months: Sequence[str], material: Material) -> bool:
    cells = told_in(material.package, material.selection.source).cells
    return not any((code, month, topic) in cells for month in months)


@lru_cache(maxsize=KEPT_PACKAGES)
def _held(package: Package) -> frozenset[tuple[str, str]]:
    """Return the countries and months with a figure of people detained, at a protest too."""
    figures = package.table("figures")
    own = figures[figures["measure"].isin(list(HELD))]
    months = own["as_of"].dt.strftime("%Y-%m")
    return frozenset(zip(own["country"].tolist(), months.tolist(), strict=True))


def coverage_judgement(material: Material, told: Collection[str] = ()) -> list[Run]:
    """Say what the sources do not cover, and what they cover and do not report.

    Of the topics `told` other judgements say it already, where it is so of every country chosen.
    """
    countries = material.selection.countries
    try:
        seen = {code: _seen(code, material) for code in countries}
        silent = _silent_countries(seen, material)
    except DataUnavailable as trouble:
        return [Run(f"What the sources cover could not be worked out. {trouble}")]
    span, every = _span(material), say("every country chosen")
    bare = [code for code in countries if not seen[code].covered]
    looked = [code for code in countries if code not in bare]
    words, partly = list[str](), dict[str, list[str]]()
    if bare:
        uncovered = say(
            "No source reviews {countries} {span}; what is not told may have happened.",
            countries=_names(bare, material, say("any country chosen")),
            span=span,
        )
        words.append(uncovered)
    for code in looked:
        if seen[code].is_partial:
            partly.setdefault(covered_words(seen[code]), []).append(code)
    words += [
        say(
            "Sources review {countries} in {months} only; other months hold single reports.",
            countries=_names(codes, material, every),
            months=months,
        )
        for months, codes in partly.items()
    ]
    if partly and silent:
        none = _silent_words(silent, looked)
        words.append(say("In the months reviewed they report {none}.", none=none))
    elif rest := {
        topic: codes
        for topic, codes in silent.items()
        if topic not in told or len(codes) < len(countries)
    }:
        whole = say(
            "Sources review {countries} {span} and report {none}.",
            countries=_names(looked, material, every),
            span=span,
            none=_silent_words(rest, looked),
        )
        words.append(whole)
    return [Run(" ".join(words))] if words else []


def _silent_countries(seen: Mapping[str, Cover], material: Material) -> dict[str, list[str]]:
    """Return the topics of which nothing is told of some countries, with these countries."""
    silent: dict[str, list[str]] = {}
    for code in seen:
        for topic in silent_topics(code, seen[code].covered, material):
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
        where = f" in {join_words([*map(country_name, codes)])}" if len(looked) > 1 else ""
        topics.setdefault(where, []).append(topic)
    return "; ".join(f"{none_of(own)}{where}" for where, own in topics.items())


def none_reported(mark: str, material: Material) -> list[Run]:
    """Say that there is no such act, or nobody detained, among the events chosen, and why."""
    sheet = read_sheet(material.package, material.selection, DATED)
    why = sheet.no_detention() if mark == "arrest" else sheet.nothing(mark)
    return none_chosen(NOUNS[mark], why, material)


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
        told = say(
            "No {noun} is reported as fact; what is only {statuses} is not counted.",
            noun=noun,
            statuses=join_words([each for each in STATUSES if each not in statuses], "or"),
        )
        return [Run(told)]
    if hidden:
        told = say("No {noun} among the events chosen; the filters hide some.", noun=noun)
        return [Run(told)]
    return [Run(f"{nothing_words(noun, why, material.selection, _span(material))}.")]
