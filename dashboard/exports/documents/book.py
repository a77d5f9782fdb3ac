"""A briefing as a workbook: each chart's rows, the data under them, its dictionary and sources.

How rows get onto a sheet is left to `sheets`.
"""

import re
from io import BytesIO

import pandas as pd

from dashboard.briefing.content import Briefing, ChartPage, Line, Step, ignore
from dashboard.engine.columns import DERIVED
from dashboard.exports.papers import PRODUCT, papers_of, written_date
from dashboard.exports.sheets import fill_facts, fill_rows, open_workbook
from dashboard.wording import counted

SHEET_NAME_LETTERS = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def make_xlsx_book(briefing: Briefing, step: Step = ignore) -> bytes:
    """Write the workbook: About, Judgements, a sheet a chart, Events, Figures, Dictionary, Sources.

    A chart that could not be made has its sheet, with the reason on it.
    """
    step("Excel workbook")
    buffer = BytesIO()
    book, looks = open_workbook(buffer, briefing.title, briefing.made_on)
    with book:
        fill_facts(book.add_worksheet("About"), _about(briefing), looks)
        fill_rows(book.add_worksheet("Judgements"), _told(briefing), looks)
        for number, page in enumerate(briefing.charts, start=1):
            sheet = book.add_worksheet(sheet_name(number, page))
            if page.exhibit is None or not len(page.exhibit.rows):
                fill_facts(sheet, _empty_page(page), looks)
            else:
                fill_rows(sheet, page.exhibit.rows, looks)
        for name, rows in _data_sheets(briefing).items():
            fill_rows(book.add_worksheet(name), rows, looks)
    return buffer.getvalue()


def sheet_name(number: int, page: ChartPage) -> str:
    """Name a chart's sheet: its number and title, as far as a workbook allows.

    The same letters never stand for two sheets: the number tells them apart.
    """
    title = page.exhibit.title if page.exhibit else page.item.exhibit.replace("_", " ")
    return f"{number} {FORBIDDEN.sub(' ', title)}"[:SHEET_NAME_LETTERS].strip()


def citations_table(briefing: Briefing) -> pd.DataFrame:
    """Return the numbered places in sources, one row each, with the keys that stand there."""
    return pd.DataFrame(
        [
            {
                "Number": each.number,
                "Publisher": each.publisher,
                "Title": each.title,
                "Published": each.published,
                "Paragraph": each.paragraph,
                "Footnotes": each.footnotes,
                "Address": each.address,
                "Keys": "; ".join(each.keys),
            }
            for each in briefing.citations
        ],
        columns=[
            *("Number", "Publisher", "Title", "Published"),
            *("Paragraph", "Footnotes", "Address", "Keys"),
        ],
    )


def plain_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table without the columns that the program adds for itself."""
    return rows.drop(columns=[name for name in DERIVED if name in rows])


def _about(briefing: Briefing) -> dict[str, str]:
    facts = {
        "Title": briefing.title,
        "Filters": briefing.filters,
        "Charts": counted(len(briefing.charts), "chart"),
    }
    for number, page in enumerate(briefing.charts, start=1):
        words = papers_of(briefing, page).facts(page.exhibit) if page.exhibit else {}
        told = [page.title, words.get("Unit"), page.filters, words.get("Shown")]
        told += [words.get("Sources"), words.get("Notes"), page.comment, page.trouble, page.link]
        facts[f"Chart {number}"] = "\n".join(text for text in told if text)
    return facts | {
        "Data version": briefing.data_version,
        "Made on": written_date(briefing.made_on),
        "Made with": PRODUCT,
        "Link": briefing.link,
    }


def _told(briefing: Briefing) -> pd.DataFrame:
    """Return the judgements, the review and what was left out, a row a line."""
    rows = [("Key judgements", "", line) for line in briefing.judgements]
    for country in briefing.review:
        rows += [
            (country.name, section.heading, line)
            for section in country.sections
            for line in section.lines
        ]
    rows += [("Left out", "", line) for line in briefing.left_out]
    return pd.DataFrame(
        [_told_row(*row) for row in rows], columns=["Part", "Heading", "Text", "Citations", "Keys"]
    )


def _told_row(part: str, heading: str, line: Line) -> tuple[str, str, str, str, str]:
    citations = ", ".join(f"[{number}]" for number in line.citations)
    return part, heading, line.text, citations, "; ".join(line.keys)


def _empty_page(page: ChartPage) -> dict[str, str]:
    return {"Title": page.title, "Filters": page.filters, "No rows": page.trouble or "none found"}


def _data_sheets(briefing: Briefing) -> dict[str, pd.DataFrame]:
    return {
        "Events": plain_columns(briefing.events),
        "Figures": briefing.figures,
        "Dictionary": briefing.dictionary,
        "Sources": briefing.sources,
        "Citations": citations_table(briefing),
    }
