"""The pieces of the page Data: files dropped, what they are, choices, the import, the ledger.

The work is that of the command `import`; here it is only shown.
"""

import hashlib
import io
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.datapackage.opening import data_address
from dashboard.datapackage.store import DataUnavailable
from dashboard.engine.address import SETTING
from dashboard.importing.drafts import REFUSED, Draft, make_draft
from dashboard.importing.parts import Part
from dashboard.importing.steps import Progress, Stage, Step
from dashboard.importing.versions import (
    Busy,
    NothingToUndo,
    Outdated,
    Version,
    draft_folder,
    import_folder,
    in_use,
    ledger,
    undo,
)
from dashboard.importing.words import (
    PREVIEWED,
    merged_lines,
    part_counts,
    part_heading,
    preview_rows,
    question_words,
    version_line,
)
from dashboard.panels.start import counted_words
from dashboard.sources.desk import layout_of
from dashboard.sources.reading.columns import NAMES
from dashboard.sources.reading.outcomes import Choices, Question
from dashboard.sources.reading.rules import OFFERS, rule_words
from dashboard.ui.cache import current_package, reload_package
from dashboard.ui.plain_text import as_label, show_lines
from dashboard.ui.serving.people import Person, person_at_the_page, signed_in_name, why_no_import
from dashboard.ui.serving.record import note
from dashboard.ui.tasks import Stopped, Task, show_progress
from dashboard.vocabulary import EVENT_TYPES
from dashboard.wording import say, say_many

MOST_ASKED, MOST_SHOWN = 30, 200
SAID = "import_said"
MOMENT = 1.0  # seconds: what takes longer shows its progress
IMPORTS: "dict[Path, Task[Version]]" = {}  # of every visit, by the folder that they go to


@dataclass(frozen=True)
class Preview:
    """Files that were dropped, what was said of them, and what would become of them."""

    files: Sequence[Path]
    choices: Choices
    draft: Draft
    refused: bytes


def show_drop() -> Preview | None:
    """Let files be dropped; return what they are and would become, None without any."""
    if words := st.session_state.pop(SAID, ""):
        show_lines([words], "told")
    target = import_folder()
    writing = _writing(target)
    dropped = st.file_uploader(
        say("Drop the files that you have: ACLED, UCDP, OWID, a bank's rates, your own table"),
        accept_multiple_files=True,
        key=f"dropped_{st.session_state.get('imports', 0)}",
        disabled=writing is not None,
    )
    if writing:
        show_progress(writing, "import", writing.stop)
        return None
    if not dropped:
        return None
    files = _kept(dropped)
    none = Choices(retrieved=datetime.now(UTC).date())
    choices = st.session_state.get("import_choices") or none
    return _preview(files, choices, target)


def show_preview(preview: Preview) -> None:
    """Show what each file is, how its first rows read, the choices there are, and the counts."""
    for place, part in enumerate(preview.draft.parts):
        st.subheader(as_label(part.file.name), anchor=False)
        show_lines([part_heading(part), *part_counts(part)], "told")
        if part.preview:
            columns = [say("Row in the file"), *PREVIEWED[part.table]]
            rows = pd.DataFrame([*preview_rows(part)], columns=columns)
            st.dataframe(rows, hide_index=True)
        if part.recognised and part.recognised.format.key == "desk":
            _choose_columns(part, place)
    _choose(preview)
    show_lines([*merged_lines(preview.draft)], "told")
    _show_actions(preview)


