"""The grid of silence: three looks, and numbers only where they fit."""

import gettext
import math

import pandas as pd
import pytest

from dashboard import wording
from dashboard.coverage.charts.grids import PALEST_REPORTED, silence_grid, silence_height

COLUMNS = ["topic", "month", "country", "events", "sources", "paragraphs", "covered", "state"]


def grid(months: list[str]) -> pd.DataFrame:
    rows = []
    for month in months:
        rows.append(("Protests", month, "KAZ", 4, 2, 3, False, "reported"))
        rows.append(("Protests", month, "TKM", 0, 0, 0, True, "none reported"))
        rows.append(("Protests", month, "UZB", 0, 0, 0, False, "not covered"))
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_three_states_look_different(theme: str) -> None:
    figure = silence_grid(grid(["2020-06"]), theme)
    shades = [trace.z[0][0] for trace in figure.data[:3]]
    assert shades[:2] == [1, 0]
    assert math.isnan(shades[2])
    assert 0 < PALEST_REPORTED < 1
    reported, silent = figure.data[3:]
    assert list(reported.text) == ["4 / 2 / 3"]
    assert list(silent.text) == ["0"]
    assert reported.textfont.color != silent.textfont.color
    assert figure.layout.height == silence_height(1)


def test_hovering_says_which_silence_it_is() -> None:
    told = [trace.text[0][0] for trace in silence_grid(grid(["2020-06"]), "light").data[:3]]
    assert told == [
        "Kazakhstan, Jun 2020: Protests<br><b>4 events, 2 sources, 3 paragraphs</b>",
        "Turkmenistan, Jun 2020: Protests<br><b>none reported</b>",
        "Uzbekistan, Jun 2020: Protests<br><b>not covered</b>",
    ]


class Loud(gettext.NullTranslations):
    """Messages of a language that writes everything large."""

    def gettext(self, message: str) -> str:
        """Return it large."""
        return message.upper()


def test_topics_are_written_in_the_language_of_the_catalogue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wording, "_messages", Loud)
    figure = silence_grid(grid(["2020-06"]), "light")
    assert figure.layout.yaxis.ticktext == ("PROTESTS",)
    assert figure.data[1].text[0][0] == "Turkmenistan, Jun 2020: PROTESTS<br><b>NONE REPORTED</b>"


def test_many_months_keep_the_events_then_only_the_shade() -> None:
    months = [f"{2019 + at // 12}-{at % 12 + 1:02d}" for at in range(24)]
    few, many = (silence_grid(grid(months[:count]), "light") for count in (6, 24))
    assert list(few.data[3].text) == ["4"] * 6
    assert [trace.type for trace in many.data] == ["heatmap"] * 3
    assert [words for words in many.layout.xaxis.ticktext[:8] if "20" in words] == [
        "J<br>2019",
        "J<br>2020",
    ]


def test_figures_without_an_event_are_no_zero_where_nobody_looked() -> None:
    rows = grid(["2020-06"]).assign(events=0, covered=[False, True, False])
    figure = silence_grid(rows, "light")
    assert list(figure.data[3].text) == ["– / 2 / 3"]
    assert "<b>figures only, 2 sources, 3 paragraphs</b>" in figure.data[0].text[0][0]
    covered = silence_grid(rows.assign(covered=True), "light")
    assert list(covered.data[3].text) == ["0 / 2 / 3"]
