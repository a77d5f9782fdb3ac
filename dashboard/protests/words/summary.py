"""The period in a sentence: protests by country, people detained, injured and killed, sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.datapackage.store import Package
from dashboard.dates import day, days
from dashboard.marks import ACT_MARKS
from dashboard.panels.comparing import pair_of
from dashboard.panels.headline import (
    coverage_words,
    filters_note,
    nothing_part,
    status_adjective,
    within_words,
)
from dashboard.protests.measures.counts import Reported, protests_by_country
from dashboard.protests.view.chosen import ProtestView, numbers_of, view_of
from dashboard.protests.words.headlines import nothing_of
from dashboard.protests.words.sums import (
    main_words,
    of_them_words,
    people_counted,
    plus_words,
    protest_events_words,
    sentences_words,
    total_words,
)
from dashboard.selection import Selection
from dashboard.values import Basis, Total, Window, total
from dashboard.vocabulary import MEASURES, REGION, country_name
from dashboard.wording import say, say_many, start_of_line, window_words

# Of more places than these those abroad are given as one number.
MOST_PARTS = 8
# Some words, and whether they are bold; None: what stands between, bold if both sides are.
Span = tuple[str, bool | None]
Spans = Sequence[Span]


def protest_summary(
    package: Package, selection: Selection, options: Mapping[str, str] | None = None
) -> str:
    """Sum the period up: protests by country, people, sentences; `**` marks what is bold.

    Raises `DataUnavailable` when the events or the figures could not be read.
    """
    pair = pair_of(package, selection)
    summary = _alone(view_of(package, selection.alone, options or {}))
    if pair is None or not selection.countries:
        return summary
    beside = pair.summary(
        lambda period: numbers_of(view_of(package, period, options or {}), ACT_MARKS)
    )
    return f"{summary} {beside}"


def _alone(view: ProtestView) -> str:
    selection = view.selection
    if not view.total:
        return _marked(
            [(nothing_of(view, say("protest, arrest, sentence or clash")), True), (".", False)]
        )
    parts = [part for part in (_detained(view), *_hurt(view), _sentenced(view)) if part]
    spans = list(_protests(view))
    for place, part in enumerate(parts):
        spans += [("; " if place else " ", None), *part]
    spans.append((".", False))
    notes = (filters_note(selection), coverage_words(view.seen))
    spans += [(f" {note}", False) for note in notes if note]
    return _marked(spans)


def _marked(spans: Sequence[Span]) -> str:
    """Join spans, with `**` around what is bold: neighbours that are bold share theirs."""
    words, bold = "", False
    for place, (text, own) in enumerate(spans):
        is_bold = bold and bool(spans[place + 1][1]) if own is None else own
        words += ("**" if is_bold is not bold else "") + text
        bold = is_bold
    return words + ("**" if bold else "")


def _protests(view: ProtestView) -> Spans:
    counts = protests_by_country(view.counts)
    total = sum(map(sum, counts.values()))
    if not total:
        return [
            (nothing_of(view, say_many("protest", "protests", 1), "protest"), True),
            (".", False),
        ]
    earlier = view.begun_earlier.where(mark="protest").total
    when = f" {within_words(view.selection)}{_of_them(earlier, total)}"
    events = protest_events_words(total, status_adjective(view.selection))
    at_home = [(_place_name(code), home) for code, (home, _) in counts.items() if home]
    away = [(country_name(code), far, home) for code, (home, far) in counts.items() if far]
    parts: list[Spans] = _grouped(at_home)
    parts += [
        _plain(say("{far} about {name} abroad", far=far, name=name))
        for name, far, home in away
        if home
    ]
    only = [(name, far) for name, far, home in away if not home]
    if not parts and len(only) == 1:
        name = say("{events} about {country}", events=events, country=only[0][0])
        return [(name, True), (f"{when}, ", False), (f"{_none_there(total)}.", True)]
    parts += [
        [(say("{far} about {name}, ", far=far, name=name), False), (_none_there(far), True)]
        for name, far in only
    ]
    if len(parts) > MOST_PARTS:
        abroad = say("{far} abroad", far=sum(far for _, far, _ in away))
        parts = [*_grouped(at_home), _plain(abroad)]
    if len(parts) == 1 and len(at_home) == 1:
        country = at_home[0][0]
        where = say_many(", in {country}.", ", all in {country}.", total, country=country)
        where = say(", both in {country}.", country=country) if total == 2 else where
        return [(events, True), (f"{when}{where}", False)]
    return [(events, True), (f"{when}: ", False), *_comma_joined(parts), (".", False)]


def _plain(words: str) -> Spans:
    return [(words, False)]


def _place_name(code: str) -> str:
    return say("the region") if code == REGION else country_name(code)


def _of_them(earlier: int, total: int) -> str:
    """Return how many of the protests began before the period; nothing for none."""
    if not earlier:
        return ""
    if total == 1:
        return say(", begun earlier")
    return say(", {earlier} of them begun earlier", earlier=earlier)


def _none_there(value: int) -> str:
    return say_many("which did not take place there", "none of which took place there", value)


def _grouped(pairs: Sequence[tuple[str, int]]) -> list[Spans]:
    """Join countries with equal counts, as in "1 each in Kazakhstan and Tajikistan"."""
    names: dict[int, list[str]] = {}
    for name, value in sorted(pairs, key=lambda pair: -pair[1]):
        names.setdefault(value, []).append(name)
    return [
        _plain(
            say("{many} each in {countries}", many=value, countries=alike)
            if len(alike) > 1
            else say("{many} in {countries}", many=value, countries=alike)
        )
        for value, alike in names.items()
    ]


def _comma_joined(parts: Sequence[Spans]) -> Spans:
    last = say(" and ") if len(parts) == 2 else say(", and ")
    spans = [*parts[0]]
    for place, part in enumerate(parts[1:], 2):
        spans += [(last if place == len(parts) else ", ", False), *part]
    return spans


def _detained(view: ProtestView) -> Spans:
    unstated = view.unstated["detained"]
    people = view.totals.get("detained")
    if people is None:
        if unstated:
            return _plain(
                say_many(
                    "{count} arrest with no number given",
                    "{count} arrests with no number given",
                    unstated,
                )
            )
        if view.detentions:
            return _plain(say("People detained, their number not stated"))
        one, many = say("arrest or detention"), say("arrests and detentions")
        text = nothing_part(one, many, view.no_detention())
        return _plain(start_of_line(text))
    text = start_of_line(people_counted(people, say(MEASURES["detained"])))
    largest = max(
        (each for each in view.own_people if each.measure == "detained"),
        key=lambda each: each.amount.low or 0,
    )
    low, most = people.sum.low or 0, largest.amount.low or 0
    rest = plus_words(people)
    if low > most >= low / 2:
        rest = f"{_of_these(view, largest)}{rest}"
        if set(people.hedged) <= {largest.amount}:
            people = replace(people, hedged=())
    return [(text, True), (f"{rest}{of_them_words(people, view.detained_abroad)}", False)]


def _of_these(view: ProtestView, largest: Reported) -> str:
    """Say of whom most were detained: ", at least 100 of them on 6 June in Kazakhstan"."""
    several = len(view.selection.months) > 1
    window = view.with_figures.records[largest.event_id].window
    held = total([largest.amount])
    number_words = main_words(held) if isinstance(held, Total) else ""
    hedge = f" {largest.amount.hedge}" if largest.amount.hedge else ""
    country = country_name(largest.country)
    if window.first == window.last:
        return say(
            ", {many} of them{hedge} on {day} in {country}",
            many=number_words,
            hedge=hedge,
            day=day(window.first, year=several),
            country=country,
        )
    return say(
        ", {many} of them{hedge} in {country} ({days})",
        many=number_words,
        hedge=hedge,
        country=country,
        days=_span_words(window, year=several),
    )


def _span_words(window: Window, *, year: bool) -> str:
    """Write a span of days in a sentence, months in full."""
    if window.precision == 3 or window.basis is Basis.ASSUMED:
        return window_words(window, year=year)
    span = days(window.first, window.last, year=year)
    return span if window.precision == 1 else say("about {days}", days=span)


def _hurt(view: ProtestView) -> list[Spans]:
    return [
        _plain(total_words(view.totals[measure], measure))
        for measure in ("killed", "injured")
        if measure in view.totals
    ]


def _sentenced(view: ProtestView) -> Spans:
    value = view.marks["sentence"]
    return _plain(sentences_words(value, view.people_sentenced)) if value else []
