"""The words and constants of the subject: countries, event types, measures, labels.

Holds no data and does no work; imports nothing, so every other module may import it.
"""

from dataclasses import dataclass


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
    "Government": ("Appointment", "Resignation or dismissal", "Decision", "Criminal case"),
    "Elections": ("Vote called", "Vote held", "Party or alliance"),
    "Human rights": ("Appeal or statement", "Abuse reported"),
    "Economy and trade": ("Agreement", "Measure", "Dispute", "Statistic", "Labour"),
    "Foreign aid": ("Loan", "Grant or donation", "Pledge"),
    "Diplomacy": ("Meeting or visit", "Agreement", "Statement", "Appointment", "Award"),
    "Disaster": ("Flood", "Storm", "Other disaster"),
    "Infrastructure": ("Opening", "Agreement", "Assessment"),
    "Information": ("Publication", "Rumour or disinformation", "Leaflets and symbols"),
}
EVENT_TYPES = {**ACLED_TYPES, **OWN_TYPES}
VIOLENT_TYPES = ("Battles", "Explosions/Remote violence", "Violence against civilians", "Riots")

STATUSES = ("occurred", "claimed", "planned", "pledged")
DEFAULT_STATUSES = ("occurred",)


@dataclass(frozen=True)
class Mark:
    """How a kind of event is drawn: its label in the plural, colours and marker symbol."""

    label: str
    singular: str
    light: str
    dark: str
    light_text: str
    symbol: str


MARKS = {
    "protest": Mark("Protests", "protest", "#C43C39", "#F2766B", "#C43C39", "circle"),
    "arrest": Mark("Arrests", "arrest or detention", "#2B3A55", "#D5DEEB", "#2B3A55", "diamond"),
    "sentence": Mark("Sentences", "sentence", "#7F8FA8", "#8496B3", "#5B6C8A", "square"),
    "clash": Mark("Clashes", "clash or attack", "#1D2327", "#E6E8EB", "#1D2327", "x"),
    "other": Mark("Other", "other event", "#AEB5BC", "#68727D", "#5B6570", "circle"),
}

# What an analyst filters by: protest, arrest, sentence and clash cut across ACLED's types; the rest
# are types.
TOPIC_OF_MARK = {
    "protest": "Protests",
    "arrest": "Arrests and detentions",
    "sentence": "Sentences",
    "clash": "Clashes and attacks",
}
TOPICS = (
    *TOPIC_OF_MARK.values(),
    "Court rulings",
    *(name for name in OWN_TYPES if name != "Court ruling"),
    "Strategic developments",
)


def mark_of(event_type: str, sub_event_type: str) -> str:
    """Name the mark of an event.

    >>> mark_of("Strategic developments", "Arrests"), mark_of("Riots", "Mob violence")
    ('arrest', 'clash')
    >>> mark_of("Riots", "Violent demonstration"), mark_of("Legislation", "Bill passed")
    ('protest', 'other')
    """
    if event_type == "Protests" or sub_event_type == "Violent demonstration":
        return "protest"
    if sub_event_type == "Arrests":
        return "arrest"
    if sub_event_type == "Sentence":
        return "sentence"
    return "clash" if event_type in VIOLENT_TYPES else "other"


def topic_of(event_type: str, sub_event_type: str) -> str:
    """Name the topic under which an analyst looks for an event.

    >>> topic_of("Court ruling", "Sentence"), topic_of("Diplomacy", "Statement")
    ('Sentences', 'Diplomacy')
    """
    mark = mark_of(event_type, sub_event_type)
    if mark in TOPIC_OF_MARK:
        return TOPIC_OF_MARK[mark]
    return "Court rulings" if event_type == "Court ruling" else event_type


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
