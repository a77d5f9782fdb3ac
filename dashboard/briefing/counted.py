"""Key judgements that count: protests, people detained, sentences, clashes, in plain sentences.

Each says how many, in which countries, and on how many sources it rests. Single events stand in
`review`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from dashboard.briefing.content import Run
from dashboard.briefing.material import Found, Material
from dashboard.briefing.review_words import Row, term_words, tidy
from dashboard.briefing.silence import none_chosen, none_reported
from dashboard.events.measures import further_sources
from dashboard.events.words import status_words
from dashboard.marks import MARKS, TOPIC_OF_MARK
from dashboard.panels.covering import nothing
from dashboard.protests.measures.cases import people_sentenced
from dashboard.protests.measures.counts import (
    Reported,
    about_people,
    not_stated,
    totals_by_country,
)
from dashboard.protests.words.sums import (
    further_words,
    main_words,
    of_them_words,
    people_counted,
    people_done,
    persons_words,
)
from dashboard.values import Total, total
from dashboard.vocabulary import DEFAULT_STATUSES, REGION, STATUSES, country_name
from dashboard.wording import (
    join_words,
    number_word,
    say,
    say_many,
    start_of_line,
    within_line,
)

MOST_SENTENCES = 10
TERM = "sentence_length"
# Sub-types that count as protests though others call them clashes.
VIOLENT = MARKS["protest"].sub_types


def chosen_judgement(material: Material) -> list[Run]:
    """Count all events chosen, where the filters are narrower than countries and months."""
    if not material.counts.total:
        why = nothing(material.package, material.selection)
        if why.why.hidden:
            return [Run(say("No event matches the filters; they hide some."))]
        return none_chosen("event", why, material)
    found = Found(material.counts, material.events)
    countries = [*found.by("country")]
    where = f" {_where(countries[0], found, of_any_kind=True)}" if len(countries) == 1 else ""
    head = say_many(
        "{many} event{where} matches the filters",
        "{many} events{where} match the filters",
        found.total,
        many=start_of_line(number_word(found.total)),
        where=where,
    )
    return _by_country(head, found, material, of_any_kind=True)


def protests_judgement(material: Material) -> list[Run]:
    """Count the protests chosen."""
    found = _marked("protest", material)
    if found is None:
        return []
    if not found.total:
        return none_reported("protest", material)
    many = _many(found.total, say_many("protest was", "protests were", found.total))
    head = say("{protests} recorded", protests=many)
    return _by_country(head, found, material, more=_violent(found))


def _violent(protests: Found) -> list[Run]:
    """Say how many were violent demonstrations; nothing where not all are read one by one."""
    keys = tuple(each["event_id"] for each in protests.events if each["sub_event_type"] in VIOLENT)
    if not keys or len(protests.events) < protests.total:
        return []
    some = say("it") if protests.total == 1 else _all_of(protests.total)
    if len(keys) < protests.total:
        some = _of_them(len(keys))
    verb = say_many("was a violent demonstration", "were violent demonstrations", len(keys))
    return [Run(f"; {some} {verb}", keys)]


def _counted_as_protests(material: Material) -> list[Run]:
    """Say of violent demonstrations, if any are chosen, that they are no part of the clashes."""
    has_violent = any(event["sub_event_type"] in VIOLENT for event in material.events)
    return [Run(say(" Violent demonstrations are counted as protests."))] if has_violent else []


def _many(count: int, words: str) -> str:
    return f"{start_of_line(number_word(count))} {words}"


def _by_country(
    head: str,
    events: Found,
    material: Material,
    *,
    more: Iterable[Run] = (),
    of_any_kind: bool = False,
) -> list[Run]:
    """Share events out by country, say which were abroad or no fact, `more`, how sure."""
    found = events.by("country").most_common()
    runs = [Run(head, events.keys)]
    if len(found) == 1 and not of_any_kind:
        where = _where(found[0][0], events, of_any_kind=False)
        is_inside = not events.where(abroad=True).total
        every = f"{_all_of(events.total)} " if events.total > 1 and is_inside else ""
        runs.append(Run(f"{', ' if is_inside else ' '}{every}{where}", events.keys))
    for place, (code, count) in enumerate(found if len(found) > 1 else ()):
        own = events.where(country=code)
        where = _where(code, own, of_any_kind=of_any_kind)
        joint = _joint(place, len(found)) if place else ": "
        runs.append(Run(f"{joint}{number_word(count)} {where}", own.keys))
    for status in STATUSES:
        own = events.where(status=status)
        if own.total and status not in DEFAULT_STATUSES:
            whole = "" if events.total == 1 else f"{_all_of(events.total)} "
            some = whole if own.total == events.total else f"{_of_them(own.total)} "
            runs.append(Run(f"; {some}{status_words(status)}", own.keys))
    return [*runs, *more, Run("."), *_how_sure(events, material)]


def _where(code: str, events: Found, *, of_any_kind: bool) -> str:
    """Say in which country events were, or which they are about where some were abroad."""
    country, away = country_name(code), events.where(abroad=True).total
    country = within_line(country) if code == REGION else country
    if of_any_kind:
        return say("about {country}", country=country)
    if not away:
        return say("in {country}", country=country)
    if away < events.total:
        count = number_word(away)
        return say("about {country} ({count} abroad)", country=country, count=count)
    if away == 1:
        return say("about {country} (abroad)", country=country)
    return say("about {country} ({every} abroad)", country=country, every=_all_of(away))


def _all_of(count: int) -> str:
    return say("both") if count == 2 else say("all")


def _of_them(count: int) -> str:
    return say("{count} of them", count=number_word(count))


def _how_sure(events: Found, material: Material) -> list[Run]:
    """Say how many of some events rest on one source, and on how many confidence is low.

    Nothing where there are more events than are read one by one.
    """
    if len(events.events) < events.total:
        return []
    further = further_sources(material.package)
    alone = [key for key in events.keys if not further[key]]
    low = [event["event_id"] for event in events.events if event["confidence"] == "low"]
    if not alone:
        clause = say_many(
            "It rests on several sources", "Each rests on several sources", events.total
        )
    elif len(alone) == events.total:
        clause = say_many("It rests on one source", "Each rests on one source", events.total)
    else:
        clause = say_many(
            "{some} rests on one source",
            "{some} rest on one source",
            len(alone),
            some=start_of_line(_of_them(len(alone))),
        )
    runs = [Run(f" {clause}", tuple(alone))]
    if low:
        clause = say("; confidence is low in {count}", count=number_word(len(low)))
        runs.append(Run(clause if events.total > 1 else say("; confidence is low"), tuple(low)))
    return [*runs, Run(".")]


def detained_judgement(material: Material) -> list[Run]:
    """Add up the people detained, and say what is in no sum."""
    rows, unstated = material.people("detained"), material.unstated("detained")
    if not rows and not unstated:
        return none_reported("arrest", material) if _is_asked("arrest", material) else []
    held = total((each.amount for each in rows), unstated.total())
    keys = material.figure_keys(rows)
    runs = [Run(say("People were detained; their number is not stated."))]
    if isinstance(held, Total):
        away = total(each.amount for each in rows if each.abroad)
        reserve, further = of_them_words(held, away), join_words(further_words(held))
        if not main_words(held):
            words = say(
                "People were detained{reserve}; their number is given as {words}.",
                reserve=reserve,
                words=further,
            )
            return [Run(words, keys), *_without_number(unstated, material)]
        many = _few_people(held) or people_counted(held, _were(held))
        words = say("{people} detained", people=start_of_line(many))
        places = _totals_by_country(material, rows, unstated)
        if len(places) == 1:  # what is given with reserve is the number, not the place
            runs = [Run(f"{words}{places[0].text}{reserve}", keys), Run(".")]
        else:
            runs = [Run(f"{words}{reserve}", keys), *places, Run(".")]
        if further:
            words = say(" Not in this sum, without a lower bound: {words}.", words=further)
            runs.append(Run(words, keys))
    return [*runs, *_without_number(unstated, material)]


def _were(held: Total) -> str:
    return say_many("was", "were", int(held.sum.high or held.sum.low or 2))


def _few_people(held: Total) -> str:
    """Say in words how many there were, where it is known and few; else nothing."""
    many = int(held.sum.low or 0) if held.sum.is_exact else 0
    words = number_word(many)
    if not many or words.isdigit():
        return ""
    return say_many("one person was", "{many} people were", many, many=words)


def _without_number(unstated: Counter[str], material: Material) -> list[Run]:
    if not unstated:
        return []
    count = unstated.total()
    words = say_many(
        " {many} arrest or detention is reported without a number.",
        " {many} arrests or detentions are reported without a number.",
        count,
        many=start_of_line(number_word(count)),
    )
    figures = material.package.table("figures")
    return [Run(words, tuple(not_stated(about_people(material.chosen), figures, "detained")))]


def _totals_by_country(
    material: Material, rows: Sequence[Reported], unstated: Counter[str]
) -> list[Run]:
    """Share the people detained out by the country that they are counted under."""
    totals = {
        code: held
        for code, held in totals_by_country(rows, unstated).items()
        if isinstance(held, Total)
    }
    numbers = [(code, main_words(held)) for code, held in totals.items() if main_words(held)]
    numbers.sort(key=lambda each: -(totals[each[0]].sum.low or 0))
    away = {each.country for each in rows if each.abroad}
    runs = []
    for place, (code, many) in enumerate(numbers):
        own = material.figure_keys(each for each in rows if each.country == code)
        country = country_name(code)
        if code in away:
            where = say("concerning {country}", country=country)
        else:
            where = say("in {country}", country=country)
        if len(numbers) < 2:
            return [Run(f" {where}")]
        runs.append(Run(f"{_joint(place, len(numbers)) if place else ': '}{many} {where}", own))
    return runs


def _joint(place: int, count: int) -> str:
    """Return what stands before one of several names."""
    if not place:
        return ""
    return say(" and ") if place == count - 1 else ", "


def sentences_judgement(material: Material) -> list[Run]:
    """Count the sentences and tell their terms, as many as can be named."""
    found = _marked("sentence", material)
    if found is None:
        return []
    if not found.total:
        return none_reported("sentence", material)
    named = _named_sentences(found, material)
    if not named:
        many = _many(found.total, say_many("sentence", "sentences", found.total))
        return [Run(say("{sentences}, too many to name here.", sentences=many), found.keys)]
    sentenced = people_sentenced(material.figured, material.package.table("figures"))
    if sentenced.some_on_several:
        count_text = say(
            "{rulings} on {people}",
            rulings=_many(found.total, say_many("ruling", "rulings", found.total)),
            people=persons_words(total(sentenced.people, found.total - sentenced.known)),
        )
    else:
        count_text = _many(found.total, say_many("sentence", "sentences", found.total))
    verb = say_many("was", "were", found.total)
    runs = [Run(say("{sentences} {verb} passed.", sentences=count_text, verb=verb), found.keys)]
    for code in dict.fromkeys(event["country"] for event in named):
        own = [event for event in named if event["country"] == code]
        runs += _terms_of(code, own, material)
    if rest := found.total - len(named):
        words = say_many(
            " {many} is not named here.",
            " {many} are not named here.",
            rest,
            many=start_of_line(number_word(rest)),
        )
        runs.append(Run(words))
    return runs


def _terms_of(code: str, events: Sequence[Row], material: Material) -> list[Run]:
    """Tell the terms of one country's sentences, and which have none stated."""
    parts: list[tuple[str, tuple[str, ...]]] = []
    for event in events:
        figures = material.figures[event["event_id"]]
        terms = [row for row in figures if row["measure"] == TERM]
        keys = (event["event_id"], *(row["figure_id"] for row in terms))
        words = say(" and ").join(map(term_words, terms)) or _no_term(event, figures)
        parts.append((words, keys))
    runs = [Run(say(" In {country} ", country=country_name(code)))]
    for place, (words, keys) in enumerate(parts):
        runs.append(Run(f"{_joint(place, len(parts))}{words}", keys))
    return [*runs, Run(".")]


