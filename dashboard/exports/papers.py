"""What every exported file says about itself: title, filters, count, sources, version, date, link.

How the words are set in a picture, a sheet or a page is left to the formats.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from dashboard.briefing.content import Briefing, ChartPage
from dashboard.panels.exhibit import Exhibit

PRODUCT = "Central Asia Monitor"
_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(_MONTHS)
_PERIOD = re.compile(rf"(?:\b({_MONTH})(?: (\d{{4}}))? to )?\b({_MONTH}) (\d{{4}})\b")


@dataclass(frozen=True)
class Papers:
    """The filters in words, the data version, the day the file was made, the view's address."""

    filters: str
    data_version: str
    made_on: date
    link: str = ""

    def facts(self, exhibit: Exhibit) -> dict[str, str]:
        """Return what a file carries, by name; what is empty is left out."""
        facts = {
            "Title": exhibit.title,
            "Unit": exhibit.unit,
            "Filters": self.filters,
            "Shown": exhibit.count,
            "Sources": "; ".join(exhibit.sources.named()),
            "Notes": exhibit.caption,
            "Data version": self.data_version,
            "Made on": written_date(self.made_on),
            "Link": self.link,
        }
        return {name: " ".join(text.split()) for name, text in facts.items() if text.strip()}

    def lines(self, exhibit: Exhibit) -> list[str]:
        """Return the facts as "Name: text" lines."""
        return [f"{name}: {text}" for name, text in self.facts(exhibit).items()]


def papers_of(briefing: Briefing, page: ChartPage) -> Papers:
    """Return the papers of one chart of a briefing: its own filters and link."""
    return Papers(page.filters, briefing.data_version, briefing.made_on, page.link)


def titled(page: ChartPage, exhibit: Exhibit) -> Exhibit:
    """Return the exhibit under the title that the briefing gives it, its own name before the unit.

    What it shows stays as it is.
    """
    if page.title == exhibit.title:
        return exhibit
    return replace(exhibit, title=page.title, unit=f"{exhibit.title}: {exhibit.unit}")


def file_stem(exhibit: Exhibit, papers: Papers) -> str:
    """Name a file after its exhibit and months, in ASCII, without the extension."""
    parts = [slug(PRODUCT), slug(exhibit.key), file_period(papers.filters)]
    return "_".join(part for part in parts if part)


def file_period(filters: str) -> str:
    """Return the months named in the filters, for a file name; empty when none are.

    >>> file_period("five countries, June 2020; containing “May 2019”")
    '2020-06'
    >>> file_period("March to June 2020"), file_period("Tajikistan, May 2019 to June 2020")
    ('2020-03-to-2020-06', '2019-05-to-2020-06')
    """
    found = _PERIOD.search(filters.partition(";")[0])
    if found is None:
        return ""
    first, first_year, last, last_year = found.groups()
    end = f"{last_year}-{_MONTHS[last]:02d}"
    if first is None:
        return end
    return f"{first_year or last_year}-{_MONTHS[first]:02d}-to-{end}"


def slug(text: str) -> str:
    """Return words as lower-case ASCII joined by hyphens.

    >>> slug("protests_by_month"), slug("Türkmenistan, 2020")
    ('protests-by-month', 'turkmenistan-2020')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def written_date(day: date) -> str:
    """Write a day in words.

    >>> written_date(date(2026, 11, 21))
    '21 November 2026'
    """
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
