"""The panels about the data in one sentence each, from the numbers they show."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from dashboard.coverage.measures.silence import NONE_REPORTED, REPORTED, UNCOVERED
from dashboard.panels.headline import NO_COUNTRY, within_words
from dashboard.schema import Fault
from dashboard.selection import Selection
from dashboard.values import (
    Absent,
    Amount,
    Hidden,
    Reason,
    Total,
    about,
    at_least,
    at_most,
    between,
    in_words,
    total,
)
from dashboard.wording import N_, joined, say, say_many, written

NO_FILTERS = N_("Filters do not apply.")
LENT = N_(
    "The app’s own: the data has no such table; the one that comes with the app is in use. "
    "0: the data has none."
)
MARKS = N_("“0”, “officially 0”, “not stated” and “not covered” are four different things")
HATCHED_BAND, HOLLOW_MARK = N_("hatched band"), N_("hollow mark")
# What stands beside and instead of numbers, a value or words for `say`, and what it means.
MARKS_LEGEND: tuple[tuple[Absent | Amount | Total | str, str], ...] = (
    (
        Absent(Reason.NONE_REPORTED),
        N_("Sources that review this topic, country and period report none."),
    ),
    (
        Absent(Reason.OFFICIALLY_NONE),
        N_("The government says there is none. Hatched, in a chart too."),
    ),
    (Absent(Reason.NOT_STATED), N_("The source tells of it but gives no number.")),
    (
        Absent(Reason.FILTERED_OUT, Hidden(8)),
        N_("There are such events; the filters hide them."),
    ),
    (
        Absent(Reason.NOT_COVERED),
        N_("No source read reviews this topic here: it may have happened."),
    ),
    (
        Absent(Reason.COULD_NOT_LOAD),
        N_("The data could not be read; the panel says why and lets you try again."),
    ),
    (
        at_least(100),
        N_("At least: “more than a hundred”. Sums add such lower bounds and say “at least”."),
    ),
    (at_most(1000), N_("At most: “nearly a thousand”.")),
    (about(70), N_("The source rounds.")),
    (between(116, 290), N_("A range, as reported or between sources.")),
    (
        total([at_least(227), about(4130)]),
        N_("A sum of bounds, and beside it what is rounded or told in words."),
    ),
    (N_("(reportedly)"), N_("The source itself only passes it on.")),
    (N_("date assumed"), N_("The source says “before” or “earlier”; one end is our choice.")),
    (in_words("dozens"), N_("A word without a number: none is made up.")),
    (HATCHED_BAND, N_("It happened within these days; the day is not known.")),
    (HOLLOW_MARK, N_("It concerns the country and took place abroad.")),
    (N_("our sum"), N_("We added; no source publishes the total.")),
)
SERIES_WORDS = {
    "cases": N_("COVID-19 cases, daily"),
    "deaths": N_("COVID-19 deaths, daily"),
    "rates": N_("Currency rate, daily source"),
    "single": N_("Currency rate, single days"),
    "tickers": N_("Currency rate, published ticker"),
}
BREAK_SERIES = {"total_cases": N_("cases, total"), "total_deaths": N_("deaths, total")}
REASONS = {
    "heading": N_("Heading"),
    "caption": N_("Caption"),
    "opinion": N_("Opinion"),
    "repetition": N_("Repetition"),
    "context": N_("Context"),
    "background": N_("Background"),
    "notice": N_("Notice"),
}
COUNTED: Mapping[str, Callable[[int], str]] = {
    "events": lambda many: say_many("{count} event", "{count} events", many),
    "figures": lambda many: say_many("{count} reported figure", "{count} reported figures", many),
    "sources": lambda many: say_many("{count} source", "{count} sources", many),
}


def mark_words(mark: Absent | Amount | Total | str) -> str:
    """Write a mark of `MARKS_LEGEND` as panels do.

    >>> [mark_words(mark) for mark, _ in MARKS_LEGEND[3:7]]
    ['none chosen (8 hidden by the filters)', 'not covered', 'could not load', '≥ 100']
    """
    return say(mark) if isinstance(mark, str) else written(mark)


def tables_headline(read: int, total: int, left_out: int) -> str:
    """Say how many tables could be read and how many rows were left out.

    >>> tables_headline(12, 12, 0), tables_headline(11, 12, 1)
    ('All 12 tables could be read; no row was left out', \
'11 of 12 tables could be read; 1 row was left out')
    """
    rows = (
        say_many("{count} row was left out", "{count} rows were left out", left_out)
        if left_out
        else say("no row was left out")
    )
    if read == total:
        return say("All {total} tables could be read; {rows}", total=str(total), rows=rows)
    return say(
        "{read} of {total} tables could be read; {rows}",
        read=str(read),
        total=str(total),
        rows=rows,
    )


def faults_headline(faults: Iterable[Fault]) -> str:
    """Say how many rows were left out on loading, and whether anything else is wrong."""
    listed = list(faults)
    rows = len({(fault.file, fault.row) for fault in listed if fault.row > 1})
    others = sum(fault.row <= 1 for fault in listed)
    headline = (
        say_many(
            "{count} row was left out on loading", "{count} rows were left out on loading", rows
        )
        if rows
        else say("No row was left out on loading")
    )
    if not others:
        return headline
    return say_many(
        "{rows}; {count} fault of a whole table",
        "{rows}; {count} faults of a whole table",
        others,
        rows=headline,
    )


def sources_reading(missing: Sequence[str], strange: int, *, is_lent: bool) -> str:
    """Say how to read the sources; the table does not hold those of `strange` events."""
    return joined(
        say(
            "Events: coded from it. Also tells of: events coded from another source that it tells "
            "too. Other rows: series, rates, breaks, population. No sentence of a source is in the "
            "data."
        ),
        say("Not counted, as they could not load: {tables}.", tables=", ".join(missing))
        if missing
        else "",
        say_many(
            "{count} event of sources that this table does not hold.",
            "{count} events of sources that this table does not hold.",
            strange,
        )
        if strange
        else "",
        say("This table is the app’s own.") if is_lent else "",
        say(NO_FILTERS),
    )


def months_headline(full: int, partly: int, months: int, with_events: int) -> str:
    """Say how many months of a country are covered, in full or by single reports, or have events.

    >>> months_headline(5, 120, 900, 93)
    '5 of 900 country months are covered in full, 120 by single reports; 93 have an event'
    """
    return say(
        "{full} of {months} country months are covered in full, {partly} by single reports; "
        "{eventful} have an event",
        full=full,
        months=months,
        partly=partly,
        eventful=with_events,
    )


def months_alt(full: int, partly: int, months: int) -> str:
    """Describe the grid of months by country."""
    return say(
        "Grid of months by country: {full} of {months} country months are covered in full, "
        "{partly} more have single reports.",
        full=str(full),
        months=str(months),
        partly=str(partly),
    )


def series_headline(with_series: int, countries: int, cuts: int) -> str:
    """Say how many countries have a daily series, and how often its definition changes."""
    return say_many(
        "{with_series} of {countries} countries have a daily COVID-19 series, with {count} change "
        "of definition",
        "{with_series} of {countries} countries have a daily COVID-19 series, with {count} changes "
        "of definition",
        cuts,
        with_series=with_series,
        countries=countries,
    )


def series_alt(with_series: int, countries: int, cuts: int) -> str:
    """Describe the lanes of the daily series."""
    return say_many(
        "Bars over time: {with_series} of {countries} countries have a COVID-19 series; {count} "
        "change of definition in them.",
        "Bars over time: {with_series} of {countries} countries have a COVID-19 series; {count} "
        "changes of definition in them.",
        cuts,
        with_series=with_series,
        countries=countries,
    )


def breaks_headline(kinds: Counter[str]) -> str:
    """Say how many breaks of the series are known, and how many change what is counted."""
    every, definitions = sum(kinds.values()), kinds["definition"]
    return say_many(
        "The COVID-19 series have {breaks}, {count} of them a change of definition",
        "The COVID-19 series have {breaks}, {count} of them changes of definition",
        definitions,
        breaks=say_many("{count} known break", "{count} known breaks", every),
    )


def silence_headline(states: Counter[str], period: Selection) -> str:
    """Say of how many topics, by country and month, something is reported, none, or nothing."""
    if not states:
        return say(NO_COUNTRY)
    return say(
        "{reported} of {every} country-topics reported {when}; none reported on {silent}, "
        "{uncovered} not covered",
        reported=states[REPORTED],
        every=sum(states.values()),
        when=within_words(period),
        silent=states[NONE_REPORTED],
        uncovered=states[UNCOVERED],
    )


def paragraphs_headline(accounted: int, total: int, coded: int, documents: int) -> str:
    """Say how many paragraphs are accounted for, and how many of them are coded."""
    if not total:
        return say("There is no paragraph to account for")
    values = {
        "paragraphs": say_many("{count} paragraph", "{count} paragraphs", total),
        "documents": say_many("{count} document", "{count} documents", documents),
        "coded": coded,
        "rest": accounted - coded,
    }
    if accounted == total:
        return say(
            "All {paragraphs} of {documents} are accounted for: {coded} coded, {rest} left out "
            "with a reason",
            **values,
        )
    return say(
        "{accounted} of {paragraphs} of {documents} are accounted for: {coded} coded, {rest} left "
        "out with a reason",
        accounted=accounted,
        **values,
    )
