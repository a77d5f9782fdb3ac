"""ACLED's events: every generation, days by the whole column, corrections, crowds, the dead."""

import json
from datetime import date
from pathlib import Path

import pytest
from source_files import ACLED, faults, read, table

from dashboard.__main__ import main
from dashboard.datapackage.store import check_package
from dashboard.engine.address import current_version
from dashboard.sources.reading.outcomes import Choices


def acled(**changes: str) -> dict[str, str]:
    return ACLED | changes


def test_a_row_becomes_an_event_with_its_crowd_and_its_dead(tmp_path: Path) -> None:
    row = acled(tags="crowd size=about 100; women", fatalities="2")
    key, reading = read(tmp_path, table([row]))
    assert key == "acled"
    (event,) = reading.table("events")
    assert {name: event[name] for name in ("event_id", "event_date", "end_date", "country")} == {
        "event_id": "acled:KGZ1",
        "event_date": date(2023, 6, 3),
        "end_date": date(2023, 6, 3),
        "country": "KGZ",
    }
    assert (event["admin1"], event["reported_by"]) == ("KG-GO", "Valley Post")
    assert event["updated_at"] == "2023-07-07T17:25:15Z"
    assert [
        (figure["measure"], figure["low"], figure["best"], figure["high"], figure["qualifier"])
        for figure in reading.table("figures")
    ] == [("participants", None, 100, None, "about"), ("killed", 2, 2, 2, "exact")]


@pytest.mark.parametrize(
    ("printed", "others", "meant"),
    [
        ("03-06-21", ["25-06-21"], date(2021, 6, 3)),
        ("03/06/2021", ["25/06/2021"], date(2021, 6, 3)),
        ("6/3/2021", ["6/25/2021"], date(2021, 6, 3)),
        ("3-Jun-21", [], date(2021, 6, 3)),
        ("03.06.2021", [], date(2021, 6, 3)),
        ("21-06-03", ["21-06-25"], date(2021, 6, 3)),
        ("44350", [], date(2021, 6, 3)),
    ],
)
def test_the_whole_column_says_how_days_are_written(
    tmp_path: Path, printed: str, others: list[str], meant: date
) -> None:
    days = [printed, *others]
    rows = [
        acled(event_id_cnty=f"KGZ{n}", event_date=day, year="2021") for n, day in enumerate(days)
    ]
    _, reading = read(tmp_path, table(rows))
    assert reading.table("events")[0]["event_date"] == meant
    assert not reading.questions


def test_days_that_nothing_settles_are_asked_about(tmp_path: Path) -> None:
    data = table([acled(event_date="03/06/2021", year="2021")])
    _, reading = read(tmp_path, data)
    assert [question.choice for question in reading.questions] == ["day_first"]
    choices = Choices(retrieved=date(2024, 5, 1), day_first=False)
    _, reading = read(tmp_path, data, choices=choices)
    assert reading.table("events")[0]["event_date"] == date(2021, 3, 6)
    assert not reading.questions


def test_absurd_days_are_refused_and_none_is_mended(tmp_path: Path) -> None:
    days = ["0020-06-12", "1020-06-06", "2206-06-05", "2020-13-25", "2020-06-31", "soon"]
    rows = [acled(event_id_cnty=f"KGZ{n}", event_date=day) for n, day in enumerate(days)]
    _, reading = read(tmp_path, table(rows))
    assert not reading.rows
    rules = ["year_out_of_range"] * 3 + ["not_a_date"] * 3
    assert faults(reading) == [
        ("row", row, "event_date", day, rule)
        for row, (day, rule) in enumerate(zip(days, rules, strict=True), start=2)
    ]


def test_of_a_key_used_twice_the_latest_timestamp_is_kept(tmp_path: Path) -> None:
    newer, older = acled(notes="two", timestamp="1700000000"), acled(notes="one")
    _, reading = read(tmp_path, table([newer, acled(event_id_cnty="KGZ2"), older]))
    assert [event["notes"] for event in reading.table("events")] == [
        "two",
        "Gardeners asked for water.",
    ]
    assert [(left.row, left.why) for left in reading.left_out] == [(4, "older_version")]


def test_a_header_in_the_middle_is_no_record(tmp_path: Path) -> None:
    header = {name: name for name in ACLED}
    _, reading = read(tmp_path, table([acled(), header, acled(event_id_cnty="KGZ2")]))
    assert [(row.row, row.why) for row in reading.not_data] == [(3, "header_again")]
    assert len(reading.table("events")) == 2


def test_a_month_is_a_window_of_a_month(tmp_path: Path) -> None:
    _, reading = read(tmp_path, table([acled(time_precision="3")]))
    (event,) = reading.table("events")
    assert (event["event_date"], event["end_date"]) == (date(2023, 6, 1), date(2023, 6, 30))


