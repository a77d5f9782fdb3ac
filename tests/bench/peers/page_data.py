"""The Overview's data and figures with pandas and Plotly Express, as both peers show them.

What a peer's page is made of, and how it is drawn anew, is its own business.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

COUNTRIES = {
    "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan",
    "TJK": "Tajikistan",
    "TKM": "Turkmenistan",
    "UZB": "Uzbekistan",
}
MARKS = ["protest", "arrest", "sentence", "clash", "other"]
VIOLENT = ["Battles", "Explosions/Remote violence", "Violence against civilians", "Riots"]
# Written down a second time, so that a slip in the app's own would show.
# The data compared has neither offices nor figures of people.
SUB_TYPE_WEIGHTS = {
    **dict.fromkeys(("Resignation or dismissal", "Vote held"), 6),
    **dict.fromkeys(("Sentence", "Arrests", "Bill passed"), 4),
    **dict.fromkeys(("Law or decree signed", "Appointment", "Criminal case", "Vote called"), 3),
    "Abuse reported": 3,
    **dict.fromkeys(("Outbreak report", "Party or alliance"), 2),
}
TYPE_WEIGHTS = {
    **dict.fromkeys(VIOLENT, 6),
    "Protests": 5,
    **dict.fromkeys(("Disaster", "Human rights"), 3),
    **dict.fromkeys(("Public health", "Court ruling", "Foreign aid"), 2),
}
OTHER_WEIGHT, DOUBT = 1, -2
COLUMNS = [
    *("event_date", "event_type", "sub_event_type", "country", "status", "confidence"),
    *("latitude", "longitude", "title"),
]
WORDS = ["event_type", "sub_event_type", "country", "status", "confidence"]
MONTHS = [str(month) for month in pd.period_range("2016-01", "2025-12", freq="M")]
FIRST_MONTH = MONTHS.index("2020-04")
SQUARE = 0.25


def load_events(folder: Path) -> pd.DataFrame:
    """Read the columns that the page needs, words as categories, in order of day."""
    if (folder / "events.csv").is_file():
        events = pd.read_csv(folder / "events.csv", usecols=COLUMNS, parse_dates=["event_date"])
    else:
        single = folder / "events.parquet"
        days: Any = {"date_as_object": False}
        events = pd.read_parquet(
            single if single.is_file() else folder / "events",
            columns=COLUMNS,
            to_pandas_kwargs=days,
        )
    events = events.astype(dict.fromkeys(WORDS, "category"))
    kind, detail = events["event_type"], events["sub_event_type"]
    mark = np.select(
        [
            kind.eq("Protests") | detail.eq("Violent demonstration"),
            detail.eq("Arrests"),
            detail.eq("Sentence"),
            kind.isin(VIOLENT),
        ],
        MARKS[:4],
        MARKS[4],
    )
    events["mark"] = pd.Categorical(mark, MARKS)
    weight = detail.astype(str).map(SUB_TYPE_WEIGHTS).fillna(kind.astype(str).map(TYPE_WEIGHTS))
    doubtful = events["status"].eq("claimed") | events["confidence"].eq("low")
    events["weight"] = weight.fillna(OTHER_WEIGHT) + DOUBT * doubtful
    return events.sort_values("event_date", ignore_index=True)


def choose(events: pd.DataFrame, month: str, countries: list[str]) -> pd.DataFrame:
    """Return the events of a month that concern the chosen countries, or the region."""
    first = pd.Timestamp(month)
    return events[
        events["event_date"].between(first, first + pd.offsets.MonthEnd(1))
        & events["country"].isin([*countries, "REG"])
        & events["status"].eq("occurred")
    ]


def five_countries(chosen: pd.DataFrame, countries: list[str]) -> pd.DataFrame:
    """Count events by country and kind."""
    counts = pd.crosstab(chosen["country"].astype(str), chosen["mark"])
    counts = counts.reindex(index=countries, columns=MARKS, fill_value=0)
    counts.insert(0, "Country", [COUNTRIES[code] for code in countries])
    return counts


def map_of(chosen: pd.DataFrame, borders: str) -> go.Figure:
    """Draw events in squares of a quarter of a degree; `borders` is an address of GeoJSON."""
    placed = chosen.dropna(subset="latitude")
    squares = (
        placed.assign(
            latitude=(placed["latitude"] // SQUARE + 0.5) * SQUARE,
            longitude=(placed["longitude"] // SQUARE + 0.5) * SQUARE,
        )
        .groupby(["latitude", "longitude", "mark"], observed=True)
        .size()
        .reset_index(name="events")
    )
    figure = px.scatter_geo(
        squares,
        lat="latitude",
        lon="longitude",
        size="events",
        color="mark",
        category_orders={"mark": MARKS},
    )
    by_country = chosen["country"].value_counts().reindex(list(COUNTRIES), fill_value=0)
    figure.add_choropleth(
        geojson=borders,
        featureidkey="properties.iso_code",
        locations=list(by_country.index),
        z=by_country.to_numpy(),
        colorscale=["#F6F6F6", "#C8C8C8"],
        showscale=False,
    )
    figure.update_geos(lataxis_range=[34.4, 56.0], lonaxis_range=[45.0, 89.0], visible=False)
    return figure.update_layout(title="Where it happened", height=380)


def bars_of(chosen: pd.DataFrame) -> go.Figure:
    """Draw events by week and kind."""
    weeks = chosen["event_date"].dt.to_period("W").dt.start_time.rename("week")
    counts = chosen.groupby([weeks, "mark"], observed=True).size().reset_index(name="events")
    figure = px.bar(counts, x="week", y="events", color="mark", category_orders={"mark": MARKS})
    return figure.update_layout(title="Events by week", height=380)


def standing_out(chosen: pd.DataFrame) -> pd.DataFrame:
    """Return a country's heaviest event each: `country`, `event_date`, `title`."""
    heaviest = chosen.groupby("country", observed=True)["weight"].idxmax()
    return chosen.loc[heaviest.sort_values(), ["country", "event_date", "title"]]
