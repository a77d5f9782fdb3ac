"""The ledger and the counting rules on the shipped data: June 2020 as read by hand."""

from dashboard.catalogue import EXHIBITS
from dashboard.coverage.panels.silence import coverage_topics
from dashboard.datapackage.store import Package
from dashboard.protests.panels.ledger import arrest_ledger
from dashboard.protests.view.chosen import view_of
from dashboard.protests.words.labels import rule_words
from dashboard.protests.words.summary import protest_summary
from dashboard.selection import Selection
from dashboard.ui.protests import ledger_markup
from dashboard.vocabulary import STATUSES

JUNE = Selection()
REACHING = {"count_rule": "reaching"}


def acts_of(package: Package, name: str, selection: Selection = JUNE) -> list[tuple[str, str]]:
    rows = arrest_ledger(package, selection, {}).rows
    own = rows[rows["Case"].eq(name)]
    return list(zip(own["Step"], own["In the period"], strict=True))


def test_june_2020_has_eleven_acts(package: Package) -> None:
    exhibit = arrest_ledger(package, JUNE, {})
    assert exhibit.unit == (
        "11 events, at least 106 people plus “city hall officials” (each counted once), June 2020"
    )
    assert exhibit.headline == (
        "11 events in 10 cases in June 2020, against at least 106 people plus "
        "“city hall officials” (at least 100 reportedly)"
    )
    assert "Grey: 4 events" in exhibit.caption
    assert "Not included in the total: 2 cases with no number." in exhibit.caption
    assert (exhibit.shown, exhibit.total) == (11, 11)
    assert exhibit.rows["Case"].nunique() == 10
    counted = exhibit.rows["In the period"].eq("counted")
    assert exhibit.rows.loc[counted, "Paragraph"].notna().all()


def test_cases_show_their_steps_outside_the_period(package: Package) -> None:
    assert acts_of(package, "Murad Dushemov") == [
        ("Detention", "counted"),
        ("House arrest, reportedly", "counted"),
    ]
    assert acts_of(package, "Arman Khasenov") == [
        ("Detention", "earlier"),
        ("Sentence, 3 y", "counted"),
    ]
    assert acts_of(package, "Sapar Isakov") == [
        ("Detention", "earlier"),
        ("Sentence, 15 y (contained in the later 18 years)", "earlier"),
        ("Sentence, 18 y (aggregate: includes the 15 years of December 2019)", "counted"),
    ]
    assert acts_of(package, "Almazbek Atambayev") == [
        ("Detention", "earlier"),
        ("Sentence, 11 y 2 m", "counted"),
    ]
    april = Selection(first_month="2020-04", last_month="2020-04")
    assert acts_of(package, "Arman Khasenov", april)[1] == ("Sentence, 3 y", "later")


def test_teenagers_and_an_opposition_leader_are_two_cases(package: Package) -> None:
    may = Selection(first_month="2020-05", last_month="2020-05", countries=("TJK",))
    exhibit = arrest_ledger(package, may, {})
    assert exhibit.unit.startswith("2 events, 4 people")
    assert exhibit.rows["Case in all"].tolist() == ["1 event, 3 people", "1 event, 1 person"]


def test_the_filters_leave_acts_out_but_keep_their_case_whole(package: Package) -> None:
    arrests = Selection(topics=("Arrests and detentions",), countries=("TKM",), text="house")
    exhibit = arrest_ledger(package, arrests, {})
    assert exhibit.rows["In the period"].tolist() == ["left out by the filters", "counted"]
    nothing = arrest_ledger(package, Selection(countries=()), {})
    assert nothing.rows.empty
    assert nothing.shown == 0


def test_the_markup_marks_what_is_outside_and_leads_to_the_event(package: Package) -> None:
    markup = ledger_markup(arrest_ledger(package, JUNE, {}), JUNE, "light")
    assert markup.count('<tr class="outside">') == 4
    assert 'rowspan="3"' in markup
    assert "event=TKM-2020-06-26-52" in markup


def test_a_rule_counts_what_reaches_into_the_period(package: Package) -> None:
    summary = protest_summary(package, JUNE, REACHING)
    assert summary.startswith("**9 protest events** in June 2020, 1 of them begun earlier: 2 each")
    dated, reaching = (
        EXHIBITS["protests_by_issue"](package, JUNE, options) for options in ({}, REACHING)
    )
    assert (dated.shown, reaching.shown) == (8, 9)
    listed = EXHIBITS["protest_list"](package, JUNE, REACHING)
    assert listed.unit == "18 ongoing in June 2020"
    assert (listed.shown, listed.total) == (18, 20)
    assert "1 event that began earlier is counted too." in (
        EXHIBITS["protests_day_by_day"](package, JUNE, REACHING).reading
    )
    assert EXHIBITS["protest_list"](package, JUNE, {"count_rule": "odd"}).shown == 17


def test_a_long_period_puts_what_began_earlier_in_no_bar(package: Package) -> None:
    summer = Selection(first_month="2020-06", last_month="2020-09")
    dated, reaching = (
        EXHIBITS["protests_day_by_day"](package, summer, options) for options in ({}, REACHING)
    )
    assert reaching.shown == dated.shown + 1
    bars = [sum(sum(trace.y) for trace in each.draw("light").data if trace.type == "bar")
            for each in (dated, reaching) if each.draw]  # fmt: skip
    assert bars[0] == bars[1]


def test_the_rule_is_said_in_words(package: Package) -> None:
    assert rule_words(view_of(package, JUNE, {})) == (
        "Counts events that began in June 2020, by country concerned, including those abroad. "
        "2 claimed events are not counted."
    )
    everything = rule_words(view_of(package, Selection(statuses=STATUSES), REACHING))
    assert everything == (
        "Counts events that began in June 2020 or continued into it (1 began earlier), by country "
        "concerned, including those abroad. Every status is counted."
    )


def test_silence_follows_the_months_and_countries_alone(package: Package) -> None:
    exhibit = coverage_topics(package, Selection(countries=("UZB",), statuses=()), {})
    rows = exhibit.rows.set_index("Topic")
    assert rows.at["Protests", "What it means"] == "none reported"
    assert rows.at["Clashes and attacks", "Events"] == 1
    assert rows.at["Currency rates", "What it means"] == "reported"
    long = coverage_topics(package, Selection(first_month="2018-01", last_month="2020-12"), {})
    assert long.rows["Month"].nunique() == 24
    assert "The last 24 of 36 months." in long.reading
