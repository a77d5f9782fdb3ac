"""Which tests go to one process when several run side by side (`pytest -n 2`), in which order.

A file stays together, for its fixtures; each process starts a server, a browser and an engine at
most once, for all its files. What takes minutes goes first, so that at the end short work is left
to share out and no process waits. What a page leaves behind in its process, the tests after it do
not see.
"""

import os
import sys
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# The files that take longest, by how their paths begin, longest first. The others follow, those of
# many tests first.
LONGEST = (
    "tests/browser/test_narrow.py",
    "tests/browser/test_analyst.py",
    "tests/engine/test_elsewhere.py",
    "tests/audit/",
    "tests/browser/",
    "tests/pages/",
    "tests/serving/",
    "tests/importing/",
    "tests/exports/",
    "tests/engine/",
    "tests/sources/test_hostile_files.py",
    "tests/panels/test_desk_remarks.py",
    "tests/datapackage/test_opening.py",
    "tests/commands/test_brief.py",
)
MAIN = sys.modules["__main__"]


class ByFile(LoadScopeScheduling):
    """Hands out whole files, those that take longest first."""

    def _split_scope(self, nodeid: str) -> str:
        """Return what a test is kept together with."""
        return nodeid.partition("::")[0]

    def _assign_work_unit(self, node: WorkerController) -> None:
        """Give a process the first of the files that are left."""
        self.workqueue.move_to_end(min(self.workqueue, key=turn), last=False)
        super()._assign_work_unit(node)


def turn(file: str) -> int:
    """Return when a file's turn comes, as the place in `LONGEST` of how its path begins."""
    return next((at for at, start in enumerate(LONGEST) if file.startswith(start)), len(LONGEST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many processes there are: one more than cores where pages are waited for.

    While one process waits for a page to come to rest, another works.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) + ("not browser" not in config.option.markexpr)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Hand out tests by file, whatever `--dist` says."""
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Put the main module back, in whose place `AppTest` leaves the script that it ran.

    A process that `multiprocessing` starts would run that script again and end, each time anew.
    """
    sys.modules["__main__"] = MAIN
