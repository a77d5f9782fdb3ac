"""Text made to fit its frame on a slide: smaller as far as it is read, then cut.

How it is set is left to `text`.
"""

from collections.abc import Sequence

from dashboard.exports.lettering import wrap_text
from dashboard.exports.pptx.frame import Frame

LINE = 1.22
# Beside ours, other fonts' bold is less wide than their regular.
BOLD = 0.975


def lines_high(
    text: str, width: float, size: float, stretch: float, *, bold: bool = False
) -> float:
    """Return the height of a text broken into lines, in points."""
    room = width / (stretch * (BOLD if bold else 1))
    lines = [wrap_text(part, room, size, bold=bold) or [""] for part in text.split("\n")]
    return sum(len(part) for part in lines) * size * LINE


def fitted(
    text: str, frame: Frame, sizes: tuple[float, float], stretch: float, *, bold: bool = False
) -> tuple[str, float]:
    """Return a text and its size so that it fits: as large as can be, at the smallest size cut."""
    largest, smallest = sizes
    size = largest
    room = frame.width / (stretch * (BOLD if bold else 1))
    while True:
        paragraphs = [wrap_text(part, room, size, bold=bold) or [""] for part in text.split("\n")]
        most = max(int(frame.height / (size * LINE) + 0.02), 1)
        if sum(len(lines) for lines in paragraphs) <= most:
            return text, size
        if size <= smallest:
            break
        size = max(size - 1, smallest)
    lines = [line for part in paragraphs for line in part][:most]
    return shortened(text, lines), size


def shortened(text: str, lines: Sequence[str]) -> str:
    """Return what of a text stands in its first lines, with an ellipsis in the room of the end.

    >>> shortened("one two three four", ["one two", "three"])
    'one two…'
    """
    letters = sum(len("".join(line.split())) for line in lines)
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    end = places[min(letters, len(places)) - 1] + 1 if places and letters else 1
    cut = text[: max(end - 2, 1)]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    if space > len(cut) * 0.6:
        cut = cut[:space]
    return f"{cut.rstrip(' ,;:–-')}…"
