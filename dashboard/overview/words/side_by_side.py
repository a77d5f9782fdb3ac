"""The five countries side by side in one sentence, from the numbers of the table."""

from collections.abc import Sequence

import pandas as pd

from dashboard.overview.measures import NOT_STATED, CountryMonth, Reading
from dashboard.panels.headline import NO_COUNTRY, filter_words, scope_words, within_words
from dashboard.protests.measures.people import PeopleTotal
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import counted, day, join_words, number, short_day

TOLD = ("printed", "series")
MOST_NAMED = 2


def side_headline(columns: Sequence[CountryMonth], selection: Selection) -> str:
    """Say one country's numbers, or which of several has the most cases and the most protests."""
    if not columns:
        return NO_COUNTRY
    if len(columns) == 1:
        return _alone(columns[0], selection)
    cases = {column.country: column.cases.value for column in columns if column.cases.kind in TOLD}
    most_cases = _most(cases)
    most_protests = _most({column.country: column.protests for column in columns})
    parts = []
    if most_cases:
        last = day(selection.last_day)
        if len(selection.months) > 1:
            last = short_day(selection.last_day, year=True)
        parts.append(
            f"by {last} {_names(most_cases)} reported the most COVID-19 cases "
            f"({number(cases[most_cases[0]])})"
        )
    if most_protests:
        parts.append(_protests_of(most_protests, columns, selection))
    if not parts:
        return f"The sources tell of no COVID-19 total and no protest{scope_words(selection)}"
    told = "; ".join(parts)
    return f"{told[0].upper()}{told[1:]}{filter_words(selection)}"


def _alone(column: CountryMonth, selection: Selection) -> str:
    protests = counted(column.protests, "protest event") if column.protests else "no protest event"
    if column.abroad:
        away = "all" if column.abroad == column.protests else number(column.abroad)
        protests += f" ({'abroad' if column.protests == 1 else f'{away} abroad'})"
    sentences = counted(column.sentences, "sentence") if column.sentences else "no sentence"
    parts = (protests, _detained_words(column.detained), sentences)
    cases = _cases_words(column.cases, selection)
    return f"{country_name(column.country)}: {cases}; {', '.join(parts)} {within_words(selection)}"


def _cases_words(cases: Reading, selection: Selection) -> str:
    if cases.kind == "officially_none":
        return "COVID-19 cases officially 0"
    if cases.kind not in TOLD:
        return "no COVID-19 total"
    when = cases.day if cases.day is not None else pd.Timestamp(selection.last_day)
    return f"{counted(cases.value, 'COVID-19 case')} by {day(when, year=False)}"


def _detained_words(total: PeopleTotal | None) -> str:
    if total is None:
        return "nobody reported detained"
    if total == NOT_STATED:
        return "number detained not stated"
    if not total.low:
        return "detained: no number that can be added"
    return f"{'' if total.exact else 'at least '}{number(total.low)} detained"


def _most(values: dict[str, int]) -> list[str]:
    """Return the countries with the highest value; none when it is 0."""
    most = max(values.values(), default=0)
    return [code for code, value in values.items() if value == most] if most else []


def _protests_of(
    codes: Sequence[str], columns: Sequence[CountryMonth], selection: Selection
) -> str:
    first = next(column for column in columns if column.country == codes[0])
    many, abroad = str(first.protests), ""
    if len(codes) > 1:
        many += " each"
    elif first.abroad:
        away = "all" if first.abroad == first.protests else first.abroad
        abroad = ", abroad" if first.protests == 1 else f", {away} abroad"
    when = " in the period" if len(selection.months) > 1 else ""
    return f"the most protests{when} concerned {_names(codes)} ({many}{abroad})"


def _names(codes: Sequence[str]) -> str:
    if len(codes) > MOST_NAMED:
        return f"{len(codes)} countries"
    return join_words([country_name(code) for code in codes])
