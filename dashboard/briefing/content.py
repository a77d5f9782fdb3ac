"""What every briefing document says, whatever its format: judgements, charts, review, citations.

Made by `assemble` and `review`; set in type by the exports.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

import pandas as pd

from dashboard.briefing.tray import Tray, TrayItem
from dashboard.panels.exhibit import Exhibit
from dashboard.selection import Selection
from dashboard.vocabulary import Theme
from dashboard.wording import N_, say

# The address of the app for the links of a file, in the environment.
ADDRESS_SETTING = "CENTRAL_ASIA_MONITOR_ADDRESS"
# The headings of a review's paragraphs, by which trays keep them.
COVERAGE = N_("Coverage")
HEADINGS = frozenset((*Theme, COVERAGE))
Step = Callable[[str], None]


class Cancelled(Exception):
    """Raised by a step: the analyst has ended the work."""


class TemplateUnusable(Exception):
    """An analyst's own template cannot be used; the message says why in plain words."""


@dataclass(frozen=True)
class Run:
    """A stretch of text. One that says a number names the figures or events it stands for."""

    text: str
    keys: tuple[str, ...] = ()


class About(Enum):
    """What a sentence of the review tells of: events, the two series, or the data itself."""

    EVENTS = auto()
    EPIDEMIC = auto()
    RATES = auto()
    DATA = auto()


@dataclass(frozen=True)
class Line:
    """One sentence or entry, and the numbers of the citations that carry it."""

    runs: tuple[Run, ...]
    citations: tuple[int, ...] = ()
    about: About = About.EVENTS

    @property
    def text(self) -> str:
        """The words without the citations."""
        return "".join(run.text for run in self.runs)

    @property
    def keys(self) -> tuple[str, ...]:
        """The figures and events that its numbers stand for, each once."""
        return keys_of(self.runs)


@dataclass(frozen=True)
class Citation:
    """One place in a source, numbered in the order of its first use.

    `is_headline` says that the title is the publisher's own; others are labels of ours.
    """

    number: int
    source_id: str
    publisher: str
    title: str
    published: str
    address: str
    paragraph: int | None
    footnotes: str
    keys: tuple[str, ...]
    is_headline: bool = False


@dataclass(frozen=True)
class Edited:
    """What lies under a paragraph edited by hand: the draft it was edited from, and that of now.

    `now` is empty where nothing is drafted any more, `keys` are what that draft rests on.
    """

    before: str
    now: str
    keys: tuple[str, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether the draft has changed since."""
        return self.before != self.now


def heading_words(heading: str) -> str:
    """Return a heading as a reader sees it; one that is not ours, of a tray's file, as it is."""
    return say(heading) if heading in HEADINGS else heading


@dataclass(frozen=True)
class Section:
    """One paragraph of a country's review under its heading, e.g. "Protests"; never empty."""

    heading: str
    lines: tuple[Line, ...]
    edited: Edited | None = None

    @property
    def title(self) -> str:
        """The heading, which says so where the paragraph is edited by hand."""
        if self.edited is None:
            return heading_words(self.heading)
        return say("{heading} (edited by hand)", heading=heading_words(self.heading))

    @property
    def text(self) -> str:
        """The paragraph without its citations."""
        return " ".join(line.text for line in self.lines)

    @property
    def keys(self) -> tuple[str, ...]:
        """The figures and events that it rests on, each once."""
        return keys_of(self.lines)


@dataclass(frozen=True)
class KeyFigure:
    """A number of a country's period, what it counts, and the rows and citations it rests on."""

    number: str
    counts: str
    keys: tuple[str, ...]
    citations: tuple[int, ...] = ()


@dataclass(frozen=True)
class CountryReview:
    """One country's part of the review; `country` is its code, REG for the region."""

    country: str
    name: str
    sections: tuple[Section, ...]
    key_figures: tuple[KeyFigure, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The sentences of all its paragraphs."""
        return tuple(line for section in self.sections for line in section.lines)


@dataclass(frozen=True)
class ChartPage:
    """One panel of the tray as made now; `trouble` says why it could not be made."""

    item: TrayItem
    title: str
    comment: str
    filters: str
    link: str
    exhibit: Exhibit | None
    citations: tuple[int, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class Briefing:
    """A whole briefing.

    The events, figures and sources are the rows that it rests on; the dictionary says what their
    columns mean.
    """

    title: str
    selection: Selection
    judgements: tuple[Line, ...]
    charts: tuple[ChartPage, ...]
    review: tuple[CountryReview, ...]
    left_out: tuple[Line, ...]
    citations: tuple[Citation, ...]
    events: pd.DataFrame
    figures: pd.DataFrame
    sources: pd.DataFrame
    tray: Tray
    data_version: str
    made_on: date
    link: str
    dictionary: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def period(self) -> str:
        """The months in words."""
        return self.selection.period

    @property
    def filters(self) -> str:
        """The filters of the review in words; each chart has its own."""
        return self.selection.describe()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All sentences in the order in which a document has them."""
        review = (line for part in self.review for line in part.lines)
        return (*self.judgements, *review, *self.left_out)

    @property
    def changed_drafts(self) -> tuple[str, ...]:
        """Say of each paragraph edited by hand under which the draft has changed that it has."""
        return tuple(
            say(
                "{country}, {heading}: edited by hand, and the draft has changed since.",
                country=country.name,
                heading=heading_words(section.heading),
            )
            for country in self.review
            for section in country.sections
            if section.edited is not None and section.edited.is_stale
        )

    @property
    def has_anything(self) -> bool:
        """Whether any of it rests on the data: a line of the review, a chart."""
        is_cited = any(line.keys for part in self.review for line in part.lines)
        return is_cited or any(page.exhibit for page in self.charts)


def keys_of(said: Iterable[Run | Line]) -> tuple[str, ...]:
    """Return the keys that stretches of text or sentences rest on, each once."""
    return tuple(dict.fromkeys(key for each in said for key in each.keys))


def ignore(words: str) -> None:
    """Take no notice of a step that begins."""
