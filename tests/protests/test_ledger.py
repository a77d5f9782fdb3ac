"""Acts and cases: who is one person in two acts, and which links join nobody."""

import math

import pandas as pd

from dashboard.protests.measures.cases import Act, ledger, named_person, persons_of_cases
from dashboard.values import Absent, Amount, Qualifier, Reason, between

KINDS = {
    "arrest": ("Strategic developments", "Arrests"),
    "sentence": ("Court ruling", "Sentence"),
    "protest": ("Protests", "Protest with intervention"),
    "clash": ("Battles", "Armed clash"),
    "ruling": ("Court ruling", "Other ruling"),
    "charge": ("Government", "Criminal case"),
    "appointment": ("Government", "Appointment"),
}


def event(
    key: str, kind: str, actor: str | None = None, link: str | None = None, **more: object
) -> dict[str, object]:
    marked = kind if kind in ("arrest", "sentence", "protest", "clash") else "other"
    row: dict[str, object] = {
        "event_id": key,
        "mark": marked,
        "actor2": actor,
        "related_event_id": link,
        "event_date": pd.Timestamp("2020-06-06"),
    }
    row |= dict(zip(("event_type", "sub_event_type"), KINDS[kind], strict=True))
    return row | {"place_country": "TKM", **more}


EVENTS = pd.DataFrame(
    [
        event("held", "arrest", "Murad Dushemov"),
        event("at home", "arrest", "Murad Dushemov", "held"),
        event("rally", "protest"),
        event("taken at it", "arrest", "Protesters (Kazakhstan)", "rally"),
        event("officials", "arrest", "Government of Tajikistan (Kulob)", "mayor"),
        event("mayor", "arrest", "Government of Tajikistan (Kulob)"),
        event("next mayor", "appointment", None, "mayor"),
        event("convict freed", "ruling", "Aziz Batukayev"),
        event("president", "sentence", "Almazbek Atambayev", "convict freed"),
        event("committee", "arrest", "Kempir-Abad Defence Committee"),
        event("kept", "ruling", None, "committee"),
        event("march", "protest"),
        event("reports", "charge", None, "march"),
        event("abroad", "arrest", "Civilians (Tajikistan)", place_country="RUS"),
    ]
)
FIGURES = pd.DataFrame(
    [
        ("held", "detained", "person", 1.0, 1.0, "exact", "Murad Dushemov"),
        ("at home", "house_arrest", "person", 1.0, 1.0, "exact", "Murad Dushemov"),
        ("taken at it", "detained", "person", 100.0, math.nan, "at_least", "more than a hundred"),
        ("officials", "detained", "person", math.nan, math.nan, "vague", "city hall officials"),
        ("mayor", "detained", "person", 1.0, 1.0, "exact", "the mayor"),
        ("president", "sentence_length", "month", 134.0, 134.0, "exact", "11 years"),
        ("committee", "detained", "person", 21.0, 27.0, "range", "21-27"),
        ("kept", "count", "person", 22.0, 22.0, "exact", "22"),
        ("kept", "count", "day", 60.0, 60.0, "exact", "60 days"),
        ("march", "detained", "person", 50.0, 70.0, "range", "50-70"),
        ("reports", "count", "person", 5.0, 5.0, "exact", "five"),
        ("abroad", "detained", "person", 9.0, 9.0, "exact", "nine"),
    ],
    columns=["event_id", "measure", "unit", "low", "high", "qualifier", "as_reported"],
).assign(best=math.nan, source_id="a", country="TKM", definition="people taken", hedge=None)


def acts_of(events: pd.DataFrame = EVENTS, figures: pd.DataFrame = FIGURES) -> dict[str, Act]:
    return {act.event_id: act for act in ledger(events, figures)}


def largest(case: str, figures: pd.DataFrame = FIGURES) -> Amount:
    persons = persons_of_cases(ledger(EVENTS, figures))[case]
    assert isinstance(persons, Amount)
    return persons


def cases() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for act in ledger(EVENTS, FIGURES):
        found.setdefault(act.case, []).append(act.event_id)
    return found


def test_one_man_held_and_then_confined_is_two_acts_and_one_person() -> None:
    acts = acts_of()
    assert [acts[key].step for key in ("held", "at home")] == ["detention", "house_arrest"]
    assert cases()["held"] == ["held", "at home"]
    assert largest("held").low == 1


def test_a_rally_is_no_act_and_joins_nobody() -> None:
    assert cases()["taken at it"] == ["taken at it"]
    assert "rally" not in acts_of()


def test_people_detained_at_a_rally_are_a_case_of_their_own() -> None:
    assert acts_of()["march"].step == "detention_at_protest"
    assert cases()["march"] == ["march"]
    assert cases()["reports"] == ["reports"]


def test_two_linked_detentions_took_different_people() -> None:
    assert cases()["officials"] == ["officials"]
    assert cases()["mayor"] == ["mayor"]
    assert "next mayor" not in acts_of()


def test_two_named_persons_are_two_cases_and_a_lone_ruling_is_none() -> None:
    assert cases()["president"] == ["president"]
    assert "convict freed" not in cases()


def test_a_case_has_its_largest_group_not_the_sum() -> None:
    assert cases()["committee"] == ["committee", "kept"]
    assert largest("committee") == between(22, 27, "21-27")
    assert (largest("taken at it").low, largest("taken at it").high) == (100, None)
    assert largest("officials").qualifier is Qualifier.VAGUE
    assert largest("president").as_reported == "Almazbek Atambayev"


def test_an_open_bound_in_a_case_stays_open_and_arrests_abroad_count_too() -> None:
    later = FIGURES.replace({"qualifier": {"range": "at_least"}}).assign(
        high=FIGURES["high"].where(FIGURES["event_id"].ne("committee"))
    )
    committee = largest("committee", later)
    assert (committee.low, committee.high) == (22, None)
    assert committee.qualifier is Qualifier.AT_LEAST
    assert (largest("abroad").low, largest("abroad").high) == (9, 9)
    assert acts_of()["abroad"].counted


def test_whom_a_court_judges_after_a_rally_is_not_added_to_those_held_at_it() -> None:
    """Reports are made against five of the 50 to 70 held; a trial before a rally is of others."""
    after = EVENTS["event_date"].where(EVENTS["event_id"].ne("reports"), pd.Timestamp("2020-06-07"))
    found = {act.event_id: act.case for act in ledger(EVENTS.assign(event_date=after), FIGURES)}
    assert (found["reports"], acts_of()["reports"].case) == ("march", "reports")
    persons = persons_of_cases(ledger(EVENTS.assign(event_date=after), FIGURES))["march"]
    assert isinstance(persons, Amount)
    assert (persons.low, persons.high) == (50, 70)


def test_without_a_number_or_a_name_nothing_is_made_up() -> None:
    acts = acts_of(EVENTS.assign(actor2=None), FIGURES.iloc[:0])
    assert acts["mayor"].persons.amount == Absent(Reason.NOT_STATED)
    assert persons_of_cases(acts.values())["officials"] == Absent(Reason.NOT_STATED)
    assert ledger(EVENTS.iloc[:0], FIGURES) == []


def test_groups_are_not_persons() -> None:
    groups = ("Commission 44", "Taliban", "Courts of Kazakhstan", "Journalists (Kyrgyzstan)", None)
    assert not any(map(named_person, groups))
    assert named_person("Arman Khasenov") == "Arman Khasenov"
