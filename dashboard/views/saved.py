"""Views that an analyst has saved by name, and their file.

They are kept and handed on as a small JSON file, checked entry by entry when it is opened, as a
briefing's is.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeGuard

from dashboard.briefing.kept import VIEWS, Kept
from dashboard.briefing.tray import Query, clean_text
from dashboard.briefing.tray_file import NOT_WORDS, FileKind, is_query, opened_file, read_query
from dashboard.catalogue import PAGE_EXHIBITS, address_of
from dashboard.selection import Selection
from dashboard.views.measures import MEASURES
from dashboard.wording import N_, say, say_many

VIEWS_FILE = FileKind("central-asia-monitor/views", 1, N_("a file of saved views"), 1_000_000)
# What is said of a watch in a file that is wrong.
WATCH_NO_OBJECT = N_("{where}: its “watch” is not an object; the view was kept without its watch.")
NO_MEASURE = N_(
    "{where}: there is no measure “{measure}” to watch ({known}); the view was kept without its "
    "watch."
)
NEVER_UNUSUAL = N_(
    "{where}: nothing says when “{measure}” is unusual; the view was kept without its watch."
)
ONLY_UNUSUAL = N_(
    "{where}: “{measure}” can be watched only with “unusual”: true; the view was kept without its "
    "watch."
)
NO_THRESHOLD = N_(
    "{where}: “at_least” is “{least}”, which is no number above 0; the view was kept without its "
    "watch."
)
# Whose those views are that are for everyone.
HOUSE = "house"
MOST_VIEWS = 60
MOST_NAME = 100
MOST_AT_LEAST = 1_000_000_000
# The pages that a view may be of, as addresses have them.
PAGES = (*map(address_of, PAGE_EXHIBITS), "briefing")


@dataclass(frozen=True)
class Watch:
    """What of a view is watched month by month: a measure, and from how many on it fires.

    Without a number (None) it fires when the measure is unusual.
    """

    measure: str
    at_least: float | None


@dataclass(frozen=True)
class View:
    """A page with its filters and switches, as in the address, under a name of the analyst's own.

    `watch` is None for one that is only kept.
    """

    name: str
    page: str
    query: Query
    watch: Watch | None = None

    @property
    def selection(self) -> Selection:
        """Its filters."""
        return Selection.from_query(dict(self.query))


@dataclass(frozen=True)
class Views:
    """The views saved, in the order in which they were. No two have the same name."""

    views: tuple[View, ...] = ()

    @property
    def watched(self) -> tuple[View, ...]:
        """Those with a watch."""
        return tuple(view for view in self.views if view.watch)

    def named(self, name: str) -> View | None:
        """Return the view of a name, in capitals or not; None without one."""
        return next((view for view in self.views if _same(view.name, name)), None)

    def refusal(self, name: str, but: str = "") -> str:
        """Say why a view cannot be saved under a name; "" when it can. `but` may keep its own."""
        name = clean_text(name, MOST_NAME)
        if not name:
            return say("Give the view a name.")
        if self.named(name) and not (but and _same(name, but)):
            return say("There is a view “{name}” already. Choose another name.", name=name)
        if not but and len(self.views) >= MOST_VIEWS:
            return say("{most} views can be saved. Delete one to make room.", most=MOST_VIEWS)
        return ""

    def with_view(self, view: View) -> "Views":
        """Add a view at the end; one that cannot be saved changes nothing."""
        if self.refusal(view.name):
            return self
        named = replace(view, name=clean_text(view.name, MOST_NAME))
        return Views((*self.views, named))

    def without(self, name: str) -> "Views":
        """Take a view out."""
        return Views(tuple(view for view in self.views if not _same(view.name, name)))

    def changed(self, name: str, *, to: str, watch: Watch | None) -> "Views":
        """Give a view another name and watch; with a name that cannot be it stays as it is."""
        if self.refusal(to, but=name):
            return self
        new = clean_text(to, MOST_NAME)
        return Views(
            tuple(
                replace(view, name=new, watch=watch) if _same(view.name, name) else view
                for view in self.views
            )
        )

    def joined(self, others: "Views") -> tuple["Views", tuple[str, ...]]:
        """Add the views of a file, and say in a sentence each which got another name or no room."""
        views, sentences = self, []
        for view in others.views:
            if view in views.views:
                continue
            name = views.free_name(view.name)
            if len(views.views) >= MOST_VIEWS:
                sentences.append(
                    say(
                        "There was no room for “{name}”: {most} views can be saved.",
                        name=view.name,
                        most=MOST_VIEWS,
                    )
                )
                continue
            if name != view.name:
                sentences.append(
                    say(
                        "There was a view “{name}” already: that of the file is now “{other}”.",
                        name=view.name,
                        other=name,
                    )
                )
            views = views.with_view(replace(view, name=name))
        return views, tuple(sentences)

    def free_name(self, name: str) -> str:
        """Return a name that no view has, with a number after it where needed."""
        if not self.named(name):
            return name
        endings = (f" ({number})" for number in range(2, MOST_VIEWS + 3))
        names = (f"{name[: MOST_NAME - len(ending)].rstrip()}{ending}" for ending in endings)
        return next(each for each in names if not self.named(each))


def _same(name: str, other: str) -> bool:
    return name.casefold() == clean_text(other, MOST_NAME).casefold()


def views_json(views: Views) -> bytes:
    """Write views as their file; the same views give the same bytes."""
    document = {
        "format": VIEWS_FILE.format,
        "version": VIEWS_FILE.version,
        "views": [_view_record(view) for view in views.views],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _view_record(view: View) -> dict[str, object]:
    record: dict[str, object] = {
        "name": view.name,
        "page": view.page,
        "query": dict(view.query),
    }
    if view.watch:
        record["watch"] = watch_record(view.watch)
    return record


def watch_record(watch: Watch) -> dict[str, object]:
    """Return a watch as files have it."""
    rule = {"unusual": True} if watch.at_least is None else {"at_least": watch.at_least}
    return {"measure": watch.measure, **rule}


def read_views(content: bytes) -> tuple[Views, tuple[str, ...]]:
    """Read a file of views; return those that are right and a sentence for each thing wrong.

    Nothing raises: another file gives none.
    """
    document, trouble = opened_file(content, VIEWS_FILE)
    if trouble:
        return Views(), (trouble,)
    refused: list[str] = []
    listed = document.get("views", [])
    if not isinstance(listed, list):
        return Views(), (say("“views” is not a list; there are no views in the file."),)
    if len(listed) > MOST_VIEWS:
        refused.append(
            say_many(
                "{most} views can be saved; {count} view at the end of the file were left out.",
                "{most} views can be saved; {count} views at the end of the file were left out.",
                len(listed) - MOST_VIEWS,
                most=str(MOST_VIEWS),
            )
        )
    views = Views()
    for number, entry in enumerate(listed[:MOST_VIEWS], start=1):
        where = say("View {number}", number=str(number))
        view = _view(entry, where, refused)
        if view is None:
            continue
        if views.named(view.name):
            refused.append(
                say(
                    "{where}: there is a view “{name}” already; it was left out.",
                    where=where,
                    name=view.name,
                )
            )
        views = views.with_view(view)
    return views, tuple(refused)


def _view(entry: object, where: str, refused: list[str]) -> View | None:
    if not isinstance(entry, dict):
        refused.append(say("{where} is not an object; it was left out.", where=where))
        return None
    name, page, query = entry.get("name"), entry.get("page", ""), entry.get("query", {})
    if not isinstance(name, str) or not clean_text(name, MOST_NAME):
        refused.append(say("{where} has no name; it was left out.", where=where))
        return None
    if len(name) > MOST_NAME:
        refused.append(
            say("{where}: its name was cut at {most} letters.", where=where, most=str(MOST_NAME))
        )
    if page not in PAGES:
        refused.append(
            say(
                "{where}: there is no page “{page}”; it was left out.",
                where=where,
                page=clean_text(str(page), 40),
            )
        )
        return None
    if not isinstance(query, dict) or not is_query(query):
        refused.append(say(NOT_WORDS, where=where, name="query"))
        return None
    query = read_query(query)
    fault = " ".join(each.fault for each in Selection.from_query(dict(query)).refused)
    if fault:
        refused.append(
            say("{where}: {fault} It was left out.", where=where, fault=clean_text(fault, 300))
        )
        return None
    watch = _watch(entry.get("watch"), where, refused)
    return View(clean_text(name, MOST_NAME), page, query, watch)


def _watch(entry: object, where: str, refused: list[str]) -> Watch | None:
    """Return the watch of a view; of one that is wrong the view stays."""
    if entry is None:
        return None
    if not isinstance(entry, Mapping):
        refused.append(say(WATCH_NO_OBJECT, where=where))
        return None
    measure, least = entry.get("measure"), entry.get("at_least")
    if not isinstance(measure, str) or measure not in MEASURES:
        asked, known = clean_text(str(measure), 40), ", ".join(MEASURES)
        refused.append(say(NO_MEASURE, where=where, measure=asked, known=known))
        return None
    if entry.get("unusual") is True:
        if not MEASURES[measure].unusual:
            refused.append(say(NEVER_UNUSUAL, where=where, measure=measure))
            return None
        return Watch(measure, None)
    if not MEASURES[measure].has_number:
        refused.append(say(ONLY_UNUSUAL, where=where, measure=measure))
        return None
    if not is_threshold(least):
        refused.append(say(NO_THRESHOLD, where=where, least=clean_text(str(least), 40)))
        return None
    return Watch(measure, least)


def is_threshold(value: object) -> TypeGuard[float]:
    """Say whether a watch may have a value as its threshold.

    >>> [is_threshold(value) for value in (3, 0.5, 0, -1, True, "3", float("nan"))]
    [True, True, False, False, False, False, False]
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and 0 < value <= MOST_AT_LEAST


def kept_views(folder: Path, kind: str = VIEWS) -> Kept[Views]:
    """Return the views kept in a folder: those of visitors, or of the house for `HOUSE_VIEWS`."""
    return Kept(folder, kind, Views(), read_views, views_json)
