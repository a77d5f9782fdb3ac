"""A briefing put together: the charts of a tray, the review, and what both rest on.

The review is as drafted but for the paragraphs edited by hand. Setting it in type is left to the
exports.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

import pandas as pd

from dashboard.briefing.citing import Citing, is_value
from dashboard.briefing.content import (
    COVERAGE,
    About,
    Briefing,
    ChartPage,
    CountryReview,
    Edited,
    Line,
    Run,
    Section,
    heading_words,
    ignore,
    keys_of,
)
from dashboard.briefing.judgements import judgements_of, own_judgements, with_key_figures
from dashboard.briefing.left_out import left_out_lines
from dashboard.briefing.material import events_to_tell, material_of
from dashboard.briefing.review import review_of
from dashboard.briefing.tray import EditedParagraph, Tray, TrayItem
from dashboard.catalogue import EXHIBITS, address_of, filters_of
from dashboard.coverage.panels.about import codebook, codebook_tables
from dashboard.datapackage.store import DataUnavailable, Package
from dashboard.engine.columns import ORDER
from dashboard.filter_table import options_in
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.query import KEPT_PACKAGES
from dashboard.panels.start import selection_in, with_source_counted
from dashboard.panels.terms import for_files, rows_for_files
from dashboard.selection import Selection
from dashboard.vocabulary import COUNTRIES, country_name
from dashboard.wording import N_, join_words, say

PAGE = "briefing"
REVIEW_STEP = N_("The month in review")
LONGEST = 60


def assemble(
    package: Package,
    tray: Tray,
    selection: Selection,
    *,
    made_on: date,
    address: str = "",
    step: Callable[[str], None] = ignore,
) -> Briefing:
    """Make the charts, draft the review, number the citations.

    `address` is where the app runs, for links, of which there are none without it; `step` is told
    what begins and may raise to end the work. A chart that fails says so on its page; without
    events the review says why it is empty.
    """
    selection, charts = with_source_counted(package, selection), []
    for number, item in enumerate(tray.items, start=1):
        step(_chart_step(number, len(tray.items), item))
        charts.append(_made(package, item))
    step(say(REVIEW_STEP))
    citing = Citing(package)
    judgements, review, left_out = _drafted(package, selection, tray, citing)
    shown = [chart for chart in charts if not chart.is_empty]
    pages = tuple(_page(package, chart, address, citing) for chart in shown)
    keys_in_text = [each for part in review for each in (*part.lines, *part.key_figures)]
    asked = {key for each in (*judgements, *keys_in_text, *shown) for key in each.keys}
    citations = citing.citations if "sources" in package.tables else ()
    cited = {each.source_id for each in citations}
    events, figures, sources, terms = _rows(package, selection, asked, cited)
    return Briefing(
        title=tray.title or default_title(selection),
        selection=selection,
        judgements=judgements,
        charts=pages,
        review=review,
        left_out=(*left_out, *_empty_charts(charts), *terms),
        citations=citations,
        events=events,
        figures=figures,
        sources=sources,
        tray=replace(tray, filters=tuple(selection.to_query().items())),
        data_version=package.version,
        made_on=made_on,
        link=f"{address}{PAGE}?{urlencode(selection.to_query())}" if address else "",
        dictionary=_dictionary(package),
    )


def default_title(selection: Selection) -> str:
    """Name a briefing after its countries and months.

    >>> default_title(Selection(countries=("KGZ", "TJK")))
    'Month in review: Kyrgyzstan and Tajikistan, June 2020'
    """
    names = join_words([COUNTRIES[code].name for code in selection.countries])
    where = say("Central Asia") if selection.covers_all_countries else names or say("no country")
    if len(selection.months) == 1:
        return say("Month in review: {where}, {period}", where=where, period=selection.period)
    return say("In review: {where}, {period}", where=where, period=selection.period)


Drafted = tuple[tuple[Line, ...], tuple[CountryReview, ...], tuple[Line, ...]]


def _drafted(package: Package, selection: Selection, tray: Tray, citing: Citing) -> Drafted:
    own = None if tray.judgements is None else own_judgements(tray.judgements)
    try:
        material = material_of(package, selection)
        citing.learn(material.chosen)
        judgements = judgements_of(material, citing) if own is None else own
        review = review_of(material, citing, is_covered_said=own is None)
        review = with_key_figures(review, material, citing)
        review = _with_own_paragraphs(review, tray.paragraphs, citing)
        keys_in_text = keys_of((*judgements, *(line for part in review for line in part.lines)))
        left_out = (
            *left_out_lines(material, {*keys_in_text}),
            *_without_place(review, tray.paragraphs),
        )
        return judgements, review, left_out
    except DataUnavailable as trouble:
        words = say("The review could not be drafted: {trouble}", trouble=str(trouble))
        return own or (), (), (Line((Run(words),)),)


def _with_own_paragraphs(
    review: Iterable[CountryReview], own: Sequence[EditedParagraph], citing: Citing
) -> tuple[CountryReview, ...]:
    """Put paragraphs edited by hand in the place of drafted ones of the same country and heading.

    One whose draft is gone follows the others of its country.
    """
    made = []
    for part in review:
        sections = {section.heading: section for section in part.sections}
        for each in own:
            if each.country == part.country:
                sections[each.heading] = _edited(each, sections.get(each.heading), citing)
        made.append(replace(part, sections=tuple(sections.values())))
    return tuple(made)


def _edited(own: EditedParagraph, drafted: Section | None, citing: Citing) -> Section:
    """Set own words whole, as they are; they stay cited by what their draft rested on."""
    about = About.DATA if own.heading == COVERAGE else About.EVENTS
    line = Line((Run(" ".join(own.text.split()), own.keys),), citing.cite(own.keys), about)
    now, keys = (drafted.text, drafted.keys) if drafted else ("", ())
    return Section(own.heading, (line,), Edited(own.draft, now, keys))


def _without_place(
    review: Iterable[CountryReview], own: Sequence[EditedParagraph]
) -> tuple[Line, ...]:
    """Name the paragraphs edited by hand whose country is not in the review."""
    with_part = {part.country for part in review}
    names = [
        say(
            "{country}, {heading}",
            country=country_name(each.country),
            heading=heading_words(each.heading),
        )
        for each in own
        if each.country not in with_part
    ]
    if not names:
        return ()
    words = say("Edited by hand, of countries not in this review: {names}.", names="; ".join(names))
    return (Line((Run(words),)),)


def _chart_step(number: int, many: int, item: TrayItem) -> str:
    return say("Chart {number} of {many}: {name}", number=number, many=many, name=_named(item))


def _named(item: TrayItem) -> str:
    return item.title or item.exhibit.replace("_", " ").capitalize()


class Made(NamedTuple):
    """One chart made with its filters: the keys behind it, or why it could not be."""

    item: TrayItem
    selection: Selection
    exhibit: Exhibit | None = None
    keys: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it has nothing of its period to show, and nobody has written a comment on it."""
        exhibit = self.exhibit
        if exhibit is None or self.item.comment:
            return False
        rests_on_nothing = exhibit.behind is not None and not self.keys
        return rests_on_nothing or not (exhibit.of_period and exhibit.shown and len(exhibit.table))


