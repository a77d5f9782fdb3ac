"""The key judgements, drafted by rule: what weighs most, what is counted, against what, how sure.

Events are counted in `counted`; single ones stand in `review`. An analyst's own judgements stand
as they are written. The key figures are the two or three numbers of a country that a slide shows
large.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pandas as pd

from dashboard.briefing.citing import Citing
from dashboard.briefing.content import CountryReview, KeyFigure, Line, Run
from dashboard.briefing.counted import (
    chosen_judgement,
    clashes_judgement,
    detained_judgement,
    protests_judgement,
    sentences_judgement,
)
from dashboard.briefing.material import Material
from dashboard.briefing.review import leading
from dashboard.briefing.series import move_of
from dashboard.briefing.silence import LOOKED_FOR, coverage_judgement
from dashboard.catalogue import EXHIBITS
from dashboard.covid.measures.totals import growth
from dashboard.covid.view.data import official_of
from dashboard.covid.words.totals import epidemic_sentence
from dashboard.currency.view import changes_of, rate_book
from dashboard.datapackage.store import DataUnavailable
from dashboard.dates import days
from dashboard.filters import PREVIOUS
from dashboard.overview.view import month_columns
from dashboard.overview.words import beside_sentence, events_beside
from dashboard.panels.comparing import Pair, pair_of
from dashboard.panels.covering import cover
from dashboard.panels.headline import NO_COUNTRY
from dashboard.panels.keys import series_key
from dashboard.panels.sources import publishers_of
from dashboard.protests.measures.counts import totals_by_country
from dashboard.protests.words.sums import main_words, of_them_words, plus_words
from dashboard.values import Absent, Total, total
from dashboard.vocabulary import REGION, currency_of
from dashboard.wording import number, say, say_many, signed

ACTS = (protests_judgement, detained_judgement, sentences_judgement, clashes_judgement)
# Of longer periods no comparison is made that nobody asks for.
LONGEST_COMPARED = 12
MOST_KEY_FIGURES = 3
A_DAY = pd.Timedelta(days=1)


def epidemic_judgement(material: Material) -> list[Run]:
    """Sum the epidemic's totals up, by the series, with what is reported beside it."""
    try:
        columns = month_columns(material.package, material.selection)
    except DataUnavailable as trouble:
        return [
            Run(say("The epidemic’s totals could not be loaded. {trouble}", trouble=str(trouble)))
        ]
    cases, deaths = [column.cases for column in columns], [column.deaths for column in columns]
    parts = epidemic_sentence(cases, deaths, publishers_of(material.package))
    return [Run(part.text, part.keys) for part in parts]


def currency_judgement(material: Material) -> list[Run]:
    """Tell the largest move of a currency in the period; nothing without two days of rates."""
    try:
        book = rate_book(material.package)
    except DataUnavailable as trouble:
        return [Run(say("The currency rates could not be loaded. {trouble}", trouble=str(trouble)))]
    currencies = [currency_of(code) for code in material.selection.countries]
    moved = [
        (abs(each.percent), each)
        for each in changes_of(book, currencies, *material.ends)
        if each.percent is not None and each.currency not in book.official
    ]
    if not moved:
        return []
    move = move_of(max(moved, key=lambda pair: pair[0])[1], book, material)
    sentence = say("The {name} stood at {rate} per US dollar on {day}", **move._asdict())
    if len(moved) > 1:
        sentence = say(
            "Of the currencies the {name} moved most: it stood at {rate} per US dollar on {day}",
            **move._asdict(),
        )
    return [Run(sentence, move.keys[-1:]), Run(f", {move.since}.", move.keys)]


