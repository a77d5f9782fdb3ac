"""How values are written for a reader: numbers, amounts, windows, lists, and every sentence.

Words are made here and in `dates`, nowhere else. Numbers and lists follow Babel's British
English; a sentence is a template that `say` fills with values and looks up in the catalogue of
messages (`dashboard/locale`), so that another language is another catalogue.
"""

import gettext
import os
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dashboard.dates import LOCALE, day, month, short_day, short_days
from dashboard.values import (
    Absent,
    Amount,
    Basis,
    Hidden,
    Qualifier,
    Rate,
    Reason,
    Term,
    Total,
    Window,
)
from dashboard.vocabulary import N_

CATALOGUES = Path(__file__).resolve().parent / "locale"
LANGUAGE_SETTING = "CENTRAL_ASIA_MONITOR_LANGUAGE"

# Writes one number.
Write = Callable[[Any], str]

# The sign that print has for a negative number; data for programs has ASCII's.
MINUS = "−"
NUMBER_WORDS = (
    *(N_("no"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five")),
    *(N_("six"), N_("seven"), N_("eight"), N_("nine"), N_("ten")),
)

ABSENT_WORDS = {
    Reason.NONE_REPORTED: N_("0"),
    Reason.OFFICIALLY_NONE: N_("officially 0"),
    Reason.NOT_STATED: N_("not stated"),
    Reason.NOT_COVERED: N_("not covered"),
    Reason.FILTERED_OUT: N_("none chosen"),
    Reason.OUTSIDE_SERIES: N_("no series"),
    Reason.COULD_NOT_LOAD: N_("could not load"),
}


def number(value: float) -> str:
    """Write a number with thousands marks, its fraction only when it has one.

    >>> number(21819.0), number(42.5), number(12890.625), number(0.00008), number(-1024)
    ('21,819', '42.5', '12,890.625', '0.00008', '−1,024')
    >>> number(Rate(9.203, 5))
    '9.2030'
    """
    if isinstance(value, Rate):
        return f"{value:,.{value.decimals}f}"
    if value < 0:
        return f"{MINUS}{number(-value)}"
    # Babel's format_decimal writes the same and takes twenty times as long.
    if value == int(value):
        return f"{int(value):,}"
    return f"{Decimal(f'{value:.10g}'):,f}"


def signed(value: float, write: Write = number) -> str:
    """Write a change with its sign; `write` writes its size.

    >>> signed(11450), signed(-3), signed(0), signed(-2.19, "{:.1f}%".format)
    ('+11,450', '−3', '0', '−2.2%')
    """
    sign = MINUS if value < 0 else "+" if value > 0 else ""
    return f"{sign}{write(abs(value))}"


def counted(value: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun, whose forms are as `say` is given them.

    >>> counted(1, "protest event"), counted(4, "sentence"), counted(2, "person", "people")
    ('1 protest event', '4 sentences', '2 people')
    """
    return f"{number(value)} {say(singular if value == 1 else plural or singular + 's')}"


def number_word(value: int) -> str:
    """Write a small number as a word.

    >>> number_word(4), number_word(12)
    ('four', '12')
    """
    return say(NUMBER_WORDS[value]) if 0 <= value < len(NUMBER_WORDS) else number(value)


def window_words(value: Window, *, year: bool) -> str:
    """Write the days in which something happened, no finer than the source; whether assumed.

    >>> first, last, week = date(2020, 6, 1), date(2020, 6, 30), date(2020, 6, 7)
    >>> (
    ...     window_words(Window(first, last, 3), year=False),
    ...     window_words(Window(first, first), year=False),
    ... )
    ('in June 2020', '1 Jun')
    >>> window_words(Window(first, week, 2, Basis.ASSUMED), year=False)
    'about 1–7 Jun, date assumed'
    """
    words = _window(value, year=year)
    if value.basis is not Basis.ASSUMED:
        return words
    return say("{window}, date assumed", window=words)


def _window(value: Window, *, year: bool) -> str:
    first, last = value.first, value.last
    if value.precision == 3 and first.day == 1 and (last + timedelta(days=1)).day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return say("in {month}", month=month(first))
        if (first.month, last.month) == (1, 12):
            if first.year == last.year:
                return say("in {year}", year=str(first.year))
            return f"{first.year}–{last.year}"
    words = short_days(first, last, year=year)
    return words if value.precision == 1 or first == last else say("about {days}", days=words)


def length(months: int) -> str:
    """Write a length of time in years and months, as of a prison sentence.

    >>> length(134), length(36), length(5)
    ('11 y 2 m', '3 y', '5 m')
    """
    years, rest = divmod(int(months), 12)
    parts = [say("{years} y", years=years)] if years else []
    if rest:
        parts.append(say("{months} m", months=rest))
    return " ".join(parts)


def amount_words(value: Amount | Total | Absent, write: Write = number, dash: str = "–") -> str:
    """Write a reported number with its bounds and hedge; a word without a number stays a word.

    `write` writes one of its numbers. A total is its sum and what stands apart from it, as nothing
    may be left out: numbers reported as "about" are added up among themselves.

    >>> from dashboard.values import about, at_least, at_most, between, exactly, in_words, total
    >>> [
    ...     amount_words(each)
    ...     for each in (at_least(100), at_most(1000), exactly(1), between(116, 290))
    ... ]
    ['≥ 100', '≤ 1,000', '1', '116–290']
    >>> (
    ...     amount_words(in_words("dozens")),
    ...     amount_words(about(4000)),
    ...     amount_words(Absent(Reason.NOT_STATED)),
    ... )
    ('“dozens”', 'about 4,000', 'not stated')
    >>> amount_words(total([at_least(100), exactly(1), about(30), about(4000)]))
    '≥ 101 + about 4,030'
    >>> amount_words(total([about(4000), in_words("dozens"), in_words("dozens")]))
    'about 4,000 + “dozens”'
    >>> amount_words(replace(at_least(100), hedge="reportedly"))
    '≥ 100 (reportedly)'
    """
    if isinstance(value, Absent):
        return absent(value)
    if isinstance(value, Total):
        return " + ".join(parts_of_total(value, write, dash))
    if value.hedge and value.qualifier is not Qualifier.OFFICIALLY_NONE:
        bare = amount_words(replace(value, hedge=""), write, dash)
        return say("{number} ({hedge})", number=bare, hedge=value.hedge)
    if value.qualifier is Qualifier.OFFICIALLY_NONE:
        return say(ABSENT_WORDS[Reason.OFFICIALLY_NONE])
    low, best, high = value.low, value.best, value.high
    if low is not None and high is not None:
        return write(low) if low == high else f"{write(low)}{dash}{write(high)}"
    if low is not None:
        return f"≥ {write(low)}"
    if high is not None:
        return f"≤ {write(high)}"
    if best is not None:
        return say("about {best}", best=write(best))
    return f"“{value.as_reported}”" if value.as_reported else say(ABSENT_WORDS[Reason.NOT_STATED])


def parts_of_total(value: Total, write: Write = number, dash: str = "–") -> list[str]:
    """Write the sum, what is reported as "about", and the words and upper bounds that stand apart.

    >>> from dashboard.values import at_least, exactly, total
    >>> reported = replace(at_least(100), hedge="reportedly")
    >>> parts_of_total(total([reported, exactly(2)])), parts_of_total(total([reported]))
    (['≥ 102 (≥ 100 of them reportedly)'], ['≥ 100 (reportedly)'])
    """
    parts = []
    if value.has_sum:
        parts.append(amount_words(value.sum, write, dash) + _hedged_part(value, write, dash))
    if value.about:
        parts.append(say("about {best}", best=write(value.about)))
    rest = [part for part in value.apart if part.qualifier is not Qualifier.ABOUT]
    return [*parts, *dict.fromkeys(amount_words(part, write, dash) for part in rest)]


def _hedged_part(value: Total, write: Write, dash: str) -> str:
    held = value.hedged_total
    if held is None:
        return ""
    hedges = join_words(value.hedges)
    if held.sum == value.sum:
        return f" ({hedges})"
    many = amount_words(held.sum, write, dash)
    return say(" ({many} of them {hedges})", many=many, hedges=hedges)


def term(value: Term | Absent) -> str:
    """Write the length of a prison sentence, which may have bounds, and what must be known of it.

    >>> from dashboard.values import between, exactly
    >>> term(Term(exactly(134))), term(Term(between(60, 132))), term(Absent(Reason.NOT_STATED))
    ('11 y 2 m', '5 y – 11 y', 'not stated')
    >>> term(Term(between(2, 15), in_days=True))
    '2 d – 15 d'
    >>> term(Term(exactly(216), note="Aggregate: holds the 15 years."))
    '18 y (aggregate: holds the 15 years)'
    """
    if isinstance(value, Absent):
        return absent(value)
    write = (lambda days: say("{days} d", days=days)) if value.in_days else length
    written_term = amount_words(value.amount, write, " – ")
    if not value.note:
        return written_term
    return say("{term} ({note})", term=written_term, note=within_line(value.note.rstrip(".")))


def joined(*sentences: str) -> str:
    """Join sentences, leaving out the empty ones.

    >>> joined("Faint: claimed.", "", "Rings: exact location unknown.")
    'Faint: claimed. Rings: exact location unknown.'
    """
    return " ".join(filter(None, sentences))


def start_of_line(words: str) -> str:
    """Write words with a capital first.

    >>> start_of_line("in June 2020"), start_of_line("")
    ('In June 2020', '')
    """
    return f"{words[:1].upper()}{words[1:]}"


def within_line(words: str) -> str:
    """Write words without a capital first; an abbreviation keeps its own.

    That is the rule of our English: words of another catalogue stay as they are there, as its
    language may have nouns that keep their capital.

    >>> within_line("The series ends"), within_line("COVID-19 and health")
    ('the series ends', 'COVID-19 and health')
    """
    if words[:2].isupper() or type(_messages()) is not gettext.NullTranslations:
        return words
    return f"{words[:1].lower()}{words[1:]}"


def absent(value: Absent) -> str:
    """Write why there is no number, as a cell does.

    >>> absent(Absent(Reason.NOT_COVERED)), absent(Absent(Reason.FILTERED_OUT, Hidden(8, 1)))
    ('not covered', 'none chosen (8 hidden by the filters, 1 more by status)')
    """
    words = say(ABSENT_WORDS[value.reason])
    if not value.hidden:
        return words
    return say("{words} ({hidden})", words=words, hidden=hidden_words(value.hidden))


def hidden_words(hidden: Hidden) -> str:
    """Say how many events the filters hide, and of how many it is the status alone.

    >>> hidden_words(Hidden(8)), hidden_words(Hidden(0, 1))
    ('8 hidden by the filters', '1 hidden by the status filter')
    """
    if not hidden.by_status:
        return say("{number} hidden by the filters", number=hidden.by_filters)
    if not hidden.by_filters:
        return say("{number} hidden by the status filter", number=hidden.by_status)
    return say(
        "{number} hidden by the filters, {more} more by status",
        number=hidden.by_filters,
        more=hidden.by_status,
    )


def join_words(words: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
    """Join words as in a sentence.

    >>> join_words(["a", "b", "c"]), join_words(["a", "b", "c"], "or")
    ('a, b and c', 'a, b or c')
    """
    return format_list(list(words), style=style, locale=LOCALE) if words else ""


def say(template: str, **values: object) -> str:
    """Fill a sentence with values, in the language of the catalogue.

    Every value is written as its kind is: numbers with thousands marks, days in full (`{day:short}`
    for a table), amounts with their bounds, lists as lists. The template, in English, is the key
    under which another language is looked up; it is written out where `say` is called, or in
    `N_` where it is kept, so that `make messages` finds it.

    >>> from dashboard.values import at_least
    >>> say("By {day}: {cases} cases.", day=date(2020, 6, 30), cases=21819)
    'By 30 June 2020: 21,819 cases.'
    >>> say("{who}: {many} detained", who=["Almaty", "Osh"], many=at_least(100))
    'Almaty and Osh: ≥ 100 detained'
    """
    return _filled(_messages().gettext(template), values)


def say_many(singular: str, plural: str, count: int, **values: object) -> str:
    """Fill the sentence that a number asks for; `{count}` in it is the number.

    >>> (
    ...     say_many("{count} event", "{count} events", 1),
    ...     say_many("{count} event", "{count} events", 0),
    ... )
    ('1 event', '0 events')
    """
    template = _messages().ngettext(singular, plural, count)
    return _filled(template, {"count": count, **values})


def written(value: Any, style: str = "") -> str:
    """Write one value as `say` does; `style` is "short", "month" or "no_year" for days."""
    if isinstance(value, str):
        return value
    if isinstance(value, (Amount, Total, Absent)):
        return amount_words(value)
    if isinstance(value, Window):
        return window_words(value, year=style != "no_year")
    if isinstance(value, date):
        return _DAY_STYLES[style](value)
    if isinstance(value, (tuple, list)):
        return join_words([written(each) for each in value])
    if style:
        return f"{MINUS}{format(-value, style)}" if value < 0 else format(value, style)
    return number(value)


_DAY_STYLES = {
    "": day,
    "short": short_day,
    "month": month,
    "no_year": lambda value: day(value, year=False),
    "short_year": lambda value: short_day(value, year=True),
}


def _filled(template: str, values: Mapping[str, object]) -> str:
    return "".join(
        text + (written(values[name], style) if name is not None else "")
        for text, name, style in _parsed(template)
    )


@lru_cache(maxsize=4096)
def _parsed(template: str) -> tuple[tuple[str, str | None, str], ...]:
    return tuple(
        (text, name, style or "") for text, name, style, _ in string.Formatter().parse(template)
    )


@lru_cache(maxsize=1)
def _messages() -> gettext.NullTranslations:
    """Return the messages of the language that the environment names; else our own English.

    Raises `OSError` when that language has no catalogue.
    """
    language = os.environ.get(LANGUAGE_SETTING, "")
    if not language:
        return gettext.NullTranslations()
    compiled = BytesIO()
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
