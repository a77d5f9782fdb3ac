"""The sources of a panel: every one by its id, and the publishers as a panel names them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.selection import Selection
from dashboard.wording import say

MOST_NAMED = 3


@dataclass(frozen=True)
class Sources:
    """What a panel rests on: `ids` of `sources.csv`, and `publishers`, most frequent first.

    All of them are here; how many a screen has room for is the screen's to say (`named`). `note`
    says what rests on further sources that are not listed.
    """

    ids: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.publishers)

    def __len__(self) -> int:
        """How many publishers there are."""
        return len(self.publishers)

    def __add__(self, other: "Sources") -> "Sources":
        """Join two, each source and publisher once, those of the first before the others."""
        return Sources(
            tuple(dict.fromkeys((*self.ids, *other.ids))),
            tuple(dict.fromkeys((*self.publishers, *other.publishers))),
            self.note or other.note,
        )

    def named(self, most: int = MOST_NAMED) -> tuple[str, ...]:
        """Return the publishers, at most so many by name and then how many more."""
        noted = (self.note,) if self.note else ()
        if len(self.publishers) <= most:
            return (*self.publishers, *noted)
        more = say("{count} more", count=len(self.publishers) - most)
        return (*self.publishers[:most], more, *noted)

    @property
    def line(self) -> str:
        """The sources in one sentence, at most three by name; empty when there are none."""
        if not self:
            return ""
        named = ", ".join(self.named())
        if len(self) == 1:
            return say("Source: {publishers}.", publishers=named)
        return say("Sources: {publishers}.", publishers=named)


NO_SOURCES = Sources()


def sources_of(package: Package, source_ids: Iterable[str]) -> Sources:
    """Return the sources of some rows, given by their `source_id`, most frequent first."""
    return counted_sources(package, Counter(iter(source_ids)))


def series_sources(package: Package) -> Sources:
    """Return the source of the official COVID-19 series."""
    return sources_of(package, package.table("covid_daily")["source_id"].head(1))


def sources_of_chosen(package: Package, selection: Selection, **where: str | bool) -> Sources:
    """Return the sources of the chosen events whose columns have some values."""
    return counted_sources(package, package.events.sources(selection, where))


def counted_sources(package: Package, rows: Mapping[str, int]) -> Sources:
    """Return sources from source_id -> rows that rest on it."""
    publishers = publishers_of(package)
    by_publisher: Counter[str] = Counter()
    for source, times in rows.items():
        by_publisher[publishers[source]] += times
    ids = tuple(source for source, _ in Counter(rows).most_common())
    return Sources(ids, tuple(name for name, _ in by_publisher.most_common()))


@lru_cache(maxsize=KEPT_PACKAGES)
def publishers_of(package: Package) -> Mapping[str, str]:
    """Return source_id -> publisher, with the licence where it is open.

    A source that the table of sources does not hold goes by its own key.
    """
    sources = package.table("sources")
    return _OwnName(
        {
            source: f"{publisher} ({licence})" if free else publisher
            for source, publisher, licence, free in zip(
                sources["source_id"],
                sources["publisher"],
                sources["licence"],
                sources["redistributable"],
                strict=True,
            )
        }
    )


class _OwnName(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key
