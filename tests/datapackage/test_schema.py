"""Tables checked against a schema: types, constraints, keys, and the words of a fault."""

import pandas as pd
import pytest

from dashboard.schema import Fault, check_table, column_faults, key_faults

RESOURCE = {
    "name": "dogs",
    "path": "dogs.csv",
    "schema": {
        "primaryKey": "id",
        "foreignKeys": [
            {"fields": ["owner"], "reference": {"resource": "owners", "fields": ["name"]}}
        ],
        "fields": [
            {"name": "id", "type": "string", "constraints": {"required": True, "unique": True}},
            {"name": "born", "type": "date"},
            {"name": "weight", "type": "number", "constraints": {"minimum": 0, "maximum": 100}},
            {"name": "legs", "type": "integer", "constraints": {"enum": [3, 4]}},
            {"name": "good", "type": "boolean"},
            {"name": "code", "type": "string", "constraints": {"pattern": "[A-Z]{3}"}},
            {"name": "owner", "type": "string"},
        ],
    },
}
GOOD = {
    "id": "rex",
    "born": "2020-02-29",
    "weight": "12.5",
    "legs": "4",
    "good": "true",
    "code": "REX",
    "owner": "Ann",
}


def table(*rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame([{**GOOD, **row} for row in rows], index=range(2, len(rows) + 2), dtype=str)


def test_good_rows_are_typed_and_blanks_are_missing() -> None:
    typed, faults = check_table(
        RESOURCE, table({}, {"id": "pip", "born": "", "weight": "", "legs": ""})
    )
    assert faults == []
    assert typed.at[2, "born"] == pd.Timestamp("2020-02-29")
    assert typed["weight"].tolist()[0] == 12.5
    assert typed.loc[3, ["born", "weight", "legs"]].isna().to_numpy().all()
    assert typed.at[2, "good"] == True  # noqa: E712 - the column holds booleans


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("id", "", "a value is required here"),
        ("born", "2020-02-30", "is not a date written as 2020-06-30"),
        ("born", "29.02.2020", "is not a date written as 2020-06-30"),
        ("weight", "12,5", "is not a number with a decimal point"),
        ("weight", "-1", "must be at least 0"),
        ("weight", "101", "must be at most 100"),
        ("weight", "nan", "is not a number with a decimal point"),
        ("legs", "4.5", "is not a whole number"),
        ("legs", "5", "must be one of: 3, 4"),
        ("good", "yes", "is not true or false"),
        ("code", "REXX", "must match the pattern [A-Z]{3}"),
    ],
)
def test_a_bad_value_is_named_with_its_place_and_the_rule(
    column: str, value: str, rule: str
) -> None:
    typed, faults = check_table(RESOURCE, table({}, {"id": "pip", column: value}))
    assert Fault("dogs.csv", 3, column, value, rule) in faults
    assert typed["id"].tolist() == ["rex"], "the good row stays"


def test_a_fault_reads_as_a_sentence() -> None:
    fault = Fault("events.csv", 12, "latitude", "95.1", "must be at most 90")
    assert str(fault) == "events.csv, row 12, latitude: “95.1” must be at most 90"
    assert str(Fault("events.csv", 0, "", "", "is missing")) == "events.csv: is missing"


def test_missing_and_unknown_columns() -> None:
    text = table({}).drop(columns="legs").assign(tail="long")
    assert [(fault.column, fault.rule) for fault in column_faults(RESOURCE, text)] == [
        ("legs", "this column is missing"),
        ("tail", "this column is not part of the schema"),
    ]


def test_repeated_keys_and_dangling_references() -> None:
    descriptor = {"resources": [RESOURCE, {"name": "owners", "path": "owners.csv", "schema": {}}]}
    dogs = pd.DataFrame(
        {"id": ["rex", "rex", "pip"], "owner": ["Ann", "Bob", None]}, index=[2, 3, 4]
    )
    owners = pd.DataFrame({"name": ["Ann"]})
    faults = key_faults(descriptor, {"dogs": dogs, "owners": owners})
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [
        (3, "id", "rex"),
        (3, "owner", "Bob"),
    ]
