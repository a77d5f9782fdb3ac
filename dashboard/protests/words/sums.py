"""How many people in words: sums with what stands apart from them, their reserve, those abroad."""

from collections.abc import Iterable

from dashboard.protests.measures.cases import Sentenced
from dashboard.values import Absent, Amount, Qualifier, Reason, Total, total
from dashboard.vocabulary import MEASURES
from dashboard.wording import amount_words, join_words, number, say, say_many, within_line

NOBODY = Absent(Reason.NONE_REPORTED)


def case_words(persons: Amount | Absent) -> str:
    """Write the people of a case: "1 person", "22–27 people", "number not stated"."""
    if isinstance(persons, Absent):
        return say("number not stated")
    if not persons.has_number:
        words = source_words(persons)
        return say("“{word}”, no number", word=words) if words else say("number not stated")
    if persons.low == persons.high == 1:
        return say("1 person")
    return say("{many} people", many=persons)


def persons_words(people: Total | Absent, *, hedged: bool = True) -> str:
    """Write the people of several cases: "at least 106 people plus “city hall officials”".

    With `hedged` also how much of it the sources report with reserve.
    """
    if isinstance(people, Absent) and people.reason is Reason.NONE_REPORTED:
        return say("no person")
    if isinstance(people, Absent):
        return say("people whose number is not stated")
    return f"{people_done(people, '')}{of_them_words(people) if hedged else ''}"


def total_words(people: Total, measure: str, away: Total | Absent = NOBODY) -> str:
    """Write a sum and what stands apart: "at least 102 detained plus “dozens”"."""
    done, main = say(MEASURES[measure]), main_words(people)
    text = say("{many} {done}{further}", many=main, done=done, further=plus_words(people))
    if not main:
        text = say("{done}: {words}", done=done, words=further_words(people))
    return f"{text}{of_them_words(people, away)}"


def people_done(people: Total, done: str) -> str:
    """Write a sum with what was done to the people: "at least 444 people detained plus about 30".

    >>> from dashboard.values import about, at_least, exactly, in_words
    >>> numbers = at_least(444), about(30), about(4000), in_words("dozens")
    >>> people_done(total(numbers), "detained")
    'at least 444 people detained plus about 4,030 and “dozens”'
    >>> people_done(total([exactly(1)]), "detained"), people_done(total([in_words("several")]), "")
    ('1 person detained', 'people (“several”)')
    """
    return f"{people_counted(people, done)}{plus_words(people)}"


def people_counted(people: Total, done: str) -> str:
    """Write the sum alone with what was done to the people: "at least 444 people detained"."""
    main, after = main_words(people), f" {done}" if done else ""
    if not main:
        return say("people{after} ({words})", after=after, words=further_words(people))
    one = (people.sum.high or people.sum.low) == 1 if people.has_sum else people.about == 1
    if one:
        return say("{many} person{after}", many=main, after=after)
    return say("{many} people{after}", many=main, after=after)


def plus_words(people: Total) -> str:
    """Write what stands apart from a sum, after it: " plus about 4,030 and “dozens”"."""
    further = further_words(people) if main_words(people) else []
    return say(" plus {words}", words=further) if further else ""


def main_words(people: Total) -> str:
    """Write the sum of bounds, else of what is reported as "about"; empty for words only."""
    low, high = people.sum.low, people.sum.high
    if people.has_sum:
        if people.sum.is_exact or (high and not people.apart and not people.unstated):
            return amount_words(people.sum)
        return say("at least {low}", low=low or 0)
    return say("about {best}", best=people.about) if people.about else ""


def further_words(people: Total) -> list[str]:
    """Write what stands apart from the sum: "about 4,130", "“dozens”"; empty when nothing does.

    >>> from dashboard.values import in_words, total
    >>> further_words(total([in_words("Several")]))
    ['“several”']
    """
    about = [say("about {best}", best=people.about)] if people.about and people.has_sum else []
    rest = [part for part in people.apart if part.qualifier is not Qualifier.ABOUT]
    words = apart_words(rest)
    if len(words) > 1:
        return [*about, say("{count} in words", count=len(rest))]
    texts = (f"“{within_line(each)}”" if each else say("a number not stated") for each in words)
    return [*about, *texts]


