"""The publishers of what a panel shows, by name, most frequent first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.selection import Selection


class _OwnName(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


def source_names(package: Package, source_ids: Iterable[str]) -> tuple[str, ...]:
    """Name the publishers of some rows' sources, most frequent first, at most three by name."""
    return _named(package, Counter(source_ids))


def sources_of_chosen(
    package: Package, selection: Selection, **where: str | bool
) -> tuple[str, ...]:
    """Name the publishers of the chosen events whose columns have some values, in the same way."""
    return _named(package, package.events.sources(selection, where))


def _named(package: Package, sources: Mapping[str, int]) -> tuple[str, ...]:
    publishers = publishers_of(package)
    counts: Counter[str] = Counter()
    for source, times in sources.items():
        counts[publishers[source]] += times
    names = [name for name, _ in counts.most_common()]
    return (*names[:3], f"{len(names) - 3} more") if len(names) > 3 else tuple(names)


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
