"""The analyst's own notes on a chart: at a day, or over a band of days, with an arrow and a text.

They stand in the address as `notes`, a list in JSON of [chart, first day, last day, value, text]:
the last day is "" where the note is at one day, the value null where it is at no height of its own.
"""

import html
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from math import log10
from textwrap import wrap

import plotly.graph_objects as go

from dashboard.palette import Tokens, house_accent, see_through, tokens
from dashboard.panels.exhibit import AnalystNote, Exhibit
from dashboard.wording import say

OPTION = "notes"
# Notes on one chart, letters in one, letters in the address of all.
MOST_NOTES, MOST_TEXT, MOST_WRITTEN = 4, 80, 2_000
LETTERS_A_LINE = 26
LARGEST = 1e15
# From the text to what it is about, in pixels; the next note is so much further off.
ACROSS, UP, APART = 44, -34, -38
BAND_OPACITY = 0.14
# Where the text of a band or of a day without a value stands: a share of the height.
ON_TOP = 0.93


def read_notes(written: str) -> tuple[tuple[AnalystNote, ...], tuple[str, ...]]:
    """Return the notes of an address, and a sentence for each that cannot be one."""
    if not written:
        return (), ()
    if len(written) > MOST_WRITTEN:
        most = f"{MOST_WRITTEN:,}"
        return (), (say("The notes in the address are longer than {most} letters.", most=most),)
    try:
        rows = json.loads(written)
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list):
        return (), (say("“notes” in the address is no list of notes."),)
    notes: list[AnalystNote] = []
    faults: list[str] = []
    for place, row in enumerate(rows, start=1):
        note = _read(row)
        if note is None:
            faults.append(say("Note {place} in the address cannot be read.", place=place))
        elif sum(each.chart == note.chart for each in notes) >= MOST_NOTES:
            faults.append(say("A chart has at most {most} notes.", most=MOST_NOTES))
        else:
            notes.append(note)
    return tuple(notes), tuple(dict.fromkeys(faults))


