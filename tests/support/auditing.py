"""What is true of every panel and of the review, whatever is chosen: the rules of an audit.

Each rule reads what a reader would read (titles, captions, headlines, cells, hover texts, lines of
the review) and works out for itself, from the rows of the package, what may be said.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import pandas as pd
from hypothesis import strategies as st

from dashboard.briefing.assemble import assemble
from dashboard.briefing.tray import Tray
from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.exports.metadata import Metadata
from dashboard.marks import TOPICS, topic_of
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.table import Kind
from dashboard.panels.tidy import tidy
from dashboard.selection import Selection, shift_month
from dashboard.vocabulary import COUNTRIES, DEFAULT_STATUSES, STATUSES

MADE_ON = date(2026, 11, 29)
NAMES = tuple(dict.fromkeys(name for names in PAGE_EXHIBITS.values() for name in names))
# Panels about the whole of the data, whatever is chosen.
OF_ALL_DATA = frozenset(
    (
        *("sources_table", "paragraphs_accounted", "reading_marks", "table_counts", "codebook"),
        *("data_faults", "known_breaks", "coverage_series"),
    )
)
SEARCHES = ("", "", "", "", "bridge", "Istanbul", "ATAMBAYEV", "no such word", "протест")
NARROWED: tuple[dict[str, tuple[str, ...]], ...] = (
    *({},) * 6,
    {"provinces": ("KG-GB",)},
    {"places": ("Almaty",), "responses": ("detentions",)},
    {"actors": ("Government of Uzbekistan",)},
    {"confidences": ("high", "low"), "issues": ("Political freedoms",)},
)
FIRST, LONGEST = "1995-01", 84
LAST = "2026-11"
MOST_WORDS = 25
ROW_REMARKS = ("definition", "what_it_counts", "note", "why", "comparison", "persons")

MONTHS = "January February March April May June July August September October November December"
SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
MONTH = "|".join((*MONTHS.split(), "Sept", *SHORT.split()))
DAY = re.compile(rf"\b(\d{{1,2}}) ({MONTH})\b(?!\w)")
# "2 May to 3 June 2020", "1-7 June 2020", "29 June and 3 July 2020": the year comes with the last.
YEAR_FOLLOWS = re.compile(
    r"^(?: \(\d{4}\))|"
    rf"^(?:,? \d{{4}}|(?:\s*(?:to|and|or|,|–|-)\s*(?:\d{{1,2}} )?(?:{MONTH})?\s*)+\d{{4}})"
)
BRACKETS = re.compile(r"\([^()]*\)")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
EXPONENT = re.compile(r"\d(?:\.\d+)?[eE][+-]\d")
# A bound that says nothing, an empty value of Python's, an exponent.
NEVER = {
    "a bound of nothing": re.compile(r"(?:≥|at least) 0(?![\d.,]*\d)", re.IGNORECASE),
    "a number with an exponent": EXPONENT,
    "a value of Python's": re.compile(r"\b(?:nan|NaT|None|Absent|Amount|Timestamp)\b\(?"),
}
NEVER_BUT = {"a value of Python's": re.compile(r"None (?:of|in|reported|was|were|is|among|chosen)")}
# What says that there is none of what the events tell.
ABSENCE = re.compile(
    r"\b(?:nobody|no one)\b|"
    r"\bno (?:[a-z]+ )?(?:protests?|arrests?|detentions?|sentences?|clash(?:es)?|events?)\b"
    r"|\bnone in the sources\b|\breports? no\b",
    re.IGNORECASE,
)
AMONG = re.compile(
    r"\b(?:chosen|hidden|filters?|cover(?:s|ed)?|reviews?|the data ha[sv]e? no|is not counted)\b",
    re.IGNORECASE,
)
ACTS = {"protests": "Protests", "detained": "Arrests and detentions", "sentences": "Sentences"}


class Fault(NamedTuple):
    """What is wrong: the rule, the panel or part of the review, and the words."""

    rule: str
    where: str
    words: str


@dataclass(frozen=True)
class Seen:
    """A selection, its panels, and all that a reader reads of each."""

    package: Package
    selection: Selection
    exhibits: Mapping[str, Exhibit]
    lines: tuple[str, ...]

    @property
    def is_one_year(self) -> bool:
        """Whether the period lies within one calendar year."""
        return self.selection.first_month[:4] == self.selection.last_month[:4]

    @cached_property
    def words(self) -> tuple[tuple[str, str], ...]:
        """Every sentence and cell once, with where it stands."""
        told = [
            (name, words)
            for name, exhibit in self.exhibits.items()
            if name not in OF_ALL_DATA
            for words in words_of(exhibit)
        ]
        return tuple(dict.fromkeys([*told, *(("review", line) for line in self.lines)]))

    def said(self) -> Iterator[tuple[str, str]]:
        """Give the sentences of ours alone: no cells, no titles of events."""
        for name, exhibit in self.exhibits.items():
            if name not in OF_ALL_DATA:
                for words in (exhibit.title, exhibit.caption, exhibit.headline, exhibit.alt):
                    yield name, words
        yield from (("review", line) for line in self.lines)


def selections() -> st.SearchStrategy[Selection]:
    """Draw what an analyst may choose: countries, 1 to 84 months, types, status, text, days."""
    months = [FIRST]
    while months[-1] < LAST:
        months.append(shift_month(months[-1], 1))
    known = [month for month in months if "2018-01" <= month <= "2024-12"]
    length = st.one_of(st.just(1), st.just(1), st.integers(1, 12), st.integers(1, LONGEST))
    start = st.one_of(st.sampled_from(known), st.sampled_from(months))
    some = st.lists(st.sampled_from(tuple(COUNTRIES)), unique=True, max_size=5).map(
        lambda chosen: tuple(code for code in COUNTRIES if code in chosen)
    )
    return st.builds(
        _selection,
        countries=st.one_of(st.just(tuple(COUNTRIES)), some),
        first=start,
        length=length,
        topics=st.one_of(st.just(()), _subset(TOPICS)),
        statuses=st.one_of(st.just(DEFAULT_STATUSES), _subset(STATUSES)),
        exact=st.sampled_from((False, False, False, True)),
        text=st.sampled_from(SEARCHES),
        narrowed=st.sampled_from(NARROWED),
    )


def _subset(known: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    drawn = st.lists(st.sampled_from(known), unique=True, min_size=1, max_size=3)
    return drawn.map(lambda chosen: tuple(each for each in known if each in chosen))


def _selection(
    countries: tuple[str, ...],
    first: str,
    length: int,
    topics: tuple[str, ...],
    statuses: tuple[str, ...],
    exact: bool,
    text: str,
    narrowed: dict[str, tuple[str, ...]],
) -> Selection:
    plain = Selection(
        countries=countries,
        first_month=first,
        last_month=shift_month(first, length - 1),
        topics=topics,
        statuses=statuses,
        exact_dates=exact,
        text=text,
    )
    return replace(plain, **narrowed)


def look(package: Package, selection: Selection) -> Seen:
    """Make every panel and the review of a selection."""
    made = {name: EXHIBITS[name](package, selection, {}) for name in NAMES}
    told = assemble(package, Tray(), selection, made_on=MADE_ON)
    lines = [line.text for line in (*told.judgements, *told.left_out)]
    for country in told.review:
        lines += [line.text for section in country.sections for line in section.lines]
    return Seen(package, selection, made, tuple(lines))


def words_of(exhibit: Exhibit) -> Iterator[str]:
    """Give all that an exhibit says: sentences, cells, native charts."""
    yield from (exhibit.title, exhibit.unit, exhibit.caption, exhibit.headline, exhibit.alt)
    yield from (exhibit.count, exhibit.source_line)
    shown = exhibit.table.shown
    yield from (str(title) for title in shown.columns)
    for column in exhibit.table.columns:
        # A source's words, or a remark on one row beside its own day.
        if column.kind is Kind.REPORTED or column.key in ROW_REMARKS:
            continue
        cells = shown[column.title]
        if cells.dtype == object or pd.api.types.is_string_dtype(cells):
            yield from (cell for cell in dict.fromkeys(cells.tolist()) if isinstance(cell, str))
    if exhibit.native:
        for chart in exhibit.native():
            yield from (chart.title, chart.unit, chart.subtitle)


def drawn_words(exhibit: Exhibit) -> Iterator[str]:
    """Give what the picture of an exhibit says: labels, hover texts, notes."""
    figure = exhibit.draw("light") if exhibit.draw else None
    for trace in figure.data if figure else ():
        for name in ("text", "hovertext"):
            told = getattr(trace, name, None)
            if isinstance(told, str):
                yield told
            elif told is not None:
                yield from (each for each in told if isinstance(each, str))
    for note in figure.layout.annotations if figure else ():
        yield note.text or ""


def no_words_that_never_stand(seen: Seen) -> Iterator[Fault]:
    """Find exponents, bounds of nothing and values of Python's in panels, pictures and review."""
    drawn = {(name, words) for name, each in seen.exhibits.items() for words in drawn_words(each)}
    for where, words in (*seen.words, *sorted(drawn)):
        for rule in _never(words):
            yield Fault(rule, where, words)


