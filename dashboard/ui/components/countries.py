"""The tables of the Overview as marked-up text: the countries side by side, and what stood out."""

import base64
import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from dashboard.covid.measures.totals import CountryTotal
from dashboard.covid.words.totals import reported_words
from dashboard.dates import short_day
from dashboard.drilldown.panels import SIGN
from dashboard.overview.measures import CountryMonth
from dashboard.overview.panels import rate_of
from dashboard.overview.words import growth_days
from dashboard.palette import country_colour, tokens
from dashboard.panels.keys import rate_key
from dashboard.protests.words.sums import sentences_words
from dashboard.provenance.panels import TITLE
from dashboard.selection import Selection
from dashboard.ui.components.table import country_head
from dashboard.values import Absent, Reason
from dashboard.vocabulary import COUNTRIES, RATE_KINDS, currency_of
from dashboard.wording import absent, amount, hidden_words, number, say, signed, term

NONE = '<span class="muted">0</span>'
UNSAID = "<em>not stated</em>"
OFFICIALLY_NONE = '<span class="officially_none">officially 0</span>'
SPARK_WIDTH, SPARK_HEIGHT = 84, 20
# Of more terms a cell names the first only.
MOST_TERMS = 3
# Fewer countries than these make a table that is not as wide as the page.
FEW = 3


def address_of(selection: Selection, **more: str) -> str:
    """Return a view as address parameters, escaped; `more` are its options."""
    return html.escape(urlencode(selection.to_query() | more))


def _link(words: str, page: str, selection: Selection, title: str, **more: str) -> str:
    """Return marked-up words as a link to a page in the same view."""
    address = f"{page}?{address_of(selection, **more)}"
    return f'<a href="{address}" target="_self" title="{html.escape(title)}">{words}</a>'


def listed_cell(column: CountryMonth, kind: str, selection: Selection) -> str:
    """Return a number of events or people as a link to the list of the events behind it."""
    words = COUNTS[kind](column)
    if isinstance(getattr(column, kind), Absent):
        return words
    key = f"countries_side_by_side{SIGN}{column.country}:{kind}"
    return _link(words, "", selection, "List the events behind this number", behind=key)


@dataclass(frozen=True)
class RowWords:
    """What the rows say: that the series does not reach, who reports; the heads' day.

    `beside` has by number and country what stands of another period under it.
    """

    outside: str
    publishers: Mapping[str, str]
    day: pd.Timestamp | None
    beside: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def compared(self, key: str, column: CountryMonth) -> str:
        """Return the marked-up number of another period; "" without one."""
        told = self.beside.get((key, column.country), "")
        return f'<small class="compared">{html.escape(told)}</small>' if told else ""

    def missing(self, why: Absent) -> str:
        """Write why the series has no value."""
        if why.reason is Reason.NOT_STATED:
            return UNSAID
        outside = why.reason is Reason.OUTSIDE_SERIES
        return f"<em>{html.escape(self.outside if outside else say('no series'))}</em>"

    def when(self, own: pd.Timestamp) -> str:
        """Write the day of a total that is not that of the head."""
        return "" if own == self.day else f"<small>{short_day(own, year=True)}</small> "


def total_cell(total: CountryTotal, words: RowWords, selection: Selection) -> str:
    """Return a total of the series as a link to its trace, the figure reported under it."""
    if total.is_officially_none:
        told = f"{words.when(total.day)}{OFFICIALLY_NONE}"
        return _link(told, "events", selection, TITLE, figure=total.key)
    if isinstance(total.series, Absent):
        told = words.missing(total.series)
    else:
        value = f"{words.when(total.day)}<b>{number(total.series)}</b>"
        told = _link(value, "events", selection, TITLE, figure=total.key)
    return told + _reported(total, words.publishers, selection)


def _reported(total: CountryTotal, publishers: Mapping[str, str], selection: Selection) -> str:
    """Return the figure that is reported beside a total, with its day where that is another."""
    if total.reported is None or not total.has_figure:
        return ""
    when = (
        "" if total.reported.day == total.day else f", {short_day(total.reported.day, year=True)}"
    )
    words = say("reported {amount}", amount=total.reported.amount) + when
    key = total.reported.figure_id
    link = _link(words, "events", selection, reported_words(total, publishers), figure=key)
    return f'<small class="beside">{link}</small>'


