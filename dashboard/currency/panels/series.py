"""The rates over time: the daily series with the printed ones, on own scales or rebased to 100.

One printed ticker, months and changes are in `periods`.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd

from dashboard.currency.charts.multiples import Prints, RatePanel, multiples_height, rate_multiples
from dashboard.currency.charts.one_scale import REBASED_HEIGHT, rebased_lines
from dashboard.currency.measures import Line, Numbers, range_words, rebased
from dashboard.currency.office import keys_of_series, rate_charts, rebased_chart
from dashboard.currency.view import (
    CurrencyView,
    currency_names,
    currency_view,
    daily_keys,
    span,
)
from dashboard.currency.words import rebased_headline, series_headline
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.keys import rate_key
from dashboard.panels.sources import sources_of
from dashboard.panels.table import untyped
from dashboard.selection import Selection
from dashboard.vocabulary import CURRENCIES
from dashboard.wording import counted, day, number_word

DIRECTIONS = {"units": "Units a dollar", "dollars": "Dollars a unit"}
SCALES = {"own": "Own scales", "rebased": "Rebased to 100"}
UNITS = {"units": "units a dollar", "dollars": "US dollars a unit"}
HIGHER = {"units": "weaker", "dollars": "stronger"}
NO_LINE = Line(np.array([], dtype="datetime64[ns]"), np.array([]))


def currency_series(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show the rates over about a year: each on its own scale, or all rebased to 100.

    Options: `rate_direction` units or dollars, `rate_scale` own or rebased.
    """
    view = currency_view(package, selection)
    direction = "dollars" if options.get("rate_direction") == "dollars" else "units"
    if options.get("rate_scale") == "rebased":
        return _rebased_series(package, view, direction)
    return _own_scales(package, view, direction)


def _own_scales(package: Package, view: CurrencyView, direction: str) -> Exhibit:
    caption, panels = _own_caption(view, direction), _panels(view, direction)
    headline = series_headline(view, direction)
    names, shown = currency_names(view.currencies).capitalize(), view.shown
    return Exhibit(
        key="currency_series",
        title="Rates against the dollar",
        unit=f"{UNITS[direction]}, each on its own scale, {_days_shown(view)}",
        table=untyped(view.book.rows.loc[shown.index]),
        caption=caption,
        sources=sources_of(package, shown["source_id"].unique()),
        shown=len(shown),
        total=len(view.book.every),
        noun="rates",
        draw=partial(rate_multiples, panels, view.window, view.book.digits, HIGHER[direction]),
        height=multiples_height(len(view.currencies)),
        alt=f"{names} against the US dollar, {UNITS[direction]}, {_days_shown(view)}. {caption}",
        headline=headline.text,
        native=partial(rate_charts, panels, view.book.digits, UNITS[direction]),
        native_caption=lambda: _native_caption(view, direction),
        behind=partial(keys_of_series, view, headline.keys),
    )


def _rebased_series(package: Package, view: CurrencyView, direction: str) -> Exhibit:
    lines = view.lines(CURRENCIES)
    if direction == "dollars":
        lines = {currency: line.turned() for currency, line in lines.items()}
    base, hundreds = rebased(lines, list(CURRENCIES)) or (view.window.first, {})
    drawn = {currency: hundreds[currency] for currency in view.currencies if currency in hundreds}
    rows, headline = _index_rows(view, drawn), rebased_headline(view, drawn, base)
    names = currency_names(view.currencies).capitalize()
    return Exhibit(
        key="currency_series",
        title="Rates against the dollar, rebased",
        unit=f"{UNITS[direction]}, {day(base)} = 100, {_days_shown(view)}",
        table=untyped(rows),
        caption=_rebased_caption(view, direction, base),
        sources=sources_of(package, view.book.daily_sources),
        shown=len(rows),
        total=len(view.book.every),
        noun="rates",
        draw=partial(rebased_lines, drawn, daily_keys(view.book), view.window, view.book.official),
        height=REBASED_HEIGHT,
        alt=f"{names} against the US dollar, {UNITS[direction]}, {day(base)} = 100.",
        headline=headline.text,
        native=partial(rebased_chart, drawn, f"{UNITS[direction]}, {day(base)} = 100"),
        native_caption=lambda: _rebased_caption(view, direction, base, marked=False),
        behind=partial(keys_of_series, view, headline.keys, only_lines=True),
    )


def _panels(view: CurrencyView, direction: str) -> list[RatePanel]:
    """Return what is drawn of each chosen currency, in the direction asked for."""
    lines = view.lines(view.currencies)
    odd_rows = view.shown[view.shown["odd"].to_numpy()]
    odd = {
        str(name): Line(own["date"].to_numpy(), own["units"].to_numpy())
        for name, own in odd_rows.groupby("currency")
    }
    printed = view.shown[view.shown["kind"].eq("ticker").to_numpy()]
    columns = ("date", "units", "units_low", "units_high", "rate_text", "significant_digits",
               "source_id")  # fmt: skip
    arrays = [printed[name].to_numpy() for name in columns]
    owners = printed["currency"].to_numpy()
    panels, keys = [], daily_keys(view.book)
    for currency in view.currencies:
        line, strange = lines.get(currency, NO_LINE), odd.get(currency, NO_LINE)
        if direction == "dollars":
            line, strange = line.turned(), strange.turned()
        own = [values[owners == currency] for values in arrays]
        prints = _prints(currency, own, direction)
        held, key = currency in view.book.official, keys.get(currency, "")
        panels.append(RatePanel(currency, line, strange, prints, key, is_official=held))
    return panels


