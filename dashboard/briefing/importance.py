"""How much an event matters in a review: points by kind, office held, people concerned, sources.

The rule is written once, here: `RULE` in words, for the page and the README, beside what it says.
"""

import re
from collections import Counter
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
# Whose office or freedom an event is about, where it is about a person.
ABOUT_A_PERSON = ("Resignation or dismissal", "Appointment", "Sentence", "Arrests", "Criminal case")
LESSER = re.compile(r"\b(?:vice|deputy)[- ]\w+|\b(?:minister|governor|mayor)\b", re.IGNORECASE)
HIGHEST = re.compile(
    r"\b(?:president|prime minister|premier|head of (?:state|government))\b", re.IGNORECASE
)
OFFICES = ((re.compile(r"\b(?:vice|deputy)[- ]", re.IGNORECASE), 2), (HIGHEST, 4), (LESSER, 2))
KILLED = ((100, 6), (10, 4), (1, 2))
PEOPLE = ((1000, 3), (100, 2), (10, 1))
SOURCES, DOUBT = 1, -2


def rule() -> tuple[tuple[str, str], ...]:
    """Return the rule in words: what counts, and for how much."""
    return (
        (
            say("Kind of event"),
            say(
                "resignation, vote held, battle, riot, violence against civilians 6; protest 5; "
                "sentence, arrest, bill passed 4; law signed, appointment, criminal case, vote "
                "called, disaster, human rights 3; public health, other ruling, aid, party 2; "
                "anything else 1"
            ),
        ),
        (
            say("Office held"),
            say(
                "of an appointment, resignation, sentence, arrest or case, named in the title: "
                "president or prime minister, present or former, 4; minister, deputy, governor or "
                "mayor 2"
            ),
        ),
        (
            say("People concerned"),
            say(
                "killed, at least 1: 2, at least 10: 4, at least 100: 6; taking part, detained or "
                "injured, at least 10: 1, at least 100: 2, at least 1,000: 3"
            ),
        ),
        (say("Sources"), say("two or more 1; claimed only, or of low confidence, 2 less")),
    )


def points_of(event: Row, package: Package) -> int:
    """Return how much an event matters by the rule."""
    sub_type = event["sub_event_type"]
    points = SUB_TYPES.get(sub_type, TYPES.get(event["event_type"], ANY))
    if sub_type in ABOUT_A_PERSON:
        named = text_of(event["title"])
        points += next((many for office, many in OFFICES if office.search(named)), 0)
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
