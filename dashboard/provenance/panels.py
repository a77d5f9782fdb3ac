"""The panel that says where a figure, an event, a day of the series or a rate comes from.

It carries the facts only: the sentence stays in its document, which no export ever opens.
"""

from collections.abc import Mapping
from functools import lru_cache, partial

import pandas as pd

from dashboard.covid.view.data import official_of
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.headline import each_once
from dashboard.panels.keys import DayKey, MalformedKey, RateKey, SeriesKey, read_key
from dashboard.panels.query import KEPT_SELECTIONS, event_named
from dashboard.panels.sources import Sources
from dashboard.panels.table import facts_table
from dashboard.provenance.words import Trace, day_trace, rate_trace, series_trace, trace_of
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import N_, say

TITLE = N_("Where does this come from?")
LONGEST = 60
VALUES = {
    "series": ("covid_daily", N_("country days")),
    "rate": ("rates", N_("rates")),
    "stringency": ("stringency", N_("country days")),
    "province": ("covid_provinces", N_("province days")),
}


def figure_trace(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Say where what the option `figure` names comes from; no rows without it.

    It is the key of a figure or an event, or of a day of the official series or a rate.
    """
    key = options.get("figure", "")
    trace = trace_for(package, key)
    total, noun = _kept_in(package, key)
    return Exhibit(
        key="figure_trace",
        title=say(TITLE),
        unit=trace.title if trace else "",
        table=facts_table(trace_rows(trace) if trace else []),
        caption="",
        sources=Sources(publishers=(trace.publisher,) if trace else ()),
        shown=int(trace is not None),
        total=total,
        noun=noun,
        headline=trace.title if trace else why_untraced(package, key).removesuffix("."),
        behind=partial(each_once, (key,) if trace else ()),
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def trace_for(package: Package, key: str) -> Trace | None:
    """Return the trace of a key, None when there is no such row; `why_untraced` says why."""
    try:
        asked = read_key(key)
    except MalformedKey:
        return None
    if isinstance(asked, SeriesKey):
        own = official_of(package)[asked.series].get(asked.country)
        names = ("covid_daily", "covid_breaks", "series", "figures", "sources")
        return series_trace(asked, own, _tables(package, names)) if own else None
    if isinstance(asked, RateKey):
        names = ("rates", "official_rates", "series", "figures", "sources")
        return rate_trace(asked, _tables(package, names))
    if isinstance(asked, DayKey):
        names = (asked.table, "series", "provinces", "figures", "sources")
        return day_trace(asked, _tables(package, names))
    tables = _tables(package, ("figures", "sources"))
    figures = tables["figures"]
    owners = figures.loc[figures["figure_id"].eq(key), "event_id"].dropna().tolist()
    tables["events"] = event_named(package, owners[0] if owners else key)
    for name, column in (("events", "event_id"), ("figures", "figure_id")):
        if rows := tables[name][tables[name][column].eq(key)].to_dict("records"):
            return trace_of(rows[0], tables)
    return None


def why_untraced(package: Package, key: str) -> str:
    """Say why a key has no trace: what is wrong with it, or what the data does not have."""
    try:
        asked = read_key(key)
    except MalformedKey as trouble:
        return str(trouble)
    if isinstance(asked, SeriesKey):
        own = official_of(package)[asked.series].get(asked.country)
        if own is None:
            return say(
                "There is no official series for {country} in this data.",
                country=country_name(asked.country),
            )
        first, last = pd.Timestamp(own.days[0]), pd.Timestamp(own.days[-1])
        return say(
            "The official series of {country} has no {day}; it runs from {first} to {last}.",
            country=country_name(asked.country),
            day=asked.day,
            first=first,
            last=last,
        )
    if isinstance(asked, RateKey):
        return say(
            "There is no rate of {currency} on {day} by “{source}” in this data.",
            currency=asked.currency,
            day=asked.day,
            source=asked.source_id[:LONGEST],
        )
    if isinstance(asked, DayKey):
        if asked.kind == "stringency":
            return say(
                "There is no stringency index of {country} on {day} in this data.",
                country=country_name(asked.place),
                day=asked.day,
            )
        return say(
            "There are no COVID-19 counts of the province “{province}” on {day} in this data.",
            province=asked.place[:LONGEST],
            day=asked.day,
        )
    return say("There is no figure or event “{key}” in this data.", key=key[:LONGEST])


def _tables(package: Package, names: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    return {name: package.table(name) for name in names}


def _kept_in(package: Package, key: str) -> tuple[int, str]:
    """Return how many rows the table has that a key's row stands in, and what they are called."""
    kind = key.split(":")[0]
    if kind in VALUES:
        table, noun = VALUES[kind]
        return len(package.table(table)), say(noun)
    if len(event_named(package, key)):
        return package.events.total, say("events")
    return len(package.table("figures")), say("figures")


def trace_rows(trace: Trace) -> list[tuple[str, str]]:
    """Return a trace as a table of two columns, for files."""
    own = [(say(heading), words) for heading, words in trace.facts]
    return [(say("What"), trace.title), (say("Key"), trace.key), *own]
