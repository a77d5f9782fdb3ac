"""The table of events as one expression, whoever keeps it: the schema's columns and derived ones.

The derived columns say the same as `marks.mark_of`, `marks.topic_of` and what `datapackage.store`
adds to short events. Which rows are asked for is in `filters`, what is counted in `cubes`.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

import ibis

from dashboard.engine.map_frames import FRAMES
from dashboard.marks import COURT_RULINGS, MARKS, Mark
from dashboard.schema import Descriptor
from dashboard.vocabulary import CODED, COUNTRIES, PEOPLE_MEASURES, REGION

# A connection of Ibis (`ibis.BaseBackend`): its methods differ from engine to engine.
Engine = Any
# What Ibis builds: rows that are asked for and not yet fetched; a column, or a value worked out of
# columns. Its own types refuse the plain values that its methods take.
Table = Any
Column = Any
NEEDED = ("event_id", "event_date", "event_type", "country")
TYPES = {
    "string": "string",
    "date": "date",
    "integer": "int64",
    "number": "float64",
    "boolean": "boolean",
}
# What a row without such a value is taken for.
ASSUMED = {
    "time_precision": 1,
    "date_basis": "stated",
    "status": "occurred",
    "sub_event_type": "",
    "confidence": "medium",
    "source_id": "not stated",
    "title": "",
    "acled_eligible": False,
}
SEARCHED = ("title", "notes", "location", "actor1", "actor2", "event_id", "admin1")
APART = "\n"
FIGURED = ("event_id", "measure", "country", "source_id", "low", "best")
# Of one source the highest number stands, of several the lowest; people of several countries are
# added up, as in the sums of people.
PEOPLE_AGGREGATIONS = (
    (("event_id", "measure", "country", "source_id"), "max"),
    (("event_id", "measure", "country"), "min"),
    (("event_id", "measure"), "sum"),
)
DERIVED = (
    *("mark", "topic", "concerned", "dataset", "actors", "searched"),
    *("abroad", "home", "exact", "frame", "people", "fatalities"),
)
ORDER = ("event_date", "end_date", "event_id")


def untyped_columns(raw: Table, fields: Sequence[Descriptor]) -> list[str]:
    """Return the columns that are kept as text and should be dates, numbers or true and false."""
    return [
        field["name"]
        for field in fields
        if field["type"] != "string"
        and field["name"] in raw.columns
        and raw[field["name"]].type().is_string()
    ]


def missing_columns(raw: Table) -> list[str]:
    """Return the columns without which a table is no table of events."""
    return [name for name in NEEDED if name not in raw.columns]


def event_columns(raw: Table, fields: Sequence[Descriptor]) -> Table:
    """Return `raw` with exactly the schema's columns, in the schema's types, absent ones blank.

    Blank words become missing values; what no type fits is missing too. `fields` are those of the
    Table Schema.
    """
    return raw.select(**{field["name"]: _column(raw, field) for field in fields}).mutate(
        end_date=ibis._.end_date.fill_null(ibis._.event_date),
        **{name: ibis._[name].fill_null(value) for name, value in ASSUMED.items()},
        # A place given without its precision is taken for a town, about which nothing is said.
        geo_precision=ibis.cases((ibis._.latitude.notnull(), ibis._.geo_precision.fill_null(1))),
    )


def with_marks(events: Table) -> Table:
    """Add the derived columns.

    `mark`, `topic`, `concerned`, `dataset`, `actors`, `searched` and `abroad` are those of the
    store. `home`: the place is in one of the five or not given; `exact`: one known day; `frame`:
    whether the map of the region holds the place ("region", "outside", "none" without coordinates).
    """
    mark = _mark(events)
    related = events.related_countries
    both = [each.key for each in MARKS.values() if each.is_found_under_both]
    between = mark.isin(both) & related.notnull()
    place, country = events.place_country, events.country
    return events.mutate(
        mark=mark,
        concerned=ibis.cases((between, country + ";" + related), else_=country),
        actors=_both_sides(events),
        dataset=ibis.cases((events.event_id.contains(":"), events.source_id), else_=CODED),
        topic=_topic(events, mark),
        searched=searched_text(events),
        abroad=(place.notnull() & (place != country) & (country != REGION)).fill_null(False),
        home=place.isnull() | place.isin(list(COUNTRIES)),
        exact=(events.time_precision == 1) & (events.event_date == events.end_date),
        frame=_frame(events),
    )


def with_people(events: Table, figures: Table | None) -> Table:
    """Add `people` and `fatalities`: how many at least the figures report; 0 without a number.

    The same as `datapackage.store.people_reported`. `figures` are as they are kept, with or without
    types; None where there are none.
    """
    if figures is None or not set(FIGURED) <= set(figures.columns):
        return events.mutate(people=ibis.literal(0, "int64"), fatalities=ibis.literal(0, "int64"))
    kinds = {"low": "number", "best": "number"}
    fields = ({"name": name, "type": kinds.get(name, "string")} for name in FIGURED)
    read = figures.select(**{field["name"]: _column(figures, field) for field in fields})
    least = ibis.coalesce(read.low, read.best)
    reported = read.mutate(least=least).filter(
        read.event_id.notnull(), read.measure.isin(PEOPLE_MEASURES), least.notnull()
    )
    for keys, chosen in PEOPLE_AGGREGATIONS:
        reported = reported.group_by(list(keys)).agg(least=getattr(reported.least, chosen)())
    killed = ibis.cases((reported.measure == "killed", reported.least), else_=0.0)
    reported = reported.group_by(figure_event_id=reported.event_id).agg(
        most=reported.least.max(), killed=killed.max()
    )
    joined = events.left_join(reported, events.event_id == reported.figure_event_id)
    return joined.mutate(
        people=joined.most.fill_null(0).cast("int64"),
        fatalities=joined.killed.fill_null(0).cast("int64"),
    ).drop("figure_event_id", "most", "killed")


def _column(raw: Table, field: Descriptor) -> Column:
    name, wanted = field["name"], TYPES[field["type"]]
    if name not in raw.columns:
        return ibis.null(wanted)
    column = raw[name]
    if column.type().is_string():
        column = column.strip().nullif("")
        return column if wanted == "string" else column.try_cast(wanted)
    return column if column.type() == ibis.dtype(wanted) else column.cast(wanted)


def _mark(events: Table) -> Column:
    *named, rest = MARKS.values()
    return ibis.cases(*((_covered(events, mark), mark.key) for mark in named), else_=rest.key)


def _covered(events: Table, mark: Mark) -> Column:
    """Say what `Mark.covers` does."""
    names = ((events.event_type, mark.types), (events.sub_event_type, mark.sub_types))
    return reduce(or_, (column.isin(list(held)) for column, held in names if held))


def _topic(events: Table, mark: Column) -> Column:
    return ibis.cases(
        *((mark == each.key, each.topic) for each in MARKS.values() if not each.is_rest),
        (events.event_type == "Court ruling", COURT_RULINGS),
        else_=events.event_type,
    )


def _both_sides(events: Table) -> Column:
    one, two = events.actor1, events.actor2
    both = (one.notnull() & two.notnull(), one + ";" + two)
    return ibis.cases(both, else_=ibis.coalesce(one, two, "")).replace("; ", ";")


def searched_text(events: Table) -> Column:
    """Return the text that is searched, whole: its columns apart, so that no phrase spans two."""
    text = events[SEARCHED[0]].fill_null("")
    for name in SEARCHED[1:]:
        text = text + APART + events[name].fill_null("")
    return folded_column(text)


def folded_column(text: Column) -> Column:
    """Return text as `spellings.folded` does: engines differ in these letters."""
    return text.replace("İ", "i").lower().replace("ß", "ss").replace("ς", "σ")


def _frame(events: Table) -> Column:
    region = FRAMES["region"]
    latitude, longitude = events.latitude, events.longitude
    inside = latitude.between(region.south, region.north) & longitude.between(
        region.west, region.east
    )
    return ibis.cases(
        (latitude.isnull() | longitude.isnull(), "none"), (inside, "region"), else_="outside"
    )
