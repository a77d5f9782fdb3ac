"""How an event becomes a sentence: its summary filled in, or a template of its type without one.

Every number is a run of its own, with the key of its figure. Which events are named, and in which
order, is left to `review`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.briefing.content import Run
from dashboard.briefing.review_words import (
    AHEAD,
    UNSTATED,
    VAGUE_DAY,
    Row,
    inside,
    is_unstated,
    tidy,
    vague_days,
    value_words,
)
from dashboard.datapackage.summaries import DAY, END, Blank, pieces_of
from dashboard.dates import day, days
from dashboard.events.words import status_words, text_of
from dashboard.vocabulary import COUNTRIES, DEFINITIONS, country_name
from dashboard.wording import N_, join_words, number, number_word, say, say_many, start_of_line

# A bound as its source words it: "nearly a thousand", "more than 10".
WORDED_BOUND = re.compile(
    r"(?:nearly|almost|over|more than|at least|up to|about|around|some)\b", re.IGNORECASE
)
VAGUE_MANY = re.compile(r"(?:dozens|hundreds|thousands)$")
BOUNDS = ("at_least", "at_most", "about")
COUNTED = ("item", "person", "day", "month", "year")
# What a source's hedge is called before a number; other hedges show in what the number counts.
HEDGED = {"reportedly": N_("reportedly"), "alleged": N_("allegedly")}
# What happened, of an event without a summary, by its sub-type.
HAPPENED = {
    "Peaceful protest": N_("there was a peaceful protest"),
    "Protest with intervention": N_("the authorities intervened in a protest"),
    "Excessive force against protesters": N_("excessive force was used against protesters"),
    "Violent demonstration": N_("there was a violent demonstration"),
    "Mob violence": N_("there was mob violence"),
    "Armed clash": N_("there was an armed clash"),
    "Attack": N_("there was an attack on civilians"),
    "Abduction/forced disappearance": N_("there was an abduction or forced disappearance"),
    "Sexual violence": N_("sexual violence was reported"),
    "Arrests": N_("there were arrests"),
    "Air/drone strike": N_("there was an air or drone strike"),
    "Shelling/artillery/missile attack": N_("there was shelling"),
    "Remote explosive/landmine/IED": N_("a mine or other device exploded"),
    "Suicide bomb": N_("there was a suicide bombing"),
    "Grenade": N_("a grenade was used"),
    "Looting/property destruction": N_("property was looted or destroyed"),
    "Disrupted weapons use": N_("a use of weapons was prevented"),
    "Agreement": N_("an agreement was made"),
    "Change to group/activity": N_("a group changed its activity"),
    "Headquarters or base established": N_("a base was set up"),
    "Non-violent transfer of territory": N_("territory changed hands without violence"),
    "Government regains territory": N_("the government regained territory"),
    "Non-state actor overtakes territory": N_("a group took territory"),
}
RESPONSES = {
    "none reported": N_("no government response is reported"),
    "permitted": N_("the gathering was permitted"),
    "venue blocked": N_("the authorities blocked the venue"),
    "disrupted": N_("the gathering was disrupted"),
    "dispersed": N_("the gathering was dispersed"),
    "detentions": N_("the authorities detained people"),
    "force used": N_("the authorities used force"),
    "talks": N_("the authorities talked with them"),
}
UNKNOWN = {
    "participants": N_("how many took part is not reported"),
    "detained": N_("how many were detained is not reported"),
    "sentence_length": N_("the length of the sentence is not reported"),
}
# What the people of a measure did or suffered, as one and as several.
PEOPLE = {
    "participants": (N_("took part"), N_("took part")),
    "detained": (N_("was detained"), N_("were detained")),
    "house_arrest": (N_("was put under house arrest"), N_("were put under house arrest")),
    "sentenced": (N_("was sentenced"), N_("were sentenced")),
    "injured": (N_("was injured"), N_("were injured")),
    "killed": (N_("was killed"), N_("were killed")),
    "homeless": (N_("lost a home"), N_("lost their homes")),
    "evacuated": (N_("was evacuated"), N_("were evacuated")),
    "returned": (N_("returned home"), N_("returned home")),
}


@dataclass(frozen=True)
class Span:
    """The first and last day of a review, and whether its days need their year."""

    first: pd.Timestamp
    last: pd.Timestamp
    years: bool = False


def event_runs(
    event: Row, figures: Sequence[Row], unknown: Iterable[str], span: Span
) -> tuple[Run, ...]:
    """Tell one event in a sentence or two; each figure is a run of its own."""
    if summary := text_of(event.get("summary")):
        runs = _filled(summary, event, figures, span)
    else:
        runs = _by_template(event, figures, unknown, span)
    if doubt := _doubt(event, has_summary=bool(summary)):
        end = runs[-1]
        runs[-1] = replace(end, text=f"{end.text.removesuffix('.')} ({doubt}).")
    return (replace(runs[0], text=start_of_line(runs[0].text)), *runs[1:])


def _doubt(event: Row, *, has_summary: bool) -> str:
    """Say how far an event is not confirmed; a summary words itself what lies ahead."""
    if event["status"] in AHEAD:
        return "" if has_summary else status_words(event["status"])
    if event["status"] == "claimed":
        return say("unconfirmed")
    return say("low confidence") if event["confidence"] == "low" else ""


def on_days(event: Row, span: Span) -> str:
    """Say on which days an event happened; nothing where they are the whole month of a review.

    >>> june = Span(pd.Timestamp("2020-06-01"), pd.Timestamp("2020-06-30"))
    >>> rally = {"event_date": june.first, "end_date": june.first, "time_precision": 1}
    >>> on_days(rally, june), on_days(rally | {"time_precision": 2}, june)
    ('on 1 June', 'around 1 June')
    >>> on_days(rally | {"end_date": june.last, "time_precision": 3}, june)
    ''
    """
    first, last = event["event_date"], event["end_date"]
    years = span.years or last.year != span.last.year
    if event["time_precision"] != VAGUE_DAY and first == last:
        words = day(first, year=years)
        if event["time_precision"] == 1:
            return say("on {day}", day=words)
        return say("around {day}", day=words)
    if event["time_precision"] == 1:
        if last - first == pd.Timedelta(days=1):
            return say("on {day}", day=days(first, last, year=years, to="–"))
        return say("from {days}", days=days(first, last, year=years))
    return "" if (first, last) == (span.first, span.last) else vague_days(first, last, years=years)


def _filled(summary: str, event: Row, figures: Sequence[Row], span: Span) -> list[Run]:
    """Fill the blanks of a summary in: days in words, numbers with their keys."""
    pieces = [*pieces_of(summary)]
    if span.years and not any(isinstance(each, Blank) and each.is_day for each in pieces):
        pieces = [Blank(DAY), " ", *pieces]
    known = {row["figure_id"]: row for row in figures}
    own = (event["event_id"],)
    runs: list[Run] = []
    for piece in pieces:
        if isinstance(piece, str):
            runs.append(Run(tidy(piece), own))
        elif piece.is_day:
            is_end = piece.key == END
            when = day(event["end_date"], year=span.years) if is_end else on_days(event, span)
            runs.append(Run(when, own))
        elif piece.key in known:
            runs.append(Run(_number_words(piece, known[piece.key]), (piece.key,)))
        else:
            runs.append(Run(tidy(piece.text) or say(UNSTATED), own))
    return _joined(runs)


def _number_words(blank: Blank, row: Row) -> str:
    if blank.is_bare:
        bound = next(row[name] for name in ("best", "low", "high") if pd.notna(row[name]))
        return number(bound)
    return tidy(blank.text) if blank.text else prose_value(row)


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Join runs of the same keys, with one space where a blank is empty."""
    joined: list[Run] = []
    for run in runs:
        before = joined[-1].text if joined else " "
        text = run.text.lstrip() if before.endswith(" ") else run.text
        if text[:1] in {*",.;"}:
            joined[-1] = replace(joined[-1], text=before.rstrip())
        if joined and joined[-1].keys == run.keys:
            joined[-1] = replace(joined[-1], text=joined[-1].text + text)
        elif text:
            joined.append(replace(run, text=text))
    return joined


