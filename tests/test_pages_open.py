"""Every page opens: what `make quick` sees of pages, whose own tests open them in many views."""

import pytest
from app_runner import PAGE_NAMES, open_app


@pytest.mark.parametrize("page", PAGE_NAMES)
def test_every_page_opens_and_shows_no_fault(page: str) -> None:
    app = open_app(page)
    assert [str(each.value) for each in (*app.exception, *app.error, *app.warning)] == []
    assert app.title[0].value
