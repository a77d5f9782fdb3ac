"""The Overview's data as an analyst would write it: pandas in memory, Ibis and SQL on DuckDB."""
# ruff: noqa: S608 - the queries are made of this module's own words

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pandas as pd
import pyarrow.parquet as pq
from page_answer import NONE, SQUARE, Answer, Question, source_files

VIOLENT = ("Battles", "Explosions/Remote violence", "Violence against civilians", "Riots")
# Written down a second time, so that a slip in the app's own would show.
# The data compared has neither offices nor figures of people.
SUB_TYPE_WEIGHTS = {
    6: ("Resignation or dismissal", "Vote held"),
    4: ("Sentence", "Arrests", "Bill passed"),
    3: (
        *("Law or decree signed", "Appointment", "Criminal case", "Vote called"),
        "Abuse reported",
    ),
    2: ("Outbreak report", "Party or alliance"),
}
TYPE_WEIGHTS = {
    6: VIOLENT,
    5: ("Protests",),
    3: ("Disaster", "Human rights"),
    2: ("Public health", "Court ruling", "Foreign aid"),
}
NEEDED = (
    *("event_id", "event_date", "end_date", "status", "event_type", "sub_event_type", "country"),
    *("related_countries", "place_country", "latitude", "longitude", "confidence", "source_id"),
)
CATEGORIES = ("country", "mark", "concerned", "status", "source_id")


class Pandas:
    """Idiomatic pandas: categories, one boolean filter, then a groupby a panel."""

    name = "pandas in memory"

    def __init__(self, rows: Path, workplace: Path) -> None:
        table = pq.read_table(rows, read_dictionary=list(CATEGORIES)).unify_dictionaries()
        self.events = table.to_pandas(date_as_object=False)
        self.concerned = self.events["concerned"].cat.categories.tolist()

    def answer(self, question: Question) -> tuple[Any, ...]:
        """Filter once, count six times."""
        events, days = self.events, self.events["event_date"]
        first, last = (pd.Timestamp(day) for day in question.days)
        in_period = days.between(first, last)
        chosen = events[
            in_period
            & events["concerned"].isin(question.concerns(self.concerned))
            & events["status"].isin(question.selection.statuses)
        ]
        by_kind = chosen.groupby(["country", "mark"], observed=True).size()
        abroad = chosen[chosen["abroad"] & chosen["mark"].eq("protest")]["country"].value_counts()
        cut = question.bins
        edges = [*cut["start"], cut["end"].iloc[-1] + pd.Timedelta(days=1)]
        place = pd.cut(chosen["event_date"], edges, right=False, labels=False)
        fits = chosen["end_date"] <= cut["end"].to_numpy()[place]
        by_bin = chosen[fits].groupby([place[fits], "mark"], observed=True).size()
        placed = chosen[chosen["row"].ne(NONE)]
        squares = placed.groupby(["row", "column", "mark"], observed=True).size()
        sources = chosen["source_id"].value_counts()
        leading = chosen.groupby("country", observed=True)["weight"].idxmax()
        leaders = chosen.loc[leading, ["country", "event_id"]]
        return int(in_period.sum()), by_kind, abroad, by_bin, ~fits, squares, sources, leaders

    def told(self, raw: tuple[Any, ...]) -> Answer:
        """Put the answer into the form that is compared."""
        in_period, by_kind, abroad, by_bin, misfits, squares, sources, leaders = raw
        return Answer(
            in_period,
            by_kind.to_dict(),
            abroad[abroad > 0].to_dict(),
            {(int(place), mark): number for (place, mark), number in by_bin.items()},
            int(misfits.sum()),
            squares.to_dict(),
            three_most(sources.to_dict()),
            dict(zip(leaders["country"], leaders["event_id"], strict=True)),
        )


