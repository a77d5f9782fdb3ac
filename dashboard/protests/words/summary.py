"""The period in a sentence: protests by country, people detained, injured and killed, sentences."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.datapackage.store import Package
from dashboard.protests.measures.counts import protests_by_country
from dashboard.protests.measures.people import PeopleTotal
from dashboard.protests.view.sheet import ProtestSheet, sheet_of
from dashboard.protests.words.labels import HAVING
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, DEFAULT_STATUSES, REGION, country_name
from dashboard.wording import counted, day, join_words, number, window

# Of more places than these those abroad are told as one number.
MOST_PARTS = 8


def protest_summary(
    package: Package, selection: Selection, options: Mapping[str, str] | None = None
) -> str:
    """Sum the period up: protests by country, people, sentences; `**` marks what is bold.

    Raises `DataUnavailable` when the events or the figures could not be read.
    """
    sheet = sheet_of(package, selection, options or {})
    if not sheet.total:
        nothing = (
            f"No protest, arrest or sentence{_about(selection)} "
            f"{HAVING[sheet.rule]} {selection.period}"
        )
        return f"**{nothing}** in the sources."
    parts = [part for part in (_detained(sheet), *_hurt(sheet), _sentenced(sheet)) if part]
    further = [status for status in selection.statuses if status not in DEFAULT_STATUSES]
    included = f" {join_words(further).capitalize()} events are included." if further else ""
    return f"{_protests(sheet)} {'; '.join(parts)}.{included}".replace(".** **", ". ")


def _about(selection: Selection) -> str:
    """Return " about ..." naming the countries chosen; nothing for all five."""
    chosen = [COUNTRIES[code].name for code in selection.countries]
    return "" if selection.covers_all_countries else f" about {join_words(chosen) or 'no country'}"


def _protests(sheet: ProtestSheet) -> str:
    counts = protests_by_country(sheet.counts)
    total = int(counts.to_numpy().sum())
    period = sheet.selection.period
    if not total:
        having = HAVING[sheet.rule]
        return f"**No protest{_about(sheet.selection)} {having} {period}** in the sources."
    earlier = sheet.begun_earlier.where(mark="protest").total
    when = f"in {period}{_of_them(earlier, total)}"
    head = f"**{counted(total, 'protest event')}** {when}"
    at_home = [(_place_name(str(code)), int(home)) for code, home in counts["home"].items() if home]
    away = [
        (country_name(str(code)), int(far), int(home))
        for code, home, far in counts.itertuples()
        if far
    ]
    parts = _grouped(at_home)
    parts += [f"{number(far)} about {name} abroad" for name, far, home in away if home]
    only = [(name, far) for name, far, home in away if not home]
    if not parts and len(only) == 1:
        head = f"**{counted(total, 'protest event')} about {only[0][0]}** {when}"
        return f"{head}, **{_none_there(total)}.**"
    parts += [f"{number(far)} about {name}, **{_none_there(far)}**" for name, far in only]
    if len(parts) > MOST_PARTS:
        parts = [*_grouped(at_home), f"{number(sum(far for _, far, _ in away))} abroad"]
    if len(parts) == 1 and len(at_home) == 1:
        return (
            f"{head}, {'' if total == 1 else 'both ' if total == 2 else 'all '}in {at_home[0][0]}."
        )
    return f"{head}: {_comma_joined(parts)}."


def _place_name(code: str) -> str:
    return "the region" if code == REGION else country_name(code)


def _of_them(earlier: int, total: int) -> str:
    """Return how many of the protests began before the period; nothing for none."""
    if not earlier:
        return ""
    return ", begun earlier" if total == 1 else f", {number(earlier)} of them begun earlier"


def _none_there(value: int) -> str:
    return "none of which took place there" if value > 1 else "which did not take place there"


def _grouped(pairs: Sequence[tuple[str, int]]) -> list[str]:
    """Join countries with equal counts, as in "1 each in Kazakhstan and Tajikistan"."""
    names: dict[int, list[str]] = {}
    for name, value in sorted(pairs, key=lambda pair: -pair[1]):
        names.setdefault(value, []).append(name)
    return [
        f"{number(value)}{' each' if len(alike) > 1 else ''} in {join_words(alike)}"
        for value, alike in names.items()
    ]


def _comma_joined(parts: Sequence[str]) -> str:
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])}, and {parts[-1]}"


def _detained(sheet: ProtestSheet) -> str:
    unstated = sheet.unstated["detained"]
    if "detained" not in sheet.totals:
        elsewhere = sheet.marks["arrest"] - unstated
        if not unstated:
            return (
                f"{counted(elsewhere, 'arrest')} abroad"
                if elsewhere
                else "No arrest or detention in the sources"
            )
        return f"{counted(unstated, 'arrest')} with no number given"
    total = sheet.totals["detained"]
    if not total.low:
        return "People were detained, with no number that can be added"
    words = f"{'' if total.exact else 'At least '}{counted(total.low, 'person', 'people')} detained"
    largest = _largest_detention(sheet)
    if total.low > largest["low"] >= total.low / 2:
        several = len(sheet.selection.months) > 1
        is_day = largest["event_date"] == largest["end_date"]
        span = (largest["event_date"], largest["end_date"], largest["time_precision"])
        where = f"in {country_name(largest['country'])}"
        when = f"on {day(largest['event_date'], year=several)} {where}"
        when = when if is_day else f"{where} ({window(*span, year=several)})"
        rest = f"{number(largest['low'])} of them {when}"
        return f"**{words}**{_roughly(total)}, {rest}"
    return f"**{words}**{_roughly(total)}"


def _largest_detention(sheet: ProtestSheet) -> dict[str, Any]:
    told = [
        event | figure
        for event in sheet.told.records.values()
        for figure in event["told"].get("detained", [])
    ]
    return max((row for row in told if not math.isnan(row["low"])), key=lambda row: row["low"])


def _roughly(total: PeopleTotal) -> str:
    """Name up to two numbers that are no bounds, so in no sum; without digits they are left out."""
    rough = [printed for printed in total.unsummed if any(letter.isdigit() for letter in printed)]
    if not rough:
        return ""
    named = join_words([f"“{printed}”" for printed in rough])
    return f" (and {named})" if len(rough) < 3 else f" (and {len(rough)} events with rough numbers)"


def _hurt(sheet: ProtestSheet) -> list[str]:
    words = []
    for measure in ("killed", "injured"):
        total = sheet.totals.get(measure)
        if total and total.low:
            words.append(f"{'' if total.exact else 'at least '}{number(total.low)} {measure}")
    return words


def _sentenced(sheet: ProtestSheet) -> str:
    value = sheet.marks["sentence"]
    return counted(value, "sentence") if value else ""