def prose_value(row: Row) -> str:
    """Write a figure's number as in prose: small counts as words, a bound as its source words it.

    >>> march = {"low": None, "best": None, "high": 1000.0, "unit": "person"}
    >>> march |= {"qualifier": "at_most", "as_reported": "Nearly a thousand"}
    >>> term = {"low": 134.0, "best": 134.0, "high": 134.0, "unit": "month", "qualifier": "exact"}
    >>> prose_value(march), prose_value(term)
    ('nearly a thousand', '11 years and two months')
    """
    reported = tidy(text_of(row.get("as_reported")))
    if row["qualifier"] in BOUNDS and row["unit"] in COUNTED and WORDED_BOUND.match(reported):
        return f"{reported[:1].lower()}{reported[1:]}"
    has_number = any(pd.notna(row[bound]) for bound in ("low", "best", "high"))
    if row["qualifier"] == "vague" and reported and not has_number:
        return f"{reported[:1].lower()}{reported[1:]}"
    return value_words(row, small_words if row["unit"] in COUNTED else number)


def small_words(value: float) -> str:
    """Write a whole number under ten as a word.

    >>> small_words(3), small_words(10), small_words(2.5)
    ('three', '10', '2.5')
    """
    return number_word(int(value)) if value in range(1, 10) else number(value)


