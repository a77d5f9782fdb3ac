"""Data addresses opened end to end: what is kept, what is left out, and what is told of it."""

import os
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from shipped import shipped_package

from dashboard.__main__ import main
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import SHIPPED_FOLDER, DataUnavailable, load_package
from dashboard.engine.address import SETTING, read_address
from dashboard.engine.cache import CACHE_SETTING
from dashboard.engine.columns import NEEDED
from dashboard.selection import Selection
from dashboard.ui import cache as held

EVENTS = pd.read_csv(SHIPPED_FOLDER / "events.csv", dtype=str, keep_default_na=False)
JUNE = Selection()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_SETTING, str(tmp_path / "cache"))
    monkeypatch.setattr("dashboard.datapackage.opening.LONGEST_IN_MEMORY", 1000)
    monkeypatch.setattr(held, "_LONG", held._Long())


def write_parquet(folder: Path) -> None:
    EVENTS.to_parquet(folder / "events.parquet")


def write_partitions(folder: Path) -> None:
    for country, rows in EVENTS.groupby("country"):
        part = folder / "events" / f"part={country}"
        part.mkdir(parents=True)
        rows.to_parquet(part / "rows.parquet")


def write_csv(folder: Path) -> None:
    EVENTS.to_csv(folder / "events.csv", index=False)


def write_csv_parts(folder: Path) -> None:
    (folder / "events").mkdir()
    for place in range(3):
        EVENTS.iloc[place::3].to_csv(folder / "events" / f"{place}.csv", index=False)


def test_a_short_folder_of_events_alone_is_lent_the_other_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.datapackage.opening.LONGEST_IN_MEMORY", 10_000_000)
    write_csv(tmp_path)
    package = open_package(read_address(str(tmp_path)))
    assert package.kept_events is None
    assert (package.faults, package.unavailable) == ((), {})
    assert {"rates", "sources"} <= package.borrowed
    assert "figures" not in package.borrowed
    assert package.table("figures").empty
    assert len(package.table("rates")) == len(load_package(SHIPPED_FOLDER).table("rates"))
    assert package.events.total == len(EVENTS)
    monkeypatch.setenv(SETTING, str(tmp_path))
    assert held.current_package().borrowed == package.borrowed


def test_a_file_put_in_the_place_of_one_as_long_and_as_old_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.datapackage.opening.LONGEST_IN_MEMORY", 10_000_000)
    write_csv(tmp_path)
    monkeypatch.setenv(SETTING, str(tmp_path))
    first, file = held.current_package(), tmp_path / "events.csv"
    other = file.with_suffix(".new")
    title = str(EVENTS["title"][0])
    other.write_text(file.read_text("utf-8").replace(title, title.upper()), "utf-8")
    before = file.stat()
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    now = held.current_package()
    assert now is not first
    assert title.upper() in set(now.table("events")["title"])


def test_a_short_folder_that_says_which_tables_it_has_is_lent_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.datapackage.opening.LONGEST_IN_MEMORY", 10_000_000)
    write_csv(tmp_path)
    shutil.copy(SHIPPED_FOLDER / "datapackage.json", tmp_path)
    package = open_package(read_address(str(tmp_path)))
    assert package.borrowed == frozenset()
    assert "The file rates.csv is missing" in package.unavailable["rates"]


def test_a_short_file_with_few_columns_is_read_by_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.datapackage.opening.LONGEST_IN_MEMORY", 10_000_000)
    needed = ["event_id", "event_date", "event_type", "country"]
    EVENTS[needed].to_csv(tmp_path / "events.csv", index=False)
    package = open_package(read_address(str(tmp_path)))
    assert package.kept_events is not None
    assert package.events.total == len(EVENTS)


@pytest.mark.parametrize("write", [write_parquet, write_partitions, write_csv, write_csv_parts])
def test_a_folder_is_read_however_it_is_cut(tmp_path: Path, write) -> None:
    write(tmp_path)
    events = open_package(read_address(str(tmp_path))).events
    whole = shipped_package().events
    assert events.total == len(EVENTS)
    assert events.counts(JUNE).by("country", "mark") == whole.counts(JUNE).by("country", "mark")
    # The folder has no figures of its own, which tell of people.
    rows, shipped = (
        each.rows(JUNE, 500).drop(columns=["people", "fatalities"]) for each in (events, whole)
    )
    pd.testing.assert_frame_equal(rows, shipped)


def test_a_duckdb_file_is_read_with_its_other_tables(tmp_path: Path) -> None:
    file = tmp_path / "desk.duckdb"
    with duckdb.connect(str(file)) as database:
        for name in ("events", "sources"):
            database.sql(f"CREATE TABLE {name} AS FROM '{SHIPPED_FOLDER / name}.csv'")
        database.sql("DELETE FROM sources WHERE source_id LIKE 'timesca%'")
    package = open_package(read_address(str(file)))
    assert package.events.total == len(EVENTS)
    assert 0 < len(package.table("sources")) < len(shipped_package().table("sources"))
    assert len(package.table("figures")) == 0


def test_only_the_needed_columns_are_needed(tmp_path: Path) -> None:
    EVENTS[["event_id", "event_date", "event_type", "country"]].to_parquet(
        tmp_path / "events.parquet"
    )
    package = open_package(read_address(str(tmp_path)))
    assert package.events.total == len(EVENTS)
    row = package.events.rows(Selection(), 1).iloc[0]
    assert (row["status"], row["end_date"]) == ("occurred", row["event_date"])


