"""A deck put together, slide by slide: cover, judgements, countries, charts, sources, coverage.

What the data covers and leaves out has one last slide. Charts and sources are left to their own
modules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.slide import Slide

from dashboard.briefing.content import (
    About,
    Briefing,
    ChartPage,
    CountryReview,
    KeyFigure,
    Line,
    Run,
    Section,
    Step,
    heading_words,
    ignore,
)
from dashboard.briefing.tray import clean_text
from dashboard.dates import day
from dashboard.exports.briefing_text import JUDGEMENTS
from dashboard.exports.metadata import PRODUCT
from dashboard.exports.pictures.charts import ChartPictures
from dashboard.exports.pptx.chart_slides import add_chart_slides, title_of
from dashboard.exports.pptx.frame import LINE, Frame, cut_to, fitted, frame_of, lines_high
from dashboard.exports.pptx.sources import (
    add_sources,
    cited_briefly,
    line_notes,
    numbered,
    publishers_of,
)
from dashboard.exports.pptx.stage import TITLES, Stage, open_stage
from dashboard.exports.pptx.text import (
    COVER_TITLE_SIZES,
    MOST_LETTERS,
    Paragraph,
    Piece,
    add_foot,
    add_text,
    body_under,
    fill_body,
    fill_text,
    plain,
    set_notes,
    set_title,
    share_out,
)
from dashboard.exports.reproducible import made_of
from dashboard.wording import N_, say

MOST_PROPERTY = 255
STORY_SIZE, LAST_SIZE = 16, 16
# The judgements stand on one slide as long as they fit in letters that a room can read.
JUDGEMENT_SIZES, SEVERAL_SLIDES = (18, 17, 16, 15, 14, 13, 12), 16
# The key figures of a country, side by side over its story.
FIGURE_SIZES, FIGURE_WORDS, FIGURE_LINES, FIGURE_GAP = (34, 20), 12, 3, 24
LAST = N_("What this briefing covers")
# Panels that tell of the data itself stand on this page.
ABOUT_THE_DATA = "about_the_data"
# So many sentences of a paragraph of the review stand on the slide of a country, as they fit.
MOST_OF_A_THEME = 4
AFTER, INDENT = 0.6, 16
PROGRAM_PROPERTIES = "/docProps/app.xml"
FORMATS = {1.78: "Widescreen", 1.33: "On-screen Show (4:3)"}
PROGRAM_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    'openxmlformats.org/officeDocument/2006/extended-properties"><Application>{0}</Application>'
    "<PresentationFormat>{1}</PresentationFormat><Slides>{2}</Slides><Notes>{2}</Notes></Properties>"
)
# The cover: sizes of its facts, what its box keeps free, the space after a fact and its lines.
MOST_PUBLISHERS = 8
COVER_SIZES = (16, 14, 13, 12)
COVER_INSETS, COVER_AFTER, LONGEST_FACT = (15, 8), 0.45, 2.6
# A single item that would fill a slide is cut; the notes have it whole.
TALLEST = 0.9


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
    stage = open_stage(template)
    step(say("PowerPoint: cover and key judgements"))
    _add_cover(stage, briefing)
    heading = say(JUDGEMENTS)
    size = _largest(stage, heading, briefing.judgements)
    _add_lines(stage, briefing, heading, briefing.judgements, size)
    step(say("PowerPoint: the countries"))
    for country in briefing.review:
        _add_country(stage, briefing, country)
    charts = [page for page in briefing.charts if not _is_about_the_data(page)]
    for number, page in enumerate(charts, start=1):
        step(say("PowerPoint: slide of chart {number} of {many}", number=number, many=len(charts)))
        add_chart_slides(stage, briefing, page, pictures)
    step(say("PowerPoint: sources"))
    add_sources(stage, briefing)
    _add_lines(stage, briefing, say(LAST), _covered(briefing), LAST_SIZE)
    _set_properties(stage, briefing)
    return made_of(stage.parts(), briefing.made_on)


def _set_properties(stage: Stage, briefing: Briefing) -> None:
    """Say in the file's properties what it is; a template's own would be another's."""
    properties = stage.deck.core_properties
    properties.title = clean_text(briefing.title, MOST_PROPERTY)
    properties.subject = clean_text(briefing.filters, MOST_PROPERTY)
    properties.author = properties.last_modified_by = PRODUCT
    properties.keywords = say(
        "data version {version}", version=clean_text(briefing.data_version, 100)
    )
    properties.comments, properties.language = "", "en-GB"
    properties.revision = 1
    moment = datetime.combine(briefing.made_on, time())
    properties.created = properties.modified = moment
    # How wide the slides are and how many: a template's own file would count its own.
    slides = len(stage.deck.slides)
    shape = FORMATS.get(round(stage.whole.width / stage.whole.height, 2), "Custom")
    for part in stage.deck.part.package.iter_parts():
        if part.partname == PROGRAM_PROPERTIES:
            part._blob = PROGRAM_XML.format(PRODUCT, shape, slides).encode()


