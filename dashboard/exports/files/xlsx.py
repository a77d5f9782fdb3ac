"""Workbooks: an exhibit's rows, and a briefing's charts with the data under them.

Numbers and days are real ones, words are never formulas.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from math import ceil
from numbers import Integral
from typing import Any

import pandas as pd
import xlsxwriter
from PIL import Image
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.briefing.content import Briefing, ChartPage, Line, Step, ignore
from dashboard.dates import day
from dashboard.engine.columns import DERIVED
from dashboard.exports.briefing_text import JUDGEMENTS, LEFT_OUT
from dashboard.exports.cells import (
    ShownColumn,
    columns_of,
    exact_text,
    is_blank,
    is_day,
    is_number,
)
from dashboard.exports.files.data import citation, dictionary, sources_in_full
from dashboard.exports.files.xlsx_charts import add_charts
from dashboard.exports.metadata import PRODUCT, Metadata, metadata_of, named_facts
from dashboard.house import current_house
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.table import Table
from dashboard.panels.tidy import Tidy, tidy
from dashboard.values import Rate
from dashboard.wording import say, say_many

SHEET_ROWS = 1_048_575
# Nobody reads more rows set in words; the data beside them has all.
MOST_TO_READ = 10_000
SHEET_NAME_LETTERS = 31
CELL_LETTERS = 32_767
LARGEST_EXACT_NUMBER = 2**53
FIRST_SHEET_YEAR = 1900
NARROWEST, WIDEST = 8, 60
# A column is as wide as its first cells need, so many of them.
ROOM_FOR_FILTER, MEASURED = 3, 1_000
# Points; Excel allows no more. `A4` is its number of the paper.
LINE_HEIGHT, TALLEST = 15, 409
FACTS_WIDTH, A4 = 100, 9
# So many letters beside each other can still be read on a page of A4 on its side.
PRINTED_WIDTH = 280
STYLE = "Table Style Light 1"
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LOGO_HEIGHT = 34
Looks = Mapping[str, Format]
LOOKS = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "count": {"num_format": "#,##0", "valign": "top"},
    "number": {"valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    # A rate, by its decimals.
    **{f"rate {n}": {"num_format": f"#,##0.{n * '0'}", "valign": "top"} for n in range(1, 10)},
}


def make_xlsx(exhibit: Exhibit, metadata: Metadata) -> bytes:
    """Write a workbook: data on its first sheet, then as on screen, charts, columns, metadata."""
    buffer = BytesIO()
    book, looks = _opened(buffer, exhibit.title, metadata.made_on)
    with book:
        _fill_data(book.add_worksheet("Data"), tidy(exhibit.table), looks)
        shown = replace(exhibit.table, frame=exhibit.table.frame.head(MOST_TO_READ))
        _fill_rows(book.add_worksheet("As on screen"), shown, looks)
        add_charts(book, "Chart", exhibit, looks)
        _fill_rows(book.add_worksheet("Columns"), dictionary(exhibit), looks)
        facts = named_facts(metadata.facts(exhibit))
        facts[say("Cite as")] = citation(exhibit, metadata)
        many = len(exhibit.table)
        if many > MOST_TO_READ:
            facts[say("As on screen")] = say(
                "First {most} of {every} rows; Data has all.", most=MOST_TO_READ, every=many
            )
        if many > SHEET_ROWS:
            facts[say("Cut")] = say(
                "First {most} of {every} rows; the CSV has all.", most=SHEET_ROWS, every=many
            )
        _fill_facts(book.add_worksheet("About"), facts, looks)
        _fill_rows(book.add_worksheet("Sources"), _sources_table(exhibit, metadata), looks)
    return buffer.getvalue()


def make_xlsx_book(briefing: Briefing, step: Step = ignore) -> bytes:
    """Write the workbook: About, Judgements, a sheet a chart, Events, Figures, Dictionary, Sources.

    A chart that could not be made has its sheet, with the reason on it.
    """
    step(say("Excel workbook"))
    buffer = BytesIO()
    book, looks = _opened(buffer, briefing.title, briefing.made_on)
    with book:
        _fill_facts(book.add_worksheet("About"), _about(briefing), looks)
        _fill_rows(book.add_worksheet("Judgements"), _lines_table(briefing), looks)
        for number, page in enumerate(briefing.charts, start=1):
            sheet = book.add_worksheet(sheet_name(number, page))
            if page.exhibit is None or not len(page.exhibit.table):
                kept_back = page.exhibit.kept_back if page.exhibit else ""
                trouble = page.trouble or kept_back or say("none found")
                facts = {
                    say("Title"): page.title,
                    say("Filters"): page.filters,
                    say("No rows"): trouble,
                }
                _fill_facts(sheet, facts, looks)
            else:
                _fill_rows(sheet, page.exhibit.table, looks)
                add_charts(book, f"{number} chart", page.exhibit, looks)
        data = {
            "Events": plain_columns(briefing.events),
            "Figures": briefing.figures,
            "Dictionary": briefing.dictionary,
            "Sources": briefing.sources,
            "Citations": citations_table(briefing),
        }
        for name, rows in data.items():
            _fill_rows(book.add_worksheet(name), rows, looks, name)
    return buffer.getvalue()


def sheet_name(number: int, page: ChartPage) -> str:
    """Name a chart's sheet: its number and title, in as many whole words as a workbook allows.

    The same letters never stand for two sheets: the number tells them apart.
    """
    title = page.exhibit.title if page.exhibit else page.item.exhibit.replace("_", " ")
    name = f"{number} {FORBIDDEN.sub(' ', title)}"
    if len(name) > SHEET_NAME_LETTERS:
        whole = name[: SHEET_NAME_LETTERS + 1].rpartition(" ")[0]
        name = whole if " " in whole else name[:SHEET_NAME_LETTERS]
    return name.strip(" ,")


def citations_table(briefing: Briefing) -> pd.DataFrame:
    """Return the numbered places in sources, one row each, with the keys that stand there."""
    columns = ["Number", "Publisher", "Title", "Published", "Paragraph", "Footnotes", "Address"]
    names = [column.lower() for column in columns]
    rows = [
        (*(getattr(each, name) for name in names), "; ".join(each.keys))
        for each in briefing.citations
    ]
    return pd.DataFrame(rows, columns=[*columns, "Keys"])


def plain_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table without the columns that the program adds for itself."""
    return rows.drop(columns=[name for name in DERIVED if name in rows])


