"""The maps and the lists beside them, on the shipped package: June 2020 was read by hand."""

import dataclasses
import json
import math

import pandas as pd
import pytest
import shapely

from dashboard.datapackage.store import DataUnavailable, Package, country_outlines
from dashboard.events.panels.card import card_for
from dashboard.maps.charts.basemap import NAMES, base_map_address, served_file, with_base_map
from dashboard.maps.panels.event_map import drawn_content, event_map, located_table, overview_map
from dashboard.maps.panels.lists import map_sentence, national_events, outside_frame
from dashboard.maps.view.content import map_content
from dashboard.panels.query import first_events
from dashboard.panels.table import Table
from dashboard.selection import Selection
from dashboard.ui.maps.decks import heading_markup, national_markup, outside_markup
from dashboard.vocabulary import GEO_PRECISIONS, STATUSES

JUNE = Selection()
YEARS = Selection(first_month="2018-01", last_month="2024-12")
EVER = Selection(first_month="1990-01", last_month="2030-12", statuses=STATUSES)
HOSTILE = "<script>alert('x')</script> & \"<b>\""


def keys(rows: pd.DataFrame) -> set[str]:
    return set(rows["Event key"])


@pytest.mark.parametrize("selection", [JUNE, EVER, Selection(countries=("TKM",))])
def test_every_event_is_on_the_map_or_outside_or_without_a_place(
    package: Package, selection: Selection
) -> None:
    drawn = keys(overview_map(package, selection, {}).rows)
    beyond = keys(outside_frame(package, selection, {"outside": "all"}).rows)
    placeless = keys(national_events(package, selection, {}).rows)
    assert drawn | beyond | placeless == set(first_events(package, selection)["event_id"])
    assert len(drawn) + len(beyond) + len(placeless) == len(first_events(package, selection))


def test_a_day_that_is_assumed_is_said_to_be_on_the_maps_too(package: Package) -> None:
    events = package.table("events")
    assumed = events[events["date_basis"].eq("assumed")]
    shown = {
        row["Event key"]: row["When"]
        for rows in (
            located_table(assumed[assumed["latitude"].notna()]).shown,
            national_events(package, EVER, {}).rows,
        )
        for row in rows.to_dict("records")
    }
    told = [shown[key] for key in assumed["event_id"] if key in shown]
    assert told
    assert all(when.endswith("date assumed") for when in told)


def test_a_national_event_has_no_mark_in_any_view(package: Package) -> None:
    placeless = keys(national_events(package, EVER, {}).rows)
    for frame in ("region", "world"):
        content = drawn_content(package, EVER, frame, everywhere=True)
        drawn = {event.event_id for mark in content.marks for event in mark.events}
        assert placeless and not drawn & placeless


def test_an_event_abroad_is_never_drawn_inside_the_country_it_concerns(package: Package) -> None:
    outlines = country_outlines()
    events = package.table("events").set_index("event_id")
    content = drawn_content(package, EVER, "world", everywhere=True)
    abroad = [mark for mark in content.marks if mark.abroad]
    assert abroad
    for mark in abroad:
        for event in mark.events:
            home = outlines[str(events.loc[event.event_id, "country"])]
            assert not home.contains(shapely.Point(mark.longitude, mark.latitude))


def test_june_2020_on_the_map(package: Package) -> None:
    content = drawn_content(package, JUNE, "region")
    labels = {spot.lines[0]: " ".join(spot.lines[1:]) for spot in content.spots if spot.lines}
    assert labels["Bishkek"] == "2 protests, 2 sentences"
    assert labels["Almaty and other cities"] == "1 protest, ≥ 100 detained (reportedly)"
    assert labels["Rushan"] == "1 protest"
    assert not any(mark.abroad and mark.kind == "protest" for mark in content.marks)


def test_behind_the_events_abroad_stand_the_figures_of_who_took_part_and_no_others(
    package: Package,
) -> None:
    for selection in (JUNE, YEARS):
        exhibit = outside_frame(package, selection, {})
        figures = package.table("figures")
        own = figures[figures["event_id"].isin(exhibit.table.cells("event_id"))]
        taking_part = own.loc[own["measure"].eq("participants"), "figure_id"]
        assert exhibit.behind is not None
        assert {*exhibit.behind()} == {*exhibit.table.cells("event_id"), *taking_part}
        assert len(taking_part) > 0


def test_june_2020_outside_the_frame(package: Package) -> None:
    exhibit = outside_frame(package, JUNE, {})
    figures = package.table("figures")
    assert exhibit.behind is not None
    keys_behind = exhibit.behind()
    told = figures[figures["event_id"].isin(keys_behind)]
    took_part = told.loc[told["measure"].eq("participants"), "figure_id"].tolist()
    assert len(took_part) >= 3
    assert {*took_part} == {*keys_behind} & {*figures["figure_id"]}
    assert exhibit.unit == "4 protests about Turkmenistan"
    assert exhibit.rows["Place"].tolist() == [
        "Northern Cyprus",
        "Istanbul",
        "New York",
        "Washington",
    ]
    assert exhibit.rows["Took part, as reported"].tolist() == [
        "≤ 50",
        "“dozens”",
        "≥ 10",
        "not stated",
    ]
    assert exhibit.shown < exhibit.total
    assert "in Moscow" in exhibit.caption


def test_how_closely_a_place_is_known_is_said_by_the_card_in_the_same_word(
    package: Package,
) -> None:
    told = event_map(package, JUNE, {}).rows.set_index("Event key")["Location precision"]
    assert set(told) == {word for word, _ in GEO_PRECISIONS.values()}
    for key, word in told.items():
        card = card_for(package, str(key))
        assert card is not None and dict(card.facts)["Location precision"].startswith(word)


