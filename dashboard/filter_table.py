"""Which filters there are, one row each.

A row says its name in the address, what it may hold and how that is read and checked, which events
it keeps, what follows it, its words. Everything else loops over `FILTERS`: `Selection`, the sidebar
and the address (`ui.filters`, `ui.address`), the engine (`engine.filters`), the cubes, the command
line. A new filter is a row here and a field of `Selection` with the row's default.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.filters import (
    AtLeast,
    Beside,
    Choice,
    Chooses,
    Filter,
    Month,
    Named,
    Several,
    Switch,
    Words,
)
from dashboard.marks import TOPICS
from dashboard.searching import asked
from dashboard.spellings import province_name, source_title
from dashboard.vocabulary import (
    COUNTRIES,
    DEFAULT_STATUSES,
    REGION,
    STATUSES,
    country_name,
    dataset_name,
)
from dashboard.wording import counted, join_words, number_word

MOST_NAMED = 2


def _where(codes: tuple[str, ...]) -> str:
    if set(codes) == set(COUNTRIES):
        return "five countries"
    return join_words([country_name(code) for code in codes]) or "no country"


def _elsewhere(selection: object) -> str:
    others = [code for code in COUNTRIES if code not in selection.countries]
    if len(others) == len(COUNTRIES):
        return "of all countries, as none is chosen"
    if not others:
        return "of none of the five countries"
    if len(others) <= MOST_NAMED:
        return f"of {join_words([country_name(code) for code in others])}"
    return f"of the other {number_word(len(others))} countries"


def narrowed(
    name: str,
    label: str,
    column: str,
    *,
    field: str = "",
    parts: bool = False,
    name_of: Callable[[str], str] = str,
    hint: str = "",
) -> Named:
    """Return the row of a filter by the values that a column has in the data."""

    def words(chosen: tuple[str, ...]) -> str:
        return f"{label.lower()}: {', '.join(map(name_of, chosen))}" if chosen else ""

    def hides(selection: object, event: Mapping[str, object]) -> str:
        value = event[column]
        held = value.split(";") if isinstance(value, str) and value else []
        names = join_words([name_of(each) for each in held])
        return f"its {label.lower()} is {names}" if names else f"its {label.lower()} is not stated"

    return Named(
        name=name,
        field=field or f"{name}s",
        label=label,
        column=column,
        hint=hint or f"Any {label.lower()}",
        parts=parts,
        name_of=name_of,
        words=words,
        hides=hides,
        missed=lambda selection: f"of another {label.lower()}, or of none",
    )


FILTERS: tuple[Filter[Any], ...] = (
    # An event belongs to the country it concerns, wherever it took place; one about the region as a
    # whole is shown when any of the five is chosen. A clash or a treaty belongs to each side
    # (`concerned`); a protest, an arrest or a sentence to one country only, and counts once.
    Several(
        name="countries",
        field="countries",
        label="Countries",
        column="concerned",
        known=tuple(COUNTRIES),
        default=tuple(COUNTRIES),
        parts=True,
        always=(REGION,),
        chooses=Chooses.DATA,
        noun="country",
        among="the five",
        hint="all five",
        words=_where,
        hides=lambda selection, event: f"it concerns {country_name(event['country'])}",
        missed=_elsewhere,
    ),
    Month(
        name="from",
        field="first_month",
        label="First month",
        column="event_date",
        hint="first month",
    ),
    Month(
        name="to",
        field="last_month",
        label="Last month",
        column="event_date",
        hint="last month",
    ),
    Beside(
        name="compare",
        field="compared",
        label="Compare with",
        column="event_date",
        hint="the period to compare with: previous, year (a year before) or its first month",
    ),
    # Sources beside each other tell of the same events: one is counted, never the sum of several.
    Choice(
        name="source",
        field="source",
        label="Source counted",
        column="dataset",
        chooses=Chooses.DATA,
        hint="of several sources in the data the one that is counted; the first of them",
        words=lambda key: f"counted: {dataset_name(key)}" if key else "",
        hides=lambda selection, event: (
            f"it is of {dataset_name(event['dataset'])}, which is not counted"
        ),
        missed=lambda selection: "of sources that are not counted",
    ),
    Several(
        name="topics",
        field="topics",
        label="Event types",
        column="topic",
        known=TOPICS,
        default=(),
        none_is_all=True,
        pills=False,
        noun="event type",
        among="those in use",
        hint="All types",
        words=lambda chosen: f"only {', '.join(chosen).lower()}" if chosen else "",
        hides=lambda selection, event: f"its type is {event['topic'].lower()}",
        missed=lambda selection: "of other types",
    ),
    Several(
        name="status",
        field="statuses",
        label="Status",
        column="status",
        known=STATUSES,
        default=DEFAULT_STATUSES,
        chooses=Chooses.STATUS,
        noun="status",
        among="those in use",
        hint=", ".join(DEFAULT_STATUSES),
        words=lambda chosen: (
            f"status: {', '.join(chosen) or 'none'}" if chosen != DEFAULT_STATUSES else ""
        ),
        hides=lambda selection, event: f"it is {event['status']}",
    ),
    Switch(
        name="exact",
        field="exact_dates",
        label="Exact dates only",
        column="exact",
        hint="only events with an exact date",
        words=lambda chosen: "exact dates only" if chosen else "",
        hides=lambda selection, event: "its day is not exactly known",
        missed=lambda selection: "without one exact day",
    ),
    Words(
        name="text",
        field="text",
        label="Search",
        column="searched",
        hint="Search title, place, actor",
        words=lambda text: asked(text).words,
        hides=lambda selection, event: asked(selection.text).failure,
        missed=lambda selection: asked(selection.text).missed,
    ),
    narrowed("province", "Province", "admin1", name_of=province_name),
    narrowed("place", "Place", "location"),
    # Both sides of an event: who acts and whom it meets.
    narrowed("actor", "Actor", "actors", parts=True),
    narrowed("sub_type", "Sub-type", "sub_event_type"),
    narrowed("issue", "Issue", "issue"),
    narrowed("response", "State response", "state_response"),
    narrowed("confidence", "Confidence", "confidence", field="confidences"),
    # The one of several that is counted is `source`; here, the document an event is coded from.
    narrowed(
        "told_by", "Told by", "source_id", field="told_by", name_of=source_title, hint="Any source"
    ),
    AtLeast(
        name="people",
        field="people",
        label="People at least",
        column="people",
        hint="taking part, detained, injured or killed: the most that the sources surely tell of",
        words=lambda number: f"at least {number:,} people" if number else "",
        hides=lambda selection, event: (
            f"no number tells of at least {counted(selection.people, 'person', 'people')}"
        ),
        missed=lambda selection: "with fewer people told of, or without a number",
    ),
    AtLeast(
        name="fatalities",
        field="fatalities",
        label="Fatalities at least",
        column="fatalities",
        hint="killed: the number that the sources surely tell of",
        words=lambda number: (
            f"at least {counted(number, 'fatality', 'fatalities')}" if number else ""
        ),
        hides=lambda selection, event: (
            f"no number tells of at least {counted(selection.fatalities, 'fatality', 'fatalities')}"
        ),
        missed=lambda selection: "with fewer fatalities told of, or without a number",
    ),
)
FILTER_KEYS = tuple(row.name for row in FILTERS)
# Those but the period, which looks at two columns at once, see `Selection.within`, and the one
# beside it.
ROW_FILTERS: tuple[Filter[Any], ...] = tuple(
    row for row in FILTERS if not isinstance(row, (Month, Beside))
)
# What cubes count by, so that these filters are answered from them.
FILTERED_COLUMNS = tuple(row.column for row in ROW_FILTERS if row.in_cubes)
# What further filters look at, event by event, but for the search.
NARROWING = tuple(row for row in ROW_FILTERS if isinstance(row, Named | AtLeast))
NARROWED_COLUMNS = tuple(row.column for row in NARROWING)


def options_in(query: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks for beside the filters: the switches of a page.

    >>> options_in({"from": "2020-06", "covid_scale": "log"})
    {'covid_scale': 'log'}
    """
    return {name: value for name, value in query.items() if name not in FILTER_KEYS}
