"""Remarks of the coder for the desk are in no panel, card, trace or review, so in no file."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

import pandas as pd
import pytest
from shipped import shipped_package

from dashboard.briefing.assemble import assemble
from dashboard.briefing.tray import Tray
from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.terms import for_files
from dashboard.panels.tidy import tidy
from dashboard.selection import Selection
from dashboard.vocabulary import STATUSES

REMARK = "seen by the desk alone"
WHOLE = Selection(first_month="2018-01", last_month="2024-12", statuses=STATUSES)
PERIODS = [Selection(statuses=STATUSES), WHOLE]


@pytest.fixture(scope="module")
def remarked() -> Package:
    """Return the shipped data with a remark at every event and figure."""
    shipped = shipped_package()
    tables = {
        name: table.assign(coder_note=REMARK) if "coder_note" in table else table
        for name, table in shipped.tables.items()
    }
    assert sum("coder_note" in table for table in tables.values()) == 2
    return replace(shipped, tables=tables)


def words_of(exhibit: Exhibit) -> str:
    """Return all that a panel says, in words and rows, and what its office charts hold."""
    made = ("table", "draw", "native", "native_caption", "behind")
    told = [str(getattr(exhibit, each.name)) for each in fields(exhibit) if each.name not in made]
    native = exhibit.native() if exhibit.native else ""
    drawn = exhibit.draw("light").to_json() if exhibit.draw else ""
    keys = exhibit.behind() if exhibit.behind else ()
    table = tidy(exhibit.table).frame.to_csv() + exhibit.table.shown.to_csv()
    return " ".join([*told, table, exhibit.office_caption, str(native), str(drawn), *keys])


@pytest.mark.parametrize("name", EXHIBITS)
@pytest.mark.parametrize("selection", PERIODS, ids=["June 2020", "seven years"])
def test_no_panel_tells_a_remark(remarked: Package, name: str, selection: Selection) -> None:
    assert REMARK not in words_of(for_files(remarked, EXHIBITS[name](remarked, selection, {})))


def opened(package: Package) -> Iterator[Exhibit]:
    """Yield the card of every event and the trace of every event and figure of a package."""
    for key in package.table("events")["event_id"]:
        yield EXHIBITS["event_card"](package, WHOLE, {"event": key})
        yield EXHIBITS["figure_trace"](package, WHOLE, {"figure": key})
    for key in package.table("figures")["figure_id"]:
        yield EXHIBITS["figure_trace"](package, WHOLE, {"figure": key})


def test_no_card_or_trace_tells_a_remark(remarked: Package) -> None:
    made = [each.rows.to_csv() + each.caption + each.headline for each in opened(remarked)]
    assert len(made) == 2 * 268 + 726
    assert [words for words in made if REMARK in words] == []


def test_a_remark_is_not_found_by_searching(remarked: Package) -> None:
    searched = replace(WHOLE, text=REMARK)
    assert pd.Series(searched.matches(remarked.table("events"))).sum() == 0


@pytest.mark.parametrize("selection", PERIODS, ids=["June 2020", "seven years"])
def test_no_briefing_tells_a_remark(remarked: Package, selection: Selection) -> None:
    made = assemble(remarked, Tray(), selection, made_on=date(2026, 11, 21))
    assert made.review
    assert REMARK not in str(made)
