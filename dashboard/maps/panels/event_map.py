"""The maps of events as exhibits: rows, picture, caption; and the words under the page's own map.

What is on a map of few events, and when there are too many, is worked out in `view.content`; a map
of many is in `squares`, the lists beside it are in `lists`.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

import pandas as pd
import plotly.graph_objects as go

from dashboard.datapackage.store import Package
from dashboard.events.keys import keys_of
from dashboard.maps.charts.basemap import base_map_address
from dashboard.maps.charts.dots import SMALLEST, WIDEST
from dashboard.maps.charts.pictures import events_on_map
from dashboard.maps.charts.squares import Sample, samples, widest_circle
from dashboard.maps.measures import MapMark
from dashboard.maps.panels.squares import left_out, squares_caption, squares_exhibit, uncertain
from dashboard.maps.view.content import (
    MOST_DOTS,
    MOST_ON_PAGE,
    MOST_ON_SHEET,
    PRECISIONS,
    MapContent,
    OnMap,
    drawn_squares,
    largest_dot,
    map_content,
    numbers_on_map,
    page_look,
    rows_on_map,
)
from dashboard.maps.words import map_headline
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import KEPT_SELECTIONS, chosen_counts
from dashboard.panels.sources import sources_of
from dashboard.panels.table import untyped
from dashboard.selection import Selection
from dashboard.vocabulary import MARKS, country_name
from dashboard.wording import counted, number, window

OVERVIEW_HEIGHT = 376
PAGE_HEIGHT = 620
NOT_STATED = "not stated"
PLACED = ("region", "outside")


def overview_map(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show where the events of the period happened, inside the frame of the region."""
    title = "Where it happened"
    show = _map if has_marks(package, selection) else squares_exhibit
    return show(package, selection, "region", "overview_map", title, OVERVIEW_HEIGHT)


def event_map(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Show where events happened, in the region or with `view=world` anywhere."""
    frame = chosen_frame(options)
    title = "Where it happened" if frame == "region" else "Where it happened, the world"
    few = numbers_on_map(package, selection, frame).inside <= MOST_ON_PAGE
    show = _map if few else squares_exhibit
    return show(package, selection, frame, "event_map", title, PAGE_HEIGHT)


def has_marks(package: Package, selection: Selection) -> bool:
    """Return whether the Overview's map shows the events one by one."""
    return numbers_on_map(package, selection, "region").inside <= MOST_ON_SHEET


def chosen_frame(options: Mapping[str, str]) -> str:
    """Return the frame that the page's switch asks for; the region unless it is the world."""
    return "world" if options.get("view") == "world" else "region"


def located_rows(events: pd.DataFrame) -> pd.DataFrame:
    """Return the table behind a map: one row an event, with how closely its place is known."""
    days = zip(events["event_date"], events["end_date"], events["time_precision"], strict=True)
    return pd.DataFrame(
        {
            "When": [window(*when, year=True) for when in days],
            "Event": events["title"].to_numpy(),
            "Kind": [MARKS[mark].singular for mark in events["mark"].tolist()],
            "Status": events["status"].to_numpy(),
            "Concerns": [country_name(code) for code in events["country"].tolist()],
            "Place": events["location"].to_numpy(),
            "Country of the place": [
                country_name(code) for code in events["place_country"].tolist()
            ],
            "Place known to": [
                PRECISIONS.get(int(precision), NOT_STATED)
                for precision in events["geo_precision"].tolist()
            ],
            "Latitude, degrees": events["latitude"].to_numpy(),
            "Longitude, degrees": events["longitude"].to_numpy(),
            "Event key": events["event_id"].to_numpy(),
        }
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def drawn_content(
    package: Package, selection: Selection, frame: str, *, everywhere: bool = False
) -> MapContent:
    """Return what the map shows of the events chosen, worked out once, while they are few."""
    events = rows_on_map(package, selection, "place" if everywhere else frame)
    return map_content(events, package.table("figures"), frame, everywhere=everywhere)


def map_caption(marks: Sequence[MapMark], numbers: OnMap) -> str:
    """Say what the marks do and do not tell, and how many events are not drawn here and why."""
    words = ["One mark an event; size shows no number"] if marks else []
    if any(len(mark.events) > 1 for mark in marks):
        words = ["One mark an event, or many of a kind on one spot; size shows no number"]
    if any(mark.precision > 1 for mark in marks):
        words.append("a ring: known only to a part of a region or a province")
    if any(mark.status != "occurred" for mark in marks):
        words.append("faint: claimed, planned or pledged")
    return " ".join([*([f"{'; '.join(words)}."] if words else []), *left_out(numbers)])


def _map(
    package: Package, selection: Selection, frame: str, key: str, title: str, height: int
) -> Exhibit:
    content = drawn_content(package, selection, frame)
    inside = rows_on_map(package, selection, frame)
    numbers = numbers_on_map(package, selection, frame)
    return Exhibit(
        key=key,
        title=title,
        unit=f"events with a place, {selection.period}",
        table=untyped(located_rows(inside)),
        caption=map_caption(content.marks, numbers),
        sources=sources_of(package, inside["source_id"]),
        shown=len(inside),
        total=numbers.total,
        noun="events",
        draw=partial(_picture, content, height),
        height=height,
        alt=_alt(content, len(inside), numbers.outside),
        headline=map_headline(len(inside), numbers.placed, numbers.total, selection),
        behind=partial(keys_of, inside),
    )


def _picture(content: MapContent, height: int, theme: str) -> go.Figure:
    return events_on_map(content, base_map_address(theme, content.frame), theme, height=height)


def _alt(content: MapContent, inside: int, outside: int) -> str:
    said = [
        f"{place}: {counts}"
        for place, counts in (spot.lines for spot in content.spots if spot.lines)
    ]
    beyond = f", {outside} outside the frame" if outside else ""
    return f"Map of {counted(inside, 'event')}{beyond}. {'; '.join(said[:8])}".strip()


def page_caption(package: Package, selection: Selection, frame: str) -> str:
    """Say what the dots or squares of the page's map are, and what is not on it."""
    numbers = numbers_on_map(package, selection, frame)
    unsure = uncertain(package, selection, frame)
    if page_look(package, selection) == "squares":
        told = squares_caption(drawn_squares(package, selection, frame), numbers, frame, unsure)
        return f"More than {number(MOST_DOTS)} events have a place: too many for exact dots. {told}"
    sentences = [
        "One mark a spot and kind of event, over one another; area shows the number of events.",
        "A ring: known only to a part of a region or a province.",
    ]
    if unsure:
        sentences.append("Faint: claimed, planned or pledged.")
    return " ".join([*sentences, *left_out(numbers)])


def kinds_on_map(package: Package, selection: Selection) -> list[tuple[str, bool]]:
    """Return the marks of the chosen events with a place, each with whether it is abroad."""
    counts = chosen_counts(package, selection).isin(frame=PLACED).by("mark", "abroad")
    return [(str(mark), bool(abroad)) for mark, abroad in counts]


def page_samples(package: Package, selection: Selection, frame: str, height: int) -> list[Sample]:
    """Return the circles that explain the sizes on the page's map."""
    if page_look(package, selection) == "dots":
        return samples(largest_dot(package, selection), WIDEST, SMALLEST)
    squares = drawn_squares(package, selection, frame)
    return samples(squares.largest, widest_circle(height, frame)) if squares.largest else []
