"""The axes and the legend of a native chart as XML, in the house look.

Where they stand is planned by `chart_plan`.
"""

from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from dashboard.exports.slides.chart_names import are_months, runs_on
from dashboard.exports.slides.chart_parts import LEVEL, letters, line, manual_layout
from dashboard.exports.slides.chart_plan import Plan, legend_width, tick_format
from dashboard.exports.slides.chart_scale import DayStep, Scale, day_step
from dashboard.exports.slides.chart_sheet import DAY_FORMAT
from dashboard.palette import LIGHT

ACROSS, UP = 111111111, 222222222
DAYS_A_YEAR = 366
GRID = f"<c:majorGridlines><c:spPr>{line(LIGHT.grid, 0.75)}</c:spPr></c:majorGridlines>"
NO_MARKS = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'


def value_axis(plan: Plan) -> str:
    """Write the axis of the values: light gridlines, muted numbers, no line."""
    sideways = plan.chart.kind in ("bar", "stacked_bar")
    if plan.value_labels:
        gridlines, hidden = "", True
    else:
        gridlines, hidden = GRID, False
    step = ""
    if (plan.fixed or plan.room.small) and not plan.scale.log:
        step = f'<c:majorUnit val="{plan.scale.step}"/>'
    elif not plan.scale.log and plan.scale.step == 1:
        # Left to itself, the axis of one or two events has halves.
        step = '<c:majorUnit val="1"/>'
    between = "midCat" if plan.chart.kind == "line" else "between"
    return Axis(
        "valAx",
        UP,
        scaling=scaling(plan.scale if plan.fixed else None),
        hidden=hidden,
        place="b" if sideways else "l",
        gridlines=gridlines,
        written=tick_format(plan),
        crosses="max" if sideways else "autoZero",
        labels="nextTo" if sideways else "low",
        rest=f'<c:crossBetween val="{between}"/>{step}',
    ).xml


def category_axis(plan: Plan) -> str:
    """Write the axis of the categories: words, or days in their true distance under lines."""
    days = [label for label in plan.chart.categories if isinstance(label, date)]
    sideways = plan.chart.kind in ("bar", "stacked_bar")
    if days and (plan.chart.kind == "line" or (not sideways and runs_on(days))):
        return _day_axis(plan, days)
    colour = LIGHT.text if sideways else LIGHT.muted
    # Level, they are broken into lines; every n-th only, they are thinned out by any program.
    level = LEVEL if plan.every == 1 else ""
    every = f'<c:tickLblSkip val="{plan.every}"/><c:tickMarkSkip val="1"/>'
    orientation = "maxMin" if sideways else "minMax"
    return Axis(
        "catAx",
        ACROSS,
        scaling=f'<c:scaling><c:orientation val="{orientation}"/></c:scaling>',
        place="l" if sideways else "b",
        written=_short_days(days) if days else "General",
        look=f"<c:spPr>{line(LIGHT.faint, 0.75)}</c:spPr>"
        f"{letters(colour, size=plan.name_size, body=level)}",
        rest=f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>{every}'
        '<c:noMultiLvlLbl val="1"/>',
    ).xml


@dataclass(frozen=True)
class Axis:
    """One axis, put together in the order that the format asks for."""

    tag: str
    key: int
    scaling: str
    place: str
    rest: str
    written: str
    crosses: str = "autoZero"
    gridlines: str = ""
    hidden: bool = False
    look: str = f"<c:spPr>{line('', 0)}</c:spPr>{letters(LIGHT.muted)}"
    labels: str = "low"

    @property
    def xml(self) -> str:
        """The axis as XML."""
        written = escape(self.written, {'"': "&quot;"})
        return (
            f'<c:{self.tag}><c:axId val="{self.key}"/>{self.scaling}'
            f'<c:delete val="{int(self.hidden)}"/><c:axPos val="{self.place}"/>{self.gridlines}'
            f'<c:numFmt formatCode="{written}" sourceLinked="0"/>'
            f'{NO_MARKS}<c:tickLblPos val="{self.labels}"/>{self.look}'
            f'<c:crossAx val="{UP if self.key == ACROSS else ACROSS}"/>'
            f'<c:crosses val="{self.crosses}"/>{self.rest}</c:{self.tag}>'
        )


def scaling(scale: Scale | None) -> str:
    """Fix the ends of an axis; None leaves them to the office program."""
    if scale is None:
        return '<c:scaling><c:orientation val="minMax"/></c:scaling>'
    base = '<c:logBase val="10"/>' if scale.log else ""
    return (
        f'<c:scaling>{base}<c:orientation val="minMax"/><c:max val="{scale.high}"/>'
        f'<c:min val="{scale.low}"/></c:scaling>'
    )


def legend(plan: Plan) -> str:
    """Write a legend along the top, where direct labels cannot do it."""
    if not plan.entries:
        return ""
    count = len(plan.chart.series) + bool(plan.chart.lanes)
    hidden = "".join(
        f'<c:legendEntry><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>'
        for place in range(count)
        if place not in plan.entries
    )
    wide = min(legend_width(plan) / plan.room.width, 1)
    box = (0, 0, wide, plan.legend / plan.room.height)
    return (
        f'<c:legend><c:legendPos val="t"/>{hidden}{manual_layout(box)}<c:overlay val="0"/>'
        f"{letters(LIGHT.text)}</c:legend>"
    )


def _day_axis(plan: Plan, days: list[date]) -> str:
    first, last = min(days), max(days)
    found = day_step(first, last, plan.plot[2])
    base = "months" if are_months(days) else "days"
    if base == "months" and found.unit == "days":
        found = DayStep("months", 1, 30, "mmm yyyy")
    return Axis(
        "dateAx",
        ACROSS,
        scaling=scaling(None),
        place="b",
        written=found.written,
        look=f"<c:spPr>{line(LIGHT.faint, 0.75)}</c:spPr>{letters(LIGHT.muted)}",
        rest=f'<c:auto val="0"/><c:lblOffset val="60"/><c:baseTimeUnit val="{base}"/>'
        f'<c:majorUnit val="{found.count}"/><c:majorTimeUnit val="{found.unit}"/>',
    ).xml


def _short_days(days: list[date]) -> str:
    if are_months(days):
        return "mmm yyyy" if days[0].year != days[-1].year else "mmm"
    return "d mmm" if (max(days) - min(days)).days < DAYS_A_YEAR else DAY_FORMAT
