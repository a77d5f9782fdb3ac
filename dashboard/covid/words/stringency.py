"""The stringency index in words: where it stood, what it counts, why there is none."""

from dashboard.covid.view.stringency import Stringency
from dashboard.dates import days
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import say


def stringency_unit(view: Stringency, selection: Selection) -> str:
    """Write the unit and the days shown, or that there is none."""
    if view.window is None:
        return selection.period
    return say("0 to 100, {days}", days=days(*view.window))


def stringency_caption(view: Stringency, selection: Selection) -> str:
    """Say what the index counts, or why there is none."""
    if view.window is not None:
        return say("How far rules closed schools, work and travel; not how well they were kept.")
    if not selection.countries:
        return say("No country is chosen.")
    if view.reach is None:
        return say("The data has no stringency index.")
    return say("The index runs from {days}.", days=days(*view.reach))


def stringency_reading() -> str:
    """Say how the index is made and read."""
    return say(
        "Nine measures, from closed schools to information campaigns, each by its strictest rule "
        "in any part of the country. A step is a day on which a rule changed; the grey band is "
        "the months chosen."
    )


def stringency_headline(view: Stringency, selection: Selection) -> str:
    """Say where the index stood highest and lowest on the last day of the months chosen."""
    if not view.last:
        return say("There is no stringency index for {period}", period=selection.period)
    top = max(view.last, key=lambda level: level.index)
    low = min(view.last, key=lambda level: level.index)
    if top is low:
        return say(
            "On {day} the stringency index of {country} was {index:.1f}",
            day=top.day,
            country=country_name(top.country),
            index=top.index,
        )
    return say(
        "On {day} the stringency index was highest in {high} ({most:.1f}) and lowest in {low} "
        "({least:.1f})",
        day=top.day,
        high=country_name(top.country),
        most=top.index,
        low=country_name(low.country),
        least=low.index,
    )


def stringency_alt(view: Stringency, selection: Selection) -> str:
    """Describe the chart."""
    if view.window is None:
        return stringency_caption(view, selection)
    return say(
        "Steps of the stringency index, 0 to 100, {days}. {headline}.",
        days=days(*view.window),
        headline=stringency_headline(view, selection),
    )
