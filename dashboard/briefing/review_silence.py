"""What silence means in a review: nothing reported, or no source that looks.

The topics and who covers a month are worked out in `coverage.measures.silence`.
"""

from collections.abc import Sequence
from functools import lru_cache

from dashboard.briefing.content import Line, Run
from dashboard.briefing.material import Material
from dashboard.coverage.measures.silence import CURRENCY, SILENCE_TOPICS, Told
from dashboard.coverage.panels.silence import told_in
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.vocabulary import CURRENCIES, CURRENCY_NAMES, TOPIC_OF_MARK, country_name
from dashboard.wording import join_words

# Topics of which a reader wants to know that none is reported.
LOOKED_FOR = tuple(TOPIC_OF_MARK.values())
ARRESTS = TOPIC_OF_MARK["arrest"]
HELD = ("detained", "house_arrest")


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
        currency = CURRENCY_NAMES[CURRENCIES[code]]
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
