"""The Overview's data by hand, for speed alone: Polars and a scan of numbers.

Neither could be lived with: the words, the other filters and the next panel are left out.
"""

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from page_answer import NONE, Answer, Question
from rivals_in_tables import CATEGORIES, three_most, told_of_lists

# A row's kind: everything but place, source and day.
KIND = ("country", "mark", "concerned", "status", "abroad")


class Polars:
    """Polars in memory, words as categories, sorted by day: the days are cut out, then filtered."""

    name = "Polars in memory, sorted"

    def __init__(self, rows: Path, workplace: Path) -> None:
        # Not among the project's packages: the bench leaves Polars out where it is not installed.
        self.polars = polars = importlib.import_module("polars")
        events = polars.read_parquet(rows)
        kinds = {name: polars.Enum(events[name].unique().sort().to_list()) for name in CATEGORIES}
        self.events = events.cast(kinds).set_sorted("event_date")
        self.concerned = self.events["concerned"].unique().cast(polars.String).to_list()

    def answer(self, question: Question) -> tuple[Any, ...]:
        """Cut out the days, filter, count all panels in one go."""
        polars, column = self.polars, self.polars.col
        first, last = (day.item() for day in question.days)
        days = self.events["event_date"]
        begin = int(days.search_sorted(first, "left"))
        end = int(days.search_sorted(last, "right"))
        chosen = (
            self.events.slice(begin, end - begin)
            .filter(
                column("concerned").is_in(question.concerns(self.concerned)),
                column("status").is_in(list(question.selection.statuses)),
            )
            .lazy()
        )
        month = [column(name).dt.truncate("1mo") for name in ("event_date", "end_date")]
        week = [column(name).dt.truncate("1w") for name in ("event_date", "end_date")]
        starts = [
            polars.max_horizontal(each, other) if question.weekly else other
            for each, other in zip(week, month, strict=True)
        ]
        by_bin = [starts[0].alias("bin"), (starts[0] == starts[1]).alias("fits"), "mark"]
        abroad = chosen.filter(column("abroad"), column("mark") == "protest")
        placed = chosen.filter(column("row") != NONE)
        best = column("weight").arg_max()
        answers = polars.collect_all(
            [
                chosen.group_by("country", "mark").len(),
                abroad.group_by("country").len(),
                chosen.group_by(by_bin).len(),
                placed.group_by("row", "column", "mark").len(),
                chosen.group_by("source_id").len(),
                chosen.group_by("country", maintain_order=True).agg(column("event_id").get(best)),
            ]
        )
        return question, end - begin, answers

    def told(self, raw: tuple[Any, ...]) -> Answer:
        """Put the answer into the form that is compared."""
        question, in_period, frames = raw
        return told_of_lists(question, in_period, [frame.rows() for frame in frames])


class Scan:
    """Numbers in order of day: the days are cut out, kinds looked up, all counted with bincount."""

    name = "numpy scan of sorted codes"

    def __init__(self, rows: Path, workplace: Path) -> None:
        columns, self.words, self.keys = codes_of(rows)
        self.days = columns["event_date"].astype("datetime64[D]").astype(np.int32)
        last_days = columns["end_date"].astype("datetime64[D]").astype(np.int32)
        self.kinds, self.kind = together([columns[name] for name in KIND])
        self.squares, self.square = together([columns["row"], columns["column"]])
        self.source, self.weight = columns["source_id"], columns["weight"]
        self.fits = {
            weekly: bar_starts(self.days, weekly) == bar_starts(last_days, weekly)
            for weekly in (True, False)
        }

    def answer(self, question: Question) -> tuple[Any, ...]:
        """Cut out, look up, count."""
        first, last = (int(day.astype(np.int32)) for day in question.days)
        cut = slice(
            int(np.searchsorted(self.days, first)), int(np.searchsorted(self.days, last + 1))
        )
        keep = kept_kinds(question, self.kinds, self.words)
        rows = np.flatnonzero(keep[self.kind[cut]]) + cut.start
        kind = self.kind[rows]
        country, mark = self.kinds[0][kind], self.kinds[1][kind]
        marks, countries = len(self.words["mark"]), len(self.words["country"])
        starts = question.bins["start"].to_numpy("datetime64[D]").astype(np.int32)
        bar = (np.searchsorted(starts, np.arange(first, last + 1), side="right") - 1)[
            self.days[rows] - first
        ]
        fits = self.fits[question.weekly][rows]
        leaders = {}
        for place in range(countries):
            of_country = rows[country == place]
            if len(of_country):
                leaders[place] = of_country[self.weight[of_country].argmax()]
        return (
            cut.stop - cut.start,
            np.bincount(kind, minlength=len(self.kinds[0])),
            np.bincount(bar[fits] * marks + mark[fits], minlength=len(starts) * marks),
            len(rows) - int(fits.sum()),
            np.bincount(self.square[rows] * marks + mark, minlength=len(self.squares[0]) * marks),
            np.bincount(self.source[rows]),
            {country: self.keys[int(row)] for country, row in leaders.items()},
        )

    def told(self, raw: tuple[Any, ...]) -> Answer:
        """Put the answer into the form that is compared."""
        return told_of_counts(raw, self.kinds, self.squares, self.words)


