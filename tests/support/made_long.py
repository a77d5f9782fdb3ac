"""A few thousand made-up events of ten years, too many for one table, in a folder of Parquet.

Nothing in them happened. They have what counting must not mix up: places abroad, events between two
countries, spans over months, what is known to a month only, blanks, every status, cases of several
steps; and figures of some of them.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from made_words import ISSUES, STATE_RESPONSES

from dashboard.datapackage.store import shipped_descriptor
from dashboard.schema import resources_by_name
from dashboard.vocabulary import COUNTRIES

ROWS = 6_000
FIRST, DAYS = np.datetime64("2015-01-01", "D"), 3_653
BUSY, BUSY_ROWS = np.datetime64("2020-06-01", "D"), 1_400
KINDS = (
    ("Protests", "Peaceful protest"),
    ("Protests", "Protest with intervention"),
    ("Riots", "Mob violence"),
    ("Strategic developments", "Arrests"),
    ("Court ruling", "Sentence"),
    ("Court ruling", "Other ruling"),
    ("Government", "Criminal case"),
    ("Diplomacy", "Meeting or visit"),
    ("Public health", "Health care"),
)
PLACES = {"TUR": (41.01, 28.98), "KAZ": (43.24, 76.9), "KGZ": (42.87, 74.6), "TJK": (38.6, 68.8)}
WORDS = ("teachers march with police near", "miners walk past", "İstanbul 100%_ students meet at")
FIGURES = 260


def made_events(seed: int = 1) -> pd.DataFrame:
    """Return the events as columns of events.csv; the same seed gives the same ones."""
    random = np.random.default_rng(seed)
    codes = np.array([*COUNTRIES, "REG"])
    kinds = random.integers(0, len(KINDS), ROWS)
    first = FIRST + random.integers(0, DAYS, ROWS)
    first[:BUSY_ROWS] = BUSY + random.integers(0, 30, BUSY_ROWS)
    precision = random.choice([1, 1, 1, 1, 1, 1, 1, 2, 3], ROWS)
    month = first.astype("datetime64[M]")
    first = np.where(precision == 3, month.astype("datetime64[D]"), first)
    last = np.where(random.random(ROWS) < 0.1, first + random.integers(1, 45, ROWS), first)
    last = np.where(precision == 2, first + 6, last)
    months = random.choice([1, 1, 1, 12], ROWS)
    last = np.where(precision == 3, (month + months).astype("datetime64[D]") - 1, last)
    country = random.choice(codes, ROWS, p=[0.3, 0.25, 0.2, 0.03, 0.2, 0.02])
    place = country.astype(object)
    place[country == "REG"] = None
    place[random.random(ROWS) < 0.1] = None
    place[random.random(ROWS) < 0.05] = "TUR"
    known = [PLACES.get(str(each), (float("nan"), float("nan"))) for each in place]
    keys = np.array([f"{country[n]}-{first[n]}-{n:05d}" for n in range(ROWS)])
    linked = random.random(ROWS) < 0.05
    return pd.DataFrame(
        {
            "event_id": keys,
            "event_date": first.astype("datetime64[s]"),
            "end_date": last.astype("datetime64[s]"),
            "time_precision": precision,
            "date_basis": "stated",
            "status": random.choice(
                ["occurred", "claimed", "planned", "pledged"], ROWS, p=[0.9, 0.05, 0.03, 0.02]
            ),
            "event_type": [KINDS[kind][0] for kind in kinds],
            "sub_event_type": [KINDS[kind][1] for kind in kinds],
            "country": country,
            "related_countries": random.choice(np.array([None, None, "UZB", "RUS;KGZ"]), ROWS),
            "place_country": place,
            "location": ["Somewhere" if isinstance(each, str) else None for each in place],
            "latitude": [latitude for latitude, _ in known],
            "longitude": [longitude for _, longitude in known],
            "title": [f"{WORDS[n % len(WORDS)]} gate {n}" for n in range(ROWS)],
            "issue": random.choice(np.array([None, *ISSUES[:4]]), ROWS),
            "state_response": random.choice(np.array([None, *STATE_RESPONSES[:4]]), ROWS),
            "related_event_id": pd.Series(keys[random.integers(0, ROWS, ROWS)]).where(linked),
            "acled_eligible": True,
            "confidence": random.choice(["high", "medium", "low"], ROWS),
            "source_id": random.choice(["24kg-2020-01-10", "acca-2022-05-22", "own-source"], ROWS),
        }
    )


def made_figures(events: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """Return figures of some of the events as columns of figures.csv."""
    random = np.random.default_rng(seed)
    some = events.iloc[random.choice(len(events), FIGURES, replace=False)]
    measures = np.where(
        some["sub_event_type"] == "Sentence",
        "sentence_length",
        random.choice(["detained", "participants", "killed", "injured"], FIGURES),
    )
    value = random.integers(1, 400, FIGURES)
    at_least = random.random(FIGURES) < 0.4
    rows = pd.DataFrame(
        {
            "figure_id": [f"made-up:{n}" for n in range(FIGURES)],
            "event_id": some["event_id"].to_numpy(),
            "country": some["country"].to_numpy(),
            "as_of": some["event_date"].dt.strftime("%Y-%m-%d").to_numpy(),
            "measure": measures,
            "low": value,
            "best": np.where(at_least, "", value.astype(str)),
            "high": np.where(at_least, "", value.astype(str)),
            "unit": np.where(measures == "sentence_length", "month", "person"),
            "qualifier": np.where(at_least, "at_least", "exact"),
            "as_reported": "so many",
            "definition": "people at a gate",
            "source_id": "24kg-2020-01-10",
            "confidence": "high",
        }
    )
    fields = resources_by_name(shipped_descriptor())["figures"]["schema"]["fields"]
    return rows.reindex(columns=[field["name"] for field in fields])


def write_long(folder: Path) -> Path:
    """Write a folder of them that is read by the engine."""
    events = made_events()
    folder.mkdir(parents=True, exist_ok=True)
    events.sample(frac=1, random_state=2).to_parquet(folder / "events.parquet")
    made_figures(events).to_csv(folder / "figures.csv", index=False)
    return folder