def growth_cell(column: CountryMonth, words: RowWords, theme: str, selection: Selection) -> str:
    """Return new cases and their curve as a link to the timeline."""
    if isinstance(column.growth, Absent):
        return words.missing(column.growth)
    picture = sparkline(
        column.growth.curve, country_colour(column.country, theme), tokens(theme).rule
    )
    told = (
        f'<img src="{picture}" alt="7-day average of new cases"> '
        f"<span>{signed(column.growth.new)}</span>"
    )
    return _link(told, "covid_timeline", selection, "Show the curve", covid_show="new")


def new_deaths_cell(column: CountryMonth, words: RowWords, selection: Selection) -> str:
    """Return new deaths as a link to the timeline of deaths."""
    if isinstance(column.deaths_growth, Absent):
        return words.missing(column.deaths_growth)
    told = f"<span>{signed(column.deaths_growth.new)}</span>"
    asked = {"covid_show": "new", "covid_of": "deaths"}
    return _link(told, "covid_timeline", selection, "Show the curve", **asked)


def _protests(column: CountryMonth) -> str:
    if isinstance(column.protests, Absent):
        return _absent(column.protests)
    if column.abroad:
        words = (
            "all abroad" if column.abroad == column.protests else f"{number(column.abroad)} abroad"
        )
        return f"<small>{words}</small> {number(column.protests)}"
    return number(column.protests)


def _detained(column: CountryMonth) -> str:
    held, away = column.detained, column.detained_abroad
    if isinstance(held, Absent):
        return _absent(held)
    words = html.escape(amount(held))
    if isinstance(away, Absent) or not (away.sum.low or away.apart):
        return words
    all_away = (away.sum, away.apart) == (held.sum, held.apart)
    where = say("abroad") if all_away else say("{many} abroad", many=away)
    return f"{words}<br><small>{html.escape(where)}</small>"


def _sentences(column: CountryMonth) -> str:
    if isinstance(column.sentences, Absent):
        return _absent(column.sentences)
    terms = [*map(term, column.terms[:MOST_TERMS])]
    more = len(column.terms) - MOST_TERMS
    terms += [say("{more} more", more=more)] if more > 0 else []
    shown = number(column.sentences)
    if not isinstance(column.sentenced, Absent) and column.sentenced.some_on_several:
        shown = html.escape(sentences_words(column.sentences, column.sentenced))
    return f"{shown}<br><small>{html.escape('; '.join(terms))}</small>" if terms else shown


def _absent(why: Absent) -> str:
    """Return why there is no number, which leads nowhere."""
    if why.reason is Reason.NONE_REPORTED:
        return NONE
    if why.hidden:
        return f"<em>none chosen</em> <small>{html.escape(hidden_words(why.hidden))}</small>"
    return f"<em>{html.escape(absent(why))}</em>"


COUNTS: dict[str, Callable[[CountryMonth], str]] = {
    "protests": _protests,
    "detained": _detained,
    "sentences": _sentences,
}


def rate_cell(column: CountryMonth, selection: Selection) -> str:
    """Return the last rate of the period as a link to its trace."""
    units, rate = rate_of(column), column.rate
    if isinstance(units, Absent) or rate is None:
        return "<em>no data</em>"
    key = rate_key(currency_of(column.country), rate.day, rate.source_id)
    words = f"<small>{short_day(rate.day)}</small> {number(units)}"
    if short := RATE_KINDS[rate.kind].short:
        words += f"<br><small>{short}</small>"
    return _link(words, "events", selection, TITLE, figure=key)


