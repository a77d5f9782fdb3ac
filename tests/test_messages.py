"""Every sentence stands in one catalogue, under which another language can be looked up."""

import ast
import gettext
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from dashboard import wording
from dashboard.briefing.silence import none_of
from dashboard.catalogue import BUILDERS, EXHIBITS
from dashboard.datapackage.documents import Passage
from dashboard.datapackage.store import Package
from dashboard.events.panels.card import card_for, card_rows
from dashboard.marks import MARKS
from dashboard.panels.table import COUNTRY, EVENT, Column, table_of
from dashboard.panels.tidy import tidy
from dashboard.provenance.panels import trace_for
from dashboard.selection import Selection
from dashboard.ui.about import words_markup
from dashboard.ui.components.card import card_markup
from dashboard.ui.components.table import country_head
from dashboard.ui.components.traces import trace_markup
from dashboard.vocabulary import COUNTRIES, MEASURES, PEOPLE_MEASURES, STATUSES
from dashboard.wording import ABSENT_WORDS, CATALOGUES, say

HOUSE = Path(__file__).parent.parent
APP = "streamlit_app.py"
KEYWORDS = {"say": None, "say_many": (1, 2), "N_": None, "Column": (2,)}
SPOKEN = {"say", "say_many", "N_"}
JUNE = Selection()
ABOUT = ("event", "figure")
BEHIND = {"behind": "protests_by_month:KAZ"}
# Of each view so many different sentences and words are said, at least.
FEWEST = 50
SELECTIONS = (
    JUNE,
    replace(JUNE, compared="previous"),
    Selection(first_month="2020-01", last_month="2021-12"),
    Selection(first_month="2025-12", last_month="2025-12"),
    Selection(countries=("TKM",), first_month="2030-01", last_month="2030-01"),
)


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    """Return every module of the house, read once for all tests."""
    found = sorted(HOUSE.glob("dashboard/**/*.py"))
    return [(path, ast.parse(path.read_text("utf-8"))) for path in found]


def test_the_catalogue_holds_every_sentence() -> None:
    """`make messages` writes it anew."""
    with (CATALOGUES / "messages.pot").open("rb") as file:
        kept = [message.id for message in read_po(file) if message.id]
    found = {
        message
        for _, _, message, _, _ in (
            *extract_from_dir(HOUSE / "dashboard", keywords=KEYWORDS),
            *extract_from_dir(HOUSE / "pages", keywords=KEYWORDS),
            *((APP, *each) for each in extract_from_file("python", HOUSE / APP, keywords=KEYWORDS)),
        )
        if message
    }
    # Babel keeps a word that is also the singular of a sentence under that sentence, where gettext
    # finds it.
    singulars = {message[0] for message in found if isinstance(message, tuple)}
    assert {*map(str, kept)} == {*map(str, found - singulars)}


def test_a_sentence_is_written_out_where_it_is_said() -> None:
    """A template put together in code could not be found, nor translated."""
    found = []
    for path, read in modules():
        for node in ast.walk(read):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPOKEN:
                spoken = node.args[: 2 if getattr(node.func, "id", "") == "say_many" else 1]
                if any(isinstance(part, (ast.JoinedStr, ast.BinOp)) for part in spoken):
                    found.append(f"{path.relative_to(HOUSE)}:{node.lineno}")
    assert not found


def test_no_sentence_is_written_out_within_an_f_string() -> None:
    """Where Babel, which reads Python's tokens, does not find it for the catalogue."""
    found = []
    for path, read in modules():
        for outer in ast.walk(read):
            for node in ast.walk(outer) if isinstance(outer, ast.JoinedStr) else ():
                is_said = isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPOKEN
                if is_said and isinstance(node.args[0], ast.Constant):
                    found.append(f"{path.relative_to(HOUSE)}: {node.args[0].value}")
    assert found == []


def test_how_far_work_is_told_by_sentences_of_the_catalogue() -> None:
    """What is given to `progress` is shown, in the terminal and on a page."""
    found = []
    for path, read in modules():
        for node in ast.walk(read):
            is_told = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "progress"
            if is_told and any(
                isinstance(part, ast.JoinedStr)
                or (isinstance(part, ast.Constant) and isinstance(part.value, str))
                for part in node.args
            ):
                found.append(f"{path.relative_to(HOUSE)}:{node.lineno}")
    assert found == []


