"""The data of every panel in every format, as other programs read it, without any option.

What is read is held against the values of the panel's own table, not against its words.
"""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from itertools import product
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from exported import SELECTIONS, csv_of, data_of, made, panel, papers

from dashboard.catalogue import EXHIBITS
from dashboard.exports.cells import harmless_text, is_blank
from dashboard.exports.files.data import bibtex, citation
from dashboard.exports.formats import DATA, FORMATS, make_file
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.table import Column, Kind, table_of
from dashboard.panels.tidy import NUMBER, TEXT, WHOLE, Tidy
from dashboard.values import Absent, Amount, Reason, Term, Total, Window, total

READ_BY_ALL = [*SELECTIONS][:4]
# pandas reads a column without a single value as numbers, whatever else it might be.
KINDS_OF_PANDAS = {WHOLE: "iuf", NUMBER: "iuf", "boolean": "bf"}
KINDS_OF_DUCKDB = {
    WHOLE: ("BIGINT",),
    NUMBER: ("BIGINT", "DOUBLE"),
    "date": ("DATE",),
    "boolean": ("BOOLEAN",),
}


def same(read: Any, told: Any) -> bool:
    """Say whether a cell of a file is the value of the data, whatever type a program gave it."""
    if is_blank(told) or is_blank(read):
        return is_blank(told) and is_blank(read)
    if isinstance(told, bool) or isinstance(read, bool):
        return read is told or (isinstance(read, float) and read == told)
    if isinstance(told, (int, float)):
        return float(read) == told or float(read) == pytest.approx(told, rel=1e-15)
    if isinstance(read, (datetime, pd.Timestamp)):
        read = read.date()
    return read == told if isinstance(read, date) else str(read) == str(told)


def assert_same(read: Mapping[str, list[Any]], data: Tidy, where: str) -> None:
    assert list(read) == data.rows.column_names, where
    for field, column in zip(data.fields, data.rows.columns, strict=True):
        told = column.to_pylist()
        assert len(read[field.name]) == len(told), (where, field.name)
        pairs = zip(read[field.name], told, strict=True)
        wrong = [pair for pair in pairs if not same(*pair)]
        assert not wrong, (where, field.name, wrong[:3])


def in_csv(data: Tidy) -> Tidy:
    """Return data as a CSV has it: a text that looks like a formula has an apostrophe before it."""
    rows = data.rows.to_pydict()
    for field in data.fields:
        if field.type == TEXT:
            rows[field.name] = [each and harmless_text(each) for each in rows[field.name]]
    return Tidy(data.fields, data.rows.from_pydict(rows, schema=data.rows.schema))


def test_names_and_types_are_the_same_whatever_is_filtered() -> None:
    for name in EXHIBITS:
        shapes = {view: data_of(name, view).rows.schema for view in SELECTIONS}
        for view, shape in shapes.items():
            assert shape == shapes["June 2020"], (name, view)
        names = shapes["June 2020"].names
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", each) for each in names), (name, names)
        assert len({*names}) == len(names), name


@pytest.mark.parametrize("view", SELECTIONS)
def test_the_data_are_the_values_of_the_table(view: str) -> None:
    """A number that a reader sees is in the data, and where there is none, why."""
    for name in EXHIBITS:
        table, rows = panel(name, view).table, data_of(name, view).rows.to_pydict()
        details = () if table.details is None else table.details.columns
        instead = [column.key for column in details]
        for column in table.columns:
            if column.key in instead or table.across:
                continue
            own = {end: rows[f"{column.key}{end}"] for end in ENDS if f"{column.key}{end}" in rows}
            for place, cell in enumerate(table.cells(column.key)):
                told = {end: cells[place] for end, cells in own.items()}
                assert is_told(column, cell, told), (name, column.key, place, cell, told)


ENDS = ("", "_low", "_best", "_high", "_qualifier", "_absent", "_first", "_last")


