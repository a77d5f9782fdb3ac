"""Files read into the tables of a draft, and all that a person wants to know before it is written.

A draft is a folder beside the data until it is published as the data. With the rows it is
written where they come from: their sources, what these review, what their series count.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from dashboard.datapackage.opening import BORROWED
from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine.address import current_version
from dashboard.importing.parts import Part
from dashboard.importing.reading import REFUSED, SECOND, Writers, read_part
from dashboard.importing.steps import Progress, Stage, Step, unheard
from dashboard.importing.tables import Merged, Winners, columns_of, merge, read_table, write_table
from dashboard.importing.versions import Version, in_use, link_or_copy, publish
from dashboard.sources.format import Origin, Recognised
from dashboard.sources.formats import format_named, recognise
from dashboard.sources.reading.files import Content, SourceFile, Unreadable, look_at, parts_of
from dashboard.sources.reading.outcomes import Choices, Question, Value, cell_text
from dashboard.sources.reading.places import FIVE
from dashboard.sources.reading.tables import header_of, items
from dashboard.wording import say

# What a person has said of a desk's table is kept here for the next file with the same header.
PROFILES = "profiles"
# The source of the borders.
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
    for table in (each for each in BORROWED if each != "sources"):
        places = [at for at, name in enumerate(columns_of(table)) if name.endswith("source_id")]
        for row in read_table(SHIPPED_FOLDER / f"{table}.csv", table) if places else ():
            named |= {row[at] for at in places}
    return {source: row for source, row in shipped.items() if source in named}


def _write_series(draft: Path, parts: Sequence[Part], before: Path, filled: set[str]) -> None:
    """Say what the numbers of a series count; of a table that is now own, ours say nothing."""
    columns = columns_of("series")
    if not filled:
        return
    own = before / "series.csv"
    rows = read_table(own if own.is_file() else SHIPPED_FOLDER / "series.csv", "series")
    of_table = columns.index("table")
    kept = {row[0]: row for row in rows if own.is_file() or row[of_table] not in filled}
    for part in parts:
        if part.recognised and part.rows:
            known = part.recognised.format
            for series_id, table, measure, meaning in known.series:
                row = {
                    "series_id": series_id,
                    "table": table,
                    "measure": measure,
                    "source_id": known.origin.source_id,
                    "meaning": meaning,
                }
                kept[series_id] = [row[name] for name in columns]
    write_table(draft / "series.csv", "series", kept.values())


def with_profile(target: Path, file: SourceFile, choices: Choices) -> Choices:
    """Return the choices with those kept for the file's header; what is said now goes before."""
    try:
        kept = json.loads(_profile(target, file).read_text("utf-8"))
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


def _keep_profile(target: Path, file: SourceFile, choices: Choices) -> None:
    """Keep what was said of a file's columns, types and days, when anything was."""
    if not (choices.columns or choices.event_types or choices.day_first is not None):
        return
    kept = {
        "columns": dict(choices.columns),
        "types": {word: list(kind) for word, kind in choices.event_types.items()},
        "day_first": choices.day_first,
    }
    place = _profile(target, file)
    place.parent.mkdir(exist_ok=True)
    making = place.with_suffix(".making")
    making.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    making.replace(place)


def _profile(target: Path, file: SourceFile) -> Path:
    if file.content is Content.JSON:
        names = next((sorted(item.cells) for item in items(file)), [])
    else:
        names = list(header_of(file).names)
    return target / PROFILES / f"{hashlib.sha256('|'.join(names).encode()).hexdigest()[:12]}.json"


