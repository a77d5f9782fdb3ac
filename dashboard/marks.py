"""The marks of events on maps and charts, and what follows from one: its topic, its people.

One row a mark; a new one is a row of `MARKS`.
"""

from dataclasses import dataclass
from enum import StrEnum

from dashboard.vocabulary import COUNTRIES, N_, OWN_TYPES


class PeopleCount(StrEnum):
    """Where the people of an event count in our sums of people."""

    ANYWHERE = "anywhere"  # at home and abroad, for the country whose people they are
    AT_HOME = "at home"  # an attack outside the five is another state's matter
    NOWHERE = "nowhere"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A kind of event that is counted and drawn apart: what it covers, its words, its look.

    An event has the first mark whose `types` or `sub_types` hold its own; the last mark has the
    rest, which go by their event type instead of a `topic`. `none` says in a sentence that there is
    none of its topic. `symbol` is plotly's, and the one of charts in office files; `is_hollow`:
    bars are outlines, as the colour is near another's. `stack` is the place in a stacked bar, from
    the axis. `people`: where its people count; `expected`: the measure that it must have had.
    `is_found_under_both`: one between two states is found under either.
    """

    key: str
    label: str
    singular: str
    plural: str
    short: tuple[str, str]
    light: str
    dark: str
    light_text: str
    symbol: str
    stack: int
    topic: str = ""
    none: str = ""
    types: tuple[str, ...] = ()
    sub_types: tuple[str, ...] = ()
    people: PeopleCount = PeopleCount.NOWHERE
    expected: str = ""
    is_found_under_both: bool = False
    is_hollow: bool = False

    @property
    def is_rest(self) -> bool:
        """Whether it holds what has no mark of its own; drawn smaller than the others."""
        return not self.topic

    def covers(self, event_type: str, sub_event_type: str) -> bool:
        """Whether an event of such a type has this mark, if no mark before it does."""
        return self.is_rest or event_type in self.types or sub_event_type in self.sub_types


# One row a mark, in the order of tables and legends. What an analyst filters by as `topic` cuts
# across ACLED's types; events of the last mark are filtered by their types.
MARKS = {
    mark.key: mark
    for mark in (
        Mark(
            key="protest",
            label=N_("Protests"),
            singular=N_("protest"),
            plural=N_("protests"),
            short=(N_("protest"), N_("protests")),
            topic=N_("Protests"),
            none=N_("no protests"),
            types=("Protests",),
            sub_types=("Violent demonstration",),
            light="#C43C39",
            dark="#F2766B",
            light_text="#C43C39",
            symbol="circle",
            stack=0,
            people=PeopleCount.ANYWHERE,
            expected="participants",
        ),
        Mark(
            key="arrest",
            label=N_("Arrests"),
            singular=N_("arrest or detention"),
            plural=N_("arrests"),
            short=(N_("arrest"), N_("arrests")),
            topic=N_("Arrests and detentions"),
            none=N_("no arrests or detentions"),
            sub_types=("Arrests",),
            light="#2B3A55",
            dark="#D5DEEB",
            light_text="#2B3A55",
            symbol="diamond",
            stack=2,
            people=PeopleCount.ANYWHERE,
            expected="detained",
        ),
        Mark(
            key="sentence",
            label=N_("Sentences"),
            singular=N_("sentence"),
            plural=N_("sentences"),
            short=(N_("sentence"), N_("sentences")),
            topic=N_("Sentences"),
            none=N_("no sentences"),
            sub_types=("Sentence",),
            light="#7F8FA8",
            dark="#8496B3",
            light_text="#5B6C8A",
            symbol="square",
            stack=3,
        ),
        Mark(
            key="clash",
            label=N_("Clashes"),
            singular=N_("clash or attack"),
            plural=N_("clashes"),
            short=(N_("clash"), N_("clashes")),
            topic=N_("Clashes and attacks"),
            none=N_("no clashes or attacks"),
            types=(
                "Battles",
                "Explosions/Remote violence",
                "Violence against civilians",
                "Riots",
            ),
            light="#1D2327",
            dark="#E6E8EB",
            light_text="#1D2327",
            symbol="x",
            stack=1,
            people=PeopleCount.AT_HOME,
            is_found_under_both=True,
            is_hollow=True,
        ),
        Mark(
            key="other",
            label=N_("Other"),
            singular=N_("other event"),
            plural=N_("other events"),
            short=(N_("other"), N_("others")),
            light="#9AA3AC",
            dark="#8E99A5",
            light_text="#5B6570",
            symbol="circle",
            stack=4,
            is_found_under_both=True,
        ),
    )
}
# The marks that are an act of or against people, and all of them in the order of a stacked bar.
ACT_MARKS = tuple(mark.key for mark in MARKS.values() if not mark.is_rest)
STACK = tuple(mark.key for mark in sorted(MARKS.values(), key=lambda mark: mark.stack))
ACT_STACK = tuple(mark for mark in STACK if mark in ACT_MARKS)
# What an event must have had: measure -> mark.
EXPECTED = {mark.expected: mark for mark in MARKS.values() if mark.expected}
TOPIC_OF_MARK = {mark.key: mark.topic for mark in MARKS.values() if not mark.is_rest}
COURT_RULINGS = N_("Court rulings")
# Types all of whose events have a mark, or a topic of another name, are no topic of their own.
NO_TOPIC = {"Court ruling", *(name for mark in MARKS.values() for name in mark.types)}
TOPICS = (
    *TOPIC_OF_MARK.values(),
    COURT_RULINGS,
    *(name for name in (*OWN_TYPES, "Strategic developments") if name not in NO_TOPIC),
)

# What a source may cover, and be silent about: the topics of the marks, and two for all the rest.
HEALTH, ALL_OTHERS = N_("COVID-19 and health"), N_("All other topics")
COVERED_TOPICS = (*TOPIC_OF_MARK.values(), HEALTH, ALL_OTHERS)


def covered_topic(topic: str) -> str:
    """Name the topic of `COVERED_TOPICS` under which a topic of events falls.

    >>> covered_topic("Sentences"), covered_topic("Public health"), covered_topic("Diplomacy")
    ('Sentences', 'COVID-19 and health', 'All other topics')
    """
    if topic in COVERED_TOPICS:
        return topic
    return HEALTH if topic == "Public health" else ALL_OTHERS


def mark_of(event_type: str, sub_event_type: str) -> str:
    """Name the mark of an event.

    >>> mark_of("Strategic developments", "Arrests"), mark_of("Riots", "Mob violence")
    ('arrest', 'clash')
    >>> mark_of("Riots", "Violent demonstration"), mark_of("Legislation", "Bill passed")
    ('protest', 'other')
    """
    return next(mark.key for mark in MARKS.values() if mark.covers(event_type, sub_event_type))


def topic_of(event_type: str, sub_event_type: str) -> str:
    """Name the topic under which an analyst looks for an event.

    >>> topic_of("Court ruling", "Sentence"), topic_of("Diplomacy", "Statement")
    ('Sentences', 'Diplomacy')
    """
    mark = MARKS[mark_of(event_type, sub_event_type)]
    return mark.topic or (COURT_RULINGS if event_type == "Court ruling" else event_type)


def has_counted_people(mark: str, place_country: object) -> bool:
    """Whether the people of an event count in our sums: the one rule for what happened abroad.

    Those of a protest or an arrest count wherever it was, of a clash only within the five countries
    or where no place is given, of other events never.

    >>> has_counted_people("arrest", "TUR"), has_counted_people("clash", "RUS")
    (True, False)
    >>> has_counted_people("clash", None), has_counted_people("sentence", "KAZ")
    (True, False)
    """
    return MARKS[mark].people is not PeopleCount.NOWHERE and not is_uncounted_abroad(
        mark, place_country
    )


def is_uncounted_abroad(mark: str, place_country: object) -> bool:
    """Whether the people of an event are in no total of ours because it took place abroad.

    >>> (
    ...     is_uncounted_abroad("clash", "RUS"),
    ...     is_uncounted_abroad("clash", "UZB"),
    ...     is_uncounted_abroad("arrest", "RUS"),
    ... )
    (True, False, False)
    """
    away = isinstance(place_country, str) and place_country not in COUNTRIES
    return MARKS[mark].people is PeopleCount.AT_HOME and away