def is_told(column: Column, cell: Any, told: Mapping[str, Any]) -> bool:
    """Say whether the columns of the data have what a cell has."""
    if isinstance(cell, Absent):
        return told["_absent"] == cell.reason.value
    if isinstance(cell, Window):
        return same(cell.first, told["_first"]) and same(cell.last, told["_last"])
    bounds = [told.get(end) for end in ("_low", "_best", "_high", "_qualifier")]
    if isinstance(cell, Total) and not cell.has_sum:
        return bounds[:3] == [None, cell.about or None, None]
    if isinstance(cell, (Total, Term)):
        cell = cell.sum if isinstance(cell, Total) else cell.amount
    if isinstance(cell, Amount):
        return bounds == [cell.low, cell.best, cell.high, cell.qualifier.value]
    if column.is_numeric or column.kind in (Kind.DAY, Kind.FLAG):
        return same(cell, told.get("", told.get("_best")))
    return "" in told


PROVINCES = r"[A-Z]{2}-[A-Z0-9]{1,3}(;[A-Z]{2}-[A-Z0-9]{1,3})*"


def test_days_and_codes_are_those_of_iso() -> None:
    for name, view in product(EXHIBITS, SELECTIONS):
        data = data_of(name, view)
        rows = data.rows.to_pydict()
        for key in ("iso_code", "place_iso_code"):
            for code in rows.get(key, []):
                assert code is None or re.fullmatch(r"[A-Z]{3}(;[A-Z]{3})*", code), (name, code)
        for code in rows.get("admin1", []):
            assert code is None or re.fullmatch(PROVINCES, code), (name, code)


@pytest.mark.parametrize("view", READ_BY_ALL)
def test_pandas_reads_every_csv_without_options(view: str) -> None:
    for name in EXHIBITS:
        read = pd.read_csv(io.BytesIO(csv_of(name, view)), low_memory=False)
        data = in_csv(data_of(name, view))
        assert list(read) == data.rows.column_names
        for field in data.fields:
            kinds = KINDS_OF_PANDAS.get(field.type)
            assert not kinds or not len(read) or read[field.name].dtype.kind in kinds, (name, field)
        # A text of digits is a number to pandas; its value stays.
        numbered = [
            field.name
            for field in data.fields
            if field.type == TEXT and read[field.name].dtype.kind in "iufb"
        ]
        told = data.rows.to_pydict()
        for key in numbered:
            pairs = zip(read[key].tolist(), told[key], strict=True)
            assert all(
                is_blank(a) == (b is None) and (b is None or float(b) == a) for a, b in pairs
            )
        columns = {str(key): read[key].tolist() for key in read if key not in numbered}
        kept = [field for field in data.fields if field.name not in numbered]
        assert_same(columns, Tidy(tuple(kept), data.rows.drop_columns(numbered)), name)


