"""The rates over time: the daily series with the printed ones, on own scales or rebased to 100.

One published ticker, months and changes are in `periods`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from dashboard.currency.charts.multiples import (
    Prints,
    RatePanel,
    multiples_height,
    multiples_least,
    rate_multiples,
)
from dashboard.currency.charts.one_scale import REBASED_HEIGHT, rebased_lines
from dashboard.currency.keys import keys_of_series
from dashboard.currency.measures import Line, Numbers, range_words, rebased
from dashboard.currency.office import rate_charts, rebased_chart
from dashboard.currency.view import (
    INDEX_COLUMN,
    RATE_COLUMNS,
    CurrencyView,
    Run,
    currency_view,
)
from dashboard.currency.words import lines as words
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.keys import rate_key
from dashboard.panels.sources import sources_of
from dashboard.panels.table import Table
from dashboard.selection import Selection
from dashboard.vocabulary import CURRENCIES
from dashboard.wording import N_, say

DIRECTIONS = {"units": N_("Per US dollar"), "dollars": N_("US dollars per unit")}
SCALES = {"own": N_("Own scales"), "rebased": N_("Rebased to 100")}


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
    panels, shown = _panels(view, direction), view.shown
    unit = words.direction_words(direction)
    return Exhibit(
        key="currency_series",
        title=say("Rates against the dollar"),
        unit=partial(words.own_unit, view, direction),
        table=Table(RATE_COLUMNS, view.book.rows.loc[shown.index]),
        caption=partial(words.own_caption, view),
        reading=partial(words.own_reading, view, direction),
        sources=sources_of(
            package,
            [
                *shown["source_id"].unique(),
                *view.book.sources_of_official(shown["currency"].unique()),
            ],
        ),
        shown=len(shown),
        total=len(view.book.every),
        noun=say("rates"),
        of_period=view.window.band is not None,
        draw=partial(rate_multiples, panels, view.window, words.higher_words(direction)),
        draw_narrow=partial(
            rate_multiples, panels, view.window, words.higher_words(direction), is_narrow=True
        ),
        height=multiples_height(len(view.currencies)),
        least=multiples_least(len(view.currencies)),
        alt=partial(words.own_alt, view, direction),
        headline=lambda: words.series_headline(view, direction).text,
        native=partial(rate_charts, panels, unit, view.window),
        native_caption=partial(words.office_caption, view, direction),
        behind=lambda: keys_of_series(view, words.series_headline(view, direction).keys),
    )


def _rebased_series(package: Package, view: CurrencyView, direction: str) -> Exhibit:
    lines = view.lines(view.with_lines)
    if direction == "dollars":
        lines = {currency: line.turned() for currency, line in lines.items()}
    base, hundreds = rebased(lines, list(lines)) or (view.window.first, {})
    drawn = {currency: hundreds[currency] for currency in view.currencies if currency in hundreds}
    runs = {
        currency: [
            _rebased_run(run, lines[currency], base)
            for run in _directed(view.runs[currency], direction)
        ]
        for currency in drawn
    }
    rows = _index_rows(view, drawn)
    return Exhibit(
        key="currency_series",
        title=say("Rates against the dollar, rebased"),
        unit=partial(words.rebased_unit, view, direction, base),
        table=Table((*RATE_COLUMNS, INDEX_COLUMN), rows),
        caption=partial(words.rebased_caption, view, direction, base),
        reading=partial(words.rebased_reading, view),
        sources=sources_of(
            package, [*rows["source_id"], *view.book.sources_of_official(rows["currency"].unique())]
        ),
        shown=len(rows),
        total=len(view.book.every),
        noun=say("rates"),
        of_period=view.window.band is not None,
        draw=partial(rebased_lines, runs, view.window, view.book.official),
        height=REBASED_HEIGHT,
        alt=partial(words.rebased_alt, view, direction, base),
        headline=lambda: words.rebased_headline(view, drawn, base).text,
        native=lambda: rebased_chart(drawn, words.base_unit(direction, base)),
        native_caption=partial(words.rebased_office_caption, view, direction, base),
        behind=lambda: keys_of_series(
            view, words.rebased_headline(view, drawn, base).keys, only_lines=True
        ),
    )


def _panels(view: CurrencyView, direction: str) -> list[RatePanel]:
    """Return what is drawn of each chosen currency, in the direction asked for."""
    printed = view.shown[view.shown["kind"].eq("ticker").to_numpy()]
    columns = ("date", "units", "units_low", "units_high", "rate_text", "significant_digits",
               "source_id")  # fmt: skip
    arrays = [printed[name].to_numpy() for name in columns]
    owners = printed["currency"].to_numpy()
    return [
        RatePanel(
            currency,
            _directed(view.runs[currency], direction),
            _directed(view.odd[currency], direction),
            _directed(view.single[currency], direction),
            _prints(currency, [values[owners == currency] for values in arrays], direction),
            is_official=currency in view.book.official,
        )
        for currency in view.currencies
    ]


def _rebased_run(run: Run, line: Line, base: pd.Timestamp) -> Run:
    """Return a run of a line with 100 for what the line has on the base day."""
    hundred = line.values[np.searchsorted(line.days, base.to_datetime64())]
    return replace(run, line=Line(run.line.days, 100 * run.line.values / hundred))


def _directed(runs: Sequence[Run], direction: str) -> list[Run]:
    if direction == "units":
        return list(runs)
    # Turned over, a rate has no more digits than the fewest of its run.
    return [
        replace(run, line=run.line.turned(), digits=np.full_like(run.digits, run.digits.min()))
        for run in runs
    ]


def _prints(currency: str, columns: Sequence[Numbers], direction: str) -> Prints:
    """Return the prints of a currency with their range in words, the way round that is drawn."""
    days, units, low, high, texts, digits, sources = columns
    line, name, is_turned = Line(days, units), CURRENCIES[currency].name, direction == "dollars"
    if is_turned:
        line, low, high = line.turned(), 1 / high, 1 / low
    descriptions = [
        (
            text,
            say("{range} US dollars per {currency}", range=implied, currency=name)
            if is_turned
            else say("{range} {currency} per US dollar", range=implied, currency=name),
            rate_key(currency, when, source),
        )
        for text, least, most, given, when, source in zip(
            texts, low, high, digits, days, sources, strict=True
        )
        for implied in [range_words(least, most, given)]
    ]
    return Prints(line, low, high, descriptions)


def _index_rows(view: CurrencyView, lines: Mapping[str, Line]) -> pd.DataFrame:
    """Return the rows of the rates drawn with their index, one currency after the other."""
    drawn = view.book.daily[view.book.daily["date"].between(view.window.first, view.window.last)]
    order = [index for currency in lines for index in drawn.index[drawn["currency"].eq(currency)]]
    values = [round(float(value), 1) for line in lines.values() for value in line.values]
    return view.book.rows.loc[order].assign(index=values)
