"""The columns, types and keys of each table, as the package's descriptor says, and their checks.

The checks speak in plain messages. Rules of the subject (dates, places, ranges, locators) are in
`datapackage.rules`; where files are is the business of `datapackage.store`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

Descriptor = Mapping[str, Any]
# One row of a table as pandas hands it out, `to_dict("records")`: the value of each column.
TableRow = Mapping[Any, Any]
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a data package.

    `row` counts as a spreadsheet does (the header is row 1).
    """

    file: str
    row: int
    column: str
    value: str
    rule: str

    def __str__(self) -> str:
        where = [self.file, f"row {self.row}" if self.row else "", self.column]
        value = f" “{self.value}”" if self.value else ""
        return f"{', '.join(part for part in where if part)}:{value} {self.rule}"


def cells_of(table: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of some columns row by row: pandas itself takes milliseconds for few rows.

    >>> [*cells_of(pd.DataFrame({"iso_code": ["KAZ", "KGZ"], "events": [3, 1]}), "events")]
    [(3,), (1,)]
    """
    return zip(*(table[name].tolist() for name in columns), strict=True)


def rows_of(table: pd.DataFrame) -> list[TableRow]:
    """Return the rows of a table, each by column, as fast as `cells_of`.

    >>> rows_of(pd.DataFrame({"iso_code": ["KAZ"], "events": [3]}))
    [{'iso_code': 'KAZ', 'events': 3}]
    """
    names = [str(name) for name in table.columns]
    return [dict(zip(names, row, strict=True)) for row in cells_of(table, *names)]


def resources_by_name(descriptor: Descriptor) -> dict[str, Descriptor]:
    """Return the package's resources by name."""
    return {resource["name"]: resource for resource in descriptor["resources"]}


def with_present_names(resource: Descriptor, text: pd.DataFrame) -> pd.DataFrame:
    """Give the columns that bear a former name of the schema (`formerly`) their present one."""
    fields = resource["schema"]["fields"]
    former = {field["formerly"]: field["name"] for field in fields if "formerly" in field}
    return text.rename(columns={old: new for old, new in former.items() if new not in text.columns})


def needed_columns(resource: Descriptor) -> list[str]:
    """Return the columns that a table cannot lack; others (`optional`) are then blank."""
    return [field["name"] for field in resource["schema"]["fields"] if not field.get("optional")]


def column_faults(resource: Descriptor, text: pd.DataFrame) -> list[Fault]:
    """Compare the header with the schema; a table with such a fault cannot be used."""
    expected = [field["name"] for field in resource["schema"]["fields"]]
    missing = [name for name in needed_columns(resource) if name not in text.columns]
    unknown = [str(name) for name in text.columns if name not in expected]
    return [
        *(Fault(resource["path"], 1, name, "", "this column is missing") for name in missing),
        *(
            Fault(resource["path"], 1, name, "", "this column is not part of the schema")
            for name in unknown
        ),
    ]


def check_table(resource: Descriptor, text: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """Turn a table of text into typed columns.

    `text` has the schema's columns as strings, blanks as "", and file row numbers as its index;
    optional ones may be absent.
    Returns the rows without a fault, dates as datetime64, blanks as missing, and every fault.
    """
    faults: list[Fault] = []
    typed: dict[str, pd.Series] = {}
    for field in resource["schema"]["fields"]:
        column = _column(text, field["name"])
        typed[field["name"]], wrong = _typed(field, column)
        faults += _faults(resource["path"], column, wrong)
    table = pd.DataFrame(typed, index=text.index)
    bad_rows = {fault.row for fault in faults}
    return table[~table.index.isin(bad_rows)], faults


def empty_table(resource: Descriptor) -> pd.DataFrame:
    """Return a table with the schema's columns and no row."""
    columns = [field["name"] for field in resource["schema"]["fields"]]
    return check_table(resource, pd.DataFrame(columns=columns, dtype=str))[0]


def _column(text: pd.DataFrame, name: str) -> pd.Series:
    if name in text.columns:
        return text[name].str.strip()
    return pd.Series("", index=text.index, name=name, dtype=str)


def key_faults(descriptor: Descriptor, tables: Tables) -> list[Fault]:
    """Find repeated primary keys and references to rows that do not exist."""
    faults: list[Fault] = []
    for name, resource in resources_by_name(descriptor).items():
        if name not in tables:
            continue
        schema, table = resource["schema"], tables[name]
        if key := schema.get("primaryKey"):
            columns = [key] if isinstance(key, str) else key
            repeated = table[table.duplicated(columns)]
            keys = [", ".join(map(str, row)) for row in repeated[columns].itertuples(index=False)]
            values = pd.Series(keys, index=repeated.index, dtype=str)
            faults += _listed(
                resource["path"], ", ".join(columns), values, "this key is used twice"
            )
        for reference in schema.get("foreignKeys", ()):
            column = reference["fields"][0]
            target = reference["reference"]["resource"] or name
            if target in tables:
                known = tables[target][reference["reference"]["fields"][0]]
                dangling = table[column].dropna()
                dangling = dangling[~dangling.isin(known)]
                faults += _listed(
                    resource["path"], column, dangling, f"there is no such row in {target}.csv"
                )
    return faults


def _typed(field: Descriptor, column: pd.Series) -> tuple[pd.Series, dict[str, np.ndarray]]:
    """Convert one column; also return which rows break which rule."""
    constraints = field.get("constraints", {})
    blank = column.eq("").to_numpy(bool)
    values = _converted(field["type"], column, blank)
    wrong = {
        "a value is required here": blank & bool(constraints.get("required")),
        f"is not {TYPE_WORDS[field['type']]}": values.isna().to_numpy() & ~blank,
    }
    if constraints.get("unique"):
        wrong["this value must be unique"] = column.duplicated().to_numpy() & ~blank
    if enum := constraints.get("enum"):
        allowed = [str(item) for item in enum]
        wrong[f"must be one of: {', '.join(allowed)}"] = ~column.isin(allowed).to_numpy() & ~blank
    if pattern := constraints.get("pattern"):
        matched = column.str.fullmatch(pattern).to_numpy(bool)
        wrong[f"must match the pattern {pattern}"] = ~matched & ~blank
    if (minimum := constraints.get("minimum")) is not None:
        wrong[f"must be at least {minimum}"] = values.lt(minimum).fillna(False).to_numpy(bool)
    if (maximum := constraints.get("maximum")) is not None:
        wrong[f"must be at most {maximum}"] = values.gt(maximum).fillna(False).to_numpy(bool)
    return values, wrong


TYPE_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number with a decimal point",
    "date": "a date written as 2020-06-30",
    "boolean": "true or false",
}


def _converted(kind: str, column: pd.Series, blank: np.ndarray) -> pd.Series:
    if kind == "integer":
        whole = column.where(column.str.fullmatch(r"[+-]?\d{1,15}", na=False))
        return pd.to_numeric(whole).astype("Int64")
    if kind == "number":
        number = column.where(
            column.str.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", na=False)
        )
        return pd.to_numeric(number).astype("float64")
    if kind == "date":
        dated = column.where(column.str.fullmatch(r"\d{4}-\d{2}-\d{2}", na=False))
        return pd.to_datetime(dated, format="%Y-%m-%d", errors="coerce")
    if kind == "boolean":
        return column.map({"true": True, "false": False})
    return column.mask(blank)


def _faults(file: str, column: pd.Series, wrong: Mapping[str, np.ndarray]) -> list[Fault]:
    return [
        fault
        for rule, rows in wrong.items()
        if rows.any()
        for fault in _listed(file, str(column.name), column[rows], rule)
    ]


def _listed(file: str, column: str, values: pd.Series, rule: str) -> list[Fault]:
    rows = zip(values.index, values, strict=True)
    return [Fault(file, int(row), column, str(value)[:80], rule) for row, value in rows]
