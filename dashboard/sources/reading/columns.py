"""Which column of a table of the desk's own holds what: by its name, its HXL tag, its values.

Types of events stand in it in the desk's words: ours and ACLED's by name, others asked about.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from dashboard.sources.reading.days import Order, WrongDay, read_day
from dashboard.sources.reading.files import Cell
from dashboard.sources.reading.numbers import WrongNumber, is_nothing, read_degrees, text_of
from dashboard.sources.reading.places import country_code
from dashboard.spellings import folded
from dashboard.vocabulary import EVENT_TYPES

# Our columns by the names that desks give them, the surest first.
NAMES = {
    "event_id": "event_id;uuid;id;key;event key;код",
    "event_date": "event_date;date;date of the event;event day;day;start date;date_start;when;дата;"
    "дата события;когда;день;күні;куни;sana;сана",
    "end_date": "end_date;end date;date_end;last day;until;дата окончания",
    "country": "country;country code;iso3;iso_code;country name;state;страна;государство;mamlakat",
    "admin1": "admin1;province;region;oblast;область;регион;провинция",
    "location": "location;place;town;city;settlement;village;name;where;место;город;"
    "населенный пункт;место события",
    "latitude": "latitude;lat;y;широта",
    "longitude": "longitude;lon;long;lng;x;долгота",
    "point": "point;coordinates;place on the map;geopoint;gps;координаты;точка",
    "event_type": "event_type;type;category;kind;what happened;what;event;тип;вид;тип события;"
    "что произошло;событие",
    "sub_event_type": "sub_event_type;sub type;subtype;подтип",
    "participants": "participants;people;took part;how many took part;crowd size;crowd;protesters;"
    "участники;участников;число участников;численность",
    "detained": "detained;held;arrested;arrests;detentions;задержано;задержанные;задержаны",
    "killed": "killed;dead;deaths;fatalities;погибло;погибшие;убито",
    "injured": "injured;wounded;ранено;раненые;пострадавшие;пострадало",
    "actor1": "actor1;actor;who;кто;участник 1",
    "actor2": "actor2;target;against whom;участник 2",
    "notes": "notes;note;comment;comments;description;remarks;примечание;комментарий;описание",
    "reported_by": "source;sources;reported by;источник;источники",
    "approval": "validation status",
}
TAGS = {
    "#date+occurred": "event_date",
    "#date+start": "event_date",
    "#date": "event_date",
    "#date+end": "end_date",
    "#country+code": "country",
    "#country+name": "country",
    "#country": "country",
    "#adm1+name": "admin1",
    "#loc+name": "location",
    "#loc": "location",
    "#geo+lat": "latitude",
    "#geo+lon": "longitude",
    "#event+type": "event_type",
    "#event": "event_type",
    "#affected+killed": "killed",
    "#affected+injured": "injured",
    "#affected+participants": "participants",
    "#affected+detained": "detained",
    "#description": "notes",
    "#meta+source": "reported_by",
    "#event+id": "event_id",
}
EXACT, WITHIN, ALIKE, BY_VALUES, LEAST_ALIKE = 100, 80, 70, 50, 88
MOST_MATCHED, ENOUGH = 0.9, 0.5
KNOWN_BY_VALUES = ("event_date", "country")
# Wider tables are of something else; longer names are sentences.
MOST_COLUMNS, LONGEST_NAME = 300, 100


@dataclass(frozen=True)
class Match:
    """The file's column that holds one of ours: its place, its name, how it was found."""

    place: int
    name: str
    by: str  # "chosen", "tag", "name", "values"


def match_columns(
    names: Sequence[str],
    sample: Sequence[Sequence[Cell]],
    tags: Sequence[str] = (),
    chosen: Mapping[str, str] | None = None,
) -> dict[str, Match]:
    """Return the columns found, by ours. What was chosen goes before tags, names and values."""
    found: dict[str, Match] = {}
    for ours, name in (chosen or {}).items():
        if name in names:
            found[ours] = Match(names.index(name), name, "chosen")
    for place, tag in enumerate(tags[: len(names)]):
        ours = TAGS.get(tag.replace(" ", "").lower())
        if ours and (ours not in found or tag.endswith("+code")):
            found[ours] = Match(place, names[place], "tag")
    columns = [
        [row[place] for row in sample if place < len(row) and not is_nothing(row[place])]
        for place in range(min(len(names), MOST_COLUMNS))
    ]
    scores = [
        (score, -order, -place, ours)
        for order, ours in enumerate(NAMES)
        for place, cells in enumerate(columns)
        if (score := _score(ours, names[place], cells))
    ]
    for score, _, place, ours in sorted(scores, reverse=True):
        taken = {match.place for match in found.values()}
        if ours not in found and -place not in taken:
            by = "values" if score == BY_VALUES else "name"
            found[ours] = Match(-place, names[-place], by)
    return found


