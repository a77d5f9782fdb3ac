"""The month in review, drafted by rule from the data: country by country, heading by heading.

How a sentence is worded is left to `review_words`, the epidemic's totals and the currency to
`series`, what silence means to `silence`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dashboard.briefing.beside import claimed_by_owner, earlier_runs
from dashboard.briefing.citing import Citing
from dashboard.briefing.content import CountryReview, Line, Run, Section
from dashboard.briefing.material import (
    Kind,
    Material,
    is_epidemic,
    numbers_by_owner,
    owner_of,
)
from dashboard.briefing.review_words import (
    VAGUE_DAY,
    Row,
    days,
    event_runs,
    figure_sentence,
    tidy,
    when_of,
    where_of,
)
from dashboard.briefing.series import currency_lines, epidemic_lines
from dashboard.briefing.silence import silence_lines
from dashboard.events.words import marks_words, text_of
from dashboard.vocabulary import COUNTRIES, REGION, country_name
from dashboard.wording import counted, join_words

EPIDEMIC, MEASURES, POLITICS, PROTESTS = "Epidemic", "Measures", "Politics", "Protests"
COURTS, SECURITY, ECONOMY, AID = "Courts", "Security and rights", "Economy", "Aid"
DIPLOMACY, DISASTERS, INFORMATION = "Diplomacy", "Disasters", "Information"
FURTHER, ELSEWHERE, SILENCE = "Further figures", "See also", "Not reported"
CLAIMED = "Claimed, not confirmed"
NOT_LISTED = "Not listed"
HEADINGS = (
    *(EPIDEMIC, MEASURES, POLITICS, PROTESTS, COURTS, SECURITY, ECONOMY, AID, DIPLOMACY),
    *(DISASTERS, INFORMATION),
)

# Event type -> heading.
TYPES = {
    "Public health": EPIDEMIC,
    "Court ruling": COURTS,
    "Legislation": POLITICS,
    "Government": POLITICS,
    "Elections": POLITICS,
    "Human rights": SECURITY,
    "Economy and trade": ECONOMY,
    "Foreign aid": AID,
    "Diplomacy": DIPLOMACY,
    "Disaster": DISASTERS,
    "Infrastructure": ECONOMY,
    "Information": INFORMATION,
    "Protests": PROTESTS,
    "Riots": SECURITY,
    "Battles": SECURITY,
    "Explosions/Remote violence": SECURITY,
    "Violence against civilians": SECURITY,
    "Strategic developments": SECURITY,
}
# Where the sub-type says otherwise.
SUB_TYPES = {
    ("Public health", "Restrictions imposed"): MEASURES,
    ("Public health", "Restrictions eased"): MEASURES,
    ("Government", "Criminal case"): COURTS,
    ("Riots", "Violent demonstration"): PROTESTS,
    ("Strategic developments", "Arrests"): COURTS,
}
# A step that stands with the case it belongs to, when that case is under one of these headings.
FOLLOWS = {
    ("Strategic developments", "Arrests"): (PROTESTS,),
    ("Strategic developments", "Other"): (PROTESTS, COURTS, POLITICS),
    ("Public health", "Health care"): (COURTS,),
    ("Government", "Appointment"): (COURTS,),
    ("Government", "Criminal case"): (PROTESTS, SECURITY, POLITICS, DISASTERS),
    ("Government", "Decision"): (DISASTERS,),
    ("Human rights", "Appeal or statement"): (POLITICS, PROTESTS, COURTS, DIPLOMACY),
    ("Infrastructure", "Assessment"): (DISASTERS,),
}
# Laws and decisions whose title says what they are about.
TITLE_WORDS = {
    MEASURES: ("mask", "quarantine", "disinfection", "lockdown"),
    ECONOMY: ("tax", "excise", "customs", "budget", "duty free"),
}
BY_TITLE = ("Legislation", "Government")


def review_of(material: Material, citing: Citing) -> tuple[CountryReview, ...]:
    """Draft the review: the countries chosen, then the region where it has something to tell."""
    told = placed_events(material)
    codes = [code for code in COUNTRIES if code in material.selection.countries]
    rest = {}
    if not material.is_complete:
        rest = numbers_by_owner(material.counts, material.selection.countries, material.events)
    claims = claimed_by_owner(material)
    parts = [
        _country(code, told.get(code, {}), rest.get(code, Counter()), claims, material, citing)
        for code in codes
    ]
    region = _sections(REGION, told.get(REGION, {}), material, citing)
    if claimed := tuple(_claim(event, material, citing) for event in claims.get(REGION, ())):
        region = (*region, Section(CLAIMED, claimed))
    if region := (*region, *_not_listed(rest.get(REGION, Counter()))):
        parts.append(CountryReview(REGION, country_name(REGION), region))
    return tuple(parts)


def placed_events(material: Material) -> dict[str, dict[str, list[Row]]]:
    """Return the chosen events by country and heading, each under one of each.

    An event of a country that is not chosen stands under the first chosen one that it concerns.
    """
    placed: dict[str, dict[str, list[Row]]] = {}
    for event in material.events:
        owner = _owner(event, material.selection.countries)
        heading = heading_of(event["event_id"], material)
        placed.setdefault(owner, {}).setdefault(heading, []).append(event)
    return placed


def heading_of(event_id: str, material: Material, above: tuple[str, ...] = ()) -> str:
    """Return the heading under which an event is told, whatever the filters.

    `above` are the later steps from which one comes here.
    """
    kind = material.kinds[event_id]
    allowed = FOLLOWS.get((kind.event_type, kind.sub_event_type), ())
    if allowed and kind.parent in material.kinds and event_id not in above:
        heading = heading_of(kind.parent, material, (*above, event_id))
        if heading in allowed:
            return heading
    return _own_heading(kind)


def _own_heading(kind: Kind) -> str:
    if kind.event_type in BY_TITLE:
        title = kind.title.casefold()
        for heading, words in TITLE_WORDS.items():
            if any(word in title for word in words):
                return heading
    by_type = TYPES.get(kind.event_type, POLITICS)
    return SUB_TYPES.get((kind.event_type, kind.sub_event_type), by_type)


def _owner(event: Row, countries: Sequence[str]) -> str:
    return owner_of(event["country"], text_of(event["related_countries"]), countries)


def _country(
    code: str,
    told: dict[str, list[Row]],
    rest: Counter[str],
    claims: Mapping[str, Sequence[Row]],
    material: Material,
    citing: Citing,
) -> CountryReview:
    sections = [*_sections(code, told, material, citing), *_not_listed(rest)]
    if claimed := tuple(_claim(event, material, citing) for event in claims.get(code, ())):
        sections.append(Section(CLAIMED, claimed))
    if elsewhere := tuple(_told_elsewhere(code, material, citing)):
        sections.append(Section(ELSEWHERE, elsewhere))
    if silence := silence_lines(code, bool(told or elsewhere or rest), material):
        sections.append(Section(SILENCE, silence))
    return CountryReview(code, country_name(code), tuple(sections))


def _sections(
    code: str, told: dict[str, list[Row]], material: Material, citing: Citing
) -> tuple[Section, ...]:
    sections, named = [], set[str]()
    for heading in HEADINGS:
        lines: list[Line] = []
        if material.is_whole and code != REGION:
            lines += epidemic_lines(code, material, citing) if heading == EPIDEMIC else ()
            lines += currency_lines(code, material, citing) if heading == ECONOMY else ()
        events = in_order(told.get(heading, ()))
        lines += [_line(event, material, citing, named) for event in events]
        if lines:
            sections.append(Section(heading, tuple(lines)))
    if further := tuple(_further(code, material, citing)):
        sections.append(Section(FURTHER, further))
    return tuple(sections)


def in_order(events: Iterable[Row]) -> list[Row]:
    """Put events in order of day; what has no day stands where its window ends, after that day."""
    return sorted(events, key=_order)


def _order(event: Row) -> tuple[object, bool, object]:
    vague = event["time_precision"] == VAGUE_DAY
    return event["end_date"] if vague else event["event_date"], vague, event["event_id"]


def _line(event: Row, material: Material, citing: Citing, named: set[str]) -> Line:
    key = event["event_id"]
    runs = event_runs(
        event,
        material.figures[key],
        material.unknown.get(key, ()),
        years=material.spans_years,
    )
    runs = (*runs, *earlier_runs(event, material, named))
    return Line(runs, citing.cite([key, *(each for run in runs for each in run.keys)]))


def _claim(event: Row, material: Material, citing: Citing) -> Line:
    """Name a claimed event that the filters leave out of the review, without its figures."""
    placed = f" ({where})" if (where := where_of(event)) else ""
    words = f"{when_of(event, years=material.spans_years)}: {tidy(event['title'])}{placed}."
    key = (event["event_id"],)
    return Line((Run(words, key),), citing.cite(key))


def _not_listed(rest: Counter[str]) -> Iterator[Section]:
    """Count the events of a country that are not told one by one, by mark."""
    if total := rest.total():
        words = f"And {counted(total, 'more event')}, not listed: {join_words(marks_words(rest))}."
        yield Section(NOT_LISTED, (Line((Run(words),)),))


def _told_elsewhere(code: str, material: Material, citing: Citing) -> Iterator[Line]:
    """Point to the events of another country's part that concern this one too."""
    codes = material.selection.countries
    for event in material.events:
        owner = _owner(event, codes)
        concerned = text_of(event["related_countries"]).split(";")
        if owner not in (code, REGION) and code in concerned:
            when = when_of(event, years=material.spans_years)
            words = f"{when}: {tidy(event['title'])}; see {country_name(owner)}."
            key = (event["event_id"],)
            yield Line((Run(words, key),), citing.cite(key))


def _further(code: str, material: Material, citing: Citing) -> Iterator[Line]:
    """Tell the figures that belong to no event, the epidemic's excepted."""
    if not material.is_whole:
        return
    for row in material.statistics:
        if row["country"] == code and not is_epidemic(row):
            as_of = days(row["as_of"], row["as_of"], years=material.spans_years)
            key = (row["figure_id"],)
            run = Run(f"{figure_sentence(row)[:-1]}, as of {as_of}.", key)
            yield Line((run,), citing.cite(key))
