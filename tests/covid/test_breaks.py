"""The breaks that ship with the data, held against the series day by day."""

import pandas as pd
import pytest

from dashboard.datapackage.store import Package

CUTTING = ("definition", "backfill", "correction", "error")
COUNTRIES = ("KAZ", "KGZ", "TJK", "UZB")
# Days without a new case that need a word, once there have been so many cases.
LONG, MANY = 14, 50


@pytest.fixture(scope="module")
def breaks(package: Package) -> pd.DataFrame:
    return package.table("covid_breaks")


def series_of(package: Package, code: str, column: str) -> pd.Series:
    daily = package.table("covid_daily")
    own = daily[daily["iso_code"].eq(code)].set_index("date")
    return own[column].astype("float64")


def named(breaks: pd.DataFrame, code: str, column: str) -> pd.DataFrame:
    return breaks[breaks["iso_code"].eq(code) & breaks["series"].eq(column)]


@pytest.mark.parametrize("column", ["total_cases", "total_deaths"])
@pytest.mark.parametrize("code", COUNTRIES)
def test_every_fall_is_a_marked_correction_or_error(
    package: Package, breaks: pd.DataFrame, code: str, column: str
) -> None:
    steps = series_of(package, code, column).diff()
    own = named(breaks, code, column)
    marked = own[own["kind"].isin(["correction", "error"]) & own["change"].lt(0)]
    assert steps.index[steps.lt(0)].tolist() == marked["date"].tolist()


@pytest.mark.parametrize("column", ["total_cases", "total_deaths"])
@pytest.mark.parametrize("code", COUNTRIES)
def test_every_step_of_a_cut_is_that_of_the_series(
    package: Package, breaks: pd.DataFrame, code: str, column: str
) -> None:
    steps = series_of(package, code, column).diff()
    own = named(breaks, code, column)
    cutting = own[own["kind"].isin(CUTTING)]
    assert steps.loc[cutting["date"]].tolist() == cutting["change"].astype("float64").tolist()


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_long_flat_run_of_cases_is_named(
    package: Package, breaks: pd.DataFrame, code: str
) -> None:
    totals = series_of(package, code, "total_cases")
    new = totals.diff()
    own = named(breaks, code, "total_cases")
    own = own[own["kind"].eq("reporting")]
    runs = new[new.eq(0)].groupby(new.ne(0).cumsum())
    for _, run in runs:
        first, last = run.index[0], run.index[-1]
        if len(run) >= LONG and totals[first] > MANY:
            covering = own[own["date"].le(first) & own["end_date"].ge(last)]
            assert len(covering), (code, first, last)


def test_what_is_called_flat_is_flat(package: Package, breaks: pd.DataFrame) -> None:
    flat = breaks[breaks["what_changed"].str.startswith("flat")]
    assert len(flat) >= 9
    for code, column, first, last in flat[["iso_code", "series", "date", "end_date"]].itertuples(
        index=False, name=None
    ):
        assert series_of(package, code, column)[first:last].diff().iloc[1:].eq(0).all()


@pytest.mark.parametrize(
    ("day", "before", "step"),
    [("2021-02-06", 0, 2421), ("2021-05-18", 20, 3856), ("2021-08-01", 0, 15738)],
)
def test_two_days_in_one_step_are_named(
    package: Package, breaks: pd.DataFrame, day: str, before: int, step: int
) -> None:
    new = series_of(package, "KAZ", "total_cases").diff()
    when = pd.Timestamp(day)
    assert (new[when - pd.Timedelta(days=1)], new[when]) == (before, step)
    own = named(breaks, "KAZ", "total_cases")
    (told,) = own.loc[own["date"].eq(when), "what_changed"]
    assert "the step holds two days" in told