def written_notes(notes: Iterable[AnalystNote]) -> str:
    """Return notes as the address has them; "" for none.

    >>> note = AnalystNote("covid_series", date(2020, 6, 15), None, 9000.0, "Wards full")
    >>> written_notes([note])
    '[["covid_series","2020-06-15","",9000,"Wards full"]]'
    >>> read_notes(written_notes([note]))[0] == (note,)
    True
    """
    rows = [
        (each.chart, f"{each.first}", f"{each.last or ''}", _plain(each.value), each.text)
        for each in notes
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else ""


def clean_note(text: str) -> str:
    """Return what was typed as one line of plain text that is not too long."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(seen.split())[:MOST_TEXT].rstrip()


def takes_notes(figure: go.Figure) -> bool:
    """Say whether a figure has one axis of days, which a note can name a day of."""
    layout = figure.layout.to_plotly_json()
    return "xaxis2" not in layout and layout.get("xaxis", {}).get("type") == "date"


def takes_values(figure: go.Figure) -> bool:
    """Say whether the other axis has numbers: rows of words count from above."""
    low, high = figure.layout.yaxis.range or (0, 1)
    return low < high


def with_notes(name: str, exhibit: Exhibit, written: str) -> Exhibit:
    """Return a panel with the notes on it that the address has for it."""
    notes = [each for each in read_notes(written)[0] if each.chart == name]
    if not notes or exhibit.draw is None or not takes_notes(figure := exhibit.draw("light")):
        return exhibit
    missing = [words for note in notes if (words := not_drawn(figure, note))]
    text = say("Notes in boxes are the analyst’s own.") if len(missing) < len(notes) else ""
    text = " ".join(filter(None, (text, *missing)))
    return replace(
        exhibit,
        draw=partial(_noted, exhibit.draw, notes),
        draw_narrow=exhibit.draw_narrow and partial(_noted, exhibit.draw_narrow, notes),
        caption=f"{exhibit.caption} {text}".strip(),
        native_caption=lambda: f"{exhibit.office_caption} {text}".strip(),
        alt=" ".join((exhibit.alt, text, *(f"{each.words}." for each in notes))).strip(),
        analyst_notes=tuple(notes),
    )


def not_drawn(figure: go.Figure, note: AnalystNote) -> str:
    """Say why a note has no place on a figure; "" where it has one."""
    days = _days_of(figure)
    if days and (note.first > days[1] or (note.last or note.first) < days[0]):
        return say("Note “{note}” is not drawn: the chart has no such day.", note=note.words)
    is_log = figure.layout.yaxis.type == "log"
    if is_log and note.last is None and note.value is not None and note.value <= 0:
        return say(
            "Note “{note}” is not drawn: an axis of powers of ten has no place for {value}.",
            note=note.words,
            value=f"{note.value:,g}",
        )
    return ""


def _noted(draw: Callable[[str], go.Figure], notes: Sequence[AnalystNote], theme: str) -> go.Figure:
    return add_notes(draw(theme), notes, theme)


def add_notes(figure: go.Figure, notes: Sequence[AnalystNote], theme: str) -> go.Figure:
    """Return a figure of days with notes over it."""
    noted, colours = go.Figure(figure), tokens(theme)
    accent = house_accent(theme) or colours.accent
    on_top = at_values = 0
    for place, note in enumerate(notes):
        if not_drawn(noted, note):
            continue
        is_left = _is_in_right_half(noted, note.last or note.first)
        held = _box(note, place, accent, colours)
        held["ax"] = -ACROSS if is_left else ACROSS
        if note.last is None and note.value is not None and takes_values(noted):
            held |= {"x": f"{note.first}", "y": _height(noted, note.value), "yref": "y"}
            # Above, below, farther above, farther below: so that few lie on each other.
            held["ay"] = (UP + APART * (at_values // 2)) * (-1 if at_values % 2 else 1)
            at_values += 1
        else:
            end = f"{note.last + timedelta(days=1)}" if note.last else f"{note.first}"
            line = {"line_width": 0} if note.last else {"line": {"color": accent, "dash": "dot"}}
            area = {"fillcolor": see_through(accent, BAND_OPACITY)} if note.last else {}
            across = {"xref": "x", "x0": f"{note.first}", "x1": end}
            down = {"yref": "y domain", "y0": 0, "y1": 1}
            noted.add_shape(type="rect" if note.last else "line", **across, **down, **line, **area)
            # The arrow of a band that begins or ends outside points at what is drawn of it.
            first, last = _days_of(noted) or (note.first, note.last or note.first)
            edge = max(note.first, first) if is_left else min(note.last or note.first, last)
            edge += timedelta(days=bool(note.last) and edge == note.last)
            held |= {"x": f"{edge}", "y": ON_TOP, "yref": "y domain"}
            held["ay"] = -on_top * APART
            on_top += 1
        noted.add_annotation(held)
    return noted


def _box(note: AnalystNote, place: int, accent: str, colours: Tokens) -> dict[str, object]:
    """Return the box and the arrow of a note, as plotly wants them."""
    return {
        "text": "<br>".join(
            html.escape(line, quote=False) for line in wrap(note.text, LETTERS_A_LINE)
        ),
        "name": f"analyst_note_{place + 1}",
        "showarrow": True,
        "arrowcolor": accent,
        "arrowhead": 2,
        "arrowwidth": 1.3,
        "bgcolor": see_through(colours.background, 0.92),
        "bordercolor": accent,
        "borderpad": 3,
        "font": {"color": colours.text, "size": 12},
        "xref": "x",
    }


def _is_in_right_half(figure: go.Figure, when: date) -> bool:
    """Say whether a day stands in the right half of the days drawn."""
    days = _days_of(figure)
    return bool(days) and when - days[0] > (days[1] - days[0]) / 2


def _days_of(figure: go.Figure) -> tuple[date, ...]:
    """Return the first and the last day drawn; none where the days follow from what is drawn."""
    asked = figure.layout.xaxis.range or ()
    return tuple(date.fromisoformat(f"{each}"[:10]) for each in asked)


def _height(figure: go.Figure, value: float) -> float:
    """Return a value as annotations want it: on a log scale by its logarithm."""
    return log10(value) if figure.layout.yaxis.type == "log" else value


def _read(row: object) -> AnalystNote | None:
    if not (isinstance(row, list) and len(row) == 5):
        return None
    chart, first, last, value, text = row
    if not all(isinstance(each, str) for each in (chart, first, last, text)):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        return None
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last) if last else None
    except ValueError:
        return None
    # Nothing stands at what is no number, nor a band to the day after the last that there is.
    is_far = (value is not None and not abs(value) <= LARGEST) or ends == date.max
    if is_far or not text or clean_note(text) != text or (ends is not None and ends <= begins):
        return None
    return AnalystNote(chart, begins, ends, None if value is None else float(value), text)


def _plain(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value
