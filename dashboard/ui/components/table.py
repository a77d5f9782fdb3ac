"""The tables of the Overview as marked-up text: the five side by side, what stood out.

Shown by `panels`.
"""

import html
from collections.abc import Callable, Sequence

import pandas as pd

from dashboard.overview.measures import CountryMonth
from dashboard.palette import country_colour
from dashboard.selection import Selection
from dashboard.ui.components.table_cells import (
    address_of,
    growth_cell,
    listed_cell,
    rate_cell,
    total_cell,
)
from dashboard.vocabulary import COUNTRIES
from dashboard.wording import day


def country_head(code: str, theme: str, *, coloured: bool = False) -> str:
    """Return a country's glyph in its colour and its name, which may be coloured too."""
    country = COUNTRIES[code]
    name = country.name
    if coloured:
        name = f'<span style="color:{country_colour(code, theme, text=True)}">{name}</span>'
    return f'<i style="color:{country_colour(code, theme)}">{country.glyph}</i> {name}'


def side_by_side_markup(
    columns: Sequence[CountryMonth], selection: Selection, theme: str, no_rate: str
) -> str:
    """Return the table that sets the countries side by side; a country's name leads to it alone.

    A number leads to where it comes from: its trace, the events it counts, or the page that draws
    it. `no_rate` says why there is no currency rate, for when there is none.
    """
    last = day(pd.Timestamp(selection.last_day), year=len(selection.months) > 1)
    last_day = pd.Timestamp(selection.last_day)
    new = f"new in {selection.first_day:%B}" if len(selection.months) == 1 else "new in the period"
    rows: list[tuple[str, str, Callable[[CountryMonth], str]]] = [
        (
            "total",
            f"COVID-19 cases, total at {last}",
            lambda column: total_cell(column.cases, last_day, selection),
        ),
        (
            "spark",
            f"{new}; 7-day average, own scale",
            lambda column: growth_cell(column, theme, selection),
        ),
        (
            "",
            f"Deaths, total at {last}",
            lambda column: total_cell(column.deaths, last_day, selection),
        ),
        ("", "Protest events", lambda column: listed_cell(column, "protests", selection)),
        ("", "People detained", lambda column: listed_cell(column, "detained", selection)),
        ("", "Sentences", lambda column: listed_cell(column, "sentences", selection)),
    ]
    heads = "".join(
        f'<th><a href="/?{address_of(selection, countries=column.country)}" target="_self" '
        f'title="Show this country alone">{country_head(column.country, theme)}</a></th>'
        for column in columns
    )
    body = "".join(
        f'<tr class="{kind}"><th>{html.escape(name)}</th>'
        f"{''.join(f'<td>{cell(column)}</td>' for column in columns)}</tr>"
        for kind, name, cell in rows
    )
    return (
        f'<div class="sheet"><table><thead><tr><th></th>{heads}</tr></thead><tbody>{body}'
        f"{_currency_row(columns, no_rate, selection)}</tbody></table></div>"
    )


def stood_out_markup(rows: pd.DataFrame, selection: Selection, theme: str) -> str:
    """Return one column a country with the events that stand out; says so where there is none."""
    names = {
        COUNTRIES[code].name: country_head(code, theme, coloured=True)
        for code in selection.countries
    }
    if (rows["Country"] == "The region").any():
        names["The region"] = "The region"
    columns = []
    for name, head in names.items():
        own = rows[rows["Country"].eq(name)]
        told = "".join(
            f"<p><b>{html.escape(when)}.</b> "
            f'<a href="/events?{address_of(selection, event=key)}" target="_self">'
            f"{html.escape(event)}</a>.</p>"
            for when, event, key in zip(own["When"], own["Event"], own["Event key"], strict=True)
        )
        nothing = '<p class="muted">No event in the sources.</p>'
        columns.append(f"<div><h4>{head}</h4>{told or nothing}</div>")
    return f'<div class="stood_out">{"".join(columns)}</div>'


def _currency_row(columns: Sequence[CountryMonth], no_rate: str, selection: Selection) -> str:
    name = "Currency, per US dollar"
    if not any(column.rate for column in columns):
        return (
            f'<tr><th>{name}</th><td colspan="{len(columns)}" class="no_rate">'
            f"{html.escape(no_rate)}</td></tr>"
        )
    cells = "".join(f"<td>{rate_cell(column, selection)}</td>" for column in columns)
    return f"<tr><th>{name}</th>{cells}</tr>"
