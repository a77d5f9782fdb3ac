"""The words and constants of the subject: countries, event types, measures, labels.

Holds no data and does no work; imports nothing, so every other module may import it.
"""

from dataclasses import dataclass
from enum import StrEnum


def N_(template: str) -> str:  # noqa: N802 - its name in gettext, by which the catalogue is made
    """Return a sentence or a word that `wording.say` is given later, marked for the catalogue."""
    return template


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

    `usual` are the fewest and the most units that a dollar can have cost since 1994, far and wide:
    an imported rate well outside is a fault. `tolerance` is how far, in units per US dollar, a
    daily rate may stand from the official one (data/official_rates.csv) before it counts as an
    outlier.
    """

    code: str
    name: str
    country: str
    usual: tuple[int, int]
    tolerance: float = 0.02


CURRENCIES = {
    row[0]: Currency(*row)
    for row in (
        ("KZT", "tenge", "KAZ", (50, 2_000)),
        ("KGS", "som", "KGZ", (10, 300)),
        ("TJS", "somoni", "TJK", (1, 60)),
        ("TMT", "manat", "TKM", (1, 60)),
        ("UZS", "soum", "UZB", (10, 60_000)),
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
        ("official", N_("official daily rate"), "line", N_("official")),
        ("daily", N_("daily rate"), "line", ""),
        ("cross", N_("daily cross rate of another bank"), "line", N_("cross rate")),
        ("month_end", N_("official rate, last day of the month"), "mark", N_("month end")),
        ("press", N_("official rate given in an article"), "mark", N_("press")),
        (
            "month_start",
            N_("cross rate of another bank, 1st of the month"),
            "mark",
            N_("cross rate"),
        ),
        ("ticker", N_("rate as reported on a page"), "print", ""),
    )
}


def rate_kinds(form: str) -> tuple[str, ...]:
    """Return the kinds of rates drawn in one form, in order of preference.

    >>> rate_kinds("line")
    ('official', 'daily', 'cross')
    """
    return tuple(kind.key for kind in RATE_KINDS.values() if kind.form == form)


class Theme(StrEnum):
    """The paragraphs of a country in a review, in order; by their headings trays keep them."""

    SOCIETY = N_("Politics and society")
    HEALTH = N_("COVID-19 and health")
    ECONOMY = N_("Economy and diplomacy")


@dataclass(frozen=True)
class EventType:
    """A type of event and its sub-types: the whole of what is to be said of a new one.

    `points` say how much an event matters whose sub-type has none of its own (`engine.ranking`); 0
    is as little as any. `theme` is the paragraph of a review that tells of it.
    """

    name: str
    sub_types: tuple[str, ...]
    points: int = 0
    theme: Theme = Theme.SOCIETY


# ACLED's own domain, as in its codebook; what is drawn and counted apart is in `marks`.
ACLED_TYPES = {
    each.name: each
    for each in (
        EventType(
            N_("Battles"),
            (
                "Government regains territory",
                "Non-state actor overtakes territory",
                "Armed clash",
            ),
            points=6,
        ),
        EventType(
            N_("Explosions/Remote violence"),
            (
                "Chemical weapon",
                "Air/drone strike",
                "Suicide bomb",
                "Shelling/artillery/missile attack",
                "Remote explosive/landmine/IED",
                "Grenade",
            ),
            points=6,
        ),
        EventType(
            N_("Violence against civilians"),
            ("Sexual violence", "Attack", "Abduction/forced disappearance"),
            points=6,
        ),
        EventType(
            N_("Protests"),
            ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
            points=5,
        ),
        EventType(N_("Riots"), ("Violent demonstration", "Mob violence"), points=6),
        EventType(
            N_("Strategic developments"),
            (
                "Agreement",
                "Arrests",
                "Change to group/activity",
                "Disrupted weapons use",
                "Headquarters or base established",
                "Looting/property destruction",
                "Non-violent transfer of territory",
                "Other",
            ),
        ),
    )
}
OWN_TYPES = {
    each.name: each
    for each in (
        EventType(
            N_("Public health"),
            (
                "Restrictions imposed",
                "Restrictions eased",
                "Outbreak report",
                "Health care",
                "Statement",
            ),
            points=2,
            theme=Theme.HEALTH,
        ),
        EventType(N_("Court ruling"), ("Sentence", "Other ruling"), points=2),
        EventType(N_("Legislation"), ("Bill proposed", "Bill passed", "Law or decree signed")),
        EventType(
            N_("Government"),
            ("Appointment", "Resignation or dismissal", "Decision", "Criminal case", "Other"),
        ),
        EventType(N_("Elections"), ("Vote called", "Vote held", "Party or alliance")),
        EventType(N_("Human rights"), ("Appeal or statement", "Abuse reported"), points=3),
        EventType(
            N_("Economy and trade"),
            ("Agreement", "Measure", "Dispute", "Statistic", "Labour"),
            theme=Theme.ECONOMY,
        ),
        EventType(
            N_("Foreign aid"),
            ("Loan", "Grant or donation", "Pledge"),
            points=2,
            theme=Theme.ECONOMY,
        ),
        EventType(
            N_("Diplomacy"),
            (
                "Meeting or visit",
                "Agreement",
                "Statement",
                "Appointment",
                "Award",
                "Pledge",
                "Dispute",
                "Other",
            ),
            theme=Theme.ECONOMY,
        ),
        EventType(N_("Disaster"), ("Flood", "Storm", "Other disaster"), points=3),
        EventType(
            N_("Infrastructure"), ("Opening", "Agreement", "Assessment"), theme=Theme.ECONOMY
        ),
        EventType(
            N_("Information"), ("Publication", "Rumour or disinformation", "Leaflets and symbols")
        ),
    )
}
EVENT_TYPES = {**ACLED_TYPES, **OWN_TYPES}

# Whose events they are, by `source_id`: those coded here from articles and reviews, or imported.
CODED = "coded"
DATASETS = {
    CODED: "articles and reviews",
    "acled": "ACLED",
    "acled-hdx": "ACLED's counts",
    "ucdp-ged": "UCDP GED",
    "gdelt": "GDELT",
    "icews": "ICEWS",
    "gtd": "GTD",
    "desk": "the desk's table",
}

STATUSES = (N_("occurred"), N_("claimed"), N_("planned"), N_("pledged"))
DEFAULT_STATUSES = ("occurred",)
# ACLED's geo_precision: in a word, and in full where there is more to say.
GEO_PRECISIONS = {
    1: ("town", ""),
    2: ("approximate", "part of a region, or a town that the source does not name"),
    3: ("province or area", "the point stands for all of it"),
}
# What imported numbers of people count, where their source says no more than the measure does.
DEFINITIONS = {
    "participants": "People taking part",
    "detained": "People detained at the event",
    "killed": "Deaths reported of the event",
    "injured": "People injured at the event",
}

# Measures of figures.csv and how a person reads them.
# Of which the largest is how many people an event concerned; they may be the same people.
PEOPLE_MEASURES = ("participants", "detained", "injured", "killed")
MEASURES = {
    "cumulative_cases": N_("cases, total"),
    "new_cases": N_("new cases"),
    "cumulative_deaths": N_("deaths, total"),
    "new_deaths": N_("new deaths"),
    "active_cases": N_("active cases"),
    "recovered": N_("recovered"),
    "hospitalised": N_("in hospital"),
    "home_isolation": N_("in home isolation"),
    "medical_workers_infected": N_("medical workers infected"),
    "cases_without_symptoms": N_("cases without symptoms"),
    "pneumonia_cases": N_("pneumonia cases"),
    "tests": N_("tests"),
    "participants": N_("took part"),
    "detained": N_("detained"),
    "house_arrest": N_("put under house arrest"),
    "injured": N_("injured"),
    "killed": N_("killed"),
    "homeless": N_("left homeless"),
    "evacuated": N_("evacuated"),
    "returned": N_("returned home"),
    "sentenced": N_("sentenced"),
    "sentence_length": N_("sentence"),
    "fine": N_("fine"),
    "amount": N_("amount"),
    "count": N_("count"),
    "share": N_("share"),
    "change": N_("change"),
    "quantity": N_("quantity"),
}


def dataset_name(dataset: str) -> str:
    """Return whose events they are in words.

    >>> dataset_name("acled"), dataset_name("mine")
    ('ACLED', 'mine')
    """
    return DATASETS.get(dataset, dataset)


def country_name(code: str) -> str:
    """Return the English short name of a country code; the code itself when unknown.

    >>> country_name("KGZ"), country_name("REG"), country_name("TUR")
    ('Kyrgyzstan', 'The region', 'Turkey')
    """
    if code in COUNTRIES:
        return COUNTRIES[code].name
    return REGION_NAME if code == REGION else PLACE_NAMES.get(code, code)