def show_ledger() -> None:
    """Show every import into the folder, and let the last be taken back."""
    target = import_folder()
    versions = [version for version in ledger(target) if version.files]
    st.subheader(say("What was imported"), anchor=False)
    if not versions:
        show_lines([say("Nothing was imported into {folder}.", folder=str(target))], "nothing")
        return
    used = in_use(target)
    rows = [
        {
            say("Version"): version.name,
            say("In use"): say("yes") if version.name == used else "",
            say("When"): version.when.strftime("%Y-%m-%d %H:%M"),
            say("Who"): version.who,
            say("File"): file["name"],
            say("Fetched from"): file.get("address", ""),
            say("Format"): file["format"],
            say("Rows"): sum(file["rows"].values()),
            "SHA-256": file["sha256"],
        }
        for version in reversed(versions)
        for file in version.files
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    with suppress(DataUnavailable):
        show_lines([*filter(None, [counted_words(current_package())])], "told")
    if not why_no_import() and st.button(say("Undo the last import"), key="undo_import"):
        _undo(target)


class _Folder:
    """A folder for dropped files that goes with the visit."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="central-asia-monitor-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def _kept(dropped: Sequence[UploadedFile]) -> list[Path]:
    """Keep dropped files under their own names for as long as the visit lasts."""
    file_ids = tuple(file.file_id for file in dropped)
    kept = st.session_state.get("import_files")
    if kept is None or kept[0] != file_ids:
        folder = _Folder()
        st.session_state["import_files"] = kept = (file_ids, folder)
        st.session_state.pop("import_choices", None)
        for number, file in enumerate(dropped):
            place = folder.path / str(number)
            place.mkdir()
            (place / _plain_name(file.name)).write_bytes(file.getbuffer())
    folder = kept[1].path
    return [folder / str(number) / _plain_name(file.name) for number, file in enumerate(dropped)]


def _plain_name(name: str) -> str:
    """Return the name of a dropped file without any folder; a browser may send anything."""
    own = Path(name.replace("\\", "/")).name
    return own if own.strip(".") and "\0" not in own else "file"


def _preview(files: Sequence[Path], choices: Choices, target: Path) -> Preview | None:
    """Read the files into a draft that is thrown away, once for the same files and choices.

    None while that takes longer than a moment: its progress is shown meanwhile.
    """

    def read(progress: Progress) -> Preview:
        with tempfile.TemporaryDirectory(prefix="central-asia-monitor-") as folder:
            draft = make_draft(files, target, Path(folder), choices, progress=progress)
            return Preview(files, choices, draft, (Path(folder) / REFUSED).read_bytes())

    asked = (tuple(files), choices)
    reading: Task[Preview] | None = st.session_state.get("import_preview")
    if reading is None or reading.about != asked:
        if reading:
            reading.stop()
        st.session_state["import_preview"] = reading = Task(read, asked)
    if not reading.wait(MOMENT):
        show_progress(reading, "import", reading.stop)
        return None
    try:
        return reading.result()
    except Stopped as trouble:
        _begin_anew(why_nothing(trouble))
    except OSError as trouble:
        show_lines([why_nothing(trouble)], "refused")
    return None


def _choose(preview: Preview) -> None:
    """Offer the real choices, and read the files again when one is made."""
    questions = [(part, asked) for part in preview.draft.parts for asked in part.questions]
    choices = preview.choices
    for part, asked in questions[:MOST_ASKED]:
        if asked.choice == "day_first":
            choices = _choose_order(part, asked, choices)
        elif asked.choice == "event_types":
            choices = _choose_type(asked, choices)
    rules = {rule for part in preview.draft.parts for rule in part.rules}
    for rule in (each for each in OFFERS if each in rules | choices.accepted):
        words = say("Take up what is offered where {rule}", rule=rule_words(rule))
        taken = st.checkbox(as_label(words), rule in choices.accepted, key=f"accept_{rule}")
        accepted = choices.accepted | {rule} if taken else choices.accepted - {rule}
        choices = replace(choices, accepted=frozenset(accepted))
    _take(choices, preview.choices)


def _choose_order(part: Part, asked: Question, choices: Choices) -> Choices:
    first, second = say("the day stands first"), say("the month stands first")
    label = as_label(f"{part.file.name}, {asked.about}")
    chosen = st.radio(label, [first, second], index=None, horizontal=True, key=_key(asked))
    return replace(choices, day_first=chosen == first) if chosen else choices


def _key(asked: Question) -> str:
    """Return a key for the widget of a question, without the words of the file."""
    return f"{asked.choice}_{hashlib.sha256(asked.about.encode()).hexdigest()[:12]}"


def _choose_type(asked: Question, choices: Choices) -> Choices:
    kinds = [f"{kind}/{sub}" for kind, own in EVENT_TYPES.items() for sub in own.sub_types]
    chosen = st.selectbox(
        as_label(question_words(asked)),
        kinds,
        index=kinds.index(asked.taken) if asked.taken in kinds else None,
        key=_key(asked),
    )
    if not chosen or chosen == asked.taken:
        return choices
    kind = next(kind for kind in EVENT_TYPES if chosen.startswith(f"{kind}/"))
    meant = (kind, chosen.removeprefix(f"{kind}/"))
    return replace(choices, event_types={**choices.event_types, asked.about: meant})


def _choose_columns(part: Part, place: int) -> None:
    """Show which column of a desk's table holds what, and let it be changed."""
    layout = layout_of(part.file, part.choices)
    if layout is None:
        return
    names = [name for name in layout.header.names if name]
    choices = part.choices
    with st.expander(say("Which column holds what")):
        for ours in NAMES:
            match = layout.found.get(ours)
            at = names.index(match.name) if match and match.name in names else None
            label = f"{ours} ({match.by})" if match else ours
            chosen = st.selectbox(as_label(label), names, index=at, key=f"column_{place}_{ours}")
            if chosen and (not match or chosen != match.name):
                choices = replace(choices, columns={**choices.columns, ours: chosen})
    _take(choices, part.choices)


def _take(choices: Choices, before: Choices) -> None:
    """Keep what was chosen; read the files again when it differs from before."""
    if choices != before:
        st.session_state["import_choices"] = choices
        st.rerun()


def _show_actions(preview: Preview) -> None:
    if preview.draft.faults:
        refused = pd.read_csv(io.BytesIO(preview.refused), dtype=str, keep_default_na=False)
        st.dataframe(refused.head(MOST_SHOWN), hide_index=True)
        st.download_button(
            say("Download what is refused"), preview.refused, REFUSED, "text/csv", key="refused"
        )
    if why := why_no_import():
        show_lines([why], "")
        return
    person = person_at_the_page()
    who = signed_in_name(person)
    who = who or st.text_input(say("Your name, for the ledger"), key="import_by")
    count = preview.draft.loaded
    removed = preview.draft.removed
    is_open = bool(preview.draft.open_questions) or not (count or removed)
    words = say_many("Import {count} row", "Import {count} rows", count)
    if removed and not count:
        words = say_many("Remove {count} event", "Remove {count} events", removed)
    if st.button(words, type="primary", disabled=is_open, key="import_now"):
        _import(preview, who, import_folder(), person)


def _import(preview: Preview, who: str, target: Path, person: Person | None) -> None:
    """Begin the import; what takes a moment only is done at once."""

    def write(progress: Progress) -> Version:
        with draft_folder(target) as folder:
            draft = make_draft(preview.files, target, folder, preview.choices, progress=progress)
            progress(Step(Stage.KEEPING, share=1.0))
            version = draft.publish(target, who)
        note("import", person, by=who, files=[path.name for path in preview.files])
        return version

    if target in IMPORTS and IMPORTS[target].is_running:
        st.rerun()
    # The task holds on to the folder of the dropped files, whatever becomes of the visit.
    task = Task(write, st.session_state["import_files"])
    IMPORTS[target] = st.session_state["import_task"] = task
    task.wait(MOMENT)
    st.rerun()


def _writing(target: Path) -> Task[Version] | None:
    """Return the import into the folder that is under way, whoever began it; None for none.

    What came of the visit's own is said once it has ended.
    """
    own: Task[Version] | None = st.session_state.get("import_task")
    if own and not own.is_running:
        del st.session_state["import_task"]
        _show_outcome(own, target)
    at_work = IMPORTS.get(target)
    if at_work and not at_work.is_running:
        IMPORTS.pop(target, None)
        return None
    return at_work


def _show_outcome(task: Task[Version], target: Path) -> None:
    try:
        version = task.result()
    except (Stopped, Busy, Outdated, OSError) as trouble:
        show_lines([why_nothing(trouble)], "refused")
        return
    _done(f"{version_line(version)} {where_to_see(target)}".rstrip())


def why_nothing(trouble: Exception) -> str:
    """Say why nothing is written."""
    if isinstance(trouble, Stopped):
        return say("Stopped. Nothing has changed.")
    if isinstance(trouble, OSError):
        return say("Nothing is written: {why}", why=trouble.strerror or str(trouble))
    return say("Another import is under way: try again when it is done.")


def where_to_see(target: Path) -> str:
    """Say how to open the folder that was written into; "" when it is the data in use."""
    if Path(data_address().text).expanduser().resolve() == target:
        return ""
    return say("Start the app with {setting} to open it.", setting=f"{SETTING}={target}")


def _undo(target: Path) -> None:
    try:
        version = undo(target)
        note("undo", person_at_the_page(), files=[version.name])
        _done(version_line(version))
    except NothingToUndo:
        show_lines([say("There is no import to take back.")], "refused")
    except Busy as trouble:
        show_lines([why_nothing(trouble)], "refused")


def _done(words: str) -> None:
    """Say what was done on a page that begins anew, with the data as it is now."""
    reload_package()
    _begin_anew(words)


def _begin_anew(words: str) -> None:
    """Say something on a page without files."""
    for name in ("import_files", "import_choices", "import_preview"):
        st.session_state.pop(name, None)
    st.session_state["imports"] = st.session_state.get("imports", 0) + 1
    st.session_state[SAID] = words
    st.rerun()
