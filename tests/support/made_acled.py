"""A made-up download of ACLED by the million rows: its 31 columns, its words, nothing real.

`python tests/support/made_acled.py 5000000 /tmp/made/acled.csv` writes one, with a few odd rows
among them: unknown types, wrong days, points outside, cells in quotes over several lines.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from made_places import made_places  # noqa: E402
from made_words import DEEDS, GROUPS  # noqa: E402

from dashboard.vocabulary import ACLED_TYPES, COUNTRIES  # noqa: E402

COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2"),
    *("inter2", "interaction", "civilian_targeting", "iso", "region", "country"),
    *("admin1", "admin2", "admin3", "location", "latitude", "longitude"),
    *("geo_precision", "source", "source_scale", "notes", "fatalities", "tags"),
    *("timestamp",),
)
ISO = {"KAZ": "398", "KGZ": "417", "TJK": "762", "TKM": "795", "UZB": "860"}
NEIGHBOURS = (("4", "Afghanistan", "AFG", 34.5328, 69.1658), ("156", "China", "CHN", 43.8, 87.6))
TOLD = [deed for deeds in DEEDS.values() for deed in deeds]
KINDS = [(kind, sub) for kind, own in ACLED_TYPES.items() for sub in own.sub_types]
CROWDS = ("no report", "about 100", "several dozen", "15-20", "at least 300", "around 40", "12")
CHUNK = 50_000
FIRST_DAY = date(2018, 1, 1)
# One in so many rows is odd in some way.
ODD_EVERY = 500
ODD = (
    {"event_type": "Gathering"},
    {"sub_event_type": ""},
    {"event_date": "31 February 2023"},
    {"event_date": "0020-06-12"},
    {"event_date": ""},
    {"latitude": "72.7985", "longitude": "40.5283"},
    {"latitude": "1.5", "longitude": "1.5"},
    {"latitude": "42874600"},
    {"latitude": "42,8746"},
    {"longitude": ""},
    {"latitude": "north"},
    {"fatalities": "many"},
    {"fatalities": "1 200"},
    {"country": "Mars", "iso": ""},
    {"event_id_cnty": ""},
    {"event_id_cnty": "KGZ1"},
    {"notes": 'He said "no".\nThen, again,\r\nno. [size=several hundred]'},
    {"notes": "\u00a0Spaces around\u00a0 "},
    {"location": " Astana "},
    {"location": "Khudjand", "admin1": "KZ-10"},
    {"admin1": "Abai"},
    {"time_precision": "3"},
    {"geo_precision": "x"},
    {"tags": "crowd size=70 across 6 locations; local administrators"},
    {"timestamp": "soon"},
    {"timestamp": "99999999999"},
    {"event_type": "Riots/Protests", "sub_event_type": "", "inter1": "5"},
    {"event_type": "protests "},
    {"actor2": "n/a"},
)


def acled_rows(count: int, seed: int = 1, *, odd_every: int = ODD_EVERY) -> Iterator[list[str]]:
    """Yield the rows of a made-up download, without its header; `odd_every` 0 for none odd."""
    for number, first in enumerate(range(0, count, CHUNK)):
        random = np.random.default_rng([seed, number])
        yield from _chunk(first, min(CHUNK, count - first), random, odd_every)


def write_acled(path: Path, count: int, seed: int = 1, *, odd_every: int = ODD_EVERY) -> Path:
    """Write a made-up download; the same seed gives the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, lineterminator="\n")
        written.writerow(COLUMNS)
        written.writerows(acled_rows(count, seed, odd_every=odd_every))
    return path


def _chunk(
    first: int, count: int, random: np.random.Generator, odd_every: int
) -> Iterator[list[str]]:
    places = made_places(1)
    at_home = random.random(count) < 0.97
    codes = tuple(COUNTRIES)
    country = random.choice(len(codes), count, p=(0.35, 0.24, 0.13, 0.05, 0.23))
    place = places.drawn(country, random.random(count))
    day = random.integers(0, 2900, count)
    kind = np.minimum(random.geometric(0.12, count) - 1, len(KINDS) - 1)
    group, other = random.integers(0, len(GROUPS), (2, count))
    deed = random.integers(0, 1 << 30, (4, count))
    dead = np.where(random.random(count) < 0.06, random.integers(1, 40, count), 0)
    for row in range(count):
        number = first + row
        code, spot = codes[country[row]], place[row]
        iso, name, north, east = (
            ISO[code],
            COUNTRIES[code].name,
            places.latitude[spot],
            places.longitude[spot],
        )
        if not at_home[row]:
            iso, name, code, north, east = NEIGHBOURS[number % 2]
        when = FIRST_DAY + timedelta(days=int(day[row]))
        event, sub = KINDS[kind[row]]
        crowd = CROWDS[deed[0, row] % len(CROWDS)]
        province = places.admin1[spot] or ""
        cells: list[str] = [
            *(f"{code}{number + 1}", f"{when:%d %B %Y}", str(when.year), "1", "Demonstrations"),
            *(event, sub, GROUPS[group[row]], "", "6", GROUPS[other[row]], "", "1", "16", ""),
            *(iso, "Caucasus and Central Asia", name, province, "", "", str(places.names[spot])),
            *(f"{north:.4f}", f"{east:.4f}", str(places.precision[spot])),
            *(f"Valley Post {deed[1, row] % 400}", "National", _told(deed[:, row], crowd)),
            *(str(dead[row]), f"crowd size={crowd}", str(1_600_000_000 + number * 7)),
        ]
        if odd_every and number % odd_every == odd_every - 1:
            changed = ODD[number // odd_every % len(ODD)]
            cells = [changed.get(key, cell) for key, cell in zip(COLUMNS, cells, strict=True)]
        yield cells


def _told(draw: np.ndarray, crowd: str) -> str:
    deeds = [TOLD[int(each) % len(TOLD)] for each in draw]
    words = " ".join(f"On that day people {deed} before the town hall, as told." for deed in deeds)
    return f"{words} [size={crowd}]"


if __name__ == "__main__":
    write_acled(Path(sys.argv[2]), int(sys.argv[1]))
