"""A panel on screen: title, export menu, chart, caption; and the sentences shown instead of one.

How a chart is drawn in the browser is in `components.drawing`.
"""

import html
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import DataUnavailable, Package, TooManyEvents
from dashboard.events.panels.table import MOST_IN_FILE
from dashboard.exports.files.html import height_of
from dashboard.exports.formats import FORMATS, PICTURE_FORMATS, Group, picture_trouble
from dashboard.exports.pictures.look import (
    SIZES,
    Around,
    Ground,
    option_words,
)
from dashboard.filter_table import FILTER_KEYS
from dashboard.panels.comparing import Builder
from dashboard.panels.differences import with_one_column
from dashboard.panels.exhibit import Exhibit, kept_by_exhibit
from dashboard.panels.terms import kept_back_words
from dashboard.selection import Selection
from dashboard.ui.cache import reload_package
from dashboard.ui.components.drawing import Choices, drawing_of, keep_shown, show_drawing
from dashboard.ui.components.note_form import show_note_form, with_own_notes
from dashboard.ui.components.table import rows_markup
from dashboard.ui.tray import show_add_button
from dashboard.wording import say, say_many

OPENS = 'target="_blank"'
Options = tuple[tuple[str, str], ...]
NO_OPTIONS: Mapping[str, str] = {}
# Exhibits kept; those of more rows are not: a few hundred of them would fill the memory.
KEPT_EXHIBITS, MOST_ROWS = 512, 2_000


@dataclass(frozen=True)
class Page:
    """What a page works with."""

    package: Package
    selection: Selection

    @cached_property
    def picture_trouble(self) -> str:
        """Why pictures cannot be made; asked for once a run, as a browser may be installed."""
        return picture_trouble()


def theme_name() -> str:
    """Return "dark" or "light", as the browser shows the page."""
    return "dark" if st.context.theme.type == "dark" else "light"


def show_panel(
    page: Page,
    name: str,
    options: Mapping[str, str] = NO_OPTIONS,
    *,
    on_pick: Callable[[Any], None] | None = None,
    wide: bool = False,
    choices: Choices | None = None,
) -> None:
    """Show one exhibit of the catalogue as a chart.

    `on_pick` is called with what stands for a mark that is clicked or chosen from `choices`, before
    the page runs again; with "" for the mark that is open. A chart with many labels is `wide`: it
    scrolls sideways in a narrow window instead of shrinking, unless it has a drawing for one.
    """
    options = with_own_notes(name, options)
    opened = choices.opened if choices else None
    exhibit = build_or_explain(page, name, options)
    if exhibit is None:
        return
    selection = page.selection
    with st.container(key=f"panel_{name}"):
        show_title(page, exhibit, options)
        if not len(exhibit.table) or exhibit.draw is None:
            st.html(nothing_markup(exhibit))
            return
        keep_shown(f"{selection.first_month}:{selection.last_month}")
        drawing = drawing_of(exhibit, theme_name(), choices)
        if drawing.takes_notes:
            show_note_form(exhibit, selection, has_values=drawing.takes_values)
        show_drawing(
            f"chart_{name}",
            drawing,
            alt=exhibit.alt,
            caption=_caption(exhibit),
            wide=wide and exhibit.draw_narrow is None,
            on_pick=(lambda picked: on_pick("" if picked == opened else picked))
            if on_pick
            else None,
            choices=choices,
        )
        if exhibit.reading:
            st.html(_reading_markup(exhibit))


def show_map_over_table(
    page: Page,
    exhibit: Exhibit,
    options: Mapping[str, str],
    hidden: Sequence[str],
    links: Mapping[str, Sequence[str]],
    on_pick: Callable[[Any], None],
) -> None:
    """Show an exhibit's drawing and under it its table, but for the columns that are `hidden`.

    `links` are those of `rows_markup`; `on_pick` is called with what is clicked in the drawing.
    """
    with st.container(key=f"panel_{exhibit.key}"):
        show_title(page, exhibit, options)
        show_drawing(
            f"chart_{exhibit.key}",
            drawing_of(exhibit, theme_name()),
            alt=exhibit.alt,
            caption="",
            wide=False,
            on_pick=on_pick,
            choices=None,
        )
        table = with_one_column(exhibit.table)
        shown = [column.key for column in table.columns if column.key not in hidden]
        st.html(rows_markup(table, shown, name=exhibit.title, links=links))
        show_caption(exhibit)


def show_marked_up(
    page: Page,
    name: str,
    markup: Callable[[Exhibit], str],
    options: Mapping[str, str] = NO_OPTIONS,
) -> None:
    """Show one exhibit of the catalogue as text that `markup` marks up."""
    exhibit = build_or_explain(page, name, options)
    if exhibit is not None:
        show_markup(page, exhibit, markup(exhibit), options)


