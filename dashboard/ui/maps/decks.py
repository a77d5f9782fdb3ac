"""The event map's deck, dots and legend, and the lists beside it as marked-up text.

Which look the number of events asks for is decided in `maps.view.content`; how each is drawn is in
`maps.charts`.
"""

import gzip
import html
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlencode

import anyio.to_thread
import pandas as pd
import pydeck as pdk
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.datapackage.store import DataUnavailable, Package, borders_version
from dashboard.maps.charts.deck import drawn_on_page, event_deck
from dashboard.maps.charts.dots import dots_deck, dots_text, squares_deck
from dashboard.maps.charts.marks import circle_picture, mark_picture, ring_picture
from dashboard.maps.charts.pictures import NUMBER_WORDS, RING_WORDS
from dashboard.maps.charts.squares import FILLED, Sample
from dashboard.maps.panels.event_map import (
    PAGE_HEIGHT,
    drawn_content,
    kinds_on_map,
    page_samples,
    part_of_many,
    square_hover_lines,
)
from dashboard.maps.view.content import drawn_dots, drawn_squares, largest_dot, page_look
from dashboard.marks import MARKS, Mark
from dashboard.panels.query import event_named
from dashboard.panels.start import selection_in
from dashboard.panels.table import Table
from dashboard.schema import TableRow
from dashboard.selection import Selection
from dashboard.ui.cache import current_package
from dashboard.ui.components.table import Head, table_markup
from dashboard.ui.panels import Page
from dashboard.ui.plain_text import view_link
from dashboard.values import Absent
from dashboard.vocabulary import country_name
from dashboard.wording import number, say, say_many

KEPT_FILES = 8
AN_HOUR = "private, max-age=3600"


def heading_markup(title: str, mark: str, abroad: bool, theme: str) -> str:
    """Return the heading of the chosen event's card: its mark and title."""
    picture = mark_picture(mark, theme, abroad=abroad)
    return f'<h4 class="chosen"><img src="{picture}" alt="">{html.escape(title)}</h4>'


def legend_markup(kinds: Iterable[tuple[str, bool]], theme: str, others: Iterable[str] = ()) -> str:
    """Return the line that names the kinds of mark on a map, each with whether it is abroad.

    `others` is markup of what else stands on the map.
    """
    held = set(kinds)
    parts = [
        f'<img src="{mark_picture(kind, theme, abroad=abroad)}" alt=""> '
        f"{html.escape(_kind_words(mark, abroad=abroad))}"
        for kind, mark in MARKS.items()
        for abroad in (False, True)
        if (kind, abroad) in held
    ]
    spans = " ".join(f"<span>{part}</span>" for part in (*parts, *others))
    return f'<p class="panel_caption map_legend">{spans}</p>'


def _kind_words(mark: Mark, *, abroad: bool) -> str:
    name = say(mark.singular)
    return say("{kind} abroad", kind=name) if abroad else name


def outside_markup(
    table: Table, theme: str, query: Mapping[str, str], *, wide: bool = False
) -> str:
    """Return the events outside the frame: day, what happened, where, and how many took part.

    `query` is the view in address parameters, kept by the links to an event's card; a `wide` list
    has two columns.
    """
    keys = ("event_date", "kind", "participants")
    titles = [table.column(key).title for key in keys]
    rows = []
    pairs = zip(table.frame.to_dict("records"), table.shown.to_dict("records"), strict=True)
    for row, shown in pairs:
        picture = mark_picture(row["mark"], theme, abroad=row["abroad"])
        when, kind, participants = (html.escape(shown[title] or "") for title in titles)
        participants = (
            f"<em>{participants}</em>" if isinstance(row["participants"], Absent) else participants
        )
        what = _link(query, row["event_id"], row["title"])
        mark = f'<img src="{picture}" alt="{kind}">'
        rows.append((when, f"{mark}{what}<small>{html.escape(_place(row))}</small>", participants))
    heads = [Head(title) for title in (say("When"), say("Event"), say("Took part"))]
    return table_markup("listed wide" if wide else "listed", heads, rows)


def outside_counts_markup(table: Table, theme: str, most: int) -> str:
    """Return the counts outside the frame, a line a country and a column a kind.

    `most` countries have a line; the others share the last.
    """
    rows = table.frame.assign(place=table.shown[table.column("place_iso_code").title])
    kinds = [mark for mark in MARKS if rows["mark"].eq(mark).any()]
    names = [html.escape(say(MARKS[mark].singular)) for mark in kinds]
    heads = "".join(
        f'<th><img src="{mark_picture(mark, theme)}" alt="{name}"></th>'
        for mark, name in zip(kinds, names, strict=True)
    )
    groups = {str(place): own for place, own in rows.groupby("place", sort=False)}
    lines = [_counts_line(place, own, kinds) for place, own in [*groups.items()][:most]]
    if rest := [*groups.values()][most:]:
        words = say_many("{count} more country", "{count} more countries", len(rest))
        lines.append(_counts_line(words, pd.concat(rest), kinds))
    legend = legend_markup(((mark, False) for mark in kinds), theme)
    events = say("events")
    return (
        f'<table class="outside counted"><tr><th></th>{heads}<th>{events}</th></tr>'
        f"{''.join(lines)}</table>{legend}"
    )


def sizes_markup(samples: Iterable[Sample], what: str, theme: str, opacity: float) -> str:
    """Return the line that says which size stands for which number of `what`."""
    parts = "".join(
        f'<span><img src="{circle_picture(sample.size, theme, opacity)}" alt=""> '
        f"{html.escape(sample.words)}</span>"
        for sample in samples
    )
    return f'<p class="panel_caption map_legend sizes"><span>{html.escape(what)}:</span>{parts}</p>'


