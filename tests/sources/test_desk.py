"""A desk's own table: columns by name, tag and value, styles of days, free words, bad points."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from source_files import CHOICES, DESK, faults, read, table


def desk(**changes: str) -> dict[str, str]:
    return DESK | changes


def test_columns_are_known_by_other_names(tmp_path: Path) -> None:
    row = {
        "Когда": "3 июня 2020",
        "Страна": "Киргизия",
        "Город": "Ош",
        "Тип": "Peaceful protest",
        "Участники": "более 50",
        "Задержано": "0",
        "Широта": "40,5283",
        "Долгота": "72,7985",
    }
    key, reading = read(tmp_path, table([row], ";"))
    assert key == "desk"
    (event,) = reading.table("events")
    assert (event["event_date"], event["country"]) == (date(2020, 6, 3), "KGZ")
    assert (event["latitude"], event["longitude"]) == (40.5283, 72.7985)
    assert [(figure["measure"], figure["low"]) for figure in reading.table("figures")] == [
        ("participants", 50),
        ("detained", 0),
    ]


def test_a_workbook_with_titles_and_a_header_of_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("June")
        sheet.write(0, 0, "Events of June")
        sheet.write_row(2, 0, ["No", "When and where", "", "", "What happened", "People"])
        sheet.write_row(3, 0, ["", "Date", "Country", "Place"])
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(4, 0, [1, 43985, "KG", "Osh", "Peaceful protest", 120])
        sheet.write_row(5, 0, [2, "12 июня 2020", "Tajikistan", "Khorog", "Sentence", "15-20"])
        sheet.write(6, 0, 3)
        sheet.write_datetime(6, 1, date(2020, 6, 6), day)  # pyright: ignore
        sheet.write_row(6, 2, ["Казахстан", "Almaty", "Peaceful protest", ""])
        sheet.write_row(7, 0, ["", "Total", "", "", "", 120])
        book.add_worksheet("Notes").write(0, 0, "nothing here")
    _, reading = read(tmp_path, path.read_bytes(), path.name)
    assert [
        (event["event_date"], event["country"], event["sub_event_type"])
        for event in reading.table("events")
    ] == [
        (date(2020, 6, 3), "KGZ", "Peaceful protest"),
        (date(2020, 6, 12), "TJK", "Sentence"),
        (date(2020, 6, 6), "KAZ", "Peaceful protest"),
    ]
    assert [(row.row, row.why) for row in reading.not_data] == [(8, "total_row")]


def test_tags_say_more_than_names(tmp_path: Path) -> None:
    names = ["A", "B", "C", "D", "E"]
    tags = ["#date+occurred", "#country+code", "#loc+name", "#event+type", "#affected+killed"]
    row = ["2020-06-03", "KGZ", "Osh", "Peaceful protest", "3"]
    data = "\n".join(",".join(cells) for cells in (names, tags, row)).encode()
    _, reading = read(tmp_path, data)
    assert reading.table("events")[0]["location"] == "Osh"
    assert [figure["measure"] for figure in reading.table("figures")] == ["killed"]


def test_kobo_gives_the_day_of_the_event_and_only_what_is_approved(tmp_path: Path) -> None:
    row = {
        "start": "2020-06-09T10:00:00.000+05:00",
        "Date of the event": "2020-06-03",
        "Country": "kg",
        "Town": "Osh",
        "Place on the map": "40.5283 72.7985 0 0",
        "What happened": "peaceful_protest",
        "_uuid": "u1",
        "_submission_time": "2020-06-09T10:00:10",
        "_validation_status": "Approved",
    }
    refused = row | {"_uuid": "u2", "_validation_status": "Not Approved"}
    _, reading = read(tmp_path, table([row, refused], ";"))
    (event,) = reading.table("events")
    assert (event["event_id"], event["event_date"]) == ("kobo:u1", date(2020, 6, 3))
    assert (event["latitude"], event["longitude"]) == (40.5283, 72.7985)
    assert [(left.row, left.why) for left in reading.left_out] == [(3, "not_approved")]


def test_geojson_has_the_longitude_first_and_may_lack_a_point(tmp_path: Path) -> None:
    own = {"name": "Osh", "date": "2020-06-03", "country": "Kyrgyzstan", "type": "Peaceful protest"}
    point = {"type": "Point", "coordinates": [72.7985, 40.5283]}
    features = [
        {"geometry": point, "properties": own},
        {"geometry": None, "properties": own | {"date": "2020-06-04"}},
    ]
    _, reading = read(tmp_path, json.dumps({"features": features}).encode(), "points.geojson")
    placed, bare = reading.table("events")
    assert (placed["latitude"], placed["longitude"]) == (40.5283, 72.7985)
    assert (bare["latitude"], bare["admin1"]) == (None, "KG-GO")


@pytest.mark.parametrize(
    ("latitude", "longitude", "rule", "meant"),
    [
        ("72.7985", "40.5283", "coordinates_swapped", "40.5283 72.7985"),
        ("405283", "727985", "decimal_point_lost", "40.5283 72.7985"),
        ("0", "0", "point_outside_country", ""),
        ("97.96", "58.33", "latitude_out_of_range", ""),
    ],
)
def test_a_bad_point_leaves_the_event_and_goes(
    tmp_path: Path, latitude: str, longitude: str, rule: str, meant: str
) -> None:
    data = table([desk(latitude=latitude, longitude=longitude)])
    _, reading = read(tmp_path, data)
    (event,) = reading.table("events")
    assert (event["latitude"], event["longitude"], event["geo_precision"]) == (None, None, None)
    assert faults(reading) == [("cell", 2, "latitude", latitude, rule)]
    assert reading.refused[0].meant == meant
    if meant:
        accepted = replace(CHOICES, accepted=frozenset([rule]))
        _, reading = read(tmp_path, data, choices=accepted)
        assert not reading.refused
        assert reading.table("events")[0]["latitude"] == 40.5283


@pytest.mark.parametrize("word", ["NaN", "N/A", "-", "н/д", "null", "—", "#N/A", "?", ""])
def test_words_for_no_value_are_none_and_zero_is_one(tmp_path: Path, word: str) -> None:
    _, reading = read(tmp_path, table([desk(participants=word, detained="0")]))
    assert [(figure["measure"], figure["best"]) for figure in reading.table("figures")] == [
        ("detained", 0)
    ]


def test_free_words_are_asked_about_once_and_kept_as_notes(tmp_path: Path) -> None:
    rows = [
        desk(event_id=f"desk:{n}", event_type=word, sub_event_type="")
        for n, word in enumerate(["Очередь за мукой", "Пикет у мэрии", "Очередь за мукой"])
    ]
    _, reading = read(tmp_path, table(rows))
    assert [(question.about, question.taken) for question in reading.questions] == [
        ("Очередь за мукой", ""),
        ("Пикет у мэрии", "Protests/Peaceful protest"),
    ]
    assert reading.table("events")[0]["notes"] == "Очередь за мукой"
    said = replace(CHOICES, event_types={"Очередь за мукой": ("Economy and trade", "Measure")})
    _, reading = read(tmp_path, table(rows[:1]), choices=said)
    assert reading.table("events")[0]["event_type"] == "Economy and trade"
    assert not reading.questions


def test_fields_never_slide(tmp_path: Path) -> None:
    lines = table([desk(), desk(event_id="desk:a2"), desk(event_id="desk:a3")]).decode().split("\n")
    lines[2] = lines[2].replace("about 40", "1,200")
    lines[3] = lines[3].rpartition(",")[0]
    _, reading = read(tmp_path, "\n".join(lines).encode())
    assert len(reading.table("events")) == 1
    assert faults(reading) == [
        ("row", 3, "", "11 fields", "too_many_fields"),
        ("row", 4, "", "9 fields", "too_few_fields"),
    ]


def test_two_columns_of_one_name_with_different_values_stop_the_file(tmp_path: Path) -> None:
    header, row, _ = table([desk()]).decode().split("\n")
    for own, is_stopped in (("2020-06-09", True), ("2020-06-03", False)):
        data = f"{header},event_date\n{row},{own}\n".encode()
        _, reading = read(tmp_path, data)
        told = [("file", 1, "event_date", "event_date", "duplicated_header")]
        assert faults(reading) == (told if is_stopped else [])


def test_a_nul_byte_stops_no_reader(tmp_path: Path) -> None:
    rows = [desk(location="O\0sh"), desk(event_id="desk:a2", event_date="2020-0\0006-05")]
    _, reading = read(tmp_path, table(rows))
    assert [event["location"] for event in reading.table("events")] == ["Osh"]
    assert faults(reading) == [("row", 3, "event_date", "2020-0\\x006-05", "not_a_date")]


def test_a_key_used_twice_is_the_same_row_or_a_fault(tmp_path: Path) -> None:
    rows = [desk(), desk(), desk(detained="9")]
    _, reading = read(tmp_path, table(rows))
    assert len(reading.table("events")) == 1
    assert [(left.row, left.why) for left in reading.left_out] == [(3, "repeated_row")]
    assert faults(reading) == [("row", 4, "event_id", "desk:a1", "repeated_key")]


def test_a_running_number_is_no_key_and_keys_made_are_stable(tmp_path: Path) -> None:
    rows = [desk(event_id="1"), desk(event_id="2", event_date="2020-06-04")]
    _, reading = read(tmp_path, table(rows))
    keys = [event["event_id"] for event in reading.table("events")]
    _, again = read(tmp_path, table([rows[1] | {"event_id": "1"}]))
    assert again.table("events")[0]["event_id"] == keys[1]
    assert keys[0] != keys[1]


def test_a_country_nobody_knows_is_refused(tmp_path: Path) -> None:
    rows = [desk(), desk(event_id="b", country="KGZ"), desk(event_id="c", country="Uplandia")]
    _, reading = read(tmp_path, table(rows))
    assert faults(reading) == [("row", 4, "country", "Uplandia", "unknown_country")]
