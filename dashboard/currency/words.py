"""The Currency page in words: the sentence on top, written by rule, and those of each panel."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.currency.measures import (
    Change,
    Line,
    is_notable,
    range_words,
    rate_words,
)
from dashboard.currency.view import (
    MOST_DIGITS,
    CurrencyView,
    PeriodChanges,
    currency_view,
    period_changes,
    within,
)
from dashboard.datapackage.store import Package
from dashboard.panels.headline import NO_COUNTRY, Headline, each_once, within_words
from dashboard.selection import Selection, month_name
from dashboard.vocabulary import CURRENCIES
from dashboard.wording import days, join_words, number_word, say, say_many

# Rates in dollars begin with noughts: five of them with more digits are too long a sentence.
DOLLAR_DIGITS = 4
# The last rate that a period has of a currency: the day, and units per US dollar.
Last = tuple[pd.Timestamp, float]


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
        return say(
            "the whole series, {days}; {missing}",
            days=shown,
            missing=_lower(missing_words(view)),
        )
    return shown


def direction_words(direction: str) -> str:
    """Name the unit of the rates in one direction, "units" or "dollars"."""
    if direction == "dollars":
        return say("US dollars per unit")
    return say("units per US dollar")


def higher_words(direction: str) -> str:
    """Name what a higher rate means for the currency."""
    return say("stronger") if direction == "dollars" else say("weaker")


def own_unit(view: CurrencyView, direction: str) -> str:
    """Write the unit of the rates on their own scales."""
    return say(
        "{unit}, each on its own scale, {days}",
        unit=direction_words(direction),
        days=shown_words(view),
    )


def base_unit(direction: str, base: pd.Timestamp) -> str:
    """Write the unit of rates that are 100 on one day."""
    return say("{unit}, {day} = 100", unit=direction_words(direction), day=base)


def rebased_unit(view: CurrencyView, direction: str, base: pd.Timestamp) -> str:
    """Write the unit of the rebased rates with the days shown."""
    return f"{base_unit(direction, base)}, {shown_words(view)}"


def own_alt(view: CurrencyView, direction: str) -> str:
    """Describe the rates on their own scales."""
    told = say(
        "{currencies} against the US dollar, {unit}, {days}.",
        currencies=currency_names(view.currencies).capitalize(),
        unit=direction_words(direction),
        days=shown_words(view),
    )
    return " ".join(filter(None, [told, own_caption(view), own_reading(view, direction)]))


def rebased_alt(view: CurrencyView, direction: str, base: pd.Timestamp) -> str:
    """Describe the rebased rates."""
    names = currency_names(view.currencies).capitalize()
    unit = base_unit(direction, base)
    return say("{currencies} against the US dollar, {unit}.", currencies=names, unit=unit)


def own_caption(view: CurrencyView) -> str:
    """Say what of the rates on their own scales is no daily line."""
    parts = _single_words(view)
    if gaps := view.gaps:
        many = number_word(gaps)
        parts.append(say("Lines stop at gaps of more than 14 days ({many} here).", many=many))
    return " ".join(parts)


def own_reading(view: CurrencyView, direction: str) -> str:
    """Say how to read the rates on their own scales."""
    higher = higher_words(direction)
    parts = [
        say(
            "Higher is {higher}; no scale starts at zero; the last, highest and lowest day are "
            "labelled.",
            higher=higher,
        ),
        *_shown_part(view),
    ]
    if marks := _tickers(view):
        parts.append(
            say_many(
                "Open marks: {count} rate as reported on pages, with the range implied by "
                "rounding.",
                "Open marks: {count} rates as reported on pages, with the range implied by "
                "rounding.",
                marks,
            )
        )
    return " ".join([*parts, *_official_words(view)])


def office_caption(view: CurrencyView, direction: str) -> str:
    """Say how to read the charts of an office program, which mark neither months nor ends."""
    higher = higher_words(direction)
    parts = [say("Higher is {higher}; scales need not start at zero.", higher=higher)]
    parts += [*_shown_part(view, marked=False), own_caption(view)]
    if marks := _tickers(view):
        parts.append(
            say_many(
                "Marks: {count} rate as reported on pages; dashes: the range implied by rounding.",
                "Marks: {count} rates as reported on pages; dashes: the range implied by rounding.",
                marks,
            )
        )
    return " ".join(filter(None, [*parts, *_official_words(view)]))


def rebased_caption(view: CurrencyView, direction: str, base: pd.Timestamp) -> str:
    """Say on which day the rebased rates are 100, and what has none."""
    first = say(
        "Higher is {higher}. 100 is {day}, the first day shown with all {many}.",
        higher=higher_words(direction),
        day=base,
        many=number_word(len(view.with_lines)),
    )
    without = [code for code in view.currencies if code not in view.with_lines]
    if not without:
        return first
    none = say("No daily rate: {currencies}.", currencies=currency_names(without))
    return f"{first} {none}"


def rebased_reading(view: CurrencyView, *, marked: bool = True) -> str:
    """Say how to read the rebased rates."""
    last = say("Printed tickers are not drawn: they have too few digits.")
    gaps = own_caption(view) if view.gaps else ""
    official = _official_words(view, are_drawn=False)
    return " ".join(filter(None, [*_shown_part(view, marked=marked), gaps, *official, last]))


def rebased_office_caption(view: CurrencyView, direction: str, base: pd.Timestamp) -> str:
    """Say how to read the rebased rates in a chart of an office program."""
    return f"{rebased_caption(view, direction, base)} {rebased_reading(view, marked=False)}"


def _single_words(view: CurrencyView) -> list[str]:
    """Say of which currencies only single days are drawn, and that these are not joined."""
    told = [code for code in view.currencies if code not in view.with_lines and view.single(code)]
    if not told:
        return []
    return [
        say(
            "No daily rate of {currencies}: month ends, press and other single days, not joined.",
            currencies=currency_names(told),
        )
    ]


def _tickers(view: CurrencyView) -> int:
    return int(view.shown["kind"].eq("ticker").sum())


def _shown_part(view: CurrencyView, *, marked: bool = True) -> list[str]:
    """Say what the band is if `marked`, and what lies outside the data."""
    parts = []
    if marked and view.window.marked:
        parts.append(say("Grey band: {days}.", days=days(*view.window.marked)))
    if view.window.band and (missing := missing_words(view)):
        parts.append(f"{missing}.")
    return parts


def _official_words(view: CurrencyView, *, are_drawn: bool = True) -> list[str]:
    """Say of each official rate what it is, and what became of the days that stand apart."""
    told = []
    for code in view.currencies:
        if code not in view.book.official:
            continue
        official, allowed = view.book.official[code], CURRENCIES[code].tolerance
        words = say(
            "{currency}: official rate, administered, {rate} per US dollar",
            currency=CURRENCIES[code].name.capitalize(),
            rate=f"{official:g}",
        )
        if odd := int((view.shown["odd"] & view.shown["currency"].eq(code)).sum()):
            least, most = f"{official - allowed:g}", f"{official + allowed:g}"
            outliers = say_many(
                "{many} outlier (outside {least} to {most})",
                "{many} outliers (outside {least} to {most})",
                odd,
                many=number_word(odd),
                least=least,
                most=most,
            )
            if are_drawn:
                words = say("{rate}; {outliers} shown faintly", rate=words, outliers=outliers)
            else:
                words = say("{rate}; {outliers} left out", rate=words, outliers=outliers)
        told.append(f"{words}.")
    return told


def series_headline(view: CurrencyView, direction: str) -> Headline:
    """Say what each currency stood at on the last day with a rate in the months chosen."""
    band, told, official = view.window.band, _nothing(view), view.book.official
    if told or band is None:
        return Headline(told)
    ends = _last_rates(view, *band)
    if not ends:
        return Headline(say("No rate is known {within}", within=within_words(view.selection)))
    when = max(day for day, _ in ends.values())
    stood = _dollars_words(ends, view) if direction == "dollars" else _units_words(ends, view)
    if official.keys() & ends.keys():
        stood = say("{rates} (official)", rates=stood)
    if any(day != when for day, _ in ends.values()):
        text = say("By {day} {rates}", day=when, rates=stood)
    else:
        text = say("On {day} {rates}", day=when, rates=stood)
    return Headline(text, _keys(view, [(name, day) for name, (day, _) in ends.items()]))


def _last_rates(view: CurrencyView, first: pd.Timestamp, last: pd.Timestamp) -> dict[str, Last]:
    """Return the last daily rate of each chosen currency within some days, else its last month end.

    Official rates come last.
    """
    found = {}
    for name in sorted(view.currencies, key=view.book.official.__contains__):
        for lines in (view.book.lines, view.book.month_ends):
            line = within(lines, [name], first, last).get(name)
            if line is not None and len(line.days):
                found[name] = (pd.Timestamp(line.days[-1]), float(line.values[-1]))
                break
    return found


def _units_words(ends: Mapping[str, Last], view: CurrencyView) -> str:
    stood = [
        f"{rate_words(units, view.book.digits(name, when))} {CURRENCIES[name].name}"
        for name, (when, units) in ends.items()
    ]
    return say("a US dollar bought {amounts}", amounts=stood)


def _dollars_words(ends: Mapping[str, Last], view: CurrencyView) -> str:
    stood = []
    for name, (when, units) in ends.items():
        rate = rate_words(1 / units, min(DOLLAR_DIGITS, view.book.digits(name, when)))
        if stood:
            stood.append(say("a {currency} {rate}", currency=CURRENCIES[name].name, rate=rate))
        else:
            currency = CURRENCIES[name].name
            stood.append(
                say("a {currency} was worth {rate} US dollars", currency=currency, rate=rate)
            )
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
        return Headline(say("No rate is rebased: no day has the daily rates of all currencies"))
    name = max(ends, key=lambda each: abs(float(ends[each].values[-1]) - 100))
    last, value = pd.Timestamp(ends[name].days[-1]), float(ends[name].values[-1])
    text = say(
        "From 100 on {base} the {currency} went to {index:.1f} on {last}",
        base=base,
        currency=CURRENCIES[name].name,
        index=value,
        last=last,
    )
    if len(ends) > 1:
        text = say("{sentence}, furthest of the {many}", sentence=text, many=number_word(len(ends)))
    return Headline(text, _keys(view, [(name, base), (name, last)]))


def change_headline(view: CurrencyView, period: PeriodChanges) -> str:
    """Say which currency moved most from the first to the last rate of the months chosen."""
    if told := _nothing(view):
        return told
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
    told = days(*period.days)
    if period.is_chosen:
        return told
    if view.window.band:
        short = say("{period} has fewer than two days", period=view.selection.period)
    else:
        short = say("outside the chosen months")
    return f"{told}; {short}"


def change_caption() -> str:
    """Say what a change is."""
    return say(
        "From the first to the last rate: what the currency itself gained (+) or lost (−) in "
        "US dollars."
    )


def change_reading(view: CurrencyView) -> str:
    """Say of which currencies the rates are month ends, and which have none."""
    parts = []
    if ends := [code for code in view.currencies if _is_of_month_ends(view, code)]:
        names = currency_names(ends).capitalize()
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
    told = [f"{CURRENCIES[each.currency].name} {told_change(each, view)}"
            for each in period.changes]  # fmt: skip
    return say(
        "Change against the US dollar, {place}: {changes}.",
        place=place_words(view, period),
        changes="; ".join(told),
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
        within = within_words(view.selection)
        return say("No month has two days with a rate {within}", within=within)
    _, month, currency, change = max(found)
    return say(
        "The largest change within a month was the {currency}’s in {month}: {change}",
        currency=CURRENCIES[currency].name,
        month=month_name(month),
        change=change_words(change),
    )


def months_caption(view: CurrencyView) -> str:
    """Say what the change of a month is, and what months without a daily rate have."""
    told = say("Change: what the currency gained from the first to the last rate of the month.")
    single = [say("Without daily rates: those of single days.")] * any(
        (month, code) not in view.book.months
        for month in view.selection.months
        for code in view.currencies
    )
    return " ".join([told, *single])


def months_reading(view: CurrencyView) -> str:
    """Say how many digits the rates have, and what the kinds of single days are."""
    digits = say(
        "At most {digits} significant digits, never more than the source gives.",
        digits=MOST_DIGITS,
    )
    kinds = say(
        "Month end: the official rate of the last day. Press: an official rate in an article. "
        "Cross rate: by way of another bank’s rates in force on the 1st."
    )
    return f"{digits} {kinds}"


def ticker_headline(shown: Sequence[Mapping[Any, Any]], when: pd.Timestamp | None) -> str:
    """Say which rate was reported with the fewest digits, and what it may mean."""
    if not shown or when is None:
        return say("No printed ticker has a rate of the countries chosen")
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
    """Write the units of a printed ticker, and that it lies outside the chosen months if so."""
    told = say("US dollars per unit as reported; per US dollar, the range implied by rounding")
    if when is None or selection.first_day <= when.date() <= selection.last_day:
        return told
    outside = say("outside the chosen months ({period})", period=selection.period)
    return f"{told}; {outside}"


def ticker_caption() -> str:
    """Say how to read a rate of a printed ticker."""
    return say("Date of the page. Range: half a unit of the last digit either way.")


def ticker_reading(shown: pd.DataFrame) -> str:
    """Say what else a reader of a printed ticker should know."""
    parts = []
    if shown["change_percent"].eq(0).any():
        parts.append(say("0% may be a change too small to print."))
    documents = shown.loc[shown["paragraph"].notna(), "source_id"].unique()
    parts += [say("Paragraphs are those of {source}.", source=source) for source in documents]
    parts += [
        say("The {currency}’s rate is official, administered.", currency=CURRENCIES[name].name)
        for name in shown.loc[shown["official"].notna(), "currency"].unique()
    ]
    return " ".join(parts)


def _no_rate_words(view: CurrencyView) -> str:
    """Say that the months chosen have no rate, and from when or to when there are some."""
    period = view.selection.period
    if pd.Timestamp(view.selection.last_day) < view.book.first:
        first = view.book.first
        return say("There is no rate for {period}: rates begin on {day}", period=period, day=first)
    return say(
        "There is no rate for {period}: rates end on {day}", period=period, day=view.book.last
    )


def _nothing(view: CurrencyView) -> str:
    """Say why there is no change to tell; empty when there may be one."""
    if not view.currencies:
        return NO_COUNTRY
    if view.window.band is None:
        return _no_rate_words(view)
    held = held_words(view)
    if len(held) < len(view.currencies):
        return ""
    return _upper(
        say_many(
            "{held}; its rate is administered",
            "{held}; their rates are administered",
            len(held),
            held=held,
        )
    )


def _keys(view: CurrencyView, days: Sequence[tuple[str, pd.Timestamp]]) -> tuple[str, ...]:
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
        parts.append(say("{currencies} moved by less than 0.1%", currencies=currency_names(still)))
    parts += held_words(view)
    return f"{none}{_upper('; '.join(parts) or say('no currency is chosen'))}."


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


def _upper(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
