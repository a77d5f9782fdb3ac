"""What the maps and their lists say: headlines, captions, alternative texts."""

from collections.abc import Mapping, Sequence

from dashboard.datapackage.store import Package
from dashboard.maps.measures import MapMark, MapSquares, side_km
from dashboard.maps.view.content import MOST_DOTS, MapContent, OnMap
from dashboard.marks import MARKS
from dashboard.panels.covering import hidden_events, nothing
from dashboard.panels.headline import (
    about_words,
    filter_words,
    nothing_words,
    scope_words,
    within_words,
)
from dashboard.panels.province_map import Province
from dashboard.schema import cells_of
from dashboard.selection import Selection
from dashboard.vocabulary import country_name
from dashboard.wording import N_, join_words, joined, number, say, say_many

# How many spots or squares the alternative text of a map names.
MOST_SPOTS, MOST_SQUARES = 8, 5
TOOK_PART = N_("People taking part: as reported.")
ByKind = Mapping[tuple[str, str], int]
# So many provinces are named in a sentence.
MOST_PROVINCES = 3


def map_headline(numbers: OnMap, package: Package, selection: Selection) -> str:
    """Say how many events stand on the map, how many lie outside it and how many have no place."""
    if not numbers.total:
        return nothing_words(say("event"), nothing(package, selection), selection)
    headline = say_many(
        "{count} of {events}{scope} is mapped",
        "{count} of {events}{scope} are mapped",
        numbers.inside,
        events=events_words(numbers.total),
        scope=scope_words(selection),
    )
    rest = _not_mapped(numbers)
    return say("{headline}; {rest}", headline=headline, rest=rest) if rest else headline


def map_sentence(numbers: OnMap, package: Package, selection: Selection) -> str:
    """Say above the page how many events the map shows and does not; `**` marks what is bold."""
    if not numbers.total:
        sentence = nothing_words(say("event"), nothing(package, selection), selection)
        return say("**{sentence}.**", sentence=sentence)
    sentence = say_many(
        "**{count} of {events}** {within} is mapped",
        "**{count} of {events}** {within} are mapped",
        numbers.inside,
        events=events_words(numbers.total),
        within=within_words(selection),
    )
    return f"{'; '.join([sentence, *_not_mapped(numbers)])}."


def _not_mapped(numbers: OnMap) -> list[str]:
    outside = say("{count} took place outside the region", count=numbers.outside)
    placeless = say_many(
        "{count} has no specific location",
        "{count} have no specific location",
        numbers.placeless,
    )
    return [outside] * bool(numbers.outside) + [placeless] * bool(numbers.placeless)


def events_words(total: int) -> str:
    """Write a number of events.

    >>> events_words(1), events_words(1500)
    ('1 event', '1,500 events')
    """
    return say_many("{count} event", "{count} events", total)


def map_unit(selection: Selection) -> str:
    """Say what a map shows: whose events, of when."""
    return say("mapped events, {period}", period=selection.period)


def mark_caption(marks: Sequence[MapMark], numbers: OnMap) -> str:
    """Say what the marks do and do not show, and how many events are not drawn here and why."""
    if not marks:
        return joined(*left_out(numbers))
    unsure = any(mark.status != "occurred" for mark in marks)
    return joined(
        say("Each mark is one event; a number counts several."),
        say("Faint: claimed, planned or pledged.") if unsure else "",
        *left_out(numbers),
    )


def dot_caption(numbers: OnMap, uncertain: int) -> str:
    """Say what the dots of the page's map are, and what is not on it."""
    return joined(
        say("One mark per place and type of event; area shows the number of events."),
        say("Rings: exact location unknown."),
        say("Faint: claimed, planned or pledged.") if uncertain else "",
        *left_out(numbers),
    )


def square_caption(numbers: OnMap) -> str:
    """Say what a circle is, and how many events are not drawn here and why."""
    circles = say("Circles are squares of the map, not places; area shows the number of events.")
    return joined(circles, *left_out(numbers))


def square_reading(squares: MapSquares, frame: str, uncertain: int) -> str:
    """Say how large a square is, and what its events may be."""
    side = f"{squares.side:g}"
    size = say("1 degree") if side == "1" else say("{side} degrees", side=side)
    if frame == "region":
        wide, high = side_km(squares.side)
        size = say("{size} (about {wide} by {high} km)", size=size, wide=wide, high=high)
    unsure = say_many(
        "{count} event claimed, planned or pledged.",
        "{count} events claimed, planned or pledged.",
        uncertain,
    )
    return joined(
        say("The side of a square is {size}.", size=size),
        say("An event known only to a province is in one square of it."),
        unsure if uncertain else "",
    )


def too_many_dots(caption: str) -> str:
    """Say on the page's map why there are squares; `caption` says what they are."""
    return say(
        "More than {most} events have a place: too many for exact dots. {caption}",
        most=MOST_DOTS,
        caption=caption,
    )


def left_out(numbers: OnMap) -> list[str]:
    """Say how many events are not on the map, and why."""
    outside, placeless = events_words(numbers.outside), events_words(numbers.placeless)
    return [
        say("Not on this map: {events} abroad.", events=outside) if numbers.outside else "",
        say("No location: {events}.", events=placeless) if numbers.placeless else "",
    ]


def mark_alt(content: MapContent, numbers: OnMap) -> str:
    """Describe a map of marks: how many events, and what stands on its spots."""
    lines = (spot.lines for spot in content.spots if spot.lines)
    spots = [f"{place}: {' '.join(counts)}" for place, *counts in lines][:MOST_SPOTS]
    what = say("Map of {events}", events=events_words(numbers.inside))
    return f"{what}{_beyond(numbers.outside)}. {'; '.join(spots)}".strip()


