"""PostgreSQL and a Spark cluster give the same answers as DuckDB, to the last digit."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pandas as pd
import pyarrow as pa
import pytest
from app_runner import open_app
from asked_elsewhere import Place, cells, opened_by_the_app, shown
from event_answers import answers, answers_on_all, compare
from made_elsewhere import awkward_events, load_into_postgres, write_parquet
from spark_servers import Cluster

from dashboard.catalogue import PAGE_EXHIBITS
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import DataUnavailable
from dashboard.engine.address import SETTING, read_address
from dashboard.engine.cache import CACHE_SETTING
from dashboard.engine.cubes import CUBES
from dashboard.engine.opening import owner_of
from dashboard.engine.preparing import LEADERS
from dashboard.selection import Selection
from dashboard.vocabulary import STATUSES

SPRING = Selection(first_month="2021-02", last_month="2021-03")
DECADE = Selection(first_month="2016-01", last_month="2025-12")
CHOICES = {
    "a month of five countries": Selection(),
    "two months": SPRING,
    "ten years": DECADE,
    "two countries, three topics": Selection(
        countries=("KGZ", "TKM"),
        first_month="2019-06",
        last_month="2021-08",
        topics=("Protests", "Arrests and detentions", "Diplomacy"),
    ),
    "exact days, every status": Selection(
        first_month="2020-11", last_month="2021-04", statuses=STATUSES, exact_dates=True
    ),
    "no country": Selection(countries=()),
    "no event": Selection(first_month="1991-08", last_month="1991-12"),
}
WORDS = (
    *("өскемен", "İSTANBUL işik", "istanbul", "οδοσ", "strasse", "o'brien", "100%", "_sure_"),
    *("\\", "протест", "police kaz", "no such word"),
    *('"o\'brien said"', '"strasse, straße"', "istanbul OR o'brien -strasse", "-police -протест"),
)
SEARCHES = {
    words: Selection(first_month="2021-02", last_month="2021-03", text=words) for words in WORDS
}

CUT_ALL_OTHERS = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where backend_type = 'client backend' and pid != pg_backend_pid()
"""


@pytest.fixture(scope="module")
def events() -> pa.Table:
    return awkward_events()


