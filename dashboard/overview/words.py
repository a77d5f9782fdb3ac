"""The Overview in words: the month in a sentence or two, and one sentence for each panel."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.covid.measures.totals import CountryTotal
from dashboard.covid.words.totals import epidemic_sentence, includes_words, steps_words
from dashboard.datapackage.store import Package
from dashboard.dates import days, month, short_days
from dashboard.overview.measures import CountryMonth
from dashboard.overview.view import covered, month_columns, no_event
from dashboard.panels.comparing import Pair, pair_of
from dashboard.panels.covering import Cover, nothing
from dashboard.panels.differences import Value
from dashboard.panels.exhibit import Whole
from dashboard.panels.headline import (
    NO_COUNTRY,
    coverage_words,
    filter_words,
    filters_note,
    nothing_parts,
    nothing_words,
    scope_words,
    status_adjective,
    within_words,
)
from dashboard.panels.sources import publishers_of
from dashboard.protests.measures.cases import Sentenced
from dashboard.protests.measures.counts import DATED
from dashboard.protests.view.chosen import numbers_of, read_view
from dashboard.protests.words.sums import (
    in_brackets_abroad,
    of_them_words,
    people_counted,
    plus_words,
    protest_events_words,
    sentences_words,
    total_words,
)
from dashboard.selection import Selection
from dashboard.values import Absent, Reason, Total
from dashboard.vocabulary import MEASURES, country_name
from dashboard.wording import N_, join_words, joined, number, say, say_many, start_of_line

# People detained of whom there is no number, and yet it is not known that there are none.
WITHOUT_NUMBER = {
    Reason.NOT_STATED: N_("number detained not stated"),
    Reason.COULD_NOT_LOAD: N_("number detained could not be loaded"),
}
MOST_NAMED = 2
BOLD = "**"


def side_headline(columns: Sequence[CountryMonth], package: Package, selection: Selection) -> str:
    """Say one country's numbers, or which of several has the most cases and the most protests."""
    if not columns:
        return say(NO_COUNTRY)
    if len(columns) == 1:
        return _alone(columns[0], package, selection)
    cases = {
        column.country: column.cases.series
        for column in columns
        if not isinstance(column.cases.series, Absent)
    }
    most_cases = _most(cases)
    most_protests = _most({column.country: _known(column.protests) for column in columns})
    parts = []
    if most_cases:
        last = max(column.cases.day for column in columns if column.country in most_cases)
        text = say(
            "by {day} {countries} had the most COVID-19 cases ({cases})",
            day=last,
            countries=_names(most_cases),
            cases=cases[most_cases[0]],
        )
        parts.append(text)
    if most_protests:
        text = _protests_of(most_protests, columns, selection)
        parts.append(f"{text}{filter_words(selection)}")
    if not parts:
        text = nothing_words(
            say_many("protest", "protests", 1), no_event(package, selection, "protest"), selection
        )
        return say("{text}; there is no COVID-19 total", text=text)
    return start_of_line("; ".join(parts))


def _alone(column: CountryMonth, package: Package, selection: Selection) -> str:
    events, rulings = _known(column.protests), _known(column.sentences)
    protests = protest_events_words(events, status_adjective(selection)) if events else ""
    protests += in_brackets_abroad(column.abroad, events)
    passed = Sentenced() if isinstance(column.sentenced, Absent) else column.sentenced
    sentences = sentences_words(rulings, passed) if rulings else ""
    words_by_kind = {
        "protest": protests,
        "detained": _detained_words(column),
        "sentence": sentences,
    }
    return say(
        "{country}: {cases}; {events} {within}",
        country=country_name(column.country),
        cases=_cases_words(column.cases),
        events=", ".join(_kinds(words_by_kind, package, selection, column.country)),
        within=f"{within_words(selection)}{filter_words(selection)}",
    )


def _known(value: int | Absent) -> int:
    return 0 if isinstance(value, Absent) else value


def _kinds(
    words_by_kind: Mapping[str, str], package: Package, selection: Selection, country: str = ""
) -> list[str]:
    """Return what is reported of each kind, then why there is nothing of the others."""
    missing = [
        (say(one), say(many), no_event(package, selection, kind, country))
        for kind, (one, many) in _nouns().items()
        if not words_by_kind[kind]
    ]
    return [*filter(None, words_by_kind.values()), *nothing_parts(missing)]


def _nouns() -> dict[str, tuple[str, str]]:
    """Return what the sentences count, as one and as many."""
    rulings = [say_many("sentence", "sentences", many) for many in (1, 2)]
    return {
        "protest": (say("protest event"), say("protests")),
        "detained": (say("detention"), say("detentions")),
        "sentence": (rulings[0], rulings[1]),
    }


