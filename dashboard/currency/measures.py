"""Currency rates against the dollar: lines with gaps, rebasing, changes, months.

And what the digits of a rate say (the range of a print, no digit too many), and which days around
the chosen months a panel shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from math import floor, log10
from typing import Any

import numpy as np
import pandas as pd

from dashboard.selection import Selection, month_of, shift_month
from dashboard.values import Amount, Rate, between
from dashboard.vocabulary import CURRENCIES, RATE_KINDS, rate_kinds

WINDOW_MONTHS = 12
GAP = np.timedelta64(14, "D")
A_DAY, A_MONTH = np.timedelta64(1, "D"), np.timedelta64(31, "D")
Numbers = np.ndarray[Any, Any]


def honest_units(rate_text: str) -> tuple[float, float]:
    """Return the least and the most units per US dollar that round to a rate as reported.

    >>> [round(units) for units in honest_units("0.00008")]
    [11765, 13333]
    """
    printed, half = _printed(rate_text)
    return float(1 / (printed + half)), float(1 / (printed - half))


def stated_units(rate_text: str, units_text: str | None) -> tuple[float, float, float]:
    """Return the least, the stated and the most units per US dollar of a rate as reported.

    `units_text` has the units themselves where the source gives them; they are then kept as given.

    >>> [round(units, 4) for units in stated_units("0.1134", "8.819")]
    [8.8185, 8.819, 8.8195]
    """
    if units_text is None or pd.isna(units_text):
        low, high = honest_units(rate_text)
        return low, 1 / float(rate_text), high
    printed, half = _printed(units_text)
    return float(printed - half), float(printed), float(printed + half)


def _printed(text: str) -> tuple[Decimal, Decimal]:
    """Return a number as printed, and half a unit of its last digit."""
    printed = Decimal(text)
    return printed, Decimal(5).scaleb(int(printed.as_tuple().exponent) - 1)


def rate_words(value: float, digits: int) -> str:
    """Write a rate with so many significant digits and no more.

    >>> rate_words(520.833, 3), rate_words(12500, 1), rate_words(0.0022158610, 5)
    ('521', '10,000', '0.0022159')
    """
    decimals = digits - 1 - floor(log10(value))
    return f"{round(value, decimals):,.{max(decimals, 0)}f}"


def rounding_range(low: float, high: float, digits: int) -> Amount:
    """Return the units per US dollar that a rate as reported allows, to a digit more than it has.

    >>> allowed = rounding_range(*honest_units("0.00008"), 1)
    >>> allowed.low, allowed.high
    (11765.0, 13333.0)
    """
    return between(Rate(low, digits + 1), Rate(high, digits + 1))


def is_notable(percent: float) -> bool:
    """Return whether a change reaches a tenth of a percent."""
    return abs(percent) >= 0.1


def range_words(low: float, high: float, digits: int) -> str:
    """Write the ends of a range one digit finer than the print, whole numbers always in full.

    >>> range_words(519.4805, 522.1932, 3), range_words(11764.7, 13333.3, 1)
    ('519.5 to 522.2', '11,765 to 13,333')
    """
    ends = (rate_words(end, max(digits + 1, len(str(int(end))))) for end in (low, high))
    return " to ".join(ends)


def digits_of(value: float) -> int:
    """Return how many digits a rate that is set, not rounded, is written with.

    >>> digits_of(3.5), digits_of(480.0)
    (2, 3)
    """
    return len(f"{value:g}".replace(".", "").lstrip("0"))


@dataclass(frozen=True)
class Window:
    """The days a panel shows. `band` is the chosen part of them; None when none of it is there."""

    first: pd.Timestamp
    last: pd.Timestamp
    band: tuple[pd.Timestamp, pd.Timestamp] | None

    @property
    def marked(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The band to draw; None when it would cover all that is shown."""
        return None if self.band == (self.first, self.last) else self.band


