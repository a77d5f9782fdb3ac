"""The table of filters is complete: whoever loops over it knows every kind, and every row fits."""

from dataclasses import fields, replace
from typing import Any

import pandas as pd
import pytest
from app_runner import SECONDS
from streamlit.testing.v1 import AppTest

from dashboard.commands.brief import _OPTIONS
from dashboard.datapackage.store import SHIPPED_FOLDER, Package, load_package, people_reported
from dashboard.engine import cubes
from dashboard.engine.cells import COUNTED
from dashboard.engine.columns import DERIVED
from dashboard.engine.filters import CONDITIONS
from dashboard.filter_table import FILTERED_COLUMNS, FILTERS, NARROWED_COLUMNS, ROW_FILTERS
from dashboard.filters import Beside, Filter, Month, Refusal
from dashboard.selection import Selection
from dashboard.ui.filters import WIDGETS
from dashboard.vocabulary import STATUSES

# What each filter holds in these tests, beside its default.
OTHER = {
    "countries": ("KGZ",),
    "first_month": "2020-01",
    "last_month": "2020-12",
    "compared": "2019-06",
    "source": "acled",
    "topics": ("Protests",),
    "statuses": ("claimed", "planned"),
    "exact_dates": True,
    "text": "rally",
    "provinces": ("TJ-SU", "KG-B"),
    "places": ("Bishkek",),
    "actors": ("Democratic Choice of Kazakhstan", "Sapar Isakov"),
    "sub_types": ("Peaceful protest",),
    "issues": ("Elections",),
    "responses": ("detentions",),
    "confidences": ("low",),
    "told_by": ("cabar-2020-06",),
    "people": 100,
    "fatalities": 2,
}
KINDS = {type(row) for row in FILTERS}


@pytest.fixture(scope="module")
def package() -> Package:
    """Return the shipped data, one event of which is said to be of another source."""
    package = load_package(SHIPPED_FOLDER)
    package.table("events")["dataset"].array[5] = "acled"
    return package


def test_a_selection_has_a_field_for_each_row_with_the_rows_default() -> None:
    own = {each.name: each.default for each in fields(Selection) if each.name != "refused"}
    assert own == {row.field: row.default for row in FILTERS}
    assert len({row.name for row in FILTERS}) == len(FILTERS)


def test_screen_engine_and_command_line_know_every_kind() -> None:
    assert set(WIDGETS) == set(_OPTIONS) == KINDS
    assert set(CONDITIONS) == KINDS - {Month, Beside}


def test_every_cube_has_the_columns_that_filters_look_at() -> None:
    names = ("DAYS", "SOURCES", "PLACES", "ACTS", "ABROAD", "ACTORS", "PROVINCES", "LEADING")
    for columns in (*(getattr(cubes, name) for name in names), COUNTED):
        assert set(FILTERED_COLUMNS) <= set(columns)


@pytest.mark.parametrize("row", FILTERS, ids=lambda row: row.name)
def test_a_row_reads_what_it_writes_and_finds_its_column(row: Filter, package: Package) -> None:
    events = package.table("events")
    assert row.column in events.columns
    assert row.column in {*DERIVED, *NARROWED_COLUMNS, "event_date", "status"}
    for value in (row.default, OTHER[row.field]):
        assert row.fault(value) == ""
        if written := row.write(value):
            refused: list[Refusal] = []
            assert (row.read(written, refused), refused) == (value, [])
        state = list(value) if isinstance(value, tuple) else value
        assert row.held(state, None) == value
    assert row.held(object(), row.default) == row.default


@pytest.mark.parametrize("row", ROW_FILTERS, ids=lambda row: row.name)
def test_a_row_keeps_fewer_and_says_what_it_does(row: Filter, package: Package) -> None:
    events = package.table("events")
    kept = row.keeps(events, OTHER[row.field])
    assert kept is not None
    assert 0 < kept.sum() < len(events)
    selection = Selection(**{row.field: OTHER[row.field]})
    assert row.words(OTHER[row.field]) in selection.describe()
    out = events[~kept].iloc[0]
    assert row.hides(selection, {str(name): cell for name, cell in out.items()})
    wanted = row.wanted(OTHER[row.field], lambda: events[row.column].unique().tolist())
    if wanted is not None:
        pd.testing.assert_series_equal(events[row.column].isin(wanted), kept, check_names=False)


