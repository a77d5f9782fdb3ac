"""The words that are the same in all documents of a briefing: headings, facts, notes.

How they are set is left to `docx`, `pdf` and `pptx`.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from dashboard.briefing.content import Briefing, ChartPage, Citation, Line
from dashboard.dates import day
from dashboard.exports.metadata import PRODUCT
from dashboard.exports.text_metrics import text_width
from dashboard.filters import MONTH_PATTERN
from dashboard.selection import month_name
from dashboard.wording import N_, say, say_many, start_of_line

JUDGEMENTS = N_("Key judgements")
EXHIBITS = N_("Charts and tables")
LEFT_OUT = N_("Not included")
SOURCES = N_("Sources")
NOTES = N_("Notes")
CONTENTS = N_("Contents")
BETWEEN_SOURCES = " · "
NOTE_OPENS, NOTE_CLOSES = N_(" (note "), ")"
HOW_NOTES_READ = N_(
    "A source is named in full once, then by its publisher and the note that has it in full."
)
OPEN_VIEW = N_("Open this view")
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
class CitedPlace:
    """A numbered place in a source: its paragraph and footnotes; no words for the whole of it."""

    number: int
    words: str


@dataclass(frozen=True)
class CitedSource:
    """A source, its address (`web` where it can be opened), and each place cited in it."""

    publisher: str
    title: str
    published: str
    address: str
    web: str
    places: tuple[CitedPlace, ...]

    @property
    def words(self) -> str:
        """Publisher, title and day."""
        return ", ".join(filter(None, (self.publisher, self.title, self.published)))


@dataclass(frozen=True)
class NoteSource:
    """A source as one note cites it: in full, or by the number of the note that has it in full.

    `name` is the whole of its name the first time, later its publisher; `first_note` is 0 the first
    time, `address` empty after it. `places` are the paragraphs and footnotes cited.
    """

    name: str
    places: str
    address: str = ""
    first_note: int = 0

    @property
    def web(self) -> str:
        """The address where it can be opened; empty where it cannot."""
        return web_address(self.address)


@dataclass(frozen=True)
class Notes:
    """The numbered notes of a document with running text: one for each set of citations.

    `sources` are those of each note, in the order of the notes; sentences that rest on the same
    places share their note.
    """

    sources: tuple[tuple[NoteSource, ...], ...]
    _numbers: Mapping[tuple[int, ...], int]

    def number(self, line: Line) -> int:
        """Return the number of the note of a line; 0 where it cites nothing that is known."""
        return self._numbers.get(tuple(sorted(set(line.citations))), 0)

    def marks(self, citations: Iterable[int]) -> tuple[Cited, ...]:
        """Return the marks of all notes that cite a place that is among some citations."""
        asked = set(citations)
        numbers = [number for places, number in self._numbers.items() if asked.intersection(places)]
        return citation_marks(numbers, numbers)


def see_notes(marks: Sequence[Cited]) -> str:
    """Return what stands before the marks of an exhibit; "" without any.

    >>> see_notes([Cited("1", 1)]), see_notes([Cited("1", 1), Cited(","), Cited("3", 3)])
    ('See note', 'See notes')
    """
    if not marks:
        return ""
    return say("See note") if len(marks) == 1 else say("See notes")


def notes_of(briefing: Briefing) -> Notes:
    """Return the notes of the sentences, numbered in the order in which they are read.

    A source is named in full in the first note that cites it; later ones name its publisher, that
    note, and the paragraphs.
    """
    known = {each.number: each for each in briefing.citations}
    numbers: dict[tuple[int, ...], int] = {}
    named: dict[tuple[str, str], int] = {}
    notes = []
    for line in briefing.lines:
        places = tuple(sorted(set(line.citations)))
        if places in numbers or not known.keys() & set(places):
            continue
        numbers[places] = number = len(numbers) + 1
        cited: dict[tuple[str, str], list[Citation]] = {}
        for citation in (known[place] for place in places if place in known):
            cited.setdefault((citation.source_id, citation.address), []).append(citation)
        notes.append(
            tuple(
                _note_source(own, 0 if named.setdefault(key, number) == number else named[key])
                for key, own in cited.items()
            )
        )
    return Notes(tuple(notes), numbers)


def _note_source(citations: Sequence[Citation], first_note: int) -> NoteSource:
    """Name a source and the places in it that one note cites."""
    source = _source(citations[0])
    places = "; ".join(filter(None, map(_place_words, citations)))
    if first_note:
        return NoteSource(source.publisher, places, first_note=first_note)
    return NoteSource(source.words, places, source.address)


def review_heading(briefing: Briefing) -> str:
    """Return the heading over the countries."""
    months = len(briefing.selection.months)
    return say("The month in review") if months == 1 else say("The months in review")


def title_facts(briefing: Briefing) -> tuple[tuple[str, str], ...]:
    """Return what stands under the title, by name."""
    return (
        (say("Period"), briefing.period),
        (say("Filters"), briefing.filters),
        (say("Made on"), day(briefing.made_on)),
        (say("Data version"), briefing.data_version),
    )


def footer_words(briefing: Briefing) -> str:
    """Return what stands at every page's foot beside its number."""
    return say(
        "{product} · data version {version} · made on {day}",
        product=PRODUCT,
        version=briefing.data_version,
        day=day(briefing.made_on),
    )