def _about(briefing: Briefing) -> dict[str, str]:
    facts = {
        say("Title"): briefing.title,
        say("Filters"): briefing.filters,
        say("Charts"): say_many("{count} chart", "{count} charts", len(briefing.charts)),
    }
    for number, page in enumerate(briefing.charts, start=1):
        words = metadata_of(briefing, page).facts(page.exhibit) if page.exhibit else {}
        texts = [page.title, words.get("Unit"), page.filters, words.get("Shown")]
        texts += [words.get("Sources"), words.get("Notes"), page.comment, page.trouble, page.link]
        facts[say("Chart {number}", number=str(number))] = "\n".join(text for text in texts if text)
    return facts | {
        say("Data version"): briefing.data_version,
        say("Made on"): day(briefing.made_on),
        say("Made with"): PRODUCT,
        say("Link"): briefing.link,
    }


def _lines_table(briefing: Briefing) -> pd.DataFrame:
    """Return the judgements, the review and what was left out, a row a line."""
    lines: list[tuple[str, str, Line]] = [(say(JUDGEMENTS), "", e) for e in briefing.judgements]
    for country in briefing.review:
        for section in country.sections:
            lines += [(country.name, section.title, line) for line in section.lines]
    lines += [(say(LEFT_OUT), "", line) for line in briefing.left_out]
    rows = [
        (
            *(part, heading, line.text),
            ", ".join(f"[{number}]" for number in line.citations),
            "; ".join(line.keys),
        )
        for part, heading, line in lines
    ]
    heads = [say("Part"), say("Heading"), say("Text"), say("Citations"), say("Keys")]
    return pd.DataFrame(rows, columns=heads)


