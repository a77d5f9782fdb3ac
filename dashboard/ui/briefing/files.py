"""The briefing's files: made in the background; and the tray and template handed in."""

import html
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from urllib.parse import quote

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.briefing.content import Step, TemplateUnusable
from dashboard.briefing.kept import state_folder
from dashboard.briefing.tray import Made, Tray
from dashboard.briefing.tray_file import read_tray, tray_json
from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.exports.documents import DOCUMENTS, PACKED, Documents, make_documents
from dashboard.exports.jobs import Job, Jobs
from dashboard.exports.pictures.browser import PictureUnavailable
from dashboard.panels.start import selection_in
from dashboard.selection import Selection
from dashboard.ui.address import address_for_others, put_into_widgets
from dashboard.ui.briefing.page import heading, today
from dashboard.ui.components.uploads import take_file
from dashboard.ui.panels import Page
from dashboard.ui.serving.gate import PERSON
from dashboard.ui.serving.people import visitor
from dashboard.ui.tasks import show_progress
from dashboard.ui.tray import change_tray, current_tray
from dashboard.views.visits import Contents
from dashboard.wording import N_, joined, say, say_many

FILE_NAME = "central-asia-monitor_briefing.json"
OPENED = "briefing_opened"
TEMPLATE = "briefing_template"
# In megabytes; what a tray may hold is decided when it is read.
MOST_TRAY, MOST_TEMPLATE = 2, 50
JOB = "briefing_job"
FORMATS = "briefing_formats"
PLAIN = (DataUnavailable, PictureUnavailable, TemplateUnusable)
PAST = N_(
    "There is no such file. Files are kept for an hour at most; make the briefing again on the "
    "page Briefing."
)


def show_saving(page: Page) -> None:
    """Show the tray as a file to save, with the filters of the review, and open one."""
    saved = replace(current_tray(), filters=tuple(page.selection.to_query().items()))
    with st.container(key="panel_saving"):
        st.html(heading(say("Save or share this briefing"), say("charts, words, filters")))
        st.download_button(
            say("Save as a file"),
            tray_json(saved),
            FILE_NAME,
            "application/json",
            on_click="ignore",
            type="tertiary",
            key="brief_save",
        )
        take_file(say("Open a saved briefing"), "json", MOST_TRAY, _open, _refuse)
        for sentence in st.session_state.pop(OPENED, ()):
            st.html(f'<p class="refused">{html.escape(sentence)}</p>')


def show_template() -> None:
    """Show the template given, or the place to give one."""
    if TEMPLATE not in st.session_state:
        label = say("PowerPoint template of your own")
        take_file(label, "pptx", MOST_TEMPLATE, _take_template, _refuse)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="brief_template"):
        words = say("PowerPoint template: {name}", name=st.session_state[TEMPLATE][0])
        st.html(f'<p class="done">{html.escape(words)}</p>', width="content")
        st.button(say("Do without"), type="tertiary", on_click=_drop_template, key="template_drop")


def _refuse(words: str) -> None:
    st.session_state[OPENED] = (words,)


def _open(name: str, content: bytes) -> None:
    """Take over a tray's file and its filters; one that is no tray changes nothing."""
    tray, refused = read_tray(content, EXHIBITS)
    st.session_state[OPENED] = refused
    if tray == Tray():
        return
    done = say("“{name}” was opened in place of what was here.", name=name)
    if tray.filters:
        selection = selection_in(st.session_state["page"].package, dict(tray.filters))
        put_into_widgets(selection)
        done = say(
            "“{name}” was opened in place of what was here, with its filters: {filters}.",
            name=name,
            filters=selection.describe(),
        )
    change_tray(lambda _: replace(tray, filters=()), done)


def _take_template(name: str, content: bytes) -> None:
    st.session_state[TEMPLATE] = (name, content)


def _drop_template() -> None:
    st.session_state.pop(TEMPLATE, None)


@dataclass(frozen=True)
class Asked:
    """What a briefing is to be made of."""

    package: Package
    selection: Selection
    tray: Tray
    formats: tuple[str, ...]
    template: bytes | None
    address: str


@lru_cache(maxsize=1)
def jobs() -> Jobs:
    """Return the work of this process."""
    return Jobs()


