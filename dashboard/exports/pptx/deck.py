"""A deck put together, slide by slide, and written to bytes.

Each kind of slide is left to its module.
"""

from datetime import datetime, time
from io import BytesIO

from dashboard.briefing.content import Briefing, Step
from dashboard.briefing.tray import clean_text
from dashboard.exports.chart_pictures import ChartPictures
from dashboard.exports.papers import PRODUCT
from dashboard.exports.pptx.cover import add_cover
from dashboard.exports.pptx.lists import add_judgements, add_left_out
from dashboard.exports.pptx.pages import add_chart_slides
from dashboard.exports.pptx.source_list import add_sources
from dashboard.exports.pptx.stage import Stage

MOST_PROPERTY = 255


def deck_bytes(briefing: Briefing, pictures: ChartPictures, stage: Stage, step: Step) -> bytes:
    """Add all slides to the stage's deck and write it."""
    step("PowerPoint: cover and key judgements")
    add_cover(stage, briefing)
    add_judgements(stage, briefing)
    for number, page in enumerate(briefing.charts, start=1):
        step(f"PowerPoint: slide of chart {number} of {len(briefing.charts)}")
        add_chart_slides(stage, briefing, page, pictures)
    step("PowerPoint: sources")
    add_left_out(stage, briefing)
    add_sources(stage, briefing)
    _set_properties(stage, briefing)
    buffer = BytesIO()
    stage.deck.save(buffer)
    return buffer.getvalue()


def _set_properties(stage: Stage, briefing: Briefing) -> None:
    """Say in the file's properties what it is; a template's own would be another's."""
    properties = stage.deck.core_properties
    properties.title = clean_text(briefing.title, MOST_PROPERTY)
    properties.subject = clean_text(briefing.filters, MOST_PROPERTY)
    properties.author = properties.last_modified_by = PRODUCT
    properties.keywords = f"data version {clean_text(briefing.data_version, 100)}"
    properties.comments = ""
    properties.revision = 1
    moment = datetime.combine(briefing.made_on, time())
    properties.created = properties.modified = moment
