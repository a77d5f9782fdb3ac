"""After a start, or new data, one visit works out what all of them need."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Lock

import pytest

from dashboard.datapackage.store import Package
from dashboard.engine.address import SETTING
from dashboard.ui import cache
from dashboard.ui.cache import current_package, first_alone, reload_package

VISITS = 20


@pytest.fixture
def anew() -> Iterator[None]:
    reload_package()
    cache._loaded.cache_clear()
    cache._SHOWN.clear()
    yield
    reload_package()


def test_the_data_is_read_once_however_many_visit_at_once(
    anew: None, package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def slowly(folder: object) -> Package:
        read.append(folder)
        time.sleep(0.2)
        return package

    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setattr(cache, "short_package", slowly)
    with ThreadPoolExecutor(VISITS) as visits:
        found = [*visits.map(lambda _: current_package(), range(VISITS))]
    assert len(read) == 1
    assert {id(each) for each in found} == {id(package)}


def test_a_page_is_worked_out_by_one_visit_and_then_shown_to_all(
    anew: None, package: Package
) -> None:
    at_work, most, worked, lock, together = 0, 0, 0, Lock(), Barrier(VISITS)

    def visit(_: int) -> None:
        nonlocal at_work, most, worked
        together.wait(30)
        is_first = (package.version, "overview") not in cache._SHOWN
        with first_alone(package, "overview"):
            if is_first and not worked:
                with lock:
                    at_work += 1
                    most = max(most, at_work)
                time.sleep(0.1)
                with lock:
                    at_work -= 1
                    worked += 1

    with ThreadPoolExecutor(VISITS) as visits:
        list(visits.map(visit, range(VISITS)))
    assert (most, worked) == (1, 1)


def test_a_visit_that_fails_lets_the_next_one_work_the_page_out(
    anew: None, package: Package
) -> None:
    with pytest.raises(ZeroDivisionError), first_alone(package, "events"):
        raise ZeroDivisionError
    with first_alone(package, "events"):
        assert (package.version, "events") not in cache._SHOWN
    assert (package.version, "events") in cache._SHOWN


def test_a_first_visit_that_hangs_keeps_the_others_waiting_for_a_while_only(
    anew: None, package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "FIRST_SECONDS", 0.05)
    with first_alone(package, "currency"), ThreadPoolExecutor(1) as visits:

        def visit() -> str:
            with first_alone(package, "currency"):
                return "shown"

        assert visits.submit(visit).result(30) == "shown"


def test_which_pages_were_shown_is_known_of_the_data_in_use_alone(
    anew: None, package: Package
) -> None:
    for number in range(5):
        for page in ("overview", "events"):
            with first_alone(replace(package, version=f"v{number}"), page):
                pass
    assert sorted(cache._SHOWN) == [("v4", "events"), ("v4", "overview")]
