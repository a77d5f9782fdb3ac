"""The Uppsala Conflict Data Program's events (GED): CSV, with HXL tags or not, and JSON."""

from collections.abc import Iterator

from dashboard.sources.format import Format, Origin
from dashboard.sources.reading.days import day_in
from dashboard.sources.reading.events import Event, rows_of
from dashboard.sources.reading.files import Content, SourceFile
from dashboard.sources.reading.numbers import Count, WrongNumber, exactly, read_whole, text_of
from dashboard.sources.reading.outcomes import Choices, Lost, NoRow, Outcome
from dashboard.sources.reading.places import GWNO, country_code, one_of_five
from dashboard.sources.reading.tables import Record, items, names_of, outcomes_of_each, records
from dashboard.wording import say

ORIGIN = Origin(
    source_id="ucdp-ged",
    title="UCDP Georeferenced Event Dataset",
    publisher="Uppsala Conflict Data Program",
    address="https://ucdp.uu.se",
    licence="CC BY 4.0",
    attribution="Uppsala Conflict Data Program, UCDP GED, CC BY 4.0",
    may_be_passed_on=True,
)
MEANING = (
    "Events of organised violence with at least one death, by a group that killed at least 25 in a "
    "year. Deaths have a low, a best and a high estimate. Protests are not in it."
)
NEEDED = frozenset(("id", "type_of_violence", "date_start", "date_end", "where_prec", "best"))
KINDS = {
    "1": ("Battles", "Armed clash"),
    "2": ("Battles", "Armed clash"),
    "3": ("Violence against civilians", "Attack"),
}
# How exactly the place is known; 6 is a country, 7 the sea or the air: no point to draw.
PLACES = {"1": 1, "2": 2, "3": 2, "4": 3, "5": 2}
DAYS = {"1": 1, "2": 2, "3": 2}


def _recognise(file: SourceFile) -> str:
    if names_of(file) >= NEEDED:
        return say("it has the columns of UCDP GED: type_of_violence, where_prec, best")
    return ""


def _read(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    found = items(file) if file.content is Content.JSON else records(file)
    return outcomes_of_each(found, lambda record: _event(record, choices))


def _event(record: Record, choices: Choices) -> Iterator[Outcome]:
    code = one_of_five(
        record.row,
        country_code(record["iso3"])
        or country_code(record["country"])
        or GWNO.get(text_of(record["country_id"]), ""),
    )
    first, last = day_in(record, "date_start"), day_in(record, "date_end")
    violence, where = text_of(record["type_of_violence"]), text_of(record["where_prec"])
    if violence not in KINDS:
        raise NoRow(record.refused("type_of_violence", "unknown_type"))
    try:
        dead = _dead(record)
    except WrongNumber as fault:
        yield record.refused("best", fault, Lost.CELL)
        dead = None
    is_placed = where in PLACES
    yield from rows_of(
        Event(
            row=record.row,
            event_id=f"ucdp:{text_of(record['id'])}",
            first=first,
            last=last,
            time_precision=DAYS.get(text_of(record["date_prec"]), 3),
            event_type=KINDS[violence][0],
            sub_event_type=KINDS[violence][1],
            country=code,
            location=text_of(record["where_coordinates"]) if is_placed else "",
            latitude=record["latitude"] if is_placed else None,
            longitude=record["longitude"] if is_placed else None,
            geo_precision=PLACES.get(where),
            actor1=text_of(record["side_a"]),
            actor2=text_of(record["side_b"]),
            reported_by=text_of(record["source_office"]),
            source_id=ORIGIN.source_id,
            last_column="date_end",
            last_printed=text_of(record["date_end"]),
            figures=[("killed", dead)],
        ),
        choices,
    )


def _dead(record: Record) -> Count | None:
    low, best, high = (read_whole(record[name]) for name in ("low", "best", "high"))
    if best is None or not (best or high):
        return None
    if low is None or high is None or low == best == high:
        return exactly(best)
    if not low <= best <= high:
        raise WrongNumber("bounds_out_of_order")
    return Count(low, best, high, "range", f"{low} / {best} / {high}")


FORMATS = (
    Format(
        key="ucdp-ged",
        name="UCDP GED",
        origin=ORIGIN,
        recognise=_recognise,
        read=_read,
        meaning=MEANING,
    ),
)
