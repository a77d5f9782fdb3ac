"""The tray: the charts an analyst has put aside with their filters, titles and comments.

Who puts none aside gets the default one. What a tray's file holds is in `tray_file`, where trays
are kept in `kept`; the charts themselves are made by `assemble`.
"""

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.selection import Selection
from dashboard.wording import N_, say

MOST_ITEMS = 60
# No letters in XML, and the marks that turn the direction of what follows them.
TITLE_WRITTEN = N_("The title was written for {then}. The filters are now {now}.")
JUDGEMENTS_WRITTEN = N_("The key judgements were written for {then}. The filters are now {now}.")
UNWRITABLE = "\ufffe\uffff\u202d\u202e"
MOST_TITLE, MOST_COMMENT, MOST_VALUE = 400, 4_000, 2_000
MOST_PARAMETERS = 100
# Of a paragraph of the review: its letters, and what it rests on.
MOST_PARAGRAPH, MOST_KEYS = 20_000, 2_000
# Exhibit and the page it stands on (the Overview has no name in addresses), in reading order.
USUAL = (
    ("countries_side_by_side", ""),
    ("overview_map", ""),
    ("events_by_week", ""),
    ("covid_series", "covid_timeline"),
    ("protests_day_by_day", "protests_and_arrests"),
    ("people_reported", "protests_and_arrests"),
    ("sentences", "protests_and_arrests"),
    ("currency_series", "currency"),
    ("coverage_topics", "about_the_data"),
)

Query = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TrayItem:
    """One panel put aside: its exhibit, the page it stood on, its filters and switches.

    `query` is as in the address. Title and comment are the analyst's own; empty when there is none.
    """

    exhibit: str
    page: str
    query: Query
    title: str = ""
    comment: str = ""

    @property
    def view(self) -> tuple[str, Query]:
        """What tells one panel with its filters from another."""
        return self.exhibit, tuple(sorted(self.query))


@dataclass(frozen=True)
class EditedParagraph:
    """A paragraph of the review in the analyst's own words, by country and heading.

    `draft` is what it was edited from and `keys` what that rests on, which stays cited.
    """

    country: str
    heading: str
    text: str
    draft: str
    keys: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        """What tells one paragraph from another."""
        return self.country, self.heading


@dataclass(frozen=True)
class Made:
    """Of which version of the data documents were made of a tray last, and on which day."""

    data_version: str
    on: date


@dataclass(frozen=True)
class Tray:
    """The panels in the order of the briefing, its title, and key judgements of the analyst's own.

    Without own judgements (None) they are drafted from the data. `filters` are those of the review,
    as in the address, where the tray was saved with them; `title_for` and `judgements_for` those
    under which an own title and own judgements were written. `paragraphs` are those of the review
    edited by hand. `made` is None before documents were
    made; it is no part of what they say.
    """

    items: tuple[TrayItem, ...] = ()
    title: str = ""
    judgements: tuple[str, ...] | None = None
    filters: Query = ()
    title_for: Query = ()
    judgements_for: Query = ()
    paragraphs: tuple[EditedParagraph, ...] = ()
    made: Made | None = field(default=None, compare=False)

    def holds(self, item: TrayItem) -> bool:
        """Say whether a panel with the same filters is in the tray."""
        return any(each.view == item.view for each in self.items)

    def with_item(self, item: TrayItem) -> "Tray":
        """Add a panel at the end; one already there, or one too many, changes nothing."""
        if self.holds(item) or len(self.items) >= MOST_ITEMS:
            return self
        return replace(self, items=(*self.items, item))

    def without(self, item: TrayItem) -> "Tray":
        """Take a panel out."""
        return replace(self, items=tuple(each for each in self.items if each.view != item.view))

    def with_paragraph(self, own: EditedParagraph) -> "Tray":
        """Put an edited paragraph in the place of what was edited there before, or at the end."""
        kept = self.without_paragraph(*own.place).paragraphs
        return replace(self, paragraphs=(*kept, own)[-MOST_ITEMS:])

    def without_paragraph(self, country: str, heading: str) -> "Tray":
        """Put the draft of a paragraph back."""
        kept = (each for each in self.paragraphs if each.place != (country, heading))
        return replace(self, paragraphs=tuple(kept))

    def moved(self, place: int, steps: int) -> "Tray":
        """Move the panel at `place` up (negative) or down; at the ends it stays."""
        target = place + steps
        if not (0 <= place < len(self.items) and 0 <= target < len(self.items)):
            return self
        items = list(self.items)
        items.insert(target, items.pop(place))
        return replace(self, items=tuple(items))

    def written_for_others(self, selection: Selection) -> tuple[str, ...]:
        """Say of an own title and own judgements that were written under other filters which."""
        written = (
            (TITLE_WRITTEN, self.title_for if self.title else ()),
            (JUDGEMENTS_WRITTEN, self.judgements_for if self.judgements else ()),
        )
        now = selection.describe()
        return tuple(
            say(sentence, then=then, now=now)
            for sentence, query in written
            if query and (then := Selection.from_query(dict(query)).describe()) != now
        )

    def with_texts(self, place: int, *, title: str, comment: str) -> "Tray":
        """Give the panel at `place` another title and comment."""
        items = list(self.items)
        items[place] = replace(
            items[place],
            title=clean_text(title, MOST_TITLE),
            comment=clean_text(comment, MOST_COMMENT, lines=True),
        )
        return replace(self, items=tuple(items))


def clean_text(text: str, most: int, *, lines: bool = False) -> str:
    r"""Drop what no document can hold (control characters) and cut to `most` letters.

    >>> clean_text("a\x00b\nc", 10), clean_text("a\nb", 10, lines=True)
    ('ab c', 'a\nb')
    """
    plain = text if lines else text.replace("\n", " ")
    if plain.replace("\n", "").isprintable():
        return plain[:most].strip()
    kept = []
    for letter in text:
        if letter in "\n\t\r":
            kept.append("\n" if lines and letter == "\n" else " ")
        elif unicodedata.category(letter) not in ("Cc", "Cs") and letter not in UNWRITABLE:
            kept.append(letter)
    return "".join(kept)[:most].strip()


def usual_tray(selection: Selection) -> Tray:
    """Return the usual nine charts with the filters of a selection."""
    query = tuple(selection.to_query().items())
    return Tray(items=tuple(TrayItem(name, page, query) for name, page in USUAL))
