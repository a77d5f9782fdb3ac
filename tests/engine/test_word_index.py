"""The words listed of sorted events find the same as a search of every text."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from shipped import shipped_package

from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import SHIPPED_FOLDER
from dashboard.engine import word_index
from dashboard.engine.address import read_address
from dashboard.engine.queries import EngineEvents
from dashboard.searching import asked
from dashboard.selection import Selection
from dashboard.vocabulary import STATUSES

EVER = Selection(first_month="1990-01", last_month="2030-12", statuses=STATUSES)
LISTED = ("police", "rally OR march -virus", "Kulyab", "протест", "-government", "Sughd", "no-such")
LEFT = ('"police in"', "KAZ", "2020-06", "a", "police kaz", "of")


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineEvents]:
    """Return the shipped events in an engine, their words listed fifty events at a time."""
    folder = tmp_path_factory.mktemp("data")
    rows = pd.read_csv(SHIPPED_FOLDER / "events.csv", dtype=str, keep_default_na=False)
    rows.to_parquet(folder / "events.parquet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CENTRAL_ASIA_MONITOR_CACHE", str(folder / "cache"))
        patch.setattr(word_index, "PART", 50)
        package = open_package(read_address(str(folder)))
        assert isinstance(package.events, EngineEvents)
        yield package.events


@pytest.mark.parametrize("text", [*LISTED, *LEFT])
def test_each_search_finds_the_same_as_in_memory(events: EngineEvents, text: str) -> None:
    memory = shipped_package().events
    for selection in (replace(EVER, text=text), Selection(text=text)):
        for cube in ("months", "days", "provinces"):
            kinds = ("event_date", "country", "mark", "status")
            one, other = (each.counts(selection, cube).by(*kinds) for each in (memory, events))
            assert other == one
        keys = (each.rows(selection, 1_000)["event_id"].tolist() for each in (memory, events))
        assert len({tuple(each) for each in keys}) == 1


@pytest.mark.parametrize("text", LISTED)
def test_words_are_answered_from_the_list(events: EngineEvents, text: str) -> None:
    held = events._words and events._words.holding(asked(text))
    assert held is not None
    texts = shipped_package().table("events")["searched"]
    assert np.array_equal(held, [asked(text).holds(each) for each in texts])


@pytest.mark.parametrize("text", LEFT)
def test_what_may_stand_in_a_key_or_is_no_word_is_left_to_the_engine(
    events: EngineEvents, text: str
) -> None:
    assert events._words
    assert events._words.holding(asked(text)) is None


def test_events_without_a_word_have_an_empty_list(tmp_path: Path) -> None:
    for name in (word_index.ROWS,):
        (tmp_path / name).touch()
    np.save(tmp_path / word_index.IN_KEYS, np.packbits(np.zeros(1 << 24, dtype=bool)))
    file = str(tmp_path / word_index.WORDS)
    with word_index.pa.ipc.new_file(file, word_index.SCHEMA):
        pass
    index = word_index.read_words(tmp_path, 3)
    held = index and index.holding(asked("police"))
    assert held is not None
    assert not held.any()
