"""The tray and its file: what is written comes back, what is wrong is named, nothing raises."""

import json
from dataclasses import replace
from datetime import date

import pytest

from dashboard.briefing.tray import (
    MOST_COMMENT,
    MOST_ITEMS,
    MOST_TITLE,
    MOST_VALUE,
    EditedParagraph,
    Made,
    Tray,
    TrayItem,
    clean_text,
)
from dashboard.briefing.tray_file import TRAY_FILE, read_tray, tray_json

KNOWN = ("gulls", "terns")
GULLS = TrayItem("gulls", "harbour", (("countries", "KGZ"), ("scale", "log")), "Gulls", "Many.")
TERNS = TrayItem("terns", "harbour", ())


def file(**other: object) -> bytes:
    return json.dumps({"format": TRAY_FILE.format, "version": 1, "items": []} | other).encode()


def entry(**other: object) -> dict[str, object]:
    return {"exhibit": "gulls", "page": "harbour", "query": {}} | other


def test_a_tray_comes_back_as_it_was_written():
    tray = Tray((GULLS, TERNS), "Қазақстан: Ўзбекистон, Türkmenistan 🙂 שלום", ("One.", "= two"))
    assert read_tray(tray_json(tray), KNOWN) == (tray, ())
    assert tray_json(tray) == tray_json(tray)
    assert read_tray(tray_json(Tray()), KNOWN) == (Tray(), ())
    kept = replace(tray, judgements=())
    assert read_tray(tray_json(kept), KNOWN)[0].judgements == ()


def test_of_which_data_it_was_made_comes_back_and_is_no_part_of_what_it_says():
    made = Made("2026.11.21-06d559a8", date(2026, 11, 28))
    tray = Tray((GULLS,), made=made)
    assert tray == Tray((GULLS,))
    told, refused = read_tray(tray_json(tray), KNOWN)
    assert (told.made, refused) == (made, ())
    for wrong in (
        "x",
        {},
        {"data_version": "1", "on": "Friday"},
        {"data_version": 1, "on": "2026"},
    ):
        told, refused = read_tray(file(made=wrong), KNOWN)
        assert told.made is None
        assert refused == ("“made” does not say of which data and when; it was left out.",)


def test_a_comment_keeps_its_lines_a_title_does_not():
    tray = Tray((replace(GULLS, comment="one\ntwo"),))
    assert read_tray(tray_json(tray), KNOWN) == (tray, ())
    told, _ = read_tray(file(title="one\r\ntwo\x00\u202e"), KNOWN)
    assert told.title == "one  two"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "line 1, column 2 is not JSON"),
        (b"", "line 1, column 1 is not JSON"),
        (b"\xff\xfe{}", "not text in UTF-8"),
        (b"[1, 2]", "its “format” is not"),
        (b'"text"', "its “format” is not"),
        (b"null", "its “format” is not"),
        (b"17", "its “format” is not"),
        (b"{}", "its “format” is not"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b" " * (TRAY_FILE.most_bytes + 1), "larger than a briefing"),
        (file(version=2), "of version 2; this program reads version 1"),
        (file(version="1"), "of version 1"),
        (file(version=None), "of version None"),
        (file(version=True), "of version True"),
        (b"9" * 5_000, "a number too long to read"),
        (file(version=2)[:-1] + b', "n": ' + b"9" * 5_000 + b"}", "a number too long to read"),
        (file(version="\ud800\x07" * 40), "of version ;"),
        (file(format=["a"]), "its “format” is not"),
        (b"\x00" * 50, "not JSON"),
    ],
)
def test_a_file_that_is_no_tray_gives_an_empty_one_and_one_sentence(content: bytes, words: str):
    tray, refused = read_tray(content, KNOWN)
    assert tray == Tray()
    assert len(refused) == 1 and words in refused[0], refused
    assert len(refused[0]) < 200


