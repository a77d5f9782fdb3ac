"""The key judgements, drafted by rule: the epidemic, protests, detentions, sentences, currency.

Single events are told in `review`; here they are counted. An analyst's own judgements stand as they
are written.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.briefing.citing import Citing
from dashboard.briefing.content import Line, Run
from dashboard.briefing.material import Material
from dashboard.briefing.review import leading
from dashboard.briefing.review_words import STATUSES, Found, Row, inside, tidy, value_words
from dashboard.briefing.series import RATE_DIGITS, change_in_words, change_keys, period_changes
from dashboard.briefing.silence import LOOKED_FOR, coverage_judgement, none_chosen, none_reported
from dashboard.catalogue import EXHIBITS
from dashboard.covid.words.totals import epidemic_sentence
from dashboard.currency.measures import rate_words
from dashboard.currency.view import rate_book
from dashboard.datapackage.store import DataUnavailable
from dashboard.dates import day
from dashboard.filters import PREVIOUS
from dashboard.marks import TOPIC_OF_MARK
from dashboard.overview.view import month_columns
from dashboard.overview.words import beside_sentence
from dashboard.panels.comparing import Pair, pair_of
from dashboard.panels.covering import cover, nothing
from dashboard.panels.headline import NO_COUNTRY
from dashboard.panels.sources import publishers_of
from dashboard.protests.measures.cases import people_sentenced
from dashboard.protests.measures.people import (
    Reported,
    about_people,
    not_stated,
    of_countries,
    people,
    totals_by_country,
    unstated_by_country,
)
from dashboard.protests.words.sums import (
    further_words,
    main_words,
    of_them_words,
    people_counted,
    people_done,
    sentences_words,
)
from dashboard.values import Total, total
from dashboard.vocabulary import CURRENCIES, country_name, currency_of
from dashboard.wording import counted, join_words, number, start_of_line

# Of longer periods no comparison is told that nobody asks for.
LONGEST_COMPARED = 12
MOST_TITLES = 3
MOST_SENTENCES = 10
TERM = "sentence_length"


def epidemic_judgement(material: Material) -> list[Run]:
    """Sum the epidemic's totals up, by the series, with what is reported beside it."""
    try:
        columns = month_columns(material.package, material.selection)
    except DataUnavailable as trouble:
        return [Run(f"The epidemic’s totals could not be loaded. {trouble}")]
    cases, deaths = [column.cases for column in columns], [column.deaths for column in columns]
    told = epidemic_sentence(cases, deaths, publishers_of(material.package))
    return [Run(part.text, part.keys) for part in told]


def currency_judgement(material: Material) -> list[Run]:
    """Tell the largest move of a currency in the period; nothing without two days of rates."""
    try:
        book = rate_book(material.package)
    except DataUnavailable as trouble:
        return [Run(f"The currency rates could not be loaded. {trouble}")]
    currencies = [currency_of(code) for code in material.selection.countries]
    moved = [
        (abs(each.percent), each)
        for each in period_changes(book, currencies, material)
        if each.percent is not None and each.currency not in book.official
    ]
    if not moved:
        return []
    change = max(moved, key=lambda pair: pair[0])[1]
    name = CURRENCIES[change.currency].name
    first, last = change_keys(change, book)
    far = change.first_day.year != change.last_day.year
    percent = change_in_words(change.percent or 0.0)
    rate = f"{rate_words(change.last, RATE_DIGITS)} per US dollar"
    return [
        Run(f"Largest move of a currency: the {name}, "),
        Run(f"{rate} on {day(change.last_day, year=far)}", (last,)),
        Run(f", {percent} {day(change.first_day, year=far)}", (first, last)),
        Run("."),
    ]


def compared_judgement(material: Material) -> list[Run]:
    """Set protests, people, sentences and new cases beside another period: the one before.

    That is, unless another is chosen; nothing where the one before holds nothing to compare.
    """
    chosen = material.selection
    if not material.is_whole and not chosen.compared:
        return []
    compared = chosen if chosen.compared else replace(chosen, compared=PREVIOUS)
    pair = pair_of(material.package, compared)
    if pair is None:
        return []
    try:
        if not chosen.compared and not _is_comparable(pair):
            return []
        told = beside_sentence(pair)
        beside = EXHIBITS["countries_side_by_side"](material.package, compared, {})
    except DataUnavailable as trouble:
        return [Run(f"The other period could not be loaded. {trouble}")]
    return [Run(told, beside.behind() if beside.behind else ())]