def _cases_words(cases: CountryTotal) -> str:
    if cases.is_officially_none:
        return say("COVID-19 cases officially 0")
    if isinstance(cases.series, Absent):
        return say("no COVID-19 total")
    return say_many(
        "{count} COVID-19 case by {day} (official series)",
        "{count} COVID-19 cases by {day} (official series)",
        cases.series,
        day=cases.day,
    )


def _detained_words(column: CountryMonth) -> str:
    people_held = column.detained
    if isinstance(people_held, Absent):
        words = WITHOUT_NUMBER.get(people_held.reason)
        return say(words) if words else ""
    return total_words(people_held, "detained", column.detained_abroad)


def _most(values: dict[str, int]) -> list[str]:
    """Return the countries with the highest value; none when it is 0."""
    most = max(values.values(), default=0)
    return [code for code, value in values.items() if value == most] if most else []


def _protests_of(
    codes: Sequence[str], columns: Sequence[CountryMonth], selection: Selection
) -> str:
    first = next(column for column in columns if column.country == codes[0])
    many, names = _known(first.protests), _names(codes)
    words = number(many)
    if len(codes) > 1:
        words = say("{many} each", many=many)
    elif first.abroad:
        words = _many_abroad(first.abroad, many)
    if len(selection.months) > 1:
        return say(
            "the most protests in the period concerned {countries} ({many})",
            countries=names,
            many=words,
        )
    return say("the most protests concerned {countries} ({many})", countries=names, many=words)


def _many_abroad(away: int, many: int) -> str:
    if many == 1:
        return say("{many}, abroad", many=many)
    if away == many:
        return say("{many}, all abroad", many=many)
    return say("{many}, {away} abroad", many=many, away=away)


def _names(codes: Sequence[str]) -> str:
    if len(codes) > MOST_NAMED:
        return say("{many} countries", many=len(codes))
    return join_words([country_name(code) for code in codes])


def bins_headline(
    counts: pd.DataFrame,
    cut: pd.DataFrame,
    unplaced: int,
    unit: str,
    package: Package,
    selection: Selection,
) -> str:
    """Say how many events there are, the fullest week or month (`unit`), and how many fit none."""
    totals = [sum(row) for row in counts.to_numpy().tolist()]
    every = sum(totals) + unplaced
    if not every:
        return nothing_words(say("event"), nothing(package, selection), selection)
    headline = say_many(
        "{count} event{scope}", "{count} events{scope}", every, scope=scope_words(selection)
    )
    if max(totals) and len(totals) > 1:
        headline = _with_fullest(headline, totals, cut, by_month=unit == "month")
    if not unplaced:
        return headline
    return say("{headline}; {count} without an exact date", headline=headline, count=unplaced)


def bins_alt(total: int, unplaced: int, by: str) -> str:
    """Describe the bars of events by week or month."""
    events = say_many("{count} event", "{count} events", total)
    if by == "month":
        return say(
            "Stacked bars of events by month: {events}, {many} without a day.",
            events=events,
            many=unplaced,
        )
    return say(
        "Stacked bars of events by week: {events}, {many} without a day.",
        events=events,
        many=unplaced,
    )


def _with_fullest(
    headline: str, totals: Sequence[int], cut: pd.DataFrame, *, by_month: bool
) -> str:
    """Add how many events the fullest week or month has, and which it is."""
    most = max(totals)
    fullest = [place for place, total in enumerate(totals) if total == most]
    if len(fullest) > 1 and by_month:
        return say("{headline}, at most {most} a month", headline=headline, most=most)
    if len(fullest) > 1:
        return say("{headline}, at most {most} a week", headline=headline, most=most)
    start, end = (cut[name].iloc[fullest[0]] for name in ("start", "end"))
    if by_month:
        return say(
            "{headline}, {most} of them in the busiest month, {month}",
            headline=headline,
            most=most,
            month=month(start),
        )
    return say(
        "{headline}, {most} of them in the busiest week, {days}",
        headline=headline,
        most=most,
        days=short_days(start, end),
    )


def stood_out_headline(shown: int, total: int, package: Package, selection: Selection) -> str:
    """Say how many events stand out of how many, and that a rule chose them."""
    if not total:
        return nothing_words(say("event"), nothing(package, selection), selection)
    return say_many(
        "{count} of {events}{scope} stands out by rule, at most one a country",
        "{count} of {events}{scope} stand out by rule, at most one a country",
        shown,
        events=say_many("{count} event", "{count} events", total),
        scope=scope_words(selection),
    )


def month_sentence(package: Package, selection: Selection) -> str:
    """Sum the period up in one plain sentence or two; `**` marks what is bold."""
    if not selection.countries:
        return f"{say(NO_COUNTRY)}."
    pair = pair_of(package, selection)
    sentence = _month_alone(package, selection.alone)
    return f"{sentence} {beside_sentence(pair)}".strip() if pair else sentence


