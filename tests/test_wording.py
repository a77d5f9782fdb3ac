"""A sentence is filled with values and looked up in the catalogue of the language chosen."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard import wording
from dashboard.values import Absent, Reason, Window, about, at_least

CATALOGUE = """\
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "By {day}: {cases} cases."
msgstr "{cases} Fälle bis {day}."

msgid "{count} event"
msgid_plural "{count} events"
msgstr[0] "{count} Ereignis"
msgstr[1] "{count} Ereignisse"
"""


@pytest.fixture
def other_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Choose a language with a catalogue of two messages."""
    (tmp_path / "de.po").write_text(CATALOGUE, "utf-8")
    monkeypatch.setattr(wording, "CATALOGUES", tmp_path)
    monkeypatch.setenv(wording.LANGUAGE_SETTING, "de")
    wording._messages.cache_clear()
    yield
    wording._messages.cache_clear()


@pytest.mark.usefixtures("other_language")
def test_another_language_is_another_catalogue() -> None:
    said = wording.say("By {day}: {cases} cases.", day=date(2020, 6, 30), cases=21819)
    assert said == "21,819 Fälle bis 30 June 2020."
    assert wording.say_many("{count} event", "{count} events", 1) == "1 Ereignis"
    assert wording.say_many("{count} event", "{count} events", 7) == "7 Ereignisse"


@pytest.mark.usefixtures("other_language")
def test_a_message_that_a_catalogue_lacks_stays_english() -> None:
    assert wording.say("Choose at least one country") == "Choose at least one country"


def test_every_kind_of_value_is_written_in_its_own_way() -> None:
    told = wording.say(
        "{many} in {where}, {when}; {other}; {none}",
        many=at_least(100),
        where=("Almaty", "Osh", "Naryn"),
        when=Window(date(2020, 6, 1), date(2020, 6, 9), 2),
        other=about(4000),
        none=Absent(Reason.NOT_COVERED),
    )
    assert told == "≥ 100 in Almaty, Osh and Naryn, about 1–9 Jun 2020; about 4,000; not covered"


def test_a_style_chooses_how_a_day_is_written() -> None:
    said = wording.say("{day}|{day:short}|{day:month}|{day:no_year}", day=date(2020, 6, 6))
    assert said == "6 June 2020|6 Jun|June 2020|6 June"


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert wording.say("Containing “{text}”", text="{countries}") == "Containing “{countries}”"


def test_small_and_large_numbers_are_never_written_in_scientific_notation() -> None:
    assert wording.number(0.00008) == "0.00008"
    assert wording.number(12685.4321) == "12,685.4321"
    assert wording.number(1.5e12) == "1,500,000,000,000"
