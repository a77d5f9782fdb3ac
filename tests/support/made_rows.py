"""Made-up events, column by column: some rows of a made-up world.

How many there are on a day and where they are written is decided in `made_events`.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from made_places import Places
from made_words import (
    CAUSES,
    DEEDS,
    FAMILY_ENDS,
    FAMILY_STEMS,
    GIVEN_NAMES,
    GROUPS,
    ISSUES,
    KINDS,
    OTHER_DEEDS,
    REMARKS,
    STATE_RESPONSES,
)

from dashboard.vocabulary import ACLED_TYPES, COUNTRIES

ROOT = Path(__file__).resolve().parents[2]
FIRST_DAY = np.datetime64("2016-01-01", "D")
DAYS = 3653
CODES = (*COUNTRIES, "REG")
PROTEST_LIKE = np.array([kind in ("Protests", "Riots") for kind, *_ in KINDS])
TOLD_ISSUE = PROTEST_LIKE | np.array([sub in ("Arrests", "Sentence") for _, sub, *_ in KINDS])
IN_ACLED = np.array([kind in ACLED_TYPES for kind, *_ in KINDS])
REASON = "not political violence or protest"
OTHERS = (
    *("RUS", "TUR", "CHN", "KAZ", "KGZ", "TJK", "TKM", "UZB", "AFG"),
    *("RUS;CHN", "KGZ;TJK", "KAZ;UZB", "TUR;RUS", "TKM;UZB"),
)
WITHOUT_PLACE = 0.08
ABROAD = 0.02
BACKFILLED = 0.03
LAG = 25.0


@dataclass(frozen=True)
class World:
    """What all rows share: the places, the events up to each day and country, bursts, sources."""

    places: Places
    ends: np.ndarray
    burst_place: np.ndarray
    sources: Sequence[str]


class Chunk:
    """Some rows: drawn column by column, each column over all rows at once."""

    def __init__(self, world: World, random: np.random.Generator, first: int, end: int) -> None:
        self.world, self.random = world, random
        self.first, self.size = first, end - first
        cells = np.searchsorted(world.ends, np.arange(first, end), side="right")
        late = random.random(self.size) < BACKFILLED
        cells[late] = np.searchsorted(world.ends, random.integers(0, end, late.sum()), side="right")
        arrival = cells // len(CODES) + random.exponential(LAG, self.size)
        arrival[late] = random.uniform(arrival.min(), arrival.max(), late.sum())
        self.cell = cells[np.argsort(arrival)]
        self.country = self.cell % len(CODES)
        self.burst = world.burst_place[self.cell]
        self.kind = self.drawn([[kind[2] for kind in KINDS], [kind[3] for kind in KINDS]], "burst")
        self.place = self.drawn_places()
        self.precision = 1 + self.drawn([[95, 3, 2]])
        self.first_day, self.last_day = self.windows()

    def drawn(self, weights: Sequence[Sequence[float]], by: str = "") -> np.ndarray:
        """Draw a number a row, by weights; two rows of weights are for quiet days and bursts."""
        ends = np.cumsum(weights, axis=1)
        ends = ends / ends[:, -1:] + np.arange(len(ends))[:, None]
        group = (self.burst >= 0).astype(np.int8) if by else 0
        found = np.searchsorted(ends.ravel(), self.random.random(self.size) + group, side="right")
        return (found - group * ends.shape[1]).clip(0, ends.shape[1] - 1)

    def drawn_places(self) -> np.ndarray:
        """Draw a place a row: -1 for none, a Zipf's place of the country, a burst's, or abroad."""
        places = self.world.places
        place = places.drawn(self.country, self.random.random(self.size))
        at_home = (self.burst >= 0) & (self.random.random(self.size) < 0.6)
        place[at_home] = self.burst[at_home]
        abroad = self.random.random(self.size) < ABROAD
        place[abroad] = self.random.choice(places.foreign, abroad.sum())
        place[(self.random.random(self.size) < WITHOUT_PLACE) | (self.country == 5)] = -1
        return place

    def windows(self) -> tuple[np.ndarray, np.ndarray]:
        """Return first and last days: one day, a few, a week, a month."""
        day = FIRST_DAY + self.cell // len(CODES)
        last = day + np.where(
            self.random.random(self.size) < 0.015, self.random.integers(1, 5, self.size), 0
        )
        last = np.where(self.precision == 2, day + 6, last)
        month = day.astype("datetime64[M]")
        vague = self.precision == 3
        first = np.where(vague, month.astype("datetime64[D]"), day)
        return first, np.where(vague, (month + 1).astype("datetime64[D]") - 1, last)

    def table(self) -> pa.Table:
        """Put the columns together, in the schema's order."""
        keys = self.keys()
        columns = self.times() | self.kinds() | self.places() | self.words() | self.sources()
        linked = self.random.random(self.size) < 0.03
        earlier = (np.arange(self.size) * self.random.random(self.size)).astype(int)
        columns |= {
            "event_id": keys,
            "related_event_id": pc.take(keys, pa.array(earlier, mask=~linked)),
        }
        blank = {name: pa.nulls(self.size, kind) for name, kind in BLANK.items()}
        return pa.table({name: (columns | blank)[name] for name in column_names()})

    def keys(self) -> pa.Array:
        """Write `KAZ-2020-06-29-0000123`: the number is the row's place in the order of arrival."""
        days = (self.first_day - FIRST_DAY).astype(int) + 31
        heads = [f"{code}-{FIRST_DAY - 31 + day}-" for day in range(DAYS + 31) for code in CODES]
        table = np.frombuffer("".join(heads).encode(), np.uint8).reshape(len(heads), 15)
        width = max(7, len(str(self.first + self.size)))
        letters = np.empty((self.size, 15 + width), np.uint8)
        letters[:, :15] = table[days * len(CODES) + self.country]
        numbers = np.arange(self.first, self.first + self.size)
        for place in range(width):
            letters[:, -1 - place] = 48 + numbers // 10**place % 10
        ends = np.arange(0, (self.size + 1) * letters.shape[1], letters.shape[1], dtype=np.int32)
        return pa.StringArray.from_buffers(self.size, pa.py_buffer(ends), pa.py_buffer(letters))

    def times(self) -> dict[str, pa.Array]:
        """Write days, how sure they are, and the status."""
        return {
            "event_date": pa.array(self.first_day),
            "end_date": pa.array(self.last_day),
            "time_precision": pa.array(self.precision, pa.int8()),
            "date_basis": coded(self.drawn([[96, 4]]), ("stated", "inferred")),
            "status": coded(
                self.drawn([[981, 9, 7, 3]]), ("occurred", "claimed", "planned", "pledged")
            ),
            "confidence": coded(self.drawn([[30, 62, 8]]), ("high", "medium", "low")),
        }

    def kinds(self) -> dict[str, pa.Array]:
        """Write types, countries and what protests are about."""
        two_sided = (self.random.random(self.size) < 0.08) & ~TOLD_ISSUE[self.kind]
        related = self.random.integers(0, len(OTHERS), self.size)
        own = np.array([[code in other for other in OTHERS] for code in CODES])
        return {
            "event_type": coded(self.kind, [kind for kind, *_ in KINDS]),
            "sub_event_type": coded(self.kind, [sub for _, sub, *_ in KINDS]),
            "country": coded(self.country, CODES),
            "related_countries": coded(related, OTHERS, two_sided & ~own[self.country, related]),
            "issue": coded(
                self.drawn([[26, 7, 6, 6, 22, 9, 3, 5, 8, 3, 5]]), ISSUES, TOLD_ISSUE[self.kind]
            ),
            "state_response": coded(
                self.drawn([[62, 8, 3, 5, 6, 10, 3, 3]]), STATE_RESPONSES, PROTEST_LIKE[self.kind]
            ),
            "acled_eligible": pa.array(IN_ACLED[self.kind]),
            "acled_reason": coded(np.zeros(self.size, int), (REASON,), ~IN_ACLED[self.kind]),
        }

    def places(self) -> dict[str, pa.Array]:
        """Write where it happened; blank for events of a whole country."""
        known, places = self.place >= 0, self.world.places
        home = coded(self.country, (*CODES[:5], None)).cast(pa.string())
        country = coded(self.place, places.country, known).cast(pa.string())
        at_home = pa.array(self.random.random(self.size) < 0.9)
        return {
            "place_country": pc.if_else(
                pa.array(known), country, pc.if_else(at_home, home, None)
            ).dictionary_encode(),
            "admin1": coded(self.place, places.admin1, known),
            "location": coded(self.place, places.names, known),
            "latitude": pa.array(places.latitude[self.place], mask=~known),
            "longitude": pa.array(places.longitude[self.place], mask=~known),
            "geo_precision": pa.array(places.precision[self.place], pa.int8(), mask=~known),
        }

    def words(self) -> dict[str, pa.Array]:
        """Write actors, a title of at most twelve words and a note of about 120 characters."""
        where = coded(
            np.where(self.place < 0, len(self.world.places.names), self.place),
            (*self.world.places.names, "several places"),
        ).cast(pa.string())
        group, cause = self.some(GROUPS), self.some(CAUSES)
        deed = taken(*_deeds(self.kind, self.random))
        people = self.random.lognormal(3.6, 1.5, self.size).astype(int) + 2
        numbers = pa.array(people).cast(pa.string())
        title = joined(group, deed, "in", where)
        names = self.some(GIVEN_NAMES), self.some(_families())
        note = joined(title, "over", cause)
        said = joined(numbers, "people, says", *names)
        note = pc.binary_join_element_wise(note, said, self.some(REMARKS), "; ")
        against = coded(self.country, [f"Police Forces ({code})" for code in CODES])
        return {
            "actor1": coded(
                np.where(PROTEST_LIKE[self.kind], self.country, 6 + self.country),
                [f"{who} ({code})" for who in ("Protesters", "Government") for code in CODES],
            ),
            "actor2": pc.if_else(
                pa.array(self.random.random(self.size) < 0.4), against.cast(pa.string()), None
            ).dictionary_encode(),
            "title": title,
            "notes": pc.binary_join_element_wise(note, ".", ""),
        }

    def sources(self) -> dict[str, pa.Array]:
        """Write the sources, the first ones most often."""
        weights = [1 / (rank + 1) for rank in range(len(self.world.sources))]
        return {"source_id": coded(self.drawn([weights]), self.world.sources)}

    def some(self, words: Sequence[str]) -> pa.Array:
        """Draw a word a row, the first ones more often."""
        codes = (len(words) * self.random.random(self.size) ** 1.5).astype(np.int32)
        return taken(codes, words)


