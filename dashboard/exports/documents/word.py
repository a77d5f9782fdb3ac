"""A briefing as a Word document: headings, lists, tables and links that Word itself knows.

The words are those of `document_words`; how they look is `word_styles`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from dashboard.briefing.content import Briefing, Line, ignore
from dashboard.exports.chart_pictures import ChartPictures
from dashboard.exports.documents import words
from dashboard.exports.documents.entries import ExhibitEntry, exhibit_entry
from dashboard.exports.documents.sources import source_entries
from dashboard.exports.documents.words import Cited
from dashboard.exports.papers import PRODUCT

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

    from dashboard.exports.documents.word_paper import Paper


def make_docx(
    briefing: Briefing, pictures: ChartPictures, step: Callable[[str], None] = ignore
) -> bytes:
    """Write the document. `step` is called before each chart and may raise to cancel."""
    # Half a second to import, and only who asks for a document should wait for it.
    from dashboard.exports.documents.word_paper import Paper

    paper = Paper(
        words.running_title(briefing.title or PRODUCT),
        briefing.period,
        words.footer_words(briefing),
    )
    _write_properties(paper, briefing)
    _write_opening(paper, briefing)
    _write_exhibits(paper, briefing, pictures, step)
    step("Word: the review")
    _write_review(paper, briefing)
    _write_sources(paper, briefing)
    held = BytesIO()
    paper.document.save(held)
    return held.getvalue()


def _write_properties(paper: "Paper", briefing: Briefing) -> None:
    properties = paper.document.core_properties
    made_on = datetime.combine(briefing.made_on, time())
    properties.title = briefing.title[:255]
    properties.subject = f"{briefing.filters}; data version {briefing.data_version}"[:255]
    properties.author = properties.last_modified_by = PRODUCT
    properties.keywords = briefing.period[:255]
    properties.comments = ""
    properties.language = "en-GB"
    properties.revision = 1
    properties.created = properties.modified = made_on


def _write_opening(paper: "Paper", briefing: Briefing) -> None:
    paper.say(PRODUCT, "Product")
    paper.say(briefing.title or PRODUCT, "Title")
    for name, fact in words.title_facts(briefing):
        paper.say(f"{name}\t{fact}", "Fact")
    if briefing.link:
        paper.link_to(paper.say("View\t", "Fact"), words.OPEN_VIEW, briefing.link)
    if briefing.judgements:
        paper.say(words.JUDGEMENTS, "Heading 1")
        _write_lines(paper, briefing.judgements, "List Number", briefing)


def _write_exhibits(
    paper: "Paper", briefing: Briefing, pictures: ChartPictures, step: Callable[[str], None]
) -> None:
    count = len(briefing.charts)
    if count:
        paper.say(words.EXHIBITS, "Heading 1")
    for place in range(count):
        step(f"Word: chart {place + 1} of {count}")
        entry = exhibit_entry(briefing, place, pictures, "png")
        is_wide = entry.table is not None and entry.table.is_wide
        paper.turn(is_wide=is_wide)
        _write_exhibit(paper, entry)
    paper.turn(is_wide=False)


def _write_exhibit(paper: "Paper", entry: ExhibitEntry) -> None:
    paper.head(entry.number, entry.title)
    if entry.subject:
        paper.say(entry.subject, "Subject")
    if entry.trouble:
        paper.say(entry.trouble, "Trouble")
    if entry.picture is not None:
        paper.show(entry.picture.content, entry.picture.alt)
    if entry.table is not None:
        paper.tabulate(entry.table)
        if entry.table.note:
            paper.say(entry.table.note, "Small Print")
    for paragraph in entry.comment:
        paper.say(paragraph, "Comment")
    if entry.caption:
        paper.say(entry.caption, "Caption")
    for line in entry.small_print:
        paper.say(line, "Small Print")
    if entry.marks or entry.link:
        _write_last_line(paper, entry)


def _write_last_line(paper: "Paper", entry: ExhibitEntry) -> None:
    line = paper.say("Citations: " if entry.marks else "", "Small Print")
    for mark in entry.marks:
        _write_mark(paper, line, mark if mark.text != "," else Cited(", "), is_raised=False)
    if entry.link:
        paper.add(line, " · " if entry.marks else "")
        paper.link_to(line, words.OPEN_VIEW, entry.link)


def _write_review(paper: "Paper", briefing: Briefing) -> None:
    if briefing.review:
        paper.say(words.review_heading(briefing), "Heading 1")
    for country in briefing.review:
        paper.say(country.name, "Heading 2")
        for section in country.sections:
            paper.say(section.heading, "Heading 3")
            _write_lines(paper, section.lines, "List Bullet", briefing)
    if briefing.left_out:
        paper.say(words.LEFT_OUT, "Heading 1")
        _write_lines(paper, briefing.left_out, "List Bullet", briefing)


def _write_sources(paper: "Paper", briefing: Briefing) -> None:
    entries = source_entries(briefing)
    if entries:
        paper.say(words.SOURCES, "Heading 1")
    for entry in entries:
        rest = f", {entry.rest}" if entry.rest else ""
        line = paper.say(
            f"{entry.number}\t{entry.publisher}, “{entry.title}”{rest}. ",
            "Source",
            bookmark=_bookmark(entry.number),
        )
        paper.link_to(line, entry.address, entry.address, "Address")


def _write_lines(paper: "Paper", lines: Iterable[Line], style: str, briefing: Briefing) -> None:
    known = {citation.number for citation in briefing.citations}
    for line in lines:
        written = paper.say(words.line_text(line), style)
        for mark in words.citation_marks(line.citations, known):
            _write_mark(paper, written, mark, is_raised=True)


def _write_mark(paper: "Paper", line: "Paragraph", mark: Cited, *, is_raised: bool) -> None:
    paper.add(
        line,
        mark.text,
        "Citation" if is_raised else "",
        bookmark=_bookmark(mark.number) if mark.number else "",
    )


def _bookmark(number: int) -> str:
    return f"source_{number}"
