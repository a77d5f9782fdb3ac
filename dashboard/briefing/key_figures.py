"""The two or three numbers of a country that a slide shows large, chosen by rule.

In this order, the first three that there are: new cases of the official series, protests, people
detained, sentences, new deaths, the currency against the dollar. A zero is none of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from dashboard.briefing.citing import Citing
from dashboard.briefing.content import CountryReview, KeyFigure
from dashboard.briefing.material import Material
from dashboard.briefing.series import RATE_DIGITS, change_in_words, change_keys, period_changes
from dashboard.covid.measures.totals import growth
from dashboard.covid.view.data import official_of
from dashboard.currency.measures import rate_words
from dashboard.currency.view import rate_book
from dashboard.datapackage.store import DataUnavailable
from dashboard.dates import days
from dashboard.panels.keys import series_key
from dashboard.protests.measures.counts import totals_by_country
from dashboard.protests.words.sums import main_words, of_them_words, plus_words
from dashboard.values import Absent, Total, total
from dashboard.vocabulary import CURRENCIES, REGION, currency_of
from dashboard.wording import number, say, say_many, signed

MOST_KEY_FIGURES = 3
A_DAY = pd.Timedelta(days=1)


def with_key_figures(
    review: Iterable[CountryReview], material: Material, citing: Citing
) -> tuple[CountryReview, ...]:
    """Give each country of a review its key figures, with their citations."""
    return tuple(
        part
        if part.country == REGION
        else replace(part, key_figures=_cited(part, material, citing))
        for part in review
    )


def _cited(part: CountryReview, material: Material, citing: Citing) -> tuple[KeyFigure, ...]:
    figures = []
    for figure in _key_figures(part.country, material):
        figures.append(replace(figure, citations=citing.cite(figure.keys)))
        if len(figures) == MOST_KEY_FIGURES:
            break
    return tuple(figures)


def _key_figures(code: str, material: Material) -> Iterator[KeyFigure]:
    """Give what there is, in the order of the rule; what could not be loaded is none of them."""
    for found in (
        lambda: _grown("cases", code, material),
        lambda: _protests(code, material),
        lambda: _detained(code, material),
        lambda: _sentences(code, material),
        lambda: _grown("deaths", code, material),
        lambda: _rate(code, material),
    ):
        try:
            figure = found()
        except DataUnavailable:
            continue
        if figure is not None:
            yield figure


def _grown(series: str, code: str, material: Material) -> KeyFigure | None:
    """Return what is new in the official series, with its days where these are not the period's."""
    line = official_of(material.package).get(series, {}).get(code)
    grown = growth(line, material.selection) if line and material.is_whole else None
    if line is None or grown is None or isinstance(grown, Absent) or grown.new <= 0:
        return None
    noun = say("new COVID-19 cases") if series == "cases" else say("COVID-19 deaths")
    counts = say(
        "{noun} in the official series, {days}",
        noun=noun,
        days=days(grown.since + A_DAY, grown.last, year=material.spans_years, to="–"),
    )
    keys = tuple(series_key(code, when, series) for when in (grown.since, grown.last))
    return KeyFigure(signed(grown.new), counts, keys)


def _protests(code: str, material: Material) -> KeyFigure | None:
    found = material.marked("protest", country=code)
    if not found.total:
        return None
    away = found.where(abroad=True).total
    noun = say_many("protest", "protests", found.total)
    if away == found.total:
        noun = say_many("protest, abroad", "protests, all abroad", found.total)
    elif away:
        noun = say("{protests}, {count} abroad", protests=noun, count=away)
    return KeyFigure(number(found.total), noun, found.keys)


def _detained(code: str, material: Material) -> KeyFigure | None:
    held = material.people("detained", [code])
    summed = totals_by_country(held, material.unstated("detained")).get(code)
    if not isinstance(summed, Total) or not main_words(summed):
        return None
    away = total(each.amount for each in held if each.abroad)
    counts = say_many(
        "person detained", "people detained", int(summed.sum.high or summed.sum.low or 2)
    )
    counts = f"{counts}{plus_words(summed)}{of_them_words(summed, away)}"
    return KeyFigure(main_words(summed), counts, material.figure_keys(held))


def _sentences(code: str, material: Material) -> KeyFigure | None:
    found = material.marked("sentence", country=code)
    if not found.total:
        return None
    return KeyFigure(
        number(found.total), say_many("sentence", "sentences", found.total), found.keys
    )


def _rate(code: str, material: Material) -> KeyFigure | None:
    """Return the last rate of the period and what the currency lost or gained in it."""
    if not material.is_whole:
        return None
    book, currency = rate_book(material.package), currency_of(code)
    if currency in book.official:
        return None
    for change in period_changes(book, [currency], material):
        if change.percent is None:
            return None
        counts = say(
            "{name} per US dollar on {last}, {change} {first}",
            name=CURRENCIES[currency].name,
            last=material.on(change.last_day),
            change=change_in_words(change.percent),
            first=material.on(change.first_day),
        )
        return KeyFigure(rate_words(change.last, RATE_DIGITS), counts, change_keys(change, book))
    return None
