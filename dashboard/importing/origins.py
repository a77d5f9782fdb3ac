"""Where imported rows come from: their sources, what these review, what their series count."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.importing.parts import Part
from dashboard.importing.tables import columns_of, read_table, write_table
from dashboard.sources.format import Format, Origin
from dashboard.sources.reading.outcomes import Value, cell_text
from dashboard.sources.reading.places import FIVE

# The tables whose sources a folder without its own is lent, and the source of the borders.
LENT = (
    *("covid_daily", "covid_breaks", "stringency", "rates", "series", "official_rates"),
    *("countries", "population"),
)
BORDERS = "natural-earth"
A_MONTH = timedelta(days=31)


def write_origins(draft: Path, parts: Sequence[Part], before: Path, filled: set[str]) -> None:
    """Write the tables `sources` and `series` of a draft: what was there, and what was read."""
    columns = columns_of("sources")
    rows = {row[0]: row for row in read_table(before / "sources.csv", "sources")}
    if not rows:
        rows = _lent_sources()
    for part in parts:
        if part.recognised and part.rows:
            origin = part.recognised.format.origin
            known = dict(zip(columns, rows.get(origin.source_id, ()), strict=False))
            values = _source(origin, part) | reviewed(part, known)
            rows[origin.source_id] = [cell_text(values.get(name)) for name in columns]
    write_table(draft / "sources.csv", "sources", rows.values())
    _write_series(draft, parts, before, filled & {"covid_daily", "rates"})


def _source(origin: Origin, part: Part) -> dict[str, Value]:
    return {
        "source_id": origin.source_id,
        "title": origin.title,
        "publisher": part.choices.publisher or origin.publisher,
        "address": origin.address,
        "licence": origin.licence,
        "attribution": part.choices.publisher or origin.attribution,
        "redistributable": origin.may_be_passed_on,
        "retrieved": part.choices.retrieved,
        "sha256": part.sha256,
        "kind": "dataset",
    }


def reviewed(part: Part, before: Mapping[str, str]) -> dict[str, Value]:
    """Return what a source's silence now speaks for: topics, countries and days, for `sources`.

    Only what the file itself shows: topics that it has events of, its countries (all five where it
    tells of their neighbours too), from its first day to its last. Days of an earlier import are
    added where the two overlap or lie within a month of each other, and where the file continues
    the one of before.
    """
    known = part.recognised.format.covers if part.recognised else ()
    is_more = part.choices.continues and bool(before.get("covers_from"))
    held = {*before["covers_topics"].split(";")} if is_more else set()
    topics = [topic for topic in known if topic in part.topics | held]
    if not topics or not part.days:
        return {}
    first, last = part.days
    held = {*before["covers_countries"].split(";")} if is_more else set()
    is_all = part.records > part.of_five
    countries = [each for each in FIVE if is_all or part.countries[each] or each in held]
    if before.get("covers_from") and before.get("covers_to"):
        earlier = [date.fromisoformat(before[name]) for name in ("covers_from", "covers_to")]
        is_like = before["covers_topics"] == ";".join(topics)
        is_like = is_like and before["covers_countries"] == ";".join(countries)
        is_near = earlier[0] <= last + A_MONTH and first <= earlier[1] + A_MONTH
        if is_more or (is_like and is_near):
            first, last = min(first, earlier[0]), max(last, earlier[1])
    return {
        "covers_topics": ";".join(topics),
        "covers_countries": ";".join(countries),
        "covers_from": first,
        "covers_to": last,
    }


def _lent_sources() -> dict[str, list[str]]:
    """Return the sources of borders and tables that the app lends to a folder without them."""
    shipped = {row[0]: row for row in read_table(SHIPPED_FOLDER / "sources.csv", "sources")}
    named = {BORDERS}
    for table in LENT:
        columns = columns_of(table)
        at = next(place for place, name in enumerate(columns) if name.endswith("source_id"))
        named |= {row[at] for row in read_table(SHIPPED_FOLDER / f"{table}.csv", table)}
    return {source: row for source, row in shipped.items() if source in named}


def _write_series(draft: Path, parts: Sequence[Part], before: Path, filled: set[str]) -> None:
    """Say what the numbers of a series count; of a table that is now own, ours say nothing."""
    columns = columns_of("series")
    if not filled:
        return
    own = before / "series.csv"
    rows = read_table(own if own.is_file() else SHIPPED_FOLDER / "series.csv", "series")
    table = columns.index("table")
    kept = {row[0]: row for row in rows if own.is_file() or row[table] not in filled}
    for part in parts:
        if part.recognised and part.rows:
            for series in _series(part.recognised.format):
                kept[series["series_id"]] = [series[name] for name in columns]
    write_table(draft / "series.csv", "series", kept.values())


def _series(known: Format) -> Iterator[dict[str, str]]:
    for series_id, table, measure, meaning in known.series:
        yield {
            "series_id": series_id,
            "table": table,
            "measure": measure,
            "source_id": known.origin.source_id,
            "meaning": meaning,
        }
