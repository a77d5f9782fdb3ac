"""Visits and what is new since: by key and content, field by field, or by month of long data."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from dashboard.datapackage.opening import short_package
from dashboard.datapackage.store import SHIPPED_FOLDER, Package
from dashboard.views.visits import (
    APART,
    MOST_CONTENTS,
    MOST_LISTED,
    VISITS_FILE,
    Changed,
    Contents,
    Seen,
    Visits,
    changes,
    changes_since,
    news_table,
    news_words,
    read_visits,
    seen_now,
    visits_json,
)

Change = Callable[[dict[str, pd.DataFrame]], None]
MORNING = datetime(2026, 11, 28, 9, tzinfo=UTC)
OLD, NEW = Seen("1", MORNING, (("2020-06", 3),)), Seen("2", MORNING)
WHEN = "Since your visit of 28 November 2026"


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[Change], Package]:
    """Return what opens the shipped data with its events and figures edited."""

    def edit(change: Change) -> Package:
        folder = tmp_path / "edited"
        shutil.copytree(SHIPPED_FOLDER, folder, dirs_exist_ok=True)
        tables = {
            name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
            for name in ("events", "figures")
        }
        change(tables)
        for name, table in tables.items():
            table.to_csv(folder / f"{name}.csv", index=False)
        return short_package(folder)

    return edit


def later(hours: float, version: str = "1") -> Seen:
    return Seen(version, MORNING + timedelta(hours=hours))


def test_a_visit_lasts_until_nobody_came_for_hours() -> None:
    first = Visits().arrived(OLD)
    assert first == Visits(None, OLD)
    assert first.arrived(later(1)) == Visits(None, later(1))
    apart = APART.total_seconds() / 3600 + 1
    assert first.arrived(later(apart, "2")) == Visits(OLD, later(apart, "2"))
    second = Visits(OLD, later(24, "2"))
    assert second.arrived(later(25, "3")) == Visits(OLD, later(25, "3"))
    assert second.marked_seen().last == later(24, "2")


def test_data_that_changes_in_a_first_visit_is_new_to_it() -> None:
    assert Visits(None, OLD).arrived(later(1, "2")) == Visits(OLD, later(1, "2"))


def test_visits_come_back_as_they_were_written_and_other_files_are_none() -> None:
    visits = Visits(OLD, NEW)
    assert read_visits(visits_json(visits)) == (visits, ())
    assert read_visits(visits_json(Visits())) == (Visits(), ())
    for wrong in (
        {"this": []},
        {"this": {"data_version": "1"}},
        {"this": {"data_version": "1", "when": "yesterday", "months": {}}},
        {"this": {"data_version": "1", "when": "2026-11-28T09:00:00", "months": {}}},
        {"this": {"data_version": 1, "when": "2026-11-28T09:00:00+00:00", "months": {}}},
        {"this": {"data_version": "1", "when": MORNING.isoformat(), "months": {"2020-06": "x"}}},
        {"version": 2},
    ):
        told = {"format": VISITS_FILE.format, "version": 1} | wrong
        visits, refused = read_visits(json.dumps(told).encode())
        assert visits == Visits()
        assert len(refused) == 1


def test_what_was_added_changed_and_is_gone_is_told_field_by_field(
    package: Package, edited: Callable[[Change], Package], tmp_path: Path
) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        events, figures = tables["events"], tables["figures"]
        june = events.index[events["event_id"].str.startswith("KGZ-2020-06")]
        events.loc[june[0], "title"] = "<b>Another</b> title"
        events.loc[june[0], "location"] = ""
        events.loc[june[1], "coder_note"] = "For the desk alone."
        added = events.loc[june[0]].copy()
        added["event_id"] = "KGZ-2020-06-01-99"
        events.loc[len(events)] = added
        told = figures.index[figures["event_id"].eq(events.loc[june[-1], "event_id"])]
        tables["figures"] = figures.drop(index=told)
        used = {*figures["event_id"], *events["related_event_id"]}
        lonely = events.index[~events["event_id"].isin(used)]
        gone.append(str(events.loc[lonely[0], "event_id"]))
        tables["events"] = events.drop(index=lonely[0])

    gone: list[str] = []
    Contents(tmp_path).keep(package)
    now = edited(change)
    seen = replace(seen_now(package), when=MORNING)
    found = changes_since(now, seen.version, tmp_path)
    assert found is not None
    assert found.added == ("KGZ-2020-06-01-99",)
    assert [key for key, _ in found.gone] == gone
    fields = {each.event_id: [name for name, *_ in each.fields] for each in found.changed}
    assert ["title", "location"] in [sorted(own, reverse=True) for own in fields.values()]
    words = news_words(now, seen, found, WHEN)
    assert words == (
        f"{WHEN}: 1 event added, {len(found.changed)} changed and 1 gone, whatever the filters."
    )
    table, total = news_table(now, found)
    assert len(table) == total
    rows = {(row["what"], row["field"]): row for row in table.frame.to_dict("records")}
    assert rows["changed", "Title"]["after"] == "<b>Another</b> title"
    assert rows["changed", "Place"]["after"] == "blank"
    assert rows["gone", ""]["event_id"] == gone[0]
    assert news_words(package, seen, changes_since(package, seen.version, tmp_path), WHEN) == ""


def test_a_figure_that_changed_is_told_with_its_bounds(
    package: Package, edited: Callable[[Change], Package], tmp_path: Path
) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        figures = tables["figures"]
        own = figures["measure"].eq("detained") & figures["event_id"].ne("")
        own &= figures["qualifier"].eq("exact")
        row = figures.index[own][0]
        figures.loc[row, ["low", "best", "high"]] = "77"

    Contents(tmp_path).keep(package)
    now = edited(change)
    found = changes_since(now, package.version, tmp_path)
    assert found is not None
    (changed,) = found.changed
    table, _ = news_table(now, found)
    (row,) = table.frame.to_dict("records")
    assert (row["event_id"], row["field"]) == (changed.event_id, "Reported figures")
    assert row["after"].endswith(": 77")
    assert row["before"].startswith(row["after"].removesuffix("77"))


def test_where_the_content_is_not_at_hand_the_months_tell(package: Package, tmp_path: Path) -> None:
    now = seen_now(package)
    assert changes_since(package, "old", tmp_path) is None
    months = {**dict(now.months), "2020-06": dict(now.months)["2020-06"] - 5, "2030-01": 2}
    before = Seen("old", MORNING, tuple(months.items()))
    words = news_words(package, before, None, WHEN)
    assert words.startswith(
        f"{WHEN}: 5 more events and 2 fewer by month (January 2030 −2, June 2020 +5). Which were"
    )
    assert "no month’s number of events" in news_words(package, now, None, WHEN)


def test_other_data_is_called_so(package: Package, tmp_path: Path) -> None:
    Contents(tmp_path).keep(package)
    other = replace(package, tables={**package.tables}, version="other")
    events = package.table("events").copy()
    events["event_id"] = "x" + events["event_id"]
    other = replace(other, tables={**package.tables, "events": events})
    found = changes_since(other, package.version, tmp_path)
    assert news_words(other, seen_now(package), found, WHEN).endswith(
        "none of its events was there."
    )
    assert found is not None
    table, total = news_table(other, replace(found, added=found.added * 3))
    assert (len(table), total) == (MOST_LISTED, len(events) * 4)


def test_a_column_that_came_with_the_program_changes_no_event() -> None:
    before = pd.DataFrame({"title": ["A", "B"], "place": ["x", "y"]}, index=["1", "2"])
    now = before.assign(colour="red", place=["x", "z"])
    assert changes(before, now).changed == (Changed("2", (("place", "y", "z"),)),)
    assert changes(now, before).changed == (Changed("2", (("place", "z", "y"),)),)


def test_few_versions_are_kept_and_a_damaged_one_is_none(package: Package, tmp_path: Path) -> None:
    contents = Contents(tmp_path)
    for number in range(MOST_CONTENTS + 2):
        contents.keep(replace(package, version=f"{number}"))
    kept = list((tmp_path / "seen").iterdir())
    assert len(kept) == MOST_CONTENTS
    for path in kept:
        path.write_bytes(b"no parquet")
    assert contents.read("5") is None
    (tmp_path / "file").write_text("in the way")
    Contents(tmp_path / "file").keep(package)
    assert Contents(tmp_path / "file").read(package.version) is None
