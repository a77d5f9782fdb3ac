"""The key figures of four periods against numbers worked out by hand from the rows of the data."""

from datetime import date

import pytest

from dashboard.briefing.assemble import assemble
from dashboard.briefing.tray import Tray
from dashboard.datapackage.store import Package
from dashboard.selection import Selection

# What has to stand there, and what must not.
FIRST_PAGES = {
    ("2020-06", "2020-06"): (
        (
            *("42,217 COVID-19 cases", "327 deaths", "41,237 and 321 (CABAR.asia)"),
            "Eight protests were recorded: four about Turkmenistan (all abroad), two in Kyrgyz",
            "At least 102 people were detained (at least 100 reportedly): at least 100 in Kaza",
            *("“city hall officials”", "Four sentences were passed."),
        ),
        ("33 years", "212", "disrupted"),
    ),
    ("2019-06", "2019-06"): (
        (
            "Three protests were recorded, all in Kazakhstan.",
            "About 4,000 people were detained in K",
        ),
        ("at least 0", "number is not stated", "no sentence", "4,530", "COVID-19"),
    ),
    ("2020-09", "2020-09"): (
        ("253,819 COVID-19 cases", "3,684 deaths", "No source reviews any country chosen"),
        ("107,908", "221,063", "no protests", "no arrests"),
    ),
    ("2020-01", "2021-12"): (
        (
            *("By 31 December 2021", "1,473,603 COVID-19 cases", "22,623 deaths"),
            "31 protests were recorded: 12 about Turkmenistan (ten abroad), seven in Kazakhstan, "
            "six in Kyrgyzstan, four in Tajikistan and two in Uzbekistan; four of them were "
            "violent demonstrations.",
            "At least 535 people were detained (at least 100 reportedly, at least 13 and about 80 "
            "abroad): at least 300 in Kazakhstan, 216–236 in Kyrgyzstan, at least 14 concerning "
            "Turkmenistan and at least 5 in Tajikistan.",
            *("about 110", "at least 13 and about 80 abroad", "June 2020 only"),
        ),
        ("1,072,518 COVID-19 cases", "nobody"),
    ),
}


@pytest.mark.parametrize("span", FIRST_PAGES, ids="..".join)
def test_the_first_page_states_what_was_worked_out_by_hand(
    package: Package, span: tuple[str, str]
) -> None:
    made = assemble(package, Tray(), Selection().over(*span), made_on=date(2026, 11, 29))
    told = " ".join(line.text for line in made.judgements)
    stated, denied = FIRST_PAGES[span]
    assert [words for words in stated if words not in told] == []
    assert [words for words in denied if words in told] == []
