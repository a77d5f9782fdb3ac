"""The lines of a review on series: totals, growth and breaks of the epidemic; rates and changes."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

import pandas as pd

from dashboard.briefing.citing import Citing, Place, places_of, publisher_of
from dashboard.briefing.content import Line, Run
from dashboard.briefing.material import Material
from dashboard.briefing.review_words import BESIDE, Row, tidy, value_words
from dashboard.covid.measures.reported import Printed, last_in_period
from dashboard.covid.measures.series import METRICS, OfficialSeries
from dashboard.covid.measures.totals import Growth, growth
from dashboard.covid.view.data import covid_data, official_of, printed_of
from dashboard.covid.words.totals import KINDS, epidemic_sentence, includes_words, left_out_words
from dashboard.currency.measures import Change, honest_units, is_notable, range_words, rate_words
from dashboard.currency.view import RateBook, changes_of, rate_book
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.dates import day, days
from dashboard.overview.view import month_columns
from dashboard.panels.keys import rate_key, series_key
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.panels.sources import publishers_of
from dashboard.values import Absent
from dashboard.vocabulary import CURRENCIES, RATE_KINDS, country_name, currency_of
from dashboard.wording import N_, join_words, number, say, say_many, signed, start_of_line

RATE_DIGITS = 5
A_DAY = pd.Timedelta(days=1)
# So many breaks of a country's series are named.
MOST_BREAKS = 2
# What is said of a total that nobody reports, by what it counts.
NOT_STATED = {"case": N_("cases are not stated"), "death": N_("deaths are not stated")}
NO_TOTAL = {
    "case": N_("no total of cases is reported"),
    "death": N_("no total of deaths is reported"),
}
NONE_REPORTED = {
    "case": N_("{since}officially no case had been reported"),
    "death": N_("{since}officially no death had been reported"),
}


def currency_lines(code: str, material: Material, citing: Citing) -> list[Line]:
    """Tell a currency's last rate of the period and its change; nothing where there is no rate."""
    try:
        book = rate_book(material.package)
    except DataUnavailable as trouble:
        return [
            Line(
                (
                    Run(
                        say(
                            "The currency rates could not be loaded. {trouble}",
                            trouble=str(trouble),
                        )
                    ),
                )
            )
        ]
    currency = currency_of(code)
    for change in changes_of(book, [currency], *material.ends):
        return [_rate_line(change, book, material, citing)]
    return _ticker_lines(currency, material, citing)


class Move(NamedTuple):
    """A currency's last rate of a period, and since when it has gained or lost how much, in words.

    `since` is empty where only one day has a rate. `keys` are those of the first and last rate.
    """

    name: str
    rate: str
    kind: str
    day: str
    since: str
    keys: tuple[str, ...]


def move_of(change: Change, book: RateBook, material: Material) -> Move:
    """Put a change in words, with no more digits than its source gives."""
    origin, since = book.origin(change.currency, *change.sides[1]), ""
    on = day if change.first_day.year != change.last_day.year else material.on
    if change.percent is not None:
        since = change_in_words(change.percent, on(change.first_day))
    return Move(
        CURRENCIES[change.currency].name,
        rate_words(change.last, min(RATE_DIGITS, origin.digits)),
        say(RATE_KINDS[origin.kind].label),
        on(change.last_day),
        since,
        tuple(book.key(change.currency, *side) for side in change.sides),
    )


def _rate_line(change: Change, book: RateBook, material: Material, citing: Citing) -> Line:
    move = move_of(change, book, material)
    last = move.keys[-1:]
    if official := book.official.get(change.currency):
        rate = f"{official:g}"
        words = say(
            "The {name} stayed at its official {rate} per US dollar.", name=move.name, rate=rate
        )
        return citing.line([Run(words, last)])
    words = say("The {name} stood at {rate} per US dollar on {day} ({kind})", **move._asdict())
    if not move.since:
        return citing.line([Run(words, last), Run(say(", the only day with a rate."))])
    return citing.line([Run(words, last), Run(f", {move.since}.", move.keys)])


