"""What the sources cover, and why nothing is reported of a topic: the one rule for saying "none".

A source covers no more than it says in sources.csv: topics, countries, a first and a last day. All
others speak for nothing but their own events and figures. So there is none only where the whole
period is covered and the filters hide nothing; else it is filtered out, or not covered.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

from dashboard.datapackage.rules import COVERAGE
from dashboard.datapackage.store import Package
from dashboard.marks import ALL_OTHERS, COVERED_TOPICS, HEALTH, TOPIC_OF_MARK, covered_topic
from dashboard.panels.query import KEPT_SELECTIONS, KEPT_SOURCES, chosen_counts, dataset_of
from dashboard.selection import Selection, month_of, shift_month
from dashboard.values import Absent, Hidden, Reason
from dashboard.vocabulary import STATUSES

# Beyond these no month can be chosen.
POSSIBLE = (date(1900, 1, 1), date(2099, 12, 31))
DAY = timedelta(days=1)
BY_TOPIC = ("topic", "concerned")
# A page asks for some twenty of one selection, several of its panels for the same.
KEPT_COVERS = 256
Span = tuple[date, date]


@dataclass(frozen=True)
class Cover:
    """The months of a period, and those of them that sources cover whole."""

    months: tuple[str, ...]
    covered: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every month is covered."""
        return bool(self.months) and self.covered == self.months

    @property
    def is_partial(self) -> bool:
        """Whether some months are covered and others are not."""
        return bool(self.covered) and self.covered != self.months

    def reaches(self, first: date, last: date) -> bool:
        """Whether every month from one day to another is covered."""
        month, end = month_of(first), month_of(last)
        while month in self._held and month < end:
            month = shift_month(month, 1)
        return month in self._held

    @cached_property
    def _held(self) -> frozenset[str]:
        return frozenset(self.covered)

    def number(self, value: int, first: date, last: date, hidden: Hidden) -> int | Absent:
        """Return a number of some days, which is no 0 where filters hide some or none looked."""
        if value:
            return value
        if hidden:
            return Absent(Reason.FILTERED_OUT, hidden)
        return 0 if self.reaches(first, last) else Absent(Reason.NOT_COVERED)


@dataclass(frozen=True)
class Nothing:
    """Why nothing is reported, and what of the period sources cover."""

    why: Absent
    seen: Cover


def cover(
    package: Package, selection: Selection, topics: Sequence[str] = (), country: str = ""
) -> Cover:
    """Return the months in which sources cover all of some topics, for a country or all chosen.

    `topics` are of `COVERED_TOPICS`; without any, those that the filters leave.
    """
    asked = tuple(topics or topics_chosen(selection))
    countries = (country,) if country else selection.countries
    return _cover(package, selection.months, asked, countries, selection.source)


@lru_cache(maxsize=KEPT_COVERS)
def _cover(
    package: Package,
    months: tuple[str, ...],
    topics: tuple[str, ...],
    countries: tuple[str, ...],
    source: str,
) -> Cover:
    known = covered_months(package, source)
    places = [known.get((topic, code), frozenset()) for topic in topics for code in countries]
    held = frozenset.intersection(*places) if places else frozenset()
    return Cover(months, tuple(month for month in months if month in held))


def absence(
    package: Package, selection: Selection, topics: Sequence[str] = (), country: str = ""
) -> Absent:
    """Say why none of the events chosen is of some topics, of a country or all chosen."""
    return nothing(package, selection, topics, country).why


def nothing(
    package: Package,
    selection: Selection,
    topics: Sequence[str] = (),
    country: str = "",
    hidden: Hidden | None = None,
) -> Nothing:
    """Say why none of the events chosen is of some topics, and which months sources cover.

    `hidden` is what the filters hide, where the asker counts something else than events.
    """
    if hidden is None:
        hidden = hidden_events(package, selection, topics, country)
    seen = cover(package, selection, topics, country)
    if hidden:
        return Nothing(Absent(Reason.FILTERED_OUT, hidden), seen)
    return Nothing(Absent(Reason.NONE_REPORTED if seen.is_whole else Reason.NOT_COVERED), seen)


