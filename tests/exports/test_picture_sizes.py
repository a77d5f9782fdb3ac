"""Pictures in the size, on the ground and with the words around them that an address asks for."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.exports.metadata import Metadata
from dashboard.exports.pictures.browser import PictureUnavailable
from dashboard.exports.pictures.charts import make_pdf, make_png, make_svg
from dashboard.exports.pictures.look import (
    SIZES,
    SMALLEST_POINTS,
    Around,
    Ground,
    Look,
    look_of,
    option_words,
)
from dashboard.palette import DARK
from dashboard.panels.exhibit import Exhibit
from dashboard.selection import Selection

METADATA = Metadata(
    filters="five countries, June 2020",
    data_version="2026.11-1a2b3c4d",
    made_on=date(2026, 11, 30),
    link="http://monitor.example/covid?from=2020-06",
)
PANELS = ("events_by_week", "covid_series", "people_reported", "overview_map", "stood_out")
# Words of tables too wide or of charts too high for the place.
REFUSED = {
    ("column", "stood_out"),
    ("card", "covid_series"),
    ("card", "people_reported"),
    ("card", "overview_map"),
}


@pytest.fixture(scope="module")
def panels(package: Package) -> dict[str, Exhibit]:
    return {name: EXHIBITS[name](package, Selection(), {}) for name in PANELS}


def letters(svg: bytes) -> float:
    """Return the size of the smallest letters of a sheet, in pixels of its own."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own file
    smallest = []

    def walk(element: ElementTree.Element, scale: float) -> None:
        box, width = element.get("viewBox"), element.get("width", "")
        if element is not root and box and width.replace(".", "").isdigit():
            scale *= float(width) / float(box.split()[2])
        own = element.get("font-size") or "".join(
            re.findall(r"font-size: ([\d.]+)px", element.get("style", ""))
        )
        if (
            own
            and element.tag.endswith(("}text", "}tspan"))
            and "".join(element.itertext()).strip()
        ):
            smallest.append(float(own.removesuffix("px")) * scale)
        for each in element:
            walk(each, scale)

    walk(root, 1)
    return min(smallest)


@pytest.mark.usefixtures("chromium_path")
@pytest.mark.parametrize("size", SIZES)
def test_letters_can_be_read_in_every_size(panels: dict[str, Exhibit], size: str) -> None:
    look = look_of({"size": size})
    assert look.size
    for name, panel in panels.items():
        if (size, name) in REFUSED:
            with pytest.raises(PictureUnavailable, match="larger"):
                make_svg(panel, METADATA, look)
            continue
        svg = make_svg(panel, METADATA, look)
        assert letters(svg) * look.size.points >= SMALLEST_POINTS, name
        assert f'width="{look.size.inches:.4g}in"'.encode() in svg


@pytest.mark.usefixtures("chromium_path")
def test_a_png_has_the_pixels_asked_for_and_says_what_it_is(panels: dict[str, Exhibit]) -> None:
    panel = panels["events_by_week"]
    for size, pixels, dots in (
        ("slide", (2560, 1440), 192),
        ("card", (1200, 630), 144),
        ("square", (1080, 1080), 144),
        ("1600x900", (1600, 900), 96),
    ):
        picture = Image.open(BytesIO(make_png(panel, METADATA, look_of({"size": size}))))
        assert picture.size == pixels
        assert picture.info["dpi"] == pytest.approx((dots, dots), abs=0.2)
    column = Image.open(BytesIO(make_png(panel, METADATA, look_of({"size": "column"}))))
    assert column.info["dpi"] == pytest.approx((300, 300), abs=0.2)
    assert column.width == round(82 / 25.4 * 300)
    assert column.info["Title"] == panel.title
    assert column.info["Source"] == "; ".join(panel.sources.named())
    assert METADATA.link in column.info["Comment"] and METADATA.filters in column.info["Comment"]


@pytest.mark.usefixtures("chromium_path")
def test_the_ground_is_white_dark_or_none(panels: dict[str, Exhibit]) -> None:
    panel = panels["events_by_week"]
    corners = {
        ground: Image.open(
            BytesIO(make_png(panel, METADATA, Look(SIZES["card"], ground, Around.PLAIN)))
        )
        .convert("RGBA")
        .getpixel((3, 3))
        for ground in Ground
    }
    dark = tuple(int(DARK.background[place : place + 2], 16) for place in (1, 3, 5))
    assert corners == {
        Ground.WHITE: (255, 255, 255, 255),
        Ground.TRANSPARENT: (0, 0, 0, 0),
        Ground.DARK: (*dark, 255),
    }


@pytest.mark.usefixtures("chromium_path")
def test_what_stands_around_the_chart(panels: dict[str, Exhibit]) -> None:
    panel = panels["events_by_week"]
    size = SIZES["slide"]
    told = {
        around: PdfReader(BytesIO(make_pdf(panel, METADATA, Look(size, around=around)))).pages[0]
        for around in Around
    }
    text = {around: page.extract_text() for around, page in told.items()}
    page = told[Around.WHOLE].mediabox
    assert (float(page.width), float(page.height)) == pytest.approx((960, 540), abs=0.5)
    assert panel.title in text[Around.WHOLE] and "Sources: CABAR.asia" in text[Around.WHOLE]
    assert panel.title in text[Around.TITLE] and "CABAR" not in text[Around.TITLE]
    assert panel.title not in text[Around.PLAIN] and "22–28" in text[Around.PLAIN]


@pytest.mark.usefixtures("chromium_path")
def test_a_table_in_a_small_place_says_how_many_rows_it_leaves_out(
    panels: dict[str, Exhibit],
) -> None:
    svg = make_svg(panels["stood_out"], METADATA, look_of({"size": "card"}))
    assert re.search("First [1-5] of 6 rows; the CSV has all.", svg.decode())


def test_without_a_chart_there_is_no_small_picture_of_a_wide_table(
    panels: dict[str, Exhibit],
) -> None:
    rows = replace(panels["people_reported"], draw=None, draw_narrow=None)
    with pytest.raises(PictureUnavailable, match="The letters could not be read"):
        make_png(rows, METADATA, look_of({"size": "column"}))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"size": "huge"}, "“huge” in “size” is none of slide, half, page, column"),
        ({"size": "10x10"}, "A picture is 240 to 6,000 pixels wide and high; “10x10” is not."),
        ({"size": "9000x900"}, "“9000x900” is not."),
        ({"size": "٣٠٠x٣٠٠"}, "is none of"),
        ({"ground": "red"}, "“red” in “ground” is none of white, transparent, dark."),
        ({"around": "<b>"}, "“<b>” in “around” is none of whole, title, plain."),
    ],
)
def test_what_is_no_look_is_refused_in_a_sentence(asked: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        look_of(asked)


def test_everything_that_can_be_chosen_has_words() -> None:
    words = [option_words(each) for each in (*SIZES, *Ground, *Around)]
    assert all(words) and len(set(words)) == len(words)