def window_around(selection: Selection, first: pd.Timestamp, last: pd.Timestamp) -> Window:
    """Return about a year around the chosen months, inside the data's `first` and `last` day.

    When the chosen months have no part in the data the window is all of it.
    """
    chosen = pd.Timestamp(selection.first_day), pd.Timestamp(selection.last_day)
    if chosen[1] < first or chosen[0] > last:
        return Window(first, last, None)
    oldest, newest = month_of(first), month_of(last)
    start, end = max(selection.first_month, oldest), min(selection.last_month, newest)
    extra = max(0, WINDOW_MONTHS - len(Selection(first_month=start, last_month=end).months))
    start, end = shift_month(start, -(extra // 2)), shift_month(end, extra - extra // 2)
    while end > newest:
        start, end = shift_month(start, -1), shift_month(end, -1)
    while start < oldest:
        start, end = shift_month(start, 1), shift_month(end, 1)
    days = Selection(first_month=start, last_month=min(end, newest))
    return Window(
        max(pd.Timestamp(days.first_day), first),
        min(pd.Timestamp(days.last_day), last),
        (max(chosen[0], first), min(chosen[1], last)),
    )


def ticker_day(tickers: pd.DataFrame, selection: Selection) -> pd.Timestamp | None:
    """Return the day of the published ticker that stands for the chosen months; None without any.

    Inside the months: the newest that stands in a source document, else the newest. Otherwise the
    newest before them; when all are later, the newest that stands in a document.
    """
    days, located = tickers["date"].to_numpy(), tickers["paragraph"].notna().to_numpy()
    earlier = days < np.datetime64(selection.first_day)
    inside = ~earlier & (days <= np.datetime64(selection.last_day))
    for kept in (inside & located, inside, earlier, located):
        if kept.any():
            return pd.Timestamp(days[kept].max())
    return pd.Timestamp(days.max()) if len(days) else None


def official_units(rates: pd.DataFrame, official: pd.DataFrame) -> pd.Series:
    """Return the official units per US dollar on the day of each rate; missing where none is set.

    `official` is the table official_rates.
    """
    units = pd.Series(np.nan, index=rates.index)
    for row in official.to_dict("records"):
        held = rates["currency"].eq(row["currency"]) & rates["date"].ge(row["valid_from"])
        if pd.notna(row["valid_to"]):
            held &= rates["date"].le(row["valid_to"])
        units = units.mask(held, row["units_per_usd"])
    return units


def prepared_rates(rates: pd.DataFrame, official: pd.DataFrame) -> pd.DataFrame:
    """Return the rates by date with `units` a dollar and `units_low`, `units_high` of the print.

    `official` are the units that a state sets for the day, missing where none does; `odd` is True
    on a day on which the daily series leaves them, so that the series looks wrong.
    """
    kept = rates[rates["usd_per_unit"].gt(0)].sort_values("date", kind="stable")
    stated = [
        stated_units(*texts) for texts in zip(kept["rate_text"], kept["units_text"], strict=True)
    ]
    units = pd.Series([rate for _, rate, _ in stated], index=kept.index, dtype="float64")
    set_by_state = official_units(kept, official)
    allowed = [CURRENCIES[code].tolerance for code in kept["currency"]]
    return kept.assign(
        units=units,
        official=set_by_state,
        units_low=[low for low, _, _ in stated],
        units_high=[high for _, _, high in stated],
        odd=kept["kind"].isin(rate_kinds("line"))
        & ((units - set_by_state).abs() > np.array(allowed)),
    )


def preferred(rates: pd.DataFrame) -> pd.DataFrame:
    """Return one rate a day and currency, of the kind that comes first in `RATE_KINDS`."""
    ranks = rates["kind"].map(list(RATE_KINDS).index)
    ordered = rates.iloc[np.argsort(ranks.to_numpy(), kind="stable")]
    return ordered.drop_duplicates(["currency", "date"]).sort_values("date", kind="stable")


def at_official_rate(rates: pd.DataFrame) -> pd.DataFrame:
    """Return the daily rates, one a day, at their official rate where one is set, no odd days."""
    daily = preferred(rates[rates["kind"].isin(rate_kinds("line")) & ~rates["odd"]])
    return daily.assign(units=daily["official"].fillna(daily["units"]))


def single_rates(rates: pd.DataFrame, lines: Mapping[str, "Line"]) -> pd.DataFrame:
    """Return the rates of single days, month ends and the like, that no daily line runs across."""
    single = rates[rates["kind"].isin(rate_kinds("mark"))]
    crossed = pd.Series(False, index=single.index)
    for currency, own in single.groupby("currency"):
        if currency in lines:
            crossed[own.index] = lines[str(currency)].runs_across(own["date"].to_numpy())
    return single[~crossed]


@dataclass(frozen=True)
class Line:
    """Days and values of one currency, in order of day."""

    days: Numbers
    values: Numbers

    def within(self, first: pd.Timestamp, last: pd.Timestamp) -> "Line":
        """Return the part from first to last day."""
        places = self.places(first, last)
        return Line(self.days[places], self.values[places])

    def places(self, first: pd.Timestamp, last: pd.Timestamp) -> slice:
        """Return the places of the days from first to last."""
        ends = [first.to_datetime64(), last.to_datetime64() + A_DAY]
        return slice(*map(int, np.searchsorted(self.days, ends)))

    def turned(self) -> "Line":
        """Return the rates the other way round: dollars a unit for units per US dollar."""
        return replace(self, values=1 / self.values)

    def broken(self) -> "Line":
        """Put a blank into every gap of more than 14 days, so that no line crosses one."""
        after = np.flatnonzero(np.diff(self.days) > GAP) + 1
        blanks = self.days[after - 1] + A_DAY
        return Line(np.insert(self.days, after, blanks), np.insert(self.values, after, np.nan))

    def runs_across(self, days: Numbers) -> Numbers:
        """Return for each of some days whether it is on the line, or between two joined days."""
        if not len(self.days):
            return np.zeros(len(days), dtype=bool)
        after = np.searchsorted(self.days, days)
        last = len(self.days) - 1
        following, before = self.days[np.minimum(after, last)], self.days[np.maximum(after - 1, 0)]
        between = (after > 0) & (after <= last) & (following - before <= GAP)
        return (following == days) | between

    @property
    def dates(self) -> Numbers:
        """The days as ISO text."""
        return self.days.astype("datetime64[D]").astype(str)

    @property
    def gaps(self) -> int:
        """How many stretches of more than 14 days lie between two neighbouring days."""
        return int((np.diff(self.days) > GAP).sum())


NO_LINE = Line(np.array([], dtype="datetime64[ns]"), np.array([]))


def daily_lines(rates: pd.DataFrame) -> dict[str, Line]:
    """Return units per US dollar by currency, from `at_official_rate` or rates of one kind."""
    return {
        str(currency): Line(own["date"].to_numpy(), own["units"].to_numpy())
        for currency, own in rates.groupby("currency")
    }


def rebased(
    lines: Mapping[str, Line], currencies: Sequence[str]
) -> tuple[pd.Timestamp, dict[str, Line]] | None:
    """Return the first day that has all `currencies`, and their lines with 100 on it.

    None when no day has them all.
    """
    if not currencies or not all(currency in lines for currency in currencies):
        return None
    shared = reduce(np.intersect1d, [lines[currency].days for currency in currencies])
    if not len(shared):
        return None
    hundreds = {}
    for currency in currencies:
        line = lines[currency]
        base = line.values[np.searchsorted(line.days, shared[0])]
        hundreds[currency] = replace(line, values=100 * line.values / base)
    return pd.Timestamp(shared[0]), hundreds


def gain(first: float, last: float) -> float:
    """Return by how many percent a currency gained, from its units per US dollar on two days.

    >>> round(gain(10.946, 9.2325), 1), round(gain(500, 510), 1)
    (18.6, -2.0)
    """
    return 100 * (first / last - 1)


@dataclass(frozen=True)
class Change:
    """From the first to the last rate of a period, both in units per US dollar.

    `month_ends` says of the first and of the last whether it is a month end, not a daily rate.
    """

    currency: str
    first_day: pd.Timestamp
    first: float
    last_day: pd.Timestamp
    last: float
    month_ends: tuple[bool, bool] = (False, False)

    @property
    def sides(self) -> tuple[tuple[pd.Timestamp, bool], tuple[pd.Timestamp, bool]]:
        """The first and the last day, each with whether its rate is a month end."""
        return (self.first_day, self.month_ends[0]), (self.last_day, self.month_ends[1])

    @property
    def percent(self) -> float | None:
        """What the currency gained against the dollar, in percent; None with one day only."""
        return None if self.first_day == self.last_day else gain(self.first, self.last)


def changes(lines: Mapping[str, Line]) -> list[Change]:
    """Return the change over each line that has a rate."""
    return [
        Change(
            currency,
            pd.Timestamp(line.days[0]),
            float(line.values[0]),
            pd.Timestamp(line.days[-1]),
            float(line.values[-1]),
        )
        for currency, line in lines.items()
        if len(line.days)
    ]


def changes_within(
    lines: Mapping[str, Line],
    month_ends: Mapping[str, Line],
    currencies: Iterable[str],
    first: pd.Timestamp,
    last: pd.Timestamp,
) -> list[Change]:
    """Return the changes from a first to a last day, from `lines` of daily rates.

    A currency without a daily rate there changes from one month end to another, beginning with the
    day before `first`; so does the part of a long period that has none.
    """
    found = []
    for currency in currencies:
        daily = lines.get(currency, NO_LINE).within(first, last)
        ends = month_ends.get(currency, NO_LINE)
        if len(daily.days):
            found += _lengthened(changes({currency: daily})[0], ends.within(first, last))
        elif len(ends.within(first, last).days):
            month_end_changes = changes({currency: ends.within(first - A_DAY, last)})
            found += [replace(change, month_ends=(True, True)) for change in month_end_changes]
    return found


def _lengthened(change: Change, ends: Line) -> list[Change]:
    """Return a change from the month ends that lie more than a month before or after its days."""
    if not len(ends.days):
        return [change]
    oldest, newest = pd.Timestamp(ends.days[0]), pd.Timestamp(ends.days[-1])
    before, after = oldest < change.first_day - A_MONTH, newest > change.last_day + A_MONTH
    if before:
        change = replace(change, first_day=oldest, first=float(ends.values[0]))
    if after:
        change = replace(change, last_day=newest, last=float(ends.values[-1]))
    return [replace(change, month_ends=(bool(before), bool(after)))]


def by_month(daily: pd.DataFrame) -> pd.DataFrame:
    """Return units per US dollar, a row a month and currency that has rates.

    Columns: month, currency, first, last, low, high, days (with a rate), digits (the fewest of
    them) and change (what the currency gained, in percent; blank when there is one day only).
    """
    months = daily["date"].dt.strftime("%Y-%m").rename("month")
    grouped = daily.groupby([months, "currency"], sort=True)
    table = grouped["units"].agg(["first", "last", "min", "max", "count"])
    table = table.assign(digits=grouped["significant_digits"].min()).reset_index()
    names = ["month", "currency", "first", "last", "low", "high", "days", "digits"]
    table.columns = pd.Index(names)
    percent = 100 * (table["first"] / table["last"] - 1)
    return table.assign(change=percent.where(table["days"].gt(1)))
