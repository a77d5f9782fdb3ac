"""The key judgements that rest on series: the epidemic's totals, the largest move of a currency.

Those that count events are in `judgements`.
"""

import pandas as pd

from dashboard.briefing.content import Run
from dashboard.briefing.material import Material
from dashboard.briefing.review_rates import RATE_DIGITS, change_in_words, change_key, period_changes
from dashboard.currency.measures.digits import rate_words
from dashboard.currency.view import rate_book
from dashboard.datapackage.store import DataUnavailable
from dashboard.overview.measures import CountryMonth, summed
from dashboard.overview.view import month_columns
from dashboard.vocabulary import CURRENCIES, CURRENCY_NAMES, country_name
from dashboard.wording import counted, day, join_words, number_word

TOLD = ("printed", "series")


def epidemic_judgement(material: Material) -> list[Run]:
    """Sum the epidemic's totals up, as reported for the last day or by the series."""
    try:
        columns = month_columns(material.package, material.selection)
    except DataUnavailable as trouble:
        return [Run(f"The epidemic’s totals could not be loaded. {trouble}")]
    told = [column for column in columns if column.cases.kind in TOLD]
    none = [column for column in columns if column.cases.kind == "officially_none"]
    runs = _sum_runs(told, material) if told else []
    if none:
        names = join_words([country_name(column.country) for column in none])
        words = f"; {names} officially none" if runs else f"{names} officially reported no case"
        if all(column.deaths.kind == "not_stated" for column in none):
            words += f", {'its' if len(none) == 1 else 'their'} deaths not stated"
        runs.append(Run(words, tuple(column.cases.trace for column in none)))
    return [*runs, Run(".")] if runs else []


def _sum_runs(told: list[CountryMonth], material: Material) -> list[Run]:
    last = pd.Timestamp(material.selection.last_day)
    cases = [column.cases for column in told]
    deaths = [column.deaths for column in told if column.deaths.kind in TOLD]
    keys = tuple(reading.trace for reading in cases)
    several = len(told) > 1
    who = f"{number_word(len(told))} governments" if several else country_name(told[0].country)
    days = {reading.day for reading in cases}
    latest = "" if days == {last} else ", each as last reported"
    words = (
        f"By {day(last, year=False)} {who} had reported {counted(summed(cases), 'COVID-19 case')}"
    )
    runs = [Run(f"{words}{' (our sum)' if several else ''}", keys)]
    if deaths:
        traces = tuple(reading.trace for reading in deaths)
        runs.append(Run(f" and {counted(summed(deaths), 'death')}", traces))
    return [*runs, Run(latest)] if latest else runs


def currency_judgement(material: Material) -> list[Run]:
    """Tell the largest move of a currency in the period; nothing without two days of rates."""
    try:
        book = rate_book(material.package)
    except DataUnavailable as trouble:
        return [Run(f"The currency rates could not be loaded. {trouble}")]
    currencies = [CURRENCIES[code] for code in material.selection.countries]
    moved = [
        (abs(each.percent), each)
        for each in period_changes(book, currencies, material)
        if each.percent is not None and each.currency not in book.official
    ]
    if not moved:
        return []
    change = max(moved, key=lambda pair: pair[0])[1]
    name = CURRENCY_NAMES[change.currency]
    last, first = (change_key(change, when, book) for when in (change.last_day, change.first_day))
    far = change.first_day.year != change.last_day.year
    percent = change_in_words(change.percent or 0.0)
    rate = f"{rate_words(change.last, RATE_DIGITS)} a US dollar"
    return [
        Run(f"Largest move of a currency: the {name}, "),
        Run(f"{rate} on {day(change.last_day, year=far)}", (last,)),
        Run(f", {percent} {day(change.first_day, year=far)}", (first, last)),
        Run("."),
    ]