def _named_sentences(found: Found, material: Material) -> Sequence[Row]:
    """Return the sentences to name: all, or where they are too many the first with a term."""
    if len(found.events) == found.total and material.is_complete:
        return found.events
    terms = {
        key for key, rows in material.figures.items() if any(r["measure"] == TERM for r in rows)
    }
    return [event for event in found.events if event["event_id"] in terms][:MOST_SENTENCES]


def _no_term(event: Row, figures: list[Row]) -> str:
    unknown = "" if figures else say(", the length not stated")
    return f"“{tidy(event['title'])}”{unknown}"


def clashes_judgement(material: Material) -> list[Run]:
    """Count clashes and attacks, and the people reported killed in them, or say there is none."""
    found = _marked("clash", material)
    if found is None:
        return []
    if not found.total:
        none = none_reported("clash", material)
        return [*none, *(_counted_as_protests(material) if none else [])]
    nouns = say_many("clash or attack was", "clashes and attacks were", found.total)
    many = _many(found.total, nouns)
    runs = _by_country(say("{clashes} recorded", clashes=many), found, material)
    killed = [each for each in material.people("killed") if each.mark == "clash"]
    held = total(each.amount for each in killed)
    if isinstance(held, Total):
        away = say(", those abroad not counted") if found.where(abroad=True).total else ""
        few = "" if further_words(held) else _few_people(held)
        many = people_done(held, say("{were} reported killed", were=_were(held)))
        words = start_of_line(say("{few} reported killed", few=few) if few else many)
        where = say_many("in it", "in them", found.total)
        runs.append(Run(f" {words} {where}{away}.", material.figure_keys(killed)))
    return [*runs, *_counted_as_protests(material)]


def _marked(mark: str, material: Material) -> Found | None:
    """Return the chosen events of a mark; None when the filters ask for other types only."""
    return material.marked(mark) if _is_asked(mark, material) else None


def _is_asked(mark: str, material: Material) -> bool:
    topics = material.selection.topics
    return not topics or TOPIC_OF_MARK[mark] in topics
