"""Folders of data as a desk fills them: one file of somebody else's, imported. Nothing happened."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from source_files import ACLED, table

from dashboard.__main__ import main

TOWNS = (
    ("KAZ", "398", "Kazakhstan", "Almaty", 43.25, 76.95),
    ("KGZ", "417", "Kyrgyzstan", "Osh", 40.5283, 72.7985),
    ("TJK", "762", "Tajikistan", "Khujand", 40.28, 69.62),
    ("UZB", "860", "Uzbekistan", "Nukus", 42.46, 59.61),
)
KINDS = (
    ("Protests", "Peaceful protest", "Gardeners asked for water.", "crowd size=about 40"),
    ("Protests", "Protest with intervention", "Drivers stood still.", "crowd size=no report"),
    ("Battles", "Armed clash", "Guards shot over a wall.", ""),
    ("Strategic developments", "Arrests", "Two beekeepers were held.", ""),
    ("Riots", "Violent demonstration", "Windows of a mill broke.", "crowd size=several dozen"),
)
DAYS = ("07 February 2023", "19 March 2023", "24 May 2023", "02 September 2023", "17 November 2023")


def acled_2023() -> list[dict[str, str]]:
    """Return twenty rows of ACLED's columns: four countries, five months, five kinds."""
    return [
        ACLED
        | {
            "event_id_cnty": f"{code}{9000 + number}",
            "event_date": day,
            "event_type": kind,
            "sub_event_type": sub,
            "iso": iso,
            "country": country,
            "admin1": "",
            "location": town,
            "latitude": str(north),
            "longitude": str(east),
            "notes": notes,
            "tags": tags,
            "fatalities": "2" if kind == "Battles" else "0",
        }
        for place, (code, iso, country, town, north, east) in enumerate(TOWNS)
        for number, (day, (kind, sub, notes, tags)) in enumerate(
            zip(DAYS, KINDS[place:] + KINDS[:place], strict=True)
        )
    ]


def imported(
    folder: Path, files: Mapping[str, Sequence[Mapping[str, str]]], *more: str, into: str = "desk"
) -> Path:
    """Import files, by name their rows, into a folder inside `folder`, as the command does."""
    target = folder / into
    for name, rows in files.items():
        file = folder / name
        file.write_bytes(table([dict(row) for row in rows]))
        asked = ["import", str(file), "--into", str(target), "--yes", "--retrieved", "2024-05-01"]
        assert main([*asked, *more]) == 0
    return target
