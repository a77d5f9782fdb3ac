"""The rules of the subject a table schema cannot say: windows, ranges, places, locators, digits.

Each rule returns its faults; none raises. Types and keys are checked before, in `schema`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd
import pycountry
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.datapackage.locator_check import readings_have_rows
from dashboard.datapackage.summaries import BLANK, NUMERALS, blanks_of
from dashboard.marks import COVERED_TOPICS
from dashboard.schema import Fault, Tables
from dashboard.vocabulary import COUNTRIES, EVENT_TYPES, REGION

LEDGER = "coverage.csv"
# How far, in degrees, simplified borders may run from the true line: the five are drawn in detail,
# others coarsely.
DETAILED_BORDER_TOLERANCE = 0.15
COARSE_BORDER_TOLERANCE = 0.5
SHORTEST_WINDOW_DAYS = {2: 2, 3: 8}
TITLE_WORDS = 12
# What a source speaks for, all four or none.
COVERAGE = ("covers_topics", "covers_countries", "covers_from", "covers_to")


def paragraphs_accounted_for(tables: Tables) -> list[Fault]:
    """Check the ledger against the documents, and what it names against the other tables."""
    ledger = tables["coverage"]
    documents = tables["sources"][tables["sources"]["kind"].eq("document")]
    return [*_gaps(ledger, documents), *_either_or(ledger), *_unknown_ids(ledger, tables)]


def _gaps(ledger: pd.DataFrame, documents: pd.DataFrame) -> Iterator[Fault]:
    for source, paragraphs, footnotes in zip(
        documents["source_id"],
        documents["paragraph_count"],
        documents["footnote_count"],
        strict=True,
    ):
        own = ledger[ledger["source_id"].eq(source)]
        if pd.notna(paragraphs):
            missing = set(range(1, int(paragraphs) + 1)) - set(own["paragraph"].astype(int))
            for number in sorted(missing):
                yield Fault(
                    LEDGER, 0, "paragraph", f"{source} {number}", "this paragraph has no row"
                )
        if pd.notna(footnotes):
            listed_notes = {
                int(note) for listed in own["footnotes"].dropna() for note in listed.split(";")
            }
            for number in sorted(set(range(1, int(footnotes) + 1)) - listed_notes):
                yield Fault(
                    LEDGER, 0, "footnotes", f"{source} {number}", "this footnote is on no row"
                )


def _either_or(ledger: pd.DataFrame) -> Iterator[Fault]:
    wrong = ledger[ledger["coded_as"].isna() == ledger["reason"].isna()]
    rule = "a row needs coded_as or a reason, and not both"
    for row, source, paragraph in zip(
        wrong.index, wrong["source_id"], wrong["paragraph"], strict=True
    ):
        yield Fault(LEDGER, int(row), "coded_as", f"{source} {paragraph}", rule)


def _unknown_ids(ledger: pd.DataFrame, tables: Tables) -> Iterator[Fault]:
    known: set[str] = set()
    for name, key in (("events", "event_id"), ("figures", "figure_id")):
        if name in tables:
            known |= set(tables[name][key])
    if "rates" in tables:
        rates = tables["rates"]
        days = rates["date"].dt.strftime("%Y-%m-%d")
        known |= set("rate:" + rates["currency"] + ":" + days)
    for row, ids in ledger["coded_as"].dropna().items():
        for each in ids.split(";"):
            if each not in known:
                yield Fault(LEDGER, int(str(row)), "coded_as", each, "there is no such row")


# A column, which of its rows break a rule, and the rule.
Broken = tuple[str, pd.Series, str]


def subject_faults(tables: Tables, shapes: Mapping[str, BaseGeometry]) -> list[Fault]:
    """Apply every rule to the tables that are there.

    `shapes` are country outlines by alpha-3 code.
    """
    faults = [
        fault
        for name, checks in RULES.items()
        if name in tables
        for check in checks
        for broken in check(tables[name])
        for fault in _faults(name, tables[name], *broken)
    ]
    for name, column, is_known, rule in LISTS:
        if name in tables:
            faults += _unknown_words(name, column, tables[name][column], is_known, rule)
    if "events" in tables:
        faults += _inside_country(tables["events"], shapes)
    if "events" in tables and "figures" in tables:
        faults += _summaries(tables["events"], tables["figures"])
    if "sources" in tables and "coverage" in tables:
        faults += paragraphs_accounted_for(tables)
    if "locator_reviews" in tables:
        faults += readings_have_rows(tables)
    if "sources" in tables:
        for name in ("events", "figures", "rates"):
            for broken in _locators(tables[name], tables["sources"]) if name in tables else ():
                faults += _faults(name, tables[name], *broken)
    return faults


def _faults(
    file: str, table: pd.DataFrame, column: str, rows: pd.Series, rule: str
) -> Iterator[Fault]:
    # Rows that a rule does not look at break none.
    broken = rows.reindex(table.index, fill_value=False).fillna(False).astype(bool)
    for row, value in table.loc[broken, column].items():
        shown = "" if pd.isna(value) else str(value).removesuffix(" 00:00:00")
        yield Fault(f"{file}.csv", int(str(row)), column, shown[:80], rule)


def _unknown_words(
    file: str, column: str, cells: pd.Series, is_known: Callable[[str], bool], rule: str
) -> Iterator[Fault]:
    words = cells.dropna().str.split(";").explode()
    for row, word in words[~words.map(is_known)].items():
        yield Fault(f"{file}.csv", int(str(row)), column, word[:80], rule)


def _event_words(events: pd.DataFrame) -> Iterator[Broken]:
    known = {(kind, sub) for kind, own in EVENT_TYPES.items() for sub in own.sub_types}
    pairs = pd.Series(
        list(zip(events["event_type"], events["sub_event_type"], strict=True)), index=events.index
    )
    # A source that does not tell the sub-type leaves "Other", of whatever type.
    is_open = _is_imported(events) & events["sub_event_type"].eq("Other")
    unknown = ~pairs.isin(known) & ~is_open
    yield "sub_event_type", unknown, "does not belong to the row's event_type"
    expected = events["country"] + "-" + events["event_date"].dt.strftime("%Y-%m-%d")
    strange = events["event_id"].str[:-3].ne(expected) & ~_is_imported(events)
    yield "event_id", strange, "must begin with the row's country and event_date"
    wordy = events["title"].str.split().str.len().gt(TITLE_WORDS)
    yield "title", wordy, f"must have at most {TITLE_WORDS} words"
    unexplained = ~events["acled_eligible"].astype(bool) & events["acled_reason"].isna()
    yield "acled_reason", unexplained, "is needed where acled_eligible is false"


def _summaries(events: pd.DataFrame, figures: pd.DataFrame) -> Iterator[Fault]:
    """Check that a summary names only days and figures of its event, and no number beside them."""
    owners = dict(zip(figures["figure_id"], figures["event_id"], strict=True))
    summarised = events[events["summary"].notna()]
    columns = (summarised[name] for name in ("event_id", "title", "notes", "summary"))
    for row, event, title, notes, summary in zip(summarised.index, *columns, strict=True):
        bare, said = BLANK.sub("", summary), NUMERALS.findall(f"{title} {notes}")
        strange = any(each.is_strange(owners.get(each.key) == event) for each in blanks_of(summary))
        loose = {*NUMERALS.findall(bare)} - {*said}
        if strange or {*"{}"} & {*bare}:
            rule = "names neither a day nor a figure of the event in braces"
            yield Fault("events.csv", int(row), "summary", str(summary)[:80], rule)
        if loose:
            rule = "has a number that is in no figure, title or note of the event"
            yield Fault("events.csv", int(row), "summary", ", ".join(sorted(loose)), rule)


def _is_imported(events: pd.DataFrame) -> pd.Series:
    """Return which events bear the key of another source, such as `acled:KGZ1234`."""
    return events["event_id"].str.contains(":", regex=False)


def _event_windows(events: pd.DataFrame) -> Iterator[Broken]:
    days = (events["end_date"] - events["event_date"]).dt.days + 1
    yield "end_date", days.lt(1), "must not be before event_date"
    for precision, shortest in SHORTEST_WINDOW_DAYS.items():
        # Other people's data may print one day of a week, the precision says the rest.
        daily = events["time_precision"].eq(precision) & days.lt(shortest) & ~_is_imported(events)
        rule = (
            f"time_precision {precision} needs a window of at least {shortest} days: "
            "no day is stated"
        )
        yield "end_date", daily, rule


def _event_places(events: pd.DataFrame) -> Iterator[Broken]:
    has_latitude, has_longitude = events["latitude"].notna(), events["longitude"].notna()
    half = has_latitude != has_longitude
    yield "latitude", half, "latitude and longitude go together"
    for column in ("geo_precision", "place_country"):
        bare = has_latitude & events[column].isna()
        yield column, bare, "is needed where coordinates are given"
    drawn = events["geo_precision"].notna() & ~has_latitude
    yield "geo_precision", drawn, "must be blank where there are no coordinates"
    alpha2 = events["place_country"].map(_alpha2)
    foreign = events["admin1"].notna() & events["admin1"].str[:2].ne(alpha2)
    yield "admin1", foreign, "is a province of another country than place_country"


def _inside_country(events: pd.DataFrame, shapes: Mapping[str, BaseGeometry]) -> list[Fault]:
    faults: list[Fault] = []
    placed = events[events["latitude"].notna() & events["longitude"].notna()]
    for code, rows in placed.groupby("place_country"):
        if code not in shapes:
            continue
        tolerance = DETAILED_BORDER_TOLERANCE if code in COUNTRIES else COARSE_BORDER_TOLERANCE
        area = shapely.buffer(shapes[str(code)], tolerance)
        points = shapely.points(rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
        outside = pd.Series(~shapely.intersects(area, points), index=rows.index)
        rule = f"the point lies outside {code}, the row's place_country"
        faults += _faults("events", rows, "latitude", outside, rule)
    return faults


def _figure_ranges(figures: pd.DataFrame) -> Iterator[Broken]:
    low, best, high = figures["low"], figures["best"], figures["high"]
    wrong = low.gt(best) | best.gt(high) | low.gt(high)
    yield "best", wrong, "low, best and high must rise: low <= best <= high"
    same = low.eq(best) & best.eq(high)
    needed = {
        "exact": (same, "an exact figure needs low, best and high to be equal"),
        "officially_none": (same & best.eq(0), "officially none needs low, best and high to be 0"),
        "at_least": (low.notna() & high.isna(), "at_least needs low and no high"),
        "at_most": (high.notna() & low.isna(), "at_most needs high and no low"),
        "about": (best.notna(), "about needs best"),
        "range": (low.notna() & high.notna(), "a range needs low and high"),
        "vague": (low.isna() & best.isna() & high.isna(), "a vague word carries no number"),
    }
    for qualifier, (kept, rule) in needed.items():
        broken = figures["qualifier"].eq(qualifier) & ~kept
        yield "qualifier", broken, rule


def _units(figures: pd.DataFrame) -> Iterator[Broken]:
    money = figures["measure"].isin(["amount", "fine"])
    known = figures["unit"].map(_is_currency)
    yield "unit", money & ~known, "money needs an ISO 4217 code"


def _rate_digits(rates: pd.DataFrame) -> Iterator[Broken]:
    printed = pd.to_numeric(rates["rate_text"], errors="coerce")
    changed = ~(printed - rates["usd_per_unit"]).abs().le(1e-15)
    yield "usd_per_unit", changed, "must equal rate_text, the rate as reported"
    digits = rates["rate_text"].str.replace(".", "").str.lstrip("0").str.len()
    counted = digits.ne(rates["significant_digits"].astype(int))
    yield "significant_digits", counted, "must be the number of digits in rate_text"
    yield "usd_per_unit", rates["usd_per_unit"].le(0), "must be more than 0"
    units = rates["units_text"]
    apart = [
        isinstance(unit_text, str) and not _same_rate(unit_text, rate)
        for unit_text, rate in zip(units.tolist(), rates["rate_text"].tolist(), strict=True)
    ]
    rule = "must be 1 divided by usd_per_unit, to its digits"
    yield "units_text", pd.Series(apart, index=rates.index), rule


def _same_rate(units_text: str, rate_text: str) -> bool:
    """Return whether units a dollar turned over round to dollars a unit, as reported."""
    units, rate = float(units_text), float(rate_text)
    decimals = len(rate_text.partition(".")[2])
    return units > 0 and abs(1 / units - rate) <= 0.501 * 10**-decimals


def _offset_amounts(breaks: pd.DataFrame) -> Iterator[Broken]:
    is_offset = breaks["kind"].eq("offset")
    for column in ("least", "most"):
        wrong = is_offset == breaks[column].isna()
        rule = "is needed for an offset, and for no other kind"
        yield column, wrong, rule
    falling = breaks["least"].gt(breaks["most"])
    yield "least", falling, "must not be more than most"


def _province_codes(provinces: pd.DataFrame) -> Iterator[Broken]:
    alpha2 = provinces["country"].map(_alpha2)
    wrong = provinces["admin1"].str[:2].ne(alpha2)
    yield "admin1", wrong, "does not begin with the country's alpha-2 code"


def _periods_covered(sources: pd.DataFrame) -> Iterator[Broken]:
    """Check that what a source says that it reviews is all four columns or none."""
    is_stated = sources[list(COVERAGE)].notna()
    for column in COVERAGE:
        bare = is_stated.any(axis=1) & ~is_stated[column]
        rule = "is needed: a source that covers a period says its topics, countries and both days"
        yield column, bare, rule
    backwards = sources["covers_to"].lt(sources["covers_from"])
    yield "covers_to", backwards, "must not be before covers_from"


def _locators(table: pd.DataFrame, sources: pd.DataFrame) -> Iterator[Broken]:
    """Check that a locator points inside its source; documents need one, others have none."""
    source = sources.drop_duplicates("source_id").set_index("source_id")
    limits = source.reindex(table["source_id"]).set_axis(table.index)
    is_document = limits["kind"].eq("document")
    for column in ("paragraph", "char_start", "char_end"):
        bare = is_document & table[column].isna()
        yield column, bare, "is needed: the source is a document with paragraphs"
    far = table["paragraph"].gt(limits["paragraph_count"])
    yield "paragraph", far, "is past the last paragraph of the source"
    past = table["char_end"].gt(limits["character_count"])
    yield "char_end", past, "is past the end of the source"
    empty = table["char_end"].le(table["char_start"])
    yield "char_end", empty, "must be greater than char_start"
    if "footnotes" in table:
        notes = table["footnotes"].dropna().str.split(";")
        highest = pd.Series([max(map(int, each)) for each in notes], notes.index, dtype="int64")
        beyond = highest.gt(limits["footnote_count"].reindex(highest.index))
        yield "footnotes", beyond, "the source has no such footnote"


def _is_country(code: str) -> bool:
    return code in COUNTRIES or code == REGION or pycountry.countries.get(alpha_3=code) is not None


def _is_currency(code: str) -> bool:
    return pycountry.currencies.get(alpha_3=code) is not None


def _alpha2(code: str | None) -> str | None:
    country = pycountry.countries.get(alpha_3=code) if isinstance(code, str) else None
    return country.alpha_2 if country else None


RULES: Mapping[str, Sequence[Callable[[pd.DataFrame], Iterator[Broken]]]] = {
    "events": (_event_words, _event_windows, _event_places),
    "figures": (_figure_ranges, _units),
    "rates": (_rate_digits,),
    "covid_breaks": (_offset_amounts,),
    "provinces": (_province_codes,),
    "sources": (_periods_covered,),
}
NO_COUNTRY = "is not an ISO 3166-1 alpha-3 code"
# Columns of several words in one: which words are known, and the rule that others break.
LISTS = (
    ("events", "place_country", _is_country, NO_COUNTRY),
    ("events", "related_countries", _is_country, NO_COUNTRY),
    *(
        ("sources", column, allowed.__contains__, f"must be one of: {', '.join(allowed)}")
        for column, allowed in (
            ("covers_topics", COVERED_TOPICS),
            ("covers_countries", tuple(COUNTRIES)),
        )
    ),
)