def change_in_words(percent: float, since: str) -> str:
    """Say what a currency gained against the dollar since a day, in words.

    >>> change_in_words(18.56, "1 June"), change_in_words(-0.52, "1 June")
    ('18.6 per cent stronger than on 1 June', '0.5 per cent weaker than on 1 June')
    >>> change_in_words(0.09, "1 June")
    'about the same as on 1 June'
    """
    if not is_notable(percent):
        return say("about the same as on {day}", day=since)
    size = f"{abs(percent):.1f}"
    if percent > 0:
        return say("{percent} per cent stronger than on {day}", percent=size, day=since)
    return say("{percent} per cent weaker than on {day}", percent=size, day=since)


def _ticker_lines(currency: str, material: Material, citing: Citing) -> list[Line]:
    """Tell a rate printed in the period, where there is no daily one."""
    first, last = material.ends
    own = [
        row
        for row in _tickers(material.package)
        if row["currency"] == currency and first <= row["date"] <= last
    ]
    if not own:
        return []
    # The newest, one that stands in a document before one of a page's address alone.
    row = max(own, key=lambda each: (pd.notna(each["paragraph"]), each["date"]))
    name = CURRENCIES[currency].name
    key = rate_key(currency, row["date"], row["source_id"])
    low, high = honest_units(row["rate_text"])
    words = say(
        "Reported on {day}: {rate} US dollars per {name}, which allows {range} {name} per US "
        "dollar.",
        day=material.on(row["date"]),
        rate=str(row["rate_text"]),
        name=name,
        range=range_words(low, high, int(row["significant_digits"])),
    )
    return [citing.line([Run(words, (key,))])]


@lru_cache(maxsize=KEPT_PACKAGES)
def _tickers(package: Package) -> tuple[Row, ...]:
    return tuple(rate_book(package).tickers.to_dict("records"))


def epidemic_lines(code: str, material: Material, citing: Citing) -> list[Line]:
    """Tell the printed totals of a country's period, the growth of its series, and its breaks."""
    try:
        printed = printed_of(material.package)
        official = official_of(material.package)
    except DataUnavailable as trouble:
        words = say("The official series could not be loaded. {trouble}", trouble=str(trouble))
        return [Line((Run(words),))]
    last = {
        series: last_in_period(totals, material.selection).get(code)
        for series, totals in printed.items()
    }
    own = {series: found[code] for series, found in official.items() if code in found}
    reached = "cases" in own and _overlaps(own["cases"], material)
    if not any(last.values()) and not reached:
        standing = _standing_claim(code, material)
        return [citing.line(standing)] if standing else []
    used = {each.figure_id for each in last.values() if each}
    reported = _totals(last["cases"], last["deaths"], material, citing)
    lines = [reported, *_beside(code, used, material, citing)]
    if not own:
        words = say("There is no official series for {country}.", country=country_name(code))
        return [*lines, Line((Run(words),))]
    return [_growth(own, code, material, citing), *lines, *_breaks(own, material, citing)]


def _standing_claim(code: str, material: Material) -> tuple[Run, ...]:
    """Say that a government's claim of no case stands from an earlier day, if one does."""
    columns = month_columns(material.package, material.selection)
    own = [column for column in columns if column.country == code]
    if not own or not own[0].cases.is_officially_none:
        return ()
    totals = ([each.cases for each in own], [each.deaths for each in own])
    parts = epidemic_sentence(*totals, publishers_of(material.package))
    return tuple(Run(part.text, part.keys) for part in parts)


