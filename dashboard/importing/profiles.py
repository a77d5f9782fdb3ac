"""What a person has said of a desk's table, kept for the next file with the same header."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from dashboard.sources.reading.files import Content, SourceFile, Unreadable
from dashboard.sources.reading.outcomes import Choices
from dashboard.sources.reading.tables import header_of, items

FOLDER = "profiles"


def with_profile(target: Path, file: SourceFile, choices: Choices) -> Choices:
    """Return the choices with those kept for the file's header; what is said now goes before."""
    try:
        kept = json.loads(_file(target, file).read_text("utf-8"))
        columns = {str(ours): str(theirs) for ours, theirs in kept["columns"].items()}
        types = {str(word): (str(kind), str(sub)) for word, (kind, sub) in kept["types"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Unreadable):
        return choices
    return replace(
        choices,
        columns={**columns, **choices.columns},
        event_types={**types, **choices.event_types},
        day_first=kept.get("day_first") if choices.day_first is None else choices.day_first,
    )


def keep_profile(target: Path, file: SourceFile, choices: Choices) -> None:
    """Keep what was said of a file's columns, types and days, when anything was."""
    if not (choices.columns or choices.event_types or choices.day_first is not None):
        return
    kept = {
        "columns": dict(choices.columns),
        "types": {word: list(kind) for word, kind in choices.event_types.items()},
        "day_first": choices.day_first,
    }
    place = _file(target, file)
    place.parent.mkdir(exist_ok=True)
    making = place.with_suffix(".making")
    making.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    making.replace(place)


def _file(target: Path, file: SourceFile) -> Path:
    if file.content is Content.JSON:
        names = next((sorted(item.cells) for item in items(file)), [])
    else:
        names = list(header_of(file).names)
    return target / FOLDER / f"{hashlib.sha256('|'.join(names).encode()).hexdigest()[:12]}.json"
