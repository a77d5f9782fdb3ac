"""The tables of the Overview as marked-up text: the countries side by side, and what stood out."""

import base64
import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from dashboard.covid.measures.totals import CountryTotal
from dashboard.covid.words.totals import reported_words
from dashboard.dates import short_day
from dashboard.drilldown.panels import SIGN
from dashboard.overview.measures import CountryMonth
from dashboard.overview.panels import kind_of_rate
from dashboard.overview.words import growth_days
from dashboard.palette import country_colour, tokens
from dashboard.panels.keys import rate_key
from dashboard.panels.table import Table
from dashboard.protests.words.sums import sentences_words
from dashboard.provenance.panels import TITLE
from dashboard.selection import Selection
from dashboard.ui.components.table import country_head
from dashboard.ui.plain_text import view_link
from dashboard.values import Absent, Reason
from dashboard.vocabulary import country_name, currency_of
from dashboard.wording import (
    ABSENT_WORDS,
    N_,
    absent,
    amount_words,
    hidden_words,
    number,
    say,
    signed,
    term,
)

NONE = '<span class="muted">0</span>'
SPARK_WIDTH, SPARK_HEIGHT = 84, 20
# Of more terms a cell names the first only.
MOST_TERMS = 3
# Fewer countries than these make a table that is not as wide as the page.
FEW = 3
SHOW_CURVE = N_("Show the curve")
COUNTED = {
    "protests": N_("Protest events"),
    "detained": N_("People detained"),
    "sentences": N_("Sentences"),
}


@dataclass(frozen=True)
class Sheet:
    """The table that sets the countries side by side; a country's name leads to it alone.

    A number leads to where it comes from: its trace, the events it counts, or the page that draws
    it. `outside` says that the series does not reach, `no_rate` why there is no currency rate, for
    when there is none; `publishers` are who reports; `day` is that of the heads. `beside` has by
    number and country what stands of another period under it.
    """

    columns: Sequence[CountryMonth]
    selection: Selection
    theme: str
    outside: str
    no_rate: str
    publishers: Mapping[str, str]
    day: pd.Timestamp | None
    beside: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def markup(self) -> str:
        """Return the table as marked-up text."""
        alone = say("Show this country alone")
        heads = "".join(
            f"<th>{self._link(head, './', alone, countries=each.country)}</th>"
            for each in self.columns
            for head in [country_head(each.country, self.theme)]
        )
        body = "".join(
            f'<tr class="{look}"><th>{html.escape(name)}</th>{self._cells(key, cell)}</tr>'
            for key, look, name, cell in self._rows()
        )
        look = "sheet few" if len(self.columns) < FEW else "sheet"
        return (
            f'<div class="{look}"><table><thead><tr><th></th>{heads}</tr></thead><tbody>{body}'
            f"{self._currencies()}</tbody></table></div>"
        )

    def _rows(self) -> list[tuple[str, str, str, Callable[[CountryMonth], str]]]:
        """Return of each row the key of its column in the panel, its look, name and cell."""
        at = say(" by {day}", day=self.day) if self.day else ""
        when = growth_days(self.columns, self.selection)
        cases = say("COVID-19 cases{at}, official series", at=at)
        new_cases = say("new, {when}; 7-day average, own scale", when=when)
        deaths = say("Deaths{at}, official series", at=at)
        new_deaths = say("new deaths, {when}", when=when)
        return [
            ("total_cases", "total", cases, lambda column: self._total(column.cases)),
            ("new_cases", "spark", new_cases, self._growth),
            ("total_deaths", "", deaths, lambda column: self._total(column.deaths)),
            ("new_deaths", "", new_deaths, self._new_deaths),
            *(
                (kind, "", say(name), partial(self._listed, kind=kind))
                for kind, name in COUNTED.items()
            ),
        ]

    def _cells(self, key: str, cell: Callable[[CountryMonth], str]) -> str:
        """Return the cells of a row, under each the number of another period, if there is one."""
        cells = []
        for column in self.columns:
            beside = self.beside.get((key, column.country), "")
            compared = f'<small class="compared">{html.escape(beside)}</small>' if beside else ""
            cells.append(f"<td>{cell(column)}{compared}</td>")
        return "".join(cells)

    def _currencies(self) -> str:
        name = html.escape(say("Currency, per US dollar"))
        if any(column.rate for column in self.columns):
            return f"<tr><th>{name}</th>{self._cells('units_per_usd', self._rate)}</tr>"
        return (
            f'<tr><th>{name}</th><td colspan="{len(self.columns)}" class="no_rate">'
            f"{html.escape(self.no_rate)}</td></tr>"
        )

    def _link(self, markup: str, page: str, title: str, **more: str) -> str:
        """Return marked-up words as a link to a page in the same view, with more options."""
        return view_link(markup, page, self.selection.to_query() | more, title=title)

    def _total(self, total: CountryTotal) -> str:
        """Return a total of the series as a link to its trace, the figure reported under it."""
        when = "" if total.day == self.day else f"<small>{short_day(total.day, year=True)}</small> "
        if total.is_officially_none:
            none = html.escape(say(ABSENT_WORDS[Reason.OFFICIALLY_NONE]))
            chip = f'{when}<span class="officially_none">{none}</span>'
            return self._link(chip, "events", say(TITLE), figure=total.key)
        if isinstance(total.series, Absent):
            markup = self._missing(total.series)
        else:
            value = f"{when}<b>{number(total.series)}</b>"
            markup = self._link(value, "events", say(TITLE), figure=total.key)
        return markup + self._reported(total)

    def _reported(self, total: CountryTotal) -> str:
        """Return the figure that is reported beside a total, with its day where it is another."""
        if total.reported is None or not total.has_figure:
            return ""
        day, words = total.reported.day, say("reported {amount}", amount=total.reported.amount)
        if day != total.day:
            words += f", {short_day(day, year=True)}"
        title, key = reported_words(total, self.publishers), total.reported.figure_id
        return f'<small class="beside">{self._link(words, "events", title, figure=key)}</small>'

    def _missing(self, why: Absent) -> str:
        """Write why the series has no value."""
        if why.reason is Reason.NOT_STATED:
            return f"<em>{html.escape(say(ABSENT_WORDS[why.reason]))}</em>"
        words = self.outside if why.reason is Reason.OUTSIDE_SERIES else say("no series")
        return f"<em>{html.escape(words)}</em>"

    def _growth(self, column: CountryMonth) -> str:
        """Return new cases and their curve as a link to the timeline."""
        if isinstance(column.growth, Absent):
            return self._missing(column.growth)
        colours = country_colour(column.country, self.theme), tokens(self.theme).rule
        alt = html.escape(say("7-day average of new cases"))
        curve = (
            f'<img src="{sparkline(column.growth.curve, *colours)}" '
            f'alt="{alt}"> <span>{signed(column.growth.new)}</span>'
        )
        return self._link(curve, "covid_timeline", say(SHOW_CURVE), covid_show="new")

    def _new_deaths(self, column: CountryMonth) -> str:
        """Return new deaths as a link to the timeline of deaths."""
        if isinstance(column.deaths_growth, Absent):
            return self._missing(column.deaths_growth)
        rise = f"<span>{signed(column.deaths_growth.new)}</span>"
        asked = {"covid_show": "new", "covid_of": "deaths"}
        return self._link(rise, "covid_timeline", say(SHOW_CURVE), **asked)

    def _listed(self, column: CountryMonth, kind: str) -> str:
        """Return a number of events or people as a link to the list of the events behind it."""
        words = COUNTS[kind](column)
        if isinstance(getattr(column, kind), Absent):
            return words
        key = f"countries_side_by_side{SIGN}{column.country}:{kind}"
        return self._link(words, "", say("List the events behind this number"), behind=key)

    def _rate(self, column: CountryMonth) -> str:
        """Return the last rate of the period as a link to its trace."""
        rate = column.rate
        if rate is None:
            none = say("no data")
            return f"<em>{html.escape(none)}</em>"
        key = rate_key(currency_of(column.country), rate.day, rate.source_id)
        words = f"<small>{short_day(rate.day)}</small> {number(rate.units)}"
        if kind := kind_of_rate(rate, briefly=True):
            words += f"<br><small>{html.escape(kind)}</small>"
        return self._link(words, "events", say(TITLE), figure=key)


