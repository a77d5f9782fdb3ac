"""A table on pages of A4: heads on every page, every row, all sources, and text that stays text."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader
from shipped import shipped_package

from dashboard.catalogue import EXHIBITS
from dashboard.exports.formats import FORMATS, make_file
from dashboard.exports.metadata import Metadata
from dashboard.exports.pdf import document as paged
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.table import Column, table_of
from dashboard.selection import Selection

YEARS = Selection(first_month="2018-01", last_month="2024-12")
FORM = "table.pdf"


def papers(selection: Selection) -> Metadata:
    return Metadata(
        selection.describe(), "2026.11.21-1", date(2026, 11, 30), "https://desk.example/events"
    )


@pytest.fixture(scope="module")
def events() -> Exhibit:
    return EXHIBITS["events_table"](shipped_package(), YEARS, {"rows": "all"})


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_every_row_is_there_and_its_heads_stand_on_every_page(events: Exhibit) -> None:
    name, content, media_type = make_file(events, papers(YEARS), FORM)
    pages = pages_of(content)
    assert (name, media_type) == ("central-asia-monitor_events.table.pdf", "application/pdf")
    assert len(pages) > 5
    heads = [str(head) for head in events.table.shown.columns]
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert [head for head in heads if head not in page] == [] or number == len(pages)
    whole = "".join(pages)
    keys = events.table.cells("event_id")
    assert len(keys) > 200
    assert [key for key in keys if key not in whole.replace("\u200b", "")] == []


def test_sources_filters_and_link_stand_at_the_end(events: Exhibit) -> None:
    whole = " ".join("".join(pages_of(make_file(events, papers(YEARS), FORM)[1])).split())
    said = papers(YEARS).facts(events)
    for words in ("2026.11.21-1", "30 November 2026", *said["Sources"].split("; ")):
        assert words in whole.replace("\u200b", "")


def test_a_page_lies_on_its_side_only_for_many_columns(events: Exhibit) -> None:
    narrow = EXHIBITS["table_counts"](shipped_package(), Selection(), {})
    sides = []
    for exhibit in (events, narrow):
        page = PdfReader(io.BytesIO(make_file(exhibit, papers(YEARS), FORM)[1])).pages[0]
        sides.append(page.mediabox.width > page.mediabox.height)
    assert sides == [True, False]


def test_markup_in_a_cell_is_text(events: Exhibit) -> None:
    hostile = "#panic() $x$ *bold* @label <tag> \\ // ✕"
    rows = table_of((Column("words", "Words"),), [{"words": hostile}])
    exhibit = replace(events, table=rows)
    whole = "".join(pages_of(make_file(exhibit, papers(Selection()), FORM)[1]))
    assert "#panic() $x$ *bold* @label <tag>" in whole.replace("\u200b", "")


def test_more_rows_than_are_printed_are_told(
    events: Exhibit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paged, "MOST_ROWS", 10)
    whole = " ".join("".join(pages_of(make_file(events, papers(YEARS), FORM)[1])).split())
    assert f"First 10 of {len(events.table):,} rows; CSV and Excel hold all." in whole


def test_the_same_table_gives_the_same_bytes_and_one_without_rows_is_not_offered(
    events: Exhibit,
) -> None:
    first, again = (make_file(events, papers(YEARS), FORM) for _ in range(2))
    assert first == again
    none = replace(events, table=type(events.table)(events.table.columns, events.table.frame[:0]))
    assert (FORMATS[FORM].fits(events), FORMATS[FORM].fits(none)) == (True, False)
