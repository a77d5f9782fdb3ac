"""The sources of a panel: all of them in files, those a licence asks for everywhere, none other."""

from dataclasses import replace
from datetime import date
from html import unescape

import pandas as pd
import pytest
from shipped import shipped_package

from dashboard.briefing.content import Citation
from dashboard.catalogue import EXHIBITS
from dashboard.exports.briefing_text import title_words
from dashboard.exports.files.data import make_shown_csv
from dashboard.exports.files.html import make_html
from dashboard.exports.metadata import Metadata
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.sources import Sources, series_sources
from dashboard.selection import Selection

TWO_YEARS = Selection(first_month="2020-01", last_month="2021-12")
JHU = "Johns Hopkins CSSE (CC BY 4.0)"
COVID = ("covid_series", "covid_small_multiples", "covid_printed_against_series", "reconcile_chart")


def made(name: str, selection: Selection) -> Exhibit:
    return EXHIBITS[name](shipped_package(), selection, {})


@pytest.mark.parametrize("name", ["events_by_week", "covid_series", "reconcile_chart"])
def test_a_file_names_every_source_and_a_line_says_where_the_rest_is(name: str) -> None:
    exhibit = made(name, TWO_YEARS)
    metadata = Metadata("all", "v", date(2026, 11, 29))
    page = unescape(make_html(exhibit, metadata).decode())
    files = make_shown_csv(exhibit, metadata).decode(), page
    for publisher in exhibit.sources.publishers:
        assert all(publisher in text for text in files), publisher
    assert not any(" more, listed" in text for text in files)
    rest = len(exhibit.sources) - 3
    assert exhibit.source_line.endswith(f" and {rest} more, listed in the data file.")


@pytest.mark.parametrize("name", [*COVID, "countries_side_by_side"])
def test_the_series_is_named_wherever_it_is_drawn(name: str) -> None:
    assert JHU in made(name, TWO_YEARS).source_line
    assert JHU in made(name, TWO_YEARS).sources.owed


@pytest.mark.parametrize("name", [*COVID, "countries_side_by_side"])
def test_the_series_is_no_source_of_turkmenistan_which_it_does_not_have(name: str) -> None:
    exhibit = made(name, Selection(countries=("TKM",)))
    assert exhibit.sources.publishers
    assert JHU not in exhibit.sources.publishers


def test_the_grids_of_coverage_name_the_sources_they_count() -> None:
    june = made("coverage_topics", Selection()).sources.publishers
    assert {"CABAR.asia", JHU} <= set(june)
    tkm = made("coverage_topics", Selection(countries=("TKM",))).sources.publishers
    assert "CABAR.asia" in tkm and JHU not in tkm
    narrow = Selection(provinces=("KG-GB",), topics=("Protests",), text="bridge")
    assert (
        made("coverage_topics", narrow).sources.ids
        == made("coverage_topics", Selection()).sources.ids
    )
    months = made("coverage_months", Selection()).sources.publishers
    assert {"CABAR.asia", "24.kg", "Trend"} <= set(months)
    documents = made("paragraphs_accounted", Selection()).sources.publishers
    assert set(documents) == {
        "CABAR.asia",
        "The Times of Central Asia",
        "MIL OSI (translation of the Russian Foreign Ministry)",
        "not stated",
    }


def test_who_must_be_named_is_named_however_rare() -> None:
    press = Sources((), ("A", "B", "C", "D", JHU), owed=(JHU,))
    assert press.sentence(3) == f"Sources: A, B, {JHU} and 2 more, listed in the data file."
    assert press.sentence() == f"Sources: A, B, C, D and {JHU}."
    assert (Sources((), ("E",)) + press).owed == (JHU,)


def test_another_series_is_credited_to_its_own_publisher() -> None:
    package = shipped_package()
    daily = package.table("covid_daily").assign(source_id="own-count")
    row = {"source_id": "own-count", "publisher": "Our desk", "redistributable": False}
    sources = pd.concat([package.table("sources"), pd.DataFrame([row])])
    own = replace(package, tables={**package.tables, "covid_daily": daily, "sources": sources})
    assert series_sources(own, ["KAZ", "TKM"]).publishers == ("Our desk",)
    for name in COVID:
        exhibit = EXHIBITS[name](own, Selection(), {})
        assert "Our desk" in exhibit.sources.publishers
        assert not any("Johns Hopkins" in name for name in exhibit.sources.publishers)


@pytest.mark.parametrize(
    ("publisher", "title", "published", "words"),
    [
        ("24.kg", "24.kg 3 Aug 2020", "2020-08-03", ""),
        ("Kloop", "Kloop 28 Sept 2021", "2021-09-28", ""),
        ("24.kg", "24.kg: rally for Japarov", "2020-01-10", "Rally for Japarov"),
        ("Trend", "Trend/Kabar: Kyrgyzstan", "2020-09-20", "Trend/Kabar: Kyrgyzstan"),
        ("Regnum", "Regnum, page 2866760", "2020-02-23", "page 2866760"),
        ("Kazakhstan Today", "kt.kz: over 10 thousand died", "2021-08-01",
         "kt.kz: over 10 thousand died"),
    ],
)  # fmt: skip
def test_a_label_of_ours_is_no_headline(
    publisher: str, title: str, published: str, words: str
) -> None:
    citation = Citation(1, "s", publisher, title, published, "", None, "", ())
    assert title_words(citation) == words
    assert title_words(replace(citation, is_headline=True)) == f"“{title}”"


def test_every_source_says_whose_words_its_title_is() -> None:
    sources = shipped_package().table("sources")
    assert sources["titled_by"].isin(["publisher", "us"]).all()
    own = sources.loc[sources["titled_by"].eq("publisher"), "title"].tolist()
    assert own == ["Month in Review: Central Asia in June 2020"]
