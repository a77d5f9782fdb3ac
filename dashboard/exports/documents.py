"""A briefing as files: which formats there are, and all that were asked for made in one go.

How each is made is left to its module; they share the pictures.
"""

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from dashboard.briefing.content import Briefing, Cancelled, Step, TemplateUnusable, ignore
from dashboard.briefing.tray_file import tray_json
from dashboard.exports.evidence import make_evidence
from dashboard.exports.files.xlsx import make_xlsx_book
from dashboard.exports.metadata import PRODUCT, file_period, slug
from dashboard.exports.pdf.document import make_pdf_document
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.reproducible import reproducible
from dashboard.wording import N_, say

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DocumentFormat:
    """One kind of document: its name, extension and media type."""

    name: str
    extension: str
    media_type: str

    @property
    def label(self) -> str:
        """Its name on screen."""
        return say(self.name)


OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENTS = {
    made.extension: made
    for made in (
        DocumentFormat("PowerPoint", "pptx", f"{OFFICE}.presentationml.presentation"),
        DocumentFormat("Word", "docx", f"{OFFICE}.wordprocessingml.document"),
        DocumentFormat("PDF", "pdf", "application/pdf"),
        DocumentFormat("Excel", "xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        DocumentFormat(N_("Evidence pack (ZIP)"), "zip", "application/zip"),
        DocumentFormat(N_("Briefing file (JSON)"), "json", "application/json"),
    )
}
PACKED = ("pptx", "docx", "pdf", "xlsx")
# A workbook has no pictures: the browser draws them meanwhile.
IN_TURN = ("xlsx", "pptx", "docx", "pdf")
DRAWN = {"docx", "pdf", "zip"}


@dataclass(frozen=True)
class Documents:
    """What was made: bytes by file name; and a sentence for each thing that could not be."""

    files: dict[str, bytes]
    troubles: tuple[str, ...] = ()


def make_documents(
    briefing: Briefing,
    formats: Sequence[str],
    *,
    template: bytes | None = None,
    step: Step = ignore,
) -> Documents:
    """Make the formats asked for, in the order of `DOCUMENTS`.

    The evidence pack holds the four documents, whether these are asked for or not. `step` is told
    what begins and may raise to end the work. One document that fails does not lose the others.
    Raises `KeyError` for a format that does not exist, `TemplateUnusable` when a template is no
    PowerPoint file.
    """
    asked = [DOCUMENTS[name].extension for name in formats]
    wanted = [name for name in IN_TURN if name in asked or "zip" in asked]
    stem, pictures = briefing_stem(briefing), ChartPictures(briefing)
    made: dict[str, bytes] = {}
    troubles: list[str] = []
    with pictures.drawn_ahead() if DRAWN & {*asked, *wanted} else nullcontext():
        for name in wanted:
            try:
                made[name] = _made(name, briefing, pictures, template, step)
            except (Cancelled, TemplateUnusable):
                raise
            except Exception:
                # Whatever broke one document, the others are wanted; the log says what it was.
                _log.exception("The document %s could not be made", name)
                label = DOCUMENTS[name].label
                troubles.append(
                    say("{name} could not be made; the others are complete.", name=label)
                )
        packed = {f"{stem}.{name}": made[name] for name in PACKED if name in made}
        files = {f"{stem}.{name}": made[name] for name in PACKED if name in made and name in asked}
        if "zip" in asked:
            files[f"{stem}.zip"] = make_evidence(briefing, pictures, packed, step)
    if "json" in asked:
        files[f"{stem}.json"] = tray_json(briefing.tray)
    return Documents(files, (*troubles, *pictures.missing))


def briefing_stem(briefing: Briefing) -> str:
    """Name a briefing's files after its countries and months, in ASCII, without the extension."""
    chosen = briefing.selection
    countries = [] if chosen.covers_all_countries else [slug(code) for code in chosen.countries]
    return "_".join([slug(PRODUCT), "briefing", file_period(chosen), *countries])


def _made(
    name: str,
    briefing: Briefing,
    pictures: ChartPictures,
    template: bytes | None,
    step: Step,
) -> bytes:
    """Make one document; a library that takes half a second to import is imported with it."""
    if name == "pdf":
        return make_pdf_document(briefing, pictures, step)
    if name == "pptx":
        from dashboard.exports.pptx.deck import make_pptx

        return make_pptx(briefing, pictures, template, step)
    if name == "docx":
        from dashboard.exports.docx.document import make_docx

        return reproducible(make_docx(briefing, pictures, step), briefing.made_on)
    return reproducible(make_xlsx_book(briefing, step), briefing.made_on)
