"""Made-up events have the shape of ACLED's: skewed, in bursts, with notes of a sentence or two."""

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import shapely
from made_events import event_tables, make_events
from made_rows import column_names

from dashboard.datapackage.store import SHIPPED_FOLDER, country_outlines
from dashboard.schema import Descriptor, check_table
from dashboard.vocabulary import EVENT_TYPES

ROWS = 60_000


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    """Return made-up events, days as timestamps."""
    table = pa.concat_tables(event_tables(ROWS)).to_pandas()
    days = {name: table[name].astype("datetime64[s]") for name in ("event_date", "end_date")}
    return table.assign(**days)


def test_it_has_the_columns_of_the_schema_and_a_key_a_row(events: pd.DataFrame) -> None:
    assert list(events) == column_names()
    assert len(events) == events["event_id"].nunique() == ROWS
    assert events["event_id"].str.fullmatch(r"[A-Z]{3}-\d{4}-\d\d-\d\d-\d{7,}").all()
    assert (events["event_id"].str[4:14] == events["event_date"].dt.strftime("%Y-%m-%d")).all()


def test_kinds_are_those_of_the_vocabulary_and_half_are_protests(events: pd.DataFrame) -> None:
    kinds = set(zip(events["event_type"], events["sub_event_type"], strict=True))
    assert all(sub in EVENT_TYPES[kind].sub_types for kind, sub in kinds)
    shares = events["event_type"].value_counts(normalize=True)
    assert shares.index[0] == "Protests"
    assert 0.45 < shares["Protests"] < 0.65
    assert events["status"].eq("occurred").mean() > 0.97


def test_places_are_skewed_and_some_rows_have_none(events: pd.DataFrame) -> None:
    counts = events["location"].value_counts()
    assert counts.size > 1500
    assert counts.iloc[:20].sum() > 0.3 * counts.sum()
    assert 0.05 < events["latitude"].isna().mean() < 0.12
    place, country = (events[name].astype(object) for name in ("place_country", "country"))
    assert 0.005 < (place.notna() & place.ne(country)).mean() < 0.04


def test_places_stand_inside_their_countries(events: pd.DataFrame) -> None:
    at_home = events[events["place_country"].astype(str) == events["country"].astype(str)]
    places = at_home.dropna(subset="latitude").drop_duplicates(["latitude", "longitude"])
    outlines = country_outlines()
    grown = {code: outlines[code].buffer(0.1) for code in places["country"].unique()}
    outside = [
        name
        for name, code, north, east in zip(
            *(places[each] for each in ("location", "country", "latitude", "longitude")),
            strict=True,
        )
        if not grown[code].contains(shapely.Point(east, north))
    ]
    assert outside == []


def test_days_come_in_bursts_over_ten_years(events: pd.DataFrame) -> None:
    by_day = events.groupby("event_date").size()
    assert (by_day.index.min().year, by_day.index.max().year) == (2016, 2025)
    assert by_day.max() > 5 * by_day.median()
    assert events["event_date"].le(events["end_date"]).all()


def test_rows_stand_roughly_in_order_of_day(events: pd.DataFrame) -> None:
    days = events["event_date"]
    assert not days.is_monotonic_increasing
    assert days.reset_index(drop=True).astype("int64").corr(pd.Series(range(ROWS))) > 0.9


def test_titles_and_notes_have_the_length_of_real_ones(events: pd.DataFrame) -> None:
    assert events["title"].str.split().str.len().max() <= 12
    assert 110 < events["notes"].str.len().mean() < 135
    assert events["notes"].nunique() > 0.99 * ROWS


def test_the_same_seed_gives_the_same_rows() -> None:
    first, same, other = (next(event_tables(500, seed)) for seed in (3, 3, 4))
    assert first.equals(same)
    assert not first.equals(other)


@pytest.mark.parametrize(
    ("form", "files"),
    [
        ("csv", ["events.csv"]),
        ("single", ["events.parquet"]),
        ("parts", ["events/part-0000.parquet"]),
    ],
)
def test_it_writes_each_form(tmp_path: Path, form: str, files: list[str]) -> None:
    make_events(300, tmp_path, form=form)
    found = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")]
    assert found == files
    path = tmp_path / files[0]
    read = pd.read_csv if path.suffix == ".csv" else pd.read_parquet
    assert len(read(path)) == 300


def test_its_csv_passes_the_schema(tmp_path: Path) -> None:
    make_events(200, tmp_path)
    text = pd.read_csv(tmp_path / "events.csv", dtype=str, keep_default_na=False)
    resource = next(each for each in _descriptor()["resources"] if each["name"] == "events")
    faults = check_table(resource, text)[1]
    # Ten million events need longer numbers in their keys than hundreds.
    assert [fault for fault in faults if fault.column != "event_id"] == []


def _descriptor() -> Descriptor:
    return json.loads((SHIPPED_FOLDER / "datapackage.json").read_text("utf-8"))