def _by_template(
    event: Row, figures: Sequence[Row], unknown: Iterable[str], span: Span
) -> list[Run]:
    """Tell an event without a summary: day, what happened, where, who, numbers, response."""
    is_ahead = event["status"] in AHEAD
    runs = [Run(_happened(event, span), (event["event_id"],))]
    runs += [Run(f"; {figure_clause(row)}", (row["figure_id"],)) for row in figures]
    ends = [] if is_ahead else [say(UNKNOWN[measure]) for measure in unknown if measure in UNKNOWN]
    if not is_ahead and (response := text_of(event["state_response"])):
        ends.append(say(RESPONSES[response]) if response in RESPONSES else response)
    return [*runs, Run("".join(f"; {words}" for words in ends) + ".")]


def _happened(event: Row, span: Span) -> str:
    when, title, sub_type = on_days(event, span), tidy(event["title"]), event["sub_event_type"]
    is_made = ":" in event["event_id"] and title.startswith(sub_type)
    if not is_made or sub_type not in HAPPENED:
        placed = f" ({where})" if (where := where_of(event)) else ""
        return f"{when}: {title}{placed}" if when else f"{title}{placed}"
    place = where_of(event | {"title": ""}, away=False)
    actors = [tidy(text_of(event[name])) for name in ("actor1", "actor2")]
    who = join_words([each for each in actors if each])
    words = say(HAPPENED[sub_type])
    if place:
        words = say("{what} in {place}", what=words, place=place)
    if when:
        words = say("{when} {what}", when=when, what=words)
    return f"{words} ({who})" if who else words


def where_of(event: Row, *, away: bool = True) -> str:
    """Name the place unless the title does; say "abroad" of what took place there."""
    title, location = event["title"], text_of(event["location"])
    code = text_of(event["place_country"])
    parts = [location] if location and location not in title else []
    if code and code != event["country"] and (event["abroad"] or code not in COUNTRIES):
        land = country_name(code)
        parts += [land] if land not in title and land not in location else []
    words = ", ".join(parts)
    if not event["abroad"] or not away:
        return words
    return say("abroad: {place}", place=words) if words else say("abroad")


def figure_clause(row: Row) -> str:
    """Say what is reported with its number, its bounds and what exactly it counts.

    >>> march = dict(low=float("nan"), best=300.0, high=float("nan"), unit="person", as_reported="")
    >>> march |= dict(measure="participants", qualifier="about", definition="Marchers in Bishkek")
    >>> figure_clause(march)
    'about 300 people took part (marchers in Bishkek)'
    """
    definition, value = tidy(text_of(row["definition"])), prose_value(row)
    hedge = HEDGED.get(text_of(row.get("hedge")), "") if not is_unstated(row) else ""
    hedge = say(hedge) if hedge else ""
    if row["measure"] not in PEOPLE:
        label, _, rest = inside(definition).partition("; ")
        value = f"{label}: {hedge} {value}".replace(":  ", ": ")
        return f"{value} ({rest})" if rest else value
    is_one = row["low"] == 1 and not row["high"] > 1
    verb = say(PEOPLE[row["measure"]][not is_one])
    if row["qualifier"] == "officially_none":
        clause = say("officially none {verb}", verb=verb)
    elif is_unstated(row):
        clause = say("an unstated number of people {verb}", verb=verb)
    else:
        clause = _people_clause(value, hedge, verb, is_one=is_one)
    says_no_more = definition in ("", DEFINITIONS.get(row["measure"]))
    return clause if says_no_more else f"{clause} ({inside(definition)})"


def _people_clause(value: str, hedge: str, verb: str, *, is_one: bool) -> str:
    if VAGUE_MANY.search(value):
        who = say("{number} of people", number=value)
    else:
        who = say_many("{number} person", "{number} people", 1 if is_one else 2, number=value)
    if hedge:
        return say("{hedge} {people} {verb}", hedge=hedge, people=who, verb=verb)
    return say("{people} {verb}", people=who, verb=verb)


def events_by_case(events: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield events by the case to which they belong: those joined by `related_event_id`."""
    known: Mapping[str, Row] = {event["event_id"]: event for event in events}
    root: dict[str, str] = {}
    for key in known:
        above = [key]
        while (parent := text_of(known[above[-1]]["related_event_id"])) in known:
            if parent in above:
                break
            above.append(parent)
        root[key] = min(above) if parent in above else above[-1]
    cases: dict[str, list[Row]] = {}
    for key, event in known.items():
        cases.setdefault(root[key], []).append(event)
    yield from cases.values()
