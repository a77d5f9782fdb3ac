"""The words and constants of the subject: countries, event types, measures, labels.

Holds no data and does no work; imports nothing, so every other module may import it.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Country:
    """One of the five countries, with the marks that tell it apart in every chart."""

    code: str
    name: str
    light: str
    light_text: str
    dark: str
    dash: str
    marker: str
    glyph: str
    pill: str


COUNTRIES = {
    row[0]: Country(*row)
    for row in (
        ("KAZ", "Kazakhstan", "#2E86D6", "#1F6FB8", "#3F8FE0", "solid", "circle", "●", "blue"),
        (
            *("KGZ", "Kyrgyzstan", "#D96800", "#B85600", "#FF9A33"),
            *("10px,3px", "triangle-up", "▲", "orange"),
        ),
        ("TJK", "Tajikistan", "#00594E", "#00594E", "#7FE0C6", "5px,3px", "square", "■", "green"),
        ("TKM", "Turkmenistan", "#8E2F8A", "#8E2F8A", "#E3B5F5", "2px,3px", "x", "✕", "violet"),
        (
            *("UZB", "Uzbekistan", "#80683A", "#80683A", "#A88A62"),
            *("9px,3px,2px,3px", "diamond", "◆", "yellow"),
        ),
    )
}
REGION = "REG"
REGION_NAME = "The region"

PLACE_NAMES = {
    "AFG": "Afghanistan",
    "ARE": "United Arab Emirates",
    "AUT": "Austria",
    "BEL": "Belgium",
    "CAN": "Canada",
    "CHE": "Switzerland",
    "CHN": "China",
    "CYP": "Cyprus",
    "DEU": "Germany",
    "ESP": "Spain",
    "FRA": "France",
    "GBR": "United Kingdom",
    "GEO": "Georgia",
    "IND": "India",
    "IRN": "Iran",
    "ISR": "Israel",
    "ITA": "Italy",
    "JPN": "Japan",
    "KOR": "South Korea",
    "KWT": "Kuwait",
    "LUX": "Luxembourg",
    "MNG": "Mongolia",
    "POL": "Poland",
    "RUS": "Russia",
    "THA": "Thailand",
    "TUR": "Turkey",
    "UKR": "Ukraine",
    "USA": "United States",
}


@dataclass(frozen=True)
class Currency:
    """The currency of a country, by its ISO 4217 code; `name` is the same in the plural.

    `tolerance` is how far, in units per US dollar, a daily rate may stand from the official one
    (data/official_rates.csv) before it counts as an outlier.
    """

    code: str
    name: str
    country: str
    tolerance: float = 0.02


CURRENCIES = {
    row[0]: Currency(*row)
    for row in (
        ("KZT", "tenge", "KAZ"),
        ("KGS", "som", "KGZ"),
        ("TJS", "somoni", "TJK"),
        ("TMT", "manat", "TKM"),
        ("UZS", "soum", "UZB"),
    )
}


def currency_of(country: str) -> str:
    """Return the code of a country's currency. Raises `KeyError` for a country without one.

    >>> currency_of("TJK")
    'TJS'
    """
    for currency in CURRENCIES.values():
        if currency.country == country:
            return currency.code
    raise KeyError(country)


@dataclass(frozen=True)
class RateKind:
    """A kind of currency rate, as in column `kind` of data/rates.csv.

    `form` is how it is drawn: days joined to a "line", a "mark" alone, or a "print", whose few
    digits allow a range. `short` is written beside a single rate.
    """

    key: str
    label: str
    form: str
    short: str


# In order of preference, where a currency has several rates of one day.
RATE_KINDS = {
    row[0]: RateKind(*row)
    for row in (
        ("official", "official daily rate", "line", "official"),
        ("daily", "daily rate", "line", ""),
        ("cross", "daily cross rate of another bank", "line", "cross rate"),
        ("month_end", "official rate, last day of the month", "mark", "month end"),
        ("press", "official rate given in an article", "mark", "press"),
        ("month_start", "cross rate of another bank, 1st of the month", "mark", "cross rate"),
        ("ticker", "rate as reported on a page", "print", ""),
    )
}


def rate_kinds(form: str) -> tuple[str, ...]:
    """Return the kinds of rates drawn in one form, in order of preference.

    >>> rate_kinds("line")
    ('official', 'daily', 'cross')
    """
    return tuple(kind.key for kind in RATE_KINDS.values() if kind.form == form)


# ACLED's own domain: event type -> sub-types, as in its codebook.
ACLED_TYPES = {
    "Battles": (
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Armed clash",
    ),
    "Explosions/Remote violence": (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Protests": (
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
    ),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}

OWN_TYPES = {
    "Public health": (
        "Restrictions imposed",
        "Restrictions eased",
        "Outbreak report",
        "Health care",
        "Statement",
    ),
    "Court ruling": ("Sentence", "Other ruling"),
    "Legislation": ("Bill proposed", "Bill passed", "Law or decree signed"),
    "Government": ("Appointment", "Resignation or dismissal", "Decision", "Criminal case", "Other"),
    "Elections": ("Vote called", "Vote held", "Party or alliance"),
    "Human rights": ("Appeal or statement", "Abuse reported"),
    "Economy and trade": ("Agreement", "Measure", "Dispute", "Statistic", "Labour"),
    "Foreign aid": ("Loan", "Grant or donation", "Pledge"),
    "Diplomacy": (
        "Meeting or visit",
        "Agreement",
        "Statement",
        "Appointment",
        "Award",
        "Pledge",
        "Dispute",
        "Other",
    ),
    "Disaster": ("Flood", "Storm", "Other disaster"),
    "Infrastructure": ("Opening", "Agreement", "Assessment"),
    "Information": ("Publication", "Rumour or disinformation", "Leaflets and symbols"),
}
EVENT_TYPES = {**ACLED_TYPES, **OWN_TYPES}

STATUSES = ("occurred", "claimed", "planned", "pledged")
DEFAULT_STATUSES = ("occurred",)


class PeopleCount(StrEnum):
    """Where the people of an event count in our sums of people."""

    ANYWHERE = "anywhere"  # at home and abroad, for the country whose people they are
    AT_HOME = "at home"  # an attack outside the five is another state's matter
    NOWHERE = "nowhere"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A kind of event that is counted and drawn apart: what it covers, its words, its look.

    An event has the first mark whose `types` or `sub_types` hold its own; the last mark has the
    rest, which go by their event type instead of a `topic`. `symbol` is plotly's, and the one of
    charts in office files; `is_hollow`: bars are outlines, as the colour is near another's.
    `stack` is the place in a stacked bar, from the axis; `weight` how much such an event stands
    out. `people`: where its people count; `expected`: the measure that it must have had.
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
    types: tuple[str, ...] = ()
    sub_types: tuple[str, ...] = ()
    weight: float | None = None
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
            label="Protests",
            singular="protest",
            plural="protests",
            short=("protest", "protests"),
            topic="Protests",
            types=("Protests",),
            sub_types=("Violent demonstration",),
            light="#C43C39",
            dark="#F2766B",
            light_text="#C43C39",
            symbol="circle",
            stack=0,
            weight=4.0,
            people=PeopleCount.ANYWHERE,
            expected="participants",
        ),
        Mark(
            key="arrest",
            label="Arrests",
            singular="arrest or detention",
            plural="arrests",
            short=("arrest", "arrests"),
            topic="Arrests and detentions",
            sub_types=("Arrests",),
            light="#2B3A55",
            dark="#D5DEEB",
            light_text="#2B3A55",
            symbol="diamond",
            stack=2,
            weight=3.0,
            people=PeopleCount.ANYWHERE,
            expected="detained",
        ),
        Mark(
            key="sentence",
            label="Sentences",
            singular="sentence",
            plural="sentences",
            short=("sentence", "sentences"),
            topic="Sentences",
            sub_types=("Sentence",),
            light="#7F8FA8",
            dark="#8496B3",
            light_text="#5B6C8A",
            symbol="square",
            stack=3,
            weight=3.0,
        ),
        Mark(
            key="clash",
            label="Clashes",
            singular="clash or attack",
            plural="clashes",
            short=("clash", "clashes"),
            topic="Clashes and attacks",
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
            weight=5.0,
            people=PeopleCount.AT_HOME,
            is_found_under_both=True,
            is_hollow=True,
        ),
        Mark(
            key="other",
            label="Other",
            singular="other event",
            plural="other events",
            short=("other", "others"),
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
COURT_RULINGS = "Court rulings"
TOPICS = (
    *TOPIC_OF_MARK.values(),
    COURT_RULINGS,
    *(name for name in OWN_TYPES if name != "Court ruling"),
    "Strategic developments",
)

# What a source may cover, and be silent about: the topics of the marks, and two for all the rest.
HEALTH, ALL_OTHERS = "COVID-19 and health", "All other topics"
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
    return MARKS[mark].people is not PeopleCount.NOWHERE and not is_left_out(mark, place_country)


def is_left_out(mark: str, place_country: object) -> bool:
    """Whether an event took place abroad, where its people swell no total of ours.

    >>> is_left_out("clash", "RUS"), is_left_out("clash", "UZB"), is_left_out("arrest", "RUS")
    (True, False, False)
    """
    away = isinstance(place_country, str) and place_country not in COUNTRIES
    return MARKS[mark].people is PeopleCount.AT_HOME and away


ISSUES = (
    "Political freedoms",
    "Elections",
    "Media and internet",
    "Corruption",
    "Economy and labour",
    "Land and environment",
    "Foreign influence",
    "Ethnic or border dispute",
    "Abuse by officials",
    "Emergency response",
    "Other",
)
STATE_RESPONSES = (
    "none reported",
    "permitted",
    "venue blocked",
    "disrupted",
    "dispersed",
    "detentions",
    "force used",
    "talks",
)
# How far a source itself stands behind an event or a number; blank: without reserve.
HEDGES = ("reportedly", "claimed", "alleged", "expected")
# What a count of COVID-19 leaves out by its own definition.
EXCLUDED = ("asymptomatic", "pneumonia", "other causes")
# When on its day a count was taken, where no clock time is given.
TIMES_READ = ("morning", "midday", "evening", "part of the day", "end of day")
QUALIFIERS = ("exact", "at_least", "at_most", "about", "range", "vague", "officially_none")

# Measures of figures.csv and how a person reads them.
MEASURES = {
    "cumulative_cases": "cases, total",
    "new_cases": "new cases",
    "cumulative_deaths": "deaths, total",
    "new_deaths": "new deaths",
    "active_cases": "active cases",
    "recovered": "recovered",
    "hospitalised": "in hospital",
    "home_isolation": "in home isolation",
    "medical_workers_infected": "medical workers infected",
    "cases_without_symptoms": "cases without symptoms",
    "pneumonia_cases": "pneumonia cases",
    "tests": "tests",
    "participants": "took part",
    "detained": "detained",
    "house_arrest": "put under house arrest",
    "injured": "injured",
    "killed": "killed",
    "homeless": "left homeless",
    "evacuated": "evacuated",
    "returned": "returned home",
    "sentenced": "sentenced",
    "sentence_length": "sentence",
    "fine": "fine",
    "amount": "amount",
    "count": "count",
    "share": "share",
    "change": "change",
    "quantity": "quantity",
}


def country_name(code: str) -> str:
    """Return the English short name of a country code; the code itself when unknown.

    >>> country_name("KGZ"), country_name("REG"), country_name("TUR")
    ('Kyrgyzstan', 'The region', 'Turkey')
    """
    if code in COUNTRIES:
        return COUNTRIES[code].name
    return REGION_NAME if code == REGION else PLACE_NAMES.get(code, code)