def of_them_words(people: Total, away: Total | Absent = NOBODY) -> str:
    """Say how much of a sum is reported with reserve, and how much of it is abroad.

    >>> from dashboard.values import about, at_least, exactly
    >>> from dataclasses import replace
    >>> rallies = replace(at_least(100), hedge="reportedly")
    >>> of_them_words(total([rallies, exactly(10)]), total([exactly(10)]))
    ' (at least 100 reportedly, 10 abroad)'
    >>> of_them_words(total([about(80)]), total([about(80)]))
    ', abroad'
    """
    parts, whole = [], []
    if (held := people.hedged_total) is not None:
        is_all = held.sum == people.sum and not people.apart
        hedges = join_words(people.hedges)
        (whole if is_all else parts).append(hedges if is_all else f"{main_words(held)} {hedges}")
    if isinstance(away, Total) and (away.sum.low or away.apart):
        is_all = (away.sum, away.apart) == (people.sum, people.apart)
        many, roughly = main_words(away) or say("some"), say("about {best}", best=away.about)
        if away.about and away.has_sum:
            many = say("{many} and {roughly}", many=many, roughly=roughly)
        abroad = say("abroad")
        (whole if is_all else parts).append(abroad if is_all else f"{many} {abroad}")
    text = "".join(f", {words}" for words in whole)
    return text + (f" ({', '.join(parts)})" if parts else "")


def protest_events_words(protests: int, status: str) -> str:
    """Count protests: "8 claimed protest events", where `status` is "claimed ".

    >>> protest_events_words(1, ""), protest_events_words(8, "claimed ")
    ('1 protest event', '8 claimed protest events')
    """
    return say_many(
        "{count} {status}protest event", "{count} {status}protest events", protests, status=status
    )


def in_brackets_abroad(away: int, total: int) -> str:
    """Say how many of some events took place abroad, in brackets; empty for none."""
    if not away:
        return ""
    if total == 1:
        return say(" (abroad)")
    return say(" (all abroad)") if away == total else say(" ({away} abroad)", away=away)


def sentences_counted(rulings: int) -> str:
    """Write a number of sentences."""
    return say_many("{count} sentence", "{count} sentences", rulings)


def sentences_words(rulings: int, sentenced: Sentenced) -> str:
    """Count sentences; where one is on several people as rulings, with how many people.

    >>> from dashboard.values import between, exactly
    >>> sentences_words(1, Sentenced((between(24, 50),), 1))
    '1 ruling on 24–50 people'
    >>> sentences_words(2, Sentenced((exactly(1), exactly(1)), 2))
    '2 sentences'
    """
    if not sentenced.some_on_several:
        return sentences_counted(rulings)
    people = total(sentenced.people, rulings - sentenced.known)
    return say_many(
        "{count} ruling on {people}",
        "{count} rulings on {people}",
        rulings,
        people=persons_words(people),
    )


def not_added_words(unstated: int) -> str:
    """Say of how many cases no number is stated, so that they are in no sum."""
    if not unstated:
        return ""
    return say_many(
        "Not included in the total: {count} case with no number.",
        "Not included in the total: {count} cases with no number.",
        unstated,
    )


def abroad_words(cases: int) -> str:
    """Say how many cases are abroad, whose people swell no total; empty for none."""
    if not cases:
        return ""
    return say_many(
        "People of {count} case abroad are in no total.",
        "People of {count} cases abroad are in no total.",
        cases,
    )


def source_words(value: Amount) -> str:
    """Return a source's words; bare digits get the word that keeps them from reading as exact."""
    if any(letter.isalpha() for letter in value.as_reported):
        return value.as_reported
    bounds = (each for each in (value.best, value.high) if each is not None)
    digits = value.as_reported or next(map(number, bounds), "")
    if digits and value.qualifier is Qualifier.ABOUT:
        return say("about {digits}", digits=digits)
    if digits and value.qualifier is Qualifier.AT_MOST:
        return say("at most {digits}", digits=digits)
    return digits


def apart_words(apart: Iterable[Amount]) -> list[str]:
    """Return the sources' words for what has no lower bound, each once; empty where it has none."""
    return list(dict.fromkeys(map(source_words, apart)))
