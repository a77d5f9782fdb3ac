"""The event map's deck and legend, by the look that the number of its events asks for.

Which look that is, is decided in `maps.view.numbers`; how each is drawn is in `charts`.
"""

import pydeck as pdk

from dashboard.datapackage.borders import borders_version
from dashboard.maps.charts.deck import event_deck
from dashboard.maps.charts.dots import dots_deck, squares_deck
from dashboard.maps.charts.squares import FILLED
from dashboard.maps.panels.event_map import PAGE_HEIGHT, drawn_content
from dashboard.maps.panels.page import kinds_on_map, page_samples
from dashboard.maps.panels.squares import told_of
from dashboard.maps.view.numbers import drawn_squares
from dashboard.panels.query import event_named
from dashboard.ui.maps.dots import dots_address
from dashboard.ui.maps.markup import legend_markup, sizes_markup
from dashboard.ui.page import Page
from dashboard.ui.panels import theme_name


def deck_of_page(page: Page, frame: str, look: str, chosen: str) -> pdk.Deck:
    """Return the map of a frame; `chosen` is the event that is ringed, "" for none."""
    return _DECKS[look](page, frame, chosen)


def legend_of_page(page: Page, frame: str, look: str) -> str:
    """Return the lines under the map: its kinds of mark, its sizes."""
    theme = theme_name()
    if look == "marks":
        content = drawn_content(page.package, page.selection, frame, everywhere=True)
        return legend_markup(((mark.kind, mark.abroad) for mark in content.marks), theme)
    sizes = page_samples(page.package, page.selection, frame, PAGE_HEIGHT)
    if look == "squares":
        return sizes_markup(sizes, "Events in a square", theme, FILLED)
    kinds = legend_markup(kinds_on_map(page.package, page.selection), theme)
    return kinds + sizes_markup(sizes, "Events", theme, FILLED)


def _marks_deck(page: Page, frame: str, chosen: str) -> pdk.Deck:
    content = drawn_content(page.package, page.selection, frame, everywhere=True)
    return event_deck(content, theme_name(), borders_version(), chosen)


def _dots_deck(page: Page, frame: str, chosen: str) -> pdk.Deck:
    address = dots_address(page.package, page.selection)
    rows = event_named(page.package, chosen) if chosen else None
    ring = None
    if rows is not None and len(rows):
        ring = (chosen, float(rows["latitude"].iloc[0]), float(rows["longitude"].iloc[0]))
    return dots_deck(address, frame, theme_name(), borders_version(), ring)


def _squares_deck(page: Page, frame: str, chosen: str) -> pdk.Deck:
    squares = drawn_squares(page.package, page.selection, frame)
    told = told_of(squares)
    return squares_deck(squares, told, frame, theme_name(), borders_version(), PAGE_HEIGHT)


_DECKS = {"marks": _marks_deck, "dots": _dots_deck, "squares": _squares_deck}
