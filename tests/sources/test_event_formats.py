"""UCDP, GDELT, ICEWS, the GTD and ACLED's counts by month, each with its trap."""

import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from source_files import Reading, faults, read, table

UCDP = {
    "id": "1",
    "type_of_violence": "1",
    "side_a": "Government of Uplandia",
    "side_b": "Reed League",
    "where_prec": "1",
    "where_coordinates": "Batken town",
    "latitude": "40.06",
    "longitude": "70.82",
    "country": "Kyrgyzstan",
    "country_id": "703",
    "date_prec": "1",
    "date_start": "2019-03-11",
    "date_end": "2019-03-11",
    "low": "3",
    "best": "4",
    "high": "6",
}
TAGS = dict.fromkeys(UCDP, "") | {"date_start": "#date+start", "best": "#affected+killed"}
GTD = {
    "iyear": "1998",
    "imonth": "4",
    "iday": "28",
    "country": "202",
    "latitude": "38.56",
    "longitude": "68.79",
    "attacktype1": "3",
    "gname": "Unknown",
    "nkill": "2",
}
ICEWS = {
    "Event ID": "77",
    "Event Date": "2018-06-10",
    "Source Name": "Citizen (Tajikistan)",
    "CAMEO Code": "043",
    "Target Name": "Police (Tajikistan)",
    "City": "NA",
    "District": "NA",
    "Province": "Sughd",
    "Country": "Tajikistan",
    "Latitude": "40.28",
    "Longitude": "69.62",
}

HAPI = {
    "location_code": "KGZ",
    "admin_level": "0",
    "event_type": "demonstration",
    "events": "9",
    "reference_period_end": "2020-06-30",
}
MONTH = {"Country": "Kyrgyzstan", "Admin1": "", "Month": "June", "Year": "2020", "Events": "9"}


def windows(reading: Reading) -> list[tuple[date, date, int]]:
    return [
        (event["event_date"], event["end_date"], event["time_precision"])  # pyright: ignore
        for event in reading.table("events")
    ]


def test_ucdp_keeps_its_three_estimates_and_its_row_of_tags_is_no_record(tmp_path: Path) -> None:
    key, reading = read(tmp_path, table([TAGS, UCDP]))
    assert key == "ucdp-ged"
    assert [(row.row, row.why) for row in reading.not_data] == [(2, "hxl_tags")]
    (figure,) = reading.table("figures")
    assert (figure["low"], figure["best"], figure["high"]) == (3, 4, 6)
    assert (figure["qualifier"], figure["as_reported"]) == ("range", "3 / 4 / 6")


def test_a_header_in_capitals_is_read_as_any_other(tmp_path: Path) -> None:
    rows = (UCDP, "ucdp-ged"), (GTD, "gtd"), (ICEWS, "icews"), (HAPI, "acled-hapi")
    for row, key in (*rows, (MONTH, "acled-months")):
        loud, quiet = (
            read(tmp_path, table([{case(name): cell for name, cell in row.items()}]))
            for case in (str.upper, str.lower)
        )
        assert (loud[0], loud[1].rows) == (key, quiet[1].rows)
        assert len(loud[1].table("events")) + len(loud[1].table("figures")) > 0
    data = json.dumps([{name.upper(): cell for name, cell in UCDP.items()}]).encode()
    assert len(read(tmp_path, data)[1].table("events")) == 1


def test_the_middle_of_a_country_is_no_place(tmp_path: Path) -> None:
    _, reading = read(tmp_path, table([UCDP | {"where_prec": "6"}]))
    (event,) = reading.table("events")
    places = [event[name] for name in ("latitude", "longitude", "geo_precision", "location")]
    assert places == [None, None, None, ""]


def test_an_end_before_its_start_is_refused(tmp_path: Path) -> None:
    _, reading = read(tmp_path, table([UCDP | {"date_end": "2019-02-16 00:00:00.000"}]))
    assert faults(reading) == [
        ("row", 2, "date_end", "2019-02-16 00:00:00.000", "end_before_start")
    ]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"low": "few"}, ("cell", 2, "low", "few", "not_a_number")),
        ({"high": "2"}, ("cell", 2, "best", "4", "bounds_out_of_order")),
    ],
)
def test_an_estimate_that_is_no_number_is_told_in_its_own_column(
    tmp_path: Path, changed: dict[str, str], fault: tuple[object, ...]
) -> None:
    _, reading = read(tmp_path, table([UCDP | changed]))
    assert (faults(reading), len(reading.table("events"))) == ([fault], 1)
    assert reading.table("figures") == []


