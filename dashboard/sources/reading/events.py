"""An event as a format tells it, held to what no event may be, and made into rows of ours."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from dashboard.sources.reading.files import Cell
from dashboard.sources.reading.numbers import Count, WrongNumber, read_degrees, text_of
from dashboard.sources.reading.outcomes import Choices, Lost, Notice, Outcome, Refused, Row, Value
from dashboard.sources.reading.places import (
    is_inside,
    is_province,
    place_named,
    province_at,
    province_existed,
    province_named,
    undrawn_province,
)
from dashboard.vocabulary import ACLED_TYPES, DEFINITIONS

NOT_ELIGIBLE = "not political violence or protest"
SWAPPED, LOST_POINT = "coordinates_swapped", "decimal_point_lost"


@dataclass(slots=True, kw_only=True)
class Event:
    """What a record says of an event. `latitude` and `longitude` are as the file has them."""

    row: int
    event_id: str
    first: date
    last: date
    time_precision: int
    event_type: str
    sub_event_type: str
    country: str
    source_id: str
    place_country: str = ""
    admin1: str = ""
    location: str = ""
    latitude: Cell = None
    longitude: Cell = None
    geo_precision: int | None = 1
    actor1: str = ""
    actor2: str = ""
    notes: str = ""
    title: str = ""
    reported_by: str = ""
    updated_at: str = ""
    status: str = "occurred"
    confidence: str = "medium"
    last_column: str = "end_date"
    last_printed: str = ""
    figures: list[tuple[str, Count | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Point:
    """A checked point; without numbers where there is none or it cannot be right."""

    latitude: float | None = None
    longitude: float | None = None
    fault: tuple[str, str, str] | None = None  # the column's name, the rule, what is meant


def rows_of(event: Event, choices: Choices) -> Iterator[Outcome]:
    """Yield the rows of an event and of its figures, and what is wrong with it."""
    if event.last < event.first:
        shown = event.last_printed or event.last.isoformat()
        yield Refused(Lost.ROW, event.row, event.last_column, shown, "end_before_start")
        return
    country = event.place_country or event.country
    point = point_of(event.latitude, event.longitude, country, choices)
    if point.fault:
        column, rule, meant = point.fault
        shown = text_of(event.latitude if column == "latitude" else event.longitude)
        offer = rule if meant else ""
        yield Refused(Lost.CELL, event.row, column, shown, rule, offer, meant)
    yield from _doubts(event, country)
    yield Row("events", event.row, _values(event, country, point))
    for measure, count in event.figures:
        if count is not None:
            yield Row("figures", event.row, _figure(event, measure, count))


def _doubts(event: Event, country: str) -> Iterator[Notice]:
    """Yield a remark on a name or province that was not there on that day."""
    code = _stated_province(event, country)
    if code and not province_existed(code, event.first):
        yield Notice(event.row, "admin1", event.admin1, "province_of_another_time")
    place = place_named(country, event.location, event.first) if event.location else None
    if place and not place.holds(event.first):
        yield Notice(event.row, "location", event.location, "name_of_another_time")


def _stated_province(event: Event, country: str) -> str:
    """Return the province that the record itself names, if it is one that no point tells."""
    if is_province(event.admin1):
        return event.admin1
    return undrawn_province(country, event.admin1) if event.admin1 else ""


def _values(event: Event, country: str, point: Point) -> dict[str, Value]:
    is_placed = point.latitude is not None
    in_domain = event.event_type in ACLED_TYPES
    return {
        "event_id": event.event_id,
        "event_date": event.first,
        "end_date": event.last,
        "time_precision": event.time_precision,
        "date_basis": "stated",
        "status": event.status,
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "country": event.country,
        "place_country": country,
        "admin1": _province(event, country, point),
        "location": event.location,
        "latitude": point.latitude,
        "longitude": point.longitude,
        "geo_precision": event.geo_precision if is_placed else None,
        "actor1": event.actor1,
        "actor2": event.actor2,
        "title": event.title or title_of(event),
        "notes": event.notes,
        "acled_eligible": in_domain,
        "acled_reason": "" if in_domain else NOT_ELIGIBLE,
        "confidence": event.confidence,
        "reported_by": event.reported_by,
        "updated_at": event.updated_at,
        "source_id": event.source_id,
    }


def title_of(event: Event) -> str:
    """Return a title of what the record says: the sub-type and the place."""
    what = event.sub_event_type if event.sub_event_type != "Other" else event.event_type
    return " ".join(f"{what}, {event.location}".strip(", ").split()[:12])


def _province(event: Event, country: str, point: Point) -> str:
    stated = _stated_province(event, country)
    if stated and province_existed(stated, event.first):
        return stated
    if not event.location:
        return ""
    if point.latitude is not None and point.longitude is not None:
        return province_at(country, point.latitude, point.longitude, event.first)
    return province_named(country, event.location, event.first)


def _figure(event: Event, measure: str, count: Count) -> dict[str, Value]:
    return {
        "figure_id": f"{event.event_id}:{measure}",
        "event_id": event.event_id,
        "country": event.country,
        "as_of": event.last,
        "measure": measure,
        "low": count.low,
        "best": count.best,
        "high": count.high,
        "unit": "person",
        "qualifier": count.qualifier,
        "as_reported": count.as_reported,
        "definition": DEFINITIONS.get(measure, ""),
        "confidence": event.confidence,
        "source_id": event.source_id,
        "updated_at": event.updated_at,
    }


def point_of(latitude: Cell, longitude: Cell, country: str, choices: Choices) -> Point:
    """Return a point that lies in its country, or what is wrong with it and what it may mean."""
    try:
        north, east = read_degrees(latitude), read_degrees(longitude)
    except WrongNumber:
        return Point(fault=("latitude", "not_a_number", ""))
    if north is None and east is None:
        return Point()
    if north is None or east is None:
        return Point(fault=("latitude" if north is None else "longitude", "value_missing", ""))
    if _fits(country, north, east):
        return Point(north, east)
    rule, meant = _mended(country, north, east)
    if meant and rule in choices.accepted:
        return Point(*meant)
    column = "longitude" if rule == "longitude_out_of_range" else "latitude"
    return Point(fault=(column, rule, f"{meant[0]:g} {meant[1]:g}" if meant else ""))


def _mended(country: str, north: float, east: float) -> tuple[str, tuple[float, float] | None]:
    """Return the rule that a point breaks, and the point that it may mean."""
    if _fits(country, east, north):
        return SWAPPED, (east, north)
    if abs(north) > 180 or abs(east) > 360:
        tens = [10**power for power in range(8)]
        fits = [
            (north / up, east / across)
            for up in tens
            for across in tens
            if _fits(country, north / up, east / across)
        ]
        return LOST_POINT, fits[0] if fits else None
    if abs(north) > 90:
        return "latitude_out_of_range", None
    if abs(east) > 180:
        return "longitude_out_of_range", None
    return "point_outside_country", None


def _fits(country: str, north: float, east: float) -> bool:
    return abs(north) <= 90 and abs(east) <= 180 and is_inside(country, north, east)