def _opened(buffer: BytesIO, title: str, made_on: date) -> tuple[xlsxwriter.Workbook, Looks]:
    """Begin a workbook in `buffer`, to be closed by the caller; return it and its cells' looks."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(buffer, options)
    created = datetime.combine(made_on, time())
    book.set_properties({"title": title[:255], "author": PRODUCT, "created": created})
    return book, {name: book.add_format(_in_house(name, look)) for name, look in LOOKS.items()}


def _in_house(name: str, look: Mapping[str, object]) -> dict[str, object]:
    """Return the look of cells with the font of the house, and its accent under headings."""
    house = current_house()
    own = {"font_name": house.font.family} if house.font else {}
    heads = {"bottom": 2, "bottom_color": house.accent} if house.accent and name == "head" else {}
    return {**look, **own, **heads}


def _add_logo(sheet: Worksheet) -> None:
    house = current_house()
    if house.logo:
        with Image.open(BytesIO(house.logo)) as picture:
            scale = LOGO_HEIGHT / picture.height
        held = {"image_data": BytesIO(house.logo), "x_scale": scale, "y_scale": scale}
        sheet.insert_image(0, 3, "logo", {**held, "description": house.name})


def _sources_table(exhibit: Exhibit, metadata: Metadata) -> pd.DataFrame:
    sources = sources_in_full(exhibit, metadata)
    names = dict.fromkeys(name for source in sources for name in source)
    columns = {
        name.replace("_", " ").capitalize(): [source.get(name, "") for source in sources]
        for name in names
    }
    return pd.DataFrame(columns, dtype=object)


def _fill_data(sheet: Worksheet, data: Tidy, looks: Looks) -> None:
    """Write data as a table of Excel's own, named Data, as many rows as a sheet holds."""
    rows = data.rows.slice(0, SHEET_ROWS)
    plain = {**looks, "count": looks["number"], "text": looks["number"]}
    widths = list[int]()
    for place, (field, column) in enumerate(zip(data.fields, rows.columns, strict=True)):
        cells = column.to_pylist()
        for line, cell in enumerate(cells, start=1):
            # Most cells are words and blanks.
            if isinstance(cell, str):
                sheet.write_string(line, place, cell[:CELL_LETTERS], looks["number"])
            elif isinstance(cell, bool):
                sheet.write_boolean(line, place, cell)
            elif cell is not None:
                _write_cell(sheet, (line, place), cell, plain)
        longest = max(map(len, map(exact_text, cells[:MEASURED])), default=0)
        width = min(max(len(field.name) + ROOM_FOR_FILTER, longest) + 1, WIDEST)
        sheet.set_column(place, place, width)
        widths.append(width)
    heads = [{"header": field.name} for field in data.fields]
    if rows.num_rows:
        options = {"style": STYLE, "name": "Data", "columns": heads}
        sheet.add_table(0, 0, rows.num_rows, len(heads) - 1, options)
    else:
        sheet.write_row(0, 0, [field.name for field in data.fields], looks["head"])
    sheet.freeze_panes(1, 0)
    _fit_for_print(sheet, rows.num_rows, len(heads), sum(widths))


