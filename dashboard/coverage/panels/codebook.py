"""The codebook: what each field of a table means, read from the description of the package."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.schema import TYPE_WORDS, resources_by_name
from dashboard.selection import Selection
from dashboard.wording import counted, number


def codebook(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """Describe the fields of the table that the option `codebook` names; events by default."""
    resources = resources_by_name(package.descriptor)
    resource = resources.get(options.get("codebook", "")) or next(iter(resources.values()))
    fields = resource["schema"]["fields"]
    needed = sum(bool(field.get("constraints", {}).get("required")) for field in fields)
    return Exhibit(
        key="codebook",
        title="Codebook",
        unit=f"{resource['title'].lower()}, {resource['path']}",
        rows=pd.DataFrame(
            [_field(field) for field in fields],
            columns=["Field", "Title", "Type", "Unit", "Allowed values", "Description"],
        ),
        caption=resource["description"],
        sources=(),
        shown=len(fields),
        total=len(fields),
        noun="fields",
        headline=f"The table “{resource['title']}” has {counted(len(fields), 'field')}, "
        f"{number(needed)} of them required",
    )


def codebook_tables(package: Package) -> dict[str, str]:
    """Return table name -> title, in the order of the package."""
    return {
        name: resource["title"] for name, resource in resources_by_name(package.descriptor).items()
    }


def _field(field: Mapping[str, Any]) -> tuple[str, ...]:
    rules = field.get("constraints", {})
    needed = "required" if rules.get("required") else "may be blank"
    return (
        field["name"],
        field.get("title", ""),
        f"{TYPE_WORDS[field['type']]}; {needed}",
        field.get("unit", ""),
        _allowed(rules),
        field.get("description", ""),
    )


def _allowed(rules: Mapping[str, Any]) -> str:
    parts = [", ".join(str(value) for value in rules.get("enum", ()))]
    if "minimum" in rules or "maximum" in rules:
        bounds = ((rules.get("minimum"), "from"), (rules.get("maximum"), "to"))
        parts.append(" ".join(f"{word} {value}" for value, word in bounds if value is not None))
    if "pattern" in rules:
        parts.append(f"pattern {rules['pattern']}")
    if rules.get("unique"):
        parts.append("each only once")
    return "; ".join(part for part in parts if part)
