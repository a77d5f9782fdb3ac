"""Which tests go to one process when several run side by side (`pytest -n 2`).

A file stays together, for its fixtures; so do all that ask one started server, for it is started
once. What a page leaves behind in its process, the tests after it do not see.
"""

import sys
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# Every file below one of these goes to the process in which the first one went.
TOGETHER = ("tests/browser/",)
MAIN = sys.modules["__main__"]


class ByFile(LoadScopeScheduling):
    """Hands out whole files, those of a folder in `TOGETHER` as if they were one."""

    def _split_scope(self, nodeid: str) -> str:
        """Return what a test is kept together with."""
        file = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if file.startswith(folder)), file)


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
