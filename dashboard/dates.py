"""How days, months and spans of them are written, in Babel's British English."""

from datetime import date

from babel import Locale

LOCALE = Locale.parse("en_GB")
_MONTHS = LOCALE.months["format"]["wide"]
# "Sep", as plotly writes it on its axes; Babel's British "Sept" would stand beside that.
_SHORT_MONTHS = Locale.parse("en").months["format"]["abbreviated"]


def day(value: date, *, year: bool = True) -> str:
    """Write a day.

    >>> day(date(2020, 6, 6)), day(date(2020, 6, 6), year=False)
    ('6 June 2020', '6 June')
    """
    words = f"{value.day} {_MONTHS[value.month]}"
    return f"{words} {value.year}" if year else words


def short_day(value: date, *, year: bool = False) -> str:
    """Write a day for a table or an axis.

    >>> short_day(date(2020, 6, 6)), short_day(date(2020, 9, 6), year=True)
    ('6 Jun', '6 Sep 2020')
    """
    words = f"{value.day} {_SHORT_MONTHS[value.month]}"
    return f"{words} {value.year}" if year else words


def month(value: date, *, year: bool = True, short: bool = False) -> str:
    """Write the month of a day.

    >>> month(date(2020, 6, 6)), month(date(2020, 6, 6), year=False)
    ('June 2020', 'June')
    >>> month(date(2020, 6, 6), short=True)
    'Jun 2020'
    """
    name = (_SHORT_MONTHS if short else _MONTHS)[value.month]
    return f"{name} {value.year}" if year else name


def months(first: date, last: date) -> str:
    """Write the months from one to another, both included; the year once where it is one.

    >>> months(date(2020, 3, 1), date(2020, 6, 30)), months(date(2020, 6, 1), date(2020, 6, 30))
    ('March to June 2020', 'June 2020')
    >>> months(date(2019, 12, 1), date(2020, 6, 30))
    'December 2019 to June 2020'
    """
    if (first.year, first.month) == (last.year, last.month):
        return month(last)
    return f"{month(first, year=first.year != last.year)} to {month(last)}"


def days(first: date, last: date, *, year: bool = True, to: str = " to ") -> str:
    """Write a span of days in prose, both included; `to` stands between days of one month.

    >>> days(date(2020, 6, 1), date(2020, 6, 9)), days(date(2020, 5, 30), date(2020, 6, 9))
    ('1 to 9 June 2020', '30 May to 9 June 2020')
    >>> days(date(2019, 12, 30), date(2020, 1, 2), year=False)
    '30 December 2019 to 2 January 2020'
    >>> days(date(2020, 6, 1), date(2020, 6, 1)), days(date(2020, 6, 1), date(2020, 6, 9), to="–")
    ('1 June 2020', '1–9 June 2020')
    """
    if first == last:
        return day(last, year=year)
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return (to if is_one_month else " to ").join(ends_of(first, last, year=year))


def ends_of(first: date, last: date, *, year: bool = True) -> tuple[str, str]:
    """Write the two ends of a span of days, with the month and the year once where they are one.

    >>> ends_of(date(2020, 6, 1), date(2020, 6, 9)), ends_of(date(2020, 5, 30), date(2020, 6, 9))
    (('1', '9 June 2020'), ('30 May', '9 June 2020'))
    """
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}", day(last, year=year)
    far = first.year != last.year
    return day(first, year=far), day(last, year=year or far)


def short_days(first: date, last: date, *, year: bool = False) -> str:
    """Write a span of days for a table or an axis.

    >>> short_days(date(2020, 6, 1), date(2020, 6, 14))
    '1–14 Jun'
    >>> short_days(date(2019, 12, 30), date(2020, 1, 2))
    '30 Dec 2019 – 2 Jan 2020'
    >>> short_days(date(2020, 4, 1), date(2020, 9, 1), year=True)
    '1 Apr – 1 Sep 2020'
    """
    if first == last:
        return short_day(last, year=year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last, year=year)}"
    far = first.year != last.year
    return f"{short_day(first, year=far)} – {short_day(last, year=year or far)}"
