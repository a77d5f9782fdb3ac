"""The sources of a panel: every one by its id, and the publishers as a panel names them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from dashboard.datapackage.store import Package
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.schema import TableRow
from dashboard.selection import Selection
from dashboard.wording import join_words, say

# What a line on a screen or a slide has room for.
MOST_NAMED = 3
ALL = 10**6
# How the licences begin that ask for the name of who made it.
ASKING = ("CC BY", "ODbL", "ODC-By")


@dataclass(frozen=True)
class Sources:
    """What a panel rests on: `ids` of `sources.csv`, and `publishers`, most frequent first.

    All of them are here; how many a picture has room for is the picture's to say (`named`). `owed`
    are those whose licence asks that they be named: no list leaves them out. `note` says what rests
    on further sources that are not listed.
    """

    ids: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    note: str = ""
    owed: tuple[str, ...] = ()

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
            tuple(dict.fromkeys((*self.owed, *other.owed))),
        )

    def named(self, most: int = ALL) -> tuple[str, ...]:
        """Return the publishers, where they are too many the first and how many more.

        >>> press = Sources((), ("A", "B", "C", "D (CC BY 4.0)"), owed=("D (CC BY 4.0)",))
        >>> press.named(2)
        ('A', 'D (CC BY 4.0)', '2 more, listed in the data file')
        """
        noted = (self.note,) if self.note else ()
        if len(self.publishers) <= most:
            return (*self.publishers, *noted)
        others = [name for name in self.publishers if name not in self.owed]
        chosen = {*self.owed, *others[: max(most - len(self.owed), 0)]}
        shown = [name for name in self.publishers if name in chosen]
        rest = len(self.publishers) - len(shown)
        more = (say("{count} more, listed in the data file", count=rest),) if rest else ()
        return (*shown, *more, *noted)

    def sentence(self, most: int = ALL) -> str:
        """Return the sources in one sentence; empty when there are none."""
        if not self:
            return ""
        named = join_words(self.named(most))
        if len(self) == 1:
            return say("Source: {publishers}.", publishers=named)
        return say("Sources: {publishers}.", publishers=named)


NO_SOURCES = Sources()


def sources_of(package: Package, source_ids: Iterable[str]) -> Sources:
    """Return the sources of some rows, given by their `source_id`, most frequent first."""
    return counted_sources(package, Counter(iter(source_ids)))


def series_sources(package: Package, countries: Iterable[str]) -> Sources:
    """Return the sources of the official COVID-19 series of some countries that have one."""
    by_country = _series_sources(package)
    own = [source for code in countries for source in by_country.get(code, ())]
    return sources_of(package, own)


@lru_cache(maxsize=KEPT_PACKAGES)
def _series_sources(package: Package) -> Mapping[str, tuple[str, ...]]:
    """Return the sources of the official series by country."""
    daily = package.table("covid_daily")[["iso_code", "source_id"]].drop_duplicates()
    found: dict[str, tuple[str, ...]] = {}
    for country, source in zip(daily["iso_code"], daily["source_id"], strict=True):
        found[country] = (*found.get(country, ()), source)
    return found


def sources_of_chosen(package: Package, selection: Selection, **where: str | bool) -> Sources:
    """Return the sources of the chosen events whose columns have some values."""
    return counted_sources(package, package.events.sources(selection, where))


def sources_of_figures(
    package: Package, events: Collection[str], measures: Collection[str] = ()
) -> Sources:
    """Return the sources of the figures of some events; of some measures, or of all."""
    figures = package.held_figures
    columns = ("event_id", "measure", "source_id")
    rows = zip(*(figures[name].tolist() for name in columns), strict=True)
    return sources_of(
        package,
        (
            source
            for event, measure, source in rows
            if event in events and (not measures or measure in measures)
        ),
    )


def counted_sources(package: Package, rows: Mapping[str, int]) -> Sources:
    """Return sources from source_id -> rows that rest on it."""
    publishers, asking = publishers_of(package), _that_ask(package)
    by_publisher: Counter[str] = Counter()
    for source, times in rows.items():
        by_publisher[publishers[source]] += times
    ids = tuple(source for source, _ in Counter(rows).most_common())
    names = tuple(name for name, _ in by_publisher.most_common())
    owed = {publishers[source] for source in rows if source in asking}
    return Sources(ids, names, owed=tuple(name for name in names if name in owed))


@lru_cache(maxsize=KEPT_PACKAGES)
def _that_ask(package: Package) -> frozenset[str]:
    """Return the sources whose licence asks that they be named wherever they are used."""
    sources = package.table("sources")
    asks = sources["licence"].astype(str).str.startswith(ASKING) | sources["attribution"].notna()
    return frozenset(sources.loc[asks, "source_id"])


@lru_cache(maxsize=KEPT_PACKAGES)
def plain_publishers(package: Package) -> Mapping[str, str]:
    """Return source_id -> publisher, and nothing else, for a cell or a hover.

    A source that the table of sources does not hold goes by its own key.
    """
    sources = package.table("sources")
    return _OwnName(zip(sources["source_id"].tolist(), sources["publisher"].tolist(), strict=True))


@lru_cache(maxsize=KEPT_PACKAGES)
def publishers_of(package: Package) -> Mapping[str, str]:
    """Return source_id -> publisher, with the licence where it is open.

    Imported data is named with its address and the day of access, as its terms want. A source that
    the table of sources does not hold goes by its own key.
    """
    sources = package.table("sources")
    return _OwnName({row["source_id"]: _named(row) for row in sources.to_dict("records")})


def _named(source: TableRow) -> str:
    publisher, licence = source["publisher"], source["licence"]
    if isinstance(source["attribution"], str):
        if not isinstance(source["address"], str):
            return say(
                "{publisher} (imported on {day:short_year})",
                publisher=publisher,
                day=source["retrieved"],
            )
        site = source["address"].partition("://")[2].partition("/")[0]
        terms = licence if source["redistributable"] else site.removeprefix("www.")
        return say(
            "{publisher} ({terms}, accessed {day:short_year})",
            publisher=publisher,
            terms=terms or source["title"],
            day=source["retrieved"],
        )
    return f"{publisher} ({licence})" if source["redistributable"] else publisher


class _OwnName(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


def safe_address(address: object) -> str:
    """Return a web address, or nothing when it is anything else.

    >>> (
    ...     safe_address("https://cabar.asia/en"),
    ...     safe_address("javascript:alert(1)"),
    ...     safe_address(None),
    ... )
    ('https://cabar.asia/en', '', '')
    """
    text = address.strip() if isinstance(address, str) else ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""
