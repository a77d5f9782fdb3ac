"""A briefing, or the rows of an exhibit on pages of A4, as a PDF typeset with the fonts we ship.

The look of the pages is in `briefing.typ` and `table.typ`; the words are those of `briefing_text`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from dashboard.briefing.content import Briefing, Line, ignore
from dashboard.exports import briefing_text as words
from dashboard.exports.briefing_text import Notes, NoteSource, notes_of
from dashboard.exports.exhibit_entry import TYPE, ExhibitEntry, exhibit_entry, set_table
from dashboard.exports.metadata import PRODUCT, Metadata
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pictures.sheet import logo_svg
from dashboard.exports.text_metrics import MAIN, printable, softly_broken, typeset
from dashboard.house import current_house
from dashboard.palette import LIGHT
from dashboard.panels.exhibit import Exhibit
from dashboard.wording import say

LOGO = "logo.svg"
FOLDER = Path(__file__).parent
# More pages of a table than these are nothing to print, and seconds to set.
MOST_ROWS = 5_000
MOST_CHARACTERS = 4_000
# What stands above the table or under it already.
SAID = ("Title", "Unit", "Notes")


def make_pdf_document(
    briefing: Briefing, pictures: ChartPictures, step: Callable[[str], None] = ignore
) -> bytes:
    """Typeset the briefing; the same briefing gives the same bytes.

    `step` is called before each chart and may raise to cancel.
    """
    notes, entries = notes_of(briefing), []
    for place in range(len(briefing.charts)):
        step(say("PDF: chart {number} of {many}", number=place + 1, many=len(briefing.charts)))
        entries.append(exhibit_entry(briefing, notes, place, pictures, "svg"))
    step(say("PDF: setting the pages"))
    files = {LOGO: logo_svg()} if current_house().logo else {}
    for place, entry in enumerate(entries):
        if entry.picture is not None:
            files[_picture_name(place)] = entry.picture.content
    return _typeset("briefing.typ", _content(briefing, notes, entries), files)


def make_paged_table(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Typeset the table as it is on screen; the same table gives the same bytes."""
    table = set_table(exhibit.table, MOST_ROWS, MOST_CHARACTERS, say("CSV and Excel hold"))
    facts = metadata.facts(exhibit)
    document = _look() | {
        "title": exhibit.title,
        "unit": facts.get("Unit", ""),
        "day": [metadata.made_on.year, metadata.made_on.month, metadata.made_on.day],
        "size": TYPE.size,
        "is_wide": table.is_wide,
        "heads": table.heads,
        "rows": table.rows,
        "shares": table.shares,
        "numeric": table.numeric,
        "notes": " ".join(filter(None, (facts.get("Notes", ""), table.note))),
        "facts": [[say(name), text] for name, text in facts.items() if name not in SAID],
        "footer": f"{PRODUCT}, {metadata.data_version}",
    }
    return _typeset("table.typ", document)


def _typeset(layout: str, inputs: Mapping[str, object], files: Mapping[str, bytes] = {}) -> bytes:
    """Set what is told, and pictures by name, as a layout has it."""
    data = json.dumps(_printable(inputs), ensure_ascii=False)
    # Held to PDF/UA: what would leave a reader of the screen without words is refused.
    return typeset({MAIN: (FOLDER / layout).read_bytes(), **files}, data, pdf_standards="ua-1")


def _content(briefing: Briefing, notes: Notes, entries: list[ExhibitEntry]) -> dict[str, object]:
    """Return the whole content as plain lists and texts."""

    def listed(heading: str, lines: Iterable[Line]) -> dict[str, object]:
        texts = [{"text": words.line_text(line), "note": notes.number(line)} for line in lines]
        return {"heading": heading, "lines": texts}

    return _edges(briefing) | {
        "judgements": listed(say(words.JUDGEMENTS), briefing.judgements),
        "exhibits": {
            "heading": say(words.EXHIBITS),
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
        "left_out": listed(say(words.LEFT_OUT), briefing.left_out),
        "notes": {
            "heading": say(words.NOTES),
            "how": say(words.HOW_NOTES_READ),
            "entries": [[_note_source(each) for each in sources] for sources in notes.sources],
        },
    }


def _note_source(source: NoteSource) -> dict[str, object]:
    return {**asdict(source), "web": source.web}


def _edges(briefing: Briefing) -> dict[str, object]:
    """Return what stands at the top of the first page and at the edges of all."""
    title, house = briefing.title or PRODUCT, current_house()
    return _look() | {
        "contents": say(words.CONTENTS),
        "between_sources": words.BETWEEN_SOURCES,
        "note_opens": say(words.NOTE_OPENS),
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


def _look() -> dict[str, object]:
    """Return what every PDF of ours is given: who made it, colours and fonts."""
    house = current_house()
    return {
        "product": PRODUCT,
        "page": words.page_of_pages(),
        "view": say("View"),
        "colours": {name: getattr(LIGHT, name) for name in ("text", "muted", "faint", "rule")}
        | {"accent": house.accent or LIGHT.text},
        "fonts": [house.font.family] if house.font else [],
    }


def _exhibit(place: int, entry: ExhibitEntry) -> dict[str, object]:
    record = asdict(entry) | {
        "see_notes": words.see_notes(entry.marks),
        "link": _link(entry.link),
    }
    if entry.picture is not None:
        record["picture"] = {"file": _picture_name(place), "alt": entry.picture.alt}
    return record


def _link(link: str) -> dict[str, str]:
    return {
        "text": say(words.OPEN_VIEW),
        "web": words.web_address(link),
        "address": link,
        "written": say("View: {address}", address=link),
    }


def _picture_name(place: int) -> str:
    return f"chart-{place + 1}.svg"


def _printable(content: object, name: str = "") -> object:
    """Make every text printable and breakable; addresses that are opened stay as they are."""
    if isinstance(content, str):
        return content if name in ("web", "file") else softly_broken(printable(content))
    if isinstance(content, dict):
        return {key: _printable(value, key) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_printable(value, name) for value in content]
    return content
