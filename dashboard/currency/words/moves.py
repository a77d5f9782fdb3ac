"""What currencies gained and lost, and why there is nothing to tell; the sentence on top."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from dashboard.currency.measures import (
    Change,
    is_notable,
)
from dashboard.currency.view import (
    CurrencyView,
    currency_view,
    period_changes,
)
from dashboard.datapackage.store import Package
from dashboard.dates import days
from dashboard.panels.headline import NO_COUNTRY, each_once
from dashboard.selection import Selection
from dashboard.vocabulary import CURRENCIES
from dashboard.wording import join_words, say, say_many, start_of_line


def currency_names(currencies: Iterable[str]) -> str:
    """Name currencies in a sentence.

    >>> currency_names(["KZT", "UZS"])
    'tenge and soum'
    """
    return join_words([CURRENCIES[currency].name for currency in currencies])


def change_words(percent: float | None) -> str:
    """Write what a currency gained against the dollar, its sign said in words.

    >>> change_words(18.56), change_words(-0.04), change_words(0), change_words(None)
    ('+18.6%, stronger', 'under 0.1%, weaker', 'no change', 'one day only')
    """
    if percent is None or pd.isna(percent):
        return say("one day only")
    if percent == 0:
        return say("no change")
    if not is_notable(percent):
        return say("under 0.1%, stronger") if percent > 0 else say("under 0.1%, weaker")
    if percent > 0:
        return say("+{size:.1f}%, stronger", size=percent)
    return say("−{size:.1f}%, weaker", size=-percent)


def told_change(change: Change, view: CurrencyView) -> str:
    """Write the change of a currency; an official rate has none."""
    if change.currency in view.book.official:
        return say("administered, no change")
    return change_words(change.percent)


def gained_words(change: Change, percent: float) -> str:
    """Say what a currency gained or lost, to follow "the"."""
    name = CURRENCIES[change.currency].name
    if percent > 0:
        return say("{currency} gained {size:.1f}%", currency=name, size=percent)
    return say("{currency} lost {size:.1f}%", currency=name, size=-percent)


def held_words(view: CurrencyView) -> list[str]:
    """Say of each chosen currency with an official rate what it is held at."""
    return [
        say(
            "the {currency} is held at the official {rate} per US dollar",
            currency=CURRENCIES[code].name,
            rate=f"{view.book.official[code]:g}",
        )
        for code in view.currencies
        if code in view.book.official
    ]


def missing_words(view: CurrencyView) -> str:
    """Say which of the chosen days lie outside the data; empty when none do."""
    if view.selection.first_day < view.book.first.date():
        return say("No rate before {day}", day=view.book.first)
    if view.selection.last_month > f"{view.book.last:%Y-%m}":
        return say("No rate after {day}", day=view.book.last)
    return ""


def shown_words(view: CurrencyView) -> str:
    """Write the days that a panel shows, and why when they are not those chosen."""
    shown = days(view.window.first, view.window.last)
    if view.window.band is None:
        missing = missing_words(view)
        why = f"{missing[:1].lower()}{missing[1:]}"
        return say("the whole series, {days}; {missing}", days=shown, missing=why)
    return shown


def no_rate_words(view: CurrencyView) -> str:
    """Say that the months chosen have no rate, and from when or to when there are some."""
    period = view.selection.period
    if pd.Timestamp(view.selection.last_day) < view.book.first:
        first = view.book.first
        return say("There is no rate for {period}: rates begin on {day}", period=period, day=first)
    return say(
        "There is no rate for {period}: rates end on {day}", period=period, day=view.book.last
    )


def nothing_words(view: CurrencyView) -> str:
    """Say why there is no change to tell; empty when there may be one."""
    if not view.currencies:
        return NO_COUNTRY
    if view.window.band is None:
        return no_rate_words(view)
    held = held_words(view)
    if len(held) < len(view.currencies):
        return ""
    return start_of_line(
        say_many(
            "{held}; its rate is administered",
            "{held}; their rates are administered",
            len(held),
            held=held,
        )
    )


def rate_keys(view: CurrencyView, days: Sequence[tuple[str, pd.Timestamp]]) -> tuple[str, ...]:
    """Return the keys of rates, each once."""
    return each_once(view.book.key(currency, when) for currency, when in days)


def currency_sentence(package: Package, selection: Selection) -> str:
    """Sum the chosen months up in two sentences at most; `**bold**` is the mark-up."""
    view = currency_view(package, selection)
    period = period_changes(view)
    none = ""
    if view.window.band is None:
        none = say(
            "**{missing}, so none for {period}.** ",
            missing=missing_words(view),
            period=selection.period,
        )
    elif period.changes and not period.is_chosen:
        none = say("**{period} has fewer than two days of rates.** ", period=selection.period)
    moved = period.moving(view.book.official)
    notable = sorted(
        (each for each in moved if is_notable(moved[each])), key=lambda each: -abs(moved[each])
    )
    still = [each.currency for each in moved if not is_notable(moved[each])]
    parts = []
    if notable:
        parts.append(_moves(notable, moved, is_bold=not none))
    if still:
        parts.append(
            say("the {currencies} moved by less than 0.1%", currencies=currency_names(still))
        )
    parts += held_words(view)
    return f"{none}{start_of_line('; '.join(parts) or say('no currency is chosen'))}."


def _moves(notable: Sequence[Change], moved: Mapping[Change, float], *, is_bold: bool) -> str:
    """Say what each currency gained or lost, the largest first, over its days."""
    top, *others = notable
    first = gained_words(top, moved[top])
    told = say("the {gained} against the US dollar", gained=f"**{first}**" if is_bold else first)
    parts = [say("{gained} from {days}", gained=told, days=days(top.first_day, top.last_day))]
    for each in others:
        gained = say("the {gained}", gained=gained_words(each, moved[each]))
        if (each.first_day, each.last_day) != (top.first_day, top.last_day):
            own = days(each.first_day, each.last_day)
            gained = say("{gained} ({days})", gained=gained, days=own)
        parts.append(gained)
    return join_words(parts)
