"""Whatever is chosen, no panel and no line of the review says what its rows do not bear."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from auditing import Fault, faults, selections
from hypothesis import HealthCheck, given, settings
from made_holes import write_holes
from made_long import write_long

from dashboard.datapackage.opening import open_package
from dashboard.datapackage.store import Package
from dashboard.engine.address import read_address
from dashboard.selection import Selection

# With the spans a hundred.
SHIPPED, HOLES, LONG = 55, 30, 5
SPANS = (
    *(("2018-05", "2018-05"), ("2019-06", "2019-06"), ("2020-06", "2020-06")),
    *(("2020-07", "2020-07"), ("2020-09", "2020-09"), ("2020-10", "2020-10")),
    *(("2024-03", "2024-03"), ("1999-05", "1999-05")),
    *(("2020-01", "2021-12"), ("2018-01", "2024-12")),
)


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


@dataclass(frozen=True)
class Opened:
    """A package without its rows in what Hypothesis prints."""

    package: Package = field(repr=False)


@pytest.fixture(scope="module")
def shipped(package: Package) -> Opened:
    return Opened(package)


@pytest.fixture(scope="module")
def holes(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    folder = write_holes(tmp_path_factory.mktemp("holes") / "data")
    return Opened(open_package(read_address(str(folder))))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp("long")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CENTRAL_ASIA_MONITOR_CACHE", str(folder / "cache"))
        package = open_package(read_address(str(write_long(folder / "data"))))
        assert package.kept_events
        yield Opened(package)


def _told(found: list[Fault]) -> str:
    return "\n".join(f"{each.rule}, {each.where}: {each.words}" for each in found)


@pytest.mark.parametrize("span", SPANS, ids="..".join)
def test_spans_that_were_once_said_wrongly(package: Package, span: tuple[str, str]) -> None:
    assert not (found := faults(package, Selection().over(*span))), _told(found)


@_settings(SHIPPED)
@given(selection=selections())
def test_the_data_that_come_with_the_app(shipped: Opened, selection: Selection) -> None:
    assert not (found := faults(shipped.package, selection)), _told(found)


@_settings(HOLES)
@given(selection=selections())
def test_data_with_holes(holes: Opened, selection: Selection) -> None:
    assert not (found := faults(holes.package, selection)), _told(found)


@_settings(LONG)
@given(selection=selections())
def test_long_data(long: Opened, selection: Selection) -> None:
    assert not (found := faults(long.package, selection)), _told(found)
