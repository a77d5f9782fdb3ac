"""Over any months, countries and statuses: no sum loses a part, and what is drawn is counted."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.catalogue import EXHIBITS
from dashboard.datapackage.store import Package
from dashboard.marks import MARKS
from dashboard.overview.view import month_columns
from dashboard.overview.words import month_sentence
from dashboard.protests.measures.counts import COUNT_RULES, DATED
from dashboard.protests.view.chosen import read_view
from dashboard.protests.words.summary import protest_summary
from dashboard.selection import Selection
from dashboard.values import Total
from dashboard.vocabulary import COUNTRIES, REGION, STATUSES

PANELS = (
    *("countries_side_by_side", "people_reported", "sentences", "arrest_ledger", "protest_list"),
    *("protests_day_by_day", "protests_by_month", "events_by_week"),
)
MONTHS = [f"{year}-{month:02}" for year in range(2018, 2025) for month in range(1, 13)]


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    first, last = sorted(draw(st.lists(st.sampled_from(MONTHS), min_size=2, max_size=2)))
    countries = draw(st.lists(st.sampled_from([*COUNTRIES]), min_size=1, unique=True))
    statuses = draw(st.sampled_from([("occurred",), STATUSES]))
    chosen = tuple(code for code in COUNTRIES if code in countries)
    return Selection(chosen, first, last, statuses=statuses)


kept = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@kept
@given(selection=selections(), rule=st.sampled_from(COUNT_RULES))
def test_no_sum_is_written_as_at_least_none(
    package: Package, selection: Selection, rule: str
) -> None:
    words = [month_sentence(package, selection), protest_summary(package, selection)]
    for name in PANELS:
        exhibit = EXHIBITS[name](package, selection, {"count_rule": rule})
        words += [exhibit.headline, exhibit.unit, exhibit.caption, exhibit.alt]
        words += [str(cell) for cell in exhibit.rows.to_numpy().ravel()]
    for told in words:
        assert "≥ 0" not in told, told
        assert "at least 0" not in told.lower(), told
        assert "e+" not in told, told


@kept
@given(selection=selections())
def test_the_people_of_the_countries_are_those_of_the_sum(
    package: Package, selection: Selection
) -> None:
    whole = read_view(package, selection, DATED).totals.get("detained")
    cells = [column.detained for column in month_columns(package, selection)]
    known = [cell for cell in cells if isinstance(cell, Total)]
    region = [
        each
        for each in read_view(package, selection, DATED).own_people
        if each.country == REGION and each.measure == "detained"
    ]
    assert not region
    assert sum(cell.sum.low or 0 for cell in known) == (whole.sum.low if whole else 0)
    assert sum(cell.about for cell in known) == (whole.about if whole else 0)
    words = sum((cell.words for cell in known), Counter())
    assert words == (whole.words if whole else Counter())


@kept
@given(selection=selections())
def test_the_numbers_over_a_bin_are_those_of_its_row(
    package: Package, selection: Selection
) -> None:
    exhibit = EXHIBITS["events_by_week"](package, selection, {})
    assert exhibit.draw is not None
    told: Counter[tuple[str, str]] = Counter()
    wholes: Counter[str] = Counter()
    for trace in exhibit.draw("light").data:
        if trace.type == "bar" and trace.customdata is not None:
            for key, words, value in zip(trace.customdata, trace.hovertext, trace.y, strict=True):
                number = words.partition("<b>")[2].partition("</b>")[0]
                if value == value and trace.name:
                    told[key[:10], key[11:]] += int(number.replace(",", ""))
                elif value == value:  # the number above a bar, which opens all of it
                    wholes[key[:10]] += int(number.replace(",", ""))
    rows = exhibit.table.frame.to_dict("records")
    listed = {
        (f"{row['first_day']:%Y-%m-%d}", mark): row[mark]
        for row in rows
        for mark in MARKS
        if isinstance(row[mark], int) and row[mark]
    }
    assert told == listed
    totals: Counter[str] = Counter()
    for (first_day, _), number in listed.items():
        totals[first_day] += number
    # Of one type alone the bar itself opens all.
    assert wholes == (totals if len({mark for _, mark in listed}) > 1 else Counter())
