"""The page on the shipped data: June 2020 is that of the CABAR review, read by hand."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from many_events import long_package, many_events

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.marks import MARKS, PeopleCount
from dashboard.panels.tidy import tidy
from dashboard.protests.measures.cases import Sentence
from dashboard.protests.measures.counts import Reported
from dashboard.protests.panels.counts import (
    protest_list,
    protests_by_issue,
    protests_by_month,
    protests_by_response,
    sentences,
)
from dashboard.protests.panels.days import protests_day_by_day
from dashboard.protests.panels.people import people_reported
from dashboard.protests.view.listed import Listed
from dashboard.protests.words.labels import (
    band_label,
    chart_category,
    number_words,
    quoted_words,
    strip_label,
)
from dashboard.protests.words.summary import protest_summary
from dashboard.protests.words.sums import not_added_words, total_words
from dashboard.selection import Selection
from dashboard.values import Amount, Term, Total, Window, at_most, exactly, in_words, total
from dashboard.vocabulary import COUNTRIES

NAMES = (
    "protests_day_by_day",
    "people_reported",
    "protests_by_month",
    "protests_by_issue",
    "protests_by_response",
    "sentences",
    "protest_list",
)
JUNE = Selection()
SELECTIONS = (
    JUNE,
    Selection(countries=("UZB",)),
    Selection(countries=()),
    Selection(first_month="2020-10", last_month="2020-11"),
    Selection(first_month="1999-01", last_month="1999-12"),
)


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
@pytest.mark.parametrize("name", NAMES)
def test_every_panel_builds_and_draws(package: Package, name: str, selection: Selection) -> None:
    exhibit = EXHIBITS[name](package, selection, {})
    assert exhibit.key == name
    assert exhibit.shown <= exhibit.total
    if exhibit.draw:
        for theme in ("light", "dark"):
            assert exhibit.draw(theme).layout.height == exhibit.height


def test_protests_of_june_2020(package: Package) -> None:
    rows = protest_list(package, JUNE, {}).rows
    protests = rows[rows["Type"].str.startswith("Protest")]
    assert Counter(protests["Country"]) == {
        "Kazakhstan": 1,
        "Kyrgyzstan": 2,
        "Tajikistan": 1,
        "Turkmenistan": 4,
    }
    assert set(protests.loc[protests["Country"].eq("Turkmenistan"), "Type"]) == {"Protest, abroad"}
    assert "Istanbul, Turkey" in protests["Where"].tolist()
    assert not rows["Event"].str.contains("Sokh").any()


def test_people_detained_in_june_2020(package: Package) -> None:
    exhibit = people_reported(package, JUNE, {})
    assert "at least 102 detained" in exhibit.caption
    assert "plus “city hall officials” (at least 100 reportedly)" in exhibit.caption
    bounds = exhibit.rows.set_index("As reported")
    assert bounds.at["nearly a thousand", "At most"] == 1000
    assert bounds["At least"].isna()["nearly a thousand"]
    assert bounds.at["more than 10".capitalize(), "At least"] == 10
    assert "house" not in " ".join(exhibit.rows["What"])


def test_sentences_of_june_2020(package: Package) -> None:
    rows = sentences(package, JUNE, {}).rows
    assert sorted(zip(rows["Country"], rows["Term"], strict=True)) == [
        ("Kazakhstan", "3 y"),
        ("Kazakhstan", "3 y (the review says prison, other reports restricted freedom)"),
        ("Kyrgyzstan", "11 y 2 m"),
        ("Kyrgyzstan", "18 y (aggregate: includes the 15 years of December 2019)"),
    ]
    assert "Almazbek Atambayev" in rows["Who"].tolist()
    assert set(rows.loc[rows["Country"].eq("Kazakhstan"), "Court"]) == {"not named"}


def test_the_injured_of_the_sokh_clash_are_may_s_and_keep_their_country(package: Package) -> None:
    assert "injured" not in people_reported(package, JUNE, {}).rows["What"].tolist()
    may = package.table("events")["event_id"].eq("KGZ-2020-05-31-01")
    assert may.any()
    clash = Selection(first_month="2020-05", last_month="2020-05", text="Sokh")
    rows = people_reported(package, clash, {}).rows
    told = rows[rows["What"].eq("injured")].set_index("Country of the people")["At least"]
    assert told.to_dict() == {"Uzbekistan": 187, "Kyrgyzstan": 25}


def test_an_attack_abroad_swells_no_total(package: Package) -> None:
    march = Selection(first_month="2024-03", last_month="2024-03")
    exhibit = people_reported(package, march, {})
    assert "killed" not in exhibit.caption
    assert "Left out: 1 clash abroad." in exhibit.reading
    assert exhibit.rows["As reported"].tolist() == ["Several"]
    assert exhibit.headline == "In March 2024: detained: “several”, abroad"


def test_a_mark_whose_people_count_at_home_only_is_left_out_by_name(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home = replace(MARKS["protest"], people=PeopleCount.AT_HOME)
    monkeypatch.setitem(MARKS, "protest", at_home)
    own = Selection(first_month="2018-02", last_month="2024-11")
    # What is worked out of a package is kept with it: this rule is for a package of its own.
    reading = people_reported(replace(package), own, {}).reading
    told = re.search(r"Left out: (\d+) protests and 1 clash abroad\.", reading)
    events = package.table("events")
    chosen = own.apply(events[events["mark"].eq("protest")])
    away = chosen["place_country"].notna() & ~chosen["place_country"].isin(list(COUNTRIES))
    assert told is not None
    assert int(told[1]) == away.sum() > 0


def test_what_is_claimed_is_left_out_and_said(package: Package) -> None:
    assert "Not counted: 2 claimed." in protest_list(package, JUNE, {}).caption
    wide = Selection(statuses=("occurred", "claimed"))
    rows = protest_list(package, wide, {}).rows
    assert "Protest, claimed" in rows["Type"].tolist()
    assert "Counted: occurred and claimed." in protest_list(package, wide, {}).caption


def test_issues_and_responses_of_june_2020(package: Package) -> None:
    issues = protests_by_issue(package, JUNE, {})
    assert issues.rows["Protests"].sum() == 8
    assert issues.rows["Issue"].iloc[0] == "Political freedoms"
    responses = protests_by_response(package, JUNE, {}).rows.set_index("Government response")
    assert responses["Protests"].to_dict() == {"none reported": 7, "detentions": 1}


def test_months_do_not_depend_on_the_months_chosen(package: Package) -> None:
    june, may = (
        protests_by_month(package, selection, {}).rows
        for selection in (JUNE, Selection(first_month="2020-05", last_month="2020-05"))
    )
    assert june.equals(may)
    row = june[june["Month"].eq("2020-06") & june["Country"].eq("Turkmenistan")].iloc[0]
    assert (row["Protests"], row["of them abroad"]) == (4, 4)


def test_long_and_crowded_periods_are_counted_by_week_or_month(package: Package) -> None:
    spring = Selection(first_month="2020-10", last_month="2020-12")
    assert protests_day_by_day(package, JUNE, {}).title == "Protests and arrests, day by day"
    assert protests_day_by_day(package, spring, {}).title == "Protests and arrests, week by week"


@pytest.mark.parametrize(
    ("selection", "sentence"),
    [
        (
            JUNE,
            "**8 protest events** in June 2020: 2 in Kyrgyzstan, 1 each in Kazakhstan and "
            "Tajikistan, and 4 about Turkmenistan, **none of which took place there**. "
            "**At least 102 people detained**, at least 100 of them reportedly on 6 June in "
            "Kazakhstan plus “city hall officials”; 4 sentences.",
        ),
        (
            Selection(countries=("TKM",)),
            "**4 protest events about Turkmenistan** in June 2020, **none of which took place "
            "there. 1 person detained**.",
        ),
        (
            Selection(countries=("KAZ",)),
            "**1 protest event** in June 2020, in Kazakhstan. **At least 100 people detained**, "
            "reportedly; 2 sentences.",
        ),
        (
            Selection(countries=("UZB",)),
            "**No protest, arrest, sentence or clash about Uzbekistan in June 2020 among the "
            "events chosen (1 hidden by the status filter)**.",
        ),
    ],
)
def test_the_period_in_a_sentence(package: Package, selection: Selection, sentence: str) -> None:
    assert protest_summary(package, selection) == sentence


def described(amount: Amount | None = None, **more: Any) -> Listed:
    """Return a protest in Bishkek known to June 2020 only, with a number of those taking part."""
    reported = {
        measure: [Reported("march", "protest", "KGZ", measure, amount, ("a",))]
        for measure in (more.pop("measure", "participants"),)
        if amount is not None
    }
    term = more.pop("term", None)
    fields: dict[str, Any] = {
        "event_id": "march",
        "window": Window(date(2020, 6, 1), date(2020, 6, 30), 3),
        "country": "KGZ",
        "place_country": "KGZ",
        "location": "Bishkek",
        "person": "",
        "title": "A march",
        "mark": "protest",
        "status": "occurred",
        "hedge": "",
        "abroad": False,
        "source_id": "a",
        "reported": reported,
        "sentences": [Sentence("march", "", "", term)] if term else [],
    }
    return Listed(**fields | more)


def test_labels_name_the_place_the_number_and_the_person() -> None:
    assert strip_label(described(at_most(1000, "nearly a thousand"))) == "Bishkek, ≤ 1,000"
    assert strip_label(described(location="")) == "A march"
    assert strip_label(described(status="claimed")) == "Bishkek (claimed)"
    sentence = described(mark="sentence", person="Sapar Isakov", term=Term(exactly(216)))
    assert strip_label(sentence) == "18 y, Sapar Isakov"
    confined = described(exactly(1), measure="house_arrest", mark="arrest")
    assert strip_label(confined) == "house arrest, Bishkek"


def test_a_month_only_band_says_so_with_its_count() -> None:
    act = described()
    assert band_label([act], before=False, year=False) == (
        "in June 2020, no day given: protest, Bishkek"
    )
    assert band_label([act, act], before=False, year=False) == (
        "in June 2020, no day given: 2 protests"
    )


def test_totals_are_written_with_their_bounds_and_what_stands_apart() -> None:
    counted, apart = total([exactly(3)]), total([in_words("dozens")])
    assert isinstance(counted, Total)
    assert isinstance(apart, Total)
    assert total_words(counted, "detained") == "3 detained"
    assert total_words(apart, "killed") == "killed: “dozens”"
    assert not_added_words(2) == "Not included in the total: 2 cases with no number."


def test_a_number_of_office_charts_has_no_markup_and_no_quotation() -> None:
    dozens = chart_category("Took part", "TKM", "26 June, Istanbul", in_words("dozens"))
    assert dozens == "Took part, Turkmenistan, 26 June, Istanbul: “dozens”, no number"
    assert number_words(in_words("dozens")) == "no number: “dozens”"
    thousand = at_most(1000, "nearly a thousand")
    assert (number_words(thousand), quoted_words(thousand)) == ("≤ 1,000", "“nearly a thousand”")
    assert chart_category("Took part", "", "4 Other", thousand) == "Took part, 4 Other: ≤ 1,000"


def test_no_table_is_read_by_its_headings(package: Package) -> None:
    """Keys and codes are the same whatever is filtered; headings may change."""
    wide = Selection(first_month="2020-05", last_month="2020-06")
    for name in NAMES:
        one, two = (EXHIBITS[name](package, each, {}).table for each in (JUNE, wide))
        assert [column.key for column in one.columns] == [column.key for column in two.columns]
        assert all(column.key.isascii() for column in one.columns)
        assert tidy(one).rows.schema == tidy(two).rows.schema


def test_the_data_of_a_table_has_codes_days_and_bounds(package: Package) -> None:
    data = tidy(sentences(package, JUNE, {}).table).frame
    assert data["term_low"].tolist() == data["term_high"].tolist()
    assert sorted(data["term_low"]) == [36, 36, 134, 216]
    assert set(data["iso_code"]) == {"KAZ", "KGZ"}
    assert data["event_date_first"].min() == pd.Timestamp("2020-06-04")


def test_thousands_of_protests_have_their_comma_in_the_words_beside_the_picture(
    tmp_path: Path,
) -> None:
    events = many_events(((2_400, "protest", "UZB", "UZB", "Tashkent", 41.31, 69.28, 1),))
    exhibit = protests_by_issue(long_package(tmp_path, events), Selection(), {})
    assert exhibit.alt == "not stated: 2,400"