def test_a_byte_order_mark_does_no_harm():
    assert read_tray(b"\xef\xbb\xbf" + tray_json(Tray((TERNS,))), KNOWN) == (Tray((TERNS,)), ())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("gulls", "Chart 1 is not an object"),
        (None, "Chart 1 is not an object"),
        (entry(exhibit="albatross"), "there is no chart “albatross”"),
        (entry(exhibit=None), "there is no chart “None”"),
        (entry(exhibit=["gulls"]), "there is no chart"),
        (entry(exhibit={"a": 1}), "there is no chart"),
        (entry(exhibit="x" * 900), "there is no chart"),
        (entry(exhibit="a\ud800\x07b"), "there is no chart “ab”"),
        (entry(query=[["countries", "KGZ"]]), "its “query” is not a list of short words"),
        (entry(query={"countries": ["KGZ"]}), "its “query” is not"),
        (entry(query={"countries": None}), "its “query” is not"),
        (entry(query={"text": "x" * (MOST_VALUE + 1)}), "its “query” is not"),
        (entry(query=None), "its “query” is not"),
    ],
)
def test_a_wrong_chart_is_left_out_and_the_others_stay(wrong: object, words: str):
    tray, refused = read_tray(file(items=[wrong, entry(exhibit="terns")]), KNOWN)
    assert tray.items == (TERNS,)
    assert len(refused) == 1 and words in refused[0] and len(refused[0]) < 200


def test_wrong_types_beside_the_charts_are_named():
    told = file(title=7, judgements="calm", items="gulls", other="ignored")
    tray, refused = read_tray(told, KNOWN)
    assert tray == Tray()
    assert refused == (
        "The briefing: its “title” is not text; it was left out.",
        "“judgements” is not a list of texts; they are drafted from the data.",
        "“items” is not a list; the briefing has no charts.",
    )
    assert read_tray(file(judgements=[1]), KNOWN)[0].judgements is None
    wrong = entry(title=7, comment=["a"])
    tray, refused = read_tray(file(items=[wrong]), KNOWN)
    assert tray.items == (TrayItem("gulls", "harbour", ()),) and len(refused) == 2


@pytest.mark.parametrize("page", ["../../etc", "a b", "javascript:alert(1)", 7, None, "p?x=1"])
def test_a_page_that_is_no_page_is_dropped(page: object):
    tray, _ = read_tray(file(items=[entry(page=page)]), KNOWN)
    assert tray.items[0].page == ""


def test_what_is_too_long_is_cut_and_said():
    long = entry(title="x" * (MOST_TITLE + 1), comment="y" * (MOST_COMMENT + 1))
    tray, refused = read_tray(file(items=[long]), KNOWN)
    assert len(tray.items[0].title) == MOST_TITLE
    assert len(tray.items[0].comment) == MOST_COMMENT
    assert [words.split("“")[1].split("”")[0] for words in refused] == ["title", "comment"]
    own = ["z" * (MOST_COMMENT + 1), "ok"]
    tray, refused = read_tray(file(judgements=own), KNOWN)
    assert tray.judgements == ("z" * MOST_COMMENT, "ok")
    assert refused == (f"Key judgement 1 was cut at {MOST_COMMENT} letters.",)
    tray, refused = read_tray(file(judgements=["a"] * (MOST_ITEMS + 2)), KNOWN)
    assert len(tray.judgements or ()) == MOST_ITEMS
    assert refused == (
        f"A briefing holds {MOST_ITEMS} key judgements; 2 at the end of the file were left out.",
    )


def test_a_chart_that_is_there_twice_is_taken_once():
    same = entry(query={"a": "1", "b": "2"})
    other = entry(query={"b": "2", "a": "1"}, title="Another title")
    tray, refused = read_tray(file(items=[same, other, entry()]), KNOWN)
    assert len(tray.items) == 2
    assert refused == ("Chart 2 is in the file twice; it was taken once.",)


def test_a_file_with_too_many_charts_says_how_many_were_left_out():
    listed = [entry(query={"n": str(n)}) for n in range(MOST_ITEMS + 3)]
    tray, refused = read_tray(file(items=listed), KNOWN)
    assert len(tray.items) == MOST_ITEMS
    assert refused == (
        f"A briefing holds {MOST_ITEMS} charts; 3 at the end of the file were left out.",
    )