@dataclass
class Draft:
    """The tables as they would be, and how they came about."""

    folder: Path
    parent: str
    parts: list[Part]
    merged: dict[str, Merged]

    @property
    def loaded(self) -> int:
        """How many rows of the files are in the draft's tables."""
        return sum(part.rows.total() for part in self.parts)

    @property
    def removed(self) -> int:
        """How many events go, which their source has taken back."""
        return self.merged["events"].removed if "events" in self.merged else 0

    @property
    def faults(self) -> int:
        """How many rows, cells and files are refused."""
        return sum(part.refused.total() for part in self.parts)

    @property
    def open_questions(self) -> list[tuple[Part, Question]]:
        """What only a person can say, and nobody has yet: the type of event of a word."""
        return [
            (part, question)
            for part in self.parts
            for question in part.questions
            if question.choice == "event_types" and not question.taken
        ]

    def publish(
        self,
        target: Path,
        who: str,
        fetched: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> Version:
        """Make it the data of a folder, and keep what was said of a desk's tables for the next one.

        `fetched` says of a file's name where it is from. Raises `Busy`, `Outdated`, `OSError`.
        """
        version = publish(self.folder, target, self.parent, self._notes(who, fetched))
        for part in self.parts:
            if part.recognised and part.recognised.format.key == "desk":
                _keep_profile(target, part.file, part.choices)
        return version

    def _notes(self, who: str, fetched: Mapping[str, Mapping[str, str]]) -> dict[str, object]:
        """Return what the ledger keeps of it."""
        files = [
            {
                "name": part.file.name,
                "sheet": part.file.sheet,
                "sha256": part.sha256,
                "bytes": part.file.path.stat().st_size,
                "format": part.recognised.format.key if part.recognised else "",
                "rows": dict(part.rows),
                "refused": dict(part.refused),
                **fetched.get(part.file.name, {}),
            }
            for part in self.parts
        ]
        counts = {name: vars(each) for name, each in self.merged.items()}
        return {"who": who, "files": files, "counts": counts}


def make_draft(
    paths: Sequence[Path],
    target: Path,
    folder: Path,
    choices: Choices,
    named: str = "",
    progress: Progress = unheard,
) -> Draft:
    """Read files into the folder of a draft, merged with what `target` holds.

    `named` is the format to take, whatever a file looks like. `progress` may end the work by an
    exception. Raises `OSError`.
    """
    before = current_version(target)
    draft = Draft(folder, in_use(target), [], {})
    with ExitStack() as stack:
        writers = Writers(folder, stack)
        for path in paths:
            file_progress = _FileProgress(path.name, progress)
            file, digest = replace(look_at(path), heard=file_progress), sha256_of(path)
            for part in parts_of(file):
                said = choices if part.refusal else with_profile(target, part, choices)
                known = None if part.refusal else _format_of(part, named, said is not choices)
                if not known and len(file.sheets) > 1 and part.sheet:
                    continue  # a sheet of notes beside the tables
                draft.parts.append(Part(part, digest, known, said))
                file_progress.of.append(draft.parts[-1])
            if not any(part.file.path == path for part in draft.parts):
                draft.parts.append(Part(file, digest, None, choices))
        for part in draft.parts:
            read_part(part, writers)
        _merge_all(draft, before, writers, progress)
    shutil.rmtree(folder / SECOND, ignore_errors=True)
    write_origins(draft.folder, draft.parts, before, set(draft.merged))
    return draft


def _format_of(file: SourceFile, named: str, is_matched: bool) -> Recognised | None:
    if named:
        return Recognised(format_named(named), say("you have said so"))
    try:
        known = recognise(file)
    except Unreadable:
        return None
    if known is None and is_matched:
        return Recognised(format_named("desk"), say("its header is one that you have matched"))
    return known


@dataclass
class _FileProgress:
    """Tells which share of a file is gone through, and how many records its parts have given."""

    name: str
    progress: Progress
    of: list[Part] = field(default_factory=list)

    def __call__(self, share: float) -> None:
        records = sum(part.records for part in self.of)
        stage = Stage.READING if records else Stage.LOOKING
        self.progress(Step(stage, self.name, records, share))


def _merge_all(draft: Draft, before: Path, writers: Writers, progress: Progress) -> None:
    """Write the draft's tables: merged where there are new rows, else as they were."""
    events: Winners | None = None
    for name in ("events", "figures", "covid_daily", "rates"):
        old, new = before / f"{name}.csv", writers.tables.get(name)
        if new is None and name == "figures" and events and old.is_file():
            new = writers.table(name)
        if new is None and name == "events" and not old.is_file():
            write_table(draft.folder / "events.csv", "events", ())
        elif new is not None:
            new.close()
            draft.merged[name], winners = merge(
                new, old, draft.folder / f"{name}.csv", events, progress
            )
            events = winners if name == "events" else None
            for file in new.files:
                file.unlink()
    for file in before.glob("*.csv"):
        if not (draft.folder / file.name).exists() and file.name != REFUSED:
            link_or_copy(file, draft.folder / file.name)
    for file in before.glob("datapackage.json"):
        link_or_copy(file, draft.folder / file.name)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
