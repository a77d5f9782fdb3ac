"""The panel of rates over time in words: units, captions, headlines."""

from collections.abc import Mapping

import pandas as pd

from dashboard.currency.measures import (
    Line,
    rate_words,
)
from dashboard.currency.view import (
    CurrencyView,
    within,
)
from dashboard.currency.words.periods import (
    currency_names,
    missing_words,
    nothing_words,
    rate_keys,
    shown_words,
)
from dashboard.dates import days
from dashboard.panels.headline import Headline, within_words
from dashboard.vocabulary import CURRENCIES
from dashboard.wording import join_words, number_word, say, say_many, start_of_line

# Rates in dollars begin with noughts: five of them with more digits are too long a sentence.
DOLLAR_DIGITS = 4
# The last rate that a period has of a currency: the day, and units per US dollar.
Last = tuple[pd.Timestamp, float]


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
    sentence = say(
        "{currencies} against the US dollar, {unit}, {days}.",
        currencies=start_of_line(currency_names(view.currencies)),
        unit=direction_words(direction),
        days=shown_words(view),
    )
    return " ".join(filter(None, [sentence, own_caption(view), own_reading(view, direction)]))


def rebased_alt(view: CurrencyView, direction: str, base: pd.Timestamp) -> str:
    """Describe the rebased rates."""
    names = start_of_line(currency_names(view.currencies))
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
    last = say("Published tickers are not drawn: they have too few digits.")
    gaps = own_caption(view) if view.gaps else ""
    official = _official_words(view, are_drawn=False)
    return " ".join(filter(None, [*_shown_part(view, marked=marked), gaps, *official, last]))


def rebased_office_caption(view: CurrencyView, direction: str, base: pd.Timestamp) -> str:
    """Say how to read the rebased rates in a chart of an office program."""
    return f"{rebased_caption(view, direction, base)} {rebased_reading(view, marked=False)}"


def _single_words(view: CurrencyView) -> list[str]:
    """Say of which currencies only single days are drawn, and that these are not joined."""
    without_lines = [
        code for code in view.currencies if code not in view.with_lines and view.single[code]
    ]
    if not without_lines:
        return []
    return [
        say(
            "No daily rate of {currencies}: single days, not joined.",
            currencies=currency_names(without_lines),
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
    sentences = []
    for code in view.currencies:
        if code not in view.book.official:
            continue
        official, allowed = view.book.official[code], CURRENCIES[code].tolerance
        words = say(
            "{currency}: official rate, administered, {rate} per US dollar",
            currency=start_of_line(CURRENCIES[code].name),
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
        sentences.append(f"{words}.")
    return sentences


def series_headline(view: CurrencyView, direction: str) -> Headline:
    """Say what each currency stood at on the last day with a rate in the months chosen."""
    band, reason, official = view.window.band, nothing_words(view), view.book.official
    if reason or band is None:
        return Headline(reason)
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
    return Headline(text, rate_keys(view, [(name, day) for name, (day, _) in ends.items()]))


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
    if reason := nothing_words(view):
        return Headline(reason)
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
    return Headline(text, rate_keys(view, [(name, base), (name, last)]))
