"""The words under the event map's own map, which shows more events one by one than a picture can.

Which look it has is decided in `view.numbers`.
"""

from dashboard.datapackage.store import Package
from dashboard.maps.charts.dots import SMALLEST, WIDEST
from dashboard.maps.charts.squares import Sample, samples, widest_circle
from dashboard.maps.panels.squares import left_out, squares_caption, uncertain
from dashboard.maps.view.numbers import (
    MOST_DOTS,
    drawn_squares,
    largest_dot,
    numbers_on_map,
    page_look,
)
from dashboard.panels.query import chosen_counts
from dashboard.selection import Selection
from dashboard.wording import number

PLACED = ("region", "outside")


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
