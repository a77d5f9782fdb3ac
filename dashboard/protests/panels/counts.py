"""Panels of protests: by month, issue and state response; the sentences and the list."""

from collections.abc import Mapping
from functools import lru_cache, partial

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.engine.counts import Counts
from dashboard.events.keys import TERM, keys_of, with_figures
from dashboard.filters import DEFAULT_MONTH
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import KEPT_SELECTIONS, over_all_months
from dashboard.panels.sources import Sources, sources_of_chosen
from dashboard.panels.table import untyped
from dashboard.protests.charts.counts import (
    COUNTRY_HEIGHT,
    protests_over_months,
    words_counted,
    words_height,
)
from dashboard.protests.measures import counts as protests
from dashboard.protests.office import months_charts, words_chart
from dashboard.protests.view.listed import chosen_acts
from dashboard.protests.view.sheet import (
    KINDS,
    ProtestSheet,
    cut_words,
    sheet_of,
    sources_of_acts,
    sources_of_rows,
)
from dashboard.protests.words.headlines import (
    issues_headline,
    months_headline,
    responses_headline,
    sentences_headline,
    sheet_headline,
)
from dashboard.protests.words.labels import (
    HAVING,
    dated,
    days_words,
    event_rows,
    joined,
    left_out_words,
    term_words,
)
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import counted, number