def _add_cover(stage: Stage, briefing: Briefing) -> None:
    """Add the cover; where the layout's subtitle is too small for it, the plain layout serves."""
    facts = _cover_facts(briefing)
    frame = _subtitle(stage)
    size = _cover_size(facts, frame, stage) if frame else 0
    if frame is None or not size:
        frame, stage = stage.body, replace(stage, cover_layout=stage.layout)
        size = _cover_size(facts, frame, stage) or COVER_SIZES[-1]
    slide = stage.new_slide(cover=True)
    title = briefing.title or f"{PRODUCT}, {briefing.period}"
    box = slide.shapes.title
    room = (frame_of(box) if box is not None else None) or stage.title
    is_cut = set_title(stage, slide, title, room, COVER_TITLE_SIZES)
    paragraphs = [_cover_fact(name, text, frame, size, stage) for name, text in facts]
    kind = PP_PLACEHOLDER.SUBTITLE
    subtitles = [each for each in slide.placeholders if each.placeholder_format.type == kind]
    if subtitles:
        fill_text(slide, subtitles[0], paragraphs, size)
    else:
        add_text(slide, frame, paragraphs, size)
    set_notes(slide, _cover_notes(briefing, title if is_cut else ""))


def _cover_facts(briefing: Briefing) -> list[tuple[str, str]]:
    publishers = publishers_of(briefing)
    named = ", ".join(publishers[:MOST_PUBLISHERS])
    if len(publishers) > MOST_PUBLISHERS:
        more = len(publishers) - MOST_PUBLISHERS
        named = say("{names} and {more} more", names=named, more=more)
    made_on = say("{day}, with {product}", day=day(briefing.made_on), product=PRODUCT)
    facts = [
        (say("Period"), briefing.period),
        (say("Filters"), briefing.filters),
        (say("Sources"), named),
        (say("Made on"), made_on),
        (say("Data version"), briefing.data_version),
    ]
    return [(name, clean_text(text, MOST_LETTERS)) for name, text in facts if text]


def _subtitle(stage: Stage) -> Frame | None:
    kinds = {shape.placeholder_format.type: shape for shape in stage.cover_layout.placeholders}
    if PP_PLACEHOLDER.SUBTITLE not in kinds or not any(kind in kinds for kind in TITLES):
        return None
    frame = frame_of(kinds[PP_PLACEHOLDER.SUBTITLE])
    return frame if stage.holds(frame) else None


def _cover_size(facts: list[tuple[str, str]], frame: Frame, stage: Stage) -> float:
    """Return the largest size at which all facts fit, each cut to a few lines; 0 for none."""
    width = frame.width - COVER_INSETS[0]
    for size in COVER_SIZES:
        lines = [_cover_fact(name, text, frame, size, stage) for name, text in facts]
        high = sum(lines_high(each.text, width, size, stage.stretch) + each.after for each in lines)
        if high <= frame.height - COVER_INSETS[1]:
            return size
    return 0


def _cover_fact(name: str, text: str, frame: Frame, size: float, stage: Stage) -> Paragraph:
    room = frame.width - COVER_INSETS[0], size * LONGEST_FACT
    label = f"{name}: "
    fitting = cut_to(f"{label}{text}", room, size, stage.stretch)
    pieces = (Piece(label, muted=True), Piece(fitting[len(label) :]))
    return Paragraph(pieces, after=size * COVER_AFTER)