def beside_sentence(pair: Pair, *, in_prose: bool = False) -> str:
    """Set the numbers of the sentence beside those of another period; for documents in prose."""
    new = dict(zip(pair.both, _new_cases(pair), strict=True))

    def numbers(selection: Selection) -> list[Whole]:
        cases = Whole(say("new COVID-19 cases"), new[selection])
        # A document says nothing of series beside a part of the events.
        of_series = () if in_prose and selection.is_part else (cases,)
        return [*_events_of(pair, selection), *of_series]

    return pair.summary(numbers, in_prose=in_prose)


def events_beside(pair: Pair) -> bool:
    """Whether any number of events is set beside that of the other period."""
    wholes = [_events_of(pair, each) for each in pair.both]
    return bool(pair.sentence(zip(*wholes, strict=True)))


def _events_of(pair: Pair, selection: Selection) -> Sequence[Whole]:
    return numbers_of(read_view(pair.package, selection, DATED))


def _new_cases(pair: Pair) -> tuple[Value, Value]:
    """Return the new cases of the countries whose series has them in both periods."""
    grown = [
        {
            column.country: column.growth.new
            for column in month_columns(pair.package, each)
            if column.growth
        }
        for each in pair.both
    ]
    both = grown[0].keys() & grown[1].keys()
    if not both:
        return None, None
    return sum(grown[0][code] for code in both), sum(grown[1][code] for code in both)


def _month_alone(package: Package, selection: Selection) -> str:
    view = read_view(package, selection, DATED)
    protests, sentences = view.marks["protest"], view.marks["sentence"]
    status = status_adjective(selection)
    abroad = view.counts.where(mark="protest", abroad=True).total
    words_by_kind = {
        "protest": f"**{protest_events_words(protests, status)}**" if protests else "",
        "detained": _detained_part(view.detained, view.detained_abroad),
        "sentence": sentences_words(sentences, view.people_sentenced) if sentences else "",
    }
    if abroad:
        words_by_kind["protest"] += _abroad_part(abroad, protests)
    events = "; ".join(_kinds(words_by_kind, package, selection))
    mark = BOLD if events.startswith(BOLD) else ""
    events = f"{mark}{start_of_line(events.removeprefix(mark))}"
    columns = month_columns(package, selection)
    epidemic = epidemic_sentence(
        [column.cases for column in columns],
        [column.deaths for column in columns],
        publishers_of(package),
    )
    # A publisher's own asterisks are no marks of ours.
    spans = [(part.text.replace("**", ""), part.is_main) for part in epidemic]
    cases = "".join(f"**{text}**" if is_main else text for text, is_main in spans)
    seen = coverage_words(covered(package, selection)) if any(words_by_kind.values()) else ""
    notes = (filters_note(selection), seen)
    is_unfiltered = bool(cases and selection.of_events)
    whole = say("COVID-19 totals are not filtered.") if is_unfiltered else ""
    return joined(f"{events}.", *notes, cases, whole)


def _abroad_part(abroad: int, protests: int) -> str:
    if abroad < protests:
        return say(", {away} of them abroad", away=abroad)
    return say(", abroad") if protests == 1 else say(", all of them abroad")


def _detained_part(held: Total | Absent, away: Total | Absent) -> str:
    if isinstance(held, Absent) and held.reason is Reason.NONE_REPORTED:
        return ""
    if isinstance(held, Absent):
        return say("people detained, their number not stated")
    rest = f"{plus_words(held)}{of_them_words(held, away)}"
    return f"**{people_counted(held, say(MEASURES['detained']))}**{rest}"


def side_caption(seen: Cover, columns: Sequence[CountryMonth], selection: Selection) -> str:
    """Say what the numbers of the table are."""
    has_totals = any(column.cases.has_series or column.deaths.has_series for column in columns)
    totals = ""
    if has_totals and selection.of_events:
        totals = say("COVID-19 totals are those of the official series, not filtered.")
    elif has_totals:
        totals = say("COVID-19 totals are those of the official series.")
    return joined(coverage_words(seen), totals)


def side_reading(columns: Sequence[CountryMonth]) -> str:
    """Say what the totals include, and which steps are not counted as new."""
    words = [say("Reported figures stand beside the series and are never added to it.")]
    if includes := includes_words([column.cases for column in columns]):
        words.append(say("The series includes {what}.", what=includes))
    totals = [total for column in columns for total in (column.cases, column.deaths)]
    if steps := steps_words(totals):
        words += [say("Not counted as new:"), *steps]
    return " ".join(words)


def growth_days(columns: Sequence[CountryMonth], selection: Selection) -> str:
    """Say over which days new cases are counted: the period, or the part that the series has."""
    grown = [column.growth for column in columns if not isinstance(column.growth, Absent)]
    first = min((each.first for each in grown), default=pd.Timestamp(selection.first_day))
    last = max((each.last for each in grown), default=pd.Timestamp(selection.last_day))
    if (first.date(), last.date()) == (selection.first_day, selection.last_day):
        return selection.period
    return days(first, last)
