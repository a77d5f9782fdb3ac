"""The key judgement on what the sources cover, and what is said where they report none.

What silence means in each country's part is left to `review_silence`.
"""

from collections.abc import Mapping, Sequence

from dashboard.briefing.content import Run
from dashboard.briefing.material import Material
from dashboard.briefing.review_silence import LOOKED_FOR, none_of, silent_topics, uncovered_months
from dashboard.datapackage.store import DataUnavailable
from dashboard.vocabulary import TOPIC_OF_MARK, country_name
from dashboard.wording import join_words

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