def show_making(page: Page) -> None:
    """Show the choice of formats, the button, and what became of it."""
    with st.container(key="panel_making"):
        st.html(heading(say("Documents")))
        formats = st.pills(
            say("Formats"),
            [*PACKED, "zip"],
            selection_mode="multi",
            default=[*PACKED, "zip"],
            format_func=lambda name: say(DOCUMENTS[name].label),
            key=FORMATS,
        )
        wanted = tuple(name for name in DOCUMENTS if name in formats)
        asked = Asked(
            page.package,
            page.selection,
            current_tray(),
            wanted,
            st.session_state.get(TEMPLATE, ("", None))[1],
            address_for_others(st.context.url or ""),
        )
        job = _job()
        st.button(
            say("Make the briefing"),
            type="primary",
            disabled=not wanted or (job is not None and job.is_running),
            on_click=_start,
            args=(asked,),
            key="briefing_make",
        )
        if job is not None and job.is_running:
            show_progress(job, "briefing", partial(jobs().cancel, job.token))
        elif job is not None:
            st.html(_outcome(job, asked))
        show_template()


def make(asked: Asked, step: Step) -> Documents:
    """Make the files asked for. Raises what `PLAIN` names, and what else may go wrong."""
    from dashboard.briefing.assemble import assemble

    briefing = assemble(
        asked.package,
        asked.tray,
        asked.selection,
        made_on=today(),
        address=asked.address,
        step=step,
    )
    return make_documents(briefing, asked.formats, template=asked.template, step=step)


async def briefing_file(request: Request) -> Response:
    """Answer with a file of a briefing; its token cannot be guessed and lasts an hour.

    Where people sign in it is for the one alone who had it made.
    """
    job = jobs().find(request.path_params["token"])
    name = request.path_params["name"]
    person = request.scope.get(PERSON)
    others = job is not None and person is not None and person.signed_in and job.owner != person.key
    if job is None or others or name not in job.files:
        return PlainTextResponse(say(PAST), status_code=404)
    return Response(
        job.files[name],
        media_type=DOCUMENTS[name.rpartition(".")[2]].media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _start(asked: Asked) -> None:
    running = _job()
    if not asked.formats or (running is not None and running.is_running):
        return  # the button was not to be pressed
    made = {*asked.formats, *(PACKED if "zip" in asked.formats else ())}
    # The charts are gone over once at first, and once more for each kind of file.
    steps = (len(asked.tray.items) + 1) * (1 + len(made - {"xlsx"}))
    st.session_state[JOB] = jobs().start(
        partial(make, asked), steps=steps, owner=visitor(), about=asked, plain=PLAIN
    )
    Contents(state_folder()).keep(asked.package)
    of_this = Made(asked.package.version, today())
    change_tray(lambda tray: replace(tray, made=of_this))


def _job() -> Job | None:
    """Return the work begun in this window; else the last begun in this browser."""
    if JOB in st.session_state:
        return jobs().find(st.session_state[JOB])
    return jobs().latest(visitor())


def _outcome(job: Job, asked: Asked) -> str:
    """Return what became of a job as marked-up text: its files, and what could not be made."""
    links = "".join(
        f'<li><a href="briefing-file/{job.token}/{quote(name)}" download>'
        f"{html.escape(say(DOCUMENTS[name.rpartition('.')[2]].label))}</a>"
        f"<span>{_size(len(content))}</span></li>"
        for name, content in job.files.items()
    )
    troubles = "".join(f'<p class="refused">{html.escape(each)}</p>' for each in job.troubles)
    if not links:
        nothing = html.escape(say("Nothing was made."))
        return troubles or f'<p class="refused">{nothing}</p>'
    return f'{troubles}<ul class="files">{links}</ul>{_made_of(job.about, asked)}'


def _made_of(made: object, asked: Asked) -> str:
    """Say what the files hold, and whether that is still what the page shows."""
    if not isinstance(made, Asked):
        return ""
    words = say_many(
        "{count} chart; {filters}.",
        "{count} charts; {filters}.",
        len(made.tray.items),
        filters=made.selection.describe(),
    )
    if (made.tray, made.selection) != (asked.tray, asked.selection):
        words = joined(words, say("The briefing or the filters have changed since."))
    return f'<p class="panel_caption">{html.escape(words)}</p>'


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"
