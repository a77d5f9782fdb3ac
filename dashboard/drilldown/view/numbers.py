"""What stands behind the numbers of the side-by-side table: the events of each, and their words."""

from collections.abc import Iterator

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.drilldown.view.bar import Bar
from dashboard.drilldown.view.long_bars import counted_bar
from dashboard.overview.measures import behind_numbers
from dashboard.panels.query import chosen_counts, told_events
from dashboard.protests.measures.people import people, unstated_by_country
from dashboard.protests.measures.sentences import sentences
from dashboard.protests.words.labels import term_words
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import bound, counted

# What each number of the table counts, in words: of one country, and of all in the row.
COUNTED = {
    "protests": ("protest events", "protest events of these countries"),
    "detained": ("people detained", "events with people detained"),
    "sentences": ("sentences", "sentences of these countries"),
}
MARKS_COUNTED = {"protests": "protest", "sentences": "sentence"}
HEADINGS = {"protests": "", "detained": "People detained", "sentences": "Term"}
BOUNDS = ("event_id", "low", "best", "high", "as_reported")


def side_by_side_bars(package: Package, selection: Selection) -> Iterator[Bar]:
    """Yield the numbers of events and people of each country, those that are not 0."""
    events, figures = told_events(package, selection), package.table("figures")
    groups = behind_numbers(events, figures)
    for country in selection.countries:
        for kind, (words, of) in COUNTED.items():
            keys = tuple(groups.get(f"{country}:{kind}", ()))
            if package.long_events and kind in MARKS_COUNTED:
                name = f"{country_name(country)}, {words}, {selection.period}"
                number = Bar(f"{country}:{kind}", name, of=of, what="number")
                bar = counted_bar(package, selection, number, country, MARKS_COUNTED[kind])
                yield from (bar,) if bar.total else ()
                continue
            if not keys:
                continue
            told = _told(kind, events[events["event_id"].isin(keys)], figures, country)
            yield Bar(
                key=f"{country}:{kind}",
                name=f"{country_name(country)}, {words}, {selection.period}",
                events=keys,
                of=of,
                what="number",
                heading=HEADINGS[kind],
                told=tuple(told[key] for key in keys) if told else (),
                note=_not_listed(package, selection, country) if kind == "detained" else "",
            )


def _told(kind: str, events: pd.DataFrame, figures: pd.DataFrame, country: str) -> dict[str, str]:
    """Return by event the people detained of a country, or the terms; nothing of protests."""
    if kind == "detained":
        rows = people(events, figures, kind)
        rows = rows[rows["country"].eq(country)]
        columns = (rows[name].tolist() for name in BOUNDS)
        return {key: bound(*figure) for key, *figure in zip(*columns, strict=True)}
    if kind == "protests":
        return {}
    rows = sentences(events, figures)
    told: dict[str, list[str]] = {}
    columns = (rows[name].tolist() for name in ("event_id", "low", "high", "unit"))
    for key, *term in zip(*columns, strict=True):
        told.setdefault(key, []).append(term_words(*term))
    return {key: "; ".join(words) for key, words in told.items()}


def _not_listed(package: Package, selection: Selection, country: str) -> str:
    told, figures = told_events(package, selection), package.table("figures")
    counts = chosen_counts(package, selection)
    missing = unstated_by_country(counts, told, figures, "detained")[country]
    return f"Not listed: {counted(missing, 'arrest')} with no number." if missing else ""
