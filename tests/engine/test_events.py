"""Events kept in an engine answer as the same events in memory do."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from counting import words_once

from dashboard.datapackage.opening import BORROWED, open_package
from dashboard.datapackage.store import SHIPPED_FOLDER, Package, TooManyEvents, load_package
from dashboard.engine.address import read_address
from dashboard.engine.events import EngineEvents
from dashboard.engine.memory import MemoryEvents
from dashboard.selection import Selection
from dashboard.vocabulary import ACT_MARKS

WIDE = Selection(first_month="2015-01", last_month="2024-12")
SELECTIONS = [
    Selection(),
    Selection(countries=("KGZ", "TJK")),
    Selection(countries=()),
    Selection(first_month="2020-01", last_month="2020-12"),
    Selection(text="police"),
    replace(WIDE, text="İstanbul президент"),
    replace(WIDE, text="100%_"),
    WIDE,
    replace(WIDE, topics=("Protests", "Diplomacy"), exact_dates=True),
    replace(WIDE, statuses=("occurred", "planned", "claimed")),
    replace(WIDE, statuses=()),
    Selection(first_month="1950-01", last_month="1950-02"),
]
KINDS = ("event_date", "end_date", "country", "mark", "frame", "home", "abroad", "time_precision")


@pytest.fixture(scope="module")
def in_memory() -> Package:
    return load_package()


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


def engine_of(package: Package) -> EngineEvents:
    assert package.long_events
    return package.long_events


def memory_of(package: Package) -> MemoryEvents:
    assert isinstance(package.events, MemoryEvents)
    return package.events


def sorted_by(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    return frame.sort_values(list(names)).reset_index(drop=True)


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_counts_are_equal(in_memory: Package, in_engine: Package, selection: Selection) -> None:
    memory, engine = memory_of(in_memory), engine_of(in_engine)
    by_day = engine.counts(selection, "days").by(*KINDS)
    assert by_day == memory.counts(selection).by(*KINDS)
    assert engine.counts(selection).total == memory.counts(selection).total
    assert engine.in_period(selection) == memory.in_period(selection)
    assert engine.sources(selection) == memory.sources(selection)
    outside = {"frame": "outside"}
    assert engine.sources(selection, outside) == memory.sources(selection, outside)
    acts = ("country", "mark", "issue", "state_response", "time_precision", "status")
    told = memory.counts(selection).isin(mark=ACT_MARKS)
    blank = {
        (*key[:2], *(word or "" for word in key[2:4]), *key[4:]): n
        for key, n in told.by(*acts).items()
    }
    assert engine.counts(selection, "acts").by(*acts) == blank


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_rows_are_equal(in_memory: Package, in_engine: Package, selection: Selection) -> None:
    memory, engine = memory_of(in_memory), engine_of(in_engine)
    for first in (0, 7, 40, 10_000):
        pd.testing.assert_frame_equal(
            words_once(engine.rows(selection, 20, first)),
            words_once(memory.rows(selection, 20, first).reset_index(drop=True)),
        )
    placeless = {"frame": "none"}
    pd.testing.assert_frame_equal(
        words_once(engine.rows(selection, 20, where=placeless)),
        words_once(memory.rows(selection, 20, where=placeless).reset_index(drop=True)),
    )
    pd.testing.assert_frame_equal(
        engine.leaders(selection).reset_index(drop=True),
        memory.leaders(selection).reset_index(drop=True),
    )
    pd.testing.assert_frame_equal(engine.points(selection, 30), memory.points(selection, 30))
    square = ("latitude", "longitude", "mark")
    pd.testing.assert_frame_equal(
        sorted_by(engine.squares(selection), *square),
        sorted_by(memory.squares(selection), *square),
        check_dtype=False,
    )


def test_pages_hold_every_row_once(in_engine: Package) -> None:
    engine, selection = engine_of(in_engine), WIDE
    total = engine.counts(selection).total
    pages = [engine.rows(selection, 25, first) for first in range(0, total, 25)]
    keys = pd.concat(pages)["event_id"]
    assert len(keys) == total
    assert keys.is_unique


def test_events_with_figures_are_held(in_memory: Package, in_engine: Package) -> None:
    figures = set(in_memory.table("figures")["event_id"].dropna())
    selection = Selection()
    chosen = memory_of(in_memory).rows(selection, 1000)
    told = engine_of(in_engine).told(selection)
    assert told["event_id"].tolist() == [key for key in chosen["event_id"] if key in figures]


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
