"""What is unusual in the chosen period, number by number, with what it is compared with."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from dashboard.datapackage.store import Package
from dashboard.events.keys import keys_of
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.headline import each_once
from dashboard.panels.keys import RateKey, read_key
from dashboard.panels.query import MOST_LISTED
from dashboard.panels.sources import (
    NO_SOURCES,
    Sources,
    counted_sources,
    series_sources,
    sources_of,
    sources_of_figures,
)
from dashboard.panels.table import COUNTRY, Column, Kind, Table, table_of
from dashboard.selection import Selection
from dashboard.spellings import province_name
from dashboard.unusual.measures import MEASURES, RULES, Signal
from dashboard.unusual.view import compared
from dashboard.unusual.view.past import NOT_COVERED, Compared
from dashboard.unusual.words import (
    shape,
    signal_words,
    unusual_caption,
    unusual_headline,
    unusual_reading,
)
from dashboard.wording import say, say_many

# The columns that say what is unusual; the others are the numbers behind it.
MAIN_COLUMNS = ("iso_code", "province", "measure", "number", "signal")


def unusual(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the numbers of the period that are unusual, countries before provinces."""
    numbers = compared(package, selection)
    found = [each for each in numbers if each.signal]
    return Exhibit(
        key="unusual",
        title=say("What is unusual"),
        unit=say("{period}, beside earlier months", period=selection.period),
        table=_table(found, selection),
        caption=partial(unusual_caption, numbers),
        reading=partial(unusual_reading, numbers, selection),
        sources=_sources(package, numbers, selection),
        shown=len(found),
        total=(many := sum(1 for each in numbers if each.periods)),
        noun=say_many("number compared is unusual", "numbers compared are unusual", many),
        headline=partial(unusual_headline, numbers, selection),
        behind=partial(_keys, package, found, selection),
    )


def _table(found: Sequence[Compared], selection: Selection) -> Table:
    months = len(selection.months)
    columns = (
        COUNTRY,
        Column("province", say("Province")),
        Column("measure", say("What")),
        Column("number", selection.period, Kind.TOTAL),
        Column("unit", say("Unit")),
        Column("signal", say("What is unusual")),
        *(Column(rule.key, _title(rule.key, months), Kind.NUMBER) for rule in RULES.values()),
        Column("periods_covered", say("Earlier periods compared"), Kind.COUNT, tells_why=False),
        Column("from_new_sources", say("By new sources"), Kind.NUMBER),
        Column("admin1", say("Province code"), Kind.REPORTED),
    )
    return table_of(columns, (_row(each, each.signal, months) for each in found if each.signal))


def _title(rule: str, months: int) -> str:
    own = RULES[rule]
    many = own.periods(months)
    if own.is_highest:
        if months == 1:
            return say("Highest of the {count} months before", count=many)
        return say("Highest in {span} months, earlier periods", span=own.span)
    if months == 1:
        if many == 1:
            return say("Month before")
        return say("Mean of the {count} months before", count=many)
    if many == 1:
        return say("Period before")
    return say("Mean of the {count} periods before", count=many)


def _row(found: Compared, signal: Signal, months: int) -> dict[str, object]:
    shown = found.shown
    row: dict[str, object] = {
        "iso_code": found.country,
        "province": province_name(found.admin1) if found.admin1 else None,
        "measure": say(MEASURES[found.measure].title),
        "number": _plain(shown) if isinstance(shown, float) else shown,
        "unit": say(MEASURES[found.measure].unit),
        "signal": f"{shape(found)} {signal_words(found, months)}",
        "periods_covered": found.periods,
        "from_new_sources": _plain(signal.from_new) if signal.from_new else None,
        "admin1": found.admin1 or None,
    }
    for rule in RULES.values():
        earlier = signal.by(rule.key)
        behind = (
            NOT_COVERED if earlier is None else earlier.highest if rule.is_highest else earlier.mean
        )
        row[rule.key] = _plain(behind) if isinstance(behind, float) else behind
    return row


def _plain(value: float) -> float:
    """Return a number to one place, a whole one as such."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _sources(package: Package, numbers: Sequence[Compared], selection: Selection) -> Sources:
    """Return the sources of all numbers that are compared."""
    own = [each for each in numbers if each.periods]
    marks = dict.fromkeys(mark for each in own if (mark := MEASURES[each.measure].mark))
    chosen = package.events.counts(selection, "sources").isin(mark=list(marks)) if marks else None
    sources = [counted_sources(package, chosen.by("source_id"))] if chosen else []
    people = {key for each in own if MEASURES[each.measure].is_of_people for key in each.keys}
    if people:
        sources.append(sources_of_figures(package, people, ("detained", "killed")))
    official = [each.country for each in own if each.measure in ("cases", "deaths")]
    sources.append(series_sources(package, dict.fromkeys(official)))
    rates = [read_key(key) for each in own if each.measure == "rate" for key in each.keys]
    sources.append(
        sources_of(package, (each.source_id for each in rates if isinstance(each, RateKey)))
    )
    return sum(sources, NO_SOURCES)


def _keys(package: Package, found: Sequence[Compared], selection: Selection) -> tuple[str, ...]:
    return each_once(key for each in found for key in keys_behind(package, each, selection))


def keys_behind(package: Package, found: Compared, selection: Selection) -> Iterator[str]:
    """Yield what a number is traced by: the keys of its events, of days of a series, of a rate."""
    if where := dict(where_counted(found)):
        yield from keys_of(package.events.rows(selection, MOST_LISTED, where=where))
    yield from found.keys


def where_counted(found: Compared) -> tuple[tuple[str, str], ...]:
    """Return the columns of events, and their values, by which it counts them; () if it does not.

    People are added up and series have no events: what they come of is in their keys.
    """
    mark = MEASURES[found.measure].mark
    return (("mark", mark), *place_counted(found)) if mark else ()


def place_counted(found: Compared) -> tuple[tuple[str, str], ...]:
    """Return the columns that say of which country, or province, its events are."""
    own = (("country", found.country),)
    return (*own, ("admin1", found.admin1)) if found.admin1 else own