@kept_by_exhibit
def whole_table(exhibit: Exhibit) -> str:
    """Return the table of an exhibit, every column of it."""
    table = with_one_column(exhibit.table)
    return rows_markup(table, [column.key for column in table.columns], name=exhibit.title)


def show_markup(
    page: Page, exhibit: Exhibit, markup: str, options: Mapping[str, str] = NO_OPTIONS
) -> None:
    """Show an exhibit as marked-up text; one without rows says why instead."""
    with st.container(key=f"panel_{exhibit.key}"):
        show_title(page, exhibit, options)
        shown = markup + _caption_markup(exhibit)
        st.html(shown if len(exhibit.table) else nothing_markup(exhibit))


def build_or_explain(
    page: Page, name: str, options: Mapping[str, str] = NO_OPTIONS
) -> Exhibit | None:
    """Build an exhibit; when its data could not be read, say so with a retry and return None.

    It is kept for all who ask the same of the same data: nobody may change it.
    """
    try:
        made = _of_data(page.package)
        return made(EXHIBITS[name], page.selection, tuple(sorted(options.items())))
    except _TooLong as made:
        return made.exhibit
    except TooManyEvents as trouble:
        with st.container(key=f"panel_{name}"):
            st.html(f'<p class="trouble">{html.escape(str(trouble))}</p>')
        return None
    except DataUnavailable as trouble:
        with st.container(key=f"panel_{name}"):
            could_not = html.escape(say("Could not load."))
            st.html(f'<p class="trouble"><b>{could_not}</b> {html.escape(str(trouble))}</p>')
            st.button(
                say("Try again"), key=f"retry_{name}", on_click=reload_package, type="tertiary"
            )
        return None