BLANK = {
    "paragraph": pa.int32(),
    "footnotes": pa.string(),
    "char_start": pa.int32(),
    "char_end": pa.int32(),
    "hedge": pa.string(),
    "coder_note": pa.string(),
    "office_held": pa.string(),
    "summary": pa.string(),
}


def column_names() -> list[str]:
    """Return the columns of data/events.csv, in order."""
    with (ROOT / "data" / "events.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def coded(
    codes: np.ndarray, words: Sequence[str | None], known: np.ndarray | None = None
) -> pa.DictionaryArray:
    """Return a column of words from their numbers; blank where not `known`."""
    unique = [word for word in dict.fromkeys(words) if word is not None]
    number = np.array([-1 if word is None else unique.index(word) for word in words], np.int32)
    chosen = number[codes]
    blank = chosen < 0 if known is None else (chosen < 0) | ~known
    indices = pa.array(chosen, mask=blank)
    return pa.DictionaryArray.from_arrays(indices, pa.array(unique, pa.string()))


def taken(codes: np.ndarray, words: Sequence[str]) -> pa.Array:
    """Return a column of text from the numbers of its words."""
    return pa.array(words).take(pa.array(codes))


def joined(*parts: pa.Array | str) -> pa.Array:
    """Set parts beside each other with spaces between."""
    return pc.binary_join_element_wise(*parts, " ")


def _deeds(kind: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    """Draw what happened, fitting the kind of event."""
    choices = [DEEDS.get(sub, OTHER_DEEDS) for _, sub, *_ in KINDS]
    lengths = np.array([len(choice) for choice in choices])
    starts = np.cumsum(lengths) - lengths
    codes = starts[kind] + (random.random(len(kind)) * lengths[kind]).astype(int)
    return codes, [deed for choice in choices for deed in choice]


def _families() -> list[str]:
    return [stem + end for stem in FAMILY_STEMS for end in FAMILY_ENDS]
