"""The data package read and checked: the shipped one, damaged ones, and the command line."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from dashboard import schema
from dashboard.__main__ import main
from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import SHIPPED_FOLDER, DataUnavailable, check_package, load_package
from dashboard.selection import Selection
from dashboard.vocabulary import country_name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped package that a test may damage."""
    copy = tmp_path / "data"
    shutil.copytree(SHIPPED_FOLDER, copy, ignore=shutil.ignore_patterns("geo"))
    return copy


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, f"{old} is not in {name}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_shipped_package_has_no_fault() -> None:
    assert check_package(SHIPPED_FOLDER) == []


def test_validate_says_so_and_exits_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(SHIPPED_FOLDER)]) == 0
    assert "no fault" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("figures.csv", ",21819,21819,21819,", ",22819,21819,21819,", "low <= best <= high"),
        (
            "events.csv",
            "KGZ-2020-06-29-01,2020-06-29,",
            "KGZ-2020-06-29-01,2020-06-31,",
            "is not a date",
        ),
        (
            "events.csv",
            ",Protests,Peaceful protest,",
            ",Protests,Sentence,",
            "does not belong to the row's event_type",
        ),
        ("rates.csv", ",0.00008,", ",0.00009,", "rate as reported"),
        ("covid_daily.csv", "2020-06-30,KAZ,", "2020-06-29,KAZ,", "this key is used twice"),
        ("covid_daily.csv", "2020-06-30,KAZ,", "2020-06-30,KAX,", "must be one of: KAZ"),
        ("events.csv", "cabar-2020-06", "cabar-1999-06", "there is no such row in sources.csv"),
        ("covid_breaks.csv", ",406,406,", ",,406,", "is needed for an offset"),
        ("covid_breaks.csv", ",350,400,", ",450,400,", "must not be more than most"),
        ("sources.csv", ",Protests;Arrests", ",Protest;Arrests", "must be one of: Protests, "),
        ("sources.csv", "KAZ;KGZ;TJK", "KAZ;RUS;TJK", "must be one of: KAZ, KGZ"),
        ("sources.csv", ",2020-06-01,2020-06-30", ",2020-07-01,2020-06-30", "before covers_from"),
        ("sources.csv", ",2020-06-01,2020-06-30", ",2020-06-01,", "is needed: a source that"),
        ("sources.csv", ",2020-06-01,2020-06-30", ",2020-06-01,2020-06-31", "is not a date"),
        ("locator_reviews.csv", "cabar-2020-06:48:1,", "cabar-2020-06:48:9,", "no such event or"),
        ("locator_reviews.csv", "KAZ-2020-06-20-01,", "KAZ-2020-06-20-02,", "is not a footnote"),
    ],
)
def test_a_damaged_value_is_told_with_file_row_column_and_rule(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, told: str
) -> None:
    change(folder, name, old, new)
    assert main(["validate", str(folder)]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if told in line]
    assert lines
    assert lines[0].startswith(f"{name}, row ")


@pytest.mark.parametrize("month", ["2025-12", "June 2020", 202006])
def test_a_month_to_open_with_that_has_no_event_is_told(folder: Path, month: object) -> None:
    file = folder / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"default_month": month}))
    (fault,) = check_package(folder)
    assert (fault.file, fault.column, fault.value) == (file.name, "default_month", str(month))
    assert "must be a month with events" in fault.rule


def test_a_point_outside_its_country_is_told(folder: Path) -> None:
    events = pd.read_csv(folder / "events.csv", dtype=str, keep_default_na=False)
    row = events.index[events["location"].eq("Bishkek") & events["latitude"].ne("")][0]
    events.loc[row, ["latitude", "longitude"]] = ["51.1", "71.4"]
    events.to_csv(folder / "events.csv", index=False)
    faults = check_package(folder)
    assert [(fault.row, fault.column) for fault in faults] == [(row + 2, "latitude")]
    assert "lies outside KGZ" in faults[0].rule


