"""Paragraphs edited by hand: in their place, cited, marked; a warning when their draft changes."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import cast

from docx import Document
from shipped import shipped_package
from slide_decks import opened, titled, words

from dashboard.briefing.assemble import assemble
from dashboard.briefing.content import Briefing, Section
from dashboard.briefing.review import COVERAGE
from dashboard.briefing.tray import EditedParagraph, Tray
from dashboard.exports.docx.document import make_docx
from dashboard.exports.evidence import OWN_WORDS, manifest
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pptx.deck import make_pptx
from dashboard.selection import Selection
from dashboard.vocabulary import Theme

JUNE = Selection(countries=("KGZ", "TJK"))
WORDS = "The government fell on 16 June. Nobody expected 99 of them."


def made(selection: Selection, *own: EditedParagraph) -> Briefing:
    tray = Tray(paragraphs=own)
    return assemble(shipped_package(), tray, selection, made_on=date(2026, 11, 29))


def section(briefing: Briefing, country: str = "KGZ", heading: str = Theme.SOCIETY) -> Section:
    (own,) = [each for each in briefing.review if each.country == country]
    return next(each for each in own.sections if each.heading == heading)


def edited() -> EditedParagraph:
    drafted = section(made(JUNE))
    return EditedParagraph("KGZ", Theme.SOCIETY, WORDS, drafted.text, drafted.keys)


def places(briefing: Briefing, part: Section) -> set[tuple[str, int | None]]:
    known = {each.number: each for each in briefing.citations}
    numbers = [number for line in part.lines for number in line.citations]
    return {(known[number].source_id, known[number].paragraph) for number in numbers}


def test_own_words_stand_in_their_place_with_the_citations_of_the_draft() -> None:
    before, after = made(JUNE), made(JUNE, edited())
    own = section(after)
    assert own.text == WORDS and own.title == "Politics and society (edited by hand)"
    assert [line.text for line in own.lines] == [WORDS]
    assert places(after, own) == places(before, section(before)) != set()
    assert own.edited is not None and not own.edited.is_stale and after.changed_drafts == ()
    assert section(after, "TJK") == replace(
        section(before, "TJK"), lines=section(after, "TJK").lines
    )


def test_another_draft_under_them_is_told_with_both_and_the_citations_stay() -> None:
    narrow = replace(JUNE, topics=("Protests",))
    after = made(narrow, edited())
    own, now = section(after), section(made(narrow))
    assert own.text == WORDS and own.edited is not None and own.edited.is_stale
    assert (own.edited.before, own.edited.now) == (edited().draft, now.text)
    assert after.changed_drafts == (
        "Kyrgyzstan, Politics and society: edited by hand, and the draft has changed since.",
    )
    assert places(after, own) == places(made(JUNE), section(made(JUNE)))


def test_one_without_a_draft_stays_and_one_without_its_country_is_named() -> None:
    nowhere = replace(edited(), heading="A heading of before")
    own = section(made(JUNE, nowhere), heading="A heading of before")
    assert own.edited is not None and own.edited.now == "" and own.text == WORDS
    elsewhere = made(replace(JUNE, countries=("TJK",)), edited())
    assert (
        elsewhere.left_out[-1].text
        == "Edited by hand, of countries not in this review: Kyrgyzstan, Politics and society."
    )


def test_what_is_edited_of_the_data_stands_on_the_last_slide_with_its_country() -> None:
    own = EditedParagraph("KGZ", COVERAGE, "Nobody looked.\nNot once.", "A draft.", ())
    told = made(JUNE, own)
    deck = opened(make_pptx(told, cast("ChartPictures", None)))
    last = words(titled(deck, "What this briefing covers"))
    assert "Kyrgyzstan, Coverage (edited by hand): Nobody looked. Not once." in last
    assert "Nobody looked" not in words(titled(deck, "Kyrgyzstan"))


def test_every_document_has_them_and_says_so() -> None:
    told = made(JUNE, edited())
    pictures = cast("ChartPictures", None)
    paragraphs = Document(BytesIO(make_docx(told, pictures))).paragraphs
    assert "Politics and society (edited by hand)" in [each.text for each in paragraphs]
    assert any(each.text.startswith(WORDS) for each in paragraphs)
    slide = titled(opened(make_pptx(told, pictures)), "Kyrgyzstan")
    assert "Edited by hand: Politics and society" in words(slide)
    assert "The government fell on 16 June." in words(slide)
    numbers = json.loads(manifest(told, {}))["numbers"]
    assert {"said_in": OWN_WORDS}.items() <= next(n for n in numbers if n["number"] == "99").items()
