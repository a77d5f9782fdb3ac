"""The counts by province in words: where most cases were, what they add up to, why none is told."""

from dashboard.covid.view.provinces import Provinces
from dashboard.dates import days
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import join_words, number, say

# So many provinces are named in a sentence.
MOST_NAMED = 3


def provinces_title(view: Provinces) -> str:
    """Name the countries of whose provinces there are counts."""
    if not view.countries:
        return say("COVID-19 by province")
    return say("{countries} by province", countries=[*map(country_name, view.countries)])


def provinces_unit(view: Provinces, selection: Selection) -> str:
    """Write what is counted and as of which day; the months chosen where there is none."""
    if view.day is None:
        return selection.period
    return say("COVID-19 totals as of {day}", day=view.day)


def provinces_caption(view: Provinces) -> str:
    """Say what the provinces add up to and how that stands to the series, or why there is none."""
    if view.reach is None:
        return say("The data has no COVID-19 counts by province.")
    if view.day is None:
        return say(
            "COVID-19 by province: {countries} only, {days}.",
            countries=[*map(country_name, view.countries)],
            days=days(*view.reach),
        )
    if view.matched is None:
        return say(
            "Together {cases} cases and {deaths} deaths.", cases=view.cases, deaths=view.deaths
        )
    return say(
        "Together {cases} cases and {deaths} deaths. The official series has as many cases on "
        "{day}.",
        cases=view.cases,
        deaths=view.deaths,
        day=view.matched,
    )


def provinces_reading() -> str:
    """Say when the counts were collected, and what they are not."""
    return say(
        "Collected late on the day (23:00 UTC) from what the authorities published by province. "
        "As in the official series before 1 July 2020, cases without symptoms are not counted. The "
        "map is shaded by cases, circles are cities; the data has no population by province, so "
        "nothing is per million people."
    )


def provinces_alt(view: Provinces) -> str:
    """Describe the map: the cases of each province."""
    told = "; ".join(
        f"{name}: {number(cases)}"
        for name, cases in zip(view.rows["name"], view.rows["total_cases"], strict=True)
    )
    return say("Map of COVID-19 cases by province. {told}", told=told)


def provinces_headline(view: Provinces, selection: Selection) -> str:
    """Say in which provinces most cases were."""
    if view.day is None:
        return say("There are no COVID-19 counts by province for {period}", period=selection.period)
    top = view.rows.head(MOST_NAMED)
    return say(
        "By {day} most COVID-19 cases of {countries} were in {provinces}",
        day=view.day,
        countries=[*map(country_name, dict.fromkeys(view.rows["country"]))],
        provinces=join_words(
            [
                f"{name} ({number(cases)})"
                for name, cases in zip(top["name"], top["total_cases"], strict=True)
            ]
        ),
    )
