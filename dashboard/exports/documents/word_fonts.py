"""Our fonts inside a Word document, so that it looks alike on a computer without them.

Word wants them with their first bytes scrambled by a key that stands beside them.
"""

import uuid
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from dashboard.exports.lettering import FONT_FOLDER

FACES = {
    "Source Sans 3": {
        "Regular": "SourceSans3-Regular.ttf",
        "Bold": "SourceSans3-Bold.ttf",
        "Italic": "SourceSans3-It.ttf",
    },
    "Source Serif 4 Semibold": {"Regular": "SourceSerif4-Semibold.ttf"},
}
# What to take where fonts in documents are not read.
ALIKE = {"Source Sans 3": "Calibri", "Source Serif 4 Semibold": "Georgia"}
FONT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
FONT_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
SCRAMBLED = 32
SET_BEFORE = (
    "writeProtection",
    "view",
    "zoom",
    "removePersonalInformation",
    "removeDateAndTime",
    "doNotDisplayPageBoundaries",
    "displayBackgroundShape",
    "printPostScriptOverText",
    "printFractionalCharacterWidth",
    "printFormsData",
)


def embed_fonts(document: Any) -> None:
    """Put the fonts into a new document."""
    table = next(
        part
        for part in document.part.package.iter_parts()
        if part.partname == "/word/fontTable.xml"
    )
    fonts = parse_xml(table.blob)
    number = 0
    for family, faces in FACES.items():
        entry = OxmlElement("w:font")
        entry.set(qn("w:name"), family)
        other = OxmlElement("w:altName")
        other.set(qn("w:val"), ALIKE[family])
        entry.append(other)
        for face, file in faces.items():
            number += 1
            entry.append(_embedded(table, face, file, number))
        fonts.append(entry)
    table._blob = serialize_part_xml(fonts)
    _say_embedded(document.settings.element)


def _say_embedded(settings: Any) -> None:
    """Note in the settings that fonts are inside; Word is strict about where it stands."""
    before = [qn(f"w:{name}") for name in SET_BEFORE]
    place = sum(1 for setting in settings if setting.tag in before)
    settings.insert(place, OxmlElement("w:embedTrueTypeFonts"))


def _embedded(table: Any, face: str, file: str, number: int) -> Any:
    key = uuid.uuid5(uuid.NAMESPACE_URL, file)
    content = bytearray((FONT_FOLDER / file).read_bytes())
    mask = key.bytes[::-1]
    for place in range(SCRAMBLED):
        content[place] ^= mask[place % len(mask)]
    name = PackURI(f"/word/fonts/font{number}.odttf")
    part = Part(name, FONT_TYPE, bytes(content), table.package)
    element = OxmlElement(f"w:embed{face}")
    element.set(qn("r:id"), table.relate_to(part, FONT_LINK))
    element.set(qn("w:fontKey"), f"{{{str(key).upper()}}}")
    return element
