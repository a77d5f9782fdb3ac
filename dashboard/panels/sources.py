"""The publishers of what a panel shows, by name, most frequent first."""

from collections import Counter
from collections.abc import Iterable, Mapping

from dashboard.datapackage.store import Package
from dashboard.panels.query import publishers_of
from dashboard.selection import Selection


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
