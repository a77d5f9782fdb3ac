"""A made-up package with holes: few events, sources that cover some topics, countries and months.

Nothing in it happened. Two reviews cover what they say in `sources.csv`, a newspaper covers nothing
but its own events; the series and rates are those that come with the app.
"""

from pathlib import Path

import pandas as pd
from made_long import made_events, made_figures

from dashboard.datapackage.store import shipped_descriptor
from dashboard.schema import resources_by_name

EVENTS, FIRST, LAST = 400, "2019-01-01", "2021-12-31"
REVIEWS = {
    "coast-review": ("Protests;Arrests and detentions", "KAZ;KGZ", "2019-01-01", "2020-06-30"),
    "hill-digest": (
        "Protests;Arrests and detentions;Sentences;Clashes and attacks;All other topics",
        "TJK;UZB",
        "2020-06-01",
        "2020-08-31",
    ),
    "valley-post": ("", "", "", ""),
}


def write_holes(folder: Path, seed: int = 3) -> Path:
    """Write the package as CSV; the same seed gives the same rows."""
    folder.mkdir(parents=True, exist_ok=True)
    every = made_events(seed)
    some = every[every["event_date"].between(FIRST, LAST)].head(EVENTS).copy()
    some["source_id"] = [list(REVIEWS)[number % len(REVIEWS)] for number in range(len(some))]
    some["related_event_id"] = None
    figures = made_figures(pd.concat([some] * 2, ignore_index=True).head(300), seed)
    figures["source_id"] = "valley-post"
    _write(some, "events", folder)
    _write(figures.drop_duplicates("event_id"), "figures", folder)
    _write(_sources(), "sources", folder)
    return folder


def _sources() -> pd.DataFrame:
    rows = [
        {
            "source_id": name,
            "title": f"Pages of {name}",
            "publisher": name.replace("-", " ").title(),
            "published": "2022-01",
            "address": f"https://example.org/{name}",
            "licence": "all rights reserved",
            "redistributable": "false",
            "retrieved": "2022-02-01",
            "kind": "report",
            **dict(
                zip(
                    ("covers_topics", "covers_countries", "covers_from", "covers_to"),
                    covers,
                    strict=True,
                )
            ),
        }
        for name, covers in REVIEWS.items()
    ]
    return pd.DataFrame(rows)


def _write(rows: pd.DataFrame, table: str, folder: Path) -> None:
    fields = resources_by_name(shipped_descriptor())[table]["schema"]["fields"]
    whole = rows.reindex(columns=[field["name"] for field in fields])
    for name in whole.select_dtypes("datetime").columns:
        whole[name] = whole[name].dt.strftime("%Y-%m-%d")
    whole.replace({True: "true", False: "false"}).to_csv(folder / f"{table}.csv", index=False)
