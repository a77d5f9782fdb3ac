"""The sentence at the top of the COVID-19 timeline, from the printed figures and the series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.covid.measures.printed import Comparison
from dashboard.covid.measures.series import Cut
from dashboard.covid.view.data import CovidData, Switches, covid_data, outside_words
from dashboard.datapackage.store import Package
from dashboard.selection import Selection, join_words
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import counted, day, number, number_word


@dataclass(frozen=True)
class _Total:
    """A country's total near the end of the period; `value` is NaN when only `kind` is known."""

    country: str
    value: float
    day: pd.Timestamp
    from_series: bool
    kind: str


def covid_summary(package: Package, selection: Selection, options: Mapping[str, str]) -> str:
    """Say the totals at the end of the period and where the count changed; `**` marks what is bold.

    A figure printed for the last day goes first, then the series on that day, then one printed
    before.
    """
    data = covid_data(package, Switches.read(options).series)
    window = data.window(selection)
    if not selection.countries:
        return outside_words(data, selection)
    totals = [_total(row, data, selection) for row in data.compared(selection)]
    known = sorted(
        (total for total in totals if not np.isnan(total.value)), key=lambda total: -total.value
    )
    unknown = [total for total in totals if np.isnan(total.value)]
    parts = [_known_words(known, data.series)] if known else []
    parts += _unknown_words(unknown, selection, data.series, alone=not known)
    ending = (
        outside_words(data, selection)
        if window is None
        else _cut_words(_definition_cuts(data, selection, window), selection)
    )
    return f"{'; '.join(parts)}. {ending}".strip()


def _total(row: Comparison, data: CovidData, selection: Selection) -> _Total:
    """Choose what to say of a country at the end of the period."""
    last = pd.Timestamp(selection.last_day)
    end = min(last, data.reach[1]) if data.reach else last
    printed = row.printed
    if (
        printed is not None
        and printed.day == last
        and (printed.has_number or printed.is_claim_of_none)
    ):
        value = printed.best if printed.has_number else np.nan
        return _Total(row.country, value, last, False, row.kind)
    own = data.official.get(row.country)
    official = (
        own.total_on(end)
        if own is not None and end >= pd.Timestamp(selection.first_day)
        else np.nan
    )
    if not np.isnan(official):
        return _Total(row.country, official, end, True, "series")
    if printed is not None and printed.has_number:
        return _Total(row.country, printed.best, printed.day, False, row.kind)
    claim = data.claims.get(row.country)
    claimed = (
        claim is not None and claim[0] <= last and claim[1] >= pd.Timestamp(selection.first_day)
    )
    kind = (
        ("officially_none" if data.series == "cases" else "not_stated") if claimed else "no_figure"
    )
    return _Total(row.country, np.nan, last, False, kind)


def _known_words(totals: Sequence[_Total], series: str) -> str:
    """Say the totals, the largest first and in bold, with the days that differ from the last."""
    last = max(total.day for total in totals)
    words = []
    for place, total in enumerate(totals):
        value = number(total.value) if place else f"**{counted(int(total.value), series[:-1])}**"
        when = "" if total.day == last else f" ({day(total.day, year=False)})"
        words.append(
            f"{country_name(total.country)} {'' if place else 'had reported '}{value}{when}"
        )
    by = f"By {day(last)} {join_words(words)}"
    from_series = [total.country for total in totals if total.from_series]
    if len(from_series) == len(totals):
        return f"{by} (official series)"
    names = join_words([country_name(code) for code in from_series])
    return f"{by} ({names} by the official series)" if names else by


def _unknown_words(
    totals: Sequence[_Total], selection: Selection, series: str, *, alone: bool
) -> list[str]:
    """Say what is known without a number: officially none, not stated, or no figure."""
    names = {
        kind: [country_name(total.country) for total in totals if total.kind == kind]
        for kind in ("officially_none", "not_stated", "no_figure")
    }
    parts = []
    if none := join_words(names["officially_none"]):
        last = day(pd.Timestamp(selection.last_day))
        told = (
            f"By {last} **{none} had officially reported no {series[:-1]}**; deaths are not stated"
        )
        parts.append(told if alone else f"**{none} officially none**")
    if unsaid := join_words(names["not_stated"]):
        parts.append(f"**{unsaid}’s deaths are not stated**, its cases officially none")
    if missing := join_words(names["no_figure"]):
        lead = "No" if alone and not parts else "no"
        everywhere = len(names["no_figure"]) == len(COUNTRIES)
        who = "the five countries" if everywhere else missing
        parts.append(f"{lead} figure is known for {who} in {selection.period}")
    return parts


def _definition_cuts(
    data: CovidData, selection: Selection, window: tuple[pd.Timestamp, pd.Timestamp]
) -> list[Cut]:
    return [
        cut
        for cut in data.cuts
        if cut.kind == "definition"
        and cut.country in selection.countries
        and window[0] <= cut.day <= window[1]
    ]


def _cut_words(cuts: Sequence[Cut], selection: Selection) -> str:
    """Say which of the countries shown changed what they count within the chart."""
    if not cuts:
        return ""
    far = any(cut.day.year != selection.last_day.year for cut in cuts)
    countries = list(dict.fromkeys(cut.country for cut in cuts))
    months = {f"{cut.day:%B %Y}" if far else f"{cut.day:%B}" for cut in cuts}
    if len(months) == 1 and 1 < len(countries) == len(cuts):
        count = number_word(len(cuts))
        who_when = f"In {months.pop()} {count} countries"
        return f"{who_when} changed what they count, so the curves are cut there."
    days = {
        code: join_words([day(cut.day, year=far) for cut in cuts if cut.country == code])
        for code in countries
    }
    who = [f"{country_name(code)} ({when})" for code, when in days.items()]
    what, curve = ("it counts", "curve is") if len(who) == 1 else ("they count", "curves are")
    return f"{join_words(who)} changed what {what}, so the {curve} cut there."
