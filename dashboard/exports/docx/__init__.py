"""A briefing as a Word document.

The library that writes it takes half a second to import: only who asks for a document waits for it.
"""

from collections.abc import Callable

from dashboard.briefing.content import Briefing, ignore
from dashboard.exports.pictures.charts import ChartPictures


def make_docx(
    briefing: Briefing, pictures: ChartPictures, step: Callable[[str], None] = ignore
) -> bytes:
    """Write the document. `step` is called before each chart and may raise to cancel."""
    from dashboard.exports.docx.document import document_bytes

    return document_bytes(briefing, pictures, step)
