"""The Currency page in words: the sentence on top, written by rule, and one for each panel."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.currency.measures import Change, Line, digits_of, range_words, rate_words
from dashboard.currency.view import (
    CurrencyView,
    change_words,
    currency_names,
    currency_view,
    daily_keys,
    held_words,
    is_notable,
    period_changes,
    within,
)
from dashboard.datapackage.store import Package
from dashboard.panels.headline import NO_COUNTRY, Headline, each_once, within_words
from dashboard.selection import Selection, month_name
from dashboard.vocabulary import CURRENCIES
from dashboard.wording import counted, day, join_words, number_word

# Rates in dollars begin with noughts: five of them with more digits are too long a sentence.
MOST_DIGITS = 4


def series_headline(view: CurrencyView, direction: str) -> Headline:
    """Say what each currency stood at on the last day with a rate in the months chosen."""
    band, told, official = view.window.band, _nothing(view), view.book.official
    if told or band is None:
        return Headline(told)
    lines = within(view.book.lines, sorted(view.currencies, key=official.__contains__), *band)
    ends = {name: line for name, line in lines.items() if len(line.days)}
    if not ends:
        return Headline(f"No rate is known {within_words(view.selection)}")
    last = max(line.days[-1] for line in ends.values())
    word = "By" if any(line.days[-1] != last for line in ends.values()) else "On"
    told = _dollars_words(ends, view) if direction == "dollars" else _units_words(ends, view)
    held = " (official)" if official.keys() & ends.keys() else ""
    return Headline(
        f"{word} {day(pd.Timestamp(last))} {told}{held}",
        _keys(view, [(name, line.days[-1]) for name, line in ends.items()]),
    )


def _units_words(ends: Mapping[str, Line], view: CurrencyView) -> str:
    stood = [
        f"{rate_words(float(line.values[-1]), _digits(name, view))} {CURRENCIES[name].name}"
        for name, line in ends.items()
    ]
    return f"a dollar bought {join_words(stood)}"


def _digits(currency: str, view: CurrencyView) -> int:
    """Return the digits to write of a rate: of an official one those that it is set with."""
    official = view.book.official.get(currency)
    return view.book.digits if official is None else digits_of(official)


def _dollars_words(ends: Mapping[str, Line], view: CurrencyView) -> str:
    stood = [
        f"a {CURRENCIES[name].name}{'' if place else ' was worth'} "
        f"{rate_words(1 / float(line.values[-1]), min(MOST_DIGITS, view.book.digits))}"
        f"{'' if place else ' dollars'}"
        for place, (name, line) in enumerate(ends.items())
    ]
    return join_words(stood)


def rebased_headline(view: CurrencyView, drawn: Mapping[str, Line], base: pd.Timestamp) -> Headline:
    """Say which currency ended furthest from the 100 it began with."""
    if told := _nothing(view):
        return Headline(told)
    ends = {
        name: line
        for name, line in drawn.items()
        if name not in view.book.official and len(line.days)
    }
    if not ends:
        many = number_word(len(CURRENCIES))
        return Headline(f"No rate is rebased: no day has a rate of all {many} currencies")
    name = max(ends, key=lambda each: abs(float(ends[each].values[-1]) - 100))
    last, value = pd.Timestamp(ends[name].days[-1]), float(ends[name].values[-1])
    rank = f", furthest of the {number_word(len(ends))}" if len(ends) > 1 else ""
    return Headline(
        f"From 100 on {day(base)} the {CURRENCIES[name].name} went to {value:.1f} on {day(last)}"
        f"{rank}",
        _keys(view, [(name, base), (name, last)]),
    )


def change_headline(view: CurrencyView, period: Sequence[Change], note: str) -> Headline:
    """Say which currency moved most from the first to the last rate of the months chosen."""
    if told := _nothing(view):
        return Headline(told)
    moved = [
        each
        for each in period
        if each.currency not in view.book.official and each.percent is not None
    ]
    if note or not moved:
        return Headline(f"{view.selection.period} has fewer than two days with a rate")
    top = max(moved, key=lambda each: abs(each.percent or 0))
    keys = _keys(view, [(top.currency, top.first_day), (top.currency, top.last_day)])
    percent = top.percent or 0.0
    if not is_notable(percent):
        names = currency_names(each.currency for each in moved)
        verb = "moved by less than 0.1% against the dollar"
        return Headline(f"The {names} {verb} {within_words(view.selection)}", keys)
    name = CURRENCIES[top.currency].name
    side = "more" if percent > 0 else "fewer"
    first = day(top.first_day, year=top.first_day.year != top.last_day.year)
    rank = f", the largest change of the {number_word(len(moved))}" if len(moved) > 1 else ""
    return Headline(
        f"A dollar bought {abs(percent):.1f}% {side} {name} on {day(top.last_day)} than on {first}"
        f"{rank}",
        keys,
    )


def months_headline(view: CurrencyView) -> str:
    """Say in which month, and for which currency, the change within a month was largest."""
    if told := _nothing(view):
        return told
    months = view.book.months
    found = [
        (abs(row["change"]), month, currency, row["change"])
        for month in view.selection.months
        for currency in view.currencies
        if currency not in view.book.official
        and (row := months.get((month, currency))) is not None
        and row["days"] > 1
    ]
    if not found:
        return f"No month has two days with a rate {within_words(view.selection)}"
    _, month, currency, change = max(found)
    told = change_words(change)
    return (
        f"The largest change within a month was the {CURRENCIES[currency].name}’s in "
        f"{month_name(month)}: {told}"
    )


def ticker_headline(shown: Sequence[Mapping[Any, Any]], when: pd.Timestamp | None) -> str:
    """Say which rate was reported with the fewest digits, and what it may mean."""
    if not shown or when is None:
        return "No printed ticker has a rate of the countries chosen"
    row = min(shown, key=lambda each: each["significant_digits"])
    digits, name = int(row["significant_digits"]), CURRENCIES[row["currency"]].name
    allowed = range_words(row["units_low"], row["units_high"], digits)
    return (
        f"The ticker of {day(when)} gives the {name} {counted(digits, 'significant digit')}: "
        f"{allowed} a dollar"
    )


def _no_rate_words(view: CurrencyView) -> str:
    """Say that the months chosen have no rate, and from when or to when there are some."""
    if pd.Timestamp(view.selection.last_day) < view.book.first:
        reach = f"rates begin on {day(view.book.first)}"
    else:
        reach = f"rates end on {day(view.book.last)}"
    return f"There is no rate for {view.selection.period}: {reach}"


def _nothing(view: CurrencyView) -> str:
    """Say why there is no change to tell; empty when there may be one."""
    if not view.currencies:
        return NO_COUNTRY
    if view.window.band is None:
        return _no_rate_words(view)
    held = held_words(view.book, view.currencies)
    if len(held) < len(view.currencies):
        return ""
    rate = "its rate is" if len(held) == 1 else "their rates are"
    words = f"{join_words(held)}; {rate} administered"
    return f"{words[0].upper()}{words[1:]}"


def _keys(view: CurrencyView, days: Sequence[tuple[str, Any]]) -> tuple[str, ...]:
    forms = daily_keys(view.book)
    return each_once(
        forms[currency].format(np.datetime64(when, "D"))
        for currency, when in days
        if currency in forms
    )


def currency_sentence(package: Package, selection: Selection) -> str:
    """Sum the chosen months up in two sentences at most; `**bold**` is the mark-up."""
    view = currency_view(package, selection)
    period, _, note = period_changes(view)
    none = ""
    if view.window.band is None:
        none = f"**{view.missing}, so none for {selection.period}.** "
    elif note:
        none = f"**{note} of rates.** "
    moved = {
        each: each.percent
        for each in period
        if each.currency not in view.book.official and each.percent is not None
    }
    notable = sorted(
        (each for each in moved if is_notable(moved[each])), key=lambda each: -abs(moved[each])
    )
    still = [each.currency for each in moved if not is_notable(moved[each])]
    parts = []
    if notable:
        told = [_bought(each, moved[each]) for each in notable]
        told[0] = f"{told[0] if none else f'**{told[0]}**'} than on {_first_day(notable[0])}"
        parts.append(f"on {day(notable[0].last_day)} a dollar bought {join_words(told)}")
    if still:
        parts.append(f"{currency_names(still)} moved by less than 0.1%")
    parts += held_words(view.book, view.currencies)
    text = "; ".join(parts) or "no currency is chosen"
    return f"{none}{text[0].upper()}{text[1:]}."


def _bought(change: Change, percent: float) -> str:
    side = "more" if percent > 0 else "fewer"
    return f"{abs(percent):.1f}% {side} {CURRENCIES[change.currency].name}"


def _first_day(change: Change) -> str:
    return day(change.first_day, year=change.first_day.year != change.last_day.year)