def test_letters_that_no_document_can_hold_are_dropped_from_a_file_by_hand():
    told = b'{"format": "%s", "version": 1, "title": "a\\ud800b\\u0007c", "items": []}'
    tray, refused = read_tray(told % TRAY_FILE.format.encode(), KNOWN)
    assert tray.title == "abc" and refused == ()
    query = {"text": "a\x00b\ud800"}
    tray, _ = read_tray(file(items=[entry(query=query)]), KNOWN)
    assert tray.items[0].query == (("text", "ab"),)
    tray_json(tray)


def test_a_query_by_hand_that_is_written_and_read_again_stays_the_same():
    tray, _ = read_tray(file(items=[entry(query={"text": "=1+1", "b": "Ж 🙂"})]), KNOWN)
    assert read_tray(tray_json(tray), KNOWN) == (tray, ())


def test_text_is_cleaned_and_cut():
    assert clean_text("  <script>\x1b[31m\ufffe ", 40) == "<script>[31m"
    assert clean_text("a\tb\nc", 9, lines=True) == "a b\nc"
    assert clean_text("x" * 500, 400) == "x" * 400
    assert clean_text("\u202eabc\u202d", 9) == "abc"


def test_charts_are_added_once_moved_retold_and_removed():
    tray = Tray().with_item(GULLS).with_item(TERNS)
    assert tray.with_item(replace(GULLS, title="Other")) is tray
    assert tray.holds(replace(GULLS, query=tuple(reversed(GULLS.query))))
    assert tray.moved(0, 1).items == (TERNS, GULLS)
    assert tray.moved(1, 1) is tray and tray.moved(0, -1) is tray and tray.moved(5, 1) is tray
    assert tray.moved(1, -1).items == (TERNS, GULLS)
    told = tray.with_texts(1, title="=1\n+1", comment="a\nb")
    assert (told.items[1].title, told.items[1].comment) == ("=1 +1", "a\nb")
    assert tray.without(GULLS).items == (TERNS,)
    full = Tray(tuple(TrayItem("gulls", "p", (("n", str(n)),)) for n in range(MOST_ITEMS)))
    assert full.with_item(GULLS) is full


PARAGRAPH = EditedParagraph("KGZ", "Politics and society", "Own words.", "A draft.", ("k-1", "k-2"))


def test_edited_paragraphs_are_kept_in_the_file_and_stand_once_a_place() -> None:
    again = replace(PARAGRAPH, text="Other words.")
    tray = Tray().with_paragraph(PARAGRAPH).with_paragraph(again)
    assert tray.paragraphs == (again,)
    assert read_tray(tray_json(tray), KNOWN) == (tray, ())
    assert tray.without_paragraph(*PARAGRAPH.place) == Tray()


def test_what_is_wrong_with_edited_paragraphs_is_said_and_the_rest_kept() -> None:
    right = {"country": "TJK", "heading": "H", "text": "T\x00", "draft": "D", "keys": ["k"]}
    wrong = ["words", right | {"country": "XXX"}, right | {"keys": [1]}, right | {"text": " "}]
    tray, refused = read_tray(file(paragraphs=[*wrong, right, right]), KNOWN)
    assert tray.paragraphs == (EditedParagraph("TJK", "H", "T", "D", ("k",)),)
    assert refused == (
        "Paragraph 1 is not an object; it was left out.",
        "Paragraph 2: “XXX” is no country of the review; it was left out.",
        "Paragraph 3: its “keys” is not a list of short words; it was left out.",
        "Paragraph 4: it has no “heading” or no “text”; it was left out.",
        "Paragraph 6 is in the file twice; it was taken once.",
    )
    assert read_tray(file(paragraphs="all"), KNOWN)[1] == (
        "“paragraphs” is not a list; the review is as drafted.",
    )
