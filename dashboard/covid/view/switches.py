"""The switches of the COVID-19 page, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.covid.measures.series import (
    METRICS,
    Metric,
)
from dashboard.covid.view.timeline import Line
from dashboard.panels.keys import SERIES_FORMS, SeriesForm, series_key
from dashboard.wording import say, start_of_line

FORM_OPTIONS = {form.option: form for form in SERIES_FORMS.values() if form.option}


@dataclass(frozen=True)
class Switch:
    """One switch of the page: its option in the address, its name, the words for its choices.

    The first choice is the default. `only` is the option and choice without which it is not there.
    """

    option: str
    label: str
    choices: Mapping[str, str]
    only: tuple[str, str] = ("", "")


SWITCHES = (
    Switch("covid_show", "Total or new", {"total": "Total", "new": "New"}),
    Switch("covid_of", "Cases or deaths", {key: key.capitalize() for key in METRICS}),
    Switch("covid_per", "Persons or per million", {"persons": "Persons", "million": "Per million"}),
    Switch("covid_scale", "Scale", {"log": "Log", "linear": "Linear"}),
    Switch(
        "covid_days",
        "Average or daily",
        {option: form.average or "Daily" for option, form in FORM_OPTIONS.items()},
        ("covid_show", "new"),
    ),
)


@dataclass(frozen=True)
class Switches:
    """What the switches say."""

    metric: Metric
    form: SeriesForm
    per_million: bool
    log: bool

    @classmethod
    def read(cls, options: Mapping[str, str]) -> "Switches":
        """Read the switches from the address; an unknown word counts as the first choice."""
        chosen = {
            switch.option: word
            if (word := options.get(switch.option, "")) in switch.choices
            else next(iter(switch.choices))
            for switch in SWITCHES
        }
        daily = FORM_OPTIONS[chosen["covid_days"]]
        return cls(
            metric=METRICS[chosen["covid_of"]],
            form=SERIES_FORMS["total"] if chosen["covid_show"] == "total" else daily,
            per_million=chosen["covid_per"] == "million",
            log=chosen["covid_scale"] == "log",
        )

    @property
    def is_total(self) -> bool:
        """Whether totals are shown, not new cases or deaths a day."""
        return self.form.key == "total"

    @property
    def column(self) -> str:
        """The key of the column that is shown, as in Our World in Data."""
        ending = "_per_million" if self.per_million else ""
        return self.form.column.format(self.metric.key) + ending

    def title(self, pneumonia: str = "") -> str:
        """Return the panel's title without its unit; `pneumonia` says that it is counted too."""
        metric = self.metric
        if self.is_total:
            counted = metric.key if pneumonia else metric.counted
            told = say("{counted}, total", counted=start_of_line(counted))
        else:
            daily = say("New {what} a day", what=metric.key)
            told = ", ".join(filter(None, (daily, self.form.average)))
        return f"{told} {pneumonia}".strip()

    @property
    def unit(self) -> str:
        """What one unit of the scale is."""
        return say("per million people") if self.per_million else say("persons")

    @property
    def noun(self) -> str:
        """What a value is, for hover texts and column heads."""
        metric, total = self.metric.key, self.is_total
        what = say("total {what}", what=metric) if total else say("new {what} a day", what=metric)
        average = f"({self.form.average})" if self.form.is_mean else ""
        rate = say("per million") if self.per_million else ""
        return " ".join(filter(None, (what, average, rate)))

    def key(self, line: "Line", place: int) -> str:
        """Return the key of the day at a place of a line."""
        day = pd.Timestamp(line.days[place])
        return series_key(line.country, day, self.metric.key, self.form.key)