def test_a_month_told_as_a_day_and_a_locator_past_the_end_are_told(folder: Path) -> None:
    events = pd.read_csv(folder / "events.csv", dtype=str, keep_default_na=False)
    month = events.index[events["time_precision"].eq("3") & events["paragraph"].ne("")][0]
    events.loc[month, "end_date"] = events.loc[month, "event_date"]
    events.loc[month, "char_end"] = "99999999"
    events.to_csv(folder / "events.csv", index=False)
    rules = {fault.column: fault.rule for fault in check_package(folder)}
    assert "no day is stated" in rules["end_date"]
    assert rules["char_end"] == "is past the end of the source"


def test_a_faulty_row_is_left_out_and_the_good_rows_stay(folder: Path) -> None:
    whole = load_package(folder)
    change(folder, "covid_daily.csv", "2020-06-30,KAZ,22308,", "2020-06-30,KAZ,many,")
    package = load_package(folder)
    assert len(package.table("covid_daily")) == len(whole.table("covid_daily")) - 1
    assert str(package.faults[0]).startswith(
        "covid_daily.csv, row 162, total_cases: “many” is not a whole number"
    )
    assert package.version != whole.version


def test_a_version_is_that_of_the_rows_read_though_a_file_changes_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, key_faults = load_package(folder), schema.key_faults

    def change_meanwhile(*given):
        change(folder, "covid_daily.csv", "2020-06-30,KAZ,22308,", "2020-06-30,KAZ,22309,")
        return key_faults(*given)

    monkeypatch.setattr(schema, "key_faults", change_meanwhile)
    assert load_package(folder).version == whole.version
    monkeypatch.undo()
    assert load_package(folder).version != whole.version


def test_a_file_that_may_not_be_read_is_one_lost_table(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "rates.csv":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    package = load_package(folder)
    assert [*package.unavailable] == ["rates"]
    assert "rates.csv cannot be read: [Errno 13] Permission denied" in package.unavailable["rates"]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda path: path.unlink(), "rates.csv is missing"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00bad"), "is not UTF-8 text"),
        (lambda path: path.write_text(""), "cannot be read as a table"),
        (lambda path: path.write_text("date,currency\n2020-01-01,KZT\n"), "this column is missing"),
    ],
)
def test_a_lost_table_is_unavailable_and_the_rest_stays(folder: Path, damage, words: str) -> None:
    damage(folder / "rates.csv")
    package = load_package(folder)
    with pytest.raises(DataUnavailable, match=words):
        package.table("rates")
    assert len(package.table("events")) > 0


def test_no_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DataUnavailable, match="There is no data folder"):
        load_package(tmp_path / "nowhere")
    assert main(["validate", str(tmp_path / "nowhere")]) == 1
    assert "There is no data folder" in capsys.readouterr().err


def test_every_place_country_has_a_name_for_the_reader() -> None:
    events = load_package().table("events")
    codes = {
        *events["place_country"].dropna(),
        *";".join(events["related_countries"].dropna()).split(";"),
    }
    assert [code for code in codes if country_name(code) == code] == []


def test_a_table_of_events_without_a_row_is_told_as_none(folder: Path) -> None:
    header = (folder / "events.csv").read_text("utf-8").splitlines()[0]
    (folder / "events.csv").write_text(header + "\n", "utf-8")
    package = load_package(folder)
    assert package.events.total == 0
    for name, build in EXHIBITS.items():
        assert build(package, Selection(), {}).key, name


def test_only_the_file_that_has_changed_is_checked_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, checked = load_package(folder), []
    check = schema.check_table
    monkeypatch.setattr(
        schema, "check_table", lambda r, text: checked.append(r["name"]) or check(r, text)
    )
    change(folder, "rates.csv", ",0.00008,", ",soon,")
    changed = load_package(folder)
    assert checked == ["rates"]
    assert len(changed.table("rates")) == len(whole.table("rates")) - 1
    assert changed.table("covid_daily").equals(whole.table("covid_daily"))
    assert [fault.file for fault in load_package(folder).faults] == ["rates.csv"]