def _empty_charts(charts: Iterable[Made]) -> Iterator[Line]:
    """Name the charts that are left out because there is nothing in them."""
    if titles := [made.exhibit.title for made in charts if made.exhibit and made.is_empty]:
        words = say(
            "Charts with nothing to show for their period: {titles}.", titles="; ".join(titles)
        )
        yield Line((Run(words),))


def _made(package: Package, item: TrayItem) -> Made:
    """Make one chart with the keys behind it; any failure becomes a sentence."""
    query = dict(item.query)
    selection = selection_in(package, query)
    if item.exhibit not in EXHIBITS:
        words = say("There is no chart “{name}”.", name=item.exhibit[:LONGEST])
        return Made(item, selection, trouble=words)
    try:
        exhibit = EXHIBITS[item.exhibit](package, selection, options_in(query))
        keys = exhibit.behind() if exhibit.behind else ()
    except DataUnavailable as trouble:
        return Made(item, selection, trouble=str(trouble))
    # A builder may fail in any way; the other charts and the review must not be lost with it.
    except Exception:
        words = say("This chart could not be made from this data with these filters.")
        return Made(item, selection, trouble=words)
    return Made(item, selection, exhibit, tuple(keys))


def _page(package: Package, chart: Made, address: str, citing: Citing) -> ChartPage:
    item, exhibit = chart.item, for_files(package, chart.exhibit) if chart.exhibit else None
    title = exhibit.headline or exhibit.title if exhibit else _named(item)
    refused = " ".join(refusal.words for refusal in chart.selection.refused)
    return ChartPage(
        item=item,
        title=item.title or title,
        comment=item.comment,
        filters=". ".join(filter(None, (filters_of(item.exhibit, chart.selection), refused))),
        link=f"{address}{address_of(item.page)}?{urlencode(item.query)}" if address else "",
        exhibit=exhibit,
        citations=citing.cite(chart.keys),
        trouble=chart.trouble,
    )


def _rows(
    package: Package, selection: Selection, asked: set[str], cited: set[str]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[Line]]:
    """Return the events and figures in the text or behind a chart, and the sources of all of them.

    With what the terms of a source keep out of files, in words.
    """
    figures, sources = (package.tables.get(name, pd.DataFrame()) for name in ("figures", "sources"))
    events = pd.DataFrame()
    if "events" not in package.unavailable:
        own = events_to_tell(package, selection)
        keys = sorted({key for key in asked if not is_value(key)} - {*own["event_id"]})
        events = pd.concat([own, package.events.rows_of(keys, max(len(keys), 1))])
        events = events.sort_values(list(ORDER), kind="stable")
    if len(figures):
        owned = figures["event_id"].isin(events["event_id"]) if len(events) else False
        figures = figures[figures["figure_id"].isin(asked) | owned]
    if len(sources):
        used = cited | {*events.get("source_id", ()), *figures.get("source_id", ())}
        sources = sources[sources["source_id"].isin(used)]
    events, events_words = rows_for_files(package, events)
    figures, figures_words = rows_for_files(package, figures)
    terms = [Line((Run(words),)) for words in sorted({events_words, figures_words}) if words]
    return events, figures, sources, terms


@lru_cache(maxsize=KEPT_PACKAGES)
def _dictionary(package: Package) -> pd.DataFrame:
    """Return what the columns of the tables mean, one row a field."""
    selection = Selection()
    parts = [
        codebook(package, selection, {"codebook": name}).rows.assign(Table=name)
        for name in codebook_tables(package)
    ]
    joined = pd.concat(parts, ignore_index=True)
    return joined[["Table", *joined.columns.drop("Table")]]
