"""What is known of an exhibit's data, as a Data Package says it; how to cite the data.

Names are those of Frictionless' Data Package and Table Schema wherever these have one.
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd

import dashboard
from dashboard.datapackage.store import shipped_descriptor
from dashboard.dates import day
from dashboard.exports.metadata import PRODUCT, Metadata, file_stem
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.tidy import Field, tidy
from dashboard.wording import say, start_of_line

# The tables whose fields say what a column of the same name holds, the first that has it.
DESCRIBED_IN = ("events", "figures", "sources", "covid_daily", "rates")
SPECIAL = re.compile(r"([&%$#_{}])")


def described(exhibit: Exhibit, metadata: Metadata, path: str = "") -> dict[str, object]:
    """Return what is known of an exhibit's data: a descriptor with one resource, its CSV file.

    `path` is that of the file, if it is not named as it would be alone.
    """
    stem = file_stem(exhibit, metadata)
    told = {
        "profile": "tabular-data-package",
        "name": stem.replace("_", "-"),
        "title": exhibit.title,
        "description": ". ".join(filter(None, (exhibit.unit, exhibit.notes))),
        "homepage": metadata.link,
        "version": metadata.data_version,
        "created": f"{metadata.made_on.isoformat()}T00:00:00Z",
        "application": {"title": PRODUCT, "version": app_version()},
        "filters": metadata.filters,
        "query": dict(metadata.query),
        "shown": {"count": exhibit.shown, "of": exhibit.total, "what": exhibit.noun},
        "licenses": shipped_descriptor()["licenses"],
        "rights": say(
            "The licence is that of the coding and of what is counted from it. Each source keeps "
            "its own, named beside it."
        ),
        "sources": sources_in_full(exhibit, metadata),
        "citation": citation(exhibit, metadata),
        "bibtex": bibtex(exhibit, metadata),
        "resources": [
            {
                "name": stem.replace("_", "-"),
                "path": path or f"{stem}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_described(field) for field in tidy(exhibit.table).fields],
                    "missingValues": [""],
                },
            }
        ],
    }
    return {name: value for name, value in told.items() if value != ""}


def dictionary(exhibit: Exhibit) -> pd.DataFrame:
    """Return the columns of the data, a row each, with what they hold."""
    columns = ("name", "type", "title", "description", "unit")
    rows = [_described(field) for field in tidy(exhibit.table).fields]
    told = {name.capitalize(): [row.get(name, "") for row in rows] for name in columns}
    return pd.DataFrame(told, dtype=object)


def sources_in_full(exhibit: Exhibit, metadata: Metadata) -> list[dict[str, str]]:
    """Return the sources of an exhibit, all of them: as a Data Package names them, and their ids.

    Of a source that the table of sources does not hold there is the id alone.
    """
    if metadata.sources.empty:
        return [{"title": name} for name in exhibit.sources.publishers]
    rows = metadata.sources.set_index("source_id")
    return [_source(source, rows) for source in exhibit.sources.ids]


def _source(source: str, rows: pd.DataFrame) -> dict[str, str]:
    if source not in rows.index:
        return {"source_id": source, "title": source}
    row = rows.loc[source]
    told = {
        "title": row["title"],
        "path": row["address"],
        "source_id": source,
        "publisher": row["publisher"],
        "published": row["published"],
        "license": row["licence"],
        "attribution": row.get("attribution"),
        "retrieved": row["retrieved"],
    }
    return {name: _word(value) for name, value in told.items() if _word(value)}


def _word(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return "" if value is None or value is pd.NaT or value != value else str(value)


def citation(exhibit: Exhibit, metadata: Metadata) -> str:
    """Suggest how to cite the data."""
    return " ".join(
        filter(
            None,
            (
                f"{PRODUCT} ({metadata.made_on.year}).",
                f"{exhibit.title}. {start_of_line(metadata.filters)}.",
                say("Data version {version}.", version=metadata.data_version),
                say("Made on {day}.", day=metadata.made_on),
                f"{metadata.link}" if metadata.link else "",
                exhibit.source_line,
            ),
        )
    )


def bibtex(exhibit: Exhibit, metadata: Metadata) -> str:
    """Return an entry for a file of literature."""
    told = {
        "author": f"{{{PRODUCT}}}",
        "title": f"{{{_escaped(exhibit.title)}}}",
        "year": str(metadata.made_on.year),
        "version": _escaped(metadata.data_version),
        "note": _escaped(f"{metadata.filters}. {day(metadata.made_on)}. {exhibit.source_line}"),
        "url": metadata.link,
        "urldate": metadata.made_on.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in told.items() if value]
    return "@misc{" + ",\n".join([file_stem(exhibit, metadata), *lines]) + "\n}\n"


@cache
def app_version() -> str:
    """Return the version of the app, as its project file has it; "" where that is not there."""
    project = Path(dashboard.__file__).parents[1] / "pyproject.toml"
    if not project.is_file():
        return ""
    return tomllib.loads(project.read_text("utf-8"))["project"]["version"]


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Return what the fields of the data mean, by name."""
    tables = {table["name"]: table for table in shipped_descriptor()["resources"]}
    found: dict[str, str] = {}
    for name in reversed(DESCRIBED_IN):
        for field in tables[name]["schema"]["fields"]:
            found[field["name"]] = field.get("description", "")
    return found


def _described(field: Field) -> dict[str, str]:
    meaning = field.description or _known().get(field.name, "")
    told = {
        "name": field.name,
        "type": field.type,
        "title": field.title,
        "description": meaning,
        "unit": field.unit,
    }
    return {name: text for name, text in told.items() if text}


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)
