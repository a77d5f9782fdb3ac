"""Events that a judgement counts: how many there are, and those of them that have a key to show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.briefing.review_words import Row
from dashboard.engine.counts import Counts


@dataclass(frozen=True)
class Found:
    """Some of the events chosen: how many they are, and those of them that are told one by one."""

    counts: Counts
    events: Sequence[Row]

    @property
    def total(self) -> int:
        """How many they are."""
        return self.counts.total

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of those told."""
        return tuple(event["event_id"] for event in self.events)

    def by(self, name: str) -> Counter[str]:
        """Count them by a column, in the order in which its words come first."""
        found = self.counts.by(name)
        return Counter({word: found[word] for word in self.counts.values(name).tolist()})

    def where(self, **values: object) -> "Found":
        """Return those whose columns have these values."""
        own = [
            event
            for event in self.events
            if all(event[name] == value for name, value in values.items())
        ]
        return Found(self.counts.where(**values), own)
