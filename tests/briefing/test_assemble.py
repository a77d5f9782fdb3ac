"""A briefing put together: charts, titles, links, failures that lose nothing, the rows beneath."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from made_tables import made_table
from shipped import shipped_package

from dashboard.briefing.assemble import assemble, default_title
from dashboard.briefing.citing import places_of
from dashboard.briefing.content import Briefing, Cancelled
from dashboard.briefing.tray import USUAL, Tray, TrayItem, usual_tray
from dashboard.catalogue import EXHIBITS, PAGE_EXHIBITS
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.filter_table import options_in
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.sources import Sources
from dashboard.selection import Selection

JUNE = Selection()
TWO = replace(JUNE, countries=("KGZ", "TJK"))
DAY = date(2026, 1, 2)
WEEKS = TrayItem("events_by_week", "overview", tuple(JUNE.to_query().items()))


@lru_cache(maxsize=1)
def shipped() -> Package:
    return shipped_package()


def made(*items: TrayItem, selection: Selection = JUNE, **other: object) -> Briefing:
    tray = Tray(items=items)
    return assemble(shipped(), replace(tray, **other), selection, made_on=DAY, address="http://x/")


def sheet(**other: object) -> Exhibit:
    blank = Exhibit(
        key="k",
        title="Gulls",
        unit="a day",
        table=made_table(pd.DataFrame({"Gulls": [3]})),
        caption="",
        sources=Sources(publishers=()),
        shown=1,
        total=2,
        noun="gulls",
    )
    return replace(blank, **other)


def test_that_nobody_covers_the_only_country_chosen_is_said_once():
    alone = Selection(("KAZ",), first_month="2024-03", last_month="2024-03")
    for own in (None, ("All calm.",)):
        lines = made(selection=alone, judgements=own).lines
        assert sum("No source reviews Kazakhstan" in line.text for line in lines) == 1
    two = made(selection=replace(alone, countries=("KAZ", "UZB")))
    told = [line.text for part in two.review for line in part.lines]
    assert "No source reviews Uzbekistan this month; what is not told may have happened." in told


def test_a_briefing_is_named_after_its_countries_and_months():
    assert default_title(TWO) == "Month in review: Kyrgyzstan and Tajikistan, June 2020"
    assert default_title(JUNE) == "Month in review: Central Asia, June 2020"
    longer = replace(JUNE, last_month="2020-08")
    assert default_title(longer) == "In review: Central Asia, June to August 2020"
    assert default_title(replace(JUNE, countries=())).startswith("Month in review: no country, ")
    assert made(title="Friday").title == "Friday"


def test_a_chart_keeps_the_analysts_title_and_comment_else_says_its_headline(monkeypatch):
    monkeypatch.setitem(EXHIBITS, "gulls", lambda *_: sheet(headline="Gulls rose by 3"))
    monkeypatch.setitem(EXHIBITS, "terns", lambda *_: sheet(title="Terns"))
    pages = made(
        TrayItem("gulls", "p", ()),
        TrayItem("terns", "p", ()),
        TrayItem("gulls", "p", (("a", "b"),), title="My gulls", comment="See <script>"),
    ).charts
    assert [page.title for page in pages] == ["Gulls rose by 3", "Terns", "My gulls"]
    assert pages[2].comment == "See <script>"
    assert not any(page.trouble for page in pages)


def test_a_chart_is_made_with_its_own_filters_and_switches(monkeypatch):
    asked = {}

    def build(package, selection, options):
        asked.update(selection=selection, options=dict(options))
        return sheet()

    monkeypatch.setitem(EXHIBITS, "gulls", build)
    query = (*TWO.to_query().items(), ("measure", "deaths & more"))
    page = made(TrayItem("gulls", "covid_timeline", query)).charts[0]
    assert asked == {"selection": TWO, "options": {"measure": "deaths & more"}}
    assert page.filters == "Kyrgyzstan and Tajikistan, June 2020"
    parts = urlsplit(page.link)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "http://x/covid_timeline"
    assert parse_qs(parts.query)["measure"] == ["deaths & more"]
    assert Selection.from_query({k: v[0] for k, v in parse_qs(parts.query).items()}) == TWO


def test_the_link_of_a_chart_on_the_first_page_leads_to_the_app_itself():
    assert made(WEEKS).charts[0].link.startswith("http://x/?countries=KAZ%2CKGZ")


def test_filters_of_a_tray_that_are_not_known_are_named():
    page = made(replace(WEEKS, query=(("countries", "KGZ,XXX"),))).charts[0]
    assert page.exhibit is not None
    assert page.filters.startswith("Kyrgyzstan, June 2020. The address asks for country “XXX”")


def test_a_chart_that_fails_says_so_and_loses_nothing_else(monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("internal words")

    def missing(*_):
        raise DataUnavailable("The file rates.csv is missing.")

    def untold(*_):
        return sheet(behind=broken)

    for name, build in (("broken", broken), ("missing", missing), ("untold", untold)):
        monkeypatch.setitem(EXHIBITS, name, build)
    names = ("broken", "missing", "untold", "no_such_chart")
    briefing = made(*(TrayItem(name, "p", ()) for name in names), WEEKS)
    told = [page.trouble for page in briefing.charts]
    plain = "This chart could not be made from this data with these filters."
    assert told == [
        plain,
        "The file rates.csv is missing.",
        plain,
        "There is no chart “no_such_chart”.",
        "",
    ]
    assert [page.exhibit is None for page in briefing.charts] == [True] * 4 + [False]
    assert briefing.charts[0].title == "Broken" and briefing.review and briefing.judgements


def test_steps_are_told_before_they_begin_and_may_end_the_work():
    steps: list[str] = []
    tray = Tray(items=(WEEKS, replace(WEEKS, exhibit="stood_out", title="Mine")))
    assemble(shipped(), tray, JUNE, made_on=DAY, step=steps.append)
    assert steps == ["Chart 1 of 2: Events by week", "Chart 2 of 2: Mine", "The month in review"]

    def stop(words: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        assemble(shipped(), tray, JUNE, made_on=DAY, step=stop)


def test_an_analysts_judgements_stand_in_place_of_drafted_ones():
    drafted = made()
    own = made(judgements=("All 3 <b>calm</b>.", ""))
    assert [line.text for line in own.judgements] == ["All 3 <b>calm</b>."]
    assert own.judgements[0].keys == () and own.judgements[0].citations == ()
    assert len(drafted.judgements) >= 3 and made(judgements=()).judgements == ()
    told = [line.text for part in own.review for each in part.sections for line in each.lines]
    again = [line.text for part in drafted.review for each in part.sections for line in each.lines]
    assert told == again


def test_every_citation_number_used_is_in_the_list_and_every_key_behind_it_resolves():
    briefing = assemble(shipped(), usual_tray(JUNE), JUNE, made_on=DAY)
    lines = [
        *briefing.judgements,
        *(line for part in briefing.review for each in part.sections for line in each.lines),
    ]
    used = {number for line in lines for number in line.citations}
    used |= {number for page in briefing.charts for number in page.citations}
    assert used == {each.number for each in briefing.citations}
    for each in briefing.citations:
        assert all(places_of(shipped(), key) for key in each.keys), each
    assert all(page.exhibit and not page.trouble for page in briefing.charts)


def test_the_rows_beneath_hold_what_is_told_and_their_sources():
    briefing = made(WEEKS, selection=TWO)
    chosen = set(TWO.apply(shipped().table("events"))["event_id"])
    assert chosen <= set(briefing.events["event_id"])
    events, figures = set(briefing.events["event_id"]), set(briefing.figures["figure_id"])
    lines = [*briefing.judgements]
    lines += [line for part in briefing.review for each in part.sections for line in each.lines]
    keys = {key for line in lines for key in line.keys if not key.startswith(("series:", "rate:"))}
    assert keys <= events | figures
    sources = set(briefing.sources["source_id"])
    assert {each.source_id for each in briefing.citations} <= sources
    assert set(briefing.events["source_id"]) | set(briefing.figures["source_id"]) <= sources
    assert {"Table", "Field", "Description"} <= set(briefing.dictionary)
    assert briefing.data_version == shipped().version and briefing.made_on == DAY
    assert briefing.link.startswith("http://x/briefing?countries=KGZ%2CTJK&from=2020-06")


def test_without_events_the_charts_and_the_reason_remain():
    trouble = "The file events.csv is missing."
    package = replace(
        shipped(),
        unavailable={"events": trouble},
        tables={name: rows for name, rows in shipped().tables.items() if name != "events"},
    )
    rates = TrayItem("currency_series", "currency", (("from", "2024-05"),))
    briefing = assemble(package, Tray(items=(WEEKS, rates)), JUNE, made_on=DAY)
    assert [page.trouble for page in briefing.charts] == [trouble, ""]
    assert briefing.review == () and briefing.judgements == ()
    assert briefing.left_out[0].text == f"The review could not be drafted: {trouble}"
    nothing = replace(package, unavailable=dict.fromkeys(shipped().tables, "Gone."), tables={})
    assert assemble(nothing, Tray(items=(WEEKS,)), JUNE, made_on=DAY).citations == ()


def test_the_same_input_gives_the_same_briefing():
    first, second = (
        assemble(shipped(), usual_tray(TWO), TWO, made_on=DAY, address="http://x/")
        for _ in range(2)
    )
    for name in ("title", "judgements", "review", "left_out", "citations", "link", "filters"):
        assert getattr(first, name) == getattr(second, name), name


def test_the_builders_tables_are_not_changed():
    before = {name: rows.copy() for name, rows in shipped().tables.items()}
    assemble(shipped(), usual_tray(JUNE), JUNE, made_on=DAY)
    for name, rows in shipped().tables.items():
        pd.testing.assert_frame_equal(rows, before[name])


def test_the_usual_charts_are_nine_and_stand_on_their_pages():
    assert len(USUAL) == 9 and len({name for name, _ in USUAL}) == 9
    for name, page in USUAL:
        assert name in PAGE_EXHIBITS[page or "overview"]
    item = usual_tray(TWO).items[0]
    assert Selection.from_query(dict(item.query)) == TWO


@pytest.mark.parametrize(
    "selection",
    [
        TWO,
        replace(JUNE, countries=()),
        replace(JUNE, text="no such words"),
        Selection(first_month="2018-01", last_month="2018-01"),
        Selection(first_month="2024-05", last_month="2024-05"),
        Selection(first_month="2025-12", last_month="2025-12", countries=("UZB",)),
        Selection(first_month="2018-01", last_month="2025-12"),
        Selection(first_month="2030-01", last_month="2030-01"),
    ],
)
def test_the_usual_charts_can_be_made_for_any_month(selection: Selection):
    briefing = assemble(shipped(), usual_tray(selection), selection, made_on=DAY)
    assert not any(page.trouble for page in briefing.charts)
    names = {page.item.exhibit for page in briefing.charts}
    assert set(EMPTY.get(selection.period, ())).isdisjoint(names)
    last = briefing.left_out[-1].text
    assert (len(names) < len(USUAL)) == last.startswith("Charts with nothing to show for their ")
    assert last.count(";") + 1 == len(USUAL) - len(names) or len(names) == len(USUAL)
    assert briefing.title


# By hand: rates begin in January 2018, the series ends in March 2023, January 2018 has no event.
EMPTY = {
    "June 2020": [],
    "January 2018": ["covid_series", "overview_map", "sentences"],
    "May 2024": ["covid_series"],
    "January 2030": [name for name, _ in USUAL],
}


def test_a_chart_of_nothing_is_left_out_and_named_unless_someone_wrote_on_it():
    may = Selection(first_month="2024-05", last_month="2024-05")
    briefing = assemble(shipped(), usual_tray(may), may, made_on=DAY)
    assert len(briefing.charts) == 7
    assert briefing.left_out[-1].text == (
        "Charts with nothing to show for their period: Confirmed cases, total; Sentences."
    )
    cases = usual_tray(may).items[3]
    told = made(replace(cases, comment="There is no series after March 2023.")).charts
    assert [page.item.exhibit for page in told] == ["covid_series"]


def test_a_briefing_of_nothing_knows_it():
    empty = Selection(first_month="1900-01", last_month="1900-01")
    assert not assemble(shipped(), usual_tray(empty), empty, made_on=DAY).has_anything
    assert assemble(shipped(), Tray(), JUNE, made_on=DAY).has_anything


def test_options_are_all_but_the_filters():
    query = dict.fromkeys((*replace(JUNE, topics=("Protests",)).to_query(), "text"), "x")
    assert options_in(query | {"scale": "log"}) == {"scale": "log"}
