"""What Reconciliation says: reasons, the sentence on top, headlines, captions."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from dashboard.currency.measures import range_words, rate_words
from dashboard.datapackage.store import Package
from dashboard.panels.headline import NO_COUNTRY, out_of, within_words
from dashboard.reconciliation.measures.days import MEASURES
from dashboard.reconciliation.measures.rates import Reading, TickerRate
from dashboard.reconciliation.measures.verdicts import VERDICTS, Because, Standing
from dashboard.reconciliation.view import Chosen, Lane, chosen_figures
from dashboard.selection import Selection
from dashboard.vocabulary import CURRENCIES, country_name
from dashboard.wording import N_, number, say, say_many, start_of_line

# How figures may stand to the series, as told: first those that match it. Of those that are
# unexplained it is always told.
TOLD = (Standing.SAME_DAY, Standing.DAY_APART, Standing.EXPLAINED, Standing.NO_SERIES)
# Which part of a rate its rounding leaves open, by its one digit.
PARTS = (
    *("", N_("the whole"), N_("half"), N_("a third"), N_("a quarter")),
    *(N_("a fifth"), N_("a sixth"), N_("a seventh"), N_("an eighth"), N_("a ninth")),
)


def why_words(reasons: Sequence[Because]) -> str:
    """Write the reason for a verdict, a sentence or two."""
    return " ".join(map(_filled, reasons))


def _filled(reason: Because) -> str:
    values = {
        name: [_filled(each) for each in value] if isinstance(value, tuple) else value
        for name, value in reason.values.items()
    }
    return say(reason.template, **values)


def verdicts_headline(chosen: Chosen, selection: Selection) -> str:
    """Say how many figures match the series, and how many are unexplained."""
    if reason := _nothing(chosen, selection):
        return reason
    counts, many = standing_counts(chosen), len(chosen.figures)
    left, apart = counts[Standing.UNEXPLAINED], counts[Standing.DAY_APART]
    matching = counts[Standing.SAME_DAY] + apart
    figures, agreeing = _figures(matching, chosen), matching or many
    if apart:
        headline = say_many(
            "{figures} matches the series within a day",
            "{figures} match the series within a day",
            agreeing,
            figures=figures,
        )
    else:
        headline = say_many(
            "{figures} matches the series of that day",
            "{figures} match the series of that day",
            agreeing,
            figures=figures,
        )
    if matching == many:
        return headline
    if not left:
        return say("{headline}; none is unexplained", headline=headline)
    return say_many(
        "{headline}; {count} is unexplained",
        "{headline}; {count} are unexplained",
        left,
        headline=headline,
    )


def standing_counts(chosen: Chosen) -> Counter[Standing]:
    """Count the figures by how their verdict is counted in a sentence."""
    return Counter(row.verdict.standing for row in chosen.figures)


def gaps_headline(chosen: Chosen, selection: Selection) -> str:
    """Say which figure stands furthest from the series, in percent of it."""
    if reason := _nothing(chosen, selection):
        return reason
    known = [row for row in chosen.figures if np.isfinite(row.beside.percent)]
    within = within_words(chosen.months)
    if not known:
        return say("No figure {within} has a gap in percent of the series", within=within)
    top = max(known, key=lambda row: abs(row.beside.percent))
    percent = top.beside.percent
    if not percent:
        return say_many(
            "{count} figure {within} has no gap to the series that day",
            "{count} figures {within} have no gap to the series that day",
            len(known),
            within=within,
        )
    metric, form = MEASURES[top.beside.measure]
    what = (
        say("total of {what}", what=say(metric.key))
        if form == "total"
        else say("new {what}", what=say(metric.key))
    )
    gap = f"{abs(percent):.1f}%"
    return say(
        "The widest gap in percent is {country}’s {what} for {day}, {gap} the series",
        country=country_name(top.country),
        what=what,
        day=top.beside.day(),
        gap=say("{gap} above", gap=gap) if percent > 0 else say("{gap} below", gap=gap),
    )


def figures_headline(chosen: Chosen, selection: Selection, asked: str) -> str:
    """Say how many figures are unexplained and whose, or how many have the verdict asked for."""
    every = _every(chosen)
    if asked and selection.countries:
        return f"{every}: {asked}"
    if reason := _nothing(chosen, selection):
        return reason
    left = [row.country for row in chosen.figures if row.verdict.standing is Standing.UNEXPLAINED]
    if not left:
        return say("None of {every} is unexplained", every=every)
    return say_many(
        "{figures} is unexplained: {countries}",
        "{figures} are unexplained: {countries}",
        len(left),
        figures=_figures(len(left), chosen),
        countries=[country_name(code) for code in dict.fromkeys(left)],
    )


def _figures(part: int, chosen: Chosen) -> str:
    """Begin a sentence on some of the figures: "Both figures in June 2020"."""
    within = within_words(chosen.months)
    nouns = say("figure {within}", within=within), say("figures {within}", within=within)
    return start_of_line(out_of(part, len(chosen.figures), *nouns))


def _every(chosen: Chosen) -> str:
    return say_many(
        "{count} figure {within}",
        "{count} figures {within}",
        len(chosen.figures),
        within=within_words(chosen.months),
    )


def _nothing(chosen: Chosen, selection: Selection) -> str:
    """Say why no figure stands beside a series; empty when one does."""
    if not selection.countries:
        return say(NO_COUNTRY)
    if not chosen.figures:
        within = within_words(chosen.months)
        return say(
            "The data has no reported COVID-19 figure of the countries chosen {within}",
            within=within,
        )
    if set(standing_counts(chosen)) == {Standing.NO_SERIES}:
        return say("{every}, and no official series to compare them with", every=_every(chosen))
    return ""


def reconcile_sentence(package: Package, selection: Selection, options: Mapping[str, str]) -> str:
    """Say how many figures match, are explained, and are not; `**` marks what is bold."""
    chosen = chosen_figures(package, selection, options)
    if not chosen.figures:
        return say(
            "The data has **no reported figure** of COVID-19 cases or deaths {within}; "
            "those it has run from {reach}.",
            within=within_words(chosen.months),
            reach=chosen.reach.period,
        )
    counts, within = standing_counts(chosen), within_words(chosen.months)
    many, left = len(chosen.figures), counts[Standing.UNEXPLAINED]
    if len(counts) == 1:
        figures = start_of_line(out_of(many, many, say("figure"), say("figures")))
        every = say("**{figures}** {within}", figures=figures, within=within)
        return f"{_standing_words(next(iter(counts)), every, many)}."
    parts = [
        _standing_words(each, number(counts[each]), counts[each]) for each in TOLD if counts[each]
    ]
    unexplained = _standing_words(Standing.UNEXPLAINED, number(left), left)
    parts.append(f"**{unexplained}**" if left else say("none is unexplained"))
    return say("Of **{count} figures** {within}, {parts}.", count=many, within=within, parts=parts)


def _standing_words(standing: Standing, figures: str, count: int) -> str:
    """Say how some figures stand to the series; `figures` are their number, or also what."""
    if standing is Standing.SAME_DAY:
        return say_many(
            "{figures} matches the official series of that day",
            "{figures} match the official series of that day",
            count,
            figures=figures,
        )
    if standing is Standing.DAY_APART:
        return say_many(
            "{figures} matches the official series of the day before or after",
            "{figures} match the official series of the day before or after",
            count,
            figures=figures,
        )
    if standing is Standing.EXPLAINED:
        return say_many(
            "{figures} differs for a known reason",
            "{figures} differ for a known reason",
            count,
            figures=figures,
        )
    if standing is Standing.NO_SERIES:
        return say_many(
            "{figures} has no official series",
            "{figures} have no official series",
            count,
            figures=figures,
        )
    return say_many("{figures} is unexplained", "{figures} are unexplained", count, figures=figures)


def chart_caption(lanes: Sequence[Lane]) -> str:
    """Say where a mark stands."""
    parts = [
        say("Above the line: higher than the series; the shape is the verdict.")
        if any(lane.has_series for lane in lanes)
        else "",
        say("Hatched: no official series.") if not all(lane.has_series for lane in lanes) else "",
    ]
    return " ".join(filter(None, parts))


def marks_words(lanes: Sequence[Lane]) -> str:
    """Say which mark is which verdict, of those that are in the chart."""
    drawn = {row.verdict.key for lane in lanes for row in lane.points if lane.has_series}
    marks = "; ".join(
        f"{say(each.shape)}: {say(each.title)}" for key, each in VERDICTS.items() if key in drawn
    )
    return say("Marks: {marks}.", marks=marks) if marks else ""


def chart_alt(chosen: Chosen) -> str:
    """Say what the chart shows, from its data."""
    known = [row.beside.gap for row in chosen.figures if not np.isnan(row.beside.gap)]
    return say(
        "Marks by day, one lane per country: {known} of {every} have a gap to the series, {none} "
        "of them none.",
        known=len(known),
        every=say_many("{count} figure", "{count} figures", len(chosen.figures)),
        none=sum(gap == 0 for gap in known),
    )


def rates_headline(shown: Sequence[TickerRate], selection: Selection, *, whole: bool) -> str:
    """Say for how many printed rates the daily one lies within what their digits allow."""
    if not selection.countries:
        return say(NO_COUNTRY)
    period = say("in all months") if whole else within_words(selection)
    if not shown:
        return say("The data has no reported rate of the countries chosen {period}", period=period)
    counts = Counter(rate.reading for rate in shown)
    nouns = (
        say("reported rate {period}", period=period),
        say("reported rates {period}", period=period),
    )
    headline = say(
        "The daily rate lies within the rounding of {rates}",
        rates=out_of(counts[Reading.INSIDE], len(shown), *nouns),
    )
    if missing := counts[Reading.NO_DAILY_RATE]:
        headline += say("; {count} without a daily rate", count=missing)
    return headline


def rates_caption(every: Sequence[TickerRate], shown: Sequence[TickerRate]) -> str:
    """Say what the printed rates come to, or between which days there are some."""
    days = [rate.date for rate in every]
    if not days:
        return say("There is no reported rate in the data.")
    if not shown:
        return say("Reported rates run from {first} to {last}.", first=min(days), last=max(days))
    counts = Counter(rate.reading for rate in shown)
    return say_many(
        "Of {count} reported rate {text}.",
        "Of {count} reported rates {text}.",
        len(shown),
        text=[f"{number(counts[each])} {say(each)}" for each in Reading if counts[each]],
    )


def rates_reading(shown: Sequence[TickerRate], official: Collection[str]) -> str:
    """Say how to read the table of printed rates; `official` are those that a state sets."""
    if not shown:
        return ""
    parts = [say("A reported rate stands for every rate that rounds to it.")]
    parts += _open_words(shown)
    names = {rate.currency for rate in shown}
    parts += [
        say("The {currency}’s daily rate is the official one.", currency=CURRENCIES[name].name)
        for name in official
        if name in names
    ]
    return " ".join(parts)


def _open_words(shown: Sequence[TickerRate]) -> list[str]:
    """Say of each currency reported with one digit which part of its value that leaves open."""
    widest = {rate.currency: rate for rate in shown if rate.digits == 1}
    return [
        say(
            "One digit of the {currency} allows {part} of its value: {range} per US dollar.",
            currency=CURRENCIES[code].name,
            part=say(PARTS[int(rate.rate_text.replace(".", ""))]),
            range=range_words(rate.low, rate.high, rate.digits),
        )
        for code, rate in widest.items()
    ]


def rate_reading_words(rate: TickerRate) -> str:
    """Say how a printed rate stands to the daily one.

    The distance is counted from the nearer end of what the print allows, in units and in percent.
    """
    if rate.reading is Reading.INSIDE:
        return say("inside")
    if rate.reading is Reading.NO_DAILY_RATE or not isinstance(rate.percent, float):
        return say("no daily rate within three days")
    percent = abs(rate.percent)
    return say(
        "outside by {apart} ({share}): daily {side}",
        apart=rate_words(abs(rate.outside), 2),
        share=f"{percent:.2f}%" if percent >= 0.005 else say("under 0.01%"),
        side=say("above") if rate.outside > 0 else say("below"),
    )
