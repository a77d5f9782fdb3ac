"""What is unusual in made-up events whose course is known, in memory and in the engine alike."""

from collections.abc import Hashable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from many_events import KINDS, long_package

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage import opening
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import DataUnavailable, Package, shipped_descriptor
from dashboard.drilldown.panels import bars_of
from dashboard.engine.address import read_address
from dashboard.panels.exhibit import Exhibit
from dashboard.provenance.panels import trace_for
from dashboard.schema import resources_by_name
from dashboard.selection import Selection, shift_month
from dashboard.unusual.measures import MEASURES, RULES, Earlier, Signal
from dashboard.unusual.panels import unusual
from dashboard.unusual.view import compared, signals
from dashboard.unusual.view.past import Compared
from dashboard.unusual.words import RISE, place_words, signal_words
from dashboard.values import Absent, Reason, Total

MONTHS = [shift_month("2017-01", place) for place in range(42)]
JUNE, QUARTER = Selection(), Selection(first_month="2020-04")
CLASH = ("Battles", "Armed clash")
TOPICS = "Protests;Arrests and detentions;Clashes and attacks"
# Who tells of what: the desk of all from 2017 on but Tajikistan, whose April and May 2020 it did
# not read; the paper begins in June 2020.
COVERS = {
    "desk": ("Desk", "KAZ;KGZ;TKM;UZB", "2017-01-01", "2020-06-30"),
    "desk-hills": ("Desk", "TJK", "2017-01-01", "2020-03-31"),
    "desk-hills-june": ("Desk", "TJK", "2020-06-01", "2020-06-30"),
    "paper": ("Paper", "", "", ""),
}