def _fill_rows(sheet: Worksheet, rows: pd.DataFrame | Table, looks: Looks, name: str = "") -> None:
    """Write a table under a heading that stays in view, as many rows as a sheet holds.

    With a `name` it is a table of Excel's own.
    """
    columns, widths = columns_of(rows, SHEET_ROWS), list[int]()
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.title[:CELL_LETTERS], looks["head"])
        # Thousands are set off, but 2,020 is no year.
        own = {**looks, "count": looks["number" if "year" in column.title.lower() else "count"]}
        width = _letters(column.title)
        for line, (cell, number) in enumerate(zip(column.cells, column.numbers, strict=True), 1):
            if not is_blank(cell):
                _write_cell(sheet, (line, place), cell if number is None else number, own)
                width = max(width, _letters(exact_text(cell)))
        widths.append(min(max(width + 2, NARROWEST), WIDEST))
        sheet.set_column(place, place, widths[-1])
    sheet.freeze_panes(1, 0)
    if columns:
        _set_heights(sheet, columns, widths)
        _fit_for_print(sheet, len(columns[0].cells), len(columns), sum(widths))
        last = len(columns[0].cells), len(columns) - 1
        if name and last[0]:
            heads = [{"header": column.title, "header_format": looks["head"]} for column in columns]
            sheet.add_table(0, 0, *last, {"style": STYLE, "name": name, "columns": heads})
        else:
            sheet.autofilter(0, 0, *last)


def _set_heights(sheet: Worksheet, columns: Sequence[ShownColumn], widths: Sequence[int]) -> None:
    """Give rows with long words their height, which not every program works out."""
    heads = [_lines(column.title, width) for column, width in zip(columns, widths, strict=True)]
    sheet.set_row(0, LINE_HEIGHT * max(heads))
    for line, cells in enumerate(zip(*(column.cells for column in columns), strict=True), start=1):
        lines = max(
            _lines(cell, width) if isinstance(cell, str) else 1
            for cell, width in zip(cells, widths, strict=True)
        )
        if lines > 1:
            sheet.set_row(line, min(LINE_HEIGHT * lines, TALLEST))


def _lines(text: str, width: int) -> int:
    return sum(-(-max(len(line), 1) // width) for line in text.split("\n"))


def _fill_facts(sheet: Worksheet, facts: Mapping[str, str], looks: Looks) -> None:
    """Write names and what they stand for, side by side."""
    for line, (name, text) in enumerate(facts.items()):
        sheet.write_string(line, 0, name, looks["head"])
        sheet.write_string(line, 1, text[:CELL_LETTERS], looks["text"])
        sheet.set_row(line, min(LINE_HEIGHT * _lines(text, FACTS_WIDTH), TALLEST))
    _fit_for_print(sheet, max(len(facts) - 1, 0), 2, FACTS_WIDTH, heads=0)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, FACTS_WIDTH)
    _add_logo(sheet)


def _fit_for_print(sheet: Worksheet, rows: int, columns: int, width: float, heads: int = 1) -> None:
    """Print on A4, over as many pages beside each other as `width` in letters needs to be read.

    The headings stand on every page, and the first column where there are several.
    """
    sheet.set_landscape()
    sheet.set_paper(A4)
    across = max(1, ceil(width / PRINTED_WIDTH))
    sheet.fit_to_pages(across, 0)
    if across > 1:
        sheet.repeat_columns("A:A")
    if columns:
        sheet.print_area(0, 0, rows, columns - 1)
    if heads:
        sheet.repeat_rows(0, heads - 1)


def _write_cell(sheet: Worksheet, place: tuple[int, int], value: Any, looks: Looks) -> None:
    """Write a number or a day as such where a sheet can hold it exactly, anything else as text."""
    if isinstance(value, str):  # as most cells are
        sheet.write_string(*place, value[:CELL_LETTERS], looks["text"])
    elif is_number(value) and abs(value) <= LARGEST_EXACT_NUMBER:
        whole = isinstance(value, Integral) or float(value).is_integer()
        look = looks["count" if whole else "number"]
        if isinstance(value, Rate):
            look = looks.get(f"rate {value.decimals}", look)
        sheet.write_number(*place, float(value), look)
    elif is_day(value) and value.year > FIRST_SHEET_YEAR:
        sheet.write_datetime(*place, datetime.combine(value, time()), looks["date"])
    else:
        sheet.write_string(*place, exact_text(value)[:CELL_LETTERS], looks["text"])


def _letters(text: str) -> int:
    return max((len(line) for line in text.split("\n")), default=0)
