"""What is unusual in words: at most five and a shape for a number, the rules, why none is named."""

from collections.abc import Sequence

from dashboard.panels.headline import NO_COUNTRY, filter_words, within_words
from dashboard.selection import Selection, month_name
from dashboard.spellings import province_name
from dashboard.unusual.measures import LEAST_EVENTS, MEASURES, RULES
from dashboard.unusual.view.past import Compared
from dashboard.vocabulary import country_name
from dashboard.wording import join_words, joined, number_word, say, say_many

RISE, FALL = "↑", "↓"
MOST_NAMED = 2


def signal_words(found: Compared, months: int) -> str:
    """Say in at most five words what is unusual of a number of so many months; "" of none."""
    if found.signal is None:
        return ""
    rule, times = found.signal.rule, found.signal.times
    if rule.is_highest:
        if found.measure != "rate":
            return say("highest in {span} months", span=rule.span)
        if found.is_fall:
            return say("largest fall in {span} months", span=rule.span)
        return say("largest rise in {span} months", span=rule.span)
    if times is None:
        return say("none the month before") if months == 1 else say("none the period before")
    # A mean that is met to the last digit counts as met.
    words = _times_words(times + 1e-9)
    if rule.span == 1 and months == 1:
        return say("{times} the month before", times=words)
    if rule.span == 1:
        return say("{times} the period before", times=words)
    if rule.span == RULES["mean_6"].span:
        return say("{times} the recent mean", times=words)
    if found.measure == "rate":
        return say("{times} the usual move", times=words)
    return say("{times} the usual", times=words)


def _times_words(times: float) -> str:
    many = int(times)
    return say("twice") if many == 2 else say("{count} times", count=number_word(many))


def shape(found: Compared) -> str:
    """Return the shape that stands before the words."""
    return FALL if found.is_fall else RISE


def plural_words(found: Compared) -> str:
    """Say what a number counts, in a sentence."""
    return say(MEASURES[found.measure].plural)


def place_words(found: Compared) -> str:
    """Name the country of a number, or the province with its country."""
    country = country_name(found.country)
    if not found.admin1:
        return country
    province = province_name(found.admin1)
    return say("{province}, {country}", province=province, country=country)


def unusual_headline(numbers: Sequence[Compared], selection: Selection) -> str:
    """Say which numbers are unusual, the first by name; of none, of how many, or why not."""
    if not selection.countries:
        return say(NO_COUNTRY)
    found = [each for each in numbers if each.signal]
    within, filters = within_words(selection), filter_words(selection)
    compared = sum(1 for each in numbers if each.periods)
    if not compared:
        return say(
            "Nothing can be compared {within}: too few covered months before {month}{filters}",
            within=within,
            month=month_name(selection.first_month),
            filters=filters,
        )
    if not found:
        return say_many(
            "The only number that can be compared is not unusual {within}{filters}",
            "None of the {count} numbers that can be compared is unusual {within}{filters}",
            compared,
            within=within,
            filters=filters,
        )
    named = [_named(each, len(selection.months)) for each in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        named.append(say("{count} more", count=len(found) - MOST_NAMED))
    names = join_words(named)
    return say("Unusual {within}{filters}: {names}", within=within, filters=filters, names=names)


def _named(found: Compared, months: int) -> str:
    return say(
        "{what} in {place} ({words})",
        what=plural_words(found),
        place=place_words(found),
        words=signal_words(found, months),
    )


def unusual_caption(numbers: Sequence[Compared]) -> str:
    """Say how many numbers are compared, and why the others are not."""
    every = [each for each in numbers if not each.admin1]
    compared = sum(1 for each in every if each.periods)
    if compared == len(every):
        return say("By written rules, against earlier months that sources cover.")
    return say(
        "By written rules. {compared} of {every} numbers of countries are compared; the others, or "
        "too many months before, are not covered.",
        compared=compared,
        every=len(every),
    )


def unusual_reading(numbers: Sequence[Compared], selection: Selection) -> str:
    """Say the rules with their numbers, what is not compared, and what is not filtered."""
    of_events = selection.of_events
    whole = say("COVID-19 series and exchange rates are not filtered.") if of_events else ""
    return joined(whole, *_rules_words(), _uncompared_words(numbers))


def _rules_words() -> tuple[str, ...]:
    usual, recent = RULES["mean_12"], RULES["mean_6"]
    long, short = RULES["highest_36"], RULES["highest_12"]
    floors = [
        say("{floor} {what}", floor=MEASURES[key].floor, what=say(MEASURES[key].plural))
        for key in MEASURES
        if key != "rate"
    ]
    return (
        say(
            "Unusual is what is at least {times} the mean of the {many} periods of the same "
            "length before (the usual), of the last {few} (the recent mean) or the one right "
            "before; or the highest of the {long} or {short} months that end with it, and a "
            "quarter above their mean.",
            times=_times_words(usual.ratio),
            many=usual.span,
            few=recent.span,
            long=long.span,
            short=short.span,
        ),
        say(
            "It must also be above that mean by {floors}, or a rate by {percent}%; "
            "people must be reported of at least {events} events.",
            floors=join_words(floors, "or"),
            percent=MEASURES["rate"].floor,
            events=number_word(LEAST_EVENTS),
        ),
        say(
            "A rise over few periods counts only where the longer means are passed by a quarter "
            "too."
        ),
        say(
            "The period right before must be covered; a mean needs three in four of its periods, "
            "“highest” all. What sources report that told of nothing before is left out. "
            "Multiples are rounded down. Of a rate the size of the move counts, up or down, and no "
            "single earlier move is compared with."
        ),
    )


def _uncompared_words(numbers: Sequence[Compared]) -> str:
    compared = {each.measure for each in numbers if each.periods}
    missing = [say(each.plural) for key, each in MEASURES.items() if key not in compared]
    if not missing or not numbers:
        return ""
    return say("Not compared for any country: {missing}.", missing=join_words(missing))
