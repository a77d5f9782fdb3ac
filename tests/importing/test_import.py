"""Files into a folder of data: counted first, written whole, merged by key, kept and undone."""

import csv
import json
import os
import random
import re
import signal
import subprocess
import time
from datetime import date
from multiprocessing.context import SpawnContext
from pathlib import Path

import pytest
from source_files import ACLED, DESK, table

from dashboard.__main__ import main
from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import check_package
from dashboard.engine.address import current_version, read_address
from dashboard.events.panels.card import card_of
from dashboard.importing import versions
from dashboard.panels.sources import sources_of

WRITTEN, REFUSED, WRONG_USE = 0, 1, 2


def put(folder: Path, name: str, rows: list[dict[str, str]]) -> str:
    path = folder / name
    path.write_bytes(table(rows))
    return str(path)


def rows_of(target: Path, name: str) -> list[dict[str, str]]:
    with (current_version(target) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def imported(target: Path, *files: str, more: tuple[str, ...] = ()) -> int:
    return main(["import", *files, "--into", str(target), "--yes", *more])


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "desk"


def test_nothing_is_written_until_it_is_agreed(
    tmp_path: Path, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "acled.csv", [ACLED, ACLED | {"event_id_cnty": "AFG1", "iso": "4"}])
    assert main(["import", file, "--into", str(target)]) == REFUSED
    said = capsys.readouterr()
    assert not target.exists()
    assert "acled.csv: ACLED, for it has ACLED's columns" in said.out
    assert "Records: 2, of the five countries 1; to load 1, refused 0" in said.out
    assert "Its rows may not be passed on" in said.out
    assert "events.csv: 1 new" in said.out


def test_every_source_that_a_lent_table_names_is_among_the_sources_of_an_import(
    tmp_path: Path, target: Path
) -> None:
    assert imported(target, put(tmp_path, "acled.csv", [ACLED])) == WRITTEN
    package = open_package(read_address(str(target)))
    tables = {name: package.table(name) for name in package.borrowed}
    named = {
        (name, source)
        for name, rows in tables.items()
        for column in rows.columns[rows.columns.str.endswith("source_id")]
        for source in rows[column].dropna()
    }
    assert {"rates", "countries", "covid_provinces"} <= {name for name, _ in named}
    known = {*package.table("sources")["source_id"]}
    assert sorted(each for each in named if each[1] not in known) == []


def test_the_app_opens_what_was_imported_without_a_fault(tmp_path: Path, target: Path) -> None:
    file = put(tmp_path, "acled.csv", [ACLED | {"tags": "crowd size=about 30", "fatalities": "1"}])
    assert imported(target, file, more=("--retrieved", "2024-05-01")) == WRITTEN
    address = read_address(str(target))
    assert check_package(address.path) == []
    package = open_package(address)
    assert not package.faults
    assert [*package.table("events")["event_id"]] == ["acled:KGZ1"]
    assert len(package.table("figures")) == 2
    sources = package.table("sources").set_index("source_id")
    attribution = str(sources.at["acled", "attribution"])
    assert attribution.startswith("Armed Conflict Location & Event Data")
    assert not sources.at["acled", "redistributable"]
    assert str(sources.at["acled", "retrieved"])[:10] == "2024-05-01"
    # What the app lends to such a folder keeps its sources.
    assert set(package.table("covid_daily")["source_id"]) <= set(sources.index)


def test_the_later_download_wins_whichever_comes_first(tmp_path: Path, target: Path) -> None:
    new = ACLED | {"notes": "new", "fatalities": "2", "timestamp": "1700000000"}
    old = ACLED | {"notes": "old", "fatalities": "1", "timestamp": "1600000000"}
    newer, older = put(tmp_path, "new.csv", [new]), put(tmp_path, "old.csv", [old])
    for files in ([newer, older], [older, newer]):
        for together in (True, False):
            folder = target / f"{files[0][-7:]}{together}"
            if together:
                imported(folder, *files)
            else:
                imported(folder, files[0])
                imported(folder, files[1])
            assert [row["notes"] for row in rows_of(folder, "events")] == ["new"]
            assert [row["best"] for row in rows_of(folder, "figures")] == ["2"]


def test_a_corrected_row_takes_its_old_figures_along(tmp_path: Path, target: Path) -> None:
    imported(target, put(tmp_path, "a.csv", [ACLED | {"fatalities": "4"}]))
    later = ACLED | {"fatalities": "0", "timestamp": "1700000000"}
    imported(target, put(tmp_path, "b.csv", [later]))
    assert rows_of(target, "figures") == []
    assert len(rows_of(target, "events")) == 1


def test_line_ends_of_every_kind_in_a_cell_stay_in_it(tmp_path: Path, target: Path) -> None:
    told = ["one\rtwo", "one\ntwo", "one\r\ntwo", "one"]
    rows = [
        ACLED
        | {
            "event_id_cnty": f"KGZ{n}",
            "notes": notes,
            "event_type": "Riots" if n == 3 else "Protests",
        }
        for n, notes in enumerate(told)
    ]
    rows.append(ACLED | {"event_id_cnty": "KGZ9", "event_type": "a\rb"})
    listed, file = tmp_path / "refused.csv", tmp_path / "acled.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        written = csv.DictWriter(opened, [*ACLED], quoting=csv.QUOTE_ALL)
        written.writeheader()
        written.writerows(rows)
    imported(target, str(file), more=("--refused", str(listed)))
    assert [row["notes"] for row in rows_of(target, "events")] == told[:3]
    with listed.open(encoding="utf-8", newline="") as opened:
        assert [fault["value"] for fault in csv.DictReader(opened)] == ["Peaceful protest", "a\rb"]
    # Merged with more, they stay so.
    imported(target, put(tmp_path, "more.csv", [ACLED | {"event_id_cnty": "KGZ8"}]))
    assert [row["notes"] for row in rows_of(target, "events")][:3] == told[:3]


def test_refused_rows_are_listed_and_the_rest_is_written(tmp_path: Path, target: Path) -> None:
    rows = [ACLED, ACLED | {"event_id_cnty": "KGZ2", "event_date": "0020-06-12"}]
    listed = tmp_path / "refused.csv"
    file = put(tmp_path, "acled.csv", rows)
    assert imported(target, file, more=("--refused", str(listed))) == REFUSED
    with listed.open(encoding="utf-8", newline="") as opened:
        (fault,) = csv.DictReader(opened)
    assert {name: fault[name] for name in ("file", "row", "column", "value", "rule")} == {
        "file": "acled.csv",
        "row": "3",
        "column": "event_date",
        "value": "0020-06-12",
        "rule": "the year must be from 1900 to next year",
    }
    assert len(rows_of(target, "events")) == 1


def test_a_file_of_nothing_is_said_and_changes_nothing(
    tmp_path: Path, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.csv"
    page.write_text("<!DOCTYPE html><html>Sign in</html>")
    assert imported(target, str(page)) == REFUSED
    assert "this is a web page, not data" in capsys.readouterr().out
    assert not target.exists()


def test_a_word_that_nobody_explains_stops_the_import_and_is_kept_once_said(
    tmp_path: Path, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    june = [DESK | {"event_type": "Queue", "sub_event_type": ""}]
    file = put(tmp_path, "june.csv", june)
    assert imported(target, file) == WRONG_USE
    assert "What is “Queue”?" in capsys.readouterr().out
    assert not target.exists()
    said = ("--type", "Queue=Economy and trade/Measure")
    assert imported(target, file, more=said) == WRITTEN
    july = [june[0] | {"event_id": "desk:b1", "event_date": "2020-07-01"}]
    assert imported(target, put(tmp_path, "july.csv", july)) == WRITTEN
    assert {row["event_type"] for row in rows_of(target, "events")} == {"Economy and trade"}


def test_an_import_is_undone_and_the_ledger_remembers(
    tmp_path: Path, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(target, put(tmp_path, "a.csv", [ACLED]), more=("--by", "Aida"))
    imported(target, put(tmp_path, "b.csv", [ACLED | {"event_id_cnty": "KGZ2"}]))
    assert len(rows_of(target, "events")) == 2
    assert main(["import", "--into", str(target), "--undo"]) == 0
    assert [row["event_id"] for row in rows_of(target, "events")] == ["acled:KGZ1"]
    capsys.readouterr()
    assert main(["import", "--into", str(target), "--ledger"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("* 0001") and "Aida" in first and "a.csv" in first
    assert second.startswith("  0002") and "b.csv" in second
    assert [version.counts["events"]["new"] for version in versions.ledger(target)[1:]] == [1, 1]
    assert main(["import", "--into", str(target), "--undo"]) == 0
    assert main(["import", "--into", str(target), "--undo"]) == WRONG_USE


def test_own_tables_of_a_folder_are_merged_and_come_back(tmp_path: Path, target: Path) -> None:
    imported(target, put(tmp_path, "desk.csv", [DESK]))
    own = tmp_path / "own"
    own.mkdir()
    for name in ("events", "figures", "sources"):
        (own / f"{name}.csv").write_bytes((current_version(target) / f"{name}.csv").read_bytes())
    before = (own / "events.csv").read_bytes()
    imported(own, put(tmp_path, "acled.csv", [ACLED]))
    assert {row["event_id"] for row in rows_of(own, "events")} == {"desk:a1", "acled:KGZ1"}
    main(["import", "--into", str(own), "--undo"])
    assert (current_version(own) / "events.csv").read_bytes() == before


def test_the_shipped_data_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CENTRAL_ASIA_MONITOR_DATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert main(["import", put(tmp_path, "a.csv", [ACLED]), "--yes"]) == WRONG_USE
    assert "The data that comes with the app stays as it is" in capsys.readouterr().err


# Files cannot grow past some bytes: what a disk does that is full.
FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from dashboard.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, target: Path, python: str) -> None:
    imported(target, put(tmp_path, "a.csv", [ACLED]))
    before = sorted(path.name for path in target.iterdir())
    more = ["import", put(tmp_path, "b.csv", _many(3_000)), "--into", str(target), "--yes"]
    run = subprocess.run([python, "-c", FULL, *more], capture_output=True, text=True, check=False)
    assert run.returncode == REFUSED
    assert "Nothing is written: File too large" in run.stderr
    assert sorted(path.name for path in target.iterdir()) == before
    assert len(rows_of(target, "events")) == 1


def _many(count: int, start: int = 0) -> list[dict[str, str]]:
    return [ACLED | {"event_id_cnty": f"KGZ{number}"} for number in range(start, start + count)]


def test_killed_at_any_moment_it_is_before_or_after(
    tmp_path: Path, target: Path, python: str
) -> None:
    """Run as a process of its own, killed after a while that is drawn by lot."""
    imported(target, put(tmp_path, "a.csv", [ACLED]))
    file = put(tmp_path, "b.csv", _many(3_000, 1))
    draw, seen = random.Random(7), set()  # noqa: S311 - no secret
    command = [python, "-m", "dashboard", "import", file, "--into", str(target), "--yes"]
    for _ in range(6):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            time.sleep(draw.uniform(0.5, 4))
            os.kill(run.pid, signal.SIGKILL)
        seen.add(len(rows_of(target, "events")))
        address = read_address(str(target))
        assert not open_package(address).faults
    assert seen <= {1, 3_000}
    assert imported(target, file) == WRITTEN
    assert len(rows_of(target, "events")) == 3_000
    assert not [path for path in target.iterdir() if path.name.startswith(".draft")]


# Whatever started the tests may have Ctrl-C ignored.
LISTENING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from dashboard.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_long_work_tells_how_far_it_is_and_ctrl_c_leaves_all_as_it_was(
    tmp_path: Path, target: Path, python: str
) -> None:
    rows = [DESK | {"event_id": f"desk:{number}"} for number in range(60_000)]
    more = ["import", put(tmp_path, "desk.csv", rows), "--into", str(target), "--yes"]
    command = [python, "-c", LISTENING, *more]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr
        assert re.fullmatch(r"desk.csv: .* \d+%.*\n", run.stderr.readline())
        run.send_signal(signal.SIGINT)
        *_, last = run.stderr.read().splitlines()
    assert last == "Stopped. Nothing has changed."
    assert run.returncode == REFUSED
    assert not target.exists()


def _import_one(folder: str, file: str) -> int:
    return imported(Path(folder), file)


def test_two_at_once_are_one_after_the_other(
    tmp_path: Path, target: Path, spawn: SpawnContext
) -> None:
    files = [put(tmp_path, f"{n}.csv", _many(300, 1_000 * n)) for n in range(3)]
    with spawn.Pool(3) as pool:
        codes = pool.starmap(_import_one, [(str(target), file) for file in files])
    assert codes == [WRITTEN] * 3
    assert len(rows_of(target, "events")) == 900
    kept = [version.name for version in versions.ledger(target)]
    assert kept == ["0000", "0001", "0002", "0003"]


def test_the_notes_of_a_version_hold_file_and_sum(tmp_path: Path, target: Path) -> None:
    imported(target, put(tmp_path, "a.csv", [ACLED]))
    notes = json.loads((current_version(target) / "version.json").read_text("utf-8"))
    (file,) = notes["files"]
    assert (file["name"], file["format"], file["rows"]) == ("a.csv", "acled", {"events": 1})
    assert len(file["sha256"]) == 64


def test_silence_speaks_only_for_what_the_file_shows(tmp_path: Path, target: Path) -> None:
    own = [ACLED, ACLED | {"event_id_cnty": "KGZ2", "event_date": "20 June 2023"}]
    columns = ("covers_topics", "covers_countries", "covers_from", "covers_to")

    def covered() -> list[str]:
        (source,) = [row for row in rows_of(target, "sources") if row["source_id"] == "acled"]
        return [source[name] for name in columns]

    imported(target, put(tmp_path, "june.csv", own))
    assert covered() == ["Protests", "KGZ", "2023-06-03", "2023-06-20"]
    july = ACLED | {"event_id_cnty": "KGZ3", "event_date": "15 July 2023"}
    imported(target, put(tmp_path, "july.csv", [july]))
    assert covered() == ["Protests", "KGZ", "2023-06-03", "2023-07-15"]
    # A year that nobody has looked at lies between: it is not claimed.
    later = ACLED | {"event_id_cnty": "KGZ4", "event_date": "15 July 2024"}
    imported(target, put(tmp_path, "later.csv", [later]))
    assert covered() == ["Protests", "KGZ", "2024-07-15", "2024-07-15"]
    # With a neighbour's rows in it, it is a download of the region.
    region = [later, ACLED | {"event_id_cnty": "AFG1", "iso": "4", "country": "Afghanistan"}]
    imported(target, put(tmp_path, "region.csv", region))
    assert covered()[1] == "KAZ;KGZ;TJK;TKM;UZB"
    assert check_package(current_version(target)) == []


def test_imported_data_is_named_with_its_address_and_day_of_access(
    tmp_path: Path, target: Path
) -> None:
    file = put(tmp_path, "a.csv", [ACLED])
    imported(target, file, more=("--retrieved", "2024-05-01"))
    package = open_package(read_address(str(target)))
    sources = sources_of(package, ["acled"])
    assert sources.sentence() == "Source: ACLED (acleddata.com, accessed 1 May 2024)."
    assert sources.owed == sources.publishers
    own = tmp_path / "own"
    imported(own, put(tmp_path, "desk.csv", [DESK]), more=("--retrieved", "2024-05-01"))
    table_of_desk = open_package(read_address(str(own)))
    assert sources_of(table_of_desk, ["desk"]).publishers == ("The desk (imported on 1 May 2024)",)
    card = card_of("acled:KGZ1", package.tables)
    assert card and ("Reported by", "Valley Post") in card.facts
    assert card.sources[0].title.startswith("Armed Conflict Location & Event Data (ACLED)")
    assert package.created.date() >= date(2024, 5, 1)


def test_events_that_acled_has_deleted_go_with_their_figures_and_come_back_by_undo(
    tmp_path: Path, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = ACLED | {"fatalities": "2"}
    rows = [row, row | {"event_id_cnty": "KGZ2"}, row | {"event_id_cnty": "KGZ3"}]
    imported(target, put(tmp_path, "acled.csv", rows))
    gone = [{"event_id_cnty": key, "deleted_timestamp": "1790000000"} for key in ("KGZ2", "MEX7")]
    listed = put(tmp_path, "deleted.csv", gone)
    capsys.readouterr()
    assert imported(target, listed) == WRITTEN
    said = capsys.readouterr().out
    assert "deleted.csv: ACLED, deleted events, for it has ACLED's columns" in said
    assert "2 events that their source has deleted" in said
    assert "events.csv: 1 removed, which its source has deleted" in said
    assert "figures.csv: 1 removed, which its source has deleted" in said
    assert [row["event_id"] for row in rows_of(target, "events")] == ["acled:KGZ1", "acled:KGZ3"]
    assert {row["event_id"] for row in rows_of(target, "figures")} == {"acled:KGZ1", "acled:KGZ3"}
    assert imported(target, listed) == REFUSED
    assert "none of the deleted events is here" in capsys.readouterr().err
    assert main(["import", "--undo", "--into", str(target)]) == WRITTEN
    assert len(rows_of(target, "events")) == 3


def test_a_deleted_event_stays_out_where_an_older_download_still_has_it(
    tmp_path: Path, target: Path
) -> None:
    row = ACLED | {"fatalities": "2"}
    export = put(tmp_path, "acled.csv", [row, row | {"event_id_cnty": "KGZ2"}])
    listed = tmp_path / "deleted.json"
    listed.write_text('{"data": [{"event_id_cnty": "KGZ2", "deleted_timestamp": 1790000000}]}')
    assert imported(target, export, str(listed)) == WRITTEN
    assert [row["event_id"] for row in rows_of(target, "events")] == ["acled:KGZ1"]
    assert [row["event_id"] for row in rows_of(target, "figures")] == ["acled:KGZ1"]
