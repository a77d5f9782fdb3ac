"""What filters of events leave as it is is told whole and said to be so, or left out and said."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from app_runner import open_app
from shipped import shipped_package

from dashboard.briefing.assemble import assemble
from dashboard.briefing.citing import is_value
from dashboard.briefing.content import Briefing
from dashboard.briefing.tray import Tray
from dashboard.catalogue import ABOUT_ONE, EXHIBITS, WITHOUT_EVENTS, filters_of
from dashboard.filter_table import FILTERS, NARROWING, ROW_FILTERS
from dashboard.filters import AtLeast, Choice, Chooses, Filter, Named, Several, Switch, Words
from dashboard.overview.words import month_sentence
from dashboard.panels.start import datasets_of
from dashboard.selection import Selection

JUNE = Selection()
OF_EVENTS = [row for row in ROW_FILTERS if row.chooses is not Chooses.DATA]
EVERY = "official series of the epidemic and exchange rates."


def some_value(row: Filter[Any]) -> Any:
    """Return what a filter may hold and does not at first, of the data where it asks for it."""
    match row:
        case Named():
            held = max(filter(None, shipped_package().events.named(row.column)))
            return (held.split(";")[0],)
        case AtLeast():
            return 1
        case Switch():
            return True
        case Words():
            return "rally"
        case Choice():
            return datasets_of(shipped_package())[0]
        case Several():
            return row.known[-1:]


@cache
def with_filter(row: Filter[Any]) -> Briefing:
    selection = replace(JUNE, compared="previous", **{row.field: some_value(row)})
    return assemble(shipped_package(), Tray(), selection, made_on=selection.last_day)


def told_of_no_event(made: Briefing) -> list[str]:
    """Return the sentences and key figures of a briefing that rest on a series or a rate."""
    lines = [*made.judgements]
    lines += [line for part in made.review for section in part.sections for line in section.lines]
    told = [line.text for line in lines if any(map(is_value, line.keys))]
    figures = [figure for part in made.review for figure in part.key_figures]
    told += [figure.counts for figure in figures if any(map(is_value, figure.keys))]
    return told


@pytest.mark.parametrize("row", ROW_FILTERS, ids=lambda row: row.name)
def test_a_review_tells_series_whole_or_leaves_them_out_and_says_which(row: Filter[Any]):
    made = with_filter(row)
    said = [line.text for line in made.left_out if line.text.endswith(EVERY)]
    told = told_of_no_event(made)
    assert bool(told) == (row.chooses is not Chooses.PART)
    assert not any("new COVID-19 cases" in line.text for line in made.judgements if not told)
    assert (
        said
        == {
            Chooses.DATA: [],
            Chooses.STATUS: [f"Not filtered by status: {EVERY}"],
            Chooses.PART: [f"Left out, as the filters choose among events: {EVERY}"],
        }[row.chooses]
    )


@pytest.mark.parametrize("row", OF_EVENTS, ids=lambda row: row.name)
def test_the_overview_says_that_its_totals_are_not_filtered(row: Filter[Any]):
    chosen = replace(JUNE, **{row.field: some_value(row)})
    note = "COVID-19 totals are not filtered."
    assert month_sentence(shipped_package(), chosen).endswith(f" {note}")
    assert note not in month_sentence(shipped_package(), JUNE)
    whole = "COVID-19 series and exchange rates are not filtered."
    assert whole in EXHIBITS["unusual"](shipped_package(), chosen, {}).reading
    assert whole not in EXHIBITS["unusual"](shipped_package(), JUNE, {}).reading
    for countries in (chosen.countries, ("KAZ",)):
        build = EXHIBITS["countries_side_by_side"]
        made = build(shipped_package(), replace(chosen, countries=countries), {})
        assert "official series, not filtered." in made.caption
        cases = next(part for part in made.headline.split("; ") if "COVID-19" in part)
        assert "filtered" not in cases


@pytest.mark.parametrize("name", sorted(EXHIBITS.keys() - ABOUT_ONE.keys()))
def test_what_no_filter_of_events_changes_does_not_claim_to_be_filtered(name: str):
    every = replace(JUNE, **{row.field: some_value(row) for row in OF_EVENTS})
    package, told = shipped_package(), filters_of(name, every)
    plain, filtered = (EXHIBITS[name](package, each, {}) for each in (JUNE, every))
    same = plain.rows.equals(filtered.rows) and plain.headline == filtered.headline
    assert same == (name in WITHOUT_EVENTS)
    assert ("not filtered by " in told) == same
    if same:
        assert all(row.label.lower() in told for row in OF_EVENTS)
    else:
        assert told == every.describe()


def test_every_filter_says_what_follows_it():
    choosing = {row.name for row in FILTERS if row.chooses is Chooses.DATA}
    assert choosing == {"countries", "from", "to", "compare", "source"}
    assert all(row.chooses is Chooses.PART for row in NARROWING)


@pytest.mark.parametrize(
    ("page", "query", "said"),
    [
        ("overview", {"province": "KG-GB"}, []),
        ("covid_timeline", {}, []),
        (
            "covid_timeline",
            {"province": "KG-GB", "status": "claimed"},
            ["Not used on this page: status and province."],
        ),
    ],
)
@pytest.mark.usefixtures("page_runner")
def test_a_page_without_events_names_the_filters_that_it_does_not_use(
    page: str, query: dict[str, str], said: list[str]
):
    shown = [each.proto.body for each in open_app(page, query).get("html")]
    unused = [body for body in shown if 'data-testid="unused"' in body]
    assert [body.split(">")[1].split("<")[0] for body in unused] == said