def _totals(
    cases: Printed | None,
    deaths: Printed | None,
    material: Material,
    citing: Citing,
) -> Line:
    """Tell the last reported totals, both at once where they are two numbers of one day and kind.

    Each number is a run of its own.
    """
    if cases is None and deaths is None:
        return Line((Run(say("No source in the data reports a total for this period.")),))
    both = cases and deaths and (cases.day, cases.excludes) == (deaths.day, deaths.excludes)
    if both and cases and deaths and None not in (cases.number, deaths.number):
        when, many = material.on(cases.day), _number_of(cases, "case")
        runs = [
            Run(say("By {day} {cases}", day=when, cases=many), (cases.figure_id,)),
            Run(say(" and {deaths}", deaths=_number_of(deaths, "death")), (deaths.figure_id,)),
            Run(say(" were {reported}", reported=_reported_by((cases, deaths), material))),
        ]
    else:
        runs = _apart(cases, deaths, material)
    return citing.line((*runs, Run(".")))


def _apart(cases: Printed | None, deaths: Printed | None, material: Material) -> list[Run]:
    """Tell totals that are not two numbers of one day."""
    runs: list[Run] = []
    day_named = None
    for noun, printed in (("case", cases), ("death", deaths)):
        if printed is None:
            claimed = cases is not None and cases.is_claim_of_none
            words = say((NOT_STATED if claimed else NO_TOTAL)[noun])
            runs.append(Run(f"{'; ' if runs else ''}{words}"))
            continue
        words, day_named = _total_words(printed, noun, day_named, material), printed.day
        runs.append(Run(f"{'; ' if runs else ''}{words}", (printed.figure_id,)))
    return [replace(runs[0], text=start_of_line(runs[0].text)), *runs[1:]]


def _total_words(
    printed: Printed, noun: str, day_named: pd.Timestamp | None, material: Material
) -> str:
    since = "" if printed.day == day_named else say("by {day} ", day=material.on(printed.day))
    if printed.is_claim_of_none:
        return say(NONE_REPORTED[noun], since=since)
    return say(
        "{since}{number} were {reported}",
        since=since,
        number=_number_of(printed, noun),
        reported=_reported_by((printed,), material),
    )


def _reported_by(figures: tuple[Printed, ...], material: Material) -> str:
    """Say who reports totals, and what the first of them leaves out."""
    sources = dict.fromkeys(each.source_id for each in figures)
    names = join_words([publisher_of(material.package, source) for source in sources])
    left_out = left_out_words(figures[0])
    if left_out:
        return say("reported, {left_out} ({names})", left_out=left_out, names=names)
    return say("reported ({names})", names=names)


def _number_of(printed: Printed, noun: str) -> str:
    value = value_words(vars(printed.amount) | {"unit": "person"})
    count = 1 if value == "1" else 2
    if noun == "case":
        return say_many("{many} case", "{many} cases", count, many=value)
    return say_many("{many} death", "{many} deaths", count, many=value)


def _beside(code: str, used: set[str], material: Material, citing: Citing) -> Iterator[Line]:
    """Tell what else is printed of the epidemic, each measure as of its last day."""
    last: dict[str, Row] = {}
    for row in sorted(material.statistics, key=lambda row: row["as_of"]):
        if row["country"] == code and row["measure"] in BESIDE and row["figure_id"] not in used:
            last[row["measure"]] = row
    found = sorted(
        (last[measure] for measure in BESIDE if measure in last),
        key=lambda row: row["as_of"],
        reverse=True,
    )
    runs, day_named = [], None
    for row, after in zip_longest(found, found[1:]):
        value, when = value_words(row), row["as_of"]
        words = say(BESIDE[row["measure"]][value != "1"], many=value)
        if when != day_named:
            first = say("On {day} there were ", day=material.on(when))
            lead = say("; on {day} ", day=material.on(when)) if runs else first
        else:
            is_last = after is None or after["as_of"] != when
            lead = say(" and ") if is_last else ", "
        runs.append(Run(f"{lead}{words}", (row["figure_id"],)))
        day_named = when
    if runs:
        yield citing.line((*runs, Run(".")))