def square_alt(squares: MapSquares, numbers: OnMap) -> str:
    """Describe a map of squares: how many events, and the fullest squares."""
    fullest = cells_of(squares.table.head(MOST_SQUARES), "latitude", "longitude", "events")
    parts = [
        f"{_degrees(latitude, 'NS')} {_degrees(longitude, 'EW')}: {events_words(events)}"
        for latitude, longitude, events in fullest
    ]
    beyond = _beyond(numbers.outside)
    return say(
        "Map of {events}{beyond}, counted by squares of {side} degrees. The fullest, by their "
        "middle: {fullest}.",
        events=events_words(numbers.inside),
        beyond=beyond,
        side=f"{squares.side:g}",
        fullest="; ".join(parts),
    )


def outside_headline(listed: ByKind, total: int, package: Package, selection: Selection) -> str:
    """Say how many events took place outside the region; `listed` are those that the list has."""
    if not total:
        hidden = hidden_events(package, selection, frame="outside")
        why = nothing(package, selection, hidden=hidden)
        return nothing_words(say("event outside the region"), why, selection)
    one = _one_kind_of_one_country(listed)
    headline = say(
        "{concern}{about} took place outside the region {when}",
        concern=concern_words(listed),
        about="" if one else about_words(selection),
        when=f"{within_words(selection)}{filter_words(selection)}",
    )
    if rest := total - sum(listed.values()):
        return say("{headline}; {others} too", headline=headline, others=_others(rest))
    return headline


def concern_words(counts: ByKind) -> str:
    """Say whom events concern, counted by mark and country; of none the headline says why.

    >>> concern_words({("protest", "TKM"): 4})
    '4 protests about Turkmenistan'
    >>> concern_words({("protest", "TKM"): 4, ("arrest", "TKM"): 1})
    '5 events'
    """
    total = sum(counts.values())
    if not total:
        return ""
    kinds = {mark for mark, _ in counts}
    mark = MARKS[next(iter(kinds))]
    if len(kinds) > 1 or mark.is_rest:
        return events_words(total)
    words = say_many(
        "{count} {one}",
        "{count} {many}",
        total,
        one=say(mark.singular),
        many=say(mark.plural),
    )
    if not _one_kind_of_one_country(counts):
        return words
    country = country_name(next(iter(counts))[1])
    return say("{events} about {country}", events=words, country=country)


def _one_kind_of_one_country(counts: ByKind) -> bool:
    return len(counts) == 1 and not any(MARKS[mark].is_rest for mark, _ in counts)


def also_outside(rest: int, places: Sequence[str] = ()) -> str:
    """Say how many lesser events lie outside too, and where; empty when there are none."""
    if not rest:
        return ""
    others = _others(rest)
    if not places:
        return say("Also outside: {others}.", others=others)
    return say("Also outside: {others} in {places}.", others=others, places=list(places))


def _others(number: int) -> str:
    return say_many("{count} other event", "{count} other events", number)


def national_headline(numbers: OnMap, package: Package, selection: Selection) -> str:
    """Say how many events have no place, of how many."""
    if not numbers.total:
        return nothing_words(say("event"), nothing(package, selection), selection)
    return say_many(
        "{count} of {events}{scope} has no specific location: national, online or not stated",
        "{count} of {events}{scope} have no specific location: national, online or not stated",
        numbers.placeless,
        events=events_words(numbers.total),
        scope=scope_words(selection),
    )


def national_caption(listed: int, *, is_cut: bool) -> str:
    """Say how many of the events without a place are listed, and why they have none."""
    return joined(
        say("The first {listed} in order of day.", listed=listed) if is_cut else "",
        say("National, online, or the place is not stated.") if listed else "",
    )


def province_headline(
    provinces: Sequence[Province], total: int, package: Package, selection: Selection
) -> str:
    """Say in which provinces most events were, and how many of all are in none of the five."""
    if not total:
        return nothing_words(say("event"), nothing(package, selection), selection)
    every = f"{events_words(total)}{scope_words(selection)}"
    inside = sum(each.value for each in provinces)
    if not inside:
        return say("{events}: all abroad or without a province", events=every)
    top = [f"{each.name} ({number(each.value)})" for each in provinces[:MOST_PROVINCES]]
    headline = (
        say("Provinces with most of {events}: {named}", events=every, named=join_words(top))
        if len(top) > 1
        else say("The only province of {events}: {named}", events=every, named=top[0])
    )
    rest = total - inside
    if not rest:
        return headline
    others = say_many("{count} is", "{count} are", rest)
    return say(
        "{headline}; {others} abroad or without a province", headline=headline, others=others
    )


def province_reading(undrawn: Sequence[str], coverage: str) -> str:
    """Say by which rule events are counted, and what the map and the data have not."""
    return joined(
        say(
            "An event counts once, in the province of the place that it is coded to, whichever "
            "country it concerns; one of several places, in that of the first. So the rows add "
            "up to all events chosen. A province that was renamed is one row."
        ),
        say("In the table only, as no border is held: {provinces}.", provinces=[*undrawn])
        if undrawn
        else "",
        say("The data has no population by province, so nothing is told per million people."),
        coverage,
    )


def _beyond(outside: int) -> str:
    return say(", {events} outside it", events=events_words(outside)) if outside else ""


def _degrees(value: float, sides: str) -> str:
    return f"{abs(value):g}° {sides[value < 0]}"
