"""What silence means in a review: nothing reported, or no source that looks.

The topics and who covers a month are worked out in `coverage.measures.silence`.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from dashboard.briefing.content import Line, Run
from dashboard.briefing.material import Material
from dashboard.coverage.measures.silence import CURRENCY, SILENCE_TOPICS, Told
from dashboard.coverage.panels.silence import told_in
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.vocabulary import CURRENCIES, TOPIC_OF_MARK, country_name, currency_of
from dashboard.wording import join_words

# Topics of which a reader wants to know that none is reported.
LOOKED_FOR = tuple(TOPIC_OF_MARK.values())
ARRESTS = TOPIC_OF_MARK["arrest"]
HELD = ("detained", "house_arrest")
MOST_NAMED = 2
# What is said when there is none: in the whole data, among the events chosen.
NONE = {
    "protest": (
        "No source in the data reports a protest.",
        "There is no protest among the events chosen.",
    ),
    "arrest": (
        "No source in the data reports anybody detained.",
        "Nobody is reported detained in the events chosen.",
    ),
    "sentence": (
        "No source in the data reports a sentence.",
        "There is no sentence among the events chosen.",
    ),
}


def silence_lines(code: str, has_events: bool, material: Material) -> tuple[Line, ...]:
    """Say what of a country is not reported in the period, and whether any source looked.

    Told of the whole data, whatever the filters; `has_events` says whether they leave any event.
    """
    try:
        told = told_in(material.package)
    except DataUnavailable as trouble:
        return (Line((Run(f"Who covers this period could not be worked out. {trouble}"),)),)
    name, months = country_name(code), material.selection.months
    span = "this month" if len(months) == 1 else "in these months"
    bare = uncovered_months(code, material)
    words = []
    if len(bare) == len(months):
        words.append(
            f"No source in the data covers {name} {span}: silence does not mean that nothing "
            "happened."
        )
    else:
        words += _covered_words(code, has_events, told, material, span)
        if bare:
            words.append(f"No source in the data covers {name} in some of these months.")
    if _silent(told, code, CURRENCY, material):
        currency = CURRENCIES[currency_of(code)].name
        words.append(f"The data has no rate of the {currency} {span}.")
    return tuple(Line((Run(each),)) for each in words)


def uncovered_months(code: str, material: Material) -> list[str]:
    """Return the months of the period in which no source covers a country.

    Raises `DataUnavailable`.
    """
    covering = told_in(material.package).covering
    return [month for month in material.selection.months if not covering.get((code, month))]


def silent_topics(code: str, material: Material) -> list[str]:
    """Return the topics of which nothing is told of a country in the period, in lower case.

    Raises `DataUnavailable`.
    """
    told = told_in(material.package)
    held = _held(material.package)
    has_held = any((code, month) in held for month in material.selection.months)
    return [
        topic.lower()
        for topic in LOOKED_FOR
        if _silent(told, code, topic, material) and not (topic == ARRESTS and has_held)
    ]


def _covered_words(
    code: str, has_events: bool, told: Told, material: Material, span: str
) -> list[str]:
    name = country_name(code)
    if not has_events and not _has_any(told, code, material):
        return [f"Sources cover {name} {span} and report no event."]
    words = []
    if not has_events:
        words.append(f"The filters leave no event of {name} {span}; the data has some.")
    if silent := silent_topics(code, material):
        words.append(f"Sources cover {name} {span} and report {none_of(silent)}.")
    return words


def none_of(topics: Sequence[str]) -> str:
    """Say that there is nothing on some topics.

    >>> none_of(["protests", "sentences", "clashes and attacks"])
    'no protests, no sentences and no clashes or attacks'
    """
    return join_words([f"no {topic.replace(' and ', ' or ')}" for topic in topics])


def _has_any(told: Told, code: str, material: Material) -> bool:
    return any(
        cell.number
        for topic in SILENCE_TOPICS
        for month in material.selection.months
        if (cell := told.cells.get((code, month, topic)))
    )


def _silent(told: Told, code: str, topic: str, material: Material) -> bool:
    return not any((code, month, topic) in told.cells for month in material.selection.months)


@lru_cache(maxsize=KEPT_PACKAGES)
def _held(package: Package) -> frozenset[tuple[str, str]]:
    """Return the countries and months with a figure of people detained, at a protest too."""
    figures = package.table("figures")
    own = figures[figures["measure"].isin(list(HELD))]
    months = own["as_of"].dt.strftime("%Y-%m")
    return frozenset(zip(own["country"].tolist(), months.tolist(), strict=True))


def coverage_judgement(material: Material) -> list[Run]:
    """Say what the sources do not cover, and what they cover and do not report."""
    span = "this month" if len(material.selection.months) == 1 else "in this period"
    try:
        months = len(material.selection.months)
        bare = {
            code: len(uncovered_months(code, material)) for code in material.selection.countries
        }
        nobody = [code for code, count in bare.items() if count == months]
        silent: dict[str, list[str]] = {topic.lower(): [] for topic in LOOKED_FOR}
        for code in material.selection.countries:
            for topic in () if code in nobody else silent_topics(code, material):
                silent[topic].append(country_name(code))
    except DataUnavailable as trouble:
        return [Run(f"What the sources cover could not be worked out. {trouble}")]
    words = []
    if nobody:
        every = len(nobody) == len(material.selection.countries) > MOST_NAMED
        names = "any country chosen" if every else join_words([*map(country_name, nobody)])
        words.append(
            f"No source in the data covers {names} {span}; silence there does not mean that "
            "nothing happened."
        )
    if any(silent.values()):
        others = "the other countries chosen" if nobody else "every country chosen"
        partly = any(0 < count < months for count in bare.values())
        reach = f"{span}, though not in every month," if partly else span
        words.append(f"Sources cover {others} {reach} and report {_silent_words(silent)}.")
    return [Run(" ".join(words))] if words else []


def _silent_words(silent: Mapping[str, Sequence[str]]) -> str:
    """Join topics of the same countries: "no protests and no sentences in Uzbekistan"."""
    topics: dict[str, list[str]] = {}
    for topic, names in silent.items():
        if names:
            topics.setdefault(join_words(names), []).append(topic)
    return "; ".join(f"{none_of(own)} in {names}" for names, own in topics.items())


def none_reported(mark: str, material: Material) -> list[Run]:
    """Say that there is none, and whether that is the data or the filters."""
    topic = TOPIC_OF_MARK[mark].lower()
    try:
        codes = material.selection.countries
        silent = all(topic in silent_topics(code, material) for code in codes)
    except DataUnavailable:
        silent = False
    return [Run(NONE[mark][0] if silent else NONE[mark][1])]
