"""A briefing as a PDF, typeset with the fonts we ship: from its words to the file.

The look of the pages is `briefing.typ`; the words are those of `briefing_text`.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from dashboard.briefing.content import Briefing, Line, ignore
from dashboard.exports import briefing_text as words
from dashboard.exports.briefing_text import Cited, Notes, NoteSource, notes_of
from dashboard.exports.exhibit_entry import ExhibitEntry, exhibit_entry
from dashboard.exports.metadata import PRODUCT
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pictures.sheet import logo_svg
from dashboard.exports.text_metrics import printable, softly_broken
from dashboard.exports.typesetting import MAIN, typeset
from dashboard.house import current_house
from dashboard.palette import LIGHT
from dashboard.wording import say

LOGO = "logo.svg"
LAYOUT = Path(__file__).with_name("briefing.typ")


def make_pdf_document(
    briefing: Briefing, pictures: ChartPictures, step: Callable[[str], None] = ignore
) -> bytes:
    """Typeset the briefing; the same briefing gives the same bytes.

    `step` is called before each chart and may raise to cancel.
    """
    notes, entries = notes_of(briefing), []
    for place in range(len(briefing.charts)):
        step(f"PDF: chart {place + 1} of {len(briefing.charts)}")
        entries.append(exhibit_entry(briefing, notes, place, pictures, "svg"))
    step("PDF: setting the pages")
    files = {MAIN: _layout()}
    if current_house().logo:
        files[LOGO] = logo_svg()
    for place, entry in enumerate(entries):
        if entry.picture is not None:
            files[_picture_name(place)] = entry.picture.content
    told = letters_kept(_told(briefing, notes, entries))
    # Held to PDF/UA: what would leave a reader of the screen without words is refused.
    return typeset(files, json.dumps(told, ensure_ascii=False), pdf_standards="ua-1")


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return LAYOUT.read_bytes()


def _told(briefing: Briefing, notes: Notes, entries: list[ExhibitEntry]) -> dict[str, object]:
    """Return the whole content as plain lists and texts."""

    def listed(heading: str, lines: Iterable[Line]) -> dict[str, object]:
        told = [{"text": words.line_text(line), "note": notes.number(line)} for line in lines]
        return {"heading": heading, "lines": told}

    return _edges(briefing) | {
        "judgements": listed(words.JUDGEMENTS, briefing.judgements),
        "exhibits": {
            "heading": words.EXHIBITS,
            "entries": [_exhibit(place, entry) for place, entry in enumerate(entries)],
        },
        "review": {
            "heading": words.review_heading(briefing),
            "countries": [
                {
                    "name": country.name,
                    "sections": [
                        listed(section.title, section.lines) for section in country.sections
                    ],
                }
                for country in briefing.review
            ],
        },
        "left_out": listed(words.LEFT_OUT, briefing.left_out),
        "notes": {
            "heading": words.NOTES,
            "how": words.HOW_NOTES_READ,
            "entries": [[_note_source(each) for each in sources] for sources in notes.sources],
        },
    }


def _note_source(source: NoteSource) -> dict[str, object]:
    return {**asdict(source), "web": source.web}


def _edges(briefing: Briefing) -> dict[str, object]:
    """Return what stands at the top of the first page and at the edges of all."""
    title, house = briefing.title or PRODUCT, current_house()
    return page_look() | {
        "contents": words.CONTENTS,
        "between_sources": words.BETWEEN_SOURCES,
        "note_opens": words.NOTE_OPENS,
        "note_closes": words.NOTE_CLOSES,
        "logo": {"file": LOGO, "alt": house.name or say("Logo")} if house.logo else None,
        "title": title,
        "running": words.running_title(title),
        "period": briefing.period,
        "facts": words.title_facts(briefing),
        "link": _link(briefing.link),
        "day": [briefing.made_on.year, briefing.made_on.month, briefing.made_on.day],
        "footer": words.footer_words(briefing),
    }


def page_look() -> dict[str, object]:
    """Return what every PDF of ours is told: who made it, colours and fonts."""
    house = current_house()
    return {
        "product": PRODUCT,
        "colours": {name: getattr(LIGHT, name) for name in ("text", "muted", "faint", "rule")}
        | {"accent": house.accent or LIGHT.text},
        "fonts": [house.font.family] if house.font else [],
    }


def _exhibit(place: int, entry: ExhibitEntry) -> dict[str, object]:
    told = asdict(entry) | {
        "see_notes": words.see_notes(entry.marks),
        "marks": _marks(entry.marks),
        "link": _link(entry.link),
    }
    if entry.picture is not None:
        told["picture"] = {"file": _picture_name(place), "alt": entry.picture.alt}
    return told


def _marks(marks: Iterable[Cited]) -> list[dict[str, object]]:
    return [asdict(mark) for mark in marks]


def _link(link: str) -> dict[str, str]:
    return {"text": words.OPEN_VIEW, "web": words.web_address(link), "address": link}


def _picture_name(place: int) -> str:
    return f"chart-{place + 1}.svg"


def letters_kept(told: object, name: str = "") -> object:
    """Make every text printable and breakable; addresses that are opened stay as they are."""
    if isinstance(told, str):
        return told if name in ("web", "file") else softly_broken(printable(told))
    if isinstance(told, dict):
        return {key: letters_kept(value, key) for key, value in told.items()}
    if isinstance(told, (list, tuple)):
        return [letters_kept(value, name) for value in told]
    return told
