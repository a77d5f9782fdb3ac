"""The drafted review: every event told once, every number with its keys, all else counted."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd
import pytest
from shipped import shipped_package

from dashboard.briefing.citing import Citing, places_of
from dashboard.briefing.content import CountryReview, Line
from dashboard.briefing.judgements import judgements_of
from dashboard.briefing.left_out import failing, left_out_lines
from dashboard.briefing.material import Kind, Material, material_of
from dashboard.briefing.review import (
    ELSEWHERE,
    FOLLOWS,
    FURTHER,
    HEADINGS,
    SILENCE,
    SUB_TYPES,
    TYPES,
    heading_of,
    in_order,
    review_of,
)
from dashboard.briefing.review_words import event_runs, figure_sentence, when_of, where_of
from dashboard.datapackage.store import DataUnavailable
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, EVENT_TYPES, STATUSES

DIGITS = re.compile(r"\d")
# The months chosen or covered are no numbers of the data.
MONTHS = re.compile(r"\b(?:[A-Z][a-z]+|in|from|to) (?:19|20)\d\d\b")
NAN = float("nan")
EVERY = Selection(statuses=STATUSES)
JUNE_DAY = pd.Timestamp("2020-06-01")
JUNE = Selection()


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
    told = {
        key for part in review for each in part.sections for line in each.lines for key in line.keys
    }
    return Draft(material, judgements, review, left_out_lines(material, told), citing)


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
    return "".join(run.text for run in event_runs(event, figures, filter(None, [unknown])))


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
def test_every_chosen_event_stands_under_exactly_one_heading_with_a_citation(month: str):
    made = draft(Selection(first_month=month, last_month=month, statuses=STATUSES))
    chosen = made.material.chosen["event_id"].tolist()
    told = [
        line.runs[0].keys[0]
        for part in made.review
        for section in part.sections
        if section.heading in HEADINGS
        for line in section.lines
        if line.runs[0].keys and line.runs[0].keys[0] in set(chosen)
    ]
    assert sorted(told) == sorted(chosen)
    for part in made.review:
        for section in part.sections:
            assert section.lines
            for line in section.lines:
                assert line.citations or not line.keys, line.text


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
        assert line.text == f"{told}." and texts[line.text] == group
        assert told.split()[0] == str(len(group))
    for line in made.lines:
        assert all(run.keys or not has_digits(run.text) for run in line.runs), line.text


def test_left_out_names_each_filter_that_leaves_something_out():
    made = draft(replace(JUNE, countries=("KGZ", "TJK")))
    assert [line.text for line in made.left_out[:5]] == [
        "The review covers 34 of 93 events of June 2020 in the data.",
        "52 events of the other three countries.",
        "2 claimed events, named under their countries.",
        "1 planned event.",
        "4 pledged events.",
    ]
    two = draft(replace(EVERY, countries=("KAZ", "KGZ", "TJK"), exact_dates=True, text="parade"))
    texts = [line.text for line in two.left_out]
    assert texts[1].endswith("events of Turkmenistan and Uzbekistan.")
    assert texts[2].endswith("events without one exact day.")
    assert texts[3].endswith("events without the words “parade”.")


def test_figures_that_the_review_does_not_tell_are_counted():
    whole = [line.text for line in draft(JUNE).left_out]
    assert whole[-1] == (
        "Not repeated in the review: 9 figures of the epidemic as of earlier days or by other "
        "sources."
    )
    narrow = [line.text for line in draft(replace(JUNE, topics=("Protests",))).left_out]
    assert re.match(r"Left out by the filters: \d+ figures of the epidemic\.", narrow[-2])
    assert re.match(r"Left out by the filters: \d+ further figures of no event\.", narrow[-1])


def test_nothing_left_out_is_said_too():
    assert (
        draft(EVERY).left_out[0].text == "The review covers all 93 events of June 2020 in the data."
    )
    empty = draft(Selection(first_month="2018-01", last_month="2018-01"))
    assert [line.text for line in empty.left_out] == ["The data has no event of this period."]


def test_the_headings_come_in_the_order_of_a_review():
    for part in draft(EVERY).review:
        headings = [section.heading for section in part.sections]
        order = [*HEADINGS, FURTHER, ELSEWHERE, SILENCE]
        assert headings == sorted(headings, key=order.index)
    assert HEADINGS[:4] == ("Epidemic", "Measures", "Politics", "Protests")
    assert [part.country for part in draft(EVERY).review] == [*COUNTRIES, "REG"]


def test_every_type_of_event_has_a_heading():
    assert set(TYPES) == set(EVENT_TYPES)
    assert set(TYPES.values()) | set(SUB_TYPES.values()) <= set(HEADINGS)
    for kind, sub in (*SUB_TYPES, *FOLLOWS):
        assert sub in EVENT_TYPES[kind]


def under(*kinds: tuple[str, str, str, str]) -> str:
    """Return the heading of the first of some steps, each belonging to the next."""
    table = {
        str(place): Kind(kind, sub, title, parent, JUNE_DAY, JUNE_DAY)
        for place, (kind, sub, title, parent) in enumerate(kinds)
    }
    return heading_of("0", replace(draft(JUNE).material, kinds=table))


def test_a_step_stands_with_its_case():
    arrest = ("Strategic developments", "Arrests", "Gulls held", "1")
    rally = ("Protests", "Peaceful protest", "Gulls rally", "")
    assert under(arrest, rally) == "Protests"
    assert under(arrest, ("Court ruling", "Sentence", "Gull jailed", "")) == "Courts"
    assert under(arrest, (*arrest[:3], "2"), rally) == "Protests"
    assert under(("Government", "Appointment", "Gull named", "1"), (*arrest[:3], "")) == "Courts"
    assert under(("Government", "Appointment", "Gull named", "9")) == "Politics"
    assert under(arrest, (*arrest[:3], "0")) == "Courts", "a case that runs in a circle ends"


def test_a_law_stands_where_its_title_says():
    law = ("Legislation", "Law or decree signed")
    assert under((*law, "Harbour tax is cut", "")) == "Economy"
    assert under((*law, "Fines for gulls without masks", "")) == "Measures"
    assert under((*law, "Gulls get a vote", "")) == "Politics"


def test_every_list_is_in_order_of_day():
    made = draft(EVERY)
    courts = made.section("TKM", "Courts")
    assert [line.split(":")[0] for line in courts] == ["16 June", "26 June"]
    kulob = made.section("TJK", "Courts")
    assert len(kulob) == 3 and all("Kulob" in line for line in kulob)
    events = made.material.events
    for country in ("KAZ", "KGZ", "TJK", "TKM", "UZB"):
        told = in_order(event for event in events if event["country"] == country)
        ends = [e["end_date"] if e["time_precision"] == 3 else e["event_date"] for e in told]
        assert ends == sorted(ends)
    politics = [line.split(":")[0] for line in made.section("KGZ", "Politics")]
    assert politics == ["5 June", "16 June", "18 June", "18 June", "25 June", "In June"]
    long = draft(replace(JUNE, first_month="2020-01", last_month="2021-12"))
    protests = [line.split(":")[0] for line in long.section("TKM", "Protests")]
    assert protests.index("20 May 2020") < protests.index("29 May 2020")


def test_two_days_of_one_year_have_it_once_and_no_number_is_no_hearsay():
    long = draft(replace(JUNE, first_month="2020-01", last_month="2021-12"))
    (pay,) = (line.text for line in long.lines if "Rogun dam builders" in line.text)
    assert pay.startswith("Between 1 January and 30 June 2020: ")
    assert not any("reportedly number" in line.text for line in long.lines)


def test_claimed_events_are_named_apart_as_claimed():
    made = draft(JUNE)
    assert made.section("UZB", "Claimed, not confirmed") == [
        "Between 1 and 15 June: Andijan man dies, reportedly after torture by investigators."
    ]
    claims = {code: len(made.section(code, "Claimed, not confirmed")) for code in ("TJK", "TKM")}
    assert claims == {"TJK": 2, "TKM": 5}
    assert "8 claimed events, named under their countries." in [line.text for line in made.left_out]
    assert made.material.counts.total == 78
    told = draft(EVERY)
    assert not any(part.heading == "Claimed, not confirmed" for country in told.review
                   for part in country.sections)  # fmt: skip
    none = draft(replace(JUNE, text="bridge"))
    assert not any("Andijan" in line.text for line in none.lines)


def test_an_event_that_follows_an_earlier_one_names_it_once():
    made = draft(JUNE)
    (visit,) = (line for line in made.section("KGZ", "Diplomacy") if line.startswith("1 June:"))
    assert visit.endswith(
        "(Chechme). Earlier: 31 May 2020, Villagers of Chechme and the Sokh enclave fight, "
        "apparently over water. Injured: 187 (hurt in the Sokh clash, citizens of Uzbekistan). "
        "Injured: 25 (hurt in the Sokh clash, citizens of Kyrgyzstan)."
    )
    rushan = made.section("TJK", "Protests")
    earlier = "Earlier: 23 May to 16 June 2020, Rushan residents protest against the persecution"
    assert [earlier in line for line in rushan] == [True, False]
    may = draft(replace(JUNE, first_month="2020-05"))
    assert not any("Earlier: 31 May" in line.text for line in may.lines)


def test_a_claim_of_no_case_stands_until_it_is_taken_back():
    september = draft(replace(JUNE, first_month="2020-09", last_month="2020-09"))
    assert september.section("TKM", "Epidemic") == [
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


def test_an_event_is_told_with_its_day_place_and_status():
    assert words(row()) == "6 June: Gulls settle on the town hall."
    assert words(row(location="Lantern")) == "6 June: Gulls settle on the town hall (Lantern)."
    told = words(row(location="Lantern", title="Gulls settle in Lantern", status="claimed"))
    assert told == "6 June: Gulls settle in Lantern (claimed, not confirmed)."
    assert words(row(status="planned")).endswith("(planned, not reported as carried out).")
    assert words(row(status="pledged")).endswith("(pledged, not reported as given).")
    assert words(row(confidence="low")).endswith(" Low confidence.")


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
    assert figure_sentence(figure()) == "Took part: at least 100 (ferrymen outside)."
    vague = figure(low=NAN, qualifier="vague", as_reported="dozens", measure="detained")
    assert figure_sentence(vague) == "Detained: “dozens”, no number given (ferrymen outside)."
    wordless = vague | {"as_reported": ""}
    assert figure_sentence(wordless) == "Detained: number not stated (ferrymen outside)."
    wide = figure(low=25.0, high=52.0, qualifier="range", measure="killed")
    wide |= {"definition": "inmates; low: the minister, high: others"}
    told = "Killed: 25–52 (inmates; low: the minister, high: others)."
    assert figure_sentence(wide) == told
    none = figure(low=0.0, best=0.0, high=0.0, qualifier="officially_none", measure="killed")
    assert figure_sentence(none).startswith("Killed: officially none (")
    loan = figure(low=5e8, best=5e8, high=5e8, unit="USD", measure="amount", qualifier="exact")
    loan |= {"definition": "soft loan; approved only", "confidence": "low"}
    told = "Soft loan: 500 million US dollars (approved only; low confidence)."
    assert figure_sentence(loan) == told
    term = figure(low=60.0, high=132.0, unit="month", measure="sentence_length", qualifier="range")
    assert figure_sentence(term | {"definition": "terms"}) == "Terms: 5 years to 11 years."


def test_a_note_is_told_and_a_remark_to_the_desk_is_not():
    noted = figure(note="Only those at the gate.", coder_note="no numeral; read as one")
    told = "Took part: at least 100 (ferrymen outside; only those at the gate)."
    assert figure_sentence(noted) == told


@pytest.mark.parametrize(
    ("hedge", "words"),
    [
        ("reportedly", "Took part: reportedly at least 100 (ferrymen outside)."),
        ("alleged", "Took part: allegedly at least 100 (ferrymen outside)."),
        ("claimed", "Took part: at least 100 (ferrymen outside)."),
    ],
)
def test_a_number_that_the_source_only_passes_on_keeps_its_hedge(hedge, words):
    assert figure_sentence(figure(hedge=hedge)) == words


def test_what_is_unknown_is_said_to_be_unknown_unless_it_lies_ahead():
    rally = row(state_response="none reported")
    told = words(rally, unknown="participants")
    assert told.endswith(" Turnout not stated. No government response reported.")
    assert words(rally | {"status": "planned"}, unknown="participants").endswith("carried out).")
    assert "Length of the sentence not stated." in words(row(), unknown="sentence_length")


def test_a_doubtful_event_says_so_once():
    told = words(row(confidence="low"), figure(confidence="low"))
    assert told.count("ow confidence") == 1


def test_each_number_is_a_run_with_its_own_key():
    runs = event_runs(row(), [figure()], [])
    assert [run.keys for run in runs] == [("KGZ-2020-06-06-01",), ("lantern:1",)]


def test_the_review_of_june_2020_reads_as_the_sources_do():
    made = draft(EVERY)
    assert made.section("KAZ", "Epidemic")[1] == (
        "By 30 June: 21,819 cases and 188 deaths reported in all (CABAR.asia); the cases equal the "
        "series of 29 June."
    )
    assert made.section("KAZ", "Epidemic")[0].startswith(
        "Official series (Johns Hopkins CSSE): 11,450 new cases, from 10,858 on 31 May to 22,308 "
        "on 30 June; 147 new deaths, from 41"
    )
    assert made.section("TKM", "Epidemic")[:2] == [
        "By 30 June: officially no case; deaths not stated.",
        "There is no official series for Turkmenistan.",
    ]
    assert any(
        line.startswith("29 June: Rally #REaction 3.0")
        and "Took part: at most 1,000 (demonstrators in central Bishkek; reported as “nearly a "
        "thousand”)."
        in line
        for line in made.section("KGZ", "Protests")
    )
    assert any("“dozens”, no number given" in line for line in made.section("TKM", "Protests"))
    assert any(
        "18 years" in line and "247 million som" in line for line in made.section("KGZ", "Courts")
    )
    assert any("reportedly at least 100" in line for line in made.section("KAZ", "Protests"))
    assert any(
        "abroad: New York, United States" in line for line in made.section("TKM", "Protests")
    )


def test_the_key_judgements_of_june_2020():
    texts = [line.text for line in draft(JUNE).judgements]
    assert texts[0] == (
        "By 30 June 2020 the official series has 42,217 COVID-19 cases and 327 deaths in four "
        "countries (our sum); figures reported for that day add up to 41,237 and 321 (CABAR.asia). "
        "Turkmenistan officially reported no COVID-19 case (as of 30 June 2020); deaths are not "
        "stated."
    )
    assert texts[1] == (
        "8 protests: Turkmenistan 4 (all abroad), Kyrgyzstan 2, Kazakhstan 1 and Tajikistan 1."
    )
    alone = [line.text for line in draft(replace(JUNE, countries=("TKM",))).judgements]
    assert "4 protests (Turkmenistan, all abroad)." in alone
    assert texts[2].startswith("At least 102 people detained: Kazakhstan at least 100, ")
    assert (
        "Turkmenistan 1; beside these “city hall officials” (at least 100 reportedly)." in texts[2]
    )
    assert texts[3].startswith("4 sentences: ")
    assert texts[4].startswith(
        "Largest move of a currency: the som, 75.989 per US dollar on 30 June"
    )
    assert "report no protests in Uzbekistan" in texts[5]


def test_each_judgement_is_a_line_of_its_own_and_says_what_it_does_not_count():
    made = draft(replace(JUNE, first_month="2021-01", last_month="2024-12"))
    assert not any(". 9 sentences" in line.text for line in made.judgements)
    texts = " ".join(line.text for line in made.judgements)
    assert "those abroad not counted" in texts and "at least 11 abroad)" in texts
    assert "Largest move of a currency: the tenge" in texts
    claimed = draft(EVERY).judgements[1].text
    assert claimed.endswith("; 1 of them claimed, not confirmed.")


def test_judgements_follow_the_filters():
    made = draft(replace(JUNE, topics=("Diplomacy",)))
    texts = [line.text for line in made.judgements]
    assert re.match(r"\d+ events chosen by the filters: ", texts[0])
    assert not any("protest event" in text or "COVID" in text for text in texts)
    none = draft(replace(JUNE, countries=("UZB",), text="no such words"))
    assert none.judgements[0].text == "No event among the events chosen; the filters hide some."


UNCOVERED = "No source reviews {} this month: what is not told here may have happened."


def test_a_month_nobody_covers_is_not_called_calm():
    made = draft(Selection(first_month="2018-01", last_month="2018-01"))
    for code, country in COUNTRIES.items():
        told = made.section(code, SILENCE)
        assert told[0] == UNCOVERED.format(country.name)


def test_silence_where_sources_look_is_told_apart():
    assert draft(EVERY).section("UZB", SILENCE)[0] == (
        "Sources review Uzbekistan this month and report no protests, no arrests or detentions and "
        "no sentences."
    )
    assert "arrests" not in draft(EVERY).section("TKM", SILENCE)[0], "some were held at a protest"
    narrow = replace(JUNE, topics=("Elections",))
    assert draft(narrow).section("UZB", SILENCE)[0] == (
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
    told = made.section(code, SILENCE)
    assert told[0] == first
    assert not any(line.text.startswith("Sources ") for line in made.lines)


def test_a_period_covered_in_part_says_in_which_months():
    made = draft(Selection(first_month="2020-05", last_month="2020-07"))
    assert made.section("UZB", SILENCE)[0] == (
        "Sources review Uzbekistan in June 2020 only; they report no protests, no arrests or "
        "detentions and no sentences. Other months hold single reports."
    )
    assert made.judgements[-1].text.startswith(
        "Sources review every country chosen in June 2020 only; other months hold single reports. "
        "They report no protests in Uzbekistan; "
    )


def test_a_clash_of_two_countries_is_told_once_and_pointed_to():
    made = draft(Selection(first_month="2022-09", last_month="2022-09"))
    assert len(made.section("KGZ", "Security and rights")) == 1
    assert made.section("TJK", ELSEWHERE) == [
        "14–17 September: September 2022 fighting on the Kyrgyz-Tajik border; see Kyrgyzstan."
    ]
    alone = draft(Selection(first_month="2022-09", last_month="2022-09", countries=("TJK",)))
    assert len(alone.section("TJK", "Security and rights")) == 1
    assert not alone.section("TJK", ELSEWHERE)


def test_breaks_of_the_series_are_told_with_their_step():
    made = draft(Selection(first_month="2020-07", last_month="2020-07"))
    told = made.section("KGZ", "Epidemic")
    assert any(
        line.startswith("Change of definition, cases, 18 July (a step of +11,505): ")
        for line in told
    )
    assert any("(+11,505 at breaks of the series is not counted as new)" in line for line in told)
    fallen = draft(Selection(first_month="2022-07", last_month="2022-07"))
    assert any("a step of −1,024" in line for line in fallen.section("KAZ", "Epidemic"))


@pytest.mark.parametrize(
    ("month", "code", "told"),
    [
        (
            "2020-06",
            "KAZ",
            "By 30 June: 21,819 cases and 188 deaths reported in all (CABAR.asia); the cases equal "
            "the series of 29 June.",
        ),
        (
            "2020-09",
            "KAZ",
            "By 30 September: 107,908 cases and 1,725 deaths reported in all, without pneumonia "
            "(Kazinform); the cases are below the series of that day.",
        ),
        (
            "2020-09",
            "TJK",
            "By 30 September: 9,769 cases and 76 deaths reported in all (TASS); the cases equal "
            "the series of 1 October.",
        ),
        (
            "2021-07",
            "KAZ",
            "No total of cases is reported; by 31 July: 6,043 deaths reported in all, without "
            "pneumonia (Kazakhstan Today).",
        ),
    ],
)
def test_the_figures_reported_stand_beside_the_series(month: str, code: str, told: str):
    lines = draft(Selection(first_month=month, last_month=month)).section(code, "Epidemic")
    assert told in lines
    assert lines[0].startswith("Official series (Johns Hopkins CSSE): ")
    assert ("it includes pneumonia" in lines[0]) == (code == "KAZ" and month > "2020-07")


def test_a_period_that_begins_before_the_series_is_counted_from_its_first_day():
    two_years = draft(Selection(first_month="2020-01", last_month="2021-12"))
    assert two_years.section("UZB", "Epidemic")[0].startswith(
        "Official series (Johns Hopkins CSSE): 198,903 new cases, from 0 on 22 January 2020 to "
        "198,903 on 31 December 2021; "
    )


def test_months_without_printed_totals_or_series_say_so():
    made = draft(Selection(first_month="2024-05", last_month="2024-05"))
    assert made.section("KAZ", "Epidemic") == [
        "No total of cases or deaths for this period: none is reported, and the official series "
        "does not reach it."
    ]
    flat = draft(Selection(first_month="2022-09", last_month="2022-09"))
    assert (
        "cases unchanged, 17,786 on 31 August and on 30 September"
        in flat.section("TJK", "Epidemic")[0]
    )


def test_currencies_are_told_where_there_are_rates():
    made = draft(Selection(first_month="2025-12", last_month="2025-12"))
    assert made.section("TJK", "Economy") == [
        "Last rate of the period (daily rate): 9.2537 somoni per US dollar on 31 December, "
        "0.9 per cent weaker than on 6 December."
    ]
    assert made.section("TKM", "Economy") == [
        "The manat is held at its official rate, 3.5 per US dollar."
    ]
    printed = draft(Selection(first_month="2024-10", last_month="2024-10"))
    assert printed.section("TKM", "Economy") == [
        "Reported on 15 October: 0.28490 US dollars per manat, which allows 3.50994 to 3.51007 "
        "manat per US dollar."
    ]
    # A rounded print gives way to the official rate of the month's last day.
    assert printed.section("UZB", "Economy") == [
        "Last rate of the period (official rate, last day of the month): 12,774 soum per US dollar "
        "on 31 October, 0.5 per cent weaker than on 30 September."
    ]


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
