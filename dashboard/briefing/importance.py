"""How much an event matters in a review: points by kind, office held, people concerned, sources.

`rule` says the same tables in words, for the page and the README.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from dashboard.briefing.review_words import Row
from dashboard.datapackage.store import Package
from dashboard.events.words import text_of
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.wording import say

# Points of a kind of event: by sub-type first, then by type.
SUB_TYPES = {
    "Resignation or dismissal": 6,
    "Vote held": 6,
    **dict.fromkeys(("Sentence", "Arrests", "Bill passed"), 4),
    **dict.fromkeys(("Law or decree signed", "Appointment", "Criminal case", "Vote called"), 3),
    "Abuse reported": 3,
    **dict.fromkeys(("Outbreak report", "Party or alliance"), 2),
}
TYPES = {
    **dict.fromkeys(("Battles", "Explosions/Remote violence"), 6),
    **dict.fromkeys(("Violence against civilians", "Riots"), 6),
    "Protests": 5,
    **dict.fromkeys(("Disaster", "Human rights"), 3),
    **dict.fromkeys(("Public health", "Court ruling", "Foreign aid"), 2),
}
ANY = 1
# Points of the office of the person whom an event is about, present or former.
OFFICES = {
    **dict.fromkeys(("head of state", "head of government"), 4),
    **dict.fromkeys(("minister", "governor or mayor"), 2),
}
KILLED = ((100, 6), (10, 4), (1, 2))
PEOPLE = ((1000, 3), (100, 2), (10, 1))
SOURCES, DOUBT = 1, -2


def rule() -> tuple[tuple[str, str], ...]:
    """Return the rule in words, made of the tables: what counts, and for how much."""
    killed, people = _steps_words(KILLED), _steps_words(PEOPLE)
    return (
        (
            say("Kind of event"),
            say("{kinds}; anything else {any}", kinds=_points_words(SUB_TYPES | TYPES), any=ANY),
        ),
        (say("Office held, present or former"), _points_words(OFFICES)),
        (
            say("People concerned"),
            say(
                "killed, {killed}; taking part, detained or injured, {people}",
                killed=killed,
                people=people,
            ),
        ),
        (
            say("Sources"),
            say(
                "two or more {points}; claimed only, or of low confidence, {doubt} less",
                points=SOURCES,
                doubt=-DOUBT,
            ),
        ),
    )


def _points_words(points: Mapping[str, int]) -> str:
    """Return what has how many points, most first."""
    by_points: dict[int, list[str]] = {}
    for name, many in sorted(points.items(), key=lambda each: -each[1]):
        by_points.setdefault(many, []).append(name)
    return "; ".join(f"{', '.join(names)} {many}" for many, names in by_points.items())


def _steps_words(steps: Sequence[tuple[int, int]]) -> str:
    return ", ".join(
        say("at least {bound}: {points}", bound=bound, points=points)
        for bound, points in reversed(steps)
    )


def points_of(event: Row, package: Package) -> int:
    """Return how much an event matters by the rule."""
    points = SUB_TYPES.get(event["sub_event_type"], TYPES.get(event["event_type"], ANY))
    points += OFFICES.get(text_of(event.get("office_held")), 0)
    points += _step(event["fatalities"], KILLED) + _step(event["people"], PEOPLE)
    points += SOURCES if further_sources(package)[event["event_id"]] else 0
    is_doubtful = event["status"] == "claimed" or event["confidence"] == "low"
    return points + (DOUBT if is_doubtful else 0)


def _step(number: float | None, steps: tuple[tuple[int, int], ...]) -> int:
    """Return the points of a number; long data has None where none is told."""
    return next((points for bound, points in steps if (number or 0) >= bound), 0)


@lru_cache(maxsize=KEPT_PACKAGES)
def further_sources(package: Package) -> Counter[str]:
    """Count the sources beside its own that tell of an event, by its key."""
    links = package.tables.get("event_sources")
    return Counter() if links is None else Counter(links["event_id"].tolist())
