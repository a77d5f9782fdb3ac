"""The words of a chart's slide: title, subject, caption and notes.

How they are set is left to `pages`.
"""

from collections.abc import Sequence

from dashboard.briefing.content import Briefing, ChartPage
from dashboard.briefing.tray import clean_text
from dashboard.exports.pptx.citing import in_words
from dashboard.exports.pptx.paragraphs import MOST_LETTERS
from dashboard.exports.pptx.prepare import is_drawn, without_values
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.office import NativeChart

ON_SCREEN_ONLY = "square-root scale, "


def title_of(page: ChartPage) -> str:
    """Return the title: the analyst's or the panel's own."""
    if page.title.strip():
        return page.title
    if page.exhibit is None:
        return "A chart that could not be made"
    return page.exhibit.headline or page.exhibit.title


def subject_of(page: ChartPage, exhibit: Exhibit, charts: Sequence[NativeChart]) -> str:
    """Return what the panel is called and counts; the charts' own unit when that says more."""
    name = exhibit.title if exhibit.title != title_of(page) else ""
    unit = exhibit.unit
    if charts:
        # No office program has such a scale; ours is straight there.
        unit = unit.replace(ON_SCREEN_ONLY, "")
        own = {chart.unit for chart in charts}
        unit = max(unit, own.pop(), key=len) if len(own) == 1 else unit
    return clean_text(" · ".join(part for part in (name, unit) if part), MOST_LETTERS)


def caption_of(exhibit: Exhibit, charts: Sequence[NativeChart]) -> str:
    """Return the caption, that for native charts if these are drawn; and what cannot be drawn."""
    own = exhibit.office_caption if any(map(is_drawn, charts)) else exhibit.caption
    caption = clean_text(own, MOST_LETTERS)
    missing = [name for name in without_values(charts) if f"{name};" not in caption]
    if missing:
        caption = f"{caption} No value to draw: {', '.join(missing)}.".strip()
    return caption


def notes_of(briefing: Briefing, page: ChartPage, facts: list[tuple[str, str]]) -> str:
    """Return what a reader may ask: caveats, filters, the link, the citations in words."""
    exhibit = page.exhibit
    if exhibit is not None:
        facts = [
            *facts,
            ("Sources", ", ".join(exhibit.sources.named())),
            ("Shown", exhibit.count),
        ]
    facts = [
        *facts,
        ("Filters", page.filters),
        ("Data version", briefing.data_version),
        ("Link", page.link),
    ]
    lines = [f"{name}: {text}" for name, text in facts if text.strip()]
    words = in_words(page.citations, briefing)
    return clean_text("\n".join([*lines, *words]), 10 * MOST_LETTERS, lines=True)