def test_a_table_without_days_is_refused(tmp_path: Path) -> None:
    EVENTS.drop(columns=["event_date", "country"]).to_parquet(tmp_path / "events.parquet")
    with pytest.raises(DataUnavailable, match="lacks the columns event_date, country"):
        open_package(read_address(str(tmp_path)))


def test_bad_rows_are_left_out_and_named_and_the_good_ones_stay(tmp_path: Path) -> None:
    events = EVENTS.copy()
    events.loc[3, "event_date"] = "soon"
    events.loc[5, "country"] = "XYZ"
    events.loc[7, "event_id"] = ""
    events.loc[9, "latitude"] = "north"
    events.loc[11, ["event_date", "end_date"]] = ["2020-06-05", "2020-06-01"]
    events.to_csv(tmp_path / "events.csv", index=False)
    package = open_package(read_address(str(tmp_path)))
    told = [str(fault) for fault in package.faults]
    assert package.events.total == len(EVENTS) - 4
    assert "events.csv, row 5, event_date: “soon” is not a date written as 2020-06-30" in told
    assert any(line.startswith("events.csv, row 7, country: “XYZ” must be one of") for line in told)
    assert "events.csv, row 9, event_id: a value is required here" in told
    assert "events.csv, row 11, latitude: “north” is not a number with a decimal point" in told
    assert "events.csv, row 13, end_date: “2020-06-01” the last day is before the first" in told


def test_the_command_prepares_once_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_parquet(tmp_path)
    assert main(["prepare", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert "Sorting the events by day" in said
    assert f"{len(EVENTS)} events are ready" in said
    assert main(["prepare", str(tmp_path)]) == 0
    assert "Sorting" not in capsys.readouterr().err
    assert main(["prepare", "--anew", str(tmp_path)]) == 0
    assert "Sorting" in capsys.readouterr().err
    assert main(["prepare", str(tmp_path / "nowhere")]) == 1
    assert "There is no data folder" in capsys.readouterr().err


def wait(preparation: held.Preparation) -> None:
    preparation.thread.join(120)
    assert not preparation.is_running


@pytest.mark.usefixtures("python")
def test_the_app_prepares_beside_and_keeps_what_was_there_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The process that prepares has the bound of its own: the file must be long for it too.
    data = tmp_path / "data"
    data.mkdir()
    write_parquet(data)
    monkeypatch.setenv(SETTING, str(data))
    with pytest.raises(held.DataBeingPrepared) as waiting:
        held.current_package()
    wait(waiting.value.preparation)
    assert waiting.value.preparation.trouble == ""
    first = held.current_package()
    assert first.events.total == len(EVENTS)
    assert held.current_package() is first
    EVENTS.iloc[:50].to_parquet(data / "events.parquet")
    assert held.current_package() is first
    beside = held._LONG.preparation
    assert beside
    wait(beside)
    assert held.current_package().events.total == 50
    EVENTS.drop(columns="country").to_parquet(data / "events.parquet")
    assert held.current_package().events.total == 50
    beside = held._LONG.preparation
    assert beside
    wait(beside)
    assert "lacks the columns country" in beside.trouble
    assert held.current_package().events.total == 50


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_of_two_rows_of_one_key_one_is_counted_and_the_other_is_named(
    tmp_path: Path, suffix: str
) -> None:
    (tmp_path / "events").mkdir()
    later = EVENTS.iloc[[2, 5]].assign(event_date="2021-03-01", end_date="2021-03-01")
    for name, rows in (("1", EVENTS), ("2", pd.concat([EVENTS.iloc[[9]], later]))):
        file = tmp_path / "events" / f"{name}.{suffix}"
        rows.to_csv(file, index=False) if suffix == "csv" else rows.to_parquet(file)
    package = open_package(read_address(str(tmp_path)))
    assert package.events.total == len(EVENTS)
    stays = package.events.rows_of([EVENTS["event_id"][2]], 2)
    assert stays["event_date"].dt.strftime("%Y-%m-%d").tolist() == [EVENTS["event_date"][2]]
    rule = "is the key of another row too, of which the earliest event stays"
    assert {str(fault) for fault in package.faults} == {
        f"events/2.{suffix}, row {row}, event_id: “{EVENTS['event_id'][place]}” {rule}"
        for row, place in ((2, 9), (3, 2), (4, 5))
    }


@pytest.mark.parametrize("columns", [[*EVENTS], [*NEEDED]])
def test_a_table_all_of_which_is_there_twice_is_counted_once(
    tmp_path: Path, columns: list[str]
) -> None:
    pd.concat([EVENTS[columns]] * 2).to_parquet(tmp_path / "events.parquet")
    package = open_package(read_address(str(tmp_path)))
    assert package.events.total == len(EVENTS)
    assert len(package.faults) == 21
    assert f"({len(EVENTS)} rows in all)" in str(package.faults[-1])


def test_of_two_tables_of_events_neither_is_taken(tmp_path: Path) -> None:
    write_csv(tmp_path)
    EVENTS.iloc[:100].to_parquet(tmp_path / "events.parquet")
    with pytest.raises(DataUnavailable, match=r"events\.csv and events\.parquet.*Keep one"):
        open_package(read_address(str(tmp_path)))
