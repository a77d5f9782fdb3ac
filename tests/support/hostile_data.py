"""A package of data whose every free text carries Markdown, Streamlit's directives and HTML.

What is shown of it must show the words and mean nothing by them.
"""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

from dashboard.datapackage.store import SHIPPED_FOLDER

HOST = "outside.invalid"
# Nine meanings in one word of a title, so that a title stays within its twelve.
HOSTILE = (
    f"![i](http://{HOST}/x.png)[s](http://{HOST}/):red[r]:material/home:$x^2$:smile:**b**"
    f"<img/src=http://{HOST}/y.png><a/href=http://{HOST}/>a</a>http://{HOST}/t"
)
# What other rows, files or rules know it by, and what is an address on purpose.
LEFT = {
    ("countries", "iso2"),
    ("rates", "address"),
    ("sources", "address"),
    ("sources", "sha256"),
}


def hostile_folder(target: Path) -> Path:
    """Copy the shipped data to `target` with `HOSTILE` at the end of every free text."""
    shutil.copytree(SHIPPED_FOLDER, target)
    descriptor = json.loads((target / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        if str(resource["path"]).endswith(".csv"):
            _spoil(target / resource["path"], resource["name"], resource["schema"])
    return target


def _spoil(file: Path, name: str, schema: dict[str, Any]) -> None:
    free = {
        field["name"]
        for field in schema["fields"]
        if field["type"] == "string"
        and not {"enum", "pattern"} & set(field.get("constraints", {}))
        and field["name"] not in _keys(schema)
        and (name, field["name"]) not in LEFT
    }
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for row in rows:
        for column in free & set(row):
            row[column] = f"{row[column]} {HOSTILE}" if row[column] else ""
    with file.open("w", encoding="utf-8", newline="") as made:
        writer = csv.DictWriter(made, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _keys(schema: dict[str, Any]) -> set[str]:
    """Return the columns that rows are known by."""
    key = schema.get("primaryKey", [])
    named = {key} if isinstance(key, str) else set(key)
    return named | {field for each in schema.get("foreignKeys", ()) for field in each["fields"]}
