"""Any table of events of a desk's own: CSV, workbook, Google Sheets, Kobo, HXL, GeoJSON.

Its columns are matched in `columns`; the match is shown, can be changed, and is kept for the next
file with the same header.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.sources.format import Format, Origin
from dashboard.sources.reading.columns import (
    MOST_COLUMNS,
    NAMES,
    UNKNOWN,
    Match,
    guess_of,
    kind_of,
    match_columns,
    name_score,
    plain_name,
    split_point,
)
from dashboard.sources.reading.days import Order, WrongDay, order_for, questions_of, read_day
from dashboard.sources.reading.events import Event, rows_of
from dashboard.sources.reading.files import Cell, Cells, Content, SourceFile
from dashboard.sources.reading.numbers import is_nothing, read_count, text_of
from dashboard.sources.reading.outcomes import (
    Choices,
    LeftOut,
    Lost,
    NoRow,
    NotData,
    Outcome,
    Question,
    Refused,
)
from dashboard.sources.reading.places import country_code, one_of_five
from dashboard.sources.reading.tables import (
    Header,
    Record,
    has_several,
    is_tags,
    items,
    name_of,
    outcomes_of_each,
    records,
)
from dashboard.spellings import folded
from dashboard.wording import join_words, say

ORIGIN = Origin(
    source_id="desk",
    title="Table of the desk's own",
    publisher="The desk",
    address="",
    licence="as the desk says",
    attribution="the desk that made the file",
    may_be_passed_on=True,
)
COUNTED = ("participants", "detained", "killed", "injured")
TOTALS = (
    "итого",
    "всего",
    "total",
    "среднее",
    "mean",
    "average",
    "sum",
    "grand total",
    "в среднем",
)
MOST_ROWS_ABOVE, MOST_HEADERS = 20, 3
SAMPLE = 30


@dataclass(frozen=True)
class Layout:
    """Where a table's header is and which of its columns hold what."""

    header: Header
    found: Mapping[str, Match]

    @property
    def is_of_events(self) -> bool:
        """Whether days, a place and what happened are there."""
        has_place = bool({"country", "location", "latitude", "point"} & set(self.found))
        has_event = bool({"event_type", "sub_event_type", *COUNTED[:2]} & set(self.found))
        return "event_date" in self.found and has_place and has_event


@dataclass
class Column:
    """What the whole file says: the order of its days, whether its keys are keys, keys seen."""

    layout: Layout
    order: Order
    has_keys: bool
    seen: Counter[str] = field(default_factory=Counter)
    cells_by_key: dict[str, tuple[Cell, ...]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)


def layout_of(file: SourceFile, choices: Choices | None = None) -> Layout | None:
    """Return the layout of a table of events; None for other tables."""
    chosen = choices.columns if choices else {}
    if file.content is Content.JSON:
        return _layout_of_items(file, chosen)
    head = file.head
    best: Layout | None = None
    for place in _likely_headers(head):
        row, cells = head[place]
        after = [each for _, each in head[place + 1 : place + 1 + SAMPLE]]
        tags = [name_of(cell) for cell in after[0]] if after and is_tags(after[0]) else []
        above = head[place - 1][1] if place else []
        for names in _names(cells, above):
            layout = Layout(
                Header(row, names),
                match_columns(names, after[1:] if tags else after, tags, chosen),
            )
            is_better = best is None or len(layout.found) > len(best.found)
            if layout.is_of_events and is_better:
                best = layout
    return best


def _likely_headers(head: Sequence[tuple[int, Cells]]) -> list[int]:
    """Return the rows that may be the header, the likeliest by their names, in their order."""
    likely = []
    for place, (_, cells) in enumerate(head[:MOST_ROWS_ABOVE]):
        if has_several(cells) and not is_tags(cells):
            names = [name_of(cell) for cell in cells[:MOST_COLUMNS]]
            known = sum(any(name_score(ours, name) for ours in NAMES) for name in names)
            likely.append((-known, place))
    return sorted(place for _, place in sorted(likely)[:MOST_HEADERS])