def plain_name(name: str) -> str:
    """Return a column's name as words: small letters, no marks.

    >>> plain_name("_Place on the map_latitude"), plain_name("Approved?")
    ('place on the map latitude', 'approved')
    """
    return " ".join(re.findall(r"\w+", folded(name).replace("_", " ").replace("ё", "е")))


def _score(ours: str, name: str, cells: Sequence[Cell]) -> int:
    score, test = name_score(ours, name), TESTS.get(ours)
    if test is None or not cells or not (score or ours in KNOWN_BY_VALUES):
        return score
    fitting = sum(map(test, cells)) / len(cells)
    if score:
        return score if fitting >= ENOUGH else 0
    return BY_VALUES if fitting >= MOST_MATCHED else 0


@lru_cache(maxsize=20_000)
def name_score(ours: str, name: str) -> int:
    """Return how surely a column's name is one of ours; 0 when it is not."""
    printed, synonyms = plain_name(name[:LONGEST_NAME]), _synonyms()[ours]
    if not printed:
        return 0
    if printed in synonyms:
        return EXACT - min(synonyms.index(printed), 9)
    if any(f" {each} " in f" {printed} " for each in synonyms if len(each) > 2):
        return WITHIN
    is_alike = len(printed) > 4 and any(
        fuzz.ratio(printed, each) >= LEAST_ALIKE for each in synonyms
    )
    return ALIKE if is_alike else 0


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, list[str]]:
    return {ours: [plain_name(each) for each in names.split(";")] for ours, names in NAMES.items()}


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, int | float) and not 10_000 < cell < 80_000:
        return isinstance(cell, int | float) and cell > 1e7
    for order in (Order(), Order(day_first=False)):
        try:
            read_day(cell, order)
        except WrongDay as fault:
            if str(fault) == "year_out_of_range":
                return True
        else:
            return True
    return False


def _is_country(cell: Cell) -> bool:
    return bool(country_code(cell))


def _is_degrees(cell: Cell) -> bool:
    try:
        return read_degrees(cell) is not None
    except WrongNumber:
        return False


def _is_point(cell: Cell) -> bool:
    return len(split_point(cell)) >= 2


def split_point(cell: Cell) -> list[str]:
    """Return the numbers of a point in one cell, as Kobo and maps write it.

    >>> split_point("42.8746 74.5698 0 0"), split_point("42.87, 74.57")
    (['42.8746', '74.5698', '0', '0'], ['42.87', '74.57'])
    """
    text = text_of(cell).replace(", ", " ").replace(";", " ")
    parts = text.split() if " " in text else text.split(",")
    return parts if len(parts) > 1 and all(_is_degrees(part) for part in parts) else []


TESTS: dict[str, Callable[[Cell], bool]] = {
    "event_date": _is_day,
    "end_date": _is_day,
    "country": _is_country,
    "latitude": _is_degrees,
    "longitude": _is_degrees,
    "point": _is_point,
}


# Words that say what an event is, in any form that begins so.
HINTS = {
    ("Protests", "Peaceful protest"): "protest;rally;picket;demonstration;march;митинг;пикет;"
    "шествие;протест;акция протеста;демонстрация",
    ("Riots", "Violent demonstration"): "riot;беспорядки",
    ("Strategic developments", "Arrests"): "arrest;detention;арест;задержание",
    ("Court ruling", "Sentence"): "sentence;verdict;приговор",
    ("Battles", "Armed clash"): "armed clash;clash;battle;shooting;перестрелка;бой;столкновение",
}
UNKNOWN = ("Strategic developments", "Other")


def kind_of(words: str, sub_words: str = "") -> tuple[str, str] | None:
    """Return the type and sub-type that a desk's words name; None when they name none of ours.

    >>> kind_of("peaceful_protest"), kind_of("Protests", "Peaceful protest"), kind_of("Очередь")
    (('Protests', 'Peaceful protest'), ('Protests', 'Peaceful protest'), None)
    """
    first, second = plain_name(words), plain_name(sub_words)
    known, known_subs = _known()
    if second and first in known:
        kind = known[first]
        return next(
            ((kind, s) for s in EVENT_TYPES[kind].sub_types if plain_name(s) == second), None
        )
    return known_subs.get(second or first)


def guess_of(words: str) -> tuple[str, str] | None:
    """Return what free words probably mean, to be offered and never taken in silence.

    >>> guess_of("Пикет у мэрии"), guess_of("Очередь за мукой")
    (('Protests', 'Peaceful protest'), None)
    """
    text = f" {plain_name(words)}"
    for kind, hints in HINTS.items():
        if any(f" {hint}" in text for hint in hints.split(";")):
            return kind
    return None


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Return our types by name, and the sub-types that belong to one type only."""
    types = {plain_name(kind): kind for kind in EVENT_TYPES}
    pairs = [(kind, sub) for kind, own in EVENT_TYPES.items() for sub in own.sub_types]
    names = [plain_name(sub) for _, sub in pairs]
    single = {name: pair for name, pair in zip(names, pairs, strict=True) if names.count(name) == 1}
    return types, single
