"""Events kept in an engine answer as the same events in memory do."""

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, cast

import pandas as pd
import pytest
from event_answers import answers, answers_on_all, compare
from shipped import shipped_package

from dashboard.datapackage.opening import BORROWED, open_package
from dashboard.datapackage.store import SHIPPED_FOLDER, Package, TooManyEvents
from dashboard.engine.address import read_address
from dashboard.engine.events import Events
from dashboard.engine.memory import MemoryEvents
from dashboard.engine.queries import EngineEvents
from dashboard.selection import Selection

WIDE = Selection(first_month="2015-01", last_month="2024-12")
SELECTIONS = [
    Selection(),
    Selection(countries=("KGZ", "TJK")),
    Selection(countries=()),
    Selection(first_month="2020-01", last_month="2020-12"),
    Selection(text="police"),
    replace(WIDE, text="İstanbul президент"),
    replace(WIDE, text="100%_"),
    replace(WIDE, text="GBAO"),
    replace(WIDE, text="Нур-Султан “DVK”"),
    replace(WIDE, text="atambaev Kulyab"),
    replace(WIDE, text="“police in” OR rally -Osh"),
    WIDE,
    replace(WIDE, topics=("Protests", "Diplomacy"), exact_dates=True),
    replace(WIDE, statuses=("occurred", "planned", "claimed")),
    replace(WIDE, statuses=()),
    replace(WIDE, provinces=("KG-GB", "TJ-SU"), responses=("detentions", "none reported")),
    replace(WIDE, actors=("Democratic Choice of Kazakhstan", "Sapar Isakov"), text="police"),
    replace(WIDE, places=("Bishkek",), sub_types=("Peaceful protest",), exact_dates=True),
    Selection(provinces=("KG-GB", "TJ-GB"), places=("Bishkek", "Khorog")),
    Selection(issues=("Political freedoms",), confidences=("high", "?")),
    replace(WIDE, people=100, told_by=("cabar-2020-06", "bbc")),
    replace(WIDE, people=30, countries=("KGZ",)),
    replace(WIDE, fatalities=2, text="police OR border"),
    Selection(first_month="1950-01", last_month="1950-02"),
]


@pytest.fixture(scope="module")
def in_memory() -> Package:
    return shipped_package()


