"""What the Overview asks of the events at one filter change, and the rows that rivals answer from.

The rivals of our engine (`bench_rivals`) and the engine itself give the same `Answer`; how fast is
for the benches to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from dashboard.events.measures import LONGEST_WEEKLY_MONTHS, bins
from dashboard.selection import Selection, shift_month
from dashboard.vocabulary import COUNTRIES

ROUNDS = 40
SQUARE = 0.25
NONE = -32768
# Only what the page asks for, in order of day, derived once: every rival begins with this.
PREPARED = """
SELECT event_id, event_date, end_date, country::VARCHAR AS country, mark, weight,
  CASE WHEN related_countries IS NOT NULL AND mark IN ('clash', 'other')
    THEN country || ';' || related_countries ELSE country END AS concerned,
  status, source_id,
  coalesce(place_country <> country AND country <> 'REG', false) AS abroad,
  coalesce(floor(latitude / 0.25), -32768)::SMALLINT AS "row",
  coalesce(floor(longitude / 0.25), -32768)::SMALLINT AS "column"
FROM (
  SELECT *,
    (CASE
      WHEN sub_event_type IN ('Resignation or dismissal', 'Vote held') THEN 6
      WHEN sub_event_type IN ('Sentence', 'Arrests', 'Bill passed') THEN 4
      WHEN sub_event_type IN ('Law or decree signed', 'Appointment', 'Criminal case',
        'Vote called', 'Abuse reported') THEN 3
      WHEN sub_event_type IN ('Outbreak report', 'Party or alliance') THEN 2
      WHEN event_type IN ('Battles', 'Explosions/Remote violence', 'Violence against civilians',
        'Riots') THEN 6
      WHEN event_type = 'Protests' THEN 5
      WHEN event_type IN ('Disaster', 'Human rights') THEN 3
      WHEN event_type IN ('Public health', 'Court ruling', 'Foreign aid') THEN 2 ELSE 1 END
    - CASE WHEN status = 'claimed' OR confidence = 'low' THEN 2 ELSE 0 END)::TINYINT AS weight
  FROM (
    SELECT *, CASE
      WHEN event_type = 'Protests' OR sub_event_type = 'Violent demonstration' THEN 'protest'
      WHEN sub_event_type = 'Arrests' THEN 'arrest'
      WHEN sub_event_type = 'Sentence' THEN 'sentence'
      WHEN event_type IN ('Battles', 'Explosions/Remote violence', 'Violence against civilians',
        'Riots') THEN 'clash'
      ELSE 'other' END AS mark
    FROM {source}
  )
)
ORDER BY event_date, end_date, event_id
"""


@dataclass(frozen=True)
class Answer:
    """The page's data in a form that can be compared."""

    in_period: int
    by_kind: Mapping[tuple[str, str], int]
    protests_abroad: Mapping[str, int]
    by_bin: Mapping[tuple[int, str], int]
    in_no_bin: int
    squares: Mapping[tuple[int, int, str], int]
    sources: tuple[tuple[str, int], ...]
    standing_out: Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """A selection in the words of the prepared rows."""

    selection: Selection

    @property
    def days(self) -> tuple[np.datetime64, np.datetime64]:
        """The first day, and the last."""
        first, last = self.selection.first_day, self.selection.last_day
        return np.datetime64(first, "D"), np.datetime64(last, "D")

    @property
    def months(self) -> tuple[int, int]:
        """The first month and the one after the last, counted from January 1970."""
        first, last = (day.astype("datetime64[M]").astype(int) for day in self.days)
        return int(first), int(last) + 1

    @property
    def weekly(self) -> bool:
        """Whether the bars are weeks."""
        return len(self.selection.months) <= LONGEST_WEEKLY_MONTHS

    @cached_property
    def bins(self) -> pd.DataFrame:
        """The bars: `start` and `end`."""
        return bins(self.selection)

    def concerns(self, words: list[str]) -> list[str]:
        """Return the words of `concerned` that name a chosen country or the region."""
        codes = (*self.selection.countries, "REG")
        return [word for word in words if any(code in word for code in codes)]


def prepared_rows(folder: Path, workplace: Path) -> Path:
    """Return a Parquet file of the rows that rivals begin with, made once in `workplace`."""
    workplace.mkdir(parents=True, exist_ok=True)
    file, source = workplace / "rows.parquet", workplace / "source"
    if not source.exists():
        source.symlink_to(folder.resolve())
    if not file.is_file():
        files, reader = source_files(folder)
        query = PREPARED.format(source=f"{reader}({files})")
        settings: Any = {"memory_limit": "3GB", "temp_directory": str(workplace / "spill")}
        with duckdb.connect(config=settings) as engine:
            draft = file.with_suffix(".draft")
            engine.execute(f"COPY ({query}) TO '{draft}' (FORMAT parquet)")
        draft.rename(file)
    return file


def source_files(folder: Path) -> tuple[list[str], str]:
    """Return the files of the events, and what reads them in DuckDB and in Ibis."""
    found = sorted(folder.rglob("*.parquet"))
    if found:
        return [str(file) for file in found], "read_parquet"
    return [str(folder / "events.csv")], "read_csv"


def monthly_selections() -> Iterator[Selection]:
    """Yield selections of one to four months between 2016 and 2025, no two equal."""
    codes = list(COUNTRIES)
    for step in range(ROUNDS):
        first = shift_month("2016-01", step * 37 % 116)
        countries = tuple(codes) if step % 3 else (codes[step % 5],)
        last = shift_month(first, step % 4)
        yield Selection(countries=countries, first_month=first, last_month=last)


def wide_selections() -> Iterator[Selection]:
    """Yield selections of two to ten years, no two equal."""
    codes = list(COUNTRIES)
    for step in range(ROUNDS // 2):
        months = 24 + step * 5
        first = shift_month("2016-01", step * 37 % (121 - months))
        countries = tuple(codes) if step % 3 else (codes[step % 5], codes[(step + 2) % 5])
        last = shift_month(first, months - 1)
        yield Selection(countries=countries, first_month=first, last_month=last)