def _growth(own: dict[str, OfficialSeries], code: str, material: Material, citing: Citing) -> Line:
    """Tell by how much the official series grows in the period, and what it includes."""
    runs: list[Run] = []
    last_key, days_named = "", None
    for series, line in own.items():
        grown = growth(line, material.selection)
        if not isinstance(grown, Absent):
            days_of_growth = (grown.since, grown.last)
            keys = tuple(series_key(line.country, when, series) for when in days_of_growth)
            before = (pd.Timestamp(material.selection.first_day) - A_DAY, material.ends[1])
            is_plain = days_of_growth in (days_named, before)
            words = _growth_words(series, line, grown, material, is_plain=is_plain)
            last_key, days_named = keys[-1], days_of_growth
            runs.append(Run(say(", and {words}", words=words) if runs else words, keys))
    if not runs:
        return Line((Run(say("The official series does not reach this period.")),))
    totals = covid_data(material.package, "cases").totals_in(material.selection)
    if includes := includes_words(each for each in totals if each.country == code):
        runs.append(Run(say("; it includes {what}", what=includes), (last_key,)))
    source = places_of(material.package, last_key)[0].source_id
    publisher = publisher_of(material.package, source)
    start = Run(say("In the official series ({publisher}) ", publisher=publisher))
    return citing.line((start, *runs, Run(".")))


def _growth_words(
    series: str, line: OfficialSeries, grown: Growth, material: Material, *, is_plain: bool
) -> str:
    """Say by how much a series rose; `is_plain` leaves out days that a reader knows."""
    totals = [number(line.total_on(when)) for when in (grown.since, grown.last)]
    day_texts = [material.on(when) for when in (grown.since, grown.last)]
    span = {"series": series, "new": number(grown.new)}
    span |= {"first": totals[0], "last": totals[1], "since": day_texts[0], "until": day_texts[1]}
    if totals[0] == totals[1] and not grown.new:
        if is_plain:
            return say("{series} stayed at {first}", **span)
        return say("{series} stood at {first} on {since} and on {until}", **span)
    if is_plain:
        words = say("{series} rose by {new}, from {first} to {last}", **span)
    else:
        words = say("{series} rose by {new}, from {first} on {since} to {last} on {until}", **span)
    if grown.left_out:
        words += say(
            " ({step} at breaks of the series is not counted as new)", step=signed(grown.left_out)
        )
    return words


def _overlaps(own: OfficialSeries, material: Material) -> bool:
    return len(own.between(*material.ends).days) > 0


def _breaks(own: dict[str, OfficialSeries], material: Material, citing: Citing) -> Iterator[Line]:
    """Tell the largest breaks of a country's series in the period, and count the others."""
    first, last = material.ends
    code, found = own["cases"].country, list[tuple[Row, str]]()
    for row in _breaks_of(material.package):
        series = next(key for key, metric in METRICS.items() if metric.column == row["series"])
        is_inside = row["iso_code"] == code and row["date"] <= last and row["end_date"] >= first
        if is_inside and series in own and _overlaps(own[series], material):
            found.append((row, series))
    found.sort(key=lambda each: -abs(each[0]["change"]) if pd.notna(each[0]["change"]) else 0)
    for row, series in found[:MOST_BREAKS]:
        reach = own[series].between(first, last).days
        when = min(max(row["date"], pd.Timestamp(reach[0])), pd.Timestamp(reach[-1]))
        key = series_key(code, when, series)
        stepped = pd.notna(row["change"]) and row["change"]
        step = say(" (a step of {step})", step=signed(row["change"])) if stepped else ""
        window = row["date"], row["end_date"]
        years = {first.year, *(each.year for each in window)}
        span = days(*window, year=material.spans_years or len(years) > 1, to="–")
        kind = start_of_line(say(KINDS[row["kind"]]))
        words = f"{kind}, {series}, {span}{step}: {tidy(row['what_changed'])}."
        yield Line((Run(words, (key,)),), (citing.place(Place(row["source_id"]), key),))
    if len(found) > MOST_BREAKS:
        yield Line((Run(say("Other breaks of the series are in the table of known breaks.")),))


@lru_cache(maxsize=KEPT_PACKAGES)
def _breaks_of(package: Package) -> tuple[Row, ...]:
    breaks = package.table("covid_breaks").sort_values("date", kind="stable")
    return tuple(breaks.to_dict("records"))
