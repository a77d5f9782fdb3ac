"""The Events page, on the shipped package: the march of 29 June 2020 was read by hand."""

import dataclasses
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest

from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.events.panels.card import card_for, card_rows, event_card, why_hidden
from dashboard.events.panels.table import events_sentence, events_table, figures_table
from dashboard.selection import Selection
from dashboard.ui.components.card import card_markup, unknown_markup

JUNE = Selection()
MARCH = "KGZ-2020-06-29-01"
HOSTILE = "<script>alert('x')</script> \"onload=\" & <img src=x onerror=alert(1)>"


class Tags(HTMLParser):
    """Collects the tags and links of a page, and its words."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.words = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag, its attributes and where it links to."""
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words += data


def with_event(package: Package, **values: Any) -> Package:
    events = package.table("events").copy()
    for name, value in values.items():
        events.loc[events["event_id"].eq(MARCH), name] = value
    return dataclasses.replace(package, tables={**package.tables, "events": events})


def test_the_table_is_in_order_of_day_and_says_n_of_n(package: Package) -> None:
    exhibit = events_table(package, JUNE, {})
    columns = ["When", "Country", "Type", "Status", "Event", "Where", "Source", "Paragraph", "Key"]
    assert list(exhibit.rows.columns) == columns
    events = package.table("events")
    days = dict(zip(events["event_id"], events["event_date"], strict=True))
    found = [days[key] for key in exhibit.rows["Key"]]
    assert found == sorted(found)
    assert len(exhibit.rows) == exhibit.shown <= exhibit.total
    row = exhibit.rows.set_index("Key").loc[MARCH]
    told = [row[name] for name in ("When", "Country", "Type", "Status", "Where", "Source")]
    assert told == [
        "29 Jun",
        "Kyrgyzstan",
        "Protest",
        "occurred",
        "Bishkek",
        "CABAR.asia",
    ]


def test_a_month_only_event_stands_on_no_day_and_one_abroad_says_so(package: Package) -> None:
    rows = events_table(package, JUNE, {}).rows
    assert "in June 2020" in rows["When"].tolist()
    istanbul = rows[rows["Where"].str.startswith("Istanbul")]
    assert istanbul["Where"].tolist() == ["Istanbul, Turkey (abroad)"] * len(istanbul)
    assert len(istanbul)


def test_several_years_show_the_year(package: Package) -> None:
    rows = events_table(package, Selection(first_month="2019-01", last_month="2020-12"), {}).rows
    assert rows.set_index("Key").loc[MARCH, "When"] == "29 Jun 2020"


def test_no_country_chosen_is_no_row(package: Package) -> None:
    nobody = Selection(countries=())
    assert events_table(package, nobody, {}).rows.empty
    assert figures_table(package, nobody, {}).rows.empty
    assert events_sentence(package, nobody) == "**Choose at least one country.**"


def test_the_reserve_of_a_source_stands_beside_its_number(package: Package) -> None:
    numbers = figures_table(package, JUNE, {}).rows.set_index("Key")["Number"]
    assert numbers["cabar-2020-06:26:1"] == "≥ 100 (reportedly)"
    assert numbers["cabar-2020-06:63:1"] == "90 (claimed)"
    assert numbers["cabar-2020-06:116:1"] == "officially 0"


def test_a_publisher_is_named_whole_with_what_its_name_has_in_brackets(package: Package) -> None:
    sources = package.table("sources").copy()
    event = package.table("events").set_index("event_id").loc[MARCH]
    sources.loc[sources["source_id"].eq(event["source_id"]), "publisher"] = "Valley Post (AFP)"
    other = dataclasses.replace(package, tables={**package.tables, "sources": sources})
    for build in (events_table, figures_table):
        rows = build(other, JUNE, {}).rows
        key = "Key" if build is events_table else "Event key"
        assert set(rows.loc[rows[key].eq(MARCH), "Source"]) == {"Valley Post (AFP)"}


