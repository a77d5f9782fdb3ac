"""What the terms of imported data forbid: its own rows in a file. Counts and charts stay."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.panels.details import with_details
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.keys import MalformedKey, RateKey, read_key
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.panels.table import FACTS, Kind, Table
from dashboard.wording import join_words, say

# By these a row of a table is one row of the data, and not a count of several.
ROW_KEYS = ("source_id", "figure_id", "event_id")


def kept_back_words(package: Package, exhibit: Exhibit) -> str:
    """Say whose rows the files of a panel leave out; "" where it shows none of them."""
    table = exhibit.table
    lists_rows = any(name in table.frame for name in ROW_KEYS) or _has_sources(table.details)
    if not (lists_rows or table.columns == FACTS):
        return ""
    return _words(_kept_back(package), exhibit.sources.ids)


def for_files(package: Package, exhibit: Exhibit) -> Exhibit:
    """Return an exhibit as a file may hold it, with what data has of its rows besides.

    It says of which rows are left out.
    """
    return with_details(package, _passed_on(package, exhibit))


def _passed_on(package: Package, exhibit: Exhibit) -> Exhibit:
    kept_back = _kept_back(package)
    if not kept_back:
        return exhibit
    origins = _origins(package, exhibit)
    stays = [origin not in kept_back for origin in origins]
    if all(stays):
        return exhibit
    table, details = exhibit.table, exhibit.table.details
    own = None if details is None else replace(details, frame=details.frame[stays])
    table = replace(table, frame=table.frame[stays], details=own)
    return replace(exhibit, table=table, kept_back=_words(kept_back, origins))


def rows_for_files(package: Package, rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return what a file may hold of rows of the data, and what is to be said of the others."""
    kept_back = _kept_back(package)
    if not kept_back or "source_id" not in rows:
        return rows, ""
    origins = rows["source_id"].tolist()
    return rows[[origin not in kept_back for origin in origins]], _words(kept_back, origins)


def may_be_passed_on(package: Package, source_ids: pd.Series) -> pd.Series:
    """Return True for the sources of which a file may hold rows."""
    return ~source_ids.isin([*_kept_back(package)])


def _words(kept_back: Mapping[str, str], origins: Iterable[str]) -> str:
    names = list(dict.fromkeys(kept_back[each] for each in origins if each in kept_back))
    if not names:
        return ""
    return say(
        "Rows of {publishers} are not in files: their terms forbid passing them on. Counts and "
        "charts may be passed on.",
        publishers=join_words(names),
    )


@lru_cache(maxsize=KEPT_PACKAGES)
def _kept_back(package: Package) -> Mapping[str, str]:
    """Return the imported sources whose rows may not be passed on, with their publishers.

    Of an article, coded here, the words may not be passed on; what was coded of it may.
    """
    sources = package.tables.get("sources")
    if sources is None:
        return {}
    is_kept = sources["attribution"].notna() & ~sources["redistributable"].fillna(True).astype(bool)
    own = sources[is_kept]
    return dict(zip(own["source_id"], own["publisher"], strict=True))


def _origins(package: Package, exhibit: Exhibit) -> Sequence[str]:
    """Return the source of each row that is one row of the data, "" for any other."""
    frame, details = exhibit.table.frame, exhibit.table.details
    if "source_id" in frame:
        return frame["source_id"].tolist()
    if details is not None and _has_sources(details):
        return details.frame["source_id"].tolist()
    key = next((name for name in ROW_KEYS if name in frame), "")
    if key:
        return _sources_named(package, frame[key].tolist())
    if exhibit.table.columns == FACTS and exhibit.behind and (about := exhibit.behind()):
        return _sources_named(package, about[:1]) * len(frame)
    return [""] * len(frame)


def _has_sources(details: Table | None) -> bool:
    """Say whether details name the one source of each row, as those of days of a series do."""
    columns = details.columns if details is not None else ()
    return any(each.key == "source_id" and each.kind is Kind.REPORTED for each in columns)


def _sources_named(package: Package, keys: Sequence[str]) -> list[str]:
    """Return the sources of figures, events and rates by their keys; "" for other keys."""
    known: dict[str, str] = {}
    figures = package.tables.get("figures")
    if figures is not None:
        own = figures[figures["figure_id"].isin(keys)]
        known |= dict(zip(own["figure_id"], own["source_id"], strict=True))
    if events := sorted({key for key in keys if key and key not in known}):
        rows = package.events.rows_of(events, len(events))
        known |= dict(zip(rows["event_id"], rows["source_id"], strict=True))
    return [known.get(key) or _of_rate(key) for key in keys]


def _of_rate(key: str) -> str:
    try:
        asked = read_key(key)
    except MalformedKey:
        return ""
    return asked.source_id if isinstance(asked, RateKey) else ""
