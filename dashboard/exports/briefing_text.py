"""The words of a briefing that are the same in all its documents: headings, facts, citations.

How they are set is left to `docx`, `pdf` and `pptx`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from dashboard.briefing.content import Briefing, ChartPage, Citation, Line
from dashboard.exports.metadata import PRODUCT
from dashboard.exports.text_metrics import text_width
from dashboard.filters import MONTH_PATTERN
from dashboard.selection import month_name
from dashboard.wording import day

JUDGEMENTS = "Key judgements"
EXHIBITS = "Charts and tables"
LEFT_OUT = "Not included"
SOURCES = "Sources"
OPEN_VIEW = "Open this view"
HEADER_POINTS = 330
# Keeps a citation mark behind words written from right to left.
LEFT_TO_RIGHT = "\u200e"
_FOOTNOTE = re.compile(r"\s*[;,]\s*")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True)
class Cited:
    """What stands in a citation mark: a number, or what stands between two; 0 leads nowhere."""

    text: str
    number: int = 0


@dataclass(frozen=True)
class SourceEntry:
    """One numbered place in a source; `web` is its address when that can be opened."""

    number: int
    publisher: str
    title: str
    rest: str
    address: str
    web: str


def review_heading(briefing: Briefing) -> str:
    """Return the heading over the countries."""
    months = len(briefing.selection.months)
    return "The month in review" if months == 1 else "The months in review"


def title_facts(briefing: Briefing) -> tuple[tuple[str, str], ...]:
    """Return what stands under the title, by name."""
    return (
        ("Period", briefing.period),
        ("Filters", briefing.filters),
        ("Made on", day(briefing.made_on)),
        ("Data version", briefing.data_version),
    )


def footer_words(briefing: Briefing) -> str:
    """Return what stands at every page's foot beside its number."""
    made_on = day(briefing.made_on)
    return f"{PRODUCT} · data version {briefing.data_version} · made on {made_on}"


def shown_words(page: ChartPage) -> str:
    """Say which filters a chart is seen through, and how much of the whole it shows."""
    facts = [f"Filters: {page.filters}"] if page.filters else []
    facts += [f"Shown: {page.exhibit.count}"] if page.exhibit else []
    return " · ".join(facts)


def running_title(title: str) -> str:
    """Return a title cut to one line of a page's head."""
    if text_width(title, 9) <= HEADER_POINTS:
        return title
    while text_width(f"{title}…", 9) > HEADER_POINTS:
        title = title[: max(len(title) * 19 // 20, 1)]
    return f"{title.rstrip()}…"


def line_text(line: Line) -> str:
    """Return the words of a line, so that its citation marks come after them."""
    is_turned = line.citations and _RIGHT_TO_LEFT.search(line.text)
    return f"{line.text}{LEFT_TO_RIGHT}" if is_turned else line.text


def citation_marks(numbers: Sequence[int], known: Collection[int]) -> tuple[Cited, ...]:
    """Return the marks of citations in rising order, three in a row as a span.

    Only a number that is known leads somewhere.

    >>> "".join(mark.text for mark in citation_marks([7, 1, 2, 3, 9, 10], range(1, 11)))
    '1–3,7,9,10'
    """
    marks: list[Cited] = []
    for first, last in _spans(sorted(set(numbers))):
        ends = [first] if first == last else [first, last]
        between = "–" if last - first > 1 else ","
        for place, number in enumerate(ends):
            if marks:
                marks.append(Cited(between if place else ","))
            marks.append(Cited(str(number), number if number in known else 0))
    return tuple(marks)


def source_entries(briefing: Briefing) -> tuple[SourceEntry, ...]:
    """Return the citations as they stand in the list of sources, each number once."""
    cited: dict[int, Citation] = {}
    for citation in briefing.citations:
        cited.setdefault(citation.number, citation)
    return tuple(_entry(citation) for citation in cited.values())


def web_address(link: str) -> str:
    """Return an address a document may open; empty for anything but the web.

    >>> (
    ...     web_address("https://example.org/a"),
    ...     web_address("javascript:alert(1)"),
    ...     web_address("?a=1"),
    ... )
    ('https://example.org/a', '', '')
    """
    parts = urlsplit(link)
    return link if parts.scheme in ("http", "https") and parts.netloc else ""


def _spans(numbers: list[int]) -> list[tuple[int, int]]:
    """Return runs of numbers; two that follow each other stay apart."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], number
        else:
            spans.append((number, number))
    return spans


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
        return day(date.fromisoformat(published))
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