def test_every_reported_figure_of_the_period_is_listed(package: Package) -> None:
    exhibit = figures_table(package, JUNE, {})
    figures = package.table("figures")
    expected = figures[
        figures["as_of"].between(pd.Timestamp("2020-06-01"), pd.Timestamp("2020-06-30"))
    ]
    assert len(exhibit.rows) == len(expected) == exhibit.total
    assert exhibit.rows["Event key"].eq("").any()
    turkmen = exhibit.rows[
        exhibit.rows["Country"].eq("Turkmenistan") & exhibit.rows["Measure"].eq("cases, total")
    ]
    assert set(turkmen["Number"]) == {"officially 0"}
    march = exhibit.rows[exhibit.rows["Event key"].eq(MARCH)].iloc[0]
    assert march[["Number", "Unit", "Paragraph"]].tolist() == ["≤ 1,000", "people", 45]


def test_status_and_search_do_not_touch_the_figures(package: Package) -> None:
    narrow = Selection(statuses=(), text="nothing has this")
    assert figures_table(package, narrow, {}).shown == figures_table(package, JUNE, {}).shown


def test_the_card_of_the_march_says_what_the_review_says(package: Package) -> None:
    card = card_for(package, MARCH)
    assert card is not None
    rows = dict(card_rows(card))
    assert rows["When"].startswith("29 June 2020")
    assert rows["Concerns"] == "Kyrgyzstan"
    assert rows["Figure: took part"].startswith(
        "≤ 1,000 people; at most, reported as “nearly a thousand”"
    )
    assert rows["Source"].endswith("paragraph 45, footnote 35")


def test_an_unknown_event_is_an_empty_exhibit(package: Package) -> None:
    exhibit = event_card(package, JUNE, {"event": "NOPE"})
    assert (exhibit.title, exhibit.shown, len(exhibit.rows)) == ("No such event", 0, 0)
    assert event_card(package, JUNE, {}).rows.empty


def test_a_hidden_event_says_which_filters_hide_it(package: Package) -> None:
    assert why_hidden(package, JUNE, MARCH) == ""
    assert why_hidden(package, JUNE, "NOPE") == ""
    elsewhere = Selection(
        countries=("KAZ",), first_month="2020-05", last_month="2020-05", text="zz"
    )
    assert why_hidden(package, elsewhere, MARCH) == (
        "The filters do not show this event: it is of June 2020, it concerns Kyrgyzstan and it "
        "does not contain “zz”."
    )


def test_a_card_survives_the_loss_of_its_figures_but_not_of_its_sources(package: Package) -> None:
    tables = {name: table for name, table in package.tables.items() if name != "figures"}
    card = card_for(
        dataclasses.replace(package, tables=tables, unavailable={"figures": "gone"}), MARCH
    )
    assert card is not None
    assert "Could not load" in card_markup(card, "light", JUNE)
    with pytest.raises(DataUnavailable, match="gone"):
        card_for(dataclasses.replace(package, unavailable={"sources": "gone"}), MARCH)


def test_hostile_text_stays_text(package: Package) -> None:
    hostile = with_event(
        package,
        title=HOSTILE,
        notes=HOSTILE,
        location=HOSTILE,
        actor1=HOSTILE,
        acled_eligible=False,
        acled_reason=HOSTILE,
    )
    card = card_for(hostile, MARCH)
    assert card is not None
    page = Tags(card_markup(card, "dark", JUNE))
    assert {"script", "img"}.isdisjoint(page.tags)
    assert not [name for name in page.attributes if name.startswith("on")]
    assert HOSTILE in page.words
    unknown = Tags(unknown_markup(HOSTILE))
    assert unknown.tags == ["p"]


def test_links_lead_out_safely_and_related_events_keep_the_filters(package: Package) -> None:
    card = card_for(package, MARCH)
    assert card is not None
    links = Tags(card_markup(card, "light", JUNE)).links
    outside = [link for link in links if link.get("target") == "_blank"]
    assert outside
    assert all(
        str(link["href"]).startswith("https://") and "noopener" in str(link["rel"])
        for link in outside
    )
    inside = [str(link["href"]) for link in links if link.get("target") == "_self"]
    related = [link for link in inside if "figure=" not in link]
    assert related
    assert all("event=KGZ-2020-06-25-" in link for link in related)
    assert all("from=2020-06" in link for link in inside)