def _names(cells: Cells, above: Cells) -> list[tuple[str, ...]]:
    """Return the names of a header, alone and with the row above it where it is blank."""
    own = tuple(name_of(cell) for cell in cells)
    upper = [name_of(cell) for cell in above]
    if not any(upper) or not all(isinstance(cell, str) for cell in cells):
        return [own]
    joined = tuple(
        name or (upper[place] if place < len(upper) else "") for place, name in enumerate(own)
    )
    return [own, joined] if sum(map(bool, upper)) > 1 else [own]


def _layout_of_items(file: SourceFile, chosen: Mapping[str, str]) -> Layout | None:
    first = [record for _, record in zip(range(SAMPLE), items(file), strict=False)]
    names = tuple(dict.fromkeys(name for record in first for name in record.cells))
    sample = [[record[name] for name in names] for record in first]
    layout = Layout(Header(0, names), match_columns(names, sample, (), chosen))
    return layout if layout.is_of_events else None


def _recognise(file: SourceFile) -> str:
    layout = layout_of(file)
    if not layout:
        return ""
    read = [
        match.name if plain_name(match.name) == plain_name(ours) else f"{match.name} ({ours})"
        for ours, match in layout.found.items()
    ]
    return say("a table whose columns read as events: {columns}", columns=join_words(read))


def _read(file: SourceFile, choices: Choices) -> Iterator[Outcome]:
    layout = layout_of(file, choices)
    if layout is None:
        yield Refused(Lost.FILE, 0, "", "", "unknown_format")
        return
    column = _column(file, layout, choices)
    yield from questions_of(column.order, layout.found["event_date"].name)
    for row, cells in file.head if file.content is Content.TABLE else ():
        if row < layout.header.row and any(cells):
            yield NotData(row, "above_header")
    yield from outcomes_of_each(
        _records(file, layout), lambda record: _event(record, column, choices)
    )


def _records(file: SourceFile, layout: Layout) -> Iterator[Record | Refused | NotData]:
    if file.content is Content.JSON:
        yield from items(file)
        return
    for record in records(file, layout.header):
        if isinstance(record, Record) and _is_total(record):
            yield NotData(record.row, "total_row")
        else:
            yield record


def _is_total(record: Record) -> bool:
    filled = [cell for cell in record.cells.values() if not is_nothing(cell)]
    first = next((cell for cell in filled if isinstance(cell, str)), "")
    return folded(str(first)).strip(" :.") in TOTALS


def _column(file: SourceFile, layout: Layout, choices: Choices) -> Column:
    """Read the file once for what only the whole of it tells."""
    day, key = layout.found["event_date"].name, layout.found.get("event_id")
    days: list[Cell] = []
    keys: list[str] = []
    for record in _records(file, layout):
        if isinstance(record, Record):
            days.append(record[day])
            keys.append(text_of(record[key.name]) if key else "")
    order = order_for(choices, days)
    running = [str(number) for number in range(1, len(keys) + 1)]
    return Column(layout, order, bool(key) and keys != running)