def test_a_status_is_shown_in_the_language_of_the_catalogue(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data keeps the code."""
    shouted = Asked()
    monkeypatch.setattr(shouted, "gettext", lambda words: words.replace("claimed", "CLAIMED"))
    monkeypatch.setattr(wording, "_messages", lambda: shouted)
    claimed = Selection(statuses=("claimed",))
    for name in ("events_table", "national_events"):
        table = EXHIBITS[name](package, claimed, {}).table
        place = [column.key for column in table.columns].index("status")
        assert set(table.shown.iloc[:, place]) == {"CLAIMED"}, name
        assert set(tidy(table).frame["status"]) == {"claimed"}, name


def test_nothing_is_said_while_the_house_is_imported() -> None:
    """What is said then would stay in the language of that moment; `N_` marks it for later."""
    found = []
    for path, read in modules():
        waiting: list[ast.AST] = [read]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "say_many"):
                found.append(f"{path.relative_to(HOUSE)}:{node.lineno}")
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                waiting += [*node.decorator_list, *node.args.defaults]
                waiting += [each for each in node.args.kw_defaults if each is not None]
            elif not isinstance(node, ast.Lambda):
                waiting += ast.iter_child_nodes(node)
    assert found == []


class Asked(gettext.NullTranslations):
    """Messages that keep what they are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.templates: set[str] = set()

    def gettext(self, message: str) -> str:
        """Keep and return it."""
        self.templates.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Keep the first, return the one of the number."""
        self.templates.add(msgid1)
        return msgid1 if n == 1 else msgid2


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_whatever_a_panel_says_is_in_the_catalogue(
    package: Package, selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked()
    monkeypatch.setattr(wording, "_messages", lambda: asked)
    headings: set[str] = set()
    options = {name: str(package.table(f"{name}s")[f"{name}_id"].iloc[0]) for name in ABOUT}
    for name in BUILDERS:
        exhibit = EXHIBITS[name](package, selection, options | BEHIND)
        said = (exhibit.title, exhibit.unit, exhibit.caption, exhibit.reading, exhibit.headline)
        assert all(isinstance(each, str) for each in (*said, exhibit.alt, exhibit.noun))
        assert exhibit.rows is not None and exhibit.drawn("light") is not None
        headings.update(column.heading for column in exhibit.table.columns)
        if exhibit.native is not None:
            assert exhibit.native() is not None
    with (CATALOGUES / "messages.pot").open("rb") as file:
        kept = {str(each.id if isinstance(each.id, str) else each.id[0]) for each in read_po(file)}
    assert len(asked.templates) > FEWEST
    # What holds a number is a sentence already filled, kept as a cell's reason to have none; a
    # heading may be one too, or a name that the data or the vocabulary gives.
    unkept = asked.templates - kept - headings
    assert {each for each in unkept if not re.search(r"\d", each)} == set()


class Marked(gettext.NullTranslations):
    """Messages that mark what they are asked for, as a translation would change it."""

    def gettext(self, message: str) -> str:
        """Return it between marks."""
        return f"<{message}>" if message.strip() else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the one of the number between marks."""
        return f"<{msgid1 if n == 1 else msgid2}>"


@pytest.fixture
def package(package: Package) -> Package:
    """Return the data as another object: what is kept of it keeps the words of these messages."""
    return replace(package)


def outside_marks(text: str) -> str:
    """Return what of a text no message holds."""
    while (less := re.sub(r"<[^<>]*>", "", text)) != text:
        text = less
    return text


# Given by the data (its descriptor, the names of countries, how far a source stands by a number).
OF_THE_DATA = {"One row an event", *(each.name for each in COUNTRIES.values()), "reportedly"}


@pytest.mark.parametrize("selection", SELECTIONS, ids=Selection.describe)
def test_no_sentence_of_a_panel_stands_outside_the_catalogue(
    package: Package, selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "_messages", lambda: Marked())
    said: dict[str, str] = {}
    for name in BUILDERS:
        exhibit = EXHIBITS[name](package, selection, BEHIND)
        texts = (exhibit.title, exhibit.caption, exhibit.reading, exhibit.headline)
        said |= {f"{name} {number}": str(text) for number, text in enumerate(texts)}
    assert sum("<" in text for text in said.values()) > FEWEST
    outside = {name: outside_marks(text) for name, text in said.items()}
    assert {
        name: text
        for name, text in outside.items()
        if re.search("[A-Za-z]{3}", text) and not any(each in text for each in OF_THE_DATA)
    } == {}


class Loud(gettext.NullTranslations):
    """Messages in capitals, as a translation changes every letter of them."""

    def gettext(self, message: str) -> str:
        """Return it in capitals, but for the names of what it is filled with."""
        return re.sub(r"[^{}]+(?![^{}]*\})", lambda found: found[0].upper(), message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the one of the number in capitals."""
        return self.gettext(msgid1 if n == 1 else msgid2)


# What marks, measures and statuses are called: words of a list, filled into sentences.
LISTED = {
    *(name for mark in MARKS.values() for name in (mark.singular, mark.plural, *mark.short)),
    *(MEASURES[measure] for measure in (*PEOPLE_MEASURES, "sentence_length")),
    *STATUSES,
    *map(say, ABSENT_WORDS.values()),
} - {"0", "no series", "other", "others"}
ANY_LISTED = re.compile(rf"\b({'|'.join(sorted(LISTED, key=len, reverse=True))})\b")


@pytest.mark.parametrize("selection", SELECTIONS[:2], ids=Selection.describe)
def test_the_words_of_lists_are_looked_up_too(
    package: Package, selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "_messages", lambda: Loud())
    left: dict[str, list[str]] = {}
    for name in BUILDERS:
        exhibit = EXHIBITS[name](package, selection, BEHIND)
        texts = [exhibit.title, exhibit.unit, exhibit.caption, exhibit.headline, exhibit.alt]
        texts += exhibit.table.cells("kind") if "kind" in exhibit.table.frame else []
        for number, text in enumerate(texts):
            if found := ANY_LISTED.findall(str(text)):
                left[f"{name} {number}"] = found
    # One word of the data: what state a government answered in.
    left.pop("protests_by_response 3", None)
    left.pop("protests_by_response 4", None)
    assert left == {}


def test_a_card_and_a_trace_know_their_facts_in_another_language(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "_messages", lambda: Marked())
    events = package.table("events")
    for event in events[events["actor1"].isna() & events["actor2"].isna()]["event_id"].head(1):
        card = card_for(package, event)
        trace = trace_for(package, event)
        assert card is not None and trace is not None
        shown = card_markup(card, "light", JUNE)
        assert "<dt>&lt;Actors&gt;</dt><dd><em>&lt;not stated&gt;</em></dd>" in shown
        assert f"<dt>&lt;Concerns&gt;</dt><dd>{country_head(card.country, 'light')}" in shown
        assert dict(card_rows(card))["<Actors>"] == "<not stated>"
        shown = trace_markup(trace, Passage("missing"))
        assert '<dt>&lt;Address&gt;</dt><dd class="as_written"><a ' in shown
        return
    pytest.fail("every event of the data names an actor")


def test_the_tables_about_the_data_are_drawn_alike_in_another_language(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "_messages", lambda: Marked())
    marks = words_markup(EXHIBITS["reading_marks"](package, JUNE, {}))
    assert "<em>&lt;not stated&gt;</em>" in marks
    assert 'role="img" aria-label="&lt;hatched band&gt;"' in marks
    fields = words_markup(EXHIBITS["codebook"](package, JUNE, {}))
    assert '<th class="code" scope="col" style="width: 32%">&lt;Allowed values&gt;' in fields
    breaks = words_markup(EXHIBITS["known_breaks"](package, JUNE, {}))
    assert '<th class="figure" scope="col" style="width: auto">&lt;Step&gt;' in breaks


def test_small_letters_within_a_sentence_are_a_rule_of_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = Selection(topics=("Clashes and attacks",))
    assert "only clashes and attacks" in chosen.describe()
    assert none_of(["Clashes and attacks"]) == "no clashes or attacks"
    monkeypatch.setattr(wording, "_messages", lambda: Marked())
    assert "<only <Clashes and attacks>>" in chosen.describe()
    assert none_of(["Clashes and attacks"]) == "<no clashes or attacks>"


def test_the_heading_of_a_column_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked()
    monkeypatch.setattr(wording, "_messages", lambda: asked)
    assert table_of((COUNTRY, EVENT), []).shown.columns.tolist() == ["Country", "Event"]
    assert {"Country", "Event"} <= asked.templates
    assert Column("blank", "").title == ""