def _events() -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []

    def add(
        number: int,
        month: str,
        kind: tuple[str, str],
        country: str,
        admin1: str = "",
        source: str = "desk",
    ) -> None:
        for _ in range(number):
            key, day = f"{country}-{month}-11-{len(rows):04d}", f"{month}-11"
            rows.append((key, day, day, *kind, country, admin1 or None, key, source))

    for place, month in enumerate(MONTHS):
        last = month == "2020-06"
        # A known surge in Kazakhstan, in Almaty: 2 a month, then 12.
        add(12 if last else 2, month, KINDS["protest"], "KAZ", "KZ-ALA")
        # A slow rise in Kyrgyzstan: 4 a month, one more every third: 17 in the last three.
        add(4 + place // 3 + (2 if last else 0), month, KINDS["arrest"], "KGZ")
        # The same surge over a gap in Tajikistan, and where a new source brings it in Uzbekistan.
        add(12 if last else 2, month, KINDS["protest"], "TJK", "", "desk-hills")
        add(2, month, KINDS["protest"], "UZB", "UZ-TK")
        if last:
            add(10, month, KINDS["protest"], "UZB", "UZ-TK", "paper")
    # One lone event in Turkmenistan, of many dead; two with dead in Kyrgyzstan.
    add(1, "2020-06", CLASH, "TKM")
    add(2, "2020-06", CLASH, "KGZ", "KG-O")
    names = ["event_id", "event_date", "end_date", "event_type", "sub_event_type", "country"]
    events = pd.DataFrame(rows, columns=[*names, "admin1", "title", "source_id"])
    return events.assign(
        time_precision=1,
        date_basis="stated",
        status="occurred",
        acled_eligible="true",
        confidence="high",
    )


def _write(folder: Path, table: str, rows: pd.DataFrame) -> None:
    fields = resources_by_name(shipped_descriptor())[table]["schema"]["fields"]
    whole = rows.reindex(columns=[field["name"] for field in fields])
    whole.to_csv(folder / f"{table}.csv", index=False)


def _made(folder: Path) -> pd.DataFrame:
    events = _events()
    clashes = events[events["event_type"].eq(CLASH[0])]
    dead = {"TKM": 300, "KGZ": 30}
    figures = pd.DataFrame(
        {
            "figure_id": clashes["event_id"] + ":1",
            "event_id": clashes["event_id"],
            "country": clashes["country"],
            "as_of": clashes["event_date"],
            "as_reported": "so many",
            "measure": "killed",
            "low": clashes["country"].map(dead),
            "best": clashes["country"].map(dead),
            "high": clashes["country"].map(dead),
            "unit": "person",
            "qualifier": "exact",
            "definition": "people at a gate",
            "source_id": "desk",
            "confidence": "high",
        }
    )
    sources = [
        {
            "source_id": key,
            "title": key,
            "publisher": publisher,
            "published": "2020-07",
            "address": f"https://example.org/{key}",
            "licence": "all rights reserved",
            "redistributable": "false",
            "retrieved": "2022-02-01",
            "kind": "report",
            "covers_topics": TOPICS if countries else "",
            "covers_countries": countries,
            "covers_from": first,
            "covers_to": last,
        }
        for key, (publisher, countries, first, last) in COVERS.items()
    ]
    _write(folder, "figures", figures)
    _write(folder, "sources", pd.DataFrame(sources))
    return events


@pytest.fixture(scope="module", params=["memory", "engine"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp(f"unusual-{request.param}")
    events = _made(folder)
    if request.param == "engine":
        return long_package(folder, events)
    _write(folder, "events", events)
    package = open_package(read_address(str(folder)))
    assert not package.faults
    return package


def _of_events(package: Package, selection: Selection) -> Iterator[tuple[str, str, str]]:
    for found in signals(package, selection):
        if not found.is_of_series:
            words = signal_words(found, len(selection.months))
            yield found.measure, place_words(found), words


def _rows(exhibit: Exhibit) -> dict[tuple[str, str], dict[Hashable, Any]]:
    """Return the rows of countries by country and number."""
    rows = exhibit.table.frame.to_dict("records")
    return {(row["iso_code"], row["measure"]): row for row in rows if row["admin1"] is None}


def test_the_right_word_for_each_and_silence_over_gaps_new_sources_and_lone_events(
    made: Package,
) -> None:
    assert [*_of_events(made, JUNE)] == [
        # 12 for 2 a month.
        ("protest", "Kazakhstan", "six times the usual"),
        # 19 after 17, 17, 16 ...: 1.3 times the mean of the year, 1.7 times that of 35 months.
        ("arrest", "Kyrgyzstan", "highest in 36 months"),
        # 60 dead of two clashes after none; 300 of one clash are passed over.
        ("killed", "Kyrgyzstan", "highest in 36 months"),
        ("protest", "Almaty, Kazakhstan", "six times the usual"),
        ("killed", "Osh Region, Kyrgyzstan", "highest in 36 months"),
    ]


def test_the_dead_are_counted_where_figures_are_too_many_to_be_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_EVENTS_WITH_FIGURES", 1)
    package = long_package(tmp_path, _made(tmp_path))
    with pytest.raises(DataUnavailable):
        package.table("figures")
    found = {each.key: each for each in signals(package, JUNE) if not each.is_of_series}
    killed = found["killed:KGZ"]
    assert (killed.shown, signal_words(killed, 1)) == (60, "highest in 36 months")
    assert "killed:KGZ:KG-O" in found
    assert "killed:TKM" not in found
    bar = bars_of(package, JUNE, "unusual", {})["killed:KGZ"]
    assert (bar.total, len(bar.rows())) == (2, 2)
    told = unusual(package, JUNE, {})
    assert "people detained" in told.reading
    assert "fatalities" not in told.reading.rpartition("Not compared")[2]


def test_events_are_counted_where_figures_are_too_many_to_be_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Package
) -> None:
    monkeypatch.setattr(opening, "MOST_EVENTS_WITH_FIGURES", 1)
    package, beside = long_package(tmp_path, _made(tmp_path)), EXHIBITS["countries_side_by_side"]
    own, whole = (beside(each, JUNE, {}) for each in (package, made))
    for key in ("total_cases", "reported_cases", "protests", "sentences", "units_per_usd"):
        assert own.table.cells(key) == whole.table.cells(key), key
    assert "protests" in own.table.frame and 12 in own.table.cells("protests")
    for key in ("detained", "detained_abroad"):
        assert {*own.table.cells(key)} == {Absent(Reason.COULD_NOT_LOAD)}
    assert "Figures of 3 events are more than can be held" in own.reading
    alone = beside(package, replace(JUNE, countries=("KGZ",)), {})
    assert "number detained could not be loaded" in alone.headline
    for name in ("by_actor", "protests_by_issue", "protests_by_response", "by_province"):
        found = EXHIBITS[name](package, JUNE, {})
        assert found.shown == EXHIBITS[name](made, JUNE, {}).shown > 0
        assert found.sources
    for name in ("people_reported", "sentences", "arrest_ledger"):
        with pytest.raises(DataUnavailable, match="Figures of 3 events"):
            EXHIBITS[name](package, JUNE, {})


def test_a_quarter_is_compared_with_quarters(made: Package) -> None:
    # 2 + 2 + 12 protests for 6 a quarter; arrests of 17 + 17 + 19 = 53 for 48, 45 ...; the twelve
    # quarters before are 15 to 48: mean 31.5, of which 53 is 1.7 times.
    assert [*_of_events(made, QUARTER)] == [
        ("protest", "Kazakhstan", "twice the usual"),
        ("arrest", "Kyrgyzstan", "highest in 36 months"),
        ("killed", "Kyrgyzstan", "highest in 36 months"),
        ("protest", "Almaty, Kazakhstan", "twice the usual"),
        ("killed", "Osh Region, Kyrgyzstan", "highest in 36 months"),
    ]


def test_the_table_has_the_numbers_behind(made: Package) -> None:
    kazakhstan = _rows(unusual(made, JUNE, {}))["KAZ", "Protest events"]
    assert kazakhstan["signal"] == f"{RISE} six times the usual"
    behind = ("number", "mean_12", "highest_36", "mean_6", "highest_12", "mean_1")
    assert [kazakhstan[key] for key in behind] == [12, 2, 2, 2, 2, 2]
    assert kazakhstan["periods_covered"] == 35
    killed = next(each for each in signals(made, JUNE) if each.measure == "killed")
    assert isinstance(killed.shown, Total)
    assert (killed.shown.sum.low, len(killed.keys)) == (60, 2)


def test_what_is_new_beside_the_usual_is_told_apart(made: Package) -> None:
    # Without the paper the two of the desk are as ever; the paper alone has told of nothing before.
    uzbek = [each for each in compared(made, JUNE) if each.country == "UZB"]
    assert {each.periods for each in uzbek if each.measure == "protest"} == {35}
    assert not [each for each in uzbek if each.signal and not each.is_of_series]


def test_filters_hold_for_every_period(made: Package) -> None:
    arrests = Selection(topics=("Arrests and detentions",))
    assert [each[:2] for each in _of_events(made, arrests)] == [("arrest", "Kyrgyzstan")]
    asked = {each.measure for each in compared(made, arrests) if not each.is_of_series}
    assert asked == {"arrest", "detained"}
    of_osh = Selection(provinces=("KG-O",))
    assert [each[:2] for each in _of_events(made, of_osh)] == [
        ("killed", "Kyrgyzstan"),
        ("killed", "Osh Region, Kyrgyzstan"),
    ]
    assert not [*_of_events(made, Selection(countries=()))]
    assert not [*_of_events(made, Selection(text="no such word"))]


def test_a_number_leads_to_its_events(made: Package) -> None:
    bars = bars_of(made, JUNE, "unusual", {})
    assert {key: bar.total for key, bar in bars.items()} == {
        "protest:KAZ": 12,
        "arrest:KGZ": 19,
        "killed:KGZ": 2,
        "protest:KAZ:KZ-ALA": 12,
        "killed:KGZ:KG-O": 2,
    }
    assert [len(bar.rows()) for bar in bars.values()] == [12, 19, 2, 12, 2]


def test_june_2020_of_the_shipped_data(package: Package) -> None:
    # From covid_daily.csv: 41 deaths by 31 May less 25 by 30 April are 16, 188 by 30 June less 41
    # are 147, 9.2 times that. May's and June's cases of Kyrgyzstan are 1,002 and 3,758.
    told = unusual(package, JUNE, {})
    rows = _rows(told)
    deaths = rows["KAZ", "New COVID-19 deaths"]
    assert (deaths["mean_1"], deaths["number"]) == (16, 147)
    assert deaths["signal"] == f"{RISE} nine times the month before"
    cases = rows["KGZ", "New COVID-19 cases"]
    assert (cases["mean_1"], cases["number"]) == (1002, 3758)
    assert cases["signal"] == f"{RISE} three times the month before"
    # Its events are covered in June 2020 alone: nothing is said of them.
    assert {measure for _, measure in rows} == {"New COVID-19 cases", "New COVID-19 deaths"}
    # Kazakhstan's provinces are counted from 28 March 2020 on: 3, 6 and 61 dead at the month ends.
    found = {each.key: each for each in signals(package, JUNE)}
    astana = found["deaths:KAZ:KZ-AST"]
    assert (astana.shown, signal_words(astana, 1)) == (55, "18 times the month before")
    assert trace_for(package, *astana.keys)
    assert "cases:KAZ:KZ-ATY" not in found
    assert "13 of 40 numbers of countries are compared" in told.caption
    assert "protests, arrests, people detained, clashes and fatalities" in told.reading


def test_the_rates_of_march_2022(package: Package) -> None:
    march = Selection(first_month="2022-03", last_month="2022-03")
    found = {each.country: each for each in signals(package, march)}
    assert {code: signal_words(each, 1) for code, each in found.items()} == {
        "KAZ": "twice the usual move",
        "KGZ": "ten times the usual move",
        "TJK": "106 times the usual move",
        "UZB": "11 times the usual move",
    }
    assert [code for code, each in found.items() if each.is_fall] == ["TJK", "UZB"]
    assert all(trace_for(package, key) for each in found.values() for key in each.keys)


def test_where_nothing_is_unusual_it_is_said_why(package: Package) -> None:
    early = Selection(first_month="2015-08", last_month="2015-08")
    told = unusual(package, early, {})
    assert not len(told.table)
    assert told.headline == (
        "Nothing can be compared in August 2015: too few covered months before August 2015"
    )
    quiet = unusual(package, Selection(("TJK",)), {})
    assert not len(quiet.table)
    assert quiet.headline == ("None of the 3 numbers that can be compared is unusual in June 2020")
    alone = unusual(package, Selection(("TJK",), first_month="2024-03", last_month="2024-03"), {})
    assert alone.headline == "The only number that can be compared is not unusual in March 2024"
    assert alone.count == "0 of 1 number compared is unusual"


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("months", [1, 3])
def test_no_signal_has_more_than_five_words(measure: str, rule: str, months: int) -> None:
    earlier = (Earlier(RULES[rule], 2.0, 2.0, 12, 12),)
    for value in (4.0, 19.9, 2468.0):
        for shown in (value, -value):
            found = Signal(value, RULES[rule], earlier)
            words = signal_words(Compared(measure, "KAZ", "", 12, found, shown), months)
            assert 2 < len(words.split()) <= 5