def _cover_notes(briefing: Briefing, title: str) -> str:
    facts = [
        (say("Full title"), title),
        (say("Filters"), briefing.filters),
        (say("Publishers"), ", ".join(publishers_of(briefing))),
        (say("Data version"), briefing.data_version),
        (say("Made on"), day(briefing.made_on)),
        (say("Link"), briefing.link),
    ]
    return "\n".join(f"{name}: {text}" for name, text in facts if text)


def _largest(stage: Stage, title: str, lines: Sequence[Line]) -> float:
    """Return the largest size at which lines stand on one slide, or that of several slides."""
    room = body_under(stage, title)
    for size in JUDGEMENT_SIZES:
        if sum(_high(line, stage, size) for line in lines) - size * AFTER <= room.height:
            return size
    return SEVERAL_SLIDES


def _add_lines(
    stage: Stage,
    briefing: Briefing,
    title: str,
    lines: Sequence[Line],
    size: float,
    foot: str = "",
) -> None:
    items = [_item(line, stage, size) for line in lines]
    width = stage.body.width - INDENT
    heights = ((item, lines_high(item.text, width, size, stage.stretch)) for item in items)
    pages, place = share_out(heights, body_under(stage, title).height), 0
    for number, page in enumerate(pages, start=1):
        slide = stage.new_slide(body=True)
        set_title(stage, slide, numbered(title, number, len(pages)))
        fill_body(slide, body_under(stage, title), page, size, name=title)
        add_foot(stage, slide, foot or _foot(briefing))
        set_notes(slide, line_notes(lines[place : place + len(page)], briefing))
        place += len(page)


def _foot(briefing: Briefing) -> str:
    return say("{product} · Filters: {filters}", product=PRODUCT, filters=briefing.filters)


def _add_country(stage: Stage, briefing: Briefing, country: CountryReview) -> None:
    """Add the slide of a country: its key figures large, its story as far as it fits.

    What is edited by hand goes on on further slides. The notes have all of it. A country of which
    no more is said than its rate has no slide.
    """
    if not _has_story(country):
        return
    slide = stage.new_slide(body=True)
    set_title(stage, slide, country.name)
    room = body_under(stage, country.name)
    if country.key_figures:
        high = _add_key_figures(stage, slide, room, country.key_figures)
        room = room.below(high)
    story, rest = _story(country, room.height, stage)
    items = [_item(line, stage, STORY_SIZE, room.height) for line in story]
    items = items or [Paragraph((Piece(say("Continues on the next slide."), muted=True),))]
    fill_body(slide, room, items, STORY_SIZE, name=country.name)
    own = [heading_words(each.heading) for each in country.sections if each.edited is not None]
    by_hand = say("Edited by hand: {headings}", headings=own) if own else ""
    foot = " · ".join(filter(None, (_foot(briefing), by_hand)))
    add_foot(stage, slide, foot)
    figures = [
        Line((Run(f"{each.number} {each.counts}", each.keys),), each.citations)
        for each in country.key_figures
    ]
    set_notes(slide, line_notes([*figures, *country.lines], briefing))
    if rest:
        name = say("{country}, continued", country=country.name)
        _add_lines(stage, briefing, name, rest, STORY_SIZE, foot)


def _add_key_figures(
    stage: Stage, slide: Slide, room: Frame, figures: Sequence[KeyFigure]
) -> float:
    """Place numbers side by side, what each counts under it; return the height they take."""
    width = (room.width - FIGURE_GAP * (len(figures) - 1)) / len(figures)
    most = Frame(0, 0, width, FIGURE_SIZES[0] * LINE)
    size = min(
        fitted(each.number, most, FIGURE_SIZES, stage.stretch, bold=True)[1] for each in figures
    )
    small = width, FIGURE_LINES * FIGURE_WORDS * LINE
    captions = []
    for each in figures:
        marks = cited_briefly(each.citations)
        words = cut_to(each.counts, small, FIGURE_WORDS, stage.stretch)
        captions.append((each.number, words, f"\u00a0{marks}" if marks else ""))
    high = max(
        lines_high(f"{words}{marks}", width, FIGURE_WORDS, stage.stretch)
        for _, words, marks in captions
    )
    for place, (number, words, marks) in enumerate(captions):
        box = Frame(room.left + place * (width + FIGURE_GAP), room.top, width, size * LINE)
        add_text(slide, box, [plain(number, bold=True)], size, name="Key figure")
        under = Frame(box.left, box.bottom, width, high)
        pieces = (Piece(words, muted=True), Piece(marks, muted=True, raised=True))
        add_text(slide, under, [Paragraph(pieces)], FIGURE_WORDS, name="What it counts")
    return size * LINE + high + FIGURE_GAP