def _event(record: Record, column: Column, choices: Choices) -> Iterator[Outcome]:
    found = column.layout.found

    def cell(ours: str) -> Cell:
        return record[found[ours].name] if ours in found else None

    named = text_of(cell("country"))
    code = country_code(named) or country_code(choices.country)
    if not code:
        rule = "unknown_country" if named else "value_missing"
        name = found["country"].name if "country" in found else "country"
        raise NoRow(Refused(Lost.ROW, record.row, name, named, rule))
    one_of_five(record.row, code)
    if plain_name(text_of(cell("approval"))) == "not approved":
        raise NoRow(LeftOut(record.row, "not_approved"))
    first, last = _window(record, column)
    happened = text_of(cell("event_type")) or text_of(cell("sub_event_type"))
    kind = _kind(happened, text_of(cell("sub_event_type")), choices)
    if kind is None:
        yield from _question(happened, column)
    event = Event(
        row=record.row,
        event_id="",
        first=first,
        last=last,
        last_column=found["end_date"].name if "end_date" in found else "end_date",
        last_printed=text_of(cell("end_date")),
        time_precision=1,
        event_type=(kind or guess_of(happened) or UNKNOWN)[0],
        sub_event_type=(kind or guess_of(happened) or UNKNOWN)[1],
        country=code,
        admin1=text_of(cell("admin1")),
        location=text_of(cell("location")),
        actor1=text_of(cell("actor1")),
        actor2=text_of(cell("actor2")),
        notes=text_of(cell("notes")) or ("" if kind else happened),
        title="" if kind else " ".join(happened.split()[:12]),
        reported_by=text_of(cell("reported_by")),
        source_id=ORIGIN.source_id,
        figures=[(measure, read_count(cell(measure))) for measure in COUNTED if measure in found],
    )
    event.latitude, event.longitude = _point(record, found)
    event.event_id = _key(event, text_of(cell("event_id")), happened, column)
    if not (yield from _is_new(record, event, column)):
        return
    for outcome in rows_of(event, choices):
        if isinstance(outcome, Refused) and outcome.column in found:
            # The file's column is named, not ours.
            outcome = replace(outcome, column=found[outcome.column].name)
        yield outcome


def _window(record: Record, column: Column) -> tuple[date, date]:
    """Return the first and the last day. Raises `NoRow`."""
    found = column.layout.found
    days: list[date] = []
    for ours in ("event_date", "end_date"):
        cell = record[found[ours].name] if ours in found else None
        if ours == "end_date" and is_nothing(cell):
            continue
        try:
            days.append(read_day(cell, column.order))
        except WrongDay as fault:
            shown = str("" if cell is None else cell).replace("\0", "\\x00").strip()
            name = found[ours].name
            raise NoRow(Refused(Lost.ROW, record.row, name, shown, *fault.args)) from fault
    return days[0], days[-1]


def _point(record: Record, found: Mapping[str, Match]) -> tuple[Cell, Cell]:
    if "latitude" in found and "longitude" in found:
        return record[found["latitude"].name], record[found["longitude"].name]
    parts = split_point(record[found["point"].name]) if "point" in found else []
    return (parts[0], parts[1]) if parts else (None, None)


def _kind(words: str, sub_words: str, choices: Choices) -> tuple[str, str] | None:
    chosen = choices.event_types.get(words) or choices.event_types.get("*")
    return kind_of(words, sub_words) or chosen


def _question(words: str, column: Column) -> Iterator[Question]:
    """Ask once for each word what it means."""
    if words not in column.asked:
        column.asked.add(words)
        guess = guess_of(words)
        taken = "/".join(guess) if guess else ""
        yield Question("event_types", words, taken)


def _key(event: Event, own: str, words: str, column: Column) -> str:
    """Return the file's key, or a stable one made of what the record says."""
    if own and column.has_keys:
        prefix = "kobo" if column.layout.found["event_id"].name.startswith("_") else "desk"
        return own if ":" in own else f"{prefix}:{own}"
    said = (event.first.isoformat(), event.country, folded(event.location), folded(words))
    digest = hashlib.sha256("|".join(said).encode()).hexdigest()[:12]
    column.seen[digest] += 1
    number = column.seen[digest]
    return f"desk:{event.first:%Y%m%d}-{digest}" + (f"-{number}" if number > 1 else "")


def _is_new(record: Record, event: Event, column: Column) -> Iterator[Outcome]:
    """Yield what is wrong with a key that was used further up; return whether it was not."""
    cells = tuple(record.cells.values())
    before = column.cells_by_key.setdefault(event.event_id, cells)
    if before is cells:
        return True
    if before == cells:
        yield LeftOut(record.row, "repeated_row")
    else:
        name = column.layout.found["event_id"].name
        yield Refused(Lost.ROW, record.row, name, event.event_id, "repeated_key")
    return False


FORMATS = (
    Format(
        key="desk",
        name="Table of the desk's own",
        origin=ORIGIN,
        recognise=_recognise,
        read=_read,
        meaning="Events as the desk has written them down.",
    ),
)
