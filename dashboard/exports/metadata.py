"""What every exported file says about itself: title, filters, count, sources, version, date, link.

How the words are set in a picture, a sheet or a page is left to the formats.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from dashboard.briefing.content import Briefing, ChartPage
from dashboard.dates import day
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.sources import ALL
from dashboard.selection import Selection
from dashboard.wording import N_, say

PRODUCT = "Central Asia Monitor"
LONGEST_NAME = 60


@dataclass(frozen=True)
class Metadata:
    """The filters in words, the data version, the day the file was made, the view's address.

    `period` names the months in the file's name, see `file_period`; `query` holds the filters and
    switches as the address has them. `sources` are all rows of `sources.csv`. `served_at` is the
    address below which the app answers with files; empty for a file that is made without it.
    """

    filters: str
    data_version: str
    made_on: date
    link: str = ""
    period: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)
    served_at: str = ""

    def facts(self, exhibit: Exhibit, most_sources: int = ALL) -> dict[str, str]:
        """Return what a file carries, by name; what is empty is left out.

        A reader sees the names as `named_facts` or `say` has them.
        A picture has no room for more than `most_sources`.
        """
        facts = {
            N_("Title"): exhibit.title,
            N_("Unit"): exhibit.unit,
            N_("Filters"): self.filters,
            N_("Shown"): exhibit.count,
            N_("Sources"): "; ".join(exhibit.sources.named(most_sources)),
            N_("Notes"): exhibit.notes,
            N_("Data version"): self.data_version,
            N_("Made on"): day(self.made_on),
            N_("Link"): self.link,
        }
        return {name: " ".join(text.split()) for name, text in facts.items() if text.strip()}


def named_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """Return facts under the names that a reader sees."""
    return {say(name): text for name, text in facts.items()}


def metadata_of(briefing: Briefing, page: ChartPage) -> Metadata:
    """Return the metadata of one chart of a briefing: its own filters and link."""
    return Metadata(
        page.filters,
        briefing.data_version,
        briefing.made_on,
        page.link,
        query=dict(page.item.query),
        sources=briefing.sources,
    )


def titled(page: ChartPage, exhibit: Exhibit) -> Exhibit:
    """Return the exhibit under the title that the briefing gives it, its own name before the unit.

    What it shows stays as it is.
    """
    if page.title == exhibit.title:
        return exhibit
    return replace(exhibit, title=page.title, unit=f"{exhibit.title}: {exhibit.unit}")


def file_stem(exhibit: Exhibit, metadata: Metadata) -> str:
    """Name a file after what its exhibit shows and the months, in ASCII, without the extension."""
    name = slug(exhibit.title)[:LONGEST_NAME].strip("-") or slug(exhibit.key)
    parts = [slug(PRODUCT), name, metadata.period]
    return "_".join(part for part in parts if part)


def file_period(selection: Selection) -> str:
    """Return the chosen months for a file name.

    >>> file_period(Selection())
    '2020-06'
    >>> file_period(Selection(first_month="2019-05", last_month="2020-06"))
    '2019-05-to-2020-06'
    """
    first, last = selection.first_month, selection.last_month
    return last if first == last else f"{first}-to-{last}"


def slug(text: str) -> str:
    """Return words as lower-case ASCII joined by hyphens.

    >>> slug("protests_by_month"), slug("Türkmenistan, 2020")
    ('protests-by-month', 'turkmenistan-2020')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
