"""All tests of this folder run whole pages."""

import pytest


@pytest.fixture(autouse=True)
def _whole_pages(page_runner: None) -> None:
    """Ask for the runner of pages on behalf of each test."""