def hidden_events(
    package: Package,
    selection: Selection,
    topics: Sequence[str] = (),
    country: str = "",
    **where: object,
) -> Hidden:
    """Count the events of the months and countries chosen that a filter hides.

    `where` has values of further columns of the cubes, e.g. `frame`.
    """
    asked = topics or COVERED_TOPICS
    steps = filtered_step_by_step(selection)
    counts = (
        chosen_counts(package, each).where(**where).by(*BY_TOPIC)
        if where
        else _by_topic(package, each)
        for each in steps
    )
    return Hidden.of(*(_number(each, asked, country) for each in counts))


def filtered_step_by_step(selection: Selection) -> tuple[Selection, Selection, Selection]:
    """Return the same months and countries unfiltered, with the status alone, and as chosen.

    Events of a source that is not counted are among the first two: a filter hides them.
    """
    months, countries = (selection.first_month, selection.last_month), selection.countries
    of_status = Selection(countries, *months, statuses=selection.statuses)
    return replace(of_status, statuses=STATUSES), of_status, selection


def topics_of_mark(mark: str) -> tuple[str, ...]:
    """Return the topics of `COVERED_TOPICS` of the events that have a mark.

    >>> topics_of_mark("clash"), topics_of_mark("other")
    (('Clashes and attacks',), ('COVID-19 and health', 'All other topics'))
    """
    return (TOPIC_OF_MARK[mark],) if mark in TOPIC_OF_MARK else (HEALTH, ALL_OTHERS)


def topics_chosen(selection: Selection) -> tuple[str, ...]:
    """Return the topics of `COVERED_TOPICS` that the filters leave, all without such a filter."""
    if not selection.topics:
        return COVERED_TOPICS
    left = {covered_topic(topic) for topic in selection.topics}
    return tuple(topic for topic in COVERED_TOPICS if topic in left)


@lru_cache(maxsize=KEPT_SELECTIONS)
def _by_topic(package: Package, selection: Selection) -> Counter[tuple[str, str]]:
    return chosen_counts(package, selection).by(*BY_TOPIC)


def _number(counts: Counter[tuple[str, str]], topics: Sequence[str], country: str) -> int:
    return sum(
        number
        for (topic, concerned), number in counts.items()
        if covered_topic(topic) in topics and (not country or country in concerned.split(";"))
    )


@lru_cache(maxsize=KEPT_SOURCES)
def covered_months(package: Package, source: str = "") -> Mapping[tuple[str, str], frozenset[str]]:
    """Return (topic, country) -> the months of which sources cover every day.

    Where a `source` is counted of several, its silence alone speaks. The app's own sources, lent to
    data without any, say nothing of that data.
    """
    sources = package.tables.get("sources")
    if sources is None or "sources" in package.borrowed:
        return {}
    if source:
        own = dataset_of(sources["source_id"], sources["attribution"].notna())
        sources = sources[own == source]
    coverage = sources[list(COVERAGE)].dropna()
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for topics, countries, first, last in coverage.itertuples(index=False, name=None):
        for topic in topics.split(";"):
            for country in countries.split(";"):
                spans[topic, country].append((first.date(), last.date()))
    return {place: _whole_months(own) for place, own in spans.items()}


def _whole_months(spans: Sequence[Span]) -> frozenset[str]:
    """Return the months that lie in the spans whole, neighbouring ones joined."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and (first - joined[-1][1]).days <= 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return frozenset(month for first, last in joined for month in _months_within(first, last))


def _months_within(first: date, last: date) -> list[str]:
    """Return the months of which every day lies from one day to another; none when backwards."""
    begin, end = max(first, POSSIBLE[0]), min(last, POSSIBLE[1])
    months, month = [], f"{begin:%Y-%m}" if begin.day == 1 else shift_month(f"{begin:%Y-%m}", 1)
    while date.fromisoformat(f"{(following := shift_month(month, 1))}-01") <= end + DAY:
        months.append(month)
        month = following
    return months
