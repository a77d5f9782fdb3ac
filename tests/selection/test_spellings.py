"""A search by another spelling, initials or a province finds what the data codes under its own."""

import pytest

from dashboard.datapackage.store import Package
from dashboard.searching import asked
from dashboard.selection import Selection
from dashboard.vocabulary import STATUSES


def found(package: Package, text: str) -> list[str]:
    every = Selection(first_month="1990-01", last_month="2026-12", statuses=STATUSES, text=text)
    return package.events.rows(every, 1_000)["event_id"].tolist()


@pytest.mark.parametrize("text", ["Sughd", "sogd", "Согд", "TJ-SU"])
def test_a_province_is_found_by_its_names_and_code(package: Package, text: str) -> None:
    # Khujand in 2018, Vorukh in 2019 and 2022: coded TJ-SU, and no title says "Sughd".
    assert found(package, text) == ["TJK-2018-11-07-21", "TJK-2019-07-22-21", "TJK-2022-01-27-21"]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Kulyab", "Kulob"),
        ("Нур-Султан", "Nur-Sultan"),
        ("Atambaev", "Atambayev"),
        ("DVK", "Democratic Choice of Kazakhstan"),
        ("DVK", "DCK"),
        ("“Democratic Choice of Kazakhstan”", "DCK"),
        ("GBAO", "Gorno-Badakhshan"),
        ("UN headquarters", "New York"),
        ("police in GBAO", "in police Badakhshan"),
    ],
)
def test_another_spelling_finds_the_same(package: Package, text: str, same: str) -> None:
    assert found(package, text) == found(package, same) != []


def test_gbao_is_every_event_of_the_province_and_no_other(package: Package) -> None:
    events = package.table("events").set_index("event_id")
    assert set(found(package, "GBAO")) == set(events.index[events["admin1"].eq("TJ-GB")])
    assert len(found(package, "GBAO")) == 11


def test_initials_typed_do_not_find_their_letters_inside_other_words() -> None:
    # "SCO" stands in "Moscow": the full name leads to the initials' events by its words alone.
    ((term,),) = asked("Shanghai Cooperation Organization").wanted
    assert term.forms == (("shanghai", "cooperation", "organization"),)


def test_a_short_name_counts_only_with_its_province() -> None:
    ((term,),) = asked("Кумазор").wanted
    assert ("chek", "kg-b") in term.forms
    assert ("chek",) not in term.forms


def test_every_word_must_be_found(package: Package) -> None:
    assert found(package, "Sughd Khujand") == ["TJK-2018-11-07-21"]
    assert found(package, "Sughd Almaty") == []