@pytest.fixture(scope="module")
def in_engine(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("data")
    events = pd.read_csv(SHIPPED_FOLDER / "events.csv", dtype=str, keep_default_na=False)
    events.sample(frac=1, random_state=1).to_parquet(folder / "events.parquet")
    figures = pd.read_csv(SHIPPED_FOLDER / "figures.csv", dtype=str, keep_default_na=False)
    figures.to_csv(folder / "figures.csv", index=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CENTRAL_ASIA_MONITOR_CACHE", str(folder / "cache"))
        return open_package(read_address(str(folder)))


def test_the_two_kinds_are_asked(in_memory: Package, in_engine: Package) -> None:
    assert isinstance(in_memory.events, MemoryEvents)
    assert isinstance(in_engine.events, EngineEvents)


def test_keys_are_joined_and_never_written_into_a_query(
    in_memory: Package, in_engine: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EngineEvents, "_first", None)
    keys = [*in_memory.table("events")["event_id"], "it's", "none"]
    found, expected = (each.events.rows_of(keys, len(keys)) for each in (in_engine, in_memory))
    assert len(found) == len(keys) - 2
    assert found["event_id"].tolist() == expected["event_id"].tolist()
    assert in_engine.events.rows_of(keys, 3)["event_id"].tolist() == found["event_id"][:3].tolist()
    assert in_engine.events.rows_of([], 1).empty


class Recorded:
    """Events, and the names of what was asked of them."""

    def __init__(self, events: Events) -> None:
        self.events, self.asked = events, set[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(self.events, name)


def test_what_no_filter_changes_is_equal(in_memory: Package, in_engine: Package) -> None:
    compare(answers_on_all(in_memory.events), answers_on_all(in_engine.events))


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_every_answer_is_equal(
    in_memory: Package, in_engine: Package, selection: Selection
) -> None:
    compare(answers(in_memory.events, selection), answers(in_engine.events, selection))


def test_any_search_finds_the_same_in_both(in_memory: Package, in_engine: Package) -> None:
    """Searches made of words and pairs of words of the data, with every sign, by a fixed seed."""
    random = Random(13)  # noqa: S311  (no secret)
    texts = in_memory.table("events")["title"].tolist()
    numbers = set[int]()
    for _ in range(40):
        selection = replace(WIDE, text=_made_search(random, texts))
        one, other = (
            package.events.rows(selection, 1_000)["event_id"].tolist()
            for package in (in_memory, in_engine)
        )
        assert other == one, selection.text
        assert in_engine.events.counts(selection).total == len(one), selection.text
        numbers.add(len(one))
    assert min(numbers) == 0
    assert len(numbers) > 10


def _made_search(random: Random, texts: list[str]) -> str:
    parts = []
    for _ in range(random.randint(1, 4)):
        words = random.choice(texts).split()
        first = random.randrange(len(words))
        phrase = f'"{" ".join(words[first : first + random.randint(1, 3)])}"'
        names = ["Kulyab", "DVK", "“police in GBAO”", "Нур-Султан"]
        term = random.choice([words[first], phrase, phrase.upper(), random.choice(names)])
        parts.append(random.choice(["", "", "-", "OR "]) + term)
    return " ".join(parts)[:200]


def test_the_whole_protocol_is_asked(in_memory: Package) -> None:
    recorded = Recorded(in_memory.events)
    answers_on_all(cast(Events, recorded))
    answers(cast(Events, recorded), Selection())
    assert recorded.asked == {name for name in vars(Events) if not name.startswith("_")}


def test_pages_hold_every_row_once(in_engine: Package) -> None:
    total = in_engine.events.counts(WIDE).total
    pages = [in_engine.events.rows(WIDE, 25, first) for first in range(0, total, 25)]
    keys = pd.concat(pages)["event_id"]
    assert len(keys) == total
    assert keys.is_unique


def test_events_with_figures_are_held(in_memory: Package, in_engine: Package) -> None:
    figures = set(in_memory.table("figures")["event_id"].dropna())
    chosen = in_memory.events.rows(Selection(), 1000)
    for package in (in_memory, in_engine):
        found = package.events.with_figures(Selection())
        assert found["event_id"].tolist() == [key for key in chosen["event_id"] if key in figures]


def test_other_tables_are_the_address_s_own_or_borrowed(
    in_memory: Package, in_engine: Package
) -> None:
    pd.testing.assert_frame_equal(in_engine.table("figures"), in_memory.table("figures"))
    for name in BORROWED:
        assert len(in_engine.table(name)) == len(in_memory.table(name))
    assert len(in_engine.table("coverage")) == 0
    with pytest.raises(TooManyEvents, match="too many for this panel"):
        in_engine.table("events")


def test_the_cubes_are_made_once_and_anew_when_the_events_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENTRAL_ASIA_MONITOR_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "data"
    (folder / "events").mkdir(parents=True)
    events = pd.read_csv(SHIPPED_FOLDER / "events.csv", dtype=str)
    events.iloc[:100].to_parquet(folder / "events" / "part-1.parquet")
    told: list[str] = []
    first = open_package(read_address(str(folder)), lambda done, words: told.append(words))
    assert told[-1] == "Done"
    told.clear()
    again = open_package(read_address(str(folder)), lambda done, words: told.append(words))
    assert not told
    assert (again.version, again.events.total) == (first.version, 100)
    events.iloc[100:150].to_parquet(folder / "events" / "part-2.parquet")
    more = open_package(read_address(str(folder)))
    assert more.events.total == 150
    assert more.version != first.version