def codes_of(rows: Path) -> tuple[dict[str, np.ndarray], dict[str, list[str]], Sequence[str]]:
    """Return the prepared rows as numbers, the words that the numbers stand for, and the keys."""
    table = pq.read_table(rows, read_dictionary=list(CATEGORIES)).unify_dictionaries()
    columns, words = {}, {}
    for name in table.column_names:
        if name == "event_id":
            continue
        column = table[name].combine_chunks()
        if name in CATEGORIES:
            words[name] = column.dictionary.to_pylist()
            column = column.indices
        columns[name] = column.to_numpy(zero_copy_only=False)
    return columns, words, Keys(table["event_id"])


class Keys(Sequence[str]):
    """Keys of events by the place of the row."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self.column = column

    def __len__(self) -> int:
        return len(self.column)

    def __getitem__(self, place: Any) -> Any:
        return self.column[place].as_py()


def together(columns: Sequence[np.ndarray]) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the values of each combination that occurs, column by column, and each row's."""
    lows = [int(column.min()) for column in columns]
    shape = [int(column.max()) - low + 1 for column, low in zip(columns, lows, strict=True)]
    code = np.zeros(len(columns[0]), np.int64)
    for column, low, size in zip(columns, lows, shape, strict=True):
        code = code * size + (column.astype(np.int64) - low)
    found, codes = np.unique(code, return_inverse=True)
    values = np.unravel_index(found, shape)
    return [each + low for each, low in zip(values, lows, strict=True)], codes.astype(np.int32)


def bar_starts(days: np.ndarray, weekly: bool) -> np.ndarray:
    """Return the first day of the bar of each day: a week, cut where a month ends, or a month."""
    known = np.arange(days.min(), days.max() + 1).astype("datetime64[D]")
    months = known.astype("datetime64[M]").astype("datetime64[D]")
    weeks = known - (known.astype(int) + 3) % 7
    starts = np.maximum(weeks, months) if weekly else months
    return starts.astype(np.int32)[days - days.min()]


def kept_kinds(
    question: Question, kinds: Sequence[np.ndarray], words: dict[str, list[str]]
) -> np.ndarray:
    """Return True for the kinds that pass the filters."""
    concerned, status = words["concerned"], words["status"]
    wanted = np.isin(concerned, question.concerns(concerned))
    return wanted[kinds[2]] & np.isin(status, question.selection.statuses)[kinds[3]]


def told_of_counts(
    raw: tuple[Any, ...],
    kinds: Sequence[np.ndarray],
    squares: Sequence[np.ndarray],
    words: dict[str, list[str]],
) -> Answer:
    """Put counts by code into the form that is compared."""
    in_period, of_kind, bars, misfits, in_squares, sources, leaders = raw
    marks, countries = words["mark"], words["country"]
    by_kind: dict[tuple[str, str], int] = {}
    abroad: dict[str, int] = {}
    for place in np.flatnonzero(of_kind):
        country, mark = countries[kinds[0][place]], marks[kinds[1][place]]
        by_kind[country, mark] = by_kind.get((country, mark), 0) + int(of_kind[place])
        if mark == "protest" and kinds[4][place]:
            abroad[country] = abroad.get(country, 0) + int(of_kind[place])
    return Answer(
        in_period,
        by_kind,
        abroad,
        dict(_bars(bars, marks)),
        misfits,
        dict(_squares(in_squares, squares, marks)),
        three_most(dict(zip(words["source_id"], sources.tolist(), strict=False))),
        {countries[place]: key for place, key in leaders.items()},
    )


def _bars(bars: np.ndarray, marks: list[str]) -> Iterator[tuple[tuple[int, str], int]]:
    for cell in np.flatnonzero(bars).tolist():
        place, mark = divmod(cell, len(marks))
        yield (place, marks[mark]), int(bars[cell])


def _squares(
    counts: np.ndarray, squares: Sequence[np.ndarray], marks: list[str]
) -> Iterator[tuple[tuple[int, int, str], int]]:
    for cell in np.flatnonzero(counts).tolist():
        place, mark = divmod(cell, len(marks))
        row, column = int(squares[0][place]), int(squares[1][place])
        if row != NONE:
            yield (row, column, marks[mark]), int(counts[cell])
