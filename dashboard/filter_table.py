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
from dashboard.wording import N_, join_words, number_word, say, say_many, within_line

MOST_NAMED = 2


def _countries_named(codes: tuple[str, ...]) -> str:
    if set(codes) == set(COUNTRIES):
        return say("{many} countries", many=number_word(len(COUNTRIES)))
    return join_words([country_name(code) for code in codes]) or say("no country")


def _other_countries(selection: object) -> str:
    others = [code for code in COUNTRIES if code not in selection.countries]
    if len(others) == len(COUNTRIES):
        return say("of all countries, as none is chosen")
    if not others:
        return say("of none of the {many} countries", many=number_word(len(COUNTRIES)))
    if len(others) <= MOST_NAMED:
        return say("of {countries}", countries=[country_name(code) for code in others])
    return say("of the other {many} countries", many=number_word(len(others)))


def narrowed(
    name: str,
    label: str,
    column: str,
    *,
    field: str = "",
    parts: bool = False,
    name_of: Callable[[str], str] = str,
    hint: str,
) -> Named:
    """Return the row of a filter by the values that a column has in the data."""

    def words(chosen: tuple[str, ...]) -> str:
        if not chosen:
            return ""
        names = ", ".join(map(name_of, chosen))
        return say("{filter}: {names}", filter=within_line(say(label)), names=names)

    def hides(selection: object, event: Mapping[str, object]) -> str:
        value = event[column]
        held = value.split(";") if isinstance(value, str) and value else []
        own = within_line(say(label))
        if not held:
            return say("its {filter} is not stated", filter=own)
        return say("its {filter} is {names}", filter=own, names=[name_of(each) for each in held])

    return Named(
        name=name,
        field=field or f"{name}s",
        label=label,
        column=column,
        hint=hint,
        parts=parts,
        name_of=name_of,
        words=words,
        hides=hides,
        missed=lambda selection: say(
            "of another {filter}, or of none", filter=within_line(say(label))
        ),
    )


FILTERS: tuple[Filter[Any], ...] = (
    # An event belongs to the country it concerns, wherever it took place; one about the region as a
    # whole is shown when any of the five is chosen. A clash or a treaty belongs to each side
    # (`concerned`); a protest, an arrest or a sentence to one country only, and counts once.
    Several(
        name="countries",
        field="countries",
        label=N_("Countries"),
        column="concerned",
        known=tuple(COUNTRIES),
        default=tuple(COUNTRIES),
        parts=True,
        always=(REGION,),
        chooses=Chooses.DATA,
        noun=N_("country"),
        among=N_("the countries here"),
        hint=N_("all of them"),
        words=_countries_named,
        hides=lambda selection, event: say(
            "it concerns {country}", country=country_name(event["country"])
        ),
        missed=_other_countries,
    ),
    Month(
        name="from",
        field="first_month",
        label=N_("First month"),
        column="event_date",
        hint=N_("first month"),
    ),
    Month(
        name="to",
        field="last_month",
        label=N_("Last month"),
        column="event_date",
        hint=N_("last month"),
    ),
    Beside(
        name="compare",
        field="compared",
        label=N_("Compare with"),
        column="event_date",
        hint=N_("the period to compare with: previous, year (a year before) or its first month"),
    ),
    # Sources beside each other tell of the same events: one is counted, never the sum of several.
    Choice(
        name="source",
        field="source",
        label=N_("Source counted"),
        column="dataset",
        chooses=Chooses.DATA,
        hint=N_("of several sources in the data the one that is counted; the first of them"),
        words=lambda key: say("counted: {source}", source=dataset_name(key)) if key else "",
        hides=lambda selection, event: say(
            "it is of {source}, which is not counted", source=dataset_name(event["dataset"])
        ),
        missed=lambda selection: say("of sources that are not counted"),
    ),
    Several(
        name="topics",
        field="topics",
        label=N_("Event types"),
        column="topic",
        known=TOPICS,
        default=(),
        none_is_all=True,
        pills=False,
        noun=N_("event type"),
        among=N_("those in use"),
        hint=N_("All types"),
        words=lambda chosen: (
            say("only {types}", types=", ".join(within_line(say(each)) for each in chosen))
            if chosen
            else ""
        ),
        hides=lambda selection, event: say(
            "its type is {type}", type=within_line(say(event["topic"]))
        ),
        missed=lambda selection: say("of other types"),
    ),
    Several(
        name="status",
        field="statuses",
        label=N_("Status"),
        column="status",
        known=STATUSES,
        default=DEFAULT_STATUSES,
        chooses=Chooses.STATUS,
        noun=N_("status"),
        among=N_("those in use"),
        hint=", ".join(DEFAULT_STATUSES),
        words=lambda chosen: (
            say("status: {statuses}", statuses=", ".join(map(say, chosen)) or say("none"))
            if chosen != DEFAULT_STATUSES
            else ""
        ),
        hides=lambda selection, event: say("it is {status}", status=say(event["status"])),
    ),
    Switch(
        name="exact",
        field="exact_dates",
        label=N_("Exact dates only"),
        column="exact",
        hint=N_("only events with an exact date"),
        words=lambda chosen: say("exact dates only") if chosen else "",
        hides=lambda selection, event: say("its day is not exactly known"),
        missed=lambda selection: say("without one exact day"),
    ),
    Words(
        name="text",
        field="text",
        label=N_("Search"),
        column="searched",
        hint=N_("Search title, place, actor"),
        words=lambda text: asked(text).words,
        hides=lambda selection, event: asked(selection.text).failure,
        missed=lambda selection: asked(selection.text).missed,
    ),
    narrowed("province", N_("Province"), "admin1", name_of=province_name, hint=N_("Any province")),
    narrowed("place", N_("Place"), "location", hint=N_("Any place")),
    # Both sides of an event: who acts and whom it meets.
    narrowed("actor", N_("Actor"), "actors", parts=True, hint=N_("Any actor")),
    narrowed("sub_type", N_("Sub-type"), "sub_event_type", hint=N_("Any sub-type")),
    narrowed("issue", N_("Issue"), "issue", hint=N_("Any issue")),
    narrowed("response", N_("State response"), "state_response", hint=N_("Any state response")),
    narrowed(
        "confidence",
        N_("Confidence"),
        "confidence",
        field="confidences",
        hint=N_("Any confidence"),
    ),
    # The one of several that is counted is `source`; here, the document an event is coded from.
    narrowed(
        "told_by",
        N_("Told by"),
        "source_id",
        field="told_by",
        name_of=source_title,
        hint=N_("Any source"),
    ),
    AtLeast(
        name="people",
        field="people",
        label=N_("People at least"),
        column="people",
        hint=N_(
            "taking part, detained, injured or killed: the most that the sources surely tell of"
        ),
        words=lambda number: (
            say_many("at least {count} person", "at least {count} people", number) if number else ""
        ),
        hides=lambda selection, event: say_many(
            "no number tells of at least {count} person",
            "no number tells of at least {count} people",
            selection.people,
        ),
        missed=lambda selection: say("with fewer people told of, or without a number"),
    ),
    AtLeast(
        name="fatalities",
        field="fatalities",
        label=N_("Fatalities at least"),
        column="fatalities",
        hint=N_("killed: the number that the sources surely tell of"),
        words=lambda number: (
            say_many("at least {count} fatality", "at least {count} fatalities", number)
            if number
            else ""
        ),
        hides=lambda selection, event: say_many(
            "no number tells of at least {count} fatality",
            "no number tells of at least {count} fatalities",
            selection.fatalities,
        ),
        missed=lambda selection: say("with fewer fatalities told of, or without a number"),
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