def _is_comparable(pair: Pair) -> bool:
    """Whether both periods have new cases of a country, or are covered by sources of events."""
    if len(pair.selection.months) > LONGEST_COMPARED:
        return False
    grown = [
        {column.country for column in month_columns(pair.package, each) if column.growth}
        for each in pair.both
    ]
    seen = [
        {code for code in each.countries if cover(pair.package, each, LOOKED_FOR, code).covered}
        for each in pair.both
    ]
    return bool(grown[0] & grown[1] or seen[0] & seen[1])


def own_judgements(texts: Sequence[str]) -> tuple[Line, ...]:
    """Return an analyst's own judgements; their numbers have no keys."""
    return tuple(Line((Run(text),)) for text in texts if text)


def judgements_of(material: Material, citing: Citing) -> tuple[Line, ...]:
    """Draft the key judgements: what weighs most, then what is counted, against what, how sure."""
    if not material.selection.countries:
        return (Line((Run(f"{NO_COUNTRY}."),)),)
    first = leading(material, citing)
    parts = [
        epidemic_judgement(material) if material.is_whole else [],
        [] if material.is_whole else _chosen(material),
        _protests(material),
        _detained(material),
        _sentences(material),
        _clashes(material),
        currency_judgement(material) if material.is_whole else [],
        compared_judgement(material),
        coverage_judgement(material),
    ]
    return (*first, *(Line(tuple(part), _cited(part, citing)) for part in parts if part))


def _cited(runs: Iterable[Run], citing: Citing) -> tuple[int, ...]:
    return citing.cite(key for run in runs for key in run.keys)


def _chosen(material: Material) -> list[Run]:
    """Count all events chosen, where the filters are narrower than countries and months."""
    if not material.counts.total:
        return none_chosen("event", nothing(material.package, material.selection), material)
    found = Found(material.counts, material.events)
    return _by_country(found, "event", "events", "chosen by the filters")


def _protests(material: Material) -> list[Run]:
    found = _marked("protest", material)
    if found is None:
        return []
    if not found.total:
        return none_reported("protest", material)
    return _by_country(found, "protest", "protests", "")


def _by_country(events: Found, one: str, several: str, after: str) -> list[Run]:
    """Count events by country, those abroad, and those not told as fact."""
    head = " ".join(filter(None, (counted(events.total, one, several), after)))
    found = events.by("country").most_common()
    if len(found) == 1:
        away = "".join(run.text for run in _abroad(events, one)).strip(" ()")
        told = ", ".join(filter(None, (country_name(found[0][0]), away)))
        runs = [Run(f"{head} ({told})", events.keys)]
    else:
        runs = [Run(f"{head}: ", events.keys)]
        for place, (code, count) in enumerate(found):
            own = events.where(country=code)
            words = f"{_joint(place, len(found))}{country_name(code)} {number(count)}"
            runs += [Run(words, own.keys), *_abroad(own, one)]
    for status, words in STATUSES.items():
        own = events.where(status=status)
        if own.total:
            whole = "all" if own.total == events.total else f"{number(own.total)} of them"
            runs.append(Run(f"; {whole} {words}", own.keys))
    return [*runs, Run(".")]


def _abroad(events: Found, one: str) -> list[Run]:
    away = events.where(abroad=True)
    if not away.total or one == "event":
        return []
    words = "all abroad" if away.total == events.total > 1 else f"{number(away.total)} abroad"
    return [Run(" (abroad)" if events.total == 1 else f" ({words})", away.keys)]


def _detained(material: Material) -> list[Run]:
    arrests = _marked("arrest", material)
    if arrests is None:
        return []
    figures = material.package.table("figures")
    rows = of_countries(people(material.told, figures, "detained"), material.selection.countries)
    unstated = unstated_by_country(material.counts, material.told, figures, "detained")
    if not rows and not unstated:
        return none_reported("arrest", material)
    held = total((each.amount for each in rows), unstated.total())
    keys = _figure_keys((each.event_id for each in rows), "detained", material)
    runs = [Run("People were detained; their number is not stated")]
    if isinstance(held, Total):
        away = total(each.amount for each in rows if each.abroad)
        further = further_words(held) if main_words(held) else []
        beside = f"; beside these {join_words(further)}" if further else ""
        runs = [Run(start_of_line(people_counted(held, "detained")), keys)]
        runs += _totals_by_country(material, rows, unstated, keys)
        runs.append(Run(f"{beside}{of_them_words(held, away)}", keys))
    if unstated:
        words = counted(unstated.total(), "arrest or detention", "arrests or detentions")
        listed = not_stated(about_people(material.chosen), figures, "detained")
        runs.append(Run(f"; {words} without any number", tuple(listed)))
    return [*runs, Run(".")]