class IbisOnTable:
    """Ibis on a table of DuckDB as it came: an expression a panel, no cube."""

    name = "Ibis on the DuckDB table"

    def __init__(self, rows: Path, workplace: Path) -> None:
        file = workplace / f"{type(self).__name__}.duckdb"
        file.unlink(missing_ok=True)
        self.engine = ibis.duckdb.connect(str(file))
        self.events = self.table(rows, workplace)
        found = self.events.select("concerned").distinct().execute()
        self.concerned = found["concerned"].tolist()

    def table(self, rows: Path, workplace: Path) -> Any:
        """Load the columns that the page needs, in the order in which the rows came."""
        files, reader = source_files((workplace / "source").resolve())
        read = getattr(self.engine, reader)(files).select(*NEEDED)
        return derived(self.engine.create_table("events", read))

    def answer(self, question: Question) -> tuple[Any, ...]:
        """Ask for each panel in turn."""
        first, last = (day.item() for day in question.days)
        period = self.events.filter(self.events.event_date.between(first, last))
        chosen = period.filter(
            period.concerned.isin(question.concerns(self.concerned)),
            period.status.isin(list(question.selection.statuses)),
        )
        unit = "W" if question.weekly else "M"
        starts = [chosen.event_date.truncate(unit)]
        ends = [chosen.end_date.truncate(unit)]
        if question.weekly:  # a week is cut where a month ends
            starts.append(chosen.event_date.truncate("M"))
            ends.append(chosen.end_date.truncate("M"))
        fits = ibis.and_(*(start == end for start, end in zip(starts, ends, strict=True)))
        in_bins = chosen.mutate(bin=ibis.greatest(*starts), fits=fits)
        order = ibis.struct(
            {
                "weight": -chosen.weight,
                "first": chosen.event_date,
                "last": chosen.end_date,
                "key": chosen.event_id,
            }
        )
        placed = chosen.filter(chosen.row != NONE)
        asked = (
            period.count(),
            chosen.group_by("country", "mark").aggregate(events=chosen.count()),
            chosen.filter(chosen.abroad, chosen.mark == "protest").country.value_counts(),
            in_bins.group_by("bin", "fits", "mark").aggregate(events=in_bins.count()),
            placed.group_by("row", "column", "mark").aggregate(events=placed.count()),
            chosen.source_id.value_counts(),
            chosen.group_by("country").aggregate(first=chosen.event_id.argmin(order)),
        )
        return question, *(each.execute() for each in asked)

    def told(self, raw: tuple[Any, ...]) -> Answer:
        """Put the answer into the form that is compared."""
        question, in_period, *frames = raw
        return told_of_lists(
            question, int(in_period), [frame.to_numpy().tolist() for frame in frames]
        )


class IbisOnPrepared(IbisOnTable):
    """The same on a table sorted by day whose derived columns were worked out beforehand."""

    name = "Ibis on a prepared, sorted table"

    def table(self, rows: Path, workplace: Path) -> Any:
        """Load the prepared rows."""
        return self.engine.create_table("events", self.engine.read_parquet(rows))


