"""A panel beside another period: both numbers, the difference and a word, or why there is none.

A panel says what of it can be compared (`Exhibit.comparing`); the catalogue puts the two periods
beside each other by `beside_another`. How the numbers are laid out is left to whoever prints them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Any

import plotly.graph_objects as go

from dashboard.datapackage.store import Package
from dashboard.marks import MARKS
from dashboard.panels.covering import cover, topics_chosen
from dashboard.panels.details import with_details_of
from dashboard.panels.differences import Change, Compared, Value, compared, number_words
from dashboard.panels.exhibit import Comparing, Exhibit, OtherPeriod, Whole
from dashboard.panels.office import NativeChart
from dashboard.panels.sources import counted_sources
from dashboard.panels.table import DIFFERENCES, Column, Kind, Table, table_of
from dashboard.selection import Selection
from dashboard.values import Absent, Amount
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import join_words, say, within_line

Wholes = Callable[[Selection], Sequence[Whole]]
Builder = Callable[[Package, Selection, Mapping[str, str]], Exhibit]
Native = Callable[[], tuple[NativeChart, ...]]
OTHER, DIFFERENCE, CHANGE = "other", "difference", "change"
# Of more sources that are new their number is given; more words than these of a caption are behind
# "How to read this".
MOST_NEW, MOST_WORDS = 3, 25


@dataclass(frozen=True)
class Pair:
    """Two periods of the same filters, and what sources cover of each."""

    package: Package
    selection: Selection
    other: Selection

    @property
    def both(self) -> tuple[Selection, Selection]:
        """The period and the one beside it."""
        return self.selection, self.other

    def covered(self, topics: Sequence[str] | None, country: str = "") -> tuple[bool, bool]:
        """Say whether sources cover some topics in each period whole; None asks for no sources."""
        if topics is None:
            return True, True
        own, other = (
            cover(self.package, each, topics, country).is_whole
            for each in (self.selection, self.other)
        )
        return own, other

    def compared(
        self, own: Value, other: Value, topics: Sequence[str] | None, country: str = ""
    ) -> Compared:
        """Compare two numbers of events of some topics; None: of a series."""
        return compared(own, other, covered=self.covered(topics, country))

    def note(
        self, topics: Sequence[str] | None, *, series: bool = False, opening: str = ""
    ) -> tuple[str, str]:
        """Say that the two periods are compared; then what of them is not, and why.

        `topics` are those compared, None for none; `series` says that a series is compared too;
        `opening` is what is said of the two already.
        """
        if self.selection == self.other:
            return say("Compared with itself: choose another period."), ""
        said = opening or say("Compared with {other}.", other=self.other.period)
        if topics is None:
            return said, ""
        reasons = self.reasons(topics, say("events") if series else "")
        is_any = series or any(
            all(self.covered((topic,), code)) for topic, code in self._places(topics)
        )
        return said if is_any else "", reasons

    def sentence(self, pairs: Iterable[tuple[Whole, Whole]], *, in_prose: bool = False) -> str:
        """Set numbers of both periods beside each other; "" where none is compared."""
        chosen, parts = {*topics_chosen(self.selection)}, []
        for own, other in pairs:
            is_hidden = own.topics is not None and chosen.isdisjoint(own.topics or chosen)
            compared = self.compared(own.value, other.value, own.topics)
            is_nought = compared.change is Change.UNCHANGED and not own.value
            if compared.change is not Change.NOT_COMPARED and not is_hidden and not is_nought:
                both = {"own": number_words(own.value), "other": compared.words}
                parts.append({"noun": own.noun} | both)
        if not parts:
            return ""
        periods = {"other": self.other.period, "period": self.selection.period}
        if in_prose:
            numbers = [say("{own} {noun} against {other}", **each) for each in parts]
            return say("Compared with {other}, {period} has {numbers}.", numbers=numbers, **periods)
        numbers = "; ".join(say("{noun} {own} against {other}", **each) for each in parts)
        return say("Compared with {other}: {numbers}.", numbers=numbers, **periods)

    def summary(self, wholes: Wholes, *, in_prose: bool = False) -> str:
        """Set what is reported of each period beside the other, and say of what not, and why."""
        pairs = [*zip(*map(wholes, self.both), strict=True)]
        sentence = self.sentence(pairs, in_prose=in_prose)
        topics = [own.topics for own, _ in pairs if own.topics is not None]
        if not topics:
            return sentence or say("No comparison with {other}.", other=self.other.period)
        # Where one asks for all that the filters leave, the others are of these.
        asked = tuple(dict.fromkeys(chain(*topics))) if all(topics) else ()
        every = say("events") if sentence else ""
        return f"{sentence} {self.reasons(asked, every)}".strip()

    def reasons(self, topics: Sequence[str], every: str = "") -> str:
        """Say of which topics and countries nothing is compared, and why; "" where all are.

        `every` names all of them; without it they go without a name.
        """
        places = self._places(topics)
        failing: dict[tuple[bool, bool], list[tuple[str, str]]] = {}
        for topic, code in places:
            if not all(held := self.covered((topic,), code)):
                failing.setdefault(held, []).append((topic, code))
        return " ".join(
            self._reason(held, every if len(own) == len(places) else self._named(own))
            for held, own in failing.items()
        )

    def _places(self, topics: Sequence[str]) -> list[tuple[str, str]]:
        """Return the topics that the filters leave, each with each country."""
        chosen = topics_chosen(self.selection)
        asked = [topic for topic in topics or chosen if topic in chosen]
        return [(topic, code) for topic in asked for code in self.selection.countries]

    def _reason(self, held: tuple[bool, bool], what: str) -> str:
        own, other = self.selection.period, self.other.period
        reason = {
            (True, False): say("{other} is not covered as {own} is", own=own, other=other),
            (False, True): say("{own} is not covered as {other} is", own=own, other=other),
            (False, False): say("no source covers {own} or {other} in full", own=own, other=other),
        }[held]
        if not what:
            return say("No comparison: {reason}.", reason=reason)
        return say("No comparison of {what}: {reason}.", what=what, reason=reason)

    def _named(self, places: Sequence[tuple[str, str]]) -> str:
        """Name topics, and the countries where these are not all chosen."""
        topics = join_words([*dict.fromkeys(within_line(say(topic)) for topic, _ in places)])
        codes = [*dict.fromkeys(code for _, code in places)]
        if len(codes) == len(self.selection.countries):
            return topics
        names = [country_name(code) for code in codes]
        return say("{topics} ({countries})", topics=topics, countries=names)

    def new_sources(self) -> str:
        """Name the sources that tell of events in the period and of none in the other."""
        own, other = (
            self.package.events.counts(each, "sources").by("source_id")
            for each in (self.selection, self.other)
        )
        new = {source: many for source, many in own.most_common() if many and not other[source]}
        if not new:
            return ""
        named = counted_sources(self.package, new).publishers
        shown = [*named[:MOST_NEW]]
        if len(named) > MOST_NEW:
            shown.append(say("{count} more", count=len(named) - MOST_NEW))
        return say(
            "New in {own}, with no event in {other}: {sources}.",
            own=self.selection.period,
            other=self.other.period,
            sources=shown,
        )


def pair_of(package: Package, selection: Selection) -> Pair | None:
    """Return the periods that a view compares; None where it compares none."""
    other = selection.other_period
    return Pair(package, selection.alone, other) if other else None


def beside_another(own: Exhibit, build: Callable[[Selection], Exhibit], pair: Pair) -> Exhibit:
    """Return a panel with that of the other period, which `build` makes, beside it."""
    if own.comparing is None:
        return own
    another = own.comparing.another
    other = another(pair.package, pair.other) if another else build(pair.other)
    return _set_beside(own, other, own.comparing, pair)


def _set_beside(own: Exhibit, other: Exhibit, how: Comparing, pair: Pair) -> Exhibit:
    """Return a panel with the numbers of the other period in its table, its words and its chart."""
    is_series = bool(how.numbers) and not any(how.numbers.values()) and not how.whole
    has_none = is_series and not (len(other.table) and {*how.numbers} & {*other.table.frame})
    if other.comparing is None or has_none:
        why = say("there is nothing of {other} to compare with", other=pair.other.period)
        if not len(other.table):  # its own words say why
            why = within_line(other.headline)
        why = say("No comparison: {reason}.", reason=why)
        under, further = _fitting(own.caption, ((why,), ()), ((), (why,)))
        return replace(own, caption=under, reading=_joined_words(own.reading, *further))
    wholes = [*zip(_wholes(own), _wholes(other), strict=True)]
    needed = [*how.numbers.values(), *(whole.topics for whole, _ in wholes)]
    topics = [each for each in needed if each is not None]
    asked = tuple(dict.fromkeys(topic for each in topics for topic in each))
    held = [
        key
        for key, each in how.numbers.items()
        if all(pair.covered(each)) and key in other.table.frame
    ]
    both = [topic for topic in asked if all(pair.covered((topic,)))]
    is_drawn = bool(held or both or not topics)
    legend = how.legend(pair.other.period) if how.legend and is_drawn else ""
    note = partial(pair.note, asked if topics else None, series=len(topics) < len(needed))
    sentence = pair.sentence(wholes)
    said, reasons = short = note(opening=legend)
    less = say("Some is not compared.") if said else say("No comparison.")
    under, further = _fitting(
        own.caption,
        (note(opening=f"{legend} {sentence}".strip()), ()),
        (short, (sentence,)),
        ((said, less), (sentence, reasons)),
        ((legend,), (sentence, *short)),
    )
    new = pair.new_sources() if topics else ""
    table = _joined(own.table, other.table, how, held, pair) if how.numbers else own.table
    beside = replace(
        own,
        table=table,
        caption=under,
        reading=_joined_words(own.reading, *further, new),
        sources=own.sources + other.sources,
        keys=(*own.keys, *[""] * (len(table) - len(own.table))) if own.keys else (),
        behind=partial(_both, own, other) if own.behind else None,
        # The charts of office programs name their series.
        native_caption=lambda: _joined_words(own.office_caption, *note(opening=sentence)),
    )
    shown = OtherPeriod(pair.other, other.table, held, both)
    return _drawn(beside, own, other, shown, pair) if is_drawn else beside


def _fitting(caption: str, *ways: tuple[Sequence[str], Sequence[str]]) -> tuple[str, Sequence[str]]:
    """Return a caption and what is said elsewhere, in the first of several ways that fits.

    A way is what the caption says besides, and the rest; it fits in `MOST_WORDS`. If none does, it
    is the last.
    """
    made = [(_joined_words(caption, *words), rest) for words, rest in ways]
    return next((each for each in made if len(each[0].split()) <= MOST_WORDS), made[-1])


def _joined_words(*words: str) -> str:
    return " ".join(filter(None, words))


def _wholes(exhibit: Exhibit) -> Sequence[Whole]:
    how = exhibit.comparing
    return how.whole() if how and how.whole else ()


def _both(own: Exhibit, other: Exhibit) -> tuple[str, ...]:
    keys = (key for each in (own, other) if each.behind for key in each.behind())
    return tuple(dict.fromkeys(keys))


def _drawn(
    beside: Exhibit, own: Exhibit, other: Exhibit, shown: OtherPeriod, pair: Pair
) -> Exhibit:
    """Return the panel with the other period in its chart, as far as it can be compared."""
    how = own.comparing
    draw_other = how.draw if how else None
    if how is None or draw_other is None:
        return beside

    def over(draw: Callable[[str], go.Figure], other_period: OtherPeriod, theme: str) -> go.Figure:
        return draw_other(draw(theme), other_period, theme)

    names = {other.table.column(key).title for key in shown.keys}
    names |= {say(mark.label) for mark in MARKS.values() if mark.topic in shown.topics}
    native = partial(how.native, shown) if how.native else own.native
    if own.native and other.native and (shown.keys or how.another):
        native = partial(_native, own.native, other.native, names, pair)
    return replace(
        beside,
        draw=partial(over, own.draw, shown) if own.draw else None,
        draw_narrow=partial(over, own.draw_narrow, replace(shown, is_narrow=True))
        if own.draw_narrow
        else None,
        native=native,
    )


def _native(own: Native, other: Native, names: set[str], pair: Pair) -> tuple[NativeChart, ...]:
    """Return the charts of both periods on one scale; of the other what can be compared."""
    mine = (
        replace(chart, title=chart.title or pair.selection.period, shared_scale=True)
        for chart in own()
    )
    others = (
        replace(
            chart,
            title=", ".join(filter(None, (chart.title, pair.other.period))),
            shared_scale=True,
            series=tuple(each for each in chart.series if each.name in names),
        )
        for chart in other()
    )
    return (*mine, *others)


def _joined(own: Table, other: Table, how: Comparing, held: Sequence[str], pair: Pair) -> Table:
    """Return a table with three columns after each number: the other one, difference, word."""
    rows, others = _by_key(own, how.keys), _by_key(other, how.keys)
    # A row that only one of them has counts no event; of a series nothing is known there. Without
    # keys it is a place that the other period does not have.
    none: Mapping[str, Any] = {}
    if how.keys:
        none = {key: 0 for key, topics in how.numbers.items() if topics is not None}
    if any(key in none for key in held) and not how.is_cut:
        for place in others.keys() - rows.keys():
            known = {name: others[place][name] for name in how.keys}
            rows[place] = dict.fromkeys(map(str, own.frame)) | none | known
    columns: list[Column] = []
    for column in own.columns:
        columns.append(column)
        key = column.key
        if key in how.places:
            columns.append(_column_beside(column, other.column(key), pair.other.period))
            for place, row in rows.items():
                row[_beside(key, OTHER)] = others.get(place, {}).get(key)
        if key in how.numbers and key in other.frame:
            columns += _columns_beside(column, other.column(key), pair.other.period)
            for place, row in rows.items():
                country = row.get("iso_code")
                comparison = pair.compared(
                    row[key],
                    others.get(place, none).get(key),
                    how.numbers[key],
                    country if country in COUNTRIES else "",
                )
                row |= _cells(key, comparison)
    return with_details_of(own, table_of(columns, rows.values()))


def _by_key(table: Table, keys: Sequence[str]) -> dict[Any, dict[str, Any]]:
    """Return rows by their key; without one by their place."""
    names = [column.key for column in table.columns]
    cells = zip(*map(table.cells, names), strict=True)
    rows = [dict(zip(names, row, strict=True)) for row in cells]
    if not keys:
        return dict(enumerate(rows))
    return {tuple(row[name] for name in keys): row for row in rows}


def _beside(key: str, name: str) -> str:
    return f"{key}_{name}"


def _column_beside(own: Column, other: Column, period: str) -> Column:
    """Return the column of the other period; its heading says of which, if it does not already."""
    title = other.title
    if title == own.title:
        title = say("{title}: {period}", title=title, period=period)
    return replace(other, key=_beside(own.key, OTHER), heading=title)


def _columns_beside(own: Column, other: Column, period: str) -> list[Column]:
    kind = DIFFERENCES.get(own.kind, Kind.CHANGE)
    difference = say("{title}: difference", title=own.title)
    if own.kind is Kind.PERCENT:
        difference = say("{title}: difference, percentage points", title=own.title)
    change = say("{title}: change", title=own.title)
    key = _beside(own.key, DIFFERENCE)
    columns = [
        _column_beside(own, other, period),
        Column(key, difference, kind, own.unit, "signed", other.absent),
        Column(_beside(own.key, CHANGE), change),
    ]
    return [replace(each, beside=own.key) for each in columns]


def _cells(key: str, comparison: Compared) -> dict[str, object]:
    difference: object = comparison.difference
    if isinstance(difference, Amount) and difference.is_exact:
        difference = difference.low
    # Of a period without a number its own cell says why.
    is_said = comparison.change is Change.NOT_COMPARED and isinstance(comparison.other, Absent)
    return {
        _beside(key, OTHER): comparison.other,
        _beside(key, DIFFERENCE): difference,
        _beside(key, CHANGE): None if is_said else say(comparison.change),
    }
