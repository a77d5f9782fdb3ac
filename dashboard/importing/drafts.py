"""Files read into the tables of a draft, and all that a person wants to know before it is written.

A draft is a folder beside the data; `versions.publish` makes it the data.
"""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from dashboard.engine.address import current_version
from dashboard.importing.origins import write_origins
from dashboard.importing.parts import Part
from dashboard.importing.profiles import with_profile
from dashboard.importing.reading import REFUSED, SECOND, Writers, read_part
from dashboard.importing.steps import Progress, Stage, Step, unheard
from dashboard.importing.tables import (
    Merged,
    Winners,
    merge,
    write_table,
)
from dashboard.importing.versions import in_use, link_or_copy
from dashboard.sources.format import Recognised
from dashboard.sources.formats import format_named, recognise
from dashboard.sources.reading.files import SourceFile, Unreadable, look_at, parts_of
from dashboard.sources.reading.outcomes import (
    Choices,
    Question,
)
from dashboard.wording import say


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

    def notes(
        self, who: str, fetched: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    ) -> dict[str, object]:
        """Return what the ledger keeps of it; `fetched` says of a file's name where it is from."""
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
            told = _Told(path.name, progress)
            file, digest = replace(look_at(path), heard=told), _sha256(path)
            for part in parts_of(file):
                said = choices if part.refusal else with_profile(target, part, choices)
                known = None if part.refusal else _format_of(part, named, said is not choices)
                if not known and len(file.sheets) > 1 and part.sheet:
                    continue  # a sheet of notes beside the tables
                draft.parts.append(Part(part, digest, known, said))
                told.of.append(draft.parts[-1])
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
class _Told:
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


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