@pytest.mark.parametrize(
    ("kind", "first", "second", "meant"),
    [
        ("Riots/Protests", "6", "0", ("Protests", "Peaceful protest")),
        ("Riots/Protests", "6", "1", ("Protests", "Protest with intervention")),
        ("Riots/Protests", "5", "1", ("Riots", "Violent demonstration")),
        ("Riots/Protests", "5", "7", ("Riots", "Mob violence")),
        ("Battle-No change of territory", "1", "1", ("Battles", "Armed clash")),
        ("Remote violence", "3", "7", ("Explosions/Remote violence", "Other")),
        ("Violence Against Civilians", "3", "7", ("Violence against civilians", "Attack")),
    ],
)
def test_the_old_types_are_told_apart_by_the_actors(
    tmp_path: Path, kind: str, first: str, second: str, meant: tuple[str, str]
) -> None:
    row = acled(event_type=kind, inter1=first, inter2=second, gwno="703")
    for name in ("sub_event_type", "iso", "timestamp", "tags"):
        del row[name]
    upper = {name.upper(): value for name, value in row.items()}
    _, reading = read(tmp_path, table([upper]))
    (event,) = reading.table("events")
    assert (event["event_type"], event["sub_event_type"]) == meant
    # Such a row is sound in the data, the open sub-type too.
    assert main(["import", str(tmp_path / "file.csv"), "--into", str(tmp_path), "--yes"]) == 0
    assert check_package(current_version(tmp_path)) == []


def test_an_unknown_type_is_named_and_never_becomes_other(tmp_path: Path) -> None:
    _, reading = read(tmp_path, table([acled(event_type="Sit-ins", sub_event_type="Long")]))
    assert faults(reading) == [("row", 2, "event_type", "Sit-ins", "unknown_type")]


def test_the_api_and_the_layer_of_arcgis_read_alike(tmp_path: Path) -> None:
    answer = {"status": 200, "success": True, "count": 1, "data": [ACLED]}
    own = ACLED | {"event_date": 1685750400000, "latitude": 40.5283, "longitude": 72.7985}
    point = {"type": "Point", "coordinates": [72.7985, 40.5283]}
    layer = {"type": "FeatureCollection", "features": [{"geometry": point, "properties": own}]}
    for held in (answer, [ACLED], layer):
        key, reading = read(tmp_path, json.dumps(held).encode(), "x.json")
        (event,) = reading.table("events")
        assert (key, event["event_date"], event["latitude"]) == (
            "acled",
            date(2023, 6, 3),
            40.5283,
        )


def test_a_failed_answer_of_the_api_is_refused(tmp_path: Path) -> None:
    answer = {"status": 403, "success": False, "error": "Access denied", "data": []}
    _, reading = read(tmp_path, json.dumps(answer).encode(), "x.json")
    assert faults(reading) == [("file", 0, "success", "Access denied", "not_successful")]


def test_a_header_alone_is_not_a_month_without_events(tmp_path: Path) -> None:
    data = table([ACLED]).splitlines(keepends=True)[0]
    _, reading = read(tmp_path, data)
    assert faults(reading) == [("file", 1, "", "", "no_rows")]


def test_the_region_is_not_the_five(tmp_path: Path) -> None:
    rows = [acled(), acled(event_id_cnty="AFG1", iso="4", country="Afghanistan")]
    _, reading = read(tmp_path, table(rows))
    assert [each.row for each in reading.elsewhere] == [3]
    assert len(reading.table("events")) == 1


def test_names_and_provinces_of_another_time_are_pointed_out(tmp_path: Path) -> None:
    where = {"iso": "398", "country": "Kazakhstan", "latitude": "51.16", "longitude": "71.44"}
    capital = acled(event_date="03 June 2021", location="Astana", admin1="Aqmola", **where)
    semey = where | {"latitude": "50.41", "longitude": "80.22"}
    abai = acled(event_id_cnty="2", event_date="03 June 2021", location="Semey", admin1="Abai")
    later = acled(event_id_cnty="3", event_date="03 June 2023", location="Semey", admin1="Abai")
    _, reading = read(tmp_path, table([capital, abai | semey, later | semey]))
    assert [(notice.row, notice.column, notice.rule) for notice in reading.notices] == [
        (2, "location", "name_of_another_time"),
        (3, "admin1", "province_of_another_time"),
    ]
    assert [event["admin1"] for event in reading.table("events")] == ["KZ-AST", "KZ-VOS", "KZ-10"]


def test_a_row_without_a_key_is_refused_and_a_bad_count_leaves_its_event(tmp_path: Path) -> None:
    rows = [acled(event_id_cnty=""), acled(event_id_cnty=""), acled(fatalities="some")]
    _, reading = read(tmp_path, table(rows))
    assert faults(reading) == [
        ("row", 2, "event_id_cnty", "", "value_missing"),
        ("row", 3, "event_id_cnty", "", "value_missing"),
        ("cell", 4, "fatalities", "some", "not_a_number"),
    ]
    assert [event["event_id"] for event in reading.table("events")] == ["acled:KGZ1"]
