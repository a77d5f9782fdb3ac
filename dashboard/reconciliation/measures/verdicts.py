"""Each reported COVID-19 figure beside the official series on its day: a verdict, and why.

`VERDICTS` has one row for each verdict, with all that any other module asks of it. The first row
whose rule holds gives the verdict. A rule is a function of a figure with its series that returns
why it holds, as sentences to fill, or nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pandas as pd

from dashboard.covid.measures.series import OfficialSeries
from dashboard.reconciliation.measures.days import Beside, Break, beside_series
from dashboard.vocabulary import country_name
from dashboard.wording import N_, start_of_line

NEAR_DAYS = 7
# A count of the evening may be the last of the day; one of any other hour is not.
LATE = ("", "evening", "end of day")
# When a count was taken, as said in a sentence; an hour is said by itself.
READ_AT = {
    "morning": N_("in the morning"),
    "midday": N_("at midday"),
    "part of the day": N_("during the day"),
}


@dataclass(frozen=True)
class Because:
    """One sentence of a reason: its template, and the values that fill it.

    A value may be a tuple of such sentences.
    """

    template: str
    values: Mapping[str, object]


Reasons = tuple[Because, ...]
Rule = Callable[[Beside], Reasons]


def because(template: str, **values: object) -> Reasons:
    """Return a sentence for `wording.say` to fill, marked by `N_`; reasons are added up."""
    return (Because(template, values),)


def no_series(row: Beside) -> Reasons:
    """Hold where no series is published for the country, or it does not reach the day."""
    if not len(row.days):
        country = country_name(row.figure.country)
        if row.figure.is_claim_of_none:
            return because(
                N_(
                    "No official series is published for {country}; officially none is a claim, "
                    "not a count."
                ),
                country=country,
            )
        return because(N_("No official series is published for {country}."), country=country)
    first, last = pd.Timestamp(row.days[0]), pd.Timestamp(row.days[-1])
    if first <= row.figure.day <= last:
        return ()
    return because(N_("The series runs from {first} to {last}."), first=first, last=last)


def agrees(row: Beside) -> Reasons:
    """Hold where the series has the same number that day."""
    return because(N_("Equal that day.")) + _change_beside(row) if row.equals(0) else ()


def a_day_apart(row: Beside) -> Reasons:
    """Hold where the series has the same number on the day before, else the day after."""
    if row.equals(-1):
        return because(N_("Equals {day}, the day before."), day=row.day(-1)) + _change_beside(row)
    if row.equals(1):
        return because(N_("Equals {day}, the day after."), day=row.day(1)) + _change_beside(row)
    return ()


def _change_beside(row: Beside) -> Reasons:
    """Say that the definition changes within a day of the figure's; nothing when it does not."""
    return tuple(
        Because(
            N_("The definition changes on {day}: {what}."), {"day": each.first, "what": each.what}
        )
        for each in row.breaks
        if each.kind == "definition" and each.is_within(row.figure.day, 1)
    )


def part_of_a_day(row: Beside) -> Reasons:
    """Hold where the figure was read before the day's close."""
    read_at, reported = row.figure.read_at, row.figure.amount.best
    if read_at in LATE or reported is None:
        return ()
    before, close = row.value(-1), row.value()
    if not (before <= reported <= close if row.is_total else reported <= max(before, close)):
        return ()
    when = because(READ_AT.get(read_at, N_("at {hour}")), hour=read_at)
    return because(N_("Read {when}, before the day’s close."), when=when) + _noted(row)


def other_definition(row: Beside) -> Reasons:
    """Hold where the series counts what the figure leaves out, or is known to stand above it."""
    changes = [each for each in row.breaks if each.kind == "definition"]
    own, excludes = row.figure.day, row.figure.excludes.split(";")
    if _steps_oddly(row):
        return ()
    for each in changes:
        if not row.is_total and each.is_within(own, 0):
            return because(
                N_("The series changes its definition that day: {what}."), what=each.what
            )
    if row.bounds[1] < np.fmax.reduce([row.value(apart) for apart in (-1, 0, 1)]):
        for each in changes:
            if each.first <= own and each.adds and each.adds in excludes:
                since = because(
                    N_("Since {day} the series counts what the figure leaves out: {what}."),
                    day=each.first,
                    what=each.in_short,
                )
                return since + _entered_since(each, row) + _noted(row)
    return _known_offset(row)