def page_of_pages() -> list[str]:
    """Return what stands beside a page's foot: words, and between them PAGE and NUMPAGES.

    >>> page_of_pages()
    ['Page ', 'PAGE', ' of ', 'NUMPAGES', '']
    """
    return [say("Page "), "PAGE", say(" of "), "NUMPAGES", ""]


def shown_words(page: ChartPage) -> str:
    """Say which filters a chart is seen through, and how much of the whole it shows."""
    facts = [say("Filters: {filters}", filters=page.filters)] if page.filters else []
    facts += [say("Shown: {count}", count=page.exhibit.count)] if page.exhibit else []
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


def cited_sources(
    briefing: Briefing, numbers: Iterable[int] | None = None
) -> tuple[CitedSource, ...]:
    """Return the sources cited, each once with its places, in the order of their first numbers.

    Those of some citations only, where `numbers` are given.
    """
    asked = None if numbers is None else set(numbers)
    places: dict[tuple[str, str], dict[int, CitedPlace]] = {}
    sources: dict[tuple[str, str], CitedSource] = {}
    for citation in sorted(briefing.citations, key=lambda each: each.number):
        if asked is None or citation.number in asked:
            key = citation.source_id, citation.address
            sources.setdefault(key, _source(citation))
            own = places.setdefault(key, {})
            own.setdefault(citation.number, CitedPlace(citation.number, _place_words(citation)))
    return tuple(
        replace(source, places=tuple(places[key].values())) for key, source in sources.items()
    )


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


def _source(citation: Citation) -> CitedSource:
    return CitedSource(
        citation.publisher,
        title_words(citation),
        _published(citation.published),
        citation.address,
        web_address(citation.address),
        (),
    )


def title_words(citation: Citation) -> str:
    """Return the title: a publisher's own in quotation marks, a label of ours without them.

    A label does not name the publisher again, nor the day; whose news a publisher passes on stays
    ("Trend/Kabar: ...").
    """
    title = citation.title.strip()
    if citation.is_headline:
        return f"“{title}”"
    if title.casefold().startswith(citation.publisher.casefold()):
        rest = title[len(citation.publisher) :].lstrip(" :,")
        if not rest.startswith(("/", "(", ".")):
            title = rest if rest.startswith("page ") else start_of_line(rest)
    return "" if title in _ways_to_write(citation.published) else title


def _ways_to_write(published: str) -> tuple[str, ...]:
    """Return how a label may write the day or the month of a page."""
    try:
        when = date.fromisoformat(published)
    except ValueError:
        return ("", published, _published(published))
    ways = (f"{when:%B}", f"{when:%b}", "Sept" if when.month == 9 else f"{when:%b}")
    return ("", *(f"{when.day} {month} {when.year}" for month in ways))


def _place_words(citation: Citation) -> str:
    """Return the paragraph and the footnotes."""
    paragraph = ""
    if citation.paragraph is not None:
        paragraph = say("para {number}", number=str(citation.paragraph))
    return ", ".join(filter(None, (paragraph, _footnotes(citation.footnotes))))


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
    return say_many("footnote {notes}", "footnotes {notes}", len(listed), notes=", ".join(listed))