def protests_by_month(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Count the protests of all years by month and country, whatever the months chosen."""
    sheet = sheet_of(package, selection, options)
    kept, total, years = all_months(package, selection.over(DEFAULT_MONTH, DEFAULT_MONTH))
    counts, unplaced = protests.protests_by_month(kept)
    countries = protests.countries_shown(kept.by("country"), selection)
    hatched = "Hatched: only the month is known." if counts["undated"].any() else ""
    outside = f"{counted(unplaced, 'protest')} with no single month in no bar." if unplaced else ""
    reading = (
        outside,
        "Always by the month in which it began." if sheet.rule == protests.REACHING else "",
        "Gaps are what was not read.",
    )
    rows = pd.DataFrame(
        {
            "Month": counts["month"],
            "Country": [country_name(code) for code in counts["country"]],
            "Protests": counts["dated"] + counts["undated"],
            "of them with no day": counts["undated"],
            "of them abroad": counts["abroad"],
        }
    )
    return Exhibit(
        key="protests_by_month",
        title="Protests by month",
        unit=f"events, {years[0]}–{years[1]}, same scale",
        table=untyped(rows),
        caption=joined(f"Red: {selection.period}.", hatched, *reading),
        sources=_sources_of_months(sheet),
        shown=kept.total,
        total=total,
        noun="protests",
        draw=partial(protests_over_months, counts, countries, years, selection.months),
        height=len(countries) * COUNTRY_HEIGHT + 30,
        alt=f"{counted(kept.total, 'protest')} by month and country, {years[0]} to {years[1]}.",
        headline=months_headline(counts, kept, years, selection),
        native=partial(months_charts, counts, countries, years, selection),
        native_caption=lambda: joined(*reading),
        behind=partial(_keys_of_months, package, selection),
    )


def protests_by_issue(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Count the protests of the period by what they were about."""
    return _by_word(
        sheet_of(package, selection, options),
        "issue",
        "protests_by_issue",
        "Protests by issue",
        "Issue",
    )


def protests_by_response(
    package: Package, selection: Selection, options: Mapping[str, str]
) -> Exhibit:
    """Count the protests of the period by how the state responded, the strongest step reported."""
    title = "Protests by state response"
    return _by_word(
        sheet_of(package, selection, options),
        "state_response",
        "protests_by_response",
        title,
        "State response",
    )


def sentences(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the sentences of the period with their terms."""
    sheet = sheet_of(package, selection, options)
    terms = chosen_acts(package, selection, sheet.rule, "sentence").terms
    several = len(selection.months) > 1
    spans = zip(terms["event_date"], terms["end_date"], terms["time_precision"], strict=True)
    rows = pd.DataFrame(
        {
            "Date": [dated(*span, year=several) for span in spans],
            "Country": [country_name(code) for code in terms["country"]],
            "Who": [_or_unnamed(who) for who in terms["who"]],
            "Term": [
                term_words(*term)
                for term in zip(terms["low"], terms["high"], terms["unit"], strict=True)
            ],
            "Court": [_or_unnamed(court) for court in terms["court"]],
            "Event": terms["title"],
            "Event key": terms["event_id"],
        }
    )
    events = terms["event_id"].nunique()
    return Exhibit(
        key="sentences",
        title="Sentences",
        unit=f"term in years (y) and months (m), {selection.period}",
        table=untyped(rows),
        caption=joined(
            "One row a term: a sentence may have several." if len(terms) > events else "",
            cut_words(events, sheet.marks["sentence"], "sentence"),
        ),
        sources=sources_of_rows(sheet, terms["source_id"]),
        shown=events,
        total=sheet.in_period["sentence"],
        noun="sentences",
        headline=sentences_headline(sheet),
        behind=partial(with_figures, terms["event_id"].tolist(), package.table("figures"), (TERM,)),
    )


def protest_list(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the events behind the charts."""
    sheet = sheet_of(package, selection, options)
    acts = sheet.listed
    return Exhibit(
        key="protest_list",
        title="The events behind the charts",
        unit=f"{number(sheet.total)} {HAVING[sheet.rule]} {selection.period}",
        table=untyped(event_rows(sheet)),
        caption=joined(
            cut_words(len(acts.events), sheet.total, "event"),
            days_words(sheet),
            left_out_words(sheet),
        ),
        sources=sources_of_rows(sheet, acts.events["source_id"]),
        shown=len(acts.events),
        total=sheet.in_period.total(),
        noun=KINDS,
        headline=sheet_headline(sheet),
        behind=partial(
            with_figures,
            acts.events["event_id"].tolist(),
            package.table("figures"),
            tuple(sorted({name for event in acts.records.values() for name in event["told"]})),
        ),
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def all_months(package: Package, filters: Selection) -> tuple[Counts, int, tuple[int, int]]:
    """Return the protests of all months that pass, how many there are in all, and the years."""
    every = package.events.every().where(mark="protest")
    days = every.by("event_date")
    span = (
        (min(days).year, max(days).year)
        if days
        else (filters.first_day.year, filters.last_day.year)
    )
    wide = over_all_months(package, filters)
    cube = "months" if package.long_events else ""
    return package.events.counts(wide, cube).where(mark="protest"), every.total, span


def _sources_of_months(sheet: ProtestSheet) -> Sources:
    wide = over_all_months(sheet.package, sheet.selection)
    if sheet.package.long_events is None:
        protests_of_all = chosen_acts(sheet.package, wide, protests.DATED, "protest").events
        return sources_of_rows(sheet, protests_of_all["source_id"])
    return sources_of_chosen(sheet.package, wide, mark="protest")


def _keys_of_months(package: Package, selection: Selection) -> tuple[str, ...]:
    wide = over_all_months(package, selection)
    return keys_of(chosen_acts(package, wide, protests.DATED, "protest").events)


def _by_word(sheet: ProtestSheet, column: str, key: str, title: str, heading: str) -> Exhibit:
    counts = protests.protests_by(sheet.words, column)
    headline = responses_headline if column == "state_response" else issues_headline
    unit = f"events, {sheet.selection.period}"
    return Exhibit(
        key=key,
        title=title,
        unit=unit,
        table=untyped(pd.DataFrame({heading: counts.index, "Protests": counts.to_numpy()})),
        caption="The strongest step that the source reports." if column == "state_response" else "",
        sources=sources_of_acts(sheet, "protest"),
        shown=int(counts.sum()),
        total=sheet.in_period["protest"],
        noun="protests",
        draw=partial(words_counted, counts),
        height=words_height(len(counts)),
        alt="; ".join(f"{word}: {value}" for word, value in counts.items()),
        headline=headline(counts, sheet),
        native=partial(words_chart, counts, unit),
        behind=partial(_keys_of_protests, sheet),
    )


def _keys_of_protests(sheet: ProtestSheet) -> tuple[str, ...]:
    return keys_of(chosen_acts(sheet.package, sheet.selection, sheet.rule, "protest").events)


def _or_unnamed(name: object) -> str:
    return name if isinstance(name, str) else "not named"
