"""Where a figure, an event, a day of a series or a rate comes from, in words.

Handed the tables of the package; the sentence itself is in a document that only `documents` opens.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.covid.measures.series import METRICS, OfficialSeries
from dashboard.currency.measures import (
    gain,
    official_units,
    range_words,
    rate_words,
    stated_units,
)
from dashboard.datapackage.documents import Fingerprint, Locator, fingerprint_of
from dashboard.dates import day
from dashboard.events.words import (
    QUALIFIER_WORDS,
    figure_number,
    figure_unit,
    hedge_facts,
    kind_words,
    published_words,
    status_words,
    text_of,
    when_words,
    who_words,
)
from dashboard.panels.keys import SERIES_FORMS, DayKey, RateKey, SeriesKey
from dashboard.panels.sources import safe_address
from dashboard.schema import TableRow
from dashboard.vocabulary import CURRENCIES, MEASURES, RATE_KINDS, country_name
from dashboard.wording import N_, join_words, number, number_word, say, signed, start_of_line

Tables = Mapping[str, pd.DataFrame]
ADDRESS = N_("Address")
NO_SENTENCE = N_("This is a row of a data set, at its address; there is no sentence to show.")
A_DAY = pd.Timedelta(days=1)
SHOWN_DIGITS = 6
COUNTS = {
    "total": N_("all {what} of {place} in the series up to this day"),
    "new": N_("{what} of {place} on this day: the total less that of the day before"),
}
MEAN_COUNTS = N_(
    "{what} of {place} a day: the mean of the {days} days that end with this one, which are all "
    "known and on one side of every cut"
)
WHAT = {"cases": N_("confirmed cases"), "deaths": N_("deaths from COVID-19")}
SERIES = {"cases": N_("cases"), "deaths": N_("deaths")}
LASTING = "definition"


@dataclass(frozen=True)
class Trace:
    """The way from a row to its sentence.

    `facts` are headings, as `say` is given them, and words.
    `address` is empty unless it may be a link; `place` is None where the source has no paragraphs,
    `fingerprint` where it is no document. A row of a data set has no sentence at all.
    """

    key: str
    title: str
    publisher: str
    address: str
    facts: tuple[tuple[str, str], ...]
    place: Locator | None
    fingerprint: Fingerprint | None
    in_data_set: bool = False


def trace_of(row: TableRow, tables: Tables) -> Trace:
    """Return the trace of a row of figures.csv or events.csv.

    `tables` holds "events", "figures" and "sources".
    """
    if "figure_id" in row:
        facts = tuple(_figure_facts(row, tables["events"]))
        return located_trace(row["figure_id"], _figure_title(row), row, tables, facts)
    return located_trace(row["event_id"], row["title"], row, tables, tuple(_event_facts(row)))


def located_trace(
    key: str, title: str, row: TableRow, tables: Tables, facts: tuple[tuple[str, str], ...]
) -> Trace:
    """Return the trace of a row with a `source_id` and a place: its source, then its own facts.

    An `address` of the row itself goes before that of its source.
    """
    sources = tables["sources"]
    found = sources[sources["source_id"].eq(row["source_id"])].to_dict("records")
    source: TableRow = found[0] if found else {}
    publisher = text_of(source.get("publisher")) or row["source_id"]
    address = safe_address(row.get("address")) or safe_address(source.get("address"))
    return Trace(
        key=key,
        title=title,
        publisher=publisher,
        address=address,
        facts=(
            (N_("Publisher"), publisher),
            (N_("Title"), text_of(source.get("title")) or say("untitled")),
            (N_("Published"), published_words(source.get("published"))),
            (ADDRESS, address or say("no web address")),
            *_place_facts(row),
            *facts,
        ),
        place=_place(row),
        fingerprint=_fingerprint(source, tables["figures"]),
        in_data_set=source.get("kind") == "dataset",
    )


def _figure_title(row: TableRow) -> str:
    """Write what is reported with its number.

    >>> nan = float("nan")
    >>> march = {"measure": "participants", "low": nan, "best": nan, "high": 1000.0}
    >>> _figure_title(march | {"unit": "person", "qualifier": "at_most", "as_reported": None})
    'took part: ≤ 1,000 people'
    """
    return f"{say(MEASURES[row['measure']])}: {figure_number(row)} {figure_unit(row)}".strip()


def _place_facts(row: TableRow) -> Iterator[tuple[str, str]]:
    if pd.isna(row.get("paragraph")):
        yield N_("Paragraph"), say("none: the source is known by its address")
        return
    yield N_("Paragraph"), str(row["paragraph"])
    if listed := text_of(row.get("footnotes")):
        footnotes = listed.split(";")
        yield N_("Footnotes") if len(footnotes) > 1 else N_("Footnote"), join_words(footnotes)
    if place := _place(row):
        yield (
            N_("Characters"),
            say("{first} to {last} of the file", first=place.start, last=place.end),
        )


def _place(row: TableRow) -> Locator | None:
    places: list[Any] = [row.get(name) for name in ("paragraph", "char_start", "char_end")]
    return None if any(pd.isna(place) for place in places) else Locator(*map(int, places))


def _figure_facts(row: TableRow, events: pd.DataFrame) -> Iterator[tuple[str, str]]:
    yield N_("As of"), day(row["as_of"])
    yield N_("Bound"), say(QUALIFIER_WORDS[row["qualifier"]])
    if printed := text_of(row["as_reported"]):
        yield N_("As reported"), f"“{printed}”"
    yield N_("Counts"), text_of(row["definition"])
    yield N_("Concerns"), country_name(row["country"])
    if event_id := text_of(row["event_id"]):
        titles = events.loc[events["event_id"].eq(event_id), "title"]
        title = next(iter(titles), say("left out on loading"))
        yield N_("Event"), f"{title} ({event_id})"
    yield from hedge_facts(row)
    if read_at := text_of(row.get("read_at")):
        yield N_("Read at"), read_at
    if excludes := text_of(row.get("excludes")):
        yield N_("Leaves out"), join_words(excludes.split(";"))
    if note := text_of(row["note"]):
        yield N_("Note"), note


def _event_facts(row: TableRow) -> Iterator[tuple[str, str]]:
    yield N_("When"), when_words(row)
    yield N_("Status"), status_words(row["status"])
    yield from hedge_facts(row)
    kind = kind_words(row["event_type"], row["sub_event_type"])
    yield N_("Counts"), say("one event, {kind}", kind=kind)
    yield N_("Concerns"), who_words(row["country"], text_of(row["related_countries"]))
    if notes := text_of(row["notes"]):
        yield N_("Notes"), notes


def _fingerprint(source: TableRow, figures: pd.DataFrame) -> Fingerprint | None:
    if source.get("kind") != "document":
        return None
    words = figures.loc[figures["source_id"].eq(source["source_id"]), "as_reported"]
    return fingerprint_of(source, words)


def series_trace(key: SeriesKey, own: OfficialSeries, tables: Tables) -> Trace | None:
    """Return the trace of a day of a country's series; None on a day it does not reach.

    `tables` holds "covid_daily", "covid_breaks", "series", "figures" and "sources".
    """
    daily = tables["covid_daily"]
    rows = daily[daily["iso_code"].eq(key.country) & daily["date"].eq(key.day)].to_dict("records")
    if not rows:
        return None
    written, last = _value(key, own, key.day), pd.Timestamp(own.days[-1])
    noun = _noun(key)
    text = f"{written} {noun}" if written[0].isdigit() else f"{noun} {written}"
    return located_trace(
        str(key),
        f"{country_name(key.country)}, {day(key.day)}: {text}",
        rows[0],
        tables,
        (
            (N_("As of"), day(key.day)),
            (N_("Series says"), written),
            (N_("The day before"), _value(key, own, key.day - A_DAY)),
            (
                N_("Counts"),
                say(
                    COUNTS.get(key.shown, MEAN_COUNTS),
                    what=say(WHAT[key.series]),
                    place=country_name(key.country),
                    days=number_word(SERIES_FORMS[key.shown].days),
                ),
            ),
            (N_("Concerns"), country_name(key.country)),
            *_breaks(key, tables["covid_breaks"]),
            (N_("Series runs"), say("{first} to {last}", first=_first(own), last=last)),
            *_meaning(rows[0] | {"kind": METRICS[key.series].column}, tables),
        ),
    )


def rate_trace(key: RateKey, tables: Tables) -> Trace | None:
    """Return the trace of a rate; None when the source has none of that day.

    `tables` holds "rates", "official_rates", "series", "figures" and "sources".
    """
    rates = tables["rates"]
    kept = rates["currency"].eq(key.currency) & rates["source_id"].eq(key.source_id)
    own = {row["date"]: row for row in rates[kept].to_dict("records")}
    if key.day not in own or (key.since is not None and key.since not in own):
        return None
    row = own[key.day]
    title = (
        f"{start_of_line(CURRENCIES[key.currency].name)}, {day(key.day)}: "
        f"{say(RATE_KINDS[row['kind']].label)}, {_as_given(row)}"
    )
    official = official_units(rates[kept & rates["date"].eq(key.day)], tables["official_rates"])
    facts = _rate_facts(key, row, own, float(official.iloc[0]))
    return located_trace(str(key), title, row, tables, (*facts, *_meaning(row, tables)))


def day_trace(key: DayKey, tables: Tables) -> Trace | None:
    """Return the trace of a day's stringency index or counts of a province; None without a row.

    `tables` holds the key's own, "series", "provinces", "figures" and "sources".
    """
    row = key.row_of(tables[key.table])
    if row is None:
        return None
    if key.kind == "stringency":
        where, reported = country_name(row["iso_code"]), f"{row['stringency_index']:g}"
        title, measure = say("stringency index {value}", value=reported), "stringency_index"
    else:
        where, reported = _counts(row, tables)
        title, measure = reported, "total_cases"
    measured = {**row, "kind": measure}
    facts = (
        (N_("As of"), day(key.day)),
        (N_("As reported"), reported),
        (N_("Concerns"), where),
        *_meaning(measured, tables),
    )
    return located_trace(str(key), f"{where}, {day(key.day)}: {title}", measured, tables, facts)


def _counts(row: TableRow, tables: Tables) -> tuple[str, str]:
    names = tables["provinces"].set_index("admin1")
    place = names.loc[row["admin1"]]
    where = f"{place['name']}, {country_name(place['country'])}"
    text = say(
        "{cases} cases, {deaths} deaths, {recovered} recovered",
        cases=row["total_cases"],
        deaths=row["total_deaths"],
        recovered=row["total_recovered"],
    )
    return where, text


def _meaning(row: TableRow, tables: Tables) -> Iterator[tuple[str, str]]:
    """Tell what the series of a row counts, as the table of series has it."""
    series = tables["series"]
    own = series["source_id"].eq(row["source_id"]) & series["measure"].eq(row["kind"])
    for meaning in series.loc[own, "meaning"]:
        yield N_("The series"), meaning


def _noun(key: SeriesKey) -> str:
    form, what = SERIES_FORMS[key.shown], say(SERIES[key.series])
    if form.is_mean:
        return say("new {what} a day, {average}", what=what, average=form.average)
    return say("new {what}", what=what) if form.key == "new" else say("total {what}", what=what)


def _first(own: OfficialSeries) -> pd.Timestamp:
    return pd.Timestamp(own.days[0])


def _value(key: SeriesKey, own: OfficialSeries, when: pd.Timestamp) -> str:
    place = (when - _first(own)).days
    form, values = SERIES_FORMS[key.shown], own.values[key.shown]
    if not 0 <= place < len(values):
        return say("not in the series")
    value = float(values[place])
    if np.isnan(value):
        if key.shown == "total":
            return say("not in the series")
        return say("not told: the series is cut or falls")
    return f"{value:,.1f}" if form.is_mean else number(value)


def _breaks(key: SeriesKey, breaks: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Say which of the known breaks bear on the day, and which change of definition comes next.

    A change of definition holds from its day on; all others on the days they cover.
    """
    own = breaks[
        breaks["iso_code"].eq(key.country) & breaks["series"].eq(METRICS[key.series].column)
    ]
    lasting = own["kind"].eq(LASTING)
    in_force = own[own["date"].le(key.day) & (lasting | own["end_date"].ge(key.day))]
    later = own[lasting & own["date"].gt(key.day)].sort_values("date")
    parts = [_break_words(row) for row in in_force.sort_values("date").to_dict("records")]
    yield N_("Breaks in force"), "; ".join(parts) or say("none known")
    for row in later.head(1).to_dict("records"):
        yield N_("Next change of definition"), _break_words(row)


