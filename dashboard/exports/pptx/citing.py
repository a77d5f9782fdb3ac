"""Citations as a deck writes them: numbers in brackets, and in words for notes and sources.

Which citations there are is left to the briefing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from dashboard.briefing.content import Briefing, Citation
from dashboard.exports.documents.sources import SourceEntry, source_entries
from dashboard.exports.documents.words import citation_marks


@dataclass(frozen=True)
class CitedSource:
    """A source, its address if that can be opened, and each place cited in it."""

    words: str
    address: str
    web: str
    places: tuple[str, ...]


def cited(numbers: Sequence[int]) -> str:
    """Write citation numbers in brackets, neighbours as ranges; nothing for none.

    >>> cited([4, 1, 2, 3, 9])
    '[1–4, 9]'
    """
    marks = "".join(mark.text for mark in citation_marks(numbers, ()))
    return f"[{marks.replace(',', ', ')}]" if marks else ""


def in_words(numbers: Iterable[int], briefing: Briefing) -> list[str]:
    """Write each citation in full: publisher, title, day, paragraph, footnotes, address."""
    return [
        f"[{each.number}] {_joined(each.publisher, each.title, each.rest, each.address)}"
        for each in _entries(briefing, _found(briefing, numbers), lambda citation: citation)
    ]


def cited_sources(briefing: Briefing) -> list[CitedSource]:
    """Return what the deck cites, source by source, in the order of first numbers."""
    lines = [*briefing.judgements, *briefing.left_out]
    numbers = {number for line in lines for number in line.citations}
    numbers |= {number for page in briefing.charts for number in page.citations}
    found = _found(briefing, numbers)
    heads = _entries(briefing, found, lambda one: replace(one, paragraph=None, footnotes=""))
    places = _entries(briefing, found, lambda one: replace(one, published=""))
    groups: dict[tuple[str, str, str], CitedSource] = {}
    for citation, head, place in zip(found, heads, places, strict=True):
        words = _joined(head.publisher, head.title, head.rest)
        key = (citation.source_id, words, citation.address)
        before = groups.get(key, CitedSource(words, head.address, head.web, ()))
        told = f"[{citation.number}] {place.rest}".strip()
        groups[key] = replace(before, places=(*before.places, told))
    return list(groups.values())


def _found(briefing: Briefing, numbers: Iterable[int]) -> list[Citation]:
    known = {citation.number: citation for citation in briefing.citations}
    return [known[number] for number in sorted(set(numbers)) if number in known]


def _entries(
    briefing: Briefing, found: Sequence[Citation], changed: Callable[[Citation], Citation]
) -> tuple[SourceEntry, ...]:
    return source_entries(replace(briefing, citations=tuple(changed(each) for each in found)))


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
