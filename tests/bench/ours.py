"""The Overview's questions put to our own engine, in the form in which its rivals answer."""

from typing import Any

from page_answer import SQUARE, Answer, Question
from rivals_in_tables import three_most

from dashboard.datapackage.store import Package
from dashboard.events.measures import events_by_bin


class Ours:
    """The engine's counts, from cubes or from memory."""

    name = "Central Asia Monitor's cubes"

    def __init__(self, package: Package) -> None:
        self.events = package.events

    def answer(self, question: Question) -> tuple[Any, ...]:
        """Ask as the panels ask."""
        events, selection = self.events, question.selection
        counts = events.counts(selection)
        return (
            events.in_period(selection),
            counts.by("country", "mark"),
            counts.where(mark="protest", abroad=True).by("country"),
            events_by_bin(counts, question.bins),
            events.squares(selection),
            events.sources(selection),
            events.leaders(selection),
        )

    def told(self, raw: tuple[Any, ...]) -> Answer:
        """Put the answer into the form that is compared."""
        in_period, by_kind, abroad, (bars, unplaced), squares, sources, leaders = raw
        bars_told = {
            (place, mark): int(number)
            for mark in bars
            for place, number in enumerate(bars[mark])
            if number
        }
        places = zip(
            (squares["latitude"] // SQUARE).astype(int),
            (squares["longitude"] // SQUARE).astype(int),
            squares["mark"],
            strict=True,
        )
        return Answer(
            in_period,
            dict(by_kind),
            dict(abroad),
            bars_told,
            unplaced,
            dict(zip(places, squares["events"].tolist(), strict=True)),
            three_most(sources),
            dict(zip(leaders["country"], leaders["event_id"], strict=True)),
        )


def told_plainly(answer: Answer) -> dict[str, str]:
    """Write an answer so that it survives a pipe between processes: a fingerprint a part."""
    plain = {}
    for name in Answer.__dataclass_fields__:
        value = getattr(answer, name)
        plain[name] = repr(sorted(value.items()) if hasattr(value, "items") else value)
    return plain
