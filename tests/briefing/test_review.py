"""The drafted review: what it tells and in which order; numbers have keys, the rest is counted."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest
from shipped import shipped_package

from dashboard.briefing.citing import Citing, places_of
from dashboard.briefing.content import CountryReview, Line
from dashboard.briefing.judgements import judgements_of, with_key_figures
from dashboard.briefing.left_out import failing, left_out_lines
from dashboard.briefing.material import Material, material_of
from dashboard.briefing.review import (
    COVERAGE,
    review_of,
    theme_of,
)
from dashboard.briefing.review_words import when_of
from dashboard.briefing.sentences import (
    Span,
    event_runs,
    events_by_case,
    figure_clause,
    prose_value,
    where_of,
)
from dashboard.briefing.silence import coverage_judgement
from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import DataUnavailable
from dashboard.events.measures import points_of
from dashboard.events.words import rule
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, STATUSES, Theme

THEMES = SOCIETY, HEALTH, ECONOMY = tuple(Theme)
DIGITS = re.compile(r"\d")
# The months chosen or covered are no numbers of the data.
MONTHS = re.compile(r"\b(?:[A-Z][a-z]+|in|from|to) (?:19|20)\d\d\b")
SURE = re.compile(r"sources?, confidence \w+\.$")
NAN = float("nan")
EVERY = Selection(statuses=STATUSES)
JUNE_DAY = pd.Timestamp("2020-06-01")
JUNE = Selection()
SPAN = Span(JUNE_DAY, pd.Timestamp("2020-06-30"))


@dataclass(frozen=True)
class Draft:
    """What is drafted for one selection."""

    material: Material
    judgements: tuple[Line, ...]
    review: tuple[CountryReview, ...]
    left_out: tuple[Line, ...]
    citing: Citing

    @property
    def lines(self) -> list[Line]:
        """Return every line."""
        told = [line for part in self.review for each in part.sections for line in each.lines]
        return [*self.judgements, *told, *self.left_out]

    @property
    def counts(self) -> list[str]:
        """Return the key judgements after the weightiest events."""
        return [line.text for line in self.judgements if not SURE.search(line.text)]

    @property
    def told(self) -> set[str]:
        """Return the keys of all that the review tells."""
        lines = [line for part in self.review for each in part.sections for line in each.lines]
        return {key for line in lines for key in line.keys}

    def words_of(self, country: str = "") -> str:
        """Return the text of a country, or of all."""
        found = [part for part in self.review if country in ("", part.country)]
        lines = [line for part in found for each in part.sections for line in each.lines]
        return " ".join(line.text for line in lines)

    def section(self, country: str, heading: str) -> list[str]:
        """Return the lines under one heading of a country."""
        found = [part for part in self.review if part.country == country]
        return [
            line.text
            for part in found
            for section in part.sections
            if section.heading == heading
            for line in section.lines
        ]


@lru_cache(maxsize=256)
def draft(selection: Selection) -> Draft:
    material, citing = material_of(shipped_package(), selection), Citing(shipped_package())
    judgements = judgements_of(material, citing)
    review = review_of(material, citing)
    made = Draft(material, judgements, review, (), citing)
    return replace(made, left_out=left_out_lines(material, made.told))


def months() -> list[str]:
    """Return the months of 2019 to 2025 that have an event, a figure or a rate."""
    found: set[str] = set()
    for table, column in (("events", "event_date"), ("figures", "as_of"), ("rates", "date")):
        found |= {f"{day:%Y-%m}" for day in shipped_package().table(table)[column]}
    return sorted(month for month in found if "2019-01" <= month <= "2025-12")


def row(**other: object) -> dict[str, object]:
    blank = {
        "event_id": "KGZ-2020-06-06-01",
        "event_date": pd.Timestamp("2020-06-06"),
        "end_date": pd.Timestamp("2020-06-06"),
        "time_precision": 1,
        "status": "occurred",
        "country": "KGZ",
        "place_country": "KGZ",
        "location": None,
        "abroad": False,
        "title": "Gulls settle on the town hall",
        "summary": None,
        "event_type": "Protests",
        "sub_event_type": "Peaceful protest",
        "actor1": None,
        "actor2": None,
        "related_event_id": None,
        "people": 0,
        "fatalities": 0,
        "state_response": None,
        "confidence": "high",
        "source_id": "port-lantern",
    }
    return blank | other


def figure(**other: object) -> dict[str, object]:
    blank = {
        "figure_id": "lantern:1",
        "measure": "participants",
        "low": 100.0,
        "best": NAN,
        "high": NAN,
        "unit": "person",
        "qualifier": "at_least",
        "as_reported": "100",
        "definition": "Ferrymen outside",
        "confidence": "high",
        "note": "",
        "country": "KGZ",
    }
    return blank | other


def has_digits(text: str) -> bool:
    return DIGITS.search(MONTHS.sub("", text)) is not None


def words(event: dict[str, object], *figures: dict[str, object], unknown: str = "") -> str:
    return "".join(run.text for run in event_runs(event, figures, filter(None, [unknown]), SPAN))


@pytest.mark.parametrize("month", months())
def test_every_number_of_a_line_lies_in_a_run_whose_keys_the_data_has(month: str):
    for statuses in (("occurred",), STATUSES):
        made = draft(Selection(first_month=month, last_month=month, statuses=statuses))
        for line in made.lines:
            for run in line.runs:
                assert run.keys or not has_digits(run.text), (
                    month,
                    line.text,
                    run.text,
                )
                for key in run.keys:
                    assert places_of(shipped_package(), key), (month, run.text, key)


@pytest.mark.parametrize("month", months())
def test_every_chosen_event_is_told_once_or_counted_as_not_told(month: str):
    made = draft(Selection(first_month=month, last_month=month, statuses=STATUSES))
    chosen = set(made.material.chosen["event_id"])
    lines = [line for part in made.review for each in part.sections for line in each.lines]
    told = [
        key
        for part in made.review
        for section in part.sections
        if section.heading in THEMES
        for line in section.lines
        if not line.text.startswith("No government response")
        for key in dict.fromkeys(run.keys[0] for run in line.runs if run.keys)
        if key in chosen
    ]
    assert len(told) == len(set(told))
    counted = [
        line.keys
        for line in made.left_out
        if "matters less" in line.text or "matter less" in line.text
    ]
    assert sorted([*told, *(key for keys in counted for key in keys)]) == sorted(chosen)
    for line in lines:
        assert line.citations or not line.keys or line.text.startswith("No government"), line.text


@pytest.mark.parametrize("month", months())
def test_the_words_are_clean(month: str):
    made = draft(Selection(first_month=month, last_month=month, statuses=STATUSES))
    for line in made.lines:
        text = line.text
        assert text == text.strip(), text
        assert text.endswith((".", ".”")), text
        assert "  " not in text and "()" not in text and ".." not in text, text
        assert "nan" not in text.split() and "None" not in text and " ;" not in text, text
        assert not re.search(r"\b([A-Za-z]+) \1\b", text), text
        assert "'" not in text and '"' not in text and "percent" not in text, text
        assert text[0].isupper() or text[0].isdigit(), text


@pytest.mark.parametrize(
    "selection",
    [
        JUNE,
        EVERY,
        replace(JUNE, countries=("KGZ", "TJK")),
        replace(JUNE, countries=()),
        replace(JUNE, topics=("Protests", "Sentences")),
        replace(EVERY, exact_dates=True),
        replace(JUNE, text="2020"),
        replace(JUNE, countries=("TKM",), topics=("Diplomacy",), exact_dates=True, text="parade"),
        replace(JUNE, first_month="2019-01", last_month="2024-12"),
        Selection(first_month="2018-01", last_month="2018-01"),
        Selection(first_month="2022-09", last_month="2022-09", countries=("TJK",)),
    ],
)
def test_what_is_told_and_what_is_left_out_add_up_to_the_events_of_the_period(selection: Selection):
    made = draft(selection)
    events = shipped_package().table("events")
    inside = events[selection.within(events["event_date"])]
    groups = [group for _, group in failing(shipped_package(), selection)]
    out = [key for group in groups for key in group]
    assert len(out) == len(set(out))
    assert sorted([*out, *made.material.chosen["event_id"]]) == sorted(inside["event_id"])
    texts = {line.text: line.keys for line in made.left_out}
    for (told, group), line in zip(
        failing(shipped_package(), selection), made.left_out[1:], strict=False
    ):
        assert line.text.startswith(told) and texts[line.text] == group
        assert told.split()[0] == str(len(group))
    for line in made.lines:
        assert all(run.keys or not has_digits(run.text) for run in line.runs), line.text


def test_left_out_names_each_filter_that_leaves_something_out():
    made = draft(replace(JUNE, countries=("KGZ", "TJK")))
    assert [line.text for line in made.left_out[:5]] == [
        "The review covers 34 of 93 events of June 2020 in the data.",
        "52 events of the other three countries.",
        "2 claimed events, all told as such.",
        "1 planned event, told as such.",
        "4 pledged events, all told as such.",
    ]
    two = draft(replace(EVERY, countries=("KAZ", "KGZ", "TJK"), exact_dates=True, text="parade"))
    texts = [line.text for line in two.left_out]
    assert texts[1].endswith("events of Turkmenistan and Uzbekistan.")
    assert texts[2].endswith("events without one exact day.")
    assert texts[3].endswith("events without the words “parade”.")


def test_a_single_claimed_event_is_not_all_of_them():
    claimed = replace(JUNE, countries=("UZB",), statuses=("claimed",))
    assert (
        "One clash or attack was recorded, in Uzbekistan; claimed, not confirmed. It rests on one "
        "source. One person was reported killed in it."
    ) in draft(claimed).counts


def test_one_event_left_out_and_told_all_the_same_is_not_all_of_them():
    texts = [line.text for line in draft(replace(JUNE, provinces=("KG-GB",))).left_out]
    assert "1 planned event, told as such." in texts


def test_figures_that_the_review_does_not_tell_are_counted():
    whole = [line.text for line in draft(JUNE).left_out]
    assert whole[-2] == (
        "Not repeated in the review: 9 figures of the epidemic as of earlier days or by other "
        "sources."
    )
    narrow = [line.text for line in draft(replace(JUNE, topics=("Protests",))).left_out]
    assert re.match(r"Left out by the filters: \d+ figures of the epidemic\.", narrow[-2])
    assert re.match(r"Not told: \d+ further figures that stand apart from events\.", narrow[-1])


def test_nothing_left_out_is_said_too():
    assert (
        draft(EVERY).left_out[0].text == "The review covers all 93 events of June 2020 in the data."
    )
    empty = draft(Selection(first_month="2018-01", last_month="2018-01"))
    assert [line.text for line in empty.left_out] == ["The data has no event of this period."]


def test_a_country_has_a_paragraph_for_each_theme_and_the_review_the_length_of_a_note():
    made = draft(JUNE)
    assert [part.country for part in made.review] == [*COUNTRIES, "REG"]
    for part in made.review:
        headings = [section.heading for section in part.sections]
        assert headings == sorted(headings, key=[*THEMES, COVERAGE].index)
        assert len(headings) == len(set(headings)) <= 4
    assert 600 <= len(made.words_of().split()) <= 1200
    two = draft(replace(JUNE, countries=("KGZ", "TJK"))).words_of()
    assert 600 <= len(two.split()) <= 1200
    assert len(draft(Selection().over("2024-03", "2024-03")).words_of().split()) < 300
    assert len(draft(Selection().over("2018-01", "2024-12")).words_of().split()) < 3500


def test_the_steps_of_a_case_follow_each_other():
    steps = [
        row(event_id=each, related_event_id=parent) for each, parent in ("ab", "ba", "cb", "d-")
    ]
    cases = [[event["event_id"] for event in case] for case in events_by_case(steps)]
    assert cases == [["a", "b", "c"], ["d"]]
    society = draft(JUNE).section("KGZ", SOCIETY)
    begun = [line.split()[0:2] for line in society[:3]]
    assert begun == [["A", "criminal"], ["Prime", "Minister"], ["On", "18"]]
    parade = draft(JUNE).section("UZB", SOCIETY)
    assert parade[0].startswith("A man from Andijan died, reportedly after torture")
    assert parade[1] == "A criminal case was opened over the death of the Andijan man."


def test_a_law_stands_where_its_title_says():
    law = row(event_type="Legislation", sub_event_type="Law or decree signed")
    assert theme_of(law | {"title": "Harbour tax is cut"}) == ECONOMY
    assert theme_of(law | {"title": "Fines for gulls without masks"}) == HEALTH
    assert theme_of(law | {"title": "Gulls get a vote"}) == SOCIETY
    assert theme_of(row(event_type="Foreign aid")) == ECONOMY


def test_the_rule_stands_in_the_readme():
    text = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    for name, points in rule():
        assert f"| {name} | {points} |" in text


def test_the_fall_of_a_prime_minister_matters_more_than_a_decree_on_excise():
    events = draft(EVERY).material.chosen.set_index("event_id", drop=False)
    package = shipped_package()

    def points(key: str) -> int:
        return points_of(events.loc[key].to_dict(), package)

    fall, excise = points("KGZ-2020-06-16-01"), points("UZB-2020-06-03-51")
    assert (fall, excise) == (10, 3)
    assert points("KGZ-2020-06-23-01") == 8, "a former president is sentenced"
    assert points("TJK-2020-06-08-51") == 6, "a mayor is arrested"
    crowd = row(people=1200, fatalities=11)
    assert points_of(crowd, package) == 5 + 3 + 4
    assert (
        points_of(row(status="claimed"), package) == points_of(row(confidence="low"), package) == 3
    )
    assert (
        points_of(
            row(office_held="minister", sub_event_type="Resignation or dismissal"),
            package,
        )
        == 8
    )
    # Those who asked for a president, and officials beside a mayor, hold no office of theirs.
    held = package.table("events").set_index("event_id")["office_held"]
    assert held[["TKM-2023-03-06-21", "TJK-2020-06-01-53"]].isna().all()
    assert [name for name, _ in rule()] == [
        "Kind of event",
        "Office held, present or former",
        "People concerned",
        "Sources",
    ]


def test_a_long_review_writes_the_year_of_every_day():
    long = draft(replace(JUNE, first_month="2020-01", last_month="2021-12"))
    (pay,) = (line.text for line in long.lines if "Rogun dam" in line.text)
    assert pay.startswith("Between 1 January and 30 June 2020 builders of the Rogun dam")


def test_claimed_events_are_told_as_claimed():
    text = draft(JUNE).words_of()
    for words in (
        "A man from Andijan died, reportedly after torture by investigators (unconfirmed).",
        "More severe pneumonia is said to have been seen in Ashgabat and other cities, though "
        "officially there is no coronavirus (unconfirmed).",
        "The hospital for infectious diseases in Turkmenabat is said to have been sealed off on 11 "
        "June after a nurse tested positive (unconfirmed).",
        "Builders of the Rogun dam said that their pay had stopped in January (unconfirmed).",
        "Workers at TALCO said that they had gone without pay for over three months (unconfirmed).",
    ):
        assert words in text
    assert "8 claimed events, all told as such." in [line.text for line in draft(JUNE).left_out]
    assert draft(JUNE).material.counts.total == 78
    claimed = shipped_package().table("events").query("status == 'claimed'")
    for month in months():
        made = draft(Selection(first_month=month, last_month=month))
        for line in [line for part in made.review for each in part.sections for line in each.lines]:
            if {*line.keys} & {*claimed["event_id"]}:
                assert "(unconfirmed)" in line.text
    none = draft(replace(JUNE, text="bridge"))
    assert not any("Andijan" in line.text for line in none.lines)


def test_what_began_earlier_is_told_before_what_follows_from_it():
    economy = draft(JUNE).section("KGZ", ECONOMY)
    assert economy[:2] == [
        "Villagers of Chechme and of the Uzbek enclave of Sokh fought on 31 May, apparently over "
        "water; 187 citizens of Uzbekistan and 25 of Kyrgyzstan were hurt.",
        "The deputy prime minister of Kyrgyzstan and the prime minister of Uzbekistan visited the "
        "scene on 1 June.",
    ]
    rushan = [line for line in draft(JUNE).section("TJK", SOCIETY) if "Rushan" in line]
    assert rushan[0].startswith("Residents of Rushan protested from 23 May to 16 June against")
    assert rushan[1].startswith("Residents of Rushan gathered again on 16 June")
    may = draft(replace(JUNE, first_month="2020-05")).words_of("KGZ")
    assert may.count("enclave of Sokh fought") == 1


def test_the_protests_without_a_response_are_told_so_at_once():
    told = draft(JUNE).section("TKM", SOCIETY)
    assert told.count("No government response to these four events is reported.") == 1
    assert "No government response is reported." in draft(JUNE).section("TJK", SOCIETY)


def test_a_claim_of_no_case_stands_until_it_is_taken_back():
    september = draft(replace(JUNE, first_month="2020-09", last_month="2020-09"))
    assert september.section("TKM", HEALTH) == [
        "Turkmenistan officially reported no COVID-19 case (as of 7 August 2020); deaths are not "
        "stated."
    ]


def test_rates_that_are_missing_are_named_once():
    texts = [
        line.text
        for line in draft(replace(JUNE, first_month="2017-06", last_month="2017-06")).lines
    ]
    told = "No exchange rate of the tenge, som, somoni, manat or soum this month."
    assert sum("rate of the" in text for text in texts) == texts.count(told) == 1
    assert not any("No exchange rate" in line.text for line in draft(JUNE).lines)


def test_an_event_without_a_summary_is_told_with_its_day_place_and_status():
    assert words(row()) == "On 6 June: Gulls settle on the town hall."
    assert words(row(location="Lantern")) == "On 6 June: Gulls settle on the town hall (Lantern)."
    told = words(row(location="Lantern", title="Gulls settle in Lantern", status="claimed"))
    assert told == "On 6 June: Gulls settle in Lantern (unconfirmed)."
    assert words(row(status="planned")).endswith("(planned, not reported as carried out).")
    assert words(row(status="pledged")).endswith("(pledged, not reported as given).")
    assert words(row(confidence="low")).endswith(" (low confidence).")
    named = row(event_id="acled:KGZ1", title="Armed clash in Lantern", location="Lantern")
    named |= {"sub_event_type": "Armed clash", "actor1": "Gulls", "actor2": "Terns"}
    dead = figure(measure="killed", low=2.0, best=2.0, high=2.0, qualifier="exact")
    dead |= {"definition": "Deaths reported of the event"}
    assert words(named, dead) == (
        "On 6 June there was an armed clash in Lantern (Gulls and Terns); two people were killed."
    )


def test_a_summary_is_filled_in_with_days_and_numbers():
    told = row(summary="{day} {lantern:1} gulls, aged {lantern:1#}, left; {lantern:1|many} stayed.")
    assert words(told, figure(low=NAN, best=300.0, qualifier="about")) == (
        "On 6 June about 300 gulls, aged 300, left; many stayed."
    )
    runs = event_runs(told, [figure()], [], SPAN)
    assert [run.keys for run in runs] == [
        *([("KGZ-2020-06-06-01",), ("lantern:1",)] * 3),
        ("KGZ-2020-06-06-01",),
    ]
    month = row(event_date=SPAN.first, end_date=SPAN.last, time_precision=3)
    assert words(month | {"summary": "{day} gulls left the town {day}."}) == "Gulls left the town."
    assert words(month | {"summary": "by {end} gulls had left."}) == "By 30 June gulls had left."
    lost = words(row(summary="{day} {lantern:9} gulls left."))
    assert lost == "On 6 June number not stated gulls left."


def test_what_took_place_abroad_says_so():
    rally = row(country="TKM", abroad=True, place_country="TUR", location="Istanbul")
    assert where_of(rally) == "abroad: Istanbul, Turkey"
    assert where_of(rally | {"title": "Rally in Istanbul"}) == "abroad: Turkey"
    assert where_of(rally | {"title": "Rally in Istanbul, Turkey"}) == "abroad"
    cyprus = {"location": "Northern Cyprus", "place_country": "CYP"}
    assert where_of(rally | cyprus) == "abroad: Northern Cyprus"
    parade = row(country="REG", place_country="RUS", location="Moscow")
    assert where_of(parade) == "Moscow, Russia"


def test_a_day_is_told_no_finer_than_its_source():
    june = row(event_date=pd.Timestamp("2020-06-01"), end_date=pd.Timestamp("2020-06-30"))
    assert when_of(june | {"time_precision": 3}) == "In June"
    assert when_of(june | {"time_precision": 3}, years=True) == "In June 2020"
    assert when_of(june | {"time_precision": 2}) == "About 1–30 June"
    part = june | {"time_precision": 3, "end_date": pd.Timestamp("2020-06-22")}
    assert when_of(part) == "Between 1 and 22 June"
    long = june | {"time_precision": 3, "end_date": pd.Timestamp("2021-12-31")}
    assert when_of(long) == "Between 1 June 2020 and 31 December 2021"
    year = long | {"event_date": pd.Timestamp("2021-01-01")}
    assert when_of(year) == "In 2021"
    assert when_of(long | {"time_precision": 1}) == "1 June 2020 to 31 December 2021"


def test_figures_keep_their_bounds_and_what_they_count():
    assert figure_clause(figure()) == "at least 100 people took part (ferrymen outside)"
    vague = figure(low=NAN, qualifier="vague", as_reported="dozens", measure="detained")
    assert figure_clause(vague) == "dozens of people were detained (ferrymen outside)"
    wordless = vague | {"as_reported": ""}
    assert figure_clause(wordless).startswith("an unstated number of people were detained")
    wide = figure(low=25.0, high=52.0, qualifier="range", measure="killed")
    wide |= {"definition": "inmates; low: the minister, high: others"}
    told = "25–52 people were killed (inmates; low: the minister, high: others)"
    assert figure_clause(wide) == told
    none = figure(low=0.0, best=0.0, high=0.0, qualifier="officially_none", measure="killed")
    assert figure_clause(none).startswith("officially none were killed (")
    loan = figure(low=5e8, best=5e8, high=5e8, unit="USD", measure="amount", qualifier="exact")
    loan |= {"definition": "soft loan; approved only"}
    assert figure_clause(loan) == "soft loan: 500 million US dollars (approved only)"
    term = figure(low=60.0, high=132.0, unit="month", measure="sentence_length", qualifier="range")
    assert figure_clause(term | {"definition": "terms"}) == "terms: five years to 11 years"
    one = figure(low=1.0, best=1.0, high=1.0, qualifier="exact", measure="killed")
    assert figure_clause(one) == "one person was killed (ferrymen outside)"
    assert prose_value(figure(as_reported="More than a hundred")) == "more than a hundred"


@pytest.mark.parametrize(
    ("hedge", "words"),
    [
        ("reportedly", "reportedly at least 100 people took part (ferrymen outside)"),
        ("alleged", "allegedly at least 100 people took part (ferrymen outside)"),
        ("claimed", "at least 100 people took part (ferrymen outside)"),
    ],
)
def test_a_number_that_the_source_only_passes_on_keeps_its_hedge(hedge: str, words: str):
    assert figure_clause(figure(hedge=hedge)) == words


def test_what_is_unknown_is_said_to_be_unknown_unless_it_lies_ahead():
    rally = row(state_response="none reported")
    told = words(rally, unknown="participants")
    assert told.endswith(
        "; how many took part is not reported; no government response is reported."
    )
    assert words(rally | {"status": "planned"}, unknown="participants").endswith("carried out).")
    assert "length of the sentence is not reported" in words(row(), unknown="sentence_length")


def test_each_number_is_a_run_with_its_own_key():
    runs = event_runs(row(), [figure()], [], SPAN)
    assert [run.keys for run in runs] == [("KGZ-2020-06-06-01",), ("lantern:1",), ()]


def test_the_review_of_june_2020_reads_as_the_sources_do():
    made = draft(JUNE)
    assert made.section("KAZ", HEALTH)[:2] == [
        "In the official series (Johns Hopkins CSSE) cases rose by 11,450, from 10,858 to 22,308, "
        "and deaths rose by 147, from 41 to 188.",
        "By 30 June 21,819 cases and 188 deaths were reported (CABAR.asia).",
    ]
    assert made.section("TKM", HEALTH)[:2] == [
        "By 30 June officially no case had been reported; deaths are not stated.",
        "There is no official series for Turkmenistan.",
    ]
    text = made.words_of()
    for words in (
        "On 29 June nearly a thousand people rallied for free speech in central Bishkek",
        "On 26 June dozens of Turkmen citizens demonstrated",
        "he now faces 18 years in prison, his earlier sentence included, and must repay 247 ",
        "More than a hundred people were reportedly detained",
        "On 30 June there were 721 people in hospital, 2,148 people in home isolation and 830 "
        "medical workers infected.",
    ):
        assert words in text
    alone = draft(replace(JUNE, countries=("TKM",))).words_of()
    assert "On 26 June Dushemov was reportedly moved to house arrest." in alone


JANUARY = JUNE.over("2022-01", "2022-01")
VIOLENT = "Violent demonstrations are counted as protests."
NO_CLASH = "The sources report no clash or attack about Kyrgyzstan this month."
ONLY_CLAIMED = (
    "No clash or attack is reported as fact; what is only claimed, planned or pledged is not "
    "counted."
)


def test_the_key_judgements_of_june_2020():
    texts = draft(JUNE).counts
    assert texts[0] == (
        "By 30 June 2020 the official series has 42,217 COVID-19 cases and 327 deaths in four "
        "countries (our sum); figures reported for that day add up to 41,237 and 321 (CABAR.asia). "
        "Turkmenistan officially reported no COVID-19 case (as of 30 June 2020); deaths are not "
        "stated."
    )
    assert texts[1] == (
        "Eight protests were recorded: four about Turkmenistan (all abroad), two in Kyrgyzstan, "
        "one in Kazakhstan and one in Tajikistan. Each rests on one source."
    )
    alone = [line.text for line in draft(replace(JUNE, countries=("TKM",))).judgements]
    told = "Four protests were recorded about Turkmenistan (all abroad). Each rests on one source."
    assert told in alone and "One person was detained in Turkmenistan." in alone
    two = "Two protests were recorded, both in Kyrgyzstan. Each rests on one source."
    assert two in draft(replace(JUNE, countries=("KGZ",))).counts
    assert texts[2] == (
        "At least 102 people were detained (at least 100 reportedly): at least 100 in Kazakhstan, "
        "at least 1 in Tajikistan and 1 in Turkmenistan. Not in this sum, without a lower bound: "
        "“city hall officials”."
    )
    assert texts[3] == (
        "Four sentences were passed. In Kazakhstan the prison term of Arman Khasenov is three "
        "years and the term of Alnur Ilyashev, reported as prison, is three years. In Kyrgyzstan "
        "the combined prison term of Sapar Isakov over both verdicts is 18 years and the prison "
        "term of Almazbek Atambayev is 11 years and two months."
    )
    assert texts[4] == ONLY_CLAIMED
    assert texts[5] == (
        "Of the currencies the som moved most: it stood at 75.989 per US dollar on 30 June, 2.9 "
        "per cent weaker than on 31 May."
    )
    assert texts[6].startswith(
        "Compared with May 2020, June 2020 has 22,181 new COVID-19 cases against 13,849 "
        "(+8,332, up). No comparison of events: "
    )
    assert "report no protests in Uzbekistan" in texts[7]


@pytest.mark.parametrize(
    ("selection", "told"),
    [
        (JUNE, ONLY_CLAIMED),
        (replace(JUNE, countries=("KGZ",)), NO_CLASH),
        (
            replace(JUNE, provinces=("KG-GB",)),
            "No clash or attack among the events chosen; the filters hide some.",
        ),
        (
            replace(JUNE, text="rally"),
            "No clash or attack among the events chosen; the filters hide some.",
        ),
        (
            JANUARY,
            "One clash or attack was recorded, in Tajikistan. It rests on several sources. Two "
            f"people were reported killed in it. {VIOLENT}",
        ),
        (
            replace(JANUARY, text="hall"),
            f"No clash or attack among the events chosen; the filters hide some. {VIOLENT}",
        ),
        (replace(JUNE, first_month="2022-09", last_month="2022-09", text="vote"), ""),
        (replace(JUNE, first_month="2018-01", last_month="2018-01"), ""),
        (replace(JUNE, topics=("Protests",)), ""),
    ],
)
def test_a_month_without_a_clash_says_whether_anyone_looked(selection: Selection, told: str):
    found = [text for text in draft(selection).counts if "clash" in text and "Sources" not in text]
    assert [text for text in found if "No source reviews" not in text] == [*filter(None, [told])]


@pytest.mark.parametrize(
    ("selection", "acts", "coverage"),
    [
        (replace(JUNE, countries=("KGZ",)), ("arrest or detention", "clash or attack"), ""),
        (
            replace(JUNE, countries=("KGZ",), topics=("Protests",)),
            (),
            "Sources review Kyrgyzstan this month and report no arrests or detentions and no "
            "clashes or attacks.",
        ),
        (
            replace(JUNE, countries=("TKM", "UZB")),
            ("sentence",),
            "Sources review Turkmenistan and Uzbekistan this month and report no protests and no "
            "arrests or detentions in Uzbekistan; no clashes or attacks in Turkmenistan.",
        ),
    ],
)
def test_what_no_source_reports_is_said_once(
    selection: Selection, acts: tuple[str, ...], coverage: str
):
    texts = draft(selection).counts
    none = [text for text in texts if text.startswith("The sources report no ")]
    assert [text.split(" about ")[0] for text in none] == [
        f"The sources report no {act}" for act in acts
    ]
    assert "".join(text for text in texts if text.startswith("Sources review")) == coverage


def test_the_weightiest_events_lead_and_say_how_sure_they_are():
    fall, premier, president = draft(JUNE).judgements[:3]
    assert fall.text == (
        "Kyrgyzstan: Prime Minister Abylgaziev resigned on 16 June, saying that the corruption "
        "inquiry hurt trust in his cabinet. One source, confidence high."
    )
    assert "former president Almazbek Atambayev" in president.text
    assert "former prime minister Sapar Isakov" in premier.text
    riots = draft(Selection().over("2022-01", "2022-01")).judgements[0].text
    assert riots.startswith("Kazakhstan: Gas-price rallies turned into riots")
    assert riots.endswith("Two sources, confidence medium.")
    assert not SURE.search(draft(Selection().over("2018-01", "2018-01")).judgements[0].text)


def test_each_judgement_is_a_line_of_its_own_and_says_what_it_does_not_count():
    made = draft(replace(JUNE, first_month="2021-01", last_month="2024-12"))
    assert not any(". 9 sentences" in line.text for line in made.judgements)
    texts = " ".join(line.text for line in made.judgements)
    assert "those abroad not counted" in texts and "at least 11 abroad)" in texts
    assert "Of the currencies the tenge moved most" in texts
    claimed = draft(EVERY).counts[1]
    assert claimed.endswith(
        "; one of them claimed, not confirmed. Each rests on one source; confidence is low in one."
    )


def test_judgements_follow_the_filters():
    made = draft(replace(JUNE, topics=("Diplomacy",)))
    texts = made.counts
    assert re.match(r"\w+ events match the filters: ", texts[0])
    assert not any("protest event" in text or "COVID" in text for text in texts)
    none = draft(replace(JUNE, countries=("UZB",), text="no such words"))
    assert none.judgements[0].text == "No event matches the filters; they hide some."
    assert not any("among the events chosen" in line.text for line in none.judgements)


@pytest.mark.parametrize(
    ("selection", "told"),
    [
        (JANUARY, "three in Kazakhstan and one in Turkmenistan; two of them were violent demo"),
        (replace(JANUARY, text="hall"), "in Kazakhstan; it was a violent demonstration."),
        (
            replace(JUNE.over("2022-01", "2022-09"), countries=("KAZ",), text="unrest"),
            "in Kazakhstan; it was a violent demonstration.",
        ),
    ],
)
def test_protests_that_were_violent_are_said_to_be_and_counted_once(
    selection: Selection, told: str
):
    counts = draft(selection).counts
    assert [text for text in counts if told in text and "recorded" in text]
    assert len([text for text in counts if "violent demonstration" in text]) <= 2


def test_people_detained_at_protests_are_told_where_arrests_are_not_asked_for():
    told = draft(replace(JANUARY, topics=("Protests",))).counts
    assert "9,900–12,000 people were detained in Kazakhstan." in told
    none = draft(replace(JUNE, topics=("Protests",))).counts
    assert not any("detention" in text for text in none if "Sources review" not in text)


@pytest.mark.parametrize(
    "selection",
    [
        JUNE,
        replace(JUNE, provinces=("KG-GB",)),
        replace(JUNE, topics=("Sentences",)),
        JANUARY,
        *(replace(JUNE, countries=(code,)) for code in ("KAZ", "KGZ", "TJK", "TKM")),
    ],
)
def test_the_review_leads_with_a_main_event_of_the_overview(selection: Selection):
    main = EXHIBITS["stood_out"](shipped_package(), selection, {}).rows["Event key"].tolist()
    first = draft(selection).judgements[0]
    assert SURE.search(first.text) and first.keys[0] in main


@pytest.mark.parametrize("selection", [JUNE, JUNE.over("2018-01", "2024-12")])
def test_no_response_is_said_right_after_the_events_that_have_none(selection: Selection):
    sections = [section for part in draft(selection).review for section in part.sections]
    said = [
        (line.keys, section.lines[place - len(line.keys) : place])
        for section in sections
        for place, line in enumerate(section.lines)
        if line.text.startswith("No government response")
    ]
    assert len(said) > 1
    for keys, before in said:
        assert len(keys) == len(before)
        assert all(key in line.keys for key, line in zip(keys, before, strict=True))


UNCOVERED = "No source reviews {} this month; what is not told may have happened."


def test_a_month_nobody_covers_is_not_called_calm():
    made = draft(Selection(first_month="2018-01", last_month="2018-01"))
    for code, country in COUNTRIES.items():
        told = made.section(code, COVERAGE)
        assert told[0] == UNCOVERED.format(country.name)


def test_what_sources_that_look_report_none_of_is_a_key_judgement():
    assert not draft(EVERY).section("TKM", COVERAGE)
    assert "no protests in Uzbekistan" in draft(EVERY).judgements[-1].text
    narrow = replace(JUNE, topics=("Elections",))
    assert draft(narrow).section("UZB", COVERAGE)[0] == (
        "No event of Uzbekistan among the events chosen; the filters hide some."
    )


@pytest.mark.parametrize(
    ("month", "code", "first"),
    [
        ("2018-05", "KAZ", UNCOVERED.format("Kazakhstan")),
        ("2020-03", "KGZ", UNCOVERED.format("Kyrgyzstan")),
        ("2020-07", "KAZ", UNCOVERED.format("Kazakhstan")),
        ("2020-10", "KAZ", UNCOVERED.format("Kazakhstan")),
        ("2024-03", "KAZ", UNCOVERED.format("Kazakhstan")),
        ("2024-05", "UZB", UNCOVERED.format("Uzbekistan")),
        ("2020-09", "TKM", UNCOVERED.format("Turkmenistan")),
    ],
)
def test_an_article_or_a_case_counter_covers_nothing_but_itself(month: str, code: str, first: str):
    made = draft(Selection(first_month=month, last_month=month))
    told = made.section(code, COVERAGE)
    assert told[0] == first
    assert not any(line.text.startswith("Sources ") for line in made.lines)


def test_a_period_covered_in_part_says_in_which_months():
    made = draft(Selection(first_month="2020-05", last_month="2020-07"))
    assert made.section("UZB", COVERAGE)[0] == (
        "Sources review Uzbekistan in June 2020 only; other months hold single reports. In the "
        "months reviewed they report no protests, no arrests or detentions and no sentences."
    )
    assert made.judgements[-1].text.startswith(
        "Sources review every country chosen in June 2020 only; other months hold single reports. "
        "In the months reviewed they report no protests in Uzbekistan; "
    )


def test_countries_covered_in_other_months_are_told_apart():
    shipped = shipped_package()
    sources = shipped.table("sources").copy()
    review = sources.index[sources["source_id"].eq("cabar-2020-06")][0]
    own = sources.loc[review].copy()
    own[["source_id", "covers_countries"]] = ["made-may", "KAZ"]
    own[["covers_from", "covers_to"]] = [pd.Timestamp("2020-05-01"), pd.Timestamp("2020-05-31")]
    sources.loc[len(sources) + 2] = own
    package = replace(shipped, tables={**shipped.tables, "sources": sources})
    selection = Selection(("KAZ", "UZB"), first_month="2020-05", last_month="2020-07")
    told = "".join(run.text for run in coverage_judgement(material_of(package, selection)))
    assert told.startswith(
        "Sources review Kazakhstan in May to June 2020 only; other months hold single reports. "
        "Sources review Uzbekistan in June 2020 only; other months hold single reports. "
        "In the months reviewed they report no "
    )


def test_a_clash_of_two_countries_is_told_once_and_pointed_to():
    made = draft(Selection(first_month="2022-09", last_month="2022-09"))
    assert len(made.section("KGZ", SOCIETY)) == 1
    pointer = "See also under Kyrgyzstan, September 2022 fighting on the Kyrgyz-Tajik border."
    assert pointer in made.section("TJK", COVERAGE)
    alone = draft(Selection(first_month="2022-09", last_month="2022-09", countries=("TJK",)))
    assert len(alone.section("TJK", SOCIETY)) == 1
    assert "See also" not in alone.words_of("TJK")


def test_breaks_of_the_series_are_told_with_their_step():
    made = draft(Selection(first_month="2020-07", last_month="2020-07"))
    told = made.section("KGZ", HEALTH)
    assert any(
        line.startswith("Change of definition, cases, 18 July (a step of +11,505): ")
        for line in told
    )
    assert any("(+11,505 at breaks of the series is not counted as new)" in line for line in told)
    fallen = draft(Selection(first_month="2022-07", last_month="2022-07"))
    assert any("a step of −1,024" in line for line in fallen.section("KAZ", HEALTH))


@pytest.mark.parametrize(
    ("month", "code", "told"),
    [
        (
            "2020-06",
            "KAZ",
            "By 30 June 21,819 cases and 188 deaths were reported (CABAR.asia).",
        ),
        (
            "2020-09",
            "KAZ",
            "By 30 September 107,908 cases and 1,725 deaths were reported, without pneumonia "
            "(Kazinform).",
        ),
        (
            "2020-09",
            "TJK",
            "By 30 September 9,769 cases and 76 deaths were reported (TASS).",
        ),
        (
            "2021-07",
            "KAZ",
            "No total of cases is reported; by 31 July 6,043 deaths were reported, without "
            "pneumonia (Kazakhstan Today).",
        ),
    ],
)
def test_the_figures_reported_stand_beside_the_series(month: str, code: str, told: str):
    lines = draft(Selection(first_month=month, last_month=month)).section(code, HEALTH)
    assert told in lines
    assert lines[0].startswith("In the official series (Johns Hopkins CSSE) cases ")
    assert ("it includes pneumonia" in lines[0]) == (code == "KAZ" and month > "2020-07")


def test_a_period_that_begins_before_the_series_is_counted_from_its_first_day():
    two_years = draft(Selection(first_month="2020-01", last_month="2021-12"))
    assert two_years.section("UZB", HEALTH)[0].startswith(
        "In the official series (Johns Hopkins CSSE) cases rose by 198,903, from 0 on 22 January "
        "2020 to 198,903 on 31 December 2021, and deaths rose by "
    )


def test_a_month_after_the_series_without_a_total_is_silent_of_the_epidemic():
    assert not draft(Selection(first_month="2024-05", last_month="2024-05")).section("KAZ", HEALTH)
    flat = draft(Selection(first_month="2022-09", last_month="2022-09"))
    assert "cases stayed at 17,786" in flat.section("TJK", HEALTH)[0]


def test_currencies_are_told_where_there_are_rates():
    made = draft(Selection(first_month="2025-12", last_month="2025-12"))
    assert made.section("TJK", ECONOMY) == [
        "The somoni stood at 9.2537 per US dollar on 31 December (daily rate), 0.9 per cent weaker "
        "than on 6 December."
    ]
    assert made.section("TKM", ECONOMY) == ["The manat stayed at its official 3.5 per US dollar."]
    printed = draft(Selection(first_month="2024-10", last_month="2024-10"))
    assert printed.section("TKM", ECONOMY) == [
        "Reported on 15 October: 0.28490 US dollars per manat, which allows 3.50994 to 3.51007 "
        "manat per US dollar."
    ]
    # A rounded print gives way to the official rate of the month's last day.
    assert printed.section("UZB", ECONOMY) == [
        "The soum stood at 12,774 per US dollar on 31 October (official rate, last day of the "
        "month), 0.5 per cent weaker than on 30 September."
    ]


def test_a_rate_has_no_more_digits_than_its_source_gives_wherever_it_is_told():
    june = Selection(("KAZ",), first_month="2022-06", last_month="2022-06")
    made = draft(june)
    told = "The tenge stood at 470 per US dollar on 30 June"
    assert any(line.text.startswith(told) for line in made.judgements)
    assert any(text.startswith(told) for text in made.section("KAZ", ECONOMY))
    (country,) = with_key_figures(made.review, made.material, made.citing)
    assert "470" in [each.number for each in country.key_figures]
    january = draft(Selection(("UZB",), first_month="2019-01", last_month="2019-01"))
    assert "on 31 January 2019" in january.words_of("UZB")


def test_tables_that_cannot_be_loaded_are_named():
    trouble = "The file covid_daily.csv is missing."
    package = replace(shipped_package(), unavailable={"covid_daily": trouble, "rates": "No rates."})
    material, citing = material_of(package, JUNE), Citing(package)
    review = review_of(material, citing)
    texts = [line.text for part in review for each in part.sections for line in each.lines]
    assert f"The official series could not be loaded. {trouble}" in texts
    assert "The currency rates could not be loaded. No rates." in texts
    assert any(text.startswith("Who covers this period could not be worked out.") for text in texts)
    assert f"The epidemic’s totals could not be loaded. {trouble}" in [
        line.text for line in judgements_of(material, citing)
    ]
    with pytest.raises(DataUnavailable):
        material_of(replace(package, unavailable={"events": "gone"}), JUNE)


def test_citations_are_numbered_in_order_and_one_paragraph_has_one_number():
    made = draft(EVERY)
    citations = made.citing.citations
    assert [each.number for each in citations] == list(range(1, len(citations) + 1))
    places = [(each.source_id, each.paragraph) for each in citations]
    assert len(places) == len(set(places))
    first = [number for line in made.judgements for number in line.citations]
    assert first and min(first) == 1
    shared = next(each for each in citations if each.paragraph == 122)
    assert {"TKM-2020-06-29-51", "TKM-2020-06-29-52"} <= set(shared.keys)
    assert shared.footnotes == "89;90"


def test_further_sources_and_values_are_cited_and_unknown_keys_passed_over():
    citing = Citing(shipped_package())
    assert citing.cite(["TJK-2022-01-27-21"]) == (1, 2)
    assert citing.cite(["no-such-key", "series:XXX:2020-06-30:total_cases"]) == ()
    assert citing.cite(["series:KAZ:2020-06-30:total_cases"]) == (3,)
    assert citing.cite(["rate:KZT:2025-12-12:timesca-2024-06"]) == (4,)
    assert citing.citations[2].publisher == "Johns Hopkins CSSE"
    assert citing.citations[3].paragraph is not None


def test_what_is_not_covered_is_said_once_in_the_key_figures():
    told = [line.text for line in draft(Selection().over("2026-08", "2026-08")).judgements]
    assert told[-1] == (
        "No source reviews any country chosen this month; what is not told may have happened."
    )
    assert not any("protest" in text or "sentence" in text for text in told)
    nobody = draft(Selection(countries=()))
    assert [line.text for line in nobody.judgements] == ["Choose at least one country."]