class _TooLong(Exception):
    """An exhibit is not to be kept."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self.exhibit = exhibit


@lru_cache(maxsize=1)
def _of_data(package: Package) -> Callable[[Builder, Selection, Options], Exhibit]:
    """Return what makes and keeps the exhibits of a package; those of the one before are let go."""

    @lru_cache(maxsize=KEPT_EXHIBITS)
    def made(build: Builder, selection: Selection, options: Options) -> Exhibit:
        exhibit = build(package, selection, dict(options))
        if len(exhibit.table) > MOST_ROWS:
            raise _TooLong(exhibit)
        return exhibit

    return made


def show_title(
    page: Page,
    exhibit: Exhibit,
    options: Mapping[str, str] = NO_OPTIONS,
    displayed: Mapping[str, str] = NO_OPTIONS,
) -> None:
    """Show the panel's title, unit, export menu and "Add to briefing" in one line.

    `displayed` are the options that ask for the rows on screen, where these are not all.
    """
    own = urlencode({"page": st.session_state["page_path"], **options})
    menu = _export_menu(exhibit, page.package, own, urlencode(displayed), page.picture_trouble)
    st.html(
        f'<div class="panel_title"><h3>{html.escape(exhibit.title)} '
        f"<span>{html.escape(exhibit.unit)}</span></h3>{menu}</div>"
    )
    show_add_button(exhibit, page.selection, options)


def show_caption(exhibit: Exhibit) -> None:
    """Show how to read the panel, its sources and its "n of N"."""
    st.html(_caption_markup(exhibit))


@kept_by_exhibit
def _caption_markup(exhibit: Exhibit) -> str:
    return (
        f'<p class="panel_caption">{html.escape(_caption(exhibit))}</p>{_reading_markup(exhibit)}'
    )


def _reading_markup(exhibit: Exhibit) -> str:
    if not exhibit.reading:
        return ""
    head = say("How to read this")
    return (
        f'<details class="panel_caption"><summary>{head}</summary>'
        f"{html.escape(exhibit.reading)}</details>"
    )


@kept_by_exhibit
def _caption(exhibit: Exhibit) -> str:
    parts = (exhibit.caption, exhibit.source_line, f"{exhibit.count}.")
    return " ".join(part for part in parts if part)


@kept_by_exhibit
def _export_menu(exhibit: Exhibit, package: Package, own: str, displayed: str, trouble: str) -> str:
    """Return a menu of plain links: the server makes the bytes when one is followed.

    It has no filters, so that it is the same text for all of them: `menus.js` puts them into the
    links when the menu is used. `own` are the page and its options as in an address, `displayed`
    those that ask for the rows on screen; `trouble` says why there are no pictures.
    """
    items = [_rows_choice(exhibit, displayed)] if displayed else []
    for group, formats in groupby(FORMATS.values(), key=lambda each: each.group):
        items.append(f"<b>{html.escape(say(group.value))}</b>")
        if group is Group.PICTURE and not trouble:
            items.append(_picture_choices())
        items += [
            f'<a href="export/{exhibit.key}.{each.suffix}" {OPENS if each.opens else "download"}'
            f"{f' data-picture data-{each.suffix}' if group is Group.PICTURE else ''}>"
            f"{html.escape(say(each.label))}</a>"
            for each in formats
            if each.fits(exhibit) and not (trouble and each.suffix in PICTURE_FORMATS)
        ]
        if group is Group.PICTURE and not trouble:
            items.append(_copy_button("picture", say("Copy the picture")))
    table, link = html.escape(say("Show the table")), html.escape(say("Link to this view"))
    items.append(f'<a href="table/{exhibit.key}" data-table {OPENS}>{table}</a>')
    items.append(_copy_button("table", say("Copy the table")))
    items.append(f'<a href="?" {OPENS}>{link}</a>')
    items += _embedding(exhibit, package.version)
    kept_back = kept_back_words(package, exhibit)
    items += [f"<p>{html.escape(words)}</p>" for words in (trouble, kept_back) if words]
    label = html.escape(say("Export {title}", title=exhibit.title))
    head = html.escape(say("Export"))
    return (
        f'<details class="export" name="export" data-own="{html.escape(own)}">'
        f'<summary aria-label="{label}">{head}</summary><div>{"".join(items)}</div></details>'
    )


def _copy_button(kind: str, words: str, version: str = "") -> str:
    """Return a button that copies; `copying.js` knows what each kind is."""
    held = f' data-version="{html.escape(version)}"' if version else ""
    return f'<button type="button" data-copy="{kind}"{held}>{html.escape(words)}</button>'


def _embedding(exhibit: Exhibit, version: str) -> list[str]:
    """Return the page for a frame in another site, its two lines, and room to say what was done."""
    title = html.escape(exhibit.title)
    said = {
        "busy": say("Copying …"),
        "done": say("Copied."),
        "insecure": say(
            "Browsers copy only from pages opened by https; please download the file instead."
        ),
        "failed": say("It could not be copied; please download the file instead."),
    }
    words = "".join(f' data-{name}="{html.escape(text)}"' for name, text in said.items())
    heading, framed = html.escape(say("For another web page")), html.escape(say("Page for a frame"))
    return [
        f"<b>{heading}</b>",
        f'<a href="embed/{exhibit.key}" data-embed data-title="{title}" '
        f'data-height="{height_of(exhibit)}" {OPENS}>{framed}</a>',
        _copy_button("live", say("Copy the frame’s code, always current")),
        _copy_button("frozen", say("Copy the frame’s code, data as of now"), version),
        f'<p role="status"{words}></p>',
    ]


def bring_into_view(names: Sequence[str], key: str) -> None:
    """Scroll to containers by their keys, once for each thing opened: `into_view.js` does it."""
    mark = f'<i data-into-view="{" ".join(names)}" data-of="{zlib.crc32(key.encode())}"></i>'
    with st.container(key=f"into_view_{names[-1]}"):
        st.html(mark)


def _rows_choice(exhibit: Exhibit, displayed: str) -> str:
    """Return the choice of all rows or those on screen, each with its count."""
    every = min(exhibit.shown, MOST_IN_FILE)
    whole = say_many("All {count} row", "All {count} rows", every)
    if every < exhibit.shown:
        whole = say_many("The first {count} row", "The first {count} rows", every)
    few = say_many("The {count} row displayed", "The {count} rows displayed", len(exhibit.table))
    name = f"rows_{exhibit.key}"
    asked = html.escape(displayed)
    return (
        f'<label><input type="radio" name="{name}" value="" checked>{html.escape(whole)}</label>'
        f'<label><input type="radio" name="{name}" value="{asked}">{html.escape(few)}</label>'
    )


@lru_cache(maxsize=1)
def _picture_choices() -> str:
    """Return what may be chosen of a picture; `menus.js` puts it into the links."""
    sizes = {"": say("As on the page"), **{name: option_words(name) for name in SIZES}}
    chosen = {
        "size": (say("Size"), sizes),
        "ground": (say("Background"), {each.value: option_words(each) for each in Ground}),
        "around": (say("With"), {each.value: option_words(each) for each in Around}),
    }
    return "".join(
        f'<label>{html.escape(label)}<select data-option="{name}">'
        + "".join(
            f'<option value="{value}">{html.escape(words)}</option>'
            for value, words in known.items()
        )
        + "</select></label>"
        for name, (label, known) in chosen.items()
    )


@lru_cache(maxsize=1)
def menu_script() -> str:
    """Return what every page needs once: for export menus, tables and the back button."""
    files = sorted((Path(__file__).parent / "scripts").glob("*.js"))
    scripts = (file.read_text("utf-8") for file in files)
    return "".join(scripts).replace("FILTER_KEYS", json.dumps(FILTER_KEYS))


def nothing_markup(exhibit: Exhibit) -> str:
    """Return the sentence of a panel without rows, which says why, and its "n of N"."""
    count = f'<p class="panel_caption">{html.escape(exhibit.count)}.</p>' if exhibit.total else ""
    return f'<p class="nothing">{html.escape(exhibit.headline)}.</p>{count}'