@pytest.fixture(scope="module")
def folder(events: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the events as Parquet files."""
    folder = tmp_path_factory.mktemp("made")
    write_parquet(events, folder)
    return folder


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Place]]:
    """Return what opens an address as the app does, by its environment."""
    places: list[Place] = []
    with pytest.MonkeyPatch.context() as environment:
        cache = tmp_path_factory.mktemp("cache")
        environment.setenv(CACHE_SETTING, str(cache))

        def open_there(address: str) -> Place:
            environment.setenv(SETTING, address)
            package = opened_by_the_app()
            (cubes,) = cache.glob(f"{owner_of(read_address(address))}-*")
            places.append(Place(address, package, cubes))
            return places[-1]

        yield open_there
        for place in places:
            place.events.close()


@pytest.fixture(scope="module")
def here(folder: Path, opened: Callable[[str], Place]) -> Place:
    """Open the events with DuckDB."""
    return opened(str(folder))


@pytest.fixture(scope="module")
def in_postgres(events: pa.Table, postgres_address: str, opened: Callable[[str], Place]) -> Place:
    """Open the same events in PostgreSQL."""
    load_into_postgres(events, postgres_address)
    return opened(postgres_address)


@pytest.fixture(scope="module")
def on_spark(folder: Path, spark_cluster: Cluster, opened: Callable[[str], Place]) -> Place:
    """Open the same events on a Spark cluster."""
    return opened(f"py{spark_cluster.master}{folder / 'events'}")


@pytest.fixture(scope="module", params=["in_postgres", "on_spark"])
def elsewhere(request: pytest.FixtureRequest) -> Place:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def answered_here(here: Place) -> Callable[[Selection], dict[str, Any]]:
    """Return what DuckDB answers to a selection, asked once for both of the others."""
    return cache(partial(answers, here.events))


@pytest.mark.parametrize("cube", [*CUBES, LEADERS])
def test_every_cube_is_the_same(here: Place, elsewhere: Place, cube: str) -> None:
    expected, found = (cells(place.cubes / f"{cube}.parquet") for place in (here, elsewhere))
    assert found.schema == expected.schema
    # These events have no figures, and so no dead.
    assert len(found) > 0 or cube == "fatalities"
    assert found == expected


def test_what_no_filter_changes_is_the_same(here: Place, elsewhere: Place) -> None:
    compare(answers_on_all(here.events), answers_on_all(elsewhere.events))


@pytest.mark.parametrize("name", CHOICES)
def test_every_question_has_the_same_answer(
    answered_here: Callable[[Selection], dict[str, Any]], elsewhere: Place, name: str
) -> None:
    compare(answered_here(CHOICES[name]), answers(elsewhere.events, CHOICES[name]))


@pytest.mark.parametrize("words", SEARCHES)
def test_words_are_found_in_the_same_events(here: Place, elsewhere: Place, words: str) -> None:
    selection = SEARCHES[words]
    expected = here.events.rows(selection, most=100)
    assert len(expected) or words in ("протест", "no such word")
    compare({"rows": expected}, {"rows": elsewhere.events.rows(selection, most=100)})


def test_what_is_counted_for_words_is_the_same(
    answered_here: Callable[[Selection], dict[str, Any]], elsewhere: Place
) -> None:
    selection = Selection(first_month="2020-06", last_month="2021-06", text="police")
    expected, found = answered_here(selection), answers(elsewhere.events, selection)
    assert expected["default"].total() > 100
    compare(expected, found)


def test_the_table_pages_through_every_event(here: Place, elsewhere: Place) -> None:
    pages = [
        pd.concat([place.events.rows(SPRING, most=30, first=first) for first in (0, 30, 60)])
        for place in (here, elsewhere)
    ]
    assert pages[0]["event_id"].is_unique
    compare({"pages": pages[0]}, {"pages": pages[1]})


def test_the_overview_is_the_same(here: Place, elsewhere: Place) -> None:
    for name in PAGE_EXHIBITS["overview"]:
        for selection in (CHOICES["a month of five countries"], DECADE):
            expected, found = (shown(place, name, selection) for place in (here, elsewhere))
            compare(expected, found)


@pytest.mark.usefixtures("page_runner")
def test_the_app_shows_the_same_page(
    here: Place, in_postgres: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = []
    for place in (here, in_postgres):
        monkeypatch.setenv(SETTING, place.address)
        app = open_app("overview", {"from": "2021-02", "to": "2021-02"})
        assert [str(trouble.value) for trouble in (*app.exception, *app.error)] == []
        texts = [str(element.proto.body) for element in (*app.get("html"), *app.markdown)]
        # The menus name the version of the data that a frozen frame holds.
        version = place.package.version
        pages.append([app.title[0].value, *(text.replace(version, "") for text in texts)])
    assert pages[0][0] == "February 2021"
    left_out = [
        [text for text in page if "break a rule and are left out" in text] for page in pages
    ]
    assert [len(told) for told in left_out] == [1, 1]
    assert "3 rows of events/part-3.parquet" in left_out[0][0], "a database numbers no rows"
    for page, (told,) in zip(pages, left_out, strict=True):
        page.remove(told)
    assert pages[1] == pages[0]


def test_the_same_rows_are_left_out(here: Place, elsewhere: Place) -> None:
    assert here.events.total == elsewhere.events.total
    rules = [
        sorted((fault.column, fault.rule.partition(" (event")[0]) for fault in place.package.faults)
        for place in (here, elsewhere)
    ]
    assert len(rules[0]) == 3
    assert rules[1] == rules[0]


def test_a_key_that_two_rows_of_a_database_have_is_refused_by_name(
    postgres_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    monkeypatch.setenv(CACHE_SETTING, str(tmp_path))
    with psycopg.connect(postgres_address, autocommit=True) as server:
        server.execute("create database without_keys")
    address = postgres_address.removesuffix("/postgres") + "/without_keys"
    with psycopg.connect(address) as database:
        database.execute(
            "create table events (event_id text, event_date date, event_type text, country text)"
        )
        for day in ("2020-06-01", "2020-06-02"):
            row = ("KGZ-1", day, "Protests", "KGZ")
            database.execute("insert into events values (%s, %s, %s, %s)", row)
    with pytest.raises(DataUnavailable, match=r"several rows of one key.*“KGZ-1”.*primary key"):
        open_package(read_address(address))


def test_a_cut_connection_is_made_again(in_postgres: Place) -> None:
    import psycopg

    with psycopg.connect(in_postgres.address, autocommit=True) as other:
        other.execute(CUT_ALL_OTHERS)
    assert len(in_postgres.events.rows(DECADE, most=7, first=3)) == 7


def test_several_threads_are_answered(here: Place, elsewhere: Place) -> None:
    selections = [replace(DECADE, first_month=f"2016-{month:02}") for month in range(1, 9)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(partial(elsewhere.events.points, most=5), selections))
    for selection, points in zip(selections, found, strict=True):
        compare({"points": here.events.points(selection, most=5)}, {"points": points})


def test_no_name_of_the_place_shows_the_password(in_postgres: Place) -> None:
    address, package = read_address(in_postgres.address), in_postgres.package
    password = unquote(address.login.partition(":")[2])
    assert len(password) > 12
    told = f"{address!r} {package!r} {package.folder} {package.version} {package.descriptor}"
    assert not [secret for secret in (password, quote(password, "")) if secret in told]


def test_a_wrong_password_is_told_without_it_and_whose_to_the_log_alone(
    postgres_address: str, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = postgres_address.replace("%40%2F", "%40%2Fwrong")
    with pytest.raises(DataUnavailable) as trouble:
        open_package(read_address(wrong))
    assert "refuses the login" in str(trouble.value)
    told = "\n".join(caplog.messages)
    assert "password authentication failed for user" in told
    assert "wrong" not in told + str(trouble.value)


def test_a_table_that_is_not_there_is_told(postgres_address: str) -> None:
    empty = postgres_address.replace("/postgres", "/template1")
    with pytest.raises(DataUnavailable, match=r"There is no table of events at postgres://127"):
        open_package(read_address(empty))


def test_both_workers_of_the_cluster_took_part(on_spark: Place, spark_cluster: Cluster) -> None:
    assert on_spark.events.total
    assert len(spark_cluster.workers) == 2
    assert min(spark_cluster.tasks()) > 0
