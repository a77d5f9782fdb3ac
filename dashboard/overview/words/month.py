"""The month, or any period, in one plain sentence or two, as it stands under the page's heading.

The panels below it are in `overview`.
"""

from collections.abc import Sequence

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.overview.measures import CountryMonth, summed
from dashboard.overview.view import month_columns
from dashboard.panels.query import chosen_counts, told_events
from dashboard.protests.measures.people import (
    PeopleTotal,
    at_least_total,
    people,
    unstated_by_country,
)
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import counted, day, join_words, number, number_word


def month_sentence(package: Package, selection: Selection) -> str:
    """Sum the period up in one plain sentence or two; `**` marks what is bold."""
    chosen, events = chosen_counts(package, selection), told_events(package, selection)
    figures = package.table("figures")
    marks = chosen.by("mark")
    protests = marks["protest"]
    abroad = chosen.where(mark="protest", abroad=True).total
    detained = people(events, figures, "detained")
    unstated = unstated_by_country(chosen, events, figures, "detained").total()
    total = at_least_total(detained, unstated)
    parts = [f"**{counted(protests, 'protest event') if protests else 'No protest event'}**"]
    if abroad:
        parts[0] += _abroad_part(abroad, protests)
    parts.append(_detained_part(total, len(detained) + unstated))
    sentences = marks["sentence"]
    parts.append(counted(sentences, "sentence") if sentences else "no sentence")
    epidemic = _epidemic_part(month_columns(package, selection), selection)
    return f"{'; '.join(parts)}. {epidemic}".strip()


def _abroad_part(abroad: int, protests: int) -> str:
    if abroad < protests:
        return f", {number(abroad)} of them abroad"
    return ", abroad" if protests == 1 else ", all of them abroad"


def _detained_part(total: PeopleTotal, events: int) -> str:
    if not events:
        return "nobody reported detained"
    if not total.low:
        return "people detained, their number not stated"
    least = "" if total.exact else "at least "
    return f"**{least}{counted(total.low, 'person', 'people')} detained**"


def _epidemic_part(columns: Sequence[CountryMonth], selection: Selection) -> str:
    """Say the epidemic's totals.

    They are as reported when every country's is printed for the last day, else by the series.
    """
    last = day(pd.Timestamp(selection.last_day), year=False)
    told = [column for column in columns if column.cases.kind in ("printed", "series")]
    none = [
        country_name(column.country) for column in columns if column.cases.kind == "officially_none"
    ]
    parts = []
    if told:
        who = (
            f"{number_word(len(told))} governments"
            if len(told) > 1
            else country_name(told[0].country)
        )
        total, deaths = (
            summed([column.cases for column in told]),
            summed([column.deaths for column in told]),
        )
        ours = " (our sum)" if len(told) > 1 else ""
        parts.append(
            f"By {last} {who} had reported **{number(total)} COVID-19 cases**{ours} "
            f"and {counted(deaths, 'death')}"
        )
    if none:
        first = next(column for column in columns if column.cases.kind == "officially_none")
        unsaid = ", its deaths not stated" if first.deaths.kind == "not_stated" else ""
        parts.append(
            f"{join_words(none)} officially "
            f"{'none' if told else 'reported no COVID-19 case'}{unsaid}"
        )
    return f"{'; '.join(parts)}." if parts else ""
