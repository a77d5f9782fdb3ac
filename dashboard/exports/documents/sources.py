"""The numbered list of sources at the end of a document.

How it is set is left to `word` and `typeset`.
"""

import re
from dataclasses import dataclass
from datetime import date

from dashboard.briefing.content import Briefing, Citation
from dashboard.exports.documents.words import web_address
from dashboard.exports.papers import written_date
from dashboard.filters import MONTH_PATTERN
from dashboard.selection import month_name

_FOOTNOTE = re.compile(r"\s*[;,]\s*")


@dataclass(frozen=True)
class SourceEntry:
    """One numbered place in a source; `web` is its address when that can be opened."""

    number: int
    publisher: str
    title: str
    rest: str
    address: str
    web: str


def source_entries(briefing: Briefing) -> tuple[SourceEntry, ...]:
    """Return the citations as they stand in the list of sources, each number once."""
    cited: dict[int, Citation] = {}
    for citation in briefing.citations:
        cited.setdefault(citation.number, citation)
    return tuple(_entry(citation) for citation in cited.values())


def _entry(citation: Citation) -> SourceEntry:
    places = [
        _published(citation.published),
        f"paragraph {citation.paragraph}" if citation.paragraph is not None else "",
        _footnotes(citation.footnotes),
    ]
    return SourceEntry(
        citation.number,
        citation.publisher,
        citation.title,
        ", ".join(place for place in places if place),
        citation.address,
        web_address(citation.address),
    )


def _published(published: str) -> str:
    """Write a day or a month in words; anything else as it is.

    >>> _published("2020-07"), _published("2019-07-23"), _published("summer 2020")
    ('July 2020', '23 July 2019', 'summer 2020')
    """
    if MONTH_PATTERN.fullmatch(published):
        return month_name(published)
    try:
        return written_date(date.fromisoformat(published))
    except ValueError:
        return published


def _footnotes(footnotes: str) -> str:
    """Name the footnotes, however they are separated.

    >>> _footnotes("5"), _footnotes("5;7"), _footnotes("")
    ('footnote 5', 'footnotes 5, 7', '')
    """
    listed = [note for note in _FOOTNOTE.split(footnotes.strip()) if note]
    if not listed:
        return ""
    return f"{'footnote' if len(listed) == 1 else 'footnotes'} {', '.join(listed)}"