@pytest.mark.parametrize("view", READ_BY_ALL)
def test_duckdb_reads_every_csv_and_parquet_without_options(
    view: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("data")
    with duckdb.connect() as base:
        for name in EXHIBITS:
            for form in ("csv", "parquet"):
                file = folder / f"{name}.{form}"
                file.write_bytes(csv_of(name, view) if form == "csv" else made(name, view, form))
                data = data_of(name, view)
                if form == "csv":
                    data = in_csv(data)
                reader = "read_csv_auto" if form == "csv" else "read_parquet"
                asked = base.sql(f"SELECT * FROM {reader}('{file}')")  # noqa: S608 - our own file
                types = dict(zip(asked.columns, map(str, asked.types), strict=True))
                rows = asked.fetchall()
                for field in data.fields:
                    has_any = any(each is not None for each in data.rows[field.name].to_pylist())
                    wanted = KINDS_OF_DUCKDB.get(field.type)
                    if wanted and (has_any or form == "parquet"):
                        assert types[field.name] in wanted, (name, field, types[field.name])
                columns = {
                    key: [row[place] for row in rows] for place, key in enumerate(asked.columns)
                }
                if form == "csv":
                    columns = as_told(columns, data)
                assert_same(columns, data, f"{name}.{form}")


def as_told(columns: dict[str, list[Any]], data: Tidy) -> dict[str, list[Any]]:
    """Return texts of digits, which a program reads as numbers, as the texts that they were."""
    told = data.rows.to_pydict()
    for field in data.fields:
        if field.type == TEXT:
            own = told[field.name]
            columns[field.name] = [
                text if isinstance(cell, (int, float)) and text and float(text) == cell else cell
                for cell, text in zip(columns[field.name], own, strict=True)
            ]
    return columns


@pytest.mark.parametrize("view", ["June 2020", "nothing found"])
def test_a_spreadsheet_has_the_same_values_of_real_types(view: str) -> None:
    for name in EXHIBITS:
        book = openpyxl.load_workbook(io.BytesIO(made(name, view, "xlsx")), read_only=True)
        heads, *rows = book["Data"].iter_rows(values_only=True)
        data = data_of(name, view)
        columns = {str(key): [row[place] for row in rows] for place, key in enumerate(heads)}
        assert_same(columns, data, name)
        for field in data.fields:
            for cell in columns[field.name]:
                is_right = {
                    TEXT: isinstance(cell, str),
                    WHOLE: isinstance(cell, int),
                    NUMBER: isinstance(cell, (int, float)),
                    "date": isinstance(cell, datetime),
                    "boolean": isinstance(cell, bool),
                }
                assert cell is None or is_right[field.type], (name, field, cell)
        book.close()


@pytest.mark.parametrize("view", READ_BY_ALL)
def test_json_and_geojson_have_the_same_values(view: str) -> None:
    placed = 0
    for name in EXHIBITS:
        data = data_of(name, view)
        content = made(name, view, "json")
        rows = json.loads(content)
        columns = {key: [row[key] for row in rows] for key in data.rows.column_names}
        assert_same(columns, data, name)
        read = pd.read_json(io.BytesIO(content))
        assert not rows or list(read) == data.rows.column_names
        if not FORMATS["geojson"].fits(panel(name, view)):
            continue
        features = json.loads(made(name, view, "geojson"))["features"]
        assert len(features) == len(rows)
        for feature, row in zip(features, rows, strict=True):
            geometry = feature["geometry"]
            point = geometry and dict(
                zip(("longitude", "latitude"), geometry["coordinates"], strict=True)
            )
            where = {key: row[key] for key in ("longitude", "latitude")}
            assert where == (point or dict.fromkeys(where))
            assert feature["properties"].items() <= row.items()
            assert geometry is None or feature["properties"]["geo_precision"] in (1, 2, 3)
            placed += geometry is not None
    assert placed or view == "nothing found"


def test_the_metadata_say_what_every_column_and_source_is() -> None:
    for name in EXHIBITS:
        told = json.loads(made(name, "June 2020", "metadata.json"))
        exhibit, data = panel(name, "June 2020"), data_of(name, "June 2020")
        (resource,) = told["resources"]
        fields = resource["schema"]["fields"]
        assert [(each["name"], each["type"]) for each in fields] == [
            (each.name, each.type) for each in data.fields
        ]
        assert all(each["title"] for each in fields)
        assert [each["source_id"] for each in told["sources"]] == list(exhibit.sources.ids)
        assert told["title"] == exhibit.title
        assert told["shown"]["count"] == exhibit.shown
        for text in (told["citation"], told["bibtex"]):
            assert "Central Asia Monitor" in text and "https://monitor.example/" in text
        with zipfile.ZipFile(io.BytesIO(made(name, "June 2020", "zip"))) as pack:
            assert resource["path"] in pack.namelist()
            assert pack.read(resource["path"]) == csv_of(name, "June 2020")


def test_every_number_with_a_unit_has_it_in_the_dictionary() -> None:
    told = json.loads(made("countries_side_by_side", "June 2020", "metadata.json"))
    fields = {each["name"]: each for each in told["resources"][0]["schema"]["fields"]}
    assert (fields["detained_low"]["unit"], fields["total_cases"]["unit"]) == ("people", "cases")
    assert "unit" not in fields["detained_qualifier"]
    assert "at_least" in fields["detained_qualifier"]["description"]


def test_a_decimal_comma_parts_decimals_for_excel() -> None:
    name = "currency_table"
    content = made(name, "June 2020", "comma.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(content), sep=";", decimal=",")
    pd.testing.assert_frame_equal(
        read, pd.read_csv(io.BytesIO(csv_of(name, "June 2020"))), check_dtype=False
    )
    assert b";411,93;" in content


def test_what_is_odd_stays_whole_in_every_format() -> None:
    columns = (
        Column("words", "Words", Kind.REPORTED),
        Column("people", "People", Kind.TOTAL, "people"),
        Column("many", "Many", Kind.COUNT),
        Column("yes", "Yes", Kind.FLAG),
    )
    words = ('=1+1 "quoted", Қазақ\nsecond line', "ends, here", "-12.5")
    amounts = (total([]), 3, Absent(Reason.NOT_COVERED))
    rows = [
        {"words": text, "people": many, "many": 2**40, "yes": place == 1}
        for place, (text, many) in enumerate(zip(words, amounts, strict=True))
    ]
    exhibit = Exhibit(
        key="odd", title="Odd", table=table_of(columns, rows), shown=3, total=3, noun="rows"
    )
    about = papers("June 2020")
    read = pd.read_csv(io.BytesIO(make_file(exhibit, about, "csv")[1]))
    assert read["words"].tolist() == [f"'{words[0]}", *words[1:]]
    assert read["people_absent"].tolist()[::2] == ["none_reported", "not_covered"]
    assert read["many"].tolist() == [2**40] * 3
    assert read["yes"].dtype == bool
    rows = json.loads(make_file(exhibit, about, "json")[1])
    assert [row["words"] for row in rows] == list(words)
    content = make_file(exhibit, about, "xlsx")[1]
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Data"]
    assert [sheet.cell(line, 1).value for line in (2, 3, 4)] == list(words)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}


def test_the_same_question_gives_the_same_bytes() -> None:
    for form, kind in FORMATS.items():
        if kind.group is DATA and kind.fits(panel("event_map", "June 2020")):
            assert made("event_map", "June 2020", form) == made("event_map", "June 2020", form)


def test_the_page_to_copy_from_has_a_citation_and_code_for_this_view() -> None:
    exhibit = panel("events_table", "two years")
    about = replace(papers("two years"), served_at="https://monitor.example/export")
    page = unescape(make_file(exhibit, about, "cite.html")[1].decode())
    for told in (citation(exhibit, about), bibtex(exhibit, about).strip()):
        assert told in page
    view = "https://monitor.example/export/events_table.{}?from=2020-01&to=2021-12"
    assert f'pd.read_csv("{view.format("csv")}")' in page
    assert f'read.csv("{view.format("csv")}")' in page
    assert f"FROM read_csv('{view.format('csv')}');" in page
    assert f'Web.Contents("{view.format("xlsx")}")' in page
    alone = make_file(exhibit, papers("two years"), "cite.html")[1].decode()
    assert "read_csv" not in alone and "Suggested citation" in alone


def test_people_told_in_words_are_numbers_in_the_data() -> None:
    rows = data_of("protest_list", "June 2020").frame.set_index("event_id")
    bishkek, almaty = rows.loc["KGZ-2020-06-29-01"], rows.loc["KAZ-2020-06-06-02"]
    assert (bishkek["participants_high"], bishkek["participants_qualifier"]) == (1000, "at_most")
    assert (almaty["detained_low"], almaty["detained_qualifier"]) == (100, "at_least")
    assert rows["participants_absent"].eq("not_stated").sum() > 0