def _entered_since(change: Break, row: Beside) -> Reasons:
    """Name what was entered into the series after a change: it is part of a total's gap too."""
    return tuple(
        Because(N_("On {day} also: {what}."), {"day": each.first, "what": each.what})
        for each in row.breaks
        if row.is_total
        and each.kind in ("backfill", "correction")
        and change.first < each.first <= row.figure.day
    )


def _steps_oddly(row: Beside) -> bool:
    """Say whether the series skips, repeats or joins days on the day of a daily number.

    That alone keeps the two apart, whatever either counts.
    """
    return not row.is_total and any(
        each.kind == "reporting"
        and (each.last - each.first).days < NEAR_DAYS
        and each.is_within(row.figure.day, 0)
        for each in row.breaks
    )


def _known_offset(row: Beside) -> Reasons:
    """Hold for a total below the series by a known amount; a day's number has no standing gap."""
    known = (each for each in row.breaks if each.explains(row.figure.day, -row.gap))
    offset = next(known, None) if row.is_total else None
    if offset is None:
        return ()
    days = {"first": offset.first, "last": offset.last}
    if offset.least == offset.most:
        return because(
            N_(
                "The series stands above the ministry’s own count by {most} from {first} to {last}."
            ),
            most=offset.most,
            **days,
        )
    return because(
        N_(
            "The series stands above the ministry’s own count by {least} to {most} from {first} to "
            "{last}, here by {gap}."
        ),
        least=offset.least,
        most=offset.most,
        gap=-row.gap,
        **days,
    )


def known_error(row: Beside) -> Reasons:
    """Hold where the series is known to skip, repeat or misstate the day."""
    for each in row.breaks:
        if each.kind != "reporting":
            continue
        if (each.last - each.first).days < NEAR_DAYS:
            if each.is_within(row.figure.day, 1):
                return _on_its_days(each)
        elif each.is_within(row.figure.day, 0):
            for apart in range(2, NEAR_DAYS + 1):
                if row.equals(apart):
                    return because(
                        N_("{what}; it reaches the number on {day}."),
                        what=start_of_line(each.what),
                        day=row.day(apart),
                    )
    return ()


def revised_later(row: Beside) -> Reasons:
    """Hold near a known correction, backfill or error."""
    for each in row.breaks:
        revises = each.kind in ("correction", "backfill", "error")
        if revises and each.is_within(row.figure.day, NEAR_DAYS):
            return _on_its_days(each)
    return ()


def _on_its_days(known: Break) -> Reasons:
    if known.first == known.last:
        return because(N_("{day}: {what}."), day=known.first, what=known.what)
    ends = {"first": known.first, "last": known.last}
    return because(N_("{first:no_year} to {last}: {what}."), what=known.what, **ends)


def outdated(row: Beside) -> Reasons:
    """Hold for a total that the series had before, and has left since."""
    if not row.is_total or np.isnan(row.value()):
        return ()
    earlier = row.equal_days()
    earlier = earlier[earlier < np.datetime64(row.day(-1), "D")]
    if not len(earlier):
        return ()
    when = pd.Timestamp(earlier[-1])
    had = because(
        N_("The series had this number on {day} and {value} that day."), day=when, value=row.value()
    )
    return had + _noted(row)


def unexplained(row: Beside) -> Reasons:
    """Hold always: name the nearest days."""
    around = tuple(
        Because(N_("{value} on {day:no_year}"), {"value": row.value(apart), "day": row.day(apart)})
        for apart in (-1, 0, 1)
        if not np.isnan(row.value(apart))
    )
    nearest = row.nearest_equal
    if nearest is not None:
        same = because(N_("The series has this number on {day}"), day=nearest)
    elif row.is_total:
        same = because(N_("No day of the series has this number"))
    else:
        same = because(N_("No day of the series has this number within a week"))
    has = around or because(N_("no value around that day"))
    return because(N_("{same}; it has {around}."), same=same, around=has) + _noted(row)


def _noted(row: Beside) -> Reasons:
    """Return the note to a figure as a sentence; nothing without one."""
    note = row.figure.note.rstrip(".")
    return because(N_("Note: {note}."), note=note) if note else ()