def _totals_by_country(
    material: Material, rows: Iterable[Reported], unstated: Counter[str], keys: tuple[str, ...]
) -> list[Run]:
    totals = {
        code: held
        for code, held in totals_by_country(rows, unstated).items()
        if isinstance(held, Total)
    }
    told = [(code, main_words(held)) for code, held in totals.items() if main_words(held)]
    told.sort(key=lambda each: -(totals[each[0]].sum.low or 0))
    if len(told) < 2:
        return [Run(f" ({country_name(code)})") for code, _ in told]
    runs = [Run(": ")]
    for place, (code, many) in enumerate(told):
        own = tuple(key for key in keys if _country_of(key, material) == code)
        runs.append(Run(f"{_joint(place, len(told))}{country_name(code)} {many}", own))
    return runs


def _joint(place: int, count: int) -> str:
    """Return what stands before one of several names."""
    if not place:
        return ""
    return " and " if place == count - 1 else ", "


def _sentences(material: Material) -> list[Run]:
    found = _marked("sentence", material)
    if found is None:
        return []
    if not found.total:
        return none_reported("sentence", material)
    named = _named_sentences(found, material)
    if not named:
        return [Run(f"{counted(found.total, 'sentence')}, too many to name here.", found.keys)]
    sentenced = people_sentenced(material.told, material.package.table("figures"))
    runs = [Run(f"{sentences_words(found.total, sentenced)}: ", found.keys)]
    for place, event in enumerate(named):
        told = material.figures[event["event_id"]]
        terms = [row for row in told if row["measure"] == TERM]
        words = " and ".join(_term(row, event) for row in terms) or _no_term(event, told)
        keys = (event["event_id"], *(row["figure_id"] for row in terms))
        runs.append(Run(f"{'; ' if place else ''}{words}", keys))
    if rest := found.total - len(named):
        runs.append(Run(f"; and {number(rest)} not named here"))
    return [*runs, Run(".")]


def _named_sentences(found: Found, material: Material) -> Sequence[Row]:
    """Return the sentences to name: all, or where they are too many the first with a term."""
    if len(found.events) == found.total and material.is_complete:
        return found.events
    terms = {
        key for key, rows in material.figures.items() if any(r["measure"] == TERM for r in rows)
    }
    return [event for event in found.events if event["event_id"] in terms][:MOST_SENTENCES]


def _term(row: Row, event: Row) -> str:
    what = inside(tidy(row["definition"]))
    return f"{what} ({country_name(event['country'])}), {value_words(row)}"


def _no_term(event: Row, told: list[Row]) -> str:
    unknown = "" if told else ", length not stated"
    return f"{tidy(event['title'])} ({country_name(event['country'])}){unknown}"


def _clashes(material: Material) -> list[Run]:
    found = _marked("clash", material)
    if not found or not found.total:
        return []
    if found.total > MOST_TITLES or len(found.events) < found.total:
        runs = _by_country(found, "clash or attack", "clashes and attacks", "")[:-1]
    else:
        noun = counted(found.total, "clash or attack", "clashes and attacks")
        runs = [Run(f"{noun}: ", found.keys)]
        for place, event in enumerate(found.events):
            away = ", abroad" if event["abroad"] else ""
            status = STATUSES.get(event["status"], "")
            notes = "; ".join(filter(None, (country_name(event["country"]) + away, status)))
            words = f"{'; ' if place else ''}{tidy(event['title'])} ({notes})"
            runs.append(Run(words, (event["event_id"],)))
    killed = people(material.told, material.package.table("figures"), "killed")
    killed = of_countries(killed, material.selection.countries)
    killed = [each for each in killed if each.mark == "clash"]
    held = total(each.amount for each in killed)
    if isinstance(held, Total):
        keys = _figure_keys((each.event_id for each in killed), "killed", material)
        away = ", those abroad not counted" if found.where(abroad=True).total else ""
        runs.append(Run(f"; {people_done(held, 'reported killed')}{away}", keys))
    return [*runs, Run(".")]


def _marked(mark: str, material: Material) -> Found | None:
    """Return the chosen events of a mark; None when the filters ask for other types only."""
    topics = material.selection.topics
    if topics and TOPIC_OF_MARK[mark] not in topics:
        return None
    return Found(material.counts, material.events).where(mark=mark)


def _figure_keys(events: Iterable[str], measure: str, material: Material) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            row["figure_id"]
            for event in events
            for row in material.figures[event]
            if row["measure"] == measure
        )
    )


def _country_of(key: str, material: Material) -> str:
    return next(
        row["country"]
        for rows in material.figures.values()
        for row in rows
        if row["figure_id"] == key
    )
