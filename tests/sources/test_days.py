"""Days as files print them: a word is no day, and is not asked about at length."""

from time import process_time

import pytest

from dashboard.sources.reading.days import WrongDay, read_day


def test_words_and_bare_numbers_are_no_day_and_cost_nothing() -> None:
    """The parser of days in words takes a millisecond and more a cell; a table has many cells."""
    cells = [
        f"{word} {'x' * (place % 30)}" for place, word in enumerate(["Kazakhstan", "н/д"] * 10_000)
    ]
    started = process_time()
    for cell in {*cells, *(f"12-{number}" for number in range(10_000))}:
        with pytest.raises(WrongDay, match="not_a_date"):
            read_day(cell)
    assert process_time() - started < 5


def test_a_month_in_words_is_read() -> None:
    days = {str(read_day(text)) for text in ("12 июня 2020", "12 June 2020", "June 12, 2020")}
    assert days == {"2020-06-12"}
