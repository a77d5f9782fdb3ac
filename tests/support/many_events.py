"""A long package with some hundred events on a few spots, made in a folder of the test's own."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import Package
from dashboard.engine.address import read_address

KINDS = {
    "protest": ("Protests", "Peaceful protest"),
    "arrest": ("Strategic developments", "Arrests"),
    "other": ("Diplomacy", "Visit"),
}
# How many, of what, in whose name, in which country, where; without coordinates: no place.
GROUPS = (
    (180, "protest", "KAZ", "KAZ", "Almaty", 43.25, 76.9, 1),
    (40, "arrest", "KAZ", "KAZ", "Almaty", 43.25, 76.9, 1),
    (90, "protest", "UZB", "UZB", "Tashkent", 41.31, 69.28, 1),
    (7, "other", "KAZ", "KAZ", "Aktobe Region", 50.3, 57.2, 3),
    (1, "protest", "UZB", "KAZ", "Kentau", 43.52, 68.51, 1),
    (50, "protest", "TKM", "TUR", "Istanbul", 41.01, 28.95, 1),
    (9, "arrest", "TKM", "TUR", "Istanbul", 41.01, 28.95, 1),
    (12, "other", "TJK", "RUS", "Moscow", 55.75, 37.62, 1),
    (230, "other", "KGZ", None, None, None, None, None),
)


def many_events(groups: Sequence[tuple] = GROUPS) -> pd.DataFrame:
    """Return the rows, all of June 2020."""
    rows = []
    for group, (number, mark, country, place_country, *place) in enumerate(groups):
        kind, detail = KINDS[mark]
        for each in range(number):
            day = f"2020-06-{1 + each % 30:02d}"
            key = f"{country}-{day}-{group}{each:04d}"
            title = f"{mark.capitalize()} {each}"
            rows.append((key, day, kind, detail, country, place_country, *place, title, "a-source"))
    names = ["event_id", "event_date", "event_type", "sub_event_type", "country", "place_country"]
    names += ["location", "latitude", "longitude", "geo_precision", "title", "source_id"]
    return pd.DataFrame(rows, columns=names)


def long_package(folder: Path, events: pd.DataFrame) -> Package:
    """Return the events as a package that keeps them in its engine."""
    events.to_parquet(folder / "events.parquet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CENTRAL_ASIA_MONITOR_CACHE", str(folder / "cache"))
        package = open_package(read_address(str(folder)))
    assert package.kept_events
    return package
