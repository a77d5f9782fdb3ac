"""The panel of COVID-19 counts by province."""

from collections.abc import Mapping
from functools import partial

from dashboard.covid.view.provinces import Provinces, provinces_of
from dashboard.covid.words.provinces import (
    provinces_caption,
    provinces_headline,
    provinces_reading,
    provinces_title,
    provinces_unit,
)
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Comparing, Exhibit
from dashboard.panels.keys import DayKey
from dashboard.panels.sources import sources_of
from dashboard.panels.table import Column, Kind, Table
from dashboard.selection import Selection
from dashboard.wording import say


def covid_provinces(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List the provinces with their counts on the last day with any in the months chosen."""
    view = provinces_of(package, selection)
    keys = tuple(
        str(DayKey("province", code, when))
        for code, when in zip(view.rows["admin1"], view.rows["date"], strict=True)
    )
    return Exhibit(
        key="covid_provinces",
        title=provinces_title(view),
        unit=partial(provinces_unit, view, selection),
        table=_table(view),
        caption=partial(provinces_caption, view),
        reading=provinces_reading if len(view.rows) else "",
        sources=sources_of(package, view.rows["source_id"]),
        shown=len(view.rows),
        total=view.total,
        noun=say("provinces"),
        of_period=view.day is not None,
        headline=partial(provinces_headline, view, selection),
        keys=keys,
        behind=partial(tuple, keys),
        comparing=Comparing(numbers={"new_cases": None}, keys=("admin1",)),
    )


def _table(view: Provinces) -> Table:
    new = [
        Column("new_cases", say("New since {day}", day=each), Kind.COUNT, "people")
        for each in (view.before,)
        if each is not None
    ]
    columns = (
        Column("name", "Province", Kind.REPORTED),
        Column("date", "As of", Kind.DAY),
        Column("total_cases", "Cases", Kind.COUNT, "people"),
        *new,
        Column("total_deaths", "Deaths", Kind.COUNT, "people"),
        Column("total_recovered", "Recovered", Kind.COUNT, "people"),
        Column("admin1", "ISO 3166-2", Kind.REPORTED),
    )
    return Table(columns, view.rows[[each.key for each in columns]])