def stood_out_markup(
    table: Table, selection: Selection, theme: str, without: Mapping[str, str]
) -> str:
    """Return one column a country with its main events; `without` says why one has none."""
    heads: dict[str, str] = {
        code: country_head(code, theme, coloured=True) for code in selection.countries
    }
    heads |= {code: country_name(code) for code in table.cells("iso_code") if code not in heads}
    events_markup: dict[str, str] = dict.fromkeys(heads, "")
    keys = ("iso_code", "title", "event_id")
    days = table.shown[table.column("event_date").title]
    for when, code, event, key in zip(days, *map(table.cells, keys), strict=True):
        query = selection.to_query() | {"event": key}
        card = view_link(html.escape(event), "events", query)
        events_markup[code] += f"<p><b>{html.escape(when)}.</b> {card}.</p>"
    nothing = {code: f'<p class="muted">{html.escape(why)}</p>' for code, why in without.items()}
    columns = (
        f"<div><h4>{head}</h4>{events_markup[code] or nothing[code]}</div>"
        for code, head in heads.items()
    )
    return f'<div class="stood_out">{"".join(columns)}</div>'


def _protests(column: CountryMonth) -> str:
    if isinstance(column.protests, Absent):
        return _absent(column.protests)
    if column.abroad:
        words = say("{many} abroad", many=column.abroad)
        if column.abroad == column.protests:
            words = say("all abroad")
        return f"<small>{words}</small> {number(column.protests)}"
    return number(column.protests)


def _detained(column: CountryMonth) -> str:
    held, away = column.detained, column.detained_abroad
    if isinstance(held, Absent):
        return _absent(held)
    words = html.escape(amount_words(held))
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
        none = say(ABSENT_WORDS[Reason.FILTERED_OUT])
        return (
            f"<em>{html.escape(none)}</em> <small>{html.escape(hidden_words(why.hidden))}</small>"
        )
    return f"<em>{html.escape(absent(why))}</em>"


COUNTS: dict[str, Callable[[CountryMonth], str]] = {
    "protests": _protests,
    "detained": _detained,
    "sentences": _sentences,
}


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