def _break_words(row: TableRow) -> str:
    first, last = row["date"], row["end_date"]
    days = day(first) if first == last else say("{first} to {last}", first=first, last=last)
    return f"{days}, {row['kind']}: {row['what_changed']}"


def _rate_facts(
    key: RateKey, row: TableRow, own: Mapping[pd.Timestamp, TableRow], official: float
) -> Iterator[tuple[str, str]]:
    name, digits = CURRENCIES[key.currency].name, int(row["significant_digits"])
    yield N_("As of"), day(key.day)
    worked_out = row["kind"] in ("cross", "month_start")
    yield N_("Worked out as") if worked_out else N_("As reported"), f"“{_as_given(row)}”"
    yield N_("Significant digits"), str(digits)
    low, per_dollar, high = stated_units(row["rate_text"], text_of(row["units_text"]) or None)
    if row["kind"] != "ticker":
        units = rate_words(per_dollar, min(digits, SHOWN_DIGITS))
        yield N_("Per US dollar"), f"{units} {name}"
    rounded = say(
        "{range} {currency} per US dollar", range=range_words(low, high, digits), currency=name
    )
    yield N_("Range implied by rounding"), rounded
    if key.since is not None:
        yield N_("Change"), _change_words(own[key.since], row)
    if change := text_of(row["change_text"]):
        yield N_("Change, as reported"), f"“{change}”"
    unit = say("US dollars per {name} ({code})", name=name, code=key.currency)
    if text_of(row["units_text"]):
        unit = say("{name} ({code}) per US dollar", name=name, code=key.currency)
    yield N_("Counts"), f"{unit}, {say(RATE_KINDS[row['kind']].label)}"
    yield N_("Concerns"), country_name(CURRENCIES[key.currency].country)
    if pd.notna(official):
        yield N_("Reading"), _official_words(row, official)
    if note := text_of(row["note"]):
        yield N_("Note"), note