def test_injured_that_are_no_number_are_told_and_the_killed_stay(tmp_path: Path) -> None:
    _, reading = read(tmp_path, table([GTD | {"nwound": "many"}]))
    assert faults(reading) == [("cell", 2, "nwound", "many", "not_a_number")]
    (figure,) = reading.table("figures")
    assert (figure["measure"], figure["best"]) == ("killed", 2)


def gdelt(place: str, country: str, day: str = "20160611", code: str = "190") -> str:
    cells = [""] * 58
    cells[0], cells[1], cells[6], cells[26] = "5", day, "TAJIKISTAN", code
    cells[49:58] = [
        *(place, "Khorog, Badakhshan, Tajikistan", country, "TI05"),
        *("37.49", "71.55", "-1", "20160612", "https://news.example.org/1"),
    ]
    return "\t".join(cells) + "\n"


def test_gdelt_has_no_header_and_its_own_codes_of_countries(tmp_path: Path) -> None:
    rows = gdelt("4", "TI") + gdelt("1", "TX") + gdelt("3", "US") + gdelt("4", "TI", "20060611")
    key, reading = read(tmp_path, rows.encode())
    assert key == "gdelt-1"
    town, middle = reading.table("events")
    assert (town["country"], town["location"], town["geo_precision"]) == ("TJK", "Khorog", 1)
    assert (town["status"], town["confidence"]) == ("claimed", "low")
    assert (middle["country"], middle["latitude"], middle["location"]) == ("TKM", None, "")
    assert [each.row for each in reading.elsewhere] == [3]
    assert [(left.row, left.why) for left in reading.left_out] == [(4, "misread_date")]


def test_icews_has_a_point_only_as_exact_as_its_place(tmp_path: Path) -> None:
    nowhere = ICEWS | {"Event ID": "78", "Province": "NA"}
    key, reading = read(tmp_path, table([ICEWS, nowhere], "\t"), "events.tab")
    assert key == "icews"
    province, country = reading.table("events")
    assert (province["geo_precision"], province["location"]) == (3, "Sughd")
    assert (province["event_type"], province["sub_event_type"]) == ("Diplomacy", "Meeting or visit")
    assert (country["latitude"], country["geo_precision"]) == (None, None)


def test_day_0_is_a_month_and_month_0_a_year(tmp_path: Path) -> None:
    rows = [GTD, GTD | {"iday": "0"}, GTD | {"imonth": "0", "iday": "0", "nkill": ""}]
    key, reading = read(tmp_path, table(rows))
    assert key == "gtd"
    assert windows(reading) == [
        (date(1998, 4, 28), date(1998, 4, 28), 1),
        (date(1998, 4, 1), date(1998, 4, 30), 3),
        (date(1998, 1, 1), date(1998, 12, 31), 3),
    ]
    assert len({event["event_id"] for event in reading.table("events")}) == 3
    assert [figure["best"] for figure in reading.table("figures")] == [2, 2]


def test_counts_by_month_become_figures_and_never_events(tmp_path: Path) -> None:
    path = tmp_path / "x_demonstration_events_by_month.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("TOU").write_row(0, 0, ["Terms of use"])
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Country", "Month", "Year", "Events"])
        sheet.write_row(1, 0, ["Kazakhstan", "February", "2024", 7])
        sheet.write_row(2, 0, ["Turkmenistan", "February", "2024", 0])
    key, reading = read(tmp_path, path.read_bytes(), path.name)
    assert key == "acled-months"
    assert "events" not in reading.rows
    assert [
        (figure["country"], figure["as_of"], figure["best"], figure["definition"])
        for figure in reading.table("figures")
    ] == [
        ("KAZ", date(2024, 2, 29), 7, "demonstration events of February 2024"),
        ("TKM", date(2024, 2, 29), 0, "demonstration events of February 2024"),
    ]


@pytest.mark.parametrize(("column", "value"), [("type_of_violence", "9"), ("date_start", "soon")])
def test_what_ucdp_never_says_is_refused(tmp_path: Path, column: str, value: str) -> None:
    _, reading = read(tmp_path, table([UCDP | {column: value}]))
    assert not reading.rows
    assert [(fault.column, fault.value) for fault in reading.refused] == [(column, value)]
