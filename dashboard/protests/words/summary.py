"""The period in a sentence: protests by country, people detained, injured and killed, sentences."""

from collections.abc import Mapping, Sequence

from dashboard.datapackage.store import Package
from dashboard.panels.covering import cover
from dashboard.panels.headline import (
    coverage_words,
    filters_note,
    nothing_part,
    nothing_words,
    status_adjective,
)
from dashboard.protests.measures.counts import protests_by_country
from dashboard.protests.measures.people import Reported
from dashboard.protests.view.sheet import ProtestSheet, sheet_of
from dashboard.protests.words.headlines import scope_of
from dashboard.protests.words.labels import low_words, source_words
from dashboard.selection import Selection
from dashboard.values import Total
from dashboard.vocabulary import ACT_MARKS, MEASURES, REGION, TOPIC_OF_MARK, country_name
from dashboard.wording import (
    counted,
    day,
    number,
    say,
    say_many,
    start_of_line,
    window_words,
)

# Of more places than these those abroad are told as one number.
MOST_PARTS = 8
MOST_QUOTED = 2
# Some words, and whether they are bold; None: what stands between, bold if both sides are.
Span = tuple[str, bool | None]
Spans = Sequence[Span]


def protest_summary(
    package: Package, selection: Selection, options: Mapping[str, str] | None = None
) -> str:
    """Sum the period up: protests by country, people, sentences; `**` marks what is bold.

    Raises `DataUnavailable` when the events or the figures could not be read.
    """
    sheet = sheet_of(package, selection, options or {})
    if not sheet.total:
        return _marked(
            [(_nothing(sheet, "protest, arrest, sentence or clash"), True), (".", False)]
        )
    parts = [part for part in (_detained(sheet), *_hurt(sheet), _sentenced(sheet)) if part]
    spans = list(_protests(sheet))
    for place, part in enumerate(parts):
        spans += [("; " if place else " ", None), *part]
    spans.append((".", False))
    seen = cover(package, selection, [TOPIC_OF_MARK[mark] for mark in ACT_MARKS])
    notes = (filters_note(selection), coverage_words(seen))
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


def _nothing(sheet: ProtestSheet, what: str, *marks: str) -> str:
    """Say that there is no such event, and why."""
    return nothing_words(what, sheet.nothing(*marks), *scope_of(sheet))


def _protests(sheet: ProtestSheet) -> Spans:
    counts = protests_by_country(sheet.counts)
    total = int(counts.to_numpy().sum())
    if not total:
        return [(_nothing(sheet, "protest", "protest"), True), (".", False)]
    earlier = sheet.begun_earlier.where(mark="protest").total
    when = say(" in {period}", period=sheet.selection.period) + _of_them(earlier, total)
    status = status_adjective(sheet.selection)
    events = counted(total, f"{status}protest event")
    at_home = [(_place_name(str(code)), int(home)) for code, home in counts["home"].items() if home]
    away = [
        (country_name(str(code)), int(far), int(home))
        for code, home, far in counts.itertuples()
        if far
    ]
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


def _detained(sheet: ProtestSheet) -> Spans:
    unstated = sheet.unstated["detained"]
    people = sheet.totals.get("detained")
    if people is None:
        elsewhere = sheet.marks["arrest"] - unstated
        if unstated:
            return _plain(
                say("{arrests} with no number given", arrests=counted(unstated, "arrest"))
            )
        if elsewhere:
            return _plain(say("{arrests} abroad", arrests=counted(elsewhere, "arrest")))
        told = nothing_part("arrest or detention", "arrests and detentions", sheet.no_detention())
        return _plain(start_of_line(told))
    low = int(people.sum.low or 0)
    if not low:
        if people.about:
            return [(say("About {many} people detained", many=people.about), True)]
        return _plain(say("People were detained, with no number that can be added"))
    words = say_many("{count} person detained", "{count} people detained", low)
    if not people.is_exact:
        words = say_many(
            "At least {count} person detained", "At least {count} people detained", low
        )
    spans = [(words, True), (_roughly(people), False)]
    largest = max(
        (each for each in sheet.told.people if each.measure == "detained"),
        key=lambda each: each.amount.low or 0,
    )
    most = largest.amount.low or 0
    return [*spans, *_plain(_of_these(sheet, largest))] if low > most >= low / 2 else spans


def _of_these(sheet: ProtestSheet, largest: Reported) -> str:
    """Say of whom most were detained: ", at least 100 of them on 6 June in Kazakhstan"."""
    several = len(sheet.selection.months) > 1
    window = sheet.told.records[largest.event_id].window
    number_words = number(largest.amount.low or 0)
    if not largest.amount.is_exact:
        number_words = say("at least {low}", low=largest.amount.low or 0)
    country = country_name(largest.country)
    if window.first == window.last:
        return say(
            ", {many} of them on {day} in {country}",
            many=number_words,
            day=day(window.first, year=several),
            country=country,
        )
    return say(
        ", {many} of them in {country} ({days})",
        many=number_words,
        country=country,
        days=window_words(window, year=several),
    )


def _roughly(people: Total) -> str:
    """Name up to two numbers that are no bounds, so in no sum; without digits they are left out."""
    rough = [f"“{source_words(each)}”" for each in people.apart if each.has_number]
    if not rough:
        return ""
    if len(rough) > MOST_QUOTED:
        return say(" (and {count} events with rough numbers)", count=len(rough))
    return say(" (and {numbers})", numbers=rough)


def _hurt(sheet: ProtestSheet) -> list[Spans]:
    return [
        _plain(f"{low_words(total)} {MEASURES[measure]}")
        for measure in ("killed", "injured")
        if (total := sheet.totals.get(measure)) and total.sum.low
    ]


def _sentenced(sheet: ProtestSheet) -> Spans:
    value = sheet.marks["sentence"]
    return _plain(counted(value, "sentence")) if value else []
