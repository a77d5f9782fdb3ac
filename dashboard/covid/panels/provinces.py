"""The panel of COVID-19 counts by province."""

from collections.abc import Mapping, Sequence
from functools import partial

from dashboard.covid.measures.series import A_DAY
from dashboard.covid.view.data import Provinces, provinces_of
from dashboard.covid.words import captions
from dashboard.datapackage.store import Package
from dashboard.dates import days
from dashboard.palette import tokens
from dashboard.panels.details import SOURCE_ID, TRACE_KEY, details_of
from dashboard.panels.exhibit import Comparing, Exhibit
from dashboard.panels.keys import DayKey
from dashboard.panels.office import NativeChart, Series
from dashboard.panels.province_map import HEIGHT, NARROW_HEIGHT, Province, shaded_map
from dashboard.panels.sources import sources_of
from dashboard.panels.table import Column, Kind, Table
from dashboard.selection import Selection
from dashboard.wording import say, say_many

# In data, also where no day before is known from which to count.
NEW_CASES = Column("new_cases", "New cases", Kind.COUNT, "people")


def covid_provinces(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the provinces with their counts on the last day with any in the months chosen."""
    view = provinces_of(package, selection)
    keys = tuple(
        str(DayKey("province", code, when))
        for code, when in zip(view.rows["admin1"], view.rows["date"], strict=True)
    )
    shaded = _shaded(view, keys)
    return Exhibit(
        key="covid_provinces",
        title=captions.provinces_title(view),
        unit=partial(captions.provinces_unit, view, selection),
        table=_table(view, keys),
        draw=partial(shaded_map, shaded, view.countries, HEIGHT),
        draw_narrow=partial(shaded_map, shaded, view.countries, NARROW_HEIGHT),
        height=HEIGHT,
        alt=partial(captions.provinces_alt, view),
        native=partial(_bars, view),
        caption=partial(captions.provinces_caption, view),
        reading=captions.provinces_reading if len(view.rows) else "",
        sources=sources_of(package, view.rows["source_id"]),
        shown=len(view.rows),
        total=view.total,
        noun=say("provinces"),
        of_period=view.day is not None,
        headline=partial(captions.provinces_headline, view, selection),
        keys=keys,
        behind=partial(tuple, keys),
        comparing=Comparing(numbers={"new_cases": None}, keys=("admin1",)),
    )


def _shaded(view: Provinces, keys: Sequence[str]) -> list[Province]:
    columns = (view.rows[name].tolist() for name in ("admin1", "name", "country", "total_cases"))
    return [
        Province((code,), name, country, cases, words, key)
        for code, name, country, cases, key in zip(*columns, keys, strict=True)
        for words in [say_many("{count} case", "{count} cases", int(cases))]
    ]


def _bars(view: Provinces) -> tuple[NativeChart, ...]:
    """Return the cases by province as bars that office programs edit."""
    names = tuple(view.rows["name"])
    cases = Series(say("Cases"), tuple(view.rows["total_cases"]), tokens("light").accent)
    title = "" if names else say("No counts by province")
    return (NativeChart("bar", names, (cases,) if names else (), title=title, unit=say("cases")),)


def _table(view: Provinces, keys: Sequence[str]) -> Table:
    new = []
    if view.before is not None and view.day is not None:
        span = days(view.before + A_DAY, view.day)
        new = [Column("new_cases", say("New, {days}", days=span), Kind.COUNT, "people")]
    columns = (
        Column("name", "Province", Kind.REPORTED),
        Column("date", "As of", Kind.DAY),
        Column("total_cases", "Cases", Kind.COUNT, "people"),
        *new,
        Column("total_deaths", "Deaths", Kind.COUNT, "people"),
        Column("total_recovered", "Recovered", Kind.COUNT, "people"),
        Column("admin1", "ISO 3166-2", Kind.REPORTED),
    )
    details = details_of(
        {
            NEW_CASES: view.rows["new_cases"].tolist() if new else [None] * len(view.rows),
            TRACE_KEY: keys,
            SOURCE_ID: view.rows["source_id"].tolist(),
        }
    )
    return Table(columns, view.rows[[each.key for each in columns]], details)
