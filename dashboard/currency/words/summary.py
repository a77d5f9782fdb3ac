"""The sentence on top of the Currency page, written by rule.

The panels below it are in `panels.series` and its neighbours.
"""

from dashboard.currency.measures.rates import Change
from dashboard.currency.view import (
    currency_names,
    currency_view,
    held_words,
    is_notable,
    period_changes,
)
from dashboard.datapackage.store import Package
from dashboard.selection import Selection
from dashboard.vocabulary import CURRENCY_NAMES
from dashboard.wording import day, join_words


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
    return f"{abs(percent):.1f}% {side} {CURRENCY_NAMES[change.currency]}"


def _first_day(change: Change) -> str:
    return day(change.first_day, year=change.first_day.year != change.last_day.year)
