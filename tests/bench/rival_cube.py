"""The Overview's data from running sums by month: the fastest that we could write by hand.

A range of months is one subtraction a panel, whatever its length. It could not be lived with: it
knows no other filter than country, status and month, and no other panel.
"""

from pathlib import Path
from typing import Any

import numpy as np
from page_answer import Answer, Question
from rivals_by_hand import Scan, bar_starts, kept_kinds, told_of_counts

FIRST_MONTH, MONTHS = 46 * 12, 121


class Cube:
    """Sums up to each month, worked out once: a range of months is one subtraction a panel."""

    name = "numpy cube of running sums"

    def __init__(self, rows: Path, workplace: Path) -> None:
        scan = Scan(rows, workplace)
        self.words, self.kinds, self.squares = scan.words, scan.kinds, scan.squares
        months = scan.days.astype("datetime64[D]").astype("datetime64[M]").astype(int) - FIRST_MONTH
        kinds, marks = len(self.kinds[0]), len(self.words["mark"])
        mark = self.kinds[1]
        self.fits_week = running(months, scan.kind * 2 + scan.fits[True], kinds * 2)
        self.fits_month = running(months, scan.kind * 2 + scan.fits[False], kinds * 2)
        cells, code = np.unique(
            (scan.square * marks + mark[scan.kind]) * kinds + scan.kind, return_inverse=True
        )
        self.square_cells, self.square_kinds = np.divmod(cells, kinds)
        self.square_sums = running(months, code, len(cells))
        self.source_sums = running(months, scan.source * kinds + scan.kind, -1, kinds)
        starts = bar_starts(scan.days, weekly=True)
        self.starts, bars = np.unique(starts, return_inverse=True)
        self.bars = running(bars, scan.kind * 2 + scan.fits[True], kinds * 2, size=len(self.starts))
        self._lead(scan, months)

    def answer(self, question: Question) -> tuple[Any, ...]:
        """Subtract, look up, count."""
        first, end = (month - FIRST_MONTH for month in question.months)
        keep = kept_kinds(question, self.kinds, self.words)
        mark, kinds = self.kinds[1], len(self.kinds[0])
        sums = self.fits_week if question.weekly else self.fits_month
        counts = (sums[end] - sums[first]).reshape(kinds, 2)
        if question.weekly:
            begin, stop = np.searchsorted(
                self.starts, [question.days[0].astype(int), question.days[1].astype(int) + 1]
            )
            bars = np.diff(self.bars[begin : stop + 1], axis=0)[:, 1::2]
        else:
            bars = np.diff(self.fits_month[first : end + 1], axis=0)[:, 1::2]
        by_mark = np.zeros((kinds, len(self.words["mark"])), np.int32)
        by_mark[np.arange(kinds), mark] = keep
        squares = self.square_sums[end] - self.square_sums[first]
        sources = self.source_sums[end] - self.source_sums[first]
        best = self.best[first:end].max(axis=0)
        leaders = {}
        for place in range(len(self.words["country"])):
            found = best[keep & (self.kinds[0] == place)]
            if len(found) and found.max() >= 0:
                leaders[place] = self.leading[int(found.max())]
        return (
            int(counts.sum()),
            counts.sum(axis=1) * keep,
            (bars @ by_mark).ravel(),
            int(counts[:, 0] @ keep),
            np.bincount(self.square_cells, weights=squares * keep[self.square_kinds]),
            sources.reshape(-1, kinds) @ keep,
            leaders,
        )

    def told(self, raw: tuple[Any, ...]) -> Answer:
        """Put the answer into the form that is compared."""
        return told_of_counts(raw, self.kinds, self.squares, self.words)

    def _lead(self, scan: Scan, months: np.ndarray) -> None:
        """Keep the heaviest event of each month and kind; of equals the first."""
        size, kinds = len(scan.days), len(self.kinds[0])
        value = (scan.weight.astype(np.int64) + 100) * size + np.arange(size)[::-1]
        self.best = np.full((MONTHS, kinds), -1)
        np.maximum.at(self.best, (months, scan.kind), value)
        found = self.best[self.best >= 0].tolist()
        self.leading = {each: scan.keys[size - 1 - each % size] for each in found}


def running(
    place: np.ndarray, code: np.ndarray, codes: int, times: int = 1, size: int = MONTHS
) -> np.ndarray:
    """Return how many rows there are of each code before each place (a month, say)."""
    codes = codes if codes > 0 else -(-(int(code.max()) + 1) // times) * times
    sums = np.zeros((size + 1, codes), np.int32)
    np.add.at(sums, (place + 1, code), 1)
    return np.cumsum(sums, axis=0, dtype=np.int32)