def _prints(currency: str, columns: Sequence[Numbers], direction: str) -> Prints:
    """Return the prints of a currency with their range in words, the way round that is drawn."""
    days, units, low, high, texts, digits, sources = columns
    line, per = Line(days, units), f"{CURRENCIES[currency].name} a dollar"
    if direction == "dollars":
        line, low, high = line.turned(), 1 / high, 1 / low
        per = f"dollars a {CURRENCIES[currency].name}"
    words = [
        (text, f"{range_words(least, most, given)} {per}", rate_key(currency, when, source))
        for text, least, most, given, when, source in zip(
            texts, low, high, digits, days, sources, strict=True
        )
    ]
    return Prints(line, low, high, words)


def _index_rows(view: CurrencyView, lines: Mapping[str, Line]) -> pd.DataFrame:
    """Return the rows of the rates drawn with their index, one currency after the other."""
    drawn = view.shown[view.shown["kind"].eq("daily").to_numpy() & ~view.shown["odd"].to_numpy()]
    order = [index for currency in lines for index in drawn.index[drawn["currency"].eq(currency)]]
    values = [round(float(value), 1) for line in lines.values() for value in line.values]
    return view.book.rows.loc[order].assign(Index=values)


def _days_shown(view: CurrencyView) -> str:
    shown = span(view.window.first, view.window.last)
    if view.window.band is None:
        return f"the whole series, {shown}; {view.missing[0].lower()}{view.missing[1:]}"
    return shown


def _own_caption(view: CurrencyView, direction: str) -> str:
    parts = [
        f"Higher is {HIGHER[direction]}; no scale starts at zero; the last, highest and lowest day "
        "are printed.",
        *_reading(view),
    ]
    if marks := _prints_counted(view):
        parts.append(
            f"Open marks: {marks} as reported on pages, with the range their digits allow."
        )
    return " ".join([*parts, *_official_words(view)])


def _native_caption(view: CurrencyView, direction: str) -> str:
    """Say how to read the charts of an office program, which mark neither months nor ends."""
    parts = [f"Higher is {HIGHER[direction]}; scales need not start at zero."]
    parts += _reading(view, marked=False)
    if marks := _prints_counted(view):
        parts.append(f"Marks: {marks} as reported on pages; dashes: the range their digits allow.")
    return " ".join([*parts, *_official_words(view)])


def _prints_counted(view: CurrencyView) -> str:
    prints = int(view.shown["kind"].eq("ticker").sum())
    return counted(prints, "rate") if prints else ""


def _official_words(view: CurrencyView) -> list[str]:
    return [
        f"{CURRENCIES[name].name.capitalize()}: official rate, administered, "
        f"{view.book.official[name]:g} a dollar{_odd_words(view, name)}."
        for name in view.currencies
        if name in view.book.official
    ]


def _rebased_caption(
    view: CurrencyView, direction: str, base: pd.Timestamp, *, marked: bool = True
) -> str:
    parts = [
        f"Higher is {HIGHER[direction]}. 100 is {day(base)}, the first day shown with all "
        f"{number_word(len(CURRENCIES))}.",
        *_reading(view, marked=marked),
    ]
    parts += [
        f"{CURRENCIES[name].name.capitalize()}: official rate, administered"
        f"{_odd_words(view, name, 'left out')}."
        for name in view.currencies
        if name in view.book.official
    ]
    parts.append("Printed tickers are not drawn: they have too few digits.")
    return " ".join(parts)


def _reading(view: CurrencyView, *, marked: bool = True) -> list[str]:
    """Say what the band is if `marked`, what lies outside the data, and how many gaps there are."""
    parts = []
    if marked and view.window.marked:
        parts.append(f"Grey band: {span(*view.window.marked)}.")
    if view.window.band and view.missing:
        parts.append(f"{view.missing}.")
    if gaps := view.gaps:
        parts.append(f"Lines stop at gaps of more than 14 days ({number_word(gaps)} here).")
    return parts


def _odd_words(view: CurrencyView, currency: str, fate: str = "faint, not joined") -> str:
    odd = int((view.shown["odd"] & view.shown["currency"].eq(currency)).sum())
    if not odd:
        return ""
    days, official = "day" if odd == 1 else "days", view.book.official[currency]
    tolerance = CURRENCIES[currency].tolerance
    least, most = official - tolerance, official + tolerance
    return f"; {number_word(odd)} odd {days} outside {least:g} to {most:g} {fate}"
