"""What a review tells beside the events chosen: claimed and announced ones, and those begun before.

Which of them are told is left to `review`.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.briefing.material import MOST_REVIEWED, Material
from dashboard.briefing.review_words import Row
from dashboard.datapackage.store import Package
from dashboard.engine.counts import Counts
from dashboard.panels.query import chosen_counts, over_all_months
from dashboard.protests.view.listed import MOST_SPANS
from dashboard.selection import Selection, shift_month

OCCURRED, CLAIMED = "occurred", "claimed"
NOT_FACT = (CLAIMED, "planned", "pledged")
# So many events of another status are told; of more only the number, under "Not included".
MOST_BESIDE = 100


def beside(material: Material) -> list[Row]:
    """Return the events that a review may tell though the filters leave them out.

    Those of another status, told as such, where what occurred is chosen; and those that began
    before the period and last into it.
    """
    selection, package = material.selection, material.package
    if OCCURRED not in selection.statuses:
        return []
    others = tuple(status for status in NOT_FACT if status not in selection.statuses)
    asked = replace(selection, statuses=others)
    found = []
    if others and chosen_counts(package, asked).total <= MOST_BESIDE:
        found = package.events.rows(asked, MOST_BESIDE).to_dict("records")
    wider = replace(selection, statuses=tuple(dict.fromkeys((*selection.statuses, CLAIMED))))
    number, rows = running(package, wider)
    return [*found, *(rows.to_dict("records") if 0 < number <= MOST_BESIDE else ())]


def running(package: Package, selection: Selection) -> tuple[int, pd.DataFrame]:
    """Return how many events began before the period and last into it, and the rows of few."""
    # Found first without the words, so that these are searched only where something lasts so long.
    plain = replace(over_all_months(package, selection), text="")
    if plain.first_month >= selection.first_month:
        return 0, pd.DataFrame()
    earlier = plain.over(plain.first_month, shift_month(selection.first_month, -1))
    months = _lasting(package.events.every("months").of(earlier), selection).by("event_date")
    if not months:
        return 0, pd.DataFrame()
    asked = replace(earlier, first_month=f"{min(months):%Y-%m}", text=selection.text)
    number = _lasting(package.events.counts(asked, "months"), selection).total
    if not number or number > MOST_REVIEWED:
        return number, pd.DataFrame()
    spans = package.events.rows(asked, MOST_SPANS, where={"exact": False})
    found = spans[spans["end_date"].ge(pd.Timestamp(selection.first_day))]
    return number, found if len(found) == number else pd.DataFrame()


def _lasting(counts: Counts, selection: Selection) -> Counts:
    days = counts.columns["end_date"].words
    return counts.isin(end_date=days[days >= np.datetime64(selection.first_day, "D")].tolist())