def sparkline(values: np.ndarray, colour: str, base: str) -> str:
    """Return a small line picture of `values`, on their own scale, as a data address; gaps stay."""
    known = values[~np.isnan(values)]
    top = max(float(known.max()), 1.0) if len(known) else 1.0
    step = (SPARK_WIDTH - 8) / max(len(values) - 1, 1)
    points = [
        None
        if np.isnan(v)
        else f"{3 + i * step:.1f},{SPARK_HEIGHT - 3 - v / top * (SPARK_HEIGHT - 7):.1f}"
        for i, v in enumerate(values)
    ]
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    lines = "".join(
        f'<polyline points="{" ".join(run)}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        for run in runs
        if run
    )
    end = (
        f'<circle cx="{points[-1].split(",")[0]}" cy="{points[-1].split(",")[1]}" '
        f'r="2.4" fill="{colour}"/>'
        if points and points[-1]
        else ""
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}">'
        f'<line x1="0" x2="{SPARK_WIDTH}" y1="{SPARK_HEIGHT - 1}" y2="{SPARK_HEIGHT - 1}" '
        f'stroke="{base}"/>{lines}{end}</svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def side_by_side_markup(
    columns: Sequence[CountryMonth],
    selection: Selection,
    theme: str,
    no_rate: str,
    words: RowWords,
) -> str:
    """Return the table that sets the countries side by side; a country's name leads to it alone.

    A number leads to where it comes from: its trace, the events it counts, or the page that draws
    it. `no_rate` says why there is no currency rate, for when there is none.
    """
    heads = "".join(
        f'<th><a href="./?{address_of(selection, countries=column.country)}" target="_self" '
        f'title="Show this country alone">{country_head(column.country, theme)}</a></th>'
        for column in columns
    )
    body = ""
    for key, kind, name, cell in _rows_of_sheet(columns, selection, theme, words):
        cells = (f"<td>{cell(each)}{words.compared(key, each)}</td>" for each in columns)
        body += f'<tr class="{kind}"><th>{html.escape(name)}</th>{"".join(cells)}</tr>'
    look = "sheet few" if len(columns) < FEW else "sheet"
    return (
        f'<div class="{look}"><table><thead><tr><th></th>{heads}</tr></thead><tbody>{body}'
        f"{_currency_row(columns, no_rate, selection, words)}</tbody></table></div>"
    )


def _rows_of_sheet(
    columns: Sequence[CountryMonth], selection: Selection, theme: str, words: RowWords
) -> list[tuple[str, str, str, Callable[[CountryMonth], str]]]:
    """Return of each row the key of its column in the panel, its look, name and marked-up cell."""
    at = say(" by {day}", day=words.day) if words.day else ""
    counts = {
        "protests": "Protest events",
        "detained": "People detained",
        "sentences": "Sentences",
    }
    return [
        (
            *("total_cases", "total", say("COVID-19 cases{at}, official series", at=at)),
            lambda column: total_cell(column.cases, words, selection),
        ),
        (
            *("new_cases", "spark"),
            say("new, {when}; 7-day average, own scale", when=growth_days(columns, selection)),
            lambda column: growth_cell(column, words, theme, selection),
        ),
        (
            *("total_deaths", "", say("Deaths{at}, official series", at=at)),
            lambda column: total_cell(column.deaths, words, selection),
        ),
        (
            *("new_deaths", "", say("new deaths, {when}", when=growth_days(columns, selection))),
            lambda column: new_deaths_cell(column, words, selection),
        ),
        *(
            (key, "", name, partial(listed_cell, kind=key, selection=selection))
            for key, name in counts.items()
        ),
    ]


def stood_out_markup(
    rows: pd.DataFrame, selection: Selection, theme: str, without: Mapping[str, str]
) -> str:
    """Return one column a country with its main events; `without` says why one has none."""
    names = {
        COUNTRIES[code].name: country_head(code, theme, coloured=True)
        for code in selection.countries
    }
    if (rows["Country"] == "The region").any():
        names["The region"] = "The region"
    reasons = {COUNTRIES[code].name: words for code, words in without.items()}
    columns = []
    for name, head in names.items():
        own = rows[rows["Country"].eq(name)]
        told = "".join(
            f"<p><b>{html.escape(when)}.</b> "
            f'<a href="events?{address_of(selection, event=key)}" target="_self">'
            f"{html.escape(event)}</a>.</p>"
            for when, event, key in zip(own["When"], own["Event"], own["Event key"], strict=True)
        )
        nothing = f'<p class="muted">{html.escape(reasons.get(name, ""))}</p>'
        columns.append(f"<div><h4>{head}</h4>{told or nothing}</div>")
    return f'<div class="stood_out">{"".join(columns)}</div>'


def _currency_row(
    columns: Sequence[CountryMonth],
    no_rate: str,
    selection: Selection,
    words: RowWords,
) -> str:
    name = "Currency, per US dollar"
    if not any(column.rate for column in columns):
        return (
            f'<tr><th>{name}</th><td colspan="{len(columns)}" class="no_rate">'
            f"{html.escape(no_rate)}</td></tr>"
        )
    cells = "".join(
        f"<td>{rate_cell(column, selection)}{words.compared('units_per_usd', column)}</td>"
        for column in columns
    )
    return f"<tr><th>{name}</th>{cells}</tr>"