def test_what_a_filter_cannot_hold_makes_no_selection() -> None:
    tried: tuple[dict[str, Any], ...] = (
        {"countries": ("XXX",)},
        {"first_month": "x"},
        {"first_month": "20٢٠-06"},
        {"first_month": "2020-07"},
        {"last_month": "2100-01"},
        {"compared": "last week"},
        {"compared": "2020-13"},
        {"source": "A source"},
        {"topics": ("Weather",)},
        {"statuses": ("rumoured",)},
        {"exact_dates": "yes"},
        {"text": "x" * 201},
        {"people": -1},
        {"people": True},
        {"fatalities": 10_000_001},
        {"provinces": ("",)},
        {"places": (5,)},
        {"actors": ("x" * 201,)},
        {"issues": tuple(map(str, range(51)))},
    )
    for wrong in tried:
        with pytest.raises(ValueError, match=r".+"):
            Selection(**wrong)


@pytest.mark.parametrize(
    "wrong", [None, 5, object(), [], {}, [5], "x", b"x", float("nan"), ["KAZ", object()]]
)
def test_a_widget_may_say_anything(wrong: object) -> None:
    before = Selection(first_month="2020-05")
    made = Selection.from_widgets(dict.fromkeys((row.name for row in FILTERS), wrong), before)
    assert made.first_month == "2020-05"
    assert made.last_month == "2020-06"


def test_the_longest_period_is_cut_and_said() -> None:
    asked = Selection.from_query({"from": "1900-01", "to": "2099-12"})
    assert len(asked.months) == 600
    assert [each.words for each in asked.refused] == [
        "The address asks for more than 50 years. The period ends with December 1949.",
    ]


def test_a_filter_more_needs_a_row_and_a_field() -> None:
    """The sidebar draws whatever rows there are."""
    script = """
from dashboard.datapackage.store import load_package
from dashboard.selection import Selection
from dashboard.ui.filters import show_filters
package = load_package()
package.table("events")["dataset"].array[5] = "acled"
show_filters(package, Selection(provinces=("TJ-SU",), compared="year"))
"""
    app = AppTest.from_string(script, default_timeout=SECONDS).run()
    assert not app.exception
    drawn = {
        str(each.key)
        for kind in ("multiselect", "selectbox", "toggle", "text_input", "number_input")
        for each in app.get(kind)
    } | {str(each.key) for each in app.get("button_group")}
    assert all(any(key.startswith(f"filter_{row.name}") for key in drawn) for row in FILTERS)


def test_as_many_people_as_the_sources_surely_tell_of() -> None:
    """Of one source the highest, of several the lowest; each country's people are others."""
    columns = ("event_id", "measure", "country", "source_id", "low", "best")
    figures = pd.DataFrame(
        [
            ("about", "participants", "KGZ", "a", None, 100),
            ("more than", "detained", "KGZ", "a", 140, None),
            ("up to", "participants", "KGZ", "a", None, None),
            ("sources", "killed", "KGZ", "a", 25, None),
            ("sources", "killed", "KGZ", "b", 9, None),
            ("sources", "killed", "KGZ", "b", 31, 31),
            ("sides", "injured", "KGZ", "a", 187, 187),
            ("sides", "injured", "UZB", "a", 25, 25),
            ("sides", "killed", "UZB", "a", 3, 3),
            ("money", "amount", "KGZ", "a", 900, 900),
            (None, "killed", "KGZ", "a", 900, 900),
        ],
        columns=list(columns),
    )
    keys = pd.Series(["about", "more than", "up to", "sources", "sides", "money", "untold"])
    told = people_reported(figures, keys)
    assert told["people"].tolist() == [100, 140, 0, 25, 212, 0, 0]
    assert told["fatalities"].tolist() == [0, 0, 0, 25, 3, 0, 0]


@pytest.mark.parametrize(
    ("narrowed", "events"),
    [
        ({"provinces": ("TJ-SU",)}, 3),
        ({"places": ("Bishkek",)}, 25),
        ({"actors": ("Democratic Choice of Kazakhstan",)}, 3),
        ({"actors": ("Almazbek Atambayev",)}, 3),
        ({"told_by": ("timesca-2024-04",)}, 34),
        ({"people": 1000}, 7),
        ({"fatalities": 10}, 8),
    ],
)
def test_a_narrowed_view_has_the_events_that_the_table_has(
    narrowed: dict[str, Any], events: int, package: Package
) -> None:
    """Counted in the table of events by hand, whatever their day and status."""
    wide = Selection(first_month="1990-01", last_month="2030-12", statuses=STATUSES)
    assert package.events.counts(replace(wide, **narrowed)).total == events
