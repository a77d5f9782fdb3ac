"""The panel of protests, arrests, sentences and clashes by actor: bars, and a row an actor."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache, partial

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.engine.counts import Counts
from dashboard.events.keys import keys_of
from dashboard.marks import ACT_MARKS, ACT_STACK, MARKS
from dashboard.panels.covering import topics_of_mark
from dashboard.panels.exhibit import Comparing, Exhibit
from dashboard.panels.headline import coverage_words, nothing_words, scope_words
from dashboard.panels.office import NativeChart, marks_chart
from dashboard.panels.query import KEPT_SELECTIONS
from dashboard.panels.table import Column, Kind, Table
from dashboard.protests.charts.bars import actor_bars, actor_height
from dashboard.protests.view.chosen import (
    KINDS,
    ProtestView,
    counted_events,
    read_view,
    sources_of_events,
    view_of,
)
from dashboard.selection import Selection
from dashboard.values import Absent, Reason
from dashboard.wording import join_words, joined, number, say, say_many

# More are in no chart; the table has them all, but of a very long list those with most.
MOST_BARS, MOST_ROWS, MOST_NAMED = 12, 500, 2
COLUMNS = (
    Column("actor", "Actor", Kind.REPORTED),
    Column("events", "Events", Kind.COUNT, "events"),
    *(Column(mark, MARKS[mark].label, Kind.COUNT, "events") for mark in ACT_MARKS),
)


def by_actor(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Count the acts of the period by each of their sides."""
    return _by_actor(view_of(package, selection, options), MOST_ROWS)


def _by_actor(view: ProtestView, most: int | None) -> Exhibit:
    """Return the panel with the `most` actors of most events in its table; None: with all."""
    package, selection = view.package, view.selection
    rows, unnamed = counted_by_actor(package, selection, view.rule)
    shown, unit = rows.head(MOST_BARS), say("events, {period}", period=selection.period)
    return Exhibit(
        key="by_actor",
        title=say("By actor"),
        unit=unit,
        table=_table(rows if most is None else rows.head(most), view),
        caption=_caption(len(rows), unnamed) if view.total else "",
        reading=lambda: joined(
            say(
                "An event counts for each actor that it names, on either side, who acts and whom "
                "it meets: the rows add up to more than all events."
            ),
            coverage_words(view.seen),
        ),
        sources=sources_of_events(view),
        shown=view.total,
        total=view.in_period.total(),
        noun=say(KINDS),
        draw=partial(actor_bars, shown, False),
        draw_narrow=partial(actor_bars, shown, True),
        height=actor_height(len(shown)),
        alt="; ".join(
            f"{actor}: {number(events)}"
            for actor, events in zip(shown["actor"], shown["events"], strict=True)
        ),
        headline=partial(_headline, rows, unnamed, view),
        native=partial(_bars, shown, unit),
        behind=lambda: keys_of(view.listed.events),
        comparing=Comparing(
            numbers={mark: topics_of_mark(mark) for mark in ACT_MARKS},
            keys=("actor",),
            is_cut=len(rows) > MOST_ROWS,
            another=lambda package, other: _by_actor(read_view(package, other, view.rule), None),
        ),
    )


@lru_cache(maxsize=KEPT_SELECTIONS)
def counted_by_actor(package: Package, selection: Selection, rule: str) -> tuple[pd.DataFrame, int]:
    """Return a row an actor, by how many events, and how many events name none.

    Its columns are `actor`, `events` and one a mark.
    """
    counts: Counts = counted_events(package, selection, rule, "actors")
    by_actor: dict[str, Counter[str]] = {}
    unnamed = 0
    for (both, mark), events in counts.by("actors", "mark").items():
        actors = dict.fromkeys(filter(None, map(str.strip, both.split(";"))))
        unnamed += 0 if actors else events
        for actor in actors:
            by_actor.setdefault(actor, Counter())[mark] += events
    order = sorted(by_actor, key=lambda actor: (-by_actor[actor].total(), actor))
    rows = [
        (actor, by_actor[actor].total(), *(by_actor[actor][mark] for mark in ACT_MARKS))
        for actor in order
    ]
    return pd.DataFrame(rows, columns=[column.key for column in COLUMNS]), unnamed


def _table(rows: pd.DataFrame, view: ProtestView) -> Table:
    """Return the rows; 0 stands only where sources cover it and no filter hides any.

    How many filters hide is known of all actors together, and so is not said of one.
    """
    columns = {}
    for mark in ACT_MARKS:
        reason = view.nothing(mark).why.reason
        none = 0 if reason is Reason.NONE_REPORTED else Absent(reason)
        columns[mark] = pd.Series([number or none for number in rows[mark].tolist()], dtype=object)
    return Table(COLUMNS, rows.assign(**columns))


def _caption(actors: int, unnamed: int) -> str:
    first = say("The {shown} of {actors} actors with most events.", shown=MOST_BARS, actors=actors)
    none = say_many(
        "Not counted here: {count} event that names no actor.",
        "Not counted here: {count} events that name no actor.",
        unnamed,
    )
    return joined(first if actors > MOST_BARS else "", none if unnamed else "")


def _headline(rows: pd.DataFrame, unnamed: int, view: ProtestView) -> str:
    """Say which actors most events name."""
    if not view.total:
        noun = say("protest, arrest, sentence or clash")
        return nothing_words(noun, view.nothing(), view.selection)
    scope = scope_words(view.selection)
    every = say_many("{count} event{scope}", "{count} events{scope}", view.total, scope=scope)
    if not len(rows):
        return say("No actor is named in {events}", events=every)
    top = rows.head(MOST_NAMED)
    named = [
        f"{actor} ({number(events)})"
        for actor, events in zip(top["actor"], top["events"], strict=True)
    ]
    return say("Named most in {events}: {actors}", events=every, actors=join_words(named))


def _bars(rows: pd.DataFrame, unit: str) -> tuple[NativeChart, ...]:
    """Return the bars as a chart that office programs edit, in parts by mark."""
    long = rows.melt(["actor", "events"], list(ACT_STACK), "mark", "number")
    title = "" if len(rows) else say("No actor named")
    chart = NativeChart("stacked_bar", tuple(rows["actor"]), (), title=title, unit=unit)
    return (marks_chart(chart, long[long["number"].gt(0)], x="actor", y="number"),)