def test_the_world_shows_what_the_region_leaves_out(package: Package) -> None:
    region, world = event_map(package, JUNE, {}), event_map(package, JUNE, {"view": "world"})
    beyond = keys(outside_frame(package, JUNE, {"outside": "all"}).rows)
    assert keys(world.rows) == keys(region.rows) | beyond
    assert "6 events abroad" in region.caption and "abroad" not in world.caption
    assert event_map(package, JUNE, {"view": "moon"}).rows.equals(region.rows)


def test_what_is_claimed_is_said_to_be_so(package: Package) -> None:
    exhibit = overview_map(package, dataclasses.replace(JUNE, statuses=("claimed",)), {})
    assert "Faint: claimed" in exhibit.caption
    assert set(exhibit.rows["Status"]) == {"claimed"}


def test_a_claimed_arrest_adds_nobody_to_the_detained() -> None:
    base = {
        "title": "T",
        "event_date": pd.Timestamp("2020-06-06"),
        "end_date": pd.Timestamp("2020-06-06"),
        "time_precision": 1,
        "country": "KAZ",
        "place_country": "KAZ",
        "location": "Almaty",
        "geo_precision": 1,
        "date_basis": "stated",
        "abroad": False,
        "mark": "arrest",
        "admin1": "KZ-ALA",
        "latitude": 43.2,
        "longitude": 76.9,
        "source_id": "s",
    }
    events = pd.DataFrame(
        [
            base | {"event_id": "A", "status": "occurred"},
            base | {"event_id": "B", "status": "claimed"},
        ]
    )
    nan = math.nan
    figures = pd.DataFrame(
        [("A", "KAZ", "detained", 3.0, 3.0, 3.0), ("B", "KAZ", "detained", 50.0, 50.0, 50.0)],
        columns=["event_id", "country", "measure", "low", "best", "high"],
    ).assign(
        qualifier="exact", as_reported="n", source_id="s", unit="person", as_of=nan, hedge=None
    )
    content = map_content(events, figures, "region")
    assert content.spots[0].lines == ("Almaty", "3 detained, 1 arrest claimed")


def test_an_empty_choice_has_no_marks_and_says_nothing_of_them(package: Package) -> None:
    exhibit = overview_map(package, Selection(countries=()), {})
    assert (exhibit.shown, exhibit.total, exhibit.caption) == (0, 0, "")
    assert exhibit.draw is not None and exhibit.draw("light").layout.images


def test_missing_tables_are_reported(package: Package) -> None:
    broken = dataclasses.replace(package, unavailable={"events": "The file events.csv is missing."})
    for build in (overview_map, event_map, outside_frame, national_events):
        with pytest.raises(DataUnavailable, match=r"events\.csv"):
            build(broken, JUNE, {})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_small_and_asks_only_this_server(package: Package, theme: str) -> None:
    exhibit = overview_map(package, JUNE, {})
    assert exhibit.draw is not None
    text = exhibit.draw(theme).to_json()
    assert text is not None
    assert len(text) < 20_000
    assert "http" not in text
    assert json.loads(text)["layout"]["images"][0]["source"] == base_map_address(theme, "region")


def test_a_file_takes_the_base_map_along(package: Package) -> None:
    exhibit = event_map(package, JUNE, {"view": "world"})
    assert exhibit.draw is not None
    figure = exhibit.draw("light")
    filled = with_base_map(figure)
    assert filled.layout.images[0].source.startswith("data:image/svg+xml;base64,")
    assert figure.layout.images[0].source.startswith("basemap-world-light.svg")


@pytest.mark.parametrize("name", [*(f"{name}.svg" for name in NAMES), "basemap-lines.geojson"])
def test_the_server_has_the_maps_own_files(name: str) -> None:
    text, media_type = served_file(name)
    assert media_type in ("image/svg+xml", "application/geo+json")
    assert len(text) < 250_000


def test_the_server_has_no_other_map() -> None:
    with pytest.raises(KeyError):
        served_file("basemap-moon.svg")


def test_words_of_the_data_are_escaped(package: Package) -> None:
    beyond, placeless = (
        Table(table.columns, table.frame.assign(location=HOSTILE, title=HOSTILE))
        for table in (
            outside_frame(package, JUNE, {}).table,
            national_events(package, JUNE, {}).table,
        )
    )
    for markup in (
        outside_markup(beyond, "light", {"text": HOSTILE}),
        national_markup(placeless, {"text": HOSTILE}),
        heading_markup(HOSTILE, "protest", True, "dark"),
    ):
        assert "<script" not in markup
        assert "&lt;script" in markup


def test_the_sentence_adds_up(package: Package) -> None:
    assert map_sentence(package, Selection()) == (
        "**24 of 78 events** in June 2020 are mapped; 6 took place outside the region; "
        "48 have no specific location."
    )
    nothing = Selection(first_month="2017-02", last_month="2017-02")
    assert map_sentence(package, nothing) == (
        "**The data has no event in February 2017; no source covers this period.**"
    )


def test_a_list_of_nothing_abroad_does_not_say_none_where_nobody_looked(package: Package) -> None:
    """Why there is nothing stands in its headline."""
    early = Selection(first_month="2017-02", last_month="2017-02")
    exhibit = outside_frame(package, early, {})
    assert exhibit.unit == ""
    assert "no source covers this period" in str(exhibit.headline)