def _as_given(row: TableRow) -> str:
    """Return a rate in the source's own direction: units a dollar, or dollars a unit."""
    return text_of(row["units_text"]) or str(row["rate_text"])


def _change_words(first: TableRow, last: TableRow) -> str:
    """Say what the currency gained in US dollars, with the rate that it is counted from."""
    before = f"{day(first['date'])}, “{_as_given(first)}”"
    if first["date"] == last["date"]:
        return say("none to tell: one day only, {before}", before=before)
    percent = gain(*(_units_per_dollar(row) for row in (first, last)))
    side = say("stronger") if percent > 0 else say("weaker") if percent < 0 else say("no change")
    return say(
        "{percent} against the US dollar, {side}; counted from {before}, {address}",
        percent=signed(percent, "{:.2f}%".format),
        side=side,
        before=before,
        address=text_of(first["address"]) or say("no web address"),
    )


def _units_per_dollar(row: TableRow) -> float:
    _, units, _ = stated_units(row["rate_text"], text_of(row["units_text"]) or None)
    return units


def _official_words(row: TableRow, official: float) -> str:
    words = say("the official rate, administered, is {rate} per US dollar", rate=f"{official:g}")
    if abs(_units_per_dollar(row) - official) > CURRENCIES[row["currency"]].tolerance:
        return say("looks wrong: {words}", words=words)
    return words