def national_markup(
    table: Table, query: Mapping[str, str], totals: Mapping[str, int] | None = None
) -> str:
    """Return the events without a place, folded by the country they concern.

    `totals` are how many each country has, where the rows are only the first of them.
    """
    parts = []
    rows = table.frame.assign(when=table.shown[table.column("event_date").title])
    for code, own in rows.groupby("iso_code", sort=False):
        lines = "".join(
            f"<p><time>{html.escape(when)}</time>{_link(query, key, title)}</p>"
            for when, title, key in zip(own["when"], own["title"], own["event_id"], strict=True)
        )
        total = (totals or {}).get(str(code), len(own))
        shown = number(total)
        if total != len(own):
            shown = say("{some} of {all}", some=str(len(own)), all=total)
        head = f"<summary>{html.escape(country_name(str(code)))}<span>{shown}</span></summary>"
        parts.append(f"<details>{head}{lines}</details>")
    return f'<div class="national">{"".join(parts)}</div>'


def _counts_line(name: str, rows: pd.DataFrame, kinds: Iterable[str]) -> str:
    counts = rows.groupby("mark")["events"].sum()
    cells = "".join(
        f"<td>{number(counts[kind]) if kind in counts else '<i>0</i>'}</td>" for kind in kinds
    )
    total = number(int(rows["events"].sum()))
    return f"<tr><td>{html.escape(name)}</td>{cells}<td>{total}</td></tr>"


def _place(row: TableRow) -> str:
    place, code = row["location"], row["place_iso_code"]
    country = "" if isinstance(code, Absent) else country_name(code)
    return place if country in place else f"{place}, {country}"


def _link(query: Mapping[str, str], event_id: str, words: str) -> str:
    return view_link(html.escape(words), "event_map", {**query, "event": event_id})


def dots_address(package: Package, selection: Selection) -> str:
    """Return the address of a selection's dots; it changes with the data."""
    query = urlencode({"version": package.version, **selection.to_query()})
    return f"map-dots.json?{query}"


async def dots_file(request: Request) -> Response:
    """Answer with the dots of the filters in the address, compressed."""
    query = dict(request.query_params)
    try:
        content = await anyio.to_thread.run_sync(_content, query)
    except DataUnavailable as trouble:
        return PlainTextResponse(str(trouble), status_code=503)
    if content is None:
        return PlainTextResponse(say("These events are not drawn as dots."), status_code=404)
    headers = {"Cache-Control": AN_HOUR, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type="application/json", headers=headers)


def _content(query: Mapping[str, str]) -> bytes | None:
    package = current_package()
    selection = selection_in(package, query)
    return _kept(package, selection) if page_look(package, selection) == "dots" else None


@lru_cache(maxsize=KEPT_FILES)
def _kept(package: Package, selection: Selection) -> bytes:
    text = dots_text(drawn_dots(package, selection), largest_dot(package, selection))
    return gzip.compress(text.encode(), 6, mtime=0)


def deck_of_page(page: Page, frame: str, look: str, chosen: str, theme: str) -> pdk.Deck:
    """Return the map of a frame; `chosen` is the event that is ringed, "" for none."""
    return _DECKS[look](page, frame, chosen, theme)


def legend_of_page(page: Page, frame: str, look: str, theme: str) -> str:
    """Return the lines under the map: its kinds of mark, its sizes."""
    if look == "marks":
        content = drawn_content(page.package, page.selection, frame, everywhere=True)
        drawn = drawn_on_page(content).marks
        alone = ((mark.kind, mark.abroad) for mark in drawn if not mark.numbered)
        others = []
        if any(mark.numbered for mark in drawn):
            others.append(f"<b>1</b> {say(NUMBER_WORDS)}")
        if any(mark.is_vague for mark in drawn):
            others.append(f'<img src="{ring_picture(theme)}" alt=""> {say(RING_WORDS)}')
        if content.provinces:
            others.append(html.escape(say("shaded: only the province is known")))
        return legend_markup(alone, theme, others)
    sizes = page_samples(page.package, page.selection, frame)
    if look == "squares":
        return sizes_markup(sizes, say("Events in a square"), theme, FILLED)
    kinds = legend_markup(kinds_on_map(page.package, page.selection), theme)
    return kinds + sizes_markup(sizes, say("Events"), theme, FILLED)


def _marks_deck(page: Page, frame: str, chosen: str, theme: str) -> pdk.Deck:
    content = drawn_content(page.package, page.selection, frame, everywhere=True)
    return event_deck(content, theme, borders_version(), chosen)


def _dots_deck(page: Page, frame: str, chosen: str, theme: str) -> pdk.Deck:
    address = dots_address(page.package, page.selection)
    rows = event_named(page.package, chosen) if chosen else None
    ring = None
    if rows is not None and len(rows):
        ring = (chosen, float(rows["latitude"].iloc[0]), float(rows["longitude"].iloc[0]))
    part = part_of_many(page.package, page.selection, frame)
    return dots_deck(address, frame, part, theme, borders_version(), ring)


def _squares_deck(page: Page, frame: str, chosen: str, theme: str) -> pdk.Deck:
    squares = drawn_squares(page.package, page.selection, frame)
    hover_texts, part = (
        square_hover_lines(squares),
        part_of_many(page.package, page.selection, frame),
    )
    return squares_deck(squares, hover_texts, frame, part, theme, borders_version(), PAGE_HEIGHT)


_DECKS = {"marks": _marks_deck, "dots": _dots_deck, "squares": _squares_deck}
