"""A drafted review as marked-up text, each citation a link to where its words come from.

What the review says is decided in `briefing`.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.briefing.content import Briefing, Citation, CountryReview, Line
from dashboard.ui.components.table import country_head
from dashboard.vocabulary import COUNTRIES


def review_markup(briefing: Briefing, theme: str) -> str:
    """Return the review, what it leaves out and its sources; every word of the data is escaped."""
    if not briefing.review and not briefing.left_out:
        return f'<p class="nothing">Nothing to show for {html.escape(briefing.filters)}.</p>'
    marks = _Marks(
        {citation.number: citation for citation in briefing.citations},
        frozenset(briefing.events["event_id"]) if len(briefing.events) else frozenset(),
        briefing.selection.to_query(),
    )
    countries = "".join(_country(review, marks, theme) for review in briefing.review)
    left_out = "".join(f"<p>{marks.line(line)}</p>" for line in briefing.left_out)
    sources = "".join(_citation(citation) for citation in briefing.citations)
    parts = [f'<div class="review">{countries}</div>']
    if left_out:
        parts.append(f'<div class="review_end"><h4>Left out</h4>{left_out}</div>')
    if sources:
        parts.append(f'<div class="review_end"><h4>Sources</h4><ol>{sources}</ol></div>')
    return "".join(parts)


@dataclass(frozen=True)
class _Marks:
    """Sets lines with their citations as links to traces, in the view of `query`."""

    citations: Mapping[int, Citation]
    events: frozenset[str]
    query: Mapping[str, str]

    def line(self, line: Line) -> str:
        numbers = [
            self._link(self.citations[number], line)
            for number in line.citations
            if number in self.citations
        ]
        marks = f"<sup>{', '.join(numbers)}</sup>" if numbers else ""
        return f"{html.escape(line.text)}{marks}"

    def _link(self, citation: Citation, line: Line) -> str:
        keys = [key for key in line.keys if key in citation.keys] or list(citation.keys)
        if not keys:
            return str(citation.number)
        asked = {"event": keys[0]} if keys[0] in self.events else {}
        address = html.escape(urlencode({**self.query, **asked, "figure": keys[0]}))
        label = html.escape(f"Citation {citation.number}: where this comes from")
        return (
            f'<a href="/events?{address}" target="_blank" aria-label="{label}">'
            f"{citation.number}</a>"
        )


def _country(review: CountryReview, marks: _Marks, theme: str) -> str:
    name = html.escape(review.name)
    if review.country in COUNTRIES:
        name = country_head(review.country, theme)
    sections = "".join(
        f"<h5>{html.escape(section.heading)}</h5>"
        + "".join(f"<p>{marks.line(line)}</p>" for line in section.lines)
        for section in review.sections
    )
    return f"<section><h4>{name}</h4>{sections}</section>"


def _citation(citation: Citation) -> str:
    title = html.escape(citation.title or "untitled")
    if citation.address.startswith(("https://", "http://")):
        address = html.escape(citation.address)
        title = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{title}</a>'
    place = [citation.published]
    if citation.paragraph is not None:
        place.append(f"paragraph {citation.paragraph}")
    if citation.footnotes:
        place.append(f"footnote {citation.footnotes}")
    rest = html.escape(", ".join(part for part in place if part))
    return (
        f'<li value="{citation.number}"><b>{html.escape(citation.publisher)}</b>, {title}'
        f"{', ' if rest else ''}{rest}</li>"
    )