def _is_about_the_data(page: ChartPage) -> bool:
    """Whether a panel tells of the data, and the analyst has written nothing of their own on it."""
    return page.item.page == ABOUT_THE_DATA and not (page.item.title or page.comment)


def _has_story(country: CountryReview) -> bool:
    """Whether more is said of a country than the rate of its currency, or by hand."""
    return any(
        (line.keys or section.edited) and line.about in (About.EVENTS, About.EPIDEMIC)
        for section in country.sections
        for line in section.lines
    )


def _covered(briefing: Briefing) -> tuple[Line, ...]:
    """Return what is said of the data itself: by the review, by panels, and what is left out."""
    lines = [
        _named(country, section, line) if section.edited else line
        for country in briefing.review
        for section in country.sections
        for line in section.lines
        if line.about is About.DATA
    ]
    bare = [each.name for each in briefing.review if not _has_story(each)]
    if bare:
        words = say("Without a slide, as no event of theirs is told: {countries}.", countries=bare)
        lines.append(Line((Run(words),)))
    panels = [
        Line((Run(f"{title_of(page)}."),)) for page in briefing.charts if _is_about_the_data(page)
    ]
    return (*briefing.left_out, *lines, *panels)


def _named(country: CountryReview, section: Section, line: Line) -> Line:
    """Return what is said by hand of the data with its country, and that it is by hand."""
    lead = say("{country}, {heading}:", country=country.name, heading=section.title)
    return replace(line, runs=(Run(f"{lead} "), *line.runs))


def _story(
    country: CountryReview, room: float, stage: Stage
) -> tuple[Sequence[Line], Sequence[Line]]:
    """Return the first sentences of each paragraph of a country that fit a height, and the rest.

    Of what is drafted the last of a paragraph give way first. There is a rest only beside what is
    edited by hand, which never gives way; else one line is left in any case.
    """

    def high(lines: Iterable[Line]) -> float:
        return sum(_high(line, stage, STORY_SIZE) for line in lines)

    kept: list[list[Line]] = []
    drafted: list[list[Line]] = []
    for section in country.sections:
        lines = [line for line in section.lines if line.about is not About.DATA]
        kept.append(lines if section.edited else lines[:MOST_OF_A_THEME])
        if not section.edited and lines:
            drafted.append(kept[-1])
    by_hand = any(section.edited for section in country.sections)
    least = len(drafted) if by_hand else 1
    while sum(map(len, drafted)) > least and high(line for lines in kept for line in lines) > room:
        max(drafted, key=len).pop()
    story = [line for lines in kept for line in lines]
    place = len(story)
    fewest = 0 if country.key_figures else 1
    while by_hand and place > fewest and high(story[:place]) > room:
        place -= 1
    return story[:place], story[place:]


def _high(line: Line, stage: Stage, size: float) -> float:
    item = _item(line, stage, size)
    return lines_high(item.text, stage.body.width - INDENT, size, stage.stretch) + item.after


def _item(line: Line, stage: Stage, size: float, room: float = 0) -> Paragraph:
    """Set a line as an item; where it fills more than a height or a slide, cut, which it says."""
    marks = cited_briefly(line.citations)
    width, most = stage.body.width - INDENT, room or stage.body.height * TALLEST
    whole = clean_text(line.text, MOST_LETTERS)
    text = cut_to(whole, (width, most), size, stage.stretch)
    pieces = [Piece(text)]
    if text != whole:
        # In the room of two lines of its own, so that the item stays as high.
        text = cut_to(whole, (width, most - 2 * size * LINE), size, stage.stretch)
        pieces = [Piece(f"{text} "), Piece(say("(continues in the notes)"), muted=True)]
    if marks:
        pieces.append(Piece(f"\u00a0{marks}", muted=True, raised=True))
    return Paragraph(tuple(pieces), after=size * AFTER, bullet=True)