@cache
def _never(words: str) -> tuple[str, ...]:
    """Return which rules words break wherever they stand; most stand in many panels and periods."""
    found = [rule for rule, pattern in NEVER.items() if pattern.search(words)]
    return tuple(
        rule for rule in found if not (rule in NEVER_BUT and NEVER_BUT[rule].search(words))
    )


def years_stand(seen: Seen) -> Iterator[Fault]:
    """Find days without their year where the period is not within one."""
    if seen.is_one_year:
        return
    quoted = set(seen.package.events.rows(seen.selection, 2_000)["title"])
    for where, words in seen.words:
        if not DAY.search(words):
            continue
        # A line that names the year once leaves no doubt of its further days.
        if YEAR.search(words) and where == "review":
            continue
        bare = words
        for title in quoted:
            if title in bare:
                bare = bare.replace(title, "")
        for found in DAY.finditer(bare):
            if not YEAR_FOLLOWS.match(bare[found.end() :]):
                yield Fault("a day without its year", where, words)
                break


def captions_are_short(seen: Seen) -> Iterator[Fault]:
    """Find captions of more than 25 words."""
    for name, exhibit in seen.exhibits.items():
        if len(exhibit.caption.split()) > MOST_WORDS:
            yield Fault(f"a caption over {MOST_WORDS} words", name, exhibit.caption)


