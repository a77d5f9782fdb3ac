"""What currencies gained and lost in words: changes, months and published tickers."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from dashboard.currency.measures import Change, is_notable, range_words
from dashboard.currency.view import (
    MOST_DIGITS,
    CurrencyView,
    PeriodChanges,
    currency_view,
    period_changes,
    within,
)
from dashboard.datapackage.store import Package
from dashboard.dates import days
from dashboard.panels.headline import NO_COUNTRY, each_once, within_words
from dashboard.schema import TableRow
from dashboard.selection import Selection, month_name
from dashboard.vocabulary import CURRENCIES
from dashboard.wording import (
    join_words,
    number_word,
    say,
    say_many,
    signed,
    start_of_line,
    within_line,
)


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
    size = signed(percent, "{:.1f}%".format)
    if percent > 0:
        return say("{percent}, stronger", percent=size)
    return say("{percent}, weaker", percent=size)


def currency_change_words(change: Change, view: CurrencyView) -> str:
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
        return say("the whole series, {days}; {missing}", days=shown, missing=within_line(missing))
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
    """Say why there is no change to give; empty when there may be one."""
    if not view.currencies:
        return say(NO_COUNTRY)
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
    told = "; ".join(parts) or say("no currency is chosen")
    return f"{none}{start_of_line(told)}."


def _moves(notable: Sequence[Change], moved: Mapping[Change, float], *, is_bold: bool) -> str:
    """Say what each currency gained or lost, the largest first, over its days."""
    top, *others = notable
    first = gained_words(top, moved[top])
    opening = say("the {gained} against the US dollar", gained=f"**{first}**" if is_bold else first)
    parts = [say("{gained} from {days}", gained=opening, days=days(top.first_day, top.last_day))]
    for each in others:
        gained = say("the {gained}", gained=gained_words(each, moved[each]))
        if (each.first_day, each.last_day) != (top.first_day, top.last_day):
            own = days(each.first_day, each.last_day)
            gained = say("{gained} ({days})", gained=gained, days=own)
        parts.append(gained)
    return join_words(parts)


def change_headline(view: CurrencyView, period: PeriodChanges) -> str:
    """Say which currency moved most from the first to the last rate of the months chosen."""
    if reason := nothing_words(view):
        return reason
    moved = period.moving(view.book.official)
    if not period.is_chosen or not moved:
        return say("{period} has fewer than two days with a rate", period=view.selection.period)
    top = max(moved, key=lambda each: abs(moved[each]))
    if not is_notable(moved[top]):
        return say(
            "The {currencies} moved by less than 0.1% against the US dollar {within}",
            currencies=currency_names(each.currency for each in moved),
            within=within_words(view.selection),
        )
    text = say(
        "The {gained} against the US dollar from {days}",
        gained=gained_words(top, moved[top]),
        days=days(top.first_day, top.last_day),
    )
    if len(moved) == 1:
        return text
    return say(
        "{sentence}, the largest change of the {many}", sentence=text, many=number_word(len(moved))
    )


def place_words(view: CurrencyView, period: PeriodChanges) -> str:
    """Write the days of the changes, and why when they are not those chosen."""
    if period.days is None:
        return say("no rates")
    text = days(*period.days)
    if period.is_chosen:
        return text
    if view.window.band:
        short = say("{period} has fewer than two days", period=view.selection.period)
    else:
        short = say("outside the chosen months")
    return f"{text}; {short}"


def change_reading(view: CurrencyView) -> str:
    """Say between which rates the change is, of which currencies these are month ends."""
    parts = [say("From the first to the last rate of the days named.")]
    if ends := [code for code in view.currencies if _is_of_month_ends(view, code)]:
        names = start_of_line(currency_names(ends))
        parts.append(say("{currencies}: from one month end to another.", currencies=names))
    if missing := missing_words(view):
        parts.append(f"{missing}.")
    return " ".join(parts)


def _is_of_month_ends(view: CurrencyView, currency: str) -> bool:
    """Return whether a currency has month ends in the chosen months and no daily rate."""
    daily, ends = (
        within(lines, [currency], *(view.window.band or (view.window.first, view.window.last)))
        for lines in (view.book.lines, view.book.month_ends)
    )
    return not any(len(line.days) for line in daily.values()) and any(
        len(line.days) for line in ends.values()
    )


def change_alt(view: CurrencyView, period: PeriodChanges) -> str:
    """Describe the changes."""
    parts = [f"{CURRENCIES[each.currency].name} {currency_change_words(each, view)}"
            for each in period.changes]  # fmt: skip
    return say(
        "Change against the US dollar, {place}: {changes}.",
        place=place_words(view, period),
        changes="; ".join(parts),
    )


def months_headline(view: CurrencyView) -> str:
    """Say in which month, and for which currency, the change within a month was largest."""
    if reason := nothing_words(view):
        return reason
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
        within = within_words(view.selection)
        return say("No month has two days with a rate {within}", within=within)
    _, month, currency, change = max(found)
    return say(
        "The largest change within a month was the {currency}’s in {month}: {change}",
        currency=CURRENCIES[currency].name,
        month=month_name(month),
        change=change_words(change),
    )


def months_reading(view: CurrencyView) -> str:
    """Say what the change of a month is, how many digits rates have, what single days are."""
    change = say("Change: what the currency gained from the first to the last rate of the month.")
    single = [say("Without daily rates: those of single days.")] * any(
        (month, code) not in view.book.months
        for month in view.selection.months
        for code in view.currencies
    )
    digits = say(
        "At most {digits} significant digits, never more than the source gives.",
        digits=MOST_DIGITS,
    )
    kinds = say(
        "Month end: the official rate of the last day. Press: an official rate in an article. "
        "Cross rate: by way of another bank’s rates in force on the 1st."
    )
    return " ".join([change, *single, digits, kinds])


def ticker_headline(shown: Sequence[TableRow], when: pd.Timestamp | None) -> str:
    """Say which rate was reported with the fewest digits, and what it may mean."""
    if not shown or when is None:
        return say("No published ticker has a rate of the countries chosen")
    row = min(shown, key=lambda each: each["significant_digits"])
    digits = int(row["significant_digits"])
    return say_many(
        "The ticker of {day} gives the {currency} {count} significant digit: {range} per US dollar",
        "The ticker of {day} gives the {currency} {count} significant digits: {range} per US "
        "dollar",
        digits,
        day=when,
        currency=CURRENCIES[row["currency"]].name,
        range=range_words(row["units_low"], row["units_high"], digits),
    )


def ticker_unit(when: pd.Timestamp | None, selection: Selection) -> str:
    """Write the units of a published ticker, and that it lies outside the chosen months if so."""
    unit = say("US dollars per unit as reported; per US dollar, the range implied by rounding")
    if when is None or selection.first_day <= when.date() <= selection.last_day:
        return unit
    outside = say("outside the chosen months ({period})", period=selection.period)
    return f"{unit}; {outside}"


def ticker_reading(shown: pd.DataFrame) -> str:
    """Say what else a reader of a published ticker should know."""
    parts = []
    if shown["change_percent"].eq(0).any():
        parts.append(say("0% may be a change too small to show."))
    documents = shown.loc[shown["paragraph"].notna(), "source_id"].unique()
    parts += [say("Paragraphs are those of {source}.", source=source) for source in documents]
    parts += [
        say("The {currency}’s rate is official, administered.", currency=CURRENCIES[name].name)
        for name in shown.loc[shown["official"].notna(), "currency"].unique()
    ]
    return " ".join(parts)
