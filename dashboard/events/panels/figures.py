"""The reported figures as a table, those of an event and those without one.

The rows are worked out once a package and selection; sums of people are elsewhere.
"""

from collections.abc import Mapping
from functools import lru_cache, partial

import pandas as pd

from dashboard.datapackage.store import Package
from dashboard.events.words.headlines import figures_headline
from dashboard.events.words.reported import figures_in_words
from dashboard.panels.exhibit import Exhibit
from dashboard.panels.headline import each_once
from dashboard.panels.query import KEPT_SELECTIONS, publishers_of
from dashboard.panels.sources import source_names
from dashboard.selection import Selection
from dashboard.vocabulary import REGION


def figures_table(package: Package, selection: Selection, options: Mapping[str, str]) -> Exhibit:
    """List every figure reported for the countries and days chosen, those without an event too.

    `Key` is the figure's own name.
    """
    figures = package.table("figures")
    in_period = selection.within(figures["as_of"])
    chosen = chosen_figures(package, selection)
    return Exhibit(
        key="figures_table",
        title="Reported figures",
        unit=f"as of a day in {selection.period}",
        rows=_figure_rows(package, selection),
        caption="Every number that a source gives, with or without an event. Countries and months "
        "are chosen at the left; event types, status and search do not apply here.",
        sources=source_names(package, chosen["source_id"]),
        shown=len(chosen),
        total=int(in_period.sum()),
        noun="figures of the period",
        headline=figures_headline(chosen["qualifier"].tolist(), selection),
        behind=partial(each_once, chosen["figure_id"].tolist()),
    )


def chosen_figures(package: Package, selection: Selection) -> pd.DataFrame:
    """Return the figures of the countries chosen as of a day in the period."""
    figures = package.table("figures")
    countries = [*selection.countries, REGION] if selection.countries else []
    return figures[figures["country"].isin(countries) & selection.within(figures["as_of"])]


@lru_cache(maxsize=KEPT_SELECTIONS)
def _figure_rows(package: Package, selection: Selection) -> pd.DataFrame:
    chosen = chosen_figures(package, selection).sort_values(
        ["as_of", "country", "figure_id"], kind="stable"
    )
    publishers = {source: name.split(" (")[0] for source, name in publishers_of(package).items()}
    words = figures_in_words(chosen)
    return pd.DataFrame(
        {
            "Country": words["country"].to_numpy(),
            "As of": words["as_of"].to_numpy(),
            "Measure": words["measure"].to_numpy(),
            "Number": words["number"].to_numpy(),
            "Unit": words["unit"].to_numpy(),
            "What it counts": chosen["definition"].to_numpy(),
            "Source": [publishers.get(source, source) for source in chosen["source_id"]],
            "Paragraph": chosen["paragraph"].to_numpy(),
            "Footnotes": chosen["footnotes"].fillna("").to_numpy(),
            "As reported": chosen["as_reported"].fillna("").to_numpy(),
            "Event key": chosen["event_id"].fillna("").to_numpy(),
            "Key": chosen["figure_id"].to_numpy(),
        }
    )