def compared_judgement(material: Material) -> list[Run]:
    """Set protests, people, sentences and new cases beside another period: the one before.

    That is, unless another is chosen; nothing where the one before holds nothing to compare.
    """
    chosen = material.selection
    if not material.is_whole and not chosen.compared:
        return []
    compared = chosen if chosen.compared else replace(chosen, compared=PREVIOUS)
    pair = pair_of(material.package, compared)
    if pair is None:
        return []
    try:
        if not chosen.compared and not _is_comparable(pair):
            return []
        sentence = beside_sentence(pair, in_prose=True)
        keys: tuple[str, ...] = ()
        if events_beside(pair):
            beside = EXHIBITS["countries_side_by_side"](material.package, compared, {})
            keys = tuple(beside.behind()) if beside.behind else ()
        elif material.is_whole:
            keys = _series_keys(pair)
    except DataUnavailable as trouble:
        return [Run(say("The other period could not be loaded. {trouble}", trouble=str(trouble)))]
    return [Run(sentence, keys)] if sentence else []


def _series_keys(pair: Pair) -> tuple[str, ...]:
    """Return the keys of the totals between which new cases are counted, in both periods."""
    return tuple(
        series_key(column.country, when, "cases")
        for each in pair.both
        for column in month_columns(pair.package, each)
        if not isinstance(column.growth, Absent)
        for when in (column.growth.since, column.growth.last)
    )


def _is_comparable(pair: Pair) -> bool:
    """Whether both periods have new cases of a country, or are covered by sources of events."""
    if len(pair.selection.months) > LONGEST_COMPARED:
        return False
    grown = [
        {column.country for column in month_columns(pair.package, each) if column.growth}
        for each in pair.both
    ]
    seen = [
        {code for code in each.countries if cover(pair.package, each, LOOKED_FOR, code).covered}
        for each in pair.both
    ]
    return bool(grown[0] & grown[1] or seen[0] & seen[1])


def own_judgements(texts: Sequence[str]) -> tuple[Line, ...]:
    """Return an analyst's own judgements; their numbers have no keys."""
    return tuple(Line((Run(text),)) for text in texts if text)


def judgements_of(material: Material, citing: Citing) -> tuple[Line, ...]:
    """Draft the key judgements: what weighs most, then what is counted, against what, how sure."""
    if not material.selection.countries:
        return (Line((Run(f"{say(NO_COUNTRY)}."),)),)
    first = leading(material, citing)
    has_acts = material.is_whole or bool(material.counts.total)
    parts = [
        epidemic_judgement(material) if material.is_whole else [],
        [] if material.is_whole else chosen_judgement(material),
        *(judge(material) for judge in ACTS if has_acts),
        currency_judgement(material) if material.is_whole else [],
        compared_judgement(material),
        coverage_judgement(material, (material.selection.topics or LOOKED_FOR) if has_acts else ()),
    ]
    return (*first, *(citing.line(part) for part in parts if part))


def _grown(code: str, material: Material, series: str = "cases") -> KeyFigure | None:
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
    for change in changes_of(book, [currency], *material.ends):
        move = move_of(change, book, material)
        if move.since:
            counts = say("{name} per US dollar on {day}, {since}", **move._asdict())
            return KeyFigure(move.rate, counts, move.keys)
    return None


KEY_FIGURES = (
    _grown,
    _protests,
    _detained,
    _sentences,
    partial(_grown, series="deaths"),
    _rate,
)


def with_key_figures(
    review: Iterable[CountryReview], material: Material, citing: Citing
) -> tuple[CountryReview, ...]:
    """Give each country of a review its key figures, with their citations.

    In the order of `KEY_FIGURES` the first three that there are: a zero is none of them, nor what
    could not be loaded.
    """
    made = []
    for part in review:
        figures: list[KeyFigure] = []
        for rule in KEY_FIGURES if part.country != REGION else ():
            with suppress(DataUnavailable):
                if len(figures) < MOST_KEY_FIGURES and (found := rule(part.country, material)):
                    figures.append(replace(found, citations=citing.cite(found.keys)))
        made.append(replace(part, key_figures=tuple(figures)))
    return tuple(made)
