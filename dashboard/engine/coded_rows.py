"""A few rows of events held in memory, in order of day, from which a selection is taken at once."""

from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.engine.counts import counts_of_rows
from dashboard.engine.ranking import weight
from dashboard.selection import FILTERED_COLUMNS, Selection


class CodedRows:
    """Rows of the store's columns; they are not changed."""

    def __init__(self, events: pd.DataFrame) -> None:
        """Code what filters look at; `events` are in order of day."""
        self.events = events.reset_index(drop=True)
        self._coded = counts_of_rows(events, ("event_date", *FILTERED_COLUMNS, "country"))

    def of(self, selection: Selection) -> pd.DataFrame:
        """Return the rows that pass every filter; words are searched in these few rows only."""
        rows = self.events.iloc[self._places(selection)]
        return rows[selection.matches(rows)] if selection.text.split() else rows

    def heaviest(self, selection: Selection) -> pd.DataFrame:
        """Return the chosen row of each country that weighs most; of equals the earliest."""
        places = self._places(selection)
        country, weights = self._coded.columns["country"], self._weights[places]
        codes = country.codes[places]
        chosen = []
        for code in range(len(country.words)):
            own = np.flatnonzero(codes == code)
            if len(own):
                chosen.append(places[own[np.argmax(weights[own])]])
        return self.events.iloc[sorted(chosen)]

    @cached_property
    def _weights(self) -> np.ndarray:
        columns = (self.events[name] for name in ("mark", "event_type", "confidence"))
        return np.array([weight(*each) for each in zip(*columns, strict=True)])

    def _places(self, selection: Selection) -> np.ndarray:
        rows = self._coded.of(selection).rows
        return np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