def sources_are_whole(seen: Seen) -> Iterator[Fault]:
    """Find sources of what a panel shows that it, or its file, does not name."""
    known = dict(
        zip(
            seen.package.table("sources")["source_id"],
            seen.package.table("sources")["publisher"],
            strict=True,
        )
    )
    metadata = Metadata(seen.selection.describe(), seen.package.version, MADE_ON)
    for name, exhibit in seen.exhibits.items():
        if name in OF_ALL_DATA:
            continue
        head = metadata.facts(exhibit).get("Sources", "")
        for source in exhibit.sources.ids:
            publisher = known.get(source, source)
            if " ".join(publisher.split()) not in head:
                yield Fault("a source that the file does not name", name, publisher)
        if exhibit.behind:
            known_keys = _source_by_key(seen.package)
            own = {known_keys[key] for key in exhibit.behind() if key in known_keys}
            for source in own - set(exhibit.sources.ids):
                yield Fault("a source that the panel does not rest on", name, source)


@lru_cache(maxsize=4)
def _source_by_key(package: Package) -> dict[str, str]:
    """Return the source of every event and every figure."""
    tables = (_all_rows(package), "event_id"), (package.table("figures"), "figure_id")
    return {
        key: source
        for table, name in tables
        if name in table
        for key, source in zip(table[name], table["source_id"], strict=True)
    }


def parts_add_up(seen: Seen) -> Iterator[Fault]:
    """Find counts that are not what the rows of the package hold."""
    chosen = chosen_rows(seen.package, seen.selection)
    counted = {
        "events_by_week": int(chosen.shape[0]),
        "protests_by_issue": _of_topic(chosen, "Protests"),
        "protests_by_response": _of_topic(chosen, "Protests"),
        "events_table": int(chosen.shape[0]),
    }
    for name, number in counted.items():
        if seen.exhibits[name].shown != number:
            told = f"{seen.exhibits[name].count}, the rows hold {number}"
            yield Fault("a count that the rows do not hold", name, told)
    by_month = seen.exhibits["protests_by_month"].table
    months = zip(by_month.cells("month"), by_month.cells("protests"), strict=True)
    inside = sum(number for month, number in months if month in seen.selection.months)
    if len(by_month) and inside != counted["protests_by_issue"]:
        yield Fault("parts that do not add up", "protests_by_month", f"{inside}, not {counted}")
    by_issue = seen.exhibits["protests_by_issue"].table
    if len(by_issue) and sum(by_issue.cells("protests")) != counted["protests_by_issue"]:
        yield Fault("parts that do not add up", "protests_by_issue", str(by_issue.shown))


def nothing_is_denied(seen: Seen) -> Iterator[Fault]:
    """Find what says that there is none where nobody looked, or where a filter hides it."""
    # What stands in brackets in the review is a row's own: "no new detentions".
    said = ((w, BRACKETS.sub("", words) if w == "review" else words) for w, words in seen.said())
    claimed = [(where, words) for where, words in said if ABSENCE.search(words)]
    hidden = len(rows_of_period(seen.package, seen.selection)) > len(
        chosen_rows(seen.package, seen.selection)
    )
    looked = any(
        covered(seen.package, topic, code, seen.selection)
        for topic in ACTS.values()
        for code in seen.selection.countries
    )
    for where, words in claimed:
        if (hidden or not looked) and not AMONG.search(words):
            yield Fault("an absence that is not so", where, words)
    yield from _zeros(seen)


