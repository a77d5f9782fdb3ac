"""A briefing as a PowerPoint deck: native charts, tables, notes, the analyst's own template.

The library that writes decks is loaded when the first is made, since no page should wait for it.
"""

from dashboard.briefing.content import Briefing, Step, ignore
from dashboard.exports.pictures.charts import ChartPictures


def make_pptx(
    briefing: Briefing,
    pictures: ChartPictures,
    template: bytes | None = None,
    step: Step = ignore,
) -> bytes:
    """Make the deck, in the analyst's template (.pptx or .potx) if there is one.

    `step` is told which slide begins and may raise to end the work. Raises `TemplateUnusable`
    before any work.
    """
    from dashboard.exports.pptx.deck import deck_bytes
    from dashboard.exports.pptx.stage import open_stage

    return deck_bytes(briefing, pictures, open_stage(template), step)


def check_template(template: bytes) -> None:
    """Raise `TemplateUnusable`, with a sentence for the analyst, if slides cannot be set in it."""
    from dashboard.exports.pptx.stage import open_stage

    open_stage(template)
