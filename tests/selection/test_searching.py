"""What a search asks for: words, phrases, either of two, without; how it is said."""

from dataclasses import replace

import pytest

from dashboard.datapackage.store import Package
from dashboard.searching import asked
from dashboard.selection import Selection
from dashboard.vocabulary import STATUSES

EVER = Selection(first_month="1990-01", last_month="2030-12", statuses=STATUSES)


def found(package: Package, text: str) -> set[str]:
    return set(package.events.rows(replace(EVER, text=text), 1_000)["event_id"])


def terms(text: str) -> tuple[list[list[str]], list[str]]:
    search = asked(text)
    wanted = [[term.typed for term in each] for each in search.wanted]
    return wanted, [term.typed for term in search.unwanted]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("", [], []),
        ("police Osh", [["police"], ["Osh"]], []),
        ("UN headquarters police", [["UN headquarters"], ["police"]], []),
        ('"police in" Osh', [["police in"], ["Osh"]], []),
        ("„police in“ «mass  rally»", [["police in"], ["mass rally"]], []),
        ("rally OR march OR strike Osh", [["rally", "march", "strike"], ["Osh"]], []),
        ("rally | march", [["rally", "march"]], []),
        ("rally or march", [["rally"], ["or"], ["march"]], []),
        ('"mass rally" OR march', [["mass rally", "march"]], []),
        ("rally -virus -“no one”", [["rally"]], ["virus", "no one"]),
        ("rally OR -virus march", [["rally"], ["march"]], ["virus"]),
        ("Nur-Sultan o'brien 'quoted'", [["Nur-Sultan"], ["o'brien"], ["quoted"]], []),
        # What is not ended, or stands around nothing, is passed by.
        ('"police in', [["police"], ["in"]], []),
        ("OR rally OR", [["rally"]], []),
        ('"" rally -""', [["rally"]], []),
        ('"OR" -', [["OR"], ["-"]], []),
    ],
)
def test_a_text_is_read_as_people_search(
    text: str, wanted: list[list[str]], unwanted: list[str]
) -> None:
    assert terms(text) == (wanted, unwanted)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("bridge", "containing “bridge”"),
        ("police Osh", "containing “police” and “Osh”"),
        ("police -Osh", "containing “police” and not “Osh”"),
        ("police -Osh -Batken", "containing “police” and neither “Osh” nor “Batken”"),
        ("a1 OR b1 c1 -d1", "containing “a1” or “b1”, and “c1”, and not “d1”"),
        ('"mass rally"', "containing the phrase “mass rally”"),
        ("-virus", "not containing “virus”"),
        ("-virus -smog", "containing neither “virus” nor “smog”"),
    ],
)
def test_the_line_of_filters_says_it_plainly(text: str, words: str) -> None:
    assert asked(text).words == words
    assert Selection(text=text).describe() == "; ".join(
        filter(None, ["five countries, June 2020", words])
    )


def test_a_phrase_is_those_words_beside_each_other(package: Package) -> None:
    texts = package.table("events").set_index("event_id")
    both = found(package, "police detained")
    phrase = found(package, '"police detained"')
    told = (texts["title"].fillna("") + "\n" + texts["notes"].fillna("")).str.casefold()
    assert phrase == set(told.index[told.str.contains("police detained")]) < both


def test_a_phrase_spans_no_two_columns(package: Package) -> None:
    event = package.table("events").dropna(subset=["notes"]).iloc[0]
    seam = f"{event['title'].split()[-1]} {event['notes'].split()[0]}"
    assert event["event_id"] in found(package, seam)
    assert event["event_id"] not in found(package, f'"{seam}"')


def test_either_is_both_together_and_without_is_the_rest(package: Package) -> None:
    every, police, rally = (found(package, text) for text in ("", "police", "rally"))
    assert found(package, "police OR rally") == police | rally > police
    assert found(package, "-police") == every - police != every
    assert found(package, "rally -police") == rally - police < rally
    assert found(package, "police OR rally -Osh") == (police | rally) - found(package, "Osh")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("-Kulyab", "-Kulob"),
        ("DVK OR Sughd", '"Democratic Choice of Kazakhstan" OR Согд'),
        ("police -GBAO", "police -Gorno-Badakhshan"),
        ('"Нур-Султан"', "Nur-Sultan"),
    ],
)
def test_other_spellings_work_inside(package: Package, text: str, same: str) -> None:
    assert found(package, text) == found(package, same)
    assert found(package, text) not in (set(), found(package, ""))


def test_a_phrase_may_have_a_name_in_another_spelling() -> None:
    ((term,),) = asked("“rally in Kulyab”").wanted
    assert term.is_in("a rally in kulob on friday")
    assert not term.is_in("kulob: a rally in the street")


def test_why_an_event_is_hidden_is_said() -> None:
    assert asked("police").failure == "it does not contain “police”"
    assert asked("a1 OR b1").failure == "it does not contain “a1” or “b1”"
    assert asked("-police").failure == "it contains “police”"
    assert asked("police -Osh").failure == "the search leaves it out"
    assert asked("police Osh").missed == "without the words “police” and “Osh”"
    assert asked("police -Osh").missed == "that the search leaves out"