def _zeros(seen: Seen) -> Iterator[Fault]:
    """Judge the zeros of the five side by side, against the rows and what sources cover."""
    table = seen.exhibits["countries_side_by_side"].table
    data = tidy(table).frame
    titles = {column.key for column in table.columns}
    if "iso_code" not in titles:
        return
    period = rows_of_period(seen.package, seen.selection)
    for key, topic in ACTS.items():
        if key not in titles:
            continue
        numbers = data[key if key in data else f"{key}_low"]
        absent = data.get(f"{key}_absent", pd.Series([None] * len(data)))
        for code, number, reason in zip(data["iso_code"], numbers, absent, strict=True):
            is_zero = reason == "none_reported" or (pd.isna(reason) and number == 0)
            if not is_zero:
                continue
            concerned = period["country"].eq(code) & period["topic"].eq(topic)
            if not covered(seen.package, topic, code, seen.selection):
                yield Fault("a zero where nobody looked", code, f"{key} in {seen.selection}")
            elif concerned.any():
                yield Fault("a zero that a filter makes", code, f"{key} in {seen.selection}")


RULES: tuple[Callable[[Seen], Iterator[Fault]], ...] = (
    no_words_that_never_stand,
    years_stand,
    captions_are_short,
    sources_are_whole,
    parts_add_up,
    nothing_is_denied,
)


def faults(package: Package, selection: Selection) -> list[Fault]:
    """Return all that breaks a rule."""
    seen = look(package, selection)
    return [fault for rule in RULES for fault in rule(seen)]


@lru_cache(maxsize=4)
def _months_and_concerned(package: Package) -> tuple[pd.Series, list[frozenset[str]]]:
    """Return the month of each of `_all_rows`, and the countries that it concerns."""
    rows = _all_rows(package)
    concerned = [frozenset(str(each).split(";")) for each in rows["concerned"]]
    return rows["event_date"].dt.strftime("%Y-%m"), concerned


@lru_cache(maxsize=4)
def _all_rows(package: Package) -> pd.DataFrame:
    """Return the rows of all events as the file of the package has them, with their topics."""
    days = package.events.days
    if days is None:
        return pd.DataFrame({"country": [], "topic": [], "event_date": []})
    whole = Selection(
        first_month=f"{days[0]:%Y-%m}", last_month=f"{days[1]:%Y-%m}", statuses=STATUSES
    )
    rows = package.events.rows(whole, 10**6)
    kinds = zip(rows["event_type"], rows["sub_event_type"], strict=True)
    return rows.assign(topic=[topic_of(*kind) for kind in kinds])


def rows_of_period(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the events of the countries and months chosen, whatever else is."""
    rows = _all_rows(package)
    months, all_concerned = _months_and_concerned(package)
    inside = months.ge(selection.first_month) & months.le(selection.last_month)
    codes = set(selection.countries) | ({"REG"} if selection.countries else set())
    concerned = [bool(codes & each) for each in all_concerned]
    return rows[inside & pd.Series(concerned, index=rows.index, dtype=bool)]


def chosen_rows(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the events that every filter leaves, by filters of the rows."""
    rows = rows_of_period(package, selection)
    return rows[selection.matches(rows)] if len(rows) else rows


def _of_topic(rows: pd.DataFrame, topic: str) -> int:
    return int(rows["topic"].eq(topic).sum()) if len(rows) else 0


def covered(package: Package, topic: str, country: str, selection: Selection) -> bool:
    """Return whether sources that were read speak of a topic and country on every day chosen."""
    days = _days_covered(package, topic, country)
    return days.issuperset(pd.date_range(selection.first_day, selection.last_day))


@lru_cache(maxsize=100)
def _days_covered(package: Package, topic: str, country: str) -> frozenset[pd.Timestamp]:
    sources = package.table("sources")
    if "sources" in package.borrowed or "covers_topics" not in sources:
        return frozenset()
    days: set[pd.Timestamp] = set()
    for row in sources.to_dict("records"):
        if topic in _listed(row["covers_topics"]) and country in _listed(row["covers_countries"]):
            days.update(pd.date_range(row["covers_from"], row["covers_to"]))
    return frozenset(days)


def _listed(cell: object) -> list[str]:
    if isinstance(cell, str):
        return [each.strip() for each in cell.split(";")]
    return list(cell) if isinstance(cell, (list, tuple)) else []