class Standing(Enum):
    """How a verdict is counted in a sentence."""

    NO_SERIES = "no series"
    SAME_DAY = "same day"
    DAY_APART = "day apart"
    EXPLAINED = "explained"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class Verdict:
    """How a figure can stand to the series: the rule, its words, its marks.

    `key` stands for it in the address, `title` (else the key) and `meaning` on screen. Its mark has
    a plotly `marker` of `size` pixels, called `shape` in words and drawn as `sign` in a table;
    office programs have fewer markers, so that `office` stands in where two would look alike.
    """

    key: str
    standing: Standing
    rule: Rule
    meaning: str
    marker: str
    sign: str
    shape: str
    title: str = ""
    office: str = ""
    size: int = 9

    def __post_init__(self) -> None:
        """Take the key for a title, and the marker for that of an office program."""
        object.__setattr__(self, "title", self.title or self.key)
        object.__setattr__(self, "office", self.office or self.marker)


VERDICTS = {
    verdict.key: verdict
    for verdict in (
        Verdict(
            *(N_("no official series"), Standing.NO_SERIES, no_series),
            N_("No series is published for the country, or it does not reach the day."),
            *("x-thin-open", "✕", N_("cross")),
        ),
        Verdict(
            *("agrees", Standing.SAME_DAY, agrees),
            N_("The series has the same number that day."),
            *("circle", "●", N_("filled dot"), N_("matches that day")),
            size=6,
        ),
        Verdict(
            *("agrees a day apart", Standing.DAY_APART, a_day_apart),
            N_("The series has the same number on the day before or after."),
            *("circle-open", "○", N_("ring"), N_("matches previous or next day")),
        ),
        Verdict(
            *("part of a day", Standing.EXPLAINED, part_of_a_day),
            N_("It was read before the day’s close, and it fits between two closes of the series."),
            *("circle-open-dot", "⊙", N_("ring with a point"), N_("partial-day count"), "star"),
        ),
        Verdict(
            *(N_("different definition"), Standing.EXPLAINED, other_definition),
            N_(
                "It leaves out what the series counts since a known change of definition, and is "
                "lower; or it is lower by an amount known for the day."
            ),
            *("square-open", "□", N_("square")),
        ),
        Verdict(
            *("known fault of the series", Standing.EXPLAINED, known_error),
            N_(
                "The series is known to skip, repeat or misstate the day, or to come once a week "
                "and to reach the number within seven days."
            ),
            *(
                "triangle-down-open",
                "▽",
                N_("triangle down"),
                N_("known error in the series"),
                "square",
            ),
        ),
        Verdict(
            *(N_("revised later"), Standing.EXPLAINED, revised_later),
            N_("A known correction, backfill or error of the series lies within seven days."),
            *("triangle-up-open", "△", N_("triangle up")),
        ),
        Verdict(
            *("stale", Standing.EXPLAINED, outdated),
            N_("A total that matches an earlier day: the series had it more than a day before."),
            *("bowtie-open", "⋈", N_("bow tie"), N_("outdated"), "cross"),
        ),
        Verdict(
            *(N_("unexplained"), Standing.UNEXPLAINED, unexplained),
            N_("None of these."),
            *("diamond", "◆", N_("filled diamond")),
            size=12,
        ),
    )
}


@dataclass(frozen=True)
class Reconciled:
    """A figure beside the series, the verdict on it, and why."""

    beside: Beside
    verdict: Verdict
    why: Reasons

    @property
    def country(self) -> str:
        """Whose figure it is."""
        return self.beside.figure.country


def reconciled(
    figures: pd.DataFrame,
    sources: pd.DataFrame,
    official: Mapping[str, Mapping[str, OfficialSeries]],
    breaks: pd.DataFrame,
) -> tuple[Reconciled, ...]:
    """Return every reported total and daily number with its verdict, by day."""
    return tuple(judged(row) for row in beside_series(figures, sources, official, breaks))


def judged(row: Beside) -> Reconciled:
    """Return the verdict of the first rule that holds; the last one always does."""
    found = ((verdict, verdict.rule(row)) for verdict in VERDICTS.values())
    return next(Reconciled(row, verdict, why) for verdict, why in found if why)


def verdict_counts(rows: Iterable[Reconciled]) -> Counter[tuple[str, str]]:
    """Return how many figures have each verdict, by the verdict's key and the country."""
    return Counter((row.verdict.key, row.country) for row in rows)