class SqlOnSorted:
    """SQL by hand on a table of DuckDB sorted by day, its words as enums."""

    name = "DuckDB SQL, sorted, enums"

    def __init__(self, rows: Path, workplace: Path) -> None:
        self.engine = duckdb.connect()
        for name in CATEGORIES:
            self.engine.execute(
                f"CREATE TYPE {name}_word AS ENUM (SELECT DISTINCT {name} FROM '{rows}' ORDER BY 1)"
            )
        words = ", ".join(f"{name}::{name}_word AS {name}" for name in CATEGORIES)
        self.engine.execute(f"CREATE TABLE events AS SELECT * REPLACE ({words}) FROM '{rows}'")
        found = self.engine.execute("SELECT DISTINCT concerned FROM events").fetchall()
        self.concerned = [word for (word,) in found]

    def answer(self, question: Question) -> tuple[Any, ...]:
        """Filter once into a small table, count it six times."""
        first, last = (f"DATE '{day}'" for day in question.days)
        concerned = ", ".join(f"'{word}'" for word in question.concerns(self.concerned))
        status = ", ".join(f"'{word}'" for word in question.selection.statuses)
        period = f"event_date BETWEEN {first} AND {last}"
        self.engine.execute(
            f"CREATE OR REPLACE TEMP TABLE chosen AS SELECT * FROM events WHERE {period} "
            f"AND concerned IN ({concerned}) AND status IN ({status})"
        )
        month = "date_trunc('month', {0})"
        start = f"greatest(date_trunc('week', {{0}}), {month})" if question.weekly else month
        first_bin, last_bin = start.format("event_date"), start.format("end_date")
        queries = (
            f"SELECT count(*) FROM events WHERE {period}",
            "SELECT country, mark, count(*) FROM chosen GROUP BY ALL",
            "SELECT country, count(*) FROM chosen WHERE abroad AND mark = 'protest' GROUP BY ALL",
            f"SELECT {first_bin}, {first_bin} = {last_bin}, mark, count(*) FROM chosen "
            "GROUP BY ALL",
            f'SELECT "row", "column", mark, count(*) FROM chosen WHERE "row" <> {NONE} '
            "GROUP BY ALL",
            "SELECT source_id, count(*) FROM chosen GROUP BY ALL",
            "SELECT country, arg_min(event_id, (-weight, event_date, end_date, event_id)) "
            "FROM chosen GROUP BY ALL",
        )
        return question, *(self.engine.execute(query).fetchall() for query in queries)

    def told(self, raw: tuple[Any, ...]) -> Answer:
        """Put the answer into the form that is compared."""
        question, in_period, *lists = raw
        return told_of_lists(question, in_period[0][0], lists)


def derived(events: Any) -> Any:
    """Add the columns that the page counts by."""
    kind, detail = events.event_type, events.sub_event_type
    related, place, country = events.related_countries, events.place_country, events.country
    protest = (kind == "Protests") | (detail == "Violent demonstration")
    mark: Any = ibis.cases(
        (protest, "protest"),
        (detail == "Arrests", "arrest"),
        (detail == "Sentence", "sentence"),
        (kind.isin(VIOLENT), "clash"),
        else_="other",
    )
    between = mark.isin(["clash", "other"]) & related.notnull()  # noqa: PD004 - Ibis, not pandas
    details = [(detail.isin(names), value) for value, names in SUB_TYPE_WEIGHTS.items()]
    kinds = [(kind.isin(names), value) for value, names in TYPE_WEIGHTS.items()]
    doubt = (events.status == "claimed") | (events.confidence == "low")
    weight: Any = ibis.cases(*details, *kinds, else_=1)
    return events.mutate(
        mark=mark,
        concerned=ibis.cases((between, country + ";" + related), else_=country),
        abroad=(place != country).fill_null(False) & (country != "REG"),
        weight=weight - ibis.cases((doubt, 2), else_=0),
        row=(events.latitude / SQUARE).floor().cast("int16").fill_null(NONE),
        column=(events.longitude / SQUARE).floor().cast("int16").fill_null(NONE),
    )


def told_of_lists(question: Question, in_period: int, lists: list[list[Any]]) -> Answer:
    """Put rows of a query into the form that is compared."""
    kinds, abroad, bars, squares, sources, leaders = lists
    places = {day: place for place, day in enumerate(question.bins["start"].dt.date)}
    fitting = [(start, mark, number) for start, fits, mark, number in bars if fits]
    return Answer(
        in_period,
        {(country, mark): number for country, mark, number in kinds},
        dict(abroad),
        {(places[pd.Timestamp(start).date()], mark): n for start, mark, n in fitting},
        sum(number for _, fits, _, number in bars if not fits),
        {(row, column, mark): number for row, column, mark, number in squares},
        three_most(dict(sources)),
        dict(leaders),
    )


def three_most(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the three most frequent; of equals the first by name."""
    found = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return tuple((word, int(number)) for word, number in found[:3] if number)
