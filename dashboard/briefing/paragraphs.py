"""Paragraphs of the review edited by hand, put in the place of the drafted ones.

What was edited stays cited by what its draft rested on, whatever is drafted there now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.briefing.citing import Citing
from dashboard.briefing.content import About, CountryReview, Edited, Line, Run, Section
from dashboard.briefing.review import COVERAGE
from dashboard.briefing.tray import EditedParagraph
from dashboard.vocabulary import country_name
from dashboard.wording import say


def with_own_paragraphs(
    review: Iterable[CountryReview], own: Sequence[EditedParagraph], citing: Citing
) -> tuple[CountryReview, ...]:
    """Put paragraphs edited by hand in the place of drafted ones of the same country and heading.

    One whose draft is gone follows the others of its country.
    """
    return tuple(
        _with_own(part, [each for each in own if each.country == part.country], citing)
        for part in review
    )


def _with_own(part: CountryReview, own: Sequence[EditedParagraph], citing: Citing) -> CountryReview:
    if not own:
        return part
    edited = {each.heading: each for each in own}
    sections = [
        _edited(edited.pop(section.heading), section, citing)
        if section.heading in edited
        else section
        for section in part.sections
    ]
    sections += [_edited(each, None, citing) for each in edited.values()]
    return replace(part, sections=tuple(sections))


def _edited(own: EditedParagraph, drafted: Section | None, citing: Citing) -> Section:
    """Set own words whole, as they are, with the citations of all."""
    about = About.DATA if own.heading == COVERAGE else About.EVENTS
    line = Line((Run(" ".join(own.text.split()), own.keys),), citing.cite(own.keys), about)
    now, keys = (drafted.text, drafted.keys) if drafted else ("", ())
    return Section(own.heading, (line,), Edited(own.draft, now, keys))


def without_place(
    review: Iterable[CountryReview], own: Sequence[EditedParagraph]
) -> tuple[Line, ...]:
    """Name the paragraphs edited by hand whose country is not in the review."""
    told = {part.country for part in review}
    names = [
        say("{country}, {heading}", country=country_name(each.country), heading=each.heading)
        for each in own
        if each.country not in told
    ]
    if not names:
        return ()
    words = say("Edited by hand, of countries not in this review: {names}.", names="; ".join(names))
    return (Line((Run(words),)),)
