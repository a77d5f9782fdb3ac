"""The look of the house: its file checked part by part, and what each format takes of it."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from exported import papers
from openpyxl import load_workbook
from PIL import Image
from shipped import shipped_package

from dashboard.__main__ import main
from dashboard.briefing.assemble import assemble
from dashboard.briefing.tray import Tray
from dashboard.catalogue import EXHIBITS
from dashboard.exports.docx.document import make_docx
from dashboard.exports.files.html import make_html
from dashboard.exports.files.xlsx import make_xlsx
from dashboard.exports.pdf.document import make_pdf_document
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pictures.look import Ground, Look
from dashboard.exports.pictures.sheet import frame_of, sheet_of
from dashboard.exports.pptx.stage import open_stage
from dashboard.exports.text_metrics import FONT_FOLDER
from dashboard.house import SETTING, House, contrast, read_house
from dashboard.palette import country_colour, mark_colour
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.start import selection_in

LOOK = """
name = "Steppe <Institute>"
logo = "logo.png"
accent = "#7A1F2B"
[colours]
KAZ = "#1b9e77"
protest = "#224488"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    Image.new("RGB", (90, 30), "#7A1F2B").save(tmp_path / "logo.png")
    named = tmp_path / "house.toml"
    named.write_text(LOOK, "utf-8")
    monkeypatch.setenv(SETTING, str(named))
    yield named


def a_chart() -> Exhibit:
    package = shipped_package()
    return EXHIBITS["protests_by_issue"](package, selection_in(package, {}), {})


def test_the_whole_file_is_read(file: Path) -> None:
    font = '[font]\nfamily = "Source Serif 4"\n'
    faces = {"regular": "Regular", "bold": "Semibold"}
    font += "".join(
        f'{key} = "{FONT_FOLDER}/SourceSerif4-{each}.ttf"\n' for key, each in faces.items()
    )
    file.write_text(LOOK + font, "utf-8")
    house, faults = read_house(file)
    assert faults == ()
    assert (house.name, house.accent, house.logo_shape) == ("Steppe <Institute>", "#7A1F2B", 3)
    assert house.colours == {"KAZ": "#1B9E77", "protest": "#224488"}
    assert house.font is not None
    assert house.font.bold.name == "SourceSerif4-Semibold.ttf"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('accent = "#FFDD00"', "“#FFDD00” in “accent” is too pale on white: its contrast is 1.3"),
        ('accent = "red"', "“red” in “accent” is not a colour written as #7A1F2B."),
        ("accent = 3", "“3” in “accent” is not a text between quotation marks."),
        ('color = "#7A1F2B"', "“#7A1F2B” in “color” is none of name, logo, accent"),
        ('colours = { USA = "#7A1F2B" }', "in “colours.USA” is of none of KAZ, KGZ, TJK"),
        ('colours = { KAZ = "#DDDDDD" }', "in “colours.KAZ” is too pale on white"),
        ('logo = "none.png"', "“none.png” in “logo” is no PNG or JPEG file beside this file."),
        ('logo = "house.toml"', "“house.toml” in “logo” is no PNG or JPEG file"),
        (f'name = "{"x" * 61}"', "in “name” is not one line of at most 60 letters."),
        ('font = { family = "X" }', "“” in “font.regular” is not a text; all three are wanted."),
        (
            'font = { family = "X", regular = "house.toml", bold = "house.toml" }',
            "“house.toml” in “font.regular” is no font file (TTF or OTF) beside this file.",
        ),
        (
            'font = { family = "X;}", regular = "a", bold = "b" }',
            "“X;}” in “font.family” is not a name of letters, digits and blanks.",
        ),
        (
            f'font = {{ family = "X", regular = "{FONT_FOLDER}/SourceSans3-It.ttf", bold = "b" }}',
            "holds the font “Source Sans 3”, not “X”",
        ),
        ("accent = ", "is no TOML file: "),
    ],
)
def test_what_cannot_be_is_named_and_nothing_of_the_file_is_used(
    line: str, said: str, file: Path
) -> None:
    file.write_text(line, "utf-8")
    house, faults = read_house(file)
    assert house == House()
    assert faults[0].startswith(f"{file}")
    assert said in " ".join(faults)


def test_a_file_that_is_not_there_ends_the_command_with_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(SETTING, "")
    asked = ["brief", "--house", str(tmp_path / "none.toml"), "--output", str(tmp_path)]
    assert main(asked) == 2
    assert "none.toml cannot be read: No such file or directory." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_series_have_its_colours_on_white_and_darker_ones_for_letters(file: Path) -> None:
    assert country_colour("KAZ", "light") == "#1B9E77"
    assert contrast(country_colour("KAZ", "light", text=True)) >= 4.5
    assert country_colour("KAZ", "dark") == "#3F8FE0"
    assert country_colour("KGZ", "light") == "#D96800"
    assert mark_colour("protest", "light", text=True) == "#224488"


@pytest.mark.parametrize(("ground", "has_accent"), [(Ground.WHITE, True), (Ground.DARK, False)])
def test_a_picture_has_its_logo_and_on_white_its_accent(
    ground: Ground, has_accent: bool, file: Path
) -> None:
    exhibit, look = a_chart(), Look(ground=ground)
    frame = frame_of(exhibit, papers("June 2020"), 1000, look)
    sheet = sheet_of(b"<svg/>", (900, 300), exhibit, frame, look)
    assert (b'stroke="#7A1F2B" stroke-width="3"' in sheet.svg) is has_accent
    assert b'height="34" xlink:href="data:image/png;base64,' in sheet.svg
    assert sheet.png().startswith(b"\x89PNG")


def test_a_web_page_and_a_workbook_have_its_logo_and_accent(file: Path) -> None:
    page = make_html(a_chart(), papers("June 2020")).decode()
    assert 'alt="Steppe &lt;Institute&gt;"' in page
    assert "border-top: 3px solid #7A1F2B" in page
    made = make_xlsx(a_chart(), papers("June 2020"))
    assert any(name.startswith("xl/media/") for name in ZipFile(BytesIO(made)).namelist())
    head = load_workbook(BytesIO(made))["As on screen"]["A1"]
    assert head.border.bottom.color.rgb == "FF7A1F2B"


def test_our_own_deck_takes_its_colours_and_stands_its_logo_beside_the_titles(file: Path) -> None:
    stage = open_stage(None)
    slide = stage.new_slide()
    [logo] = [shape for shape in slide.shapes if shape.name == "Logo"]
    assert slide.shapes.title is not None
    assert slide.shapes.title.left + slide.shapes.title.width < logo.left
    held = BytesIO()
    stage.deck.save(held)
    theme = ZipFile(held).read("ppt/theme/theme1.xml").decode()
    assert '<a:accent1><a:srgbClr val="1B9E77"/>' in theme
    assert '<a:hlink><a:srgbClr val="7A1F2B"/>' in theme


def test_word_and_pdf_begin_with_its_logo_under_its_accent(file: Path) -> None:
    package = shipped_package()
    briefing = assemble(package, Tray(), selection_in(package, {}), made_on=date(2026, 11, 30))
    pictures = ChartPictures(briefing)
    word = ZipFile(BytesIO(make_docx(briefing, pictures)))
    assert any(name.startswith("word/media/") for name in word.namelist())
    assert 'descr="Steppe &lt;Institute&gt;"' in word.read("word/document.xml").decode()
    assert 'w:color w:val="7A1F2B"' in word.read("word/styles.xml").decode()
    assert b"/Subtype/Image" in make_pdf_document(briefing, pictures)
